"""Hold what a workbook proposes against every rule of ``check``; each fault is told by the cell of the workbook."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...tables import paths
from ...tables.paths import DATA, LANGUAGE, MY_ROWS
from ..check import check_data
from . import sheets
from .proposal import Proposal, cell_sentence
from .sheets import Key, Texts

_FAULT = re.compile(r"(?P<table>\w+)\.csv, row (?P<row>[0-9]+)(?:, column (?P<column>[\w +]+))?: (?P<rest>.*)",
                    re.DOTALL)
_CELL = re.compile(r".*?, sheet (?P<sheet>.*?), cell (?P<column>[A-Z]+)(?P<row>[0-9]+)")


def faults_of(proposal: Proposal) -> list[str]:
    """What is wrong with a workbook: what could not be read, and what ``check`` says of the course with its changes.

    The course is put together in a folder of its own for that; nothing that is in use is touched.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        rows = _put_down(proposal, folder)
        with _read_instead(folder):
            problems = check_data()
    faults = dict.fromkeys([*proposal.faults, *_in_cells(proposal, problems, rows)])
    return sorted(faults, key=_where)


def _where(fault: str) -> tuple[str, int, str]:
    """By what faults are told in order: the sheet, then the row, then the column."""
    match = _CELL.match(fault)
    return (match["sheet"], int(match["row"]), match["column"].rjust(3)) if match else ("\uffff", 0, "")


def _put_down(proposal: Proposal, folder: Path) -> dict[str, list[Key]]:
    """Write the course as it would be; returns the keys of the rows of each table in the order of its file."""
    shutil.copytree(Path(str(paths.data_root())), folder)
    for path, own in sheets.in_use().my_files.others.items():
        shutil.copyfile(own, folder / path)
    keys = {}
    for name, resource in sheets.in_use().resources.items():
        table = proposal.table(name)
        rows = proposal.rows_after(name)
        keys[name] = [key for key, _ in rows]
        (folder / resource["path"]).write_bytes(csv_bytes(list(table.fields), [row for _, row in rows]))
    return keys


def csv_bytes(columns: list[str], rows: list[Texts]) -> bytes:
    """A table as the course keeps it: UTF-8 without a byte-order mark, a line feed after each row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return text.getvalue().encode("utf-8")


@contextmanager
def _read_instead(folder: Path) -> Iterator[None]:
    """Within it the data in use are those of ``folder``, in English."""
    before = {name: os.environ.pop(name, None) for name in (DATA, MY_ROWS, LANGUAGE)}
    os.environ[DATA] = str(folder)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


def _in_cells(proposal: Proposal, problems: list[str], keys: dict[str, list[Key]]) -> Iterator[str]:
    for sentence in problems:
        match = _FAULT.fullmatch(sentence)
        rows = keys.get(match["table"], []) if match else []
        number = int(match["row"]) - 2 if match else -1  # the head is row 1
        if match is None or not 0 <= number < len(rows):
            yield sentence
            continue
        column = (match["column"] or "").split(" + ")[-1]
        if (match["table"], rows[number], column) in proposal.filled_in:
            continue
        where = proposal.where(match["table"], rows[number], column)
        if where is None:
            yield sentence
            continue
        wrong, _, mend = match["rest"].rpartition("; ")
        yield cell_sentence(proposal.file, *where, wrong, mend.rstrip("."), column) if wrong else sentence
