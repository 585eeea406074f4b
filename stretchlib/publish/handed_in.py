"""The files that a class handed in, wherever they lie: in a folder, in folders within, in zips as Moodle gives them.

Nothing is unpacked to the disk: a file of a zip is read into memory, as far as a result file may be large. So a path in
a zip leads nowhere, and a zip that would grow without end is left at its limit.
"""

from __future__ import annotations

import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from ..core.errors import StretchlibError
from ..core.text import visible
from ..learner.results import LARGEST

MOST_FILES = 20_000  # in one zip
MOST_BYTES = 500_000_000  # unpacked, of all zips together; 500 result files of a whole course have 50 million
DEEPEST = 3  # a zip of Moodle, a student's zip in it, and one more by mistake
_LOCKED = 1  # the bit of an entry of a zip that says it is encrypted
_ASIDE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")  # what systems put beside the files of people


@dataclass(frozen=True)
class HandedIn:
    """A file: ``name`` says where it lies, below the folder of the class; ``fault`` why it cannot be read, or empty."""

    name: str
    content: bytes = b""
    fault: str = ""


class _Allowance:
    """How many bytes may still be unpacked."""

    def __init__(self) -> None:
        self.left = MOST_BYTES


def handed_in(folder: Path) -> Iterator[HandedIn]:
    """Each file of ``folder``, a folder or a zip, in the order of their names, hidden ones left out.

    Raises :class:`StretchlibError` where it can be read as neither.
    """
    allowance = _Allowance()
    if folder.is_file() and _is_zip(folder.name):
        yield from _of_zip(folder, folder.name, allowance, DEEPEST)
        return
    try:
        os.listdir(folder)
    except OSError as error:
        raise StretchlibError(f"{folder} cannot be read as a folder ({error.strerror or error}); give the folder that "
                              "holds the result files, or a zip of it.") from None
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if _is_zip(name):
            yield from _of_zip(path, name, allowance, DEEPEST)
            continue
        try:
            if path.stat().st_size > LARGEST:
                yield _too_large(name)
            else:
                yield HandedIn(name, path.read_bytes())
        except OSError as error:
            yield HandedIn(name, fault=f"{visible(name)} could not be read ({error.strerror or error}); check it.")


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_aside(name))
        yield from (Path(parent) / name for name in sorted(names) if not _is_aside(name))


def _of_zip(source: Path | BytesIO, name: str, allowance: _Allowance, depth: int) -> Iterator[HandedIn]:
    """The files of a zip; ``depth`` is how many zips may lie one in the other from here on."""
    if not depth:
        yield HandedIn(name, fault=f"{visible(name)} lies too deep in other zips; unpack those first.")
        return
    try:
        with zipfile.ZipFile(source) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()
                       and not any(map(_is_aside, PurePosixPath(entry.filename).parts))]
            if len(entries) > MOST_FILES:
                yield HandedIn(name, fault=f"{visible(name)} holds more than {MOST_FILES} files; unpack it and give "
                                           "the folder.")
                return
            for entry in sorted(entries, key=lambda each: each.filename):
                yield from _of_entry(packed, entry, f"{name}/{entry.filename}", allowance, depth)
    except NotImplementedError:  # a zip of a later kind than Python reads
        yield HandedIn(name, fault=f"{visible(name)} is packed in a way that is not read here; unpack it and give the "
                                   "folder.")
    except (OSError, zipfile.BadZipFile, ValueError, IndexError):  # the last of an entry without a name
        yield HandedIn(name, fault=f"{visible(name)} is cut or is no zip; fetch it again.")


def _of_entry(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, allowance: _Allowance,
              depth: int) -> Iterator[HandedIn]:
    try:
        with packed.open(entry) as stream:  # what it says of its size is not believed
            content = stream.read(min(LARGEST, allowance.left) + 1)
    except RuntimeError:  # of a password, and NotImplementedError of a packing that Python does not read
        yield HandedIn(name, fault=f"{visible(name)} is locked by a password; ask for it without."
                       if entry.flag_bits & _LOCKED else
                       f"{visible(name)} is packed in a way that is not read here; ask for it unpacked.")
        return
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, MemoryError, ValueError):
        yield HandedIn(name, fault=f"{visible(name)} is cut; ask for a fresh file.")
        return
    is_beyond = len(content) > allowance.left
    allowance.left = max(0, allowance.left - len(content))
    if len(content) > LARGEST:
        yield _too_large(name)
    elif is_beyond:
        yield HandedIn(name, fault=f"{visible(name)} was not read: the zips unpack to more than "
                                   f"{MOST_BYTES // 1_000_000} MB, which no class hands in; look what is in them.")
    elif _is_zip(name):
        yield from _of_zip(BytesIO(content), name, allowance, depth - 1)
    else:
        yield HandedIn(name, content)


def _too_large(name: str) -> HandedIn:
    return HandedIn(name, fault=f"{visible(name)} is larger than {LARGEST // 1_000_000} MB, which no result file is; "
                                "ask for a fresh file.")


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _is_aside(name: str) -> bool:
    return (name.startswith(".") and name.strip(".") != "") or name in _ASIDE
