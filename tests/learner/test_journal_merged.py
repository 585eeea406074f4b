"""Journals of several computers and phones in one file: by instant, in any order of importing, each record once."""

from __future__ import annotations

import itertools
import json
import random
import tempfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stretchlib.exercises.session import Session
from stretchlib.learner import answers, journal, journal_order, revision
from stretchlib.learner.journal import Journal
from stretchlib.learner.journal_records import HEADER, header, line, origin_of
from stretchlib.widgets import case

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
Device = list[dict[str, Any]]


def day_of_march(number: int, zone_h: int = 1) -> str:
    return (MARCH + timedelta(days=number - 1)).astimezone(timezone(timedelta(hours=zone_h))).isoformat()


def answer(question: str, at: str, points: float = 1.0) -> dict[str, Any]:
    return {"kind": "answer", "question": question, "at": at, "points": points, "right": points == 1, "seed": 0,
            "confidence": 75, "quiz": "01", "response": "1"}


def written(path: Path, records: Device) -> Path:
    book = Journal(path)
    for record in records:
        book.append(**record)
    return path


def of_before(path: Path, records: Device) -> Path:
    """A file of an edition that knew no origins."""
    lines = [line({"id": f"{path.stem}{number}", "kind": record["kind"], "at": record["at"], **record})
             for number, record in enumerate(records)]
    path.write_text(HEADER + "".join(lines), "utf-8", newline="\n")
    return path


COMPUTER = [answer("Q01", day_of_march(2), 0), answer("Q01", day_of_march(12))]
PHONE = [answer("Q01", day_of_march(4)), answer("Q02", day_of_march(5)), answer("Q02", day_of_march(9))]


@pytest.mark.parametrize("make", [written, of_before])
@pytest.mark.parametrize("first", ["computer", "phone"])
def test_a_phone_imported_behind_a_computer_is_no_clock_that_ran_back(make: Any, first: str, tmp_path: Path) -> None:
    files = {"computer": make(tmp_path / "computer.jsonl", COMPUTER), "phone": make(tmp_path / "phone.jsonl", PHONE)}
    book = Journal(files.pop(first))
    (second,) = files.values()
    assert book.import_from(second) == (len(Journal(second).records()), 0)
    for read in (book, Journal(book.path)):
        tries = [(when.day, tried["question"], tried["points"])
                 for when, tried in answers.first_tries(read.records("answer"), date(2026, 3, 13))]
        assert tries == [(2, "Q01", 0), (4, "Q01", 1), (5, "Q02", 1), (9, "Q02", 1), (12, "Q01", 1)]
        assert read.problems == ()
        plan = {item.question: item for item in revision.plan(read.records("answer"), date(2026, 3, 13)) if item.times}
        assert (plan["Q02"].times, plan["Q02"].last_day) == (2, "2026-03-09")
        assert (plan["Q01"].times, plan["Q01"].last_day) == (3, "2026-03-12")


def test_one_clock_that_ran_back_is_put_right_within_its_origin_and_told(tmp_path: Path) -> None:
    moved = [answer("Q06", day_of_march(1)), answer("Q01", day_of_march(2)), answer("Q05", "1999-01-01T00:00:00+00:00"),
             answer("Q02", day_of_march(7))]
    book = Journal(written(tmp_path / "computer.jsonl", moved))
    phone = [answer("Q03", day_of_march(3)), answer("Q04", day_of_march(4))]
    book.import_from(written(tmp_path / "phone.jsonl", phone))
    assert [record["question"] for record in book.records()] == ["Q06", "Q01", "Q05", "Q03", "Q04", "Q02"]
    assert len(book.problems) == 1
    assert "the clock ran back between 2026-03-02" in book.problems[0]
    assert book.problems == Journal(book.path).problems


# An instant is what counts, not its text: the offset of a phone on a journey is another one.


def test_instants_decide_and_not_their_texts(tmp_path: Path) -> None:
    book = Journal(written(tmp_path / "a.jsonl", [{"kind": "note", "text": "late", "at": "2026-03-01T09:00:00-08:00"}]))
    book.import_from(written(tmp_path / "b.jsonl", [
        {"kind": "note", "text": "early", "at": "2026-03-01T23:00:00+09:00"},
        {"kind": "note", "text": "latest", "at": "2026-03-02T02:30:00+09:00"}]))
    assert [record["text"] for record in book.records("note")] == ["early", "late", "latest"]


