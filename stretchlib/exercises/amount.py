"""What a dose says beside sets, repetitions and hold: load, effort, tempo, contract-relax, sides, times a day.

Each is a cell of ``exercises.csv``; an empty cell is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..tables.phrases import say, term, written
from ..tables.rows.exercises import Exercise
from .session import Session, lasting


def amounts(row: Exercise, session: Session | None = None) -> Iterator[tuple[str, str]]:
    """(key, text) of each part that the row fills in; the key is the end of a phrase ``amount.`` of ``words.csv``.

    ``session`` is a practice of that exercise; where it names the side that gets more, its repetitions tell so already.
    """
    if load := load_text(row):
        yield "load", load
    if effort := effort_text(row):
        yield "effort", effort
    if row.contract_s is not None:
        yield "contract", say("amount.contract_text", contract=row.contract_s, relax=row.relax_s or 0,
                              times=times_text(row.contract_times or 1))
    if row.extra_reps is not None and not (session and session.extra_side):
        yield "sides", say("amount.sides_text" if row.extra_reps > 1 else "amount.sides_text_one", extra=row.extra_reps)
    if row.times_per_day_max is not None:
        low, high = row.times_per_day_min or 1, row.times_per_day_max
        yield "times", times_text(high) if low == high else say("amount.times_range", low=low, high=high)


def load_text(row: Exercise) -> str:
    """The load in words and in kilograms, as far as it is given."""
    kilograms = range_text(row.load_min_kg, row.load_max_kg)
    return ", ".join(filter(None, (row.load, f"{kilograms} kg" if kilograms else "")))


def effort_text(row: Exercise) -> str:
    """The effort as a rating from 0 to 10, as repetitions one could still do, or both."""
    rating = range_text(row.rpe_min, row.rpe_max)
    left = range_text(row.reps_left_min, row.reps_left_max)
    return "; ".join(filter(None, (say("amount.rating", rating=rating) if rating else "",
                                   say("amount.reps_left", left=left) if left else "")))


def tempo_text(session: Session) -> str:
    """How fast a repetition of a practice goes: the phases of the first, and the pause after it where there is one."""
    work = [phase for phase in session.phases if (phase.set, phase.rep) == (1, 1)]
    phases = [phase for phase in work if phase.side == work[0].side]
    pauses = [phase for phase in session.phases if phase.kind == "pause"]
    return ", ".join(f"{term('kind', phase.name)} {lasting(phase.duration_s)}" for phase in (*phases, *pauses[:1]))


def times_text(count: int) -> str:
    """A count as text, such as once or 3 times."""
    return say("amount.once") if count == 1 else say("amount.times_count", count=count)


def range_text(low: float | None, high: float | None) -> str:
    """A range as text, such as "2 to 4"; one number where both ends are the same, nothing where both are empty.

    Where one end alone is given it is that number.
    """
    ends = [end for end in (low, high) if end is not None]
    if not ends:
        return ""
    return written(ends[0]) if ends[0] == ends[-1] else say("dose.range", low=written(ends[0]), high=written(ends[-1]))
