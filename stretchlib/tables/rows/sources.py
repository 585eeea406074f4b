"""Rows of the tables of data/sources/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import Row


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Reference(Row):
    """A row of references.csv: references."""

    TABLE: ClassVar[str] = "references"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "type", "authors", "title", "container", "year", "volume", "issue",
        "pages", "publisher", "doi", "url", "isbn", "checked", "checked_note",)

    id: str
    type: str
    authors: str
    title: str
    container: str
    year: int | None
    volume: str
    issue: str
    pages: str
    publisher: str
    doi: str
    url: str
    isbn: str
    checked: str
    checked_note: str