def test_records_carry_the_origin_of_the_file_they_were_first_written_in(tmp_path: Path) -> None:
    computer, phone = written(tmp_path / "a.jsonl", COMPUTER), written(tmp_path / "b.jsonl", PHONE)
    mine, theirs = ({record["origin"] for record in Journal(path).records()} for path in (computer, phone))
    assert len(mine) == len(theirs) == 1
    assert mine != theirs
    book = Journal(computer)
    book.import_from(phone)
    carried = Journal(book.export(tmp_path / "carried.jsonl"))
    assert [record["origin"] for record in carried.records()] == [record["origin"] for record in book.records()]
    assert {record["origin"] for record in carried.records()} == mine | theirs
    assert json.loads(computer.read_text("utf-8").splitlines()[0])["origin"] in mine
    assert book.append("note", text="x")["origin"] in mine
    assert sorted(map(len, mine | theirs)) == [16, 16]


def test_a_file_of_before_has_the_same_origin_in_every_copy(tmp_path: Path) -> None:
    old = of_before(tmp_path / "old.jsonl", PHONE)
    (origin,) = {record["origin"] for record in Journal(old).records()}
    assert origin == origin_of("old0")
    book = Journal(old)
    assert book.append("note", text="new")["origin"] == origin
    assert old.read_text("utf-8").startswith(HEADER), "the heading is left as it was"
    longer = Journal(old).export(tmp_path / "longer.jsonl")
    assert {record["origin"] for record in Journal(longer).records()} == {origin}
    shorter = Journal(written(tmp_path / "other.jsonl", COMPUTER))
    assert shorter.import_from(longer) == (4, 0)
    assert shorter.import_from(of_before(tmp_path / "old.jsonl", PHONE)) == (0, 3)


@pytest.mark.parametrize("length", [10, 45, len(HEADER) + 4, len(header("0" * 16)) - 2])
def test_a_heading_that_was_cut_costs_no_origin(length: int, tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", COMPUTER)
    path.write_bytes(path.read_bytes()[:length])
    book = Journal(path)
    origins = {book.append("note", text=str(number))["origin"] for number in range(3)}
    assert len(origins) == 1
    assert {record["origin"] for record in Journal(path).records()} == origins
    assert len(Journal(path).records()) == 3


def test_an_origin_that_stands_elsewhere_in_a_record_is_read(tmp_path: Path) -> None:
    records = [{"id": "1", "kind": "note", "at": day_of_march(2), "text": "a", "origin": "0123456789abcdef"},
               {"id": "2", "kind": "note", "at": day_of_march(3), "text": '"origin":"0123456789abcdef"'},
               {"id": "3", "kind": "note", "at": day_of_march(4), "inner": {"origin": "f" * 16}},
               {"id": "4", "kind": "note", "at": day_of_march(5), "origin": ["nonsense"]}]
    path = tmp_path / "a.jsonl"
    path.write_text(header("f" * 16) + "".join(map(line, records)), "utf-8", newline="\n")
    origins = [record["origin"] for record in Journal(path).records()]
    assert origins == ["0123456789abcdef", "f" * 16, "f" * 16, "f" * 16]
    assert Journal(path).problems == ()


def test_two_that_begin_one_file_at_once_have_one_origin(tmp_path: Path) -> None:
    first, second = Journal(tmp_path / "a.jsonl"), Journal(tmp_path / "a.jsonl")
    assert first.records() == second.records() == []
    assert first.append("note", text="1")["origin"] == second.append("note", text="2")["origin"]


# Settings, plans, cases


def test_an_old_export_does_not_switch_pain_scores_back_on(tmp_path: Path) -> None:
    old = written(tmp_path / "old.jsonl", [{"kind": "setting", "name": "pain_scores", "value": True,
                                            "at": day_of_march(2)}])
    book = Journal(written(tmp_path / "new.jsonl", [{"kind": "setting", "name": "pain_scores", "value": False,
                                                     "at": day_of_march(10)}]))
    book.import_from(old)
    assert book.setting("pain_scores") is False
    assert Journal(book.path).setting("pain_scores") is False
    back = Journal(old)
    back.import_from(book.path or "")
    assert back.setting("pain_scores") is False


def test_a_setting_made_after_the_clock_was_set_back_counts(tmp_path: Path) -> None:
    book = Journal(written(tmp_path / "a.jsonl", [
        {"kind": "setting", "name": "pain_scores", "value": True, "at": "2036-03-01T12:00:00+00:00"}]))
    assert book.setting("pain_scores") is True, "there is no other"
    book.set("pain_scores", False)
    assert book.setting("pain_scores") is False is Journal(book.path).setting("pain_scores")


def test_a_case_in_progress_is_not_replaced_by_an_older_play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def play(name: str, day: int, topic: str) -> dict[str, Any]:
        return {"kind": "case", "case": "numb_saddle", "play": name, "do": "ask", "what": topic, "ending": "",
                "minutes": 1, "at": day_of_march(day)}

    older = written(tmp_path / "older.jsonl", [play("older", 3, "sleep"), play("older", 3, "saddle")])
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(written(tmp_path / "a.jsonl", [play("newer", 10, "saddle")])))
    journal.current().import_from(older)
    assert [step.id for step in case("numb_saddle").play.steps] == ["saddle"]


