"""Marks over the drawn person: stretched and working muscles with their labels, and arrows of the movement."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, NamedTuple

import contourpy
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path
from numpy.typing import NDArray

from ...core.errors import cell_entry, one_of
from ...hip.wording import within_sentence
from ...stage.body import FRAMES, SIDES, Array, Body
from ...stage.posture import Frames, point
from ...tables.phrases import say, term
from ...tables.rows.people import Pose
from ..cell_entries import split
from ..style import BLUE, INK, PAPER
from . import muscle_gain
from .labels import Tag
from .render import View, Window, blur, splat
from .shapes import carriers

#: role -> (fill, edge, hatch, word); the hatch and the word tell what the colour tells.
ROLES: dict[str, tuple[str, str, str, str]] = {
    "stretched": ("#D9481C", "#6E1F07", "", "solid"),
    "barely": ("#F7DCCB", "#6E1F07", "..", "dotted"),
    "working": ("#EDE6FA", "#47297F", "//////", "striped"),
    "mobilised": ("#F4D35E", "#6B5200", "", "solid_line"),
}
SECOND = "#F3A06F"  # the muscle that is stretched as well
LESS = "///"  # hatch of the muscle that works as well, less than the first
LOOKS = {ROLES["working"][2]: "striped", LESS: "loosely_striped", ROLES["barely"][2]: "dotted"}  # hatch -> word
LETTERS = 30  # in a line of a label, at most
DEEP = 0.046  # a muscle farther under the skin than this is seen through the body


class Mark(NamedTuple):
    """A muscle as marked: id, side, role and whether it has less of it than another, whether seen through the body,
    and where its label points (x, y)."""

    name: str
    side: str
    role: str
    second: bool
    through: bool
    middle: Array


def entries(row: Pose) -> list[list[str]]:
    """What a row marks, ``[muscle, side, role]`` and ``second`` where it has less of it than another.

    What is marked as stretched is what the hip model says of this pose: stretched, barely, or not at all (then it is
    no mark). A structure that the model lacks keeps the role of the table.
    """
    marks = []
    for entry in split(row.highlight):
        fields = entry.split(":")
        with cell_entry(entry):
            _, side, _, *_ = fields
            one_of(side, SIDES, "side")
        if fields[2:3] == ["stretched"] and (much := muscle_gain.degree(fields[0], fields[1], row)):
            fields[2] = much
        if fields[2:3] != ["none"]:
            marks.append(fields)
    return marks


def mark(ax: Axes, view: View, eye: Array, window: Window, entry: list[str], centres: Array,
         radii: Array) -> Mark | None:
    """Draw a muscle on the person; ``None`` where the view hides all of it."""
    name, side, role = entry[:3]
    one_of(role, ROLES, "role of a muscle")
    depth, index = splat(centres @ eye.T, radii, window)
    on = np.isin(view.seen, [view.names.index(part) for part in carriers(name, side) if part in view.names])
    shape = (index >= 0) & on
    if shape.sum() < 30:
        return None
    through = bool(np.median((view.depth - depth)[shape]) > DEEP)
    fill, edge, hatch, _ = ROLES[role]
    second = entry[3:] == ["second"]
    fill = SECOND if second and role == "stretched" else fill
    hatch = LESS if second and role == "working" else hatch
    rows, columns = np.nonzero(shape)
    a, b = max(int(rows.min()) - 6, 0), int(rows.max()) + 7
    c, d = max(int(columns.min()) - 6, 0), int(columns.max()) + 7
    soft = blur(shape[a:b, c:d].astype(float), 2)
    x = window.left + (np.arange(c, c + soft.shape[1]) + .5) / window.scale
    y = window.top - (np.arange(a, a + soft.shape[0]) + .5) / window.scale
    lines = contourpy.contour_generator(x, y, soft).lines(0.5)
    path = Path.make_compound_path(*[Path(line, closed=True) for line in lines if len(line) > 12])  # type: ignore[arg-type]
    patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=1.1, hatch=hatch,
                      zorder=4 if second else 5,
                      alpha=.62 if through else .96, linestyle=(0, (2.5, 1.5)) if through else "-")
    patch.set_gid(f"muscle|{name}|{side}|{_share(role, second)}|{'through' if through else 'surface'}")
    ax.add_artist(patch)
    return Mark(name, side, role, second, through, _middle(shape, window))


def _middle(shape: NDArray[np.bool_], window: Window) -> Array:
    """Where the line of a label ends (x, y): within the pixels (h, w) of a mark, well inside, next to their middle.

    The middle of a bent or divided mark may lie beside it, on another muscle.
    """
    rows, columns = np.nonzero(shape)
    inside = blur(shape.astype(float), 5)[rows, columns]
    apart = (rows - np.median(rows))**2 + (columns - np.median(columns))**2
    nearest = int(np.argmin(np.where(inside >= .95 * inside.max(), apart, np.inf)))
    return np.array([window.left + (columns[nearest] + .5) / window.scale,
                     window.top - (rows[nearest] + .5) / window.scale])


def _share(role: str, second: bool) -> str:
    """The role in the words of a label: who works less than another is said to."""
    return "working_less" if second and role == "working" else role


def tags(marks: list[Mark]) -> list[Tag]:
    """Names beside the figure, each with a line to its muscle; both sides of one muscle share a label."""
    groups: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        groups.setdefault((mark.name, _share(mark.role, mark.second)), []).append(mark)
    made = []
    for (name, role), group in groups.items():
        side = say(f"person.{group[0].side if len({m.side for m in group}) == 1 else 'both_sides'}")
        through = (say("person.seen_through"),) if all(m.through for m in group) else ()
        heading = wrap(say("person.label", name=term("marked", name), side=side), LETTERS)
        lines = (*heading, term("role", role), *through)
        made.append(Tag(f"label|{name}|{role}", lines, [m.middle for m in group]))
    return made


def facts(ax: Axes) -> Iterator[str]:
    """What is marked how, from the patches; a label that is missing or says otherwise is told."""
    labels = {str(t.get_gid()): " ".join(t.get_text().split()) for t in ax.texts}
    for patch in ax.get_children():
        if isinstance(patch, PathPatch) and str(patch.get_gid()).startswith("muscle|"):
            _, name, side, role, how = str(patch.get_gid()).split("|")
            hatched = LOOKS.get(str(patch.get_hatch() or ""))
            look = hatched or ("not_striped" if role.startswith("working") else "not_dotted" if role == "barely" else
                               ROLES[role][3])
            yield say("person.marked", look=say(f"person.{look}"), side=say(f"person.{side}"),
                      through=say("person.through") if how == "through" else "",
                      name=within_sentence(term("marked", name)), label=labels.get(f"label|{name}|{role}", "-"))
    for line in ax.get_children():
        if isinstance(line, Line2D) and line.get_gid() == "crests":  # from the right crest to the left one
            across, up = np.diff(np.asarray(line.get_xydata()), axis=0)[0]
            drop = -np.degrees(np.arctan2(up, abs(across)))
            key = "level" if abs(drop) < 1.5 else "lower" if drop > 0 else "higher"
            yield say(f"person.crests_{key}", value=f"{abs(drop):.0f}")
    arrows = sum(1 for a in ax.get_children() if str(a.get_gid()).startswith("arrow|"))
    if arrows:
        yield say("person.arrows", count=arrows)


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
            line = Line2D(*ends.T, color=colour, linewidth=1.8, ls=style, zorder=6)
            line.set_gid("level" if style == "--" else "crests")
            ax.add_artist(line)
        return
    with cell_entry(entry):
        given = _given(kind, rest)
    if kind == "path":
        path = flat(point(way, who, given[0])[0])
        if np.ptp(path, axis=0).max() < .01:
            return
        along = np.gradient(path, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        path = path + given[1] * np.c_[along[:, 1], -along[:, 0]]
        path = path[round(given[2] * 24):round(given[3] * 24) + 1]
    elif kind == "line":
        start = point(now, who, given[0])[0] + np.array(given[1:4])
        path = flat([start, start + np.array(given[4:])])
    elif kind == "aim":
        near, far = (flat(point(now, who, name)[0]) for name in given[:2])
        unit = (far - near) / np.linalg.norm(far - near)
        across = given[4] * np.array([-unit[1], unit[0]])
        path = np.array([near + (far - near) * share + across for share in given[2:4]])
    else:
        i, height, radius, first, last = given
        angle = np.radians(np.linspace(first, last, 25))
        ring = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.full(25, height)], axis=1)
        path = flat(now.origin[i] + ring @ now.rotation[i].T)
    _draw(ax, path, f"arrow|{entry}")


def _given(kind: str, rest: list[str]) -> list[Any]:
    """What an arrow of this kind is told: names of points as text, a frame as its place, the rest as numbers."""
    if kind == "path":
        name, offset, first, last = rest
        start, end = float(first), float(last)
        if not 0 <= start < end <= 1:
            raise ValueError("the path goes from a share to a larger one, both from 0 to 1")
        return [name, float(offset), start, end]
    if kind == "line":
        name, *vectors = rest
        beside, along = ([float(value) for value in vector.split(",")] for vector in vectors)
        if len(beside) != 3 or len(along) != 3:
            raise ValueError("three numbers make a vector")
        return [name, *beside, *along]
    if kind == "aim":
        names, first, last, offset = rest
        near, far = names.split(">")
        return [near, far, float(first), float(last), float(offset)]
    if kind == "turn":
        frame, height, radius, first, last = rest
        return [FRAMES.index(frame), *(float(value) for value in (height, radius, first, last))]
    raise ValueError("an arrow is path, line, aim, turn or level")


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
