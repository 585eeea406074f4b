"""What a workbook proposes: rows changed, added and taken out, each with the cell of the workbook it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ...tables.schema import links
from . import sheets
from .sheets import Key, TableInUse, Texts

SHOWN = 60  # characters of a cell in the sentence of a change


@dataclass(frozen=True)
class Location:
    """Where a row stands in a workbook: its sheet, the address of each cell by column, and of the row as a whole."""

    sheet: str
    row: str
    cells: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: str) -> str:
        """The address of a column's cell; of the row where the sheet has no cell for it."""
        return self.cells.get(column, self.row)


@dataclass
class Entry:
    """A row as a sheet has it: the cells that could be read, where it stands, whether it is to be hidden.

    ``defaults``: of cells that were filled in for the lecturer, what with.
    """

    table: str
    texts: Texts
    location: Location
    hidden: bool = False
    defaults: dict[str, str] = field(default_factory=dict)


@dataclass
class RowChange:
    """What happens to a row: ``kind`` is "changed", "new", "hidden" or "back"; ``before`` is empty for a new one."""

    table: str
    key: Key
    kind: str
    before: Texts
    after: Texts
    locations: dict[str, Location]
    defaults: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The columns that change; of a new row those that are filled in."""
        return [column for column, text in self.after.items() if text != self.before.get(column, "")]

    def sentences(self) -> Iterator[str]:
        """A line for each cell that changes, or for the row that is new or goes."""
        row = f"{self.table}, {'/'.join(part for part in self.key if part)}"
        if self.kind == "hidden":
            yield f"{row}: taken out (hidden)"
            return
        if self.kind == "back":
            yield f"{row}: taken back into the course"
        if self.kind == "new":
            yield f"{row}: new, {len(self.columns)} cells filled in"
            yield from (f"{row}: {column} {_short(self.after[column])} ({why})" for column, why in
                        self.defaults.items())
        else:
            yield from (f"{row}: {column} {_short(self.before[column])} -> {_short(self.after[column])}"
                        for column in self.columns)


@dataclass
class Proposal:
    """All that a workbook proposes, what is wrong with it, and what is to be told of it besides."""

    file: str
    tables: dict[str, TableInUse] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)
    changes: list[RowChange] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    absent: list[tuple[str, Key, str]] = field(default_factory=list)  # rows that a sheet, the last word, lacks
    locations: dict[tuple[str, Key], Location] = field(default_factory=dict)
    brought_before: set[str] = field(default_factory=set)  # exercises of sheets that were brought into the course
    made: list[tuple[str, Texts]] = field(default_factory=list)  # rows of new exercises, by table
    filled_in: set[tuple[str, Key, str]] = field(default_factory=set)  # cells that hold a placeholder, told already

    def table(self, name: str) -> TableInUse:
        """A table of the data in use, one that is not in the workbook as well."""
        if name not in self.tables:
            self.tables[name] = sheets.table_in_use(name)
        return self.tables[name]

    def fault(self, sheet: str, address: str, wrong: str, mend: str, column: str = "", value: str = "") -> None:
        """Note a fault of a cell."""
        self.faults.append(cell_sentence(self.file, sheet, address, wrong, mend, column, value))

    def rows_after(self, name: str) -> list[tuple[Key, Texts]]:
        """The rows of a table as they will be: changed ones where they stood, new ones behind."""
        table = self.table(name)
        changes = {change.key: change for change in self.changes if change.table == name}
        goes_with = self.going_with(name)
        rows = []
        for row in table.rows:
            key = table.key(row)
            change = changes.get(key)
            if key not in goes_with and (change is None or change.kind != "hidden"):
                rows.append((key, change.after if change else row))
        return rows + [(key, change.after) for key, change in changes.items() if change.kind in ("new", "back")]

    def going_with(self, name: str) -> set[Key]:
        """The rows that are part of a row that is taken out, such as the options of a question: they go with it.

        Own rows are laid over the course by the same rule: the first filled column of the key says whose part it is.
        """
        table = self.table(name)
        owners = {link.column: link.table for link in links(table.schema)
                  if len(table.key_columns) > 1 and link.column in table.key_columns and not link.separator}
        out = {(change.table, *change.key) for change in self.changes if change.kind == "hidden"}
        going = set()
        for row in table.rows if out else ():
            column = next((column for column in table.key_columns if row[column]), "")
            if (owners.get(column), row.get(column)) in out:
                going.add(table.key(row))
        return going

    def where(self, table: str, key: Key, column: str) -> tuple[str, str] | None:
        """(sheet, address) of a cell of a row; ``None`` for a row that stands nowhere in the workbook."""
        change = next((change for change in self.changes if (change.table, change.key) == (table, key)), None)
        location = change.locations.get(column) if change else None
        location = location or self.locations.get((table, key))
        return (location.sheet, location.of(column)) if location else None

    def sentences(self) -> list[str]:
        """A line for each change; postures that are copied are counted."""
        lines = [line for change in self.changes if (change.table, change.kind) != ("poses", "new")
                 for line in change.sentences()]
        copied = Counter(change.key[0] for change in self.changes if (change.table, change.kind) == ("poses", "new"))
        return lines + [f"poses, {exercise}: {number} new rows" for exercise, number in copied.items()]


def cell_sentence(file: str, sheet: str, address: str, wrong: str, mend: str, column: str = "", value: str = "") -> str:
    """A fault of a cell of a workbook as one sentence."""
    where = f"{file}, sheet {sheet}, cell {address}" + (f" ({column})" if column else "")
    end = "" if mend.endswith("?") else "."
    return f"{where}: {wrong}{f' ({_short(value)})' if value else ''}; {mend}{end}"


def put_together(proposal: Proposal, entries: Iterable[Entry]) -> None:
    """Make the changes of what the sheets have; two sheets that say different things of a cell are a fault."""
    changes: dict[tuple[str, Key], RowChange] = {}
    for entry in entries:
        table = proposal.table(entry.table)
        before = table.by_key
        key = table.key(entry.texts)
        proposal.locations.setdefault((entry.table, key), entry.location)
        hidden = table.hidden_by_key.get(key)
        if hidden is not None and entry.hidden:
            continue
        row = before.get(key, hidden)
        change = changes.get((entry.table, key)) or RowChange(
            entry.table, key, "new" if row is None else "back" if hidden is not None else "changed", row or {},
            dict(row) if row else dict.fromkeys(table.fields, ""), {})
        if entry.hidden and row is not None:
            change.kind = "hidden"
        for column, text in entry.texts.items():
            old = change.before.get(column, "")
            if sheets.same(old, text, table.fields[column]):
                continue
            earlier = change.locations.get(column)
            if earlier is not None and not sheets.same(change.after[column], text, table.fields[column]):
                proposal.fault(entry.location.sheet, entry.location.of(column),
                               f"sheet {earlier.sheet}, cell {earlier.of(column)}, says something else "
                               f"({_short(change.after[column])})", "change one of the two only", column, text)
                continue
            change.after[column] = text
            change.locations[column] = entry.location
        change.defaults.update(entry.defaults)
        if change.columns or change.kind != "changed":
            changes[entry.table, key] = change
    proposal.changes = list(changes.values())


def _short(text: str) -> str:
    if not text:
        return "(empty)"
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN - 3]}..."
