"""What a student asks the model: lengths, moment arms and paths in any position, sweeps, longest poses, jumps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..core.errors import StretchlibError, one_of
from ..core.numbers import within
from ..tables import catalogue
from ..tables.memo import one_look
from ..tables.rows.hip_model import MusclePart
from . import geometry, jumps, solver
from .geometry import Geometry
from .inputs import (
    ANGLES,
    JUMP_MM,
    LIMITS,
    MODELS,
    ExtrapolationWarning,
    LongestPose,
    Switch,
    beyond,
    checked_limits,
    checked_model,
    chosen_geometry,
    hold_to_limits,
    numbers,
    poses,
    steps,
)

if TYPE_CHECKING:
    from .sweep_table import Sweep

Array = NDArray[np.float64]
PATH_STEP_RAD = np.pi / 18  # a drawn line has a point at least so often on its cylinder
__all__ = ["ANGLES", "LIMITS", "MODELS", "ExtrapolationWarning", "LongestPose", "Switch", "evaluate", "jumps_near",
           "jumps_on_way", "longest_pose", "moment_arms", "muscle_ids", "muscle_lengths", "outside", "parts_of", "path",
           "sweep", "switches"]


@one_look()
def muscle_ids(model: str = MODELS[0]) -> tuple[str, ...]:
    """The muscle parts that a model draws, in the order of the last axis of :func:`muscle_lengths`."""
    return geometry.parts_of(checked_model(model))


@one_look()
def parts_of(structure: str, model: str = MODELS[0]) -> tuple[str, ...]:
    """The parts that stand for a muscle of ``structures.csv`` in a model; empty where the model lacks it."""
    checked_model(model)
    parts = [part for part in catalogue.rows(MusclePart) if part.model == model]
    one_of(structure, {part.structure for part in parts}, "muscle")
    return tuple(part.part for part in parts if part.structure == structure and part.part)


@one_look()
def muscle_lengths(flexion: ArrayLike = 0, adduction: ArrayLike = 0, rotation: ArrayLike = 0, *,
                   muscles: str | Iterable[str] | None = None, model: str = MODELS[0], knee: int = 0,
                   extrapolate: bool = False) -> Array:
    """Muscle-tendon lengths in mm, shape (..., muscle).

    The angles, in degrees, broadcast against each other to (...); ``muscles`` is one part, several or ``None`` for
    all; ``knee`` is 0 or 90 degrees of knee flexion. Raises :class:`StretchlibError` for an angle that is no finite
    number, shapes that do not fit, an unknown or missing muscle, and an angle beyond :data:`LIMITS`; with
    ``extrapolate=True`` the last becomes an :class:`ExtrapolationWarning`, and :func:`outside` tells which poses.
    """
    geo, angles = _geometry_and_poses(flexion, adduction, rotation, muscles, model, knee, extrapolate)
    lengths = solver.solve(geo, np.radians(angles.reshape(-1, 3).T), arms=False).lengths
    return np.moveaxis(lengths.reshape(len(geo.parts), *angles.shape[:-1]), 0, -1)


def moment_arms(flexion: ArrayLike = 0, adduction: ArrayLike = 0, rotation: ArrayLike = 0, *,
                muscles: str | Iterable[str] | None = None, model: str = MODELS[0], knee: int = 0,
                extrapolate: bool = False) -> Array:
    """Moment arms -dL/dq in mm about flexion, adduction and rotation, shape (..., muscle, 3).

    Positive tends to increase the angle. Arguments and errors as in :func:`muscle_lengths`.
    """
    return evaluate(flexion, adduction, rotation, muscles=muscles, model=model, knee=knee, extrapolate=extrapolate)[1]


@one_look()
def evaluate(flexion: ArrayLike = 0, adduction: ArrayLike = 0, rotation: ArrayLike = 0, *,
             muscles: str | Iterable[str] | None = None, model: str = MODELS[0], knee: int = 0,
             extrapolate: bool = False) -> tuple[Array, Array]:
    """Lengths and moment arms at once; see :func:`muscle_lengths` and :func:`moment_arms`."""
    geo, angles = _geometry_and_poses(flexion, adduction, rotation, muscles, model, knee, extrapolate)
    answer = solver.solve(geo, np.radians(angles.reshape(-1, 3).T))
    shape, count = angles.shape[:-1], len(geo.parts)
    return (np.moveaxis(answer.lengths.reshape(count, *shape), 0, -1),
            np.moveaxis(answer.arms.reshape(count, 3, *shape), (0, 1), (-2, -1)))


def _geometry_and_poses(flexion: ArrayLike, adduction: ArrayLike, rotation: ArrayLike,
                        muscles: str | Iterable[str] | None, model: str, knee: int, extrapolate: bool
                        ) -> tuple[Geometry, Array]:
    """The checked arguments of a public function: the parts' geometry, and the angles (..., 3) in degrees."""
    geo, angles = chosen_geometry(muscles, model, knee), poses(flexion, adduction, rotation)
    hold_to_limits(angles, extrapolate)
    return geo, angles


