"""The part of a belly that no bone hides, its border smooth along the bone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .bones import Array, DepthMap

SPLIT = 4  # parts of a face's side, where bone hides some of the face
SMOOTH = 6  # such parts on either side of one, over which a border along bone is smoothed
SLACK = 6.0  # mm a belly may lie under the surface of a bone and still count as on it


def _corners(grid: Array) -> Array:
    """The four-cornered faces (a - 1, b - 1, 4, 3) between the points (a, b, 3) of a grid."""
    return np.stack([grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]], axis=2)


def _finer(grid: Array, times: int) -> Array:
    """The grid (a, b, 3) with ``times`` as many faces in either direction, straight between its points."""
    for axis in (0, 1):
        at = np.arange((grid.shape[axis] - 1) * times + 1) / times
        low = np.minimum(at.astype(int), grid.shape[axis] - 2)
        part = (at - low).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        grid = grid.take(low, axis) * (1 - part) + grid.take(low + 1, axis) * part
    return grid


def not_hidden(grid: Array, colours: Array, hidden_by: DepthMap | None) -> tuple[Array, Array]:
    """The faces (n, 4, 3) of a projected grid that no bone hides, and their colours (n, 3).

    Bone's surface is told in cells, and a belly that grazes it would end in teeth: a small part of a face goes with
    most of those about it, so that the belly ends in a line, and crumbs beside it are left out.
    """
    quads = _corners(grid)
    if hidden_by is None:
        return quads.reshape(-1, 4, 3), colours.reshape(-1, 3)
    small = _corners(_finer(grid, SPLIT))
    seen = _without_crumbs(_smooth(~hidden_by.hidden(small.mean(axis=2), SLACK)))
    rows, columns = quads.shape[:2]
    share = seen.reshape(rows, SPLIT, columns, SPLIT).mean(axis=(1, 3))
    whole, part = share == 1, np.kron((share > 0) & (share < 1), np.ones((SPLIT, SPLIT))).astype(bool) & seen
    tones = np.kron(colours, np.ones((SPLIT, SPLIT, 1)))
    return np.concatenate([quads[whole], small[part]]), np.concatenate([colours[whole], tones[part]])


def _smooth(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Each part (a, b) as most parts of the square of twice ``SMOOTH`` + 1 about it are."""
    wide = 2 * SMOOTH + 1
    total = np.pad(np.pad(seen, SMOOTH, mode="edge").astype(int).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    count = total[wide:, wide:] - total[:-wide, wide:] - total[wide:, :-wide] + total[:-wide, :-wide]
    return np.asarray(2 * count > wide * wide)


def _without_crumbs(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Only those pieces (a, b), parts that hang together by a side, that have a tenth of the largest one or more."""
    number = np.where(seen, np.arange(1, seen.size + 1).reshape(seen.shape), 0)
    before = np.zeros_like(number)
    while (number != before).any():  # each part takes the highest number beside it, until all of a piece have one
        before = number.copy()
        number[1:], number[:-1] = np.maximum(number[1:], before[:-1]), np.maximum(number[:-1], before[1:])
        number[:, 1:] = np.maximum(number[:, 1:], before[:, :-1])
        number[:, :-1] = np.maximum(number[:, :-1], before[:, 1:])
        number[~seen] = 0
    size = np.bincount(number.reshape(-1), minlength=seen.size + 1)
    size[0] = 0
    return np.asarray(seen & (size[number] >= 0.1 * size.max()))
