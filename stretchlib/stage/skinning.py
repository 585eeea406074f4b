"""How a mesh follows a body: segments, dual quaternions, and the helpers beside a shoulder and a wrist.

Dual quaternions keep the volume of a bent hip and knee, which plain blending of matrices does not (Kavan, Collins,
Zara and O'Sullivan 2008). Lengths are fractions of stature, as in :mod:`.posture`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .body import FRAMES, SIDES, Array
from .posture import Frames

#: What a point may follow: the frames of a posture, then a shoulder girdle and a lower forearm a side.
SEGMENTS = (*FRAMES, *(f"{side}_{helper}" for side in SIDES for helper in ("girdle", "pronation")))
RISE, INWARD = 0.028, 0.015  # how far the shoulder girdle goes up and in while the arm goes from hanging to overhead
WRIST_SHARE = 0.55  # of the hand's turn about the forearm, taken by the lower half of the forearm


class Rest(NamedTuple):
    """The frames in which a mesh was made: ``rotation`` (frame, 3, 3), ``origin`` (frame, 3)."""

    rotation: Array
    origin: Array


class Motion(NamedTuple):
    """Where each of :data:`SEGMENTS` goes: ``rotation`` (segment, 3, 3), ``shift`` (segment, 3)."""

    rotation: Array
    shift: Array


def motions(rest: Rest, frames: Frames) -> Motion:
    """The motion of every segment from rest to the posture ``frames`` of one pose."""
    rotation = np.einsum("kij,klj->kil", frames.rotation, rest.rotation)
    shift = frames.origin - np.einsum("kij,kj->ki", rotation, rest.origin)
    turns, shifts = [], []
    for side, sign in SIDES.items():
        arm, fore, hand = (FRAMES.index(f"{side}_{name}") for name in ("upper_arm", "forearm", "hand"))
        chest = FRAMES.index("upper_thorax")
        lift = (1 - (frames.rotation[chest].T @ frames.rotation[arm])[2, 2]) / 2
        turns.append(rotation[chest])
        shifts.append(frames.origin[arm]
                      - rotation[chest] @ (rest.origin[arm] - np.array([0, -sign * INWARD * lift, RISE * lift])))
        own = rest.rotation[fore]
        w, _, _, z = _quaternions((own.T @ rotation[fore].T @ rotation[hand] @ own)[None])[0]
        half = WRIST_SHARE * np.arctan2(z, w) * 2
        c, s = np.cos(half), np.sin(half)
        turns.append(rotation[fore] @ own @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ own.T)
        shifts.append(frames.origin[fore] - turns[-1] @ rest.origin[fore])
    return Motion(np.concatenate([rotation, turns]), np.concatenate([shift, shifts]))


def _quaternions(rotation: Array) -> Array:
    """Rotation matrices (n, 3, 3) as unit quaternions (n, 4): w, x, y, z, w never negative."""
    m = rotation
    trace = np.stack([m[:, 0, 0] + m[:, 1, 1] + m[:, 2, 2], m[:, 0, 0], m[:, 1, 1], m[:, 2, 2]], axis=1)
    out = np.empty((len(m), 4))
    for n, largest in enumerate(trace.argmax(axis=1)):  # the largest part of the four is divided by: Shepperd 1978
        r = m[n]
        if largest == 0:
            q = [1 + trace[n, 0], r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]]
        else:
            i = largest - 1
            j, k = (i + 1) % 3, (i + 2) % 3
            q = [r[k, j] - r[j, k], 0.0, 0.0, 0.0]
            q[1 + i], q[1 + j], q[1 + k] = 1 + r[i, i] - r[j, j] - r[k, k], r[j, i] + r[i, j], r[k, i] + r[i, k]
        out[n] = q
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return np.asarray(np.where(out[:, :1] < 0, -out, out))


def dual_quaternions(motion: Motion) -> Array:
    """Dual quaternions (segment, 8): the turn w, x, y, z, then half of the shift times the turn."""
    q, t = _quaternions(motion.rotation), motion.shift
    dual = np.concatenate([-(t * q[:, 1:]).sum(axis=1, keepdims=True), t * q[:, :1] + np.cross(t, q[:, 1:])], axis=1)
    return np.asarray(np.concatenate([q, dual / 2], axis=1))


def skinned(points: Array, normals: Array, segments: NDArray[np.integer], weights: Array,
            quaternions: Array) -> tuple[Array, Array]:
    """Points (n, 3) and unit normals (n, 3) at rest, moved: each follows ``segments`` (n, 4) by ``weights`` (n, 4).

    The strongest segment of a point, the first of its four, decides the signs of the others.
    """
    each = quaternions[segments]  # (n, 4, 8)
    sign = np.where((each[..., :4] * each[:, :1, :4]).sum(axis=-1) < 0, -weights, weights)
    blend = np.matmul(sign[:, None], each)[:, 0]
    blend /= np.linalg.norm(blend[:, :4], axis=1, keepdims=True)
    w, v, dw, dv = blend[:, :1], blend[:, 1:4], blend[:, 4:5], blend[:, 5:]
    moved = points + 2 * (_cross(v, _cross(v, points) + w * points) + w * dv - dw * v + _cross(v, dv))
    turned = normals + 2 * _cross(v, _cross(v, normals) + w * normals)
    return moved, turned


def _cross(a: Array, b: Array) -> Array:
    """Cross products (n, 3), in a quarter of the time that numpy's own takes."""
    x, y, z = a.T
    p, q, r = b.T
    return np.stack([y * r - z * q, z * p - x * r, x * q - y * p], axis=1)
