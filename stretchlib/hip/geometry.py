"""The tables of the hip models turned into arrays.

Frames: pelvis and thigh bone of a right hip, x to the front, y up, z to the right, mm; here both have their origin in
the centre of the hip joint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError
from ..tables import catalogue
from ..tables.rows.hip_model import DrawnPoint, HipModel, HipPart, HipPoint, HipWrap

Array = NDArray[np.float64]
CONDITION_TOLERANCE_RAD = 1e-5  # a conditional point is still on the path this far outside its range
_SIDES = {"all": (0.0, 0.0), "-x": (-1.0, 0.0), "-y": (0.0, -1.0)}


class Line(NamedTuple):
    """One way a part may run: last point on the pelvis, first on the thigh bone, and the length beside them."""

    near: Array
    far: Array
    beside: float
    near_order: int
    far_order: int


@dataclass(frozen=True)
class Geometry:
    """The chosen parts of a model as arrays. There is one row a part, and a second for each part with a conditional
    point, without that point. ``plain`` lists the rows without a cylinder, ``wrap_part`` those with one: first the
    ``on_pelvis`` whose cylinder is on the pelvis, then those on the thigh; ``switch`` has (index in ``plain``, index of
    the row without, low, high in rad of flexion)."""

    parts: tuple[str, ...]
    near: Array
    far: Array
    beside: Array
    plain: NDArray[np.intp]
    switch: tuple[tuple[int, int, float, float], ...]
    wrap_part: NDArray[np.intp]
    on_pelvis: int
    frame: Array  # (wrap, 3, 3) columns are the cylinder's axes
    centre: Array
    radius: Array
    half_length: Array
    side: Array


@catalogue.derived
def parts_of(model: str) -> tuple[str, ...]:
    """The parts of a model in the order of hip_parts.csv."""
    return tuple(row.part for row in catalogue.rows(HipPart) if row.model == model)


@catalogue.derived
def geometry(model: str, parts: tuple[str, ...], knee: int) -> Geometry:
    """The arrays of these parts with the knee at 0 or 90 degrees."""
    centre = hip_centre(model)
    lines: list[Line] = []
    without: list[Line] = []
    switch: list[tuple[int, int, float, float]] = []
    for index, part in enumerate(parts):
        points = points_of(model, part)
        conditions = [point for point in points if point.condition_angle == "hip_flexion"]
        lines.append(_line(points, centre, knee))
        if conditions:
            low, high = condition_range(conditions[0])
            switch.append((index, len(parts) + len(without), low, high))
            always = [point for point in points if point.condition_angle != "hip_flexion"]
            without.append(_line(always, centre, knee))
    wraps = [(parts.index(wrap.part), wrap) for wrap in catalogue.rows(HipWrap)
             if wrap.model == model and wrap.used and wrap.part in parts]
    wraps = [(index, wrap) for index, wrap in wraps if _in_reach(wrap, lines[index])]
    wraps.sort(key=lambda indexed: indexed[1].body, reverse=True)
    every = lines + without
    both = [parts[index] for index, *_ in switch if index in {index for index, _ in wraps}]
    if both:
        raise StretchlibError(f"{both[0]} in {model} has a conditional point and a cylinder; the hip model takes one "
                              "of the two: correct hip_points.csv or hip_wraps.csv.")
    plain = [row for row in range(len(every)) if row not in {index for index, _ in wraps}]
    plain_switch = [(plain.index(index), plain.index(row), low, high) for index, row, low, high in switch]
    on_thigh = np.array([wrap.body == "femur" for _, wrap in wraps], dtype=bool)
    middle = np.array([_triple(wrap, "{}_mm") for _, wrap in wraps]).reshape(-1, 3)
    return Geometry(
        parts, np.array([line.near for line in every]), np.array([line.far for line in every]),
        np.array([line.beside for line in every]), np.array(plain, dtype=np.intp), tuple(plain_switch),
        np.array([index for index, _ in wraps], dtype=np.intp), len(wraps) - int(on_thigh.sum()),
        np.array([turned(*_triple(wrap, "turn_{}_rad")) for _, wrap in wraps]).reshape(-1, 3, 3),
        np.where(on_thigh[:, None], middle, middle - centre), np.array([wrap.radius_mm for _, wrap in wraps]),
        np.array([wrap.length_mm / 2 for _, wrap in wraps]),
        np.array([_SIDES[wrap.side] for _, wrap in wraps]).reshape(-1, 2))


def hip_centre(model: str) -> Array:
    """The centre of the hip joint in the pelvis frame of the model's tables, mm."""
    return _triple(catalogue.row(HipModel, model), "hip_centre_{}_mm")


