"""The claims of the article as questions: a verdict first, and how sure the evidence is; then what can be said.

Each question is made from a row of ``claims.csv``; no claim and no key is written down twice. Every claim offers the
same verdicts. Where the evidence of a claim is not rated (a definition, an omission), nobody is asked to rate it. At
the end stands how far the learner and the key agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..core.errors import StretchlibError, one_of
from ..evidence.references import cited, split_keys
from ..evidence.statistics import cohen_kappa
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows import Row
from .bank import Option, Question

VERDICTS = ("supported", "partly", "unclear wording", "not supported", "wrong", "omission")
CERTAINTIES = ("high", "moderate", "low", "very low")
NOT_RATED = "not rated"
FEW = 10  # of fewer claims a kappa says next to nothing: its interval reaches from no agreement to all


def claim_questions(pack: int | None = None, ids: Sequence[str] | None = None) -> tuple[Question, ...]:
    """The claims of a pack (1 to 8), or those of ``ids``, or the twelve core claims of notebook 04, as questions.

    A claim whose statement nobody has checked yet comes last, as an extra that is not counted. Raises
    :class:`StretchlibError` for an unknown pack or claim, and where both are given.
    """
    if pack is not None and ids is not None:
        raise StretchlibError("Claims are chosen by their pack or by their ids, not by both; leave one of the two out.")
    rows = catalogue.rows("claims")
    if ids is not None:
        chosen = [str(claim) for claim in ids]
    elif pack is not None:
        one_of(pack, sorted({row["pack"] for row in rows}, key=str), "pack of claims")
        chosen = _by_position((row for row in rows if row["pack"] == pack), "pack_position")
    else:
        chosen = _by_position((row for row in rows if row["core_position"] is not None), "core_position")
    return tuple(sorted(map(claim_question, chosen), key=lambda question: question.optional))


def _by_position(rows: Iterable[Row], column: str) -> list[str]:
    return [str(row["id"]) for row in sorted(rows, key=lambda row: int(str(row[column])))]


def claim_question(claim: str) -> Question:
    """One claim as a question of the kind ``rating``; raises :class:`StretchlibError` for an unknown id."""
    row = catalogue.row("claims", claim)
    rated = row["evidence_certainty"] != NOT_RATED
    stem = "claims.stem_omission" if row["verdict"] == "omission" else "claims.stem"  # nobody said it: no quotation
    return Question(
        id=claim, kind="rating", stem=say(stem, id=claim, paragraph=str(row["paragraph"]), claim=str(row["claim"])),
        options=(*_verdicts(row), *(_certainties(row) if rated else ()), *_asides(row)),
        notebook="04", objective="LO5", level="evaluate", claims=(claim,), sources=tuple(split_keys(row["sources"])),
        certainty=str(row["certainty"]), evidence=str(row["evidence_certainty"]) if rated else "",
        review=reviews.review_state(row), optional=row["checked"] == "unchecked")


def _verdicts(row: Row) -> Iterator[Option]:
    """The verdicts, all of them on every claim, each with what is said of it."""
    for verdict in VERDICTS:
        name, right = verdict.replace(" ", "_"), verdict == row["verdict"]
        silent = row["verdict"] == "omission" and not right
        yield _level("verdict", name, right, say(
            "claims.other.silent" if silent else f"claims.{'right' if right else 'other'}.verdict.{name}"))


def _certainties(row: Row) -> Iterator[Option]:
    """The certainties of the evidence, each with what is said of it; of the right one also why it is the right one."""
    for certainty in CERTAINTIES:
        name, right = certainty.replace(" ", "_"), certainty == row["evidence_certainty"]
        yield _level("certainty", name, right, say(
            f"claims.{'right' if right else 'other'}.certainty.{name}",
            **({"reason": row["evidence_certainty_reason"]} if right else {})))


def _level(part: str, name: str, right: bool, said: str) -> Option:
    return Option(f"{part}_{name}", "level", say(f"claims.{part}.{name}"), right, say(f"claims.{part}"), feedback=said)


def _asides(row: Row) -> Iterator[Option]:
    """What is said after the answer: the correct statement, its evidence, both sides, and where to see it."""
    claim = str(row["id"])
    yield Option("said", "aside", say("claims.said"), feedback=str(row["correct_statement"]))
    yield Option("evidence", "aside", say("claims.evidence"), feedback=say(
        "claims.evidence_text", evidence=row["evidence"], checked=term("checked", row["checked"])))
    if row["evidence_certainty"] == NOT_RATED:
        yield Option("not_rated", "aside", say("claims.certainty"), feedback=say(
            "claims.not_rated", reason=row["evidence_certainty_reason"]))
    for side in catalogue.rows("claim_sides"):
        if side["claim"] == claim:
            yield Option(f"side_{side['side']}", "aside", say(f"claims.side.{side['side']}"), feedback=say(
                "claims.side_text", statement=side["statement"], certainty=term("certainty", side["certainty"]),
                sources="; ".join(cited(key) for key in split_keys(side["sources"]))))
    for number, link in enumerate(catalogue.rows("claim_links")):
        call = _call(link)
        if link["claim"] == claim and call:
            yield Option(f"look_{number}", "aside", say("claims.look"),
                         feedback=say("claims.look_text", note=link["note"] or "", target=call).strip())


def _call(link: Row) -> str:
    """What to type to see the target of a link; empty for a kind that is no call."""
    if link["kind"] == "hip_back_link":
        return f'hip_back_links("{catalogue.row("hip_back_links", str(link["target"]))["route"]}")'
    return str(link["target"]) if link["kind"] in ("figure", "model") else ""


def agreement(questions: Mapping[str, Question], first: Mapping[str, Mapping[str, Any]]) -> str:
    """How far the first answers and the key agree, in plain sentences; empty until all counted claims are answered.

    ``first`` maps the id of a question to its first answer, a record with ``response``, the ids of the levels chosen.
    """
    counted = [question for question in questions.values() if not question.optional]
    if not counted or any(question.id not in first for question in counted):
        return ""
    pairs: dict[str, list[tuple[str, str]]] = {"verdict": [], "certainty": []}
    for question in counted:
        chosen = {str(level).partition("_")[0]: str(level) for level in first[question.id]["response"]}
        key = {level.id.partition("_")[0]: level.id for level in question.of("level") if level.correct}
        for part, right in key.items():
            pairs[part].append((chosen[part], right))
    same, certain = (sum(mine == theirs for mine, theirs in pairs[part]) for part in ("verdict", "certainty"))
    count = len(pairs["certainty"])
    rated = [say("claims.agreed_certainty", rated=count, certain=certain)] if count else []
    return " ".join([say("claims.agreement", same=same, count=len(counted), share=round(100 * same / len(counted))),
                     *rated, _kappa(pairs["verdict"]), say("claims.discuss")])


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
