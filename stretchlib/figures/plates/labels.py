"""Labels in two columns beside a body, with straight leaders that never cross."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from ..style import GREY, INK, NORMAL, PAPER, SMALL

LINE = 0.44  # inches from one label to the next, at least
GAP = 0.16  # inches between the body and a column
DOT = 5.5  # points, the width of a dot with its pale rim
RIM = 0.9  # of it, the width of the rim


@dataclass(frozen=True)
class Label:
    """What a structure is called, in which column, and where its dot stands (mm)."""

    structure: str
    name: str
    latin: str
    side: str
    dot: tuple[float, float]
    plain: bool = False  # a landmark of bone: not bold
    size: float = 1.0  # of its letters, against those of a plate on paper


def _turns(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cross(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> bool:
    """Whether the stretches ab and cd cross."""
    return _turns(a, b, c) * _turns(a, b, d) < 0 and _turns(c, d, a) * _turns(c, d, b) < 0


def heights(wanted: list[float], step: float, low: float, high: float) -> list[float]:
    """Heights from top to bottom near the wanted ones (falling), ``step`` apart, between ``low`` and ``high``."""
    placed: list[float] = []
    for want in wanted:
        placed.append(min(want, placed[-1] - step) if placed else min(want, high))
    floor = low
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = max(placed[index], floor)
        floor = placed[index] + step
    return placed


def place_labels(ax: Axes, labels: list[Label], window: tuple[float, ...], width: float) -> None:
    """Draw names, Latin names, leaders and dots: gids ``label-``, ``latin-``, ``leader-`` and ``dot-<structure>``."""
    left, right, bottom, top = window
    low, high = ax.get_xlim()
    scale = width / (high - low)  # inches to the mm
    for side, edge, align in (("left", left - GAP / scale, "right"), ("right", right + GAP / scale, "left")):
        mine = sorted((label for label in labels if label.side == side), key=lambda label: -label.dot[1])
        rows = heights([label.dot[1] for label in mine], LINE / scale, bottom + LINE / scale / 2,
                       top - LINE / scale / 2)
        for _ in range(len(mine) ** 2):  # each swap shortens the leaders, so this comes to an end
            pairs = [(i, j) for i in range(len(mine)) for j in range(i)
                     if cross((edge, rows[i]), mine[i].dot, (edge, rows[j]), mine[j].dot)]
            if not pairs:
                break
            i, j = pairs[0]
            mine[i], mine[j] = mine[j], mine[i]
        for label, y in zip(mine, rows, strict=True):
            _draw(ax, label, edge, y, align, 0.05 / scale)


def place_below(ax: Axes, labels: list[Label], step: float) -> None:
    """Draw one label (the first) under the picture, its leader going up to the dot."""
    low, high = ax.get_xlim()
    for label in labels[:1]:
        margin = (high - low) * 0.34
        x, y = float(np.clip(label.dot[0], low + margin, high - margin)), ax.get_ylim()[0] - step
        _leader(ax, label, x, y + step * 0.6)
        _words(ax, label, x, y, "center", step * 0.9)


def _draw(ax: Axes, label: Label, x: float, y: float, align: str, step: float) -> None:
    _leader(ax, label, x + (step if align == "right" else -step), y)
    _words(ax, label, x, y, align, step)


def _leader(ax: Axes, label: Label, x: float, y: float) -> None:
    for colour, thick, order in ((PAPER, 2.4, 95.0), (INK, 0.9, 96.0)):  # a pale seam keeps the leader apart
        line = ax.plot([x, label.dot[0]], [y, label.dot[1]], color=colour, linewidth=thick, zorder=order,
                       clip_on=False)[0]
    line.set_gid(f"leader-{label.structure}")
    dot = ax.plot(*np.array(label.dot), marker="o", markersize=DOT - RIM, color=INK, markeredgecolor=PAPER,
                  markeredgewidth=RIM, zorder=97)[0]
    dot.set_gid(f"dot-{label.structure}")


def _words(ax: Axes, label: Label, x: float, y: float, align: str, step: float) -> None:
    below, colour = align == "center", GREY if label.plain else INK
    name = ax.text(x, y + (0 if below else step * 0.2), label.name, color=colour, ha=align, zorder=98,
                   fontsize=label.size * (SMALL if label.plain else NORMAL),
                   weight="normal" if label.plain else "bold",
                   va="top" if below else "bottom" if label.latin else "center")
    name.set_gid(f"label-{label.structure}")
    latin = ax.text(x, y - step * (2.0 if below else 0.2), label.latin, fontsize=label.size * SMALL, style="italic",
                    color=colour, ha=align, va="top", zorder=98)
    latin.set_gid(f"latin-{label.structure}")
