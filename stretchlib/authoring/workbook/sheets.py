"""What goes where in a workbook: which tables a subject has, which cells a column takes, and the stamp of a table."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from ...core.errors import StretchlibError, one_of
from ...tables import catalogue
from ...tables.catalogue import Catalogue
from ...tables.overlay import key_columns
from ...tables.rows import Row
from ...tables.rows.base import LIST_SEPARATOR, REVIEW_COLUMNS, Cell
from ...tables.schema import links

HOW_TO, CHOICES, STAMP, NEW_EXERCISE = "How to", "choices", "stamp", "New exercise"
HIDDEN = "hidden"  #: the column of every sheet that takes a row out of the course
IDS_BESIDE = 4  # cells beside one another for a column that holds several ids
FORMAT = "1"  # of the workbook; another edition of the course may lay it out in another way
Key = tuple[str, ...]
Texts = dict[str, str]  #: the cells of a row as they stand in a CSV file, by column

#: The tables of one exercise, which its own sheet holds together, in the order in which they stand there.
EXERCISE_TABLES = ("exercises", "exercise_levels", "exercise_steps", "exercise_structures", "exercise_cautions")


@dataclass(frozen=True)
class Column:
    """A column of a table: its field of the schema, and the heads of the cells that it takes in a sheet."""

    field: Mapping[str, Any]
    heads: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.field["name"])

    @property
    def is_text(self) -> bool:
        """Whether a spreadsheet has to be kept from turning what is typed into something else."""
        return self.field["type"] not in ("integer", "number")


@dataclass(frozen=True)
class TableInUse:
    """A table of the data in use, in English: its description, its rows as texts, and those that are taken out."""

    name: str
    resource: Mapping[str, Any]
    rows: tuple[Texts, ...]
    hidden_rows: tuple[Texts, ...] = ()

    @property
    def schema(self) -> Mapping[str, Any]:
        schema: Mapping[str, Any] = self.resource["schema"]
        return schema

    @cached_property
    def key_columns(self) -> tuple[str, ...]:
        key = self.schema["primaryKey"]
        return (key,) if isinstance(key, str) else tuple(key)

    @cached_property
    def fields(self) -> dict[str, Mapping[str, Any]]:
        return {field["name"]: field for field in self.schema["fields"]}

    def key(self, row: Mapping[str, str]) -> Key:
        """What a row is known by."""
        return tuple(row.get(column, "") for column in self.key_columns)

    @cached_property
    def by_key(self) -> dict[Key, Texts]:
        return {self.key(row): row for row in self.rows}

    @cached_property
    def hidden_by_key(self) -> dict[Key, Texts]:
        return {self.key(row): row for row in self.hidden_rows}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order of the sheet: the key, the contents, then what belongs to the review."""
        names = [*self.key_columns,
                 *(name for name in self.fields if name not in (*self.key_columns, *REVIEW_COLUMNS)),
                 *(name for name in REVIEW_COLUMNS if name in self.fields)]
        return tuple(column_of(self.fields[name]) for name in names)

    @cached_property
    def stamp(self) -> str:
        """Changes when a cell, a row or a column of the table does."""
        contents = json.dumps([list(self.fields), *([list(row.values()) for row in rows]
                                                 for rows in (self.rows, self.hidden_rows))], ensure_ascii=False)
        return hashlib.sha256(contents.encode()).hexdigest()[:32]


def column_of(field: Mapping[str, Any]) -> Column:
    name = field["name"]
    return Column(field, tuple(f"{name} {number}" for number in range(1, IDS_BESIDE + 1)) if "listOf" in field
                  else (name,))


def table_in_use(name: str) -> TableInUse:
    """A table of the data in use; raises :class:`TableError` with a sentence for each fault it has."""
    tables = in_use()
    hidden = {row.key for row in tables.my_rows(name) if row.hides}
    keys = key_columns(tables.resource(name)["schema"])
    beneath = tables.beneath.table(name).rows if hidden else ()
    return TableInUse(name, tables.resource(name), tuple(map(_texts, tables.table(name).rows)),
                      tuple(_texts(row) for row in beneath if tuple(row[column] for column in keys) in hidden))


def _texts(row: Row) -> Texts:
    return {column: cell_text(cell) for column, cell in row.items()}


def in_use() -> Catalogue:
    """The catalogue of the data in use, in English: the course, and a lecturer's own rows over it."""
    return catalogue.catalogue().english


def subjects() -> dict[str, str]:
    """The subjects of the course and what each holds; a subject is a folder of the data."""
    described: Mapping[str, str] = in_use().package.get("subjects", {})
    folders = dict.fromkeys(subject_of(resource) for resource in in_use().resources.values())
    return {folder: described.get(folder, "") for folder in folders}


def subject_of(resource: Mapping[str, Any]) -> str:
    return str(resource["path"]).split("/", 1)[0]


def tables_of(subject: str) -> list[str]:
    """The names of a subject's tables; raises :class:`StretchlibError` for an unknown subject."""
    one_of(subject, subjects(), "subject")
    return [name for name, resource in in_use().resources.items() if subject_of(resource) == subject]


def cell_text(cell: Cell) -> str:
    """A cell as a CSV file of the course has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return number_text(cell)
    return str(cell)


def number_text(value: int | float) -> str:
    """A number without an exponent and without a fraction of zero, as a spreadsheet shows it."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return str(value)
    text = f"{Decimal(repr(value)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def same(before: str, after: str, field: Mapping[str, Any]) -> bool:
    """Whether two cells say the same; a spreadsheet keeps fifteen digits of a number."""
    if before == after:
        return True
    if field["type"] in ("integer", "number"):
        try:
            return math.isclose(float(before), float(after), rel_tol=1e-12)
        except ValueError:
            return False
    return field["type"] == "boolean" and before.lower() == after.lower()


def ids_in_cells(text: str) -> tuple[str, ...]:
    """The ids of a list for the cells side by side; what is more than they hold stays together in the last."""
    ids = text.split(LIST_SEPARATOR) if text else []
    if len(ids) > IDS_BESIDE:
        ids[IDS_BESIDE - 1:] = [LIST_SEPARATOR.join(ids[IDS_BESIDE - 1:])]
    return (*ids, *[""] * (IDS_BESIDE - len(ids)))


def joined_ids(cells: Iterable[str]) -> str:
    """The ids of cells side by side as a list; empty cells between them are passed over."""
    return LIST_SEPARATOR.join(part.strip() for cell in cells for part in cell.split(LIST_SEPARATOR.strip())
                               if part.strip())


def needed(field: Mapping[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("required"))


def choices_of(field: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[str, str] | Sequence[str] | None:
    """(table, column) that a cell is chosen from, or the words it is chosen from; ``None`` for what is typed."""
    if field["type"] == "boolean":
        return ("TRUE", "FALSE")
    if "enum" in field.get("constraints", {}):
        return [str(word) for word in field["constraints"]["enum"]]
    return next(((link.table, link.key) for link in links(schema) if link.column == field["name"]), None)


def checked_subject(subject: str | None) -> list[str]:
    """The subjects that are asked for: the named one, or all. Raises :class:`StretchlibError` for an unknown one."""
    if subject is None:
        return list(subjects())
    one_of(subject, subjects(), "subject")
    return [subject]


def openpyxl_or_sentence() -> None:
    """Raise :class:`StretchlibError` where the library that writes workbooks is not there, as in a browser."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise StretchlibError("The workbook needs openpyxl, which is not here: run it where the course is set up "
                              "with python start.py.") from None
