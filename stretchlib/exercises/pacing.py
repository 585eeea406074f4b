"""From a row of ``exercises`` to the phases of one practice, laid end to end in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.errors import StretchlibError, one_of
from ..tables import catalogue, phrases
from ..tables.phrases import say, written

SIDES = ("right", "left", "both", "none")
KINDS = ("get ready", "lift", "hold", "lower", "release", "change side", "rest", "walk", "done")
WORK = ("lift", "hold", "lower", "release", "walk")  # the kinds that are the exercise itself


@dataclass(frozen=True)
class Phase:
    """One stretch of time in a practice: ``start_s <= t < end_s`` (``done`` has no length).

    ``side`` is the patient's own: right, left, both, or none. ``set`` and ``rep`` count from 1; 0 where a
    phase belongs to none.
    """

    kind: str
    side: str
    set: int
    rep: int
    start_s: float
    end_s: float
    cue: str
    name: str  # what it is called: its kind, or how the exercise moves ("squeeze"); the end of a key of words.csv

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


LEVELS = ("easier", "base", "harder")


def level_row(row: Mapping[str, Any], level: str) -> Mapping[str, Any]:
    """The row of ``exercise_levels`` for an exercise's row and a level.

    An exercise that has just been added needs no level rows: its base level is then its start position.
    Raises :class:`StretchlibError` for an unknown level and for one the exercise does not have.
    """
    one_of(level, LEVELS, "level")
    found = {str(one["level"]): one for one in catalogue.rows("exercise_levels") if one["exercise"] == row["id"]}
    if level in found:
        return found[level]
    if level != "base":
        raise StretchlibError(f"{row['name']} has no level {level!r} yet; use level=\"base\", or add a row to "
                              "exercise_levels.csv.")
    start = row["start_position"]
    return {"title": say("session.base_level"), "description": start, "posture": start}


def dose_value(row: Mapping[str, Any], name: str, value: float | None) -> float | None:
    """The asked value of the dose, or its low end; refused outside the range of the table.

    What is said of a refused one is read in a broken rule of a programme as well, so it is in the language that is set.
    """
    stem, unit = (name[:-2], "_s") if name.endswith("_s") else (name, "")
    low, high = row[f"{stem}_min{unit}"], row[f"{stem}_max{unit}"]
    if value is None:
        return float(low) if low is not None else None
    if low is None:
        raise StretchlibError(say("broken.dose_none", exercise=row["name"], part=name))
    if not (isinstance(value, (int, float)) and low <= value <= high) or (not unit and value != int(value)):
        span = written(low) if low == high else say("dose.range", low=f"{low:g}", high=f"{high:g}")
        raise StretchlibError(say("broken.dose_outside", exercise=row["name"], part=name, allowed=span,
                                  value=repr(value)))
    return float(value)


def side_order(row: Mapping[str, Any], side: str | None) -> tuple[str, ...]:
    """The sides in the order they are done, the patient's own; asks where it is the affected side only."""
    if row["sides"] == "affected":
        if side not in ("right", "left"):
            raise StretchlibError(f"{row['name']} is done on the affected side: add side=\"right\" or side=\"left\".")
        return (side,)
    if side is not None:
        raise StretchlibError(f"{row['name']} is not done on one side only; leave side out.")
    return {"together": ("both",), "none": ("none",)}.get(str(row["sides"]), ("right", "left"))


def phase_names(level: Mapping[str, Any]) -> dict[str, str]:
    """What each kind of phase is called at a level, a row of ``exercise_levels``.

    The way into a movement and the way back are called as the exercise moves (columns ``lift_word``, ``lower_word``):
    who squeezes a ball lifts nothing. All other kinds, and a level that names no movement, keep the name of the kind.
    """
    moving = {"lift": level.get("lift_word"), "lower": level.get("lower_word")}
    return {kind: str(moving.get(kind) or kind) for kind in KINDS}


def _cues(exercise: str, level: str, names: Mapping[str, str]) -> dict[str, str]:
    """Cue by kind of phase: the level's own first step of that phase, else the plain word of its name in ``names``.

    The base steps are not lent to another level: they could name a position which that level does not have.
    """
    words = phrases.words()
    cues = {kind: words.get(f"phase.{name.replace(' ', '_')}", name) for kind, name in names.items()}
    seen = set()
    for step in catalogue.rows("exercise_steps"):
        if step["exercise"] == exercise and step["level"] == level and step["phase"] not in seen:
            seen.add(step["phase"])
            cues[str(step["phase"])] = str(step["cue"])
    return cues


def lay_out(row: Mapping[str, Any], level: str, *, sets: int, reps: int, hold_s: float,
            sides: tuple[str, ...]) -> tuple[Phase, ...]:
    """All phases of one practice, the last of them ``done``; they tile the time from 0 without gap or overlap."""
    names = phase_names(level_row(row, level))
    phases = _Phases(row, names, _cues(str(row["id"]), level, names), hold_s)
    if row["mode"] == "walk":
        phases.walk()
    else:
        phases.practice(sets, reps, sides)
    return phases.done()


class _Phases:
    """Lays phases end to end; the clock only ever moves by a phase's length, so gaps cannot arise."""

    def __init__(self, row: Mapping[str, Any], names: Mapping[str, str], cues: Mapping[str, str],
                 hold_s: float) -> None:
        self.row, self.names, self.cues, self.hold_s = row, names, cues, hold_s
        self.laid: list[Phase] = []
        self.now = 0.0

    def add(self, kind: str, seconds: float | None, side: str, set_number: int = 0, rep: int = 0) -> None:
        if seconds:
            self.laid.append(Phase(kind, side, set_number, rep, self.now, self.now + seconds, self.cues[kind],
                                   self.names[kind]))
            self.now += seconds

    def walk(self) -> None:
        self.add("get ready", self.row["ready_s"], "none")
        self.add("walk", self.row["walk_min_min"] * 60, "none", 1, 1)

    def practice(self, sets: int, reps: int, sides: tuple[str, ...]) -> None:
        row = self.row
        in_turn = row["sides"] == "alternating"
        for set_number in range(1, sets + 1):
            if set_number > 1:
                self.add("rest", row["rest_min_s"], "none", set_number)
            blocks = [sides] if in_turn else [(side,) for side in sides]
            for index, block in enumerate(blocks):
                self.add("change side", row["change_side_s"] if index else 0, block[0], set_number)
                self.add("get ready", row["ready_s"], block[0] if not in_turn else "both", set_number)
                for rep in range(1, reps + 1):
                    if rep > 1 and row["rest_between"] == "repetitions":
                        self.add("rest", row["rest_min_s"], block[0], set_number, rep)
                    for turn, side in enumerate(block):
                        self.add("change side", row["change_side_s"] if turn else 0, side, set_number, rep)
                        self.repetition(side, set_number, rep)

    def repetition(self, side: str, set_number: int, rep: int) -> None:
        for kind, seconds in (("lift", self.row["lift_s"]), ("hold", self.hold_s), ("lower", self.row["lower_s"]),
                              ("release", self.row["release_s"])):
            self.add(kind, seconds, side, set_number, rep)

    def done(self) -> tuple[Phase, ...]:
        self.laid.append(Phase("done", "none", 0, 0, self.now, self.now, self.cues["done"], "done"))
        return tuple(self.laid)
