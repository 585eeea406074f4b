"""The article's dose of an exercise beside the course's: what is given, what is not, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...tables import catalogue, reviews
from ...tables.phrases import say, term, written
from ...tables.rows.exercises import Exercise
from ..diagram import Diagram, canvas
from ..style import BLUE, GREY, INK, LARGE, NORMAL, SMALL, VERMILLION

ROWS = {"article": (1.0, VERMILLION, "s"), "course": (0.0, BLUE, "o")}  # y, colour, marker
# panel -> (key of its title, the article's low and high columns, the course's low and high columns)
PANELS = {
    "hold": ("hold", ("article_hold_s", "article_hold_max_s"), ("hold_min_s", "hold_max_s")),
    "reps": ("reps", ("article_reps_min", "article_reps_max"), ("reps_min", "reps_max")),
    "sets": ("sets", (None, "article_sets_max"), ("sets_min", "sets_max")),
    "rest": ("rest_{rest_between}", (None, None), ("rest_min_s", "rest_max_s")),
    "walk": ("walk", (None, None), ("walk_min_min", "walk_max_min")),
    "days": ("days", (None, None), ("days_per_week_min", "days_per_week_max")),
}


def plot_dose(exercise: str, *, ax: Axes | None = None) -> Diagram:
    """Draw the dose of ``exercise`` as the article gives it and as this course sets it, a panel a quantity.

    Units: seconds, minutes, counts, days a week. Raises :class:`StretchlibError` for an
    unknown exercise. Returns a :class:`Diagram`.
    """
    row = catalogue.row(Exercise, exercise)
    rows = [name for name in ROWS if name == "course" or row.from_article]
    panels = [name for name, (_, article, course) in PANELS.items()
              if any(getattr(row, column) for column in (*article, *course) if column)]
    figure, ax = canvas(ax, 8.2, 1.3 + 0.5 * len(rows))
    ax.set_axis_off()
    width = 0.86 / len(panels)
    for index, name in enumerate(panels):
        inner = ax.inset_axes((0.14 + index * width, 0.06, width * 0.86, 0.74))
        inner.set_gid(f"panel|{name}")
        _panel(inner, row, name, rows, first=index == 0)
    note = say("dose.note", certainty=term("certainty", row.certainty), review=reviews.review_state(row))
    if row.from_article:
        note = f"{say('dose.not_given_note')} {say('dose.article_sides', sides=row.article_sides)} {note}"
    return Diagram(figure, say("dose.title", name=row.name), _facts, note=note)


def _panel(ax: Axes, row: Exercise, name: str, rows: list[str], first: bool) -> None:
    title, article, course = PANELS[name]
    ends = {"article": _ends(row, *article), "course": _ends(row, *course)}
    top = max(high for _, high in filter(None, ends.values()))
    for source in rows:
        y, colour, marker = ROWS[source]
        words = row.article_frequency if (source, name) == ("article", "days") else ""
        if ends[source] is None:
            said = fill(words, 16) if words else say("dose.not_given")
            text = ax.text(0.02 * top, y, said, va="center", ha="left", fontsize=SMALL, color=INK if words else GREY,
                           style="normal" if words else "italic")
            text.set_gid(f"dose|{source}")
            continue
        low, high = ends[source] or (0.0, 0.0)
        line = ax.plot([low, high], [y, y], color=colour, linewidth=5, marker=marker, markersize=8,
                       markeredgecolor=INK, markeredgewidth=0.8, solid_capstyle="butt", clip_on=False)[0]
        line.set_gid(f"dose|{source}")
        label = say("dose.up_to", high=f"{high:g}") if (source, name) == ("article", "sets") else _range(low, high)
        ax.text((low + high) / 2, y + 0.2, label, ha="center", va="bottom", fontsize=NORMAL, color=INK)
    ax.set_xlim(0, top * 1.12)
    ax.set_ylim(-0.45, len(rows) - 0.35)
    heading = say(f"dose.{title.format(rest_between=row.rest_between)}").replace("|", "\n")
    ax.set_title(heading, fontsize=NORMAL, color=INK, loc="left", pad=8)
    ax.set_yticks([ROWS[source][0] for source in rows], [say(f"dose.{source}") for source in rows] if first else [],
                  fontsize=LARGE - 2)
    ax.set_xticks([0, top], ["0", f"{top:g}"], fontsize=SMALL, color=GREY)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GREY)


def _ends(row: Exercise, low: str | None, high: str | None) -> tuple[float, float] | None:
    """(low, high) of a dose, or ``None`` where it is not given; "up to 3" starts at 1."""
    values = [getattr(row, column) for column in (low, high) if column and getattr(row, column) is not None]
    if not values:
        return None
    return (values[0] if low else 1.0), values[-1]


def _facts(figure: Figure) -> Iterator[str]:
    """Read the lines, or the words where nothing is given, back from each panel."""
    panels = [child for axes in figure.axes for child in axes.child_axes if isinstance(child, Axes)]
    for panel in panels:
        said = []
        for source in ROWS:
            for line in panel.lines:
                if line.get_gid() == f"dose|{source}":
                    low, high = (float(x) for x in np.asarray(line.get_xdata()))
                    said.append(say(f"dose.said.{source}", dose=_range(low, high)))
            for text in panel.texts:
                if text.get_gid() == f"dose|{source}":
                    said.append(say(f"dose.said.{source}", dose=" ".join(text.get_text().split())))
        yield f"{' '.join(panel.get_title(loc='left').split()).replace('- ', '')}: {', '.join(said)}."


def _range(low: float, high: float) -> str:
    return written(low) if low == high else say("dose.range", low=f"{low:g}", high=f"{high:g}")
