"""What links hip and back, what might, what is not shown to and what does not: the rows of ``hip_back_links``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.document import Details, Heading, Paragraph, Part, Span, emphasis
from ..core.text import begun
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows.base import ReviewedRow
from ..tables.rows.evidence import HipBackLink, Route
from ..tables.shows_document import ShowsDocument

VERDICTS = ("links", "might link", "not shown", "does not link")  # their headings are in ``words.csv``


@dataclass(frozen=True, repr=False)
class HipBackLinks(ShowsDocument):
    """Some of the links, grouped by verdict; shows itself as a list of what is said with its certainty, and a page
    folds away what was seen, what was not, and the sources."""

    title: str
    rows: tuple[HipBackLink, ...]
    route: Route | None = None

    def parts(self) -> Iterator[Part]:
        yield Heading(self.title)
        if self.route is not None:
            yield Paragraph(say("link.route", sentence=self.route.sentence, best=self.route.best_study,
                                against=self.route.null_result))
            yield Paragraph((emphasis(_marks(self.route, self.route.certainty)),))
        for verdict in VERDICTS:
            links = [_link(link) for link in self.rows if link.verdict == verdict]
            if links:
                yield Heading(term("link", verdict), 4, apart=True), *links


def hip_back_links(route: str | None = None) -> HipBackLinks:
    """The links by one route (an id of ``routes``: ``"felt_elsewhere"``, ``"shared_movement"``, ``"both_at_once"``,
    ``"sensitivity_and_person"``), or all of them.

    Raises :class:`StretchlibError` for an unknown route.
    """
    links = catalogue.rows(HipBackLink)
    if route is None:
        return HipBackLinks(say("link.title"), links)
    by = catalogue.row(Route, route)
    return HipBackLinks(say("link.by", route=by.name), tuple(link for link in links if link.route == route), by)


def _link(link: HipBackLink) -> Details:
    """What is said of a link and how sure the evidence makes us; behind it what was seen and what was not shown."""
    sure = say("link.sure", certainty=term("certainty", link.evidence_certainty))
    return Details(Span(f"{link.statement} ({sure})", plain=f"  - {link.statement}"), (
        Paragraph(say("link.seen", evidence=link.evidence), indent=4),
        Paragraph(say("link.limit", limit=link.not_shown), indent=4),
        Paragraph((emphasis(_marks(link, link.evidence_certainty)),), indent=4)))


def _marks(row: ReviewedRow, certainty: str) -> str:
    """How sure the evidence makes us of a row, what it rests on, and who signed it."""
    return say("link.marks", certainty=term("certainty", certainty), sources="; ".join(row.sources),
               review=begun(reviews.review_state(row)))
