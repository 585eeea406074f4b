"""The frictionless package reads the same files with the same schema: where it agrees, and what it lets pass."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from stretchlib.tables import catalogue
from tools.checks import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from frictionless import Package, Resource, Schema

FAULTS = ROOT / "tests" / "faults"
EXPECTED = json.loads((FAULTS / "expected.json").read_text(encoding="utf-8"))
# Faults it lets pass: why the project reads its tables by itself.
MISSED = {
    "control_character.csv": "terminal escapes are text to it",
    "text_that_turns_round.csv": "so are marks that turn the direction of writing",
    "header_only.csv": "a table without rows is a table",
    "long_cell.csv": "no limit on a cell",
    "huge_cell.csv": "no limit on a cell",
    "nul_byte.csv": "a NUL byte is text",
    "other_digits.csv": "Python's int() takes the digits of any script",
    "underscore_in_a_number.csv": "Python's int() takes 3_0 for 30",
    "quote_in_the_middle.csv": "read as if the quotation mark were not there",
    "relation_broken.csv": "relations between columns are not part of Table Schema",
    "value_missing_by_rule.csv": "relations between columns are not part of Table Schema",
    "value_forbidden_by_rule.csv": "relations between columns are not part of Table Schema",
    "dates_and_errors_for_texts.csv": "what a spreadsheet program made of a text is text",
}
# What a spreadsheet program does to a file, and it refuses.
REFUSED = {"ok_reordered.csv", "ok_semicolons.csv", "ok_spaces.csv", "ok_trailing_blank_rows.csv",
           "ok_empty_cells_too_many.csv", "ok_empty_last_cells_gone.csv", "ok_named_separator.csv",
           "ok_named_separator_with_a_tail.csv", "ok_quoted_numbers.csv", "ok_rows_in_one_cell.csv",
           "ok_rows_in_one_cell_of_many.csv", "ok_truth_values_french.csv", "ok_truth_values_german.csv"}


def opinion(path: Path, schema: dict[str, Any]) -> bool:
    fields = [{key: value for key, value in field.items() if key not in ("unit", "example", "listOf")}
              for field in schema["fields"]]
    plain = {key: value for key, value in schema.items() if key not in ("relations", "foreignKeys")}
    descriptor = Schema.from_descriptor({**plain, "fields": fields})
    resource = Resource(path=path.name, basepath=str(path.parent), schema=descriptor, encoding="utf-8")
    return bool(resource.validate().valid)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_it_sees_the_fault_or_is_known_to_miss_it(name: str) -> None:
    assert opinion(FAULTS / name, json.loads((FAULTS / "schema.json").read_text(encoding="utf-8"))) == (name in MISSED)


@pytest.mark.parametrize("name", sorted(path.name for path in FAULTS.glob("ok_*.csv")))
def test_it_accepts_what_is_in_order_or_is_known_to_refuse_it(name: str) -> None:
    schema = json.loads((FAULTS / "schema.json").read_text(encoding="utf-8"))
    assert opinion(FAULTS / name, schema) == (name not in REFUSED)


def test_it_reads_the_descriptor_and_finds_no_fault_in_any_table() -> None:
    package = Package(ROOT / "data" / "datapackage.json")
    assert package.resource_names == list(catalogue.catalogue().resources)
    report = package.validate()
    assert not report.errors
    assert {task.name: task.errors for task in report.tasks if not task.valid} == {}
    assert len(report.tasks) == len(package.resource_names)
