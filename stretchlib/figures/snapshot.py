"""One figure kept for an explorer: what stands still is drawn once, what moves is drawn over it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image


class Snapshot:
    """Fast PNGs of ``figure``, in which only the artists of ``moving`` change from one picture to the next.

    They are drawn in the order given, on top of all others.
    """

    def __init__(self, figure: Figure, moving: Iterable[Artist], dpi: int = 100) -> None:
        self._figure, self._moving = figure, list(moving)
        figure.set_dpi(dpi)
        canvas: Any = FigureCanvasAgg(figure)  # its methods have no types
        self._canvas = canvas
        for artist in self._moving:
            artist.set_animated(True)  # left out by draw(), still drawn by savefig()
        self._canvas.draw()
        self._still = self._canvas.copy_from_bbox(figure.bbox)

    def draw(self) -> None:
        """Draw what moves over what stands still."""
        self._canvas.restore_region(self._still)
        for artist in self._moving:
            self._figure.draw_artist(artist)

    def png(self) -> bytes:
        """The figure as it is now, after :meth:`draw`."""
        buffer = io.BytesIO()
        picture = Image.fromarray(np.asarray(self._canvas.buffer_rgba()))
        picture.convert("RGB").save(buffer, format="png", compress_level=1)
        return buffer.getvalue()
