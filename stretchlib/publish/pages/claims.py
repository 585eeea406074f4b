"""The claim board as questions: each claim of the article asks for a verdict, and the answer brings the evidence."""

from __future__ import annotations

from collections.abc import Mapping

from ...evidence.references import split_keys
from ...questions.bank import Option, Question
from ...questions.claims import NOT_RATED
from ...tables import catalogue, phrases, reviews
from ...tables.phrases import term
from ...tables.rows import Row


def claim_questions() -> tuple[Question, ...]:
    """One question of kind ``single`` for each row of ``claims.csv``, in its order."""
    words = phrases.words()
    fields = catalogue.catalogue().resource("claims")["schema"]["fields"]
    field = next(field for field in fields if field["name"] == "verdict")
    verdicts = list(map(str, field["constraints"]["enum"]))
    return tuple(_question(row, verdicts, words) for row in catalogue.rows("claims"))


def _question(row: Row, verdicts: list[str], words: Mapping[str, str]) -> Question:
    checked = term("checked", row["checked"])
    statement = f"{row['correct_statement']} ({checked[:1].upper()}{checked[1:]}.)"
    other = words["publish.verdict_other"]
    stem = "publish.claim_omission" if row["verdict"] == "omission" else "publish.claim"
    evidence = str(row["evidence_certainty"])
    options = []
    for verdict in verdicts:
        name, right = verdict.replace(" ", "_"), verdict == row["verdict"]
        options.append(Option(name, "choice", words[f"publish.verdict.{name}"], right,
                              feedback=statement if right else other))
    return Question(id=str(row["id"]), kind="single",
                    stem=words[stem].replace("{claim}", str(row["claim"])), options=tuple(options),
                    sources=tuple(split_keys(row["sources"])), certainty=str(row["certainty"]),
                    evidence="" if evidence == NOT_RATED else evidence, review=reviews.review_state(row))
