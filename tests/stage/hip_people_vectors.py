"""What Python says of 26 people's hips, for the page's own people to be held against: lengths, arms and bones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from stretchlib.hip import carried, people
from stretchlib.stage import meshes
from stretchlib.stage.hip_people import FOLLOWING, hip_people
from stretchlib.stage.hip_tables import hip_tables

PERSONS = (1, 7, 26)  # whose bones are compared point by point
SEED = 20261201


def write(folder: Path, count: int) -> None:
    """Write ``people.json`` into the folder: ``count`` poses within the model's limits, every person, every part."""
    chance = np.random.default_rng(SEED)
    poses = np.column_stack([chance.uniform(-10, 110, count), chance.uniform(-25, 20, count),
                             chance.uniform(-30, 30, count)]).round(3)
    lengths, arms = carried.evaluate_people(*poses.T)
    standing, _ = carried.evaluate_people(0, 0, 0)
    data = hip_people()
    bones = {part: {"mean": meshes.stored(part)[0].reshape(-1).tolist(),
                    "persons": {str(person): _points(part, person).reshape(-1).tolist() for person in PERSONS}}
             for part in (*data["bones"], *FOLLOWING)}
    (folder / "people.json").write_text(json.dumps({
        "people": data, "tables": hip_tables(), "muscles": carried.parts(),
        "poses": [dict(zip(("flexion", "adduction", "rotation"), pose, strict=True)) for pose in poses.tolist()],
        "lengths": lengths.tolist(), "arms": arms.tolist(), "standing": standing.tolist(), "bones": bones}),
        encoding="utf-8")


def _points(part: str, person: int) -> np.ndarray:
    """A person's points of a part: measured ones, or those of the drawn sacrum, which goes with the measured one."""
    if part == "femur_right":
        return people.points("femur", person)
    if part in people.PIECES and part not in FOLLOWING:
        return people.points("pelvis", person)[people.PIECES[part]]
    own = people.PIECES["sacrum"]
    measured = people.bone("pelvis").mean[own]
    flat = np.column_stack([measured, np.ones(len(measured))])
    affine = np.linalg.lstsq(flat, people.points("pelvis", person)[own], rcond=None)[0]
    mean = meshes.stored(part)[0]
    return np.asarray(np.column_stack([mean, np.ones(len(mean))]) @ affine)
