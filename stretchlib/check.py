"""Check a whole data folder, the library's own or a lecturer's copy: one sentence a fault."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from . import datasets
from .errors import SchemaError, StretchlibError, TableError
from .notes import note_faults
from .tables import Table

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def check_data(folder: str | os.PathLike[str] | None = None) -> list[str]:
    """Every fault of the tables and notes in ``folder`` (default: the data in use); empty when all is well."""
    root: Traversable = Path(folder) if folder is not None else datasets.data_root()
    if isinstance(root, Path) and not root.is_dir():
        return [f"{root}: there is no such folder; give the folder that holds datapackage.json."]
    problems: list[str] = []
    tables: dict[str, Table] = {}
    try:
        known = datasets.resources(root)
        for name in known:
            try:
                tables[name] = datasets.table(name, root)
            except TableError as error:
                problems += error.problems
    except (SchemaError, StretchlibError) as error:
        return [*problems, str(error)]
    for name in tables:
        problems += datasets.link_faults(name, root, tables)
    if "structures" in tables and "references" in tables:
        problems += note_faults(root, [str(row["id"]) for row in tables["structures"].rows],
                                {str(row["id"]) for row in tables["references"].rows})
    return problems
