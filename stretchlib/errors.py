"""The errors a student or a lecturer may meet: one sentence each, and no traceback in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from .literal import unlinked, visible


class StretchlibError(ValueError):
    """A mistake the reader can mend. Its text is one sentence: what is wrong, where, and what to do."""

    def __str__(self) -> str:
        return unlinked(visible(super().__str__()))  # it may tell a file's name, which can hold what steers a terminal

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this before it formats a traceback.
        return [str(self)]


class SchemaError(StretchlibError):
    """The table descriptor itself (``datapackage.json``) says something the reader does not understand."""


class TableError(StretchlibError):
    """One or more faults in data files; ``problems`` holds one sentence for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(map(visible, problems))
        super().__init__("\n".join(self.problems))


def did_you_mean(wrong: object, allowed: Iterable[object]) -> str:
    """The mend for a misspelt word: the nearest allowed one, or the list where it is short."""
    names = [str(name) for name in allowed]
    near = get_close_matches(str(wrong).lower(), {name.lower(): name for name in names}, n=1, cutoff=0.6)
    if near:
        return f"did you mean {next(name for name in names if name.lower() == near[0])!r}?"
    if len(names) <= 12:
        return "use one of: " + ", ".join(names)
    return f"it is none of the {len(names)} known ones"


def closed(text: str) -> str:
    """A sentence that may end in :func:`did_you_mean`, with its one mark at the end."""
    return text if text.endswith("?") else f"{text}."


def one_of(value: object, allowed: Iterable[object], what: str) -> None:
    """Raise a :class:`StretchlibError` unless ``value`` is one of ``allowed``; ``what`` names it."""
    names = list(allowed)
    if value not in names:
        raise StretchlibError(closed(f"There is no {what} {value!r}: {did_you_mean(value, names)}"))


@contextmanager
def drawn_from(place: str, columns: str) -> Iterator[None]:
    """Tell what goes wrong within as a cell of ``columns`` that could be read and cannot be understood."""
    try:
        yield
    except StretchlibError:
        raise
    except (KeyError, IndexError, ValueError) as error:
        raise StretchlibError(f"{place}: this cannot be drawn, because a cell of {columns} is not written as it must "
                              f"be ({error}); write it as in the other rows.") from error
