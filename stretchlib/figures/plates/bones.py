"""Bones in any view and any pose of the right femur, drawn with an outline and soft shading.

Millimetres in rajagopal2023's frame: the right hip centre is the origin, x anterior, y up, z to the patient's
right. The meshes come from :mod:`stretchlib.stage.meshes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba_array
from numpy.typing import NDArray

from ...core.errors import StretchlibError, one_of
from ...core.numbers import within
from ...stage.meshes import Array as Array
from ...stage.meshes import bone_names as bone_names
from ...stage.meshes import mesh as mesh
from ...tables.phrases import say
from ..style import BONE_EDGE, BONE_TONES
from .faces import Faces

VIEWS = {"anterior": (0.0, 0.0), "posterior": (180.0, 0.0), "lateral": (90.0, 0.0), "medial": (270.0, 0.0),
         "posterolateral": (140.0, 0.0), "anterolateral": (40.0, 0.0)}
_SEEN = {(0.0, 0.0): "anterior", (180.0, 0.0): "posterior", (90.0, 0.0): "lateral", (270.0, 0.0): "medial"}
ON_FEMUR = ("femur_right", "tibia_right", "patella_right")
LIGHT = np.array([-0.35, 0.6, 0.72])  # towards the light: left, up, to the viewer
_TONES = to_rgba_array(BONE_TONES)
CELL = 1.5  # mm, side of a cell of the depth map


@dataclass(frozen=True)
class View:
    """Where the viewer stands: azimuth 0 in front, 90 at the patient's right, 180 behind; elevation upwards."""

    azimuth: float
    elevation: float

    @property
    def axes(self) -> Array:
        """Rows: to the right of the picture, up in the picture, towards the viewer."""
        a, e = np.radians((self.azimuth, self.elevation))
        near = np.array([np.cos(a) * np.cos(e), np.sin(e), np.sin(a) * np.cos(e)])
        right = np.array([np.sin(a), 0.0, -np.cos(a)])
        return np.array([right, np.cross(near, right), near])

    @property
    def seen(self) -> str:
        """Where the viewer stands, in words."""
        if (self.azimuth, self.elevation) in _SEEN:
            return say(f"plate.{_SEEN[self.azimuth, self.elevation]}")
        round_ = (self.azimuth + 180) % 360 - 180
        side = say(f"plate.seen_{'right' if round_ > 0 else 'left'}", angle=f"{abs(round_):g}") if round_ \
            else say("plate.anterior")
        up = say(f"plate.{'above' if self.elevation > 0 else 'below'}", angle=f"{abs(self.elevation):g}")
        return f"{side}{up if self.elevation else ''}"

    @property
    def sides(self) -> tuple[str, str]:
        """What lies at the left and right of the picture, as keys of words: r and l of the patient, or back, front."""
        a = np.radians(self.azimuth)
        names, ahead = (("r", "l"), np.cos(a)) if abs(np.cos(a)) >= 0.5 else (("back", "front"), np.sin(a))
        return names if ahead > 0 else (names[1], names[0])

    def project(self, points: Array) -> Array:
        """(..., 3) points to (..., 3): right, up and towards the viewer, in mm."""
        return np.asarray(points @ self.axes.T, dtype=float)


def view_of(view: str | None, azimuth: float | None = None, elevation: float | None = None) -> View:
    """A named view, or the angles given in its stead, in degrees."""
    one_of(view or "anterior", VIEWS, "view")
    named = VIEWS[view or "anterior"]
    if azimuth is not None:
        azimuth = within("The azimuth of a view", azimuth, -360, 360, "degrees")
    if elevation is not None:
        elevation = within("The elevation of a view", elevation, -89, 89, "degrees")
    angles = (named[0] if azimuth is None else azimuth, named[1] if elevation is None else elevation)
    return View(float(angles[0]), float(angles[1]))


