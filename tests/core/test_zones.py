"""Time zones, and the nights in which clocks change: how long a practice was, on which day it counts, what is due."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from node_page import ask

from stretchlib.exercises.programme import Programme
from stretchlib.exercises.session import Session
from stretchlib.learner import copies, journal, practice_log, revision
from stretchlib.learner.journal import Journal

ZONES = ("UTC", "Asia/Kolkata", "Pacific/Kiritimati", "America/St_Johns", "Europe/Berlin", "Australia/Lord_Howe")
#: A zone, the moment (UTC) at which its clocks change, and its offsets before and after: an hour, and half an hour.
CHANGES = [
    ("Europe/Berlin", "2026-03-29T01:00:00", "+01:00", "+02:00"),
    ("Europe/Berlin", "2026-10-25T01:00:00", "+02:00", "+01:00"),
    ("America/St_Johns", "2026-03-08T05:30:00", "-03:30", "-02:30"),
    ("America/St_Johns", "2026-11-01T04:30:00", "-02:30", "-03:30"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00", "+11:00", "+10:30"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00", "+10:30", "+11:00"),
]
changes = pytest.mark.parametrize(("zone", "moment", "before", "after"), CHANGES)
needs_zones = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set on Windows")
pytestmark = needs_zones
#: A practice in the page: the clock that only runs on from 0, the wall clock from ``given.start`` (ms since 1970).
PRACTICE = """(given) => {
    let at = 0;
    const rows = [];
    const work = clockwork.createClockwork({ phases: given.session.phases, now: () => at, wall: () => given.start + at,
                                             onEnd: (row) => rows.push(row) });
    work.start();
    for (; rows.length === 0; at += 1000) work.tick();
    return record.recordOf(given.session, { ...rows[0], mode: "practised" });
}"""


@pytest.fixture
def set_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the zone of this process, and of the programs that it starts."""
    def set_to(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_to
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, set_zone: Callable[[str], None]) -> Callable[[str, datetime], None]:
    """Sets zone and moment: the computer's clock as every module asks for it."""
    def set_to(name: str, moment: datetime) -> None:
        set_zone(name)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
                return datetime.fromtimestamp(moment.timestamp(), tz)

        class Today(date):
            @classmethod
            def today(cls) -> date:  # type: ignore[override]
                return Clock.now().date()

        monkeypatch.setattr("stretchlib.learner.journal_records.datetime", Clock)
        for module in ("stretchlib.learner.revision.date", "stretchlib.tables.reviews.date",
                       "stretchlib.learner.practice_log.date"):
            monkeypatch.setattr(module, Today)
        monkeypatch.setattr(copies, "datetime", SimpleNamespace(date=Today))

    return set_to


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    return journal.current()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("hour", [0, 5, 11, 13, 18, 23])
def test_the_day_of_a_record_is_the_day_on_the_wall(name: str, hour: int, clock: Any, book: Journal) -> None:
    moment = utc(f"2026-06-15T{hour:02d}:45:00")
    clock(name, moment)
    record = book.append("answer", question="Q01", points=1.0)
    wall = moment.astimezone()
    assert record["at"] == wall.isoformat(timespec="seconds")
    assert datetime.fromisoformat(record["at"]) == moment
    assert journal.day(record) == f"{wall:%Y-%m-%d}"
    for elsewhere in ZONES:  # and stays so, wherever the file is read
        clock(elsewhere, moment)
        assert [journal.day(each) for each in Journal(book.path).records()] == [f"{wall:%Y-%m-%d}"]


@changes
def test_a_practice_over_the_change_of_the_clocks_lasts_as_long_as_it_did(
        zone: str, moment: str, before: str, after: str, clock: Any, tmp_path: Path) -> None:
    begun = utc(moment) - timedelta(seconds=90)
    clock(zone, begun)
    session = Session.from_exercise("figure_four_stretch", sets=1)
    assert session.total_s > 90
    row = ask(tmp_path, PRACTICE, {"session": session.as_dict(), "start": begun.timestamp() * 1000},
              clockwork="widgets/timer/clock.js", record="publish/pages/practice_record.js")
    assert row["started_at"].endswith(before)
    assert row["ended_at"].endswith(after)
    start, end = (datetime.fromisoformat(row[name]) for name in ("started_at", "ended_at"))
    assert start == begun
    assert (end - start).total_seconds() == pytest.approx(session.total_s, abs=1)
    assert row["done_s"] == row["planned_s"] == round(session.total_s)
    assert row["status"] == "finished"
    assert row["reps_done"] == row["reps_planned"] > 0


