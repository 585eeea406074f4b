"""What Python's hip model says of many poses, written for ``hip_vectors.mjs``, which asks the page's model the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stretchlib import hip
from stretchlib.hip import geometry, jumps, solver, wrapping
from stretchlib.stage.hip_tables import hip_tables

Array = NDArray[np.float64]
SEED = 19
CLOSE_DEG = 1e-6  # a pose so close to a switch may take either side
BESIDE_SWITCH_DEG = (-1e-3, -2e-6, -1e-7, 0.0, 1e-7, 2e-6, 1e-3)
DRAWN = 150  # poses whose lines are compared point by point
WRAPPED = 2000  # lines over cylinders


def poses(count: int) -> Array:
    """(count, 3) poses in degrees, always the same: all corners, middles of edges and faces of the limits; poses on
    and beside switches of each part that has them; whole degrees, as sliders give; and any number in between."""
    random = np.random.default_rng(SEED)
    low, high = np.array([hip.LIMITS[angle] for angle in hip.ANGLES]).T
    sides = np.meshgrid(*np.stack([low, np.zeros(3), high], axis=1), indexing="ij")
    corners = np.stack([side.ravel() for side in sides], axis=1)
    switched = beside_switches(random)
    random.shuffle(switched)
    switched = switched[:count // 4]
    half = (count - len(corners) - len(switched)) // 2
    whole = random.integers(low.astype(int), high.astype(int) + 1, (half, 3))
    between = random.uniform(low, high, (count - len(corners) - len(switched) - half, 3))
    return np.concatenate([corners, switched, whole, between])


def beside_switches(random: np.random.Generator) -> Array:
    """(pose, 3) on and close to switches of every part with a cylinder or a conditional point, along each angle."""
    close = []
    low, high = np.array([hip.LIMITS[angle] for angle in hip.ANGLES]).T
    for model in hip.MODELS:
        for part in hip.muscle_ids(model):
            if not jumps.may_change(part, model, 0):
                continue
            for axis, angle in enumerate(hip.ANGLES):
                held = np.round(random.uniform(low, high), 1)
                held_angles: dict[str, Any] = {name: held[i] for i, name in enumerate(hip.ANGLES) if i != axis}
                for switch in hip.switches(part, angle, **held_angles, model=model):
                    pose = np.array([switch.flexion, switch.adduction, switch.rotation])
                    for step in BESIDE_SWITCH_DEG:
                        moved = pose.copy()
                        moved[axis] = np.clip(moved[axis] + step, low[axis], high[axis])
                        close.append(moved)
    return np.array(close)


def answers(angles: Array, knee: int) -> tuple[Array, NDArray[np.int8]]:
    """What the three models say of poses (pose, 3): (pose, row, 4) lengths and arms in mm, and (pose, row) states; a
    row is a part of a model, in the order of the tables."""
    numbers, states = [], []
    for model in hip.MODELS:
        answer = solver.solve(geometry.geometry(model, geometry.parts_of(model), knee), np.radians(angles.T))
        numbers.append(np.concatenate([answer.lengths[:, None], answer.arms], axis=1).transpose(2, 0, 1))
        states.append(answer.state.T)
    return np.concatenate(numbers, axis=1), np.concatenate(states, axis=1)


def beyond_switches(angles: Array, states: NDArray[np.int8], knee: int) -> list[dict[str, Any]]:
    """Where a pose lies within a millionth of a degree of a switch, what the model says on its other side."""
    sides = []
    for axis in range(3):
        for step in (-CLOSE_DEG, CLOSE_DEG):
            moved = angles.copy()
            moved[:, axis] += step
            numbers, moved_states = answers(moved, knee)
            sides += [{"pose": int(pose), "row": int(row), "numbers": numbers[pose, row].tolist()}
                      for pose, row in np.argwhere(moved_states != states)]
    return sides


def drawn_lines(angles: Array, knee: int) -> list[list[list[float]]]:
    """The line of one part after the other in these poses, each from origin to insertion in mm."""
    rows = [(model, part) for model in hip.MODELS for part in hip.muscle_ids(model)]
    lines = []
    for index, pose in enumerate(angles):
        model, part = rows[index % len(rows)]
        lines.append(hip.path(part, *pose.tolist(), model=model, knee=knee).tolist())
    return lines


def wraps(count: int) -> list[dict[str, Any]]:
    """Lines over cylinders of any kind, mm; a quarter slips off the upper end of its cylinder by a hair, or nearly, and
    a quarter off the lower. No pose of the models does that."""
    random = np.random.default_rng(SEED)
    first, second = random.uniform(-60, 60, (2, count, 3))
    radius, half_length = random.uniform(5, 40, count), random.uniform(10, 60, count)
    quarter, hairs = count // 4, np.tile([-1e-4, 1e-4], count)
    side = np.array([(0.0, 0.0), (-1.0, 0.0), (0.0, -1.0)])[random.integers(0, 3, count)]
    endless = wrapping.wrap(first[..., None], second[..., None], radius, np.full(count, 1e9), side)
    heights = np.stack([endless.start[:, 2, 0], endless.end[:, 2, 0]])
    for part, rise in ((slice(quarter), half_length - heights.min(axis=0) + hairs[:count]),
                       (slice(quarter, 2 * quarter), -half_length - heights.max(axis=0) + hairs[:count])):
        first[part, 2] += rise[part]
        second[part, 2] += rise[part]
    touched = wrapping.wrap(first[..., None], second[..., None], radius, half_length, side)
    return [{"first": first[i].tolist(), "second": second[i].tolist(), "cylinder": {
                "radius_mm": radius[i], "half_length_mm": half_length[i], "side": side[i].tolist()},
             "turn": int(touched.turn[i, 0]), "length": touched.length[i, 0], "arc": touched.arc[i, 0],
             "start": touched.start[i, :, 0].tolist(), "end": touched.end[i, :, 0].tolist()} for i in range(count)]


def write(folder: Path, count: int, knee: int = 0) -> None:
    """Lay tables, poses and answers into a folder: ``vectors.json``, and the many numbers in ``numbers.bin``."""
    angles = poses(count)
    numbers, states = answers(angles, knee)
    drawn = np.concatenate([angles[len(angles) // 2:], angles])[:min(DRAWN, count)]
    vectors = {"tables": hip_tables(knee), "poses": angles.tolist(), "states": states.tolist(),
               "beyond_switches": beyond_switches(angles, states, knee), "drawn": drawn.tolist(),
               "lines": drawn_lines(drawn, knee), "wraps": wraps(WRAPPED)}
    (folder / "vectors.json").write_text(json.dumps(vectors), encoding="utf-8")
    numbers.astype("<f8").tofile(folder / "numbers.bin")
