"""A list to choose from in the page: each name opens what the course says of it, without any code and any kernel."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ..core.document import Beside, Block, Columns, Details, Heading, Paragraph, Part, Span
from ..core.errors import one_of
from ..exercises.clinical_test import clinical_test
from ..exercises.guide import guide
from ..structures.notes import anatomy
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.anatomy import Structure
from ..tables.rows.clinic import ClinicalTest
from ..tables.rows.evidence import StructureGroup
from ..tables.rows.exercises import Exercise
from ..tables.shows_document import ShowsDocument
from .plates.structure_card import structure

Kind = Literal["structure", "card", "exercise", "test"]


@dataclass(frozen=True, repr=False)
class Choice(ShowsDocument):
    """Some of a kind, each with its name and what is said of it; a page shows the names, and opens one at a time."""

    kind: Kind
    entries: tuple[tuple[str, ShowsDocument], ...]

    def parts(self) -> Iterator[Part]:
        yield Paragraph(say(f"choice.{self.kind}", count=len(self.entries)))
        yield tuple(Details(Span(name, plain=f"\n{name}"), tuple(_inside(document)), choice=f"choice-{self.kind}")
                    for name, document in self.entries)


def _inside(document: ShowsDocument) -> Iterator[Block]:
    """The blocks of a document; its own title, which is the name that was chosen, is left out, and what stood below
    that title moves up a level."""
    blocks = [block for part in document.parts() for block in (part if isinstance(part, tuple) else (part,))]
    yield from map(_moved_up, blocks[1:]) if isinstance(blocks[0], Heading) else blocks


def _moved_up(block: Block) -> Block:
    """A block with each heading in it one level higher."""
    if isinstance(block, Heading):
        return replace(block, level=block.level - 1)
    if isinstance(block, Columns):
        return replace(block, groups=tuple(tuple(map(_moved_up, group)) for group in block.groups))
    if isinstance(block, Details | Beside):
        return replace(block, blocks=tuple(map(_moved_up, block.blocks)))
    return block


def choose(kind: Kind, *, but: Collection[str] = ()) -> Choice:
    """The notes of all structures (``"structure"``), the cards between hip and back (``"card"``), the guides of the
    exercises (``"exercise"``) or of the clinical tests (``"test"``), to choose from in the page.

    ``but``: ids to leave out, because they stand elsewhere on the page. Raises :class:`StretchlibError` for an unknown
    kind or id.
    """
    one_of(kind, tuple(_KINDS), "kind")
    names, build = _KINDS[kind]()
    for name in but:
        one_of(name, tuple(names), kind)
    return Choice(kind, tuple((label, build(name)) for name, label in names.items() if name not in but))


_Choices = tuple[dict[str, str], Callable[[str], ShowsDocument]]


def _structures() -> _Choices:
    return {row.id: row.name_en for row in catalogue.rows(Structure)}, _note


def _note(name: str) -> ShowsDocument:
    note = anatomy(name)
    assert isinstance(note, ShowsDocument)
    return note


_KINDS: dict[str, Callable[[], _Choices]] = {
    "structure": _structures,
    "card": lambda: ({row.id: row.name for row in catalogue.rows(StructureGroup)}, structure),
    "exercise": lambda: ({row.id: row.name for row in catalogue.rows(Exercise)}, guide),
    "test": lambda: ({row.id: row.name for row in catalogue.rows(ClinicalTest)}, clinical_test),
}