# Any order, any number of times


@st.composite
def devices(draw: st.DrawFn) -> list[Device]:
    """What two to four devices wrote, each with a clock of its own that may have been moved once."""
    every: list[Device] = []
    for number in range(draw(st.integers(2, 4))):
        hours = sorted(draw(st.lists(st.integers(0, 24 * 20), max_size=6)))
        moved, zone = draw(st.sampled_from([None, -9000, 40])), draw(st.integers(-11, 14))
        records = []
        for index, hour in enumerate(hours):
            shift = moved if moved is not None and index == len(hours) // 2 else 0
            at = (MARCH + timedelta(hours=hour, days=shift)).astimezone(timezone(timedelta(hours=zone)))
            kind = draw(st.sampled_from(["answer", "setting", "practice", "case"]))
            records.append({"id": f"{number}-{index}", "kind": kind, "at": at.isoformat(),
                            "question": draw(st.sampled_from(["Q01", "Q02", "Q05"])), "name": "pain_scores",
                            "points": draw(st.sampled_from([0, 1])), "value": draw(st.booleans())})
        every.append(records)
    return every


def state(book: Journal) -> Any:
    records = book.records()
    return (records, answers.first_tries(book.records("answer"), date(2026, 4, 20)), book.setting("pain_scores"),
            [revision.plan(book.records("answer"), date(2026, 4, 20))[:4]], sorted(book.problems))


@settings(max_examples=25, deadline=None)
@given(devices(), st.randoms(use_true_random=False), st.booleans())
def test_property_the_order_of_importing_makes_no_difference(every: list[Device], dice: random.Random,
                                                            before: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        make = of_before if before else written
        files = [make(Path(folder) / f"device{number}.jsonl", records) for number, records in enumerate(every)
                 if records]
        orders = list(itertools.permutations(files))
        reached = []
        for number, order in enumerate(dice.sample(orders, min(3, len(orders)))):
            book = Journal(Path(folder) / str(number) / "journal.jsonl")
            for path in order:
                book.import_from(path)
            size = book.path.stat().st_size if files and book.path else 0
            for path in order:
                assert book.import_from(path)[0] == 0
            assert size == (book.path.stat().st_size if files and book.path else 0), "importing twice changes nothing"
            reached.append(state(book))
            assert state(Journal(book.path)) == reached[-1], "what is in mind is what is in the file"
            passed_on = Journal(Path(folder) / f"passed_on{number}.jsonl")
            passed_on.import_from(book.export(Path(folder) / f"export{number}.jsonl"))
            assert passed_on.records() == book.records()
        assert all(later == reached[0] for later in reached)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50)), max_size=40))
def test_property_records_added_one_by_one_stand_as_those_read_at_once(made: list[tuple[int, int]]) -> None:
    records = [{"id": str(number), "kind": "note", "at": (MARCH + timedelta(hours=hour)).isoformat(),
                "origin": f"{origin:016x}"} for number, (origin, hour) in enumerate(made)]
    grown = Journal()
    for record in records:
        grown._write([record])
        grown.records()  # the order is known before the next one comes
    at_once = journal.read((HEADER + "".join(map(line, records))).encode(), "journal.jsonl")
    assert grown.records() == at_once.of()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50)), max_size=40))
