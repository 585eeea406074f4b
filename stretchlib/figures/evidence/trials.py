"""Effects with their intervals, one panel a kind of measure: which side of no effect, and of a worthwhile change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import ScalarFormatter
from matplotlib.transforms import blended_transform_factory

from ...core.errors import one_of
from ...core.text import begun
from ...evidence.reading import READINGS, read_difference, read_interval
from ...tables import catalogue
from ...tables.phrases import say, term, written
from ...tables.rows.evidence import Trial
from ..diagram import Diagram
from ..style import BLUE, GREY, INK, LARGE, NORMAL, SMALL

BAND = "#CFE6DC"  # pale, with a dark edge and a label: what was agreed to be worth having
SMALL_BAND = "#E9ECEF"  # the same for differences between groups that are too small to matter
HALF = 0.3  # half the height of that band, of a row
ROW, HEAD, FOOT, LINE = 0.78, 0.36, 0.42, 0.155  # inches: a row, over and under the rows of a panel, a line of text
TITLE_LINE = 0.19  # inches: a further line of a panel's title
WIDTH = 8.8  # inches
MARGIN = 0.015  # left of what is written, as a share of the width
LEFT, RIGHT = 0.46, 0.80  # where the axes begin and end, as a share of the width
LABEL = 56  # characters in a line of a label
#: The phrase for each of :data:`READINGS`, in their order.
READ = dict(zip(READINGS, ("direction_open", "worth_it", "too_little", "size_open", "more"), strict=True))


def plot_trials(ids: Sequence[str] | None = None) -> Diagram:
    """Draw the effects of table ``trials``, or those of ``ids``, with intervals; each kind of measure has its panel.

    The line of no effect is 0 for a difference and 1 for a ratio; the band begins at the smallest change worth having,
    where one is stated. Of a comparison of groups the band holds the differences that are too small to matter.
    Raises :class:`StretchlibError` for an unknown id. Returns a :class:`Diagram`.
    """
    trials = {row.id: row for row in catalogue.rows(Trial)}
    for trial in ids or ():
        one_of(trial, trials, "trial")
    panels: dict[tuple[str, str], list[Trial]] = {}
    for name in ids or trials:
        row = trials[name]
        panels.setdefault((row.measure, row.unit), []).append(row)
    figure = Figure(figsize=(WIDTH, 1))
    titles = {panel: _title_lines(figure, *panel) for panel in panels}
    heads = {panel: HEAD + TITLE_LINE * (len(lines) - 1) for panel, lines in titles.items()}
    total = 0.5 + sum(heads[panel] + ROW * len(rows) + FOOT for panel, rows in panels.items())
    figure.set_size_inches(WIDTH, total)
    figure.text(MARGIN, 1 - 0.25 / total, say("effect.heading"), fontsize=LARGE, weight="bold", color=INK,
                va="center")
    top = total - 0.5
    for (measure, unit), rows in panels.items():
        height = ROW * len(rows)
        head = heads[measure, unit]
        ax = figure.add_axes((LEFT, (top - head - height) / total, RIGHT - LEFT, height / total))
        _panel(ax, "ratio" in measure, "\n".join(titles[measure, unit]), rows)
        top -= head + height + FOOT
    return Diagram(figure, say("effect.title"), _facts, note=say("effect.note"))


def _title_lines(figure: Figure, measure: str, unit: str) -> list[str]:
    """The title of a panel in lines that end before its axes begin, however long its words: each line is measured."""
    title = begun(term("measure", measure))
    if unit != "ratio":
        title = say("effect.panel", measure=title, unit=term("unit", unit))
    measured, lines = figure.text(0, 0, "", fontsize=NORMAL, weight="bold"), [""]
    for word in title.split():
        measured.set_text(f"{lines[-1]} {word}".strip())
        if lines[-1] and measured.get_window_extent().width > (LEFT - 2 * MARGIN) * figure.bbox.width:
            lines.append(word)
        else:
            lines[-1] = measured.get_text()
    measured.remove()
    return lines


def _panel(ax: Axes, ratio: bool, title: str, rows: list[Trial]) -> None:
    none = 1.0 if ratio else 0.0
    worth = [row.worthwhile for row in rows if row.worthwhile is not None]
    groups = worth and not any(row.better_when for row in rows)
    low = min([none, *(row.low for row in rows), *(-change for change in worth)])
    high = max([none, *(row.high for row in rows), *(worth if groups else ())])
    if ratio:
        ax.set_xscale("log")
        ax.set_xlim(low / 1.15, high * 1.3)
        ticks = [tick for tick in (0.25, 0.5, 0.6, 0.75, 0.9, 1, 1.2, 1.5, 2, 4) if low / 1.15 <= tick <= high * 1.3]
        ax.set_xticks(ticks, [written(tick) for tick in ticks])
        ax.set_xticks([], minor=True)
    else:
        ax.set_xlim(low - 0.16 * (high - low), high + 0.2 * (high - low))
        ax.xaxis.set_major_formatter(_Ticks())
    ax.set_ylim(-len(rows) + 0.5, 0.5)
    ax.axvline(none, color=INK, linewidth=1.3, zorder=2).set_gid("none")
    for index, row in enumerate(rows):
        _row(ax, -float(index), row)
    _over(ax, MARGIN, "figure fraction", title, weight="bold")
    if {row.better_when for row in rows if row.better_when} == {"lower"}:
        _over(ax, none, "data", f"\u25c2 {say('effect.better')} ", ha="right")
        _over(ax, none, "data", f" {say('effect.worse')} \u25b8")
    if groups:
        _over(ax, none, "data", say("effect.small"), ha="center")
    elif worth:
        _over(ax, LEFT, "figure fraction", say("effect.worth"))
    ax.set_yticks([])
    ax.tick_params(axis="x", labelsize=SMALL, colors=GREY)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(GREY)


class _Ticks(ScalarFormatter):
    """The numbers of an axis with the decimal mark of the language that is set."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return written(super().__call__(x, pos))


