"""The catalogue of the tables: finds the data folder, reads, checks and translates tables, and keeps what it read.

Everything above asks it: for rows by their class (``rows(Exercise)``) or, where the name of a table is known only at
run time, by that name; and for what is made of tables (:func:`derived`), kept until one of their files changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

from ..core.errors import TableError, did_you_mean, one_of
from . import paths
from .memo import Memo, look_at
from .paths import ENGLISH, LANGUAGE, TRANSLATIONS
from .reader import Table, read_table, sentence
from .rows import HOMES, Row
from .rows.words import Translation
from .schema import links, read_package
from .translations import Sheet, translated

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

P = ParamSpec("P")
R = TypeVar("R", bound=Row)
T = TypeVar("T")
FOLDERS_KEPT = 8
_folders: dict[str, Catalogue] = {}


class Catalogue:
    """The tables of one data folder in one language, ``root`` its folder."""

    def __init__(self, root: Traversable, language: str = ENGLISH, english: Catalogue | None = None) -> None:
        self.root, self.language = root, language
        self.memo = Memo()
        self._files: dict[str, Traversable] = {}
        self._english = english or self
        self._translated: dict[str, Catalogue] = {}

    def file(self, path: str) -> Traversable:
        """A file or folder of the data folder, ``path`` with forward slashes; what is made of it depends on it."""
        if path not in self._files:
            self._files[path] = self.root.joinpath(*path.split("/"))
        look_at(self._files[path])
        return self._files[path]

    @property
    def package(self) -> Mapping[str, Any]:
        """What ``datapackage.json`` says; raises as :func:`~stretchlib.tables.schema.read_package`."""
        package: Mapping[str, Any] = self._english.memo.value(self._english._read_package)
        return package

    def _read_package(self) -> dict[str, Any]:
        return read_package(self.file("datapackage.json"))

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
            self._translated[language] = Catalogue(self.root, language, self)
        return self._translated[language]

    def table(self, name: str) -> Table:
        """A table in English, held against its schema; its links are not looked at."""
        table: Table = self._english.memo.value(self._english._read_table, name)
        return table

    def _read_table(self, name: str) -> Table:
        resource = self.resource(name)
        return read_table(self.file(resource["path"]), resource["schema"], class_of(name))

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
                        problems.append(sentence(
                            table.name, f"{link.table}.csv has no {link.key} of this name",
                            did_you_mean(key, sorted(keys)), number, link.column, key))
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
    english = in_folder(_root_of(os.environ.get(paths.DATA)))
    return english.in_language(os.environ.get(LANGUAGE) or ENGLISH)


@lru_cache(maxsize=FOLDERS_KEPT)
def _root_of(folder: str | None) -> Traversable:
    """The data folder while the variable of the environment says ``folder``: it is not looked for at every call."""
    return paths.data_root()


def in_folder(root: Traversable) -> Catalogue:
    """The catalogue of a data folder in English, whatever is set."""
    name = str(root)
    if name not in _folders:
        if len(_folders) >= FOLDERS_KEPT:
            del _folders[next(iter(_folders))]
        _folders[name] = Catalogue(root)
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
