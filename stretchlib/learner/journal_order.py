"""In which order records were made: by instant, with a moved clock put right within one origin alone.

Records of one origin (a journal file, a page's store) were written one after the other, so a time that runs back
there tells of a clock that was moved. Between two origins nothing of the kind follows: a phone's records may be older
than those they are imported behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

Moment = TypeVar("Moment", date, float)
WAITED_S = 60.0  # of two notebooks that write at once one waits: its time is a little older than what stands before
FIRST_DAY = date(2020, 1, 1)  # the course is younger than that: an earlier record is of a clock that was not set
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC).timestamp()


def instant(text: str) -> float | None:
    """Seconds since 1970 of a time with its offset; ``None`` where the text is no such time."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def end_of_tomorrow() -> float:
    """The instant, in seconds since 1970, at which tomorrow ends here: no record is made later than that."""
    try:
        return datetime.combine(date.today() + timedelta(days=2), datetime.min.time()).timestamp()
    except (ValueError, OverflowError, OSError):  # a clock at the end of the calendar
        return float("inf")


def is_misdated(day: str, today: date | None = None) -> bool:
    """Whether no record can be of a calendar day such as ``2036-01-05``: later than tomorrow, or before 2020."""
    here = today or date.today()
    try:
        made = date.fromisoformat(day)
    except ValueError:
        return False
    return made < FIRST_DAY or made - here > timedelta(days=1)


def put_right(moments: Sequence[Moment | None], latest: Moment) -> list[Moment]:
    """The moments of one origin in the order of writing, put right where its clock was moved: they never fall.

    The longest run that never falls, none after ``latest``, is believed; a moment outside of it, and one that is
    ``None``, counts as the believed one before it, or, at the beginning, as the first one believed.
    """
    whole: list[Moment] = [moment for moment in moments if moment is not None]
    if len(whole) == len(moments) and (not whole or whole[-1] <= latest) and whole == sorted(whole):
        return whole
    believed = _longest_run(moments, latest)
    current = min((moment for index, moment in enumerate(moments) if index in believed and moment is not None),
                  default=latest)
    right = []
    for index, moment in enumerate(moments):
        current = moment if index in believed and moment is not None else current
        right.append(current)
    return right


def _longest_run(moments: Sequence[Any], latest: Any) -> set[int]:
    """Places of the longest run that never falls and stays at or before ``latest``."""
    tails: list[Any] = []  # patience sorting: the smallest last moment of a run of each length, and where it stands
    places: list[int] = []
    before: dict[int, int | None] = {}
    for index, moment in enumerate(moments):
        if moment is None or moment > latest:
            continue
        length = bisect_right(tails, moment)
        before[index] = places[length - 1] if length else None
        tails[length:length + 1] = [moment]
        places[length:length + 1] = [index]
    run: set[int] = set()
    step = places[-1] if places else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run


def runs(instants: Sequence[float | None], origins: Sequence[Hashable],
         numbers: Sequence[int | None]) -> tuple[list[list[int]], list[int]]:
    """(of each origin the places of its numbered records in the order of writing, the places of all others).

    The number that a record got when it was written says where it stands in its origin's run, whatever else has come
    into the file and when. The others go by their own instant: records of an edition that gave no numbers, and those of
    a journal that was copied and continued in both copies, from the first number that two of them have.
    """
    numbered: dict[Hashable, list[int]] = {}
    others: list[int] = []
    for index, (origin, number) in enumerate(zip(origins, numbers, strict=True)):
        if number is None:
            others.append(index)
        else:
            numbered.setdefault(origin, []).append(index)
    in_sequence = []
    for origin in sorted(numbered, key=str):
        run = numbered[origin]
        made = [(numbers[index] or 0, instants[index] or 0.0) for index in run]
        if any(second[0] <= first[0] for first, second in pairwise(made)):
            run = [run[index] for index in sorted(range(len(run)), key=made.__getitem__)]
            made.sort()
            twice = next((index for index, (first, second) in enumerate(pairwise(made))
                          if first[0] == second[0] and second[1] - first[1] > WAITED_S), len(run))
            run, copied = run[:twice], run[twice:]
            others += copied
        in_sequence.append(run)
    return in_sequence, others


def in_order(instants: Sequence[float | None], origins: Sequence[Hashable],
             numbers: Sequence[int | None]) -> tuple[list[int], list[float]]:
    """(places in the order of making, the instant by which each place is ordered).

    Ties go by origin, then by number, then by place. ``instants`` are seconds since 1970, as :func:`instant` reads
    them; ``numbers`` those of the records within their origins, see :func:`runs`.
    """
    latest = end_of_tomorrow()
    right = [latest if moment is None else moment for moment in instants]
    numbered, others = runs(instants, origins, numbers)
    for run in numbered:
        moments = [instants[index] for index in run]
        believed = [moment if moment is not None and moment >= _BEGINNING else None for moment in moments]
        for index, moment in zip(run, put_right(believed, latest), strict=True):
            right[index] = moment
    order = [*others, *(index for run in numbered for index in run)]
    names = {origin: str(origin) for origin in set(origins)}
    order.sort(key=lambda index: names[origins[index]])  # stable, as the next
    order.sort(key=right.__getitem__)
    return order, right
