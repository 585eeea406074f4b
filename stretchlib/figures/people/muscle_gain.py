"""How much longer a muscle is in a drawn pose than in plain sitting, by three published geometries.

What a picture marks as stretched follows from it, so that no picture says more than the model of notebook 02. The
reference is the position ``upright_sitting`` of ``stretch_positions``; the hip angles are those of the drawn pose.
"""

from __future__ import annotations

import numpy as np

from ... import hip
from ...tables import catalogue
from ...tables.rows.hip_model import MusclePart, StretchPosition
from ...tables.rows.people import Pose

REFERENCE = "upright_sitting"
STRETCHED = 3.0  # percent of the length in sitting, in at least GEOMETRIES of the three: stretched
GEOMETRIES = 2


def gains(structure: str, side: str, row: Pose) -> dict[str, float]:
    """Change of length in percent against plain sitting, by geometry; empty for what no geometry has, a nerve.

    ``row`` is one of ``poses``, ``side`` left or right, ``structure`` an id of
    ``structures``. Length of muscle and tendon together; a muscle of several parts counts by their mean. An angle
    beyond :data:`stretchlib.hip.LIMITS`, where the geometries were not checked, counts as the limit: bones that are
    drawn farther add nothing that was shown to hold.
    """
    modelled = {part.structure for part in catalogue.rows(MusclePart) if part.part}
    if structure not in modelled:
        return {}
    pose = {angle: float(np.clip(getattr(row, f"{side}_hip_{angle}_deg"), *hip.LIMITS[angle])) for angle in hip.ANGLES}
    sitting = catalogue.row(StretchPosition, REFERENCE)
    reference = {angle: getattr(sitting, f"{angle}_deg") for angle in hip.ANGLES}
    changes = {}
    for model in hip.MODELS:
        if parts := hip.parts_of(structure, model):
            now, then = (hip.muscle_lengths(*(angles[name] for name in hip.ANGLES), muscles=parts, model=model)
                         for angles in (pose, reference))
            changes[model] = float(100 * (now / then - 1).mean())
    return changes


def degree(structure: str, side: str, row: Pose) -> str | None:
    """``stretched``, ``barely`` or ``none``; ``None`` where fewer than :data:`GEOMETRIES` geometries have the muscle.

    ``stretched``: at least :data:`STRETCHED` percent longer in two geometries; ``barely``: longer in two.
    """
    change = np.array(list(gains(structure, side, row).values()))
    if len(change) < GEOMETRIES:
        return None
    if (change >= STRETCHED).sum() >= GEOMETRIES:
        return "stretched"
    return "barely" if (change > 0).sum() >= GEOMETRIES else "none"
