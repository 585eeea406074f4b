"""The hip as published muscle geometries draw it: lengths and moment arms in any position, of a right hip.

Angles in degrees: flexion, adduction and internal rotation are positive. Lengths are whole muscle-tendon paths in mm,
never fibre strain. A moment arm is -dL/dq in mm: positive where pulling would increase the angle. At 90 degrees of
flexion "adduction" moves the thigh horizontally; "rotation" is always about the long axis of the thigh.

Models: ``rajagopal2023`` (muscles laid over cylinders), ``delp1990`` (via points) and ``dostal1981`` (straight lines
on one dry specimen, whose two-joint muscles end on the thigh and do not feel the knee). Checked for flexion -20 to 120,
adduction -45 to 30, rotation -45 to 45; beyond that only with ``extrapolate=True``, and a warning or a column says so.

``evaluate_people`` lays four muscles of the first over the bones of 26 people (:mod:`.people` holds the bones,
:mod:`.carried` the muscles, :mod:`.measures` what was measured of the bones).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy import lazy_names

if TYPE_CHECKING:
    from .carried import evaluate_people
    from .model import (
        ANGLES,
        LIMITS,
        MODELS,
        ExtrapolationWarning,
        LongestPose,
        Switch,
        evaluate,
        jumps_near,
        jumps_on_way,
        longest_pose,
        moment_arms,
        muscle_ids,
        muscle_lengths,
        outside,
        parts_of,
        path,
        sweep,
        switches,
    )

__all__ = [
    "ANGLES", "LIMITS", "MODELS", "ExtrapolationWarning", "LongestPose", "Switch", "evaluate", "evaluate_people",
    "jumps_near",
    "jumps_on_way", "longest_pose", "moment_arms", "muscle_ids", "muscle_lengths", "outside", "parts_of", "path",
    "sweep", "switches",
]
# The model needs numpy, and the check of its tables does not.
__getattr__ = lazy_names(__name__, dict.fromkeys(__all__, "model") | {"evaluate_people": "carried"})
