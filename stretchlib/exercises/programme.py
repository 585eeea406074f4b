"""A week of guided practices, chosen for a case under the rules of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..cases import Case, load_case
from ..core.document import Block, Heading, List
from ..core.errors import StretchlibError
from ..tables import catalogue
from ..tables.phrases import say, written
from ..tables.rows.exercises import Exercise, ProgrammeItem
from ..tables.rows.exercises import Programme as ProgrammeRow
from ..tables.shows_document import ShowsDocument
from .programme_rules import DAYS, Broken, Item, RuleError, broken_rules, cautions
from .session import Session, clock

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Broken", "Item", "Programme", "RuleError", "broken_rules"]
_MOST = 7  # exercises of one week


@dataclass(frozen=True, repr=False)
class Programme(ShowsDocument):
    """A week of practice; immutable. Build it with :meth:`for_case`, :meth:`of` or :meth:`from_rows`: each
    keeps to the rules. ``case`` is the id of the invented person it is for, or empty."""

    items: tuple[Item, ...]
    case: str = ""
    note: str = field(default="", compare=False)  # why an example week is as it is

    @classmethod
    def of(cls, items: Iterable[Item], case: str = "") -> Programme:
        """A week of these items, for a case where one is named.

        Raises :class:`RuleError` with each broken rule and its source, :class:`StretchlibError` for an unknown
        exercise, level, side or case and for an exercise that stands twice.
        """
        person = _person(case)
        chosen = tuple(items)
        if not 1 <= len(chosen) <= _MOST:
            raise StretchlibError(f"A programme has 1 to {_MOST} exercises, not {len(chosen)}; choose again.")
        twice = [name for name, count in Counter(item.exercise for item in chosen).items() if count > 1]
        if twice:
            raise StretchlibError(f"{catalogue.row(Exercise, twice[0]).name} stands twice in this programme; "
                                  "give all of its days to one.")
        broken = broken_rules(chosen, *((person.features, person.stop_rules) if person else ()))
        if broken:
            raise RuleError(broken)
        return cls(tuple(item.filled() for item in chosen), case)

    @classmethod
    def for_case(cls, case_id: str, items: Iterable[Item] | None = None) -> Programme:
        """A week for a case of the clinic: the items you chose, or the example week of the tables.

        Raises as :meth:`of` does, and for a case that has no example week.
        """
        person = _person(case_id)
        if items is not None:
            return cls.of(items, case_id)
        weeks = [week for week in catalogue.rows(ProgrammeRow) if week.case == case_id]
        if not weeks:
            raise StretchlibError(f"There is no example week for the case {person.title if person else case_id!r}; "
                                  "choose items of your own.")
        return cls.from_rows(weeks[0].id)

    @classmethod
    def from_rows(cls, programme: str) -> Programme:
        """An example week by its id in ``programmes.csv``. Raises as :meth:`of` does."""
        week = catalogue.row(ProgrammeRow, programme)
        items = sorted((row for row in catalogue.rows(ProgrammeItem) if row.programme == programme),
                       key=lambda row: row.item)
        return replace(cls.of(map(_item_of_row, items), week.case), note=week.note)

    @property
    def title(self) -> str:
        """What it is called, and that its person is invented."""
        return say("programme.title_case", title=load_case(self.case).title) if self.case else say("programme.title")

    @property
    def sessions(self) -> tuple[Session, ...]:
        """One guided practice for each item, in their order; ``sl.timer(programme.sessions[0])`` leads through it."""
        return tuple(item.session for item in self.items)

    @property
    def week(self) -> tuple[tuple[Session, ...], ...]:
        """The practices of each of the seven days; a day of rest has none."""
        pairs = tuple(zip(self.items, self.sessions, strict=True))
        return tuple(tuple(session for item, session in pairs if day in item.days) for day in DAYS)

    @property
    def minutes_per_day(self) -> tuple[float, ...]:
        """How long the practices of each day take together, in minutes, rests included."""
        return tuple(round(seconds / 60, 1) for seconds in self._seconds_per_day())

    @property
    def total(self) -> float:
        """How long the practices of the week take together, in minutes."""
        return round(sum(self._seconds_per_day()) / 60, 1)

    def _seconds_per_day(self) -> list[float]:
        pairs = tuple(zip(self.items, self.sessions, strict=True))
        return [sum(item.times_a_day * session.total_s for item, session in pairs if day in item.days) for day in DAYS]

    @property
    def review(self) -> str:
        """Whether a clinician has signed the exercises of the week."""
        states = {session.review for session in self.sessions}
        return states.pop() if len(states) == 1 else say("review.part")

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to mind with these exercises for this person, a sentence each."""
        person = _person(self.case)
        return tuple(row.text for row in cautions(self.items, person.features if person else ()))

    def table(self) -> pd.DataFrame:
        """A row an exercise: its dose, its days, and the minutes of one practice."""
        import pandas as pd

        return pd.DataFrame([{"exercise": session.title, "level": session.level_title, "dose": dose_text(item),
                              "days": ", ".join(map(str, item.days)), "one_practice": clock(session.total_s)}
                             for item, session in zip(self.items, self.sessions, strict=True)])

    def parts(self) -> Iterator[tuple[Block, ...]]:
        yield Heading(self.title), List(tuple(self._lines()), mark="")

    def _lines(self) -> Iterator[str]:
        for item, session in zip(self.items, self.sessions, strict=True):
            yield say("programme.line", exercise=session.title, level=session.level_title, dose=dose_text(item),
                      days=_days_text(item), length=clock(session.total_s))
        yield say("programme.total", total=written(self.total), longest=written(max(self.minutes_per_day)))
        yield from [say("programme.why", reason=self.note)] if self.note else []
        yield from (say("programme.mind", caution=text) for text in self.cautions)
        yield say("programme.foot", review=self.review)


