"""Filled faces of a plate, light to keep: a notebook holds the figure of every plate that it shows."""

from __future__ import annotations

from typing import Any, cast

from matplotlib.collections import PolyCollection

from ...stage.meshes import Array


class Faces(PolyCollection):
    """Faces (n, k, 2) in mm, far ones first; the paths that matplotlib draws, one a face, last only while it draws."""

    def __init__(self, corners: Array, **looks: Any) -> None:
        self._corners = corners
        super().__init__([], **looks)

    def get_paths(self) -> list[Any]:
        """The outline of each face."""
        return list(PolyCollection(cast(Any, self._corners)).get_paths())