def _row(ax: Axes, y: float, row: Trial) -> None:
    effect, low, high, key, worth = row.effect, row.low, row.high, row.id, row.worthwhile
    if worth is not None and row.better_when == "lower":
        left = ax.get_xlim()[0]
        band = Rectangle((left, y - HALF), -worth - left, 2 * HALF, facecolor=BAND,
                         edgecolor=GREY, linewidth=0.6, hatch="....", zorder=1)
        band.set_gid(f"worth|{key}")
        ax.add_patch(band)
    elif worth is not None and not row.better_when:
        band = Rectangle((-worth, y - HALF), 2 * worth, 2 * HALF, facecolor=SMALL_BAND, edgecolor=GREY, linewidth=0.6,
                         zorder=1)
        band.set_gid(f"small|{key}")
        ax.add_patch(band)
    line = ax.plot([low, high], [y, y], color=INK, linewidth=2.2, solid_capstyle="butt", zorder=3)[0]
    line.set_gid(f"interval|{key}")
    ax.plot([effect], [y], "s", markersize=8, color=BLUE, markeredgecolor=INK, zorder=4)[0].set_gid(f"effect|{key}")
    people = say("effect.people" if row.people else "effect.people_not_read", people=row.people,
                 certainty=term("certainty", row.certainty))
    names = wrap(row.comparison, LABEL - 6)
    details = [*wrap(f"{row.outcome}; {row.population}", LABEL), people]
    top = y + (len(names) + len(details)) * LINE / ROW / 2
    _text(ax, MARGIN, top, "\n".join(names), f"label|{key}", va="top", weight="bold")
    _text(ax, MARGIN, top - len(names) * LINE / ROW, "\n".join(details), f"label|{key}", va="top")
    value = say("effect.value", effect=f"{effect:g}", low=f"{low:g}", high=f"{high:g}")
    _text(ax, RIGHT + 0.015, y, value, f"value|{key}", va="center")


def _over(ax: Axes, x: float, across: str, text: str, **style: Any) -> None:
    """Words over a panel."""
    ax.annotate(text, (x, 1), (0, 6), xycoords=(across, "axes fraction"), textcoords="offset points",
                fontsize=NORMAL if "weight" in style else SMALL, color=INK, va="bottom", **style)


def _text(ax: Axes, x: float, y: float, text: str, gid: str, **style: Any) -> None:
    """Words beside a row: ``x`` a share of the picture's width."""
    transform = blended_transform_factory(ax.figure.transFigure, ax.transData)
    ax.text(x, y, text, transform=transform, fontsize=SMALL, color=INK, linespacing=1.25, **style).set_gid(gid)


def _facts(figure: Figure) -> Iterator[str]:
    """Read squares, lines, bands and the line of no effect back, with the words beside them."""
    for ax in figure.axes:
        lines = {str(line.get_gid()): np.asarray(line.get_xdata(), dtype=float) for line in ax.lines}
        bands = {str(patch.get_gid()): patch for patch in ax.patches if isinstance(patch, Rectangle)}
        none = float(lines["none"][0])
        for gid, x in lines.items():
            kind, _, key = gid.partition("|")
            if kind != "effect":
                continue
            low, high = (float(end) for end in lines[f"interval|{key}"])
            label = "; ".join(text.get_text().replace("\n", " ") for text in ax.texts
                              if text.get_gid() == f"label|{key}")
            said = {"label": label, "effect": f"{float(x[0]):g}", "low": f"{low:g}", "high": f"{high:g}",
                    "none": f"{none:g}"}
            small, band = bands.get(f"small|{key}"), bands.get(f"worth|{key}")
            if small is not None:
                worth = small.get_x() + small.get_width()
                reading = read_difference(low, high, worth).replace(" ", "_")
                yield say("effect.read_difference", **said, reading=say(f"effect.difference_{reading}"),
                          worth=f"{worth:g}")
                continue
            if band is None:
                yield say("effect.none_within" if low <= none <= high else "effect.none_outside", **said)
                continue
            worth = -(band.get_x() + band.get_width())
            yield say("effect.read", **said, reading=say(f"effect.{READ[read_interval(low, high, worth)]}"),
                      worth=f"{-worth:g}")
