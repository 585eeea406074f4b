"""``datapackage.json``, which describes the tables: read once, and again when it changes."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from ..core.errors import SchemaError, StretchlibError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_READ: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {}


def read_descriptor(file: Traversable) -> dict[str, Any]:
    """The tables by name, in the order they stand in the file; raises as :func:`read_package`."""
    found: dict[str, Any] = read_package(file)["resources"]
    return found


def read_package(file: Traversable) -> dict[str, Any]:
    """All that the file says, its tables by name; the same object until the file changes.

    Raises :class:`StretchlibError` where there is no such file or the tables beside it are in no folders yet,
    :class:`SchemaError` where it describes no tables.
    """
    stamp = stamp_of(file)
    if stamp and _READ.get(str(file), ((), {}))[0] == stamp:
        return _READ[str(file)][1]
    if isinstance(file, Path) and (file.parent / "exercises.csv").is_file():
        raise StretchlibError(f"{file.parent} holds all tables in one folder, as they lay before each subject had its "
                              f"own; convert it with: python start.py use --convert \"{file.parent}\".")
    if not file.is_file():
        raise StretchlibError("datapackage.json is missing from the data folder; restore it from a copy.")
    _READ[str(file)] = stamp, _parsed(file.read_text(encoding="utf-8"))
    return _READ[str(file)][1]


def stamp_of(file: Traversable) -> tuple[int, ...]:
    """What changes when a file is written; empty where that cannot be known, as inside a zip."""
    try:
        status = os.stat(file) if isinstance(file, Path) else None  # each look at a table asks for this: one call
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_size) if status and S_ISREG(status.st_mode) else ()


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
        return {**found, "resources": {resource["name"]: resource for resource in found["resources"]}}
    except (ValueError, KeyError, TypeError) as error:
        raise SchemaError(f"datapackage.json is no table descriptor ({error}); restore it from a copy.") from None
