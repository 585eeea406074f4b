"""Claim board, trial rating and trap gallery in the widget: no key before the answer, first answers, the end."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import journal
from stretchlib.questions.bank import Question
from stretchlib.widgets import Quiz


@pytest.fixture(autouse=True)
def own_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of its own for each test."""
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))


def places(question: Question, *, right: bool = True) -> list[str]:
    """The page's answer: of each part the right level, or the first other one."""
    chosen: dict[str, str] = {}
    for position, level in enumerate(question.of("level"), start=1):
        if level.correct == right:
            chosen.setdefault(level.match, str(position))
    return list(chosen.values())


SEQ = count(1)


def tell(quiz: Quiz, name: str, response: object) -> dict[str, Any]:
    quiz._receive(None, {"question": name, "response": response, "confidence": None, "seq": next(SEQ)}, None)
    return quiz.marks.get(name, {})


def test_the_key_leaves_python_only_after_the_answer() -> None:
    board = sl.claim_board(ids=["C28", "C41"])
    page = json.dumps([board.asked, board.marks, board.words, board.end])
    assert "cadaver hips" not in page
    assert all(public["confidences"] == [] for public in board.asked)
    mark = tell(board, "C28", places(board.questions["C28"]))
    notes = {note["of"]: note["text"] for note in mark["notes"]}
    assert mark["right"]
    assert "17 cadaver hips" in notes["What can be said"]
    assert {"One side", "The other side", "Look at it", "Verdict: partly"} <= set(notes)
    assert "McGovern" in str(mark["sources"])
    assert mark["certainty"] == "Certainty of the evidence: low"


def test_a_chosen_level_is_told_beside_the_right_one() -> None:
    board = sl.claim_board(ids=["C13"])
    mark = tell(board, "C13", places(board.questions["C13"], right=False))
    fits = [(note["of"], note["fits"]) for note in mark["notes"]]
    assert ("Verdict: supported", "fits_not_level_chosen") in fits
    assert ("Verdict: not supported", "fits_level") in fits
    assert ("What can be said", "aside") in fits
    assert not any("omission" in of for of, _ in fits), "levels that nobody chose are not told"


def test_half_an_answer_is_refused_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    board = sl.claim_board(ids=["C13"])
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(board, "send", sent.append)
    assert tell(board, "C13", ["1"]) == {}
    assert sent[0]["refused"] == "Some parts have no answer yet; give one to each and check again."
    assert journal.current().records("answer") == []


def test_the_end_counts_the_first_answers_also_after_coming_back() -> None:
    board = sl.claim_board(ids=["C41", "C29"])
    tell(board, "C41", places(board.questions["C41"], right=False))
    assert board.end == ""
    tell(board, "C29", places(board.questions["C29"]))
    assert "1 of 2 claims" in board.end
    tell(board, "C41", places(board.questions["C41"]))
    assert "1 of 2 claims" in board.end, "the second answer was given with the key in sight"
    again = sl.claim_board(ids=["C41", "C29"])
    assert again.end == board.end
    assert again.marks["C41"]["right"], "the newest answer is shown"
    assert [record["quiz"] for record in journal.current().records("answer")] == ["claims"] * 3


def test_an_answer_to_a_claim_counts_in_every_board() -> None:
    board = sl.claim_board()
    tell(board, "C28", places(board.questions["C28"]))
    assert "C28" in sl.claim_board(2).marks


def test_a_trial_is_rated_an_item_at_a_time_and_scored() -> None:
    quiz = sl.rate_trial("piriformis_release")
    for name, item in quiz.questions.items():
        assert quiz.end == ""
        mark = tell(quiz, name, places(item))
        assert mark["right"]
        assert [note["of"] for note in mark["notes"]] == [
            f"In the report: {'met' if name.endswith('_point_and_spread') else 'not met'}"]
    assert len(quiz.questions) == 11
    assert "the key to 1 of 10" in quiz.end


def test_one_claim_alone_tells_no_agreement() -> None:
    board = sl.claim_board(ids=["C13"])
    tell(board, "C13", places(board.questions["C13"]))
    assert board.end == ""


def test_the_gallery_hangs_the_questions_of_its_table() -> None:
    gallery = sl.trap_gallery()
    assert len(gallery.questions) == len(sl.load_traps())
    assert next(iter(gallery.questions)) == "Q303"


def test_as_text_a_rating_takes_a_line_a_part() -> None:
    text = repr(sl.claim_board(ids=["C13"]).paper)
    levels = "supported / partly / unclear wording / not supported / wrong / omission"
    assert text.splitlines()[1].removeprefix("   - ") == f"Verdict: {levels}"
    assert len(text.splitlines()) == 3


def test_what_is_not_there_is_one_sentence() -> None:
    for call in (lambda: sl.claim_board(9), lambda: sl.rate_trial("x"), lambda: sl.claim_board(ids=["Q01"])):
        with pytest.raises(StretchlibError):
            call()
