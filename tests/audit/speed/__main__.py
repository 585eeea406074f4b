"""Measure what the project promises: ``python -m tests.audit.speed [--write] [WORD ...]``.

A word chooses the measurements whose name holds it; ``--write`` puts the rows into ``docs/verification/fast.md``. The
machines that run this are shared: read the medians, and compare rows of one run. ``timer`` leads a real ten-minute
practice twice and takes twenty minutes, so it runs only when asked for. Peers are measured where they are installed:
frictionless always, MuJoCo with myo-sim, OpenSim and jupyterquiz in an environment of one's own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from tests import record

from . import case, explorer, hip, journal, measure, memory, publish, quiz, revision, stage, timer
from .rows import Row

MEASUREMENTS: dict[str, Callable[[], Iterable[Row]]] = {
    "import": measure.bare_import, "load": measure.load_and_check, "check": measure.check_alone,
    "tables": measure.beside_frictionless, "huge": measure.refuse_a_huge_file, "figures": measure.figures,
    "nbval": measure.one_notebook, "all-notebooks": measure.all_notebooks, "wheel": measure.wheel,
    "start": measure.second_start, "hip-pose": hip.one_pose, "hip-batch": hip.batch, "hip-memory": hip.memory,
    "hip-people": hip.people,
    "hip-longest": hip.longest, "hip-page": hip.page, "schedule": revision.schedule_of_1000,
    "journal-append": journal.append, "journal-open": journal.opening, "explorer": explorer.slider_to_picture,
    "explorer-memory": explorer.memory,
    "stage": stage.drag_to_picture, "stage-first": stage.first_picture, "quiz": quiz.answer_to_feedback,
    "kernel-memory": memory.of_a_kernel,
    "case": case.key_to_reaction, "claims": quiz.claim_to_feedback, "handout": publish.handout,
    "pocket": publish.pocket, "collect": publish.collect, "site": publish.site, "deck": publish.deck,
    "timer": timer.boundaries,
}
LONG = ("timer",)


def main(words: list[str]) -> int:
    """Print a line for each row; returns 1 where a figure was not reached."""
    write, words = "--write" in words, [word for word in words if word != "--write"]
    missed = 0
    for name, run in MEASUREMENTS.items():
        if any(word in name for word in words) or (not words and name not in LONG):
            for row in run():
                print(row.key, *row.cells(), sep=" | ", flush=True)
                missed += not row.reached
                if write:
                    record.write("fast", {row.key: row.cells()})
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
