"""Bring a copy of the data folder from before each subject had a folder over to a folder of own rows.

Of such a copy only what differs from the course of today is kept. What the course itself has changed since the copy was
made differs as well: nothing here tells the two apart, and the lines that are printed say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..core.errors import StretchlibError, TableError
from ..tables import catalogue, paths, translations
from ..tables.catalogue import Catalogue
from ..tables.overlay import cell_text, key_columns
from ..tables.paths import TRANSLATIONS
from ..tables.reader import read_table
from ..tables.rows.words import Phrase
from ..tables.translations import Text
from .check import check_data
from .check_my_rows import same_holes
from .my_rows import arrive, write_my_rows


class Moved(NamedTuple):
    """Where the rows of a table that is gone stand now: table, old name of a column -> new name, cells that are new."""

    table: str
    columns: Mapping[str, str]
    cells: Mapping[str, str] = {}


#: Tables that became columns or rows of another one.
FOLDED = {
    "core_questions": Moved("questions", {"question": "id", "position": "core_position"}),
    "mixed_form": Moved("questions", {"question": "id", "position": "mixed_position"}),
    "traps": Moved("questions", {"question": "id", "position": "trap_position"}),
    "claim_packs": Moved("claims", {"claim": "id", "theme": "pack_theme", "place": "pack_position",
                                    "core": "core_position"}),
    "exercise_poses": Moved("poses", {}, {"test": "", "casting": "", "role": "exerciser"}),
    "test_poses": Moved("poses", {}, {"exercise": "", "level": ""}),
}
#: Columns that have another name now.
RENAMED = {
    "muscle_parts": Moved("muscle_parts", {"place": "position"}),
    "claims": Moved("claims", {"place": "paragraph"}),
    "claim_numbers": Moved("claim_numbers", {"place": "position", "what": "quantity"}),
}
#: Columns that no reader of the course sees, by table, and a table of the same kind: the project works by them.
UNSEEN = {"words": ("note",)}
UNSEEN_TABLE = "review_forms"
#: Folder of a flat copy -> where its files lie now, and how their names end.
FILES = {"anatomy": ("anatomy", ".md"), "cases": ("clinic/cases", ".toml")}
Rows = dict[str, dict[tuple[str, ...], dict[str, str]]]


def convert(copy: Path, to: Path | None = None) -> int:
    """Write a folder of own rows from the flat ``copy`` and say what is in it; returns the exit code.

    ``to``: the folder to write, which is not there or empty (default: beside the copy, its name with "my rows" behind
    it). Raises :class:`StretchlibError` for a folder that is no such copy or a table of it that cannot be read.
    """
    copy = copy.expanduser().absolute()
    folder = (to.expanduser() if to else copy.with_name(f"{copy.name} my rows")).absolute()
    if not (copy / "exercises.csv").is_file():
        raise StretchlibError(f"{copy} is no copy with all tables in one folder: it has no exercises.csv. A copy whose "
                              f"tables lie in folders by subject needs no converting: python start.py use \"{copy}\".")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StretchlibError(f"{folder} is there already: name an empty folder with --to.")
    course = catalogue.in_folder(paths.beside_or_inside("data"))
    rows, left_out = _rows_of(copy, course)
    written = write_my_rows(folder, {name: list(by_key.values()) for name, by_key in rows.items()}, course=course)
    files = dict(_files_of(copy, course))
    arrive(folder, files)
    counts = _tidied(folder, course, written)
    for line in left_out:
        print(line)
    for name, count in counts.items():
        print(f"  {name}: {count} {'row differs' if count == 1 else 'rows differ'} from the course of today")
    for path in files:
        print(f"  {path}: differs from the course of today")
    print(f"{folder} is written. It was compared with the course of today: a row that you never touched is in it where "
          "the course itself changed it since your copy was made; take such rows out.")
    problems = check_data(folder)
    for problem in problems:
        print(problem)
    print(f"Then put it in use with: python start.py use \"{folder}\".")
    return 1 if problems else 0


def _rows_of(copy: Path, course: Catalogue) -> tuple[Rows, list[str]]:
    """The rows of a flat copy as texts, by the table and the key that they have now; and what has no home any more."""
    try:
        package = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
        resources = [(str(table["name"]), str(table["path"]), dict(table["schema"]))
                     for table in package["resources"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise StretchlibError(f"{copy / 'datapackage.json'} is missing or no table descriptor: restore it from where "
                              "the copy was made.") from None
    rows: Rows = {}
    left_out, problems = [], []
    for name, path, schema in resources:
        moved = FOLDED.get(name) or RENAMED.get(name) or Moved(name, {})
        if name == UNSEEN_TABLE:
            continue
        if moved.table not in course.resources:
            left_out.append(f"{path}: the course has no such table any more; left out.")
            continue
        try:
            table = read_table(copy / path, schema)
        except TableError as error:
            problems += error.problems
            continue
        now = course.resource(moved.table)["schema"]
        columns = {field["name"] for field in now["fields"]}
        old = [field["name"] for field in schema["fields"]]
        lost = [column for column in old if moved.columns.get(column, column) not in columns]
        if lost:
            left_out.append(f"{path}: the course has no column {', '.join(lost)} any more; left out.")
        for row in table.rows:
            texts = {moved.columns.get(column, column): cell_text(row[column]) for column in old
                     if column not in lost and column not in UNSEEN.get(name, ())}
            texts = {**moved.cells, **_translation_moved(moved.table, texts)}
            key = tuple(texts.get(column, "") for column in key_columns(now))
            rows.setdefault(moved.table, {}).setdefault(key, {}).update(texts)
    if problems:
        raise TableError(problems)
    phrases = {(row.key,): row.en for row in course.table(Phrase.TABLE).of(Phrase)}
    lost_keys = [key for key, texts in rows.get(Phrase.TABLE, {}).items()
                 if key not in phrases or not same_holes(texts["en"], phrases[key])]
    for key in lost_keys:
        del rows[Phrase.TABLE][key]
    if lost_keys:
        left_out.append(f"words.csv: the course fills in other values, or has no such phrase any more, in "
                        f"{len(lost_keys)} of the rows: {', '.join(key for key, in lost_keys[:5])}"
                        f"{' ...' if len(lost_keys) > 5 else ''}; left out.")
    return rows, left_out


def _translation_moved(table: str, texts: dict[str, str]) -> dict[str, str]:
    """A row of a translation with the table and the column that its English stands in now."""
    if not table.startswith(TRANSLATIONS):
        return texts
    moved = FOLDED.get(texts["table"]) or RENAMED.get(texts["table"])
    if moved is None:
        return texts
    return {**texts, "table": moved.table, "column": moved.columns.get(texts["column"], texts["column"])}


def _files_of(copy: Path, course: Catalogue) -> Iterator[tuple[str, str]]:
    """Path now and text of each note and case of a flat copy that differs from the course's."""
    for old, (now, ending) in FILES.items():
        for file in sorted((copy / old).glob(f"*{ending}")):
            there = course.file(f"{now}/{file.name}")
            if not there.is_file() or there.read_bytes().split() != file.read_bytes().split():
                yield f"{now}/{file.name}", file.read_text(encoding="utf-8-sig")


