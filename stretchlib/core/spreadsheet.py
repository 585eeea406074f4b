"""A table as a CSV file for a spreadsheet program: what it opens rightly and cannot run, and how that is read back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .files import write

#: A cell that begins with one of these can be run by a spreadsheet program, which reads the wide forms as the narrow.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

_MARK = "\ufeff"  # without it a spreadsheet program misreads é and °
_NEGATIVE = re.compile(r"-(0|[1-9][0-9]*)(\.[0-9]+)?")  # a number, which nothing runs and which must stay one
_GUARDED = re.compile("'+(" + "|".join(map(re.escape, FORMULA)) + ")")


def write_csv_for_spreadsheet(path: str | Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a table as *CSV UTF-8* and return its path: a byte-order mark, commas, lines that end in CR and LF.

    ``header`` are the names of the columns; each row has a cell for each of them: a text, a number, ``True`` or
    ``False``, a day, or ``None`` for an empty cell. A text that a spreadsheet program would run stands after an
    apostrophe, which the reader of the course's tables takes off. Raises :class:`StretchlibError` where the file cannot
    be written.
    """
    return write(path, csv_for_spreadsheet(header, rows))


def csv_for_spreadsheet(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The text of the file that :func:`write_csv_for_spreadsheet` writes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return _MARK + text.getvalue()


def guarded(cell: object) -> str:
    """A cell's text, after an apostrophe where it would be taken for a formula; a plain negative number is none."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell).lower()
    text = str(cell)
    if text.startswith(FORMULA):
        return text if _NEGATIVE.fullmatch(text) else f"'{text}"
    return f"'{text}" if text.startswith("'") and _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given: the apostrophe before the sign of a formula is taken off."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
