"""The plan of revision: ratings, days, a moved clock, the order of asking, and that the journal alone decides."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import answers as counted
from stretchlib.learner import journal, journal_records, revision
from stretchlib.learner.journal_order import put_right
from stretchlib.questions import marking
from stretchlib.questions.bank import bank, question
from stretchlib.questions.sheet import Sheet
from stretchlib.widgets import Quiz, revise

TODAY = date(2026, 3, 2)
IDS = [question.id for question in bank()]


def answer(name: str, when: date | str, points: float = 1.0, confidence: int | None = 75,
           **more: Any) -> dict[str, Any]:
    at = when if isinstance(when, str) else f"{when.isoformat()}T18:30:00+01:00"
    return {"question": name, "at": at, "points": points, "right": points == 1, "confidence": confidence,
            "seed": 0, "quiz": "01", **more}


def due_days(answers: Iterable[dict[str, Any]], today: date = TODAY) -> dict[str, str]:
    return {item.question: item.due_day for item in revision.plan(answers, today) if item.times}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> journal.Journal:
    """The learner's journal, in use and empty."""
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    return journal.current()


@pytest.mark.parametrize(("points", "confidence", "rated"), [
    (1, 95, Rating.Easy), (1, 75, Rating.Good), (1, 50, Rating.Good), (1, 25, Rating.Hard), (1, None, Rating.Good),
    (0.667, 95, Rating.Hard), (0.75, 25, Rating.Hard), (0.6, 95, Rating.Again), (0, 25, Rating.Again),
    (0, 95, Rating.Again)])
def test_points_and_confidence_make_a_rating(points: float, confidence: int | None, rated: Rating) -> None:
    assert revision.rating({"points": points, "confidence": confidence}) is rated


def test_the_surer_and_righter_the_later_it_comes_back() -> None:
    waits = [int(revision.rehearse(word)["wait_days"][0]) for word in revision.TRIES]
    assert waits == sorted(waits)
    assert waits[0] == 1
    assert waits[-1] > waits[-2] > waits[0]


def test_right_again_waits_longer_wrong_comes_back_the_next_day_and_nothing_waits_beyond_a_term() -> None:
    table = revision.rehearse(*["right"] * 6, "wrong", "right")
    waits = list(table["wait_days"])
    assert waits[:6] == sorted(waits[:6])
    assert max(waits) == 180, "half a year: a term"
    assert waits[6] == 1
    assert 1 < waits[7] < waits[5], "what was forgotten once starts lower"


def test_a_rehearsal_tells_day_rating_and_wait() -> None:
    table = revision.rehearse(*revision.TRIES)
    assert list(table["answer"]) == ["wrong", "partly", "right by guessing", "right", "right and sure"]
    assert list(table["rating"]) == ["again", "hard", "hard", "good", "easy"]
    assert list(table["day"]) == [0, *table["wait_days"].cumsum()[:-1]]


def test_the_edges_of_a_rating() -> None:
    """Two thirds of the points, kept to three decimals, are enough; 95 % is sure and 25 % a guess."""
    for points, confidence, rated in ((0.667, 50, Rating.Hard), (0.666, 50, Rating.Hard), (0.665, 50, Rating.Again),
                                      (0.999, 50, Rating.Hard), (1, 94, Rating.Good), (1, 96, Rating.Easy),
                                      (1, 24, Rating.Hard), (1, 26, Rating.Good)):
        assert revision.rating({"points": points, "confidence": confidence}) is rated, (points, confidence)


def test_the_package_alone_gives_the_same_days() -> None:
    """Held against the scheduler asked directly, review by review."""
    from fsrs import Card, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(timedelta(days=1),), enable_fuzzing=False)
    card, when = Card(card_id=7, due=datetime(2026, 1, 5, 12, tzinfo=UTC)), datetime(2026, 1, 5, 12, tzinfo=UTC)
    said = []
    for points, confidence, rated in [(1, 75, Rating.Good), (0, 95, Rating.Again), (1, 95, Rating.Easy)]:
        card, _ = scheduler.review_card(card, rated, when)
        said.append(answer("Q01", when.date(), points, confidence))
        when += timedelta(days=3)
    assert due_days(said) == {"Q01": card.due.date().isoformat()}


def test_only_the_first_answer_of_a_day_counts() -> None:
    day = date(2026, 2, 20)
    wrong_first = [answer("Q01", day, 0), answer("Q01", day, 1, 95), answer("Q02", day)]
    assert due_days(wrong_first)["Q01"] == "2026-02-21"
    assert [counted_answer["points"] for _, counted_answer in counted.first_tries(wrong_first)] == [0, 1]
    next_day = [*wrong_first, answer("Q01", day + timedelta(days=1), 1)]
    assert next(item for item in revision.plan(next_day, TODAY) if item.question == "Q01").times == 2


