"""The claim board: questions made from the table, both sides told, agreement with the key in plain sentences."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence.statistics import cohen_kappa
from stretchlib.publish.pages.claims import claim_questions as published
from stretchlib.questions.bank import Question
from stretchlib.questions.claims import CERTAINTIES, VERDICTS, agreement, claim_question, claim_questions
from stretchlib.questions.marking import score
from stretchlib.questions.sheet import Sheet
from stretchlib.tables import catalogue, phrases
from stretchlib.tables.views import load_claim_packs
from tests.data_files import table_file

CORE = ["C03", "C04", "C07", "C08", "C13", "C20", "C22", "C28", "C29", "C41", "C51", "O01"]
CLAIMS = {str(row["id"]): row for row in catalogue.rows("claims")}


def key_of(question: Question) -> list[str]:
    return [option.id for option in question.of("level") if option.correct]


def answered(*wrong: str) -> tuple[dict[str, Question], dict[str, dict[str, Any]]]:
    """The core claims, each answered as the key has it, but the ``wrong`` ones "supported"."""
    questions = {question.id: question for question in claim_questions()}
    first = {name: {"response": ["verdict_supported", *key_of(question)[1:]] if name in wrong else key_of(question)}
             for name, question in questions.items()}
    return questions, first


def test_the_core_claims_come_in_their_order() -> None:
    assert [question.id for question in claim_questions()] == CORE
    assert not any(question.optional for question in claim_questions())


def test_each_claim_is_dealt_once_into_eight_packs_of_about_one_size() -> None:
    packs = load_claim_packs()
    assert sorted(packs["claim"]) == sorted(CLAIMS)
    sizes = Counter(packs["pack"])
    assert sorted(sizes) == list(range(1, 9))
    assert set(sizes.values()) <= {7, 8}
    assert len(packs[["pack", "theme"]].drop_duplicates()) == 8
    for _, pack in packs.groupby("pack"):
        assert list(pack["position"]) == list(range(1, len(pack) + 1))
    assert [str(name) for name in packs.dropna(subset="core").sort_values("core")["claim"]] == CORE


def test_a_pack_puts_what_nobody_checked_last_and_does_not_count_it() -> None:
    for pack in range(1, 9):
        made = claim_questions(pack)
        assert [question.optional for question in made] == sorted(question.optional for question in made)
        for question in made:
            assert question.optional == (CLAIMS[question.id]["checked"] == "unchecked")


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_asked_and_told_from_its_row(claim: str) -> None:
    row, question = CLAIMS[claim], claim_question(claim)
    public = Sheet(question).public()
    assert str(row["claim"]) in question.stem
    rated = row["evidence_certainty"] != "not rated"
    parts = dict.fromkeys(option["part"] for option in public["options"])
    assert list(parts) == (["Verdict", "Certainty of the evidence"] if rated else ["Verdict"])
    assert str(row["correct_statement"]) not in str(public), "the answer is on the page before the attempt"
    assert key_of(question) == [f"verdict_{str(row['verdict']).replace(' ', '_')}",
                                *([f"certainty_{str(row['evidence_certainty']).replace(' ', '_')}"] if rated else [])]
    asides = {option.text: option.feedback for option in question.of("aside")}
    assert asides["What can be said"] == row["correct_statement"]
    assert str(row["evidence"]) in asides["Kind of evidence"]
    assert ("not yet checked against the source" in asides["Kind of evidence"]) == (row["checked"] == "unchecked")
    reason = str(row["evidence_certainty_reason"])
    assert any(reason in option.feedback for option in question.options if option.correct or option.role == "aside")
    assert ("Certainty of the evidence" in asides) != rated, "why nothing is rated stands where nothing is asked"


def test_the_question_follows_the_table(whole_data_copy: Path) -> None:
    assert key_of(claim_question("C29"))[0] == "verdict_supported"
    path = table_file(whole_data_copy, "claims")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("about 30 seconds.,supported,", "about 30 seconds.,wrong,"), encoding="utf-8")
    assert key_of(claim_question("C29"))[0] == "verdict_wrong"
    path.write_text(text.replace(",moderate,Randomised trials of range", ",low,Randomised trials of range"),
                    encoding="utf-8")
    assert key_of(claim_question("C29"))[1] == "certainty_low"


def test_every_claim_offers_the_same_verdicts_and_the_same_certainties() -> None:
    # One that was offered only where it is right would give itself away.
    verdicts = [verdict.replace(" ", "_") for verdict in VERDICTS]
    certainties = [f"certainty_{certainty.replace(' ', '_')}" for certainty in CERTAINTIES]
    for name in CLAIMS:
        levels = [option.id for option in claim_question(name).of("level")]
        assert levels[:len(VERDICTS)] == [f"verdict_{verdict}" for verdict in verdicts], name
        assert levels[len(VERDICTS):] in ([], certainties), name
    assert {option.id for question in published() for option in question.options} == set(verdicts)
    assert all(len(question.options) == len(VERDICTS) for question in published())


def test_weak_evidence_is_not_keyed_as_sure() -> None:
    # These were keyed "high", which is how sure the course is of the row, while the evidence is very low.
    for name in ("C14", "C19", "C22", "C32", "C51"):
        assert "certainty_very_low" in key_of(claim_question(name)), name
        assert claim_question(name).sureness == "Certainty of the evidence: very low"
    assert claim_question("C03").sureness == "How sure we are of this answer: high"


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_the_article_leaves_out_is_not_quoted_as_if_it_said_so(language: str,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    says = phrases.say("publish.claim", claim="|").partition("|")[0]
    for row, page in zip(catalogue.rows("claims"), published(), strict=True):
        left_out, board = row["verdict"] == "omission", claim_question(str(row["id"]))
        assert str(row["claim"]) in board.stem
        assert str(row["claim"]) in page.stem
        assert bool(set("“”„") & set(board.stem)) != left_out, row["id"]
        assert page.stem.startswith(says) != left_out, row["id"]
        if left_out:
            subject = {"en": "The article ", "de": "Der Artikel "}[language]
            assert str(row["claim"]).startswith(subject), "a sentence of the course about the article"


def test_contested_claims_show_two_sides_with_sources() -> None:
    sides = Counter(str(row["claim"]) for row in catalogue.rows("claim_sides"))
    assert set(sides.values()) == {2}
    for claim in sides:
        asides = {option.text: option.feedback for option in claim_question(claim).of("aside")}
        assert "certainty" in asides["One side"]
        assert "certainty" in asides["The other side"]
    assert {"C13", "C28", "C29", "C51"} <= set(sides)
    assert "One side" not in {option.text for option in claim_question("C03").of("aside")}


def test_where_a_figure_or_the_hip_model_speaks_it_is_named_and_opens() -> None:
    links = [row for row in catalogue.rows("claim_links") if row["kind"] in ("figure", "model")]
    assert {"C28", "C20"} <= {row["claim"] for row in links}
    route = next(option.feedback for option in claim_question("C51").of("aside") if "hip_back_links" in option.feedback)
    assert route.endswith('In a new cell: sl.hip_back_links("shared_movement")')
    for row in links:
        asides = claim_question(str(row["claim"])).of("aside")
        feedbacks = [option.feedback for option in asides if option.text == "Look at it"]
        assert any(f"sl.{row['target']}" in feedback and str(row["note"] or "") in feedback for feedback in feedbacks)
    assert sum(option.text == "Look at it" for option in claim_question("C28").of("aside")) == 3


def test_the_explorer_opens_in_a_named_position() -> None:
    there = catalogue.row("stretch_positions", "knee_to_opposite_shoulder")
    explorer = sl.explore_hip(position="knee_to_opposite_shoulder")
    for angle in ("flexion", "adduction", "rotation"):
        assert explorer.values[angle] == there[f"{angle}_deg"]


def test_the_explorer_refuses_what_it_cannot_open() -> None:
    with pytest.raises(StretchlibError, match="did you mean 'figure_four'"):
        sl.explore_hip(position="figure_for")
    with pytest.raises(StretchlibError, match="not at both"):
        sl.explore_hip(position="fair", flexion=20)
    with pytest.raises(StretchlibError, match=r"goes from -45 to 45 degrees, and -50 is outside"):
        sl.explore_hip(position="figure_four_pulled")


def test_a_rating_is_scored_part_by_part() -> None:
    question = claim_question("C13")
    assert score(question, key_of(question)).right
    half = score(question, [key_of(question)[0], "certainty_high"])
    assert (half.points, half.right) == (0.5, False)
    assert not score(question, ["verdict_wrong"]).read, "one part has no answer yet"
    assert not score(question, []).read
    for bad in (["verdict_wrong", "verdict_partly"], ["verdict_wrong", "verdict_wrong"], ["verdict_never"], "verdict"):
        with pytest.raises(StretchlibError):
            score(question, bad)


def test_levels_keep_their_order_and_the_page_answers_by_place() -> None:
    question = claim_question("C13")
    for seed in (0, 1, 7):
        options = Sheet(question, seed).public()["options"]
        assert [option["text"].partition(":")[0] for option in options][:6] == [
            "supported", "partly", "unclear wording", "not supported", "wrong", "omission"]
        assert Sheet(question, seed).translate(["4", "7"]) == ["verdict_not_supported", "certainty_high"]
    with pytest.raises(StretchlibError, match="on the page"):
        Sheet(question).translate(["4", "99"])


def test_agreement_is_told_at_the_end_and_only_there() -> None:
    questions, first = answered()
    del first["C28"]
    assert agreement(questions, first) == ""
    questions, first = answered("C04", "C13", "O01")
    summary = agreement(questions, first)
    assert "the same verdict on 9 of 12 claims at your first answer (75 %)." in summary
    assert "The evidence of 10 of them is rated; on 10 of these you and the key gave the same certainty." in summary
    verdicts = sorted({str(CLAIMS[name]["verdict"]) for name in CORE})
    table = [[sum((("supported" if name in ("C04", "C13", "O01") else CLAIMS[name]["verdict"]), CLAIMS[name]["verdict"])
                  == (mine, theirs) for name in CORE) for theirs in verdicts] for mine in verdicts]
    kappa = cohen_kappa(table)
    assert f"kappa of {kappa.value:.2f} (95 % interval {kappa.low:.2f} to {kappa.high:.2f})" in summary


def test_agreement_is_plain_where_no_kappa_exists_and_blames_nobody() -> None:
    question = claim_question("C41")
    summary = agreement({question.id: question}, {question.id: {"response": key_of(question)}})
    assert "1 of 1 claims" in summary
    unrated = claim_question("C03")
    assert "is rated" not in agreement({"C03": unrated}, {"C03": {"response": key_of(unrated)}})
    assert "too few" in summary
    assert "kappa" not in summary
    same = {name: claim_question(name) for name, row in CLAIMS.items() if row["verdict"] == "partly"}
    summary = agreement(same, {name: {"response": key_of(question)} for name, question in same.items()})
    assert "cannot be told" in summary
    questions, first = answered(*CORE)
    summary = agreement(questions, first)
    assert "the same verdict on 1 of 12" in summary
    assert not any(word in summary.lower() for word in ("fail", "bad", "poor", "only", "unfortunately"))


def test_optional_claims_are_left_out_of_the_agreement() -> None:
    questions = {question.id: question for question in claim_questions(7)}
    first = {question.id: {"response": key_of(question)} for question in questions.values() if not question.optional}
    assert "5 of 5 claims" in agreement(questions, first)
    only = {question.id: question for question in questions.values() if question.optional}
    assert agreement(only, {}) == ""


@pytest.mark.parametrize(("call", "sentence"), [
    ({"pack": 9}, "There is no pack of claims 9: use one of: 1, 2"), ({"ids": ["C99"]}, "There is no claim 'C99'"),
    ({"pack": 1, "ids": ["C01"]}, "not by both")])
def test_what_is_not_there_is_one_sentence(call: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StretchlibError, match=sentence):
        claim_questions(**call)
