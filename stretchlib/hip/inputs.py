"""The arguments of the hip model, checked, each mistake with one clear error; and the classes of its answers."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError, did_you_mean, one_of
from ..tables import catalogue
from ..tables.phrases import say, term
from ..tables.rows.hip_model import MusclePart
from . import geometry
from .geometry import Geometry

Array = NDArray[np.float64]
MODELS = ("rajagopal2023", "delp1990", "dostal1981")
ANGLES = ("flexion", "adduction", "rotation")
#: The range in which the lengths were held against other software, degrees.
LIMITS: Mapping[str, tuple[float, float]] = {"flexion": (-20, 120), "adduction": (-45, 30), "rotation": (-45, 45)}
KNEES = (0, 90)
WARNED = 5  # stack frames from the warning to the caller: the public function is wrapped in ``one_look``
#: From where on a change of a path is a jump: of the length, of a moment arm.
JUMP_MM, ARM_JUMP_MM = 0.5, 1.0


class ExtrapolationWarning(UserWarning):
    """Some of the poses lie beyond the range in which the models were checked."""


@dataclass(frozen=True)
class Switch:
    """An angle at which the path of a part changes: ``kind`` is a via point or a wrap. Just below it the path is
    ``before``, just above it ``after``; the length jumps by ``jump_mm``, the three moment arms by ``arm_jump_mm``."""

    muscle: str
    model: str
    angle: str
    at_deg: float
    flexion: float
    adduction: float
    rotation: float
    kind: str
    before: str
    after: str
    jump_mm: float
    arm_jump_mm: tuple[float, float, float]

    @property
    def sudden(self) -> bool:
        """Whether length or a moment arm jumps; most paths change smoothly."""
        return abs(self.jump_mm) >= JUMP_MM or self.largest_arm_jump_mm >= ARM_JUMP_MM

    @property
    def largest_arm_jump_mm(self) -> float:
        """By how much the moment arm jumps that jumps most, without its sign."""
        return max(map(abs, self.arm_jump_mm))


@dataclass(frozen=True)
class LongestPose:
    """The pose of a grid in which a part is longest. ``edge`` names the angles that stand at a limit: there the
    limits decide the pose, not the muscle. ``on_way`` are the places where the length jumps between the anatomical
    position and here, ``near`` those within 2 degrees of here: there the model decides it, not the muscle."""

    muscle: str
    model: str
    flexion: float
    adduction: float
    rotation: float
    length_mm: float
    change_mm: float
    change_percent: float
    edge: tuple[str, ...]
    limits: Mapping[str, tuple[float, float]]
    on_way: tuple[Switch, ...] = ()
    near: tuple[Switch, ...] = ()

    @property
    def on_edge(self) -> bool:
        """Whether any angle stands at a limit."""
        return bool(self.edge)

    def __repr__(self) -> str:
        where = say("longest.edge", angles=", ".join(term("angle", name) for name in self.edge)) if self.edge else \
            say("longest.inside")
        who = f"{self.muscle} ({self.model})"
        jumps = [*([jump_on_way(who, self.on_way)] if self.on_way else []),
                 *([jump_near(who, self.near, self)] if self.near else [])]
        return " ".join([say("longest.pose", who=who, where=where, length=f"{self.length_mm:.1f}",
                             change=_signed(self.change_mm), percent=_signed(self.change_percent),
                             **{name: f"{getattr(self, name):g}" for name in ANGLES}), *jumps])


def jump_at(who: str, switch: Switch) -> str:
    """The sentence of an angle at which length or arm of ``who`` jumps, while that angle goes through its range."""
    return say("jump.at", who=who, at=f"{switch.at_deg:.1f}", angle=term("angle", switch.angle),
               sizes=_sizes([switch]))


def jump_on_way(who: str, switches: Sequence[Switch]) -> str:
    """The sentence of a change of length that holds two paths against each other."""
    return say("jump.on_way", who=who, length=_signed(_longest_jump(switches)))


def jump_near(who: str, switches: Sequence[Switch], pose: Any) -> str:
    """The sentence of jumps close to a ``pose`` with the three angles as attributes."""
    degrees = min(abs(switch.at_deg - getattr(pose, switch.angle)) for switch in switches)
    if _to_nought(degrees, 1):
        return say("jump.here", who=who, sizes=_sizes(switches))
    return say("jump.near", who=who, degrees=f"{degrees:.1f}", sizes=_sizes(switches))


def jumps_between_rows(who: str, switches: Sequence[Switch]) -> str:
    """The sentence of jumps between neighbouring poses of a table over several angles."""
    return say("jump.rows", who=who, count=len(switches), sizes=_sizes(switches, "jump.length_up_to"))


def _sizes(switches: Sequence[Switch], of_length: str = "jump.length") -> str:
    """The largest jump of length and of a moment arm; one that rounds to 0 is left out."""
    length, arm = _longest_jump(switches), max(switch.largest_arm_jump_mm for switch in switches)
    return ", ".join([*([] if _to_nought(length, 1) else [say(of_length, length=_signed(length))]),
                      *([] if _to_nought(arm, 0) else [say("jump.arm", arm=f"{arm:.0f}")])])


def _longest_jump(switches: Sequence[Switch]) -> float:
    return max((switch.jump_mm for switch in switches), key=abs)


def _to_nought(value: float, places: int) -> bool:
    return round(value, places) == 0


def _signed(value: float) -> str:
    """A change to a tenth with its sign; nought has no minus."""
    return f"{round(value, 1) + 0.0:+.1f}"


def checked_model(model: Any) -> str:
    """The name of a model."""
    if not isinstance(model, str):
        raise StretchlibError(f"A model is named by a word, not by {type(model).__name__}; "
                              f"use one of: {', '.join(MODELS)}.")
    one_of(model, MODELS, "hip model")
    return model


def chosen_geometry(muscles: Any, model: Any, knee: Any) -> Geometry:
    """The geometry of the parts asked for; ``None`` asks for all."""
    drawn = geometry.parts_of(checked_model(model))
    if not np.isscalar(knee) or isinstance(knee, bool | str) or knee not in KNEES:
        raise StretchlibError(f"The knee is {knee!r}; give 0 (straight) or 90 (bent) degrees.")
    if muscles is None:
        return geometry.geometry(model, drawn, int(knee))  # type: ignore[arg-type]
    if not isinstance(muscles, str | Iterable):
        raise StretchlibError(f"A muscle is named by a word or a list of words, not by {type(muscles).__name__}.")
    wanted = (muscles,) if isinstance(muscles, str) else tuple(muscles)
    if not wanted:
        raise StretchlibError("The list of muscles is empty; name at least one, or leave it out for all.")
    for index, muscle in enumerate(wanted):
        if muscle not in drawn:
            raise StretchlibError(_missing(str(muscle), model, drawn))
        if muscle in wanted[:index]:
            raise StretchlibError(f"{muscle} is named twice; name each muscle once.")
    return geometry.geometry(model, wanted, int(knee))  # type: ignore[arg-type]


def _missing(muscle: str, model: str, names: Sequence[str]) -> str:
    """Why a model has no such part: it lacks the muscle, draws it in parts, or nobody knows the name."""
    drawn = [part for part in catalogue.rows(MusclePart) if part.structure == muscle]
    parts = [part.part for part in drawn if part.model == model and part.part]
    if parts:
        return f"{model} draws {muscle} as {', '.join(parts)}; name one of these, or several in a list."
    having = [name for name in MODELS if muscle in geometry.parts_of(name)
              or any(part.model == name and part.part for part in drawn)]
    if having:
        return f"{muscle} is missing in {model}; it is in {' and '.join(having)}."
    if drawn:
        return f"{muscle} is missing in all three models; choose another muscle of hip.muscle_ids({model!r})."
    mend = did_you_mean(muscle, names)
    return f"There is no muscle {muscle!r} in {model}: {mend}" + ("" if mend.endswith("?") else ".")


def numbers(name: str, value: Any) -> Array:
    """An angle or a list of angles as an array of finite numbers, degrees."""
    try:
        degrees = np.asarray(value)
    except ValueError:
        degrees = np.asarray(None)
    if degrees.size and degrees.dtype.kind not in "iuf":
        raise StretchlibError(f"The {name} must be a number of degrees or an array of numbers; correct {value!r:.60}.")
    degrees = degrees.astype(np.float64)
    if not np.isfinite(degrees).all():
        raise StretchlibError(f"The {name} holds {degrees[~np.isfinite(degrees)].flat[0]}; give finite degrees only.")
    return degrees


def poses(flexion: Any, adduction: Any, rotation: Any) -> Array:
    """The three angles broadcast to one array (..., 3) of its own, degrees."""
    each = [numbers(name, value) for name, value in zip(ANGLES, (flexion, adduction, rotation), strict=True)]
    try:
        return np.stack(np.broadcast_arrays(*each), axis=-1)
    except ValueError:
        shapes = ", ".join(f"{name} {values.shape}" for name, values in zip(ANGLES, each, strict=True))
        raise StretchlibError(f"The angles do not fit together ({shapes}); give single numbers or arrays of one "
                              "shape.") from None


def beyond(angles: Array) -> NDArray[np.bool_]:
    """Which of the angles (..., 3) lie outside :data:`LIMITS`."""
    low, high = np.array([LIMITS[name] for name in ANGLES]).T
    return np.asarray((angles < low - 1e-9) | (angles > high + 1e-9))


def hold_to_limits(angles: Array, extrapolate: bool) -> None:
    """Refuse, or with ``extrapolate`` warn of, angles (..., 3) beyond :data:`LIMITS`."""
    out = beyond(angles)
    if not out.any():
        return
    axis = int(np.argmax(out.reshape(-1, 3).any(axis=0)))
    worst, (low, high) = angles[..., axis][out[..., axis]].flat[0], LIMITS[ANGLES[axis]]
    wrong = f"{ANGLES[axis]} {worst:g} lies beyond {low:g} to {high:g} degrees, where the models were checked"
    if not extrapolate:
        raise StretchlibError(f"The {wrong}; stay inside, or ask with extrapolate=True.")
    warnings.warn(f"Extrapolated: the {wrong}.", ExtrapolationWarning, stacklevel=WARNED)


def checked_limits(limits: Any) -> dict[str, tuple[float, float]]:
    """Limits of a search as {angle: (low, high)}."""
    if not isinstance(limits, Mapping):
        raise StretchlibError("Give limits as a dict such as {'flexion': (0, 100), 'rotation': (-40, 40)}.")
    ranges = {}
    for name, ends in limits.items():
        one_of(name, ANGLES, "angle")
        pair = numbers(f"limit of {name}", ends)
        if pair.shape != (2,) or (np.diff(pair) < 0).any():
            raise StretchlibError(f"The limits of {name} are {ends!r}; give (low, high) in degrees.")
        low, high = pair.tolist()
        ranges[name] = (low, high)
    return ranges


def steps(low: float, high: float, step: float) -> Array:
    """Degrees from ``low`` to ``high``, both included; steps are counted from 0 where the range holds it."""
    first = np.ceil(low / step) * step
    return np.unique(np.round(np.concatenate([[low], np.arange(first, high, step), [high]]), 9)) + 0.0  # nor -0
