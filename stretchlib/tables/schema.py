"""``datapackage.json``, which describes the tables of a data folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.errors import SchemaError, StretchlibError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


MOST_OWN_FILES = 40  #: a folder with more tables than this is a copy, though its descriptor is lost


class Link(NamedTuple):
    """A column whose cells are keys of another table: one key, or a list where there is a ``separator``."""

    column: str
    table: str
    key: str
    separator: str | None


def read_package(file: Traversable) -> dict[str, Any]:
    """All that the file says, the tables under "resources" by name, in the order they stand there.

    Raises :class:`StretchlibError` where there is no such file or the tables beside it are in no folders yet,
    :class:`SchemaError` where it describes no tables.
    """
    if isinstance(file, Path) and is_flat_copy(file.parent):
        raise StretchlibError(f"{file.parent} holds all tables in one folder, as they lay before each subject had its "
                              f"own; convert it with: python start.py use --convert \"{file.parent}\".")
    if isinstance(file, Path) and not file.is_file() and any(file.parent.glob("*.csv")):
        raise StretchlibError(f"{file.parent} is no whole copy of the course's tables, for datapackage.json is "
                              "missing; rows of your own are put in use with: python start.py use "
                              f"\"{file.parent}\".")
    if not file.is_file():
        raise StretchlibError("datapackage.json is missing from the data folder; restore it from a copy.")
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
        return {**package, "resources": {resource["name"]: resource for resource in package["resources"]}}
    except (ValueError, KeyError, TypeError) as error:
        raise SchemaError(f"datapackage.json is no table descriptor ({error}); restore it from a copy.") from None


def is_flat_copy(folder: Path) -> bool:
    """Whether a folder is a copy of the data folder as it was before each subject had a folder."""
    return (folder / "exercises.csv").is_file() and (
        (folder / "datapackage.json").is_file() or len([*folder.glob("*.csv")]) > MOST_OWN_FILES)


def links(schema: Mapping[str, Any]) -> list[Link]:
    """The links of a table: its foreign keys and its lists of keys."""
    keys = [Link(_first(key["fields"]), key["reference"]["resource"], _first(key["reference"]["fields"]), None)
            for key in schema.get("foreignKeys", [])]
    return keys + [Link(field["name"], field["listOf"]["resource"], field["listOf"]["field"],
                        field["listOf"]["separator"]) for field in schema["fields"] if "listOf" in field]


def _first(fields: str | list[str]) -> str:
    return fields if isinstance(fields, str) else fields[0]
