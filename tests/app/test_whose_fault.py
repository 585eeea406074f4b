"""A fault of the data is told as one, with its place; a fault of the course as ours, with what to send."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.app import cli
from stretchlib.core.errors import StretchlibError, Unforeseen
from stretchlib.figures.people import artist, marks, sheet
from stretchlib.figures.plates import plate
from stretchlib.publish import class_results
from stretchlib.publish.pages import figure_file
from tests.data_files import table_file


def with_cell(folder: Path, table: str, column: str, value: str, **of: str) -> None:
    """The table with ``value`` in this column of the first row that ``of`` describes."""
    path = table_file(folder, table)
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    row = next(row for row in rows if all(row[name] == wanted for name, wanted in of.items()))
    row[column] = value
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


BRIDGE = {"exercise": "bridge", "moment": "start"}


@pytest.mark.parametrize(("column", "value"), [
    ("props", "mat:0,0,1"), ("props", "mat:0,0,1,x"), ("props", "ball:left_knee>right_knee"),
    ("props", "couch:1,2,3,4,x"), ("props", "box:1,2,3"), ("highlight", "gluteus_maximus"),
    ("highlight", "gluteus_maximus:middle:working"),
    ("arrows", "path:sacrum"), ("arrows", "path:sacrum:0:1:0"), ("arrows", "line:sacrum:0,0:0,0,1"),
    ("arrows", "turn:nose:0:1:2:3"), ("arrows", "aim:sacrum:0:1:0"), ("arrows", "leap"),
    ("contacts", "floor:sacrum@x")])
def test_a_cell_that_cannot_be_understood_is_told_with_its_place(column: str, value: str, data_copy: Path) -> None:
    with_cell(data_copy, "poses", column, value, **BRIDGE)
    with pytest.raises(StretchlibError) as raised:
        str(sl.plot_exercise("bridge"))
    assert "not written as it must be" in str(raised.value)
    assert repr(value) in str(raised.value) or repr(value.removeprefix("couch:")) in str(raised.value)
    # What is read back from the finished picture is asked for after the drawing, which knew the place.
    assert "poses.csv, bridge: " in str(raised.value) or column == "contacts"


def test_a_point_or_bone_of_a_plate_that_is_wrong_is_told(data_copy: Path) -> None:
    with_cell(data_copy, "muscle_sections", "points_mm", "1 2 3; 4 5", structure="piriformis")
    with pytest.raises(StretchlibError, match=r"this cannot be drawn, because a cell of .*'1 2 3; 4 5'"):
        sl.plot_muscle_map("deep_rotators")


def test_a_bone_that_is_not_there_is_told(data_copy: Path) -> None:
    with_cell(data_copy, "plates", "bones", "pelvic_bone", id="deep_rotators")
    with pytest.raises(StretchlibError, match="There is no bone 'pelvic_bone'"):
        sl.plot_muscle_map("deep_rotators")


@pytest.mark.parametrize("trouble", [KeyError("hip"), IndexError("list index out of range"), ValueError("boom"),
                                     TypeError("not a number"), ZeroDivisionError("x"), AttributeError("y")])
@pytest.mark.parametrize(("module", "name", "draw"), [
    (artist, "scene", lambda: sl.plot_exercise("bridge")),
    (marks, "splat", lambda: sl.plot_exercise("bridge")),
    (sheet, "_bounds", lambda: sl.plot_clinical_test("faber")),
    (plate, "paper", lambda: sl.plot_muscle_map("deep_rotators"))])
def test_our_own_fault_is_told_as_ours(module: Any, name: str, draw: Any, trouble: Exception,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise trouble

    monkeypatch.setattr(module, name, broken)
    with pytest.raises(Unforeseen) as raised:
        draw()
    (sentence,) = raised.value._render_traceback_()
    assert "this is a fault of the course and not of your data" in sentence
    assert type(trouble).__name__ in sentence
    assert "not written as it must be" not in sentence
    assert raised.value.__cause__ is trouble


def test_the_command_line_names_the_log_of_our_own_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("hip")

    monkeypatch.setattr(plate, "paper", broken)
    monkeypatch.setenv("STRETCHLIB_COURSE", str(tmp_path / "course"))
    assert cli.main(["publish", "figure", "plot_muscle_map", "deep_rotators", str(tmp_path / "plate.png")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Something unforeseen happened (KeyError): show ")
    assert said.count("\n") == 1
    assert "KeyError: 'hip'" in (tmp_path / "course" / ".jupyter" / cli.LOG).read_text(encoding="utf-8")


def test_the_command_line_tells_the_faults_of_the_data_where_there_are_any(
        data_copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("hip")

    monkeypatch.setattr(class_results, "collect", broken)
    with_cell(data_copy, "options", "correct", "false", question="Q28", correct="true")
    assert cli.main(["publish", "collect", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "Something unforeseen" not in said
    assert "no option of this single question is right ('Q28')" in said


def test_arguments_that_a_figure_does_not_take_are_told_and_our_own_fault_is_not_one(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StretchlibError, match="does not take these arguments"):
        figure_file.figure("plot_muscle_map", "deep_rotators", 1, 2, 3, path=tmp_path / "a.png")

    def broken(*_: Any, **__: Any) -> None:
        raise TypeError("ours")

    monkeypatch.setattr(plate, "paper", broken)
    with pytest.raises(Unforeseen, match="ours"):
        figure_file.figure("plot_muscle_map", "deep_rotators", path=tmp_path / "a.png")
