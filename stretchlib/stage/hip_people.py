"""The bones of 26 people for the page, and the muscles carried over them: what ``hip_people.js`` makes of them."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..hip import carried, people
from ..tables import catalogue
from ..tables.phrases import say
from . import meshes

Array = NDArray[np.float64]
STEP_MM = 0.3  # to which a mode is rounded: each person's points stay within a millimetre
SCORE_DIGITS = 4
DIGITS = 3  # of millimetres
PIECES = ("hip_bone_right", "hip_bone_left")
FOLLOWING = ("sacrum", "lumbar_5")  # drawn of another skeleton; they go with the sacrum that was measured


@catalogue.derived
def hip_people() -> dict[str, Any]:
    """26 people as plain lists and dicts for JSON.

    ``bones``: by the id of a part of the scene its ``scores`` (person, mode) and ``modes``: int16 (mode, axis, point),
    in steps of ``step_mm``, all low bytes before all high ones, base64; added to the scene's points they make a person.
    ``following``: the parts that go by ``spine`` (person, 12), nine numbers that turn and stretch, row by row, and
    three that move, mm. ``geometries``: by person, "1" to "26", name and parts as in :func:`.hip_tables.hip_tables`.
    """
    pelvis, femur = people.bone("pelvis"), people.bone("femur")
    modes = {bone: (pelvis.scores, pelvis.modes[:, people.PIECES[bone]]) for bone in PIECES}
    modes["femur_right"] = femur.scores, femur.modes
    for bone, (_, moves) in modes.items():
        assert moves.shape[1] == len(meshes.stored(bone)[0]), bone
    return {"step_mm": STEP_MM, "bones": {bone: _packed(*each) for bone, each in modes.items()},
            "following": list(FOLLOWING), "spine": _spine(),
            "geometries": {str(person): {"name": say("explorer.hip.person", person=person), "parts": _parts(person)}
                           for person in range(1, people.PEOPLE + 1)}}


def _packed(scores: Array, moves: Array) -> dict[str, Any]:
    steps = np.rint(moves / STEP_MM).astype("<i2").transpose(0, 2, 1)
    low_high = np.stack([steps & 255, steps >> 8]).astype(np.uint8)
    return {"modes": base64.b64encode(low_high.tobytes()).decode("ascii"),
            "scores": np.round(scores, SCORE_DIGITS).tolist()}


def _spine() -> list[list[float]]:
    """How the sacrum of each person differs from the mean one: the affine map that fits best."""
    own = people.PIECES["sacrum"]
    mean = people.bone("pelvis").mean[own]
    flat = np.column_stack([mean, np.ones(len(mean))])
    maps = [np.linalg.lstsq(flat, points[own], rcond=None)[0] for points in people.everyone("pelvis")]
    return [[*np.round(matrix[:3].T.reshape(-1), 5).tolist(), *np.round(matrix[3], 3).tolist()] for matrix in maps]


def _parts(person: int) -> dict[str, Any]:
    """The carried parts over a person's bones, each its points and its cylinder."""
    bones, parts = carried.bones_of(person), carried.parts()
    geo = carried.on_bones(bones, parts)
    wraps = {parts[part]: {"on_pelvis": number < geo.on_pelvis, "frame": _rounded(geo.frame[number].reshape(-1), 6),
                           "centre": _rounded(geo.centre[number]),
                           "radius_mm": round(float(geo.radius[number]), DIGITS),
                           "half_length_mm": round(float(geo.half_length[number]), DIGITS),
                           "side": _rounded(geo.side[number])} for number, part in enumerate(geo.wrap_part)}
    lines = {part: carried.placed_on(bones, part) for part in parts}
    return {part: {"pelvis": [_rounded(point) for point in line["pelvis"]],
                   "thigh": [_rounded(point) for point in line["femur"]], "sometimes": None, "wrap": wraps.get(part)}
            for part, line in lines.items()}


def _rounded(values: Array, digits: int = DIGITS) -> list[float]:
    return [float(value) + 0.0 for value in np.round(values, digits)]
