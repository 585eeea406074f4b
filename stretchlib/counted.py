"""Which answers of a journal say something about memory, and on which day they were given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from . import journal

Answer = Mapping[str, Any]


def days(told: Sequence[date], today: date | None = None) -> list[date]:
    """The calendar days of answers in the order of writing, put right where the clock was moved.

    The longest run of days that never goes back, none after ``today``, is believed; an answer outside of it counts on
    the day of the believed one before it. So a clock in the future puts no question off for years.
    """
    end = today or max(told, default=date.max)
    if list(told) == sorted(told) and (not told or told[-1] <= end):
        return list(told)
    believed = _longest_run(told, end)
    current = min((told[place] for place in believed), default=end)
    found = []
    for place, one in enumerate(told):
        current = one if place in believed else current
        found.append(current)
    return found


def _longest_run(told: Sequence[date], end: date) -> set[int]:
    """Places of the longest run that never falls and stays at or before ``end``."""
    tails: list[date] = []  # patience sorting: the smallest last day of a run of each length, and where it stands
    places: list[int] = []
    before: dict[int, int | None] = {}
    for place, one in enumerate(told):
        if one > end:
            continue
        at = bisect_right(tails, one)
        before[place] = places[at - 1] if at else None
        tails[at:at + 1] = [one]
        places[at:at + 1] = [place]
    run: set[int] = set()
    step = places[-1] if places else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run


def first_tries(answers: Iterable[Answer], today: date | None = None) -> list[tuple[date, Answer]]:
    """(day, answer) of the first answer to each question on each day; what follows on that day came after the
    solution was shown and says nothing about memory. A record that is no whole answer is passed by."""
    usable = [(told, one) for one in answers if isinstance(one.get("question"), str)
              and isinstance(one.get("points"), (int, float)) and (told := _day(one)) is not None]
    found: dict[tuple[str, date], tuple[date, Answer]] = {}
    for when, (_, one) in zip(days([told for told, _ in usable], today), usable, strict=True):
        found.setdefault((one["question"], when), (when, one))
    return list(found.values())


def _day(answer: Answer) -> date | None:
    try:
        return date.fromisoformat(journal.day(answer))
    except (KeyError, ValueError):
        return None
