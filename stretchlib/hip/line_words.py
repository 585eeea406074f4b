"""How the line of a muscle part lies in a pose, in a sentence: on its cylinder or off it, by its guide point or not."""

from __future__ import annotations

import numpy as np

from ..tables.phrases import say
from . import solver
from .inputs import MODELS, chosen_geometry, hold_to_limits, poses
from .wording import model_name


def line_words(muscle: str, flexion: float = 0, adduction: float = 0, rotation: float = 0, *, model: str = MODELS[0],
               knee: int = 0) -> str:
    """The sentence of a part's line in one pose, degrees; empty where the line has neither cylinder nor conditional
    point. Raises :class:`StretchlibError` as :func:`stretchlib.hip.path` does."""
    geo, pose = chosen_geometry(muscle, model, knee), poses(flexion, adduction, rotation)
    hold_to_limits(pose[None], False)
    if not (len(geo.wrap_part) or geo.switch):
        return ""
    on = bool(solver.solve(geo, np.radians(pose[:, None]), arms=False).state[0, 0])
    kind = "cylinder" if len(geo.wrap_part) else "guide_point"
    return say(f"explored.{'on' if on else 'off'}_{kind}", model=model_name(model))
