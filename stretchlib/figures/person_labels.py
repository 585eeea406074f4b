"""Words beside the drawn person, each with a line to its place, set where they hide least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..body import Array
from .person_render import View, Window
from .style import INK, PAPER, SMALL


class Tag(NamedTuple):
    """What a label says, the name of its artist, and the places (x, y) it points at."""

    gid: str
    lines: tuple[str, ...]
    places: Sequence[Array]


def label(ax: Axes, tags: Sequence[Tag], view: View, window: Window) -> None:
    """Write the tags beside the figure, each with a line to its places.

    The place is the one that hides least: of the people, of the arrows, of other labels; then the nearest.
    """
    step = 7
    seen = [name not in ("mat", "") for name in [*view.names, ""]]
    person = np.array(seen)[view.seen[::step, ::step]].astype(float)
    for line in ax.lines + [child for child in ax.get_children() if isinstance(child, Line2D)]:
        for x, y in np.asarray(line.get_xydata()):
            i, j = int((window.top - y) * window.scale / step), int((x - window.left) * window.scale / step)
            person[max(i - 3, 0):i + 4, max(j - 3, 0):j + 4] += 3
    for x, y in [place for tag in tags for place in tag.places]:  # no label hides what another points at
        i, j = int((window.top - y) * window.scale / step), int((x - window.left) * window.scale / step)
        person[max(i - 1, 0):i + 2, max(j - 1, 0):j + 2] += 6
    person[:12, :18] += 9  # where the word start or end stands
    inch = (window.right - window.left) / (ax.bbox.width / ax.figure.dpi)
    for tag in tags:
        size = np.array([.066 * max(map(len, tag.lines)) + .06, .138 * len(tag.lines) + .05]) * inch
        at = _place(person, np.mean(tag.places, axis=0), size, window, step)
        ax.text(at[0], at[1], "\n".join(tag.lines), ha="center", va="center", fontsize=SMALL, color=INK,
                linespacing=1.1, zorder=9, gid=tag.gid,
                bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": .75, "pad": .8})
        for place in tag.places:
            start = np.clip(place, at - size / 2, at + size / 2)
            for colour, wide in ((PAPER, 2.6), (INK, .9)):
                ax.add_artist(Line2D(*np.array([start, place]).T, color=colour, linewidth=wide, zorder=8))
            ax.add_artist(Line2D(*np.asarray(place)[:, None], color=INK, marker="o", markersize=2.6, zorder=8))


def _place(person: Array, middle: Array, size: Array, window: Window, step: int) -> Array:
    """The best middle of a box of ``size``; marks the box in ``person`` as taken."""
    cell = step / window.scale
    total = np.pad(person.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    # A name longer than the panel is wide stands across it: a lecturer's long word is no reason for no drawing.
    wide, high = (min(int(np.ceil(value / cell)), room - 2)
                  for value, room in zip(size, person.shape[::-1], strict=True))
    rows = np.arange(1, max(person.shape[0] - high, 2), 2)[:, None]
    columns = np.arange(1, max(person.shape[1] - wide, 2), 2)
    hidden = (total[rows + high, columns + wide] - total[rows, columns + wide] - total[rows + high, columns]
              + total[rows, columns])
    left, top = window.left + columns * cell, window.top - rows * cell
    near = np.stack(np.broadcast_arrays(np.clip(middle[0], left, left + wide * cell),
                                        np.clip(middle[1], top - high * cell, top)), axis=-1)
    gap = np.hypot(*np.moveaxis(middle - near, -1, 0))
    rough = hidden * 20 + gap + np.where(gap < .04, .3, 0)
    best, found = np.inf, (1, 1)
    for k in np.argsort(rough, axis=None)[:60]:  # of the nearest free places the one whose line crosses least
        i, j = np.unravel_index(k, rough.shape)
        way = near[i, j] + np.linspace(0, 1, 14)[:, None] * (middle - near[i, j])
        down = ((window.top - way[:, 1]) / cell).astype(int).clip(0, person.shape[0] - 1)
        across = ((way[:, 0] - window.left) / cell).astype(int).clip(0, person.shape[1] - 1)
        cost = rough[i, j] + gap[i, j] * 3 * np.minimum(person[down, across], 3).mean()
        if cost < best:
            best, found = cost, (int(rows[i, 0]), int(columns[j]))
    i, j = found
    person[max(i - 2, 0):i + high + 2, max(j - 2, 0):j + wide + 2] += 9
    return np.array([window.left + (j + wide / 2) * cell, window.top - (i + high / 2) * cell])
