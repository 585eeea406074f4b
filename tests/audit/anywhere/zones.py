"""Four time zones, two of them with summer time, and the tests of days, hours and files in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tools.checks import file_of_test

from . import running

#: Greenwich, half an hour off, the first to see a day, and one that changes its clocks by the half hour's neighbour.
ZONES = ("UTC", "Asia/Kolkata", "Pacific/Kiritimati", "America/St_Johns")
TOUCHED = ("cases", "course", "house", "journal", "practice_log", "programme", "publish_class", "publish_marking",
           "publish_pages", "publish_systems", "results", "review", "revision", "session", "timer_journal", "zones")
TESTS = [file_of_test(name) for name in TOUCHED]


def zones(names: Sequence[str], folder: Path) -> running.Results:
    """The tests of :data:`TOUCHED`, Python's and Node's clock in that zone."""
    for name in names or ZONES:
        run = running.pytest(["-m", "not slow", *TESTS], settings={"TZ": name})
        yield name, [str(run), f"{run.minutes:.0f} min"], run.faults
