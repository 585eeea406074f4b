"""The question bank as one CSV for a spreadsheet, with no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from ...authoring.check import refuse_faulty
from ...core.files import write
from ...tables.credit import credit
from ...tables.phrases import term
from .items import VARIANTS, Item, items

COLUMNS = ("id", "kind", "notebook", "objective", "level", "question", "unit", "choices", "answer", "feedback",
           "sources", "certainty", "review", "credit")
# A cell that begins with one of these can be run by a spreadsheet program; the wide forms are read as the narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def bank_csv(path: str | Path = "questions.csv", notebook: str | None = None, *, seed: int = 0,
             variants: int = VARIANTS) -> Path:
    """Write the bank, of one notebook or all, as *CSV UTF-8* with a row a question; returns the path.

    Raises :class:`StretchlibError` for an unknown notebook, where the tables are not in order, and where nothing can
    be written.
    """
    refuse_faulty()
    return write(path, csv_text(COLUMNS, (_row(item) for item in items(notebook, seed=seed, variants=variants))))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as the text of a CSV file that spreadsheet programs open rightly and cannot run."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([[safe(cell) for cell in row] for row in rows])
    return "\ufeff" + text.getvalue()


def safe(cell: object) -> str:
    """A cell's text, after an apostrophe where it would be taken for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(item: Item) -> tuple[str, ...]:
    question, page = item.question, item.sheet.public()
    choices = " | ".join(option["text"] for option in (*page["options"], *page.get("right", [])))
    feedback = " | ".join(item.feedback())
    return (item.id, question.kind, question.notebook, question.objective, question.level, question.stem,
            question.unit, choices, item.key["text"], feedback, item.key["sources"],
            term("certainty", question.certainty), question.review, credit())
