"""Lay a lecturer's own rows over a table of the course, by its key.

A row whose key the course has changes that row, which keeps its place; any other row is new and comes after them. In a
changed row an empty cell, like a column that is left out, is as in the course; ``(empty)`` empties it. A row with TRUE
in the column ``hidden`` takes the course's row out. The table of both is held against the schema as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ..core.errors import TableError
from . import reader
from .cells import Fault, cell_reader
from .my_rows import EMPTIED, HIDDEN
from .reader import Readable, SheetRow, Table, sentence
from .rows import Row
from .rows.base import Cell, as_cell, value_of, with_columns

Key = tuple[Cell, ...]
#: A table whose key does not say what its rows are a part of -> the column that does.
_PARTS = {"exercise_cautions": ("exercise",)}
_HIDDEN_FIELD = {"name": HIDDEN, "type": "boolean"}


@dataclass(frozen=True)
class MyRow:
    """A row of a lecturer's file: its number, its key, the cells that are filled in, and whether it hides the row."""

    number: SheetRow
    key: Key
    cells: Mapping[str, Cell]
    hides: bool


def key_columns(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a table's primary key."""
    key = schema["primaryKey"]
    return (key,) if isinstance(key, str) else tuple(key)


def owner_columns(name: str, schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a table whose first filled one names the row of another table that its row is a part of.

    They are those of a key of several columns: an option is a part of its question.
    """
    key = key_columns(schema)
    return _PARTS.get(name, key if len(key) > 1 else ())


def read_my_rows(file: Readable, name: str, schema: Mapping[str, Any]) -> list[MyRow]:
    """The rows of a lecturer's file, ``name`` how a sentence calls it; an emptied cell holds ``None``.

    Raises :class:`TableError` with a sentence for each fault.
    """
    try:
        grid, decimal_comma = reader.grid_of(reader.text_of(file), name, may_be_empty=True)
    except Fault as fault:
        raise TableError([sentence(name, fault.wrong, fault.mend)]) from None
    fields = {**{field["name"]: field for field in schema["fields"]}, HIDDEN: _HIDDEN_FIELD}
    key = key_columns(schema)
    (header_row, header), body = grid[0], []
    problems = list(reader.header_faults(name, header_row, header, grid, fields, key))
    if problems:
        raise TableError(problems)
    for number, cells in grid[1:]:
        if any(cells[len(header):]):
            problems.append(sentence(name, f"the row has {len(cells)} cells, the header has {len(header)}",
                                     "look for a missing or extra separator or quotation mark", number))
        body.append((number, [*cells, *[""] * (len(header) - len(cells))]))
    columns: dict[str, dict[int, Cell]] = {}
    for column in (column for column in fields if column in header):
        index = header.index(column)
        filled = [(number, cells) for number, cells in body if cells[index].strip() not in ("", EMPTIED)]
        values, unread = reader.read_column(index, filled, fields[column], decimal_comma)
        problems += [sentence(name, fault.wrong, fault.mend, number, column, cell) for number, cell, fault in unread]
        if not unread:
            columns[column] = dict(zip((number for number, _ in filled), values, strict=True))
            columns[column] |= {number: None for number, cells in body if cells[index].strip() == EMPTIED}
    if problems:
        raise TableError(problems)
    rows = []
    for number, _ in body:
        row = {column: by_number[number] for column, by_number in columns.items() if number in by_number}
        hides = bool(row.pop(HIDDEN, False))
        rows.append(MyRow(SheetRow(number, name), tuple(row.get(column) for column in key), row, hides))
    return rows


def lay_over(course: Table, mine: list[MyRow], schema: Mapping[str, Any], row_class: type[Row],
             hides: Callable[[Row], int | None]) -> Table:
    """The course's table with a lecturer's rows over it.

    ``hides`` gives the number of the row that takes a row of the course out together with the one that it belongs to.
    Raises :class:`TableError` with a sentence for each fault, which names the lecturer's file and row.
    """
    fields = {field["name"]: field for field in schema["fields"]}
    key, row_class = key_columns(schema), with_columns(row_class, schema)
    rows: dict[Key, tuple[Row, int]] = {}
    for row, sheet_row in course.numbered(Row):
        rows[tuple(row[column] for column in key)] = row, sheet_row
    own: dict[Key, MyRow] = {}
    problems: list[str] = []
    hidden: list[tuple[Row, int]] = []
    for my_row in mine:
        named = " + ".join(str(cell) for cell in my_row.key if cell is not None)
        if my_row.key in own:
            problems.append(sentence(course.name, f"this stands in row {own[my_row.key].number} already",
                                     "put both into one row", my_row.number, " + ".join(key), named))
        elif my_row.key not in rows and my_row.hides:
            problems.append(sentence(
                course.name, f"{course.name} has no row of this key to hide",
                _nearest(named, rows, "remove this row"), my_row.number, " + ".join(key), named))
        own.setdefault(my_row.key, my_row)
    merged: list[dict[str, Cell] | Row] = []
    numbers: list[int] = []
    for row_key, (row, sheet_row) in rows.items():
        change = own.get(row_key)
        hiding = change.number if change and change.hides else None if change else hides(row)
        if hiding is not None:
            hidden.append((row, hiding))
        elif change:
            merged.append({**row, **change.cells})
            numbers.append(change.number)
            problems += _required(course.name, change, fields)
        else:
            merged.append(row)
            numbers.append(sheet_row)
    for row_key, new in own.items():
        if row_key not in rows and not new.hides:
            merged.append({column: new.cells.get(column) for column in fields})
            numbers.append(new.number)
            lacks = [column for column, field in fields.items() if new.cells.get(column) is None
                     and field.get("constraints", {}).get("required")]
            if lacks:
                named = " + ".join(str(cell) for cell in row_key if cell is not None)
                problems.append(sentence(
                    course.name, f"{course.name} has no row of this key, and in a new row this is empty: "
                    f"{', '.join(lacks)}", _nearest(named, rows, "fill it in"), new.number, " + ".join(key), named))
    if not problems:
        columns = {column: [row[column] for row in merged] for column in fields}
        problems += reader.row_faults(course.name, columns, numbers, schema)
    if problems:
        raise TableError(problems)
    whole = tuple(row if isinstance(row, Row) else _made(row_class, row, fields) for row in merged)
    return Table(course.name, whole, tuple(numbers), tuple(hidden))


def _made(row_class: type[Row], cells: Mapping[str, Cell], fields: Mapping[str, Mapping[str, Any]]) -> Row:
    values: dict[str, Any] = {column: value_of(cells[column], field) for column, field in fields.items()}
    return row_class(**values)


def _nearest(key: str, rows: Mapping[Key, Any], mend: str) -> str:
    """``mend``, with the nearest key of the course where there is one."""
    near = get_close_matches(key, [" + ".join(str(cell) for cell in row if cell is not None) for row in rows], n=1)
    return f"{mend}, unless you meant {near[0]!r}" if near else mend


def _required(file: str, change: MyRow, fields: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A sentence for each cell that was emptied and must not be."""
    problems = []
    for column in (column for column, cell in change.cells.items() if cell is None):
        try:
            cell_reader(fields[column])("")
        except Fault as fault:
            problems.append(sentence(file, fault.wrong, fault.mend, change.number, column))
    return problems


def cell_text(value: Any) -> str:
    """A cell as a table of the course writes it."""
    cell = as_cell(value)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        short = f"{cell + 0.0:.12g}"  # a zero has no sign
        return f"{cell:f}" if "e" in short else short
    return str(cell)
