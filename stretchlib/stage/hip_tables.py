"""The hip model as data for the page: what ``hip_model.js`` computes lengths, moment arms, lines and sentences from.

The numbers come from the same tables as those of :mod:`stretchlib.hip`; here they are laid out part by part. Texts are
in the language that is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import hip
from ..core.errors import one_of
from ..hip import geometry, inputs, jumps
from ..hip.model import PATH_STEP_RAD
from ..hip.wording import SMALL_ARM_MM, model_name, muscle_name, within_sentence
from ..tables.phrases import words
from ..tables.rows.hip_model import HipPoint

Array = NDArray[np.float64]
DIGITS = 9  # of millimetres; a thousandth of what the page may differ by
FRAME_DIGITS = 12
#: How the keys of the phrases begin from which the page makes the sentences of the hip.
SAID = ("brief.", "brief_hardly.", "does.", "explored.", "hardly.", "list.", "number.decimal_mark", "pose.")


def hip_tables(knee: int = 0) -> dict[str, Any]:
    """The three geometries with the knee at 0 or 90 degrees, as plain lists and dicts for JSON.

    ``geometries``: by id the ``name`` and the ``parts``, by id: ``pelvis`` and ``thigh`` are the points [x, y, z] in mm
    from origin to insertion, about the hip centre in the frame of pelvis and thigh bone, ``drawn`` where the same
    points are drawn on the mean bones; ``sometimes`` says which of them are on the
    line only in ``range_rad`` of flexion; ``wrap`` is the cylinder that it is laid over. ``muscles``:
    the names of all parts, and as they stand ``inside`` a sentence. ``limits`` in degrees, ``jumps`` (from where on a
    change is a jump, in mm; how closely it is looked for, in degrees), ``words``. Raises :class:`StretchlibError` for
    another angle of the knee and for a table that cannot be used.
    """
    one_of(str(knee), [str(angle) for angle in inputs.KNEES], "angle of the knee")
    muscles = dict.fromkeys(part for model in hip.MODELS for part in geometry.parts_of(model))
    return {
        "geometries": {model: {"name": model_name(model),
                               "parts": {part: _part(model, part, knee) for part in geometry.parts_of(model)}}
                       for model in hip.MODELS},
        "muscles": {part: {"name": muscle_name(part), "inside": within_sentence(muscle_name(part))}
                    for part in muscles},
        "limits": {angle: list(ends) for angle, ends in hip.LIMITS.items()},
        "jumps": {"jump_mm": inputs.JUMP_MM, "arm_jump_mm": inputs.ARM_JUMP_MM, "near_deg": jumps.NEAR_DEG,
                  "near_step_deg": jumps.NEAR_SCAN_DEG, "way_step_deg": jumps.SCAN_DEG, "narrow_deg": jumps.NARROW_DEG},
        "small_arm_mm": SMALL_ARM_MM,
        "path_step_rad": PATH_STEP_RAD,
        "words": {key: text for key, text in words().items() if key.startswith(SAID)},
    }


def _part(model: str, part: str, knee: int) -> dict[str, Any]:
    centre = geometry.hip_centre(model)
    points = geometry.on_path(geometry.points_of(model, part), knee_flexion=float(np.radians(knee)))
    bones = {"pelvis": [point for point in points if point.body == "pelvis"],
             "thigh": [point for point in points if point.body != "pelvis"]}
    placed = {bone: [_rounded(geometry.position_of(point, centre, knee)) for point in on_bone]
              for bone, on_bone in bones.items()}
    at = geometry.drawn_at(model, part)
    drawn = {bone: [_rounded(at[point.order]) for point in on_bone] for bone, on_bone in bones.items()}
    return {**placed, "drawn": drawn, "sometimes": _sometimes(bones), "wrap": _wrap(model, part, knee)}


def _sometimes(bones: dict[str, list[HipPoint]]) -> dict[str, Any] | None:
    """Which points of a part are not always on its line, by bone and number, and the range in which they are."""
    conditional = [point for on_bone in bones.values() for point in on_bone if point.condition_angle == "hip_flexion"]
    if not conditional:
        return None
    low, high = geometry.condition_range(conditional[0])
    tolerance = geometry.CONDITION_TOLERANCE_RAD
    numbers = {bone: [number for number, point in enumerate(on_bone) if point in conditional]
               for bone, on_bone in bones.items()}
    return {**numbers, "range_rad": [low - tolerance, high + tolerance]}


def _wrap(model: str, part: str, knee: int) -> dict[str, Any] | None:
    """The cylinder of a part; ``frame`` row by row, its columns are the cylinder's axes."""
    geo = geometry.geometry(model, (part,), knee)
    if not len(geo.wrap_part):
        return None
    return {"on_pelvis": bool(geo.on_pelvis), "frame": _rounded(geo.frame[0].reshape(-1), FRAME_DIGITS),
            "centre": _rounded(geo.centre[0]), "radius_mm": float(geo.radius[0]),
            "half_length_mm": float(geo.half_length[0]), "side": _rounded(geo.side[0])}


def _rounded(values: Array | Sequence[float], digits: int = DIGITS) -> list[float]:
    return [float(value) + 0.0 for value in np.round(values, digits)]  # nought has no minus
