"""The learner's copies: what they changed is never lost, what they did not is kept up to date."""

from __future__ import annotations

import datetime
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.learner import copies
from stretchlib.tables import paths
from tools.checks import ROOT

DAY = datetime.date(2026, 11, 22)
NAME = "05_x.ipynb"
BESIDE = "05_x (new edition 2026-11-22).ipynb"


def notebook(*sources: str | list[str], kind: str = "code", **more: object) -> bytes:
    cells = [{"cell_type": kind, "source": source, "metadata": {}, **more} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


class Course:
    """An edition folder and a learner's folder."""

    def __init__(self, tmp_path: Path) -> None:
        self.editions, self.mine = tmp_path / "editions", tmp_path / "mein Kurs é"
        self.editions.mkdir()
        self.edition("one")

    def edition(self, *sources: str, name: str = NAME) -> None:
        (self.editions / name).write_bytes(notebook(*sources))

    def start(self, day: datetime.date = DAY) -> list[tuple[str, str]]:
        return [(change.kind, change.path.name) for change in copies.lay_down(self.mine, self.editions, today=day)]

    def read(self, name: str = NAME) -> bytes:
        return (self.mine / name).read_bytes()

    def write(self, content: bytes, name: str = NAME) -> None:
        (self.mine / name).write_bytes(content)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.mine.iterdir() if path.name != copies.EDITIONS)


@pytest.fixture
def learner(tmp_path: Path) -> Course:
    made = Course(tmp_path)
    assert made.start() == [("new", NAME)]
    assert made.start() == []
    return made


def test_an_unchanged_copy_is_replaced_whatever_it_has_printed(learner: Course) -> None:
    learner.write(notebook(["o", "ne"], outputs=[{"text": "42"}], execution_count=7))
    assert learner.start() == []
    assert b"42" in learner.read()  # no newer edition: what it printed stays
    learner.edition("two")
    assert learner.start() == [("renewed", NAME)]
    assert learner.read() == notebook("two")
    assert learner.names() == [NAME]


@pytest.mark.parametrize("changed", [
    notebook("one, mine"), notebook("one", "mine"), notebook(), notebook("one", kind="markdown"),
])
def test_a_changed_copy_is_kept_and_the_new_edition_laid_beside_it_once(learner: Course, changed: bytes) -> None:
    learner.write(changed)
    assert learner.start() == []
    learner.edition("two")
    assert learner.start() == [("beside", BESIDE)]
    assert learner.read() == changed
    assert learner.read(BESIDE) == notebook("two")
    assert learner.start() == []
    (learner.mine / BESIDE).unlink()
    assert learner.start(DAY + datetime.timedelta(9)) == []
    assert learner.names() == [NAME]


def test_the_order_of_cells_counts(learner: Course) -> None:
    learner.edition("a", "b")
    assert learner.start() == [("renewed", NAME)]
    learner.write(notebook("b", "a"))
    learner.edition("c")
    assert learner.start() == [("beside", BESIDE)]


def test_each_edition_is_laid_beside_under_a_name_of_its_own(learner: Course) -> None:
    learner.write(notebook("mine"))
    for number, edition in enumerate(("two", "three", "four"), start=1):
        learner.edition(edition)
        beside = BESIDE if number == 1 else BESIDE.replace(").", f", {number}).")
        assert learner.start() == [("beside", beside)]
        assert learner.read(beside) == notebook(edition)
    assert learner.read() == notebook("mine")


def test_a_copy_taken_back_to_its_edition_is_renewed_again(learner: Course) -> None:
    learner.write(notebook("mine"))
    learner.edition("two")
    learner.start()
    learner.write(notebook("one"))
    assert learner.start() == [("renewed", NAME)]


def test_a_deleted_or_renamed_copy_comes_back_fresh(learner: Course) -> None:
    learner.write(notebook("mine"))
    (learner.mine / NAME).rename(learner.mine / "kept.ipynb")
    assert learner.start() == [("again", NAME)]
    assert learner.read() == notebook("one")
    assert learner.read("kept.ipynb") == notebook("mine")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"cells": 3}', b'{"cells": [{}]}', b"null"])
def test_a_file_that_is_no_notebook_is_never_overwritten(learner: Course, content: bytes) -> None:
    learner.write(content)
    assert learner.start() == [("unreadable", BESIDE)]
    assert learner.read() == content
    assert learner.read(BESIDE) == notebook("one")
    assert learner.start() == []


def test_a_folder_in_the_place_of_a_notebook_is_left_alone(learner: Course) -> None:
    (learner.mine / NAME).unlink()
    (learner.mine / NAME).mkdir()
    assert learner.start() == [("unreadable", BESIDE)]
    assert learner.start() == []


