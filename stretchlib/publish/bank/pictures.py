"""The pictures of an exported question: what it points at, and the pain map that is seen after the answer."""

from __future__ import annotations

from ...figures.evidence.lettered_body import plot_lettered_body
from ...figures.evidence.pain_map import plot_pain_map
from ...figures.plates.lettered_plate import AskedPlate, asked_plate
from ...questions.bank import Question
from ...questions.sheet import Sheet
from ...tables import catalogue
from ...tables.catalogue import current_language
from ...tables.rows.evidence import PainArea

BASIS = "pain_areas:"  # how a basis names a share that a map draws


def asked_picture(sheet: Sheet) -> AskedPlate | None:
    """The lettered plate or body that a question points at; ``None`` for one that points at nothing."""
    if sheet.question.kind == "area":
        drawn = plot_lettered_body(sheet)
        return AskedPlate(drawn.png(), drawn.text, {})
    return asked_plate(sheet)


def map_after(question: Question) -> AskedPlate | None:
    """The pain map on which the shares stand that the answer rests on, at most two studies; ``None`` without one.

    It shows the answer, so it belongs behind it.
    """
    named = {part.removeprefix(BASIS) for part in question.basis.split("; ") if part.startswith(BASIS)}
    rows = [row for row in catalogue.rows(PainArea) if row.id in named and row.drawn]
    studies = tuple(dict.fromkeys(row.study for row in rows if row.source_of_pain == rows[0].source_of_pain))[:2]
    return _map(rows[0].source_of_pain, studies, current_language()) if rows else None


@catalogue.derived
def _map(source: str, studies: tuple[str, ...], _language: str) -> AskedPlate:
    drawn = plot_pain_map(source, studies)
    return AskedPlate(drawn.png(), drawn.text, {})
