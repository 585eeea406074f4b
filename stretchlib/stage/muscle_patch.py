"""A muscle marked on the skin of a person: the patch of skin that lies over it, cut out along a smooth line.

Lengths are fractions of stature.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .body import Array
from .stance import Stance

SOFT = 0.003  # of stature: how far the parts that make up a muscle flow into each other
RIM = 0.0035  # of stature: the dark line round a patch
ROUNDS = 1  # of halving the edges of the skin near the muscle, for a smooth outline
FLESH = 0.10  # of stature: skin farther from the muscle than this is not over it


class Patch(NamedTuple):
    """Skin over a muscle, as :class:`~.human.Skin` has it: ``points``, ``normals`` (n, 3), ``segments``, ``weights``
    (n, 4), ``faces`` (m, 3) and ``rim`` (n,), 1 where a point belongs to the line round it, 0 inside."""

    points: Array
    normals: Array
    segments: NDArray[np.int64]
    weights: Array
    faces: NDArray[np.int64]
    rim: NDArray[np.int64]


def patch(person: Stance, on: NDArray[np.bool_], centres: Array, radii: Array) -> Patch | None:
    """The patch of a person's skin over a muscle; ``None`` where no skin lies over it.

    ``on`` (n,): the points of skin that may carry it. ``centres`` (k, 3) and ``radii`` (k,) fill the muscle as it lies
    in that person's posture.
    """
    skin, stood = person.skin, person.points
    carrying = np.flatnonzero(on)
    apart = np.linalg.norm(stood[carrying, None] - centres, axis=2)
    near = np.zeros(len(stood), dtype=bool)
    near[carrying] = apart.min(axis=1) < FLESH
    faces = skin.faces[near[skin.faces].all(axis=1)]
    if not len(faces):
        return None
    # One row a point, so that edges can be halved: at rest 3, normal 3, standing 3, normal 3, a weight a segment.
    count = int(skin.segments.max()) + 1
    spread = np.zeros((len(stood), count))
    np.put_along_axis(spread, skin.segments, skin.weights, axis=1)
    rows = np.hstack([skin.points, skin.normals, stood, person.normals, spread])
    used, faces = np.unique(faces, return_inverse=True)
    rows, faces = rows[used], faces.reshape(-1, 3)
    for _ in range(ROUNDS):
        rows, faces = _halved(rows, faces)
    nearest = rows[np.linalg.norm(rows[:, None, 6:9] - centres, axis=2).argmin(axis=0)]
    outward = nearest[:, 9:12] / np.maximum(np.linalg.norm(nearest[:, 9:12], axis=1, keepdims=True), 1e-9)
    # Straight out to the skin: the nearest point alone would make steps as large as the faces.
    over = centres + ((nearest[:, 6:9] - centres) * outward).sum(axis=1, keepdims=True) * outward
    apart = (np.linalg.norm(rows[:, None, 6:9] - over, axis=2) - radii) / SOFT
    least = apart.min(axis=1)
    inside = (least - np.log(np.exp(least[:, None] - apart).sum(axis=1))) * SOFT
    rows = np.hstack([rows, inside[:, None]])
    whole = _kept(rows, faces, 1.0, 0.0)
    middle, line = _kept(*whole, 1.0, -RIM), _kept(*whole, -1.0, -RIM)
    if not len(middle[1]):
        return None
    faces = np.vstack([middle[1], line[1] + len(middle[0])])
    rim = np.r_[np.zeros(len(middle[0]), dtype=np.int64), np.ones(len(line[0]), dtype=np.int64)]
    rows = np.vstack([middle[0], line[0]])[:, :-1]
    strongest = np.argsort(-rows[:, 12:], axis=1)[:, :4]
    weights = np.take_along_axis(rows[:, 12:], strongest, axis=1)
    normals = rows[:, 3:6] / np.maximum(np.linalg.norm(rows[:, 3:6], axis=1, keepdims=True), 1e-9)
    return Patch(rows[:, :3], normals, strongest, weights / weights.sum(axis=1, keepdims=True), faces, rim)


def _halved(rows: Array, faces: NDArray[np.int64]) -> tuple[Array, NDArray[np.int64]]:
    """Every edge halved, every face in four."""
    sides = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    edges, of_side = np.unique(sides, axis=0, return_inverse=True)
    ab, bc, ca = (of_side.reshape(-1, 3) + len(rows)).T
    a, b, c = faces.T
    parts = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
    return np.vstack([rows, rows[edges].mean(axis=1)]), np.vstack([np.stack(part, axis=1) for part in parts])


def _kept(rows: Array, faces: NDArray[np.int64], sign: float, level: float) -> tuple[Array, NDArray[np.int64]]:
    """What lies where sign * (last column - level) is below 0, faces cut along the line where it is 0."""
    field = sign * (rows[:, -1] - level)
    high: list[float] = field.tolist()
    cuts: list[tuple[int, int]] = []  # edges that the line crosses
    numbered: dict[tuple[int, int], int] = {}
    kept: list[tuple[int, int, int]] = []

    def crossing(a: int, b: int) -> int:
        edge = (min(a, b), max(a, b))
        if edge not in numbered:
            numbered[edge] = len(rows) + len(cuts)
            cuts.append(edge)
        return numbered[edge]

    below = field < 0
    partly = below[faces].any(axis=1)
    for face in faces[partly].tolist():
        corners = []
        for a, b in zip(face, face[1:] + face[:1], strict=True):
            if high[a] < 0:
                corners.append(a)
            if (high[a] < 0) != (high[b] < 0):
                corners.append(crossing(a, b))
        kept += [(corners[0], corners[i], corners[i + 1]) for i in range(1, len(corners) - 1)]
    if not kept:
        return rows[:0], np.zeros((0, 3), dtype=np.int64)
    used, numbers = np.unique(np.array(kept), return_inverse=True)
    a, b = np.array(cuts, dtype=np.int64).reshape(-1, 2).T
    share = (field[a] / (field[a] - field[b]))[:, None]
    return np.vstack([rows, rows[a] + (rows[b] - rows[a]) * share])[used], numbers.reshape(-1, 3)
