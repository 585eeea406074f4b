"""Bad input to the tables of claims, evidence, questions and words: a sentence each, and no text that runs as HTML."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.tables import catalogue
from stretchlib.widgets.case.player import Opening
from tests.data_files import table_file
from tools.checks import ROOT

HOSTILE = "<script>alert(1)</script>"
PACKAGE = {table["name"]: table
           for table in json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["resources"]}
TABLES = ("claims", "claim_links", "claim_numbers", "test_accuracy", "trials", "questions", "options", "glossary")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def faults_after(folder: Path, table: str, row: int, **cells: str) -> list[str]:
    """What check says after these cells of a row (0 is the first) were changed."""
    path = table_file(folder, table)
    rows = read(path)
    assert set(cells) <= set(rows[0])
    rows[row].update(cells)
    write(path, rows)
    return check_data(folder)


def free_text(table: str) -> list[str]:
    """Columns that hold a sentence or a name: neither an id, nor a word of a list, nor a form."""
    schema = PACKAGE[table]["schema"]
    keys = schema["primaryKey"] if isinstance(schema["primaryKey"], list) else [schema["primaryKey"]]
    linked = {key["fields"] for key in schema.get("foreignKeys", [])}
    return [field["name"] for field in schema["fields"] if field["type"] == "string" and "listOf" not in field
            and not {"enum", "pattern"} & set(field.get("constraints", {}))
            and field["name"] not in {*keys, *linked, "reviewed_by"}]


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_stands_twice_is_told(data_copy: Path, table: str) -> None:
    path = table_file(data_copy, table)
    rows = read(path)
    write(path, [*rows, rows[0]])
    key = PACKAGE[table]["schema"]["primaryKey"]
    column = " + ".join(key) if isinstance(key, list) else key
    assert [line for line in check_data(data_copy)
            if line.startswith(f"{table}.csv, row {len(rows) + 2}, column {column}: this stands in row 2 already")]


@pytest.mark.parametrize(("table", "column"), [
    (table, column) for table in (*TABLES, "case_questions", "case_examinations", "case_actions", "trial_reports")
    for column in [key["fields"] for key in PACKAGE[table]["schema"].get("foreignKeys", [])]
    + [field["name"] for field in PACKAGE[table]["schema"]["fields"] if "listOf" in field]])
def test_a_reference_to_nothing_is_told(data_copy: Path, table: str, column: str) -> None:
    rows = read(data_copy / PACKAGE[table]["path"])
    row = next((number for number, cells in enumerate(rows) if cells[column]), 0)
    old = rows[row][column].split("; ")[0] or "none"
    wrong = {"C": "C99", "O": "O99", "L": "LO9", "Q": "Q999"}.get(old[0], f"{old}x")
    lines = faults_after(data_copy, table, row, **{column: wrong})
    assert [line for line in lines if re.match(
        rf"{table}\.csv, row {row + 2}, column {column}: \w+\.csv has no id of this name \('{wrong}'\); ", line)], lines


@pytest.mark.parametrize(("table", "cells", "sentence"), [
    ("test_accuracy", {"sensitivity": "1.2"}, "row 2, column sensitivity: the largest allowed value is 1 ('1.2'); "
     "check the number."),
    ("test_accuracy", {"specificity": "-0.1"}, "column specificity: the smallest allowed value is 0 ('-0.1')"),
    ("test_accuracy", {"sensitivity": "92 %"}, "column sensitivity: a number has no percent sign ('92 %'); "
     "write 0.92."),
    ("test_accuracy", {"sensitivity_low": "0.93"}, "row 2, column sensitivity_low: it is more than sensitivity (0.92) "
     "('0.93'); check both numbers."),
    ("test_accuracy", {"sensitivity_high": "0.91"}, "column sensitivity: it is more than sensitivity_high (0.91)"),
    ("test_accuracy", {"lr_positive_low": "1.3"}, "column lr_positive_low: it is more than lr_positive (1.28)"),
    ("test_accuracy", {"lr_negative_low": "0.5", "lr_negative_high": "0.4", "lr_negative": ""},
     "lr_negative_low: it is more than lr_negative_high"),
    ("test_accuracy", {"people": "0"}, "column people: the smallest allowed value is 1"),
    ("test_accuracy", {"certainty": "sure"}, "column certainty: this word is not one of those allowed ('sure')"),
    ("trials", {"low": "-1"}, "row 2, column low: it is more than effect (-5.4) ('-1.0'); check both numbers."),
    ("trials", {"high": "-6"}, "row 2, column effect: it is more than high (-6.0)"),
    ("trials", {"measure": "odds ratio"}, "column measure: this word is not one of those allowed"),
    ("claims", {"verdict": "right"}, "column verdict: this word is not one of those allowed"),
    ("claims", {"sources": ""}, "column sources: the cell is empty, but certainty is high; fill it in."),
    ("claims", {"id": "c1"}, "column id: this is not written as it must be ('c1'); write it like C28."),
    ("claims", {"correct_statement": ""}, "column correct_statement: the cell is empty; fill it in."),
    ("claim_numbers", {"value": "four"}, "column value: a number belongs here ('four')"),
    ("claim_numbers", {"checked": "unchecked"}, "column checked: this word is not one of those allowed ('unchecked')"),
    ("questions", {"kind": "singel"}, "column kind: this word is not one of those allowed ('singel'); did you mean "
     "'single'?"),
    ("options", {"feedback": ""}, "column feedback: the cell is empty, but role is choice; fill it in."),
    ("options", {"correct": "maybe"}, "column correct: true or false belongs here ('maybe')"),
    ("glossary", {"plain": "word " * 25 + "word"}, "column plain: this is not written as it must be"),
    ("glossary", {"plain": ""}, "column plain: the cell is empty; fill it in."),
    ("glossary", {"term": "adduction"}, "column term: this stands in row"),
])
def test_a_wrong_value_is_told(data_copy: Path, table: str, cells: dict[str, str], sentence: str) -> None:
    lines = faults_after(data_copy, table, 0, **cells)
    assert [line for line in lines if line.startswith(f"{table}.csv, row ") and sentence in line], lines
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in (*TABLES, "trial_reports", "words")
                                               for column in free_text(table)])
def test_a_tag_in_a_text_is_told(data_copy: Path, table: str, column: str) -> None:
    lines = faults_after(data_copy, table, 0, **{column: "a <b>b</b>"})
    assert (f"{table}.csv, row 2, column {column}: the text holds an HTML tag, which is never run ('<b>'); write it "
            "without tags.") in lines


def test_what_only_looks_like_a_tag_is_text(data_copy: Path) -> None:
    assert faults_after(data_copy, "trials", 0, caveat="p < 0.05 and > 0.01, a<b, <5 people, -> here") == []


def html_outputs() -> Iterator[tuple[str, Any]]:
    """Everything that shows rows of tables as HTML."""
    for name in dir(sl):
        if name.startswith("load_"):
            yield name, getattr(sl, name)()
    yield "glossary", sl.glossary()
    yield "sources", sl.sources(*(str(row["id"]) for row in catalogue.rows("references")))
    yield "hip_back_links", sl.hip_back_links()
    yield "pain_sources", sl.pain_sources()
    yield "red_flags", sl.red_flags()
    yield "guide", sl.guide("figure_four_stretch")
    yield "dose_table", sl.dose_table()
    yield "anatomy", sl.anatomy()
    yield "dose", sl.plot_dose("figure_four_stretch")
    yield "variants", sl.plot_sciatic_variants()
    for name in sl.cases.case_ids():
        yield name, Opening(sl.cases.load_case(name))


def test_no_text_of_any_table_runs_as_html(data_copy: Path) -> None:
    spoilt = 0
    for table in PACKAGE:
        limits = {field["name"]: field.get("constraints", {}).get("maxLength", 9999)
                  for field in PACKAGE[table]["schema"]["fields"]}
        rows = read(data_copy / PACKAGE[table]["path"])
        for row in rows:
            for column in free_text(table):
                if row[column] and len(row[column]) + len(HOSTILE) <= limits[column]:
                    row[column] += HOSTILE
                    spoilt += 1
        write(data_copy / PACKAGE[table]["path"], rows)
    assert spoilt > 2000
    escaped = 0
    for name, output in html_outputs():
        html = output._repr_html_()
        assert "<script" not in html.lower(), name
        escaped += html.count("&lt;script&gt;")
    assert escaped > 500, "the spoilt texts were shown"


#: Ways to put a bare string on the page as HTML, in Python.
RAW = {"HTML", "HTMLMath", "Markdown", "Javascript", "SVG", "Latex", "display_html", "display_markdown",
       "display_javascript", "publish_display_data"}
#: The same in the page. Reading ``innerHTML`` of what already stands there runs nothing.
IN_PAGE = re.compile(r"\.(inner|outer)HTML\s*\+?=(?!=)|insertAdjacentHTML|document\.write|srcdoc|"
                     r"createContextualFragment|\beval\(|new Function\(|DOMParser")
PRINTED = ROOT / "stretchlib" / "widgets" / "shared" / "print_frame.js"


def raw_ways(source: str) -> list[str]:
    """What of a Python source puts a bare string on the page, or styles a DataFrame, whose styles are not escaped."""
    ways = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {*RAW, "style"}:
            ways.append(node.attr)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("IPython", "ipywidgets"):
            ways += [alias.name for alias in node.names if alias.name in {*RAW, "*"}]
        elif isinstance(node, ast.FunctionDef) and re.fullmatch("_repr_(markdown|javascript|latex)_", node.name):
            ways.append(node.name)
    return ways


def test_nothing_puts_a_bare_string_on_the_page() -> None:
    paths = [path for folder in ("stretchlib", "tools") for path in (ROOT / folder).rglob("*.py")]
    assert len(paths) > 60
    for path in paths:
        assert raw_ways(path.read_text(encoding="utf-8")) == [], path
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                assert raw_ways("".join(cell["source"])) == [], path
    pages = [path for path in (ROOT / "stretchlib").rglob("*") if path.suffix in (".js", ".html", ".j2")]
    assert {path.suffix for path in pages} == {".js", ".html", ".j2"}
    for path in pages:
        assert path == PRINTED or not IN_PAGE.search(path.read_text(encoding="utf-8")), path


def test_a_page_to_print_is_shown_in_a_frame_without_scripts() -> None:
    source = PRINTED.read_text(encoding="utf-8")
    assert [match[0] for match in IN_PAGE.finditer(source)] == ["srcdoc"]
    sandbox = re.search(r'sandbox: "([^"]*)"', source)
    assert sandbox
    assert "allow-scripts" not in sandbox[1], "what a learner typed stands in that page"


@pytest.mark.parametrize(("source", "writes"), [("a.innerHTML = b", True), ("a.innerHTML += b", True),
                                                ("a.innerHTML", False), ("a.innerHTML === b", False),
                                                ("a.insertAdjacentHTML(b)", True), ("a.textContent = b", False)])
def test_the_scan_of_the_page_sees_each_write(source: str, writes: bool) -> None:
    assert bool(IN_PAGE.search(source)) == writes


@pytest.mark.parametrize("source", ["df.style.hide()", "from IPython.display import HTML", "import ipywidgets as w\n"
                                    "w.HTML('<b>')", "IPython.display.Markdown('x')", "from ipywidgets import *",
                                    "class A:\n    def _repr_markdown_(self): ..."])
def test_the_scan_sees_each_way(source: str) -> None:
    assert raw_ways(source)
    assert not raw_ways("from .style import INK\nfrom html import escape\nescape('x')")


def test_a_hostile_name_asked_for_is_a_sentence() -> None:
    for call in (sl.glossary, sl.case, sl.sources, sl.quiz):
        with pytest.raises(StretchlibError) as caught:
            call(HOSTILE)  # type: ignore[operator]
        assert "\n" not in str(caught.value)
