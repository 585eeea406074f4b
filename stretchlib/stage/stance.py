"""A person in a posture, skin and all: what touches the floor, the person's own limbs, a prop, another person.

Distances are between the surfaces of the mesh, as fractions of stature; negative: pressed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError, cell_entry, one_of
from ..tables.rows.people import Pose
from . import posture
from .body import FRAMES, SIDES, TRUNK_FRAMES, Array, Body, body
from .human import Skin, part_of, skin
from .skinning import SEGMENTS

AROUND = 0.030  # of stature: skin within the radius of a named point and this much more belongs to the point
FAR = 0.050  # skin farther than this from the other surface has no side of it
STRAIGHT, SPACING = 0.6, 0.010  # share of the way to the nearest point along its normal; how far points lie apart
CONTACTS = ("floor", "touch", "near", "between", "stick")
ARM = ("upper_arm", "forearm", "hand", "fingers", "fingertips", "girdle", "pronation")


class Stance:
    """One person in one pose: ``frames``, ``body``, ``skin``, and the skin's ``points`` and ``normals`` (n, 3)."""

    def __init__(self, pose: Mapping[str, Any], start: str, build: str, *, shod: bool = False) -> None:
        self.pose = dict(pose)
        self.body: Body = body(build)
        self.skin: Skin = skin(build, shod)
        self.shod = shod
        self.frames = posture.frames(pose, start, self.body)

    @cached_property
    def _surface(self) -> tuple[Array, Array]:
        return self.skin.pose(self.frames)

    @property
    def points(self) -> Array:
        """The points (n, 3) of the skin."""
        return self._surface[0]

    @property
    def normals(self) -> Array:
        """The unit normals (n, 3) of the skin."""
        return self._surface[1]

    def region(self, name: str) -> NDArray[np.int64]:
        """The points of the skin round a named skin point, or of a part such as ``left_thigh``."""
        return region(self.body.build, self.shod, name)

    def middle_of(self, name: str) -> Array:
        """Where the middle of a named skin point lies (3,)."""
        return posture.point(self.frames, self.body, name)[0]

    def lowest(self) -> float:
        """Height of the lowest skin over the floor; negative: under it."""
        return float(self.points[:, 2].min())

    def gap(self, contact: str) -> float:
        """The distance left between two surfaces that should touch.

        ``floor:point@height``, ``touch:point>part``, ``near:point>point``, ``between:point>point@size`` (the room for
        a ball of that radius), ``stick:point``. Raises :class:`StretchlibError` for another form.
        """
        kind, _, rest = contact.partition(":")
        rest, _, size = rest.partition("@")
        name, _, target = rest.partition(">")
        if kind not in CONTACTS:
            raise StretchlibError(f"{contact!r} is no contact; use floor, touch, near, between or stick.")
        with cell_entry(contact):
            amount = float(size or 0)
        ours = self.points[self.region(name)]
        if kind == "floor":
            return float(ours[:, 2].min()) - amount
        if kind == "stick":
            low, _, normal = stick(self)
            return float(((low - ours) @ normal).min()) - posture.STICK_RADIUS
        free = self.reach(name, self, target)
        return free / 2 - amount if kind == "between" else free

    def reach(self, name: str, owner: Stance, target: str) -> float:
        """The distance between a skin point of this person and a point or part of ``owner``, who may be the same."""
        theirs = owner.region(target)
        return between(self.points[self.region(name)], owner.points[theirs], owner.normals[theirs])


def stance(row: Pose) -> Stance:
    """The person of a row of ``poses``."""
    return Stance(posture.pose_of(row), row.start, row.build, shod=row.shod)


def between(ours: Array, theirs: Array, outward: Array) -> float:
    """The distance from points (n, 3) to the surface of points (m, 3) with normals; negative: pressed in."""
    return float(signed(ours, theirs, outward).min())


def signed(ours: Array, theirs: Array, outward: Array) -> Array:
    """The distance (n,) of each point to the surface; negative: behind it.

    A point has a side of the surface only where the nearest point of it lies straight before or behind: beyond the rim
    of a part it is merely far.
    """
    apart = (ours**2).sum(axis=1)[:, None] + (theirs**2).sum(axis=1) - 2 * ours @ theirs.T
    nearest = apart.argmin(axis=1)
    way = ours - theirs[nearest]
    far, away = np.sqrt((way**2).sum(axis=1)), (way * outward[nearest]).sum(axis=1)
    sided = (np.abs(away) > STRAIGHT * far) | (far < SPACING)
    return np.asarray(np.where(sided & (far < FAR), away, far))


def stick(person: Stance) -> tuple[Array, Array, Array]:
    """Ends (3,) of a stick laid on the skin of sacrum and back of the head, and its normal away from the back."""
    axis = person.frames.rotation[0, :, 1]
    low, high = (person.points[person.region(name)] for name in ("sacrum", "back_of_head"))
    up = person.middle_of("back_of_head") - person.middle_of("sacrum")
    up = up - axis * (up @ axis)
    up /= np.linalg.norm(up)
    back = np.cross(axis, up)
    back = -back if back @ person.frames.rotation[0, :, 0] > 0 else back
    for _ in range(3):  # the points that stick out most depend a little on how the stick leans
        a, b = low[(low @ back).argmax()], high[(high @ back).argmax()]
        up = b - a - axis * ((b - a) @ axis)
        length = float(np.linalg.norm(up))
        up = up / length
        turned = np.cross(axis, up)
        back = -turned if turned @ back < 0 else turned
    start = a - axis * ((a - person.middle_of("sacrum")) @ axis) + back * posture.STICK_RADIUS
    return start - up * 0.07, start + up * (length + 0.10), back


@lru_cache(maxsize=512)
def region(build: str, shod: bool, name: str) -> NDArray[np.int64]:
    """The points of a skin round a named skin point, or of a part of the body; indices.

    Raises :class:`StretchlibError` for a name that is neither.
    """
    whole, who = skin(build, shod), body(build)
    parts = sorted({part_of(segment) for segment in SEGMENTS})
    if name == "buttocks":
        name, wanted = "hips", ["pelvis"]
    elif name in parts:
        wanted = [segment for segment in SEGMENTS if part_of(segment) == name]
    else:
        one_of(name, (*who.points, *parts), "skin point")
        frame = who.points[name][0]
        side, _, segment = frame.partition("_")
        if side in SIDES:
            arm = segment in ARM
            wanted = [each for each in SEGMENTS if each.startswith(f"{side}_")
                      and (each.partition("_")[2] in ARM) == arm]
        else:
            wanted = [each for each in SEGMENTS if each in TRUNK_FRAMES or each.endswith(("girdle", "thigh"))]
    follows = (np.isin(whole.segments, [SEGMENTS.index(each) for each in wanted]) * whole.weights).sum(axis=1) > .45
    if name in who.points:
        frame, local, radius = who.points[name]
        i = FRAMES.index(frame)
        middle = whole.rest.origin[i] + whole.rest.rotation[i] @ local
        away = np.linalg.norm(whole.points - middle, axis=1)
        near = away < max(radius + AROUND, float(away[follows].min()) + .012)
        follows &= near
    return np.flatnonzero(follows)
