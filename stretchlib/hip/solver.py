"""Muscle lengths and moments of a batch of poses, in the pelvis frame about the centre of the hip joint, mm.

A point p of the thigh stands at Rz(flexion) Rx(adduction) Ry(rotation) p: turns that follow each other in the body. The
pose is the last axis of every array, so that each step runs over memory in order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .geometry import CONDITION_TOLERANCE_RAD, Geometry
from .wrapping import Wrapped, wrap

Array = NDArray[np.float64]
CHUNK = 1024  # poses at once: the temporary arrays stay in the processor's cache


class Answer(NamedTuple):
    """Lengths (part, pose) and arms (part, 3, pose) in mm, and ``state`` (part, pose): what lies on the path."""

    lengths: Array
    arms: Array
    state: NDArray[np.int8]


def solve(geo: Geometry, angles: Array, arms: bool = True) -> Answer:
    """Lengths and moment arms of all parts in (3, pose) angles in rad, worked off in chunks; with ``arms=False`` the
    arms are left out (no pose)."""
    count, total = len(geo.parts), angles.shape[1]
    out = Answer(np.empty((count, total)), np.empty((count, 3, total if arms else 0)),
                 np.zeros((count, total), dtype=np.int8))
    for begin in range(0, total, CHUNK):
        chunk = slice(begin, begin + CHUNK)
        _solve(geo, angles[:, chunk], out.lengths[:, chunk], out.arms[..., chunk] if arms else None,
               out.state[:, chunk])
    return out


def rotations(angles: Array) -> Array:
    """(3, 3, pose) from (3, pose) angles in rad: from the thigh's frame to the pelvis frame."""
    (cf, ca, cr), (sf, sa, sr) = np.cos(angles), np.sin(angles)
    out = np.empty((3, 3, angles.shape[1]))
    out[0, 0], out[0, 1], out[0, 2] = cf * cr - sf * sa * sr, -sf * ca, cf * sr + sf * sa * cr
    out[1, 0], out[1, 1], out[1, 2] = sf * cr + cf * sa * sr, cf * ca, sf * sr - cf * sa * cr
    out[2, 0], out[2, 1], out[2, 2] = -ca * sr, sa, ca * cr
    return out


def turned(points: Array, turns: Array) -> Array:
    """(point, 3, pose): points (point, 3) of the thigh's frame in the pelvis frame of each pose."""
    return np.asarray(np.tensordot(points, turns, axes=(1, 1)))


def _moved(points: Array, turns: Array) -> Array:
    """The same for points that differ from pose to pose, (point, 3, pose)."""
    x, y, z = points[:, 0], points[:, 1], points[:, 2]
    return np.stack([turns[i, 0] * x + turns[i, 1] * y + turns[i, 2] * z for i in range(3)], axis=1)


def _distance(upper: Array, lower: Array) -> Array:
    """(part, pose) from (part, 3, pose)."""
    return np.asarray(np.sqrt((upper[:, 0] - lower[:, 0]) ** 2 + (upper[:, 1] - lower[:, 1]) ** 2
                              + (upper[:, 2] - lower[:, 2]) ** 2))


def _pull(upper: Array, lower: Array, distance: Array, turns: Array, angles: Array) -> Array:
    """The arms (part, 3, pose) about the three angles of a unit pull between ``upper`` on the pelvis and ``lower`` on
    the thigh, (part, 3, pose), ``distance`` (part, pose) apart.

    A pull u at a point r of the thigh turns it by r x u; with u along upper - r that is (r x upper) / distance. The
    axes of the angles in the pelvis frame: z; x turned by flexion; the long axis of the thigh.
    """
    x, y, z = lower[:, 0], lower[:, 1], lower[:, 2]
    a, b, c = upper[:, 0], upper[:, 1], upper[:, 2]
    mx, my, mz = y * c - z * b, z * a - x * c, x * b - y * a
    arms = np.stack([mz, np.cos(angles[0]) * mx + np.sin(angles[0]) * my,
                     turns[0, 1] * mx + turns[1, 1] * my + turns[2, 1] * mz], axis=1)
    arms /= distance[:, None]
    return arms


