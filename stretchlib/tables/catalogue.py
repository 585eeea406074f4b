"""The catalogue of the tables: finds the data folder, reads, checks and translates tables, and keeps what it read.

Everything above asks it: for rows by their class (``rows(Exercise)``) or, where the name of a table is known only at
run time, by that name; and for what is made of tables (:func:`derived`), kept until one of their files changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, wraps
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

from ..core.errors import StretchlibError, TableError, one_of
from . import paths
from .memo import Memo, look_at
from .my_rows import MyFiles, find_my_files, my_rows_folder
from .older import Lent, completed, filled
from .overlay import MyRow, key_columns, lay_over, owner_columns, read_my_rows
from .paths import ENGLISH, LANGUAGE, TRANSLATIONS
from .reader import Table, lost_link, read_table, sentence
from .rows import HOMES, Row
from .rows.base import Cell
from .rows.words import Translation
from .schema import links, read_package
from .translations import Sheet, texts, translated

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

P = ParamSpec("P")
R = TypeVar("R", bound=Row)
T = TypeVar("T")
FOLDERS_KEPT = 12
_folders: dict[tuple[str, str], Catalogue] = {}


class Catalogue:
    """The tables of one data folder in one language, ``root`` its folder.

    ``mine``: a folder of a lecturer's own rows, notes and cases, which are laid over those of ``root``.
    """

    def __init__(self, root: Traversable, language: str = ENGLISH, english: Catalogue | None = None,
                 mine: Path | None = None) -> None:
        self.root, self.language, self.mine = root, language, mine
        self.memo = Memo()
        self._files: dict[str, Traversable] = {}
        self._english = english or self
        self._translated: dict[str, Catalogue] = {}

    @property
    def english(self) -> Catalogue:
        """The catalogue of the same folders in English."""
        return self._english

    @property
    def beneath(self) -> Catalogue:
        """The catalogue over which the lecturer's own rows are laid; itself where there are none."""
        return self._english if self.mine is None else in_folder(self.root)

    @property
    def my_files(self) -> MyFiles:
        """The files of the lecturer's own rows; raises as :func:`~stretchlib.tables.my_rows.find_my_files`."""
        files: MyFiles = self._english.memo.value(self._english._find_my_files)
        return files

    def _find_my_files(self) -> MyFiles:
        return find_my_files(self.mine, self.resources) if self.mine else MyFiles(Path(), {}, {}, ())

    def file(self, path: str) -> Traversable:
        """A file or folder of the data folder, ``path`` with forward slashes; what is made of it depends on it."""
        if self.mine is not None:
            own = self.my_files.others.get(path)
            if own is None:
                return self.beneath.file(path)
            look_at(own)
            return own
        if path not in self._files:
            self._files[path] = self.root.joinpath(*path.split("/"))
        look_at(self._files[path])
        return self._files[path]

    def names(self, folder: str, ending: str) -> list[str]:
        """The files of a folder of the data that end in ``ending``, without it, in the order of the alphabet."""
        directory = self.beneath.file(folder)
        names = {entry.name for entry in directory.iterdir()} if directory.is_dir() else set()
        if self.mine is not None:
            names |= {path.rpartition("/")[2] for path in self.my_files.others if path.startswith(f"{folder}/")}
        return sorted(name.removesuffix(ending) for name in names if name.endswith(ending))

    @property
    def package(self) -> Mapping[str, Any]:
        """What ``datapackage.json`` says; raises as :func:`~stretchlib.tables.schema.read_package`."""
        return self._package_and_lent[0]

    @property
    def lent(self) -> Lent:
        """What of the course an older copy lacks and is lent."""
        return self._package_and_lent[1]

    @property
    def _package_and_lent(self) -> tuple[dict[str, Any], Lent]:
        value: tuple[dict[str, Any], Lent] = self.beneath.memo.value(self.beneath._read_package)
        return value

    def _read_package(self) -> tuple[dict[str, Any], Lent]:
        package, course = read_package(self.file("datapackage.json")), self._course()
        return (package, {}) if course is None else completed(package, course.package)

    def _course(self) -> Catalogue | None:
        """The course's own tables, of which this is a copy; ``None`` where these are they, or there are no others."""
        try:
            root = paths.beside_or_inside("data")
        except StretchlibError:
            return None
        return None if str(root) == str(self.root) else in_folder(root)

    @property
    def resources(self) -> Mapping[str, Mapping[str, Any]]:
        """The descriptions of the tables by name, in the order in which ``datapackage.json`` has them."""
        resources: Mapping[str, Mapping[str, Any]] = self.package["resources"]
        return resources

    def resource(self, name: str) -> Mapping[str, Any]:
        """The description of a table; raises :class:`StretchlibError` with the nearest name for an unknown one."""
        if name not in self.resources:
            one_of(name, self.resources, "table")
        return self.resources[name]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, English first; any further one is a table ``translations_<language>``."""
        return (ENGLISH, *(name.removeprefix(TRANSLATIONS) for name in self.resources if name.startswith(TRANSLATIONS)))

    def in_language(self, language: str) -> Catalogue:
        """The catalogue of the same folder in a language; raises :class:`StretchlibError` for one it does not have."""
        if language == self.language:
            return self
        if language not in self._translated:
            one_of(language, self.languages, "language")
            self._translated[language] = Catalogue(self.root, language, self, self.mine)
        return self._translated[language]

    def table(self, name: str) -> Table:
        """A table in English, held against its schema; its links are not looked at."""
        table: Table = self._english.memo.value(self._english._read_table, name)
        return table

    def _read_table(self, name: str) -> Table:
        resource = self.resource(name)
        if self.mine is None:
            return self._read_file(name, resource, class_of(name))
        course, schema = self.beneath.table(name), resource["schema"]
        own, hidden = self._with_english(name), self._hidden_owners(name)
        if not own and not hidden:
            return course
        columns = owner_columns(name, schema)

        def hides(row: Row) -> int | None:
            owner = next((column for column in columns if row[column] is not None), "")
            return hidden.get((owner, row[owner])) if owner else None

        return lay_over(course, own, schema, class_of(name), hides)

    def _read_file(self, name: str, resource: Mapping[str, Any], row_class: type[Row]) -> Table:
        columns, course = self.lent.get(name), self._course()
        if columns is None or course is None:
            return read_table(self.file(resource["path"]), resource["schema"], row_class)
        if not columns:
            return course.table(name)
        schema = resource["schema"]
        older = {**schema, "fields": [field for field in schema["fields"] if field["name"] not in columns]}
        table = read_table(self.file(resource["path"]), older)
        return filled(table, course.table(name), schema, columns, row_class)

    def my_rows(self, name: str) -> list[MyRow]:
        """A lecturer's own rows of a table as they stand in their file; raises :class:`TableError`."""
        rows: list[MyRow] = self._english.memo.value(self._english._read_my_rows, name)
        return rows

    def _read_my_rows(self, name: str) -> list[MyRow]:
        file = self.my_files.tables.get(name)
        if file is None:
            return []
        look_at(file)
        return read_my_rows(file, self.my_files.name_of(file), self.resource(name)["schema"])

    def _with_english(self, name: str) -> list[MyRow]:
        """A lecturer's own rows; a translation that leaves the English out has that of the row which it names."""
        own = self.my_rows(name)
        if not name.startswith(TRANSLATIONS):
            return own
        keys, whole = key_columns(self.resource(name)["schema"]), []
        for row in own:
            table, key, column = (str(row.cells.get(cell) or "") for cell in ("table", "row", "column"))
            if row.cells.get("english") is None and table in self.resources:
                english = next((text.english for each in self.table(table).rows for text in texts(
                    table, self.resource(table)["schema"], each) if (text.row, text.column) == (key, column)), None)
                cells = {**row.cells, "english": english}
                row = replace(row, key=tuple(cells.get(part) for part in keys), cells=cells)
            whole.append(row)
        return whole

    def _hidden_owners(self, name: str) -> dict[tuple[str, Cell], int]:
        """(Column, key) of each row that is taken out and to which rows of this table belong -> where that is said."""
        schema = self.resource(name)["schema"]
        columns = owner_columns(name, schema)
        return {(link.column, row.key[0]): row.number for link in links(schema)
                if link.column in columns and not link.separator and link.table in self.my_files.tables
                for row in self.my_rows(link.table) if row.hides}

    def link_faults(self, name: str, tables: Mapping[str, Table] | None = None) -> list[str]:
        """A sentence for each cell of a table that points at a row which is not there.

        With ``tables`` only they are looked at, and a link into one that is missing there is passed over: that file has
        faults of its own.
        """
        get = self.table if tables is None else tables.__getitem__
        table, problems = get(name), []
        for link in links(self.resource(name)["schema"]):
            if tables is not None and link.table not in tables:
                continue
            keys = {str(row[link.key]) for row in get(link.table).rows}
            for row, number in table.numbered(Row):
                cell = getattr(row, link.column)
                for key in cell if link.separator else [str(cell)] if cell else []:
                    if key not in keys:
                        wrong, mend = lost_link(get(link.table), link.key, key)
                        problems.append(sentence(table.name, wrong, mend, number, link.column, key))
        return problems

    @overload
    def rows(self, table: type[R]) -> tuple[R, ...]: ...
    @overload
    def rows(self, table: str) -> tuple[Row, ...]: ...
    def rows(self, table: type[Row] | str) -> tuple[Row, ...]:
        """The rows of a table, checked with their links, in the language of the catalogue as far as it is translated.

        They are the same objects until a file changes. Raises :class:`TableError` with a sentence for each fault.
        """
        rows: tuple[Row, ...] = self.memo.value(self._rows, table if isinstance(table, str) else table.TABLE)
        return rows

    def _rows(self, name: str) -> tuple[Row, ...]:
        if self is self._english or name.startswith(TRANSLATIONS):
            problems = self.link_faults(name)
            if problems:
                raise TableError(problems)
            return self.table(name).rows
        return translated(name, self.resource(name)["schema"], self._english.rows(name), self.translations)

    @overload
    def row(self, table: type[R], row_id: str) -> R: ...
    @overload
    def row(self, table: str, row_id: str) -> Row: ...
    def row(self, table: type[Row] | str, row_id: str) -> Row:
        """The row with this ``id``; raises :class:`StretchlibError` with the nearest ids where there is none."""
        name = table if isinstance(table, str) else table.TABLE
        by_id: Mapping[str, Row] = self.memo.value(self._rows_by_id, name)
        if row_id not in by_id:
            one_of(row_id, by_id, name.rstrip("s").replace("_", " "))
        return by_id[row_id]

    def _rows_by_id(self, name: str) -> Mapping[str, Row]:
        return MappingProxyType({str(row["id"]): row for row in self.rows(name)})

    @property
    def translations(self) -> Sheet:
        """The translations into the language of the catalogue."""
        sheet: Sheet = self.memo.value(self._read_translations)
        return sheet

    def _read_translations(self) -> Sheet:
        return Sheet(self.table(TRANSLATIONS + self.language).of(Translation))


