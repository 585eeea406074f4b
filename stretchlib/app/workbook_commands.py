"""The words ``edit``, ``apply`` and ``check --workbook``: the tables as workbooks, and the way back into the course."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..core.errors import StretchlibError
from ..learner import copies
from ..tables import paths
from ..tables.my_rows import my_rows_folder
from . import course_file

WORKBOOKS, MY_ROWS = "workbooks", "my_rows"  # folders in that of the course


def add_commands(commands: Any) -> None:
    """Give the command line the words of the workbook."""
    edit = commands.add_parser("edit", help="write the tables of a subject as a workbook for a spreadsheet program")
    edit.add_argument("subject", nargs="?", help="such as exercises (default: a workbook for each subject)")
    edit.add_argument("--to", type=Path, metavar="FOLDER", help="the folder to write into (default: "
                      f"{WORKBOOKS} in the folder of your course)")
    edit.set_defaults(run=_edit)
    apply = commands.add_parser("apply", help="bring the changes of a workbook into the course")
    apply.add_argument("workbook", type=Path, metavar="FILE", help="a workbook that edit wrote")
    where = apply.add_mutually_exclusive_group()
    where.add_argument("--to", type=Path, metavar="FOLDER", help="the folder of own rows to write into (default: the "
                       f"one in use, else {MY_ROWS} in the folder of your course)")
    where.add_argument("--into-course", action="store_true", help="for who edits the project itself: write into the "
                       "tables of the course")
    apply.set_defaults(run=_apply)


def _edit(asked: argparse.Namespace) -> int:
    from ..authoring.workbook import sheets, write

    folder = asked.to or copies.course_dir() / WORKBOOKS
    for subject in sheets.checked_subject(asked.subject):
        path = write.edit(subject, folder)
        print(f"{path}: {len(sheets.tables_of(subject))} tables")
    return 0


def check(workbook: Path) -> int:
    """Tell every fault of a workbook, or what it would change. Returns the exit code."""
    from ..authoring.workbook import candidate, read

    proposal = read.read_workbook(workbook)
    faults = candidate.faults_of(proposal)
    _tell(faults, sys.stderr)
    _tell(proposal.notices)
    if faults:
        return 1
    _tell(proposal.sentences())
    print(f"{workbook.name} is in order: {_counted(len(proposal.changes))} would change. Bring it into the course "
          f'with: python start.py apply "{workbook}"' if proposal.changes
          else f"{workbook.name} is in order and changes nothing.")
    return 0


def _apply(asked: argparse.Namespace) -> int:
    from ..authoring.workbook import bring_back, candidate, read, stamps

    folder, begins = (None, False) if asked.into_course else _destination(asked.to)
    with _laid_over(folder if asked.to is not None and folder is not None and folder.is_dir() else None):
        proposal = read.read_workbook(asked.workbook)
        faults = candidate.faults_of(proposal)
        if not faults:
            written = [] if not proposal.changes else bring_back.into_course(proposal) if folder is None \
                else bring_back.into_my_rows(proposal, folder)
    if faults:
        _tell(faults, sys.stderr)
        print(f"Nothing was changed: mend what is told above in {asked.workbook.name}, save it, then apply it "
              "again.", file=sys.stderr)
        return 1
    _tell(proposal.notices)
    if not proposal.changes:
        print(f"{asked.workbook.name} changes nothing.")
        return 0
    _tell(proposal.sentences())
    print(f"{_counted(len(proposal.changes))} brought in, into:", *written, sep="\n  ")
    if folder is None:
        return 0
    with _laid_over(folder):
        stamps.remember(folder, proposal.stamps)
    if begins:
        course_file.keep("my_rows", folder)
        print("These rows are in use from now on; python start.py use --none goes back to the course's own.")
    elif asked.to is not None:
        print(f'To put these rows in use: python start.py use "{folder}"')
    return 0


@contextmanager
def _laid_over(folder: Path | None) -> Iterator[None]:
    """Within it the own rows in ``folder`` are those in use; without a folder nothing is changed."""
    before = os.environ.get(paths.MY_ROWS)
    if folder is not None:
        os.environ[paths.MY_ROWS] = str(folder)
    try:
        yield
    finally:
        if before is not None:
            os.environ[paths.MY_ROWS] = before
        elif folder is not None:
            del os.environ[paths.MY_ROWS]


def _destination(named: Path | None) -> tuple[Path, bool]:
    """The folder of own rows to write into, and whether it is to be put in use."""
    if named is not None:
        return named.expanduser().absolute(), False
    mine = my_rows_folder()
    if mine is not None:
        return mine, False
    if os.environ.get(paths.DATA):
        raise StretchlibError(f"The tables in use are a copy ({os.environ[paths.DATA]}): to change them, add "
                              "--into-course; to keep your rows apart from the course, name a folder with --to.")
    return copies.course_dir() / MY_ROWS, True


def _counted(number: int) -> str:
    return f"{number} row" if number == 1 else f"{number} rows"


def _tell(lines: list[str], to: Any = None) -> None:
    for line in lines:
        print(line, file=to or sys.stdout)
