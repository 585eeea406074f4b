"""Practice done of planned: the practices of the journal beside the weeks that were planned, by local day and by week.

A day is the calendar day on which a practice was begun, where it was begun. A planned day without an entry is told as
that: it is not the same as a day without practice. Nothing here looks at pain.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError
from ..exercises.programme import Programme
from ..tables.phrases import say
from . import journal
from .journal_order import is_misdated
from .kept_plan import plan_record, read_plan

if TYPE_CHECKING:
    import pandas as pd

Plan = tuple[date, Programme]  # from that day on
_EXAMPLE_CASE, _EXAMPLE_DAYS, _SEED = "reader_of_the_article", 28, 29
_BEGINS = date(2026, 3, 9)  # so that the clocks change within it
_PRACTICE = ("exercise", "level", "started_at", "status", "mode", "reps_planned", "reps_done", "planned_s", "done_s")
_MEASURED = ("_planned", "_done", "_s")  # how the names of numbers end


@dataclass(frozen=True)
class PracticeLog:
    """Practices and the plans they follow. Build it with :func:`read` or :func:`example`."""

    records: tuple[Mapping[str, Any], ...]
    plans: tuple[Plan, ...]
    until: date
    invented: bool = False
    problems: tuple[str, ...] = ()

    def practices(self) -> pd.DataFrame:
        """A row a practice, oldest first, with its local ``day`` and its ``week`` of the plan, from 1."""
        import pandas as pd

        rows = [{"day": journal.day(record), "week": self._week(_date(record)),
                 **{name: record.get(name) for name in _PRACTICE}} for record in self.records]
        return pd.DataFrame(rows, columns=["day", "week", *_PRACTICE])

    def days(self) -> pd.DataFrame:
        """A row a day from the first plan to ``until``: what was ``planned``, ``done`` and beyond it (``extra``).

        All in practices; one that was ended early counts by its share of repetitions, one that was watched like any
        other (``watched`` says how many). ``entries``: rows of the journal on that day.
        """
        import pandas as pd

        return pd.DataFrame(list(by_day(self.records, self.plans, self.until)))

    def weeks(self) -> pd.DataFrame:
        """A row a week of the plan: planned, done, per cent, and the planned days that have no entry at all."""
        days = self.days()
        days["no_entry"] = (days["planned"] > 0) & (days["entries"] == 0)
        table = days.groupby("week")[["planned", "done", "extra", "no_entry"]].sum()
        table = table[table["planned"] > 0]
        table["done_of_planned"] = [round(journal.done_of_planned(done, planned))
                                    for done, planned in zip(table["done"], table["planned"], strict=True)]
        return table.round(2)

    def doses(self) -> pd.DataFrame:
        """A row a week and exercise: repetitions and minutes planned, and those moved through (not those watched)."""
        import pandas as pd

        rows: dict[tuple[int, str], dict[str, float]] = {}
        wholes = {item: item.session.rehearse() for _, plan in self.plans for item in plan.items}
        for day in self._days():
            plan = _plan_of(self.plans, day)
            for item in plan.items if plan else ():
                if _weekday(self.plans, day) + 1 not in item.days:
                    continue
                whole = wholes[item]
                row = rows.setdefault((self._week(day), item.exercise), dict.fromkeys(_DOSE, 0.0))
                row["reps_planned"] += item.times_a_day * whole["reps_planned"]
                row["min_planned"] += item.times_a_day * whole["planned_s"] / 60
        for record in self.records:
            key = self._week(_date(record)), str(record.get("exercise"))
            if record.get("mode") == "practised" and key in rows:
                rows[key]["reps_done"] += record["reps_done"]
                rows[key]["min_done"] += record["done_s"] / 60
        table = pd.DataFrame([{"week": week, "exercise": exercise, **row} for (week, exercise), row in rows.items()],
                             columns=["week", "exercise", *_DOSE])
        return table.astype({"reps_planned": int, "reps_done": int}).round(1)

    def _days(self) -> Iterator[date]:
        return _span(self.records, self.plans, self.until)

    def _week(self, day: date) -> int:
        return (day - self.plans[0][0]).days // 7 + 1 if self.plans else 0

    def __repr__(self) -> str:
        whose = say("log.invented" if self.invented else "log.own")
        count, on = len(self.records), len({journal.day(record) for record in self.records})
        practices = say("log.practice") if count == 1 else say("log.practices", count=count)
        days = say("log.day") if on == 1 else say("log.days", count=on)
        return say("log.told_planned", whose=whose, practices=practices, days=days, since=self.plans[0][0]) \
            if self.plans else say("log.told", whose=whose, practices=practices, days=days)


_DOSE = ("reps_planned", "reps_done", "min_planned", "min_done")


def follow(programme: Programme) -> str:
    """Plan to practise this week from today on, again and again, until another is planned; returns its title.

    The plan is kept in the journal; where that is in memory alone, a sentence behind the title says so once. Raises
    :class:`StretchlibError` where it cannot be kept.
    """
    book = journal.current()
    book.set("programme", plan_record(programme))
    return " ".join(filter(None, (programme.title, book.memory_note())))


def read(programme: Programme | None = None) -> PracticeLog:
    """The learner's own log; while the journal holds no practice, :func:`example`, which says that it is invented.

    ``programme`` is the plan from the first practice on, where none was planned with :func:`follow`. A practice that is
    dated later than tomorrow is left out. Raises :class:`StretchlibError` where there is no plan at all.
    """
    book, today = journal.current(), _date({"at": journal.now()})
    records = kept_practices(book)
    if not records:
        return example(programme)
    plans, problems = own_plans(book)
    if not plans and programme is None:
        raise StretchlibError("There is no plan yet; choose a programme and call sl.practice_log.follow(programme).")
    first = min(map(_date, records))
    if programme is not None and (not plans or plans[0][0] > first):
        plans.insert(0, (first, programme))
    return PracticeLog(records, tuple(sorted(plans, key=lambda plan: plan[0])), today,
                       problems=(*book.problems, *problems))


def own_plans(book: journal.Journal) -> tuple[list[Plan], list[str]]:
    """The programmes that the learner took up, by their days, and a sentence for each that cannot be read."""
    plans, problems = [], []
    for setting in book.records("setting"):
        if setting.get("name") == "programme" and not is_misdated(journal.day(setting), _date({"at": journal.now()})):
            try:
                plans.append((_date(setting), read_plan(setting.get("value"))))
            except StretchlibError as error:
                problems.append(say("log.plan_left_out", day=journal.day(setting), why=error))
    return plans, problems


def kept_practices(book: journal.Journal) -> tuple[dict[str, Any], ...]:
    """The whole practices of a journal, oldest first, without those that a wrong clock dated and those taken back."""
    today = _date({"at": journal.now()})
    gone = {record.get("takes_back") for record in book.records("note")}
    return tuple(record for record in book.records("practice") if record["id"] not in gone
                 and _is_practice(record) and not is_misdated(journal.day(record), today))


def example(programme: Programme | None = None) -> PracticeLog:
    """Four invented weeks of ``programme`` (default: the example week of a case), the same each time."""
    plan = programme or Programme.for_case(_EXAMPLE_CASE)
    dice = random.Random(_SEED)
    records = []
    for number in range(_EXAMPLE_DAYS):
        day = _BEGINS + timedelta(days=number)
        if dice.random() < 0.15:
            continue  # a day without an entry
        offset = "+01:00" if day < date(2026, 3, 29) else "+02:00"
        for turn, session in enumerate(plan.week[number % 7]):
            until = session.total_s * (1 if dice.random() < 0.85 else dice.uniform(0.3, 0.9))
            if dice.random() < 0.12:
                continue
            row = session.rehearse(until, f"{day}T18:{10 * turn:02d}:00{offset}")
            records.append({**row, "mode": "watched" if dice.random() < 0.06 else "practised"})
    return PracticeLog(tuple(records), ((_BEGINS, plan),), _BEGINS + timedelta(days=_EXAMPLE_DAYS - 1), invented=True)


def by_day(records: Iterable[Mapping[str, Any]], plans: Sequence[Plan], until: date) -> Iterator[dict[str, Any]]:
    """A row a day, as :meth:`PracticeLog.days` tells them; ``plans`` in the order of their days.

    Each practice counts on one day and each day of the calendar once, whatever the clocks did. Doing more on one day
    never fills the gap of another.
    """
    records = list(records)
    by_date: dict[date, list[Mapping[str, Any]]] = {}
    for record in records:
        by_date.setdefault(_date(record), []).append(record)
    for day in _span(records, plans, until):
        plan, here = _plan_of(plans, day), by_date.get(day, [])
        wanted = {item.exercise: item.times_a_day for item in plan.items
                  if _weekday(plans, day) + 1 in item.days} if plan else {}
        share = dict.fromkeys([*wanted, *(str(record["exercise"]) for record in here)], 0.0)
        for record in here:
            planned = record["reps_planned"]
            share[str(record["exercise"])] += record["reps_done"] / planned if planned else 0.0
        done = sum(min(float(times), share[exercise]) for exercise, times in wanted.items())
        yield {"day": day.isoformat(), "week": (day - plans[0][0]).days // 7 + 1 if plans else 0,
               "planned": sum(wanted.values()), "done": round(done, 3), "extra": round(sum(share.values()) - done, 3),
               "watched": sum(record["mode"] == "watched" for record in here), "entries": len(here)}


def _span(records: Sequence[Mapping[str, Any]], plans: Sequence[Plan], until: date) -> Iterator[date]:
    """Each day of the calendar from the first plan, or an earlier practice, to ``until``, or a later practice."""
    bounds = [*map(_date, records), *(day for day, _ in plans[:1]), until]
    for number in range((max(bounds) - min(bounds)).days + 1):
        yield min(bounds) + timedelta(days=number)


def _plan_of(plans: Sequence[Plan], day: date) -> Programme | None:
    """The plan that holds on a day: the last that began by then."""
    return next((plan for begins, plan in reversed(plans) if begins <= day), None)


def _weekday(plans: Sequence[Plan], day: date) -> int:
    """Which day of its week (0 to 6) it is in the plan of that day."""
    return (day - next(begins for begins, _ in reversed(plans) if begins <= day)).days % 7


def _date(record: Mapping[str, Any]) -> date:
    return date.fromisoformat(journal.day(record))


def _is_practice(record: Mapping[str, Any]) -> bool:
    """Whether a record holds what a practice holds, with a day that there is."""
    try:
        return (bool(_date(record)) and set(_PRACTICE) <= set(record)
                and all(type(record[name]) in (int, float) for name in _PRACTICE if name.endswith(_MEASURED)))
    except ValueError:
        return False
