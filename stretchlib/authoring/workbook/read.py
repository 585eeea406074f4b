"""Read the sheets of a workbook back: rows by their key, what a spreadsheet program did to them, and the stamp."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...tables.cells import Fault
from . import exercise_form, sheets
from .looks import hidden_field
from .open_book import SheetCell, open_book, read_cell
from .proposal import Entry, Location, Proposal, put_together
from .sheets import CHOICES, HIDDEN, HOW_TO, Column, Key, TableInUse
from .stamps import refuse_stamp


def read_workbook(path: Path) -> Proposal:
    """What a workbook proposes, held against the data in use.

    Raises :class:`StretchlibError` for a file that is no workbook of the course, or one made from tables that have
    changed.
    """
    book = open_book(path)
    refuse_stamp(book)
    proposal = Proposal(book.file, stamps=book.stamps)
    entries: list[Entry] = []
    stamped = [name.removeprefix("table ") for name in book.stamps if name.startswith("table ")]
    for name in stamped:
        if name in book.sheets:
            entries += read_table_sheet(proposal, proposal.table(name), name, book.sheets[name])
        else:
            proposal.notices.append(f"{book.file}: the sheet {name} is gone; nothing of this table is changed.")
    for name, cells in book.sheets.items():
        if exercise_form.is_form(cells):
            entries += exercise_form.read_form(proposal, name, cells)
        elif name not in (HOW_TO, CHOICES, *stamped):
            proposal.notices.append(f"{book.file}: the sheet {name} is none of the course's and is not read.")
    put_together(proposal, entries)
    _tell_absent(proposal)
    return proposal


def _tell_absent(proposal: Proposal) -> None:
    """Rows that are not in their sheet stay in the course; an exercise that the workbook brought is no news."""
    for table, key, sheet in proposal.absent:
        row = proposal.table(table).by_key[key]
        if row.get("exercise", row["id"] if table == "exercises" else "") not in proposal.brought_before:
            name = "/".join(part for part in key if part)
            proposal.notices.append(f"{table}, {name}: it is not in the sheet {sheet} and stays in the course; to take "
                                    "it out, keep its row and choose TRUE in hidden.")


def read_table_sheet(proposal: Proposal, table: TableInUse, sheet: str, cells: Mapping[tuple[int, int], SheetCell]
                     ) -> Iterator[Entry]:
    """The rows of the sheet of a table; faults and what is missing are noted in the proposal."""
    heads = {cell.text: column for (row, column), cell in sorted(cells.items()) if row == 1}
    columns = [*table.columns, Column(hidden_field(), (HIDDEN,))]
    _tell_heads(proposal, sheet, cells, columns)
    lost = [name for name in table.key_columns if name not in heads]
    if lost:
        proposal.fault(sheet, "A1", f"the column {lost[0]}, which names the rows, is gone", "put it back")
        return
    at: dict[Key, str] = {}
    numbers = dict.fromkeys(row for row, _ in sorted(cells) if row > 1)
    for number in numbers:
        entry = _entry(proposal, table, sheet, cells, columns, heads, number)
        if entry is None:
            continue
        key = table.key(entry.texts)
        if not any(key):
            proposal.fault(sheet, entry.location.row, f"the row has no {' and no '.join(table.key_columns)}",
                           "name it, or empty the row")
        elif key in at:
            proposal.fault(sheet, entry.location.row, f"this row stands in cell {at[key]} already",
                           "give each row its own", table.key_columns[-1], "/".join(part for part in key if part))
        else:
            at[key] = entry.location.row
            proposal.locations[table.name, key] = entry.location
            yield entry
    proposal.absent += [(table.name, key, sheet) for key in table.by_key if key not in at]


def _tell_heads(proposal: Proposal, sheet: str, cells: Mapping[tuple[int, int], SheetCell], columns: Iterable[Column]
                ) -> None:
    texts = [(cell.text, cell.address) for (row, _), cell in sorted(cells.items()) if row == 1]
    known_heads = {head for column in columns for head in column.heads}
    seen: dict[str, str] = {}
    for text, address in texts:
        if text in seen:
            proposal.fault(sheet, address, f"this column stands in cell {seen[text]} already", "remove one of the two",
                           value=text)
        elif text not in known_heads:
            proposal.notices.append(f"{proposal.file}, sheet {sheet}, cell {address}: the column {text} is none of "
                                    "the table's and is not read.")
        seen.setdefault(text, address)
    for column in columns:
        lost = [head for head in column.heads if head not in seen]
        if lost:
            proposal.notices.append(f"{proposal.file}, sheet {sheet}: the column {lost[0]} is gone; its cells stay in "
                                    "the course as they are.")


def _entry(proposal: Proposal, table: TableInUse, sheet: str, cells: Mapping[tuple[int, int], SheetCell],
           columns: Iterable[Column], heads: Mapping[str, int], number: int) -> Entry | None:
    from openpyxl.utils import get_column_letter

    texts, addresses, hidden, filled = {}, {}, False, False
    for column in columns:
        if any(head not in heads for head in column.heads):
            continue
        indexes = [heads[head] for head in column.heads]
        addresses[column.name] = f"{get_column_letter(indexes[0])}{number}"
        parts = []
        for index in indexes:
            cell = cells.get((number, index))
            if cell is None:
                continue
            filled = True
            try:
                parts.append(read_cell(cell, column.field))
            except Fault as fault:
                proposal.fault(sheet, cell.address, fault.wrong, fault.mend, column.name)
                break
        else:
            text = sheets.joined_ids(parts) if len(column.heads) > 1 else "".join(parts)
            if column.name == HIDDEN:
                hidden = text == "true"
            else:
                texts[column.name] = text
    return Entry(table.name, texts, Location(sheet, f"{get_column_letter(heads[table.key_columns[0]])}{number}",
                                          addresses), hidden) if filled else None
