"""The files of a data folder where its own descriptor says, and rows that many tests ask for."""

from __future__ import annotations

import json
from pathlib import Path

from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row


def table_file(folder: Path, table: str) -> Path:
    """The CSV file of a table in a data folder; raises :class:`StopIteration` for an unknown table."""
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return folder / next(resource["path"] for resource in resources if resource["name"] == table)


def posture_rows(drawn: str) -> tuple[Row, ...]:
    """The postures of every ``"exercise"``, or those of every clinical ``"test"``."""
    return tuple(row for row in catalogue.rows("poses") if row[drawn] is not None)
