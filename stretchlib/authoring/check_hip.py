"""What must hold between the rows of the hip models, whatever their numbers are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from ..core.errors import did_you_mean
from ..tables.reader import Table, sentence
from ..tables.rows.hip_model import (
    BackMotion,
    CarriedPoint,
    CarriedWrap,
    HipModel,
    HipPart,
    HipPoint,
    HipWrap,
    MusclePart,
    PublishedArm,
    PublishedHip,
    StretchPosition,
)
from .same_words import alike_faults

FRAMES = ("femur_{}_knee0_mm", "femur_{}_knee90_mm")  # of a point of the shin, told in the frame of the thigh
CARRIED = "rajagopal2023"  # the model whose paths were carried over the bones of 26 people
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


def path_faults(parts: Table, points: Table, wraps: Table) -> Iterator[str]:
    """Each part of a model runs through two points at least, and what it wraps around acts between points it has."""
    counts: dict[tuple[str, str], int] = {}
    for point in points.of(HipPoint):
        counts[point.model, point.part] = counts.get((point.model, point.part), 0) + 1
    named = {(row.model, row.part) for row in parts.of(HipPart)}
    for row, number in parts.numbered(HipPart):
        if counts.get((row.model, row.part), 0) < 2:
            yield sentence(parts.name, f"hip_points.csv has fewer than two points of {row.part} in {row.model}",
                           "add its path, from origin to insertion", number, "part", row.part)
    for point, number in points.numbered(HipPoint):
        if (point.model, point.part) not in named:
            yield sentence(points.name, f"hip_parts.csv has no part of this name in {point.model}",
                           _nearest(point.part, point.model, named), number, "part", point.part)
    for wrap, number in wraps.numbered(HipWrap):
        count = counts.get((wrap.model, wrap.part), 0)
        if (wrap.model, wrap.part) not in named:
            yield sentence(wraps.name, f"hip_parts.csv has no part of this name in {wrap.model}",
                           _nearest(wrap.part, wrap.model, named), number, "part", wrap.part)
        for column, point_number in (("first_point", wrap.first_point), ("last_point", wrap.last_point)):
            if count and point_number is not None and point_number > count:
                yield sentence(wraps.name, f"the path of {wrap.part} in {wrap.model} has {count} points",
                               f"write 1 to {count}", number, column, point_number)
        if wrap.used and wrap.body == "tibia":
            yield sentence(wraps.name, "a cylinder on the shin bone does not change with the hip", "write false",
                           number, "used", "true")


def muscle_faults(muscles: Table, parts: Table, arms: Table) -> Iterator[str]:
    """The parts of a muscle are parts of that model, and a model that lacks a muscle has no part of it."""
    named = {(row.model, row.part) for row in parts.of(HipPart)}
    matches: dict[tuple[str, str], set[str]] = {}
    for row, number in muscles.numbered(MusclePart):
        if row.part and (row.model, row.part) not in named:
            yield sentence(muscles.name, f"hip_parts.csv has no part of this name in {row.model}",
                           _nearest(row.part, row.model, named), number, "part", row.part)
        matches.setdefault((row.structure, row.model), set()).add(row.match)
        if "missing" in matches[row.structure, row.model] and len(matches[row.structure, row.model]) > 1:
            yield sentence(muscles.name, f"{row.structure} is missing in {row.model} by one row and has a part there "
                           "by another", "remove one of the two", number, "match", row.match)
    for arm, number in arms.numbered(PublishedArm):
        if arm.part not in {part for _, part in named}:
            yield sentence(arms.name, "no hip model has a part of this name",
                           did_you_mean(arm.part, sorted({part for _, part in named})), number, "part", arm.part)


def position_faults(positions: Table) -> Iterator[str]:
    """Two positions are told apart by their name and by an angle."""
    yield from alike_faults(positions, "label")
    angles: dict[tuple[float, ...], tuple[str, int]] = {}
    for row, number in positions.numbered(StretchPosition):
        pose = (row.flexion_deg, row.adduction_deg, row.rotation_deg)
        first_id, first = angles.setdefault(pose, (row.id, number))
        if first_id != row.id:
            yield sentence(positions.name, f"{first_id} in row {first} has these three angles already",
                           "change one of them, or remove a row", number, "flexion_deg", f"{row.flexion_deg:g}")


def motion_faults(motion: Table) -> Iterator[str]:
    """A share of a movement is given for a range, both ends of it."""
    for row, number in motion.numbered(BackMotion):
        if (row.from_deg is None) != (row.to_deg is None):
            yield sentence(motion.name, f"of the range of {row.id} one end is missing", "give both, or none", number,
                           "from_deg" if row.from_deg is None else "to_deg")
        if row.study not in row.sources:
            yield sentence(motion.name, f"{row.id} does not name its own study as a source", "add it to sources",
                           number, "sources", "; ".join(row.sources))


def carried_faults(points: Table, wraps: Table, own: Table, own_wraps: Table) -> Iterator[str]:
    """A path that was carried over other bones has the points and the cylinder of the model, on the same bones."""
    bodies = {(point.part, point.order): point.body for point in own.of(HipPoint) if point.model == CARRIED}
    there = {(point.part, point.order) for point in points.of(CarriedPoint)}
    for point, number in points.numbered(CarriedPoint):
        if bodies.get((point.part, point.order)) != point.body:
            yield sentence(points.name, f"{CARRIED} has no such point of {point.part} on this bone", "make the two "
                           "agree, or run tools/carry_muscles.py again", number, "body", point.body)
        lacking = [order for part, order in bodies if part == point.part and (part, order) not in there]
        if lacking and point.order == 1:
            yield sentence(points.name, f"the path of {point.part} lacks its point {lacking[0]}", "run "
                           "tools/carry_muscles.py again", number, "part", point.part)
    used = {(wrap.part, wrap.name): wrap.body for wrap in own_wraps.of(HipWrap)
            if wrap.model == CARRIED and wrap.used}
    for wrap, number in wraps.numbered(CarriedWrap):
        if used.get((wrap.part, wrap.name)) != wrap.body:
            yield sentence(wraps.name, f"{CARRIED} has no such cylinder of {wrap.part} on this bone", "make the two "
                           "agree, or run tools/carry_muscles.py again", number, "name", wrap.name)


def shape_faults(shapes: Table) -> Iterator[str]:
    """A published shape has a standard deviation, or both quartiles with the median between them, or no spread."""
    for row, number in shapes.numbered(PublishedHip):
        if (row.low is None) != (row.high is None):
            yield sentence(shapes.name, f"of the quartiles of {row.id} one is missing", "give both, or none", number,
                           "low" if row.low is None else "high")
        if row.sd is not None and row.low is not None:
            yield sentence(shapes.name, f"{row.id} has a standard deviation and quartiles", "give one of the two",
                           number, "sd", f"{row.sd:g}")


def model_faults(models: Table) -> Iterator[str]:
    """The models are those that the library reckons with; needs numpy."""
    from ..hip.inputs import MODELS

    there = [row.id for row in models.of(HipModel)]
    for row, number in models.numbered(HipModel):
        if row.id not in MODELS:
            yield sentence(models.name, "the library reckons with no hip model of this name",
                           did_you_mean(row.id, MODELS), number, "id", row.id)
    for model in MODELS:
        if model not in there:
            yield sentence(models.name, "this hip model is missing", "put its row back", None, "id", model)


def _nearest(part: str, model: str, named: set[tuple[str, str]]) -> str:
    return did_you_mean(part, sorted(name for of, name in named if of == model))


#: Rule -> the tables it takes, in this order.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    point_faults: ("hip_points",), name_faults: ("hip_parts",), path_faults: ("hip_parts", "hip_points", "hip_wraps"),
    muscle_faults: ("muscle_parts", "hip_parts", "published_arms"), position_faults: ("stretch_positions",),
    motion_faults: ("back_motion",), shape_faults: ("published_hips",),
    carried_faults: ("carried_points", "carried_wraps", "hip_points", "hip_wraps"),
}
#: Rules that reckon with numpy, which a browser may not have fetched.
NUMPY_RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {model_faults: ("hip_models",)}
