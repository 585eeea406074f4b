"""Rows of the tables of data/clinic/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import ReviewedRow


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class RedFlag(ReviewedRow):
    """A row of red_flags.csv: red flags."""

    TABLE: ClassVar[str] = "red_flags"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "sign", "region", "urgency", "suspected", "question", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    sign: str
    region: str
    urgency: str
    suspected: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CaseQuestion(ReviewedRow):
    """A row of case_questions.csv: questions that can be asked in a case."""

    TABLE: ClassVar[str] = "case_questions"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "group", "ask", "usual_answer", "minutes", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    group: str
    ask: str
    usual_answer: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CaseExamination(ReviewedRow):
    """A row of case_examinations.csv: examinations that can be done in a case."""

    TABLE: ClassVar[str] = "case_examinations"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "test", "label", "usual_finding", "minutes", "provokes", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    test: str
    label: str
    usual_finding: str
    minutes: int
    provokes: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CaseAction(ReviewedRow):
    """A row of case_actions.csv: decisions that can be taken in a case."""

    TABLE: ClassVar[str] = "case_actions"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "kind", "label", "usual_verdict", "usual_feedback", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    kind: str
    label: str
    usual_verdict: str
    usual_feedback: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ClinicalTest(ReviewedRow):
    """A row of clinical_tests.csv: clinical tests."""

    TABLE: ClassVar[str] = "clinical_tests"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "name", "target", "structures", "patient_position",
        "examiner_position", "hands", "words", "positive", "not_positive", "stop", "common_error", "consent",
        "group_accuracy", "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    name: str
    target: str
    structures: tuple[str, ...]
    patient_position: str
    examiner_position: str
    hands: str
    words: str
    positive: str
    not_positive: str
    stop: str
    common_error: str
    consent: str
    group_accuracy: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ClinicalTestStep(ReviewedRow):
    """A row of clinical_test_steps.csv: steps of the clinical tests."""

    TABLE: ClassVar[str] = "clinical_test_steps"
    COLUMNS: ClassVar[tuple[str, ...]] = ("test", "step", "text", "sources", "certainty", "checked", "checked_note",
        "reviewed_by", "reviewed_on",)

    test: str
    step: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class LabStep(ReviewedRow):
    """A row of lab_steps.csv: steps of the partner labs."""

    TABLE: ClassVar[str] = "lab_steps"
    COLUMNS: ClassVar[tuple[str, ...]] = ("lab", "step", "minutes", "kind", "role", "text", "words", "landmark",
        "test", "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    lab: str
    step: int
    minutes: int
    kind: str
    role: str
    text: str
    words: str
    landmark: str
    test: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class AccuracyStudy(ReviewedRow):
    """A row of test_accuracy.csv: accuracy of clinical tests."""

    TABLE: ClassVar[str] = "test_accuracy"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "test", "name", "target", "reference_standard", "population",
        "studies", "people", "sensitivity", "sensitivity_low", "sensitivity_high", "specificity", "specificity_low",
        "specificity_high", "lr_positive", "lr_positive_low", "lr_positive_high", "lr_negative", "lr_negative_low",
        "lr_negative_high", "true_positive", "false_positive", "false_negative", "true_negative", "computed", "use",
        "caveat", "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    test: str
    name: str
    target: str
    reference_standard: str
    population: str
    studies: int | None
    people: int | None
    sensitivity: float | None
    sensitivity_low: float | None
    sensitivity_high: float | None
    specificity: float | None
    specificity_low: float | None
    specificity_high: float | None
    lr_positive: float | None
    lr_positive_low: float | None
    lr_positive_high: float | None
    lr_negative: float | None
    lr_negative_low: float | None
    lr_negative_high: float | None
    true_positive: int | None
    false_positive: int | None
    false_negative: int | None
    true_negative: int | None
    computed: bool
    use: bool
    caveat: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PatientFeature(ReviewedRow):
    """A row of patient_features.csv: what a programme has to know of a person."""

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
