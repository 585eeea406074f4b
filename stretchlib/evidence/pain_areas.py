"""Where pain of a known source is felt: shares by area of the body, their intervals, and what is known in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..core.document import Break, Details, Heading, Inline, Paragraph, Part, Span, emphasis
from ..core.text import begun
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows.evidence import AreaOutline, BodyArea, PainArea, PainSource
from ..tables.shows_document import ShowsDocument
from .references import cited
from .statistics import Estimate, wilson_interval

BODY = "whole_body"  # the id of the drawn body, on which the areas lie
VIEWS = ("front", "back")


@dataclass(frozen=True, repr=False)
class PainSources(ShowsDocument):
    """Some sources of pain; shows itself as a list; a page folds away where each is felt, with shares,
    certainty and sources."""

    rows: tuple[PainSource, ...]

    def parts(self) -> Iterator[Part]:
        yield Heading(say("pain_source.title"))
        yield tuple(Details(Span(source.name, "b", plain=f"  - {source.name}"),
                            (Paragraph(_source_lines(source), indent=4),)) for source in self.rows)


def pain_sources(source: str | None = None) -> PainSources:
    """Where pain of one source (an id of ``pain_sources`` such as ``"sacroiliac_joint"``) is felt, or of them all.

    Raises :class:`StretchlibError` for an unknown source.
    """
    return PainSources(catalogue.rows(PainSource) if source is None else (catalogue.row(PainSource, source),))


def mapped_studies(source: str) -> tuple[str, ...]:
    """The studies (keys of ``references``) whose shares a map of this source draws, in their order.

    Empty where no share may be drawn. Raises :class:`StretchlibError` for an unknown source.
    """
    catalogue.row(PainSource, source)
    drawn = {row.study_position: row.study for row in catalogue.rows(PainArea)
             if row.source_of_pain == source and row.drawn}
    return tuple(study for _, study in sorted(drawn.items()))


def drawn_rows(source: str, study: str) -> tuple[PainArea, ...]:
    """The rows of one source and study that a map draws, in the order of the areas of the body."""
    order = {area.id: area.position for area in catalogue.rows(BodyArea)}
    rows = [row for row in catalogue.rows(PainArea)
            if row.source_of_pain == source and row.study == study and row.drawn]
    return tuple(sorted(rows, key=lambda row: order[row.area]))


def outlined_areas(area: str) -> tuple[str, ...]:
    """The areas with an outline of their own that make up an area: itself, or its parts."""
    return catalogue.row(BodyArea, area).parts or (area,)


def body_map() -> dict[str, dict[str, Any]]:
    """The drawn body for a page: "front" and "back", each with its ``title``, the path of its ``body``, and ``areas``.

    An area has its ``id``, its SVG ``path`` (thousandths of stature: x from the midline, y down from the crown), and
    ``mirrored``, whether its mirror image belongs to it.
    """
    outlines = catalogue.rows(AreaOutline)
    return {view: {"title": begun(say(f"pain_map.{view}")),
                   "body": next(row.path for row in outlines if (row.area, row.view) == (BODY, view)),
                   "areas": [{"id": row.area, "path": row.path, "mirrored": row.mirrored} for row in outlines
                             if row.view == view and row.area != BODY]} for view in VIEWS}


def share_of(row: PainArea) -> Estimate | None:
    """The share of people, 0 to 1, with its 95 % Wilson interval; None where the count is not known."""
    if row.count is None or row.people is None:
        return None
    return wilson_interval(row.count, row.people)


def percent_of(row: PainArea) -> float | None:
    """The share in percent: as published, or from the count; None for a row that is told in words."""
    share = share_of(row)
    return row.percent if row.percent is not None else None if share is None else 100 * share.value


def share_told(row: PainArea) -> str:
    """The share as a reader is told it, ``none of 51:|at most 7|in 100``; empty for a row told in words.

    A bar parts the lines in which it stands beside a body.
    """
    share, percent = share_of(row), percent_of(row)
    if percent is None:
        return ""
    if share is None:
        return say("pain_map.share_no_count", percent=f"{percent:.0f}")
    ends = {"low": f"{100 * share.low:.0f}", "high": f"{100 * share.high:.0f}"}
    if row.count == 0:
        return say("pain_map.share_none", people=row.people, **ends)
    return say("pain_map.share", count=row.count, people=row.people, percent=f"{percent:.0f}", **ends)


def _source_lines(source: PainSource) -> tuple[Inline, ...]:
    """Of a source its sentence, its shares study by study, and the marks of the sentence."""
    rows = [row for row in catalogue.rows(PainArea) if row.source_of_pain == source.id]
    lines: list[Inline] = [source.statement]
    for study in dict.fromkeys(row.study for row in rows):
        of_study = [row for row in rows if row.study == study]
        felt = "; ".join(_felt(row) for row in of_study)
        first = of_study[0]
        lines += [Break.LINE, say("pain_source.study", study=cited(study), people=first.people_are, proven=first.proven,
                                  felt=felt)]
        lines += [note for text in dict.fromkeys(row.note for row in of_study if row.note)
                  for note in (Break.LINE, text)]
        unchecked = [row for row in of_study if row.checked == "secondary"]
        if unchecked:
            areas = ", ".join(catalogue.row(BodyArea, row.area).name for row in unchecked)
            lines += [Break.LINE, say("pain_source.restated", areas=areas)]
    return (*lines, Break.LINE,
            emphasis(say("link.marks", certainty=term("certainty", source.certainty),
                         sources="; ".join(source.sources), review=begun(reviews.review_state(source)))))


def _felt(row: PainArea) -> str:
    """An area with its part and share, such as ``groin, root L3: 3 of 7, 43 in 100 (16 to 75)``."""
    area = ", ".join(filter(None, (catalogue.row(BodyArea, row.area).name, row.part)))
    share = share_told(row)
    return say("pain_source.felt", area=area, share=share.replace("|", " ")) if share else area
