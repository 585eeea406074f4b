"""How sure against how often right: a point for each confidence, beside the line on which the two are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...core.errors import StretchlibError
from ...evidence.statistics import wilson_interval
from ...learner.answers import Answer
from ...learner.calibration import with_confidence
from ...questions.marking import calibration
from ...tables.phrases import say
from ..diagram import Diagram, canvas
from ..style import BLUE, GREY, INK, LARGE, NORMAL, PAPER, SMALL

if TYPE_CHECKING:
    import pandas as pd


def plot_calibration(answers: Iterable[Answer] | pd.DataFrame | None = None, *, ax: Axes | None = None) -> Diagram:
    """Draw how often answers were right (percent) against how sure the learner said to be (percent).

    ``answers``: dicts or a table with ``confidence`` (percent) and ``right``; default: the journal's, or an invented
    example, which says so, while it holds none. Raises :class:`StretchlibError` where none of the given answers
    has a confidence. Returns a :class:`Diagram`.
    """
    rated, invented = with_confidence(answers)
    if not rated:
        raise StretchlibError("None of these answers says how sure it was, so there is nothing to draw; give answers "
                              "with a confidence.")
    figure, ax = canvas(ax, 7.6, 5.9)
    _ground(ax)
    for level in calibration(rated):
        _point(ax, int(level["confidence"]), int(level["right"]), int(level["answers"]))
    if invented:
        ax.text(0, 104, say("calibration.invented"), fontsize=NORMAL, color=INK, weight="bold").set_gid("invented")
    return Diagram(figure, say("calibration.title"), _facts, note=say("calibration.note"))


def _ground(ax: Axes) -> None:
    """Axes, the line on which sure and right are the same, and what lies on its two sides."""
    line = ax.plot([0, 100], [0, 100], color=GREY, linewidth=1.4, linestyle=(0, (5, 3)), zorder=1)[0]
    line.set_gid("same")
    # Where no point and no count can come to lie: before the lowest confidence, and beside the axes.
    for x, y, key, turn in ((3, 4.5, "same", 45), (2, 78, "side_above", 0), (119, 12, "side_below", 0)):
        words = say(f"calibration.{key}").replace("|", "\n")
        text = ax.text(x, y, words, fontsize=SMALL, color=GREY, rotation=turn, rotation_mode="anchor", va="bottom",
                       zorder=2)
        text.set_gid("same-label" if turn else "side")
    ax.set_xlim(0, 138)  # words stand beyond 100, the axes end there
    ax.set_ylim(0, 108)
    ax.set_aspect("equal")
    ax.set_xlabel(say("calibration.axis_sure"), fontsize=NORMAL, color=INK, x=50 / 138)
    ax.set_ylabel(say("calibration.axis_right"), fontsize=NORMAL, color=INK, y=50 / 108)
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
    text = ax.text(confidence + 2.5, 100 * share.value, say("calibration.count", right=right, count=count),
                   fontsize=LARGE - 1, color=INK, va="center", zorder=5,
                   bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8})
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
            side = "on" if abs(share - said_) < 1 else "above" if share > said_ else "below"
            yield say(f"calibration.read_{side}", sure=f"{said_:.0f}", count=texts[f"count|{name}"],
                      share=f"{share:.0f}", low=f"{low:.0f}", high=f"{high:.0f}")
    ends = dict(zip(("a", "b", "c", "d"), (f"{end:.0f}" for end in lines["same"].ravel()), strict=True))
    yield say("calibration.line", **ends, label=texts["same-label"])
