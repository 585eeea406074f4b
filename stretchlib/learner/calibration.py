"""How sure a learner was and how often right: the answers for it, and the Brier score in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError
from ..questions.marking import brier, calibration
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.questions import CalibrationExample
from . import journal
from .answers import Answer, first_tries

if TYPE_CHECKING:
    import pandas as pd

FEW = 20  # answers; below that a score says little
NEAR = 5  # percentage points between sure and right that are called about the same


def said(answers: Iterable[Answer] | pd.DataFrame | None = None) -> tuple[list[dict[str, Any]], bool]:
    """(answers with a confidence, whether they are invented).

    ``None`` stands for the journal's, of which the first to a question on a day counts; where there are none, the
    invented ones of ``calibration_example.csv`` come instead. A table or a list given here is taken as it is.
    """
    if answers is None:
        mine = _sure([answer for _, answer in first_tries(journal.current().records("answer"))])
        return (mine, False) if mine else (_invented(), True)
    rows: Any = answers
    return _sure(rows.to_dict("records") if hasattr(rows, "to_dict") else rows), False


def _sure(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """The confidence (percent, above 0 and below 100) and the outcome of the answers that have both."""
    return [{"confidence": int(sure), "right": bool(answer["right"])} for answer in answers
            if isinstance(sure := answer.get("confidence"), (int, float)) and 0 < sure < 100 and "right" in answer]


def _invented() -> list[dict[str, Any]]:
    return [{"confidence": row.confidence_percent, "right": number < row.right}
            for row in catalogue.rows(CalibrationExample) for number in range(row.answers)]


def calibration_table(answers: Iterable[Answer] | pd.DataFrame | None = None) -> pd.DataFrame:
    """For each confidence that was used: ``confidence`` (percent), ``answers``, ``right``, ``share`` (0 to 1)."""
    import pandas as pd

    return pd.DataFrame(calibration(said(answers)[0]), columns=["confidence", "answers", "right", "share"])


def brier_sentence(answers: Iterable[Answer] | pd.DataFrame | None = None) -> str:
    """The Brier score and what it means, in plain words. Raises :class:`StretchlibError` where no answer has a
    confidence."""
    sure_answers, invented = said(answers)
    score = brier(sure_answers)
    if score is None:
        raise StretchlibError("None of these answers says how sure it was, so there is no score; give answers with a "
                              "confidence.")
    sure = sum(answer["confidence"] for answer in sure_answers) / len(sure_answers)
    right = 100 * sum(answer["right"] for answer in sure_answers) / len(sure_answers)
    gap = round(sure) - round(right)
    judged = say("confidence.near" if abs(gap) <= NEAR else "confidence.surer" if gap > 0 else "confidence.less_sure")
    singular, more = ("confidence.invented_one", "confidence.invented") if invented else \
        ("confidence.answer", "confidence.answers")
    count = say(singular) if len(sure_answers) == 1 else say(more, count=len(sure_answers))
    sentence = say("confidence.score", count=count, score=f"{score:.2f}", sure=f"{sure:.0f}", right=f"{right:.0f}",
                   judged=judged)
    return f"{sentence} {say('confidence.few')}" if len(sure_answers) < FEW else sentence
