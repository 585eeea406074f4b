"""Tables with a wrong row, made in memory from those of a folder; for the tests of what a table means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from stretchlib.tables.reader import Table
from stretchlib.tables.rows import Row

Damage = Mapping[str, Any]


def numbers(tables: Mapping[str, Table], damage: Damage) -> list[int]:
    """The rows of the sheet that a damage is about."""
    return [number for row, number in tables[damage["table"]].numbered(Row) if _fits(row, damage["row"])]


def damaged(tables: Mapping[str, Table], damages: Iterable[Damage]) -> dict[str, Table]:
    """The tables after each damage: ``set`` changes cells of the first row that fits, ``remove`` takes out all that
    fit, ``copy`` adds the first that fits with other cells at the end."""
    changed = dict(tables)
    for damage in damages:
        table = changed[damage["table"]]
        pairs = list(table.numbered(Row))
        index = next(index for index, (row, _) in enumerate(pairs) if _fits(row, damage["row"]))
        if "remove" in damage:
            pairs = [pair for pair in pairs if not _fits(pair[0], damage["row"])]
        elif "copy" in damage:
            pairs.append((_with(pairs[index][0], damage["copy"]), pairs[-1][1] + 1))
        else:
            pairs[index] = _with(pairs[index][0], damage["set"]), pairs[index][1]
        changed[damage["table"]] = Table(table.name, tuple(row for row, _ in pairs), tuple(row for _, row in pairs))
    return changed


def _fits(row: Row, cells: Mapping[str, Any]) -> bool:
    return all(getattr(row, column) == value for column, value in cells.items())


def _with(row: Row, cells: Mapping[str, Any]) -> Row:
    return replace(row, **{column: tuple(value) if isinstance(value, list) else value
                           for column, value in cells.items()})
