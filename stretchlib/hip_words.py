"""How the hip's numbers are said everywhere: directions, muscles, poses and geometries in plain words."""

from __future__ import annotations

from . import datasets
from .errors import one_of

#: Order of the last axis of ``hip.moment_arms``.
AXES = ("flexion", "adduction", "rotation")
#: axis -> (name of the panel, what a positive arm does, what a negative arm does)
DOES = {
    "flexion": ("Forward or back", "bends the thigh forward", "draws the thigh back"),
    "adduction": ("In or out", "draws the thigh in", "draws the thigh out"),
    "rotation": ("Turning", "turns the thigh inward", "turns the thigh outward"),
}
#: model -> its name for readers
MODEL_NAMES = {"rajagopal2023": "Rajagopal 2023", "delp1990": "Delp 1990", "dostal1981": "Dostal 1981"}
SMALL_ARM_MM = 1.0


def model_name(model: str) -> str:
    """The name of a geometry for readers."""
    return MODEL_NAMES.get(model, model)


def muscle_name(muscle: str) -> str:
    """A part of the models as ``hip_parts.csv`` names it: ``gluteus_medius_anterior`` is "Gluteus medius, front part".

    Raises :class:`~stretchlib.errors.StretchlibError` for a part that no model has.
    """
    names = {str(row["part"]): row for row in reversed(datasets.rows("hip_parts"))}  # the same in every model
    one_of(muscle, names, "part of a hip muscle")
    return str(names[muscle]["name_en"])


def does(axis: str, arm_mm: float) -> str:
    """What a moment arm does, in words first: "turns the thigh outward, 29 mm"."""
    _, positive, negative = DOES[axis]
    if abs(arm_mm) < SMALL_ARM_MM:
        undecided = {"flexion": "forward or back", "adduction": "in or out", "rotation": "inward or outward"}[axis]
        return f"hardly moves the thigh {undecided}, {abs(arm_mm):.1f} mm"
    return f"{positive if arm_mm > 0 else negative}, {abs(arm_mm):.0f} mm"


def pose_text(flexion: float, adduction: float, rotation: float) -> str:
    """A pose in words: "90° flexion, 20° abduction, 30° external rotation"."""
    words = [f"{abs(angle):g}° {plus if angle > 0 else minus}" for angle, plus, minus in (
        (flexion, "flexion", "extension"), (adduction, "adduction", "abduction"),
        (rotation, "internal rotation", "external rotation")) if angle]
    return ", ".join(words) or "anatomical position"


def listed(words: list[str]) -> str:
    """"a, b and c"."""
    return ", ".join([*words[:-2], " and ".join(words[-2:])])


def spread(values: list[float], unit: str, sign: bool = True) -> str:
    """"+7 to +11 %", or one value where they print alike."""
    low, high = (f"{value:+.0f}" if sign else f"{value:.0f}" for value in (min(values), max(values)))
    return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"
