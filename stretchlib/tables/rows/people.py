"""Rows of the tables of data/people/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import ReviewedRow, Row


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class BodySegment(Row):
    """A row of people/body_segments.csv: segments of the drawn body."""

    TABLE: ClassVar[str] = "body_segments"
    COLUMNS: ClassVar[tuple[str, ...]] = ("build", "segment", "length_h", "girth", "sources", "certainty", "checked",)

    build: str
    segment: str
    length_h: float | None
    girth: float | None
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Pose(ReviewedRow):
    """A row of people/poses.csv: postures of the exercises and the clinical tests."""

    TABLE: ClassVar[str] = "poses"
    COLUMNS: ClassVar[tuple[str, ...]] = ("exercise", "level", "test", "casting", "role", "moment", "build", "start",
        "note", "camera_azimuth_deg", "camera_elevation_deg", "shod", "root_x", "root_y", "root_z", "root_yaw_deg",
        "root_tilt_deg", "root_roll_deg", "lumbar_flexion_deg", "lumbar_bend_right_deg", "lumbar_turn_right_deg",
        "thorax_flexion_deg", "thorax_bend_right_deg", "thorax_turn_right_deg", "neck_flexion_deg",
        "neck_bend_right_deg", "neck_turn_right_deg", "left_hip_flexion_deg", "left_hip_adduction_deg",
        "left_hip_rotation_deg", "left_knee_flexion_deg", "left_ankle_dorsiflexion_deg", "left_shoulder_forward",
        "left_shoulder_flexion_deg", "left_shoulder_adduction_deg", "left_shoulder_rotation_deg",
        "left_elbow_flexion_deg", "left_pronation_deg", "left_wrist_extension_deg", "left_finger_flexion_deg",
        "right_hip_flexion_deg", "right_hip_adduction_deg", "right_hip_rotation_deg", "right_knee_flexion_deg",
        "right_ankle_dorsiflexion_deg", "right_shoulder_forward", "right_shoulder_flexion_deg",
        "right_shoulder_adduction_deg", "right_shoulder_rotation_deg", "right_elbow_flexion_deg",
        "right_pronation_deg", "right_wrist_extension_deg", "right_finger_flexion_deg", "props", "contacts",
        "relations", "holds", "highlight", "arrows", "sources", "certainty", "checked", "checked_note", "reviewed_by",
        "reviewed_on",)

    exercise: str
    level: str
    test: str
    casting: str
    role: str
    moment: str
    build: str
    start: str
    note: str
    camera_azimuth_deg: float | None
    camera_elevation_deg: float | None
    shod: bool
    root_x: float
    root_y: float
    root_z: float
    root_yaw_deg: float
    root_tilt_deg: float
    root_roll_deg: float
    lumbar_flexion_deg: float
    lumbar_bend_right_deg: float
    lumbar_turn_right_deg: float
    thorax_flexion_deg: float
    thorax_bend_right_deg: float
    thorax_turn_right_deg: float
    neck_flexion_deg: float
    neck_bend_right_deg: float
    neck_turn_right_deg: float
    left_hip_flexion_deg: float
    left_hip_adduction_deg: float
    left_hip_rotation_deg: float
    left_knee_flexion_deg: float
    left_ankle_dorsiflexion_deg: float
    left_shoulder_forward: float
    left_shoulder_flexion_deg: float
    left_shoulder_adduction_deg: float
    left_shoulder_rotation_deg: float
    left_elbow_flexion_deg: float
    left_pronation_deg: float
    left_wrist_extension_deg: float
    left_finger_flexion_deg: float
    right_hip_flexion_deg: float
    right_hip_adduction_deg: float
    right_hip_rotation_deg: float
    right_knee_flexion_deg: float
    right_ankle_dorsiflexion_deg: float
    right_shoulder_forward: float
    right_shoulder_flexion_deg: float
    right_shoulder_adduction_deg: float
    right_shoulder_rotation_deg: float
    right_elbow_flexion_deg: float
    right_pronation_deg: float
    right_wrist_extension_deg: float
    right_finger_flexion_deg: float
    props: str
    contacts: str
    relations: str
    holds: str
    highlight: str
    arrows: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PatientFeature(ReviewedRow):
    """A row of people/patient_features.csv: what a programme has to know of a person."""

    TABLE: ClassVar[str] = "patient_features"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "label", "drawn_start", "drawn_turn_deg", "hold_s", "phrases",
        "test_care", "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    label: str
    drawn_start: str
    drawn_turn_deg: float | None
    hold_s: float | None
    phrases: str
    test_care: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CohortParameter(ReviewedRow):
    """A row of people/invented_cohorts.csv: numbers of the invented cohorts."""

    TABLE: ClassVar[str] = "invented_cohorts"
    COLUMNS: ClassVar[tuple[str, ...]] = ("cohort", "parameter", "value", "unit", "text", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    cohort: str
    parameter: str
    value: float
    unit: str
    text: str
