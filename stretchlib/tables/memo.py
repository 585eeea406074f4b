"""Values made from files, kept until one of the files that they were made from changes.

A file counts as changed when its time or its size does; a file inside a zip never changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Stamp = tuple[int, ...]
_look: dict[str, Stamp] | None = None  # the stamps seen in the look that is open
_asked: list[dict[str, tuple[Traversable, Stamp]]] = []  # the files asked for by each value that is being made
VALUES_KEPT = 256  # of one function


@contextmanager
def one_look() -> Iterator[None]:
    """Within it (or within a function that it decorates) each file is looked at once, however often it is asked for.

    A public call is one look: between two cells of a notebook a lecturer may have edited a table, within one nobody
    has. A look inside another is part of it.
    """
    global _look
    if _look is not None:
        yield
        return
    _look = {}
    try:
        yield
    finally:
        _look = None


def look_at(file: Traversable) -> None:
    """Note that the value that is being made depends on ``file``, which may be a folder or missing."""
    stamp = _stamp(file)
    if _asked:
        _asked[-1][str(file)] = file, stamp


def _stamp(file: Traversable) -> Stamp:
    """What changes when a file is written or a folder gets another entry; empty where there is none, or in a zip."""
    name = str(file)
    if _look is not None and name in _look:
        return _look[name]
    try:
        status = os.stat(file) if isinstance(file, Path) else None
    except OSError:
        status = None
    stamp = (status.st_mtime_ns, status.st_size) if status else ()
    if _look is not None:
        _look[name] = stamp
    return stamp


class _Kept:
    """A value, the files that it was made from, and the look in which they were last seen unchanged."""

    __slots__ = ("files", "look", "value")

    def __init__(self, value: Any, files: dict[str, tuple[Traversable, Stamp]]) -> None:
        self.value, self.files = value, files
        self.look: dict[str, Stamp] | None = None


class Memo:
    """Values by the function that makes them and its arguments."""

    def __init__(self) -> None:
        self._values: dict[Callable[..., Any], dict[Hashable, _Kept]] = {}

    def value(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What ``function(*arguments)`` gives; made anew when a file changed that was looked at while it was made."""
        kept = self._values.get(function, {}).get(arguments)
        if kept is not None and kept.look is _look and _look is not None and not _asked:
            return kept.value
        with one_look():
            if kept is None or (kept.look is not _look
                                and any(_stamp(file) != stamp for file, stamp in kept.files.values())):
                kept = self._made(function, arguments)
            kept.look = _look
            if _asked:
                _asked[-1].update(kept.files)
        return kept.value

    def _made(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> _Kept:
        files: dict[str, tuple[Traversable, Stamp]] = {}
        _asked.append(files)
        try:
            kept = _Kept(function(*arguments), files)
        finally:
            _asked.pop()
            if _asked:  # also where it failed: who catches the error depends on the same files
                _asked[-1].update(files)
        values = self._values.setdefault(function, {})
        if len(values) >= VALUES_KEPT:
            del values[next(iter(values))]
        values[arguments] = kept
        return kept