def turn(flexion: float = 0.0, adduction: float = 0.0, rotation: float = 0.0) -> Array:
    """The matrix Rz(flexion) Rx(adduction) Ry(rotation) of the femur in the pelvis; degrees, the house's signs."""
    angles = np.array([flexion, adduction, rotation], dtype=float)  # of whole numbers of 8 bits NumPy's sine is rough
    if not np.isfinite(angles).all():
        raise StretchlibError("flexion, adduction and rotation must be finite numbers of degrees.")
    (cf, ca, cr), (sf, sa, sr) = (f(np.radians(angles)) for f in (np.cos, np.sin))
    about_z = np.array([[cf, -sf, 0], [sf, cf, 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, ca, -sa], [0, sa, ca]])
    about_y = np.array([[cr, 0, sr], [0, 1, 0], [-sr, 0, cr]])
    return np.asarray(about_z @ about_x @ about_y, dtype=float)


def posed(names: Iterable[str], matrix: Array | None = None) -> dict[str, Array]:
    """The points of the bones; those of the right thigh turned by ``matrix`` about the hip centre."""
    names = list(names)
    for name in names:
        one_of(name, bone_names(), "bone")
    return {name: mesh(name).points @ matrix.T if matrix is not None and name in ON_FEMUR else mesh(name).points
            for name in names}


@dataclass(frozen=True)
class DepthMap:
    """How near to the viewer the foremost bone is, in cells of ``CELL`` mm; -inf where there is none."""

    origin: Array
    depth: Array

    @classmethod
    def of(cls, faces: Iterable[Array]) -> DepthMap:
        """From projected faces, each (m, 3, 3)."""
        corners = np.concatenate(list(faces))
        low = corners[..., :2].reshape(-1, 2).min(axis=0) - 4 * CELL
        size = np.ceil((corners[..., :2].reshape(-1, 2).max(axis=0) - low) / CELL).astype(int) + 4
        depth = np.full(size[0] * size[1], -np.inf)
        reach = np.ptp(corners[..., :2], axis=1).max(axis=1)
        steps = np.clip(np.ceil(reach / CELL * 1.5).astype(int), 1, 16)
        for n in np.unique(steps):
            i, j = np.nonzero(np.add.outer(np.arange(n + 1), np.arange(n + 1)) <= n)
            weights = np.stack([i, j, n - i - j], axis=1) / n
            samples = (weights @ corners[steps == n]).reshape(-1, 3)
            cells = ((samples[:, :2] - low) / CELL).astype(int)
            np.maximum.at(depth, cells[:, 0] * size[1] + cells[:, 1], samples[:, 2])
        return cls(low, depth.reshape(size))

    def hidden(self, points: Array, slack: float) -> NDArray[np.bool_]:
        """Whether projected points (..., 3) lie more than ``slack`` mm behind the foremost bone."""
        cells = ((points[..., :2] - self.origin) / CELL).astype(int)
        inside = ((cells >= 0) & (cells < self.depth.shape)).all(axis=-1)
        cells = np.clip(cells, 0, np.array(self.depth.shape) - 1)
        return np.asarray(inside & (points[..., 2] < self.depth[cells[..., 0], cells[..., 1]] - slack))


@dataclass(frozen=True)
class Drawing:
    """A bone ready to be painted: faces (m, 3, 2) far to near, their fills (m, 4), outline and folds (k, 2, 2)."""

    name: str
    faces: Array
    fills: Array
    outline: Array
    folds: Array