@catalogue.derived
def points_of(model: str, part: str) -> tuple[HipPoint, ...]:
    """The points of one part, from origin to insertion."""
    points = [point for point in catalogue.rows(HipPoint) if point.model == model and point.part == part]
    if not points:
        raise StretchlibError(f"hip_points.csv has no points of {part} in {model}, named by hip_parts.csv; add them.")
    return tuple(sorted(points, key=lambda point: point.order))


def position_of(point: HipPoint, centre: Array, knee: int) -> Array:
    """A point of a path in mm: in the pelvis frame about the hip centre, or in the thigh bone's frame."""
    if point.body == "pelvis":
        return _triple(point, "{}_mm") - centre
    return _triple(point, "{}_mm" if point.body == "femur" else f"femur_{{}}_knee{knee}_mm")


def condition_range(point: HipPoint) -> tuple[float, float]:
    """From which to which angle, in rad, a conditional point is on the path; raises where the table does not say."""
    if point.condition_min_rad is None or point.condition_max_rad is None:
        raise StretchlibError(f"hip_points.csv: a point of {point.part} in {point.model} depends on "
                              f"{point.condition_angle} and has no range; fill in both ends of it.")
    return point.condition_min_rad, point.condition_max_rad


def on_path(points: Sequence[HipPoint], **angles: float) -> list[HipPoint]:
    """The points without those that the angles given (``hip_flexion``, ``knee_flexion``; rad) switch off."""
    def is_on(point: HipPoint) -> bool:
        if point.condition_angle not in angles:
            return True
        low, high = condition_range(point)
        return low - CONDITION_TOLERANCE_RAD <= angles[point.condition_angle] <= high + CONDITION_TOLERANCE_RAD

    return [point for point in points if is_on(point)]


def ends(model: str, part: str, knee: int, flexion: float) -> tuple[Array, Array]:
    """The points of a part on the pelvis (about the hip centre) and on the thigh (in its frame) at a flexion in rad."""
    points = on_path(points_of(model, part), hip_flexion=flexion, knee_flexion=float(np.radians(knee)))
    centre = hip_centre(model)
    return (np.array([position_of(point, centre, knee) for point in points if point.body == "pelvis"]),
            np.array([position_of(point, centre, knee) for point in points if point.body != "pelvis"]))


@catalogue.derived
def drawn_at(model: str, part: str) -> dict[int, Array]:
    """Where each point of a part, by its order, is drawn on the mean bones of 26 people: mm about the hip, in the frame
    of pelvis or thigh bone, the knee straight. For pictures alone."""
    return {row.order: _triple(row, "{}_mm") for row in catalogue.rows(DrawnPoint)
            if row.model == model and row.part == part}


def drawn_ends(model: str, part: str, flexion: float) -> tuple[Array, Array]:
    """The points of a part as they are drawn, on the pelvis and in the thigh's frame, at a flexion in rad."""
    at = drawn_at(model, part)
    points = on_path(points_of(model, part), hip_flexion=flexion, knee_flexion=0.0)
    return (np.array([at[point.order] for point in points if point.body == "pelvis"]),
            np.array([at[point.order] for point in points if point.body != "pelvis"]))


def _line(points: Sequence[HipPoint], centre: Array, knee: int) -> Line:
    points = on_path(points, knee_flexion=float(np.radians(knee)))
    above = [point for point in points if point.body == "pelvis"]
    below = [point for point in points if point.body != "pelvis"]
    if not above or not below or points != above + below:
        raise StretchlibError(f"hip_points.csv: the path of {points[0].part} in {points[0].model} must run from the "
                              "pelvis to the thigh and not back; correct the order of its points.")
    pelvis, thigh = ([position_of(point, centre, knee) for point in side] for side in (above, below))
    beside = sum(float(np.linalg.norm(end - start)) for side in (pelvis, thigh) for start, end in pairwise(side))
    return Line(pelvis[-1], thigh[0], beside, above[-1].order, below[0].order)


def _in_reach(wrap: HipWrap, line: Line) -> bool:
    return ((wrap.first_point is None or wrap.first_point <= line.near_order)
            and (wrap.last_point is None or line.far_order <= wrap.last_point))


def _triple(row: Any, pattern: str) -> Array:
    return np.array([getattr(row, pattern.format(axis)) for axis in "xyz"], dtype=np.float64)


def turned(x: float, y: float, z: float) -> Array:
    """The axes (3, 3) of a cylinder, in columns, turned by these angles in rad about its own x, then y, then z."""
    (cx, cy, cz), (sx, sy, sz) = np.cos([x, y, z]), np.sin([x, y, z])
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    return np.asarray(about_x @ about_y @ np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]]))
