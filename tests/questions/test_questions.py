"""The question bank: every item has what its kind needs, and nothing about an option gives the answer away."""

from __future__ import annotations

from collections import Counter
from math import comb

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.questions.bank import KINDS, Option, Question, bank, question
from stretchlib.tables import catalogue

EVERY = bank(optional=True)
BY_KIND = {kind: [question for question in EVERY if question.kind == kind] for kind in KINDS}
each = pytest.mark.parametrize("question", EVERY, ids=lambda question: question.id)


@each
def test_an_item_has_what_its_kind_needs(question: Question) -> None:
    right = [option for option in question.options if option.correct]
    if question.kind in ("single", "label"):
        assert len(right) == 1
        assert len(question.of("choice", "region")) >= 3
    elif question.kind in ("multiple", "area"):
        assert 0 < len(right) < len(question.options)
    elif question.kind == "match":
        assert len(question.of("pair")) >= 3
        partners = [option.match for option in question.of("pair", "distractor")]
        assert len({option.text for option in question.of("pair")}) == len(question.of("pair"))
        assert len(set(partners)) == len(partners)
    elif question.kind == "order":
        assert sorted(option.order for option in question.of("step")) == list(range(1, len(question.options) + 1))
    elif question.kind == "written":
        assert len(question.of("criterion")) >= 3
        assert len(question.of("model_answer")) == 1
    if question.kind == "numeric" or question.response == "numeric":
        assert {option.role for option in question.options} >= {"right", "too_low", "too_high"}
    texts = [option.text for option in question.of("choice", "step")]
    assert len(set(texts)) == len(texts)


@each
def test_every_option_has_feedback(question: Question) -> None:
    assert question.options
    assert all(option.feedback for option in question.options if option.role not in ("criterion", "model_answer"))


@each
def test_an_item_has_a_source_and_rests_on_what_was_checked(question: Question) -> None:
    assert question.objective in {str(row["id"]) for row in catalogue.rows("objectives")}
    assert question.sources or question.certainty == "expert opinion"
    claims = {str(row["id"]): row for row in catalogue.rows("claims")}
    references = {str(row["id"]): row for row in catalogue.rows("references")}
    for basis in question.basis.split("; "):
        kind, _, rest = basis.partition(":")
        if kind == "claims":
            claim, _, key = rest.partition("/")
            assert claims[claim]["checked"] != "unchecked", basis
            if key:
                assert references[key]["checked"] != "unchecked", basis


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_the_right_option_is_not_told_by_its_length(kind: str) -> None:
    """By chance the right one of n is the longest with probability 1/n; far more often would be a cue."""
    for pick in (max, min):
        chance, hits, total = 0.0, 0, 0
        for choice_question in BY_KIND[kind]:
            options = choice_question.of("choice")
            chance += sum(option.correct for option in options) / len(options)
            hits += pick(options, key=lambda option: len(option.text)).correct
            total += 1
        share = chance / total
        tail = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(hits, total + 1))
        assert tail > 0.01, f"{hits} of {total} right options are the {pick.__name__}; by chance {chance:.0f}"


def test_the_right_option_stands_in_every_place() -> None:
    count = Counter(next(n for n, option in enumerate(question.of("choice")) if option.correct)
                    for question in BY_KIND["single"] if len(question.of("choice")) == 4)
    assert max(count.values()) < 2.2 * sum(count.values()) / 4, count


def test_each_objective_has_fifteen_items_or_a_note() -> None:
    count = Counter(question.objective for question in EVERY if not question.optional)
    for row in catalogue.rows("objectives"):
        number = count[str(row["id"])]
        assert number >= 15 or str(number) in str(row["note"]), f"{row['id']} has {number} items and no note of it"
        assert number < 15 or not row["note"], f"{row['id']} has enough items; its note is stale"


def test_a_label_item_points_at_a_plate_that_draws_its_answer() -> None:
    for label_question in BY_KIND["label"]:
        drawn = {row["structure"] for row in catalogue.rows("plate_muscles") if row["plate"] == label_question.plate}
        answer = next(option.structure for option in label_question.options if option.correct)
        assert not label_question.plate or answer in drawn, label_question.id


def test_the_mixed_form_has_four_items_of_each_notebook_and_none_optional() -> None:
    form = [question for question in bank(optional=True) if question.mixed_position]
    assert Counter(question.notebook for question in form) == {f"0{n}": 4 for n in range(8)}
    assert not any(question.optional for question in form)


def test_banks_are_chosen_by_notebook_and_objective() -> None:
    assert {question.notebook for question in bank("01")} == {"01"}
    assert not any(question.optional for question in bank("02"))
    assert any(question.optional for question in bank("02", optional=True))
    assert {question.objective for question in bank(objective="LO4")} == {"LO4"}
    for call in (lambda: bank("99"), lambda: bank(objective="LO77"), lambda: question("Q1")):
        with pytest.raises(StretchlibError):
            call()


def test_what_a_question_has_not_counts_nought() -> None:
    """A question of words has no tolerance, no decimals and no order."""
    single = question("Q01")
    assert (single.kind, single.tolerance, single.decimals) == ("single", 0, 0)
    assert {option.order for option in single.options} == {0}
    bare = Question("Q0", "single", "?", (Option("a", "choice"),))
    assert (bare.tolerance, bare.decimals, bare.options[0].order) == (0, 0, 0)


def test_questions_for_a_verdict_all_offer_the_same_verdicts() -> None:
    # One that was offered only where it is right would give itself away: "not supported" once stood in one question
    # alone, and was its answer.
    verdicts = {"Supported", "Partly", "Unclear wording", "Not supported", "Wrong", "Omission"}
    offered = {question.id: {option.text.partition(":")[0] for option in question.of("choice")} & verdicts
               for question in bank(optional=True)}
    asked = {name: offers for name, offers in offered.items() if len(offers) > 1}
    assert {"Q11", "Q28", "Q93"} <= set(asked)
    assert all(offers == {"Supported", "Partly", "Not supported", "Wrong"} for offers in asked.values()), asked
