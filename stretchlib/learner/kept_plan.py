"""A plan as the journal keeps it: plain JSON. Older journals hold it as a code, which is read and no longer written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ..cases import case_ids, load_case
from ..core.errors import StretchlibError
from ..exercises.pacing import LEVELS
from ..exercises.programme import Programme
from ..exercises.programme_rules import DAYS, Item
from ..tables import catalogue
from ..tables.rows.exercises import Exercise

#: A code is groups of five signs, each of five bits; the fifth of a group only checked its typing from paper.
_SIGNS, _DATA_SIGNS, _VERSION = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 4, 1
_ITEM_BITS = {"exercise": 7, "level": 2, "side": 2, "sets": 4, "reps": 6, "hold_s": 7, "days": 7}
_SIDES = (None, "right", "left")


def plan_record(programme: Programme) -> dict[str, Any]:
    """The programme in plain JSON values: its ``case``, empty without one, and its ``items``."""
    return {"case": programme.case, "items": [{**asdict(item), "days": list(item.days)} for item in programme.items]}


def read_plan(value: Any) -> Programme:
    """The programme that :func:`plan_record` or an older journal wrote.

    Raises :class:`StretchlibError` for what is no plan, for an exercise or case that this course does not have, and
    for a plan that breaks its rules by now.
    """
    try:
        plan: Mapping[str, Any] = _of_code(value) if isinstance(value, str) else value
        return Programme.of([Item(**{**item, "days": tuple(item["days"])}) for item in plan["items"]], plan["case"])
    except StretchlibError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError):
        raise StretchlibError("The record holds no plan of this course; choose a programme and call "
                              "sl.practice_log.follow(programme).") from None


def _of_code(code: str) -> dict[str, Any]:
    """The plan of a code. Raises :class:`LookupError` or :class:`ValueError` for what is none of this course."""
    bits = "".join(format(_SIGNS.index(sign), "05b") for group in code.split("-") for sign in group[:_DATA_SIGNS])

    def take(width: int) -> int:
        nonlocal bits
        number, bits = int(bits[:width], 2), bits[width:]
        return number

    version, case, count = take(2), take(6), take(3)
    if version != _VERSION:
        raise ValueError(version)
    exercises = {int(exercise.code[1:]): exercise.id for exercise in catalogue.rows(Exercise)}
    items = []
    for _ in range(count):
        numbers = {name: take(width) for name, width in _ITEM_BITS.items()}
        items.append({"exercise": exercises[numbers["exercise"]], "level": LEVELS[numbers["level"]],
                      "side": _SIDES[numbers["side"]], "sets": numbers["sets"] or None, "reps": numbers["reps"] or None,
                      "hold_s": numbers["hold_s"] - 1 if numbers["hold_s"] else None,  # 0 stands for none
                      "days": [day for day in DAYS if numbers["days"] >> (day - 1) & 1]})
    cases = {0: "", **{load_case(name).number: name for name in case_ids()}}
    return {"case": cases[case], "items": items}
