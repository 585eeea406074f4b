"""Maps that lay one bone over another, for any point near it: a stretch with shear, then a smooth bend.

1. The best stretch and shear (an affine map): 40 rounds of nearest points whose surfaces face the same way, the
   farthest tenth left out of each round.
2. The bend: each round moves everything by the mean of the gaps to the nearest points around, weighted by a bell curve
   that narrows from 60 to 7 mm. What lies between two bones goes with the nearer (:func:`between`).

Needs SciPy (any version). All points are in mm, faces anticlockwise from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stretchlib.stage.meshes import rounded

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Map = Callable[[Array], Array]
WIDTHS_MM = (60.0, 40.0, 25.0, 15.0, 15.0, 10.0, 10.0, 7.0)
ROUNDS, KEPT = 40, 0.9  # of the stretch, and the share of the gaps that each round goes by
CANDIDATES = 40  # nearest points looked at for one that faces the same way
SAME_WAY = 0.3  # cosine between two surfaces that face the same way
SHARES = np.array([(i, j, 3 - i - j) for i in range(4) for j in range(4 - i)]) / 3  # points of a target's triangle


def affine(points: Array, matrix: Array) -> Array:
    """Points (n, 3) through a map (4, 3): three rows turn and stretch, the last moves."""
    return np.asarray(points @ matrix[:3] + matrix[3])


def normals_of(points: Array, faces: Index) -> Array:
    """Unit normals (n, 3) of the points."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    normal = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normal, faces[:, corner], np.cross(b - a, c - a))
    return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=1), 1e-9)[:, None])


class Surface:
    """Points spread over a bone, to look for the nearest that faces the same way as another."""

    def __init__(self, points: Array, faces: Index) -> None:
        from scipy.spatial import cKDTree

        corners = points[faces]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normal /= np.maximum(np.linalg.norm(normal, axis=1), 1e-9)[:, None]
        self._points = np.einsum("sk,fkd->fsd", SHARES, corners).reshape(-1, 3)
        self._normals = np.repeat(normal, len(SHARES), axis=0)
        self._tree: Any = cKDTree(self._points)

    def gaps(self, points: Array, facing: Array) -> tuple[Array, NDArray[np.bool_]]:
        """The way (n, 3) from each point to the nearest of the surface that faces as ``facing``; where it has one."""
        _, number = self._tree.query(points, k=CANDIDATES)
        same = np.einsum("pkd,pd->pk", self._normals[number], facing) > SAME_WAY
        first = same.argmax(axis=1)
        return self._points[number[np.arange(len(points)), first]] - points, same.any(axis=1)

    def nearest(self, points: Array) -> Array:
        """The point of the surface nearest to each (n, 3)."""
        return np.asarray(self._points[self._tree.query(points)[1]])

    def distances(self, points: Array) -> Array:
        """How far (n,) each point is from the nearest of the surface, mm."""
        return np.asarray(self._tree.query(points)[0])


def stretched_over(bone: tuple[Array, Index], target: Surface) -> Array:
    """The affine map (4, 3) that lays a bone over the target best."""
    points, facing = bone[0], normals_of(*bone)
    flat = np.column_stack([points, np.ones(len(points))])
    matrix = np.vstack([np.eye(3), np.zeros(3)])
    for _ in range(ROUNDS):
        moved = affine(points, matrix)
        gap, usable = target.gaps(moved, facing)
        distance = np.linalg.norm(gap, axis=1)
        usable &= distance <= np.quantile(distance, KEPT)
        matrix = np.linalg.lstsq(flat[usable], (moved + gap)[usable], rcond=None)[0]
    return np.asarray(matrix)


def laid_over(bone: tuple[Array, Index], target: tuple[Array, Index], steps: int) -> Map:
    """The map that lays a bone, rounded so many ``steps`` first, over the target bone."""
    points, faces = rounded(*bone, steps)
    facing, surface = normals_of(points, faces), Surface(*target)
    matrix = stretched_over((points, faces), surface)
    bends: list[tuple[Array, Array, float]] = []

    def carried(near: Array) -> Array:
        moved = affine(near, matrix)
        for centres, gaps, width in bends:
            squared = ((moved ** 2).sum(axis=1)[:, None] + (centres ** 2).sum(axis=1) - 2 * moved @ centres.T)
            weight = np.exp((squared.min(axis=1, keepdims=True) - squared) / (2 * width ** 2))
            moved = moved + weight @ gaps / weight.sum(axis=1, keepdims=True)
        return np.asarray(moved)

    moved = affine(points, matrix)
    for width in WIDTHS_MM:
        gap, usable = surface.gaps(moved, facing)
        usable &= np.linalg.norm(gap, axis=1) < max(width, 20)
        bends.append((moved[usable], gap[usable], width))
        moved = carried(points)
    return carried


def between(maps: Sequence[Map], bones: Sequence[tuple[Array, Index]]) -> Map:
    """One map of several bones of a body that does not move in itself: a point goes with each by how near it lies."""
    surfaces = [Surface(*bone) for bone in bones]

    def carried(points: Array) -> Array:
        weights = np.stack([1 / (surface.distances(points) ** 2 + 1) for surface in surfaces])
        moved = np.stack([follow(points) for follow in maps])
        return np.asarray(np.einsum("bp,bpd->pd", weights / weights.sum(axis=0), moved))

    return carried


def report(name: str, points: Array, target: Surface) -> str:
    """How far these points lie from the surface, in a line."""
    distance = target.distances(points)
    return (f"{name}: mean {distance.mean():.1f} mm, 95 % within {np.quantile(distance, 0.95):.1f}, "
            f"largest {distance.max():.1f}")
