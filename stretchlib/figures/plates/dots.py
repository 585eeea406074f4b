"""Where the dot of a label may stand: on the part of a structure that the structures drawn over it leave free."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .bones import Array
from .labels import DOT
from .muscles import EDGE

CELL = 0.8  # mm, side of a cell
FINE = 0.5  # of a cell, from one sample of a face to the next
SAMPLES = 50_000  # points looked at together, so that a plate takes 10 MB and not 90 while it is drawn
MIDDLE = 0.55  # of the radius of a dot
ENOUGH = 0.999  # of the dot that has to lie on what it names
NOTHING, RIM = -1, -2  # what a cell holds beside the number of a structure: nothing, or a structure's dark edge

Mask = NDArray[np.bool_]


class Uppermost:
    """Which structure is seen in each cell of a window (left, right, bottom, top; mm); a mm is ``scale`` inches wide.

    :meth:`paint` the structures deep first, in the order in which they are drawn.
    """

    def __init__(self, window: tuple[float, ...], scale: float) -> None:
        self._left, right, self._bottom, top = window
        self._cells_in = scale * 72 * CELL  # points that a cell is wide
        shape = (max(int((right - self._left) / CELL), 1), max(int((top - self._bottom) / CELL), 1))
        self.numbers = np.full(shape, NOTHING)

    def paint(self, number: int, faces: Array) -> None:
        """Lay the four-cornered faces (n, 4, 3) of the structure of this number, and its dark edge, over the others."""
        if not len(faces):
            return
        corners = (faces[..., :2] - (self._left, self._bottom)) / CELL
        sides = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2).max(axis=1)
        steps = np.maximum(np.ceil(sides / FINE), 1).astype(int)
        wide, high = self.numbers.shape
        framed = np.zeros((wide + 2, high + 2), dtype=bool)  # what leaves the window falls into the frame
        for count in np.unique(steps):
            share = np.linspace(0, 1, count + 1)
            u, v = (part.reshape(-1, 1) for part in np.meshgrid(share, share))
            weights = np.hstack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v])
            alike = corners[steps == count]
            many = max(1, SAMPLES // len(weights))
            for start in range(0, len(alike), many):
                cells = np.floor(weights @ alike[start:start + many]).astype(np.int64)
                framed[np.clip(cells[..., 0], -1, wide) + 1, np.clip(cells[..., 1], -1, high) + 1] = True
        fill = framed[1:-1, 1:-1]
        self.numbers[_neighbours(fill, EDGE / 2 / self._cells_in) > 0] = RIM
        self.numbers[fill] = number

    def spot(self, number: int, wanted: tuple[float, float]) -> tuple[float, float] | None:
        """Where on what is seen of a structure its dot stands, mm: where it is wanted, or as near as there is room.

        In a strip narrower than the dot its middle stands on the structure; ``None`` where less is seen of it.
        """
        seen = self.numbers == number
        radius = DOT / 2 / self._cells_in
        free = seen & (_neighbours(seen, radius) >= ENOUGH)
        if not free.any():
            free = seen & (_neighbours(seen, MIDDLE * radius) >= ENOUGH)
        if not free.any():
            return None
        cell = self._cells(np.array(wanted))
        if (cell >= 0).all() and (cell < free.shape).all() and free[tuple(cell)]:
            return wanted
        nearest = min(np.argwhere(free), key=lambda near: float(((near - cell) ** 2).sum()))
        return float(self._left + (nearest[0] + 0.5) * CELL), float(self._bottom + (nearest[1] + 0.5) * CELL)

    def _cells(self, points: Array) -> NDArray[np.int64]:
        """The cells (n, 2) of points (n, 2)."""
        return np.floor((points - (self._left, self._bottom)) / CELL).astype(np.int64)


def _neighbours(mask: Mask, radius: float) -> Array:
    """For each cell, the share of the disc about it, ``radius`` cells wide on either side, that lies in the mask."""
    reach = int(np.ceil(radius))
    steps = [(i, j) for i in range(2 * reach + 1) for j in range(2 * reach + 1)
             if np.hypot(i - reach, j - reach) <= radius + 0.5]
    padded, total = np.pad(mask, reach).astype(np.int16), np.zeros(mask.shape, dtype=np.int16)
    for i, j in steps:
        total += padded[i:i + mask.shape[0], j:j + mask.shape[1]]
    return np.asarray(total / len(steps))
