"""What links hip and back, what might, what is not shown to and what does not: the rows of ``hip_back_links``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.document import Break, Heading, Inline, List, Part, emphasis, strong
from ..core.errors import one_of
from ..core.text import begun
from ..tables import store
from ..tables.shows_document import ShowsDocument
from ..tables.store import say, term

VERDICTS = ("links", "might link", "not shown", "does not link")  # their headings are in ``words.csv``


@dataclass(frozen=True, repr=False)
class HipBackLinks(ShowsDocument):
    """Some of the links, grouped by verdict; shows itself as a list with evidence, limits and certainty."""

    title: str
    rows: tuple[store.Row, ...]

    def parts(self) -> Iterator[Part]:
        yield Heading(self.title)
        for verdict in VERDICTS:
            links = tuple(_link(row) for row in self.rows if row["verdict"] == verdict)
            if links:
                yield Heading(term("link", verdict), 4, apart=True), List(links, indent=2)


def hip_back_links(route: str | None = None) -> HipBackLinks:
    """The links by one route (``"referred pain"``, ``"coexisting disease"``, ``"shared load in movement"``,
    ``"shared person factors"``), or all of them.

    Raises :class:`StretchlibError` for an unknown route.
    """
    rows = store.rows("hip_back_links")
    if route is not None:
        one_of(route, dict.fromkeys(str(row["route"]) for row in rows), "route between hip and back")
    title = say("link.title") if route is None else term("link.by", route)
    return HipBackLinks(title, tuple(row for row in rows if route in (None, row["route"])))


def _link(row: store.Row) -> tuple[Inline, ...]:
    """What is said of a link, what was seen of it, what was not shown, and how sure the evidence makes us."""
    return (strong(str(row["statement"])), Break.LINE, say("link.seen", evidence=row["evidence"]), Break.LINE,
            say("link.limit", limit=row["not_shown"]), Break.LINE,
            emphasis(say("link.marks", certainty=term("certainty", row["evidence_certainty"]), sources=row["sources"],
                         review=begun(store.review_state(row)))))
