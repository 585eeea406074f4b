"""``my_course/course.toml``: whose rows are in use, kept by ``use`` and read by the commands of ``start.py`` alone.

The library goes by the environment (``STRETCHLIB_MY_ROWS``, ``STRETCHLIB_DATA``), which a command sets for itself and
for the kernels that it starts. Where one of the two is set already the file is not read: so a variable wins for one
command, and, with ``STRETCHLIB_MY_ROWS`` set to ``none``, no test and no check of notebooks depends on what a person
has in use.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..core.errors import StretchlibError, closed, did_you_mean
from ..core.files import unwritten, write_atomically
from ..learner import copies
from ..tables import paths

NAME = "course.toml"
_MEND = "name your folder anew with: python start.py use FOLDER, or go back with: python start.py use --none"
#: Key of the file -> the variable of the environment that says the same.
VARIABLES = {"my_rows": paths.MY_ROWS, "data": paths.DATA}


def path() -> Path:
    """Where the file is, or would be."""
    return copies.course_dir() / NAME


def read() -> dict[str, Path]:
    """What is in use: the folder of own rows as ``my_rows``, or a whole copy as ``data``; empty for the course's own.

    Raises :class:`StretchlibError` where the file cannot be read.
    """
    file = path()
    try:
        kept = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StretchlibError(f"{file} cannot be read ({error.strerror}): make it readable, or {_MEND}.") from None
    except ValueError as error:
        raise StretchlibError(f"{file} is not written as it must be ({error}): {_MEND}.") from None
    for key, value in kept.items():
        if key not in VARIABLES:
            raise StretchlibError(closed(f"{file} has an entry {key!r}, which is not known; "
                                         f"{did_you_mean(key, VARIABLES)}"))
        if not isinstance(value, str) or not value:
            raise StretchlibError(f"{file} names no folder after {key}: {_MEND}.")
    return {key: file.parent / os.path.expanduser(value) for key, value in kept.items()}


def keep(key: str | None, folder: Path | None = None) -> None:
    """Keep that ``folder`` is in use, as ``"my_rows"`` or ``"data"``, or, without a key, that the course's rows are.

    A folder within the learner's is named from there, so that both can be moved. Raises :class:`StretchlibError`.
    """
    file = path()
    if key is None or folder is None:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise unwritten(file, error) from None
        return
    inside = folder.is_relative_to(file.parent)
    text = folder.relative_to(file.parent).as_posix() if inside else str(folder)
    lines = ["# Whose rows the course shows; kept by: python start.py use", f"{key} = {_quoted(text)}", ""]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, "\n".join(lines).encode("utf-8"))
    except UnicodeEncodeError:
        raise StretchlibError(f"The name of the folder {folder} holds a character that no file can keep; rename it."
                              ) from None
    except OSError as error:
        raise unwritten(file, error) from None


def _quoted(text: str) -> str:
    """A text as TOML; a path of Windows stays readable."""
    if re.search(r"[\x00-\x1f\x7f']", text):
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"'{text}'"


@contextmanager
def in_use() -> Iterator[None]:
    """Within it the environment names what ``course.toml`` says, unless it names data already."""
    if any(os.environ.get(name) for name in VARIABLES.values()):
        yield
        return
    chosen = {VARIABLES[key]: str(folder) for key, folder in read().items()}
    os.environ.update(chosen)
    try:
        yield
    finally:
        for name in chosen:
            os.environ.pop(name, None)
