"""How sure against how often right: a point for each confidence, beside the line on which the two are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..appraisal import wilson_interval
from ..confidence import said
from ..counted import Answer
from ..errors import StretchlibError
from ..scoring import calibration
from .diagram import Diagram, canvas
from .style import BLUE, GREY, INK, LARGE, NORMAL, PAPER, SMALL

if TYPE_CHECKING:
    import pandas as pd

INVENTED = "Invented example: nobody gave these answers"
NOTE = ("The bars are 95 % intervals: with few answers a point may lie off the line by chance alone. Of several "
        "tries on one day only the first counts.")


def plot_calibration(answers: Iterable[Answer] | pd.DataFrame | None = None, *, ax: Axes | None = None) -> Diagram:
    """Draw how often answers were right (percent) against how sure the learner said to be (percent).

    ``answers``: dicts or a table with ``confidence`` (percent) and ``right``; default: the journal's, or an invented
    example, which says so, while it holds none. Raises :class:`StretchlibError` where none of the given answers
    has a confidence. Returns a :class:`Diagram`.
    """
    found, invented = said(answers)
    if not found:
        raise StretchlibError("None of these answers says how sure it was, so there is nothing to draw; give answers "
                              "with a confidence.")
    figure, ax = canvas(ax, 7.6, 5.9)
    _ground(ax)
    for level in calibration(found):
        _point(ax, int(level["confidence"]), int(level["right"]), int(level["answers"]))
    if invented:
        ax.text(0, 104, INVENTED, fontsize=NORMAL, color=INK, weight="bold").set_gid("invented")
    return Diagram(figure, "How sure, and how often right", _facts, note=NOTE)


def _ground(ax: Axes) -> None:
    """Axes, the line on which sure and right are the same, and what lies on its two sides."""
    line = ax.plot([0, 100], [0, 100], color=GREY, linewidth=1.4, linestyle=(0, (5, 3)), zorder=1)[0]
    line.set_gid("same")
    # Where no point and no count can come to lie: before the lowest confidence, and beside the axes.
    for x, y, words, turn in ((3, 4.5, "as often right as said", 45),
                              (2, 78, "above the line:\nright more\noften than\nsaid", 0),
                              (119, 12, "below the line:\nright less\noften than\nsaid", 0)):
        text = ax.text(x, y, words, fontsize=SMALL, color=GREY, rotation=turn, rotation_mode="anchor", va="bottom",
                       zorder=2)
        text.set_gid("same-label" if turn else "side")
    ax.set_xlim(0, 138)  # words stand beyond 100, the axes end there
    ax.set_ylim(0, 108)
    ax.set_aspect("equal")
    ax.set_xlabel("How sure, said before the answer showed, %", fontsize=NORMAL, color=INK, x=50 / 138)
    ax.set_ylabel("Right answers, %", fontsize=NORMAL, color=INK, y=50 / 108)
    ax.set_xticks([0, 25, 50, 75, 95])
    ax.set_yticks([0, 25, 50, 75, 100])
    ax.tick_params(labelsize=SMALL, colors=GREY, length=3)
    ax.spines[["top", "right"]].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GREY)
        ax.spines[side].set_bounds(0, 100)


def _point(ax: Axes, confidence: int, right: int, count: int) -> None:
    share = wilson_interval(right, count)
    bar = ax.plot([confidence] * 2, [100 * share.low, 100 * share.high], color=BLUE, linewidth=2, zorder=3,
                  clip_on=False)[0]
    bar.set_gid(f"interval|{confidence}")
    mark = ax.plot([confidence], [100 * share.value], marker="o", markersize=9, color=BLUE, markeredgecolor=INK,
                   markeredgewidth=0.9, zorder=4, clip_on=False)[0]
    mark.set_gid(f"point|{confidence}")
    text = ax.text(confidence + 2.5, 100 * share.value, f"{right} of {count}", fontsize=LARGE - 1, color=INK,
                   va="center", zorder=5, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8})
    text.set_gid(f"count|{confidence}")


def _facts(figure: Figure) -> Iterator[str]:
    """Read points, intervals, counts and the line back."""
    ax = figure.axes[0]
    texts = {str(text.get_gid()): text.get_text() for text in ax.texts}
    lines = {str(line.get_gid()): np.asarray(line.get_xydata(), dtype=float) for line in ax.lines}
    if "invented" in texts:
        yield f"{texts['invented']}."
    for gid, at in lines.items():
        kind, _, name = gid.partition("|")
        if kind == "point":
            low, high = lines[f"interval|{name}"][:, 1]
            said_, share = at[0]
            side = "on the line" if abs(share - said_) < 1 else "above the line" if share > said_ else "below the line"
            yield (f"{said_:.0f} % sure: {texts[f'count|{name}']} right, {share:.0f} % "
                   f"(interval {low:.0f} to {high:.0f}), {side}.")
    (a, b), (c, d) = lines["same"]
    yield f"Line from {a:.0f} and {b:.0f} to {c:.0f} and {d:.0f}: {texts['same-label']}."
