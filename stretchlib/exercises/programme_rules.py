"""What a week of practice has to keep to, from the tables: each broken rule with the row it stands in and its source.

Contraindications and stop rules are rows of ``exercise_cautions``, doses are ranges of ``exercises``, all else stands
in ``programme_rules``. Nothing here is advice for a person: the cases are invented.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..core.errors import StretchlibError
from ..core.text import begun
from ..evidence.references import cited
from ..tables import catalogue
from ..tables.phrases import say, term, written
from ..tables.rows import ReviewedRow
from ..tables.rows.exercises import Exercise, ExerciseCaution, ProgrammeRule
from .pacing import dose_value, level_row, side_order
from .session import Session

DAYS = range(1, 8)


@dataclass(frozen=True)
class Item:
    """One exercise of a week: how much of it, and on which ``days`` (1 to 7; day 1 is the day on which it begins).

    What is left out of the dose is its low end, as in :meth:`Session.from_exercise`.
    """

    exercise: str
    days: tuple[int, ...]
    level: str = "base"
    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    side: str | None = None

    def __post_init__(self) -> None:
        given = self.days if isinstance(self.days, (tuple, list, range, set, frozenset)) else (self.days,)
        if not given or not all(type(day) is int and day in DAYS for day in given):
            raise StretchlibError(f"The days of an exercise are whole numbers from 1 to 7, such as (1, 3, 5), not "
                                  f"{self.days!r}; give at least one.")
        object.__setattr__(self, "days", tuple(sorted(set(given))))

    @property
    def session(self) -> Session:
        """One practice of it. Raises :class:`StretchlibError` outside the dose of the course."""
        return Session.from_exercise(self.exercise, self.level, sets=self.sets, reps=self.reps, hold_s=self.hold_s,
                                     side=self.side)

    @property
    def times_a_day(self) -> int:
        """Practices on each of its days: the fewest of the dose."""
        return catalogue.row(Exercise, self.exercise).times_per_day_min or 1

    def filled(self) -> Item:
        """The same with every number of its dose written out."""
        row = catalogue.row(Exercise, self.exercise)
        sets, reps, hold_s = (dose_value(row, part, getattr(self, part)) for part in ("sets", "reps", "hold_s"))
        return replace(self, sets=None if sets is None else int(sets), reps=None if reps is None else int(reps),
                       hold_s=hold_s)


@dataclass(frozen=True)
class Broken:
    """A rule that a week does not keep to: what kind of rule, what it says, and where that comes from.

    ``kind`` is the same in every language: contraindication, stop rule, dose or rule of the week.
    """

    kind: str
    exercise: str
    text: str
    source: str

    def __str__(self) -> str:
        return f"{begun(term('broken', self.kind))}: {self.text} [{self.source}]"


class RuleError(StretchlibError):
    """A week that breaks rules; ``broken`` holds each of them."""

    def __init__(self, broken: Sequence[Broken]) -> None:
        self.broken = tuple(broken)
        first, more = str(broken[0]), len(broken) - 1
        super().__init__(first if not more else say("broken.more_one", first=first) if more == 1 else
                         say("broken.more", first=first, more=more))


def broken_rules(items: Iterable[Item], features: Iterable[str] = (), stop_rules: Iterable[str] = ()) -> list[Broken]:
    """Every rule that these items break for a person with these features who has met these stop rules.

    ``features`` are ids of ``patient_features``, ``stop_rules`` ids of ``exercise_cautions``. Raises
    :class:`StretchlibError` for an exercise, level or side that there is not.
    """
    items, features, stop_rules = list(items), set(features), set(stop_rules)
    broken = [rule for item in items for rule in (*_person(item, features, stop_rules), *_dose(item))]
    if not broken:
        broken += _week(items)
    return broken


def week_rules(items: Sequence[Item]) -> list[Broken]:
    """The rules of the whole week that these items break; none can be told while a dose lies outside its range."""
    return list(_week(items)) if all(map(_fits, items)) else []


def cautions(items: Iterable[Item], features: Iterable[str]) -> list[ExerciseCaution]:
    """The cautions that concern a person with these features: mind them, the exercise may stay."""
    used, features = {item.exercise for item in items}, set(features)
    return [row for row in catalogue.rows(ExerciseCaution)
            if row.kind == "caution" and row.exercise in used and features & set(row.features)]


def _person(item: Item, features: set[str], stop_rules: set[str]) -> Iterator[Broken]:
    """The contraindications and stop rules of an item's exercise that hold for this person."""
    name = catalogue.row(Exercise, item.exercise).name
    for row in catalogue.rows(ExerciseCaution):
        if row.exercise != item.exercise:
            continue
        if row.kind == "contraindication" and features & set(row.features):
            yield Broken("contraindication", item.exercise, f"{name}: {row.text}", _source(row))
        if row.kind == "stop rule" and row.id in stop_rules:
            yield Broken("stop rule", item.exercise, say("broken.happened", exercise=name, text=row.text), _source(row))


