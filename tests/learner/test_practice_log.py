"""Done of planned: every practice on one day, every day once, whatever plans, clocks and gaps there are."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence import invented_people
from stretchlib.exercises.programme import Item, Programme
from stretchlib.figures import plot_confounding, plot_practice, plot_two_scores
from stretchlib.learner import journal, practice_log
from stretchlib.learner.kept_plan import plan_record
from stretchlib.learner.practice_log import PracticeLog, by_day
from stretchlib.tables.phrases import say
from tests.data_files import table_file

WEEK = Programme.for_case("reader_of_the_article")
BRIDGES = Programme.of([Item("bridge", days=(1, 3, 5))])
MONDAY = date(2026, 3, 9)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> journal.Journal:
    monkeypatch.setattr(journal, "_CURRENT", {})
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    return journal.current()


def done(started_at: str, until: float = 1.0, week: Programme = BRIDGES, **more: Any) -> dict[str, Any]:
    session = week.sessions[0]
    return {**session.rehearse(until * session.total_s, started_at), **more}


def rows(records: list[dict[str, Any]], until: date, *plans: tuple[date, Programme]) -> dict[str, dict[str, Any]]:
    return {row["day"]: row for row in by_day(records, plans or [(MONDAY, BRIDGES)], until)}


def test_done_is_counted_inside_the_plan_and_more_is_told_apart() -> None:
    days = rows([done("2026-03-09T08:00:00+01:00"), done("2026-03-09T20:00:00+01:00"),
                 done("2026-03-10T08:00:00+01:00"), done("2026-03-11T08:00:00+01:00", until=0.5, mode="watched")],
                date(2026, 3, 15))
    assert list(days) == [(MONDAY + timedelta(days=n)).isoformat() for n in range(7)]
    assert [day["planned"] for day in days.values()] == [1, 0, 1, 0, 1, 0, 0]
    assert [day["extra"] for day in days.values()] == [1, 1, 0, 0, 0, 0, 0]
    assert [day["done"] for day in days.values()][:2] == [1, 0]
    assert 0.3 < days["2026-03-11"]["done"] < 0.7, "ended early: its share of repetitions"
    assert days["2026-03-11"]["watched"] == 1
    assert (days["2026-03-13"]["entries"], days["2026-03-13"]["done"]) == (0, 0)


def test_another_plan_counts_from_its_day_on() -> None:
    daily = Programme.of([Item("graded_walking", days=tuple(range(1, 8)))])
    days = rows([], date(2026, 3, 18), (MONDAY, BRIDGES), (date(2026, 3, 12), daily))
    assert [day["planned"] for day in days.values()] == [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 86_399), st.integers(-11, 14)), max_size=12),
       st.integers(0, 45))
def test_property_every_practice_counts_once_and_every_day_stands_once(made: list[tuple[int, int, int]],
                                                                       length: int) -> None:
    records = []
    for day, second, offset in made:
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        zone = f"{'-' if offset < 0 else '+'}{abs(offset):02d}:00"
        records.append(done(f"{MONDAY + timedelta(days=day)}T{clock}{zone}"))
    by_day_rows = list(by_day(records, [(MONDAY, WEEK)], MONDAY + timedelta(days=length)))
    assert sum(day["entries"] for day in by_day_rows) == len(records)
    assert sum(day["done"] + day["extra"] for day in by_day_rows) == pytest.approx(len(records))
    days = [day["day"] for day in by_day_rows]
    assert days == sorted(set(days))
    assert len(days) == (date.fromisoformat(days[-1]) - MONDAY).days + 1
    practised = {str(record["started_at"])[:10] for record in records}
    assert {day["day"] for day in by_day_rows if day["entries"]} == practised


def test_travel_over_the_date_line_and_a_clock_change(book: journal.Journal) -> None:
    times = ["2026-03-27T23:50:00+13:00", "2026-03-27T07:00:00-08:00", "2026-03-29T01:30:00+01:00",
             "2026-03-29T03:10:00+02:00", "2026-03-30T00:00:00+02:00"]
    days = rows([done(time) for time in times], date(2026, 3, 30))
    assert {day: row["entries"] for day, row in days.items() if row["entries"]} == {
        "2026-03-27": 2, "2026-03-29": 2, "2026-03-30": 1}


def test_an_empty_journal_shows_the_invented_example(book: journal.Journal) -> None:
    log = practice_log.read()
    assert log.invented
    assert repr(log).startswith("An invented example log, nobody's own")
    assert log == practice_log.example()
    assert "invented" in plot_practice(log).title
    assert not book.records(), "reading writes nothing"


def test_ones_own_log_is_read_with_its_plans(book: journal.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "now", lambda: "2026-03-22T12:00:00+01:00")
    assert practice_log.follow(BRIDGES) == "A week of practice"
    book.append("practice", **done("2026-03-22T09:00:00+01:00"))
    book.append("practice", exercise="bridge")  # of a later edition, or by hand: nothing to count
    book.set("programme", "80H5K-1206F-AW2GS")  # as an older edition kept the same week
    book.set("programme", "no code")
    log = practice_log.read()
    assert not log.invented
    assert log.plans == ((date(2026, 3, 22), BRIDGES),) * 2
    assert len(log.records) == 1
    assert "is left out" in log.problems[0]
    monkeypatch.setattr(journal, "now", lambda: "2026-03-28T12:00:00+01:00")
    weeks = practice_log.read().weeks()
    assert weeks.loc[1].to_dict() == {"planned": 3, "done": 1, "extra": 0, "no_entry": 2, "done_of_planned": 33}
    assert repr(log) == "Your own log: 1 practice on 1 day, planned from 2026-03-22."


def test_ones_month_says_that_a_programme_cannot_be_read_and_not_that_there_is_none(
        book: journal.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "current", lambda: book)
    assert say("own_month.empty") in repr(sl.my_month())
    book.set("programme", "no code")
    assert "is left out" in repr(sl.my_month())
    book.append("practice", **done(f"{date.today()}T09:00:00+01:00"))
    month = repr(sl.my_month())
    assert "is left out" in month
    assert say("own_month.no_programme") not in month


def test_a_practice_dated_later_than_tomorrow_is_kept_and_in_no_week(book: journal.Journal) -> None:
    today = date.today()
    for shift in (-3, 0, 1, 2, 3660):
        book.append("practice", **done(f"{today + timedelta(days=shift)}T09:00:00+01:00"))
    later = f"{today + timedelta(days=3660)}T09:00:00+01:00"
    book.append("setting", name="programme", value=plan_record(BRIDGES), at=later)
    log = practice_log.read(BRIDGES)
    assert list(log.practices()["day"]) == [str(today + timedelta(days=shift)) for shift in (-3, 0, 1)]
    assert len(log.weeks()) == 1
    assert len(log.plans) == 1
    assert len(book.records("practice")) == 5
    assert [journal.day(record) for record in book.misdated()] == [
        str(today + timedelta(days=shift)) for shift in (2, 3660, 3660)]


@pytest.mark.parametrize("spoilt", [{"reps_done": "4"}, {"done_s": None}, {"reps_planned": [4]}, {"started_at": "x"}])
def test_a_record_that_is_no_whole_practice_is_passed_by(spoilt: dict[str, Any], book: journal.Journal) -> None:
    whole = done(f"{MONDAY}T09:00:00+01:00")
    book.append("practice", **whole)
    book.append("practice", **{**whole, **spoilt})
    log = practice_log.read(BRIDGES)
    assert len(log.practices()) == 1
    assert log.weeks()["done"].iloc[0] == log.doses()["reps_done"].iloc[0] / whole["reps_planned"] == 1


def test_a_plan_may_be_given_where_none_was_made(book: journal.Journal) -> None:
    book.append("practice", **done("2026-03-09T09:00:00+01:00"))
    with pytest.raises(StretchlibError, match=r"There is no plan yet; .*follow"):
        practice_log.read()
    assert practice_log.read(BRIDGES).plans == ((MONDAY, BRIDGES),)


def test_doses_leave_out_what_was_watched() -> None:
    log = PracticeLog((done("2026-03-09T09:00:00+01:00"), done("2026-03-11T09:00:00+01:00", mode="watched")),
                      ((MONDAY, BRIDGES),), date(2026, 3, 15))
    row = log.doses().iloc[0]
    whole = BRIDGES.sessions[0].rehearse()
    assert (row["reps_planned"], row["reps_done"]) == (3 * whole["reps_planned"], whole["reps_planned"])
    assert row["min_planned"] == pytest.approx(3 * whole["planned_s"] / 60, abs=0.06)
    assert list(log.practices()["week"]) == [1, 1]


def test_nothing_of_pain_is_in_a_log() -> None:
    log = practice_log.example()
    assert not [name for table in (log.practices(), log.days(), log.weeks(), log.doses()) for name in table.columns
                if "pain" in name]


# The figures


def test_the_bars_are_told() -> None:
    diagram = plot_practice(practice_log.example())
    before = diagram.facts
    assert before[0] == "Week 1: 100 %, 11 of 11 practices."
    assert before[2] == "Week 3: 53 %, 5.83 of 11 practices; 2 planned days have no entry."
    bar = next(patch for patch in diagram.figure.axes[0].patches if str(patch.get_gid()).startswith("done|"))
    bar.set_height(7)
    assert diagram.facts[0] == "Week 1: 100 %, 16 of 11 practices."


def test_more_than_planned_is_drawn_beside_the_plan() -> None:
    log = PracticeLog((done("2026-03-10T09:00:00+01:00"),), ((MONDAY, BRIDGES),), date(2026, 3, 15))
    assert plot_practice(log).facts == ("Week 1: 0 %, 0 of 3 practices; 3 planned days have no entry; "
                                        "1 beyond the plan.",)
    for weeks in (0, 9, 1.5, True):
        with pytest.raises(StretchlibError, match="shows 1 to 8 weeks"):
            plot_practice(log, weeks=weeks)  # type: ignore[arg-type]


@pytest.mark.parametrize("draw", [lambda: plot_practice(practice_log.example()), plot_two_scores, plot_confounding])
def test_no_text_leaves_the_picture_or_lies_on_other_text(draw: Any) -> None:
    diagram = draw()
    diagram.figure.canvas.draw()
    texts = [text for ax in diagram.figure.axes for text in ax.texts]
    boxes = [text.get_window_extent() for text in texts]
    frame = diagram.figure.bbox
    for index, (text, box) in enumerate(zip(texts, boxes, strict=True)):
        assert frame.x0 <= box.x0, text.get_text()
        assert box.x1 <= frame.x1, text.get_text()
        assert not [earlier for earlier in boxes[:index] if box.overlaps(earlier)], text.get_text()


def test_a_picture_of_any_width_is_straight() -> None:
    from io import BytesIO

    from PIL import Image

    for width in (9.2, 7.6, 8.2, 7.3):
        diagram = plot_practice(practice_log.example())
        diagram.figure.set_size_inches(width, 3.3)
        picture = Image.open(BytesIO(diagram.png())).convert("L")
        column = [picture.getpixel((2, y)) for y in range(picture.height)]
        assert set(column) == {255}, "the left edge is paper from top to bottom"


# The invented people


def test_those_who_joined_come_down_and_the_group_does_not() -> None:
    for seed in range(20):
        scores = invented_people.two_scores(seed)
        joined = scores[scores["joined"]]
        assert joined["first"].mean() - joined["second"].mean() > 0.5
        assert abs(scores["first"].mean() - scores["second"].mean()) < 0.4
        expected = scores["first"].mean() + 0.5 * (joined["first"].mean() - scores["first"].mean())
        assert joined["second"].mean() == pytest.approx(expected, abs=0.75)
        assert scores[["first", "second"]].stack().between(0, 10).all()


def test_stretching_and_pain_go_together_only_through_walking() -> None:
    for seed in range(20):
        people = invented_people.walkers(seed)
        assert people["minutes"].corr(people["pain"]) < -0.3
        for _, group in people.groupby("walks"):
            assert abs(group["minutes"].corr(group["pain"])) < 0.45


def test_they_are_the_same_each_time_and_come_from_their_table(whole_data_copy: Path) -> None:
    assert invented_people.two_scores().equals(invented_people.two_scores())
    before = invented_people.walkers()
    path = table_file(whole_data_copy, "invented_cohorts")
    path.write_text(path.read_text("utf-8").replace("walkers,effect,0,", "walkers,effect,-0.1,"), "utf-8")
    after = invented_people.walkers()
    assert after["minutes"].equals(before["minutes"])
    assert after["pain"].mean() < before["pain"].mean() - 1
    with pytest.raises(StretchlibError, match="did you mean 'walkers'"):
        invented_people.numbers("walker")


def test_the_lines_are_told() -> None:
    diagram = plot_two_scores()
    line = next(artist for artist in diagram.figure.axes[0].lines if str(artist.get_gid()).startswith("mean|joined"))
    line.set_ydata([9.0, 1.0])
    assert "9.0 at first, 1.0 a week later" in diagram.facts[0]
    confounding = plot_confounding()
    slope = next(artist for artist in confounding.figure.axes[0].lines if artist.get_gid() == "line|walk")
    slope.set_data([0, 10], [0, 7])
    assert "7.0 points more pain" in confounding.facts[1]
    assert all("nvented people" in picture.note for picture in (diagram, confounding))
