"""Bellies: a muscle is a ribbon through cross-lines, each on the pelvis, on the femur or between the two.

``data/anatomy/muscle_sections.csv`` holds the cross-lines in mm (frame of :mod:`.bones`). ``thigh`` is the share of the
thigh's movement that a line follows (0 pelvis, 1 femur), ``tendon`` how tendinous the muscle is there (0 to 1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon

from ...core.errors import cell_entry, one_of
from ...tables import catalogue
from ...tables.rows.anatomy import MuscleSection, PlateMuscle, Structure
from ..cell_entries import split
from ..style import GREY, MUSCLE_EDGE, SKIN, SKIN_AREA, TISSUE
from .bones import Array, DepthMap, View
from .faces import Faces
from .visible_faces import SLACK, not_hidden

ALONG, ACROSS = 28, 13  # points of a ribbon from origin to insertion, and from edge to edge
CORNER = 7.0  # mm, at most, by which a corner is rounded
EDGE = 3.3  # points, the dark edge of a belly: half of it stands out


@dataclass(frozen=True)
class Section:
    """A cross-line (n, 3) in mm, what moves it, how tendinous it is, and the bones it lies on (none between bones)."""

    points: Array
    thigh: float
    tendon: float
    bones: tuple[str, ...]


def named_rows() -> list[PlateMuscle]:
    """The rows of ``plate_muscles``, by the names of ``structures`` where that has the structure."""
    structures = {structure.id: structure for structure in catalogue.rows(Structure)}
    return [replace(row, name=structure.name_en, name_la=structure.name_la)
            if (structure := structures.get(row.structure)) else row for row in catalogue.rows(PlateMuscle)]


def sections(structure: str) -> list[Section]:
    """The cross-lines of a structure from origin to insertion."""
    rows = [row for row in catalogue.rows(MuscleSection) if row.structure == structure]
    if not rows:
        one_of(structure, sorted({row.structure for row in catalogue.rows(MuscleSection)}), "drawn structure")
    return [Section(_points(row.points_mm), row.thigh or 0.0, row.tendon or 0.0, tuple(split(row.bone)))
            for row in sorted(rows, key=lambda row: row.section)]


def _points(cell: str) -> Array:
    """The points (n, 3), in mm, of a cell ``x y z; x y z``."""
    with cell_entry(cell):
        points = [[float(x) for x in point.split()] for point in cell.split(";")]
        if {len(point) for point in points} != {3}:
            raise ValueError("three numbers make a point")
    return np.array(points)


def _spline(points: Array, count: int) -> Array:
    """A smooth curve (count, ...) through points (n, ...), even in length: Catmull and Rom's, chordal."""
    flat = points.reshape(len(points), -1)
    steps = np.maximum(np.linalg.norm(np.diff(flat, axis=0), axis=1), 1e-6)
    at = np.concatenate([[0], np.cumsum(steps)])
    slope = np.gradient(flat, at, axis=0) if len(flat) > 2 else np.diff(flat, axis=0).repeat(2, axis=0) / steps[0]
    where = np.linspace(0, at[-1], count)
    i = np.clip(np.searchsorted(at, where, side="right") - 1, 0, len(steps) - 1)
    h = steps[i][:, None]
    t = ((where - at[i]) / steps[i])[:, None]
    curve = ((2 * t**3 - 3 * t**2 + 1) * flat[i] + (t**3 - 2 * t**2 + t) * h * slope[i]
             + (3 * t**2 - 2 * t**3) * flat[i + 1] + (t**3 - t**2) * h * slope[i + 1])
    return np.asarray(curve.reshape(count, *points.shape[1:]), dtype=float)


def ribbon(structure: str, matrix: Array | None = None) -> tuple[Array, Array]:
    """(grid (ALONG, ACROSS, 3) in mm, tendon share (ALONG,)) with the right thigh turned by ``matrix``."""
    lines, tendon = [], []
    for section in sections(structure):
        line = _spline(section.points, ACROSS)
        if matrix is not None:
            line = (1 - section.thigh) * line + section.thigh * (line @ matrix.T)
        lines.append(line)
        tendon.append(section.tendon)
    stack = np.array(lines)
    grid = _rounded(_spline(stack, 4 * ALONG))
    steps = np.linalg.norm(np.diff(stack.reshape(len(stack), -1), axis=0), axis=1)
    at = np.concatenate([[0], np.cumsum(steps)]) / steps.sum()
    return grid, np.interp(np.linspace(0, 1, ALONG), at, tendon)


