"""A page without a kernel marks as the library does, and its records are those of the journal."""

from __future__ import annotations

import itertools
import json
import math
import random
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.session import Session
from stretchlib.learner.journal import Journal
from stretchlib.learner.journal_order import in_order, instant
from stretchlib.learner.journal_records import HEADER, line, origin_of
from stretchlib.publish.pages.claims import claim_questions
from stretchlib.questions.bank import Option, Question, bank
from stretchlib.questions.feedback import notes, rubric
from stretchlib.questions.sheet import Sheet
from stretchlib.questions.typed_numbers import read_values, same_unit
from stretchlib.tables import catalogue, phrases
from tests.node_page import ask

SEED = 3
MARK = """({words, tries}) => tries.map(({key, response, asked}) =>
    marking.markOf(key, response, dom.phrases(words), asked))"""
TYPED = ["12", " 12 ", "-3,5", "+.5", ",5", "1 234", "12 345,6 mm", "1 2", "12 %", "12 per cent", "\u22124",
         "4\u201310",
         "12 per 100", "12/100", "12 PER 100", "per 100", "3-4", "1e5", "0x10", "inf", "NaN", "12.", "12,", "12..3",
         "\u0663\u0664", "\uff11\uff12", "\u096a\u096b,\u0967", "\U0001d7d9\U0001d7da", "5\u00b0", "5 deg.",
         "5 Degrees", "7\u00a0000",
         "7\u2009000 people", "90 grad\x00", "9" * 400, "1" + " " * 250, "", " ", "mm", "12 mm2", "12 a+b",
         "12 " + "x" * 31,
         "1,024", "1.024", "1\u00a0024", "1\u202f024", "1'024", "1\u2019024", "0,024", "1,024.5", "1.024.000",
         "1,024 mm",
         "12\n", "1\x1c2", "30\ufeff", "½", "²", "12 \u0664", "-", "+ 5", "-  5", "5 millimeters", "5 MILLIMETRES"]


def responses(sheet: Sheet) -> list[Any]:
    """Right, wrong, partial, unfinished and empty-handed answers, as the page of a sheet sends them."""
    question, page = sheet.question, sheet.public()
    ids = [option["id"] for option in page["options"]]
    chance = random.Random(question.id)
    if question.kind in ("single", "label"):
        return list(ids)
    if question.kind in ("multiple", "area"):
        return [[], ids, *([name] for name in ids), *(chance.sample(ids, 2) for _ in range(3))]
    if question.kind == "order":
        return [ids, ids[::-1], ids[:1], *(chance.sample(ids, len(ids)) for _ in range(4))]
    if question.kind == "match":
        rights = [option["id"] for option in page["right"]]
        pairings = [{name: chance.choice(rights) for name in ids} for _ in range(5)]
        return [*pairings, {ids[0]: rights[0]}, sheet.key()["pairs"]]
    if question.kind == "written":
        every = [str(position) for position in range(1, 1 + len(question.of("criterion")))]
        return [{"text": "Words."}, {"text": "Words.", "criteria": []}, {"text": "W.", "criteria": every},
                {"text": "W.", "criteria": every[:1]}]
    answer = question.answer or 0.0
    slips = [option.match for option in question.of("misconception")]
    near = [f"{answer + by * question.tolerance:.9f}" for by in (-1.01, -1, 0, 0.99, 1, 1.01)]
    grouped = [f"{answer:,.{question.decimals}f}", "1,024", "1.024", "1 024", "12,500", "250.000", "1,024 furlongs"]
    return [*near, *slips, *grouped, f"{answer:g} {question.unit}", f"{answer:g} furlongs", "a few", "1e3", "-999999",
            "999999"]


