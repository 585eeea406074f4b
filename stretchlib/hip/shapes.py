"""Geometry of bones as triangles: a sphere laid through points, a bone cut by a plane, the frames of pelvis and thigh.

Points are (n, 3) in mm: x to the front, y up, z to the right of a right hip.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError

Array = NDArray[np.float64]
Index = NDArray[np.int64]


class Frame(NamedTuple):
    """Where a bone stands: ``axes`` (3, 3), rows to the front, up and to the right, and the origin (3,)."""

    axes: Array
    origin: Array

    def of(self, points: Array) -> Array:
        """Points (..., 3) as this frame sees them."""
        return np.asarray((points - self.origin) @ self.axes.T)


class Slice(NamedTuple):
    """The outline of a bone in a plane: middle of the area (3,) and the area in mm²."""

    middle: Array
    area: float


def sphere(points: Array) -> tuple[Array, float]:
    """Centre (3,) and radius of the sphere that fits points (n, 3) best: least squares of the squared distances."""
    middle = points.mean(axis=0)
    local = points - middle
    matrix = np.column_stack([2 * local, np.ones(len(local))])
    solution = np.linalg.lstsq(matrix, (local ** 2).sum(axis=1), rcond=None)[0]
    return solution[:3] + middle, float(np.sqrt(solution[3] + solution[:3] @ solution[:3]))


def unit(vector: Array) -> Array:
    """A vector of length 1."""
    return np.asarray(vector / np.linalg.norm(vector))


def frame(origin: Array, up: Array, right: Array) -> Frame:
    """Axes with ``up`` kept and ``right`` made square to it."""
    y = unit(up)
    z = unit(right - (right @ y) * y)
    return Frame(np.stack([np.cross(y, z), y, z]), origin)


def cut(points: Array, faces: Index, at: Array, normal: Array) -> Slice | None:
    """The outline around ``at`` in the plane through ``at`` square to ``normal``; ``None`` where the plane misses.

    Of several closed outlines the one whose middle is nearest to ``at`` is taken.
    """
    height = (points - at) @ normal
    height = np.where(np.abs(height) < 1e-9, 1e-9, height)
    crossing = faces[(height[faces].min(axis=1) < 0) & (height[faces].max(axis=1) > 0)]
    if not len(crossing):
        return None
    # Each crossed triangle gives one piece of outline, from the edge that goes up to the edge that goes down.
    above = height[crossing] > 0
    first, last = np.empty((len(crossing), 2), dtype=np.int64), np.empty((len(crossing), 2), dtype=np.int64)
    for corner in range(3):
        pair = crossing[:, [corner, (corner + 1) % 3]]
        rises = ~above[:, corner] & above[:, (corner + 1) % 3]
        falls = above[:, corner] & ~above[:, (corner + 1) % 3]
        first[rises], last[falls] = pair[rises], pair[falls][:, ::-1]
    starts = _on_edge(points, height, first)
    ends = _on_edge(points, height, last)
    pieces = _outlines(first, last, starts, ends, normal)
    return min(pieces, key=lambda piece: float(np.linalg.norm(piece.middle - at)), default=None)


def _on_edge(points: Array, height: Array, edges: Index) -> Array:
    low, high = height[edges[:, 0]], height[edges[:, 1]]
    share = (low / (low - high))[:, None]
    return np.asarray(points[edges[:, 0]] * (1 - share) + points[edges[:, 1]] * share)


def _outlines(first: Index, last: Index, starts: Array, ends: Array, normal: Array) -> list[Slice]:
    """The pieces of outline, joined to closed ones, as middle and area; an open one, where a bone ends, is left out."""
    after = {tuple(edge): number for number, edge in enumerate(first.tolist())}
    left, outlines = set(range(len(first))), []
    while left:
        number: int | None = min(left)
        begin, pieces = number, []
        while number is not None and number in left:
            pieces.append(number)
            left.discard(number)
            number = after.get(tuple(last[number].tolist()))
        if number != begin:
            continue
        a, b = starts[pieces], ends[pieces]
        origin = a.mean(axis=0)
        weight = np.cross(a - origin, b - origin) @ normal / 2
        middle = origin + (weight[:, None] * ((a - origin) + (b - origin)) / 3).sum(axis=0) / weight.sum()
        outlines.append(Slice(middle, abs(float(weight.sum()))))
    return outlines


def thigh_frame(points: Array, head: Array) -> Frame:
    """The frame of a right thigh bone that stands roughly upright, and the middle of its head (3,) as origin.

    Up is from the middle between the rearmost points of the two condyles to the head; right follows the line through
    these two points. Raises :class:`StretchlibError` for a bone whose condyles it cannot tell apart.
    """
    axes = np.eye(3)
    length = head[1] - points[:, 1].min()
    low = points[points[:, 1] < head[1] - 0.88 * length]
    if length < 100 or len(low) < 10:
        raise StretchlibError("The thigh bone does not stand upright; turn its head up before measuring it.")
    for _ in range(6):
        seen = low @ axes.T
        between = (seen[:, 2].min() + seen[:, 2].max()) / 2
        inner, outer = (low[side][seen[side, 0].argmin()] for side in (seen[:, 2] < between, seen[:, 2] >= between))
        axes = frame(head, head - (inner + outer) / 2, outer - inner).axes
    return Frame(axes, head)


def pelvis_frame(points: Array, origin: Array) -> Frame:
    """The frame of a pelvis that stands roughly upright: laid on its front, it touches the table at the two anterior
    superior iliac spines and at the pubis; that plane is upright here. Right is from spine to spine.
    """
    return Frame(_table(points)[0], origin)


def spines(points: Array) -> tuple[Array, Array]:
    """The right and the left anterior superior iliac spine (3,) of a pelvis, found as in :func:`pelvis_frame`."""
    _, right, left = _table(points)
    return right, left


def _table(points: Array) -> tuple[Array, Array, Array]:
    """The axes (3, 3) of a pelvis laid on its front, and the points on which it lies right and left."""
    axes = np.eye(3)
    for _ in range(10):
        seen = points @ axes.T
        low, high = seen.min(axis=0), seen.max(axis=0)
        across = (seen[:, 2] - (low[2] + high[2]) / 2) / (high[2] - low[2])  # -0.5 at the left rim, 0.5 at the right
        upper = seen[:, 1] > (low[1] + high[1]) / 2
        right, left, pubis = (points[area][seen[area, 0].argmax()] for area in (
            upper & (across > 0.25), upper & (across < -0.25), ~upper & (np.abs(across) < 0.15)))
        sideways, up = unit(right - left), (right + left) / 2 - pubis
        axes = frame(right, up - (up @ sideways) * sideways, sideways).axes
    return axes, right, left
