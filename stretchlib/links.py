"""What links hip and back, what might, and what does not: the rows of ``hip_back_links`` as a page to read."""

from __future__ import annotations

from dataclasses import dataclass

from . import datasets
from .errors import one_of
from .literal import as_html, begun

VERDICTS = {"links": "It does link", "might link": "It might link", "does not link": "It does not link"}


@dataclass(frozen=True)
class HipBackLinks:
    """Some of the links, grouped by verdict; shows itself as a list with evidence, limits and certainty."""

    title: str
    rows: tuple[datasets.Row, ...]

    def __repr__(self) -> str:
        lines = [self.title]
        for verdict, heading in VERDICTS.items():
            rows = [row for row in self.rows if row["verdict"] == verdict]
            lines += ["", heading] if rows else []
            for row in rows:
                lines += [f"  - {row['statement']}", f"    Seen: {row['evidence']}",
                          f"    Not shown: {row['not_shown']}", f"    {_marks(row)}"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [f"<h3>{as_html(self.title)}</h3>"]
        for verdict, heading in VERDICTS.items():
            items = "".join(
                f"<li><b>{as_html(str(row['statement']))}</b><br>Seen: {as_html(str(row['evidence']))}<br>"
                f"Not shown: {as_html(str(row['not_shown']))}<br><i>{as_html(_marks(row))}</i></li>"
                for row in self.rows if row["verdict"] == verdict)
            parts.append(f"<h4>{as_html(heading)}</h4><ul>{items}</ul>" if items else "")
        return "\n".join(part for part in parts if part)


def hip_back_links(route: str | None = None) -> HipBackLinks:
    """The links by one route (``"referred pain"``, ``"coexisting disease"``, ``"shared load in movement"``,
    ``"shared person factors"``), or all of them.

    Raises :class:`~stretchlib.errors.StretchlibError` for an unknown route.
    """
    rows = datasets.rows("hip_back_links")
    if route is not None:
        one_of(route, dict.fromkeys(str(row["route"]) for row in rows), "route between hip and back")
    title = "Hip and back" if route is None else f"Hip and back by {route}"
    return HipBackLinks(title, tuple(row for row in rows if route in (None, row["route"])))


def _marks(row: datasets.Row) -> str:
    return f"Certainty: {row['certainty']}. Sources: {row['sources']}. {begun(datasets.review_state(row))}."