def test_property_the_order_is_kept_within_an_origin_and_by_instant_between(made: list[tuple[str, int]]) -> None:
    times = [(MARCH + timedelta(hours=hour)).timestamp() for _, hour in made]
    order, instants = journal_order.in_order(times, [origin for origin, _ in made], range(1, len(made) + 1))
    assert sorted(order) == list(range(len(made)))
    assert [instants[index] for index in order] == sorted(instants)
    for origin in "abc":
        run = [index for index in order if made[index][0] == origin]
        assert run == sorted(run)


def test_the_same_record_with_two_contents_counts_as_the_later_one_says(tmp_path: Path) -> None:
    early = written(tmp_path / "early.jsonl", [{"kind": "note", "id": "1", "text": "early", "at": day_of_march(2)}])
    late = written(tmp_path / "late.jsonl", [{"kind": "note", "id": "1", "text": "late", "at": day_of_march(3)}])
    for mine, theirs in ((early, late), (late, early)):
        book = Journal(tmp_path / f"of_{mine.name}")
        assert [book.import_from(path) for path in (mine, theirs, mine)] == [(1, 0), (0, 1), (0, 1)]
        assert [record["text"] for record in Journal(book.path).records()] == ["late"]


def test_practices_of_a_phone_count_in_their_own_weeks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stretchlib.exercises.programme import Programme
    from stretchlib.learner import practice_log

    row = Session.from_exercise("figure_four_stretch").rehearse()
    week = Programme.for_case("reader_of_the_article")

    def practice(number: int) -> dict[str, Any]:
        return {"kind": "practice", **row, "started_at": day_of_march(number), "at": day_of_march(number)}

    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(written(tmp_path / "a.jsonl", [practice(16), practice(17)])))
    journal.current().import_from(written(tmp_path / "b.jsonl", [practice(9), practice(10)]))
    log = practice_log.read(week)
    assert list(log.practices()["day"]) == [f"2026-03-{day:02d}" for day in (9, 10, 16, 17)]
    assert list(log.practices()["week"]) == [1, 1, 2, 2]


# Files that hold only a part of what a device wrote


