"""What links hip and back, what might, what is not shown to and what does not: the rows of ``hip_back_links``."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.errors import one_of
from ..core.text import as_html, begun
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows.evidence import HipBackLink
from ..tables.spoken_html import spoken_html

VERDICTS = ("links", "might link", "not shown", "does not link")  # their headings are in ``words.csv``


@dataclass(frozen=True)
class HipBackLinks:
    """Some of the links, grouped by verdict; shows itself as a list with evidence, limits and certainty."""

    title: str
    rows: tuple[HipBackLink, ...]

    def __repr__(self) -> str:
        lines = [self.title]
        for verdict in VERDICTS:
            links = [link for link in self.rows if link.verdict == verdict]
            lines += ["", term("link", verdict)] if links else []
            for link in links:
                lines += [f"  - {link.statement}", *(f"    {line}" for line in _evidence(link))]
        return "\n".join(lines)

    @spoken_html
    def _repr_html_(self) -> str:
        parts = [f"<h3>{as_html(self.title)}</h3>"]
        for verdict in VERDICTS:
            items = ""
            for link in self.rows:
                if link.verdict == verdict:
                    seen, not_shown, marks = map(as_html, _evidence(link))
                    items += (f"<li><b>{as_html(link.statement)}</b><br>{seen}<br>{not_shown}<br>"
                              f"<i>{marks}</i></li>")
            parts.append(f"<h4>{as_html(term('link', verdict))}</h4><ul>{items}</ul>" if items else "")
        return "\n".join(part for part in parts if part)


def hip_back_links(route: str | None = None) -> HipBackLinks:
    """The links by one route (``"referred pain"``, ``"coexisting disease"``, ``"shared load in movement"``,
    ``"shared person factors"``), or all of them.

    Raises :class:`StretchlibError` for an unknown route.
    """
    links = catalogue.rows(HipBackLink)
    if route is not None:
        one_of(route, dict.fromkeys(link.route for link in links), "route between hip and back")
    title = say("link.title") if route is None else term("link.by", route)
    return HipBackLinks(title, tuple(link for link in links if route in (None, link.route)))


def _evidence(link: HipBackLink) -> tuple[str, str, str]:
    """What was seen of a link, what was not shown, and how sure the evidence makes us, a sentence each."""
    return (say("link.seen", evidence=link.evidence), say("link.limit", limit=link.not_shown),
            say("link.marks", certainty=term("certainty", link.evidence_certainty), sources="; ".join(link.sources),
                review=begun(reviews.review_state(link))))
