"""The question bank as items for other systems: ids that stay, templates drawn with the lecturer's own seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...core.numbers import checked_seed, whole
from ...questions.bank import Question, bank
from ...questions.templates import draw
from ...tables.phrases import say
from ..pages.keys import key_of

VARIANTS = 3  # of each template, unless asked otherwise
MOST_VARIANTS = 100


@dataclass(frozen=True)
class Item:
    """One question to export: ``id`` stays the same from export to export; ``key`` as of :func:`~.answers.key_of`."""

    id: str
    question: Question
    seed: int
    key: dict[str, Any]

    def said(self) -> Iterator[tuple[str, str]]:
        """(what it is of, feedback) for each part of the answer that has some."""
        notes = self.key["right"] if self.question.kind == "numeric" else self.key["options"]
        yield from ((note["of"], note["text"]) for note in notes if note["text"])

    @property
    def asked(self) -> str:
        """The question as it is read, with the unit of its answer."""
        one = self.question
        return say("quiz.in_unit", stem=one.stem, unit=one.unit) if one.unit else one.stem

    @property
    def foot(self) -> str:
        """Sources, certainty and review state in a line."""
        told = {name: self.key[name] for name in ("sources", "certainty", "review")}
        return say("quiz.sources" if told["sources"] else "bank.foot_no_sources", **told)


def items(notebook: str | None = None, *, seed: int = 0, variants: int = VARIANTS) -> tuple[Item, ...]:
    """The bank, of one notebook ("01") or all; each template ``variants`` times, with ``seed`` and the seeds after it.

    An item drawn from a template carries its seed in its id: the same seed gives the same item everywhere. Raises
    :class:`StretchlibError` for an unknown notebook and a number of variants below 1 or above 100.
    """
    whole("The number of variants of a template", variants, 1, MOST_VARIANTS)
    checked_seed(seed)
    found = []
    for one in bank(notebook, optional=True):
        seeds = range(seed, seed + variants) if one.kind == "model" else [seed]
        for each in seeds:
            drawn = draw(one, each)
            name = f"{one.id}-seed{each}" if one.kind == "model" else one.id
            found.append(Item(name, drawn, each, key_of(drawn, each)))
    return tuple(found)
