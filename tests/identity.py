"""A plate by identity: each bone and structure in a flat colour of its own, as large, as near and as clipped as drawn.

What a reader sees at a dot is then one number, whatever light, fibres and edges do to the colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from numpy.typing import NDArray

from stretchlib.figures.plates import labels

SEE_THROUGH = ("skin-", "outline-body")  # drawn so pale that what lies below is seen through it
DPI = 220


class Dot(NamedTuple):
    """A label's dot: the structure it belongs to, its pixels, and its centre in pixels (x, y) from the lower left."""

    structure: str
    pixels: tuple[NDArray[np.int64], NDArray[np.int64]]
    centre: tuple[float, float]


def names_at(figure: Figure, *, see_through: bool = False) -> NDArray[np.str_]:
    """(height, width) of the figure: the gid of the bone or structure on top, "edge" on a dark rim, "" on paper.

    ``see_through`` leaves out what is seen through: areas of skin and the outline of the body. The figure is
    changed by it: ask for a new one.
    """
    gids: list[str] = ["", "edge"]
    for ax in figure.axes:
        for artist in list(ax.get_children()):
            gid = str(artist.get_gid() or "")
            solid = isinstance(artist, PolyCollection | Polygon) and gid and not gid.startswith("outline-")
            if not solid or (see_through and gid.startswith(SEE_THROUGH)):
                artist.set_visible(False)
                continue
            if gid.startswith("edge-"):
                number = 1
            else:
                number = len(gids)
                gids.append(gid)
            colour = (number // 16 / 15, number % 16 / 15, 1.0)
            artist.set(facecolor=colour, edgecolor=colour, alpha=1.0, hatch=None, antialiased=False)
    for text in figure.texts:
        text.set_visible(False)
    figure.set_facecolor((0, 0, 0))
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    number = picture[..., 0] // 17 * 16 + picture[..., 1] // 17
    assert len(gids) < 256
    return np.where(picture[..., 2] > 0, np.array(gids)[np.minimum(number, len(gids) - 1)], "")


def dots(figure: Figure, part: float = 1.0) -> Iterator[Dot]:
    """The dots of all labels of a figure that has been drawn by :func:`names_at`, or this part of their radius."""
    height = round(figure.bbox.height)
    for ax in figure.axes:
        for line in ax.lines:
            if str(line.get_gid()).startswith("dot-"):
                x, y = ax.transData.transform(np.asarray(line.get_xydata(), dtype=float)[0])
                pixels = _disc(x, height - y, part * labels.DOT / 2 / 72 * DPI)
                yield Dot(str(line.get_gid()).removeprefix("dot-"), pixels, (x, y))


def _disc(x: float, y: float, radius: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    reach = int(radius) + 1
    down, across = np.mgrid[int(y) - reach:int(y) + reach + 1, int(x) - reach:int(x) + reach + 1]
    inside = np.hypot(down - y, across - x) <= radius
    return down[inside], across[inside]


def leaders(ax: Axes) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """(structure, ends (2, 2) in pixels) of each leader."""
    for line in ax.lines:
        if str(line.get_gid()).startswith("leader-"):
            yield str(line.get_gid()).removeprefix("leader-"), ax.transData.transform(
                np.asarray(line.get_xydata(), dtype=float))
