"""A lecturer's own rows are written all at once or not at all, and hold no more than what differs from the course."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from stretchlib.authoring import my_rows
from stretchlib.authoring.my_rows import COURSE_ROWS, finish, write_my_rows
from stretchlib.core.errors import StretchlibError, TableError
from stretchlib.tables import catalogue
from stretchlib.tables.my_rows import ARRIVING


def files_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig")
            for path in sorted(folder.rglob("*")) if path.is_file()}


def laid(data: Path, folder: Path) -> catalogue.Catalogue:
    return catalogue.in_folder(data, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "OneDrive - My School" / "my rows"


def test_only_what_differs_is_written(data_copy: Path, folder: Path) -> None:
    bridge = my_rows.row_texts(catalogue.row("exercises", "bridge"))
    written = write_my_rows(folder, {"exercises": [{**bridge, "hold_max_s": "15"}],
                                     "words": [{"key": "timer.start", "en": "Go", "note": ""}]})
    assert written == [folder / "exercises.csv", folder / "words.csv"]
    files = files_of(folder)
    assert files["exercises.csv"] == "id,hold_max_s\nbridge,15\n"
    assert files["words.csv"] == "key,en,note\ntimer.start,Go,(empty)\n"
    assert files[f"{COURSE_ROWS}/exercises.csv"].splitlines()[1].startswith("bridge,")
    assert (folder / "exercises.csv").read_bytes().startswith(b"\xef\xbb\xbfid,hold_max_s\r\n"), "for a spreadsheet"
    row = laid(data_copy, folder).row("exercises", "bridge")
    assert (row["hold_max_s"], row["name"]) == (15, bridge["name"])


def test_a_row_that_equals_the_course_again_goes_from_the_file(data_copy: Path, folder: Path) -> None:
    before = my_rows.row_texts(catalogue.row("exercises", "bridge"))
    write_my_rows(folder, {"exercises": [{"id": "bridge", "hold_max_s": "15"}]}, {"questions": [{"id": "Q25"}]})
    assert "Q25" not in {row["id"] for row in laid(data_copy, folder).rows("questions")}
    write_my_rows(folder, {"exercises": [{"id": "bridge", "hold_max_s": before["hold_max_s"]}],
                           "questions": [{"id": "Q25"}]})
    assert files_of(folder)["exercises.csv"] == "id\n"
    assert "Q25" in {row["id"] for row in laid(data_copy, folder).rows("questions")}
    assert laid(data_copy, folder).rows("exercises") == catalogue.rows("exercises")


def test_rows_are_merged_into_the_file_that_is_there(data_copy: Path, folder: Path) -> None:
    (folder / "exercises").mkdir(parents=True)
    (folder / "exercises" / "Exercises.csv").write_text("id;hold_max_s\nbridge;15\n", encoding="utf-8")
    write_my_rows(folder, {"exercises": [{"id": "bridge", "name": "My bridge"},
                                         {"id": "ball_squeeze", "name": "Ball"}]})
    assert files_of(folder)["exercises/Exercises.csv"] == (
        "id,name,hold_max_s\nbridge,My bridge,15\nball_squeeze,Ball,\n")


@pytest.mark.parametrize(("rows", "sentence"), [
    ({"exercises": [{"id": "bridge", "hold_max_s": "1o"}]},
     "exercises.csv, column hold_max_s: a whole number belongs here ('1o'); write digits only, such as 30."),
    ({"exercises": [{"hold_max_s": "10"}]}, "exercises.csv, column id: this column is missing; a row is found by it."),
    ({"exercises": [{"id": "bridge", "hold_mix_s": "10"}]},
     "exercises.csv, column hold_mix_s: this column is not known ('10'); did you mean 'hold_min_s'?"),
    ({"exercise": []}, "There is no table 'exercise': did you mean 'exercises'?"),
], ids=["cell", "key", "column", "table"])
def test_what_cannot_be_read_is_not_written(data_copy: Path, folder: Path, rows: Any, sentence: str) -> None:
    with pytest.raises(StretchlibError) as refused:
        write_my_rows(folder, {"words": [{"key": "timer.start", "en": "Go"}], **rows})
    assert str(refused.value) == sentence
    assert files_of(folder) == {}


def test_a_stop_in_the_middle_leaves_all_or_nothing(
        data_copy: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(name: str, hold: str) -> None:
        write_my_rows(folder, {"exercises": [{"id": "bridge", "name": name}],
                               "exercise_levels": [{"exercise": "bridge", "level": "base", "title": f"{name} {hold}"}]})

    def seen() -> tuple[object, object]:
        tables = laid(data_copy, folder)
        titles = {(row["exercise"], row["level"]): row["title"] for row in tables.rows("exercise_levels")}
        return tables.row("exercises", "bridge")["name"], titles["bridge", "base"]

    class Killed(BaseException):
        """The computer stops: nothing that comes after is run."""

    steps, stop_at = 0, 0

    def step(function: Any) -> Any:
        def stopped(*words: Any, **names: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == stop_at:
                raise Killed
            return function(*words, **names)
        return stopped

    write("First", "10")
    for stop_at in range(1, 40):
        steps = 0
        with monkeypatch.context() as patched:
            for module, name in ((os, "replace"), (os, "fsync")):
                patched.setattr(module, name, step(getattr(module, name)))
            patched.setattr(Path, "rename", step(Path.rename))
            try:
                write(f"Name {stop_at}", "20")
                break
            except Killed:
                pass
        assert seen() in {("First", "First 10"), (f"Name {stop_at}", f"Name {stop_at} 20")}
        finish(folder)
        assert seen() in {("First", "First 10"), (f"Name {stop_at}", f"Name {stop_at} 20")}
        assert not [*folder.glob(f"{ARRIVING}*")]
        write("First", "10")
    assert steps > 6, "each file is written and moved"


def test_a_folder_that_cannot_be_written_is_told(
        data_copy: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(**names: object) -> str:
        raise OSError(30, "Read-only file system", str(folder / ".arriving-x"))

    monkeypatch.setattr("tempfile.mkdtemp", read_only)
    with pytest.raises(StretchlibError, match=r"could not be written .*make the folder writable; nothing was changed"):
        write_my_rows(folder, {"words": [{"key": "timer.start", "en": "Go"}]})


def test_a_file_that_is_held_open_is_told_before_anything_changes(
        data_copy: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_my_rows(folder, {"words": [{"key": "timer.start", "en": "Go"}]})
    before, path_open = files_of(folder), Path.open

    def held(path: Path, mode: str = "r", *words: Any, **names: Any) -> Any:
        if mode == "r+b":
            raise PermissionError(13, "Permission denied", str(path))
        return path_open(path, mode, *words, **names)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(StretchlibError, match=r"words\.csv: Permission denied.*close what has the file open"):
        write_my_rows(folder, {"words": [{"key": "timer.start", "en": "Begin"}]})
    monkeypatch.undo()
    assert files_of(folder) == before


def test_a_file_with_faults_is_left_alone(data_copy: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "words.csv").write_text("key,english\ntimer.start,Go\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"my rows/words\.csv, row 1, column english: this column is not known"):
        write_my_rows(folder, {"words": [{"key": "timer.start", "en": "Begin"}]})
