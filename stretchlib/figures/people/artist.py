"""The drawn people of one panel: an image that keeps the poses it draws, so that what is told is what is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from PIL import Image

from ...stage import posture
from ...stage.body import Array, Body
from ...stage.stance import Stance
from ...tables.rows.people import Pose
from ..cell_entries import split
from ..style import PAPER
from .render import Scene, View, Window, camera, render, rgb
from .shapes import beside, scene
from .skeleton import bones, show_through

TOUCH = 0.012  # surfaces closer than this share of stature are told as touching: flesh gives way by as much


class Posed(Stance):
    """One person of a panel: the row of the table, and the person in the pose that is drawn."""

    def __init__(self, row: Pose) -> None:
        self.row = row
        super().__init__(posture.pose_of(row), row.start, row.build, shod=row.shod)

    def moved(self, pose: Mapping[str, float]) -> Posed:
        """The same person in another pose: angles in degrees by name, as :func:`.posture.frames` takes them."""
        again = copy(self)
        Stance.__init__(again, pose, self.row.start, self.row.build, shod=self.row.shod)
        again.__dict__.pop("_surface", None)
        return again


class Person(AxesImage):
    """The drawn person, and the examiner where there is one: ``cast``, the person first; ``before``: their rows at
    the start, where this is the end; ``bones``: whether those of hip and pelvis are seen through the skin."""

    def __init__(self, ax: Axes, rows: Sequence[Pose], window: Window,
                 before: Sequence[Pose] | None = None, *, bones: bool = False) -> None:
        super().__init__(ax, extent=(window.left, window.right, window.bottom, window.top), origin="upper",
                         interpolation="bilinear")
        self.cast = [Posed(row) for row in rows]
        self.before = before
        self.bones = bones
        self.window = window
        self.eye = eye_of(self.row)
        self.set_gid(f"person|{self.row.moment}|{self.row.build}")
        self._render(1)

    @property
    def row(self) -> Pose:
        """The row of the person."""
        return self.cast[0].row

    @property
    def body(self) -> Body:
        """The build of the person."""
        return self.cast[0].body

    @property
    def pose(self) -> dict[str, float]:
        """The pose of the person, as drawn."""
        return self.cast[0].pose

    @property
    def frames(self) -> posture.Frames:
        """The frames of the person, as drawn."""
        return self.cast[0].frames

    def set_pose(self, pose: Mapping[str, float], who: int = 0) -> None:
        """Draw one of the cast in another pose."""
        self.cast[who] = self.cast[who].moved(pose)
        self._render(1)

    def _render(self, finer: float) -> None:
        window = self.window._replace(scale=self.window.scale * finer)
        self._finer = finer
        self.view: View = render(stage(self.cast), self.eye, window, rgb(PAPER))
        if self.bones:
            show_through(self.view, bones(self.cast[0]), self.eye, window)
        self.pixels = (self.view.picture * 255).astype(np.uint8)
        self.set_data(self.pixels)

    def make_image(self, renderer: Any, magnification: float = 1.0,
                   unsampled: bool = False) -> tuple[Any, float, float, Any]:
        """The pixels (h, w, 4) of the paper, and the corner they begin at, as matplotlib asks for them.

        An opaque picture that fills its axes needs no more than another size, which Pillow gives it in a quarter of
        the time that matplotlib's way by floating numbers takes.
        """
        if unsampled:
            return super().make_image(renderer, magnification, unsampled)
        # A border on the half of a pixel is rounded as matplotlib does it.
        x0, x1 = np.floor(self.axes.bbox.intervalx * magnification + .5).astype(int).tolist()
        y0, y1 = np.ceil(self.axes.bbox.intervaly * magnification - .5).astype(int).tolist()
        sized = Image.fromarray(self.pixels).resize((x1 - x0, y1 - y0), Image.Resampling.BILINEAR)
        return np.asarray(sized.convert("RGBA"))[::-1], x0 / magnification, y0 / magnification, None

    def draw(self, renderer: Any) -> None:
        """Draw, with as many pixels as the paper has; of an SVG, as its pictures have."""
        across = self.axes.bbox.width * renderer.get_image_magnification()
        finer = across / (self.window.scale * (self.window.right - self.window.left))
        if finer > 1.15 * self._finer:
            self._render(finer)
        super().draw(renderer)


def eye_of(row: Pose) -> Array:
    """The camera (3, 3) of the row of an exerciser or a patient; that of an examiner has none."""
    return camera(row.camera_azimuth_deg or 0.0, row.camera_elevation_deg or 0.0)


def stage(cast: Sequence[Posed]) -> Scene:
    """Everything that is seen: each person of the cast with their props."""
    scenes = [scene(member, split(member.row.props), member.row.role) for member in cast]
    return scenes[0] if len(scenes) == 1 else beside(*scenes)