def _rounded(fine: Array) -> Array:
    """(ALONG, ACROSS, 3) from a longer grid, its corners taken off by a quarter of the ends' width."""
    middle = fine[:, ACROSS // 2]
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))])
    off = np.abs(np.linspace(-1, 1, ACROSS)) ** 5
    ends = [min(CORNER, 0.25 * float(np.linalg.norm(line[-1] - line[0]))) / along[-1] for line in (fine[0], fine[-1])]
    where = np.linspace(off * ends[0], 1 - off * ends[1], ALONG) * (len(fine) - 1)
    low = np.clip(where.astype(int), 0, len(fine) - 2)
    part = (where - low)[..., None]
    column = np.arange(ACROSS)[None, :]
    return np.asarray(fine[low, column] * (1 - part) + fine[low + 1, column] * part, dtype=float)


def draw_muscle(ax: Axes, view: View, structure: str, tone: str, zorder: float, *, hidden_by: DepthMap | None = None,
                matrix: Array | None = None, kind: str = "muscle") -> tuple[Array, Array]:
    """Draw a belly: faces ``<kind>-<structure>``, fibres, dark edge, dashed ``behind-<structure>`` behind bone.

    The two ends are lines of their own, ``origin-<structure>|<bone>`` and ``insertion-<structure>|<bone>``.
    Returns the projected grid (ALONG, ACROSS, 3) and the four-cornered faces (n, 4, 3) that no bone hides.
    """
    raw, tendon = ribbon(structure, matrix)
    grid = view.project(raw)
    quads, colours = not_hidden(grid, _colours(tone, tendon), hidden_by)
    edge = Faces(quads[..., :2], facecolors=MUSCLE_EDGE, edgecolors=MUSCLE_EDGE, linewidths=EDGE, joinstyle="round",
                 zorder=zorder - 0.001)
    edge.set_gid(f"edge-{structure}")
    ax.add_collection(edge, autolim=False)
    body = Faces(quads[..., :2], facecolors=colours, edgecolors="face", linewidths=0.5, antialiaseds=False,
                 zorder=zorder)
    body.set_gid(f"{kind}-{structure}")
    ax.add_collection(body, autolim=False)
    if kind != "nerve":
        _fibres(ax, grid, tone, hidden_by, zorder)
    _dashes(ax, grid, structure, hidden_by, zorder)
    ends = sections(structure)
    for name, line, bones in (("origin", grid[0], ends[0].bones), ("insertion", grid[-1], ends[-1].bones)):
        drawn = ax.plot(line[:, 0], line[:, 1], color=MUSCLE_EDGE, linewidth=0.8, zorder=zorder + 0.004, alpha=0.0)[0]
        drawn.set_gid(f"{name}-{structure}|{'; '.join(bones)}")
    return grid, quads


def _colours(tone: str, tendon: Array) -> Array:
    """Faces (ALONG - 1, ACROSS - 1, 3): rounder by darker edges, paler where tendinous."""
    base, pale = np.array(to_rgb(TISSUE[tone])), np.array(to_rgb(TISSUE["tendon"]))
    share = ((tendon[1:] + tendon[:-1]) / 2)[:, None, None]
    across = (np.arange(ACROSS - 1) + 0.5) / (ACROSS - 1)
    round_off = (0.84 + 0.22 * np.sin(np.pi * across) ** 0.8)[None, :, None]
    mixed = np.clip((base * (1 - share) + pale * share) * round_off, 0, 1)
    return np.asarray(np.round(mixed * 40) / 40, dtype=float)  # few colours: small files