def _solve(geo: Geometry, angles: Array, lengths: Array, arms: Array | None, state: NDArray[np.int8]) -> None:
    turns = rotations(angles)
    far = turned(geo.far, turns)
    plain, index = geo.plain, geo.wrap_part
    near, lower = geo.near[plain, :, None], far[plain]
    distance = _distance(near, lower)
    pull = None if arms is None else _pull(near, lower, distance, turns, angles)
    distance += geo.beside[plain, None]
    rows = len(geo.parts) - len(index)  # the rows behind these are parts without their conditional point
    for with_point, row, low, high in geo.switch:
        active = (angles[0] >= low - CONDITION_TOLERANCE_RAD) & (angles[0] <= high + CONDITION_TOLERANCE_RAD)
        state[plain[with_point]] = active
        distance[with_point] = np.where(active, distance[with_point], distance[row])
        if pull is not None:
            pull[with_point] = np.where(active, pull[with_point], pull[row])
    lengths[plain[:rows]] = distance[:rows]
    if arms is not None and pull is not None:
        arms[plain[:rows]] = pull[:rows]
    if len(index):
        touched, upper, lower = touches(geo, turns, far[index])
        distance = _distance(upper, lower)
        lengths[index] = np.where(touched.turn != 0, touched.length, distance) + geo.beside[index, None]
        state[index] = touched.turn
        if arms is not None:
            arms[index] = _pull(upper, lower, distance, turns, angles)


def touches(geo: Geometry, turns: Array, far: Array) -> tuple[Wrapped, Array, Array]:
    """Each cylinder's wrapping for thigh points ``far`` (cylinder, 3, pose), and the upper and lower end, in the pelvis
    frame, of the free stretch between the bones: there pelvis and thigh pull at each other.

    A cylinder moves with its bone. Seen from it one end of the line stands still (the start) and the other one moves.
    The array ``far`` is written over.
    """
    near, thigh, pelvis = geo.near[geo.wrap_part, :, None], slice(geo.on_pelvis, None), slice(geo.on_pelvis)
    frame, centre, ends = geo.frame, geo.centre[..., None], geo.far[geo.wrap_part, :, None]
    still, moving = np.concatenate([near[pelvis], ends[thigh]]), far.copy()
    moving[thigh] = turned(near[thigh, :, 0], turns.transpose(1, 0, 2))
    back = frame.transpose(0, 2, 1)
    touched = wrap(back @ (still - centre), back @ (moving - centre), geo.radius, geo.half_length, geo.side)
    point = frame @ touched.end + centre
    bent = (touched.turn != 0)[:, None]
    upper, lower = np.where(bent, point, near), far
    upper[thigh] = near[thigh]
    np.copyto(lower[thigh], _moved(point[thigh], turns), where=bent[thigh])
    return touched, upper, lower


def path(geo: Geometry, angles: Array, above: Array, below: Array, spread: float) -> Array:
    """(point, 3) of the only part of ``geo`` in one pose (3,) in rad, for drawing.

    ``above`` and ``below`` are its points on the pelvis and, in the thigh's frame, on the thigh; where it lies on its
    cylinder there are further points, at most ``spread`` rad apart.
    """
    turns = rotations(angles[:, None])
    lower = turned(below, turns)[..., 0]
    if len(geo.wrap_part):
        touched, _, _ = touches(geo, turns, lower[:1, :, None].copy())
        if touched.turn[0, 0]:
            start, end = touched.start[0, :, 0], touched.end[0, :, 0]
            parts = np.linspace(0, 1, 2 + int(touched.arc[0, 0] / spread))
            turn = np.arctan2(start[1], start[0]) + touched.turn[0, 0] * touched.arc[0, 0] * parts
            skin = np.stack([geo.radius[0] * np.cos(turn), geo.radius[0] * np.sin(turn),
                             start[2] + (end[2] - start[2]) * parts], axis=-1) @ geo.frame[0].T + geo.centre[0]
            skin = turned(skin, turns)[::-1, :, 0] if not geo.on_pelvis else skin  # from the end that stands still
            above = np.concatenate([above, skin])
    return np.concatenate([above, lower])
