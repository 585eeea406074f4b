"""Bring what a workbook proposes into a lecturer's own rows, or into the tables of the course themselves."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ...core.errors import StretchlibError
from ...tables import paths
from ..my_rows import arrive, finish, write_my_rows
from . import sheets
from .candidate import csv_bytes
from .proposal import Proposal
from .sheets import Texts


def into_my_rows(proposal: Proposal, folder: Path) -> list[Path]:
    """Write the rows into a folder of own rows, all or none, and return the files that were written.

    Raises :class:`StretchlibError` where they cannot be written.
    """
    rows: dict[str, list[Texts]] = {}
    hidden: dict[str, list[Texts]] = {}
    for change in proposal.changes:
        key = dict(zip(proposal.table(change.table).key_columns, change.key, strict=True))
        if change.kind == "hidden":
            hidden.setdefault(change.table, []).append(key)
        else:
            rows.setdefault(change.table, []).append({**key, **{name: change.after[name] for name in change.columns}})
    return write_my_rows(folder, rows, hidden)


def into_course(proposal: Proposal) -> list[Path]:
    """Write the rows into the tables of the data folder themselves; every cell that does not change stays as it is.

    Raises :class:`StretchlibError` where own rows lie over the tables, or they cannot be written.
    """
    if sheets.in_use().mine is not None:
        raise StretchlibError("Own rows lie over the tables of the course: leave out --into-course to bring the "
                              "workbook into them, or run python start.py use --none and write a new workbook.")
    root = Path(str(paths.data_root()))
    finish(root)
    contents = {}
    changed = {change.table for change in proposal.changes}
    for name in sheets.in_use().resources:
        goes_with = proposal.going_with(name)
        if name not in changed and not goes_with:
            continue
        table = proposal.table(name)
        path = table.resource["path"]
        with io.StringIO((root / path).read_text(encoding="utf-8-sig"), newline="") as file:
            lines = csv.DictReader(file)
            columns, written = list(lines.fieldnames or ()), list(lines)
        # The rows of the table in use are those of its file, in the same order: nothing lies over them.
        raw = {table.key(row): dict(line) for row, line in zip(table.rows, written, strict=True)}
        for key in goes_with:
            raw.pop(key)
        for change in proposal.changes:
            if change.table == name and change.kind == "hidden":
                raw.pop(change.key, None)
            elif change.table == name:
                raw.setdefault(change.key, dict.fromkeys(columns, "")).update(
                    {column: change.after[column] for column in change.columns})
        contents[path] = csv_bytes(columns, list(raw.values())).decode("utf-8")
    return arrive(root, contents) if contents else []
