"""The claims of the article as questions: a verdict and its certainty first, then what can be said, with sources.

Each question is made from a row of ``claims.csv``; no claim and no key is written down twice. At the end stands how
far the learner and the key agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import datasets
from .appraisal import cohen_kappa
from .datasets import say, term
from .errors import StretchlibError, one_of
from .questions import Option, Question
from .references import cited, split_keys

VERDICTS = ("supported", "partly", "unclear wording", "not supported", "wrong", "omission")
CERTAINTIES = ("high", "moderate", "low", "very low")
FEW = 10  # of fewer claims a kappa says next to nothing: its interval reaches from no agreement to all


def claim_questions(pack: int | None = None, ids: Sequence[str] | None = None) -> tuple[Question, ...]:
    """The claims of a pack (1 to 8), or those of ``ids``, or the twelve core claims of notebook 04, as questions.

    A claim whose statement nobody has checked yet comes last, as an extra that is not counted. Raises
    :class:`StretchlibError` for an unknown pack or claim, and where both are given.
    """
    if pack is not None and ids is not None:
        raise StretchlibError("Claims are chosen by their pack or by their ids, not by both; leave one of the two out.")
    dealt = datasets.rows("claim_packs")
    if ids is not None:
        chosen = [str(one) for one in ids]
    elif pack is not None:
        one_of(pack, sorted({row["pack"] for row in dealt}, key=str), "pack of claims")
        chosen = [str(row["claim"]) for row in sorted((row for row in dealt if row["pack"] == pack),
                                                      key=lambda row: int(str(row["place"])))]
    else:
        chosen = [str(row["claim"]) for row in sorted((row for row in dealt if row["core"] is not None),
                                                      key=lambda row: int(str(row["core"])))]
    made = [claim_question(one) for one in chosen]
    return tuple(sorted(made, key=lambda one: one.optional))


def claim_question(claim: str) -> Question:
    """One claim as a question of the kind ``rating``; raises :class:`StretchlibError` for an unknown id."""
    row = datasets.row("claims", claim)
    return Question(
        id=claim, kind="rating", stem=say("claims.stem", id=claim, place=str(row["place"]), claim=str(row["claim"])),
        options=(*_levels("verdict", VERDICTS, str(row["verdict"])),
                 *_levels("certainty", CERTAINTIES, str(row["certainty"])), *_asides(row)),
        notebook="04", objective="LO5", level="evaluate", claims=(claim,), sources=tuple(split_keys(row["sources"])),
        certainty=str(row["certainty"]), review=datasets.review_state(row), optional=row["checked"] == "unchecked")


def _levels(part: str, levels: Sequence[str], right: str) -> Iterator[Option]:
    """The levels of one part, ``"verdict"`` or ``"certainty"``. A rare right one joins the usual ones."""
    for level in dict.fromkeys((*levels, right)):
        name = level.replace(" ", "_")
        words = say(f"claims.{part}.{name}")
        meaning = words.partition(": ")[2]
        yield Option(f"{part}_{name}", "level", words, level == right, say(f"claims.{part}"),
                     feedback=f"{meaning[0].upper()}{meaning[1:]}.")


def _asides(row: datasets.Row) -> Iterator[Option]:
    """What is told after the answer: the correct statement, its evidence, both sides, and where to see it."""
    claim = str(row["id"])
    yield Option("said", "aside", say("claims.said"), feedback=str(row["correct_statement"]))
    yield Option("evidence", "aside", say("claims.evidence"), feedback=say(
        "claims.evidence_text", evidence=row["evidence"], checked=term("checked", row["checked"])))
    for side in datasets.rows("claim_sides"):
        if side["claim"] == claim:
            yield Option(f"side_{side['side']}", "aside", say(f"claims.side.{side['side']}"), feedback=say(
                "claims.side_text", statement=side["statement"], certainty=term("certainty", side["certainty"]),
                sources="; ".join(cited(key) for key in split_keys(side["sources"]))))
    for number, link in enumerate(datasets.rows("claim_links")):
        if link["claim"] == claim and link["kind"] in ("figure", "model"):
            yield Option(f"look_{number}", "aside", say("claims.look"),
                         feedback=say("claims.look_text", note=link["note"] or "", target=link["target"]).strip())


def agreement(questions: Mapping[str, Question], first: Mapping[str, Mapping[str, Any]]) -> str:
    """How far the first answers and the key agree, in plain sentences; empty until all counted claims are answered.

    ``first`` maps the id of a question to its first answer, a record with ``response``, the ids of the levels chosen.
    """
    counted = [one for one in questions.values() if not one.optional]
    if not counted or any(one.id not in first for one in counted):
        return ""
    pairs = []
    certain = 0
    for one in counted:
        chosen = {str(level).partition("_")[0]: str(level) for level in first[one.id]["response"]}
        key = {level.id.partition("_")[0]: level.id for level in one.of("level") if level.correct}
        pairs.append((chosen["verdict"], key["verdict"]))
        certain += chosen["certainty"] == key["certainty"]
    same = sum(mine == theirs for mine, theirs in pairs)
    return " ".join([say("claims.agreement", same=same, count=len(pairs), certain=certain,
                         share=round(100 * same / len(pairs))), _kappa(pairs), say("claims.discuss")])


def _kappa(pairs: Sequence[tuple[str, str]]) -> str:
    if len(pairs) < FEW:
        return say("claims.few")
    names = sorted({name for pair in pairs for name in pair})
    table = [[sum(pair == (mine, theirs) for pair in pairs) for theirs in names] for mine in names]
    try:
        kappa = cohen_kappa(table)
    except StretchlibError:
        return say("claims.no_kappa")
    return say("claims.kappa", kappa=f"{kappa.value:.2f}", low=f"{kappa.low:.2f}", high=f"{kappa.high:.2f}")
