"""The way from one posture of a person to another: joint angles go evenly, what stays on the floor stays put.

Lengths are fractions of stature, angles degrees, as in :mod:`.posture`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import posture
from .body import Array, Body

STEPS = 8  # between start and end: limbs turn by so little from one to the next that none is seen to shorten
HOLDING = 0.002  # of stature: how exactly a point that stays is held
YIELDING = {"deg": 6.0, "root": 0.02}  # how far an angle, or the root, may leave the even way for it
ROUNDS = 4  # of the solve; the way is nearly right when it begins


def way(first: Mapping[str, float], last: Mapping[str, float], start: str, body: Body,
        contacts: tuple[Sequence[str], Sequence[str]], steps: int = STEPS) -> list[dict[str, float]]:
    """The poses from ``first`` to ``last``, both included, ``steps`` + 1 of them at even shares of the way.

    ``start`` is the starting posture of both. ``contacts`` are those of the first and of the last; a skin point that
    rests on the floor or on a support in both moves evenly between its two places, so a foot that stays does not slide.
    """
    share = np.linspace(0, 1, steps + 1)
    names = [name for name in first if first[name] is not None]
    even = np.stack([first[name] + (last[name] - first[name]) * share for name in names], axis=1)  # (step, name)
    resting = sorted(_resting(contacts[0]) & _resting(contacts[1]))
    poses = _held(even, names, start, body, resting) if resting else even
    return [dict(zip(names, row, strict=True)) for row in poses.tolist()]


def _resting(contacts: Sequence[str]) -> set[str]:
    """The skin points that a list of contacts lays on the floor or on a support."""
    return {entry.removeprefix("floor:").partition("@")[0] for entry in contacts if entry.startswith("floor:")}


def _held(even: Array, names: Sequence[str], start: str, body: Body, resting: Sequence[str]) -> Array:
    """The poses (step, name) with the points ``resting`` held on their straight way: a few damped Gauss-Newton steps."""
    loose = [i for i, name in enumerate(names) if name.startswith("root_") or name.endswith("_deg")]
    scale = np.array([YIELDING["root"] if names[i] in posture.ROOT[:3] else YIELDING["deg"] for i in loose])
    share = np.linspace(0, 1, len(even))[:, None, None]
    at_ends = _places(even[[0, -1]], names, start, body, resting)
    target = at_ends[0] * (1 - share) + at_ends[1] * share  # (step, point, 3)
    off = np.zeros((len(even), len(loose)))
    small = 1e-3
    for _ in range(ROUNDS):
        tried = np.repeat(even[:, None], len(loose) + 1, axis=1)
        tried[:, :, loose] += off[:, None] * scale
        tried[:, 1:][:, np.arange(len(loose)), loose] += small * scale
        places = _places(tried, names, start, body, resting)
        gap = (places[:, 0] - target).reshape(len(even), -1) / HOLDING
        slope = ((places[:, 1:] - places[:, :1]) / small / HOLDING).reshape(len(even), len(loose), -1)
        for step in range(1, len(even) - 1):
            jacobian = np.vstack([slope[step].T, np.eye(len(loose))])
            wanted = np.concatenate([gap[step], off[step]])
            off[step] -= np.linalg.lstsq(jacobian, wanted, rcond=None)[0]
    poses = even.copy()
    poses[:, loose] += off * scale
    return poses


def _places(poses: Array, names: Sequence[str], start: str, body: Body, points: Sequence[str]) -> Array:
    """Where skin points lie (..., point, 3) in poses (..., name)."""
    pose: dict[str, Any] = {name: poses[..., i] for i, name in enumerate(names)}
    frames = posture.frames(pose, start, body)
    return np.stack([posture.point(frames, body, name)[0] for name in points], axis=-2)
