"""The skin of a person: the stored mesh of a build, and its points, normals and parts in a posture.

``tools/make_body.py`` makes the meshes from a CC0 source (data/LICENSES/bodies.md). Lengths are fractions of stature.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError
from ..tables import paths
from .body import Array
from .posture import Frames
from .skinning import SEGMENTS, Rest, dual_quaternions, motions, skinned

#: Segment -> part of the body that a picture tells apart.
PARTS = {"pelvis": "hips", "lumbar": "waist", "lower_thorax": "chest", "upper_thorax": "chest", "girdle": "chest",
         "pronation": "forearm", "fingers": "hand", "fingertips": "hand"}


@dataclass(frozen=True)
class Skin:
    """The mesh of one build at rest.

    ``points`` (n, 3), ``normals`` (n, 3), ``segments`` (n, 4) indices of :data:`.skinning.SEGMENTS` with ``weights``
    (n, 4) that sum to 1, the strongest first; ``colours`` (n,) indices of ``palette``; ``faces`` (m, 3), anticlockwise
    from outside; ``rest``: the frames in which the mesh was made.
    """

    points: Array
    normals: Array
    segments: NDArray[np.int64]
    weights: Array
    colours: NDArray[np.int64]
    palette: tuple[str, ...]
    faces: NDArray[np.int64]
    rest: Rest

    def pose(self, frames: Frames) -> tuple[Array, Array]:
        """Points (n, 3) and unit normals (n, 3) in the posture ``frames`` of one pose."""
        return skinned(self.points, self.normals, self.segments, self.weights,
                       dual_quaternions(motions(self.rest, frames)))

    @cached_property
    def part(self) -> NDArray[np.str_]:
        """The part (n,) of the body that each point belongs to: of its strongest segment."""
        return np.asarray(np.array([part_of(name) for name in SEGMENTS])[self.segments[:, 0]])

    @cached_property
    def face_part(self) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        """The part of each face, that of most of its corners: numbers (m,), and the names they count."""
        corners = self.segments[self.faces, 0]
        which = np.where(corners[:, 1] == corners[:, 2], corners[:, 1], corners[:, 0])
        of_segment = [part_of(name) for name in SEGMENTS]
        names = tuple(dict.fromkeys(of_segment))
        return np.array([names.index(name) for name in of_segment])[which], names

    @cached_property
    def face_paint(self) -> NDArray[np.int64]:
        """The colour (m,) of each face, an index of ``palette``."""
        return self.colours[self.faces[:, 0]]


def part_of(segment: str) -> str:
    """The part of the body that a segment belongs to, such as ``left_forearm`` for the pronating half of it."""
    side, _, name = segment.partition("_")
    if side not in ("left", "right"):
        return PARTS.get(segment, segment)
    return "chest" if name == "girdle" else f"{side}_{PARTS.get(name, name)}"


@lru_cache(maxsize=8)
def skin(build: str, shod: bool = False) -> Skin:
    """The :class:`Skin` of a build, barefoot or shod.

    Raises :class:`StretchlibError` for a build that has no mesh.
    """
    file = paths.data_root() / "people" / f"{build}{'_shod' if shod else ''}.npz"
    try:
        content = file.read_bytes()
    except OSError:
        raise StretchlibError(f"people/{file.name} is not there, so {build!r} has no skin to draw; "
                              "make it with tools/make_body.py.") from None
    with np.load(io.BytesIO(content)) as stored:
        low, high = stored["low"].astype(float), stored["high"].astype(float)
        return Skin(low + stored["points"] / 65535 * (high - low), stored["normals"] / 127.0,
                    stored["segments"].astype(np.int64), stored["weights"] / 255.0,
                    stored["colours"].astype(np.int64), tuple(stored["palette"].tolist()),
                    stored["faces"].astype(np.int64),
                    Rest(stored["rest_rotation"].astype(float), stored["rest_origin"].astype(float)))
