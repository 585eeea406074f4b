"""A guided practice as time: an exercise becomes phases that follow one another without gap or overlap.

Times are in seconds from the start of the practice. A range of the dose starts at its low end; how fast a
movement is lifted and lowered is a course choice kept in the tables, not a finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..core.errors import StretchlibError
from ..core.numbers import finite
from ..tables import catalogue, reviews
from ..tables.phrases import say, term, written
from ..tables.rows.exercises import Exercise
from .pacing import HELD, SIDES, WORK, Phase, dose_value, lay_out, level_row, side_order


@dataclass(frozen=True)
class Session:
    """One guided practice of one exercise at one level; immutable. Build it with :meth:`from_exercise`."""

    exercise: str
    level: str
    title: str
    level_title: str
    posture: str
    sides: str
    sets: int
    reps: int
    phases: tuple[Phase, ...]
    review: str = reviews.NOT_REVIEWED
    extra_side: str = ""  # the side that gets more repetitions, the patient's own; empty: both get the same
    extra_reps: int = 0  # how many more in a set

    @classmethod
    def from_exercise(cls, exercise: str, level: str = "base", *, sets: int | None = None,
                      reps: int | None = None, hold_s: float | None = None, side: str | None = None) -> Session:
        """The practice of ``exercise`` at ``level`` (easier, base, harder).

        ``sets``, ``reps`` and ``hold_s`` (seconds) default to the low end of the dose and must lie within it;
        ``side`` (right or left) is asked for where an exercise is done on the affected side only; where the dose has
        repetitions more for one side it may name that side, else both get the same. Raises
        :class:`StretchlibError` for an unknown exercise or level and for a value outside the dose.
        """
        row = catalogue.row(Exercise, exercise)
        variant = level_row(row, level)
        asked = {"sets": sets, "reps": reps, "hold_s": hold_s}
        dose = {part: dose_value(row, part, value) for part, value in asked.items()}
        sets, reps = int(dose["sets"] or 1), int(dose["reps"] or 1)
        sides = side_order(row, side)
        more = row.extra_reps or 0 if side and row.sides != "affected" else 0
        phases = lay_out(row, level, sets=sets, reps={each: reps + more * (each == side) for each in sides},
                         hold_s=dose["hold_s"] or 0.0)
        return cls(exercise, level, row.name, variant.title, variant.posture, row.sides, sets, reps, phases,
                   reviews.review_state(row), side if side and more else "", more)

    @property
    def hold_s(self) -> float:
        """Seconds that a repetition is held, rounds of contract-relax included; 0 where nothing is held."""
        return sum(phase.duration_s for phase in self.phases if phase.kind in ("hold", "contract", "relax")
                   and (phase.set, phase.rep) == (1, 1) and phase.side == self._first_side)

    @property
    def _first_side(self) -> str:
        return next(phase.side for phase in self.phases if phase.kind in WORK)

    @property
    def total_s(self) -> float:
        """Length of the whole practice in seconds."""
        return self.phases[-1].end_s

    def at(self, seconds: float) -> Phase:
        """The phase at ``seconds`` from the start (0 or more); the end and all after it is ``done``."""
        if not (isinstance(seconds, (int, float)) and seconds >= 0 and math.isfinite(seconds)):
            raise StretchlibError(f"A time in a session is 0 seconds or more, not {seconds!r}; give a number.")
        return next((phase for phase in self.phases if seconds < phase.end_s), self.phases[-1])

    def as_dict(self) -> dict[str, Any]:
        """The session as plain JSON values, as the browser's timer takes it."""
        return {
            "exercise": self.exercise, "level": self.level, "title": self.title, "level_title": self.level_title,
            "posture": self.posture, "sides": self.sides, "sets": self.sets, "reps": self.reps,
            "total_s": self.total_s, "review": self.review,
            "phases": [{"kind": p.kind, "side": p.side, "set": p.set, "rep": p.rep, "start_s": p.start_s,
                        "end_s": p.end_s, "cue": p.cue, "name": p.name} for p in self.phases],
        }

    def record(self, done_s: Sequence[float], *, started_at: str, ended_at: str, status: str = "finished",
               mode: str = "practised") -> dict[str, Any]:
        """One practice as a row of the practice table.

        ``done_s``: seconds really gone through, one number per phase. A repetition counts where each of its
        working phases was gone through to within a second. Times are ISO 8601 with their offset.
        """
        if len(done_s) != len(self.phases):
            raise StretchlibError(f"A practice of {self.title} has {len(self.phases)} phases, not {len(done_s)}; "
                                  "pass one number of seconds for each.")
        done_s = [finite(seconds_done=seconds)[0] for seconds in done_s]
        planned: dict[tuple[str, int, int], bool] = {}
        for phase, seconds in zip(self.phases, done_s, strict=True):
            if phase.kind in WORK:
                key = (phase.side, phase.set, phase.rep)
                planned[key] = planned.get(key, True) and seconds >= phase.duration_s - 1
        held = {side: sum(_ms(min(s, p.duration_s)) for p, s in zip(self.phases, done_s, strict=True)
                          if p.kind in HELD and p.side == side) for side in SIDES}
        return {
            "exercise": self.exercise, "level": self.level, "started_at": started_at, "ended_at": ended_at,
            "status": status, "mode": mode, "reps_planned": len(planned), "reps_done": sum(planned.values()),
            "hold_right_s": round(held["right"] / 1000), "hold_left_s": round(held["left"] / 1000),
            "hold_both_s": round((held["both"] + held["none"]) / 1000),
            "planned_s": round(self.total_s), "done_s": round(sum(map(_ms, done_s)) / 1000),
        }

    def rehearse(self, until_s: float | None = None, started_at: str = "2026-01-05T09:00:00+00:00") -> dict[str, Any]:
        """The row that a practice followed to ``until_s`` (default: to its end) would leave; nobody practised.

        Raises :class:`StretchlibError` for a time after the end: such a practice would not have been ended early.
        """
        end = self.total_s if until_s is None else until_s
        if not (isinstance(end, (int, float)) and 0 <= end <= self.total_s):
            raise StretchlibError(f"A practice of {self.title} lasts {self.total_s:g} seconds and cannot be followed "
                                  f"to {until_s!r}; give 0 to {self.total_s:g}.")
        done = [max(0.0, min(end, phase.end_s) - phase.start_s) for phase in self.phases]
        ended_at = (datetime.fromisoformat(started_at) + timedelta(seconds=end)).isoformat()
        return self.record(done, started_at=started_at, ended_at=ended_at,
                           status="finished" if end >= self.total_s else "broken off")

    def describe(self) -> list[str]:
        """The session in plain sentences, one a run of like phases."""
        lines = [say("session.total", title=self.title, level=self.level_title, clock=clock(self.total_s))]
        for phases in self._runs():
            lines.append(_describe_run(phases))
        return lines

    def _runs(self) -> Iterator[list[Phase]]:
        run: list[Phase] = []
        for phase in self.phases:
            same = run and phase.kind in WORK and run[-1].kind in WORK and (
                phase.set == run[-1].set and (phase.side == run[-1].side or self.sides == "alternating"))
            if run and not same:
                yield run
                run = []
            run.append(phase)
        yield run

    def __repr__(self) -> str:
        return "\n".join(self.describe())