def _fibres(ax: Axes, grid: Array, tone: str, hidden_by: DepthMap | None, zorder: float) -> None:
    """Fine lines from origin to insertion."""
    lines = []
    a, b = np.diff(grid[:, :-1, :2], axis=0), np.diff(grid[:-1, :, :2], axis=1)
    area = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    facing = area * np.sign(np.median(area)) > 0  # where the sheet turns away, its fibres are not seen
    width = float(np.linalg.norm(np.diff(grid[:, :, :2], axis=1), axis=2).sum(axis=1).max())
    for column in np.linspace(0, ACROSS - 1, int(np.clip(width / 6.5, 10, 17)))[1:-1]:
        low, part = int(column), column % 1
        line = grid[:, low] * (1 - part) + grid[:, min(low + 1, ACROSS - 1)] * part
        seen = facing[:, min(low, ACROSS - 2)].copy()
        if hidden_by is not None:
            seen &= ~hidden_by.hidden((line[:-1] + line[1:]) / 2, SLACK)
        cut = np.where(np.append(seen, seen[-1:])[:, None], line[:, :2], np.nan)
        cut[1:][seen] = line[1:, :2][seen]
        lines.append(cut)
    dark = tuple(0.62 * np.array(to_rgb(TISSUE[tone])))
    ax.add_collection(LineCollection(lines, colors=[dark], linewidths=0.5, alpha=0.75, zorder=zorder + 0.002),
                      autolim=False)


def _dashes(ax: Axes, grid: Array, structure: str, hidden_by: DepthMap | None, zorder: float) -> None:
    """The outline where bone covers it; what is drawn over the structure is drawn over its outline too."""
    if hidden_by is None:
        return
    rim = np.concatenate([grid[:, 0], grid[-1, 1:], grid[::-1, -1][1:], grid[0, ::-1][1:]])
    pairs = np.stack([rim[:-1], rim[1:]], axis=1)
    covered = hidden_by.hidden(pairs.mean(axis=1), SLACK)
    if not covered.any():
        return
    starts = np.nonzero(covered & ~np.roll(covered, 1))[0] if not covered.all() else np.array([0])
    for start in starts:
        length = int(np.argmin(np.append(np.roll(covered, -start), False)))
        if length < 3:  # a corner that grazes the surface
            continue
        run = np.roll(pairs, -start, axis=0)[:length]
        path = np.vstack([run[:, 0], run[-1:, 1]])
        drawn = ax.plot(path[:, 0], path[:, 1], color=MUSCLE_EDGE, linewidth=1.2, dashes=(3.2, 2.2),
                        zorder=zorder + 0.2)[0]
        drawn.set_gid(f"behind-{structure}")


def ghost(ax: Axes, grid: Array, tone: str, zorder: float) -> None:
    """A faint fill of the whole belly, so that the part behind bone can be followed."""
    rim = np.concatenate([grid[:, 0], grid[-1, 1:], grid[::-1, -1][1:], grid[0, ::-1][1:]])
    ax.add_patch(Polygon(rim[:, :2], facecolor=TISSUE[tone], edgecolor="none", alpha=0.28, zorder=zorder))


def spot(grid: Array, along: float, across: float) -> tuple[float, float]:
    """A point of a belly, mm: shares of the way from origin to insertion and from edge to edge."""
    point = grid[round(along * (ALONG - 1)), round(across * (ACROSS - 1))]
    return float(point[0]), float(point[1])


def draw_area(ax: Axes, view: View, structure: str, kind: str, zorder: float) -> Array:
    """Draw an area of skin (hatched) or the outline of the body (pale), each a closed line of one section."""
    line = view.project(_spline(np.vstack([section.points for section in sections(structure)]), 90))
    skin = kind == "skin"
    patch = Polygon(line[:, :2], facecolor=SKIN_AREA if skin else SKIN, edgecolor=MUSCLE_EDGE if skin else GREY,
                    linewidth=1.4, hatch="////" if skin else None, alpha=0.62 if skin else 1.0, zorder=zorder)
    patch.set_gid(f"{kind}-{structure}")
    ax.add_patch(patch)
    return line[:, None]


def landmark(view: View, structure: str) -> tuple[float, float]:
    """Where a landmark of one point lies in the picture, mm."""
    point = view.project(sections(structure)[0].points[0])
    return float(point[0]), float(point[1])
