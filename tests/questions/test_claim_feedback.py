"""What is said of an answer to a claim: every combination of a level and how it stands reads as whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from stretchlib.publish.pages.claims import claim_questions as published
from stretchlib.questions.bank import Question
from stretchlib.questions.claims import CERTAINTIES, NOT_RATED, VERDICTS, claim_question
from stretchlib.questions.feedback import notes
from stretchlib.questions.marking import score
from stretchlib.questions.sheet import Sheet
from stretchlib.tables import catalogue, phrases
from stretchlib.widgets.quiz.boards import claim_board

LANGUAGES = ("en", "de")
# A sentence that begins so leans on one before it, of which the reader cannot tell which.
# "You chose: wrong. It does not fit. It holds as it stands." was said so.
LEANING = {"en": ("It ", "Its ", "They ", "That ", "Those "), "de": ("Es ", "Er ", "Sie ist", "Das ", "Dies ")}
PARTS = {"verdict": VERDICTS, "certainty": CERTAINTIES}


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", request.param)
    return str(request.param)


def said(one: Question, response: object) -> Iterator[tuple[str, str]]:
    """(how the option stands, the note as the page says it) of each level or choice that is told."""
    mark = score(one, response)
    for note in notes(Sheet(one), mark, response):
        if note["fits"] not in ("aside", ""):
            yield note["fits"], f"{phrases.say('quiz.' + note['fits'], of=note['of'])} {note['text']}"


def combinations() -> Iterator[tuple[str, str, str]]:
    """(kind of claim, how the option stands, note) of every level chosen on every claim of the boards and pages."""
    for row, page in zip(catalogue.rows("claims"), published(), strict=True):
        one = claim_question(str(row["id"]))
        kind = "omission" if row["verdict"] == "omission" else "claim"
        rated = any(level.id.startswith("certainty") for level in one.of("level"))
        for verdict in VERDICTS:
            for certainty in CERTAINTIES if rated else (None,):
                response = [f"verdict_{verdict.replace(' ', '_')}"]
                response += [f"certainty_{certainty.replace(' ', '_')}"] if certainty else []
                yield from ((kind, fits, note) for fits, note in said(one, response))
            yield from ((kind, fits, note) for fits, note in said(page, verdict.replace(" ", "_")))


def test_every_combination_reads_as_whole_sentences(spoken: str) -> None:
    told = set(combinations())
    assert len(told) > 150
    for kind, fits, note in told:
        where = f"{kind}, {fits}: {note}"
        assert not set("{}") & set(note), where
        sentences = re.split(r"(?<=[.?!]) (?=[^a-z0-9(])", note)
        for sentence in sentences:
            assert re.match(r"[A-ZÄÖÜ0-9'\u201c\u201e\u201a]", sentence), where
            assert sentence.endswith((".", "?", "!", ".)")), where
        # Up to the correct statement, which a right choice of a page is followed by, each sentence has its own subject.
        for sentence in sentences[:1] if fits in ("fits", "fits_chosen") else sentences:
            assert not sentence.startswith(LEANING[spoken]), where


def test_each_level_is_told_as_right_and_as_another(spoken: str) -> None:
    as_key: set[tuple[str, str]] = set()
    as_other: set[tuple[str, str]] = set()
    silent = phrases.say("claims.other.silent")
    for row in catalogue.rows("claims"):
        for level in claim_question(str(row["id"])).of("level"):
            part, _, name = level.id.partition("_")
            kind = "right" if level.correct else "other"
            if part == "verdict" and row["verdict"] == "omission" and not level.correct:
                assert level.feedback == silent
                continue
            words = phrases.words()[f"claims.{kind}.{part}.{name}"]
            assert level.feedback.startswith(words.partition(" {reason}")[0]), (row["id"], level.id)
            (as_key if level.correct else as_other).add((part, name))
    assert {name for part, name in as_key if part == "verdict"} == {one.replace(" ", "_") for one in VERDICTS}
    assert len(as_other) == len(VERDICTS) + len(CERTAINTIES)


def test_what_is_said_of_another_level_does_not_take_its_side(spoken: str) -> None:
    # A level that is not the key is spoken of as what would have to be so, never as what is so.
    words = phrases.words()
    condition = {"en": "would have to", "de": ("müsste", "dürfte", "müssten")}[spoken]
    for part, levels in PARTS.items():
        for level in levels:
            other = words[f"claims.other.{part}.{level.replace(' ', '_')}"]
            assert any(word in other for word in ([condition] if isinstance(condition, str) else condition)), other
            assert other != words[f"claims.right.{part}.{level.replace(' ', '_')}"]


def test_why_nothing_is_rated_is_told_after_the_answer_only(spoken: str) -> None:
    # "Unclear wording: ..." before the answer would be the verdict.
    kinds = set()
    for row in catalogue.rows("claims"):
        if row["evidence_certainty"] != NOT_RATED:
            continue
        kinds.add(row["verdict"])
        one, why = claim_question(str(row["id"])), str(row["evidence_certainty_reason"])
        board = claim_board(ids=[one.id])
        for before in (str(board.asked), repr(board), one.stem):
            assert why not in before, one.id
            assert phrases.say("claims.not_rated", reason="").strip() not in before, one.id
        for verdict in VERDICTS:
            response = [f"verdict_{verdict.replace(' ', '_')}"]
            after = [note for note in notes(Sheet(one), score(one, response), response) if why in note["text"]]
            assert [note["of"] for note in after] == [phrases.say("claims.certainty")], (one.id, verdict)
    assert {"unclear wording", "omission"} < kinds
