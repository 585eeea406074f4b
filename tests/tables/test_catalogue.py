"""One home for what is read: typed rows, one look at the files a call, and an edit that the next call sees."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from data_files import table_file

import stretchlib as sl
from stretchlib.core.errors import SchemaError, StretchlibError
from stretchlib.tables import catalogue, memo, phrases, reader
from stretchlib.tables.rows.anatomy import Structure
from stretchlib.tables.rows.base import REVIEW_COLUMNS, Row, with_columns
from stretchlib.tables.rows.exercises import Exercise, ExerciseStep
from stretchlib.tables.rows.words import Phrase
from tools import make_rows

MOST_STATS = 12


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every file that is looked at, and "read" before the name of one that is read."""
    seen: list[str] = []
    stat, read_bytes, read_text = os.stat, Path.read_bytes, Path.read_text

    def looked(path: Any, *words: Any, **names: Any) -> os.stat_result:
        seen.append(str(path))
        return stat(path, *words, **names)

    monkeypatch.setattr(os, "stat", looked)
    monkeypatch.setattr(Path, "read_bytes", lambda path: seen.append(f"read {path}") or read_bytes(path))
    monkeypatch.setattr(Path, "read_text", lambda path, *words, **names: seen.append(f"read {path}")
                        or read_text(path, *words, **names))
    return seen


def explorer_step() -> Callable[[], Any]:
    explorer = sl.explore_forward_bend()
    angles = iter(range(0, 90, 5))
    return lambda: explorer.set(bend=next(angles))


CALLS = pytest.mark.parametrize("call", [
    lambda: lambda: sl.guide("figure_four_stretch"), explorer_step, lambda: lambda: sl.anatomy("piriformis"),
    lambda: lambda: sl.hip.sweep("piriformis"), lambda: lambda: sl.load("exercises"),
    lambda: lambda: sl.cases.load_case("socks_and_stairs")],
    ids=["guide", "explorer step", "anatomy", "sweep", "load", "case"])


@CALLS
def test_own_rows_cost_a_look_at_their_folder_and_at_each_file_of_it(
        call: Callable[[], Callable[[], Any]], looks: list[str], tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data of my own"
    folder.mkdir()
    files = {"exercises.csv": "id,hold_max_s\nbridge,12\n", "words.csv": "key,en\ntimer.start,Go\n",
             "questions.csv": "id,hidden\nQ98,TRUE\n"}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(folder))
    again = call()
    for _ in range(2):
        again()
    looks.clear()
    again()
    data = [look for look in looks if "data" in look]
    assert not [look for look in data if look.startswith("read")]
    assert len([look for look in data if folder.name not in look]) <= MOST_STATS
    assert 1 <= len([look for look in data if folder.name in look]) <= 1 + len(files), data


@pytest.mark.parametrize("language", ["en", "de"])
@CALLS
def test_a_call_looks_at_each_file_once_and_reads_none(
        call: Callable[[], Callable[[], Any]], language: str, looks: list[str],
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    again = call()
    for _ in range(2):
        again()
    looks.clear()
    again()
    data = [look for look in looks if "data" in look]
    assert not [look for look in data if look.startswith("read")]
    assert 0 < len(data) <= MOST_STATS + (language != "en"), data  # a translation is a file more


def test_an_edit_is_seen_by_the_next_call_and_by_what_is_made_of_it(data_copy: Path) -> None:
    @catalogue.derived
    def names(kind: str) -> list[str]:
        made.append(kind)
        return [row.name_en for row in catalogue.rows(Structure) if row.kind == kind]

    made: list[str] = []
    assert "Piriformis" in names("muscle")
    assert names("muscle") is names("muscle")
    edited = table_file(data_copy, "structures")
    edited.write_text(edited.read_text(encoding="utf-8").replace("Piriformis", "Pear muscle", 1), encoding="utf-8")
    assert "Pear muscle" in names("muscle")
    assert made == ["muscle", "muscle"]
    with memo.one_look():
        names("muscle")
        os.utime(edited, (1, 1))
        names("muscle")
        assert len(made) == 2, "within one look nothing changes"
    names("muscle")
    assert len(made) == 3


def test_what_failed_is_made_again_once_it_is_mended(data_copy: Path) -> None:
    edited = table_file(data_copy, "exercises")
    sound = edited.read_text(encoding="utf-8")
    edited.write_text(sound.replace("stretch,true", "strech,true", 1), encoding="utf-8")
    with pytest.raises(StretchlibError, match="did you mean 'stretch'"):
        sl.load("exercises")
    edited.write_text(sound, encoding="utf-8")
    assert len(sl.load("exercises"))


def test_the_classes_of_rows_are_in_step_with_the_schema() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in make_rows.ROWS.glob("*.py")}
    del written["base.py"]
    assert written == make_rows.files(), "run: python -m tools.make_rows"


