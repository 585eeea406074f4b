"""The workbook of a subject: nothing is changed by writing and reading it, and what a lecturer changes comes back."""

from __future__ import annotations

import datetime
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

import stretchlib as sl
from stretchlib.app import course_file
from stretchlib.app.cli import main
from stretchlib.authoring.workbook import open_book, sheets
from stretchlib.authoring.workbook.read import read_workbook
from stretchlib.core.errors import StretchlibError
from tests.authoring.workbook_file import WorkbookFile
from tests.data_files import table_file
from tools.checks import ROOT

SUBJECTS = sorted(folder.parent.name for folder in (ROOT / "data").glob("*/schema.json"))


@pytest.fixture
def exercises(data_copy: Path, tmp_path: Path) -> WorkbookFile:
    return WorkbookFile("exercises", tmp_path)


def refusal(path: Path) -> str:
    with pytest.raises(StretchlibError) as refused:
        read_workbook(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_written_and_read_nothing_has_changed(data_copy: Path, tmp_path: Path, subject: str) -> None:
    proposal = WorkbookFile(subject, tmp_path).read()
    assert (proposal.changes, proposal.faults, proposal.notices) == ([], [], [])
    assert set(proposal.tables) >= set(sheets.tables_of(subject)), "each table was held against its sheet"


def test_each_cell_is_typed_as_its_column(exercises: WorkbookFile) -> None:
    sheet = exercises.book["exercises"]
    hold, name = exercises.cell("exercises", "bridge", "hold_max_s"), exercises.cell("exercises", "bridge", "name")
    assert (hold.value, hold.data_type, hold.number_format) == (5, "n", "General")
    assert (name.value, name.data_type, name.number_format) == ("Bridge", "s", "@")
    assert sheet.column_dimensions[name.column_letter].number_format == "@", "also in the rows below"
    assert sheet.freeze_panes == "B2"
    comment = sheet.cell(1, hold.column).comment.text
    for words in ("longest hold", "Unit: s.", "From 0 to", "Example: "):
        assert words in comment
    grey = {cell.value: cell.fill.start_color.rgb for cell in sheet[1]}
    assert list(grey)[-6:] == ["sources 4", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on"]
    assert exercises.cell("exercises", "bridge", "checked").fill.start_color.rgb == "FFEDEDED"


def test_links_and_words_are_chosen_from_a_list(exercises: WorkbookFile) -> None:
    sheet = exercises.book["exercise_cautions"]
    offered = {head: validation.formula1 for validation in sheet.data_validations.dataValidation
               for head in (cell.value for cell in sheet[1]) for part in validation.sqref.ranges
               if head and sheet.cell(1, part.min_col).value == head}
    assert set(offered) >= {"exercise", "kind", "hidden", "certainty", "checked",
                            *(f"features {number}" for number in range(1, 5)),
                            *(f"sources {number}" for number in range(1, 5))}
    names = exercises.book.defined_names
    assert all(formula.lstrip("=") in names for formula in offered.values())
    assert names[offered["exercise"].lstrip("=")].attr_text.startswith("'exercises'!$A$2:"), "a new row is offered too"
    hidden = names[offered["kind"].lstrip("=")].attr_text
    assert hidden.startswith("'choices'!")
    assert exercises.book["choices"].sheet_state == "hidden"
    letter = hidden.split("$")[1]
    words = [cell.value for cell in exercises.book["choices"][letter] if cell.value]
    assert words[1:] == ["caution", "contraindication", "stop rule"]


def test_a_changed_cell_comes_back(exercises: WorkbookFile, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    exercises.cell("exercises", "bridge", "hold_max_s").value = 12
    path, mine = exercises.save(), tmp_path / "mine"
    assert main(["check", "--workbook", str(path)]) == 0
    assert "exercises, bridge: hold_max_s 5 -> 12\n" in capsys.readouterr().out
    assert not mine.exists()
    assert main(["apply", str(path), "--to", str(mine)]) == 0
    output = capsys.readouterr().out
    assert "exercises, bridge: hold_max_s 5 -> 12\n" in output
    assert "1 row brought in" in output
    assert (mine / "exercises.csv").read_bytes().splitlines() == [b"\xef\xbb\xbfid,hold_max_s", b"bridge,12"]
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(mine))
    assert sl.load_exercises().set_index("id").loc["bridge", "hold_max_s"] == 12


def test_where_nothing_is_in_use_apply_begins_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    """Of the course itself: its workbook lies in the folder of the course, and the rows that come back are in use."""
    monkeypatch.setenv("STRETCHLIB_COURSE", str(tmp_path / "my course"))
    monkeypatch.delenv("STRETCHLIB_MY_ROWS")
    assert main(["edit", "sources"]) == 0
    path = tmp_path / "my course" / "workbooks" / "sources.xlsx"
    assert f"{path}: 2 tables" in capsys.readouterr().out
    book = openpyxl.load_workbook(path)
    title = next(cell.column for cell in book["references"][1] if cell.value == "title")
    book["references"].cell(2, title).value = "Another title"
    book.save(path)
    assert main(["apply", str(path)]) == 0
    assert "These rows are in use from now on" in capsys.readouterr().out
    assert course_file.read() == {"my_rows": tmp_path / "my course" / "my_rows"}
    assert main(["apply", str(path)]) == 0, "the same workbook goes on fitting"
    assert "changes nothing" in capsys.readouterr().out
    book["references"].cell(2, title).value = "A third title"
    book.save(path)
    assert main(["apply", str(path)]) == 0
    assert "Another title -> A third title" in capsys.readouterr().out
    assert main(["edit", "sources"]) == 0, "a workbook that is there is not written over"
    assert "sources 2.xlsx" in capsys.readouterr().out


def test_the_projects_editors_change_one_line_of_a_table(data_copy: Path, exercises: WorkbookFile,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    exercises.cell("exercises", "bridge", "hold_max_s").value = 12
    exercises.cell("exercise_cautions", "bridge_cramp", "hidden").value = "TRUE"
    before = {name: table_file(data_copy, name).read_bytes() for name in sheets.in_use().resources}
    assert main(["apply", str(exercises.save()), "--into-course"]) == 0, capsys.readouterr().err
    after = {name: table_file(data_copy, name).read_bytes() for name in before}
    assert [name for name in before if before[name] != after[name]] == ["exercises", "exercise_cautions"]
    lines = [*zip(before["exercises"].split(b"\n"), after["exercises"].split(b"\n"), strict=True)]
    assert [old.replace(b",2,5,", b",2,12,") for old, new in lines if old != new] == [
        new for old, new in lines if old != new]
    gone = set(before["exercise_cautions"].split(b"\n")) - set(after["exercise_cautions"].split(b"\n"))
    assert [line.split(b",")[0] for line in gone] == [b"bridge_cramp"]
    assert b"\r" not in after["exercises"]
    assert not after["exercises"].startswith(b"\xef\xbb\xbf")


def test_a_fault_is_told_by_its_cell_and_nothing_is_written(exercises: WorkbookFile, tmp_path: Path,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    hold = exercises.cell("exercises", "bridge", "hold_max_s")
    hold.value = 99_999
    kind = exercises.cell("exercise_cautions", "bridge_cramp", "kind")
    kind.value = "warning"
    exercises.cell("exercise_structures", "bridge", "structure").value = "gluteus"
    mine = tmp_path / "mine"
    assert main(["apply", str(exercises.save()), "--to", str(mine)]) == 1
    output = capsys.readouterr()
    assert f"exercises.xlsx, sheet exercises, cell {hold.coordinate} (hold_max_s): the largest allowed" in output.err
    assert f"sheet exercise_cautions, cell {kind.coordinate} (kind): this word is not one of those" in output.err
    assert "sheet exercise_structures, cell B" in output.err
    assert "structures.csv has no id of this name" in output.err
    assert "Nothing was changed" in output.err
    assert not mine.exists()
    assert "brought in" not in output.out


#: A cell, by exercise and column, what stands there, and what is said of it.
MADE_BY_A_SPREADSHEET = [
    ("ball_squeeze", "name", "=1+1", "a formula stands here, and its result may change; type the value itself."),
    ("bridge", "hold_max_s", "=2*6", "a formula stands here"),
    ("bridge", "name", datetime.datetime(2026, 5, 1),
     "the spreadsheet holds a date here (2026-05-01) where another text"),
    ("figure_four_stretch", "hold_max_s", datetime.date(2026, 5, 1),
     "the spreadsheet holds a date here (2026-05-01) where a number belongs"),
    ("graded_walking", "equipment", True, "the spreadsheet holds TRUE or FALSE here, where something else belongs"),
    ("side_lying_leg_lift", "hold_max_s", "#REF!", "the spreadsheet shows the error #REF! here; type the value again."),
]


def test_what_a_spreadsheet_made_of_a_cell_is_told(exercises: WorkbookFile) -> None:
    expected = []
    for exercise, column, value, wrong in MADE_BY_A_SPREADSHEET:
        cell = exercises.cell("exercises", exercise, column)
        cell.value = value
        expected.append(f"exercises.xlsx, sheet exercises, cell {cell.coordinate} ({column}): {wrong}")
    faults = exercises.read().faults
    assert len(faults) == len(expected)
    for beginning in expected:
        assert [fault for fault in faults if fault.startswith(beginning)], beginning


def test_a_text_that_looks_like_a_formula_stays_a_text(exercises: WorkbookFile, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {exercise: f"{sign}SUM(A1:A9)" for exercise, sign in zip(
        ("bridge", "ball_squeeze", "graded_walking", "figure_four_stretch"), "=+-@", strict=True)}
    for exercise, text in texts.items():
        cell = exercises.cell("exercises", exercise, "equipment")
        cell.value, cell.data_type = text, "s"
    assert main(["apply", str(exercises.save()), "--to", str(tmp_path / "mine")]) == 0
    written = (tmp_path / "mine" / "exercises.csv").read_text(encoding="utf-8-sig")
    assert all(f"'{text}" in written for text in texts.values())
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(tmp_path / "mine"))
    assert sl.load_exercises().set_index("id")["equipment"].to_dict().items() >= texts.items()
    again = WorkbookFile("exercises", tmp_path / "again")
    for exercise, text in texts.items():
        cell = again.cell("exercises", exercise, "equipment")
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert again.read().changes == []


def test_numbers_and_truth_as_programs_write_them(exercises: WorkbookFile) -> None:
    exercises.cell("exercises", "bridge", "hold_max_s").value = 5.0
    exercises.cell("exercises", "bridge", "from_article").value = False
    exercises.cell("exercises", "ball_squeeze", "from_article").value = "true"
    exercises.cell("programme_rules", exercises.book["programme_rules"]["A2"].value, "high").value = 30.000000000000004
    assert all(change.table == "programme_rules" for change in exercises.read().changes)


def test_several_ids_stand_in_four_cells(data_copy: Path, exercises: WorkbookFile) -> None:
    features = sorted(row["id"] for row in sheets.table_in_use("patient_features").rows)[:6]
    for number, feature in enumerate(features[:3], start=1):
        exercises.cell("exercise_cautions", "bridge_cramp", f"features {number}").value = feature
    exercises.cell("exercise_cautions", "bridge_cramp", "features 4").value = ";".join(features[3:])
    (change,) = exercises.read().changes
    assert change.after["features"] == "; ".join(features)
    assert sheets.ids_in_cells(change.after["features"]) == (*features[:3], "; ".join(features[3:]))
    assert sheets.joined_ids(sheets.ids_in_cells("; ".join(features))) == "; ".join(features)
    assert sheets.joined_ids(["a", "", " b ", ""]) == "a; b"


def test_a_workbook_whose_table_changed_is_refused(data_copy: Path, exercises: WorkbookFile) -> None:
    path, plates = exercises.path, table_file(data_copy, "plates")
    plates.write_text(plates.read_text(encoding="utf-8").replace("Deep", "Deepest"), encoding="utf-8")
    assert read_workbook(path).changes == [], "a table that it does not hold may change"
    table = table_file(data_copy, "exercise_steps")
    text = table.read_text(encoding="utf-8").replace("Hold, and keep breathing.", "Hold on.")
    table.write_text(text, encoding="utf-8")
    assert refusal(path).startswith("exercises.xlsx: exercise_steps changed since this workbook was written; write a "
                                    "new one with python start.py edit exercises")


@pytest.mark.parametrize("lost", [["sheet"], ["properties"], ["sheet", "properties"]],
                         ids=["sheet", "properties", "both"])
def test_the_stamp_stands_twice(exercises: WorkbookFile, lost: list[str]) -> None:
    if "sheet" in lost:
        del exercises.book["stamp"]
    if "properties" in lost:
        exercises.book.custom_doc_props.props.clear()
    path = exercises.save()
    if len(lost) == 2:
        assert "its stamp is gone" in refusal(path)
    else:
        assert read_workbook(path).changes == []


def test_what_a_lecturer_may_do_with_the_file(exercises: WorkbookFile) -> None:
    book = exercises.book
    book.move_sheet("exercise_steps", -12)
    book["exercise_steps"].insert_rows(4, 3)
    book["exercise_steps"].auto_filter.ref = "A1:C9"
    book.create_sheet("My notes")["A1"] = "=NOW()"
    book["exercises"].insert_cols(3)
    book["exercises"].cell(1, 3).value = "mine"
    book["exercises"].cell(2, 3).value = "a note"
    book["exercises"].delete_cols(exercises.column("exercises", "pace_note"))
    proposal = exercises.read()
    assert (proposal.changes, proposal.faults) == ([], [])
    assert proposal.notices == [
        "exercises.xlsx, sheet exercises, cell C1: the column mine is none of the table's and is not read.",
        "exercises.xlsx, sheet exercises: the column pace_note is gone; its cells stay in the course as they are.",
        "exercises.xlsx: the sheet My notes is none of the course's and is not read."]


def test_a_row_goes_only_where_it_is_said(exercises: WorkbookFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                          capsys: pytest.CaptureFixture[str]) -> None:
    sheet = exercises.book["exercise_cautions"]
    sheet.delete_rows(exercises.cell("exercise_cautions", "bridge_breath", "kind").row)
    exercises.cell("exercise_cautions", "bridge_cramp", "hidden").value = "TRUE"
    mine = tmp_path / "mine"
    assert main(["apply", str(exercises.save()), "--to", str(mine)]) == 0
    output = capsys.readouterr().out
    assert "exercise_cautions, bridge_cramp: taken out (hidden)" in output
    assert "exercise_cautions, bridge_breath: it is not in the sheet exercise_cautions and stays in" in output
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(mine))
    assert {"bridge_breath"} == {"bridge_breath", "bridge_cramp"} & set(sl.load_exercise_cautions()["id"])
    again = WorkbookFile("exercises", tmp_path / "again")
    cell = again.cell("exercise_cautions", "bridge_cramp", "hidden")
    assert cell.value == "TRUE"
    assert again.read().changes == []
    cell.value = None
    assert main(["apply", str(again.save())]) == 0
    assert "exercise_cautions, bridge_cramp: taken back into the course" in capsys.readouterr().out
    assert "bridge_cramp" in set(sl.load_exercise_cautions()["id"])


@pytest.mark.parametrize("how", ["my rows", "the course"])
def test_what_is_part_of_a_row_goes_with_it(data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
                                            ) -> None:
    book, mine = WorkbookFile("questions", tmp_path), tmp_path / "mine"
    assert "Q303" in set(sl.load("options")["question"])
    book.cell("questions", "Q303", "hidden").value = "TRUE"
    where = ["--to", str(mine)] if how == "my rows" else ["--into-course"]
    assert main(["apply", str(book.save()), *where]) == 0
    if how == "my rows":
        monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(mine))
    assert "Q303" not in {*sl.load("questions")["id"], *sl.load("options")["question"]}


def test_rows_are_known_by_their_key(exercises: WorkbookFile) -> None:
    sheet = exercises.book["exercise_levels"]
    sheet["A3"].value, sheet["B3"].value = sheet["A2"].value, sheet["B2"].value
    sheet["A4"].value = sheet["B4"].value = None
    proposal = exercises.read()
    assert [fault.partition(": ")[0] for fault in proposal.faults] == [
        "exercises.xlsx, sheet exercise_levels, cell A3 (level)", "exercises.xlsx, sheet exercise_levels, cell A4"]
    assert "this row stands in cell A2 already" in proposal.faults[0]
    assert "the row has no exercise and no level; name it, or empty the row" in proposal.faults[1]


def test_a_new_row_comes_behind_the_others(exercises: WorkbookFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
                                           ) -> None:
    sheet = exercises.book["exercise_cautions"]
    row = {"id": "bridge_mine", "exercise": "bridge", "kind": "caution", "text": "Take your time.",
           "certainty": "expert opinion", "checked": "unchecked"}
    sheet.append([row.get(cell.value) for cell in sheet[1]])
    assert exercises.faults() == []
    assert main(["apply", str(exercises.path), "--to", str(tmp_path / "mine")]) == 0
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(tmp_path / "mine"))
    assert sl.load_exercise_cautions().iloc[-1]["text"] == "Take your time."


def spoilt(path: Path, part: str, text: bytes) -> Path:
    """The workbook with a further part."""
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(part, text)
    return path


def test_a_file_that_is_no_workbook_is_told(exercises: WorkbookFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
                                            ) -> None:
    path = exercises.path
    plain = tmp_path / "plain.xlsx"
    assert "There is no workbook" in refusal(tmp_path / "away.xlsx")
    plain.write_text("id,name\n", encoding="utf-8")
    assert refusal(plain) == "plain.xlsx is no workbook; save it as Excel workbook (.xlsx)."
    plain.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "locked by a password or an old .xls file" in refusal(plain)
    with zipfile.ZipFile(plain, "w") as packed:
        packed.writestr("content.xml", "<office/>")
    assert "is no Excel workbook" in refusal(plain)
    plain.write_bytes(path.read_bytes()[:-400])
    assert "is no workbook" in refusal(plain)
    with zipfile.ZipFile(plain, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook>")
    assert "cannot be read as a workbook" in refusal(plain)
    empty = openpyxl.Workbook()
    empty.save(plain)
    assert "was not written by python start.py edit" in refusal(plain)
    monkeypatch.setattr(open_book, "MOST_BYTES", 1000)
    assert "is larger than" in refusal(path)


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_part_that_could_grow_is_not_read(exercises: WorkbookFile, code: str) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    path = spoilt(exercises.path, "xl/more.xml", text.encode(code))
    assert "declares a document type in its part xl/more.xml" in refusal(path)


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(exercises: WorkbookFile, monkeypatch: pytest.MonkeyPatch
                                                         ) -> None:
    path = spoilt(exercises.path, "xl/media/picture.bin", bytes(2_000_000))
    monkeypatch.setattr(open_book, "MOST_UNPACKED", 1_900_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    assert "would unpack to more than" in refusal(path)


@pytest.mark.parametrize(("limit", "value"), [("MOST_ROWS", 3), ("MOST_CELLS", 50)], ids=["rows", "cells"])
def test_a_sheet_without_end_is_not_read_on(exercises: WorkbookFile, monkeypatch: pytest.MonkeyPatch, limit: str,
                                            value: int) -> None:
    monkeypatch.setattr(open_book, limit, value)
    assert "holds more rows or cells than any table of this course" in refusal(exercises.path)


def test_without_openpyxl_it_is_said(data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                     capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert main(["edit", "words", "--to", str(tmp_path)]) == 1
    output = capsys.readouterr().err
    assert output == "The workbook needs openpyxl, which is not here: run it where the course is set up with python " \
        "start.py.\n"


def test_words_that_cannot_be_done_are_told(data_copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                            exercises: WorkbookFile, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["edit", "exercise", "--to", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "There is no subject 'exercise': did you mean 'exercises'?\n"
    exercises.cell("exercises", "bridge", "hold_max_s").value = 4
    assert main(["apply", str(exercises.save())]) == 1, "the tables in use are a copy"
    assert "add --into-course" in capsys.readouterr().err
    os.mkdir(tmp_path / "mine")
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(tmp_path / "mine"))
    assert main(["apply", str(exercises.path), "--into-course"]) == 1
    assert "Own rows lie over the tables of the course" in capsys.readouterr().err
