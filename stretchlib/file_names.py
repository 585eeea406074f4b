"""Names that a file cannot have: on Windows some lose what is written under them, elsewhere a locale lacks letters."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$",
            *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789\u00b9\u00b2\u00b3")}
_FORBIDDEN = '<>:"/\\|?*'


def windows_fault(name: str) -> str | None:
    """Why Windows cannot keep a file of this name (the last part of a path), or ``None`` where it can.

    ``nul.md`` is no file there but a device that swallows what is written, and ``hips: my topic.md`` a hidden part of
    a file ``hips``; so such a name is refused before anything is written.
    """
    letter = next((one for one in name if one in _FORBIDDEN or ord(one) < 32), None)
    if letter is not None:
        shown = letter if letter in _FORBIDDEN else "control character"
        return f"Windows allows no {shown} in the name of a file"
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
