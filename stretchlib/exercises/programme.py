"""A week of guided practices: chosen for a case under the rules of the data, and small enough for a code on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..cases import Case, case_ids, load_case
from ..core.document import Heading, List, Part
from ..core.errors import StretchlibError, one_of
from ..tables import catalogue
from ..tables.phrases import say, written
from ..tables.shows_document import ShowsDocument
from .pacing import LEVELS
from .paper_code import Reader, pack
from .programme_rules import DAYS, Broken, Item, RuleError, broken_rules, cautions
from .session import Session, clock

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Broken", "Item", "Programme", "RuleError", "broken_rules"]
_VERSION, _SIDES = 1, (None, "right", "left")
_MOST = 7  # exercises that a code has room for
#: Bits of each number of an item in a code; wide enough for every value the schema of the tables allows.
_WIDTHS = {"exercise": 7, "level": 2, "side": 2, "sets": 4, "reps": 6, "hold_s": 7, "days": 7}


@dataclass(frozen=True, repr=False)
class Programme(ShowsDocument):
    """A week of practice; immutable. Build it with :meth:`for_case`, :meth:`of`, :meth:`from_rows` or
    :meth:`from_code`: each keeps to the rules. ``case`` is the id of the invented person it is for, or empty."""

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
            raise StretchlibError(f"{catalogue.row('exercises', twice[0])['name']} stands twice in this programme; "
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
        weeks = [row for row in catalogue.rows("programmes") if row["case"] == case_id]
        if not weeks:
            raise StretchlibError(f"There is no example week for the case {person.title if person else case_id!r}; "
                                  "choose items of your own.")
        return cls.from_rows(str(weeks[0]["id"]))

    @classmethod
    def from_rows(cls, programme: str) -> Programme:
        """An example week by its id in ``programmes.csv``. Raises as :meth:`of` does."""
        row = catalogue.row("programmes", programme)
        lines = sorted((one for one in catalogue.rows("programme_items") if one["programme"] == programme),
                       key=lambda one: int(str(one["item"])))
        return replace(cls.of(map(_item_of_row, lines), str(row["case"] or "")), note=str(row["note"] or ""))

    @classmethod
    def from_code(cls, text: str) -> Programme:
        """The programme of a code, however it was typed.

        Raises :class:`StretchlibError` saying which part of the code is faulty, or what of it the course has no more.
        """
        code = Reader(text)
        if code.take(2) != _VERSION:
            raise StretchlibError("The code was made by a newer version of the course; update the course to read it.")
        number, count = code.take(6), code.take(3)
        found = [{name: code.take(width) for name, width in _WIDTHS.items()} for _ in range(count)]
        code.finish()
        return cls.of([_item(one) for one in found], _case_of(number))

    def to_code(self) -> str:
        """The programme as groups of letters and digits, short enough to type from paper (see :meth:`from_code`)."""
        numbers = [(_VERSION, 2), (load_case(self.case).number if self.case else 0, 6), (len(self.items), 3)]
        for item in self.items:
            code = str(catalogue.row("exercises", item.exercise)["code"])
            values = {"exercise": int(code[1:]), "level": LEVELS.index(item.level), "side": _SIDES.index(item.side),
                      "sets": item.sets or 0, "reps": item.reps or 0,
                      "hold_s": 0 if item.hold_s is None else int(item.hold_s) + 1,
                      "days": sum(1 << (day - 1) for day in item.days)}
            numbers += [(values[name], width) for name, width in _WIDTHS.items()]
        return pack(numbers)

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
        return tuple(round(sum(one.total_s for one in day) / 60, 1) for day in self.week)

    @property
    def total(self) -> float:
        """How long the practices of the week take together, in minutes."""
        return round(sum(one.total_s for day in self.week for one in day) / 60, 1)

    @property
    def review(self) -> str:
        """Whether a clinician has signed the exercises of the week."""
        states = {session.review for session in self.sessions}
        return states.pop() if len(states) == 1 else say("review.part")

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to mind with these exercises for this person, a sentence each."""
        person = _person(self.case)
        return tuple(str(row["text"]) for row in cautions(self.items, person.features if person else ()))

    def table(self) -> pd.DataFrame:
        """A row an exercise: its dose, its days, and the minutes of one practice."""
        import pandas as pd

        return pd.DataFrame([{"exercise": session.title, "level": session.level_title, "dose": dose_text(item),
                              "days": ", ".join(map(str, item.days)), "one_practice": clock(session.total_s)}
                             for item, session in zip(self.items, self.sessions, strict=True)])

    def parts(self) -> Iterator[Part]:
        yield Heading(self.title), List(tuple(self._lines()), mark="")

    def _lines(self) -> Iterator[str]:
        for item, session in zip(self.items, self.sessions, strict=True):
            yield say("programme.line", exercise=session.title, level=session.level_title, dose=dose_text(item),
                      days=_days_text(item), length=clock(session.total_s))
        yield say("programme.total", total=written(self.total), longest=written(max(self.minutes_per_day)))
        yield from [say("programme.why", reason=self.note)] if self.note else []
        yield from (say("programme.mind", caution=text) for text in self.cautions)
        yield say("programme.foot", review=self.review, code=self.to_code())


def dose_text(item: Item) -> str:
    """The dose of an item in words: sets, repetitions, hold, side."""
    row = catalogue.row("exercises", item.exercise)
    if row["mode"] == "walk":
        return say("programme.walk", minutes=written(row["walk_min_min"]))
    parts = [say("programme.set") if item.sets == 1 else say("programme.sets", sets=item.sets),
             say("programme.reps", reps=item.reps)]
    parts += [say("programme.hold", seconds=written(item.hold_s))] if item.hold_s else []
    where = {"each": "programme.each_side", "alternating": "programme.each_side_in_turn",
             "affected": f"session.{item.side}"}
    parts += [say(where[str(row["sides"])])] if row["sides"] in where else []
    return ", ".join(parts)


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


def _item_of_row(row: Mapping[str, Any]) -> Item:
    return Item(row["exercise"], tuple(int(day) for day in row["days"].split(";")), row["level"],
                *(row[name] for name in ("sets", "reps", "hold_s", "side")))


def _item(one: dict[str, int]) -> Item:
    name = f"E{one['exercise']:02d}"
    known = {str(row["code"]): str(row["id"]) for row in catalogue.rows("exercises")}
    one_of(name, known, "exercise with the code")
    level, side = one["level"] % len(LEVELS), one["side"] % len(_SIDES)
    return Item(known[name], tuple(day for day in DAYS if one["days"] >> (day - 1) & 1), LEVELS[level],
                one["sets"] or None, one["reps"] or None, one["hold_s"] - 1 if one["hold_s"] else None, _SIDES[side])


def _case_of(number: int) -> str:
    if not number:
        return ""
    found = next((name for name in case_ids() if load_case(name).number == number), "")
    if not found:
        raise StretchlibError(f"The code is for case {number}, which this course does not have; "
                              "use the edition of the course that the sheet was made with.")
    return found
