"""Where the data and the notebooks are, and the language that is set.

``data/`` stands beside the package in a checkout and inside it in a wheel; ``STRETCHLIB_DATA`` names another
folder, such as a lecturer's edited copy; ``STRETCHLIB_MY_ROWS`` names one whose rows are laid over those.
``STRETCHLIB_LANGUAGE`` is the language in which the course is shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import StretchlibError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DATA, MY_ROWS, LANGUAGE = "STRETCHLIB_DATA", "STRETCHLIB_MY_ROWS", "STRETCHLIB_LANGUAGE"
ENGLISH = "en"
TRANSLATIONS = "translations_"  # a table of the package of this name, with its language behind it, is a translation


@lru_cache(maxsize=4)
def beside_or_inside(name: str) -> Traversable:
    """A folder of the course, as laid down for learners; raises :class:`StretchlibError` where there is none."""
    package = files("stretchlib")
    inside = package / name
    if inside.is_dir():
        return inside
    if isinstance(package, Path) and (package.parent / name).is_dir():
        return package.parent / name
    raise StretchlibError(f"The folder {name}/ was not found beside or inside stretchlib; install the project again.")


def data_root() -> Traversable:
    """The folder of the tables. Raises :class:`StretchlibError` where there is none."""
    chosen = os.environ.get(DATA)
    if not chosen:
        return beside_or_inside("data")
    folder = Path(os.path.expanduser(chosen))  # ~ is the home folder, also where no shell wrote it out
    if not folder.is_dir():
        raise StretchlibError(f"{DATA} names {chosen!r}, which is no folder; correct it or unset it.")
    return folder


def notebooks_root() -> Traversable:
    """The folder of the course's notebooks, as laid down for learners."""
    return beside_or_inside("notebooks")


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Within it ``language`` is the one that is set: for what was made in one language and goes on speaking it."""
    before = os.environ.get(LANGUAGE)
    os.environ[LANGUAGE] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ[LANGUAGE]
        else:
            os.environ[LANGUAGE] = before