def _fits(item: Item) -> bool:
    """Whether sets, repetitions and hold lie within the dose."""
    try:
        return bool(item.filled())
    except StretchlibError:
        return False


def _dose(item: Item) -> Iterator[Broken]:
    """What of an item's dose and days lies outside the ranges of its exercise."""
    row = catalogue.row(Exercise, item.exercise)
    level_row(row, item.level)
    side_order(row, item.side)
    try:
        item.filled()
    except StretchlibError as error:
        yield Broken("dose", item.exercise, str(error), _source(row))
    low, high = row.days_per_week_min, row.days_per_week_max
    if not low <= len(item.days) <= high:
        span = written(low) if low == high else say("dose.range", low=f"{low:g}", high=f"{high:g}")
        yield Broken("dose", item.exercise, say("broken.days", exercise=row.name, allowed=span, days=len(item.days)),
                     _source(row))


def _week(items: Sequence[Item]) -> Iterator[Broken]:
    """The rules of ``programme_rules`` that the items together do not keep to."""
    for rule in catalogue.rows(ProgrammeRule):
        for exercise, count in _quantities(rule, items):
            if not (rule.low or 0) <= count <= (math.inf if rule.high is None else rule.high):
                where = f"{catalogue.row(Exercise, exercise).name}: " if exercise else ""
                yield Broken("rule of the week", exercise,
                             say("broken.count", text=f"{where}{rule.text}", count=written(count)), _source(rule))


def _quantities(rule: ProgrammeRule, items: Sequence[Item]) -> Iterator[tuple[str, float]]:
    """What a rule limits, as (exercise, quantity): the exercise is empty where the quantity is one of the whole week.

    The quantity is a number of exercises, the minutes of the longest day, or the fewest days between two days of an
    exercise.
    """
    if rule.quantity == "exercises":
        yield "", len({item.exercise for item in items})
    elif rule.quantity == "minutes a day":
        length = {item: item.times_a_day * item.session.total_s for item in items}
        yield "", round(max(sum(length[item] for item in items if day in item.days) for day in DAYS) / 60, 1)
    else:
        for item in items:
            row = catalogue.row(Exercise, item.exercise)
            room = 2 * row.days_per_week_max <= len(DAYS)
            if room and rule.category in ("", row.category) and len(item.days) > 1:
                nights = [(after - before) % 7 for before, after in
                          zip(item.days, [*item.days[1:], item.days[0]], strict=True)]  # the week begins again
                yield item.exercise, min(nights) - 1


def _source(row: ReviewedRow) -> str:
    """The works that a row rests on, how sure they are and how they were checked."""
    works = "; ".join(map(cited, row.sources))
    checked, certainty = say(f"broken.checked.{row.checked}"), term("certainty", row.certainty)
    return say("broken.source", works=works, certainty=certainty, checked=checked) if works else \
        f"{certainty}; {checked}"
