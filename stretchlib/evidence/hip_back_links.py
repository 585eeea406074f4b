"""What links hip and back, what might, what is not shown to and what does not: the rows of ``hip_back_links``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.document import Break, Heading, Inline, List, Part, emphasis, strong
from ..core.text import begun
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows.evidence import HipBackLink, Route
from ..tables.shows_document import ShowsDocument

VERDICTS = ("links", "might link", "not shown", "does not link")  # their headings are in ``words.csv``


@dataclass(frozen=True, repr=False)
class HipBackLinks(ShowsDocument):
    """Some of the links, grouped by verdict; shows itself as a list with evidence, limits and certainty."""

    title: str
    rows: tuple[HipBackLink, ...]

    def parts(self) -> Iterator[Part]:
        yield Heading(self.title)
        for verdict in VERDICTS:
            links = tuple(_link(link) for link in self.rows if link.verdict == verdict)
            if links:
                yield Heading(term("link", verdict), 4, apart=True), List(links, indent=2)


def hip_back_links(route: str | None = None) -> HipBackLinks:
    """The links by one route (an id of ``routes``: ``"felt_elsewhere"``, ``"shared_movement"``, ``"both_at_once"``,
    ``"sensitivity_and_person"``), or all of them.

    Raises :class:`StretchlibError` for an unknown route.
    """
    links = catalogue.rows(HipBackLink)
    title = say("link.title") if route is None else say("link.by", route=catalogue.row(Route, route).name)
    return HipBackLinks(title, tuple(link for link in links if route in (None, link.route)))


def _link(link: HipBackLink) -> tuple[Inline, ...]:
    """What is said of a link, what was seen of it, what was not shown, and how sure the evidence makes us."""
    return (strong(link.statement), Break.LINE, say("link.seen", evidence=link.evidence), Break.LINE,
            say("link.limit", limit=link.not_shown), Break.LINE,
            emphasis(say("link.marks", certainty=term("certainty", link.evidence_certainty),
                         sources="; ".join(link.sources), review=begun(reviews.review_state(link)))))
