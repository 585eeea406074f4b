"""Writing a file: whole or not at all, with a name that the system can give, and a sentence where it cannot be done."""

from __future__ import annotations

import errno
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from .errors import StretchlibError

_FIXED = (1980, 1, 1, 0, 0, 0)  # a packed file carries no date: the same bytes each time
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$",
            *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789\u00b9\u00b2\u00b3")}
_FORBIDDEN = '<>:"/\\|?*'


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
    """The error for a file that cannot be written."""
    return StretchlibError(f"{path} could not be written ({error.strerror or error}); choose another place.")


def write_atomically(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that at every moment either the old or the new one is there. Raises OSError.

    ``mode``: who may read and write it.
    """
    refuse_name(path, os.name)
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)  # mkstemp lets nobody else read it
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_where_changed(path: Path, text: str) -> None:
    """Write a settings file, with its folders, where it does not hold ``text`` already. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text.encode())


def windows_fault(name: str) -> str | None:
    """Why Windows cannot keep a file of this name (the last part of a path), or ``None`` where it can.

    ``nul.md`` is no file there but a device that swallows what is written, and ``hips: my topic.md`` a hidden part of
    a file ``hips``; so such a name is refused before anything is written.
    """
    letter = next((letter for letter in name if letter in _FORBIDDEN or ord(letter) < 32), None)
    if letter is not None:
        refused = letter if letter in _FORBIDDEN else "control character"
        return f"Windows allows no {refused} in the name of a file"
    if name != name.rstrip(" ."):
        return "Windows takes a dot or a space from the end of a name"
    if name.partition(".")[0].rstrip(" ").lower() in _DEVICES:
        return "Windows keeps this name for a device"
    return None


def refuse_name(path: Path, system: str = os.name) -> None:
    """Raise OSError, with the reason in words, where this ``system`` cannot give a file the name of ``path``."""
    fault = windows_fault(path.name) if system == "nt" else None
    try:
        if b"\0" in os.fsencode(path):
            fault = "no system allows a control character of this kind in a name"
    except UnicodeEncodeError as error:
        fault = f"this computer's locale has no {error.object[error.start]!a} for the names of files"
    if fault:
        raise OSError(errno.EINVAL, fault)
