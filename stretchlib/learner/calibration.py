"""How sure a learner was and how often right: the answers for it, and the Brier score in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError
from ..questions.marking import brier, calibration
from ..tables import catalogue
from ..tables.phrases import say
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
        mine = _sure([one for _, one in first_tries(journal.current().records("answer"))])
        return (mine, False) if mine else (_invented(), True)
    rows: Any = answers
    return _sure(rows.to_dict("records") if hasattr(rows, "to_dict") else rows), False


def _sure(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    return [{"confidence": int(one["confidence"]), "right": bool(one["right"])} for one in answers
            if isinstance(one.get("confidence"), (int, float)) and 0 < one["confidence"] < 100 and "right" in one]


def _invented() -> list[dict[str, Any]]:
    found = []
    for row in catalogue.rows("calibration_example"):
        confidence, count, right = (int(str(row[name])) for name in ("confidence_percent", "answers", "right"))
        found += [{"confidence": confidence, "right": place < right} for place in range(count)]
    return found


def calibration_table(answers: Iterable[Answer] | pd.DataFrame | None = None) -> pd.DataFrame:
    """For each confidence that was used: ``confidence`` (percent), ``answers``, ``right``, ``share`` (0 to 1)."""
    import pandas as pd

    return pd.DataFrame(calibration(said(answers)[0]), columns=["confidence", "answers", "right", "share"])


def brier_sentence(answers: Iterable[Answer] | pd.DataFrame | None = None) -> str:
    """The Brier score and what it means, in plain words. Raises :class:`StretchlibError` where no answer has a
    confidence."""
    found, invented = said(answers)
    score = brier(found)
    if score is None:
        raise StretchlibError("None of these answers says how sure it was, so there is no score; give answers with a "
                              "confidence.")
    sure = sum(one["confidence"] for one in found) / len(found)
    right = 100 * sum(one["right"] for one in found) / len(found)
    gap = round(sure) - round(right)
    judged = say("confidence.near" if abs(gap) <= NEAR else "confidence.surer" if gap > 0 else "confidence.less_sure")
    one, more = ("confidence.invented_one", "confidence.invented") if invented else \
        ("confidence.answer", "confidence.answers")
    count = say(one) if len(found) == 1 else say(more, count=len(found))
    told = say("confidence.score", count=count, score=f"{score:.2f}", sure=f"{sure:.0f}", right=f"{right:.0f}",
               judged=judged)
    return f"{told} {say('confidence.few')}" if len(found) < FEW else told
