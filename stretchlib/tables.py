"""Read and check one table: a CSV file as a spreadsheet program may have left it (standard library only).

Everything wrong with a file is told at once, one sentence a fault: file, sheet row, column, value, mend.
Accepted as they are: a byte-order mark, semicolons or tabs between columns, any line ending, blank rows,
outer spaces, columns in another order, TRUE for true, and a decimal comma where semicolons part the columns.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from .errors import TableError, did_you_mean
from .fields import Fault, Value, cell_reader, check_schema, relation_faults

MAX_BYTES = 5_000_000
MAX_TOLD = 40  # faults told of one file; the rest are counted


class Readable(Protocol):
    """A file on disk or inside a zip: ``pathlib.Path`` and ``importlib.resources`` traversables fit."""

    name: str

    def is_file(self) -> bool: ...
    def read_bytes(self) -> bytes: ...


@dataclass(frozen=True)
class Table:
    """A checked table. ``rows`` map column to value (``None``: empty); ``sheet_rows`` give each row's number
    in the spreadsheet, where the header is row 1."""

    name: str
    rows: tuple[Mapping[str, Value], ...]
    sheet_rows: tuple[int, ...]


def sentence(file: str, wrong: str, mend: str, row: int | None = None, column: str | None = None,
             value: object = None) -> str:
    """One fault as one sentence."""
    place = file + (f", row {row}" if row else "") + (f", column {column}" if column else "")
    shown = "" if value in (None, "") else f" ({_short(str(value))})"
    end = "" if mend.endswith("?") else "."
    return f"{place}: {wrong}{shown}; {mend}{end}"


def _short(value: str) -> str:
    flat = " ".join(value.split())
    flat = "".join(ch if ch.isprintable() else f"\\u{ord(ch):04x}" for ch in flat)
    return repr(flat if len(flat) <= 60 else flat[:57] + "...")


def read_table(file: Readable, schema: Mapping[str, Any]) -> Table:
    """Read ``file`` against ``schema`` (Frictionless Table Schema as a dict).

    Raises :class:`TableError` with every fault of the file, and ``SchemaError`` for an unknown schema keyword.
    """
    check_schema(schema, "datapackage.json")
    try:
        text = _text(file)
        rows, decimal_comma = _grid(text, file.name)
    except Fault as fault:
        raise TableError([sentence(file.name, fault.wrong, fault.mend)]) from None
    fields = {field["name"]: field for field in schema["fields"]}
    header_row, header = rows[0]
    problems = list(_header_faults(file.name, header_row, header, rows, fields))
    if problems:
        raise TableError(problems)
    values, sheet_rows = [], []
    # Most cells of a column repeat one another: each text is read once.
    columns = [(index, name, cell_reader(fields[name], decimal_comma), dict[str, Value]())
               for index, name in enumerate(header) if name]
    nothing = dict.fromkeys(fields)
    for number, cells in rows[1:]:
        if len(cells) != len(header) and any(cells[len(header):] or ["short"]):
            problems.append(sentence(file.name, f"the row has {len(cells)} cells, the header has {len(header)}",
                                     "look for a missing or extra separator or quotation mark", number))
            continue
        row: dict[str, Value] = nothing.copy()
        for index, name, value_of, read in columns:
            cell = cells[index]
            if cell not in read:
                try:
                    read[cell] = value_of(_one_line_break(cell.strip()))
                except Fault as fault:
                    problems.append(sentence(file.name, fault.wrong, fault.mend, number, name,
                                             _one_line_break(cell.strip())))
                    continue
            row[name] = read[cell]
        values.append(row)
        sheet_rows.append(number)
    if not problems:
        problems += _row_faults(file.name, values, sheet_rows, schema)
    if problems:
        more = len(problems) - MAX_TOLD
        raise TableError(problems[:MAX_TOLD] + ([f"{file.name}: and {more} more faults; mend these first."]
                                                if more > 0 else []))
    return Table(file.name, tuple(values), tuple(sheet_rows))


def _one_line_break(cell: str) -> str:
    """A line break of another system; alone it would write over the line in a terminal."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _text(file: Readable) -> str:
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
        raise Fault(f"line {line} is not UTF-8 text, near {_short(around)}", "save it as CSV UTF-8") from None


def _grid(text: str, name: str) -> tuple[list[tuple[int, list[str]]], bool]:
    """(sheet row, cells) of every row that holds something, header first; and whether a comma is a decimal."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise Fault("the file is empty", "restore it from a copy")
    separator = max(",;\t", key=first.count)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    limit = csv.field_size_limit(MAX_BYTES)  # set by whoever imported csv before; a long cell is told as such
    try:
        for number, cells in enumerate(
                csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), start=1):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
    except csv.Error as error:
        wrong = ("a quotation mark is opened and never closed" if "end of data" in str(error)
                 else "a quotation mark stands in the middle of a cell")
        raise Fault(f"row {number + 1}: {wrong}", "close it, or write two of them for one in the text") from None
    finally:
        csv.field_size_limit(limit)
    if len(rows) == 1:
        raise Fault("the file has a header and no rows", "restore the rows from a copy")
    return rows, separator == ";"


def _header_faults(file: str, number: int, header: list[str], rows: list[tuple[int, list[str]]],
                   fields: Mapping[str, Any]) -> Iterator[str]:
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
    for name in fields:
        if name not in header:
            yield sentence(file, "this column is missing", "put it back, even if its cells stay empty", number, name)


def _row_faults(file: str, rows: list[dict[str, Value]], sheet_rows: list[int],
                schema: Mapping[str, Any]) -> Iterator[str]:
    key = schema.get("primaryKey", [])
    unique = [[key] if isinstance(key, str) else list(key)] if key else []
    unique += [[f["name"]] for f in schema["fields"]
               if f.get("constraints", {}).get("unique") and [f["name"]] not in unique]
    for columns in unique:
        seen: dict[tuple[Value, ...], int] = {}
        for row, number in zip(rows, sheet_rows, strict=True):
            value = tuple(row[column] for column in columns)
            if None in value and len(columns) == 1:
                continue
            if value in seen:
                yield sentence(file, f"this stands in row {seen[value]} already", "give each row its own",
                               number, " + ".join(columns), " + ".join(map(str, value)))
            seen.setdefault(value, number)
    relations = [relation_faults(relation) for relation in schema.get("relations", [])]
    for row, number in zip(rows, sheet_rows, strict=True) if relations else ():
        for fault_of in relations:
            found = fault_of(row)
            if found:
                yield sentence(file, found[1].wrong, found[1].mend, number, found[0], row[found[0]])