def marked(sheet: Sheet, given: Any, asked: bool = False) -> dict[str, Any]:
    """What the library says of an answer of the page."""
    question, response = sheet.question, sheet.translate(given)
    mark = sheet.mark(response, asked=asked)
    if not mark.read:
        return {"refused": mark.feedback[0].text, **({"asks": True} if mark.asks else {})}
    return {"stage": "marked", "points": mark.points, "right": mark.right, "review": question.review,
            "notes": list(notes(sheet, mark, response)), "certainty": question.sureness, "response": given,
            "key": mark.answer_text if question.kind == "numeric" else "",
            **(rubric(question) if question.kind == "written" else {})}


WRITTEN = Question("W1", "written", "Explain it.", (
    Option("a", "criterion", "It says what", feedback="That is first."), Option("b", "criterion", "It says why"),
    Option("m", "model_answer", "One way.")))
SHEETS = [Sheet(question, SEED) for question in (*bank(optional=True), *claim_questions(), WRITTEN)]


def test_the_page_marks_every_question_as_the_library_does(tmp_path: Path) -> None:
    assert {sheet.question.kind for sheet in SHEETS} == {"single", "label", "multiple", "area", "match", "order",
                                                         "numeric", "written"}
    tries = [(sheet, given, asked) for sheet in SHEETS for given in responses(sheet)
             for asked in ((False, True) if sheet.question.kind == "numeric" else (False,))]
    marks = ask(tmp_path, MARK, {"words": dict(phrases.words()), "tries": [
        {"key": sheet.key(), "response": given, "asked": asked} for sheet, given, asked in tries]},
        marking="publish/pages/marking.js", dom="widgets/shared/dom.js")
    assert len(marks) == len(tries) > 1000
    assert sum("asks" in mark for mark in marks) > 20
    for (sheet, given, asked), mark in zip(tries, marks, strict=True):
        if sheet.question.kind == "written" and "criteria" not in given:
            assert mark["stage"] == "rubric"
            assert {name: mark[name] for name in rubric(sheet.question)} == rubric(sheet.question)
            continue
        for name, value in marked(sheet, given, asked).items():
            said = mark.get(name)
            same = math.isclose(said, value, abs_tol=1e-12) if name == "points" else said == value
            assert same, f"{sheet.question.id}, {given!r}: the page says {name} {said!r}, the library {value!r}"


def test_ids_go_to_the_tables_and_back(tmp_path: Path) -> None:
    tries = [(sheet, given) for sheet in SHEETS for given in responses(sheet)
             if sheet.question.kind != "written" or "criteria" in given]
    answers = ask(tmp_path, """(tries) => tries.map(({key, response}) => {
        const real = marking.realOf(key, response);
        return [real, marking.placedOf(key, real)]; })""",
        [{"key": sheet.key(), "response": given} for sheet, given in tries], marking="publish/pages/marking.js")
    for (sheet, given), (real, back) in zip(tries, answers, strict=True):
        assert real == sheet.translate(given) or (given == [] and real == [])
        assert back == given


def test_the_page_reads_numbers_as_the_library_does(tmp_path: Path) -> None:
    chance = random.Random(7)
    parts = ["1", "23", "456", " ", ",", ".", "-", "\u2212", "+", "%", "mm", " per 100", "\u00a0", "e", "\u0665", "s",
             "/100", "'", "\u2019", "0"]
    texts = TYPED + ["".join(chance.choices(parts, k=chance.randint(1, 6))) for _ in range(4000)]
    readings = ask(tmp_path, "(texts) => texts.map((text) => numbers.readValues(text))", texts,
                   numbers="questions/typed_numbers.js")
    for text, said in zip(texts, readings, strict=True):
        wanted = read_values(text)
        assert (None if said is None else (tuple(said["values"]), said["unit"])) == wanted, repr(text)


def test_the_page_tells_units_apart_as_the_library_does(tmp_path: Path) -> None:
    units = ["%", "percent", "Per cent", "mm", "millimetres", "deg", "degrees", "\u00b0", "s", "sec.", "weeks", "week",
             "point", "points", "in 100", "of 100", "kg", "kgs", "", "people", "Person",
             "Prozent", "Grad", "Sekunden", "minuten", "Menschen", "Beine"]
    pairs = list(itertools.product(units, units))
    matches = ask(tmp_path, "(pairs) => pairs.map(([a, b]) => numbers.sameUnit(a, b))", pairs,
                  numbers="questions/typed_numbers.js")
    assert [same_unit(*pair) for pair in pairs] == matches
    assert any(matches)
    assert not all(matches)