def test_an_hour_more_or_less_and_travel_change_no_day() -> None:
    late = [answer("Q01", "2026-02-20T23:50:00+01:00"), answer("Q01", "2026-02-22T00:10:00-08:00", 1)]
    early = [answer("Q01", "2026-02-20T06:00:00+13:00"), answer("Q01", "2026-02-22T23:59:00+05:30", 1)]
    assert due_days(late) == due_days(early)


def test_what_is_due_today_is_due_at_every_hour_of_today() -> None:
    said = [answer("Q01", "2026-02-20T23:50:00+01:00", 0)]
    assert list(revision.due(datetime(2026, 2, 21, 0, 5), said)["question"]) == ["Q01"]
    assert revision.due(date(2026, 2, 20), said).empty
    assert list(revision.due(date(2026, 2, 20), said).columns) == list(revision.schedule(TODAY, said).columns)


@pytest.mark.parametrize("moved", ["1970-01-01", (TODAY + timedelta(days=1)).isoformat()])
def test_a_moved_clock_puts_nothing_off(moved: str) -> None:
    day = date(2026, 2, 20)
    good = [answer(name, day + timedelta(days=number)) for number, name in enumerate(["Q02", "Q03", "Q04"])]
    said = [*good[:2], answer("Q01", f"{moved}T10:00:00+01:00"), good[2]]
    assert due_days(said)["Q01"] == due_days([*good[:2], answer("Q01", day + timedelta(days=1)), good[2]])["Q01"]
    assert {name: when for name, when in due_days(said).items() if name != "Q01"} == due_days(good)


@pytest.mark.parametrize("moved", [(TODAY + timedelta(days=2)).isoformat(), "2036-01-05", "2099-01-01"])
def test_an_answer_dated_later_than_tomorrow_is_left_out_of_the_due_dates(moved: str) -> None:
    day = date(2026, 2, 20)
    good = [answer(name, day + timedelta(days=number)) for number, name in enumerate(["Q02", "Q03", "Q04"])]
    for position in range(4):
        said = [*good[:position], answer("Q01", f"{moved}T10:00:00+01:00"), *good[position:]]
        assert due_days(said) == due_days(good)
    assert due_days([answer("Q01", f"{moved}T10:00:00+01:00")]) == {}, "it comes up as one that was never asked"


@given(st.lists(st.integers(0, 40), max_size=25), st.integers(0, 45))
def test_the_days_believed_never_run_back_nor_ahead(days: list[int], end: int) -> None:
    start = date(2026, 1, 1)
    today = start + timedelta(days=end)
    believed = put_right([start + timedelta(days=number) for number in days], today)
    assert len(believed) == len(days)
    assert believed == sorted(believed)
    assert all(day <= today for day in believed)
    if days == sorted(days) and all(number <= end for number in days):
        assert believed == [start + timedelta(days=number) for number in days]


def test_the_order_is_due_new_later() -> None:
    day = TODAY - timedelta(days=3)
    said = [answer("Q05", day, 0), answer("Q01", TODAY - timedelta(days=30), 0), answer("Q02", TODAY, 1, 95),
            answer("Q07", TODAY)]
    planned = revision.plan(said, TODAY)
    states = [item.state for item in planned]
    assert states == sorted(states, key=revision.STATES.index)
    assert [item.question for item in planned if item.state == "due"] == ["Q01", "Q05"], "the least likely known first"
    assert [item.question for item in planned if item.state == "later"] == ["Q07", "Q02"]
    assert [item.times for item in planned if item.state == "new"] == [0] * (len(planned) - 4)


def test_of_those_due_the_chance_decides_and_of_the_later_ones_the_day() -> None:
    """Q05 fell due first and is likelier to be known than Q02; Q07 was known a moment ago and comes back tomorrow."""
    said = [*(answer("Q01", TODAY - timedelta(days=days), 1, 95) for days in (100, 80)),
            answer("Q05", TODAY - timedelta(days=12)), answer("Q02", TODAY - timedelta(days=3), 0),
            answer("Q07", TODAY, 0)]
    planned = [item for item in revision.plan(said, TODAY) if item.times]
    assert [(item.question, item.state, item.recall) for item in planned] == [
        ("Q02", "due", 0.66), ("Q05", "due", 0.757), ("Q07", "later", 1.0), ("Q01", "later", 0.921)]
    assert [item.due_day for item in planned] == ["2026-02-28", "2026-02-20", "2026-03-03", "2026-04-03"]


def test_ten_are_asked_where_no_number_is_named_and_one_where_one_is(kept: journal.Journal) -> None:
    sheets, _ = revision.next_set()
    assert (len(sheets), {sheet.seed for sheet in sheets}) == (10, {1})
    assert len(revision.next_set(1)[0]) == 1


