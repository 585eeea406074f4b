"""A lecturer's round trip through LibreOffice: open a table, change a hold, add an exercise, save, check, practise."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import stretchlib as sl
from stretchlib.authoring.check import check_data
from tests.data_files import table_file
from tools.checks import ROOT

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# Separator 44 or 59, quotation mark 34, UTF-8 76; "as shown" is off, so that numbers stay numbers.
SAVE = {",": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
        ";": "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false"}
NS = {name: f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "text", "office")}

pytestmark = pytest.mark.slow


def convert(path: Path, to: str, *how: str, home: Path) -> None:
    if OFFICE is None:
        reason = "no LibreOffice was found: install it (Debian: libreoffice-calc-nogui)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    command = [OFFICE, f"-env:UserInstallation={(home / 'office').as_uri()}", "--headless", *how, "--convert-to", to,
               "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def cells(row: ElementTree.Element) -> list[ElementTree.Element]:
    """The cells of a sheet row, those that repeat written out."""
    for cell in list(row):
        times = int(cell.attrib.pop(f"{NS['table']}number-columns-repeated", "1"))
        for _ in range(min(times, 200) - 1):
            row.insert(list(row).index(cell), ElementTree.fromstring(ElementTree.tostring(cell)))
    return list(row)


def text(cell: ElementTree.Element) -> str:
    return "\n".join("".join(part.itertext()) for part in cell.findall(f"{NS['text']}p"))


def put(cell: ElementTree.Element, value: str) -> None:
    """Type a value into a cell, as text or as a number."""
    for child in list(cell):
        cell.remove(child)
    kind = "float" if re.fullmatch(r"\d+", value) else "string"
    cell.attrib.clear()
    cell.attrib[f"{NS['office']}value-type"] = kind
    if kind == "float":
        cell.attrib[f"{NS['office']}value"] = value
    ElementTree.SubElement(cell, f"{NS['text']}p").text = value


def edit(sheet: Path) -> None:
    """Change the figure-four's hold and its range, and add an exercise below the last row."""
    for _, (prefix, uri) in ElementTree.iterparse(sheet, events=["start-ns"]):
        ElementTree.register_namespace(prefix, uri)  # the program knows its files by the usual prefixes
    tree = ElementTree.parse(sheet)
    table = next(tree.iter(f"{NS['table']}table"))
    rows = [row for row in table.iter(f"{NS['table']}table-row") if "".join(row.itertext()).strip()]
    names = [text(cell) for cell in cells(rows[0])]
    first = cells(rows[1])
    assert text(first[0]) == "figure_four_stretch"
    put(first[names.index("hold_min_s")], "20")
    copied = ElementTree.fromstring(ElementTree.tostring(rows[3]))
    new = cells(copied)
    for column, value in {"id": "towel_squeeze", "code": "E17", "name": "Towel squeeze", "from_article": "false",
                          "hold_min_s": "4", **{name: "" for name in names if name.startswith("article_")}}.items():
        put(new[names.index(column)], value) if value else new[names.index(column)].clear()
    table.insert(list(table).index(rows[-1]) + 1, copied)
    tree.write(sheet, encoding="utf-8", xml_declaration=True)


#: What an exercise needs beside its own row.
NEEDED = ("exercise_levels", "exercise_steps", "exercise_structures", "exercise_cautions", "poses")


def whole_like(folder: Path, old_id: str, new: str) -> None:
    """Add what a new exercise needs, as that of ``old_id`` has it: levels, steps, structures, cautions and postures."""
    for table in NEEDED:
        path = table_file(folder, table)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        alike = [{**row, "exercise": new} for row in rows if row["exercise"] == old_id]
        for row in alike if "id" in rows[0] else ():
            row["id"] = f"{new}_{row['id']}"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows + alike)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_lecturers_round_trip(whole_data_copy: Path, tmp_path: Path, separator: str) -> None:
    path = table_file(whole_data_copy, "exercises")
    convert(path, "fods", "--infilter=CSV:44,34,76,1", home=tmp_path)
    sheet = path.with_suffix(".fods")
    edit(sheet)
    path.unlink()
    convert(sheet, SAVE[separator], home=tmp_path)
    sheet.unlink()

    assert {word for fault in check_data(whole_data_copy) for word in re.findall(r"tells of (\w+)", fault)} == {
        "late_pregnancy", "high_blood_pressure", "treated_high_blood_pressure"}, "it is not whole without its cautions"
    whole_like(whole_data_copy, "ball_squeeze", "towel_squeeze")
    assert check_data(whole_data_copy) == []
    exercises = sl.load_exercises().set_index("id")
    assert exercises.loc["figure_four_stretch", "hold_min_s"] == 20
    assert list(exercises.index)[-1] == "towel_squeeze"
    holds = {p.duration_s for p in sl.Session.from_exercise("figure_four_stretch").phases if p.kind == "hold"}
    assert holds == {20}
    phases = sl.timer("towel_squeeze").session["phases"]
    assert {phase["end_s"] - phase["start_s"] for phase in phases if phase["kind"] == "hold"} == {4}
    assert "Towel squeeze" in repr(sl.plot_dose("towel_squeeze"))
    assert "this course 20 to 30" in repr(sl.plot_dose("figure_four_stretch"))
    assert "Towel squeeze" in sl.dose_table()["exercise"].tolist()
    assert "Towel squeeze" in repr(sl.guide("towel_squeeze"))


def test_a_notebook_shows_the_new_exercise(whole_data_copy: Path) -> None:
    """The cells of notebook 05 that list exercises show a new row with no edit of theirs."""
    path = table_file(whole_data_copy, "exercises")
    lines = path.read_text(encoding="utf-8").splitlines()
    bridge = next(line for line in lines if line.startswith("bridge,"))
    new = bridge.replace("bridge,E09,Bridge,", "long_bridge,E17,Long bridge,")
    assert new != bridge
    path.write_text("\n".join([*lines, new]) + "\n", encoding="utf-8")
    whole_like(whole_data_copy, "bridge", "long_bridge")
    assert check_data(whole_data_copy) == []
    space: dict[str, object] = {"sl": sl}
    outputs: list[str] = []
    notebook = ROOT / "notebooks" / "05_stretch_and_strengthen.ipynb"
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        lists = any(call in source for call in ("load_exercises(", "choose(", "dose_table("))
        if cell["cell_type"] == "code" and lists:
            exec(source, space)
            last = source.strip().splitlines()[-1]
            output = eval(last, space)
            outputs.append(repr(output) + getattr(output, "_repr_html_", str)())
    article, choice, doses = ("Long bridge" in output for output in outputs)
    assert (article, choice, doses) == (False, True, True)
