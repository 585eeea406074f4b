"""A workbook in the hands of a lecturer: cells are found by sheet, row and column, and typed into."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

from stretchlib.authoring.workbook import sheets, write
from stretchlib.authoring.workbook.candidate import faults_of
from stretchlib.authoring.workbook.exercise_sheet import FORMS
from stretchlib.authoring.workbook.proposal import Proposal
from stretchlib.authoring.workbook.read import read_workbook

_written: dict[tuple[str, ...], bytes] = {}


class WorkbookFile:
    """The workbook of a subject, written to a folder and opened as a spreadsheet program does.

    Of the same rows it is written once: most tests open the same.
    """

    def __init__(self, subject: str, folder: Path) -> None:
        self.path = folder / f"{subject}.xlsx"
        rows = subject, *(sheets.table_in_use(name).stamp for name in sheets.tables_of(subject))
        if rows not in _written:
            _written[rows] = write.workbook(subject, str(self.path))
        folder.mkdir(exist_ok=True)
        self.path.write_bytes(_written[rows])

    @cached_property
    def book(self) -> openpyxl.Workbook:
        """The open workbook."""
        return openpyxl.load_workbook(self.path)

    def column(self, sheet: str, head: str) -> int:
        return next(cell.column for cell in self.book[sheet][1] if cell.value == head)

    def cell(self, sheet: str, row_id: str, head: str) -> Any:
        """The cell of the first row whose first cell is ``row_id``."""
        row = next(row for row in self.book[sheet].iter_rows() if row[0].value == row_id)
        return row[self.column(sheet, head) - 1]

    def row_of(self, sheet: str, text: str, after: int = 0) -> int:
        """The row whose first cell holds ``text``."""
        return next(row for row in range(after + 1, self.book[sheet].max_row + 1)
                    if self.book[sheet].cell(row, 1).value == text)

    def answer(self, sheet: str, part: str, column: str, text: object) -> None:
        """Type into a line of a part of an exercise's sheet that is a form."""
        assert part in FORMS
        self.book[sheet].cell(self.row_of(sheet, column, self.row_of(sheet, part)), 2).value = text

    def line(self, sheet: str, part: str, number: int, /, **texts: object) -> None:
        """Type into a line, counted from 1, of a part of an exercise's sheet that is a list."""
        heads_row = self.row_of(sheet, part) + 1
        heads = {cell.value: cell.column for cell in self.book[sheet][heads_row]}
        for head, text in texts.items():
            self.book[sheet].cell(heads_row + number, heads[head]).value = text

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def read(self) -> Proposal:
        """What the saved workbook proposes."""
        return read_workbook(self.save())

    def faults(self) -> list[str]:
        """What is wrong with the saved workbook, without its name in front."""
        return [fault.removeprefix(f"{self.path.name}, ") for fault in faults_of(self.read())]
