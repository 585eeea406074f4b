"""A week that is being planned, rule-breaking included: what stands in it, what changes it, what it breaks.

Each change is a setting in the journal, so nothing that was chosen is lost; :mod:`.practice_log` follows a week once
it keeps to the rules and the learner says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..cases import Case, load_case
from ..core.errors import StretchlibError, one_of
from ..exercises.pacing import LEVELS, dose_value
from ..exercises.programme import Programme
from ..exercises.programme_rules import DAYS, Broken, Item, broken_rules, week_rules
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.exercises import Exercise
from ..tables.rows.exercises import Programme as ProgrammeRow
from . import journal

DOSE = ("sets", "reps", "hold_s")
MOST = 7  # exercises of one draft, as of a programme
_SIDES = ("right", "left")


@dataclass(frozen=True)
class DraftRow:
    """An exercise of the draft; ``days`` may still be empty. ``None`` of the dose stands for its low end."""

    exercise: str
    level: str = "base"
    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    side: str | None = None
    days: tuple[int, ...] = ()

    @property
    def item(self) -> Item:
        """The same as an item of a programme. Raises :class:`StretchlibError` without a day."""
        return Item(self.exercise, self.days, self.level, self.sets, self.reps, self.hold_s, self.side)


@dataclass(frozen=True)
class WeekDraft:
    """The week of a person: a case of the clinic by its id, or the learner, whose id is empty."""

    case: str = ""
    rows: tuple[DraftRow, ...] = ()

    @property
    def name(self) -> str:
        """The setting of the journal that keeps it."""
        return f"week of {self.case}" if self.case else "week"

    @property
    def value(self) -> dict[str, Any]:
        """The draft in plain JSON values."""
        return {"case": self.case, "items": [
            {"exercise": row.exercise, "level": row.level, "sets": row.sets, "reps": row.reps, "hold_s": row.hold_s,
             "side": row.side, "days": list(row.days)} for row in self.rows]}

    def add(self, exercise: Any) -> WeekDraft:
        """With this exercise at the low end of its dose, on the fewest of its days, spread over the week."""
        row = _exercise(exercise)
        if any(there.exercise == row.id for there in self.rows):
            return self
        if len(self.rows) == MOST:
            raise StretchlibError(say("week_form.full", most=MOST))
        side = "right" if row.sides == "affected" else None
        return replace(self, rows=(*self.rows, DraftRow(row.id, side=side, days=spread(row.days_per_week_min))))

    def remove(self, exercise: Any) -> WeekDraft:
        """Without this exercise."""
        return replace(self, rows=tuple(row for row in self.rows if row.exercise != exercise))

    def change(self, subject: Any) -> WeekDraft:
        """With one ``field`` of an ``exercise`` set to a ``value``. Raises :class:`StretchlibError` for another one."""
        if not isinstance(subject, dict):
            raise StretchlibError(say("form.malformed"))
        name = str(subject.get("field"))
        value: Any = subject.get("value")
        row = _exercise(subject.get("exercise"))
        if isinstance(value, bool) or not _fits(row, name, value):
            raise StretchlibError(say("form.malformed"))
        changes: dict[str, Any] = {name: tuple(sorted(value)) if name == "days" else value}
        return replace(self, rows=tuple(replace(there, **changes) if there.exercise == row.id else there
                                        for there in self.rows))

    def broken(self) -> tuple[Broken, ...]:
        """All that keeps this week from being a programme, rules of the whole week included."""
        person = person_of(self.case)
        idle = tuple(Broken("no day", row.exercise, say("week_form.no_day", exercise=_exercise(row.exercise).name), "")
                     for row in self.rows if not row.days)
        items = [row.item for row in self.rows if row.days]
        if not items:
            return idle
        broken = broken_rules(items, *((person.features, person.stop_rules) if person else ()))
        return (*idle, *dict.fromkeys((*broken, *week_rules(items))))

    def programme(self) -> Programme | None:
        """The week as a programme; ``None`` while it breaks a rule or is empty."""
        if not self.rows or self.broken():
            return None
        mine = Programme.of([row.item for row in self.rows], self.case)
        example = example_of(self.case).rows
        return Programme.for_case(self.case) if self.case and _filled(self.rows) == _filled(example) else mine


def kept_draft(case: str) -> WeekDraft:
    """The newest draft of a person in the journal; else the example week of the case, which the learner has none of."""
    return next(iter(_newest_first(case)), example_of(case))


def last_programme(case: str) -> Programme:
    """The newest draft of a person that kept to the rules, else the example week of the case, or of the course."""
    weeks = (draft.programme() for draft in _newest_first(case))
    return next((week for week in weeks if week), None) or Programme.for_case(case or people()[0])


def example_of(case: str) -> WeekDraft:
    """The example week of a case as a draft; empty for the learner."""
    if not case:
        return WeekDraft()
    return WeekDraft(case, tuple(DraftRow(item.exercise, item.level, item.sets, item.reps, item.hold_s, item.side,
                                          item.days) for item in Programme.for_case(case).items))


def people() -> tuple[str, ...]:
    """The cases that a week can be planned for, that of the reader of the article first."""
    cases = [row.case for row in catalogue.rows(ProgrammeRow) if row.case]
    return tuple(sorted(cases, key=lambda case: (case != "reader_of_the_article", cases.index(case))))


def person_of(case: str) -> Case | None:
    """The case, where one is meant. Raises :class:`StretchlibError` for one that has no example week."""
    if not case:
        return None
    one_of(case, people(), "person to plan a week for")
    return load_case(case)


def spread(count: int) -> tuple[int, ...]:
    """So many days of the week (1 to 7), as far from each other as they can be; five or more in a row."""
    if count >= 5:
        return tuple(range(1, count + 1))
    return tuple(1 + 2 * number if count == 3 else 1 + 7 * number // count for number in range(count))


def _fits(row: Exercise, name: str, value: Any) -> bool:
    """Whether a field of this exercise can hold the value. Raises :class:`StretchlibError` for a dose outside its range
    in the words of the rules."""
    if name in DOSE:
        return value is not None and value == dose_value(row, name, value)
    if name == "days":
        return isinstance(value, list) and set(value) <= set(DAYS)
    if name == "side":
        named = value in _SIDES and (row.sides == "affected" or bool(row.extra_reps))
        return named or (value is None and row.sides != "affected")
    return name == "level" and value in LEVELS


def _filled(rows: tuple[DraftRow, ...]) -> list[Item]:
    return [row.item.filled() for row in rows]


def _exercise(exercise: Any) -> Exercise:
    if not isinstance(exercise, str):
        raise StretchlibError(say("form.malformed"))
    return catalogue.row(Exercise, exercise)


def _newest_first(case: str) -> Iterator[WeekDraft]:
    """The drafts of a person in the journal, as far as this edition of the course knows what stands in them."""
    name = WeekDraft(case).name
    try:
        settings = [record for record in journal.current().records("setting") if record.get("name") == name]
    except (StretchlibError, OSError):
        return  # the first change will be told why
    for setting in reversed(settings):
        draft = _read(case, setting.get("value"))
        if draft is not None:
            yield draft


def _read(case: str, value: Any) -> WeekDraft | None:
    draft = WeekDraft(case)
    try:
        for item in value["items"]:
            draft = draft.add(item["exercise"])
            for name in ("level", *DOSE, "side", "days"):
                if item[name] is not None:
                    draft = draft.change({"exercise": item["exercise"], "field": name, "value": item[name]})
    except (StretchlibError, LookupError, TypeError):
        return None
    return draft
