"""Rows of the tables of data/hip_model/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import ReviewedRow, Row


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipModel(Row):
    """A row of hip_model/hip_models.csv: hip models."""

    TABLE: ClassVar[str] = "hip_models"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "title", "basis", "knee", "hip_centre_x_mm", "hip_centre_y_mm",
        "hip_centre_z_mm", "sources", "certainty", "checked",)

    id: str
    title: str
    basis: str
    knee: bool
    hip_centre_x_mm: float
    hip_centre_y_mm: float
    hip_centre_z_mm: float
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipPoint(Row):
    """A row of hip_model/hip_points.csv: muscle paths of the hip models."""

    TABLE: ClassVar[str] = "hip_points"
    COLUMNS: ClassVar[tuple[str, ...]] = ("model", "part", "order", "body", "kind", "x_mm", "y_mm", "z_mm",
        "condition_angle", "condition_min_rad", "condition_max_rad", "femur_x_knee0_mm", "femur_y_knee0_mm",
        "femur_z_knee0_mm", "femur_x_knee90_mm", "femur_y_knee90_mm", "femur_z_knee90_mm", "sources", "certainty",
        "checked",)

    model: str
    part: str
    order: int
    body: str
    kind: str
    x_mm: float
    y_mm: float
    z_mm: float
    condition_angle: str
    condition_min_rad: float | None
    condition_max_rad: float | None
    femur_x_knee0_mm: float | None
    femur_y_knee0_mm: float | None
    femur_z_knee0_mm: float | None
    femur_x_knee90_mm: float | None
    femur_y_knee90_mm: float | None
    femur_z_knee90_mm: float | None
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipPart(Row):
    """A row of hip_model/hip_parts.csv: muscle parts of the hip models."""

    TABLE: ClassVar[str] = "hip_parts"
    COLUMNS: ClassVar[tuple[str, ...]] = ("model", "part", "source_name", "name_en", "layer", "belly_mm", "sources",
        "certainty", "checked",)

    model: str
    part: str
    source_name: str
    name_en: str
    layer: str
    belly_mm: float
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipWrap(Row):
    """A row of hip_model/hip_wraps.csv: wrapping cylinders of the hip models."""

    TABLE: ClassVar[str] = "hip_wraps"
    COLUMNS: ClassVar[tuple[str, ...]] = ("model", "part", "name", "body", "x_mm", "y_mm", "z_mm", "turn_x_rad",
        "turn_y_rad", "turn_z_rad", "radius_mm", "length_mm", "side", "first_point", "last_point", "used", "sources",
        "certainty", "checked",)

    model: str
    part: str
    name: str
    body: str
    x_mm: float
    y_mm: float
    z_mm: float
    turn_x_rad: float
    turn_y_rad: float
    turn_z_rad: float
    radius_mm: float
    length_mm: float
    side: str
    first_point: int | None
    last_point: int | None
    used: bool
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class MusclePart(ReviewedRow):
    """A row of hip_model/muscle_parts.csv: muscles and the models' parts."""

    TABLE: ClassVar[str] = "muscle_parts"
    COLUMNS: ClassVar[tuple[str, ...]] = ("structure", "model", "position", "part", "match", "note", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    structure: str
    model: str
    position: int
    part: str
    match: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class StretchPosition(ReviewedRow):
    """A row of hip_model/stretch_positions.csv: positions put to the hip models."""

    TABLE: ClassVar[str] = "stretch_positions"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "label", "exercise", "flexion_deg", "adduction_deg", "rotation_deg",
        "note", "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    label: str
    exercise: str
    flexion_deg: float
    adduction_deg: float
    rotation_deg: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PublishedArm(ReviewedRow):
    """A row of hip_model/published_arms.csv: published moment arms."""

    TABLE: ClassVar[str] = "published_arms"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "label", "part", "about", "flexion_deg", "arm_mm", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    label: str
    part: str
    about: str
    flexion_deg: float
    arm_mm: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CarriedPoint(Row):
    """A row of hip_model/carried_points.csv: muscle paths over the mean of 26 hips."""

    TABLE: ClassVar[str] = "carried_points"
    COLUMNS: ClassVar[tuple[str, ...]] = ("part", "order", "body", "x_mm", "y_mm", "z_mm", "sources", "certainty",
        "checked",)

    part: str
    order: int
    body: str
    x_mm: float
    y_mm: float
    z_mm: float
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DrawnPoint(Row):
    """A row of hip_model/drawn_points.csv: where the muscle paths are drawn."""

    TABLE: ClassVar[str] = "drawn_points"
    COLUMNS: ClassVar[tuple[str, ...]] = ("model", "part", "order", "body", "x_mm", "y_mm", "z_mm", "sources",
        "certainty", "checked",)

    model: str
    part: str
    order: int
    body: str
    x_mm: float
    y_mm: float
    z_mm: float
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CarriedWrap(Row):
    """A row of hip_model/carried_wraps.csv: wrapping cylinders over the mean of 26 hips."""

    TABLE: ClassVar[str] = "carried_wraps"
    COLUMNS: ClassVar[tuple[str, ...]] = ("part", "name", "body", "x_mm", "y_mm", "z_mm", "turn_x_rad", "turn_y_rad",
        "turn_z_rad", "radius_mm", "length_mm", "sources", "certainty", "checked",)

    part: str
    name: str
    body: str
    x_mm: float
    y_mm: float
    z_mm: float
    turn_x_rad: float
    turn_y_rad: float
    turn_z_rad: float
    radius_mm: float
    length_mm: float
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PublishedHip(ReviewedRow):
    """A row of hip_model/published_hips.csv: published shapes of the hip."""

    TABLE: ClassVar[str] = "published_hips"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "measure", "who", "people", "middle", "sd", "low", "high", "note",
        "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    measure: str
    who: str
    people: int
    middle: float
    sd: float | None
    low: float | None
    high: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class BackMotion(ReviewedRow):
    """A row of hip_model/back_motion.csv: low back, hip and pelvis in movement."""

    TABLE: ClassVar[str] = "back_motion"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "study", "quantity", "from_deg", "to_deg", "value", "sd", "note",
        "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    study: str
    quantity: str
    from_deg: float | None
    to_deg: float | None
    value: float
    sd: float | None
    note: str
