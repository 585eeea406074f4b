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
    usable = [(told, one) for one in answers if isinstance(one.get("question"), str)
              and isinstance(one.get("points"), (int, float)) and (told := _day(one)) is not None
              and told - (today or date.today()) <= timedelta(days=1)]
    days: list[date | None] = [told if told >= FIRST_DAY else None for told, _ in usable]
    origins = [str(one.get("origin") or "") for _, one in usable]
    # Answers of no journal are a list in the order of answering.
    numbers = [one.get("n") if origin else place for place, ((_, one), origin) in enumerate(
        zip(usable, origins, strict=True))]
    instants = [instant(str(one["at"])) for _, one in usable]
    latest = today or max(filter(None, days), default=date.max)
    written, others = runs(instants, origins, numbers)
    for run in (*written, *([place] for place in others)):
        if any(days[place] for place in run):
            for place, right in zip(run, put_right([days[place] for place in run], latest), strict=True):
                days[place] = right
    order, _ = in_order(instants, origins, numbers)
    found: dict[tuple[str, date], tuple[date, Answer]] = {}
    for place in order:
        answer, day = usable[place][1], days[place]
        if day is not None:
            found.setdefault((answer["question"], day), (day, answer))
    return sorted(found.values(), key=lambda item: item[0])  # east of another origin a day begins sooner


def _day(answer: Answer) -> date | None:
    try:
        return date.fromisoformat(journal.day(answer))
    except (KeyError, ValueError):
        return None
