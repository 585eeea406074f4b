"""A class for the rows of each table; a subject is imported when it is first read.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from typing import Literal

from .base import ReviewedRow, Row

__all__ = ["HOMES", "ReviewedRow", "Row", "TableName"]

TableName = Literal[
    "structures", "nerve_roots", "sciatic_variants", "plates", "plate_muscles", "muscle_sections", "landmarks",
    "exercises", "exercise_levels", "exercise_structures", "exercise_steps", "exercise_cautions", "programme_rules",
    "programmes", "programme_items", "body_segments", "poses", "patient_features", "invented_cohorts", "red_flags",
    "case_questions", "case_examinations", "case_actions", "clinical_tests", "clinical_test_steps", "lab_steps",
    "test_accuracy", "hip_models", "hip_points", "hip_parts", "hip_wraps", "muscle_parts", "stretch_positions",
    "published_arms", "back_motion", "routes", "hip_back_links", "article_parts", "claims", "claim_links",
    "claim_numbers", "trial_reports", "trials", "claim_sides", "pedro_items", "trial_ratings", "topic_sections",
    "published_shares", "body_areas", "area_outlines", "pain_sources", "pain_areas", "structure_groups",
    "structure_links", "hip_or_spine", "hip_or_spine_people", "hip_or_spine_signs", "notebook_summaries",
    "objectives", "questions", "options", "question_parameters", "question_values", "calibration_example", "words",
    "glossary", "translations_de", "references", "review_forms"]

#: Table -> the module of its rows and their class.
HOMES: dict[str, tuple[str, str]] = {
    "structures": ("anatomy", "Structure"),
    "nerve_roots": ("anatomy", "NerveRoot"),
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
    "routes": ("evidence", "Route"),
    "hip_back_links": ("evidence", "HipBackLink"),
    "article_parts": ("evidence", "ArticlePart"),
    "claims": ("evidence", "Claim"),
    "claim_links": ("evidence", "ClaimLink"),
    "claim_numbers": ("evidence", "ClaimNumber"),
    "trial_reports": ("evidence", "TrialReport"),
    "trials": ("evidence", "Trial"),
    "claim_sides": ("evidence", "ClaimSide"),
    "pedro_items": ("evidence", "PedroItem"),
    "trial_ratings": ("evidence", "TrialRating"),
    "topic_sections": ("evidence", "TopicSection"),
    "published_shares": ("evidence", "PublishedShare"),
    "body_areas": ("evidence", "BodyArea"),
    "area_outlines": ("evidence", "AreaOutline"),
    "pain_sources": ("evidence", "PainSource"),
    "pain_areas": ("evidence", "PainArea"),
    "structure_groups": ("evidence", "StructureGroup"),
    "structure_links": ("evidence", "StructureLink"),
    "hip_or_spine": ("evidence", "HipOrSpine"),
    "hip_or_spine_people": ("evidence", "HipOrSpinePerson"),
    "hip_or_spine_signs": ("evidence", "HipOrSpineSign"),
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
    "muscle_parts": ("hip_model", "MusclePart"),
    "stretch_positions": ("hip_model", "StretchPosition"),
    "published_arms": ("hip_model", "PublishedArm"),
    "back_motion": ("hip_model", "BackMotion"),
    "body_segments": ("people", "BodySegment"),
    "poses": ("people", "Pose"),
    "patient_features": ("people", "PatientFeature"),
    "invented_cohorts": ("people", "CohortParameter"),
    "notebook_summaries": ("questions", "NotebookSummary"),
    "objectives": ("questions", "Objective"),
    "questions": ("questions", "Question"),
    "options": ("questions", "Option"),
    "question_parameters": ("questions", "QuestionParameter"),
    "question_values": ("questions", "QuestionValue"),
    "calibration_example": ("questions", "CalibrationExample"),
    "references": ("sources", "Reference"),
    "review_forms": ("sources", "ReviewForm"),
    "words": ("words", "Phrase"),
    "glossary": ("words", "GlossaryTerm"),
    "translations_de": ("words", "Translation"),
}
