"""A muscle laid over a cylinder: which way round, how long, and where it touches (NumPy only).

Points are in the cylinder's own frame, its axis is z and its middle the origin. The rules are those with which the
geometry's own software decides whether a muscle touches the cylinder.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_TINY = 1e-300


class Wrapped(NamedTuple):
    """Where muscles touch their cylinders, (cylinder, pose).

    ``turn`` is 0 where a muscle runs straight, 1 and -1 where it goes round counter-clockwise and clockwise; the other
    fields mean something only where ``turn`` is not 0. ``start`` and ``end`` (cylinder, 3, pose) are the points of
    touch, ``arc`` the angle between them in rad, ``length`` the whole way from the first point to the second.
    """

    turn: NDArray[np.int8]
    length: Array
    arc: Array
    start: Array
    end: Array


def wrap(first: Array, second: Array, radius: Array, half_length: Array, side: Array) -> Wrapped:
    """Lay the lines from ``first`` to ``second``, (cylinder, 3, pose) or (cylinder, 3, 1), over their cylinders.

    ``radius`` and ``half_length`` are (cylinder,); ``side`` (cylinder, 2) is the direction, a unit vector across the
    axis, on which a muscle must pass, or zero for the shorter way round. A muscle runs straight where an end is inside
    the radius, where its line misses the cylinder (with a side: and an end is on that side), and where both points of
    touch lie beyond the same end of the cylinder. An end that is the same in all poses costs next to nothing.
    """
    radius, half_length = radius[:, None], half_length[:, None]
    px, py, pz = first[:, 0], first[:, 1], first[:, 2]
    qx, qy, qz = second[:, 0], second[:, 1], second[:, 2]
    r2 = radius * radius
    p2, q2 = px * px + py * py, qx * qx + qy * qy
    dot, cross = px * qx + py * qy, px * qy - py * qx
    # The line comes nearest to the axis between its ends, and nearer than the radius.
    hits = (dot < p2) & (dot < q2) & (cross * cross < r2 * (p2 - 2 * dot + q2))
    turn = np.where(cross >= 0, 1.0, -1.0)  # the shorter way
    p_free, q_free = np.sqrt(np.maximum(p2 - r2, 0.0)), np.sqrt(np.maximum(q2 - r2, 0.0))
    p_scale, q_scale = radius / np.maximum(p2, r2), radius / np.maximum(q2, r2)
    px, py, qx, qy = p_scale * px, p_scale * py, q_scale * qx, q_scale * qy
    wraps = hits
    long_way = np.array(False)
    if side.any():
        sx, sy = side.T[..., None]
        p_side, q_side = px * sx + py * sy, qx * sx + qy * sy
        # How far the middle of the shorter way lies on the wanted side; without a side it is 0.
        middle = radius * (p_side + q_side) + turn * (q_free * (qy * sx - qx * sy) - p_free * (py * sx - px * sy))
        sided = (sx != 0) | (sy != 0)
        long_way = sided & (~hits | (middle < 0))
        wraps = hits | (sided & (p_side <= 0) & (q_side <= 0))
        turn = np.where(long_way, -turn, turn)
    a, b = turn * p_free, turn * q_free
    ax, ay, bx, by = radius * px - a * py, radius * py + a * px, radius * qx + b * qy, radius * qy - b * qx
    arc = turn * np.arctan2(ax * by - ay * bx, ax * bx + ay * by)
    if long_way.any():
        arc = np.where(long_way & (arc < 0), arc + 2 * np.pi, arc)  # more than half a turn
    bent = radius * np.maximum(arc, 0.0)

    flat = np.maximum(p_free + bent + q_free, _TINY)  # the cylinder's skin rolled out: the muscle is a straight line
    rise = qz - pz
    slope = rise / flat
    start_z, end_z = pz + slope * p_free, qz - slope * q_free
    past = (np.minimum(start_z, end_z) > half_length) | (np.maximum(start_z, end_z) < -half_length)
    wraps = wraps & (p2 >= r2) & (q2 >= r2) & ~past
    return Wrapped(np.where(wraps, turn, 0.0).astype(np.int8), np.sqrt(flat * flat + rise * rise), arc,
                   np.stack([ax, ay, start_z], axis=1), np.stack([bx, by, end_z], axis=1))
