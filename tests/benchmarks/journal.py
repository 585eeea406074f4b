"""The journal: one record appended, with and without putting it through to the disk, and 100,000 opened."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from .measure import clocked, repeated, told

COUNT = 100_000


def _filled(folder: str, count: int = COUNT) -> Path:
    """A journal of as many practices as told, each as the timer writes it."""
    from stretchlib.journal_records import HEADER, line
    from stretchlib.session import Session

    path = Path(folder) / "journal.jsonl"
    row = {"kind": "practice", "at": "2026-01-05T09:00:00+01:00",
           **Session.from_exercise("figure_four_stretch").rehearse()}
    with path.open("w", encoding="ascii", newline="\n") as out:
        out.write(HEADER)
        out.writelines(line({"id": f"{number:016x}", **row}) for number in range(count))
    return path


def append() -> str:
    """A practice appended to a journal of 1,000 and of 100,000 records."""
    from stretchlib.journal import Journal
    from stretchlib.session import Session

    row = Session.from_exercise("figure_four_stretch").rehearse()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (1_000, COUNT):
            book = Journal(_filled(folder, count))
            book.append("practice", **row)
            with patch.object(os, "fsync", lambda _: None):
                without = clocked(lambda book=book: book.append("practice", **row), 200)  # type: ignore[misc]
            synced = clocked(lambda book=book: book.append("practice", **row), 50)  # type: ignore[misc]
            lines.append(f"{count:,} records: without the sync {told(without, 'ms')}, with it {told(synced, 'ms')}")
    return "; ".join(lines)


def opening() -> str:
    """Every record of a journal read and held against its checksum, then those of one kind; in fresh Pythons."""
    code = ("import sys, time; from stretchlib.journal import Journal\n"
            "a = time.{clock}(); book = Journal(sys.argv[1])\n"
            "assert len(book.records({kind!r})) == {count} and not book.problems; print(1000 * (time.{clock}() - a))")
    with tempfile.TemporaryDirectory() as folder:
        path = _filled(folder)
        lines = [f"{path.stat().st_size / 1e6:.0f} MB"]
        for name, kind, count in (("all practices", "practice", COUNT), ("the answers among them (none)", "answer", 0)):
            for clock in ("perf_counter", "process_time"):
                found = repeated(code.format(clock=clock, kind=kind, count=count), str(path), times=5)
                lines.append(f"{name}, {clock}: {told(found, 'ms')}")
    return "; ".join(lines)
