"""What must hold between the rows of the hip models, whatever their numbers are."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..tables.reader import Table, sentence
from ..tables.rows.hip_model import HipPart, HipPoint

FRAMES = ("femur_{}_knee0_mm", "femur_{}_knee90_mm")  # of a point of the shin, told in the frame of the thigh
TOLERANCE_MM = 0.05  # the points are rounded to 0.001 mm


def point_faults(points: Table) -> Iterator[str]:
    """A sentence for each point of the shin that does not move with the other points of its shin when the knee bends.

    The shin is rigid: in its own frame and in that of the thigh, with the knee straight or bent, two of its points
    are as far apart.
    """
    rows = [(row, number) for row, number in points.numbered(HipPoint) if row.femur_x_knee0_mm is not None]
    for frame in FRAMES:
        for row, number in rows:
            others = [point for point, _ in rows if point.model == row.model and point is not row]
            off = sum(_apart(row, point, frame) > TOLERANCE_MM for point in others)
            if 2 * off > len(others):  # each of the others is off from this one alone
                yield sentence(points.name, f"this point of {row.part} in {row.model} is not where the other "
                               f"points of the shin put it with the knee at {frame.split('knee')[1][:-3]} degrees",
                               f"correct its own x_mm, y_mm and z_mm or {frame.format('x')}, y and z", number)


def name_faults(parts: Table) -> Iterator[str]:
    """A sentence for each part that one model names otherwise than another, or whose file means another muscle.

    The short names of the files begin as ours do ("addbrev", "glmed1"): an abductor is none of the adductors.
    """
    names: dict[str, str] = {}
    for row, number in parts.numbered(HipPart):
        name = names.setdefault(row.part, row.name_en)
        if row.name_en != name:
            yield sentence(parts.name, f"{row.part} is {name} in another model", "give it one name in all models",
                           number, "name_en", row.name_en)
        ours, theirs = row.part, row.source_name
        if ours.startswith(("ab", "ad")) and theirs[:2].lower() != ours[:2]:
            yield sentence(parts.name, f"{ours} cannot be this muscle of the file", "write the name that stands in the "
                           "file of the model", number, "source_name", theirs)


def _apart(first: HipPoint, second: HipPoint, frame: str) -> float:
    """By how much (mm) the distance of two points differs between the frame of the shin and ``frame``."""
    own, seen = (math.dist(*[[getattr(row, name.format(axis)) for axis in "xyz"] for row in (first, second)])
                 for name in ("{}_mm", frame))
    return abs(own - seen)
