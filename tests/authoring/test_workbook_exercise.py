"""An exercise on one sheet: a new one with at most forty typed cells stands everywhere; one that is there changes."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.app.cli import main
from stretchlib.authoring.check import check_data
from stretchlib.authoring.workbook.exercise_sheet import sheet_name
from stretchlib.authoring.workbook.sheets import NEW_EXERCISE
from tests.authoring.workbook_file import WorkbookFile
from tools.checks import ROOT

TYPED_AT_MOST = 40
#: What is chosen from a list and therefore not typed.
CHOSEN = ("category", "mode", "sides", "like", "equipment", "setting", "phase", "structure", "role", "priority", "kind",
          "objective", "level", "correct", "features 1")
FORM = {"name": "Long bridge", "category": "strength", "mode": "repeat", "sides": "together", "like": "bridge",
        "start_position": "Lying on the back, feet farther away than for the bridge.", "equipment": "A mat.",
        "setting": "At home, in class or in a clinic.", "evidence_note": "A course choice; no study was looked up."}
LISTS: dict[str, list[dict[str, object]]] = {
    "exercise_levels": [{"title": "Small lift", "description": "Lift less high."},
                        {"title": "Both legs", "description": "Lift with both feet on the floor."},
                        {"title": "One leg lifted", "description": "Straighten one knee while you hold."}],
    "exercise_steps": [
        {"phase": "get ready", "text": "Lie on your back, feet a step farther away.", "cue": "On your back, feet far"},
        {"phase": "lift", "text": "Breathe out and lift the pelvis.", "cue": "Breathe out, lift"},
        {"phase": "hold", "text": "Hold, and keep breathing.", "cue": "Hold, and breathe"},
        {"phase": "lower", "text": "Lower the pelvis without hurry.", "cue": "Lower the pelvis"}],
    "exercise_structures": [
        {"structure": "hamstrings", "role": "working", "priority": "target", "part": "at long muscle length"},
        {"structure": "gluteus_maximus", "role": "working", "priority": "secondary"}],
    "exercise_cautions": [
        {"kind": "stop rule", "text": "Stop if leg pain, numbness or pins and needles appear or spread."},
        {"kind": "caution", "text": "A cramp at the back of the thigh: bring the heels closer."}],
    "options": [
        {"correct": "TRUE", "text": "Towards the hamstrings", "feedback": "Right. The knee is less bent."},
        {"text": "Towards the calf", "feedback": "The foot rests flat; the calf does little."},
        {"text": "Away from the hip", "feedback": "The hip still extends against the load."}]}
STEM = "Where does the work go when the feet are farther away in the bridge?"


def filled_in(subject_folder: Path) -> tuple[WorkbookFile, int]:
    """The workbook with a new exercise, and how many cells were typed for it."""
    book = WorkbookFile("exercises", subject_folder)
    for column, text in FORM.items():
        book.answer(NEW_EXERCISE, "exercises", column, text)
    question = {"stem": STEM, "objective": book_objective(), "level": "understand"}
    for column, text in question.items():
        book.answer(NEW_EXERCISE, "questions", column, text)
    for part, lines in LISTS.items():
        for number, texts in enumerate(lines, start=1):
            book.line(NEW_EXERCISE, part, number, **texts)
    cells = [column for texts in (FORM, question, *(line for lines in LISTS.values() for line in lines))
             for column in texts]
    return book, sum(column not in CHOSEN for column in cells)


def book_objective() -> str:
    return str(sl.load("objectives")["id"].iloc[0])


#: What the pocket page holds is drawn anew for it, which takes as long as all the rest.
POCKET = (["pocket"], "pocket.html", "Lower the pelvis without hurry.")


@pytest.mark.parametrize("pages", [(), pytest.param((POCKET,), marks=pytest.mark.slow)], ids=["every day", "pocket"])
def test_a_new_exercise_stands_everywhere(data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                          capsys: pytest.CaptureFixture[str],
                                          pages: tuple[tuple[list[str], str, str], ...]) -> None:
    book, typed = filled_in(tmp_path)
    assert typed <= TYPED_AT_MOST
    mine = tmp_path / "mine"
    assert main(["check", "--workbook", str(book.save())]) == 0, capsys.readouterr().err
    assert main(["apply", str(book.path), "--to", str(mine)]) == 0
    output = capsys.readouterr().out
    assert "exercises, long_bridge: hold_max_s 5 (usual for strength)" in output
    assert "exercise_levels, long_bridge/base: posture On your back, knees bent, feet flat (as bridge)" in output
    assert "poses, long_bridge: 8 new rows" in output
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(mine))
    assert check_data() == []

    row = sl.load_exercises().set_index("id").loc["long_bridge"]
    assert (row["code"], row["certainty"], row["checked"]) == ("E17", "expert opinion", "unchecked")
    assert row["review"] == "not clinically reviewed"
    assert sl.timer("long_bridge").session["phases"][0]["cue"] == "On your back, feet far"
    assert len(sl.Session.from_exercise("long_bridge", "harder").phases) > 10
    guide = repr(sl.guide("long_bridge"))
    for words in ("Long bridge, Both legs", "Stop if leg pain", "From about 16 weeks of pregnancy", "Hold, and keep"):
        assert words in guide
    assert "Pelvis lifted" in repr(sl.plot_exercise("long_bridge"))
    assert "Long bridge" in sl.dose_table()["exercise"].tolist()
    cells = json.loads((ROOT / "notebooks" / "05_stretch_and_strengthen.ipynb").read_text(encoding="utf-8"))["cells"]
    calls = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert any("dose_table" in call or "load_exercises" in call for call in calls), "the notebook asks for the table"

    for words, name, within in ((["handout", "long_bridge"], "handout.html", "Lower the pelvis without hurry."),
                                (["moodle", "05"], "bank.xml", STEM), *pages):
        assert main(["publish", *words, "--to", str(tmp_path / name)]) == 0, capsys.readouterr().err
        assert within in (tmp_path / name).read_text(encoding="utf-8"), name
    assert main(["publish", "anki", "05", "--to", str(tmp_path / "deck.apkg")]) == 0
    with zipfile.ZipFile(tmp_path / "deck.apkg") as packed:
        packed.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as deck:
        assert any(STEM in fields for (fields,) in deck.execute("select flds from notes"))

    assert main(["check", "--workbook", str(book.path)]) == 0, "the same workbook goes on fitting"
    output = capsys.readouterr().out
    assert "Long bridge is in the course already, so this sheet is not read" in output
    assert "changes nothing" in output
    assert "stays in the course" not in output
    assert "Long bridge" in WorkbookFile("exercises", tmp_path / "again").book.sheetnames


def test_all_that_is_missing_is_told_at_once(data_copy: Path, tmp_path: Path) -> None:
    book = WorkbookFile("exercises", tmp_path)
    book.answer(NEW_EXERCISE, "exercises", "name", "Long bridge")
    book.answer(NEW_EXERCISE, "questions", "stem", "What is it?")
    output = book.faults()
    assert [fault.partition(": ")[0].rpartition(" ")[2].strip("()") for fault in output] == [
        "category", "mode", "sides", "like", "equipment", "setting",
        "title", "description", "title", "description", "title", "description",
        "exercise_steps", "exercise_steps", "exercise_structures", "exercise_cautions", "objective", "level", "options"]
    assert all(fault.startswith(f"sheet {NEW_EXERCISE}, cell ") for fault in output)
    assert output[0] == f"sheet {NEW_EXERCISE}, cell B6 (category): the cell is empty; choose a word of its list."
    assert any("there is no stop rule; say in a line of kind stop rule when to stop." in fault for fault in output)


def test_an_empty_sheet_says_nothing(data_copy: Path, tmp_path: Path) -> None:
    proposal = WorkbookFile("exercises", tmp_path).read()
    assert (proposal.changes, proposal.notices) == ([], [])


@pytest.mark.parametrize(("like", "answers", "phases", "structure"), [
    ("figure_four_stretch", {"category": "stretch", "mode": "hold", "sides": "each"},
     ("get ready", "hold", "release"), ("piriformis", "stretched")),
    ("graded_walking", {"category": "aerobic", "mode": "walk", "sides": "none"}, ("get ready", "walk"),
     ("gluteus_medius", "working")),
], ids=["stretch", "walk"])
def test_each_kind_of_exercise_has_its_usual_dose(data_copy: Path, tmp_path: Path, like: str, answers: dict[str, str],
                                                  phases: tuple[str, ...], structure: tuple[str, str]) -> None:
    book = WorkbookFile("exercises", tmp_path)
    for column, text in {**FORM, **answers, "name": "My own", "like": like, "start_position": ""}.items():
        book.answer(NEW_EXERCISE, "exercises", column, text)
    for part in ("exercise_levels", "exercise_cautions"):
        for number, texts in enumerate(LISTS[part], start=1):
            book.line(NEW_EXERCISE, part, number, **texts)
    for number, phase in enumerate(phases, start=1):
        book.line(NEW_EXERCISE, "exercise_steps", number, phase=phase, text=f"The {phase} of it.", cue=phase)
    book.line(NEW_EXERCISE, "exercise_structures", 1, structure=structure[0], role=structure[1], priority="target")
    assert book.faults() == []
    new = next(change for change in book.read().changes if change.table == "exercises").after
    there = sl.load_exercises().set_index("id").loc[like]
    for column in ("hold_min_s", "rest_max_s", "walk_min_min", "change_side_s", "days_per_week_max"):
        assert bool(new[column]) == (str(there[column]) != "<NA>"), column


def test_a_copy_of_the_sheet_is_another_exercise(data_copy: Path, tmp_path: Path) -> None:
    book, _ = filled_in(tmp_path)
    copy = book.book.copy_worksheet(book.book[NEW_EXERCISE])
    copy.title = "Another"
    book.answer("Another", "exercises", "name", "Longer bridge")
    proposal = book.read()
    assert proposal.faults == []
    new = [change for change in proposal.changes if change.table == "exercises"]
    assert [(*change.key, change.after["code"]) for change in new] == [
        ("long_bridge", "E17"), ("longer_bridge", "E18")]
    assert {change.key[0] for change in proposal.changes if change.table == "questions"} == {"Q304", "Q305"}


def test_an_exercise_that_is_there_changes_in_its_sheet(data_copy: Path, tmp_path: Path) -> None:
    book = WorkbookFile("exercises", tmp_path)
    book.answer("Bridge", "exercises", "hold_max_s", 12)
    book.line("Bridge", "exercise_levels", 1, title="A smaller lift")
    row = book.row_of("Bridge", "exercise_steps") + 3
    book.book["Bridge"].insert_rows(row + 1)
    book.line("Bridge", "exercise_steps", 3, level="base", phase="lift", text="Take your time.", cue="Take your time")
    book.line("Bridge", "exercise_cautions", 1, hidden="TRUE")
    proposal = book.read()
    assert (proposal.faults, proposal.notices) == ([], [])
    changes = {change.key: change for change in proposal.changes}
    assert changes[("bridge",)].columns == ["hold_max_s"]
    assert changes[("bridge", "easier")].columns == ["title"]
    assert changes[("bridge", "base", "3")].after["text"] == "Take your time."
    assert changes[("bridge", "base", "6")].kind == "new", "the steps behind it move down"
    assert [change.key for change in proposal.changes if change.kind == "hidden"] == [("bridge_cramp",)]


def test_a_step_that_goes_is_said_to_go(data_copy: Path, tmp_path: Path) -> None:
    book = WorkbookFile("exercises", tmp_path)
    book.line("Bridge", "exercise_steps", 3, hidden="TRUE")
    proposal = book.read()
    hidden = [change.key for change in proposal.changes if change.kind == "hidden"]
    assert hidden == [("bridge", "base", "5")], "those behind it move up, and the last number goes"
    assert proposal.faults == []
    book = WorkbookFile("exercises", tmp_path / "again")
    book.book["Bridge"].delete_rows(book.row_of("Bridge", "exercise_steps") + 4)
    (fault,) = book.read().faults
    assert "level base has 5 steps in the course, and 4 here; to take a step out, keep its row and choose TRUE" in fault


def test_two_sheets_that_disagree_are_told(data_copy: Path, tmp_path: Path) -> None:
    book = WorkbookFile("exercises", tmp_path)
    book.answer("Bridge", "exercises", "hold_max_s", 12)
    cell = book.cell("exercises", "bridge", "hold_max_s")
    cell.value = 12
    assert book.read().faults == [], "the same in both is one change"
    cell.value = 13
    (fault,) = book.read().faults
    assert f"cell {cell.coordinate}, says something else (13)" in fault or "says something else (12)" in fault


def test_a_sheet_has_a_name_that_a_spreadsheet_takes() -> None:
    assert sheet_name("Seated 90/90 hip: rotation?", []) == "Seated 90 90 hip  rotation"
    assert sheet_name("Bridge", ["bridge"]) == "Bridge (2)"
    assert len(sheet_name("A name that is longer than a sheet's may be", [])) == 31
