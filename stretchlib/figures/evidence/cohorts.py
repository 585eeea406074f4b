"""What a log alone cannot tell, shown on invented people: regression to the mean, and confounding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...evidence import invented_people
from ...tables.phrases import say, written
from ..diagram import Diagram, canvas
from ..style import BLUE, GREY, INK, NORMAL, PURPLE, SMALL, VERMILLION

if TYPE_CHECKING:
    import pandas as pd


def plot_two_scores(scores: pd.DataFrame | None = None, *, ax: Axes | None = None) -> Diagram:
    """Draw the two pain scores (0 to 10) of everybody who joined on a bad day, and the mean of all people.

    ``scores``: as :func:`stretchlib.evidence.invented_people.two_scores` gives them, which is the
    default. Returns a :class:`Diagram`.
    """
    scores = invented_people.two_scores() if scores is None else scores
    joined = scores[scores["joined"]]
    figure, ax = canvas(ax, 7.2, 4.2)
    for _, row in joined.iterrows():
        ax.plot([0, 1], [row["first"], row["second"]], color=GREY, linewidth=0.7, alpha=0.45, marker="o",
                markersize=2.5)
    named = (("joined", joined, VERMILLION, "o", "-"), ("all", scores, BLUE, "s", "--"))
    for group, table, colour, marker, dash in named:
        means = [float(table[column].mean()) for column in ("first", "second")]
        line = ax.plot([0, 1], means, color=colour, linewidth=3, marker=marker, markersize=9, markeredgecolor=INK,
                       linestyle=dash)[0]
        line.set_gid(f"mean|{group}|{len(table)}")
        name = say(f"cohort.mean_{group}", count=len(table))
        for x, mean in enumerate(means):
            ax.text(x + (0.05 if x else -0.05), mean, written(mean, ".1f") + (f"  {name}" if x else ""),
                    fontsize=NORMAL, color=INK, va="center", ha="left" if x else "right", weight="bold")
    ax.set_xlim(-0.25, 1.75)
    _score_axis(ax)
    ax.set_xticks([0, 1], [say("cohort.first"), say("cohort.later")], fontsize=NORMAL)
    return Diagram(figure, say("cohort.two_title"), _two_facts, note=say("cohort.two_note"))


def plot_confounding(people: pd.DataFrame | None = None, *, ax: Axes | None = None) -> Diagram:
    """Draw pain (0 to 10) against minutes of stretching a week, for people who walk and people who do not.

    ``people``: as :func:`stretchlib.evidence.invented_people.walkers` gives them, which is the
    default. Returns a :class:`Diagram`.
    """
    people = invented_people.walkers() if people is None else people
    figure, ax = canvas(ax, 7.6, 4.4)
    groups = (("together", people, INK, None), ("walk", people[people["walks"]], BLUE, "o"),
              ("walk_not", people[~people["walks"]], PURPLE, "^"))
    for group, table, colour, marker in groups:
        x, y = table["minutes"].to_numpy(float), table["pain"].to_numpy(float)
        if marker:
            ax.plot(x, y, marker, color=colour, markersize=5, alpha=0.55, markeredgecolor=colour).pop().set_gid(
                f"people|{group}")
        slope, start = np.polyfit(x, y, 1)
        ends = np.array([x.min(), x.max()])
        line = ax.plot(ends, start + slope * ends, color=colour, linewidth=2.4, linestyle="-" if marker else "--")[0]
        line.set_gid(f"line|{group}")
        right = group != "walk_not"
        ax.text(ends[1] + 1 if right else ends[0] - 1, start + slope * ends[1 if right else 0],
                say(f"cohort.{group}"), fontsize=NORMAL, color=INK, weight="bold",
                va="top" if group == "together" else "center", ha="left" if right else "right")
    low, high = float(people["minutes"].min()), float(people["minutes"].max())
    ax.set_xlim(low - 20, high + 26)
    ax.set_xticks([tick for tick in range(0, 101, 20) if tick <= high + 10])
    ax.set_xlabel(say("cohort.axis_minutes"), fontsize=SMALL, color=GREY)
    _score_axis(ax)
    return Diagram(figure, say("cohort.confounding_title"), _lines, note=say("cohort.confounding_note"))


def _score_axis(ax: Axes) -> None:
    ax.set_ylim(-0.3, 10.3)
    ax.set_yticks(range(0, 11, 2))
    ax.set_ylabel(say("cohort.axis_pain"), fontsize=SMALL, color=GREY)
    ax.tick_params(labelsize=SMALL)
    ax.spines[["top", "right"]].set_visible(False)


def _two_facts(figure: Figure) -> Iterator[str]:
    """Read the two mean lines back."""
    for line in figure.axes[0].lines:
        if str(line.get_gid()).startswith("mean|"):
            _, group, count = str(line.get_gid()).split("|")
            first, second = (f"{y:.1f}" for y in np.asarray(line.get_ydata(), dtype=float))
            yield say(f"cohort.read_{group}", count=count, first=first, second=second)


def _lines(figure: Figure) -> Iterator[str]:
    """Read the slope of each line, and the number of points of each group, back."""
    points = {str(line.get_gid()).split("|")[1]: len(np.asarray(line.get_xdata())) for line in figure.axes[0].lines
              if str(line.get_gid()).startswith("people|")}
    for line in figure.axes[0].lines:
        if str(line.get_gid()).startswith("line|"):
            group = str(line.get_gid()).split("|")[1]
            x, y = (np.asarray(data, dtype=float) for data in line.get_data())
            slope = 10 * (y[1] - y[0]) / (x[1] - x[0])
            who = say(f"cohort.who_{group}", count=points.get(group, sum(points.values())))
            yield say(f"cohort.{'less' if slope < 0 else 'more'}_pain", who=who, points=f"{abs(slope):.1f}")
