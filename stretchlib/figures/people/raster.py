"""Triangles as pixels: which is nearest in each, and where in it the pixel lies.

Triangles are small against the picture, so they are gone through by size: all of one size fill the same little square
of pixels at once. Every length is a fraction of stature; depth grows towards the viewer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...stage.body import Array

Grid = NDArray[np.float32]
SQUARES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024, 2048)  # pixels across
EDGE = 1e-5  # of a triangle: what rounding may take from its border
BLOCK = 1 << 21  # pixels tried at once


class Covered(NamedTuple):
    """Pixels where a triangle is nearest: ``at`` (k,) their number in the picture, row by row, ``face`` (k,), ``depth``
    (k,), and the shares (k, 3) of the triangle's corners."""

    at: NDArray[np.int64]
    face: NDArray[np.int64]
    depth: Grid
    share: Grid


def cover(flat: Array, faces: NDArray[np.int64], shape: tuple[int, int], scale: float,
          corner: tuple[float, float]) -> Covered:
    """The nearest triangle of each pixel of a picture of ``shape`` (h, w).

    ``flat`` (n, 3): x, y and depth of the points; ``faces`` (m, 3); ``scale``: pixels of one stature; ``corner``: the
    picture's left and top.
    """
    h, w = shape
    x, y = (flat[:, 0] - corner[0]) * scale - .5, (corner[1] - flat[:, 1]) * scale - .5
    px, py, pz = (values[faces].astype(np.float32) for values in (x, y, flat[:, 2]))
    left, top = np.ceil(px.min(axis=1)).astype(np.int64), np.ceil(py.min(axis=1)).astype(np.int64)
    right, bottom = np.floor(px.max(axis=1)).astype(np.int64), np.floor(py.max(axis=1)).astype(np.int64)
    left, top = np.maximum(left, 0), np.maximum(top, 0)
    right, bottom = np.minimum(right, w - 1), np.minimum(bottom, h - 1)
    size = np.maximum(right - left, bottom - top) + 1
    twice = (px[:, 1] - px[:, 0]) * (py[:, 2] - py[:, 0]) - (px[:, 2] - px[:, 0]) * (py[:, 1] - py[:, 0])
    beyond = (left + 2 * size >= w) | (top + 2 * size >= h)  # its square may reach beyond the picture
    usable = (right >= left) & (bottom >= top) & (np.abs(twice) > 1e-9)
    pieces: list[Covered] = []
    smallest = 0
    for square in SQUARES:
        chosen = np.flatnonzero(usable & (size > smallest) & (size <= square))
        smallest = square
        for first in range(0, len(chosen), max(BLOCK // square**2, 1)):
            group = chosen[first:first + max(BLOCK // square**2, 1)]
            steps = np.arange(square)
            cx, cy = left[group, None] + steps, top[group, None] + steps
            share = []
            for i, j in ((1, 2), (2, 0)):
                dx, dy = ((p[group, j] - p[group, i]) / twice[group] for p in (px, py))
                across = -dy[:, None] * (cx - px[group, i, None])
                down = dx[:, None] * (cy - py[group, i, None])
                share.append((across[:, None, :] + down[:, :, None]).astype(np.float32))
            share.append(1 - share[0] - share[1])
            inside = (share[0] >= 0) & (share[1] >= 0) & (share[2] >= -EDGE)
            if beyond[group].any():
                inside &= (cx < w)[:, None, :] & (cy < h)[:, :, None]
            k, row, column = np.nonzero(inside)
            shares = np.stack([part[k, row, column] for part in share], axis=1)
            face = group[k]
            pieces.append(Covered((top[face] + row) * w + left[face] + column, face,
                                  (shares * pz[face]).sum(axis=1), shares))
    if not pieces:
        none = np.zeros(0, dtype=np.int64)
        return Covered(none, none, np.zeros(0, np.float32), np.zeros((0, 3), np.float32))
    at, face, depth, share_all = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    best = np.full(h * w, -np.inf, dtype=np.float32)
    np.maximum.at(best, at, depth)
    nearest = np.flatnonzero(depth == best[at])[::-1]
    winner = np.full(h * w, -1, dtype=np.int64)
    winner[at[nearest]] = nearest  # two at one depth: the earlier, which is written last
    kept = winner[winner >= 0]
    return Covered(at[kept], face[kept], depth[kept], share_all[kept])
