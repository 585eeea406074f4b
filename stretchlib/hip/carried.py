"""Four muscles over the bones of 26 people: their paths, lengths and moment arms in any position.

The bones were measured; the muscles were not. The paths of one published geometry, laid onto the mean of the 26
(``carried_points.csv``, ``carried_wraps.csv``; ``tools/carry_muscles.py`` says how), move with each person's bone: a
point keeps to its place on the nearest triangle, and what lies off the surface is turned and grown as the bone around
it is.
Angles, units and signs are those of :mod:`stretchlib.hip.model`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..core.errors import StretchlibError, one_of
from ..tables import catalogue
from ..tables.memo import one_look
from ..tables.rows.hip_model import CarriedPoint, CarriedWrap
from . import geometry, people, solver
from .geometry import Geometry
from .inputs import hold_to_limits, poses

Array = NDArray[np.float64]
#: The geometry whose paths were carried.
MODEL = "rajagopal2023"
AROUND_MM = 20.0  # how wide the bone around a point tells how it turns and grows
NEGLIGIBLE = 1e-3


class Anchor(NamedTuple):
    """What ties a point to a mean bone: a triangle, shares of its corners (3,), how far off the surface it lies (3,),
    and the points of the bone around it with their weights."""

    corners: NDArray[np.int64]
    shares: Array
    offset: Array
    around: NDArray[np.int64]
    weights: Array


class Bones(NamedTuple):
    """The points of a pelvis and of a thigh bone, (point, 3) in mm, numbered as in :mod:`stretchlib.hip.people`."""

    pelvis: Array
    femur: Array


@catalogue.derived
def parts() -> tuple[str, ...]:
    """The muscle parts that were carried, in the order of carried_points.csv."""
    return tuple(dict.fromkeys(point.part for point in catalogue.rows(CarriedPoint)))


def bones_of(person: int | None = None) -> Bones:
    """The bones of a person from 1 to 26, or of the mean."""
    return Bones(people.points("pelvis", person), people.points("femur", person))


def _anchor(bone: str, point: Array) -> Anchor:
    foot, shape = people.foot(bone, point), people.bone(bone)
    offset = point - foot.point
    width = max(AROUND_MM, float(np.linalg.norm(offset)))
    weights = np.exp(-((shape.mean - foot.point) ** 2).sum(axis=1) / (2 * width ** 2))
    around = np.flatnonzero(weights > NEGLIGIBLE)
    return Anchor(shape.faces[foot.face], foot.shares, offset, around, weights[around])


def _moved(anchor: Anchor, mean: Array, bone: Array) -> tuple[Array, Array, float]:
    """Where an anchored point lies on a person's bone (3,), how the bone there is turned (3, 3), and its growth."""
    weights = anchor.weights / anchor.weights.sum()
    before, after = mean[anchor.around], bone[anchor.around]
    start, end = weights @ before, weights @ after
    before, after = before - start, after - end
    left, strength, right = np.linalg.svd((after * weights[:, None]).T @ before)
    signs = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    turn = (left * signs) @ right
    growth = float(strength @ signs / (weights @ (before ** 2).sum(axis=1)))
    return anchor.shares @ bone[anchor.corners] + growth * turn @ anchor.offset, turn, growth


@catalogue.derived
def _anchors() -> tuple[dict[str, list[tuple[str, Anchor]]], dict[str, tuple[CarriedWrap, Anchor]]]:
    """For each part its points in order, as (bone, anchor), and its cylinder where it has one."""
    points: dict[str, list[tuple[str, Anchor]]] = {part: [] for part in parts()}
    for point in sorted(catalogue.rows(CarriedPoint), key=lambda row: row.order):
        points[point.part].append((point.body, _anchor(point.body, np.array([point.x_mm, point.y_mm, point.z_mm]))))
    wraps = {wrap.part: (wrap, _anchor(wrap.body, np.array([wrap.x_mm, wrap.y_mm, wrap.z_mm])))
             for wrap in catalogue.rows(CarriedWrap)}
    return points, wraps


