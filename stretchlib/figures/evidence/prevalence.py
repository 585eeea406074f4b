"""How common something is, as published: shares with their interval, and ranges where only a range was published."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...core.errors import StretchlibError, one_of
from ...tables import catalogue
from ...tables.phrases import say, term
from ...tables.rows.evidence import PublishedShare
from ..diagram import Diagram, canvas
from ..style import INK, LARGE, NORMAL, PALE, SMALL

FILL = "#8FBFE0"  # light, with a dark edge: the interval is drawn over it
HALF = 0.24  # half the height of a bar


def plot_prevalence(picture: str = "sciatica", *, ax: Axes | None = None) -> Diagram:
    """Draw the rows of ``published_shares`` that belong to ``picture``: ``"sciatica"``, ``"nerve_variants"``,
    ``"both_at_once"`` or ``"pain_elsewhere"``.

    Percent. Raises :class:`StretchlibError` for another picture. Returns a :class:`Diagram`.
    """
    every = catalogue.rows(PublishedShare)
    one_of(picture, dict.fromkeys(row.picture for row in every), "picture of shares")
    rows = [row for row in every if row.picture == picture]
    figure, ax = canvas(ax, 8.2, 1.2 + 0.62 * len(rows))
    most = max(percent for row in rows for percent in (row.percent, row.high_percent) if percent is not None)
    ax.set_xlim(0, most * 1.72)
    ax.set_ylim(-len(rows) + 0.45, 0.55)
    for index, row in enumerate(rows):
        _row(ax, -float(index), row)
    labels = ["\n".join(wrap(row.label, 36)) for row in rows]
    ax.set_yticks([-float(number) for number in range(len(rows))], labels, fontsize=SMALL, color=INK)
    ax.set_title(rows[0].heading, fontsize=LARGE, color=INK, weight="bold", loc="right", pad=12)
    ticks = [tick for tick in range(0, 101, 10) if tick <= most * 1.05]
    ax.set_xticks(ticks, [f"{tick}" for tick in ticks])
    ax.set_xlabel(say("prevalence.axis"), fontsize=NORMAL, color=INK, loc="left")
    ax.grid(axis="x", color=PALE, zorder=0)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", labelsize=SMALL)
    ax.spines[["top", "right", "left"]].set_visible(False)
    caveats = dict.fromkeys(row.caveat for row in rows)
    note = " ".join([say("prevalence.note"), *caveats])
    return Diagram(figure, rows[0].heading.rstrip("?"), _facts, note=note)


def _row(ax: Axes, y: float, row: PublishedShare) -> None:
    share, low, high, key = row.percent, row.low_percent, row.high_percent, row.id
    if share is None and (low is None or high is None or not row.ends):
        raise StretchlibError(f"published_shares.csv, {key}: there is neither a share nor a range with both ends and "
                              "what they are; give one.")
    end = max(percent for percent in (share, high) if percent is not None)
    if share is None and low is not None and high is not None:
        bar = Rectangle((low, y - HALF), high - low, 2 * HALF, facecolor=PALE, edgecolor=INK, linewidth=0.9,
                        hatch="////", zorder=2)
        bar.set_gid(f"range|{key}|{row.label}")
        value = say("prevalence.range", low=f"{low:g}", high=f"{high:g}", ends=term("ends", row.ends))
    else:
        bar = Rectangle((0, y - HALF), share or 0.0, 2 * HALF, facecolor=FILL, edgecolor=INK, linewidth=0.9, zorder=2)
        bar.set_gid(f"share|{key}|{row.label}")
        value = say("prevalence.no_interval", share=f"{share:g}")
        if low is not None and high is not None:
            ax.plot([low, high], [y, y], color=INK, linewidth=2.2, marker="|", markersize=11, markeredgewidth=2,
                    zorder=3)[0].set_gid(f"interval|{key}")
            value = say("prevalence.interval", share=f"{share:g}", low=f"{low:g}", high=f"{high:g}")
    ax.add_patch(bar)
    below = say("prevalence.counted" if row.people else "prevalence.certainty", people=row.people,
                counted=row.counted, certainty=term("certainty", row.certainty))
    text = ax.text(end + 0.02 * ax.get_xlim()[1], y, f"{value}\n{below}", fontsize=SMALL, color=INK, va="center",
                   linespacing=1.2)
    text.set_gid(f"value|{key}")


def _facts(figure: Figure) -> Iterator[str]:
    """Read bars, intervals and labels back, from top to bottom."""
    for ax in figure.axes:
        lines = {str(line.get_gid()): line for line in ax.lines}
        texts = {str(text.get_gid()): text.get_text() for text in ax.texts}
        for bar in sorted((patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_gid()),
                          key=lambda patch: -patch.get_y()):
            kind, key, label = str(bar.get_gid()).split("|", 2)
            said = texts[f"value|{key}"].replace("\n", "; ")
            if kind == "range":
                yield say("prevalence.read_range", label=label, low=f"{bar.get_x():g}",
                          high=f"{bar.get_x() + bar.get_width():g}", said=said)
            elif f"interval|{key}" in lines:
                low, high = np.asarray(lines[f"interval|{key}"].get_xdata(), dtype=float)
                yield say("prevalence.read_interval", label=label, share=f"{bar.get_width():g}", low=f"{low:g}",
                          high=f"{high:g}", said=said)
            else:
                yield say("prevalence.read_share", label=label, share=f"{bar.get_width():g}", said=said)
