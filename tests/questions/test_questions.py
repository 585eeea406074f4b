"""The question bank: every item has what its kind needs, and nothing about an option gives the answer away."""

from __future__ import annotations

from collections import Counter
from math import comb

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.questions.bank import KINDS, Option, Question, bank, question
from stretchlib.tables import catalogue

EVERY = bank(optional=True)
BY_KIND = {kind: [one for one in EVERY if one.kind == kind] for kind in KINDS}
each = pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)


@each
def test_an_item_has_what_its_kind_needs(one: Question) -> None:
    right = [option for option in one.options if option.correct]
    if one.kind in ("single", "label"):
        assert len(right) == 1
        assert len(one.of("choice", "region")) >= 3
    elif one.kind == "multiple":
        assert 0 < len(right) < len(one.options)
    elif one.kind == "match":
        assert len(one.of("pair")) >= 3
        partners = [option.match for option in one.of("pair", "distractor")]
        assert len({option.text for option in one.of("pair")}) == len(one.of("pair"))
        assert len(set(partners)) == len(partners)
    elif one.kind == "order":
        assert sorted(option.order for option in one.of("step")) == list(range(1, len(one.options) + 1))
    elif one.kind == "written":
        assert len(one.of("criterion")) >= 3
        assert len(one.of("model_answer")) == 1
    if one.kind == "numeric" or one.response == "numeric":
        assert {option.role for option in one.options} >= {"right", "too_low", "too_high"}
    texts = [option.text for option in one.of("choice", "step")]
    assert len(set(texts)) == len(texts)


@each
def test_every_option_has_feedback(one: Question) -> None:
    assert one.options
    assert all(option.feedback for option in one.options if option.role not in ("criterion", "model_answer"))


@each
def test_an_item_has_a_source_and_rests_on_what_was_checked(one: Question) -> None:
    assert one.objective in {str(row["id"]) for row in catalogue.rows("objectives")}
    assert one.sources or one.certainty == "expert opinion"
    claims = {str(row["id"]): row for row in catalogue.rows("claims")}
    references = {str(row["id"]): row for row in catalogue.rows("references")}
    for basis in one.basis.split("; "):
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
        for one in BY_KIND[kind]:
            options = one.of("choice")
            chance += sum(option.correct for option in options) / len(options)
            hits += pick(options, key=lambda option: len(option.text)).correct
            total += 1
        share = chance / total
        tail = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(hits, total + 1))
        assert tail > 0.01, f"{hits} of {total} right options are the {pick.__name__}; by chance {chance:.0f}"


def test_the_right_option_stands_in_every_place() -> None:
    count = Counter(next(n for n, option in enumerate(one.of("choice")) if option.correct)
                    for one in BY_KIND["single"] if len(one.of("choice")) == 4)
    assert max(count.values()) < 2.2 * sum(count.values()) / 4, count


def test_each_objective_has_fifteen_items_or_a_note() -> None:
    count = Counter(one.objective for one in EVERY if not one.optional)
    for row in catalogue.rows("objectives"):
        number = count[str(row["id"])]
        assert number >= 15 or str(number) in str(row["note"]), f"{row['id']} has {number} items and no note of it"
        assert number < 15 or not row["note"], f"{row['id']} has enough items; its note is stale"


def test_a_label_item_points_at_a_plate_that_draws_its_answer() -> None:
    for one in BY_KIND["label"]:
        drawn = {row["structure"] for row in catalogue.rows("plate_muscles") if row["plate"] == one.plate}
        answer = next(option.structure for option in one.options if option.correct)
        assert not one.plate or answer in drawn, one.id


def test_the_mixed_form_has_four_items_of_each_notebook_and_none_optional() -> None:
    form = [one for one in bank(optional=True) if one.mixed_position]
    assert Counter(one.notebook for one in form) == {f"0{n}": 4 for n in range(8)}
    assert not any(one.optional for one in form)


def test_banks_are_chosen_by_notebook_and_objective() -> None:
    assert {one.notebook for one in bank("01")} == {"01"}
    assert not any(one.optional for one in bank("02"))
    assert any(one.optional for one in bank("02", optional=True))
    assert {one.objective for one in bank(objective="LO4")} == {"LO4"}
    for call in (lambda: bank("99"), lambda: bank(objective="LO77"), lambda: question("Q1")):
        with pytest.raises(StretchlibError):
            call()


def test_what_a_question_has_not_counts_nought() -> None:
    """A question of words has no tolerance, no decimals and no order."""
    found = question("Q01")
    assert (found.kind, found.tolerance, found.decimals) == ("single", 0, 0)
    assert {option.order for option in found.options} == {0}
    bare = Question("Q0", "single", "?", (Option("a", "choice"),))
    assert (bare.tolerance, bare.decimals, bare.options[0].order) == (0, 0, 0)


def test_questions_for_a_verdict_all_offer_the_same_verdicts() -> None:
    # One that was offered only where it is right would give itself away: "not supported" once stood in one question
    # alone, and was its answer.
    verdicts = {"Supported", "Partly", "Unclear wording", "Not supported", "Wrong", "Omission"}
    offered = {one.id: {option.text.partition(":")[0] for option in one.of("choice")} & verdicts
               for one in bank(optional=True)}
    asked = {name: found for name, found in offered.items() if len(found) > 1}
    assert {"Q11", "Q28", "Q93"} <= set(asked)
    assert all(found == {"Supported", "Partly", "Not supported", "Wrong"} for found in asked.values()), asked
