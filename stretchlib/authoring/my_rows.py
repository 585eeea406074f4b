"""Write a lecturer's own rows: into their files all at once or not at all, and what the course's rows were beside them.

A file holds no more than what differs from the course: what equals it is left empty, so that an update comes through.
In ``.course_rows`` stands what the course's row was when it was changed first; :mod:`~stretchlib.authoring.updates`
tells by it what an update of the course changed as well.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.errors import StretchlibError, TableError, did_you_mean
from ..core.files import unwritten
from ..core.spreadsheet import csv_for_spreadsheet
from ..tables import catalogue, paths
from ..tables.catalogue import Catalogue
from ..tables.cells import Fault, cell_reader
from ..tables.my_rows import ARRIVING, EMPTIED, HIDDEN, MyFiles
from ..tables.overlay import Key, cell_text, key_columns
from ..tables.reader import sentence
from ..tables.rows import Row
from ..tables.rows.base import Cell

COURSE_ROWS = ".course_rows"  #: the folder, within that of the own rows, of what the course's rows were
NEW = {"in_course": "no"}  #: what stands there of a row that the course did not have
Texts = Mapping[str, str]  #: a row as texts by column


def write_my_rows(folder: str | os.PathLike[str], rows: Mapping[str, Sequence[Texts]],
                  hidden: Mapping[str, Sequence[Texts]] | None = None, course: Catalogue | None = None) -> list[Path]:
    """Write rows into the files of a folder of own rows, and return the files that were written.

    ``rows``: table -> rows, each the text of its cells by column, as a table of the course has them: ``""`` is an
    empty cell. A row needs the columns of its key; a column that it lacks stays as it is, in the course or in the
    folder. What equals the course is not written, and a row of which nothing else is left goes from the file.
    ``hidden``: table -> rows, by the columns of their key, that are taken out of the course; a row in ``rows`` comes
    back. ``course``: the tables that the rows are laid over (default: those in use, without own rows). The folder is
    made where it is not there. Either all files are written or none, also where the computer stops in the middle.

    Raises :class:`TableError` for an unknown column or table, a key that lacks or a cell that cannot be read, and
    :class:`StretchlibError` where a file cannot be written.
    """
    folder = Path(os.path.expanduser(folder)).absolute()
    course = course or catalogue.in_folder(paths.data_root())
    hidden = hidden or {}
    make_folder(folder)
    finish(folder)
    own = Catalogue(course.root, mine=folder)
    contents: dict[str, str] = {}
    for name in dict.fromkeys([*rows, *hidden]):
        schema = course.resource(name)["schema"]
        lines = {row.key: {**{column: cell_text(cell) or EMPTIED for column, cell in row.cells.items()},
                           **({HIDDEN: "true"} if row.hides else {})} for row in own.my_rows(name)}
        by_key = course_rows(course, name)
        for row in rows.get(name, ()):
            cells = _read(name, schema, row)
            key = tuple(cells[column] for column in key_columns(schema))
            line = {column: text for column, text in lines.get(key, {}).items() if column != HIDDEN}
            for column, cell in cells.items():
                line[column] = cell_text(cell) or (EMPTIED if key in by_key else "")
            lines[key] = {column: text for column, text in line.items() if key not in by_key
                          or text not in (cell_text(by_key[key][column]) or EMPTIED,)}
            if not any(lines[key].values()):
                del lines[key]
        for row in hidden.get(name, ()):
            cells = _read(name, schema, row)
            key = tuple(cells[column] for column in key_columns(schema))
            if key in by_key:
                lines[key] = {HIDDEN: "true"}
            else:
                lines.pop(key, None)  # a row of the lecturer's own has nothing beneath it
        if not lines and name not in own.my_files.tables:
            continue
        contents[_path_of(own.my_files, name)] = _sheet(schema, lines)
        contents[f"{COURSE_ROWS}/{name}.csv"] = bases_text(schema, _bases(folder, name, schema, by_key, lines))
    return arrive(folder, contents)


def course_rows(course: Catalogue, name: str) -> dict[Key, Row]:
    """The rows of a table of the course by their key."""
    columns = key_columns(course.resource(name)["schema"])
    return {tuple(row[column] for column in columns): row for row in course.table(name).rows}


def _read(name: str, schema: Mapping[str, Any], row: Texts) -> dict[str, Cell]:
    """The cells of a row that is given as texts."""
    fields = {field["name"]: field for field in schema["fields"]}
    problems, cells = [], {}
    for column, text in row.items():
        try:
            if column not in fields:
                raise Fault("this column is not known", did_you_mean(column, fields))
            cells[column] = cell_reader(fields[column])(text.strip()) if text.strip() else None
        except Fault as fault:
            problems.append(sentence(f"{name}.csv", fault.wrong, fault.mend, None, column, text))
    problems += [sentence(f"{name}.csv", "this column is missing", "a row is found by it", None, column)
                 for column in key_columns(schema) if column not in row]
    if problems:
        raise TableError(problems)
    return cells


def _path_of(files: MyFiles, name: str) -> str:
    """Where the rows of a table are written in the folder: where they are, or beside the other files."""
    there = files.tables.get(name)
    return f"{name}.csv" if there is None else there.relative_to(files.folder).as_posix().removeprefix(f"{ARRIVING}/")


def _sheet(schema: Mapping[str, Any], lines: Mapping[Key, Texts]) -> str:
    """The text of a file of own rows: the key, and the columns in which there is something."""
    keys = key_columns(schema)
    filled = {column for line in lines.values() for column, text in line.items() if text}
    columns = [*keys, *(field["name"] for field in schema["fields"]
                        if field["name"] in filled and field["name"] not in keys), *({HIDDEN} & filled)]
    return csv_for_spreadsheet(columns, (
        [cell_text(key[keys.index(column)]) if column in keys else line.get(column, "") for column in columns]
        for key, line in lines.items()))


def bases_text(schema: Mapping[str, Any], bases: Iterable[Texts]) -> str:
    """The text of a file of what the course's rows were; no spreadsheet program opens it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*(field["name"] for field in schema["fields"]), *NEW], restval="",
                            extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(bases)
    return text.getvalue()


