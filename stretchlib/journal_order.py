"""In which order records were made: by instant, with a moved clock put right within one origin alone.

Records of one origin (a journal file, a page's store) were written one after the other, so a time that runs back
there tells of a clock that was moved. Between two origins nothing of the kind follows: a phone's records may be older
than those they are imported behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

Moment = TypeVar("Moment", date, float)


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


def is_ahead(day: str, today: date | None = None) -> bool:
    """Whether a calendar day such as ``2036-01-05`` is later than tomorrow."""
    here = today or date.today()
    try:
        return date.fromisoformat(day) - here > timedelta(days=1)
    except ValueError:
        return False


def put_right(moments: Sequence[Moment | None], latest: Moment) -> list[Moment]:
    """The moments of one origin in the order of writing, put right where its clock was moved: they never fall.

    The longest run that never falls, none after ``latest``, is believed; a moment outside of it, and one that is
    ``None``, counts as the believed one before it, or, at the beginning, as the first one believed.
    """
    whole: list[Moment] = [moment for moment in moments if moment is not None]
    if len(whole) == len(moments) and (not whole or whole[-1] <= latest) and whole == sorted(whole):
        return whole
    believed = _longest_run(moments, latest)
    current = min((moment for place, moment in enumerate(moments) if place in believed and moment is not None),
                  default=latest)
    right = []
    for place, moment in enumerate(moments):
        current = moment if place in believed and moment is not None else current
        right.append(current)
    return right


def _longest_run(moments: Sequence[Any], latest: Any) -> set[int]:
    """Places of the longest run that never falls and stays at or before ``latest``."""
    tails: list[Any] = []  # patience sorting: the smallest last moment of a run of each length, and where it stands
    places: list[int] = []
    before: dict[int, int | None] = {}
    for place, moment in enumerate(moments):
        if moment is None or moment > latest:
            continue
        length = bisect_right(tails, moment)
        before[place] = places[length - 1] if length else None
        tails[length:length + 1] = [moment]
        places[length:length + 1] = [place]
    run: set[int] = set()
    step = places[-1] if places else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run


def by_origin(origins: Sequence[Hashable]) -> list[list[int]]:
    """The places of each origin's records in the order of writing; origins in the order of their names."""
    places: dict[Hashable, list[int]] = {}
    for place, origin in enumerate(origins):
        places.setdefault(origin, []).append(place)
    return [places[origin] for origin in sorted(places, key=str)]


def in_order(instants: Sequence[float | None], origins: Sequence[Hashable]) -> tuple[list[int], list[float]]:
    """(places in the order of making, the instant by which each place is ordered).

    Ties go by origin, then by place. ``instants`` are seconds since 1970, as :func:`instant` reads them, in the
    order of writing.
    """
    latest, runs = end_of_tomorrow(), by_origin(origins)
    right = [0.0] * len(instants)
    for run in runs:
        for place, moment in zip(run, put_right([instants[place] for place in run], latest), strict=True):
            right[place] = moment
    order = [place for run in runs for place in run]
    order.sort(key=right.__getitem__)  # stable, and each origin's run is sorted already
    return order, right
