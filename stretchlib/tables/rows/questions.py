"""Rows of the tables of data/questions/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import ReviewedRow, Row


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class NotebookSummary(ReviewedRow):
    """A row of questions/notebook_summaries.csv: pages to keep."""

    TABLE: ClassVar[str] = "notebook_summaries"
    COLUMNS: ClassVar[tuple[str, ...]] = ("notebook", "position", "kind", "text", "call", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    notebook: str
    position: int
    kind: str
    text: str
    call: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Objective(ReviewedRow):
    """A row of questions/objectives.csv: learning objectives."""

    TABLE: ClassVar[str] = "objectives"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "text", "note", "sources", "certainty", "checked", "checked_note",
        "reviewed_by", "reviewed_on",)

    id: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Question(ReviewedRow):
    """A row of questions/questions.csv: questions."""

    TABLE: ClassVar[str] = "questions"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "kind", "stem", "answer", "tolerance", "unit", "decimals", "notebook",
        "objective", "level", "claims", "basis", "optional", "plate", "response", "compute", "core_position",
        "mixed_position", "trap_position", "trap", "sources", "certainty", "checked", "checked_note", "reviewed_by",
        "reviewed_on",)

    id: str
    kind: str
    stem: str
    answer: float | None
    tolerance: float | None
    unit: str
    decimals: int | None
    notebook: str
    objective: str
    level: str
    claims: tuple[str, ...]
    basis: str
    optional: bool
    plate: str
    response: str
    compute: str
    core_position: int | None
    mixed_position: int | None
    trap_position: int | None
    trap: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Option(Row):
    """A row of questions/options.csv: options and feedback."""

    TABLE: ClassVar[str] = "options"
    COLUMNS: ClassVar[tuple[str, ...]] = ("question", "option", "role", "text", "correct", "match", "order",
        "structure", "feedback",)

    question: str
    option: str
    role: str
    text: str
    correct: bool | None
    match: str
    order: int | None
    structure: str
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class QuestionParameter(Row):
    """A row of questions/question_parameters.csv: parameters of templates."""

    TABLE: ClassVar[str] = "question_parameters"
    COLUMNS: ClassVar[tuple[str, ...]] = ("question", "name", "draw", "min", "max", "step",)

    question: str
    name: str
    draw: int | None
    min: float | None
    max: float | None
    step: float | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class QuestionValue(Row):
    """A row of questions/question_values.csv: values of parameters."""

    TABLE: ClassVar[str] = "question_values"
    COLUMNS: ClassVar[tuple[str, ...]] = ("question", "parameter", "value", "gives",)

    question: str
    parameter: str
    value: str
    gives: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CalibrationExample(Row):
    """A row of questions/calibration_example.csv: calibration, an example."""

    TABLE: ClassVar[str] = "calibration_example"
    COLUMNS: ClassVar[tuple[str, ...]] = ("confidence_percent", "answers", "right",)

    confidence_percent: int
    answers: int
    right: int