def outside(flexion: ArrayLike = 0, adduction: ArrayLike = 0, rotation: ArrayLike = 0) -> NDArray[np.bool_]:
    """Whether a pose lies beyond :data:`LIMITS`, in the shape the angles broadcast to."""
    return np.asarray(beyond(poses(flexion, adduction, rotation)).any(axis=-1))


@one_look()
def path(muscle: str, flexion: float = 0, adduction: float = 0, rotation: float = 0, *, model: str = MODELS[0],
         knee: int = 0, extrapolate: bool = False) -> Array:
    """The line of one part in one pose for drawing, (point, 3) in mm from origin to insertion.

    Axes of the pelvis about the hip centre: x to the front, y up, z to the right. Where the part lies on a cylinder
    there is a point at least every 10 degrees of it.
    """
    geo, angles = _geometry_and_poses(flexion, adduction, rotation, muscle, model, knee, extrapolate)
    if angles.ndim > 1 or len(geo.parts) > 1:
        raise StretchlibError("hip.path draws one part in one pose: name one muscle and one number an angle.")
    ends = geometry.ends(model, geo.parts[0], knee, float(np.radians(angles[0])))
    return solver.path(geo, np.radians(angles), *ends, spread=PATH_STEP_RAD)


@one_look()
def sweep(muscle: str | Iterable[str], flexion: ArrayLike = range(0, 121, 5),  # noqa: B008
          adduction: ArrayLike = 0, rotation: ArrayLike = 0, *, model: str | Sequence[str] = MODELS[0], knee: int = 0,
          extrapolate: bool = False) -> Sweep:
    """A tidy table of one or several parts over every combination of the angles given.

    One row a model, part and pose: angles in degrees, ``length_mm``, its change against the anatomical position in mm
    and % of the muscle-tendon length there, the three moment arms in mm, and ``extrapolated``. The table tells below
    itself, and as ``facts``, where a path jumps between its poses; what is made from it, also by ``head`` or ``copy``,
    does not.
    """
    import pandas as pd

    from .sweep_table import Sweep

    grid = np.meshgrid(*(np.atleast_1d(numbers(name, value)).ravel() for name, value in
                         zip(ANGLES, (flexion, adduction, rotation), strict=True)), indexing="ij")
    angles = np.column_stack([values.ravel() for values in grid])
    hold_to_limits(angles, extrapolate)
    extrapolated, frames, parts = beyond(angles).any(axis=-1), [], []
    for name in [model] if isinstance(model, str) else model:
        geo = chosen_geometry(muscle, name, knee)
        answer = solver.solve(geo, np.radians(angles.T))
        rest = solver.solve(geo, np.zeros((3, 1))).lengths[:, 0]
        for index, part in enumerate(geo.parts):
            length = answer.lengths[index]
            frames.append(pd.DataFrame({
                "model": name, "muscle": part, **{f"{angle}_deg": angles[:, i] for i, angle in enumerate(ANGLES)},
                "knee_deg": knee, "length_mm": length, "change_mm": length - rest[index],
                "change_percent": 100 * (length / rest[index] - 1),
                **{f"arm_{angle}_mm": answer.arms[index, i] for i, angle in enumerate(ANGLES)},
                "extrapolated": extrapolated}))
            parts.append((part, name))
    axes = [np.unique(values) for values in grid]
    return Sweep(pd.concat(frames, ignore_index=True), partial(jumps.facts_of_sweep, parts, knee, axes))


