"""The question bank as items for other systems: ids that stay, templates drawn with the lecturer's own seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...core.numbers import checked_seed, whole
from ...questions.bank import Question, bank
from ...questions.sheet import Sheet
from ...tables.phrases import say

VARIANTS = 3  # of each template, unless asked otherwise
MOST_VARIANTS = 100


@dataclass(frozen=True)
class Item:
    """One question to export; ``key`` is that of its sheet.

    ``id`` tells the question and, of a template, the seed it was drawn with; ``variant`` counts those of a template
    from 1, and is 0 for any other question.
    """

    id: str
    sheet: Sheet
    key: dict[str, Any]
    variant: int = 0

    @property
    def lasting_id(self) -> str:
        """What stays from edition to edition, whatever the seed: the question and the number of its variant."""
        return f"{self.question.id}-variant{self.variant}" if self.variant else self.id

    @property
    def question(self) -> Question:
        """The question as it was drawn."""
        return self.sheet.question

    def feedback(self) -> Iterator[str]:
        """The feedback on the answer and on each option that has any, an option's after its text and a colon."""
        notes = self.key["right"] if self.question.kind == "numeric" else self.key["options"]
        for note in notes:
            if note["text"]:
                of = note["of"] if "of" in note else note["name"]
                yield f"{of}: {note['text']}" if of else note["text"]

    @property
    def foot(self) -> str:
        """Sources, certainty and review state in a line."""
        foot = self.question.foot
        return say("quiz.sources" if foot["sources"] else "bank.foot_no_sources", **foot)


def items(notebook: str | None = None, *, seed: int = 0, variants: int = VARIANTS) -> tuple[Item, ...]:
    """The bank, of one notebook ("01") or all; each template ``variants`` times, with ``seed`` and the seeds after it.

    An item drawn from a template carries its seed in its id: the same seed gives the same item everywhere. Raises
    :class:`StretchlibError` for an unknown notebook and a number of variants below 1 or above 100.
    """
    whole("The number of variants of a template", variants, 1, MOST_VARIANTS)
    checked_seed(seed)
    made = []
    for question in bank(notebook, optional=True):
        template = question.kind == "model"
        for number in range(variants if template else 1):
            sheet = Sheet(question, seed + number)
            made.append(Item(f"{question.id}-seed{sheet.seed}" if template else question.id, sheet, sheet.key(),
                             number + 1 if template else 0))
    return tuple(made)
