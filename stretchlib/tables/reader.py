"""Read and check one table: a CSV file as a spreadsheet program may have left it.

Everything wrong with a file is told at once, one sentence a fault: file, sheet row, column, value, mend.
Accepted as they are: a byte-order mark, semicolons or tabs between columns, a first line ``sep=;``, any line ending,
blank rows, outer spaces, columns in another order, empty last cells that are gone or too many, a whole row in one
cell, TRUE for true in the languages of Europe, the apostrophe before a text that a spreadsheet program would run,
and a decimal comma where semicolons part the columns. ``spreadsheet_changes`` knows what else such a program does.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from ..core.errors import TableError, did_you_mean
from ..core.spreadsheet import unguarded
from .cells import Fault, cell_reader, check_schema, plain_text, relation_faults
from .rows.base import Cell, Row, made_of, value_of, with_columns
from .spreadsheet_changes import thousands_with_point

R = TypeVar("R", bound=Row)
MAX_BYTES = 5_000_000
MAX_TOLD = 40  # faults told of one file; the rest are counted
#: A first line that tells Excel what parts the columns; Excel shows no row of it, so none is counted.
_NAMED = re.compile(r"\s*sep=([,;\t])[ ,;\t]*(?:\r\n?|\n)", re.IGNORECASE)


class Readable(Protocol):
    """A file on disk or inside a zip: ``pathlib.Path`` and ``importlib.resources`` traversables fit."""

    @property
    def name(self) -> str: ...
    def is_file(self) -> bool: ...
    def read_bytes(self) -> bytes: ...


class SheetRow(int):
    """The number of a row in a spreadsheet that is not the table's own file: ``file`` is how a sentence calls it."""

    file: str

    def __new__(cls, number: int, file: str) -> SheetRow:
        row = super().__new__(cls, number)
        row.file = file
        return row


@dataclass(frozen=True)
class Table:
    """A checked table, ``name`` its file; ``sheet_rows`` give each row's number in the spreadsheet, where the header is
    row 1. ``hidden`` are the rows of the course that a lecturer took out, each with the number of the row that says so.
    """

    name: str
    rows: tuple[Row, ...]
    sheet_rows: tuple[int, ...]
    hidden: tuple[tuple[Row, int], ...] = ()

    def of(self, row_class: type[R]) -> tuple[R, ...]:
        """The rows as objects of ``row_class``, the class of the rows of this table."""
        return cast("tuple[R, ...]", self.rows)

    def numbered(self, row_class: type[R]) -> Iterator[tuple[R, int]]:
        """Each row as in :meth:`of`, with its number in the spreadsheet."""
        return zip(self.of(row_class), self.sheet_rows, strict=True)


def sentence(file: str, wrong: str, mend: str, row: int | None = None, column: str | None = None,
             value: object = None) -> str:
    """One fault as one sentence; a :class:`SheetRow` knows its own file."""
    where = getattr(row, "file", file) + (f", row {row}" if row else "") + (f", column {column}" if column else "")
    cited = "" if value in (None, "") else f" ({quoted(str(value))})"
    end = "" if mend.endswith("?") else "."
    return f"{where}: {wrong}{cited}; {mend}{end}"


def quoted(value: str) -> str:
    """A text between quotation marks in one line of at most 60 characters."""
    flat = " ".join(value.split())
    flat = "".join(ch if ch.isprintable() else f"\\u{ord(ch):04x}" for ch in flat)
    return repr(flat if len(flat) <= 60 else flat[:57] + "...")


def lost_link(target: Table, column: str, key: str) -> tuple[str, str]:
    """What is wrong with a link to a row that ``target`` does not have, and the mend; a row taken out is named."""
    for row, number in target.hidden:
        if str(row[column]) == key:
            return (f"row {number} of {getattr(number, 'file', target.name)} hides this row of {target.name}",
                    "hide this row too, change the link, or keep the other")
    keys = sorted({str(row[column]) for row in target.rows})
    return f"{target.name} has no {column} of this name", did_you_mean(key, keys)