def on_bones(bones: Bones, muscles: tuple[str, ...]) -> Geometry:
    """The carried parts named, over these bones, as the solver takes them."""
    base = geometry.geometry(MODEL, muscles, 0)
    if base.switch:
        raise StretchlibError(f"carried_points.csv: {muscles[base.switch[0][0]]} has a conditional point in {MODEL}, "
                              "which is not carried over; leave this part out.")
    _, wraps = _anchors()
    mean, own = _mean(), {"pelvis": bones.pelvis, "femur": bones.femur}
    near, far, beside = np.empty((len(muscles), 3)), np.empty((len(muscles), 3)), np.zeros(len(muscles))
    for row, muscle in enumerate(muscles):
        placed = placed_on(bones, muscle)
        near[row], far[row] = placed["pelvis"][-1], placed["femur"][0]
        beside[row] = sum(float(np.linalg.norm(end - start))
                          for side in placed.values() for start, end in pairwise(side))
    frame, centre = base.frame.copy(), base.centre.copy()
    radius, half_length = base.radius.copy(), base.half_length.copy()
    for row, part in enumerate(base.wrap_part):
        wrap, anchor = wraps[muscles[part]]
        centre[row], turn, growth = _moved(anchor, mean[wrap.body], own[wrap.body])
        frame[row] = turn @ geometry.turned(wrap.turn_x_rad, wrap.turn_y_rad, wrap.turn_z_rad)
        radius[row], half_length[row] = growth * wrap.radius_mm, growth * wrap.length_mm / 2
    return replace(base, near=near, far=far, beside=beside, frame=frame, centre=centre, radius=radius,
                   half_length=half_length)


def _mean() -> dict[str, Array]:
    return {"pelvis": people.bone("pelvis").mean, "femur": people.bone("femur").mean}


def placed_on(bones: Bones, muscle: str) -> dict[str, list[Array]]:
    """The points of a carried part over these bones, by bone, from origin to insertion: mm about the hip."""
    mean, own = _mean(), {"pelvis": bones.pelvis, "femur": bones.femur}
    return {bone: [_moved(anchor, mean[bone], own[bone])[0] for body, anchor in _anchors()[0][muscle] if body == bone]
            for bone in own}


@catalogue.derived
def everyone(muscles: tuple[str, ...]) -> tuple[Geometry, ...]:
    """The carried parts named over the bones of each of the 26, in their order."""
    pelves, femora = people.everyone("pelvis"), people.everyone("femur")
    return tuple(on_bones(Bones(pelvis, femur), muscles) for pelvis, femur in zip(pelves, femora, strict=True))


def chosen(muscles: str | Iterable[str] | None) -> tuple[str, ...]:
    """The carried parts asked for; ``None`` asks for all. Raises :class:`StretchlibError` for one not carried."""
    wanted = parts() if muscles is None else (muscles,) if isinstance(muscles, str) else tuple(muscles)
    for muscle in wanted:
        one_of(muscle, parts(), "muscle carried over the bones of 26 people")
    return wanted


@one_look()
def evaluate_people(flexion: ArrayLike = 0, adduction: ArrayLike = 0, rotation: ArrayLike = 0, *,
                    muscles: str | Iterable[str] | None = None, extrapolate: bool = False) -> tuple[Array, Array]:
    """Lengths (person, ..., muscle) and moment arms (person, ..., muscle, 3) over the bones of 26 people, in mm.

    Angles, signs and errors as in :func:`stretchlib.hip.evaluate`; ``muscles`` are parts of :func:`parts`. Bones of 26
    people, muscles of one geometry: certainty very low, and nobody's own anatomy.
    """
    names, angles = chosen(muscles), poses(flexion, adduction, rotation)
    hold_to_limits(angles, extrapolate)
    shape, flat = angles.shape[:-1], np.radians(angles.reshape(-1, 3).T)
    answers = [solver.solve(geo, flat) for geo in everyone(names)]
    lengths = np.array([answer.lengths for answer in answers]).reshape(len(answers), len(names), *shape)
    arms = np.array([answer.arms for answer in answers]).reshape(len(answers), len(names), 3, *shape)
    return np.moveaxis(lengths, 1, -1), np.moveaxis(arms, (1, 2), (-2, -1))
