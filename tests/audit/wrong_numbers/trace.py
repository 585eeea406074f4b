"""Which cell of which table each surface reads: found by reading through rows that write down what is asked of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from stretchlib.figures.plates import bones
from stretchlib.tables import catalogue, phrases
from stretchlib.tables.reader import Table
from stretchlib.tables.rows import Row

Place = tuple[str, int, str]  # table, row from 0, column
_reads: set[Place] = set()
_numbers: dict[int, int] = {}  # a traced row by its identity -> its number from 0


@cache
def _traced_class(row_class: type[Row]) -> type[Row]:
    """``row_class``, whose rows write down each column whose value is asked for."""
    columns = frozenset(row_class.COLUMNS)

    def read(self: Row, name: str) -> Any:
        if name in columns and id(self) in _numbers:
            _reads.add((row_class.TABLE, _numbers[id(self)], name))
        return object.__getattribute__(self, name)

    return type(row_class.__name__, (row_class,), {"__slots__": (), "__getattribute__": read})


class _Words(dict[str, str]):
    """The phrases by key, each of which writes down the row that it comes from."""

    rows: dict[str, int] = {}  # noqa: RUF012 (as above)

    def __getitem__(self, key: str) -> str:
        if key in self:
            _reads.update({("words", self.rows[key], column) for column in ("key", "en")})
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401 (as above)

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def items(self) -> Any:
        return [(key, self[key]) for key in self]

    def values(self) -> Any:
        return [self[key] for key in self]


@contextmanager
def traced() -> Iterator[Callable[[], set[Place]]]:
    """Gives a call that begins anew: the set it returns is filled with every cell read from then on. Links looked at
    do not count."""
    read, links, all_words = catalogue.read_table, catalogue.Catalogue.link_faults, phrases.words
    kept: dict[tuple[str, int, int], Table] = {}

    def begin() -> set[Place]:
        forget()
        _reads.clear()
        return _reads

    def read_table(file: Path, schema: Any, row_class: type[Row]) -> Table:
        status = file.stat()
        key = str(file), status.st_mtime_ns, status.st_size
        if key not in kept:
            kept[key] = read(file, schema, row_class)
            for number, row in enumerate(kept[key].rows):
                object.__setattr__(row, "__class__", _traced_class(type(row)))
                _numbers[id(row)] = number
        return kept[key]

    def unread(call: Callable[..., Any], *words: Any) -> Any:
        before = set(_reads)
        result = call(*words)
        _reads.clear()
        _reads.update(before)
        return result

    def traced_words() -> _Words:
        texts = _Words(unread(all_words))
        texts.rows = {key: number for number, key in enumerate(texts)}
        return texts

    def mesh(bone: str, real: Callable[[str], Any] = bones.mesh) -> Any:
        _reads.add(("bones", 0, bone))
        return real(bone)

    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(bones, "mesh", mesh))
        patched.enter_context(mock.patch.object(catalogue, "read_table", read_table))
        patched.enter_context(mock.patch.object(catalogue.Catalogue, "link_faults",
                                                lambda *words: unread(links, *words)))
        for name, module in list(sys.modules.items()):
            if name.startswith("stretchlib") and vars(module).get("words") is all_words:
                patched.enter_context(mock.patch.object(module, "words", traced_words))
        forget()  # what was read before is not traced
        yield begin
    forget()
    _numbers.clear()


def forget() -> None:
    """Empty what the library remembers, so that the next surface reads its tables itself. Meshes are no tables."""
    catalogue._folders.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("stretchlib") and not name.endswith("meshes"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and getattr(value, "__module__", "") == name:
                    value.cache_clear()
