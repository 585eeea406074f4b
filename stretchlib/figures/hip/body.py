"""The body beside the numbers of ``explore_hip``: pelvis that stands still, thigh bone and a muscle's path that move.

The moving bone is a handful of compound paths, one a tone, so that a pose is drawn in a few milliseconds.
"""

from __future__ import annotations

from itertools import product
from textwrap import fill

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from ...hip import LIMITS, geometry
from ...tables.phrases import say
from ..plates import bones
from ..style import BONE_EDGE, BONE_TONES, INK, SMALL
from .looks import model_look

Array = NDArray[np.float64]
STILL = ("sacrum", "hip_bone_left", "hip_bone_right", "lumbar_5")
FEMUR = "femur_right"
VIEWS = ("posterolateral", "lateral", "anterolateral", "anterior")
TONES = BONE_TONES[1::3]
KNEE = np.array([0.0, -400.0, 0.0])
PIECES = 40  # of each segment of a muscle's path, to tell what lies behind bone


class HipBody:
    """Right hip in ``ax``; :meth:`show` brings it into a pose. ``artists`` are those that move."""

    def __init__(self, ax: Axes, view: str = "posterolateral", size: float = SMALL) -> None:
        self._view = bones.view_of(view)
        ax.set_axis_off()
        ax.set_aspect("equal", anchor="C")
        still = bones.draw_bones(ax, self._view, STILL)
        self._depth = bones.DepthMap.of(still.values())
        self._frame(ax, np.concatenate([faces.reshape(-1, 3) for faces in still.values()]))
        self._mesh = bones.mesh(FEMUR)
        self._rim = LineCollection([], colors=BONE_EDGE, linewidths=2.2, capstyle="round", zorder=3)
        self._rim.set_gid("outline-femur_right")
        nothing = Path(np.zeros((1, 2)))
        self._tones = [PathPatch(nothing, facecolor=tone, edgecolor=tone, linewidth=0.4, zorder=3.1) for tone in TONES]
        self._edge = ax.plot([], [], color=INK, linewidth=6.4, solid_capstyle="round", zorder=4)[0]
        self._path = ax.plot([], [], linewidth=4.2, solid_capstyle="round", zorder=4.1)[0]
        self._behind = ax.plot([], [], linewidth=2.6, linestyle=(0, (1.6, 1.2)), zorder=4.2)[0]
        self._path.set_gid("muscle")
        self._behind.set_gid("muscle-behind-bone")
        ax.add_collection(self._rim, autolim=False)
        for patch in self._tones:
            ax.add_patch(patch)
        self.artists: list[Artist] = [self._rim, *self._tones, self._edge, self._path, self._behind]
        # Below the body, where no pose of the thigh covers it; large letters take two lines.
        side = fill(say("seen.hip", view=say(f"seen.{view}")), 24 if size > SMALL else 60)
        ax.text(0.5, 0.0, side, transform=ax.transAxes, fontsize=size, color=INK, ha="center", va="top",
                linespacing=1.05, gid="side", parse_math=False)

    def _frame(self, ax: Axes, still: Array) -> None:
        """Limits that hold the knee in every pose, so that nothing jumps."""
        knees = [bones.turn(*pose) @ KNEE for pose in product(*((low, (low + high) / 2, high)
                                                                for low, high in LIMITS.values()))]
        seen = np.vstack([still, self._view.project(np.array(knees))])[:, :2]
        low, high = seen.min(axis=0) - 25, seen.max(axis=0) + 25
        ax.set_xlim(low[0], high[0])
        ax.set_ylim(low[1], high[1])

    def show(self, flexion: float, adduction: float, rotation: float, muscle: str, model: str) -> None:
        """Bring the thigh into the pose, in degrees, and draw the muscle's path where the model has it."""
        matrix = bones.turn(flexion, adduction, rotation)
        seen = matrix.T @ self._view.axes.T  # from the femur's frame to the picture
        points = self._mesh.points @ seen
        faces = points[self._mesh.faces]
        front = self._mesh.normals @ seen[:, 2] > 0
        visible = np.nonzero(front & ~self._depth.hidden(faces.mean(axis=1), 2.0))[0]
        visible = visible[np.argsort(faces[visible][:, :, 2].mean(axis=1))]
        lit = (self._mesh.soft[visible] @ seen) @ (bones.LIGHT / np.linalg.norm(bones.LIGHT))
        tone = np.clip(((lit + 0.15) / 1.1 * len(TONES)).astype(int), 0, len(TONES) - 1)
        for index, patch in enumerate(self._tones):
            patch.set_path(_triangles(faces[visible[tone == index]][:, :, :2]))
        beside = self._mesh.edges[:, 2:]
        rim = (beside[:, 1] >= 0) & (front[beside[:, 0]] != front[beside[:, 1]])
        lines = points[self._mesh.edges[rim, :2]]
        self._rim.set_segments(list(lines[~self._depth.hidden(lines.mean(axis=1), 6.0)][..., :2]))
        self._draw_path(matrix, flexion, muscle, model)

    def _draw_path(self, matrix: Array, flexion: float, muscle: str, model: str) -> None:
        has = muscle in geometry.parts_of(model)
        for line in (self._edge, self._path, self._behind):
            line.set_visible(has)
        if not has:
            return
        above, below = geometry.drawn_ends(model, muscle, float(np.radians(flexion)))
        corners = self._view.project(np.vstack([above, below @ matrix.T]))
        along = np.linspace(0, len(corners) - 1, PIECES * (len(corners) - 1) + 1)
        path = np.column_stack([np.interp(along, np.arange(len(corners)), corners[:, axis]) for axis in range(3)])
        hidden = self._depth.hidden(path, 6.0)
        colour = model_look(model)[1]
        for line, where in ((self._edge, ~hidden), (self._path, ~hidden), (self._behind, hidden)):
            line.set_data(np.where(where, path[:, 0], np.nan), np.where(where, path[:, 1], np.nan))
        self._path.set_color(colour)
        self._behind.set_color(colour)


def _triangles(faces: Array) -> Path:
    """Triangles (n, 3, 2) as one compound path."""
    if not len(faces):
        return Path(np.zeros((1, 2)))
    vertices = np.concatenate([faces, faces[:, :1]], axis=1).reshape(-1, 2)
    codes = np.tile([Path.MOVETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], len(faces)).astype(Path.code_type)
    return Path(vertices, codes)
