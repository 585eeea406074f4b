"""A body from front and back whose areas to mark bear letters: what a file that cannot be clicked on asks by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from ...core.errors import StretchlibError
from ...evidence.pain_areas import BODY, VIEWS, outlined_areas
from ...questions.sheet import Sheet
from ...tables import catalogue
from ...tables.phrases import say
from ...tables.rows.evidence import AreaOutline
from ..diagram import Diagram
from ..style import GREY, INK, LARGE, NORMAL, PAPER, SKIN
from .pain_map import APART, BOTTOM, EDGE, TOP, middle_of, outline

FILL = "#D6E7F2"


def plot_lettered_body(sheet: Sheet) -> Diagram:
    """The areas of a question of the kind *area*, each with its letter of :meth:`.sheet.Sheet.letters`, both sides.

    Raises :class:`StretchlibError` for a question of another kind.
    """
    if sheet.question.kind != "area":
        raise StretchlibError(f"Question {sheet.question.id} is of the kind {sheet.question.kind}, which has no areas "
                              "to mark; choose one of the kind area.")
    figure = Figure(figsize=(4.4, 5.2))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(-2 * APART, 2 * APART)
    ax.set_ylim(BOTTOM, TOP - 20)
    ax.set_aspect("equal")
    letters = sheet.letters()
    options = {str(position): option for position, option in enumerate(sheet.options, start=1)}
    for view, middle in zip(VIEWS, (-APART, APART), strict=True):
        outlines = {row.area: row for row in catalogue.rows(AreaOutline) if row.view == view}
        body = outline(outlines[BODY].path) + np.array([middle, 0.0])
        ax.text(middle, TOP + 14, say(f"pain_map.{view}"), fontsize=NORMAL, color=GREY, ha="center", va="bottom")
        ax.add_patch(Polygon(body, facecolor=SKIN, edgecolor="none", zorder=1))
        ax.plot(*body.T, color=INK, linewidth=1.3, zorder=4, solid_joinstyle="round")
        for layer, (position, option) in enumerate(options.items()):
            parts = [outlines[area] for area in outlined_areas(option.id) if area in outlines]
            for part in parts:
                for mirror in (1, -1) if part.mirrored else (1,):
                    corners = outline(part.path) * [mirror, 1] + [middle, 0]
                    # The edge lies under the fill, so that the parts of one area have no seams between them, and
                    # over the areas before.
                    ax.add_patch(Polygon(corners, fill=False, edgecolor=EDGE, linewidth=2.6, joinstyle="round",
                                         zorder=2 + layer / 100))
                    ax.add_patch(Polygon(corners, facecolor=FILL, edgecolor=FILL, linewidth=0.8,
                                         zorder=2.005 + layer / 100))
            if parts:
                x, y = middle_of(outline(max(parts, key=_size).path))
                outwards = -1 if view == "front" else 1
                ax.text(outwards * abs(x) + middle if max(parts, key=_size).mirrored else x + middle, y,
                        letters[position], fontsize=LARGE, weight="bold", color=INK, ha="center", va="center", zorder=5,
                        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2, "alpha": 0.8}
                        ).set_gid(f"letter|{option.name}|{view}")
    return Diagram(figure, say("area_map.title"), _facts)


def _size(row: AreaOutline) -> float:
    """How large the box around an outline is."""
    return float(np.prod(np.ptp(outline(row.path), axis=0)))


def _facts(figure: Figure) -> Iterator[str]:
    """Read back which letter stands on which area, view by view."""
    for ax in figure.axes:
        for text in ax.texts:
            kind, _, rest = str(text.get_gid()).partition("|")
            if kind == "letter":
                area, _, view = rest.rpartition("|")
                yield say("area_map.read", letter=text.get_text(), area=area, view=say(f"pain_map.{view}"))
