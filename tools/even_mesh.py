"""A fine mesh of triangles made coarser and more even, by taking out points and moving none.

The points that stay are points of the fine mesh, so whatever is known of them (here: where they lie in each of 26
people) stays known.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]
FLATNESS = 5.0  # how much leaving the surface weighs against the length of an edge
TURN = 0.3  # cosine of the most a triangle may turn when a point is taken out
SHARPEST = 0.12  # the worst shape of a new triangle: 1 is equilateral, 0 a line


class _Mesh:
    """The triangles beside each point, and the squared distance to their planes as a quadratic form."""

    def __init__(self, points: Array, faces: Index) -> None:
        self.points = points
        self.faces: list[tuple[int, int, int]] = [(int(a), int(b), int(c)) for a, b, c in faces]
        self.beside: list[set[int]] = [set() for _ in points]
        self.form = np.zeros((len(points), 4, 4))
        self.version = [0] * len(points)
        for number, corners in enumerate(self.faces):
            plane = self._plane(corners)
            for corner in corners:
                self.beside[corner].add(number)
                self.form[corner] += np.outer(plane, plane)

    def _normal(self, corners: tuple[int, int, int]) -> Array:
        a, b, c = self.points[list(corners)]
        (x, y, z), (u, v, w) = b - a, c - a
        return np.array([y * w - z * v, z * u - x * w, x * v - y * u])  # np.cross is slow on single vectors

    def _plane(self, corners: tuple[int, int, int]) -> Array:
        normal = self._normal(corners)
        unit = normal / max(float(np.linalg.norm(normal)), 1e-12)
        return np.append(unit, -unit @ self.points[corners[0]])

    def neighbours(self, point: int) -> set[int]:
        return {corner for number in self.beside[point] for corner in self.faces[number]} - {point}

    def cost(self, away: int, stays: int) -> float:
        """What it costs to move every triangle of ``away`` to ``stays``."""
        edge = self.points[away] - self.points[stays]
        target = np.append(self.points[stays], 1.0)
        return float(edge @ edge + FLATNESS * (target @ self.form[away] @ target))

    def moved(self, away: int, stays: int) -> Iterator[tuple[int, tuple[int, int, int]]]:
        """The triangles of ``away`` that do not touch ``stays``, with ``stays`` in its place."""
        for number in self.beside[away]:
            corners = self.faces[number]
            if stays not in corners:
                a, b, c = (stays if corner == away else corner for corner in corners)
                yield number, (a, b, c)

    def may(self, away: int, stays: int) -> bool:
        """Whether the surface stays closed and no triangle turns over or becomes a sliver."""
        if len(self.neighbours(away) & self.neighbours(stays)) != 2:
            return False
        for number, corners in self.moved(away, stays):
            before, after = self._normal(self.faces[number]), self._normal(corners)
            lengths = np.linalg.norm(before) * np.linalg.norm(after)
            if before @ after < TURN * lengths:
                return False
            a, b, c = self.points[list(corners)]
            sides = sum(float(side @ side) for side in (b - a, c - b, a - c))
            if 2 * np.sqrt(3) * np.linalg.norm(after) < SHARPEST * sides:
                return False
        return True

    def take_out(self, away: int, stays: int) -> int:
        """Move the triangles of ``away`` to ``stays``; gives how many went."""
        changed = dict(self.moved(away, stays))
        gone = self.beside[away] - changed.keys()
        for number in gone:
            for corner in self.faces[number]:
                self.beside[corner].discard(number)
        for number, corners in changed.items():
            self.faces[number] = corners
            self.beside[stays].add(number)
        self.beside[away] = set()
        self.form[stays] += self.form[away]
        return len(gone)


def coarser(points: Array, faces: Index, count: int, keep: Iterable[int] = ()) -> tuple[Index, Index]:
    """Take points out of a closed mesh until about ``count`` triangles are left, short edges on flat ground first.

    The points ``keep`` stay whatever happens.

    Gives the numbers of the points that stay, (n,), and the triangles (m, 3) between them as they are numbered then.
    Stops earlier where no point can go without folding the surface.
    """
    mesh, left, stay = _Mesh(points, faces), len(faces), set(keep)
    heap = [(mesh.cost(a, b), a, b, 0, 0) for a in range(len(points)) if a not in stay for b in mesh.neighbours(a)]
    heapq.heapify(heap)
    while left > count and heap:
        _, away, stays, version_away, version_stays = heapq.heappop(heap)
        if mesh.version[away] != version_away or mesh.version[stays] != version_stays or not mesh.may(away, stays):
            continue
        left -= mesh.take_out(away, stays)
        mesh.version[away] += 1
        ring = mesh.neighbours(stays)
        for point in (stays, *ring):
            mesh.version[point] += 1
        for point in (stays, *ring):
            for corner in mesh.neighbours(point):
                pair = (mesh.version[point], mesh.version[corner])
                if point not in stay:
                    heapq.heappush(heap, (mesh.cost(point, corner), point, corner, *pair))
                if corner not in ring and corner != stays and corner not in stay:
                    heapq.heappush(heap, (mesh.cost(corner, point), corner, point, pair[1], pair[0]))
    kept = np.array([point for point, around in enumerate(mesh.beside) if around], dtype=np.int64)
    number = np.full(len(points), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    used = sorted({face for around in mesh.beside for face in around})
    return kept, number[np.array([mesh.faces[face] for face in used], dtype=np.int64)]