@changes
def test_records_around_the_change_stay_in_their_order_and_no_clock_is_said_to_run_back(
        zone: str, moment: str, before: str, after: str, clock: Any, book: Journal) -> None:
    minutes = [-95, -40, -1, 0, 1, 20, 59, 61, 120]
    for number in minutes:
        clock(zone, utc(moment) + timedelta(minutes=number))
        book.append("note", text=str(number))
    fresh = Journal(book.path)
    assert [record["text"] for record in fresh.records()] == [str(number) for number in minutes]
    assert {record["at"][-6:] for record in fresh.records()} == {before, after}
    assert fresh.problems == () == book.problems
    clock(zone, utc(moment) + timedelta(minutes=50))  # seventy minutes back: a clock that was set, not the season
    book.append("note", text="set back")
    assert len(Journal(book.path).problems) == 1


@changes
def test_every_day_of_a_programme_stands_once_in_its_week(
        zone: str, moment: str, before: str, after: str, clock: Any, book: Journal, monkeypatch: pytest.MonkeyPatch,
        ) -> None:
    local = utc(moment)
    clock(zone, local)
    change = local.astimezone().date()
    first = change - timedelta(days=10)
    plan = Programme.for_case("reader_of_the_article")
    row = Session.from_exercise("figure_four_stretch", sets=1).rehearse()
    for number in range(21):  # one practice a day, five minutes before and after midnight in turn
        day = first + timedelta(days=number)
        at = datetime(day.year, day.month, day.day, *((0, 5) if number % 2 else (23, 55)))
        clock(zone, datetime.fromtimestamp(time.mktime(at.timetuple()), UTC))
        if number == 0:
            practice_log.follow(plan)
        on_the_wall = journal.now()
        assert on_the_wall[:10] == day.isoformat()
        book.append("practice", **{**row, "started_at": on_the_wall, "ended_at": on_the_wall, "mode": "practised"})
    log = practice_log.read()
    days = log.days()
    assert days["day"].tolist() == [(first + timedelta(days=number)).isoformat() for number in range(21)]
    assert set(days["entries"]) == {1}
    assert days["week"].tolist() == [1] * 7 + [2] * 7 + [3] * 7
    assert log.practices()["week"].tolist() == days["week"].tolist()
    assert log.problems == ()


@changes
def test_what_is_due_is_due_on_its_day_from_the_first_minute_to_the_last(
        zone: str, moment: str, before: str, after: str, clock: Any, book: Journal) -> None:
    clock(zone, utc(moment) - timedelta(minutes=5))
    day = date.fromisoformat(book.append("answer", question="Q01", points=0.0, right=False)["at"][:10])
    for days, state in ((0, "later"), (1, "due"), (2, "due")):
        wall = day + timedelta(days=days)
        for hour, minute in ((0, 1), (12, 0), (23, 59)):
            at = datetime(wall.year, wall.month, wall.day, hour, minute)
            clock(zone, datetime.fromtimestamp(time.mktime(at.timetuple()), UTC))
            table = revision.schedule().set_index("question")
            assert table.loc["Q01", "state"] == state, (days, hour)
            assert table.loc["Q01", "due_day"] == (day + timedelta(days=1)).isoformat()
            assert table.loc["Q01", "wait_days"] == 1


def test_the_same_answers_are_due_on_the_same_days_everywhere(clock: Any, book: Journal) -> None:
    for number, name in enumerate(ZONES):  # a learner who travels: an answer a day, each where the day finds them
        clock(name, utc("2026-03-05T10:00:00") + timedelta(days=number))
        book.append("answer", question="Q02", points=1.0, right=True)
    schedules = []
    for name in ZONES:
        clock(name, utc("2026-03-20T12:00:00") - timedelta(seconds=time.timezone))
        schedules.append(revision.schedule(date(2026, 3, 20)).to_csv())
    assert len(set(schedules)) == 1


@pytest.mark.parametrize("name", ZONES)
def test_a_new_edition_is_named_by_the_day_on_the_wall(name: str, clock: Any, tmp_path: Path) -> None:
    moment = utc("2026-03-08T23:30:00")
    clock(name, moment)
    copies.lay_down(tmp_path / "mine")
    copy = tmp_path / "mine" / copies.first()
    copy.write_text(copy.read_text(encoding="utf-8").replace('"source": "', '"source": "mine ', 1), encoding="utf-8")
    editions = tmp_path / "mine" / copies.EDITIONS
    editions.write_text(editions.read_text(encoding="utf-8").replace(copies.fingerprint(
        copies.editions()[copies.first()]) or "", "an earlier one"), encoding="utf-8")
    beside = [change.path.name for change in copies.lay_down(tmp_path / "mine")]
    assert beside == [f"{copy.stem} (new edition {moment.astimezone():%Y-%m-%d}).ipynb"]


def test_the_zones_are_there_and_differ() -> None:
    """Without the system's zone files every zone is Greenwich, and the tests above would say nothing."""
    local_times = set()
    for name in ZONES:
        os.environ["TZ"], was = name, os.environ.get("TZ")
        time.tzset()
        local_times.add(datetime.fromtimestamp(1_780_000_000).isoformat())
        os.environ.pop("TZ") if was is None else os.environ.update(TZ=was)
    time.tzset()
    assert len(local_times) == len(ZONES)
