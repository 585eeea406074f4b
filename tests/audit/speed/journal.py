"""The journal: one record appended, with and without putting it through to the disk, and all of them read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from unittest.mock import patch

from .measure import clocked, repeated
from .rows import Row, row

COUNT = 100_000


def _filled(folder: str, count: int = COUNT) -> Path:
    """A journal of as many practices as told, each as the timer writes it."""
    from stretchlib.exercises.session import Session
    from stretchlib.learner.journal_records import HEADER, line

    path = Path(folder) / "journal.jsonl"
    practice = {"kind": "practice", "at": "2026-01-05T09:00:00+01:00",
           **Session.from_exercise("figure_four_stretch").rehearse()}
    with path.open("w", encoding="ascii", newline="\n") as out:
        out.write(HEADER)
        out.writelines(line({"id": f"{number:016x}", **practice}) for number in range(count))
    return path


def append() -> Iterator[Row]:
    """A practice appended to a journal of 1,000 and of 100,000 records."""
    from stretchlib.exercises.session import Session
    from stretchlib.learner.journal import Journal

    practice = Session.from_exercise("figure_four_stretch").rehearse()
    with tempfile.TemporaryDirectory() as folder:
        for count in (1_000, COUNT):
            book = Journal(_filled(folder, count))
            book.append("practice", **practice)
            with patch.object(os, "fsync", lambda _: None):
                without = clocked(partial(book.append, "practice", **practice), 200)
            synced = clocked(partial(book.append, "practice", **practice), 50)
            yield row(f"append-{count}", f"a record appended to {count:,}, without the disk's sync", without, 5,
                      detail=f"with the sync {median(synced):.1f} ms")


def opening() -> Iterator[Row]:
    """Every record of a journal held against its checksum and parsed, as each use of it begins; in fresh Pythons."""
    code = ("import sys, time; from stretchlib.learner.journal import Journal\n"
            "a = time.{clock}(); book = Journal(sys.argv[1])\n"
            "assert len(book.records()) == {count} and not book.problems; print(1000 * (time.{clock}() - a))")
    with tempfile.TemporaryDirectory() as folder:
        for count, limit in ((10_000, 150), (COUNT, 300)):
            path = _filled(folder, count)
            wall, own = (repeated(code.format(clock=clock, count=count), str(path), times=7)
                         for clock in ("perf_counter", "process_time"))
            yield row(f"open-{count}", f"{count:,} records opened, checked and parsed", own, limit,
                      detail=f"processor time; by the clock {median(wall):.0f} ms; "
                             f"{path.stat().st_size / 1e6:.0f} MB")
