"""What an update of the course did to the rows that a lecturer changed: told row by row, and how it is settled.

Beside a lecturer's rows stands what the course's row was (:data:`~stretchlib.authoring.my_rows.COURSE_ROWS`). Where the
course's row is another one now, both changed it; where it has become what the lecturer wrote, that row has had its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..core.errors import StretchlibError
from ..tables.catalogue import Catalogue
from ..tables.cells import Fault, cell_reader
from ..tables.overlay import cell_text, key_columns
from .my_rows import COURSE_ROWS, NEW, arrive, base_of, bases_text, course_rows, read_bases, row_texts

_LONGEST = 60  # letters of a cell that a line tells


class Change(NamedTuple):
    """A cell that a lecturer wrote and an update changed: texts, empty where the cell is."""

    column: str
    before: str
    now: str
    mine: str

    def __str__(self) -> str:
        before, now, mine = (repr(_short(text)) if text else "empty" for text in self[1:])
        return f"{self.column}: course before {before}, course now {now}, mine {mine}"


def update_lines(data: Catalogue) -> list[str]:
    """A sentence for each own row that an update of the course touched, with its cells side by side below it."""
    return [line for name in data.my_files.tables for line in _lines(data, name)]


def _lines(data: Catalogue, name: str) -> Iterator[str]:
    schema = data.resource(name)["schema"]
    bases, now = read_bases(_folder(data), name, schema), course_rows(data.beneath, name)
    for row in data.my_rows(name):
        where = f"{row.number.file}, row {row.number} ({' + '.join(str(cell) for cell in row.key if cell is not None)})"
        if row.key not in now:
            if not NEW.items() <= bases.get(row.key, NEW).items():
                yield (f"{where}: the course has taken this row out since; remove yours, or fill in all its cells to "
                       "keep it as your own.")
            continue
        course = row_texts(now[row.key])
        own = {column: cell_text(cell) for column, cell in row.cells.items() if column not in key_columns(schema)}
        if NEW.items() <= bases.get(row.key, {}).items():
            yield (f"{where}: the course has a row of this key of its own since, and yours is laid over it; keep that "
                   "with: python start.py use --accept.")
        elif not row.hides and all(own[column] == course[column] for column in own):
            yield f"{where}: the course says the same now; this row is no longer needed."
        else:
            changes = [Change(column, before, course[column], "hidden" if row.hides else own[column])
                       for column, before in _comparable(bases.get(row.key, {}), schema).items()
                       if before != course[column] and (row.hides or (column in own and own[column] != course[column]))]
            if changes:
                yield (f"{where}: the course has changed since you did; keep yours with: python start.py use --accept, "
                       "or empty your cell to have the course's.")
                yield from (f"  {change}" for change in changes)


def _comparable(base: Mapping[str, str], schema: Mapping[str, Any]) -> dict[str, str]:
    """The cells of what the course's row was, spelled as they are now; a column that is gone is left out."""
    cells = {}
    for field in schema["fields"]:
        text = base.get(field["name"])
        if text is not None:
            try:
                cells[field["name"]] = cell_text(cell_reader({**field, "constraints": {}})(text)) if text else ""
            except Fault:
                cells[field["name"]] = text
    return cells


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST - 3]}..."


def _folder(data: Catalogue) -> Path:
    if data.mine is None:
        raise StretchlibError("No rows of your own are in use: choose their folder with: python start.py use FOLDER.")
    return data.mine


def keep_bases(data: Catalogue, *, renew: bool = False) -> int:
    """Keep what the course's row is beside each own row that has none beside it yet, or, to ``renew``, beside each.

    Returns of how many rows that was new. Raises :class:`StretchlibError` where the folder cannot be written.
    """
    contents, count = {}, 0
    for name in data.my_files.tables:
        schema = data.resource(name)["schema"]
        before, now = read_bases(_folder(data), name, schema), course_rows(data.beneath, name)
        kept = {row.key: base_of(row.key, now, schema) if renew or row.key not in before else before[row.key]
                for row in data.my_rows(name)}
        if kept != before:
            count += sum(before.get(key) != base for key, base in kept.items())
            contents[f"{COURSE_ROWS}/{name}.csv"] = bases_text(schema, kept.values())
    if contents:
        arrive(_folder(data), contents)
    return count
