"""Words beside the drawn person, each with a line to its place, set where they hide least and no lines cross."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from ...stage.body import Array
from ..style import INK, PAPER, SMALL
from .render import View, Window

STEP = 7  # pixels from one cell of the maps to the next
CHOICES = 110  # boxes of a label that are weighed against those of the others
MORE = 600  # where labels are in each other's way in all of those
SPREAD = 4  # cells between two of these boxes, so that they lie on all sides of the people
ORDERS = 24  # orders in which labels choose, at most
CLASH = 1000.0  # what it costs that two labels are in each other's way: more than any place does
LETTER, LINE, MARGIN = .066, .138, .05  # inches that a letter, a line and the border of a label take
PAD = 1.8  # points of paper around the letters of a label: half of MARGIN
EDGE = .05  # what a cell of the mat's border costs, a cell of the person being 1
BESIDE = .014  # of the stature: a line this near another's dot seems to point at it


class Tag(NamedTuple):
    """What a label says, the name of its artist, and the places (x, y) it points at."""

    gid: str
    lines: tuple[str, ...]
    places: Sequence[Array]


class _Boxes(NamedTuple):
    """Where a label may stand: middles (k, 2), its size (2,), starts (k, p, 2) of its lines to p places, and costs."""

    middle: Array
    size: Array
    start: Array
    places: Array
    cost: Array


def letters(ax: Axes) -> int:
    """How many letters a line of a label may have, so that it finds room beside the people of a panel."""
    return 24 if ax.bbox.width / ax.figure.dpi > 3.5 else 14


def label(ax: Axes, tags: Sequence[Tag], view: View, window: Window) -> None:
    """Write the tags beside the figure, each with a line to its places.

    Of the boxes that hide least of the people and of the arrows those are taken in which no label lies over another
    or over a dot, and no line crosses another, a label or a dot; then the nearest.
    """
    if not tags:
        return
    hidden, arrows = _maps(ax, tags, view, window)
    inch = (window.right - window.left) / (ax.bbox.width / ax.figure.dpi)
    for choices in (CHOICES, MORE):
        boxes = [_boxes(tag, hidden, arrows, window, inch, choices) for tag in tags]
        chosen, cost = _choose(boxes)
        if cost < CLASH:
            break
    for tag, box, at in zip(tags, boxes, chosen, strict=True):
        x, y = box.middle[at]
        ax.text(x, y, "\n".join(tag.lines), ha="center", va="center", fontsize=SMALL, color=INK,
                linespacing=1.1, zorder=9, gid=tag.gid,
                bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": .9, "pad": PAD})
        for start, end in zip(box.start[at], box.places, strict=True):
            for colour, wide in ((PAPER, 2.6), (INK, .9)):
                line = Line2D(*np.array([start, end]).T, color=colour, linewidth=wide, zorder=8)
                line.set_gid(f"{'halo' if colour == PAPER else 'leader'}-{tag.gid}")
                ax.add_artist(line)
            ax.add_artist(Line2D(*end[:, None], color=INK, marker="o", markersize=2.6, zorder=8,
                                 gid=f"dot-{tag.gid}"))


def _maps(ax: Axes, tags: Sequence[Tag], view: View, window: Window) -> tuple[Array, NDArray[np.bool_]]:
    """By cells: how much a label would hide there, and where the movement's arrows run."""
    solid = np.array([name not in ("mat", "") for name in [*view.names, ""]])
    hidden = solid[view.seen[::STEP, ::STEP]].astype(float)
    hidden = np.maximum(hidden, EDGE * _borders(view.seen, hidden.shape))
    arrows = np.zeros(hidden.shape, dtype=bool)
    for line in [child for child in ax.get_children() if isinstance(child, Line2D)]:
        for i, j in zip(*_cells(np.asarray(line.get_xydata()), window), strict=True):
            hidden[max(i - 3, 0):i + 4, max(j - 3, 0):j + 4] += 3
            arrows[max(i - 1, 0):i + 2, max(j - 1, 0):j + 2] = True
    for i, j in zip(*_cells(np.concatenate([np.asarray(tag.places) for tag in tags]), window), strict=True):
        hidden[max(i - 1, 0):i + 2, max(j - 1, 0):j + 2] += 6  # no label hides what another points at
    hidden[:12, :18] += 9  # where the word start or end stands
    return hidden, arrows


