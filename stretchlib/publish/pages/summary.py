"""The page to keep of a notebook: what a student takes along, one picture, words for a person, on one A4 side."""

from __future__ import annotations

from pathlib import Path

from ... import figures
from ...core.errors import one_of
from ...core.files import write
from ...core.plain_call import parse_call
from ...core.text import begun
from ...evidence.references import cited
from ...figures import Diagram
from ...tables import catalogue, reviews
from ...tables.phrases import say, term
from ...tables.rows.questions import NotebookSummary
from .page import Markup, element, joined, page
from .pictures import picture


def summary(path: str | Path, notebook: str | None = None) -> Path:
    """Write the page to keep of ``notebook``, such as ``"03"``, or of all, as one HTML file; returns its path.

    Each notebook takes one side of A4. Raises :class:`StretchlibError` for a notebook that has no page, and where
    nothing can be written.
    """
    rows = catalogue.rows(NotebookSummary)
    notebooks = tuple(dict.fromkeys(row.notebook for row in rows))
    if notebook is not None:
        one_of(notebook, notebooks, "notebook with a page to keep")
        notebooks = (notebook,)
    sides = [_side(tuple(row for row in rows if row.notebook == number)) for number in notebooks]
    title = say("summary.page")
    return write(path, page(title, element("main", *sides, class_="pub pub-keep"), scripts=[]))


def summary_picture(row: NotebookSummary) -> Diagram:
    """The figure that a row of kind ``picture`` calls; raises :class:`StretchlibError` for what is no such call."""
    names = [name for name in figures.__all__ if name.startswith("plot_")]
    name, values, named = parse_call(str(row.call), names)
    diagram: Diagram = getattr(figures, name)(*values, **named)
    return diagram


def _side(rows: tuple[NotebookSummary, ...]) -> Markup:
    """One A4 side."""
    of_kind = {kind: [row for row in rows if row.kind == kind] for kind in ("title", "statement", "picture", "say")}
    number = rows[0].notebook
    statements = [element("li", say("summary.statement", text=row.text, certainty=term("certainty", row.certainty)))
                  for row in of_kind["statement"]]
    pictures = [joined([picture(summary_picture(row)), element("p", row.text, class_="pub-note")])
                for row in of_kind["picture"]]
    words = [element("p", row.text, class_="pub-say") for row in of_kind["say"]]
    works = dict.fromkeys(key for row in rows for key in row.sources)
    signed = dict.fromkeys(reviews.review_state(row) for row in rows)
    foot = [say("summary.sources", works="; ".join(map(cited, works))) if works else None, say("summary.first"),
            begun("; ".join(signed)) + "."]
    return element(
        "section", element("p", say("summary.page"), class_="pub-level"),
        *(element("h1", f"{number} {row.text}") for row in of_kind["title"]), element("ul", *statements), *pictures,
        element("h2", say("summary.say")), *words, *(element("p", text, class_="pub-foot") for text in foot if text),
        class_="pub-side")
