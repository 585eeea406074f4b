"""What a class answered: a lane for each objective, a dot for each question at the share of right first answers, with
the interval that so few answers leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ...core.errors import StretchlibError
from ...evidence.statistics import wilson_interval
from ...tables.phrases import say
from ..diagram import Diagram, canvas
from ..style import BLUE, GREY, INK, LARGE, NORMAL, PALE, SMALL

LANE = 0.3  # half the height over which the dots of a lane are spread, so that equal shares are seen as two
LETTERS = 44  # of an objective in a line


def plot_class(questions: Iterable[Mapping[str, Any]]) -> Diagram:
    """Draw rows of ``question``, ``objective``, ``learners`` and ``right`` (counts), lanes from the least right on.

    A row may have ``objective_text``, its objective in words. One with a text in ``few_answers`` is counted below the
    picture and not drawn, unless all are such. Raises :class:`StretchlibError` where there is no row. Returns a
    :class:`Diagram`.
    """
    rows = list(questions)
    drawn = [row for row in rows if not row.get("few_answers")] or rows
    lanes: dict[str, list[tuple[int, int, str]]] = {}
    counts: dict[str, list[int]] = {}
    words: dict[str, str] = {}
    for question in drawn:
        objective = str(question["objective"] or say("lane.other"))
        words[objective] = f"{objective}: {question['objective_text']}" if question.get("objective_text") else objective
        tally = say("lane.question", **{name: question[name] for name in ("question", "right", "learners")})
        lanes.setdefault(objective, []).append((int(question["right"]), int(question["learners"]), tally))
        both = counts.setdefault(objective, [0, 0])
        both[0] += int(question["right"])
        both[1] += int(question["learners"])
    if not lanes:
        raise StretchlibError("There is no answer to draw; collect files that hold some.")
    order = sorted(lanes, key=lambda name: counts[name][0] / counts[name][1])
    figure, ax = canvas(None, 10.4, 1.5 + 0.85 * len(order))
    for at, name in enumerate(order):
        y = len(order) - 1 - at
        right, asked = counts[name]
        ax.barh(y, 100, height=0.86, color=PALE, zorder=1)
        dots = sorted(lanes[name], key=lambda each: (each[0] / each[1], each[2]))
        for index, (count, learners, tally) in enumerate(dots):
            share, interval = 100 * count / learners, wilson_interval(count, learners)
            lift = LANE * ((index % 3) - 1) if len(dots) > 1 else 0.0
            reach = ax.plot([100 * interval.low, 100 * interval.high], [y + lift] * 2, color=BLUE, linewidth=1.0,
                            alpha=0.55, zorder=2, clip_on=False)[0]
            reach.set_gid(f"reach|{name}|{tally}")
            dot = ax.plot([share], [y + lift], marker="o", markersize=6, color=BLUE, markeredgecolor=INK,
                          markeredgewidth=0.6, linestyle="none", zorder=3, clip_on=False)[0]
            dot.set_gid(f"dot|{name}|{tally}")
        mean = ax.plot([100 * right / asked] * 2, [y - 0.4, y + 0.4], color=INK, linewidth=2.2, zorder=4)[0]
        mean.set_gid(f"mean|{name}")
        label = say("lane.label", share=f"{100 * right / asked:.0f}", asked=asked, least=dots[0][2])
        text = ax.text(102, y, label.replace("|", "\n"), va="center", fontsize=SMALL, color=INK)
        text.set_gid(f"told|{name}")
    ax.set_yticks(range(len(order)), [fill(words[name], LETTERS) for name in order[::-1]], fontsize=SMALL)
    ax.set_ylim(-0.6, len(order) - 0.4)
    ax.set_xlim(0, 135)
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.set_xlabel(say("lane.axis"), fontsize=NORMAL, color=INK, loc="left")
    ax.set_title(say("lane.heading"), fontsize=LARGE, color=INK, loc="left", weight="bold")
    ax.tick_params(axis="y", length=0, pad=8)  # a dot at 0 % stands clear of the words
    ax.tick_params(axis="x", labelsize=SMALL, colors=GREY)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_bounds(0, 100)
    few = f" {say('lane.few', count=len(rows) - len(drawn))}" if len(rows) > len(drawn) else ""
    return Diagram(figure, say("lane.title"), _facts, note=say("lane.note") + few)


def _facts(figure: Figure) -> Iterator[str]:
    """Read dots, lines and words back, lane by lane from the top."""
    ax = figure.axes[0]
    ends = {str(line.get_gid()): np.asarray(line.get_xydata(), dtype=float) for line in ax.lines}
    lines = {gid: each[0] for gid, each in ends.items()}
    objectives = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    means = {gid.partition("|")[2]: at for gid, at in lines.items() if gid.startswith("mean|")}
    for name, at in sorted(means.items(), key=lambda item: -item[1][1]):
        dots = sorted((float(dot[0]), gid.split("|")[2]) for gid, dot in lines.items()
                      if gid.startswith(f"dot|{name}|"))
        reach = ends[f"reach|{name}|{dots[0][1]}"][:, 0]
        yield say("lane.read_one" if len(dots) == 1 else "lane.read", name=objectives[round(at[1] + 0.4)],
                  from_share=f"{reach[0]:.0f}", to_share=f"{reach[1]:.0f}", share=f"{at[0]:.0f}", count=len(dots),
                  low=f"{dots[0][0]:.0f}", high=f"{dots[-1][0]:.0f}", least=dots[0][1])
