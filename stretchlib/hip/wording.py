"""How the hip's numbers are said everywhere: directions, muscles, poses and geometries in plain words."""

from __future__ import annotations

from ..core.errors import one_of
from ..tables import catalogue
from ..tables.catalogue import current_language
from ..tables.paths import ENGLISH
from ..tables.phrases import say
from ..tables.rows.hip_model import HipPart

#: Order of the last axis of ``hip.moment_arms``.
AXES = ("flexion", "adduction", "rotation")
#: axis -> what a positive arm does and what a negative arm does, as the keys of ``words.csv`` end
DOES = {"flexion": ("flexion", "extension"), "adduction": ("adduction", "abduction"), "rotation": ("inward", "outward")}
#: model -> its name for readers
MODEL_NAMES = {"rajagopal2023": "Rajagopal 2023", "delp1990": "Delp 1990", "dostal1981": "Dostal 1981"}
SMALL_ARM_MM = 1.0


def model_name(model: str) -> str:
    """The name of a geometry for readers."""
    return MODEL_NAMES.get(model, model)


def muscle_name(muscle: str) -> str:
    """A part of the models as ``hip_parts.csv`` names it: ``gluteus_medius_anterior`` is "Gluteus medius, front part".

    Raises :class:`StretchlibError` for a part that no model has.
    """
    names = {part.part: part.name_en for part in reversed(catalogue.rows(HipPart))}  # the same in every model
    one_of(muscle, names, "part of a hip muscle")
    return names[muscle]


def within_sentence(name: str) -> str:
    """A name inside a sentence, where English writes it small; other languages may write nouns in capitals."""
    return name.lower() if current_language() == ENGLISH else name


def way(axis: str, positive: bool) -> str:
    """What an arm of this sign does: "turns the thigh outward"."""
    return say(f"does.{DOES[axis][0 if positive else 1]}")


def does(axis: str, arm_mm: float) -> str:
    """What a moment arm does, in words first: "turns the thigh outward, 29 mm"."""
    if abs(arm_mm) < SMALL_ARM_MM:
        return say(f"hardly.{axis}", arm=f"{abs(arm_mm):.1f}")
    return say("does.arm", does=way(axis, arm_mm > 0), arm=f"{abs(arm_mm):.0f}")


def briefly(axis: str, positive: bool, arm_mm: float | None = None) -> str:
    """As :func:`does` within a picture, where not every language has room for the thigh; ``None``: no arm."""
    direction = say(f"brief.{DOES[axis][0 if positive else 1]}")
    return direction if arm_mm is None else say("does.arm", does=direction, arm=f"{abs(arm_mm):.0f}")


def pose_text(flexion: float, adduction: float, rotation: float) -> str:
    """A pose in words: "90° flexion, 20° abduction, 30° external rotation"."""
    angles = [say(f"pose.{DOES[axis][0 if angle > 0 else 1]}", angle=f"{abs(angle):g}")
              for axis, angle in zip(AXES, (flexion, adduction, rotation), strict=True) if angle]
    return ", ".join(angles) or say("pose.anatomical")


def listed(words: list[str]) -> str:
    """"a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join([*words[:-2], say("list.and", first=words[-2], last=words[-1])])


def spread(values: list[float], unit: str, sign: bool = True) -> str:
    """"+7 to +11 %", or one value where they print alike."""
    low, high = (f"{value:+.0f}" if sign else f"{value:.0f}" for value in (min(values), max(values)))
    return f"{low} {unit}" if low == high else say("list.span", low=low, high=high, unit=unit)
