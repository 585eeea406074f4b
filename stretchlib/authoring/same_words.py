"""Rows that read alike: a reader cannot tell two of them apart."""

from __future__ import annotations

from collections.abc import Iterator

from ..tables.reader import Table, sentence
from ..tables.rows import Row


def alike_faults(table: Table, *columns: str) -> Iterator[str]:
    """A sentence for each row that says in one of ``columns`` what an earlier row says there; case does not count."""
    for column in columns:
        seen: dict[str, int] = {}
        for row, number in table.numbered(Row):
            words = " ".join(str(getattr(row, column)).casefold().split())
            first = seen.setdefault(words, number) if words else number
            if first != number:
                yield sentence(table.name, f"row {first} says this already", "give each row its own", number, column,
                               getattr(row, column))
