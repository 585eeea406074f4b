"""Whether a workbook still fits the tables: its stamps, and what a folder of own rows remembers of those brought in.

A workbook that was brought in goes on fitting: the folder of own rows remembers in ``.workbooks.json`` the stamps that
the tables had afterwards, by the workbook.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from ...core.errors import StretchlibError
from ...core.files import write
from . import sheets
from .open_book import OpenBook

REMEMBERED = ".workbooks.json"
_TABLE = "table "


def refuse_stamp(book: OpenBook) -> None:
    """Raise :class:`StretchlibError` where the workbook's stamp is gone, or is not that of the tables in use."""
    subject = book.stamps.get("subject", "")
    if book.stamps.get("format") != sheets.FORMAT or not subject:
        raise StretchlibError(f"{book.file} was not written by python start.py edit of this edition, or its stamp is "
                              "gone; write a new workbook with python start.py edit and copy your cells over.")
    mine = sheets.in_use().mine
    afterwards = _remembered(mine).get(_name(book.stamps), {}) if mine else {}
    stale = []
    for name, stamp in _stamps(book.stamps).items():
        if name not in sheets.in_use().resources:
            raise StretchlibError(f"{book.file}: the course has no table {name} any more; write a new workbook with "
                                  f"python start.py edit {subject} and copy your cells over.")
        if sheets.table_in_use(name).stamp not in (stamp, afterwards.get(name)):
            stale.append(name)
    if stale:
        raise StretchlibError(f"{book.file}: {' and '.join(stale)} changed since this workbook was written; write a "
                              f"new one with python start.py edit {subject}, and copy the cells that you changed over.")


def remember(folder: Path, stamps: Mapping[str, str]) -> None:
    """Keep, in a folder of own rows that is in use, what the tables are after a workbook was brought in."""
    kept = _remembered(folder)
    kept[_name(stamps)] = {name: sheets.table_in_use(name).stamp for name in _stamps(stamps)}
    write(folder / REMEMBERED, json.dumps(kept, indent=1))


def _remembered(folder: Path) -> dict[str, dict[str, str]]:
    """What a folder remembers; nothing where the file is not there or not as it was written."""
    try:
        kept = json.loads((folder / REMEMBERED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: stamps for name, stamps in kept.items() if isinstance(stamps, dict)} if isinstance(kept, dict) else {}


def _stamps(stamps: Mapping[str, str]) -> dict[str, str]:
    """The stamp of each table."""
    return {name.removeprefix(_TABLE): stamp for name, stamp in stamps.items() if name.startswith(_TABLE)}


def _name(stamps: Mapping[str, str]) -> str:
    """What a workbook is known by: the tables it was written from."""
    return hashlib.sha256(json.dumps(sorted(_stamps(stamps).items())).encode()).hexdigest()[:16]