def clock(seconds: float) -> str:
    """Seconds as ``m:ss``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def lasting(seconds: float) -> str:
    """A length with its unit: in seconds, and from more than two minutes on as ``m:ss``."""
    return f"{clock(seconds)} min" if seconds > 120 else f"{written(seconds)} s"


def _ms(seconds: float) -> int:
    """Whole milliseconds: added up they are the same in every Python, and in the page."""
    return round(1000 * seconds)


def _describe_run(run: list[Phase]) -> str:
    first, start = run[0], clock(run[0].start_s)
    sides = {phase.side for phase in run}
    where = "" if first.side == "none" else say(f"session.{first.side}")
    if len(sides) > 1:
        where = say("session.in_turn")
    if first.kind == "done":
        return say("session.end", start=start)
    if first.kind not in WORK:
        key = "session.wait_nowhere" if not where else \
            "session.change" if first.kind == "change side" else "session.wait"
        return say(key, start=start, kind=term("kind", first.kind), where=where, seconds=written(first.duration_s))
    reps: dict[tuple[int, str], list[Phase]] = {}
    for phase in run:
        reps.setdefault((phase.rep, phase.side), []).append(phase)
    steps = ", ".join(f"{term('kind', phase.name)} {lasting(phase.duration_s)}"
                      for phase in next(iter(reps.values())))
    if first.kind == "walk":
        return say("session.walk", start=start, minutes=written(first.duration_s / 60))
    numbers = sorted({rep for rep, _ in reps})
    count = say("session.repetition", number=numbers[0]) if len(numbers) == 1 else \
        say("session.repetitions", first=numbers[0], last=numbers[-1])
    return say("session.work", start=start, where=where, set=first.set, count=count, steps=steps)
