"""Writing a published file: whole or not at all, and a sentence where it cannot be done."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ..course import write_atomically
from ..errors import StretchlibError

_FIXED = (1980, 1, 1, 0, 0, 0)  # a packed file carries no date: the same bytes each time


def write(path: str | Path, content: str | bytes) -> Path:
    """Write ``content`` to ``path`` and return it; raises :class:`StretchlibError` where that cannot be done."""
    path = Path(path)
    try:
        write_atomically(path, _bytes(content) if isinstance(content, str) else content)
    except OSError as error:
        raise unwritten(path, error) from None
    return path


def _bytes(text: str) -> bytes:
    """UTF-8; half of a pair of characters, which no file can hold, becomes the mark for a character that is lost."""
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text).encode("utf-8")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files by name, in the order given, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unwritten(path: Path, error: OSError) -> StretchlibError:
    """The sentence for a place that cannot be written."""
    return StretchlibError(f"{path} could not be written ({error.strerror or error}); choose another place.")