def test_every_cell_has_the_type_of_its_column() -> None:
    kinds = {"string": str, "integer": int, "number": float, "boolean": bool, "date": date}
    for name, resource in catalogue.catalogue().resources.items():
        rows = catalogue.rows(name)
        assert type(rows[0]) is catalogue.class_of(name)
        for field in resource["schema"]["fields"]:
            expected = {tuple if "listOf" in field else kinds[field["type"]]}
            if field["type"] != "string" and not field.get("constraints", {}).get("required"):
                expected.add(type(None))
            assert {type(getattr(row, field["name"])) for row in rows} <= expected, (name, field["name"])


def test_a_row_is_frozen_and_is_a_mapping_of_its_cells() -> None:
    row = catalogue.row(Exercise, "figure_four_stretch")
    assert row.from_article is True
    assert "; ".join(row.sources) == row["sources"]
    assert [*row] == [field["name"] for field in catalogue.catalogue().resource("exercises")["schema"]["fields"]]
    assert row["walk_min_min"] is None
    assert row.get("no such column", 0) == 0
    assert set(REVIEW_COLUMNS) <= row.keys()
    with pytest.raises(FrozenInstanceError):
        row.name = "X"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(row)) == row == replace(row) == dict(row)
    assert len({row, replace(row)}) == 1
    assert catalogue.row("exercises", row.id) is row


def test_a_signature_is_a_day(data_copy: Path) -> None:
    path = table_file(data_copy, "exercise_steps")
    header, first, rest = path.read_text(encoding="utf-8").split("\n", 2)
    path.write_text("\n".join([header, first.removesuffix(",,") + ",A. Reviewer,2026-11-20", rest]), encoding="utf-8")
    step = catalogue.rows(ExerciseStep)[0]
    assert (step.reviewed_by, step.reviewed_on) == ("A. Reviewer", date(2026, 11, 20))
    assert step["reviewed_on"] == "2026-11-20"


def test_a_data_folder_may_have_columns_of_its_own_and_must_have_ours(tmp_path: Path) -> None:
    schema = catalogue.catalogue().resource("words")["schema"]
    (tmp_path / "words.csv").write_text("key,en,note,idea\na.b,Text,,mine\n", encoding="utf-8")
    more = {**schema, "fields": [*schema["fields"], {"name": "idea", "type": "string"}]}
    row = reader.read_table(tmp_path / "words.csv", more, Phrase).rows[0]
    assert isinstance(row, Phrase)
    assert (row.en, row["note"], row["idea"]) == ("Text", None, "mine")
    with pytest.raises(SchemaError, match="the table words has no column 'note'"):
        with_columns(Phrase, {"fields": schema["fields"][:2]})
    assert with_columns(Row, schema).COLUMNS == ("key", "en", "note")


def test_tables_are_loaded_by_name() -> None:
    assert {"structures", "exercises"} <= set(sl.table_names())
    assert sl.load("exercises").equals(sl.load_exercises())
    with pytest.raises(StretchlibError, match="no table 'exercise': did you mean 'exercises'"):
        sl.load("exercise")
    with pytest.raises(AttributeError):
        sl.load_exercise  # noqa: B018
    assert "load_exercises" in dir(sl)


def test_texts_come_in_the_language_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    english = catalogue.row(Exercise, "figure_four_stretch")
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    german = catalogue.row(Exercise, "figure_four_stretch")
    assert german.name != english.name
    assert (german.id, german.translation_state) == (english.id, "open")
    assert phrases.words()["timer.start"] == "Starten"
    assert catalogue.catalogue().table("exercises").rows[0] is catalogue.in_folder(catalogue.catalogue().root).rows(
        Exercise)[0]
