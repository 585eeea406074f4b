"""Scoring, shuffling and calibration: what a student types or chooses, and what the page may know before."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.questions import marking
from stretchlib.questions.bank import Option, Question, bank
from stretchlib.questions.sheet import Sheet
from stretchlib.questions.templates import draw
from stretchlib.questions.typed_numbers import read_number, same_unit
from stretchlib.tables import catalogue

SINGLE = Question("T1", "single", "Which?", (
    Option("a", "choice", "Alpha", True, feedback="Yes, alpha."), Option("b", "choice", "Beta", feedback="No, beta."),
    Option("c", "choice", "Gamma", feedback="No, gamma.")))
MULTIPLE = replace(SINGLE, id="T2", kind="multiple", options=(
    Option("a", "choice", "Alpha", True), Option("b", "choice", "Beta", True),
    Option("c", "choice", "Gamma"), Option("d", "choice", "Delta")))
NUMERIC = Question("T3", "numeric", "How long?", (
    Option("r", "right", feedback="Right."), Option("l", "too_low", feedback="Low."),
    Option("h", "too_high", feedback="High."), Option("m", "misconception", match="-12.5", feedback="Sign.")),
    answer=12.5, tolerance=0.1, unit="mm", decimals=1)
MATCH = Question("T4", "match", "Match", (
    Option("a", "pair", "A", match="one"), Option("b", "pair", "B", match="two"), Option("c", "pair", "C", match="one"),
    Option("d", "distractor", match="three")))
ORDER = Question("T5", "order", "Order", tuple(Option(name, "step", name, order=position)
                                               for position, name in enumerate("abcde", start=1)))
WRITTEN = Question("T6", "written", "Write", (Option("k", "criterion", "Plain"), Option("l", "criterion", "Short"),
                                              Option("m", "model_answer", "It is so.")))
MADE = [SINGLE, MULTIPLE, NUMERIC, MATCH, ORDER, WRITTEN]


def concrete() -> list[Question]:
    return [draw(question, 0) if question.kind == "model" else question for question in bank(optional=True)]


def best(question: Question) -> object:
    """The right response of a question, with real ids."""
    if question.kind == "numeric":
        return f"{question.answer:.{question.decimals}f} {question.unit}"
    if question.kind in ("multiple", "area"):
        return [option.id for option in question.options if option.correct]
    if question.kind == "match":
        return {pair.id: pair.id for pair in question.of("pair")}
    if question.kind == "order":
        return [step.id for step in sorted(question.of("step"), key=lambda step: step.order)]
    if question.kind == "written":
        return {"text": "words", "criteria": [criterion.id for criterion in question.of("criterion")]}
    return next(option.id for option in question.options if option.correct)


def test_every_question_of_the_bank_can_be_answered_right() -> None:
    for question in [*concrete(), *MADE]:
        mark = marking.score(question, best(question))
        assert (mark.points, mark.right, mark.read) == (1, True, True), question.id
        assert mark.answer_text, question.id


def test_each_option_says_its_own_sentence() -> None:
    mark = marking.score(SINGLE, "b")
    assert (mark.points, mark.right, mark.answer_text) == (0, False, "Alpha")
    assert {note.option: note.text for note in mark.feedback} == {"a": "Yes, alpha.", "b": "No, beta.",
                                                                   "c": "No, gamma."}


@pytest.mark.parametrize(("response", "points"), [(["a", "b"], 1), (["a"], 0.75), (["c", "d"], 0),
                                                  (["a", "b", "c", "d"], 0.5)])
def test_several_choices_earn_a_share(response: list[str], points: float) -> None:
    assert marking.score(MULTIPLE, response).points == points


@pytest.mark.parametrize(("order", "points"), [("abcde", 1), ("edcba", 0), ("bacde", 0.75), ("eabcd", 0.75)])
def test_an_order_earns_its_longest_run(order: str, points: float) -> None:
    mark = marking.score(ORDER, list(order))
    assert mark.points == points
    assert f"{round(points * 4) + 1} of the 5 steps" in mark.feedback[0].text


def test_a_run_is_the_longest_that_any_choice_of_steps_gives() -> None:
    for order in itertools.permutations("abcde"):
        longest = max(size for size in range(1, 6) for steps in itertools.combinations(order, size)
                      if list(steps) == sorted(steps))
        assert marking.score(ORDER, list(order)).points == (longest - 1) / 4


def test_a_rating_earns_the_share_of_its_parts() -> None:
    levels = [("a", "low", "One", True), ("b", "high", "One", False), ("c", "low", "Two", False),
              ("d", "high", "Two", True)]
    rating = Question("T7", "rating", "Rate", tuple(Option(name, "level", text, right, match=part)
                                                    for name, text, part, right in levels))
    for response, points in ((["a", "d"], 1), (["a", "c"], 0.5), (["b", "c"], 0)):
        mark = marking.score(rating, response)
        assert (mark.points, mark.right, mark.read) == (points, points == 1, True)
    assert marking.score(rating, ["a", "d"]).answer_text == "One: low; Two: high"
    assert not marking.score(rating, ["a"]).read
    with pytest.raises(StretchlibError, match="T7 rates a part twice"):
        marking.score(rating, ["a", "b"])


def test_none_of_these_is_an_answer_where_several_may_be_right_and_nowhere_else() -> None:
    mark = marking.score(MULTIPLE, [])
    assert (mark.points, mark.read) == (0.5, True)
    for question in (SINGLE, ORDER, MATCH, NUMERIC, WRITTEN):
        assert not marking.score(question, []).read
    for empty in ("", None, {}):
        assert not marking.score(MULTIPLE, empty).read


def test_a_right_number_hears_that_it_is() -> None:
    assert [note.text for note in marking.score(NUMERIC, "12.5").feedback] == ["Right."]


def test_the_tolerance_is_whole_for_a_large_number_too() -> None:
    """In binary 777777.8 lies a hair more than a tenth from 777777.7."""
    large = replace(NUMERIC, answer=777777.7)
    assert marking.score(large, "777777.8").right
    assert not marking.score(large, "777777.9").right


def test_a_pair_is_right_by_its_text() -> None:
    assert marking.score(MATCH, {"a": "c", "b": "b", "c": "a"}).right
    assert marking.score(MATCH, {"a": "d", "b": "b", "c": "a"}).points == pytest.approx(2 / 3)


def test_criteria_ticked_are_the_score_of_a_written_answer() -> None:
    assert marking.score(WRITTEN, {"text": "words", "criteria": ["k"]}).points == 0.5


@pytest.mark.parametrize("typed", ["12.5", "12,5", " 12.5 mm", "12,5\u202fmm", "12.5\u00a0millimetres", "+12.5",
                                   "12.58"])
def test_a_right_number_in_any_dress(typed: str) -> None:
    assert marking.score(NUMERIC, typed).right


@pytest.mark.parametrize(("typed", "said"), [("12.3", "Low."), ("12.7", "High."), ("-12.5", "Sign."),
                                             ("\u221212,5 mm", "Sign."), ("\u201312.5", "Sign.")])
def test_a_wrong_number_hears_why(typed: str, said: str) -> None:
    mark = marking.score(NUMERIC, typed)
    assert (mark.read, mark.right, mark.points, mark.feedback[0].text) == (True, False, 0, said)


@pytest.mark.parametrize(("answer", "tolerance", "typed", "right"), [
    (0.3, 0.1, "0.4", True), (0.3, 0.1, "0.2", True), (0.3, 0.1, "0.41", False), (0.3, 0.1, "0.19", False),
    (8e9, 0, "8000000000", True), (0.0, 0, "0", True), (0.0, 0, "0.001", False), (1234.5, 0, "1234.6", False)])
def test_the_edge_of_a_tolerance_is_inside(answer: float, tolerance: float, typed: str, right: bool) -> None:
    """0.4 lies 0.1 from 0.3, though not in binary."""
    assert marking.score(replace(NUMERIC, answer=answer, tolerance=tolerance), typed).right == right


def test_only_the_beginning_of_a_long_answer_is_said_again() -> None:
    feedback = marking.score(NUMERIC, "x" * 100).feedback[0].text
    assert ("x" * 60 in feedback, "x" * 61 in feedback) == (True, False)
    assert "y" * 30 in marking.score(NUMERIC, "12.5 " + "y" * 30).feedback[0].text
    assert not marking.score(NUMERIC, "12.5 " + "y" * 31).read, "too long for a unit"


def test_a_key_prints_its_decimals_and_its_unit() -> None:
    assert marking.score(NUMERIC, "1").answer_text == "12.5 mm"
    assert marking.score(replace(NUMERIC, decimals=0, unit="", answer=7.0), "1").answer_text == "7"


def test_what_can_be_said_of_confidence_is_what_the_example_table_holds() -> None:
    assert tuple(sorted({int(str(row["confidence_percent"]))
                                               for row in catalogue.rows("calibration_example")})) == marking.CONFIDENCE


LARGE = replace(NUMERIC, answer=1024.0, tolerance=2, unit="cadavers", decimals=0,
                options=(*NUMERIC.options, Option("k", "misconception", match="1.0", feedback="Divided.")))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("typed", ["1,024", "1.024", "1 024", "1\u00a0024", "1\u202f024", "1\u2009024", "1'024",
                                   "1\u2019024", "1,024 cadavers", "1,024.0", "1.024,0"])
def test_thousands_in_any_dress_are_right_in_both_languages(typed: str, language: str,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    mark = marking.score(LARGE, typed)
    assert (mark.points, mark.feedback[0].text) == (1, "Right.")


@pytest.mark.parametrize(("language", "said"), [("en", "Do you mean 1024 or 1.024?"),
                                                ("de", "Meinen Sie 1024 oder 1,024?")])
def test_a_number_that_may_be_read_in_two_ways_is_asked_about_and_not_counted(
        language: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    between = replace(NUMERIC, answer=30.0)
    for typed in ("1,024", "1.024"):
        mark = marking.score(between, typed)
        assert (mark.read, mark.asks, mark.answer_text) == (False, True, "")
        assert mark.feedback[0].text.startswith(said)
        mark = marking.score(between, typed, asked=True)
        assert (mark.read, mark.asks, mark.feedback[0].text) == (True, False, "Low."), "once"
    assert marking.score(between, "1024").feedback[0].text == "High."
    assert marking.score(between, "1,024 cm").read, "another unit is said first"


def test_the_bank_takes_its_thousands() -> None:
    review = next(question for question in concrete() if question.id == "Q342")
    assert all(marking.score(review, typed).right for typed in ("1,024", "1.024", "1 024"))
    practice = next(question for question in bank(optional=True) if question.id == "Q141")
    plan = next(drawn for seed in range(200) if ((drawn := draw(practice, seed)).answer or 0) > 1000)
    assert all(marking.score(plan, f"{plan.answer:,.0f}".replace(",", mark)).right for mark in ",. ")


def test_another_unit_is_told() -> None:
    mark = marking.score(NUMERIC, "12.5 cm")
    assert (mark.right, mark.points) == (False, 0)
    assert "in mm" in mark.feedback[0].text
    assert "cm" in mark.feedback[0].text


@pytest.mark.parametrize("typed", ["", "about ten", "1.2.3", "10-12", "12 or 13", "nan", "inf", "1e999", "--3", "1 2",
                                   "<img src=x onerror=alert(1)>", "9" * 400])
def test_what_is_no_number_is_not_read_and_not_wrong(typed: str) -> None:
    mark = marking.score(NUMERIC, typed)
    assert (mark.read, mark.answer_text) == (False, "")


@pytest.mark.parametrize(("typed", "value"), [("1 234,5", (1234.5, "")), (".5", (0.5, "")), ("3.", (3.0, "")),
                                              ("7 per 100", (7.0, "per 100")), ("40%", (40.0, "%")),
                                              ("-5 \u00b0", (-5.0, "\u00b0"))])
def test_numbers_as_they_are_typed(typed: str, value: tuple[float, str]) -> None:
    assert read_number(typed) == value


def test_units_that_are_one() -> None:
    assert same_unit("Percent", "%")
    assert same_unit("squeeze", "squeezes")
    assert not same_unit("cm", "mm")
    assert not same_unit("m", "min")


@pytest.mark.parametrize("question", MADE, ids=lambda question: question.kind)
def test_an_empty_answer_is_not_read(question: Question) -> None:
    mark = marking.score(question, None)
    assert (mark.read, mark.points, mark.answer_text) == (False, 0, "")


def test_an_unfinished_answer_is_not_read() -> None:
    assert not marking.score(ORDER, ["a", "b"]).read
    assert not marking.score(MATCH, {"a": "a"}).read


@pytest.mark.parametrize(("question", "response"), [(SINGLE, "z"), (MULTIPLE, ["a", "a"]), (MULTIPLE, "a"),
                                                    (MATCH, ["a"]), (ORDER, ["z"]), (WRITTEN, "words")])
def test_a_response_that_fits_nothing_is_refused(question: Question, response: object) -> None:
    with pytest.raises(StretchlibError, match=question.id):
        marking.score(question, response)


def test_a_template_is_drawn_first() -> None:
    with pytest.raises(StretchlibError, match="draw it"):
        marking.score(replace(SINGLE, kind="model"), "a")


SEEDS = st.integers(0, 10_000)


@given(st.sampled_from(MADE), SEEDS)
def test_a_shuffle_is_a_permutation_and_repeats(question: Question, seed: int) -> None:
    sheet = Sheet(question, seed)
    assert (sheet.options, sheet.public()) == (Sheet(question, seed).options, Sheet(question, seed).public())
    named = question.of("choice", "pair", "step", "criterion")
    assert sorted(option.id for option in sheet.options) == sorted(option.id for option in named)
    assert {option.match for option in sheet.partners} == {option.match for option in question.of("pair", "distractor")}


@given(SEEDS)
def test_steps_never_come_in_their_right_order(seed: int) -> None:
    assert [step.order for step in Sheet(ORDER, seed).options] != [1, 2, 3, 4, 5]


@given(st.sampled_from([SINGLE, MULTIPLE, ORDER]), SEEDS)
def test_translate_finds_the_option_that_was_shown(question: Question, seed: int) -> None:
    for page_option in Sheet(question, seed).public()["options"]:
        response = page_option["id"] if question.kind == "single" else [page_option["id"]]
        real = Sheet(question, seed).translate(response)
        (option,) = [candidate for candidate in question.options if candidate.id in real]
        assert option.text == page_option["text"]


@given(SEEDS)
def test_translate_finds_the_pair_that_was_shown(seed: int) -> None:
    page = Sheet(MATCH, seed).public()
    rights = {partner["text"]: partner["id"] for partner in page["right"]}
    wanted = {"A": "one", "B": "two", "C": "one"}
    response = {option["id"]: rights[wanted[option["text"]]] for option in page["options"]}
    assert marking.score(MATCH, Sheet(MATCH, seed).translate(response)).right


@given(SEEDS, st.permutations("abcde"), st.sets(st.sampled_from("abcd")), st.text(max_size=12))
def test_points_stay_between_none_and_all(seed: int, order: list[str], chosen: set[str], typed: str) -> None:
    marks = [marking.score(ORDER, order), marking.score(MULTIPLE, sorted(chosen)), marking.score(NUMERIC, typed)]
    assert all(0 <= mark.points <= 1 for mark in marks)
    assert all(mark.right == (mark.points == 1) for mark in marks)


def test_the_page_learns_no_answer() -> None:
    for question in [*concrete(), *MADE]:
        page = Sheet(question, 3).public()
        assert set(page) <= {"id", "kind", "stem", "unit", "plate", "options", "right", "confidences",
                             "letters", "outlined"}
        assert all(set(option) - {"meaning"} == {"id", "text"} for option in [*page["options"], *page.get("right", [])])
        text = json.dumps(page)
        for option in question.options:
            if option.feedback and option.feedback not in {question.stem, option.text}:
                assert option.feedback not in text, question.id
        if question.kind in ("numeric", "written"):
            assert page["options"] == []


@given(st.sampled_from(MADE), SEEDS, st.randoms())
def test_placed_is_the_way_back_of_translate(question: Question, seed: int, chance: random.Random) -> None:
    page = Sheet(question, seed).public()
    places = [option["id"] for option in page["options"]]
    response: object = chance.choice(places) if places else "12.5"
    if question.kind in ("multiple", "area", "order"):
        response = chance.sample(places, len(places))
    elif question.kind == "match":
        response = {option_id: chance.choice(page["right"])["id"] for option_id in places}
    elif question.kind == "written":
        response = {"text": "Mine", "criteria": ["1"]}
    assert Sheet(question, seed).placed(Sheet(question, seed).translate(response)) == response


def test_translate_refuses_what_was_not_shown() -> None:
    with pytest.raises(StretchlibError, match="T1"):
        Sheet(SINGLE, 0).translate("9")


def test_brier_and_calibration() -> None:
    answers = [{"confidence": 75, "right": True}, {"confidence": 75, "right": False},
               {"confidence": 95, "right": True}, {"confidence": None, "right": True}]
    assert marking.brier(answers) == pytest.approx((0.0625 + 0.5625 + 0.0025) / 3)
    assert marking.brier([]) is None
    assert marking.calibration(answers) == [{"confidence": 75, "answers": 2, "right": 1, "share": 0.5},
                                         {"confidence": 95, "answers": 1, "right": 1, "share": 1.0}]