@settings(max_examples=25, deadline=None)
@given(devices(), st.data(), st.booleans())
def test_property_parts_of_files_in_any_order_end_in_the_same_reading(every: list[Device], data: st.DataObject,
                                                                     before: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        make = of_before if before else written
        parts = []
        for number, records in enumerate(every):
            # Records of before have no number: of two of one second nobody knows which was the first.
            records = list({record["at"]: record for record in records}.values()) if before else records
            if not records:
                continue
            path = make(Path(folder) / f"device{number}.jsonl", records)
            whole = Journal(path).records()
            parts.append(path)
            for part in range(data.draw(st.integers(0, 2))):
                chosen = data.draw(st.lists(st.sampled_from(whole), unique_by=lambda record: record["id"], min_size=1))
                target = Path(folder) / f"part{number}_{part}.jsonl"
                target.write_text(header(f"{part + 1:016x}") + "".join(
                    line(record) for record in whole if record in chosen), "utf-8", newline="\n")
                parts.append(target)
        reached = []
        for number in range(3):
            book = Journal(Path(folder) / str(number) / "journal.jsonl")
            for path in data.draw(st.permutations(parts)):
                book.import_from(path)
            for path in parts:
                assert book.import_from(path)[0] == 0
            reached.append(state(book))
            assert state(Journal(book.path)) == reached[-1], "what is in mind is what is in the file"
        assert reached[0] == reached[1] == reached[2]


def pocket(path: Path, computer: Journal) -> Path:
    """What the pocket page carries of a computer's records: answers and practices."""
    path.write_text(header("00000000000000aa") + "".join(map(line, computer.records("answer"))), "utf-8", newline="\n")
    return path


@pytest.mark.parametrize("first", ["pocket", "computer"])
def test_a_part_of_a_computers_records_moves_no_setting_and_no_case(first: str, tmp_path: Path,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    step = {"kind": "case", "case": "numb_saddle", "do": "ask", "ending": "", "minutes": 1}
    computer = Journal(written(tmp_path / "computer.jsonl", [
        {"kind": "setting", "name": "pain_scores", "value": True, "at": day_of_march(1)},
        {**step, "play": "older", "what": "sleep", "at": day_of_march(3)},
        *(answer(f"Q{number:02d}", day_of_march(number)) for number in range(4, 14))]))
    files = {"pocket": pocket(tmp_path / "pocket.jsonl", computer), "computer": computer.path or Path()}
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(written(tmp_path / "third.jsonl", [
        {"kind": "setting", "name": "pain_scores", "value": False, "at": day_of_march(7)},
        {**step, "play": "newer", "what": "saddle", "at": day_of_march(7)}])))
    third = journal.current()
    third.import_from(files.pop(first))
    third.import_from(*files.values())
    assert third.setting("pain_scores") is False
    assert [done.id for done in case("numb_saddle").play.steps] == ["saddle"]
    assert third.problems == ()


def test_a_cut_copy_and_then_the_whole_one_is_no_clock_that_ran_back(tmp_path: Path) -> None:
    days = {"Q01": 2, "Q02": 3, "Q03": 4, "Q04": 9}
    path = written(tmp_path / "whole.jsonl", [answer(name, day_of_march(day)) for name, day in days.items()])
    lines = path.read_text("utf-8").splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_text("".join([*lines[:2], lines[2][:40] + "\n", *lines[3:]]), "utf-8", newline="\n")
    for number, order in enumerate([(cut, path), (path, cut)]):
        book = Journal(tmp_path / f"{number}.jsonl")
        for source in order:
            book.import_from(source)
        assert book.problems == ()
        first = answers.first_tries(book.records("answer"))
        assert {tried["question"]: when.day for when, tried in first} == days


def test_a_copied_journal_that_was_continued_twice_goes_by_instant(tmp_path: Path) -> None:
    path = written(tmp_path / "desk.jsonl", [answer("Q01", day_of_march(2))])
    laptop = tmp_path / "laptop.jsonl"
    laptop.write_bytes(path.read_bytes())
    for file, names in ((path, {"Q02": 3, "Q03": 4}), (laptop, {"Q04": 10, "Q05": 11})):
        for name, day in names.items():
            Journal(file).append(**answer(name, day_of_march(day)))
    desk = Journal(path)
    desk.import_from(laptop)
    assert [(when.day, tried["question"]) for when, tried in answers.first_tries(desk.records("answer"))] == [
        (2, "Q01"), (3, "Q02"), (4, "Q03"), (10, "Q04"), (11, "Q05")]
    assert desk.problems == ()


# A clock that was not set


@pytest.mark.parametrize("year", [1970, 2036])
def test_a_record_of_a_clock_that_was_not_set_counts_nowhere_and_is_told(year: int, tmp_path: Path,
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    from stretchlib.app import doctor
    from stretchlib.exercises.programme import Programme
    from stretchlib.learner import calibration, practice_log, results

    path = tmp_path / "a.jsonl"
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(path))
    row = Session.from_exercise("figure_four_stretch").rehearse()
    wrong = f"{year}-01-05T10:00:00+01:00"
    path.write_text(header("f" * 16) + "".join(line({"id": str(number), **fields}) for number, fields in enumerate([
        {"kind": "practice", "at": at, **row, "started_at": at} for at in (wrong, day_of_march(10))] + [
        answer("Q01", wrong), answer("Q02", day_of_march(10))])), "utf-8", newline="\n")
    assert len(journal.current().records()) == 4
    assert len(journal.current().misdated()) == 2
    assert len(calibration.said()[0]) == 1
    assert [tried["day"] for tried in results.result().answers] == ["2026-03-10"]
    assert list(practice_log.read(Programme.for_case("reader_of_the_article")).practices()["day"]) == ["2026-03-10"]
    assert any("2 of your records are dated" in str(finding) and str(year) in str(finding)
               for finding in doctor.records())


def test_a_record_whose_entries_stand_in_another_order_has_the_origin_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(header("f" * 16) + line({"id": "1", "kind": "note", "text": "x", "at": day_of_march(2)}), "utf-8",
                    newline="\n")
    assert [record["origin"] for record in Journal(path).records()] == ["f" * 16]
    assert Journal(tmp_path / "b.jsonl").import_from(path) == (1, 0)
