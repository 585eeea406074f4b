"""Where the path of a muscle part changes on the way from one pose to another, and whether it jumps there.

A conditional via point comes or goes, or a muscle gets onto its cylinder, off it, or round its other side. Most of
that is smooth. Where it is not, length or moment arm jumps: a limit of the model, not of a muscle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import geometry, solver
from .inputs import ANGLES, LIMITS, Array, Switch, chosen_geometry, jump_at, jumps_between_rows

NEAR_DEG = 2.0
SCAN_DEG, NEAR_SCAN_DEG = 0.5, 0.1  # beside a pose a path that comes and goes at once is looked for as well
NARROW_DEG = 1e-6  # so closely a change is told apart from what lies on either side


class Changes(NamedTuple):
    """Changes of one part's path on some ways: the poses just before and just after (3, change) in degrees, and the
    number of the way (change,)."""

    before: Array
    after: Array
    way: NDArray[np.intp]


def may_change(muscle: str, model: str, knee: int) -> bool:
    """Whether a part has a conditional point or a cylinder at all."""
    geo = chosen_geometry(muscle, model, knee)
    return bool(len(geo.switch) or len(geo.wrap_part))


def between(muscle: str, model: str, knee: int, start: Array, end: Array) -> tuple[Switch, ...]:
    """The changes of a part's path on the straight way between two poses (3,) in degrees, in order.

    Found in steps of half a degree, then to a millionth of a degree.
    """
    if not may_change(muscle, model, knee):
        return ()
    steps = max(1, int(np.ceil(np.abs(end - start).max() / SCAN_DEG)))
    line = start[:, None] + (end - start)[:, None] * np.linspace(0, 1, steps + 1)
    return switches_of(muscle, model, knee, line[:, :-1], line[:, 1:])


def near(muscle: str, model: str, knee: int, pose: Array) -> tuple[Switch, ...]:
    """The sudden changes within 2 degrees of a pose (3,), along each of the angles, nearest first."""
    if not may_change(muscle, model, knee):
        return ()
    starts, ends = [], []
    for axis, name in enumerate(ANGLES):
        low, high = LIMITS[name]
        line = np.unique(np.clip(pose[axis] + np.arange(-NEAR_DEG, NEAR_DEG + NEAR_SCAN_DEG / 2, NEAR_SCAN_DEG),
                                 min(low, pose[axis]), max(high, pose[axis])))
        poses = np.repeat(pose[:, None], len(line), axis=1)
        poses[axis] = line
        starts.append(poses[:, :-1])
        ends.append(poses[:, 1:])
    changes = switches_of(muscle, model, knee, np.concatenate(starts, axis=1), np.concatenate(ends, axis=1))
    return tuple(sorted((switch for switch in changes if switch.sudden),
                        key=lambda switch: abs(switch.at_deg - pose[ANGLES.index(switch.angle)])))


def switches_of(muscle: str, model: str, knee: int, start: Array, end: Array) -> tuple[Switch, ...]:
    """The changes of a part's path on short ways, (3, way) to (3, way) in degrees, each with one change at most."""
    geo = chosen_geometry(muscle, model, knee)
    return tuple(_switches(geo, model, _located(geo, start, end)))


def _located(geo: geometry.Geometry, start: Array, end: Array) -> Changes:
    """Halve each way with another path at its end until a millionth of a degree is left."""
    first = solver.solve(geo, np.radians(start), arms=False).state[0]
    last = solver.solve(geo, np.radians(end), arms=False).state[0]
    way = np.flatnonzero(first != last)
    left, right, first = start[:, way], end[:, way], first[way]
    while len(way) and np.abs(right - left).max() > NARROW_DEG:
        middle = (left + right) / 2
        same = solver.solve(geo, np.radians(middle), arms=False).state[0] == first
        left, right = np.where(same, middle, left), np.where(same, right, middle)
    return Changes(left, right, way)


def _switches(geo: geometry.Geometry, model: str, changes: Changes) -> Iterator[Switch]:
    if not len(changes.way):
        return
    below, above = (solver.solve(geo, np.radians(side)) for side in (changes.before, changes.after))
    kind = "via point" if len(geo.switch) else "wrap"
    for index in range(len(changes.way)):
        states = int(below.state[0, index]), int(above.state[0, index])
        before, after = ("on the path" if state else "off the path" for state in states)
        after = "round the other side" if all(states) else after
        axis = int(np.abs(changes.after[:, index] - changes.before[:, index]).argmax())
        pose = {name: float(changes.after[i, index]) for i, name in enumerate(ANGLES)}
        arms = above.arms[0, :, index] - below.arms[0, :, index]
        yield Switch(geo.parts[0], model, ANGLES[axis], pose[ANGLES[axis]], **pose, kind=kind, before=before,
                     after=after, jump_mm=float(above.lengths[0, index] - below.lengths[0, index]),
                     arm_jump_mm=(float(arms[0]), float(arms[1]), float(arms[2])))


def facts_of_sweep(parts: list[tuple[str, str]], knee: int, axes: list[Array]) -> tuple[str, ...]:
    """The sentences of :func:`facts_of_grid` for each (part, model) of a table over poses."""
    return tuple(fact for part, model in parts for fact in facts_of_grid(part, model, knee, axes))


def facts_of_grid(muscle: str, model: str, knee: int, axes: list[Array]) -> list[str]:
    """The sentences of the jumps of a part between neighbouring poses of a grid; ``axes`` are the values of the three
    angles in rising order, degrees. Along a single angle each jump is named, also where two poses hide it."""
    who, moving = f"{muscle} ({model})", [axis for axis, values in enumerate(axes) if len(values) > 1]
    if not moving or not may_change(muscle, model, knee):
        return []
    if len(moving) == 1:
        start, end = (np.array([values[index] for values in axes]) for index in (0, -1))
        return [jump_at(who, switch) for switch in between(muscle, model, knee, start, end) if switch.sudden]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"))
    jumps: list[Switch] = []
    for axis in moving:
        start, end = (np.take(grid, range(*ends), axis=axis + 1) for ends in ((0, len(axes[axis]) - 1),
                                                                              (1, len(axes[axis]))))
        changes = switches_of(muscle, model, knee, start.reshape(3, -1), end.reshape(3, -1))
        jumps += [switch for switch in changes if switch.sudden]
    return [jumps_between_rows(who, jumps)] if jumps else []
