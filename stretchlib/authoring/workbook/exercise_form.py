"""Read the sheet of an exercise back: its parts, and the rows of five tables that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...tables.cells import Fault
from . import new_exercise, sheets
from .exercise_sheet import FORMS, LIKE, MADE, MARK, QUESTION_TABLES
from .looks import hidden_field
from .open_book import SheetCell, read_cell
from .proposal import Entry, Location, Proposal
from .sheets import EXERCISE_TABLES, HIDDEN, Column, Key, TableInUse, Texts

Cells = Mapping[tuple[int, int], SheetCell]
#: Cells of a list that are filled in on an empty line already, or that say nothing alone.
FILLED_IN_BEFORE = {"exercise_levels": ("level",), "exercise_cautions": ("kind",), "options": ("correct",)}


@dataclass
class Line:
    """A row of a table as a part of the sheet has it. ``texts`` has the cells that could be read."""

    texts: Texts
    location: Location
    hidden: bool = False


@dataclass
class Form:
    """The parts of a sheet: the lines of each table, and the cell with which each part begins."""

    sheet: str
    exercise: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    like: str = ""


def is_form(cells: Cells) -> bool:
    """Whether a sheet is that of an exercise."""
    return (1, 1) in cells and cells[1, 1].text == MARK


def read_form(proposal: Proposal, sheet: str, cells: Cells) -> list[Entry]:
    """The rows of a sheet; faults and what is missing are noted in the proposal."""
    form = Form(sheet, cells[1, 2].text if (1, 2) in cells else "")
    names = (*EXERCISE_TABLES, *(() if form.exercise else QUESTION_TABLES))
    begins = {row: cell.text for (row, column), cell in sorted(cells.items())
              if column == 1 and row > 1 and cell.text in names}
    ends = [*list(begins)[1:], max(row for row, _ in cells) + 1]
    for (row, name), end in zip(begins.items(), ends, strict=True):
        form.heads[name] = f"A{row}"
        read = _read_form_part if name in FORMS else _read_list_part
        form.lines[name] = list(read(proposal, form, proposal.table(name), cells, row + 1, end))
    for name in names:
        if name not in form.lines:
            proposal.notices.append(f"{proposal.file}, sheet {sheet}: the part {name} is gone; nothing of it is "
                                    "changed.")
            form.lines[name], form.heads[name] = [], "A1"
    if not form.exercise:
        return list(new_exercise.entries(proposal, form))
    if (form.exercise,) not in proposal.table("exercises").by_key:
        proposal.fault(sheet, "B1", "exercises.csv has no such exercise",
                       "restore the id, or empty this cell for a new exercise", value=form.exercise)
        return []
    return list(_entries(proposal, form))


def _entries(proposal: Proposal, form: Form) -> Iterator[Entry]:
    """The rows of an exercise that is there."""
    for name, lines in form.lines.items():
        table = proposal.table(name)
        if name == "exercise_steps":
            yield from _steps(proposal, form, table, lines)
            continue
        seen: set[Key] = set()
        for number, line in enumerate(lines, start=1):
            texts = {**line.texts, "id" if name == "exercises" else "exercise": form.exercise}
            if name == "exercise_cautions" and not texts.get("id"):
                new_exercise.fill_in_caution(proposal, form.exercise, texts, number)
            key = table.key(texts)
            if key not in table.by_key:
                new_exercise.fill_in_review(table, texts)
            if key in seen:
                proposal.fault(form.sheet, line.location.row, "this row stands in this sheet already",
                               "give each row its own", value="/".join(key))
                continue
            seen.add(key)
            yield Entry(name, texts, line.location, line.hidden)
        proposal.absent += [(name, key, form.sheet) for key, row in table.by_key.items()
                            if row.get("exercise") == form.exercise and key not in seen and form.heads[name] != "A1"]


def _steps(proposal: Proposal, form: Form, table: TableInUse, lines: list[Line]) -> Iterator[Entry]:
    """Steps are counted as they stand; a step that is hidden makes those behind it move up."""
    if not lines:
        return
    there: dict[str, int] = {}
    for row in table.rows:
        if row["exercise"] == form.exercise:
            there[row["level"]] = there.get(row["level"], 0) + 1
    counted: dict[str, int] = {}
    hidden: dict[str, list[Line]] = {}
    for line in lines:
        level = line.texts.get("level") or "base"
        if line.hidden:
            hidden.setdefault(level, []).append(line)
            continue
        counted[level] = counted.get(level, 0) + 1
        texts = {**line.texts, "exercise": form.exercise, "level": level, "step": str(counted[level])}
        if counted[level] > there.get(level, 0):
            new_exercise.fill_in_review(table, texts)
        yield Entry(table.name, texts, line.location)
    for level, number in there.items():
        gone = number - counted.get(level, 0)
        if gone > len(hidden.get(level, [])):
            proposal.fault(form.sheet, form.heads[table.name], f"level {level} has {number} steps in the course, and "
                           f"{number - gone} here", "to take a step out, keep its row and choose TRUE in hidden")
            continue
        for last in range(number - gone + 1, number + 1):
            location = hidden[level][0].location
            key = {"exercise": form.exercise, "level": level, "step": str(last)}
            yield Entry(table.name, key, location, hidden=True)


def _read_form_part(proposal: Proposal, form: Form, table: TableInUse, cells: Cells, first: int, end: int
                    ) -> Iterator[Line]:
    """A part with a line a column, or with several for a list of ids: one row."""
    texts, addresses, hidden = {}, {}, False
    fields = {**table.fields, HIDDEN: hidden_field(), LIKE: {"name": LIKE, "type": "string"}}
    columns = {head: column for column in map(sheets.column_of, fields.values()) for head in column.heads}
    lines = {cells[row, 1].text: row for row in range(first, end) if (row, 1) in cells}
    for head, row in lines.items():
        if head not in columns:
            proposal.notices.append(f"{proposal.file}, sheet {form.sheet}, cell A{row}: {head} is no column of "
                                    f"{table.name} and is not read.")
            continue
        column = columns[head]
        if column.name in addresses or any(part not in lines for part in column.heads):
            continue
        addresses[column.name] = f"B{lines[column.heads[0]]}"
        text = _text(proposal, form, column, [cells.get((lines[part], 2)) for part in column.heads])
        if text is None:
            continue
        if column.name == HIDDEN:
            hidden = text == "true"
        elif column.name == LIKE:
            form.like = text
        else:
            texts[column.name] = text
    yield Line(texts, Location(form.sheet, addresses.get("name", f"A{first - 1}"), addresses), hidden)


def _read_list_part(proposal: Proposal, form: Form, table: TableInUse, cells: Cells, first: int, end: int
                    ) -> Iterator[Line]:
    """A part with a line a row; the first line has the heads. Empty lines are passed over."""
    from openpyxl.utils import get_column_letter

    heads = {cell.text: column for (row, column), cell in sorted(cells.items()) if row == first}
    fields = {**table.fields, HIDDEN: hidden_field()}
    columns = [column for column in map(sheets.column_of, fields.values()) if column.heads[0] in heads]
    for row in range(first + 1, end):
        texts, addresses, hidden = {}, {}, False
        for column in columns:
            addresses[column.name] = f"{get_column_letter(heads[column.heads[0]])}{row}"
            text = _text(proposal, form, column,
                         [cells.get((row, heads[head])) for head in column.heads if head in heads])
            if column.name == HIDDEN:
                hidden = text == "true"
            elif text is not None:
                texts[column.name] = text
        if any(text for name, text in texts.items() if name not in FILLED_IN_BEFORE.get(table.name, ())) or hidden or (
                not form.exercise and table.name == "exercise_levels" and texts.get("level")):
            yield Line(texts, Location(form.sheet, f"A{row}", addresses), hidden)


def _text(proposal: Proposal, form: Form, column: Column, cells: list[SheetCell | None]) -> str | None:
    """The text of a cell or of cells side by side; ``None`` where a fault was noted."""
    parts = []
    for cell in cells:
        if cell is None:
            continue
        try:
            parts.append(read_cell(cell, column.field))
        except Fault as fault:
            proposal.fault(form.sheet, cell.address, fault.wrong, fault.mend, column.name)
            return None
    return sheets.joined_ids(parts) if len(column.heads) > 1 else "".join(parts)


__all__ = ["MADE", "Form", "Line", "is_form", "read_form"]
