"""What the rows of all tables have in common: typed attributes, and the cells of the file by column."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, make_dataclass
from datetime import date
from itertools import repeat
from typing import Any, ClassVar, TypeVar

from ...core.errors import SchemaError

Cell = str | int | float | bool | None
#: What a cell becomes: an empty text is ``""``, any other empty cell ``None``; a list of keys is a tuple.
Value = Cell | date | tuple[str, ...]
LIST_SEPARATOR = "; "
R = TypeVar("R", bound="Row")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Row(Mapping[str, Cell]):
    """One row of a table. Its attributes are the typed values: ``row.sources`` is a tuple, ``row.name`` a text.

    As a mapping it holds the cells as the file has them, by column: ``None`` where a cell is empty, the keys of a list
    in one text, a day as 2026-11-30. That serves frames, checks and translations, which go by the name of a column.
    """

    TABLE: ClassVar[str] = ""
    COLUMNS: ClassVar[tuple[str, ...]] = ()

    #: Whether somebody signed the translation of the texts: "open" or "signed", empty where nothing is translated.
    translation_state: str = ""

    def __getitem__(self, column: str) -> Cell:
        if column not in self.COLUMNS:
            raise KeyError(column)
        return as_cell(getattr(self, column))

    def __iter__(self) -> Iterator[str]:
        return iter(self.COLUMNS)

    def __len__(self) -> int:
        return len(self.COLUMNS)

    def __hash__(self) -> int:
        return hash((self.TABLE, *(getattr(self, column) for column in self.COLUMNS)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.COLUMNS)})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ReviewedRow(Row):
    """A row with the six columns of a review: what it rests on, how sure that is, how it was checked, who signed it."""

    sources: tuple[str, ...]
    certainty: str
    checked: str
    checked_note: str
    reviewed_by: str
    reviewed_on: date | None


REVIEW_COLUMNS = ("sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on")


def as_cell(value: Any) -> Cell:
    """A value as its cell holds it."""
    if type(value) is str or value == ():
        return value or None
    if type(value) is tuple:
        return LIST_SEPARATOR.join(value)
    return value.isoformat() if isinstance(value, date) else value


def value_of(cell: Cell, field: Mapping[str, Any]) -> Value:
    """The value of a cell that was read and checked against its field of the schema."""
    if "listOf" in field:
        return tuple(key.strip() for key in str(cell).split(field["listOf"]["separator"].strip())) if cell else ()
    if field["type"] == "date":
        return None if cell is None else date.fromisoformat(str(cell))
    return "" if cell is None and field["type"] == "string" else cell


def made_of(row_class: type[R], columns: Mapping[str, Sequence[Value]], count: int) -> tuple[R, ...]:
    """``count`` rows of the values of each column, which are those of the class; a column at a time, which is quick."""
    rows = tuple(map(object.__new__, repeat(row_class, count)))
    for name, values in {"translation_state": repeat("", count), **columns}.items():
        deque(map(getattr(row_class, name).__set__, rows, values), maxlen=0)  # a frozen row is written once, here
    return rows


def with_columns(row_class: type[Row], schema: Mapping[str, Any]) -> type[Row]:
    """``row_class``, or one made from it where a schema has further columns: a data folder may add its own.

    Raises :class:`SchemaError` where the schema lacks a column of the class.
    """
    columns = tuple(field["name"] for field in schema["fields"])
    missing = [column for column in row_class.COLUMNS if column not in columns]
    if missing:
        raise SchemaError(f"datapackage.json: the table {row_class.TABLE} has no column {missing[0]!r}, which the "
                          "library reads; restore the file from a copy.")
    if columns == row_class.COLUMNS:
        return row_class
    made = make_dataclass(
        row_class.__name__, [(name, Any) for name in columns if name not in row_class.COLUMNS], bases=(row_class,),
        namespace={"COLUMNS": columns}, frozen=True, slots=True, kw_only=True, repr=False, eq=False)
    return made
