"""The tables of a practice log, number by number: the invented example of notebook 06, and logs worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from stretchlib.exercises.programme import Item, Programme
from stretchlib.learner import journal, practice_log
from stretchlib.learner.practice_log import PracticeLog, by_day

MONDAY = date(2026, 3, 9)
BRIDGES = Programme.of([Item("bridge", days=(1, 3, 5))])


def done(day: date, until: float = 1.0, week: Programme = BRIDGES, **more: Any) -> dict[str, Any]:
    session = week.sessions[0]
    return {**session.rehearse(until * session.total_s, f"{day}T09:00:00+01:00"), **more}


def test_the_example_is_the_one_that_notebook_06_speaks_of() -> None:
    log = practice_log.example()
    weeks = log.weeks()
    assert list(weeks["planned"]) == [11, 11, 11, 11]
    assert list(weeks["done"]) == [11, 9, 5.83, 5.38]
    assert list(weeks["no_entry"]) == [0, 0, 2, 1]
    assert list(weeks["done_of_planned"]) == [100, 82, 53, 49]
    doses = log.doses()
    assert list(doses["reps_done"]) == [20, 96, 72, 17, 32, 42, 9, 64, 38, 9, 56, 33]
    assert list(doses["min_done"]) == [17.5, 16.6, 14.6, 15.3, 5.5, 8.9, 8.5, 11.1, 8.2, 8.4, 10.2, 6.4]
    assert list(doses["min_planned"]) == [17.5, 16.6, 14.6] * 4
    practices = log.practices()
    assert len(practices) == 35
    assert list(practices["mode"] == "watched").count(True) == 2
    assert practices["started_at"].iloc[[0, 1, -1]].tolist() == [
        "2026-03-09T18:00:00+01:00", "2026-03-09T18:10:00+01:00", "2026-04-04T18:00:00+02:00"]
    turn = [at for at in practices["started_at"] if "03-28" in at or "03-30" in at]
    assert [at[-6:] for at in turn] == ["+01:00", "+02:00", "+02:00"], "the clocks change on the 29th"
    assert log.until == date(2026, 4, 5)
    assert len(log.days()) == 28
    assert [(int(row["done_s"]), int(row["planned_s"])) for _, row in practices.iterrows()
            if row["done_s"] < row["planned_s"]] == [
                (80, 210), (240, 292), (88, 210), (203, 292), (281, 332), (85, 210), (89, 292)]


def test_minutes_are_those_moved_through_on_the_days_of_the_plan() -> None:
    """Bridges of 172 s on days 1, 3 and 5: 8.6 minutes; what was watched, or is in no plan, moves nobody."""
    records = (done(MONDAY), done(MONDAY + timedelta(days=2), mode="watched"), done(MONDAY + timedelta(days=4), 0.5),
               {**done(MONDAY), "exercise": "clamshell"})
    table = PracticeLog(records, ((MONDAY, BRIDGES),), MONDAY + timedelta(days=8)).doses()
    assert table["week"].tolist() == [1, 2]
    assert table["min_planned"].tolist() == [8.6, 2.9]
    half = records[2]["done_s"] / 60
    assert table["min_done"].tolist() == [pytest.approx(172 / 60 + half, abs=0.051), 0]
    assert table["reps_done"].tolist() == [16 + records[2]["reps_done"], 0]


def test_shares_are_told_to_three_decimals_and_weeks_to_two() -> None:
    records = [{**done(MONDAY), "reps_planned": 7, "reps_done": 3},
               {**done(MONDAY), "exercise": "clamshell", "reps_planned": 7, "reps_done": 1}]
    row = next(by_day(records, [(MONDAY, BRIDGES)], MONDAY))
    assert (row["done"], row["extra"]) == (0.429, 0.143)
    weeks = PracticeLog(tuple(records), ((MONDAY, BRIDGES),), MONDAY).weeks()
    assert (weeks.loc[1, "done"], weeks.loc[1, "extra"], weeks.loc[1, "done_of_planned"]) == (0.43, 0.14, 43)


def test_a_practice_of_no_repetitions_and_a_day_of_no_plan_count_nothing() -> None:
    empty = {**done(MONDAY), "reps_planned": 0, "reps_done": 0}
    assert next(by_day([empty], [(MONDAY, BRIDGES)], MONDAY))["done"] == 0
    without = list(by_day([done(MONDAY)], [], MONDAY))
    assert [(row["week"], row["planned"], row["extra"]) for row in without] == [(0, 0, 1)]
    assert PracticeLog((done(MONDAY),), (), MONDAY).practices()["week"].tolist() == [0]


def test_weeks_are_counted_from_the_first_plan_and_one_without_a_plan_is_left_out() -> None:
    later = MONDAY + timedelta(days=14)
    log = PracticeLog((done(MONDAY - timedelta(days=1)), done(later)), ((MONDAY, BRIDGES),), later)
    assert log.practices()["week"].tolist() == [0, 3]
    assert log.weeks().index.tolist() == [1, 2, 3], "the week before the plan has nothing planned"
    once = Programme.of([Item("bridge", days=(1, 4))])
    first = PracticeLog((), ((MONDAY, once),), MONDAY + timedelta(days=7)).doses()
    assert first["min_planned"].tolist() == [5.7, 2.9]


@pytest.mark.parametrize(("begins", "plans"), [(10, [(9, "given"), (10, "kept")]), (9, [(9, "kept")]),
                                               (8, [(8, "kept")])])
def test_a_plan_given_holds_only_until_the_first_that_was_made(
        begins: int, plans: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The first practice is of the 9th; a plan that was made by then needs no other before it."""
    monkeypatch.setattr(journal, "_CURRENT", {})
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    book = journal.current()
    monkeypatch.setattr(journal, "now", lambda: f"2026-03-{begins:02d}T08:00:00+01:00")
    practice_log.follow(BRIDGES)
    book.append("practice", **done(MONDAY))
    given = Programme.of([Item("clamshell", days=(1, 4))])
    kept_plans = practice_log.read(given).plans
    assert [(day.day, "kept" if plan == BRIDGES else "given") for day, plan in kept_plans] == plans


def test_the_days_end_with_the_day_that_is_told_whatever_is_planned_later() -> None:
    plans = [(MONDAY, BRIDGES), (MONDAY + timedelta(days=20), BRIDGES)]
    assert len(list(by_day([], plans, MONDAY + timedelta(days=3)))) == 4
