"""The card of a structure: where it lies, and four short answers to what it has to do with the back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...core.document import Beside, Block, Details, Heading, Inline, List, Paragraph, Part, Picture, small, strong
from ...core.text import begun
from ...evidence.pain_areas import mapped_studies
from ...evidence.references import cited
from ...tables import catalogue, reviews
from ...tables.phrases import say, term
from ...tables.rows.base import ReviewedRow
from ...tables.rows.evidence import PainSource, StructureGroup, StructureLink
from ...tables.shows_document import ShowsDocument
from ..diagram import Diagram
from .structure_plate import structure_plate

#: The four answers of a card in their order, and the questions of ``structure_links`` that each takes.
ANSWERS = {"could": ("could",), "seen": ("seen", "treated"), "test": ("test",), "say": ("say",)}
PICTURE = 290  # pixels


@dataclass(frozen=True, repr=False)
class StructureCard(ShowsDocument):
    """One structure or group with its rows of ``structure_links``; shows itself as a card of one screen.

    ``felt`` holds the sources of its pain of which no share by area may be drawn.
    """

    group: StructureGroup
    rows: tuple[StructureLink, ...]
    felt: tuple[PainSource, ...]

    @cached_property
    def picture(self) -> Diagram:
        """The small plate of the card; a notebook asks for text and HTML, and it is drawn once for both."""
        return structure_plate(self.group)

    def parts(self) -> Iterator[Part]:
        drawn = self.picture
        yield Heading(self.group.name)
        yield Beside(Picture(drawn.png(), drawn.text, PICTURE), tuple(self._answers()))
        sources: list[StructureLink | PainSource] = [*self.rows, *self.felt]
        yield Details(small(say("structure_card.sources")),
                      (List(tuple(_source(row) for row in sources), indent=2),
                       Paragraph(f"{drawn.note} {say('structure_card.larger', plate=self.group.plate)}")), apart=True)

    def answers(self) -> Iterator[str]:
        """The four answers as plain text, one after the other."""
        return (block.plain() for block in self._answers())

    def _answers(self) -> Iterator[Block]:
        for question, kinds in ANSWERS.items():
            texts = tuple(_answer(row) for row in self.rows if row.question in kinds)
            if question == "seen":
                texts = (*(_felt(source) for source in self.felt), *texts)
            label = strong(say(f"structure_card.{question}"))
            if len(texts) == 1:
                yield Paragraph((label, ": ", *texts[0]), apart=True)
            elif texts:
                yield Paragraph((label, ":"), apart=True)
                yield List(texts, indent=2)


def structure(structure: str) -> StructureCard:
    """The card of a structure between hip and back, an id of ``structure_groups`` such as ``"piriformis"``.

    It shows a small plate and what the structure could do, what was seen in people and when it was treated, how to
    test it and what to say, with how sure the evidence makes us. Raises :class:`StretchlibError` for an unknown id.
    """
    group = catalogue.row(StructureGroup, structure)
    order = [question for questions in ANSWERS.values() for question in questions]
    rows = sorted((row for row in catalogue.rows(StructureLink) if row.structure == structure),
                  key=lambda row: (order.index(row.question), row.position))
    felt = tuple(row for row in catalogue.rows(PainSource) if row.structure == row.id == structure
                 and not mapped_studies(row.id))
    return StructureCard(group, tuple(rows), felt)


def _answer(row: StructureLink) -> tuple[Inline, ...]:
    """What a row says, and behind it which way it points and how sure we are, or whose words they are."""
    if row.question == "say":
        return row.text, " ", small(say("structure_card.signed", state=reviews.review_state(row))
                                    if row.reviewed_by else say("structure_card.unsigned"))
    if not row.finding:
        return row.text, " ", _certainty(row)
    text = say("structure_card.when_treated", text=row.text) if row.question == "treated" else row.text
    if row.finding == "none found":
        return (text,)
    return text, " ", small(say("structure_card.finding", finding=term("finding", row.finding),
                                    certainty=term("certainty", row.certainty)))


def _felt(source: PainSource) -> tuple[Inline, ...]:
    return say("structure_card.when_felt", text=source.statement), " ", _certainty(source)


def _certainty(row: ReviewedRow) -> Inline:
    return small(say("structure_card.certainty", certainty=term("certainty", row.certainty)))


def _source(row: StructureLink | PainSource) -> tuple[Inline, ...]:
    """The label of a row, its works, how they were checked, and who signed it."""
    label = say(f"structure_card.{row.question}") if isinstance(row, StructureLink) else say("structure_card.felt")
    works = "; ".join(cited(key) for key in row.sources) or say("structure_card.no_source")
    return (strong(label), ": ", say("structure_card.source", sources=works, checked=term("checked", row.checked),
                                     review=begun(reviews.review_state(row))))
