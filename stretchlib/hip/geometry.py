"""The tables of the hip models turned into arrays.

Frames: pelvis and thigh bone of a right hip, x to the front, y up, z to the right, mm; here both have their origin in
the centre of the hip joint.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError
from ..tables import catalogue
from ..tables.rows import Row

Array = NDArray[np.float64]
TABLES = ("hip_models", "hip_points", "hip_parts", "hip_wraps")
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
    ``on_pelvis`` whose cylinder is on the pelvis, then those on the thigh; ``switch`` has (place in ``plain``, place of
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


def _stamp() -> tuple[object, ...]:
    root = os.environ.get("STRETCHLIB_DATA")
    folder = Path(os.path.expanduser(root)) if root else Path(__file__).resolve().parents[2] / "data"
    found = []
    for name in TABLES:
        try:
            status = os.stat(folder / f"{name}.csv")
        except OSError:  # in a wheel the folder lies elsewhere and nobody edits it; a missing table is told on reading
            return (root,)
        found.append((status.st_mtime_ns, status.st_size))
    return (root, *found)


@lru_cache(maxsize=4)
def _tables(stamp: tuple[object, ...]) -> Mapping[str, tuple[Row, ...]]:
    return {name: catalogue.rows(name) for name in TABLES}


def parts_of(model: str) -> tuple[str, ...]:
    """The parts of a model in the order of hip_parts.csv."""
    return _parts(model, _stamp())


@lru_cache(maxsize=16)
def _parts(model: str, stamp: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(str(row["part"]) for row in _tables(stamp)["hip_parts"] if row["model"] == model)


def geometry(model: str, parts: tuple[str, ...], knee: int) -> Geometry:
    """The arrays of these parts with the knee at 0 or 90 degrees; kept until a table changes."""
    return _geometry(model, parts, knee, _stamp())


@lru_cache(maxsize=64)
def _geometry(model: str, parts: tuple[str, ...], knee: int, stamp: tuple[object, ...]) -> Geometry:
    centre = hip_centre(model)
    lines: list[Line] = []
    without: list[Line] = []
    switch: list[tuple[int, int, float, float]] = []
    for index, part in enumerate(parts):
        rows = points_of(model, part)
        conditions = [row for row in rows if row["condition_angle"] == "hip_flexion"]
        lines.append(_line(rows, centre, knee))
        if conditions:
            low, high = (_number(conditions[0], f"condition_{end}_rad") for end in ("min", "max"))
            switch.append((index, len(parts) + len(without), low, high))
            without.append(_line([other for other in rows if other not in conditions], centre, knee))
    wraps = [(parts.index(str(row["part"])), row) for row in _tables(stamp)["hip_wraps"]
             if row["model"] == model and row["used"] and row["part"] in parts]
    wraps = [(index, row) for index, row in wraps if _in_reach(row, lines[index])]
    wraps.sort(key=lambda wrap: str(wrap[1]["body"]), reverse=True)
    every = lines + without
    both = [parts[index] for index, *_ in switch if index in {index for index, _ in wraps}]
    if both:
        raise StretchlibError(f"{both[0]} in {model} has a conditional point and a cylinder; the hip model takes one "
                              "of the two: correct hip_points.csv or hip_wraps.csv.")
    plain = [row for row in range(len(every)) if row not in {index for index, _ in wraps}]
    places = [(plain.index(index), plain.index(row), low, high) for index, row, low, high in switch]
    on_thigh = np.array([row["body"] == "femur" for _, row in wraps], dtype=bool)
    middle = np.array([_triple(row, "{}_mm") for _, row in wraps]).reshape(-1, 3)
    return Geometry(
        parts, np.array([line.near for line in every]), np.array([line.far for line in every]),
        np.array([line.beside for line in every]), np.array(plain, dtype=np.intp), tuple(places),
        np.array([index for index, _ in wraps], dtype=np.intp), len(wraps) - int(on_thigh.sum()),
        np.array([_turned(*_triple(row, "turn_{}_rad")) for _, row in wraps]).reshape(-1, 3, 3),
        np.where(on_thigh[:, None], middle, middle - centre), np.array([_number(row, "radius_mm") for _, row in wraps]),
        np.array([_number(row, "length_mm") / 2 for _, row in wraps]),
        np.array([_SIDES[str(row["side"])] for _, row in wraps]).reshape(-1, 2))


def hip_centre(model: str) -> Array:
    """The centre of the hip joint in the pelvis frame of the model's tables, mm."""
    row = next(row for row in _tables(_stamp())["hip_models"] if row["id"] == model)
    return _triple(row, "hip_centre_{}_mm")


