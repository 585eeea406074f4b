"""All notebooks held against their saved outputs twenty times: one red run in twenty is a flake."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import running

TIMES = 20


def nbval20(names: Sequence[str], folder: Path) -> running.Results:
    """``names``: how often, such as 5, in place of twenty."""
    times = int(names[0]) if names else TIMES
    runs = [running.pytest(running.NOTEBOOKS) for _ in range(times)]
    faults = [f"run {number}: {fault}" for number, run in enumerate(runs, start=1) for fault in run.faults]
    minutes = [run.minutes for run in runs]
    cells = [sum(bool(run.faults) for run in runs), f"{min(run.passed for run in runs)} to "
             f"{max(run.passed for run in runs)}", f"{60 * min(minutes):.0f} to {60 * max(minutes):.0f} s"]
    yield f"{times} runs", cells, faults
