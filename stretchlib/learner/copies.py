"""The learner's own copies of the notebooks, kept in ``my_course/``: laid down, renewed, never overwritten.

A copy counts as changed when the source or the order of its cells differs from the edition that was laid down; what a
cell printed, how often it ran and metadata do not count. ``my_course/.editions.json`` remembers the editions by hash.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.errors import StretchlibError, closed, did_you_mean
from ..core.files import write_atomically
from ..tables import paths
from ..tables.catalogue import current_language
from ..tables.paths import ENGLISH
from ..tables.translated_notebooks import ENDING, english_notebooks, made_in_language, name_in_language

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FIRST = "00_start_here.ipynb"
EDITIONS = ".editions.json"
_DONE = {
    "new": "{name} is new.",
    "again": "{name} was missing and is there again, fresh.",
    "renewed": "{name} has a newer edition and you had not changed it: it was replaced.",
    "beside": "{name} has a newer edition; yours has changes and was left as it is, the new one is {path}.",
    "unreadable": "{name} cannot be read as a notebook; it was left as it is, a fresh copy is {path}.",
    "forgotten": f"{EDITIONS} could not be read and was made anew; every notebook you have was taken as changed.",
}


class Done(NamedTuple):
    """A copy that was written or left while the copies were laid down; its text form is a sentence."""

    kind: str  # a key of _DONE
    name: str  # the notebook's file name in the course
    path: Path  # the file that was written

    def __str__(self) -> str:
        return _DONE[self.kind].format(name=self.name, path=repr(self.path.name))


def course_dir() -> Path:
    """Where the learner's copies are kept.

    ``STRETCHLIB_COURSE`` names it; else it is ``my_course`` beside ``notebooks/`` in a checkout, or in the current
    folder where stretchlib was installed. Raises :class:`StretchlibError` where the current folder is gone.
    """
    named = os.environ.get("STRETCHLIB_COURSE")
    try:
        if named:
            return Path(os.path.expanduser(named)).absolute()
        notebooks = paths.notebooks_root()
        if isinstance(notebooks, Path) and (notebooks.parent / "pyproject.toml").is_file():
            return notebooks.parent.absolute() / "my_course"
        return Path.cwd() / "my_course"
    except (OSError, RuntimeError) as error:
        raise StretchlibError(f"There is no folder for your course ({error}): go to one that exists.") from None


def fingerprint(content: bytes) -> str | None:
    """A hash of the kinds and sources of a notebook's cells, in their order; None where it is no notebook."""
    try:
        cells = [[cell["cell_type"], _text(cell["source"])] for cell in json.loads(content)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _text(source: object) -> str:
    if isinstance(source, str):
        return source
    if isinstance(source, list):
        return "".join(source)
    raise TypeError("a cell's source is text or a list of lines")


def editions(notebooks: Traversable | None = None) -> dict[str, bytes]:
    """The course's notebooks (or those of another folder) by file name, in the order of their names.

    In another language than English each is made from the English one, as far as it is translated. One that cannot be
    read stays as it is.
    """
    contents = {name: file.read_bytes() for name, file in english_notebooks(notebooks).items()}
    if current_language() != ENGLISH:
        contents = {name_in_language(name): content if fingerprint(content) is None else
                    _written(made_in_language(name, json.loads(content))) for name, content in contents.items()}
    return {name + ENDING: contents[name] for name in sorted(contents)}


def _written(notebook: dict[str, Any]) -> bytes:
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def first() -> str:
    """The file name of the notebook to begin with, in the language that is set."""
    return name_in_language(FIRST.removesuffix(ENDING)) + ENDING


def lay_down(folder: Path, notebooks: Traversable | None = None, *, today: datetime.date | None = None) -> list[Done]:
    """Bring the learner's copies in ``folder`` up to date and say what was done (nothing: an empty list).

    A copy that is not there is laid down, one without changes is replaced when a newer edition exists; beside one
    with changes, or one that can no longer be read, the newer edition is laid once under a name of its own. To start a
    notebook afresh the learner deletes or renames it. ``notebooks``: other editions than the course's own;
    ``today``: the date in such a name. Raises :class:`StretchlibError` where the folder cannot be written.
    """
    sources = editions(notebooks)
    date = (today or datetime.date.today()).isoformat()
    done: list[Done] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        laid, whole = _read_editions(folder / EDITIONS)
        before = json.dumps(laid)
        if not whole:
            done.append(Done("forgotten", EDITIONS, folder / EDITIONS))
        for name, content in sources.items():
            change = _lay_one(folder / name, content, laid, date)
            if change:
                done.append(change)
        if json.dumps(laid) != before or not whole:
            write_atomically(folder / EDITIONS, json.dumps(laid, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise StretchlibError(
            f"Your course cannot be written in {folder} ({error.strerror or error}): close what holds its files open, "
            "make room on the disk, or name another folder in STRETCHLIB_COURSE.") from None
    return done


def _lay_one(path: Path, content: bytes, laid: dict[str, list[str]], date: str) -> Done | None:
    """Lay one notebook down; ``laid`` holds the edition of the copy first ("" unknown), then those laid beside it."""
    edition = fingerprint(content) or hashlib.sha256(content).hexdigest()
    hashes = laid.setdefault(path.name, [])
    if not os.path.lexists(path):
        kind = "again" if hashes else "new"
        write_atomically(path, content)
        hashes[:] = [edition]
        return Done(kind, path.name, path)
    mine = _fingerprint_of(path)
    if mine == edition:
        hashes[:] = [edition]
        return None
    if hashes and mine == hashes[0]:
        write_atomically(path, content)
        hashes[:] = [edition]
        return Done("renewed", path.name, path)
    if not hashes:
        hashes.append("")
    if edition in hashes[1:] or (edition == hashes[0] and mine is not None):
        return None
    hashes.append(edition)
    laid_beside = (file for file in path.parent.iterdir() if file.suffix == ".ipynb"
                   and file.name.startswith(f"{path.stem} (new edition "))  # a name is no pattern
    if any(_fingerprint_of(file) == edition for file in laid_beside):
        return None  # laid beside it before, though the record of that is lost
    beside, count = path.with_name(f"{path.stem} (new edition {date}).ipynb"), 1
    while os.path.lexists(beside):
        count += 1
        beside = path.with_name(f"{path.stem} (new edition {date}, {count}).ipynb")
    write_atomically(beside, content)
    return Done("beside" if mine is not None else "unreadable", path.name, beside)


def _fingerprint_of(path: Path) -> str | None:
    try:
        return fingerprint(path.read_bytes())
    except OSError:  # a folder of that name, or a file that is locked: the learner's, and so left alone
        return None


def _read_editions(path: Path) -> tuple[dict[str, list[str]], bool]:
    """What is remembered of the editions, and whether it could be read."""
    try:
        laid = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}, True
    except (OSError, ValueError, RecursionError):
        return {}, False
    shaped = isinstance(laid, dict) and all(
        isinstance(hashes, list) and all(isinstance(item, str) for item in hashes) for hashes in laid.values())
    return (laid, True) if shaped else ({}, False)


def find(word: str | None, folder: Path) -> Path:
    """The copy a learner means: a file name, its beginning ("05") or none for the first notebook.

    The English name without ending, such as "class_deck", means the notebook in the language that is set. Raises
    :class:`StretchlibError` naming the nearest where there is none.
    """
    mine = editions()  # a copy in another language comes after the one in this
    names = sorted((file.name for file in folder.glob(f"*{ENDING}")),
                   key=lambda name: ("(new edition " in name, name not in mine, name))
    wanted = name_in_language(Path(word).name) if word else first()
    for fits in (lambda name: name in (wanted, wanted + ENDING), lambda name: name.startswith(wanted)):
        matches = [name for name in names if fits(name)]
        if matches:
            return folder / matches[0]
    raise StretchlibError(closed(f"There is no notebook {wanted!r} in {folder}: {did_you_mean(wanted, names)}"))
