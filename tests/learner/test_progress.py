"""Progress: what is begun and finished, from the journal alone, and the picture that tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from matplotlib.patches import Rectangle

import stretchlib as sl
from stretchlib.figures.practice.progress import plot_progress
from stretchlib.learner import journal
from stretchlib.learner.progress import NotebookProgress, Progress, current_progress
from stretchlib.questions.bank import check_of


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> journal.Journal:
    monkeypatch.setattr(journal, "_CURRENT", {})
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    return journal.current()


def answer(book: journal.Journal, question: str, quiz: str, **more: Any) -> None:
    book.append("answer", **{"question": question, "seed": 0, "attempt": 1, "response": "a", "confidence": 75,
                             "points": 1.0, "right": True, "quiz": quiz, **more})


def states() -> dict[str, str]:
    return {item.notebook: item.state for item in current_progress().notebooks if item.state != "not begun"}


def test_an_empty_journal_shows_no_number_that_changes(book: journal.Journal) -> None:
    words = repr(sl.progress())
    assert words == repr(sl.progress())
    assert "Next: begin 00, Start here." in words
    assert "01 Hip anatomy: not begun, 0 of 6 core questions answered." in words
    assert not [word for word in words.split() if word.startswith("20")], "a day, which is another one tomorrow"
    assert not book.records(), "looking writes nothing"


def test_begun_and_finished_by_the_core_questions(book: journal.Journal) -> None:
    core = [question.id for question in check_of("01")[0]]
    answer(book, core[0], "01")
    assert states() == {"01": "begun"}
    assert current_progress().next_step == "Next: go on with 01, Hip anatomy. 5 core questions are left."
    for name in core[1:]:
        answer(book, name, "revision")  # a core question counts wherever it was answered
    assert states() == {"01": "finished", "08": "begun"}
    assert current_progress().next_step == "Next: begin 00, Start here."
    answer(book, core[0], "01", attempt=2)
    assert current_progress().notebooks[1].answered == len(core), "an answer given twice is one question"


def test_claims_cases_and_practices_begin_their_notebook(book: journal.Journal) -> None:
    answer(book, "C28", "claims", confidence=None)
    assert states() == {"04": "begun"}
    first, second = {"do": "flags", "what": ""}, {"do": "ask", "what": "onset"}
    book.append("case", case="hip_or_spine.sore_buttock", play="a", **first)
    book.append("case", case="socks_and_stairs", play="b", **second)
    assert states() == {"03": "begun", "04": "begun", "07": "begun"}
    whole = {**sl.Session.from_exercise("bridge").rehearse(), "started_at": f"{date.today()}T09:00:00+01:00"}
    book.append("practice", **whole)
    assert "00" not in states(), "a practice that does not say where it was done begins no notebook"
    book.append("practice", **whole, cell="00-13")
    assert states()["00"] == "begun"
    mine = current_progress()
    assert (mine.practices, mine.minutes) == (2, round(2 * whole["done_s"] / 60))


def test_how_sure_and_how_often_right_are_the_learners_own(book: journal.Journal) -> None:
    assert (current_progress().sure, current_progress().rated) == (None, 0), "the invented example is nobody's progress"
    answer(book, "Q01", "00", confidence=95, right=False, points=0.0)
    answer(book, "Q02", "00", confidence=50)
    mine = current_progress()
    assert (mine.sure, mine.right, mine.rated) == (72, 50, 2)


def test_the_next_step_goes_from_begun_to_new_to_due() -> None:
    def mine(*items: tuple[str, int, int, bool], due: int = 0, soonest: str = "") -> str:
        rows = tuple(NotebookProgress(number, "Title", core, done, begun) for number, core, done, begun in items)
        return Progress(rows, due, soonest, 0, 0, 0, None, None).next_step

    assert mine(("00", 3, 3, True), ("01", 6, 0, False), ("02", 4, 3, True)).startswith("Next: go on with 02")
    assert mine(("00", 3, 2, True)).endswith("1 core question is left.")
    assert mine(("00", 3, 3, True), ("01", 6, 0, False), due=4) == "Next: begin 01, Title."
    done = ("00", 3, 3, True), ("08", 0, 0, True)
    assert mine(*done, due=4) == "Next: repeat what is due today, in 08."
    assert mine(*done, soonest="2026-05-04").endswith("comes up on 2026-05-04.")
    assert mine(*done) == "Next: answer questions from all notebooks, in 08."


def test_the_picture_is_read_back() -> None:
    rows = (NotebookProgress("00", "Start here", 3, 2, True), NotebookProgress("08", "Revision", 0, 0, False))
    diagram = plot_progress(Progress(rows, 7, "", 12, 40, 5, 80, 60))
    assert diagram.facts == (
        "Next: go on with 00, Start here. 1 core question is left.",
        "00 Start here: begun, 2 of 3 core questions answered.",
        "08 Revision: not begun.", "Questions to repeat today: 7.", "Practices in your journal: 12.",
        "How sure you were, how often right: sure 80 %, right 60 %.")
    square = next(patch for patch in diagram.figure.axes[0].patches
                  if isinstance(patch, Rectangle) and patch.get_gid() == "question|00")
    square.set_facecolor("#FFFFFF")
    assert diagram.facts[1] == "00 Start here: begun, 1 of 3 core questions answered."


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_lies_on_another_or_on_a_square(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    diagram = sl.progress()
    diagram.image()  # lays the picture out
    figure = diagram.figure
    ax = figure.axes[0]
    boxes = [text.get_window_extent() for text in ax.texts]
    squares = [patch.get_window_extent() for patch in ax.patches if patch.get_gid()]
    for index, (text, box) in enumerate(zip(ax.texts, boxes, strict=True)):
        assert 0 <= box.x0 < box.x1 <= figure.bbox.x1, text.get_text()
        assert not [beside for beside in (*boxes[:index], *squares) if box.overlaps(beside)], text.get_text()
