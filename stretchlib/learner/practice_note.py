"""A practice without the timer, as the learner tells it: the same record as a timer writes, with what was not measured
left out, and one that was told by mistake taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeGuard

from ..core.errors import StretchlibError
from ..core.numbers import finite
from ..exercises.programme import Programme
from ..exercises.session import Session
from ..tables.phrases import say
from . import journal
from .kept_plan import read_plan
from .practice_log import kept_practices

BY_HAND = "by hand"  # what such a record says in ``entered``
LONGEST_MIN, EARLIEST_DAYS = 180, 366
_MOST_PLANNED = {"reps_planned": 999, "planned_s": 60 * LONGEST_MIN}  # far above every dose of the course


def planned_session(programme: Programme | None, exercise: str, level: str, side: str | None = None) -> Session:
    """The practice with the dose of the learner's programme, else with the low end of the course's dose."""
    for item in programme.items if programme else ():
        if (item.exercise, item.level) == (exercise, level) and side in (None, item.side):
            return item.session
    return Session.from_exercise(exercise, level, side=side)


def followed() -> Programme | None:
    """The programme that the learner follows now; ``None`` where there is none that this course knows."""
    try:
        return read_plan(journal.current().setting("programme"))
    except (StretchlibError, OSError):
        return None


def practice_record(subject: Any) -> dict[str, Any]:
    """The record of what was told: ``exercise``, ``level``, ``side``, ``day``, ``reps``, ``minutes``, and how much the
    page said was planned (``reps_planned``, ``planned_s``): the programme may have become another since.

    Raises :class:`StretchlibError` in a sentence for what cannot have been: a day to come, more repetitions than
    planned, a length of nothing.
    """
    if not isinstance(subject, Mapping) or not isinstance(subject.get("exercise"), str):
        raise StretchlibError(say("form.malformed"))
    session = planned_session(None, subject["exercise"], str(subject.get("level")), subject.get("side") or None)
    day = _day(subject.get("day"))
    reps_planned, planned_s = (_planned(subject.get(name), most) for name, most in _MOST_PLANNED.items())
    reps, minutes = subject.get("reps"), subject.get("minutes")
    if not _is_whole(reps) or not 0 <= reps <= reps_planned:
        raise StretchlibError(say("practice_form.reps_wrong", most=reps_planned))
    if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or not 0 < minutes <= LONGEST_MIN:
        raise StretchlibError(say("practice_form.minutes_wrong", most=LONGEST_MIN))
    done_s = round(60 * finite(minutes=minutes)[0])
    # The hour was not asked: noon there and then, so that the day is the one that was told wherever it is read.
    begun = datetime.fromisoformat(f"{day}T12:00:00").astimezone()
    return {"exercise": session.exercise, "level": session.level, "started_at": begun.isoformat(timespec="seconds"),
            "ended_at": (begun + timedelta(seconds=done_s)).isoformat(timespec="seconds"),
            "status": "finished" if reps == reps_planned else "broken off", "mode": "practised",
            "reps_planned": reps_planned, "reps_done": reps, "planned_s": planned_s,
            "done_s": done_s, "entered": BY_HAND}


def _is_whole(number: Any) -> TypeGuard[int]:
    return isinstance(number, int) and not isinstance(number, bool)


def _planned(number: Any, most: int) -> int:
    if not _is_whole(number) or not 0 < number <= most:
        raise StretchlibError(say("form.malformed"))
    return number


def _day(text: Any) -> date:
    today = date.fromisoformat(journal.now()[:10])
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        raise StretchlibError(say("practice_form.day_wrong")) from None
    if not timedelta() <= today - day <= timedelta(days=EARLIEST_DAYS):
        raise StretchlibError(say("practice_form.day_wrong"))
    return day


def entered_by_hand() -> list[dict[str, Any]]:
    """The practices of the journal that were told so and not taken back, the newest first."""
    try:
        practices = kept_practices(journal.current())
    except (StretchlibError, OSError):
        return []
    return [practice for practice in reversed(practices) if practice.get("entered") == BY_HAND]
