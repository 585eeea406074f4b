"""``use``: whose rows the course shows, what they change, and what an update of the course did to them."""

from __future__ import annotations

import sys
from pathlib import Path

from ..authoring import my_rows, updates
from ..authoring.check import check_data
from ..core.errors import StretchlibError
from ..tables import catalogue, paths
from ..tables.catalogue import Catalogue
from ..tables.in_use import describe
from ..tables.older import lent_lines
from ..tables.schema import is_flat_copy
from . import course_file

BACK = "To go back to the course's rows: python start.py use --none."


def use(folder: Path) -> int:
    """Put a folder of own rows, or a whole copy of the data folder, in use; returns the exit code.

    Raises :class:`StretchlibError` where there is no such folder or nothing in it belongs to the course.
    """
    folder = Path(folder).expanduser().absolute()
    if not folder.is_dir():
        mend = "give the folder that it lies in" if folder.exists() else "give the folder that holds your tables"
        raise StretchlibError(f"There is no folder {folder}: {mend}.")
    key = "data" if (folder / "datapackage.json").is_file() or is_flat_copy(folder) else "my_rows"
    data = catalogue.in_folder(folder) if key == "data" else _own(folder)
    if folder.resolve() == Path(str(paths.beside_or_inside("data"))).resolve():
        return go_back()
    empty = key == "my_rows" and not (data.my_files.tables or data.my_files.others)
    problems = list(data.my_files.faults) if empty else check_data(folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"Nothing was changed: mend this in {folder}, then run this again.", file=sys.stderr)
        return 1
    course_file.keep(key, folder)
    print(f"{folder} is in use from now on. {describe(data)}")
    tell_changes(data)
    print(f"A course that is open shows them once it is closed and started again. {BACK}")
    return 0


def _own(folder: Path) -> Catalogue:
    """The course with a folder of own rows over it."""
    my_rows.finish(folder)
    data = catalogue.in_folder(catalogue.in_folder(paths.data_root()).root, folder)
    files = data.my_files
    empty = not any(not entry.name.startswith(".") for entry in folder.iterdir())
    if not (files.tables or files.others or files.faults or empty):
        raise StretchlibError(f"{folder} holds nothing of the course: put in it CSV files that are named as the "
                              "course's tables, such as exercises.csv.")
    return data


def go_back() -> int:
    """Put the course's own rows in use; returns the exit code."""
    course_file.keep(None)
    print("The course's own rows are in use from now on. Your folder is left as it is.")
    return 0


def tell() -> int:
    """Say what is in use; returns the exit code."""
    with course_file.in_use():
        data = catalogue.catalogue().english
        if data.mine is not None:
            my_rows.finish(data.mine)
        print(describe(data))
        tell_changes(data)
        if course_file.read():
            print(f"It lies in {data.mine or data.root}. {BACK}")
    return 0


def accept() -> int:
    """Keep a lecturer's rows where the course changed as well, and compare with what it is now; the exit code.

    Raises :class:`StretchlibError` where no own rows are in use or their folder cannot be written.
    """
    with course_file.in_use():
        data = catalogue.catalogue().english
        lines = updates.update_lines(data)
        count = updates.keep_bases(data, renew=True)
        print(*lines, f"Your rows stay as they are; {count} of them are compared with the course of today from now on.",
              sep="\n")
    return 0


def tell_changes(data: Catalogue) -> None:
    """What an update changed, and what an older copy lacks; keeps the course's rows of today beside new ones."""
    for line in [*lent_lines(data.lent), *([] if data.mine is None else updates.update_lines(data))]:
        print(line)
    if data.mine is not None:
        try:
            updates.keep_bases(data)
        except StretchlibError as error:
            print(f"What an update changes cannot be told: {error}", file=sys.stderr)
