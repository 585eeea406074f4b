"""Adding lines to a file so that nothing finished is lost: one write under a lock, put through to the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from ..core.errors import StretchlibError
from ..core.files import refuse_name

try:
    import fcntl
except ImportError:  # Windows; in the browser there may be an empty module, or one whose locks do nothing
    fcntl = None  # type: ignore[assignment]

WAIT_S = 5.0  # for another notebook that is writing
_WHY = {errno.ENOSPC: "the disk is full; make room and try again",
        errno.EDQUOT: "your share of the disk is full; make room and try again",
        errno.EACCES: "it is read-only or belongs to somebody else; change that, or name another file in "
                      "STRETCHLIB_JOURNAL",
        errno.EROFS: "the disk is read-only; name another file in STRETCHLIB_JOURNAL",
        errno.EISDIR: "it is a folder; name a file in it"}
_WHY[errno.EPERM] = _WHY[errno.EACCES]


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises :class:`StretchlibError` in one sentence where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unusable(path, "read", error) from None


Stamp = tuple[int, int, int]


def stamp(status: os.stat_result) -> Stamp:
    """What tells one state of a file from the next: time of change, size, number of the file."""
    return status.st_mtime_ns, status.st_size, status.st_ino


def add_lines(path: Path, header: str, lines: str, begins: bool | None = None) -> tuple[Stamp, Stamp] | None:
    """Append ``lines``, after ``header`` where the file is new or empty; readable by its owner alone.

    Returns the stamps of the file before and after, and only when the lines are on the disk. Where they cannot be
    written whole, the file is cut back to what it was and :class:`StretchlibError` says why. A last line that a crash
    left open is closed first, never changed. ``begins``: whether the caller took the file for new or empty; where it
    is otherwise by now, nothing is written and ``None`` returned.
    """
    try:
        refuse_name(path, os.name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise unusable(path, "written", error) from None
    try:
        with contextlib.suppress(Exception):  # a copy from elsewhere may be open to others
            os.fchmod(file, 0o600)
        with _alone(file, path):
            before_stamp = stamp(os.fstat(file))
            size = before_stamp[1]
            if begins is not None and begins != (size == 0):
                return None
            before = header if size == 0 else "" if _closed(file, size) else "\n"
            data = (before + lines).encode("utf-8")
            try:
                written = 0
                while written < len(data):
                    written += os.write(file, data[written:])
                os.fsync(file)
            except BaseException:  # of whatever kind: what is not told as written is not there
                with contextlib.suppress(Exception):
                    os.ftruncate(file, size)
                raise
            return before_stamp, stamp(os.fstat(file))
    except OSError as error:
        raise unusable(path, "written", error) from None
    finally:
        os.close(file)


def _closed(file: int, size: int) -> bool:
    """Whether the last byte ends a line."""
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1) == b"\n"


@contextlib.contextmanager
def _alone(file: int, path: Path) -> Iterator[None]:
    """The only writer for as long as it takes; a lock dies with its process, so none is ever left behind."""
    if fcntl is None:
        with _alone_on_windows(file, path):
            yield
        return
    end = time.monotonic() + WAIT_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except Exception as error:
            # Without a lock one write of a whole line is the best there is: on a file system that has none, and in the
            # browser, where JupyterLite's kernel (0.8.6) puts an empty module in the place of fcntl.
            if not isinstance(error, OSError) or error.errno not in (errno.EAGAIN, errno.EACCES):
                break
            if time.monotonic() > end:
                raise busy(path) from None
            time.sleep(0.01)
    try:
        yield
    finally:
        with contextlib.suppress(Exception):
            fcntl.flock(file, fcntl.LOCK_UN)


@contextlib.contextmanager
def _alone_on_windows(file: int, path: Path) -> Iterator[None]:
    try:
        import msvcrt
    except ImportError:  # neither kind of lock is there
        yield
        return
    far = 1 << 30  # a byte that no journal reaches, so that readers are not kept out
    end = time.monotonic() + WAIT_S
    while True:
        os.lseek(file, far, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            break
        except Exception as error:
            if not isinstance(error, OSError) or error.errno not in (errno.EACCES, errno.EDEADLK):
                break  # a drive without locks, as above
            if time.monotonic() > end:
                raise busy(path) from None
            time.sleep(0.01)
    try:
        yield
    finally:
        with contextlib.suppress(Exception):
            os.lseek(file, far, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]


def lying_beside(path: Path) -> list[Path]:
    """The files beside ``path`` whose names begin with its name and a dot, such as copies that an editor left."""
    begins = os.path.normcase(f"{path.name}.")
    try:
        return [file for file in path.parent.iterdir() if os.path.normcase(file.name).startswith(begins)]
    except OSError:  # no such folder: nothing lies there
        return []


def busy(path: Path) -> StretchlibError:
    """The error for a file that others write without a pause."""
    return StretchlibError(f"{path} is being written by another notebook for {WAIT_S:g} seconds; try again.")


def unusable(path: Path, verb: str, error: OSError) -> StretchlibError:
    """The error for a file that could not be read or written; ``verb`` says which, as "read" or "written"."""
    why = _WHY.get(error.errno or 0, f"{error.strerror or error}; check the place")
    return StretchlibError(f"{path} could not be {verb}: {why}.")