def test_new_ones_come_in_turn_from_the_notebooks_that_exist_and_first_from_those_begun() -> None:
    there = {name[:2] for name in revision._notebooks()}
    fresh = revision.plan([], TODAY)
    assert {item.notebook for item in fresh} <= there
    rounds = sorted({item.notebook for item in fresh})
    assert [item.notebook for item in fresh[:len(rounds)]] == rounds
    form = set(sl.load_mixed_form()["question"])
    assert {item.question for item in fresh[:4 * len(rounds)]} <= form
    begun = revision.plan([answer("Q01", TODAY, quiz="03"), answer("Q02", TODAY, quiz=revision.NAME)], TODAY)
    new = [item for item in begun if item.state == "new"]
    third = [item for item in new if item.notebook == "03"]
    assert new[:len(third)] == third
    assert len(third) > 10


def test_extra_questions_are_never_due_and_a_question_that_left_the_bank_is_passed_by() -> None:
    extra = next(question.id for question in bank(optional=True) if question.optional)
    planned = revision.plan([answer(extra, "2026-01-01T10:00:00+00:00", 0), answer("Q999", "2026-01-01T10:00:00+00:00"),
                             {"at": "2026-01-01T10:00:00+00:00", "note": "no answer at all"},
                             answer("Q05", "yesterday"), answer("Q05", TODAY, quiz=["01"], points="full")], TODAY)
    assert not [item for item in planned if item.times]
    assert extra not in {item.question for item in planned}


def test_the_journal_alone_decides(kept: journal.Journal, tmp_path: Path) -> None:
    chance = random.Random(5)
    for name in chance.choices(IDS, k=20):
        kept.append("answer", question=name, points=chance.choice([0, 0.5, 1]), right=False, seed=0, quiz="01",
                    confidence=chance.choice(marking.CONFIDENCE))
    later = date.today() + timedelta(days=20)
    first = revision.schedule(later)
    again = journal.Journal(tmp_path / "other.jsonl")
    again.import_from(kept.export(tmp_path / "exported.jsonl"))
    assert revision.schedule(later, again.records("answer")).equals(first)
    assert set(first["state"]) == {"due", "new"}
    assert journal.Journal(kept.path).records() == kept.records(), "planning writes nothing"


def test_revise_asks_what_is_due_with_new_numbers_and_reschedules_it(kept: journal.Journal) -> None:
    made = "Q137"
    kept.append("answer", **answer(made, date.today() - timedelta(days=4), 0))
    first = revise(3)
    assert next(iter(first.questions)) == made
    assert {sheet.seed for sheet in first.sheets.values()} == {1}
    assert first.questions[made].stem != Sheet(question(made)).question.stem
    assert first.sentence.startswith("To repeat today: 1, and ")
    assert not first.marks, "the mark of an earlier attempt is not shown"
    key = first.questions[made]
    typed = f"{key.answer:.{key.decimals}f}"
    first._receive(None, {"seq": 1, "question": made, "response": typed, "confidence": 75}, None)
    last = kept.records("answer")[-1]
    assert (last["seed"], last["quiz"], last["right"]) == (1, "revision", True)
    second = revise(3)
    assert made not in second.questions
    assert {sheet.seed for sheet in second.sheets.values()} == {2}
    assert revision.schedule().set_index("question").loc[made, "state"] == "later"
    assert second.sentence.startswith("Nothing is to be repeated today; here are 3 that you have not been asked yet; ")
    assert "the next to repeat comes up in " in second.sentence


def test_nothing_due_says_so_and_offers_the_nearest(kept: journal.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = bank("01")[:4]
    monkeypatch.setattr(revision, "bank", lambda: asked)
    for asked_question, confidence in zip(asked, (95, 75, 95, 95), strict=True):
        kept.append("answer", **{**answer(asked_question.id, TODAY, 1, confidence), "at": journal_records.now()})
    quiz = revise(2)
    assert next(iter(quiz.questions)) == asked[1].id
    assert len(quiz.questions) == 2
    soon = (date.today() + timedelta(days=2)).isoformat()
    assert quiz.sentence == ("Nothing is due today; here are the 2 that are due next; the next to repeat comes up "
                             f"in 2 days, on {soon}.")
    _, tomorrow = revision.next_set(2, date.today() + timedelta(days=1))
    assert tomorrow.endswith("; the next to repeat comes up tomorrow.")


def test_an_empty_journal_asks_the_same_each_time(kept: journal.Journal) -> None:
    first, second = revise(), revise()
    assert isinstance(first, Quiz)
    assert repr(first) == repr(second)
    assert first.sentence == "Nothing is to be repeated today; here are 10 that you have not been asked yet."
    assert len(first.questions) == 10
    assert repr(first.sources()) == repr(second.sources())
    keys = {key for question in first.questions.values() for key in question.sources}
    assert {str(row["id"]) for row in first.sources().rows} == keys
    assert list(sl.revise(3).questions) == list(first.questions)[:3]


@pytest.mark.parametrize("n", [0, -1, 2.5, True, "ten"])
def test_a_wrong_count_is_told(n: Any) -> None:
    with pytest.raises(StretchlibError, match="whole number of questions from 1 on"):
        revise(n)


def test_an_unknown_way_is_told() -> None:
    with pytest.raises(StretchlibError, match="did you mean 'wrong'"):
        revision.rehearse("wrongg")
