"""The way from one posture of a person to another: joint angles go evenly, what stays on the floor stays put.

Lengths are fractions of stature, angles degrees, as in :mod:`.posture`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import posture
from .body import SIDES, Array, Body

STEPS = 8  # between start and end: limbs turn by so little from one to the next that none is seen to shorten
HOLDING = 0.002  # of stature: how exactly a point that stays is held
YIELDING = {"deg": 6.0, "root": 0.02}  # how far an angle, or the root, may leave the even way for it
STAYS = 0.05  # of stature: a resting point that goes farther is lifted over, by half the way
LIFT = 0.10  # of stature: and at most by so much
ROUNDS = 4  # of the solve; the way is nearly right when it begins
CLEAR = 0.008  # of stature: how high over the floor a limb is led that would go through it
SMALL = 1e-3  # of what an angle may yield: the step by which a slope is measured
#: Skin points that may not go through the floor on the way.
OVER_FLOOR = tuple(f"{side}_{point}" for side in SIDES
                   for point in ("fingertips", "palm", "wrist", "elbow", "knee", "heel", "ball", "toes"))


def way(first: Mapping[str, float], last: Mapping[str, float], start: str, body: Body,
        contacts: tuple[Sequence[str], Sequence[str]], steps: int = STEPS) -> list[dict[str, float]]:
    """The poses from ``first`` to ``last``, both included, ``steps`` + 1 of them at even shares of the way.

    ``start`` is the starting posture of both. ``contacts`` are those of the first and of the last; a skin point that
    rests on the floor or on a support in both moves evenly between its two places, so a foot that stays does not
    slide; the one whose places lie farthest apart is lifted over, as one lifts a foot to set it down elsewhere. Hands,
    feet, knees and elbows go over the floor, not through it.
    """
    share = np.linspace(0, 1, steps + 1)
    names = [name for name in first if first[name] is not None]
    even = np.stack([first[name] + (last[name] - first[name]) * share for name in names], axis=1)  # (step, name)
    resting = sorted(_resting(contacts[0]) & _resting(contacts[1]))
    poses = _held(even, names, start, body, resting)
    return [dict(zip(names, row, strict=True)) for row in poses.tolist()]


def _resting(contacts: Sequence[str]) -> set[str]:
    """The skin points that a list of contacts lays on the floor or on a support."""
    return {entry.removeprefix("floor:").partition("@")[0] for entry in contacts if entry.startswith("floor:")}


def _held(even: Array, names: Sequence[str], start: str, body: Body, resting: Sequence[str]) -> Array:
    """The poses (step, name) with the points ``resting`` on their straight way and no limb under the floor.

    A few damped Gauss-Newton steps from the even way; the first and the last pose stay as they are.
    """
    loose = [i for i, name in enumerate(names) if name.startswith("root_") or name.endswith("_deg")]
    scale = np.array([YIELDING["root"] if names[i] in posture.ROOT[:3] else YIELDING["deg"] for i in loose])
    share = np.linspace(0, 1, len(even))[:, None, None]
    points = [*resting, *(name for name in OVER_FLOOR if name not in resting)]
    radius = np.array([body.points[name][2] for name in points])
    held = len(resting)
    at_ends = _places(even[[0, -1]], names, start, body, points)
    target = at_ends[0] * (1 - share) + at_ends[1] * share  # (step, point, 3)
    moved = np.linalg.norm(at_ends[1] - at_ends[0], axis=-1)
    # Only the one that goes farthest is lifted: the others carry the body.
    lifted = (moved > STAYS) & (moved == moved[:held].max(initial=0))
    target[..., 2] += np.where(lifted, np.minimum(moved / 2, LIFT), 0) * np.sin(np.pi * share[..., 0])
    floor = np.minimum((at_ends[..., 2] - radius).min(axis=0), 0)[held:]  # flesh is pressed in a little where it lies

    def gaps(places: Array) -> Array:
        """What is to be 0 of places (..., point, 3), in units of HOLDING: (..., number)."""
        stays = (places - target[:, None])[:, :, :held].reshape(*places.shape[:2], -1)
        under = ((places[..., 2] - radius)[:, :, held:] - floor - CLEAR) * sinks[:, None]
        return np.asarray(np.concatenate([stays, under], axis=-1) / HOLDING)

    # Once under the floor, a limb is led along it: let go, it would sink again.
    sinks = np.zeros((len(even), len(points) - held), dtype=bool)
    off = np.zeros((len(even), len(loose)))
    for _ in range(ROUNDS):
        tried = np.repeat(even[:, None], len(loose) + 1, axis=1)
        tried[:, :, loose] += off[:, None] * scale
        tried[:, 1:][:, np.arange(len(loose)), loose] += SMALL * scale
        places = _places(tried, names, start, body, points)
        sinks |= (places[:, 0, held:, 2] - radius[held:]) < floor
        gap = gaps(places)
        slope = (gap[:, 1:] - gap[:, :1]) / SMALL
        for step in range(1, len(even) - 1):
            jacobian = np.vstack([slope[step].T, np.eye(len(loose))])
            wanted = np.concatenate([gap[step, 0], off[step]])
            off[step] -= np.linalg.lstsq(jacobian, wanted, rcond=None)[0]
    poses = even.copy()
    poses[:, loose] += off * scale
    return poses


def _places(poses: Array, names: Sequence[str], start: str, body: Body, points: Sequence[str]) -> Array:
    """Where skin points lie (..., point, 3) in poses (..., name)."""
    pose: dict[str, Any] = {name: poses[..., i] for i, name in enumerate(names)}
    frames = posture.frames(pose, start, body)
    return np.stack([posture.point(frames, body, name)[0] for name in points], axis=-2)