def read_table(file: Readable, schema: Mapping[str, Any], row_class: type[Row] = Row) -> Table:
    """Read ``file`` against ``schema`` (Frictionless Table Schema as a dict) into rows of ``row_class``.

    Raises :class:`TableError` with every fault of the file, and ``SchemaError`` for an unknown schema keyword.
    """
    check_schema(schema, "datapackage.json")
    try:
        text = text_of(file)
        rows, decimal_comma = grid_of(text, file.name)
    except Fault as fault:
        raise TableError([sentence(file.name, fault.wrong, fault.mend)]) from None
    fields = {field["name"]: field for field in schema["fields"]}
    header_row, header = rows[0]
    problems = list(header_faults(file.name, header_row, header, rows, fields, fields))
    if problems:
        raise TableError(problems)
    body = []
    faults: list[tuple[int, int, str]] = []  # sheet row and column, by which they are told
    for number, cells in rows[1:]:
        lacking = header[len(cells):]
        if len(cells) > len(header) or any(fields[name].get("constraints", {}).get("required") for name in lacking if
                                           name):
            wrong = f"the row has {len(cells)} cells, the header has {len(header)}"
            mend = "look for a missing or extra separator or quotation mark"
            faults.append((number, 0, sentence(file.name, wrong, mend, number)))
        else:
            body.append((number, cells + [""] * len(lacking)))  # Excel leaves out empty cells at the end of a row
    columns: dict[str, list[Cell]] = {}
    for name, field in fields.items():
        index = header.index(name)
        columns[name], unread = read_column(index, body, field, decimal_comma)
        faults += [(number, index, sentence(file.name, fault.wrong, fault.mend, number, name, cell))
                   for number, cell, fault in unread]
    sheet_rows = tuple(number for number, _ in body)
    problems = [fault for *_, fault in sorted(faults)]
    if not problems:
        problems += row_faults(file.name, columns, sheet_rows, schema)
    if problems:
        more = len(problems) - MAX_TOLD
        raise TableError(problems[:MAX_TOLD] + ([f"{file.name}: and {more} more faults; mend these first."]
                                                if more > 0 else []))
    row_class = with_columns(row_class, schema)
    values = {name: _values(columns[name], field) for name, field in fields.items()}
    return Table(file.name, made_of(row_class, values, len(sheet_rows)), sheet_rows)


def _values(cells: list[Cell], field: Mapping[str, Any]) -> list[Any]:
    """The typed values of a column of checked cells; equal cells share one value."""
    values = {cell: value_of(cell, field) for cell in dict.fromkeys(cells)}
    return [values[cell] for cell in cells]


def read_column(index: int, body: list[tuple[int, list[str]]], field: Mapping[str, Any], decimal_comma: bool
            ) -> tuple[list[Cell], list[tuple[int, str, Fault]]]:
    """The values of a column, and (sheet row, cell, fault) of each cell that cannot be read."""
    texts = [unguarded(row[index].strip()) for _, row in body]
    if plain_text(texts, field):
        return [text or None for text in texts], []
    value_of = cell_reader(field, decimal_comma)
    with_comma = decimal_comma and field["type"] == "number" and any("," in text for text in texts)
    read: dict[str, Cell] = {}
    wrong: dict[str, Fault] = {}
    for text in dict.fromkeys(texts):  # most cells of a column repeat one another: each text is read once
        try:
            change = thousands_with_point(text) if with_comma else None
            if change:
                raise Fault(*change)
            read[text] = value_of(_one_line_break(text))
        except Fault as fault:
            wrong[text] = fault
    if not wrong:
        return [read[text] for text in texts], []
    return [], [(number, _one_line_break(text), wrong[text])
                for (number, _), text in zip(body, texts, strict=True) if text in wrong]


