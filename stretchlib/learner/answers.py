"""Which answers of a journal say something about memory, and on which day they were given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from . import journal
from .journal_order import FIRST_DAY, in_order, instant, put_right, runs

Answer = Mapping[str, Any]


def first_tries(answers: Iterable[Answer], today: date | None = None) -> list[tuple[date, Answer]]:
    """(day, answer) of the first answer to each question on each day, by day; what follows on that day came after the
    solution was shown and says nothing about memory.

    A record that is no whole answer is passed by, and so is one that is dated later than the day after ``today`` and
    one dated before 2020 that no other of its origin puts right. Of one origin the days never run back: where its clock
    was moved, an answer counts on the day of the believed one before it (:func:`put_right`),
    and none after ``today``.
    """
    usable = [(dated, answer) for answer in answers if isinstance(answer.get("question"), str)
              and isinstance(answer.get("points"), (int, float)) and (dated := _day(answer)) is not None
              and dated - (today or date.today()) <= timedelta(days=1)]
    days: list[date | None] = [dated if dated >= FIRST_DAY else None for dated, _ in usable]
    origins = [str(answer.get("origin") or "") for _, answer in usable]
    # Answers of no journal are a list in the order of answering.
    numbers = [answer.get("n") if origin else index for index, ((_, answer), origin) in enumerate(
        zip(usable, origins, strict=True))]
    instants = [instant(str(answer["at"])) for _, answer in usable]
    latest = today or max(filter(None, days), default=date.max)
    written, others = runs(instants, origins, numbers)
    for run in (*written, *([index] for index in others)):
        if any(days[index] for index in run):
            for index, right in zip(run, put_right([days[index] for index in run], latest), strict=True):
                days[index] = right
    order, _ = in_order(instants, origins, numbers)
    first: dict[tuple[str, date], tuple[date, Answer]] = {}
    for index in order:
        answer, day = usable[index][1], days[index]
        if day is not None:
            first.setdefault((answer["question"], day), (day, answer))
    return sorted(first.values(), key=lambda item: item[0])  # east of another origin a day begins sooner


def _day(answer: Answer) -> date | None:
    try:
        return date.fromisoformat(journal.day(answer))
    except (KeyError, ValueError):
        return None
