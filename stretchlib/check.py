"""Check a whole data folder, the library's own or a lecturer's copy: one sentence a fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from . import datasets
from .cases import case_faults
from .claims import claim_faults
from .errors import SchemaError, StretchlibError, TableError
from .literal import markup_fault
from .notes import note_faults
from .programme import Programme
from .second_language import translation_faults
from .tables import Table, sentence
from .trial_reports import rating_faults

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def check_data(folder: str | os.PathLike[str] | None = None) -> list[str]:
    """Every fault of the tables and notes in ``folder`` (default: the data in use); empty when all is well."""
    root: Traversable = Path(folder) if folder is not None else datasets.data_root()
    if isinstance(root, Path) and not root.is_dir():
        return [f"{root}: there is no such folder; give the folder that holds datapackage.json."]
    problems: list[str] = []
    tables: dict[str, Table] = {}
    try:
        known = datasets.resources(root)
        for name in known:
            try:
                tables[name] = datasets.table(name, root)
            except TableError as error:
                problems += error.problems
    except (SchemaError, StretchlibError) as error:
        return [*problems, str(error)]
    for name in tables:
        problems += _markup_faults(tables[name])
        problems += datasets.link_faults(name, root, tables)
    if "exercise_steps" in tables:
        problems += _step_faults(tables["exercise_steps"])
    if "structures" in tables and "references" in tables:
        problems += note_faults(root, [str(row["id"]) for row in tables["structures"].rows],
                                {str(row["id"]) for row in tables["references"].rows})
    problems += claim_faults(tables)
    problems += translation_faults(root, tables)
    for name in tables:
        problems += _review_faults(tables[name])
    problems += case_faults(root, tables)
    problems += rating_faults(tables)
    if folder is None and not problems:  # the rules read the data in use
        problems += _programme_faults(tables["programmes"])
    return list(dict.fromkeys(problems))  # a missing table of words is met by every case


def _review_faults(table: Table) -> Iterator[str]:
    """A signature has a name and a day."""
    for row, number in zip(table.rows, table.sheet_rows, strict=True):
        for column, other in (("reviewed_by", "reviewed_on"), ("reviewed_on", "reviewed_by")):
            if row.get(column) is not None and row[other] is None:
                yield sentence(table.name, f"{column} is filled in and {other} is not", "give both, or neither",
                               number, other)


def _markup_faults(table: Table) -> Iterator[str]:
    """A tag or a formula in a text: it would be shown as it stands."""
    for row, number in zip(table.rows, table.sheet_rows, strict=True):
        for column, value in row.items():
            found = markup_fault(value) if isinstance(value, str) else None
            if found:
                yield sentence(table.name, f"the text {found[0]}", found[1], number, column, found[2])


def _programme_faults(programmes: Table) -> Iterator[str]:
    """Example weeks that break a rule of the tables, or are for a case that is not there."""
    for row, number in zip(programmes.rows, programmes.sheet_rows, strict=True):
        try:
            Programme.from_rows(str(row["id"]))
        except StretchlibError as error:
            yield sentence(programmes.name, f"this week cannot be practised, because of this: {str(error).rstrip('.')}",
                           "change its rows in programme_items.csv", number, "id", row["id"])


def _step_faults(steps: Table) -> Iterator[str]:
    """The steps of one exercise and level are numbered 1, 2, 3 ... in the order they stand."""
    reached: dict[tuple[object, object], int] = {}
    for row, number in zip(steps.rows, steps.sheet_rows, strict=True):
        key = row["exercise"], row["level"]
        reached[key] = reached.get(key, 0) + 1
        if row["step"] != reached[key]:
            yield sentence(steps.name, f"this is step {reached[key]} of {key[0]}, {key[1]}", f"write {reached[key]}",
                           number, "step", row["step"])
            reached[key] = int(str(row["step"]))