def _one_line_break(cell: str) -> str:
    """A line break of another system; alone it would write over the line in a terminal."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def text_of(file: Readable) -> str:
    if not file.is_file():
        raise Fault("the file is not there", "put it back, or correct its name")
    too_big = Fault(f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split it, or remove what is no data")
    if isinstance(file, Path) and os.stat(file).st_size > MAX_BYTES:
        raise too_big  # before a byte of it is read
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        raise too_big
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Fault("this is a spreadsheet workbook with the ending .csv", "open it and save it as CSV UTF-8")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise Fault("the text is stored as UTF-16", "save it as CSV UTF-8")
    if b"\x00" in data:
        line = data[:data.index(b"\x00")].count(b"\n") + 1
        raise Fault(f"line {line} holds a NUL byte, so the file was cut or is no text", "restore it from a copy")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[:error.start]
        line = before.count(b"\n") + 1 or 1
        around = data[before.rfind(b"\n") + 1:error.end + 12].decode("latin-1").splitlines()[0][-24:]
        raise Fault(f"line {line} is not UTF-8 text, near {quoted(around)}", "save it as CSV UTF-8") from None


def grid_of(text: str, name: str, may_be_empty: bool = False) -> tuple[list[tuple[int, list[str]]], bool]:
    """(sheet row, cells) of every row that holds something, header first; and whether a comma is a decimal.

    ``may_be_empty``: whether a header without rows is no fault.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise Fault("the file is empty", "restore it from a copy")
    named = _NAMED.match(text)
    separator = named[1] if named else max(",;\t", key=first.count)
    tail = separator == "," and first.rstrip().endswith(";")  # a German program kept each line in one cell of many
    rows = _rows(text[named.end():] if named else text, ";" if tail else separator)
    if not rows:
        raise Fault("the file is empty", "restore it from a copy")
    if separator == ",":
        rows = [(number, _unfolded(cells, number)) for number, cells in rows]
    width = len(rows[0][1])
    for _, cells in rows:
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
    if len(rows) == 1 and not may_be_empty:
        raise Fault("the file has a header and no rows", "restore the rows from a copy")
    return rows, separator == ";"


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    number = 0
    limit = csv.field_size_limit(MAX_BYTES)  # set by whoever imported csv before; a long cell is told as such
    try:
        for number, cells in enumerate(
                csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), start=1):
            if "".join(cells).strip():
                rows.append((number, cells))
    except csv.Error as error:
        raise _quotes(error, number + 1) from None
    finally:
        csv.field_size_limit(limit)
    return rows


def _unfolded(cells: list[str], number: int) -> list[str]:
    """The cells of a row that a program, to which a comma parts nothing, kept as the text of its first cell."""
    if "," not in cells[0] or any(cells[1:]):
        return cells
    try:
        return next(csv.reader(io.StringIO(cells[0], newline=""), strict=True))
    except csv.Error as error:
        raise _quotes(error, number) from None


def _quotes(error: csv.Error, number: int) -> Fault:
    wrong = ("a quotation mark is opened and never closed" if "end of data" in str(error)
             else "a quotation mark stands in the middle of a cell")
    return Fault(f"row {number}: {wrong}", "close it, or write two of them for one in the text")


def header_faults(file: str, number: int, header: list[str], rows: list[tuple[int, list[str]]],
                   fields: Mapping[str, Any], needed: Iterable[str]) -> Iterator[str]:
    header[:] = [name.strip() for name in header]
    for index, name in enumerate(header):
        if name == "" and any(len(cells) > index and cells[index].strip() for _, cells in rows[1:]):
            yield sentence(file, f"column {index + 1} has entries and no name", "name it or empty it", number)
        elif name and name not in fields:
            left = [field for field in fields if field not in header]
            mend = did_you_mean(name, left or fields)
            yield sentence(file, "this column is not known", mend, number, name)
        elif name and name in header[:index]:
            yield sentence(file, "this column stands twice", "remove one of the two", number, name)
    for name in needed:
        if name not in header:
            yield sentence(file, "this column is missing", "put it back, even if its cells stay empty", number, name)


def row_faults(file: str, columns: Mapping[str, Sequence[Cell]], sheet_rows: Sequence[int],
                schema: Mapping[str, Any]) -> Iterator[str]:
    key = schema.get("primaryKey", [])
    unique = [[key] if isinstance(key, str) else list(key)] if key else []
    unique += [[f["name"]] for f in schema["fields"]
               if f.get("constraints", {}).get("unique") and [f["name"]] not in unique]
    for names in unique:
        values = [*zip(*(columns[name] for name in names), strict=True)]
        if len(set(values)) < len(values):
            yield from _repeated(file, names, values, sheet_rows)
    broken = [fault for relation in schema.get("relations", []) for fault in relation_faults(relation, columns)]
    for index, name, fault in sorted(broken, key=lambda indexed: indexed[0]):
        yield sentence(file, fault.wrong, fault.mend, sheet_rows[index], name, columns[name][index])


def _repeated(file: str, names: list[str], values: list[tuple[Cell, ...]], sheet_rows: Sequence[int]
              ) -> Iterator[str]:
    """Each value that stood in an earlier row; an empty cell is no value."""
    seen: dict[tuple[Cell, ...], int] = {}
    for value, number in zip(values, sheet_rows, strict=True):
        if value in seen and value != (None,):
            first = getattr(seen[value], "file", file)
            where = f" of {first}" if first != getattr(number, "file", file) else ""
            yield sentence(file, f"this stands in row {seen[value]}{where} already", "give each row its own",
                           number, " + ".join(names), " + ".join(map(str, value)))
        seen.setdefault(value, number)