def _tidied(folder: Path, course: Catalogue, written: list[Path]) -> dict[str, int]:
    """How many rows of each file are left, once files without rows and translations that nobody would see are gone."""
    own = Catalogue(course.root, mine=folder)
    seen = _texts_seen(own)
    counts = {}
    for file in written:
        name = next(name for name, path in own.my_files.tables.items() if path == file)
        rows = own.my_rows(name)
        if name.startswith(TRANSLATIONS):
            texts = [Text(*(str(row.cells.get(column) or "") for column in ("table", "row", "column", "english")))
                     for row in rows]
            lost = [row for row, text in zip(rows, texts, strict=True)
                    if text.table in seen and text not in seen[text.table]]
            columns = key_columns(course.resource(name)["schema"])
            keys = [dict(zip(columns, map(cell_text, row.key), strict=True)) for row in lost]
            write_my_rows(folder, {}, {name: keys}, course)
            rows = [row for row in rows if row not in lost]
        if rows:
            counts[name] = len(rows)
        else:
            file.unlink()
    return counts


def _texts_seen(own: Catalogue) -> dict[str, set[Text]]:
    """What a translation of each table may stand for, with its row or for every row; no table that has faults."""
    seen: dict[str, set[Text]] = {}
    for name, resource in own.resources.items():
        with suppress(TableError):
            texts = [text for row in own.table(name).rows
                     for text in translations.texts(name, resource["schema"], row)]
            seen[name] = {*texts, *(Text(name, "", text.column, text.english) for text in texts)}
    return seen
