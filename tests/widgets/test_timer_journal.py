"""The timer and the journal: each practice once, whatever is sent again, and trouble told in the page."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.session import Session
from stretchlib.learner import journal
from stretchlib.widgets import Timer, timer

SESSION = Session.from_exercise("figure_four_stretch")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> journal.Journal:
    monkeypatch.setattr(journal, "_CURRENT", {})
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    return journal.current()


def sent(run: int = 1, status: str = "finished", mode: str = "practised", minute: int = 0) -> dict[str, Any]:
    """A practice as the page sends it."""
    until = SESSION.total_s if status == "finished" else 68.0  # two seconds into the second hold
    return {"run": run, "started_at": f"2026-01-05T09:{minute:02d}:00+01:00",
            "ended_at": f"2026-01-05T09:{minute + 3:02d}:30+01:00", "status": status, "mode": mode,
            "done_s": [max(0.0, min(until, phase.end_s) - phase.start_s) for phase in SESSION.phases]}


def test_each_practice_is_written_once(book: journal.Journal) -> None:
    page = Timer(SESSION)
    page.runs = [sent()]
    page.runs = [sent(), sent(2, "broken off", minute=10)]
    page.runs = [sent(), sent(2, "broken off", minute=10)]
    page.keep()
    kept = book.records("practice")
    assert [(practice["status"], practice["reps_done"], practice["hold_right_s"]) for practice in kept] == [
        ("finished", 4, 60), ("broken off", 1, 32)]
    own = ("id", "kind", "at", "origin", "n")
    assert [{key: practice[key] for key in practice if key not in own} for practice in kept] == page.sessions
    assert page.kept == ["2026-01-05T09:00:00+01:00 1", "2026-01-05T09:10:00+01:00 2"]
    assert page.unsaved == ""


def test_what_another_kernel_tells_again_is_not_doubled(book: journal.Journal) -> None:
    for _ in range(2):
        page = Timer(SESSION)
        page.runs = [sent()]
        assert page.kept == ["2026-01-05T09:00:00+01:00 1"]
    assert len(book.records("practice")) == 1
    second = Timer(Session.from_exercise("figure_four_stretch", "easier"))
    second.runs = [sent()]
    assert len(book.records("practice")) == 2, "another level is another practice"


def test_watching_is_marked(book: journal.Journal) -> None:
    Timer(SESSION).runs = [sent(mode="watched")]
    assert [record["mode"] for record in book.records("practice")] == ["watched"]


def test_the_day_is_the_one_on_which_it_was_begun(book: journal.Journal) -> None:
    Timer(SESSION).runs = [sent()]
    assert journal.day(book.records("practice")[0]) == "2026-01-05"


def test_trouble_is_told_in_the_page_and_made_good_later(book: journal.Journal,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    page = Timer(SESSION)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        page.runs = [sent()]
    assert "the disk is full; make room and try again" in page.unsaved
    assert page.kept == []
    assert len(page.sessions) == 1, "the row is in the table all the same"
    page.runs = [sent(), sent(2, minute=10)]
    assert (len(book.records("practice")), page.unsaved, len(page.kept)) == (2, "", 2)


def test_whatever_goes_wrong_is_told_with_a_way_out(book: journal.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def unforeseen(*_: Any, **__: Any) -> None:
        raise AttributeError("module 'fcntl' has no attribute 'flock'")

    page = Timer(SESSION)
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(Timer, "send", lambda _, content, buffers=None: messages.append(content))
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", unforeseen)
        page.runs = [sent()]
        page._asked(None, {"do": "save"}, None)
        page._asked(None, "nonsense", None)
    assert "could not be written to your journal" in page.unsaved
    assert "has no attribute 'flock'" in page.unsaved
    assert page.kept == []
    assert len(page.table()) == 1
    assert [message["journal"].count('"kind":"practice"') for message in messages] == [1], "the page can save it"
    page.keep()
    assert (len(book.records("practice")), page.unsaved) == (1, "")


NONSENSE = [
    {"status": "running"}, {"status": "finished", "mode": "practised"}, "nonsense", None, [], 7,
    {**sent(), "done_s": [1, 2]}, {**sent(), "done_s": ["x"]}, {**sent(), "done_s": 7}, {**sent(), "mode": "asleep"},
    {**sent(), "done_s": [float("nan")] * len(SESSION.phases)}, {**sent(), "status": []}, {**sent(), "started_at": 7},
    {**sent(), "started_at": "yesterday"}, {**sent(), "ended_at": "2026-01-05T09:00:00"},
    {**sent(), "done_s": [-1] * len(SESSION.phases)}]


@pytest.mark.parametrize("run", NONSENSE, ids=range(len(NONSENSE)))
def test_an_unreadable_practice_is_left_out_of_the_table_and_told_once(
        run: Any, book: journal.Journal, capsys: pytest.CaptureFixture[str]) -> None:
    page = Timer(SESSION)
    page.runs = [run, sent(2)]
    assert list(page.table()["status"]) == ["finished"]
    assert capsys.readouterr().out.count("cannot be read and is left out") == 1
    assert len(page.table()) == len(page.sessions) == 1
    assert capsys.readouterr().out == ""
    assert "cannot be read and is left out" in page.unsaved, "and the page says so"
    assert [record["status"] for record in book.records("practice")] == ["finished"]


def test_of_two_pages_the_first_that_tells_of_a_practice_is_believed(book: journal.Journal) -> None:
    page = Timer(SESSION)
    page.runs = [sent(status="broken off")]
    page.runs = [sent(status="finished"), sent(2, minute=10)]
    assert list(page.table()["status"]) == ["broken off", "finished"]
    page.runs = []
    assert [record["status"] for record in book.records("practice")] == ["broken off", "finished"]
    assert len(page.sessions) == 2


def test_what_was_skipped_is_told_as_that(book: journal.Journal) -> None:
    page = Timer(SESSION)
    page.runs = [{**sent(), "status": "skipped", "done_s": [0.0] * len(SESSION.phases)}]
    (row,) = book.records("practice")
    assert (row["status"], row["reps_done"], row["reps_planned"], row["done_s"]) == ("skipped", 0, 4, 0)


@pytest.mark.parametrize("run", [
    {"status": "running"}, {"status": "finished", "mode": "practised"}, "nonsense", None,
    {**sent(), "done_s": [1, 2]}, {**sent(), "done_s": ["x"]}, {**sent(), "done_s": 7}, {**sent(), "mode": "asleep"},
    {**sent(), "done_s": [float("nan")] * len(SESSION.phases)}])
def test_nonsense_of_the_page_stops_nothing(run: Any, book: journal.Journal) -> None:
    page = Timer(SESSION)
    page.runs = [run, sent()]
    assert [record["status"] for record in book.records("practice")] == ["finished"]


def test_a_session_of_a_programme_may_be_given() -> None:
    assert timer(SESSION).plan == SESSION
    for more in ({"level": "easier"}, {"reps": 2}, {"side": "right"}):
        with pytest.raises(StretchlibError, match="has its dose already"):
            timer(SESSION, **more)
