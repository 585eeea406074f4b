"""From a row of ``exercises`` to the phases of one practice, laid end to end in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.errors import StretchlibError, one_of
from ..tables import catalogue, phrases
from ..tables.phrases import say, written
from ..tables.rows.base import REVIEW_COLUMNS
from ..tables.rows.exercises import Exercise, ExerciseLevel, ExerciseStep

SIDES = ("right", "left", "both", "none")
KINDS = ("get ready", "lift", "hold", "contract", "relax", "lower", "release", "pause", "change side", "rest", "walk",
         "done")
WORK = ("lift", "hold", "contract", "relax", "lower", "release", "walk")  # the kinds that are the exercise itself
HELD = ("hold", "contract", "relax", "walk")  # the kinds that count as time held


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


def level_row(exercise: Exercise, level: str) -> ExerciseLevel:
    """The row of ``exercise_levels`` for an exercise and a level.

    An exercise that has just been added needs no level rows: its base level is then its start position, reviewed as
    the exercise is. Raises :class:`StretchlibError` for an unknown level and for one the exercise does not have.
    """
    one_of(level, LEVELS, "level")
    for row in catalogue.rows(ExerciseLevel):
        if row.exercise == exercise.id and row.level == level:
            return row
    if level != "base":
        raise StretchlibError(f"{exercise.name} has no level {level!r} yet; use level=\"base\", or add a row to "
                              "exercise_levels.csv.")
    return ExerciseLevel(exercise=exercise.id, level=level, title=say("session.base_level"),
                         description=exercise.start_position, later="", equipment="",
                         posture=exercise.start_position, lift_word="", lower_word="",
                         translation_state=exercise.translation_state,
                         **{column: getattr(exercise, column) for column in REVIEW_COLUMNS})


def dose_value(exercise: Exercise, part: str, value: float | None) -> float | None:
    """The value asked for of a ``part`` of the dose (``sets``, ``reps`` or ``hold_s``), else the low end of its range.

    ``None`` where the exercise has no such part. Raises :class:`StretchlibError` for a value outside the range, in the
    language that is set: the sentence is read in a broken rule of a programme as well.
    """
    stem, unit = (part[:-2], "_s") if part.endswith("_s") else (part, "")
    low, high = (getattr(exercise, f"{stem}_{end}{unit}") for end in ("min", "max"))
    if value is None:
        return float(low) if low is not None else None
    if low is None:
        raise StretchlibError(say("broken.dose_none", exercise=exercise.name, part=part))
    if not (isinstance(value, (int, float)) and low <= value <= high) or (not unit and value != int(value)):
        span = written(low) if low == high else say("dose.range", low=f"{low:g}", high=f"{high:g}")
        raise StretchlibError(say("broken.dose_outside", exercise=exercise.name, part=part, allowed=span,
                                  value=repr(value)))
    return float(value)


def side_order(exercise: Exercise, side: str | None) -> tuple[str, ...]:
    """The sides in the order they are done, the patient's own.

    Raises :class:`StretchlibError` where ``side`` is missing of an exercise for the affected side, or given of one that
    has no side to name: neither is it done on one side only nor does one side get more repetitions.
    """
    if exercise.sides == "affected":
        if side not in ("right", "left"):
            raise StretchlibError(f"{exercise.name} is done on the affected side: add side=\"right\" or side=\"left\".")
        return (side,)
    if side is not None and exercise.extra_reps is None:
        raise StretchlibError(f"{exercise.name} is not done on one side only; leave side out.")
    if side not in (None, "right", "left"):
        raise StretchlibError(f"The side of {exercise.name} that gets more repetitions is right or left, not {side!r}.")
    return {"together": ("both",), "none": ("none",)}.get(exercise.sides, ("right", "left"))


def phase_names(level: ExerciseLevel) -> dict[str, str]:
    """What each kind of phase is called at a level.

    The way into a movement and the way back are called as the exercise moves (columns ``lift_word``, ``lower_word``):
    who squeezes a ball lifts nothing. All other kinds, and a level that names no movement, keep the name of the kind.
    """
    moving = {"lift": level.lift_word, "lower": level.lower_word}
    return {kind: moving.get(kind) or kind for kind in KINDS}


def _cues(exercise: str, level: str, names: Mapping[str, str]) -> dict[str, str]:
    """Cue by kind of phase: the level's own first step of that phase, else the plain word of its name in ``names``.

    The base steps are not lent to another level: they could name a position which that level does not have.
    """
    words = phrases.words()
    cues = {kind: words.get(f"phase.{name.replace(' ', '_')}", name) for kind, name in names.items()}
    steps = [step for step in catalogue.rows(ExerciseStep) if step.exercise == exercise and step.level == level]
    return cues | {step.phase: step.cue for step in reversed(steps)}


def hold_parts(exercise: Exercise, hold_s: float) -> tuple[tuple[str, float], ...]:
    """The phases of a hold of so many seconds, (kind, seconds) each: a plain hold, then the rounds of contract-relax.

    The rounds are part of the hold's time. Raises :class:`StretchlibError` where they take longer than the hold.
    """
    if exercise.contract_s is None:
        return (("hold", hold_s),)
    rounds = (("contract", float(exercise.contract_s)), ("relax", float(exercise.relax_s or 0))) \
        * (exercise.contract_times or 1)
    plain_s = hold_s - sum(seconds for _, seconds in rounds)
    if plain_s < 0:
        raise StretchlibError(f"exercises.csv, exercise {exercise.id!r}: the rounds of contract-relax take "
                              f"{hold_s - plain_s:g} s, more than a hold of {hold_s:g} s; make contract_s, relax_s or "
                              "contract_times smaller, or hold_min_s larger.")
    return (("hold", plain_s), *rounds)


def lay_out(exercise: Exercise, level: str, *, sets: int, reps: Mapping[str, int],
            hold_s: float) -> tuple[Phase, ...]:
    """All phases of one practice, the last of them ``done``; they tile the time from 0 without gap or overlap.

    ``reps`` holds the repetitions in a set of each side, in the order in which the sides are done.
    """
    names = phase_names(level_row(exercise, level))
    phases = _Phases(exercise, names, _cues(exercise.id, level, names), hold_s)
    if exercise.mode == "walk":
        phases.walk()
    else:
        phases.practice(sets, reps)
    return phases.done()


class _Phases:
    """Lays phases end to end; the clock only ever moves by a phase's length, so gaps cannot arise."""

    def __init__(self, exercise: Exercise, names: Mapping[str, str], cues: Mapping[str, str], hold_s: float) -> None:
        self.exercise, self.names, self.cues = exercise, names, cues
        self.held = hold_parts(exercise, hold_s) if exercise.mode != "walk" else ()
        self.laid: list[Phase] = []
        self.now = 0.0

    def add(self, kind: str, seconds: float | None, side: str, set_number: int = 0, rep: int = 0) -> None:
        if seconds:
            self.laid.append(Phase(kind, side, set_number, rep, self.now, self.now + seconds, self.cues[kind],
                                   self.names[kind]))
            self.now += seconds

    def walk(self) -> None:
        self.add("get ready", self.exercise.ready_s, "none")
        self.add("walk", (self.exercise.walk_min_min or 0) * 60, "none", 1, 1)

    def practice(self, sets: int, reps: Mapping[str, int]) -> None:
        exercise, sides = self.exercise, tuple(reps)
        in_turn = exercise.sides == "alternating"
        for set_number in range(1, sets + 1):
            if set_number > 1:
                self.add("rest", exercise.rest_min_s, "none", set_number)
            blocks = [sides] if in_turn else [(side,) for side in sides]
            for index, block in enumerate(blocks):
                self.add("change side", exercise.change_side_s if index else 0, block[0], set_number)
                self.add("get ready", exercise.ready_s, block[0] if not in_turn else "both", set_number)
                for rep in range(1, max(reps[side] for side in block) + 1):
                    turns = [side for side in block if rep <= reps[side]]  # the side that gets more ends alone
                    if rep > 1 and exercise.rest_between == "repetitions":
                        self.add("rest", exercise.rest_min_s, turns[0], set_number, rep)
                        self.add("get ready", exercise.ready_s, turns[0] if not in_turn else "both", set_number, rep)
                    elif rep > 1:
                        self.add("pause", exercise.pause_s, turns[0], set_number, rep)
                    for turn, side in enumerate(turns):
                        self.add("change side", exercise.change_side_s if turn else 0, side, set_number, rep)
                        self.repetition(side, set_number, rep)

    def repetition(self, side: str, set_number: int, rep: int) -> None:
        for kind, seconds in (("lift", self.exercise.lift_s), *self.held,
                              ("lower", self.exercise.lower_s), ("release", self.exercise.release_s)):
            self.add(kind, seconds, side, set_number, rep)

    def done(self) -> tuple[Phase, ...]:
        self.laid.append(Phase("done", "none", 0, 0, self.now, self.now, self.cues["done"], "done"))
        return tuple(self.laid)
