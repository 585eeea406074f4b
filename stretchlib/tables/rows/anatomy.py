"""Rows of the tables of data/anatomy/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import ReviewedRow, Row


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Structure(ReviewedRow):
    """A row of structures.csv: structures."""

    TABLE: ClassVar[str] = "structures"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "kind", "name_en", "name_la", "roots", "nerve_supply", "ta2_id",
        "fma_id", "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    kind: str
    name_en: str
    name_la: str
    roots: str
    nerve_supply: str
    ta2_id: int | None
    fma_id: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class NerveRoot(ReviewedRow):
    """A row of nerve_roots.csv: nerve roots."""

    TABLE: ClassVar[str] = "nerve_roots"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "myotome", "reflex", "dermatome", "variability", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    myotome: str
    reflex: str
    dermatome: str
    variability: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class MusclePart(ReviewedRow):
    """A row of muscle_parts.csv: muscles and the models' parts."""

    TABLE: ClassVar[str] = "muscle_parts"
    COLUMNS: ClassVar[tuple[str, ...]] = ("structure", "model", "place", "part", "match", "note", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    structure: str
    model: str
    place: int
    part: str
    match: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class SciaticVariant(ReviewedRow):
    """A row of sciatic_variants.csv: sciatic nerve and piriformis."""

    TABLE: ClassVar[str] = "sciatic_variants"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "type", "label", "undivided", "tibial", "fibular", "limbs_percent",
        "interval_low_percent", "interval_high_percent", "limbs", "sources", "certainty", "checked", "checked_note",
        "reviewed_by", "reviewed_on",)

    id: str
    type: str
    label: str
    undivided: bool
    tibial: str
    fibular: str
    limbs_percent: float | None
    interval_low_percent: float | None
    interval_high_percent: float | None
    limbs: int | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Plate(ReviewedRow):
    """A row of plates.csv: anatomy plates."""

    TABLE: ClassVar[str] = "plates"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "title", "view", "left_mm", "right_mm", "bottom_mm", "top_mm",
        "bones", "layers", "left_out", "caption", "checklist", "sources", "certainty", "checked", "checked_note",
        "reviewed_by", "reviewed_on",)

    id: str
    title: str
    view: str
    left_mm: float
    right_mm: float
    bottom_mm: float
    top_mm: float
    bones: str
    layers: str
    left_out: str
    caption: str
    checklist: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PlateMuscle(ReviewedRow):
    """A row of plate_muscles.csv: structures on the plates."""

    TABLE: ClassVar[str] = "plate_muscles"
    COLUMNS: ClassVar[tuple[str, ...]] = ("plate", "structure", "depth", "kind", "name", "name_la", "layer", "tone",
        "hidden_by", "origin", "insertion", "label_side", "dot_along", "dot_across", "schematic", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    plate: str
    structure: str
    depth: int
    kind: str
    name: str
    name_la: str
    layer: int | None
    tone: str
    hidden_by: str
    origin: str
    insertion: str
    label_side: str
    dot_along: float | None
    dot_across: float | None
    schematic: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class MuscleSection(Row):
    """A row of muscle_sections.csv: cross-lines of the drawn muscles."""

    TABLE: ClassVar[str] = "muscle_sections"
    COLUMNS: ClassVar[tuple[str, ...]] = ("structure", "section", "thigh", "tendon", "bone", "points_mm", "sources",
        "certainty", "checked",)

    structure: str
    section: int
    thigh: float | None
    tendon: float | None
    bone: str
    points_mm: str
    sources: tuple[str, ...]
    certainty: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Landmark(ReviewedRow):
    """A row of landmarks.csv: landmarks."""

    TABLE: ClassVar[str] = "landmarks"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "name", "plain_name", "view", "point", "find", "next_to", "words",
        "caution", "explicit_consent", "sources", "certainty", "checked", "checked_note", "reviewed_by",
        "reviewed_on",)

    id: str
    name: str
    plain_name: str
    view: str
    point: str
    find: str
    next_to: str
    words: str
    caution: str
    explicit_consent: bool
