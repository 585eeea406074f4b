"""Wrong numbers do not pass: change any number of the exercises, and something a reader sees changes or a rule breaks.

A number counts as seen when a saved output of a notebook would differ, which is what nbval compares, or when the
check of the data tells a fault. No checksum, second copy or list of values is asked.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from stretchlib.authoring.check import check_data
from tests.data_files import table_file
from tools.checks import ROOT

TABLES = ("exercises", "exercise_levels", "exercise_structures", "exercise_steps", "exercise_cautions")
# The notebooks and cells that show anything of these tables; plates and drawn persons have tables of their own.
NOTEBOOKS = [path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
             if "load_exercises" in path.read_text(encoding="utf-8")]
OTHER_TABLES = ("plot_exercise(", "plot_muscle_map(", "anatomy(", "sources(", "red_flags(")
# (table, column) -> why a wrong number in it may pass. Empty: every number is seen.
WAIVED: dict[tuple[str, str], str] = {}

pytestmark = pytest.mark.slow


def schema(table: str) -> dict[str, Any]:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return next(resource["schema"] for resource in package["resources"] if resource["name"] == table)


def numbers() -> Iterator[tuple[str, int, str, str]]:
    """(table, row from 0, column, exercise) of every filled cell of a number column."""
    for table in TABLES:
        columns = [field["name"] for field in schema(table)["fields"] if field["type"] in ("integer", "number")]
        with table_file(ROOT / "data", table).open(encoding="utf-8", newline="") as file:
            for index, row in enumerate(csv.DictReader(file)):
                for column in columns:
                    if row[column]:
                        yield table, index, column, row.get("exercise") or row["id"]


@cache
def cells(notebook: Path) -> list[tuple[str, str | None]]:
    """(source, saved text of the value it ends with) of the code cells."""
    sources = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            texts = ["".join(output["data"]["text/plain"]) for output in cell["outputs"] if "data" in output]
            sources.append(("".join(cell["source"]), "\n".join(texts) if texts else None))
    return sources


def text_of(value: Any) -> str:
    """The text forms that a notebook saves for a value, as nbval compares them."""
    if hasattr(value, "scene"):  # an explorer shows its first state and itself
        return "\n".join([repr(value.scene.diagram), repr(value)])
    if hasattr(value, "paper"):  # a quiz shows its questions and itself
        return "\n".join([repr(value.paper), repr(value)])
    if hasattr(value, "_ipython_display_"):  # a timer shows its timeline, its phases and itself
        import stretchlib as sl

        return "\n".join([repr(sl.plot_session(value.plan)), repr(value.plan), repr(value)])
    return repr(value)


def noticed(notebook: Path, exercise: str) -> str | None:
    """The first cell whose text differs from the saved one. Cells about other exercises are only run."""
    space: dict[str, Any] = {}
    pd.set_option("display.max_colwidth", 50, "display.max_columns", 20, "display.width", 80)  # as in a kernel
    for source, saved in cells(notebook):
        tree = ast.parse(source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, str(notebook), "exec"), space)
        about_another = bool(_exercises_in(source)) and exercise not in source
        if last is None or saved is None or about_another or any(call in source for call in OTHER_TABLES):
            continue
        if text_of(eval(compile(ast.Expression(last.value), str(notebook), "eval"), space)) != saved:
            return source
    return None


@cache
def _names() -> frozenset[str]:
    with table_file(ROOT / "data", "exercises").open(encoding="utf-8", newline="") as file:
        return frozenset(row["id"] for row in csv.DictReader(file))


def _exercises_in(source: str) -> set[str]:
    return {name for name in _names() if f'"{name}"' in source}


def change(path: Path, index: int, column: str, by: int) -> bool:
    """Add ``by`` to one number of the table; false where it would be negative."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    value = float(rows[index][column]) + by
    if value < 0:
        return False
    rows[index][column] = f"{value:g}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return True


def test_without_a_change_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    _wide(monkeypatch)
    for notebook in NOTEBOOKS:
        for exercise in _names():
            assert noticed(notebook, exercise) is None


def test_there_are_numbers_to_change() -> None:
    assert len(list(numbers())) > 300


@pytest.mark.parametrize("exercise", sorted(_names()))
def test_every_changed_number_is_noticed(exercise: str, whole_data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _wide(monkeypatch)
    passed = []
    for table, index, column, owner in numbers():
        if owner != exercise or (table, column) in WAIVED:
            continue
        path = table_file(whole_data_copy, table)
        before = path.read_bytes()
        for by in (1, -1):
            if change(path, index, column, by) and not (
                    check_data(whole_data_copy) or any(noticed(notebook, exercise) for notebook in NOTEBOOKS)):
                passed.append(f"{path.name}, row {index + 2}, column {column}: {by:+d} changes nothing a reader sees")
            path.write_bytes(before)
    assert not passed


def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    # A kernel's DataFrames are printed for 80 columns, whatever terminal the tests run in.
    monkeypatch.setenv("COLUMNS", "80")