def sessions() -> list[Session]:
    practices = []
    for row in catalogue.rows("exercises"):
        side = "left" if row["sides"] == "affected" else None
        practices.append(Session.from_exercise(str(row["id"]), side=side))
    return practices


def test_a_practice_becomes_the_row_that_the_library_makes(tmp_path: Path) -> None:
    chance = random.Random(5)
    tries = []
    for session in sessions():
        for share in (0.0, 0.4, 1.0):
            lengths = [phase.duration_s for phase in session.phases]
            done = [round(chance.choice([0, length, max(0.0, length - 0.9), length * share]), 3) for length in lengths]
            run = {"started_at": "2026-01-05T09:00:00+01:00", "ended_at": "2026-01-05T09:05:00+01:00",
                   "done_s": done, "status": "finished", "mode": "watched"}
            tries.append((session, run))
    rows = ask(tmp_path, "(tries) => tries.map(({session, run}) => record.recordOf(session, run))",
               [{"session": session.as_dict(), "run": run} for session, run in tries],
               record="publish/pages/practice_record.js")
    for (session, run), row in zip(tries, rows, strict=True):
        done = run.pop("done_s")
        assert row == session.record(done, **run)


RECORDS = [
    {"id": "a" * 16, "kind": "answer", "at": "2026-01-05T09:00:00+01:00", "question": "Q01", "seed": 0,
     "response": "b", "confidence": 75, "points": 1, "right": True, "quiz": "LO1"},
    {"id": "b" * 16, "kind": "answer", "at": "2026-01-05T09:00:01+01:00", "question": "Q90", "seed": 0,
     "response": {"text": 'Zo\u00eb said: "\u00bd", \u2028 \U0001f600 \\ </script>', "criteria": []},
     "confidence": None, "points": 0.333, "right": False, "quiz": "LO8"},
]


def test_the_text_of_the_page_goes_into_the_journal(tmp_path: Path) -> None:
    origin, own = "0123456789abcdef", "fedcba9876543210"
    whole = [{**RECORDS[0], "origin": own}, {**RECORDS[1], "origin": origin}]
    text = ask(tmp_path, "([records, origin]) => journal.textOf(records, origin)", [whole, origin],
               journal="publish/pages/journal_text.js")
    assert json.loads(text.splitlines()[0]) == {"format": "stretchlib journal", "version": 1, "origin": origin}
    path = tmp_path / "out.jsonl"
    path.write_text(text, encoding="utf-8")
    mine = Journal(tmp_path / "mine.jsonl")
    assert mine.import_from(path) == (2, 0)
    assert mine.import_from(path) == (0, 2)
    assert mine.records() == whole, "each record keeps the id of the store it was first written in"


def test_a_journal_goes_into_the_page(tmp_path: Path) -> None:
    mine = Journal(tmp_path / "journal.jsonl")
    mine.append("answer", question="Q01", response=["ä", 1.5, None])
    mine.append("answer", question="claim_C03", response="partly")  # as this page once called the claim
    mine.append("note", text="line\nbreak")
    text = (tmp_path / "journal.jsonl").read_text(encoding="utf-8")
    cut = text.replace('"Q01"', '"Q02"')
    journals = ask(tmp_path, "(texts) => texts.map((text) => journal.readText(text))",
                   [text, text.replace("\n", "\r\n"), cut, "hello", ""], journal="publish/pages/journal_text.js")
    assert journals[0] == {"records": mine.records(), "left": 0} == journals[1]
    assert [record.get("question") for record in journals[0]["records"]] == ["Q01", "C03", None]
    assert journals[2] == {"records": mine.records()[1:], "left": 1}
    assert journals[3:] == [None, None]


