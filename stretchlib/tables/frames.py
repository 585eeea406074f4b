"""The tables as pandas DataFrames for notebooks: ``load("exercises")``, or ``load_exercises()``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError
from .catalogue import catalogue, in_folder, rows
from .paths import beside_or_inside
from .reviews import signed_state
from .rows import HOMES

if TYPE_CHECKING:
    import pandas as pd

    from .rows import TableName


def table_names() -> list[str]:
    """The names of the tables there are, for :func:`load`."""
    return list(catalogue().resources)


def load(name: TableName) -> pd.DataFrame:
    """A table as a DataFrame, one row per sheet row and the columns of the table's dictionary.

    Text is ``""`` where the cell is empty, a number is missing (``<NA>``); the two review columns become one,
    ``review``, which says who signed the row or that nobody has. Raises :class:`StretchlibError`, with the nearest
    name, for a table that is not there.
    """
    import pandas as pd

    fields = catalogue().resource(name)["schema"]["fields"]
    table_rows = rows(name)
    columns: dict[str, Any] = {}
    for field in fields:
        cells = [row[field["name"]] for row in table_rows]
        if field["type"] in ("integer", "number"):
            kind = {"integer": "Int64", "number": "Float64"}[field["type"]]
            whole = {"integer": "int64", "number": "float64"}[field["type"]]
            columns[field["name"]] = pd.array(cells, dtype=kind if None in cells else whole)
        elif field["type"] == "boolean":
            columns[field["name"]] = pd.array(cells, dtype="boolean" if None in cells else "bool")
        else:
            columns[field["name"]] = ["" if cell is None else cell for cell in cells]
    if "reviewed_by" in columns:
        signed = [*zip(columns.pop("reviewed_by"), columns.pop("reviewed_on"),
                       (row.translation_state for row in table_rows), strict=True)]
        states = {signature: signed_state(*signature) for signature in set(signed)}
        columns["review"] = [states[signature] for signature in signed]
    return pd.DataFrame(columns)


def dictionary(name: str) -> str:
    """What a table and each of its columns hold, in plain lines: the help of its loader."""
    try:
        resource = in_folder(beside_or_inside("data")).resource(name)
    except StretchlibError:  # a faulty data folder must not stop the import; using it tells the fault
        return f"The table {name}."
    lines = [f"{resource.get('title', name)}: {resource.get('description', '')}", "", "Columns", "-------"]
    for field in resource["schema"]["fields"]:
        unit = f" [{field['unit']}]" if "unit" in field else ""
        lines.append(f"{field['name']}{unit}: {field.get('description', '')}")
    return "\n".join(lines)


def _loader(name: str) -> Callable[[], pd.DataFrame]:
    def load_table() -> pd.DataFrame:
        return load(name)  # type: ignore[arg-type]  # the name of a loader is looked up when it is called

    load_table.__name__ = load_table.__qualname__ = f"load_{name}"
    load_table.__doc__ = dictionary(name)
    return load_table


def __getattr__(name: str) -> Any:
    """``load_<table>``: a function for each table, made when it is first asked for."""
    if name.removeprefix("load_") not in HOMES or not name.startswith("load_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = _loader(name.removeprefix("load_"))
    return globals()[name]