@one_look()
def longest_pose(muscle: str, limits: Mapping[str, tuple[float, float]] | None = None, *, step: float = 2,
                 model: str = MODELS[0], knee: int = 0, extrapolate: bool = False) -> LongestPose:
    """The pose in which one part is longest, searched in steps of ``step`` degrees with both ends of each limit.

    ``limits`` gives (low, high) in degrees for any of flexion, adduction and rotation, the others keep
    :data:`LIMITS`. Of poses equally long the one nearest to the anatomical position is told.
    """
    limits = {**LIMITS, **checked_limits(limits or {})}
    step = within("The step of a search", step, 0.1, 45, "degrees")
    hold_to_limits(np.array([limits[name] for name in ANGLES]).T, extrapolate)
    geo = chosen_geometry(muscle, model, knee)
    axes = [steps(*limits[name], step) for name in ANGLES]
    best: tuple[float, float, Array] | None = None
    for first in axes[0]:
        rest = np.meshgrid([first], axes[1], axes[2], indexing="ij")
        angles = np.column_stack([values.ravel() for values in rest])
        lengths = solver.solve(geo, np.radians(angles.T), arms=False).lengths[0]
        top = np.flatnonzero(lengths > lengths.max() - 1e-9)
        size = np.abs(angles[top]).sum(axis=-1)
        here = (round(float(lengths.max()), 9), -float(size.min()), angles[top[size.argmin()]])
        best = here if best is None or here[:2] > best[:2] else best
    assert best is not None
    neutral = float(solver.solve(geo, np.zeros((3, 1))).lengths[0, 0])
    pose: dict[str, Any] = {name: float(best[2][i]) for i, name in enumerate(ANGLES)}
    edge = tuple(name for name in ANGLES if pose[name] in limits[name])
    part = geo.parts[0]
    return LongestPose(part, model, **pose, length_mm=best[0], change_mm=best[0] - neutral,
                       change_percent=100 * (best[0] / neutral - 1), edge=edge, limits=limits,
                       on_way=jumps_on_way(part, **pose, model=model, knee=knee),
                       near=jumps_near(part, **pose, model=model, knee=knee))


@one_look()
def jumps_on_way(muscle: str, flexion: float = 0, adduction: float = 0, rotation: float = 0, *,
                 model: str = MODELS[0], knee: int = 0) -> tuple[Switch, ...]:
    """Where the length of a part jumps on the straight way from the anatomical position to a pose.

    Where it does, the two lengths belong to two paths of the model and say nothing of a muscle. Degrees.
    """
    geo, end = chosen_geometry(muscle, model, knee), poses(flexion, adduction, rotation)
    changes = jumps.between(geo.parts[0], model, knee, np.zeros(3), end)
    return tuple(switch for switch in changes if abs(switch.jump_mm) >= JUMP_MM)


@one_look()
def jumps_near(muscle: str, flexion: float = 0, adduction: float = 0, rotation: float = 0, *,
               model: str = MODELS[0], knee: int = 0) -> tuple[Switch, ...]:
    """Where length or moment arm of a part jumps within 2 degrees of a pose along one of the angles, nearest first."""
    return jumps.near(chosen_geometry(muscle, model, knee).parts[0], model, knee, poses(flexion, adduction, rotation))


@one_look()
def switches(muscle: str | Iterable[str] | None = None, along: str = "flexion", *, flexion: float = 0,
             adduction: float = 0, rotation: float = 0, model: str = MODELS[0], knee: int = 0) -> tuple[Switch, ...]:
    """Where the path of a part changes along one angle over its :data:`LIMITS`, the other two held: a conditional via
    point or a wrap comes or goes. Found in steps of half a degree, then to a millionth of a degree. Most changes are
    smooth; where length or moment arm jumps, the switch is ``sudden``."""
    one_of(along, ANGLES, "angle")
    geo, axis = chosen_geometry(muscle, model, knee), ANGLES.index(along)
    held = poses(flexion, adduction, rotation)
    if held.ndim > 1:
        raise StretchlibError("hip.switches looks along one angle: give a single number for each of the others.")
    held[axis] = 0
    hold_to_limits(held[None], False)

    start, end = held.copy(), held.copy()
    start[axis], end[axis] = LIMITS[along]
    changes = [switch for part in geo.parts for switch in jumps.between(part, model, knee, start, end)]
    return tuple(sorted(changes, key=lambda switch: switch.at_deg))
