"""Answers that a spreadsheet program may have taken for their thousandfold, which no limit of their column shows."""

from __future__ import annotations

from collections.abc import Iterator

from ..tables.reader import Table, sentence
from ..tables.rows.questions import Question


def decimal_faults(questions: Table) -> Iterator[str]:
    """A whole answer that is shown with three decimals: an import in German takes 0.275 for 275."""
    for question, number in questions.numbered(Question):
        answer = question.answer
        if answer and question.decimals is not None and question.decimals >= 3 and answer == int(answer):
            likely = f"{answer / 1000:.3f}"
            yield sentence(questions.name, f"the answer is shown with {question.decimals} decimals and has none",
                           f"write {likely} if an import in German made it of that, or give fewer decimals",
                           number, "answer", f"{answer:g}")
