"""A lecturer's own rows: which files of a folder are laid over the course's, and where they lie in it.

The folder holds only what a lecturer adds or changes: tables named as the course's (``exercises.csv``), notes
(``piriformis.md``) and cases (``my_case.toml``), beside one another or in the course's folders by subject. Names count
in any case; what begins with a dot or a tilde is of a program and is passed over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import StretchlibError, TableError, did_you_mean
from . import paths
from .memo import look_at
from .reader import sentence

NO_ROWS = "none"  #: what the variable says where no own rows are in use, whatever a person has chosen
HIDDEN = "hidden"  #: the column whose TRUE takes a row of the course out
EMPTIED = "(empty)"  #: what stands in a cell that is to be empty although the course's is not
#: Written whole before it is moved into its place: what lies here is newer than what lies in the folder.
ARRIVING = ".arriving"
#: Ending of a file that is no table -> the folder of the course that it belongs to.
_HOMES = {".md": "anatomy", ".toml": "clinic/cases"}
_ID = re.compile(r"[a-z0-9_]+")
_NO_CASES = ("course.toml", "pyproject.toml")


@dataclass(frozen=True)
class MyFiles:
    """What a folder of own rows holds: a file for each table, and notes and cases by their path in the course."""

    folder: Path
    tables: Mapping[str, Path]
    others: Mapping[str, Path]
    faults: tuple[str, ...]

    def name_of(self, file: Path) -> str:
        """How a sentence calls a file of the folder."""
        within = file.relative_to(self.folder).as_posix().removeprefix(f"{ARRIVING}/")
        return f"{self.folder.name}/{within}"


def find_my_files(folder: Path, resources: Mapping[str, Mapping[str, Any]]) -> MyFiles:
    """The files of ``folder`` that belong to the tables of the course, whose descriptions are ``resources``.

    A file that belongs to nothing, or of which there are two, is told in ``faults``. What is made of the answer depends
    on the folder. Raises :class:`StretchlibError` where the folder is not there or cannot be read.
    """
    subjects = {parent.as_posix() for resource in resources.values() for parent in _folders(resource["path"])}
    subjects |= {home for path in _HOMES.values() for home in (path, path.partition("/")[0])}
    wanted = {resource["path"]: name for name, resource in resources.items()}
    flat = {f"{name}.csv": name for name in resources}
    tables: dict[str, Path] = {}
    others: dict[str, Path] = {}
    faults: list[str] = []
    try:
        entries = dict(_files(folder, "", subjects))
        if (folder / ARRIVING).is_dir():
            entries |= dict(_files(folder / ARRIVING, "", subjects))
    except OSError as error:
        raise StretchlibError(f"The folder of your rows, {folder}, cannot be read ({error.strerror or error}): put it "
                              "back, or go back to the course's rows with: python start.py use --none.") from None
    for path, file in entries.items():
        where, _, name = path.rpartition("/")
        own = MyFiles(folder, {}, {}, ()).name_of(file)
        ending = os.path.splitext(name)[1]
        if ending == ".csv":
            table = wanted.get(path) or flat.get(name)
            if table is None:
                faults.append(sentence(own, "the course has no table of this name", did_you_mean(name, flat)))
            elif table in tables and tables[table] != file:
                first = MyFiles(folder, {}, {}, ()).name_of(tables[table])
                faults.append(sentence(own, f"{first} holds rows of the same table", "put the rows into one of them"))
            else:
                tables[table] = file
        elif ending in _HOMES and _ID.fullmatch(name.removesuffix(ending)) and where in ("", _HOMES[ending]):
            if not (name in _NO_CASES or name.startswith("readme")):
                others[f"{_HOMES[ending]}/{name}"] = file
    return MyFiles(folder, tables, others, tuple(faults))


def _folders(path: str) -> Iterator[Path]:
    return (parent for parent in Path(path).parents if parent.name)


def _files(folder: Path, within: str, subjects: set[str]) -> Iterator[tuple[str, Path]]:
    """(path in small letters, file) of a folder and of the subjects' folders in it, in the order of their names."""
    look_at(folder)
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    for entry in inside:
        path = f"{within}{entry.name.lower()}"
        if entry.name.startswith((".", "~")):
            continue
        if entry.is_dir():
            if path in subjects:
                yield from _files(folder / entry.name, f"{path}/", subjects)
        else:
            yield path, folder / entry.name


def my_rows_folder() -> Path | None:
    """The folder that ``STRETCHLIB_MY_ROWS`` names; ``None`` where it is not set, or says ``none``.

    Raises :class:`StretchlibError` where it is no folder.
    """
    chosen = os.environ.get(paths.MY_ROWS)
    if chosen in (None, "", NO_ROWS):
        return None
    folder = Path(os.path.expanduser(str(chosen))).absolute()
    if not folder.is_dir():
        raise StretchlibError(f"The folder of your rows, {folder}, is not there: put it back, name where it is now "
                              "with: python start.py use FOLDER, or go back to the course's rows with: "
                              "python start.py use --none.")
    return folder


def refuse(files: MyFiles) -> None:
    """Raise :class:`TableError` where a file of the folder belongs to nothing."""
    if files.faults:
        raise TableError(files.faults)
