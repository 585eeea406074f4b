"""Rows of the tables of data/words/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .base import Row


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Phrase(Row):
    """A row of words.csv: words."""

    TABLE: ClassVar[str] = "words"
    COLUMNS: ClassVar[tuple[str, ...]] = ("key", "en", "note",)

    key: str
    en: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Translation(Row):
    """A row of translations/de.csv: german."""

    TABLE: ClassVar[str] = "translations_de"
    COLUMNS: ClassVar[tuple[str, ...]] = ("table", "row", "column", "english", "text", "reviewed_by", "reviewed_on",)

    table: str
    row: str
    column: str
    english: str
    text: str
    reviewed_by: str
    reviewed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ReviewForm(Row):
    """A row of review_forms.csv: review forms."""

    TABLE: ClassVar[str] = "review_forms"
    COLUMNS: ClassVar[tuple[str, ...]] = ("table", "form", "signer", "look", "columns", "picture", "kept",)

    table: str
    form: str
    signer: str
    look: str
    columns: str
    picture: str
    kept: bool
