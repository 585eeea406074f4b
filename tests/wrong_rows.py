"""Tables with a wrong row, made in memory from those of a folder; for the tests of what a table means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from stretchlib.tables.reader import Table
from stretchlib.tables.rows import Row

Change = Mapping[str, Any]


def numbers(tables: Mapping[str, Table], change: Change) -> list[int]:
    """The rows of the sheet that a change is about."""
    return [number for row, number in tables[change["table"]].numbered(Row) if _fits(row, change["row"])]


def changed(tables: Mapping[str, Table], changes: Iterable[Change]) -> dict[str, Table]:
    """The tables after each change: ``set`` changes cells of the first row that fits, ``remove`` takes out all that
    fit, ``copy`` adds the first that fits with other cells at the end."""
    changed = dict(tables)
    for change in changes:
        table = changed[change["table"]]
        pairs = list(table.numbered(Row))
        index = next(index for index, (row, _) in enumerate(pairs) if _fits(row, change["row"]))
        if "remove" in change:
            pairs = [pair for pair in pairs if not _fits(pair[0], change["row"])]
        elif "copy" in change:
            pairs.append((_with(pairs[index][0], change["copy"]), pairs[-1][1] + 1))
        else:
            pairs[index] = _with(pairs[index][0], change["set"]), pairs[index][1]
        changed[change["table"]] = Table(table.name, tuple(row for row, _ in pairs), tuple(row for _, row in pairs))
    return changed


def _fits(row: Row, cells: Mapping[str, Any]) -> bool:
    return all(getattr(row, column) == value for column, value in cells.items())


def _with(row: Row, cells: Mapping[str, Any]) -> Row:
    return replace(row, **{column: tuple(value) if isinstance(value, list) else value
                           for column, value in cells.items()})
