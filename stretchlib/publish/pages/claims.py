"""The claim board as questions: each claim of the article asks for a verdict, and the answer brings the evidence."""

from __future__ import annotations

from collections.abc import Mapping

from ...questions.bank import Option, Question
from ...questions.claims import NOT_RATED
from ...tables import catalogue, phrases, reviews
from ...tables.phrases import term
from ...tables.rows.evidence import Claim


def claim_questions() -> tuple[Question, ...]:
    """One question of kind ``single`` for each row of ``claims.csv``, in its order."""
    words = phrases.words()
    fields = catalogue.catalogue().resource("claims")["schema"]["fields"]
    field = next(field for field in fields if field["name"] == "verdict")
    verdicts = list(map(str, field["constraints"]["enum"]))
    return tuple(_question(row, verdicts, words) for row in catalogue.rows(Claim))


def _question(row: Claim, verdicts: list[str], words: Mapping[str, str]) -> Question:
    checked = term("checked", row.checked)
    statement = f"{row.correct_statement} ({checked[:1].upper()}{checked[1:]}.)"
    not_this_verdict = words["publish.verdict_other"]
    stem = "publish.claim_omission" if row.verdict == "omission" else "publish.claim"
    options = []
    for verdict in verdicts:
        name, right = verdict.replace(" ", "_"), verdict == row.verdict
        options.append(Option(name, "choice", words[f"publish.verdict.{name}"], right,
                              feedback=statement if right else not_this_verdict))
    return Question(id=row.id, kind="single", stem=words[stem].replace("{claim}", row.claim), options=tuple(options),
                    sources=row.sources, certainty=row.certainty,
                    evidence="" if row.evidence_certainty == NOT_RATED else row.evidence_certainty,
                    review=reviews.review_state(row))
