"""Quizzes made from other tables than the question bank: claims, trial reports, and the gallery of traps."""

from __future__ import annotations

from collections.abc import Sequence

from ...questions.bank import bank
from ...questions.claims import agreement, claim_questions
from ...questions.sheet import draw_sheets
from ...questions.trial_reports import rating_questions, rating_result
from .quiz import Quiz


def claim_board(pack: int | None = None, ids: Sequence[str] | None = None) -> Quiz:
    """Claims of the article: give a verdict and its certainty, then read what can be said, with sources.

    The twelve core claims of notebook 04, or those of a ``pack`` (1 to 8), or those of ``ids`` such as ``["C28"]``. At
    the end stands how far your first answers and the key agree. Raises
    :class:`StretchlibError` for an unknown pack or claim.
    """
    questions = claim_questions(pack, ids)
    return Quiz(draw_sheets(questions), name="claims", closing=agreement if len(questions) > 1 else None)


def rate_trial(report: str) -> Quiz:
    """Rate an invented trial report with the PEDro scale, an item at a time; each says where in the report it shows.

    Raises :class:`StretchlibError` for an unknown report.
    """
    return Quiz(draw_sheets(rating_questions(report)), name="pedro", closing=rating_result)


def trap_gallery() -> Quiz:
    """Well-known misquotations, each to be found from the numbers: questions with a ``trap_position``, in its order."""
    hung = [question for question in bank(optional=True) if question.trap_position]
    return Quiz(draw_sheets(sorted(hung, key=lambda question: question.trap_position or 0)), name="traps")
