"""Marks over the drawn person: stretched and working muscles with their labels, and arrows of the movement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import contourpy
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from ..body import FRAMES, SIDES, Array, Body
from ..errors import StretchlibError, one_of
from ..posture import Frames, point
from .person_render import View, Window, blur, splat
from .person_shapes import LABELS, carriers
from .style import BLUE, INK, PAPER, SMALL

#: role -> (fill, edge, hatch, word); the hatch and the word tell what the colour tells.
ROLES: dict[str, tuple[str, str, str, str]] = {
    "stretched": ("#D9481C", "#6E1F07", "", "solid"),
    "working": ("#EDE6FA", "#47297F", "//////", "striped"),
    "mobilised": ("#F4D35E", "#6B5200", "", "solid line"),
}
SECOND = "#F3A06F"  # the muscle that is stretched as well
DEEP = 0.034  # a muscle farther under the skin than this is seen through the body


class Mark(NamedTuple):
    """A muscle as marked: id, side and role, whether seen through the body, and its middle (x, y)."""

    name: str
    side: str
    role: str
    through: bool
    middle: Array


def mark(ax: Axes, view: View, eye: Array, window: Window, what: list[str], centres: Array,
         radii: Array) -> Mark | None:
    """Draw a muscle on the person; ``None`` where the view hides all of it."""
    name, side, role = what[:3]
    one_of(role, ROLES, "role of a muscle")
    depth, index = splat(centres @ eye.T, radii, window)
    on = np.isin(view.seen, [view.names.index(part) for part in carriers(name, side) if part in view.names])
    shape = (index >= 0) & on
    if shape.sum() < 30:
        return None
    through = bool(np.median((view.depth - depth)[shape]) > DEEP)
    fill, edge, hatch, _ = ROLES[role]
    fill = SECOND if what[3:] else fill
    rows, columns = np.nonzero(shape)
    a, b, c, d = max(rows.min() - 6, 0), rows.max() + 7, max(columns.min() - 6, 0), columns.max() + 7
    soft = blur(shape[a:b, c:d].astype(float), 2)
    x = window.left + (np.arange(c, c + soft.shape[1]) + .5) / window.scale
    y = window.top - (np.arange(a, a + soft.shape[0]) + .5) / window.scale
    lines = contourpy.contour_generator(x, y, soft).lines(0.5)
    path = Path.make_compound_path(*[Path(line, closed=True) for line in lines if len(line) > 12])  # type: ignore[arg-type]
    patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=1.1, hatch=hatch,
                      zorder=4 if what[3:] else 5,
                      alpha=.62 if through else .96, linestyle=(0, (2.5, 1.5)) if through else "-")
    patch.set_gid(f"muscle|{name}|{side}|{role}|{'through' if through else 'surface'}")
    ax.add_artist(patch)
    middle = np.array([window.left + (np.median(columns) + .5) / window.scale,
                       window.top - (np.median(rows) + .5) / window.scale])
    return Mark(name, side, role, through, middle)


def label(ax: Axes, marks: list[Mark], view: View, window: Window) -> None:
    """Names beside the figure, each with a line to its muscle; both sides of one muscle share a label.

    The place is the one that hides least: of the person, of the arrows, of other labels; then the nearest.
    """
    groups: dict[tuple[str, str], list[Mark]] = {}
    for one in marks:
        groups.setdefault((one.name, one.role), []).append(one)
    step = 7
    person = np.array([name not in ("mat", "") for name in [*view.names, ""]])[view.seen[::step, ::step]].astype(float)
    for line in ax.lines + [child for child in ax.get_children() if isinstance(child, Line2D)]:
        for x, y in np.asarray(line.get_xydata()):
            i, j = int((window.top - y) * window.scale / step), int((x - window.left) * window.scale / step)
            person[max(i - 3, 0):i + 4, max(j - 3, 0):j + 4] += 3
    person[:12, :18] += 9  # where the word start or end stands
    inch = (window.right - window.left) / (ax.bbox.width / ax.figure.dpi)
    for group in groups.values():
        first = group[0]
        side = first.side if len({m.side for m in group}) == 1 else "both sides"
        lines = [f"{LABELS[first.name]} ({side}):", first.role]
        lines += ["seen through the body"] if all(m.through for m in group) else []
        size = np.array([.066 * max(map(len, lines)) + .06, .138 * len(lines) + .05]) * inch
        middle = np.mean([m.middle for m in group], axis=0)
        at = _place(person, middle, size, window, step)
        ax.text(at[0], at[1], "\n".join(lines), ha="center", va="center", fontsize=SMALL, color=INK, linespacing=1.1,
                zorder=9, gid=f"label|{first.name}|{first.role}",
                bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": .75, "pad": .8})
        for one in group:
            start = np.clip(one.middle, at - size / 2, at + size / 2)
            for colour, wide in ((PAPER, 2.6), (INK, .9)):
                ax.add_artist(Line2D(*np.array([start, one.middle]).T, color=colour, linewidth=wide, zorder=8))
            ax.add_artist(Line2D(*one.middle[:, None], color=INK, marker="o", markersize=2.6, zorder=8))


def _place(person: Array, middle: Array, size: Array, window: Window, step: int) -> Array:
    """The best middle of a box of ``size``; marks the box in ``person`` as taken."""
    cell = step / window.scale
    total = np.pad(person.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    wide, high = (int(np.ceil(value / cell)) for value in size)
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


def told(ax: Axes) -> Iterator[str]:
    """What is marked how, from the patches; a label that is missing or says otherwise is told."""
    labels = {str(t.get_gid()): " ".join(t.get_text().split()) for t in ax.texts}
    for patch in ax.get_children():
        if isinstance(patch, PathPatch) and str(patch.get_gid()).startswith("muscle|"):
            _, name, side, role, how = str(patch.get_gid()).split("|")
            word = "striped" if patch.get_hatch() else ROLES[role][3] if role != "working" else "not striped"
            through = ", seen through the body" if how == "through" else ""
            said = labels.get(f"label|{name}|{role}", "no label")
            yield f"Marked {word}{through}: {side} {LABELS[name].lower()}, labelled \"{said}\"."
    arrows = sum(1 for a in ax.get_children() if str(a.get_gid()).startswith("arrow|"))
    if arrows:
        yield f"Arrows of the movement: {arrows}."


def arrow(ax: Axes, entry: str, eye: Array, way: Frames, who: Body) -> None:
    """Draw one entry of the column ``arrows``; ``way``: frames from start to this pose, the last one drawn.

    ``path:point:offset:from:to`` (the true path of a skin point), ``line:point:dx,dy,dz:vx,vy,vz`` (from beside a
    point along a vector), ``aim:point>point:from:to:offset``, ``turn:frame:height:radius:from:to`` (an arc round a
    frame, degrees from straight ahead, left positive), ``level`` (the line from crest to crest and the horizontal).
    """
    kind, *rest = entry.split(":")
    now = Frames(way.rotation[-1], way.origin[-1])

    def flat(points: Any) -> Array:
        return np.asarray(np.asarray(points) @ eye[:2].T)

    if kind == "level":
        left, right = (point(now, who, f"{side}_crest")[0] for side in SIDES)
        half = (left - right) * 1.25
        level = np.array([half[0], half[1], 0]) * np.linalg.norm(half) / np.linalg.norm(half[:2])
        for reach, style, colour in ((level, "--", INK), (half, "-", BLUE)):
            ends = flat([(left + right) / 2 - reach, (left + right) / 2 + reach])
            ax.add_artist(Line2D(*ends.T, color=colour, linewidth=1.8, ls=style, zorder=6))
        return
    if kind == "path":
        path = flat(point(way, who, rest[0])[0])
        if np.ptp(path, axis=0).max() < .01:
            return
        along = np.gradient(path, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        path = path + float(rest[1]) * np.c_[along[:, 1], -along[:, 0]]
        path = path[round(float(rest[2]) * 24):round(float(rest[3]) * 24) + 1]
    elif kind == "line":
        start = point(now, who, rest[0])[0] + _numbers(rest[1])
        path = flat([start, start + _numbers(rest[2])])
    elif kind == "aim":
        one, two = (flat(point(now, who, name)[0]) for name in rest[0].split(">"))
        unit = (two - one) / np.linalg.norm(two - one)
        across = float(rest[3]) * np.array([-unit[1], unit[0]])
        path = np.array([one + (two - one) * float(share) + across for share in rest[1:3]])
    elif kind == "turn":
        i = FRAMES.index(rest[0])
        height, radius, first, last = (float(value) for value in rest[1:])
        angle = np.radians(np.linspace(first, last, 25))
        ring = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.full(25, height)], axis=1)
        path = flat(now.origin[i] + ring @ now.rotation[i].T)
    else:
        raise StretchlibError(f"{entry!r} is no arrow; use path, line, aim, turn or level.")
    _draw(ax, path, f"arrow|{entry}")


def _numbers(cell: str) -> Array:
    return np.array([float(value) for value in cell.split(",")])


def _draw(ax: Axes, path: Array, gid: str) -> None:
    run = np.r_[0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]
    head = min(.042, run[-1] * .6)
    cut = run[-1] - head * .85
    neck = np.array([np.interp(cut, run, path[:, 0]), np.interp(cut, run, path[:, 1])])
    shaft = np.vstack([path[run < cut], neck])
    unit = (path[-1] - neck) / np.linalg.norm(path[-1] - neck)
    across = np.array([-unit[1], unit[0]]) * head * .5
    tip = np.array([path[-1], path[-1] - unit * head + across, path[-1] - unit * head - across])
    style: dict[str, Any] = {"solid_capstyle": "round", "zorder": 7}
    ax.add_artist(Line2D(*shaft.T, color=PAPER, linewidth=5.0, **style))
    ax.add_artist(Polygon(tip, closed=True, facecolor=PAPER, edgecolor=PAPER, linewidth=3, zorder=7, joinstyle="round"))
    line = Line2D(*shaft.T, color=BLUE, linewidth=2.5, **{**style, "solid_capstyle": "butt"})
    line.set_gid(gid)
    ax.add_artist(line)
    ax.add_artist(Polygon(tip, closed=True, facecolor=BLUE, edgecolor=BLUE, linewidth=.5, zorder=7))