def points_of(model: str, part: str) -> list[Row]:
    """The rows of hip_points.csv of one part, from origin to insertion."""
    rows = [row for row in _tables(_stamp())["hip_points"] if row["model"] == model and row["part"] == part]
    if not rows:
        raise StretchlibError(f"hip_points.csv has no points of {part} in {model}, named by hip_parts.csv; add them.")
    return sorted(rows, key=lambda row: _number(row, "order"))


def place(row: Row, centre: Array, knee: int) -> Array:
    """A point of a path: in the pelvis frame about the hip centre, or in the thigh bone's frame."""
    if row["body"] == "pelvis":
        return _triple(row, "{}_mm") - centre
    return _triple(row, "{}_mm" if row["body"] == "femur" else f"femur_{{}}_knee{knee}_mm")


def on_path(rows: list[Row], **angles: float) -> list[Row]:
    """The rows without those that the angles given (``hip_flexion``, ``knee_flexion``; rad) switch off."""
    return [row for row in rows if row["condition_angle"] not in angles or (
        _number(row, "condition_min_rad") - CONDITION_TOLERANCE_RAD <= angles[str(row["condition_angle"])]
        <= _number(row, "condition_max_rad") + CONDITION_TOLERANCE_RAD)]


def ends(model: str, part: str, knee: int, flexion: float) -> tuple[Array, Array]:
    """The points of a part on the pelvis (about the hip centre) and on the thigh (in its frame) at a flexion in rad."""
    rows = on_path(points_of(model, part), hip_flexion=flexion, knee_flexion=float(np.radians(knee)))
    centre = hip_centre(model)
    return (np.array([place(row, centre, knee) for row in rows if row["body"] == "pelvis"]),
            np.array([place(row, centre, knee) for row in rows if row["body"] != "pelvis"]))


def _line(rows: list[Row], centre: Array, knee: int) -> Line:
    rows = on_path(rows, knee_flexion=float(np.radians(knee)))
    above = [row for row in rows if row["body"] == "pelvis"]
    below = [row for row in rows if row["body"] != "pelvis"]
    if not above or not below or rows != above + below:
        raise StretchlibError(f"hip_points.csv: the path of {rows[0]['part']} in {rows[0]['model']} must run from the "
                              "pelvis to the thigh and not back; correct the order of its points.")
    beside = sum(float(np.linalg.norm(place(one, centre, knee) - place(other, centre, knee)))
                 for side in (above, below) for one, other in pairwise(side))
    return Line(place(above[-1], centre, knee), place(below[0], centre, knee), beside,
                int(_number(above[-1], "order")), int(_number(below[0], "order")))


def _in_reach(row: Row, line: Line) -> bool:
    first, last = row["first_point"], row["last_point"]
    return ((first is None or int(str(first)) <= line.near_order)
            and (last is None or line.far_order <= int(str(last))))


def _number(row: Row, column: str) -> float:
    return float(row[column])  # type: ignore[arg-type]


def _triple(row: Row, pattern: str) -> Array:
    return np.array([_number(row, pattern.format(axis)) for axis in "xyz"])


def _turned(x: float, y: float, z: float) -> Array:
    (cx, cy, cz), (sx, sy, sz) = np.cos([x, y, z]), np.sin([x, y, z])
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    return np.asarray(about_x @ about_y @ np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]]))