def class_of(name: str) -> type[Row]:
    """The class of the rows of a table; of a table that the library does not know, a row without columns of its own."""
    if name.startswith(TRANSLATIONS):
        name = f"{TRANSLATIONS}de"  # all languages have the columns of the first
    if name not in HOMES:
        return Row
    subject, class_name = HOMES[name]
    row_class: type[Row] = getattr(import_module(f".rows.{subject}", __package__), class_name)
    return row_class


def catalogue() -> Catalogue:
    """The catalogue of the data folder and the language that are set.

    Raises :class:`StretchlibError` where there is no such folder, or for a language that the data do not have.
    """
    english = in_folder(*_root_of(os.environ.get(paths.DATA), os.environ.get(paths.MY_ROWS)))
    return english.in_language(os.environ.get(LANGUAGE) or ENGLISH)


@lru_cache(maxsize=FOLDERS_KEPT)
def _root_of(folder: str | None, mine: str | None) -> tuple[Traversable, Path | None]:
    """The data folder, and that of a lecturer's own rows, while the variables of the environment say ``folder`` and
    ``mine``: they are not looked for at every call."""
    return paths.data_root(), my_rows_folder()


def in_folder(root: Traversable, mine: Path | None = None) -> Catalogue:
    """The catalogue of a data folder in English, with own rows from ``mine`` over it, whatever is set."""
    name = str(root), str(mine or "")
    if name not in _folders:
        if len(_folders) >= FOLDERS_KEPT:
            del _folders[next(iter(_folders))]
        _folders[name] = Catalogue(root, mine=mine)
    return _folders[name]


