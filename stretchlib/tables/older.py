"""A whole copy of the data folder that is older than the course: what it lacks is taken from the course's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.errors import TableError
from .overlay import key_columns
from .reader import Table, sentence
from .rows import Row
from .rows.base import Cell, value_of, with_columns

#: Table -> the columns that the course lends a copy; none of them where it lends the whole table.
Lent = Mapping[str, tuple[str, ...]]


def completed(package: Mapping[str, Any], course: Mapping[str, Any]) -> tuple[dict[str, Any], Lent]:
    """The package of a copy with the tables and columns of the course that it lacks, and which those are."""
    resources: dict[str, Any] = {}
    lent: dict[str, tuple[str, ...]] = {}
    for name, resource in {**course["resources"], **package["resources"]}.items():
        own, ours = package["resources"].get(name), course["resources"].get(name)
        resources[name] = resource
        if own is None:
            lent[name] = ()
        elif ours is not None and own["schema"] != ours["schema"]:
            named = {field["name"] for field in own["schema"]["fields"]}
            missing = [field for field in ours["schema"]["fields"] if field["name"] not in named]
            if missing and set(key_columns(ours["schema"])) <= named:
                lent[name] = tuple(field["name"] for field in missing)
                fields = [*own["schema"]["fields"], *missing]
                resources[name] = {**own, "schema": {**own["schema"], "fields": fields}}
    return {**package, "resources": resources}, lent


def lent_lines(lent: Lent) -> list[str]:
    """A sentence for each table that an older copy lacks, in whole or in part."""
    return [f"{name}.csv is of an older edition: from the course's rows it takes {', '.join(columns)}." if columns
            else f"{name}.csv is not in this older copy: the whole table is taken from the course."
            for name, columns in lent.items()]


def filled(table: Table, course: Table, schema: Mapping[str, Any], columns: tuple[str, ...], row_class: type[Row]
           ) -> Table:
    """An older table with its missing columns, from the course's row of the same key; empty where there is none.

    Raises :class:`TableError` for a row that the course does not have and that needs such a cell.
    """
    fields = {field["name"]: field for field in schema["fields"]}
    keys = key_columns(schema)
    by_key = {tuple(row[key] for key in keys): row for row in course.rows}
    row_class, rows, problems = with_columns(row_class, schema), [], []
    for row, number in table.numbered(Row):
        beside = by_key.get(tuple(row[key] for key in keys))
        lent: dict[str, Cell] = {column: beside[column] if beside else None for column in columns}
        for column, cell in lent.items():
            if cell is None and fields[column].get("constraints", {}).get("required"):
                problems.append(sentence(table.name, "the course has this column since and no row of this key",
                                         "add the column and fill it in", number, column))
        cells: dict[str, Any] = {name: value_of({**row, **lent}[name], field) for name, field in fields.items()}
        rows.append((cells, number))
    if problems:
        raise TableError(problems)
    return Table(table.name, tuple(row_class(**cells) for cells, _ in rows), table.sheet_rows)
