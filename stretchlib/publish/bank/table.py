"""The question bank as one CSV for a spreadsheet, with no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

from pathlib import Path

from ...authoring.check import refuse_faulty
from ...core.spreadsheet import write_csv_for_spreadsheet
from ...tables.credit import credit
from ...tables.phrases import term
from .items import VARIANTS, Item, items

COLUMNS = ("id", "kind", "notebook", "objective", "level", "question", "unit", "choices", "answer", "feedback",
           "sources", "certainty", "review", "credit")


def bank_csv(path: str | Path = "questions.csv", notebook: str | None = None, *, seed: int = 0,
             variants: int = VARIANTS) -> Path:
    """Write the bank, of one notebook or all, as *CSV UTF-8* with a row a question; returns the path.

    Raises :class:`StretchlibError` for an unknown notebook, where the tables are not in order, and where nothing can
    be written.
    """
    refuse_faulty()
    rows = (_row(item) for item in items(notebook, seed=seed, variants=variants))
    return write_csv_for_spreadsheet(path, COLUMNS, rows)


def _row(item: Item) -> tuple[str, ...]:
    question, page = item.question, item.sheet.public()
    choices = " | ".join(option["text"] for option in (*page["options"], *page.get("right", [])))
    feedback = " | ".join(item.feedback())
    return (item.id, question.kind, question.notebook, question.objective, question.level, question.stem,
            question.unit, choices, item.key["text"], feedback, item.key["sources"],
            term("certainty", question.certainty), question.review, credit())
