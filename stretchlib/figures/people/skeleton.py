"""The bones of hip and pelvis inside a person, to be seen through the skin of the landmark sheet.

The meshes of the plates (mm, zero at the right hip centre, x front, y up, z right) are laid into the segments: their
hip centres on ours, thigh and shank stretched to our lengths. Nobody's bones lie exactly so.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...stage.body import FRAMES, SIDES, Array, Body
from ...stage.meshes import mesh
from ...stage.stance import Stance
from ..style import INK
from .raster import cover
from .render import LIGHT, View, Window, blur, rgb

HIP_HALF_MM = 79.15  # from the middle to a hip centre
KNEE_MM = np.array([5.5, -394.6, -0.4])  # the right knee, as tools/make_bones.py prints it
SHANK_MM = 432.9  # from the knee to the ankle joint of the tibia's mesh
TRUNK_BONES = ("hip_bone_right", "hip_bone_left", "sacrum", "lumbar_5", "lumbar_4")
LEG_BONES = (("femur", "thigh"), ("tibia", "shank"), ("patella", "shank"))


BONE, SHOWN = "#F1E2BF", 0.66  # colour, and how much of it shows through the skin
EDGE = 0.012  # a jump in depth that is drawn as the edge of a bone, of stature


class Bone(NamedTuple):
    """A bone in the world: ``points`` (n, 3) and ``normals`` (n, 3), ``faces`` (m, 3)."""

    points: Array
    normals: Array
    faces: NDArray[np.int64]


@lru_cache(maxsize=32)
def _local(bone: str) -> tuple[Array, Array, NDArray[np.int64]]:
    """Points (mm, ours: front, left, up, from the middle between the hips), normals and faces of a bone."""
    stored = mesh(bone)
    turned = stored.points[:, [0, 2, 1]] * [1, -1, 1] - [0, HIP_HALF_MM, 0]
    normals = np.zeros_like(turned)
    for corner in range(3):
        np.add.at(normals, stored.faces[:, corner], stored.soft[:, [0, 2, 1]] * [1, -1, 1])
    return turned, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9), stored.faces


def bones(person: Stance) -> list[Bone]:
    """The bones of lower back, pelvis, thighs and shanks where they lie in a person."""
    made = []
    scale = person.body.length["hip_half"] / HIP_HALF_MM
    for name in TRUNK_BONES:
        points, normals, faces = _local(name)
        made.append(_placed(person, "pelvis", points * scale, normals, faces))
    for side, sign in SIDES.items():
        for bone, segment in LEG_BONES:
            points, normals, faces = _local("femur_right" if bone == "femur" else f"{bone}_right")
            points = points + np.array([0, HIP_HALF_MM, 0])  # from the right hip centre
            if segment == "shank":
                points = points - KNEE_MM[[0, 2, 1]] * [1, -1, 1]
            points = points * _stretch(person.body, segment)
            if sign > 0:  # the right bone in the mirror
                points, normals, faces = points * [1, -1, 1], normals * [1, -1, 1], faces[:, ::-1]
            made.append(_placed(person, f"{side}_{segment}", points, normals, faces))
    return made


def _stretch(body: Body, segment: str) -> Array:
    """Fractions of stature a mm: across by the hips, along by the segment's length."""
    across = body.length["hip_half"] / HIP_HALF_MM
    along = body.length[segment] / (-KNEE_MM[1] if segment == "thigh" else SHANK_MM)
    return np.array([across, across, along])


def _placed(person: Stance, frame: str, points: Array, normals: Array, faces: NDArray[np.int64]) -> Bone:
    i = FRAMES.index(frame)
    rotation, origin = person.frames.rotation[i], person.frames.origin[i]
    return Bone(origin + points @ rotation.T, normals @ rotation.T, faces)


def show_through(view: View, made: list[Bone], eye: Array, window: Window) -> None:
    """Draw bones into a picture, seen through the skin that lies before them."""
    points, normals, faces, first = [], [], [], 0
    for bone in made:
        points.append(bone.points)
        normals.append(bone.normals)
        faces.append(bone.faces + first)
        first += len(bone.points)
    flat, facing, all_faces = np.concatenate(points) @ eye.T, np.concatenate(normals) @ eye.T, np.concatenate(faces)
    covered = cover(flat, all_faces, window.shape, window.scale, (window.left, window.top))
    seen = view.seen.reshape(-1)[covered.at] >= 0
    at, face, share = covered.at[seen], covered.face[seen], covered.share[seen]
    normal = (facing[all_faces[face]] * share[:, :, None]).sum(axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    tone = .74 + .34 * np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)) * .5 + .5, 0, 1)
    pixels = view.picture.reshape(-1, 3)
    pixels[at] = pixels[at] * (1 - SHOWN) + np.minimum(rgb(BONE) * tone[:, None], 1) * SHOWN
    depth = np.full(view.depth.size, -9.0, dtype=np.float32)
    depth[at] = covered.depth[seen]
    deep = depth.reshape(view.depth.shape)
    edge = np.zeros(deep.shape, dtype=np.float32)
    edge[:, 1:] = np.abs(np.diff(deep, axis=1)) > EDGE
    edge[1:] = np.maximum(edge[1:], np.abs(np.diff(deep, axis=0)) > EDGE)
    ink = np.minimum(blur(edge) * 1.6, 1).reshape(-1)[:, None] * .55
    pixels[:] = pixels * (1 - ink) + rgb(INK) * ink
