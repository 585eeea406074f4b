"""Measure what the project promises and print a table: ``python -m tests.benchmarks [WORD ...]``.

A word chooses the measurements whose name holds it. The machines that run this are shared: read the medians, and
compare rows of one run. ``timer`` leads a real ten-minute practice twice and takes twenty minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from . import case, explorer, hip, journal, measure, publish, quiz, revision, timer

#: name -> (what is promised, the measurement, whether it runs without being asked for)
MEASUREMENTS: dict[str, tuple[str, Callable[[], str], bool]] = {
    "import": ("50 ms of processor time, nothing heavy imported", measure.bare_import, True),
    "data": ("all tables and notes loaded and checked in 150 ms after pandas", measure.load_and_check, True),
    "huge": ("a 100 MB CSV refused in 0.1 s and 50 MB", measure.refuse_a_huge_file, True),
    "check": ("check over all of data/ in 1 s", measure.check_alone, True),
    "peer": ("beside frictionless, the same tables in one run", measure.beside_frictionless, True),
    "figures": ("one exercise panel in 120 ms, one plate in 400 ms, first draw", measure.figures, True),
    "nbval": ("one notebook held against its outputs in 6 s", measure.one_notebook, True),
    "wheel": ("3 MB", measure.wheel, True),
    "start": ("a second start in 3 s before JupyterLab", measure.second_start, True),
    "hip-pose": ("lengths and arms of all muscles in one pose in 2 ms", hip.one_pose, True),
    "hip-batch": ("20,000 poses: 3 times MuJoCo, 1,000 times OpenSim's computeMomentArm", hip.batch, True),
    "hip-memory": ("that batch in 200 MB", hip.memory, True),
    "hip-longest": ("the longest pose of the whole range in 2 s", hip.longest, True),
    "schedule": ("1,000 items planned in 200 ms", revision.schedule_of_1000, True),
    "explorer": ("slider to new picture: 90 ms median, 130 ms 95th percentile", explorer.slider_to_picture, True),
    "quiz": ("answer to feedback in the browser: 50 ms median, kernel idle", quiz.answer_to_feedback, True),
    "case": ("a key in a case: reaction in 50 ms", case.key_to_reaction, True),
    "handout": ("a handout of six exercises in 3 s", publish.handout, True),
    "pocket": ("the pocket page interactive in 1 s from disk", publish.pocket, True),
    "collect": ("500 result files in 10 s", publish.collect, True),
    "journal-append": ("a record appended in 5 ms without the disk's sync", journal.append, True),
    "journal-open": ("100,000 records opened in 300 ms", journal.opening, True),
    "timer": ("phase boundaries within 50 ms, 95th percentile, 10 minutes", timer.boundaries, False),
}


def main(words: list[str]) -> int:
    """Print one line a measurement."""
    for name, (promise, run, unasked) in MEASUREMENTS.items():
        if any(word in name for word in words) or (unasked and not words):
            print(f"{name:<8}{promise}\n        {run()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