@pytest.mark.parametrize("record", [b"", b"{", b"[1]", b'{"05_x.ipynb": 3}', b"\xff", None])
def test_a_lost_record_makes_every_copy_count_as_changed(learner: Course, record: bytes | None) -> None:
    learner.write(notebook("mine"))
    learner.edition("two")
    learner.start()
    if record is None:
        (learner.mine / copies.EDITIONS).unlink()
    else:
        (learner.mine / copies.EDITIONS).write_bytes(record)
    forgotten = [] if record is None else [("forgotten", copies.EDITIONS)]
    assert learner.start(DAY + datetime.timedelta(9)) == forgotten  # that edition still lies beside it
    assert learner.start() == []
    learner.edition("three")
    assert [kind for kind, _ in learner.start()] == ["beside"]
    assert learner.read() == notebook("mine")


def test_a_lost_record_of_an_unchanged_copy_does_no_harm(learner: Course) -> None:
    (learner.mine / copies.EDITIONS).unlink()
    assert learner.start() == []
    learner.edition("two")
    assert learner.start() == [("renewed", NAME)]


def test_a_write_that_breaks_off_leaves_the_old_file(learner: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    learner.edition("two")
    with monkeypatch.context() as full:
        full.setattr(os, "replace", refuse)
        with pytest.raises(StretchlibError, match=r"cannot be written in .*No space left.*make room"):
            learner.start()
    assert learner.read() == notebook("one")
    assert learner.names() == [NAME]
    assert learner.start() == [("renewed", NAME)]


def test_a_folder_that_cannot_be_made_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StretchlibError, match="STRETCHLIB_COURSE") as caught:
        copies.lay_down(tmp_path / "file" / "course")
    assert "\n" not in str(caught.value)


def test_what_was_done_is_told_in_sentences(learner: Course) -> None:
    learner.write(notebook("mine"))
    learner.edition("two")
    (change,) = copies.lay_down(learner.mine, learner.editions, today=DAY)
    assert str(change).startswith(f"{NAME} has a newer edition; yours has changes and was left as it is")
    assert str(change).endswith(f"{BESIDE!r}.")


def test_the_course_itself_is_laid_down_and_each_notebook_can_be_read(tmp_path: Path) -> None:
    done = copies.lay_down(tmp_path)
    assert {change.name for change in done} == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {change.kind for change in done} == {"new"}
    assert (tmp_path / copies.FIRST).is_file()
    assert None not in map(copies.fingerprint, copies.editions().values())


def test_it_works_from_a_zip(tmp_path: Path) -> None:
    archive = tmp_path / "editions.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("notebooks/05_x.ipynb", notebook("one"))
        file.writestr("notebooks/picture.png", b"")
    inside = zipfile.Path(archive, "notebooks/")
    assert [change.name for change in copies.lay_down(tmp_path / "mine", inside)] == [NAME]


def test_where_the_copies_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert copies.course_dir() == ROOT / "my_course"
    monkeypatch.setenv("STRETCHLIB_COURSE", str(tmp_path / "mine"))
    assert copies.course_dir() == tmp_path / "mine"
    monkeypatch.delenv("STRETCHLIB_COURSE")
    installed = tmp_path / "site-packages" / "stretchlib" / "notebooks"
    installed.mkdir(parents=True)
    monkeypatch.setattr(paths, "notebooks_root", lambda: installed)
    monkeypatch.chdir(tmp_path)
    assert copies.course_dir() == tmp_path / "my_course"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not remove a folder in use")
def test_a_current_folder_that_is_gone_gives_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "notebooks_root", lambda: zipfile.Path)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    try:
        with pytest.raises(StretchlibError, match="go to one that exists"):
            copies.course_dir()
    finally:
        os.chdir(tmp_path)


@pytest.mark.parametrize(("word", "expected"), [
    (None, "00_start_here.ipynb"), ("05", "05_x.ipynb"), ("05_x", "05_x.ipynb"), ("05_x.ipynb", "05_x.ipynb"),
    ("my_course/05_x.ipynb", "05_x.ipynb"), ("05_x (new", "05_x (new edition 2026-11-22).ipynb"),
])
def test_a_notebook_is_found_by_its_beginning(tmp_path: Path, word: str | None, expected: str) -> None:
    for name in ("00_start_here.ipynb", NAME, BESIDE):
        (tmp_path / name).write_bytes(notebook())
    assert copies.find(word, tmp_path).name == expected


def test_a_notebook_that_is_not_there_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(notebook())
    with pytest.raises(StretchlibError, match=r"no notebook '50_x'.*05_x"):
        copies.find("50_x", tmp_path)
