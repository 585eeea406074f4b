"""The plan of revision over a journal that is larger than any learner's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

from .measure import clocked
from .rows import Row, row

ITEMS, ROUNDS = 1000, 5


def schedule_of_1000() -> Iterator[Row]:
    """1,000 items, each answered on five days, from records in memory to the sorted plan and to the DataFrame."""
    from stretchlib.learner import revision

    real, chance, start = revision.bank(), random.Random(1), date(2026, 1, 5)
    items = tuple(replace(real[number % len(real)], id=f"Q{number:04}") for number in range(ITEMS))
    answers = [{"question": question.id, "at": f"{start + timedelta(days=7 * turn + position // 200)}T10:00:00+00:00",
                "points": chance.choice((0, 0.7, 1)), "confidence": chance.choice((25, 50, 75, 95)), "quiz": "01"}
               for turn in range(ROUNDS) for position, question in enumerate(items)]
    today = start + timedelta(days=60)
    with patch.object(revision, "bank", lambda: items):
        assert sum(progress.times for progress in revision.plan(answers, today)) == ITEMS * ROUNDS
        plan = clocked(lambda: revision.plan(answers, today))
        frame = clocked(lambda: revision.schedule(today, answers))
    yield row("schedule", "1,000 items planned", plan, 200, detail=f"{ITEMS * ROUNDS:,} answers")
    yield row("schedule-table", "the same as a table", frame, 200)
