"""No record is lost in silence: what cannot be written is told, waits, and stands in what the page offers to save."""

from __future__ import annotations

import errno
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from data_files import table_file

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.programme import Programme
from stretchlib.learner import copies, journal, locked_file, practice_log
from stretchlib.learner.journal import Journal
from stretchlib.tables import paths, phrases
from stretchlib.widgets import case, quiz

TROUBLE = [AttributeError("module 'fcntl' has no attribute 'flock'"), OSError(errno.EIO, "I/O error"),
           NotImplementedError("fsync"), RuntimeError("nobody foresaw this"), MemoryError()]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_CURRENT", {})


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "journal.jsonl"
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(path))
    return path


def refusing(trouble: BaseException) -> Any:
    def refuse(*_: Any, **__: Any) -> Any:
        raise trouble
    return refuse


def answered(asked: Any, name: str = "Q01", seq: int = 1) -> None:
    asked._receive(None, {"seq": seq, "question": name, "response": "1", "confidence": 50}, None)


def sent(widget: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Python sends to the page from now on."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(type(widget), "send", lambda _, content, buffers=None: messages.append(content))
    return messages


# A lock that is missing, that raises, that does nothing


class Empty:
    """As JupyterLite's kernel has it: a module with nothing in it."""


class Raising:
    LOCK_EX, LOCK_NB, LOCK_UN = 2, 4, 8

    def __init__(self, trouble: BaseException) -> None:
        self.flock = refusing(trouble)


@pytest.mark.parametrize("module", [None, Empty(), *map(Raising, TROUBLE[:4])],
                         ids=["none", "empty", *(type(trouble).__name__ for trouble in TROUBLE[:4])])
def test_a_lock_that_does_not_work_is_no_failure(module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locked_file, "fcntl", module)
    book = Journal(tmp_path / "journal.jsonl")
    for number in range(3):
        book.append("note", number=number)
    assert [record["number"] for record in Journal(tmp_path / "journal.jsonl").records()] == [0, 1, 2]


# What cannot be kept


@pytest.mark.parametrize("trouble", TROUBLE, ids=repr)
@pytest.mark.parametrize("step", ["open", "write", "fsync"])
def test_whatever_goes_wrong_the_page_says_so_and_offers_the_export(trouble: Exception, step: str, file: Path,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    asked, player = quiz(ids=["Q01", "Q08"]), case("numb_saddle")
    with monkeypatch.context() as broken:
        broken.setattr(os, step, refusing(trouble))
        answered(asked)
        player._take_step(None, {"seq": 1, "do": "ask", "what": "saddle"}, None)
        assert "could not be written to your journal" in asked.unsaved["Q01"]
        assert "could not be written to your journal" in player.visit["unsaved"]
        assert asked.marks["Q01"]["stage"] == "marked"
        assert player.visit["steps"][0]["id"] == "saddle", "the step counts all the same"
        messages = sent(asked, broken)
        asked._receive(None, {"seq": 7, "do": "save"}, None)
        player._take_step(None, {"do": "save"}, None)
        carried = file.parent / "carried.jsonl"
        for message in messages:
            carried.write_bytes(message["journal"].encode("ascii"))
    assert messages[0]["seq"] == 7
    assert Journal(file).records() == []
    named = Journal(file.parent / "other.jsonl")
    assert named.import_from(carried) == (2, 0)
    assert [record["kind"] for record in named.records()] == ["answer", "case"]
    answered(asked, "Q08", 2)
    assert asked.unsaved == {}, "what had to wait is written with what comes next"
    assert [record["kind"] for record in Journal(file).records()] == ["answer", "case", "answer"]


def test_what_waits_counts_and_is_exported(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = journal.current()
    book.append("note", text="before")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refusing(OSError(errno.ENOSPC, "full")))
        kept, why = book.keep("note", text="waits")
        assert not kept
        assert "the disk is full" in why
        assert [record["text"] for record in book.records()] == ["before", "waits"]
    assert [record["text"] for record in Journal(file).records()] == ["before"]
    carried = Journal(book.export(file.parent / "carried.jsonl"))
    assert [record["text"] for record in carried.records()] == ["before", "waits"]
    assert {record["origin"] for record in carried.records()} == {book.records()[0]["origin"]}
    book.delete_everything()
    assert book.records() == []


def test_a_journal_that_cannot_be_read_is_told_and_what_waits_can_be_saved(file: Path,
                                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    file.mkdir()
    asked = quiz(ids=["Q01"])
    answered(asked)
    assert "it is a folder" in asked.unsaved["Q01"]
    messages = sent(asked, monkeypatch)
    asked._receive(None, {"seq": 7, "do": "save"}, None)
    assert messages[0]["journal"].count('"kind":"answer"') == 1


def test_what_no_journal_can_hold_stops_nothing_that_comes_after(file: Path) -> None:
    book = journal.current()
    for wrong in ({"value": {1, 2}}, {"at": "yesterday"}, {"pain": 3}):
        kept, why = book.keep("note", **wrong)
        assert not kept
        assert why.endswith(".")
    assert book.keep("note", text="whole") == (True, "")
    assert [record.get("text") for record in Journal(file).records()] == ["whole"]


# In memory


def test_outside_a_learners_folder_the_first_thing_kept_says_so_once_and_a_file_can_be_named(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = quiz(ids=["Q01", "Q08"])
    answered(asked)
    memory = phrases.say("keeping.memory")
    assert "STRETCHLIB_JOURNAL=journal.jsonl" in memory
    assert asked.unsaved == {"Q01": memory}
    assert memory in repr(journal.current())
    answered(asked, "Q08", 2)
    assert asked.unsaved == {}
    monkeypatch.setenv("STRETCHLIB_JOURNAL", "journal.jsonl")
    assert [record["question"] for record in journal.current().records("answer")] == ["Q01", "Q08"]
    assert len(Journal(tmp_path / "journal.jsonl").records()) == 2, "what was in memory is in the file at once"
    monkeypatch.delenv("STRETCHLIB_JOURNAL")
    assert journal.current().records() == [], "and nowhere else"


def test_a_plan_that_is_followed_says_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    week = Programme.for_case("reader_of_the_article")
    assert phrases.say("keeping.memory") in practice_log.follow(week)
    assert practice_log.follow(week) == week.title
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path))
    with pytest.raises(StretchlibError, match="it is a folder"):
        practice_log.follow(week)


# Names of files are names, and ~ is the home folder


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no * in a name, and the others are looked at below")
@pytest.mark.parametrize(("name", "beside", "others"), [
    ("*", "*.bak", ["diary.txt", "journal.jsonl.bak"]),
    ("journal[1].jsonl", "journal[1].jsonl.bak", ["journal1.jsonl.x"]),
    ("j?.jsonl", "j?.jsonl.bak", ["ja.jsonl.bak"]), ("[!a]", "[!a].bak", ["b.txt"])])
def test_deleting_takes_the_name_as_a_name(name: str, beside: str, others: list[str], tmp_path: Path) -> None:
    for neighbour in (beside, *others):
        (tmp_path / neighbour).write_text("mine", "utf-8")
    book = Journal(tmp_path / name)
    book.append("note", text="x")
    book.delete_everything()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


def test_a_newer_edition_beside_a_notebook_is_found_whatever_its_name(tmp_path: Path) -> None:
    notebooks, mine = tmp_path / "notebooks", tmp_path / "mine"
    notebooks.mkdir()

    def content(text: str) -> str:
        return json.dumps({"cells": [{"cell_type": "code", "source": text}]})

    def edition(text: str) -> None:
        (notebooks / "00_a [1].ipynb").write_text(content(text), encoding="utf-8")

    edition("first")
    copies.lay_down(mine, notebooks)
    (mine / "00_a [1].ipynb").write_text(content("mine"), encoding="utf-8")
    edition("second")
    assert [change.kind for change in copies.lay_down(mine, notebooks)] == ["beside"]
    (mine / copies.EDITIONS).unlink()
    assert copies.lay_down(mine, notebooks) == [], "it was laid beside before, though the record of that is lost"


@pytest.mark.skipif(os.name == "nt", reason="the home folder is named in other ways there")
def test_the_variables_take_the_home_folder(whole_data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = whole_data_copy.parent
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("STRETCHLIB_DATA", f"~/{whole_data_copy.name}")
    monkeypatch.setenv("STRETCHLIB_JOURNAL", "~/mine.jsonl")
    monkeypatch.setenv("STRETCHLIB_COURSE", "~/course")
    assert paths.data_root() == whole_data_copy
    assert journal.current().path == home / "mine.jsonl"
    assert copies.course_dir() == home / "course"
    from stretchlib import hip

    parts = table_file(whole_data_copy, "hip_parts")
    before = hip.muscle_ids("dostal1981")
    lines = parts.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.startswith("dostal1981,"))
    parts.write_text("".join(lines[:last] + lines[last + 1:]), encoding="utf-8")
    assert hip.muscle_ids("dostal1981") == before[:-1], "a changed table of the model is seen there too"


# Cases


def test_a_case_with_steps_that_are_gone_opens_and_says_so_once(file: Path) -> None:
    play = {"case": "numb_saddle", "play": "p", "ending": "", "minutes": 1}
    for fields in ({**play, "do": "ask", "what": "renamed_question"}, {**play, "do": "ask", "what": "saddle"},
                   {"case": "numb_saddle", "do": "ask", "what": "sleep"}, {**play, "do": "decide", "what": None},
                   {**play, "do": "jump", "what": "x"}, {**play, "do": "examine", "what": ["a"]}, play,
                   {**play, "play": 7, "do": "ask", "what": "saddle"}):
        journal.current().append("case", **fields)
    first = case("numb_saddle")
    assert [step.id for step in first.play.steps] == ["saddle"]
    assert first.visit["refused"] == phrases.say("case.left_out", steps=5)
    assert case("numb_saddle").visit["refused"] == ""
    first._take_step(None, {"seq": 1, "do": "ask", "what": "sleep"}, None)
    assert [step.id for step in case("numb_saddle").play.steps] == ["saddle", "sleep"]


# A better file is named, as the sentence of the failure advises


@pytest.mark.parametrize("through", ["journal", "quiz", "case"])
def test_what_could_not_be_written_goes_into_the_file_that_is_named_next(through: str, tmp_path: Path,
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", "/proc/nope/journal.jsonl")
    asked, player = quiz("01"), case("numb_saddle")
    for number, topic in enumerate(["sleep", "saddle"]):
        if through == "quiz":
            answered(asked, list(asked.questions)[number])
        elif through == "case":
            player._take_step(None, {"do": "ask", "what": topic}, None)
        else:
            journal.keep("note", text=topic)
        assert len(journal.current()._waiting) == 1 - number
        monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "good.jsonl"))
    assert len(Journal(tmp_path / "good.jsonl").records()) == 2
    assert all(not book._waiting for book in journal._CURRENT.values())


def test_what_waits_is_within_reach_where_the_next_file_is_no_better(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/proc/nope/a.jsonl", "/proc/nope/b.jsonl"):
        monkeypatch.setenv("STRETCHLIB_JOURNAL", path)
        assert journal.keep("note", text=path)[0] is False
    assert [record["text"] for record in journal.current().records()] == ["/proc/nope/a.jsonl", "/proc/nope/b.jsonl"]
    assert journal.current().rescued().count('"kind":"note"') == 2


def test_what_a_journal_in_memory_had_from_elsewhere_keeps_its_origin(tmp_path: Path,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Journal(tmp_path / "phone.jsonl")
    theirs = phone.append("note", text="phone")
    monkeypatch.delenv("STRETCHLIB_JOURNAL", raising=False)
    monkeypatch.chdir(tmp_path)
    memory = journal.current()
    assert memory.path is None
    mine = memory.append("note", text="memory")["origin"]
    memory.import_from(tmp_path / "phone.jsonl")
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "named.jsonl"))
    origins = {record["text"]: record["origin"] for record in journal.current().records()}
    assert origins["phone"] == theirs["origin"]
    assert origins["memory"] not in (mine, theirs["origin"])
    assert journal.current().append("note", text="next")["origin"] == origins["memory"]
    assert journal.current().import_from(tmp_path / "phone.jsonl") == (0, 1)


def test_two_threads_on_one_journal_lose_nothing(tmp_path: Path) -> None:
    book = Journal(tmp_path / "journal.jsonl")
    work = [threading.Thread(target=lambda: [book.keep("note", text="x") for _ in range(60)]) for _ in range(4)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert len(book.records()) == len(Journal(book.path).records()) == 240
    assert book.problems == ()


def test_what_is_kept_in_a_folder_that_was_deleted_goes_into_the_file_that_is_named(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STRETCHLIB_JOURNAL", raising=False)
    here = tmp_path / "gone"
    here.mkdir()
    monkeypatch.chdir(here)
    here.rmdir()
    done, why = journal.keep("note", text="kept")
    assert not done
    assert "STRETCHLIB_JOURNAL" in why
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "good.jsonl"))
    assert [record["text"] for record in journal.current().records()] == ["kept"]
    assert len(Journal(tmp_path / "good.jsonl").records()) == 1


@pytest.mark.parametrize("message", [{"do": "ask"}, {"do": "examine", "what": ["a"]}, {"do": "decide", "what": "x"},
                                     {"do": "write"}])
def test_a_step_of_a_case_that_cannot_be_read_is_told_and_not_kept(message: dict[str, Any], file: Path) -> None:
    player = case("numb_saddle")
    player._take_step(None, message, None)
    assert player.visit["refused"] == phrases.words()["case.malformed"]
    assert not file.exists()
