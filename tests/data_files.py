"""Where the files of a data folder lie, as its own descriptor says."""

from __future__ import annotations

import json
from pathlib import Path


def table_file(folder: Path, table: str) -> Path:
    """The CSV file of a table in a data folder; raises :class:`StopIteration` for an unknown table."""
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return folder / next(resource["path"] for resource in resources if resource["name"] == table)
