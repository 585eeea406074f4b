"""A class of 300 votes from its phones within 10 s, beside a real deck: ``python -m tests.audit.votes [PHONES]``.

Once alone, and once while hostile clients do their worst. Prints how long a vote waited for its acknowledgement, and
holds what the wall shows against what each phone knows to be counted. Returns 1 where a vote was lost or counted twice,
or where the 95th percentile is 200 ms or more. The machines that run this are shared: their load stands beside it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.own_loop import run_in_own_loop
from tools.checks import environment

from .phones import Class, hold_class
from .served import Served, room_of_deck

PHONES, WITHIN_S, LIMIT_MS = 300, 10.0, 200


def vote(served: Served, phones: int, within_s: float, *, hostile: bool, question: str, seed: int = 0) -> Class:
    """Let a class vote, beside hostile clients or alone, and hold the wall's counts against what the phones know.

    Raises AssertionError where a vote was lost or counted twice.
    """
    served.wall("open", question=question)
    port = served.room.rpartition(":")[2]
    attack = subprocess.Popen([sys.executable, "-m", "tests.audit.votes.hostile_clients", port, served.code],
                              env=environment()) if hostile else None
    try:
        seen = run_in_own_loop(hold_class(served.room, served.code, phones, within_s, seed))
        assert attack is None or attack.poll() is None, "the hostile clients have stopped"
    finally:
        if attack is not None:
            attack.kill()
            attack.wait()
    counts = served.wall("close", question=question)["rounds"][-1]
    chosen = list(seen.counted.values())
    assert len(seen.counted) == phones
    assert counts == [chosen.count(option) for option in range(4)], "a vote was lost or counted twice"
    return seen


def row(name: str, seen: Class) -> tuple[str, float]:
    """A line about a class, and its 95th percentile in milliseconds."""
    waits = sorted(1000 * wait for wait in seen.waits)
    p95 = statistics.quantiles(waits, n=20)[-1]
    load = f", load of the machine {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (f"{name}: {len(seen.counted)} phones, {len(waits)} votes, {seen.repeats} sent again, none lost, none "
            f"twice; acknowledged after {statistics.median(waits):.0f} ms (median), {p95:.0f} ms (95 of 100), "
            f"{waits[-1]:.0f} ms (longest){load}"), p95


def main(words: list[str]) -> int:
    """Run both, and print a line for each."""
    phones = int(words[0]) if words else PHONES
    slow = 0
    with tempfile.TemporaryDirectory() as folder, room_of_deck(Path(folder)) as served:
        for name, hostile in (("alone", False), ("beside hostile clients", True)):
            text, p95 = row(name, vote(served, phones, WITHIN_S, hostile=hostile, question=name))
            slow += p95 >= LIMIT_MS
            print(text, flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
