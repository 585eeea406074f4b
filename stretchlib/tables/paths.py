"""Where the data and the notebooks are, what the data's descriptor says, and the language that is set.

``data/`` stands beside the package in a checkout and inside it in a wheel; ``STRETCHLIB_DATA`` names another
folder, such as a lecturer's edited copy. ``STRETCHLIB_LANGUAGE`` is the language in which the course is shown.
"""

from __future__ import annotations

import os
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError, one_of
from .schema import read_descriptor, read_package

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LANGUAGE = "STRETCHLIB_LANGUAGE"
ENGLISH = "en"
TRANSLATIONS = "translations_"  # a table of the package of this name, with its language behind it, is a translation


@lru_cache(maxsize=4)
def beside_or_inside(name: str) -> Traversable:
    package = files("stretchlib")
    inside = package / name
    if inside.is_dir():
        return inside
    if isinstance(package, Path) and (package.parent / name).is_dir():
        return package.parent / name
    raise StretchlibError(f"The folder {name}/ was not found beside or inside stretchlib; install the project again.")


def data_root() -> Traversable:
    """The folder of the tables. Raises :class:`StretchlibError` where there is none."""
    other = os.environ.get("STRETCHLIB_DATA")
    if not other:
        return beside_or_inside("data")
    folder = Path(os.path.expanduser(other))  # ~ is the home folder, also where no shell wrote it out
    if not folder.is_dir():
        raise StretchlibError(f"STRETCHLIB_DATA names {other!r}, which is no folder; correct it or unset it.")
    return folder


def notebooks_root() -> Traversable:
    """The folder of the course's notebooks, as laid down for learners."""
    return beside_or_inside("notebooks")


def resources(root: Traversable | None = None) -> dict[str, Any]:
    """The table descriptors of ``datapackage.json`` by name, in the order they stand there."""
    return read_descriptor(inside(root or data_root(), "datapackage.json"))


_INSIDE: dict[tuple[str, str], Any] = {}


def inside(root: Traversable, name: str) -> Any:
    """A file of a folder, made once: every look at a table asks for it."""
    key = str(root), name
    if key not in _INSIDE:
        _INSIDE[key] = root / name
    return _INSIDE[key]


def dictionary(name: str) -> str:
    """What a table and each of its columns hold, in plain lines: the help of its loader."""
    try:
        resource = resources(beside_or_inside("data"))[name]
    except (StretchlibError, KeyError):  # a faulty data folder must not stop the import; using it tells the fault
        return f"The table {name}."
    lines = [f"{resource.get('title', name)}: {resource.get('description', '')}", "", "Columns", "-------"]
    for field in resource["schema"]["fields"]:
        unit = f" [{field['unit']}]" if "unit" in field else ""
        lines.append(f"{field['name']}{unit}: {field.get('description', '')}")
    return "\n".join(lines)


def review_months(root: Traversable | None = None) -> int:
    """For how many months the review of a row holds."""
    return int(read_package((root or data_root()) / "datapackage.json")["review_months"])


def months_after(day: str, months: int) -> date:
    """The day of the calendar ``months`` after a day such as 2026-11-30; the last of a shorter month."""
    start = date.fromisoformat(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return next(date(year, month + 1, last) for last in range(start.day, 0, -1)
                if last <= 28 or last <= monthrange(year, month + 1)[1])


def languages(root: Traversable | None = None) -> tuple[str, ...]:
    """The languages there are, English first; another one is a table ``translations_<language>``."""
    return (ENGLISH, *(name.removeprefix(TRANSLATIONS) for name in resources(root) if name.startswith(TRANSLATIONS)))


def current_language() -> str:
    """The language that is set in ``STRETCHLIB_LANGUAGE``, else ``"en"``.

    Raises :class:`StretchlibError` for one that the data do not have.
    """
    code = os.environ.get(LANGUAGE) or ENGLISH
    if code != ENGLISH:
        one_of(code, languages(), "language")
    return code


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


def today() -> date:
    """The day by which reviews fall due: ``STRETCHLIB_TODAY`` (as 2026-11-30) where it is set, else the clock's.

    Saved notebooks are run and checked with a set day, so that no output changes by the calendar alone.
    """
    named = os.environ.get("STRETCHLIB_TODAY")
    try:
        return date.fromisoformat(named) if named else date.today()
    except ValueError:
        raise StretchlibError(f"STRETCHLIB_TODAY is a day such as 2026-11-30, not {named!r}; "
                              "mend or unset it.") from None
