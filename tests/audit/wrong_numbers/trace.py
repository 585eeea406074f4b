"""Which cell of which table each surface reads: found by reading through rows that write down what is asked of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from stretchlib.figures.plates import bones
from stretchlib.tables import catalogue, paths, phrases
from stretchlib.tables.reader import Table

Place = tuple[str, int, str]  # table, row from 0, column


class _Row(dict[str, Any]):
    """A row that writes down each column whose value is asked for."""

    table = ""
    number = 0
    reads: set[Place] = set()  # noqa: RUF012 (one set for all rows, emptied for each surface)

    def __getitem__(self, column: str) -> Any:
        _Row.reads.add((self.table, self.number, column))
        return super().__getitem__(column)

    def get(self, column: str, default: Any = None) -> Any:
        return self[column] if column in self else default  # noqa: SIM401 (this is what get is made of)

    def __iter__(self) -> Iterator[str]:  # also sends dict(row) and {**row} through __getitem__
        return super().__iter__()

    def items(self) -> Any:
        return [(column, self[column]) for column in self]

    def values(self) -> Any:
        return [self[column] for column in self]


class _Words(dict[str, str]):
    """The phrases by key, each of which writes down the row that it comes from."""

    rows: dict[str, int] = {}  # noqa: RUF012 (as above)

    def __getitem__(self, key: str) -> str:
        if key in self:
            _Row.reads.update({("words", self.rows[key], column) for column in ("key", "en")})
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
    real, links, all_words = catalogue.table, catalogue.link_faults, phrases.words
    kept: dict[str, tuple[Table, Table]] = {}

    def begin() -> set[Place]:
        forget()
        kept.clear()  # what is joined from rows is kept by their identity
        _Row.reads.clear()
        return _Row.reads

    def table(name: str, root: Any) -> Table:
        found = real(name, root)
        if name not in kept or kept[name][0] is not found:
            rows = []
            for number, row in enumerate(found.rows):
                one = _Row(row)
                one.table, one.number = name, number
                rows.append(one)
            kept[name] = found, Table(found.name, tuple(rows), found.sheet_rows)
        return kept[name][1]

    def unread(call: Callable[..., Any], *words: Any) -> Any:
        before = set(_Row.reads)
        found = call(*words)
        _Row.reads.clear()
        _Row.reads.update(before)
        return found

    def phrases() -> _Words:
        found = _Words(unread(all_words))
        found.rows = {str(row["key"]): number for number, row in enumerate(real("words", paths.data_root()).rows)}
        return found

    def mesh(bone: str, real: Callable[[str], Any] = bones.mesh) -> Any:
        _Row.reads.add(("bones", 0, bone))
        return real(bone)

    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(bones, "mesh", mesh))
        patched.enter_context(mock.patch.object(catalogue, "table", table))
        patched.enter_context(mock.patch.object(catalogue, "link_faults", lambda *words: unread(links, *words)))
        for name, module in list(sys.modules.items()):
            if name.startswith("stretchlib") and vars(module).get("words") is all_words:
                patched.enter_context(mock.patch.object(module, "words", phrases))
        yield begin
    forget()


def forget() -> None:
    """Empty what the library remembers, so that the next surface reads its tables itself. Meshes are no tables."""
    for name, module in list(sys.modules.items()):
        if name.startswith("stretchlib") and not name.endswith("meshes"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and getattr(value, "__module__", "") == name:
                    value.cache_clear()
