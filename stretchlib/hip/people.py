"""The bones of 26 people: pelvis, thigh bone, patella, and shin with calf bone, as points on fixed meshes.

Read from ``data/anatomy/hips.npz``, which ``tools/make_hips.py`` makes from a published shape model. Each bone stands
in the frame in which the hip model counts its angles, all angles at 0: mm, x to the front, y up, z to the right, origin
in the centre of the right hip. A point has the same number in every person. The leg is a left one, mirrored.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError, one_of
from ..tables import paths
from .shapes import sphere

Array = NDArray[np.float64]
Index = NDArray[np.int64]
PEOPLE = 26
BONES = ("pelvis", "femur", "patella", "tibia")
MARKS = ("head", "socket_right", "socket_left", "rim_right", "rim_left")
#: The bones that the mesh of the pelvis is made of, and which of its points they are.
PIECES = {"hip_bone_left": slice(0, 915), "hip_bone_right": slice(915, 1829), "sacrum": slice(1829, 2502)}
STEP = 0.015  # mm, the step in which the modes are written
HUNDREDTH = 0.01  # mm, the step of the mean


@dataclass(frozen=True)
class Bone:
    """The mean of a bone (point, 3) in mm, its triangles (face, 3) anticlockwise from outside, its modes (mode, point,
    3) in mm at the largest score of a person, and the scores (person, mode) between -1 and 1."""

    mean: Array
    faces: Index
    modes: Array
    scores: Array


@lru_cache(maxsize=1)
def _stored() -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO((paths.data_root() / "anatomy" / "hips.npz").read_bytes())) as arrays:
        return dict(arrays)


@lru_cache(maxsize=len(BONES))
def bone(name: str) -> Bone:
    """A bone of :data:`BONES`, as it varies between the 26 people."""
    one_of(name, BONES, "bone")
    stored = _stored()
    bytes_apart = stored[f"{name}_modes"].transpose(1, 2, 0)
    mean = stored[f"{name}_mean"] * HUNDREDTH
    modes = np.ascontiguousarray(bytes_apart).view("<i2")[..., 0] * STEP
    return Bone(mean, stored[f"{name}_faces"].astype(np.int64), modes.reshape(len(modes), *mean.shape),
                stored[f"{name}_scores"].astype(np.float64))


def mark(name: str) -> Index:
    """The numbers of the points that make up a place of :data:`MARKS`: the head of the thigh bone, a socket of the
    pelvis, or the rim of a socket."""
    one_of(name, MARKS, "place on a bone")
    return np.asarray(_stored()[name], dtype=np.int64)


def points(name: str, person: int | None = None) -> Array:
    """The points (point, 3) of a bone in mm: of the mean, or of a person from 1 to 26."""
    shape = bone(name)
    if person is None:
        return shape.mean.copy()
    return np.asarray(shape.mean + np.tensordot(shape.scores[checked(person) - 1], shape.modes, axes=1))


def piece(name: str) -> tuple[Array, Index]:
    """The points (point, 3) in mm and the triangles of a bone of :data:`PIECES`, of the mean."""
    one_of(name, PIECES, "bone of the pelvis")
    shape, own = bone("pelvis"), PIECES[name]
    inside = (shape.faces[:, 0] >= own.start) & (shape.faces[:, 0] < own.stop)
    return shape.mean[own], shape.faces[inside] - own.start


def middle() -> float:
    """Where the middle of the mean pelvis lies, mm to the right of the right hip: half way between the sockets."""
    return float(sphere(bone("pelvis").mean[mark("socket_left")])[0][2]) / 2


def everyone(name: str) -> Array:
    """The points (person, point, 3) of a bone in all 26 people, mm."""
    shape = bone(name)
    return np.asarray(shape.mean + np.tensordot(shape.scores, shape.modes, axes=1))


def checked(person: int) -> int:
    """The number of a person, 1 to 26."""
    if isinstance(person, bool) or not isinstance(person, int | np.integer) or not 1 <= person <= PEOPLE:
        raise StretchlibError(f"There is no person {person!r}; name one of the {PEOPLE} by a whole number from 1 to "
                              f"{PEOPLE}.")
    return int(person)


class Foot(NamedTuple):
    """The point (3,) of a mean bone nearest to another: on triangle ``face``, with ``shares`` (3,) of its corners."""

    point: Array
    face: int
    shares: Array


def foot(name: str, point: Array) -> Foot:
    """Where on the surface of a mean bone the point nearest to ``point`` (3,) lies."""
    shape = bone(name)
    a, b, c = (shape.mean[shape.faces[:, corner]] for corner in range(3))
    shares = _nearest_shares(a, b, c, point)
    near = np.einsum("fk,fkd->fd", shares, np.stack([a, b, c], axis=1))
    face = int(((near - point) ** 2).sum(axis=1).argmin())
    return Foot(near[face], face, shares[face])


def _nearest_shares(a: Array, b: Array, c: Array, point: Array) -> Array:
    """For each triangle the shares (face, 3) of its corners in the point nearest to ``point``."""
    ab, ac, ap = b - a, c - a, point - a
    d00, d01, d11 = (ab * ab).sum(axis=1), (ab * ac).sum(axis=1), (ac * ac).sum(axis=1)
    d20, d21 = (ap * ab).sum(axis=1), (ap * ac).sum(axis=1)
    area = np.maximum(d00 * d11 - d01 * d01, 1e-12)
    v, w = (d11 * d20 - d01 * d21) / area, (d00 * d21 - d01 * d20) / area
    inside = np.stack([1 - v - w, v, w], axis=1)
    best, squared = inside, np.where((inside >= 0).all(axis=1), 0.0, np.inf)
    corners = (a, b, c)
    for first, second in ((0, 1), (1, 2), (2, 0)):
        side = corners[second] - corners[first]
        along = np.clip(((point - corners[first]) * side).sum(axis=1) / (side * side).sum(axis=1), 0, 1)
        gap = ((corners[first] + along[:, None] * side - point) ** 2).sum(axis=1)
        on_side = np.zeros_like(inside)
        rows = np.arange(len(a))
        on_side[rows, first], on_side[rows, second] = 1 - along, along
        nearer = gap < squared
        best, squared = np.where(nearer[:, None], on_side, best), np.minimum(gap, squared)
    return np.asarray(best)
