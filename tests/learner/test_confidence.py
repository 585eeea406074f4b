"""How sure against how often right: the picture follows the answers, and the score is told in plain words."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.figures import plot_calibration
from stretchlib.learner import calibration, journal
from tests.data_files import table_file


def answers_at(*levels: tuple[int, int, int]) -> list[dict[str, Any]]:
    """(confidence, right, of how many) as answers."""
    return [{"confidence": level, "right": number < right} for level, right, count in levels for number in range(count)]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> journal.Journal:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    return journal.current()


def test_the_facts_tell_each_point_and_follow_the_answers() -> None:
    facts = plot_calibration(answers_at((50, 5, 10), (95, 3, 4))).facts
    assert facts == ("50 % sure: 5 of 10 right, 50 % (interval 24 to 76), on the line.",
                     "95 % sure: 3 of 4 right, 75 % (interval 30 to 95), below the line.",
                     "Line from 0 and 0 to 100 and 100: as often right as said.")
    changed = plot_calibration(answers_at((50, 9, 10), (95, 3, 4))).facts
    assert set(changed) - set(facts) == {"50 % sure: 9 of 10 right, 90 % (interval 60 to 98), above the line."}


def test_the_facts_are_read_from_what_is_drawn() -> None:
    diagram = plot_calibration(answers_at((50, 5, 10)))
    ax = diagram.figure.axes[0]
    lines = {line.get_gid(): line for line in ax.lines}
    lines["point|50"].set_ydata([5])
    lines["interval|50"].set_ydata([1, 11])
    next(text for text in ax.texts if text.get_gid() == "count|50").set_text("9 of 9")
    lines["same"].set_ydata([0, 80])
    assert diagram.facts == ("50 % sure: 9 of 9 right, 5 % (interval 1 to 11), below the line.",
                             "Line from 0 and 0 to 100 and 80: as often right as said.")


def test_an_empty_journal_shows_an_example_that_says_it_is_invented(kept: journal.Journal) -> None:
    assert plot_calibration().facts[0] == "Invented example: nobody gave these answers."
    assert "invented answers" in calibration.brier_sentence()
    kept.append("answer", question="Q01", points=1.0, right=True, confidence=75, seed=0, quiz="01", response="b")
    kept.append("answer", question="Q01", points=0.0, right=False, confidence=95, seed=0, quiz="01", response="a")
    facts = plot_calibration().facts
    assert facts[0].startswith("75 % sure: 1 of 1 right"), "the second try of the day does not count"
    assert len(facts) == 2
    assert calibration.brier_sentence().startswith("Brier score of 1 answer: 0.06.")


def test_the_example_follows_its_table(whole_data_copy: Path) -> None:
    before = plot_calibration().facts
    path = table_file(whole_data_copy, "calibration_example")
    path.write_text(path.read_text(encoding="utf-8").replace("75,20,13", "75,20,20"), encoding="utf-8")
    assert set(plot_calibration().facts) - set(before) == {
        "75 % sure: 20 of 20 right, 100 % (interval 84 to 100), above the line."}


@pytest.mark.parametrize("levels", [((25, 0, 1), (50, 9, 9), (75, 3, 3), (95, 1, 1)),
                                    ((25, 1, 1), (50, 0, 3), (75, 9, 12), (95, 0, 30)), ((25, 1000, 1000),)])
def test_no_text_leaves_the_picture_or_lies_on_other_text(levels: tuple[tuple[int, int, int], ...]) -> None:
    diagram = plot_calibration(answers_at(*levels))
    diagram.figure.canvas.draw()
    texts = diagram.figure.axes[0].texts
    boxes = [text.get_window_extent() for text in texts]
    frame = diagram.figure.bbox
    for i, box in enumerate(boxes):
        assert frame.x0 <= box.x0, texts[i].get_text()
        assert box.x1 <= frame.x1, texts[i].get_text()
        assert box.y1 <= frame.y1, texts[i].get_text()
        for j, earlier in enumerate(boxes[:i]):
            assert not box.overlaps(earlier), (texts[i].get_text(), texts[j].get_text())


@pytest.mark.parametrize(("levels", "said"), [
    (((50, 5, 10),), ("10 answers: 0.25.", "50 % sure and 50 % right: about as sure as right.", "says little yet")),
    (((95, 10, 20),), ("20 answers: 0.45.", "95 % sure and 50 % right: surer than right.")),
    (((25, 30, 30),), ("30 answers: 0.56.", "25 % sure and 100 % right: less sure than right."))])
def test_the_score_is_told_in_plain_words(levels: tuple[tuple[int, int, int], ...], said: tuple[str, ...]) -> None:
    text = calibration.brier_sentence(answers_at(*levels))
    for part in said:
        assert part in text
    assert ("says little" in text) == (sum(count for _, _, count in levels) < 20)


@pytest.mark.parametrize(("levels", "said", "little"), [
    (((50, 9, 20),), "50 % sure and 45 % right: about as sure as right.", False),
    (((50, 11, 20),), "50 % sure and 55 % right: about as sure as right.", False),
    (((50, 11, 25),), "50 % sure and 44 % right: surer than right.", False),
    (((50, 14, 25),), "50 % sure and 56 % right: less sure than right.", False),
    (((50, 9, 10), (95, 5, 9)), "71 % sure and 74 % right: about as sure as right.", True),
    (((75, 1, 1),), "1 answer: 0.06.", True)])
def test_five_points_apart_is_about_the_same_and_under_twenty_answers_say_little(
        levels: tuple[tuple[int, int, int], ...], said: str, little: bool) -> None:
    text = calibration.brier_sentence(answers_at(*levels))
    assert said in text
    assert ("says little" in text) == little


def test_only_a_confidence_between_none_and_all_is_one() -> None:
    said = [{"confidence": confidence, "right": True} for confidence in (-5, 0, 1, 99, 100, 101, "75", None)]
    assert [answer["confidence"] for answer in calibration.said(said)[0]] == [1, 99]
    assert calibration.said([{"confidence": 75}]) == ([], False)


def test_a_table_is_taken_and_answers_without_confidence_are_left_out() -> None:
    table = pd.DataFrame([*answers_at((50, 1, 2)), {"confidence": None, "right": True}])
    assert plot_calibration(table).facts == plot_calibration(answers_at((50, 1, 2))).facts
    assert calibration.calibration_table(table).to_dict("records") == [
        {"confidence": 50, "answers": 2, "right": 1, "share": 0.5}]
    for ask in (plot_calibration, calibration.brier_sentence):
        with pytest.raises(StretchlibError, match="None of these answers says how sure"):
            ask([{"confidence": None, "right": True}])


def test_the_public_names() -> None:
    assert inspect.unwrap(sl.plot_calibration) is plot_calibration
    assert "revise" in dir(sl)
