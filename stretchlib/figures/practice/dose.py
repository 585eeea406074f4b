"""The article's dose of an exercise beside the course's: what is given, what is not, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...exercises.amount import amounts, range_text
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
    "effort": ("effort", (None, None), (None, None)),
    "rpe": ("rpe", (None, None), ("rpe_min", "rpe_max")),
    "reps_left": ("reps_left", (None, None), ("reps_left_min", "reps_left_max")),
    "load": ("load", (None, None), ("load_min_kg", "load_max_kg")),
    "times": ("times", (None, None), ("times_per_day_min", "times_per_day_max")),
    "days": ("days", (None, None), ("days_per_week_min", "days_per_week_max")),
}
MINUTES_FROM_S = 120  # a longer hold is drawn in minutes
MOST_RPE = 10.0  # end of the scale of effort
WIDTH, PANELS_WIDE = 8.2, 5.5  # inches of a figure of so many panels or fewer; each more makes it wider


def plot_dose(exercise: str, *, ax: Axes | None = None) -> Diagram:
    """Draw the dose of ``exercise`` as the article gives it and as this course sets it, a panel a quantity.

    Units: seconds, minutes, counts, effort from 0 to 10, kilograms, times a day, days a week. Of an exercise of the
    article the effort is always asked for, also where neither gives it. Raises :class:`StretchlibError` for an unknown
    exercise. Returns a :class:`Diagram`.
    """
    row = catalogue.row(Exercise, exercise)
    rows = [name for name in ROWS if name == "course" or row.from_article]
    panels = [name for name in PANELS if _is_drawn(row, name)]
    figure, ax = canvas(ax, WIDTH * max(1.0, len(panels) / PANELS_WIDE), 1.3 + 0.5 * len(rows))
    ax.set_axis_off()
    width = 0.86 / len(panels)
    for index, name in enumerate(panels):
        inner = ax.inset_axes((0.14 + index * width, 0.06, width * 0.86, 0.74))
        inner.set_gid(f"panel|{name}")
        _panel(inner, row, name, rows, first=index == 0)
    return Diagram(figure, say("dose.title", name=row.name), _facts, note=" ".join(_notes(row, panels)))


def _is_drawn(row: Exercise, name: str) -> bool:
    """Whether a panel has something to tell: a number or words of the course or the article, or that both lack it."""
    _, article, course = PANELS[name]
    if name == "effort":
        return row.from_article and row.rpe_min is None and row.reps_left_min is None
    return any(getattr(row, column) for column in (*article, *course) if column) or bool(name == "load" and row.load)


def _notes(row: Exercise, panels: list[str]) -> Iterator[str]:
    if row.from_article:
        yield say("dose.not_given_note")
        yield say("dose.article_sides", sides=row.article_sides)
    if "effort" in panels:
        yield say("dose.left_open_note")
    for key, text in amounts(row):
        if key in ("contract", "sides") or (key == "load" and row.load):
            yield f"{say(f'amount.{key}')}: {text}."
    yield say("dose.note", certainty=term("certainty", row.certainty), review=reviews.review_state(row))


def _panel(ax: Axes, row: Exercise, name: str, rows: list[str], first: bool) -> None:
    title, article, course = PANELS[name]
    ends = {"article": _ends(row, *article), "course": _ends(row, *course)}
    numbers = [high for _, high in filter(None, ends.values())]
    top = MOST_RPE if name == "rpe" else max(numbers, default=1.0)
    unit_s = 60.0 if name == "hold" and top > MINUTES_FROM_S else 1.0
    for source in rows:
        y, colour, marker = ROWS[source]
        given = ends[source]
        if given is None:
            words = _words(row, source, name)
            text = ax.text(0.02 * top / unit_s, y, fill(words, 16) or _missing(source, name), va="center", ha="left",
                           fontsize=SMALL, color=INK if words else GREY, style="normal" if words else "italic")
            text.set_gid(f"dose|{source}")
            continue
        low, high = given[0] / unit_s, given[1] / unit_s
        line = ax.plot([low, high], [y, y], color=colour, linewidth=5, marker=marker, markersize=8,
                       markeredgecolor=INK, markeredgewidth=0.8, solid_capstyle="butt", clip_on=False)[0]
        line.set_gid(f"dose|{source}")
        label = say("dose.up_to", high=written(high)) if (source, name) == ("article", "sets") else \
            range_text(low, high)
        ax.text((low + high) / 2, y + 0.2, label, ha="center", va="bottom", fontsize=NORMAL, color=INK)
    ax.set_xlim(0, top * 1.12 / unit_s)
    ax.set_ylim(-0.45, len(rows) - 0.35)
    key = f"{title}_minutes" if unit_s > 1 else title.format(rest_between=row.rest_between)
    ax.set_title(say(f"dose.{key}").replace("|", "\n"), fontsize=NORMAL, color=INK, loc="left", pad=8)
    ax.set_yticks([ROWS[source][0] for source in rows], [say(f"dose.{source}") for source in rows] if first else [],
                  fontsize=LARGE - 2)
    ticks = [0.0, top / unit_s] if numbers else []
    ax.set_xticks(ticks, [written(tick) for tick in ticks], fontsize=SMALL, color=GREY)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GREY)


def _words(row: Exercise, source: str, name: str) -> str:
    """What stands in place of a number: the article's own words, or a load that the course gives in words alone."""
    if source == "course":
        return row.load if name == "load" else ""
    if name in ("effort", "rpe", "reps_left"):
        return row.article_effort
    return row.article_frequency if name in ("times", "days") else ""


def _missing(source: str, name: str) -> str:
    return say("dose.left_open" if (source, name) == ("course", "effort") else "dose.not_given")


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
                    said.append(say(f"dose.said.{source}", dose=range_text(low, high)))
            for text in panel.texts:
                if text.get_gid() == f"dose|{source}":
                    said.append(say(f"dose.said.{source}", dose=" ".join(text.get_text().split())))
        yield f"{' '.join(panel.get_title(loc='left').split()).replace('- ', '')}: {', '.join(said)}."
