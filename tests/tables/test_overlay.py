"""A lecturer's own rows over a table: what changes, is new or goes, and what a newer course lends an older copy."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from data_files import table_file

import stretchlib as sl
from stretchlib.core.errors import StretchlibError, TableError
from stretchlib.tables import catalogue, paths
from stretchlib.tables.older import lent_lines
from stretchlib.tables.overlay import cell_text
from stretchlib.tables.rows.exercises import Exercise, ExerciseStep
from stretchlib.tables.rows.words import Phrase


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rows"
    folder.mkdir()
    return folder


@pytest.fixture
def mine(data_copy: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> catalogue.Catalogue:
    """The small course with the folder over it, in use."""
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(folder))
    return catalogue.in_folder(data_copy, folder)


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_a_changed_row_keeps_its_place_and_an_empty_cell_is_as_in_the_course(
        mine: catalogue.Catalogue, folder: Path) -> None:
    course = mine.beneath.rows(ExerciseStep)
    first = course[0]
    write(folder / "exercise_steps.csv", "exercise,level,step,text,cue",
          f"{first.exercise},{first.level},{first.step},Begin slowly.,")
    rows = catalogue.rows(ExerciseStep)
    assert (rows[0].text, rows[0].cue) == ("Begin slowly.", first.cue)
    assert rows[1:] == course[1:]
    assert rows[1] is course[1], "a row that nobody changed is the course's own"


def test_a_file_is_read_as_a_spreadsheet_program_leaves_it(mine: catalogue.Catalogue, folder: Path) -> None:
    course = {row.id: row for row in mine.beneath.rows(Exercise)}
    (folder / "EXERCISES.CSV").write_bytes(
        "\ufeffID;hold_max_s;name;hidden\r\nbridge;'12;\r\n\r\nball_squeeze;;'=Ball;FALSCH\r\n".replace(
            "ID", "id").replace("'12", "12").encode())
    rows = {row.id: row for row in catalogue.rows(Exercise)}
    assert (rows["bridge"].hold_max_s, rows["bridge"].name) == (12, course["bridge"].name)
    assert rows["ball_squeeze"].name == "=Ball"
    (folder / "EXERCISES.CSV").unlink()
    write(folder / "exercises.csv", "id,name", "bridge,01-May")
    with pytest.raises(TableError, match=r"rows/exercises\.csv, row 2, column name: "):
        catalogue.rows(Exercise)


def test_what_is_a_part_of_a_row_goes_with_it(mine: catalogue.Catalogue, folder: Path) -> None:
    write(folder / "exercises.csv", "id,hidden", "ball_squeeze,TRUE")
    for table in ("exercise_levels", "exercise_steps", "exercise_structures", "exercise_cautions", "poses"):
        left = {row["exercise"] for row in catalogue.catalogue().table(table).rows}
        assert "ball_squeeze" not in left, table
        assert "bridge" in left, table
    assert {row["id"] for row, _ in mine.table("exercises").hidden} == {"ball_squeeze"}


def test_each_edit_in_the_folder_is_seen_by_the_next_call(mine: catalogue.Catalogue, folder: Path) -> None:
    def start() -> str:
        return next(row.en for row in catalogue.rows(Phrase) if row.key == "timer.start")

    said = [start()]
    write(folder / "words.csv", "key,en", "timer.start,Go")
    said.append(start())
    write(folder / "words.csv", "key,en", "timer.start,Begin")
    said.append(start())
    (folder / "words.csv").unlink()
    said.append(start())
    write(folder / "words" / "words.csv", "key,en", "timer.start,Ready")
    said.append(start())
    assert said == ["Start", "Go", "Begin", "Start", "Ready"]


def test_what_has_arrived_counts_before_it_is_in_its_place(mine: catalogue.Catalogue, folder: Path) -> None:
    write(folder / "words.csv", "key,en", "timer.start,Go")
    write(folder / ".arriving" / "words.csv", "key,en", "timer.start,1o")
    write(folder / ".~lock.words.csv#", "somebody")
    write(folder / "~$words.csv", "somebody")
    assert next(row.en for row in catalogue.rows(Phrase) if row.key == "timer.start") == "1o"
    write(folder / ".arriving" / "words.csv", "key,english", "timer.start,Go")
    with pytest.raises(TableError, match=r"^rows/words\.csv, row 1, column english"):
        catalogue.rows(Phrase)


def test_german_stands_beside_it_with_or_without_the_english(mine: catalogue.Catalogue, folder: Path) -> None:
    write(folder / "exercises.csv", "id,name", "bridge,Glute bridge")
    with paths.spoken("de"):
        assert catalogue.row(Exercise, "bridge").name == "Glute bridge", "not yet translated"
        write(folder / "translations_de.csv", "table,row,column,english,text", "exercises,bridge,name,,Gesäßbrücke")
        assert catalogue.row(Exercise, "bridge").name == "Gesäßbrücke"
        write(folder / "translations_de.csv", "table,row,column,english,text",
              "exercises,,name,Glute bridge,Die Gesäßbrücke")
        assert catalogue.row(Exercise, "bridge").name == "Die Gesäßbrücke"
    write(folder / "translations_de.csv", "table,row,column,english,text", "exercises,brigde,name,,Gesäßbrücke")
    with pytest.raises(TableError, match=r"rows/translations_de\.csv, row 2.*in a new row this is empty: english"):
        catalogue.catalogue().table("translations_de")


def test_a_german_text_of_a_row_that_is_taken_out_is_no_fault(mine: catalogue.Catalogue, folder: Path) -> None:
    write(folder / "glossary.csv", "id,hidden", "abduction,TRUE")
    assert [line for line in sl.check.check_data() if line.startswith("de.csv")] == []
    assert sl.check.check_data(folder) == sl.check.check_data()


def test_a_cell_is_written_as_the_course_writes_it(mine: catalogue.Catalogue) -> None:
    assert [cell_text(cell) for cell in (None, True, 10, 0.245, -0.0, 1e-05, 25.0, "=x", ("a", "b"))] == [
        "", "true", "10", "0.245", "0", "0.000010", "25", "=x", "a; b"]


def older(copy: Path, *, without_table: str, without_columns: dict[str, list[str]]) -> None:
    """Make a copy of the data folder older: a table and columns that it did not have yet."""
    package = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [each for each in package["resources"] if each["name"] != without_table]
    table_file(copy, without_table).unlink()
    for resource in package["resources"]:
        columns = without_columns.get(resource["name"], [])
        if not columns:
            continue
        schema = resource["schema"]
        schema["fields"] = [field for field in schema["fields"] if field["name"] not in columns]
        schema["relations"] = [each for each in schema.get("relations", []) if not set(columns) & set(each.split())]
        path = copy / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = [{name: cell for name, cell in row.items() if name not in columns} for row in csv.DictReader(file)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    (copy / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def test_an_older_copy_is_lent_what_it_lacks_and_that_is_told(whole_data_copy: Path) -> None:
    before = catalogue.rows("exercise_levels"), catalogue.rows("glossary")
    older(whole_data_copy, without_table="glossary", without_columns={"exercise_levels": ["lift_word", "lower_word"]})
    data = catalogue.catalogue()
    assert [*map(dict, data.rows("exercise_levels"))] == [*map(dict, before[0])]
    assert data.rows("glossary") == before[1]
    assert lent_lines(data.lent) == [
        "exercise_levels.csv is of an older edition: from the course's rows it takes lift_word, lower_word.",
        "glossary.csv is not in this older copy: the whole table is taken from the course."]
    assert lent_lines(catalogue.in_folder(paths.beside_or_inside("data")).lent) == []


def test_a_row_of_an_older_copy_that_the_course_does_not_have_needs_its_cells(whole_data_copy: Path) -> None:
    older(whole_data_copy, without_table="glossary", without_columns={"hip_back_links": ["evidence_certainty"]})
    path = table_file(whole_data_copy, "hip_back_links")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1].replace(lines[1].partition(",")[0], "my_link", 1)]), encoding="utf-8")
    with pytest.raises(TableError) as refused:
        catalogue.rows("hip_back_links")
    assert str(refused.value) == (
        f"hip_back_links.csv, row {len(lines) + 1}, column evidence_certainty: the course has this column since and no "
        "row of this key; add the column and fill it in.")


def test_rows_named_as_a_whole_copy_are_told_apart(
        folder: Path, data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "exercises.csv", "id,name", "bridge,Glute bridge")
    monkeypatch.setenv("STRETCHLIB_DATA", str(folder))
    with pytest.raises(StretchlibError, match=r"is no whole copy .* put in use with: python start\.py use "):
        catalogue.rows(Exercise)