def dose_text(item: Item) -> str:
    """The dose of an item in words: sets, repetitions, hold, sides, times a day."""
    exercise = catalogue.row(Exercise, item.exercise)
    if exercise.mode == "walk":
        parts = [say("programme.walk", minutes=written(exercise.walk_min_min))]
        return ", ".join([*parts, *_times_a_day(item)])
    parts = [say("programme.set") if item.sets == 1 else say("programme.sets", sets=item.sets),
             say("programme.reps", reps=item.reps)]
    parts += [say("programme.hold", seconds=written(item.hold_s))] if item.hold_s else []
    where = {"each": "programme.each_side", "alternating": "programme.each_side_in_turn",
             "affected": f"session.{item.side}"}
    parts += [say(where[exercise.sides])] if exercise.sides in where else []
    if exercise.extra_reps and item.side:
        parts.append(say(f"programme.more_{item.side}", extra=exercise.extra_reps))
    return ", ".join([*parts, *_times_a_day(item)])


def _times_a_day(item: Item) -> list[str]:
    return [say("amount.times_a_day", count=item.times_a_day)] if item.times_a_day > 1 else []


def _days_text(item: Item) -> str:
    if len(item.days) == len(DAYS):
        return say("programme.every_day")
    days = ", ".join(map(str, item.days))
    return say("programme.on_day", day=days) if len(item.days) == 1 else say("programme.on_days", days=days)


def _person(case: str) -> Case | None:
    """The case, if one is named. Raises for one with a red flag: nobody practises before that is dealt with."""
    person = load_case(case) if case else None
    if person and person.red_flag:
        raise StretchlibError(f"The case {person.title!r} has no programme: something in it needs care before any "
                              "exercise; play the case to find it.")
    return person


def _item_of_row(row: ProgrammeItem) -> Item:
    return Item(row.exercise, tuple(map(int, row.days.split(";"))), row.level, row.sets, row.reps, row.hold_s,
                row.side or None)