def prepare(view: View, names: Iterable[str], matrix: Array | None = None, window: tuple[float, ...] | None = None
            ) -> tuple[list[Drawing], dict[str, Array]]:
    """(bones to paint, far ones first; their projected faces (m, 3, 3) by name).

    ``matrix`` turns the right thigh; what lies outside ``window`` (left, right, bottom, top) is left out.
    """
    points = {name: view.project(p) for name, p in posed(names, matrix).items()}
    every = {name: p[mesh(name).faces] for name, p in points.items()}
    corners = {name: faces[_inside(faces, window)] for name, faces in every.items()}
    depth = DepthMap.of(corners.values())
    drawings = []
    seen = [name for name in points if len(corners[name])]
    for name in sorted(seen, key=lambda bone_name: float(np.median(points[bone_name][:, 2]))):
        bone, faces = mesh(name), every[name]
        axes = view.axes if matrix is None or name not in ON_FEMUR else view.axes @ matrix
        front = bone.normals @ axes[2] > 0
        lit = bone.soft @ (axes.T @ (LIGHT / np.linalg.norm(LIGHT)))
        beside = bone.edges[:, 2:]
        rim = (beside[:, 1] >= 0) & (front[beside[:, 0]] != front[beside[:, 1]])
        lines = points[name][bone.edges[rim, :2]]
        middle = lines.mean(axis=1)
        index = np.nonzero(front & _inside(faces, window))[0]
        index = index[~depth.hidden(faces[index], 5.0).all(axis=1)]
        index = index[np.argsort(faces[index][:, :, 2].mean(axis=1))]
        tones = np.clip(((lit[index] + 0.15) / 1.1 * len(BONE_TONES)).astype(int), 0, len(BONE_TONES) - 1)
        drawings.append(Drawing(name, faces[index, :, :2], _TONES[tones],
                             lines[~depth.hidden(middle, 25.0)][..., :2], lines[~depth.hidden(middle, 9.0)][..., :2]))
    return drawings, corners


def paint(ax: Axes, drawings: Iterable[Drawing], zorder: float = 1.0) -> None:
    """Draw prepared bones, gids ``bone-<name>`` and ``outline-<name>``.

    The outline is the rim of the faces that look at the viewer, thick and dark under the bone's own faces; a
    thinner line tells the folds within.
    """
    for step, drawing in enumerate(drawings):
        level = zorder + step * 0.01
        outline = LineCollection([joined(drawing.outline)], colors=BONE_EDGE, linewidths=2.6, capstyle="round",
                                 zorder=level)
        outline.set_gid(f"outline-{drawing.name}")
        body = Faces(drawing.faces, facecolors=drawing.fills, edgecolors="face", linewidths=0.35,
                     zorder=level + 0.003, antialiaseds=False)  # without: smaller files, no seams
        body.set_gid(f"bone-{drawing.name}")
        folds = LineCollection([joined(drawing.folds)], colors=BONE_EDGE, linewidths=1.15, capstyle="round",
                               zorder=level + 0.006)
        for artist in (outline, body, folds):
            ax.add_collection(artist, autolim=False)  # the limits are set; reading them off every face takes long


def joined(lines: Array) -> Array:
    """Lines (k, 2, 2) as one (3 k, 2) with gaps: matplotlib takes as long over a path of one line as of a thousand."""
    return np.concatenate([lines, np.full((len(lines), 1, 2), np.nan)], axis=1).reshape(-1, 2)


def draw_bones(ax: Axes, view: View, names: Iterable[str], matrix: Array | None = None,
               window: tuple[float, ...] | None = None, zorder: float = 1.0) -> dict[str, Array]:
    """Draw the bones in this view and pose; returns their projected faces. See :func:`prepare`."""
    drawings, corners = prepare(view, names, matrix, window)
    paint(ax, drawings, zorder)
    return corners


def _inside(faces: Array, window: tuple[float, ...] | None) -> NDArray[np.bool_]:
    """Which projected faces (m, 3, 3) touch the window."""
    if window is None:
        return np.ones(len(faces), dtype=bool)
    low, high = faces[..., :2].min(axis=1), faces[..., :2].max(axis=1)
    return np.asarray((high[:, 0] > window[0]) & (low[:, 0] < window[1]) & (high[:, 1] > window[2])
                      & (low[:, 1] < window[3]))
