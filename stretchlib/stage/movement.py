"""A person who moves, as data for the page: the skin once, and where its segments go from start to end.

The way is straight in the angles, as the arrows of a drawing take it. A keyframe has a dual quaternion a segment, eight
numbers each; between two keyframes they are mixed number by number and made unit again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.errors import StretchlibError, one_of
from ..tables import catalogue
from ..tables.rows.exercises import Exercise
from ..tables.rows.people import Pose
from . import posture
from .body import Array, body, builds
from .human import Skin, skin
from .looks import palette
from .scene import mesh_id, packed_mesh
from .skinning import dual_quaternions, motions
from .stance import Stance

KEYFRAMES = 9  # from start to end: between two of them no skin strays by more than 3 mm from the straight way
DIGITS = 5


def keyframes(start: Pose, end: Pose, count: int = KEYFRAMES) -> Array:
    """Dual quaternions (count, segment, 8) of one person on the way from one row of ``poses`` to another.

    Raises :class:`StretchlibError` for rows of two people, or of two postures the angles are counted from.
    """
    if (start.build, start.start) != (end.build, end.start):
        raise StretchlibError(f"Nobody moves from {start.build}, {start.start}, to {end.build}, {end.start}; take the "
                              "start and the end of one level and build.")
    share = np.linspace(0, 1, count)
    first, last = posture.pose_of(start), posture.pose_of(end)
    pose = {name: first[name] * (1 - share) + last[name] * share for name in first}
    frames = posture.frames(pose, start.start, body(start.build))
    whole = skin(start.build, start.shod)
    out = np.array([dual_quaternions(motions(whole.rest, posture.Frames(*both)))
                    for both in zip(frames.rotation, frames.origin, strict=True)])
    for number in range(1, count):  # a turn has two signs: take that of the keyframe before
        turned = (out[number, :, :4] * out[number - 1, :, :4]).sum(axis=1) < 0
        out[number, turned] *= -1
    return out


def skin_mesh(whole: Skin, build: str, role: str) -> dict[str, Any]:
    """A person's skin as a scene holds it, in the colours of a role."""
    return packed_mesh(whole.points, whole.faces, normals=whole.normals, segments=whole.segments,
                       weights=whole.weights, colours=whole.colours, palette=tuple(palette(whole, build, role)))


def exercise_scene(exercise: str, level: str = "base", person: str | None = None) -> dict[str, Any]:
    """The scene of a person in ``exercise``, see :mod:`.scene`; its ``movement`` has the keyframes from start to end.

    Raises :class:`StretchlibError` for an exercise, level or build that is not drawn.
    """
    row = catalogue.row(Exercise, exercise)
    who = person or builds()[(int(row.code[1:]) - 1) % len(builds())]
    one_of(who, builds(), "person")
    rows = {pose.moment: pose for pose in catalogue.rows(Pose)
            if (pose.exercise, pose.level, pose.build) == (exercise, level, who)}
    if set(rows) != {"start", "end"}:
        raise StretchlibError(f"{row.name} is not drawn at level {level!r}; add its start and end to poses.csv.")
    start, end = rows["start"], rows["end"]
    way = keyframes(start, end)
    mesh = skin_mesh(skin(who, start.shod), who, start.role)
    seen = np.concatenate([Stance(posture.pose_of(pose), pose.start, who, shod=pose.shod).points
                           for pose in (start, end)])
    middle, size = (seen.min(axis=0) + seen.max(axis=0)) / 2, float(np.ptp(seen, axis=0).max())
    view = {"id": "home", "label": row.name, "azimuth": 90 - (start.camera_azimuth_deg or 0.0),
            "elevation": start.camera_elevation_deg or 0.0}
    return {"axes": "front-left-up", "extent": [round(1.15 * size, 4)] * 2,
            "centre": [round(float(value), 4) for value in middle], "meshes": {mesh_id(mesh): mesh},
            "nodes": {"person": {"pose": _rounded(way[0])}},
            "parts": [{"id": "person", "mesh": mesh_id(mesh), "node": "person", "name": row.name}],
            "views": [view], "title": row.name, "alt": start.note,
            "movement": {"node": "person", "keyframes": [_rounded(each) for each in way],
                         "alt": [start.note, end.note]}}


def _rounded(quaternions: Array) -> list[list[float]]:
    return [[round(float(value), DIGITS) + 0.0 for value in each] for each in quaternions]
