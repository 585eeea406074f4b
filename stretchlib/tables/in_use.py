"""Whose rows are in use: how many a lecturer changed, added or took out, table by table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core.document import Paragraph, Part
from ..core.errors import StretchlibError
from . import paths
from .catalogue import Catalogue, catalogue
from .overlay import key_columns
from .phrases import say
from .shows_document import ShowsDocument


@dataclass(frozen=True)
class TableChange:
    """How many rows of a table a lecturer's own rows change, add and take out."""

    table: str
    changed: int
    new: int
    hidden: int

    def __str__(self) -> str:
        counts = {"use.changed": self.changed, "use.new": self.new, "use.hidden": self.hidden}
        return ", ".join(say(key, count=count) for key, count in counts.items() if count)


def tables_changed(data: Catalogue) -> list[TableChange]:
    """What a lecturer's own rows do to the tables, of each table that they touch.

    Raises :class:`TableError` where a file of them has faults.
    """
    changes = []
    for name in data.resources:
        rows = data.my_rows(name) if name in data.my_files.tables else []
        if rows:
            keys = key_columns(data.resource(name)["schema"])
            there = {tuple(row[column] for column in keys) for row in data.beneath.table(name).rows}
            hidden, new = sum(row.hides for row in rows), sum(row.key not in there for row in rows)
            changes.append(TableChange(name, len(rows) - hidden - new, new, hidden))
    return changes


@dataclass(frozen=True, repr=False)
class RowsInUse(ShowsDocument):
    """Whose rows the course shows; shows itself as a sentence."""

    sentence: str

    def parts(self) -> Iterator[Part]:
        yield Paragraph(self.sentence)


def rows_in_use() -> RowsInUse:
    """Whose rows are shown in every table, figure, timer and question: the course's own, or also those of a lecturer.

    What a lecturer adds or changes is put in use with ``python start.py use FOLDER``.
    """
    return RowsInUse(describe(catalogue().english))


def describe(data: Catalogue) -> str:
    """Whose rows ``data`` holds, in a sentence in the language that is set."""
    if data.mine is not None:
        files = [path.rpartition("/")[2] for path in data.my_files.others]
        changes = [f"{change.table} ({change})" for change in tables_changed(data)]
        return say("use.mine", folder=data.mine.name, tables="; ".join([*changes, *files]) or say("use.no_rows"))
    try:
        copied = str(data.root) != str(paths.beside_or_inside("data"))
    except StretchlibError:  # a copy is all there is
        copied = True
    return say("use.copy", folder=Path(str(data.root)).name) if copied else say("use.course")
