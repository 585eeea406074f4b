"""Runs of the checks with a Python and settings of one's own, told as cells of a table."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.checks import NBVAL, ROOT, environment

#: Everyday tests without the browser and without what is slow; they share one process, so that they say the same again.
EVERYDAY = ["tests", "--ignore", "tests/browser", "-m", "not slow"]
NOTEBOOKS = [*NBVAL, "notebooks"]


@dataclass(frozen=True)
class Run:
    """One run of pytest: what it counted and what failed."""

    passed: int
    skipped: int
    faults: tuple[str, ...]
    minutes: float

    def __str__(self) -> str:
        counts = f"{self.passed} passed"
        if self.skipped:
            counts += f", {self.skipped} skipped"
        return f"{counts}, {len(self.faults)} failed"


Result = tuple[str, Sequence[object], Sequence[str]]  # name, the cells of its row, what failed
Results = Iterator[Result]


def pytest(words: Sequence[str], python: Path | str = sys.executable, settings: Mapping[str, str] | None = None) -> Run:
    """Run pytest at the root of the checkout with ``words`` and ``settings`` on top of those of every check."""
    begun = time.monotonic()
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    run = subprocess.run(command, cwd=ROOT, env={**environment(), **(settings or {})}, check=False,
                         capture_output=True, text=True, encoding="utf-8", errors="replace")
    return read(run.stdout, run.stderr, time.monotonic() - begun)


def read(said: str, trouble: str = "", seconds: float = 0.0) -> Run:
    """What a run of pytest said, counted. One that says no count did not run: that is a fault, too."""
    faults = re.findall(r"^(?:FAILED|ERROR) (.+)$", said, flags=re.MULTILINE)
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)\b",
                                                               (said.strip().splitlines() or [""])[-1])}
    if not counts.get("passed"):
        faults.append("nothing passed: " + " ".join((said + trouble).split())[-300:])
    return Run(counts.get("passed", 0), counts.get("skipped", 0), tuple(faults), seconds / 60)
