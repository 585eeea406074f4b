"""Rows of the tables of data/exercises/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import ReviewedRow


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Exercise(ReviewedRow):
    """A row of exercises/exercises.csv: exercises."""

    TABLE: ClassVar[str] = "exercises"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "code", "name", "category", "from_article", "mode", "sides",
        "start_position", "equipment", "setting", "article_hold_s", "article_hold_max_s", "article_reps_min",
        "article_reps_max", "article_sets_max", "article_frequency", "article_sides", "article_effort", "sets_min",
        "sets_max", "reps_min", "reps_max", "extra_reps", "hold_min_s", "hold_max_s", "contract_s", "relax_s",
        "contract_times", "rest_min_s", "rest_max_s", "rest_between", "load", "load_min_kg", "load_max_kg", "rpe_min",
        "rpe_max", "reps_left_min", "reps_left_max", "walk_min_min", "walk_max_min", "ready_s", "lift_s", "lower_s",
        "pause_s", "release_s", "change_side_s", "pace_note", "times_per_day_min", "times_per_day_max",
        "days_per_week_min", "days_per_week_max", "frequency", "dose_note", "evidence_note", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    code: str
    name: str
    category: str
    from_article: bool
    mode: str
    sides: str
    start_position: str
    equipment: str
    setting: str
    article_hold_s: int | None
    article_hold_max_s: int | None
    article_reps_min: int | None
    article_reps_max: int | None
    article_sets_max: int | None
    article_frequency: str
    article_sides: str
    article_effort: str
    sets_min: int | None
    sets_max: int | None
    reps_min: int | None
    reps_max: int | None
    extra_reps: int | None
    hold_min_s: int | None
    hold_max_s: int | None
    contract_s: int | None
    relax_s: int | None
    contract_times: int | None
    rest_min_s: int | None
    rest_max_s: int | None
    rest_between: str
    load: str
    load_min_kg: float | None
    load_max_kg: float | None
    rpe_min: float | None
    rpe_max: float | None
    reps_left_min: int | None
    reps_left_max: int | None
    walk_min_min: int | None
    walk_max_min: int | None
    ready_s: int
    lift_s: int | None
    lower_s: int | None
    pause_s: int | None
    release_s: int | None
    change_side_s: int | None
    pace_note: str
    times_per_day_min: int | None
    times_per_day_max: int | None
    days_per_week_min: int
    days_per_week_max: int
    frequency: str
    dose_note: str
    evidence_note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ExerciseLevel(ReviewedRow):
    """A row of exercises/exercise_levels.csv: levels of the exercises."""

    TABLE: ClassVar[str] = "exercise_levels"
    COLUMNS: ClassVar[tuple[str, ...]] = ("exercise", "level", "title", "description", "later", "equipment",
        "posture", "lift_word", "lower_word", "sources", "certainty", "checked", "checked_note", "reviewed_by",
        "reviewed_on",)

    exercise: str
    level: str
    title: str
    description: str
    later: str
    equipment: str
    posture: str
    lift_word: str
    lower_word: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ExerciseStructure(ReviewedRow):
    """A row of exercises/exercise_structures.csv: structures in the exercises."""

    TABLE: ClassVar[str] = "exercise_structures"
    COLUMNS: ClassVar[tuple[str, ...]] = ("exercise", "structure", "role", "priority", "part", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    exercise: str
    structure: str
    role: str
    priority: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ExerciseStep(ReviewedRow):
    """A row of exercises/exercise_steps.csv: steps of the exercises."""

    TABLE: ClassVar[str] = "exercise_steps"
    COLUMNS: ClassVar[tuple[str, ...]] = ("exercise", "level", "step", "phase", "text", "cue", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    exercise: str
    level: str
    step: int
    phase: str
    text: str
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ExerciseCaution(ReviewedRow):
    """A row of exercises/exercise_cautions.csv: cautions, contraindications and stop rules."""

    TABLE: ClassVar[str] = "exercise_cautions"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "exercise", "kind", "level", "features", "text", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    exercise: str
    kind: str
    level: str
    features: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ProgrammeRule(ReviewedRow):
    """A row of exercises/programme_rules.csv: rules of a week of practice."""

    TABLE: ClassVar[str] = "programme_rules"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "quantity", "category", "low", "high", "text", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    quantity: str
    category: str
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Programme(ReviewedRow):
    """A row of exercises/programmes.csv: example weeks."""

    TABLE: ClassVar[str] = "programmes"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "case", "note", "sources", "certainty", "checked", "checked_note",
        "reviewed_by", "reviewed_on",)

    id: str
    case: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ProgrammeItem(ReviewedRow):
    """A row of exercises/programme_items.csv: exercises of the example weeks."""

    TABLE: ClassVar[str] = "programme_items"
    COLUMNS: ClassVar[tuple[str, ...]] = ("programme", "item", "exercise", "level", "sets", "reps", "hold_s", "side",
        "days", "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    programme: str
    item: int
    exercise: str
    level: str
    sets: int | None
    reps: int | None
    hold_s: int | None
    side: str
    days: str
