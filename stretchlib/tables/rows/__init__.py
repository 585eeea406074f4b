"""A class for the rows of each table; a subject is imported when it is first read.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from typing import Literal

from .base import ReviewedRow, Row

__all__ = ["HOMES", "ReviewedRow", "Row", "TableName"]

TableName = Literal[
    "structures", "exercises", "exercise_levels", "exercise_structures", "exercise_steps", "exercise_cautions",
    "red_flags", "nerve_roots", "references", "words", "hip_back_links", "hip_models", "hip_points", "hip_parts",
    "hip_wraps", "muscle_parts", "stretch_positions", "sciatic_variants", "published_arms", "body_segments",
    "exercise_poses", "plates", "plate_muscles", "muscle_sections", "back_motion", "case_questions",
    "case_examinations", "case_actions", "claims", "claim_links", "claim_numbers", "glossary", "objectives",
    "questions", "options", "question_parameters", "question_values", "core_questions", "mixed_form",
    "calibration_example", "trial_reports", "clinical_tests", "clinical_test_steps", "test_poses", "landmarks",
    "lab_steps", "test_accuracy", "trials", "patient_features", "programme_rules", "programmes", "programme_items",
    "invented_cohorts", "claim_packs", "claim_sides", "pedro_items", "trial_ratings", "traps", "topic_sections",
    "published_shares", "translations_de", "review_forms"]

#: Table -> the module of its rows and their class.
HOMES: dict[str, tuple[str, str]] = {
    "structures": ("anatomy", "Structure"),
    "nerve_roots": ("anatomy", "NerveRoot"),
    "muscle_parts": ("anatomy", "MusclePart"),
    "sciatic_variants": ("anatomy", "SciaticVariant"),
    "plates": ("anatomy", "Plate"),
    "plate_muscles": ("anatomy", "PlateMuscle"),
    "muscle_sections": ("anatomy", "MuscleSection"),
    "landmarks": ("anatomy", "Landmark"),
    "red_flags": ("clinic", "RedFlag"),
    "case_questions": ("clinic", "CaseQuestion"),
    "case_examinations": ("clinic", "CaseExamination"),
    "case_actions": ("clinic", "CaseAction"),
    "clinical_tests": ("clinic", "ClinicalTest"),
    "clinical_test_steps": ("clinic", "ClinicalTestStep"),
    "lab_steps": ("clinic", "LabStep"),
    "test_accuracy": ("clinic", "AccuracyStudy"),
    "patient_features": ("clinic", "PatientFeature"),
    "hip_back_links": ("evidence", "HipBackLink"),
    "claims": ("evidence", "Claim"),
    "claim_links": ("evidence", "ClaimLink"),
    "claim_numbers": ("evidence", "ClaimNumber"),
    "glossary": ("evidence", "GlossaryTerm"),
    "trial_reports": ("evidence", "TrialReport"),
    "trials": ("evidence", "Trial"),
    "invented_cohorts": ("evidence", "CohortParameter"),
    "claim_packs": ("evidence", "ClaimPack"),
    "claim_sides": ("evidence", "ClaimSide"),
    "pedro_items": ("evidence", "PedroItem"),
    "trial_ratings": ("evidence", "TrialRating"),
    "topic_sections": ("evidence", "TopicSection"),
    "published_shares": ("evidence", "PublishedShare"),
    "exercises": ("exercises", "Exercise"),
    "exercise_levels": ("exercises", "ExerciseLevel"),
    "exercise_structures": ("exercises", "ExerciseStructure"),
    "exercise_steps": ("exercises", "ExerciseStep"),
    "exercise_cautions": ("exercises", "ExerciseCaution"),
    "programme_rules": ("exercises", "ProgrammeRule"),
    "programmes": ("exercises", "Programme"),
    "programme_items": ("exercises", "ProgrammeItem"),
    "hip_models": ("hip_model", "HipModel"),
    "hip_points": ("hip_model", "HipPoint"),
    "hip_parts": ("hip_model", "HipPart"),
    "hip_wraps": ("hip_model", "HipWrap"),
    "stretch_positions": ("hip_model", "StretchPosition"),
    "published_arms": ("hip_model", "PublishedArm"),
    "back_motion": ("hip_model", "BackMotion"),
    "body_segments": ("people", "BodySegment"),
    "exercise_poses": ("people", "ExercisePose"),
    "test_poses": ("people", "ClinicalTestPose"),
    "objectives": ("questions", "Objective"),
    "questions": ("questions", "Question"),
    "options": ("questions", "Option"),
    "question_parameters": ("questions", "QuestionParameter"),
    "question_values": ("questions", "QuestionValue"),
    "core_questions": ("questions", "CoreQuestion"),
    "mixed_form": ("questions", "MixedFormQuestion"),
    "calibration_example": ("questions", "CalibrationExample"),
    "traps": ("questions", "Trap"),
    "references": ("sources", "Reference"),
    "words": ("words", "Phrase"),
    "translations_de": ("words", "Translation"),
    "review_forms": ("words", "ReviewForm"),
}