def test_a_text_of_before_has_the_id_that_the_library_gives_it(tmp_path: Path) -> None:
    ids = ["a" * 16, "", "\u00e4\u20ac\U0001f600", *("x" * number for number in (54, 55, 56, 63, 64, 65, 200))]
    origins = ask(tmp_path, "(ids) => ids.map((id) => journal.originOf(id))", ids,
                  journal="publish/pages/journal_text.js")
    assert origins == [origin_of(record_id) for record_id in ids]
    file = tmp_path / "before.jsonl"
    own = "0123456789abcdef"
    records: list[dict[str, Any]] = [{**RECORDS[0], "origin": own}, RECORDS[1], {**RECORDS[1], "id": "c" * 16}]
    file.write_text(HEADER + "".join(line(record) for record in records), encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    page_journal = ask(tmp_path, "(text) => journal.readText(text)", text, journal="publish/pages/journal_text.js")
    assert page_journal["records"] == Journal(file).records()
    assert [record["origin"] for record in page_journal["records"]] == [own, origin_of("b" * 16), origin_of("b" * 16)]


@hypothesis.settings(max_examples=5)
@hypothesis.given(st.data())
def test_property_the_page_orders_records_as_the_library_does(data: st.DataObject) -> None:
    def drawn() -> list[tuple[str, str, int | None]]:
        minutes = st.integers(-60 * 24, 60 * 24) | st.integers(10**6, 2 * 10**6)  # some later than tomorrow
        zones = st.sampled_from([-480, 0, 60, 330])
        clock = st.tuples(minutes, zones).map(lambda moment: (
            datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=moment[0])).astimezone(
                timezone(timedelta(minutes=moment[1]))).isoformat())
        times = clock | st.sampled_from(["yesterday", "", "1999-01-01T00:00:00+00:00"])
        numbers = st.none() | st.integers(1, 12)
        return data.draw(st.lists(st.tuples(times, st.sampled_from(["a" * 16, "b" * 16, "c" * 16]), numbers),
                                  max_size=12))

    tries = [drawn() for _ in range(40)]
    records = [[{"at": at, "origin": origin, "n": n, "position": position}
                for position, (at, origin, n) in enumerate(stamps)] for stamps in tries]
    with tempfile.TemporaryDirectory() as folder:
        orders = ask(Path(folder), "tries => tries.map((made) => order.inOrder(made).map((record) => record.position))",
                     records, order="publish/pages/record_order.js")
    for stamps, said in zip(tries, orders, strict=True):
        assert said == in_order([instant(at) for at, _, _ in stamps], [origin for _, origin, _ in stamps],
                                [n for _, _, n in stamps])[0], stamps


def test_an_answer_of_another_shape_is_refused_by_the_library() -> None:
    with pytest.raises(StretchlibError):
        SHEETS[0].translate("no such place")


HOST = """async ({ key, records }) => {
    const kept = [];
    const store = { records: () => records, add: (kind, fields) => kept.push({ kind, ...fields }), kept: () => true };
    const host = page.pageHost({ keys: { C03: key }, name: "claims", store, t: (name) => name });
    await host.score("C03", "1", 75, false);
    return [host.earlier, kept];
}"""


@pytest.mark.parametrize(("response", "attempt"), [(["verdict_wrong", "certainty_low"], 1), ("partly", 2)])
def test_of_a_claim_the_page_counts_the_answers_that_were_given_as_it_asks(tmp_path: Path, response: Any,
                                                                           attempt: int) -> None:
    sheet = Sheet(next(question for question in claim_questions() if question.id == "C03"), SEED)
    before = {"kind": "answer", "question": "C03", "seed": SEED, "response": response, "right": False,
              "confidence": 50}
    earlier, kept = ask(tmp_path, HOST, {"key": sheet.key(), "records": [before]}, page="publish/pages/host.js")
    assert list(earlier) == ([] if attempt == 1 else ["C03"])
    assert [(answer["question"], answer["attempt"], answer["confidence"]) for answer in kept] == [
        ("C03", attempt, 75 if attempt == 1 else None)]