def read_bases(folder: Path, name: str, schema: Mapping[str, Any]) -> dict[Key, dict[str, str]]:
    """What the course's rows of a table were when they were changed first, by key; what cannot be read is left out."""
    fields = {field["name"]: field for field in schema["fields"]}
    keys, bases = key_columns(schema), {}
    try:
        with (folder / COURSE_ROWS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                texts = {column: text for column, text in row.items()
                         if column and text is not None and (text or column not in NEW)}
                bases[tuple(cell_reader({**fields[column], "constraints": {}})(texts[column])
                            for column in keys)] = texts
    except (OSError, ValueError, KeyError, csv.Error, Fault):
        return bases
    return bases


def _bases(folder: Path, name: str, schema: Mapping[str, Any], by_key: Mapping[Key, Row],
           keys: Iterable[Key]) -> list[Texts]:
    """What the course's row is to be compared with later, of each key that is among a lecturer's own."""
    before = read_bases(folder, name, schema)
    return [before.get(key) or base_of(key, by_key, schema) for key in keys]


def base_of(key: Key, by_key: Mapping[Key, Row], schema: Mapping[str, Any]) -> dict[str, str]:
    """What is kept of the course's row of a key, to be compared with later."""
    if key in by_key:
        return row_texts(by_key[key])
    return {**dict(zip(key_columns(schema), map(cell_text, key), strict=True)), **NEW}


def row_texts(row: Row) -> dict[str, str]:
    """A row as the texts of its cells by column."""
    return {column: cell_text(cell) for column, cell in row.items()}


def make_folder(folder: Path) -> None:
    """Make a folder where it is not there; raises :class:`StretchlibError` where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(folder, error) from None


def arrive(folder: Path, contents: Mapping[str, str]) -> list[Path]:
    """Write files of a folder by their path in it, all of them or none, and return them.

    They are written beside the others first, and all become valid with one renaming; what then stands between them and
    their places is made good by :func:`finish`, and until then the reader takes them from where they are. Raises
    :class:`StretchlibError` where they cannot be written.
    """
    staged = None
    try:
        staged = Path(tempfile.mkdtemp(prefix=f"{ARRIVING}-", dir=folder))
        for path, text in contents.items():
            if (folder / path).exists():
                with (folder / path).open("r+b"):  # a spreadsheet program that has it open may hold it fast
                    pass
            (staged / path).parent.mkdir(parents=True, exist_ok=True)
            with (staged / path).open("wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        staged.rename(folder / ARRIVING)
    except OSError as error:
        if staged is not None:
            shutil.rmtree(staged, ignore_errors=True)
        where = Path(error.filename) if error.filename else folder
        raise StretchlibError(f"Your rows in {folder} could not be written ({where.name}: {error.strerror or error}): "
                              "close what has the file open, or make the folder writable; nothing was changed."
                              ) from None
    finish(folder)
    return [folder / path for path in contents if not path.startswith(COURSE_ROWS)]


def finish(folder: Path) -> None:
    """Move what was written whole into its place, and clear away what was not; raises :class:`StretchlibError`."""
    arriving = folder / ARRIVING
    try:
        for file in sorted(arriving.rglob("*")) if arriving.is_dir() else ():
            if file.is_file():
                target = folder / file.relative_to(arriving)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(file, target)
        for left in folder.glob(f"{ARRIVING}*"):
            shutil.rmtree(left)
    except OSError as error:
        raise StretchlibError(f"Your rows in {folder} are written, but not in their place yet ({error.strerror}): "
                              "close what has them open, then run: python start.py use.") from None
