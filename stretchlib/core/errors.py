"""The errors a student or a lecturer may meet: one sentence each, and no traceback in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from .text import unlinked, visible


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
    if not names:
        return "there is none to choose from yet"
    near = get_close_matches(str(wrong).lower(), {name.lower(): name for name in names}, n=1, cutoff=0.6)
    if near:
        return f"did you mean {next(name for name in names if name.lower() == near[0])!r}?"
    if len(names) <= 12:
        return "use one of: " + ", ".join(names)
    return f"it is none of the {len(names)} known ones"


def closed(text: str) -> str:
    """A sentence that may end in :func:`did_you_mean`, with its one mark at the end."""
    return text if text.endswith("?") else f"{text}."


def one_of(value: object, allowed: Iterable[object], noun: str) -> None:
    """Raise a :class:`StretchlibError` unless ``value`` is one of ``allowed``; ``noun`` says what it is."""
    names = list(allowed)
    if value not in names:
        raise StretchlibError(closed(f"There is no {noun} {value!r}: {did_you_mean(value, names)}"))


class CellError(StretchlibError):
    """An entry of a cell that cannot be understood; ``entry`` is its text with the reason.

    Where the row is known, :func:`drawn_from` makes a sentence of it that names the row.
    """

    def __init__(self, text: object, why: object) -> None:
        self.entry = f"{text!r} ({why})"
        super().__init__(f"A cell holds {self.entry}, which is not written as it must be; write it as in the other "
                         "rows.")


class Unforeseen(RuntimeError):
    """A fault of the course itself; its sentence says so, and what to send."""

    def _render_traceback_(self) -> list[str]:
        return [unlinked(visible(str(self)))]


@contextmanager
def cell_entry(text: object) -> Iterator[None]:
    """Turn an error in the block, which reads an entry of a cell and does nothing else, into a :class:`CellError`."""
    try:
        yield
    except (LookupError, ValueError, TypeError) as error:
        raise CellError(text, str(error).rstrip(".")) from None


@contextmanager
def drawn_from(where: str, columns: str) -> Iterator[None]:
    """Turn a :class:`CellError` in the block into a sentence that says ``where`` and in which ``columns``.

    Any error but a :class:`StretchlibError` is a fault of the course and becomes :class:`Unforeseen`.
    """
    try:
        yield
    except CellError as error:
        raise StretchlibError(f"{where}: this cannot be drawn, because a cell of {columns} is not written as it must "
                              f"be: {error.entry}; write it as in the other rows.") from None
    except StretchlibError:
        raise
    except Exception as error:
        raise Unforeseen(f"Something unforeseen happened while {where} was drawn ({type(error).__name__}: {error}): "
                         "this is a fault of the course and not of your data; show this sentence to your teacher."
                         ) from error
