"""``kill -9`` at 200 random moments while the timer and the quiz write: no finished record is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.checks import environment

ROUNDS = 200
# A process that has imported everything forks one writer a round and kills it. The writer tells of a record, through
# a pipe, only once the timer or the quiz says that it is kept.
RUNNER = """
import json, os, random, signal, sys, time
from stretchlib.learner.journal import Journal
from stretchlib.exercises.session import Session
from stretchlib.widgets import Timer, quiz
file, rounds = sys.argv[1], int(sys.argv[2])
session, dice = Session.from_exercise("figure_four_stretch"), random.Random(5)
done_s = [phase.duration_s for phase in session.phases]

timer, asked = Timer(session), quiz(ids=["Q01"])  # each writer inherits them as they are now

def write(pipe, number):
    for count in range(10_000):
        begun = "2026-01-05T09:00:00+01:00"
        run = {"run": number * 10_000 + count, "started_at": begun, "ended_at": begun, "status": "finished",
               "mode": "practised", "done_s": done_s}
        timer.runs = [*timer.runs[-1:], run]
        assert len(timer.kept) == count + 1 and not timer.unsaved, timer.unsaved
        os.write(pipe, f"{timer._id(timer.kept[-1])}\\n".encode())
        said = {"question": "Q01", "response": "1", "confidence": 50, "seq": number * 10_000 + count + 1}
        asked._receive(None, said, None)
        assert asked.marks["Q01"]["stage"] == "marked" and asked.unsaved == {}, (asked.marks, asked.unsaved)
        os.write(pipe, f"answers {len(asked.answers)}\\n".encode())

finished, killed, unreadable, lost, cut = set(), 0, 0, 0, 0
for number in range(rounds):
    answers = len(Journal(file).records("answer"))
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ear)
            write(mouth, number)
        finally:
            os._exit(1)
    os.close(mouth)
    told = os.read(ear, 1)  # the first record is kept: the writer is at work
    time.sleep(dice.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    while some := os.read(ear, 65536):
        told += some
    os.close(ear)
    killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    lines = told.decode().splitlines()
    finished |= {line for line in lines if len(line) == 16}
    said = max([int(line.split()[1]) for line in lines if line.startswith("answers ")], default=0)
    try:
        book = Journal(file)
        here = {one["id"] for one in book.records()}
        lost += len(finished - here)
        lost += max(0, said - (len(book.records("answer")) - answers))
        cut = len(book.problems)
    except Exception as error:
        unreadable += 1
print(json.dumps({"killed": killed, "finished": len(finished), "lost": lost, "unreadable": unreadable, "cut": cut,
                  "records": len(book.records())}))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked and killed here")
def test_killed_at_200_random_moments(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", RUNNER, str(file), str(ROUNDS)], capture_output=True,
                         text=True, timeout=300, env={**environment(), "STRETCHLIB_JOURNAL": str(file)}, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    report = json.loads(run.stdout.splitlines()[-1])
    assert report["killed"] == ROUNDS, run.stderr[-3000:]
    assert report["lost"] == 0
    assert report["unreadable"] == 0
    assert report["finished"] >= ROUNDS
    assert report["records"] >= 2 * report["finished"] - ROUNDS, "an answer stands beside each practice but the last"