def current_language() -> str:
    """The language that is set in ``STRETCHLIB_LANGUAGE``, else ``"en"``; raises as :func:`catalogue`."""
    return ENGLISH if os.environ.get(LANGUAGE) in (None, "", ENGLISH) else catalogue().language


@overload
def rows(table: type[R]) -> tuple[R, ...]: ...
@overload
def rows(table: str) -> tuple[Row, ...]: ...
def rows(table: type[Row] | str) -> tuple[Row, ...]:
    """The rows of a table in the language that is set; see :meth:`Catalogue.rows`."""
    return catalogue().rows(table)


@overload
def row(table: type[R], row_id: str) -> R: ...
@overload
def row(table: str, row_id: str) -> Row: ...
def row(table: type[Row] | str, row_id: str) -> Row:
    """The row of a table with this ``id``, in the language that is set; see :meth:`Catalogue.row`."""
    return catalogue().row(table, row_id)


def derived(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what ``function`` makes of tables, by its arguments, until a file changes that it asked the catalogue for.

    The arguments are given in order, without names, and can be keys of a dict. What is kept is never changed.
    """
    @wraps(function)
    def kept(*arguments: P.args, **names: P.kwargs) -> T:
        value: T = catalogue().memo.value(function, *arguments, **names)
        return value
    return kept