def _borders(seen: NDArray[np.int16], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """The cells in which one surface ends and another begins, such as the edge of the mat: a line is drawn there."""
    border = np.zeros(seen.shape, dtype=bool)
    border[:, 1:] |= seen[:, 1:] != seen[:, :-1]
    border[1:] |= seen[1:] != seen[:-1]
    cells = np.zeros(shape, dtype=bool)
    rows, columns = np.nonzero(border)
    cells[rows // STEP, columns // STEP] = True
    return cells


def _cells(points: Array, window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the cells in which points (..., 2) lie."""
    cell = STEP / window.scale
    return (((window.top - points[..., 1]) / cell).astype(np.int64),
            ((points[..., 0] - window.left) / cell).astype(np.int64))


def _boxes(tag: Tag, hidden: Array, arrows: NDArray[np.bool_], window: Window, inch: float,
           choices: int) -> _Boxes:
    """The boxes that cost least, nearest and freest first."""
    cell = STEP / window.scale
    size = np.array([LETTER * max(map(len, tag.lines)) + MARGIN, LINE * len(tag.lines) + MARGIN]) * inch
    # A name longer than the panel is wide stands across it: a lecturer's long word is no reason for no drawing.
    wide, high = (min(int(np.ceil(length / cell)), room - 2)
                  for length, room in zip(size, hidden.shape[::-1], strict=True))
    total = np.pad(hidden.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    rows = np.arange(1, max(hidden.shape[0] - high, 2), 2)[:, None]
    columns = np.arange(1, max(hidden.shape[1] - wide, 2), 2)
    covers = (total[rows + high, columns + wide] - total[rows, columns + wide] - total[rows + high, columns]
              + total[rows, columns])
    corner = np.stack(np.broadcast_arrays(window.left + columns * cell, window.top - (rows + high) * cell), axis=-1)
    middle = (corner + np.array([wide, high]) * cell / 2).reshape(-1, 2)
    places = np.asarray(tag.places, dtype=float)
    start = np.clip(places, (middle - size / 2)[:, None], (middle + size / 2)[:, None])
    gap = np.linalg.norm(start - places, axis=-1)
    rough = 20 * covers.reshape(-1) + gap.sum(axis=1) + np.where(gap.min(axis=1) < .04, .3, 0)
    # A line that runs over another dot of its own label ends, to the eye, at the first of the two.
    every = _Boxes(middle, np.array([wide, high]) * cell, start, places, rough)
    rough = rough + CLASH * _alone(every, every)
    best = np.argsort(rough, kind="stable")
    squares = np.stack(np.broadcast_arrays(rows // SPREAD, columns // SPREAD), axis=-1).reshape(-1, 2)[best]
    _, first = np.unique(squares, axis=0, return_index=True)
    best = best[np.sort(first)[:choices]]
    way = start[best, :, None] + np.linspace(0, 1, 30)[:, None] * (places[:, None] - start[best, :, None])
    i, j = _cells(way, window)
    i, j = i.clip(0, hidden.shape[0] - 1), j.clip(0, hidden.shape[1] - 1)
    cost = rough[best] + (gap[best] * 3 * np.minimum(hidden[i, j], 3).mean(axis=-1)).sum(axis=1)
    cost = cost + .5 * arrows[i, j].any(axis=(1, 2))
    return _Boxes(middle[best], np.array([wide, high]) * cell, start[best], places, cost)


def _choose(boxes: Sequence[_Boxes]) -> tuple[list[int], float]:
    """The box of each label, and what all cost: the least of what was tried, label by label until nothing is gained."""
    numbers = range(len(boxes))
    clash = {(a, b): CLASH * _clashes(boxes[a], boxes[b]) for a in numbers for b in numbers if a != b}
    best, least = [0] * len(boxes), np.inf
    for order in [order for order, _ in zip(permutations(numbers), range(ORDERS), strict=False)]:
        chosen: dict[int, int] = {}
        for _ in range(4):
            before = dict(chosen)
            for a in order:
                weighed = boxes[a].cost + sum((clash[a, b][:, chosen[b]] for b in chosen if b != a),
                                              np.zeros(len(boxes[a].cost)))
                chosen[a] = int(np.argmin(weighed))
            if chosen == before:
                break
        cost = sum(float(boxes[a].cost[chosen[a]]) for a in numbers)
        cost += sum(float(clash[a, b][chosen[a], chosen[b]]) for a in numbers for b in range(a))
        if cost < least - 1e-9:
            best, least = [chosen[a] for a in numbers], cost
    return best, float(least)


def _clashes(ours: _Boxes, theirs: _Boxes) -> Array:
    """How often each box of one label (k) and each of another (m) are in each other's way: (k, m)."""
    apart = np.abs(ours.middle[:, None] - theirs.middle) - (ours.size + theirs.size) / 2
    crossing = np.zeros(apart.shape[:2])
    for a, end in enumerate(ours.places):
        for b, their_end in enumerate(theirs.places):
            crossing += _cross(ours.start[:, a, None], end, theirs.start[None, :, b], their_end)
    return np.asarray((apart < 0).all(axis=-1) + crossing + _alone(ours, theirs)[:, None] + _alone(theirs, ours)
                      + _through(ours, theirs) + _through(theirs, ours).T, dtype=float)


def _alone(ours: _Boxes, theirs: _Boxes) -> Array:
    """How many of their dots each of our boxes (k) and its lines come too near."""
    cost = np.zeros(len(ours.middle))
    for dot in theirs.places:
        cost += (np.abs(dot - ours.middle) < ours.size / 2 + BESIDE).all(axis=-1)
        for number, end in enumerate(ours.places):
            along = end - ours.start[:, number]
            share = ((dot - ours.start[:, number]) * along).sum(axis=-1) / np.maximum((along ** 2).sum(axis=-1), 1e-12)
            near = ours.start[:, number] + share.clip(0, 1)[:, None] * along
            cost += np.linalg.norm(near - dot, axis=-1) < min(BESIDE, .8 * float(np.linalg.norm(end - dot)))
    return cost


def _through(ours: _Boxes, theirs: _Boxes) -> Array:
    """Whether a line of each of our boxes (k) runs through each of theirs (m): (k, m)."""
    through = np.zeros((len(ours.middle), len(theirs.middle)), dtype=bool)
    for number, end in enumerate(ours.places):
        start = ours.start[:, None, number]
        along = end - start
        along = np.where(np.abs(along) < 1e-9, 1e-9, along)
        shares = np.stack([(theirs.middle + sign * theirs.size / 2 - start) / along for sign in (-1, 1)])
        into, out = shares.min(axis=0).max(axis=-1), shares.max(axis=0).min(axis=-1)
        through |= (into < out) & (out > 0) & (into < 1)
    return through.astype(float)


def _cross(a: Array, b: Array, c: Array, d: Array) -> NDArray[np.bool_]:
    """Whether the stretches from a to b and from c to d cross; arrays (..., 2)."""
    def turns(p: Array, q: Array, r: Array) -> Array:
        return np.asarray((q - p)[..., 0] * (r - p)[..., 1] - (q - p)[..., 1] * (r - p)[..., 0])
    return np.asarray((turns(a, b, c) * turns(a, b, d) < 0) & (turns(c, d, a) * turns(c, d, b) < 0))
