"""``load_*()``: every table of the course as a DataFrame, its dictionary as the docstring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import datasets
from .errors import StretchlibError

if TYPE_CHECKING:
    import pandas as pd


def _dictionary(name: str) -> str:
    try:
        resource = datasets.resources(datasets.own_root())[name]
    except (StretchlibError, KeyError):  # a damaged data folder must not stop the import; using it tells the fault
        return f"The table {name}."
    lines = [f"{resource.get('title', name)}: {resource.get('description', '')}", "", "Columns", "-------"]
    for field in resource["schema"]["fields"]:
        unit = f" [{field['unit']}]" if "unit" in field else ""
        lines.append(f"{field['name']}{unit}: {field.get('description', '')}")
    return "\n".join(lines)


def _loader(name: str) -> Callable[[], pd.DataFrame]:
    def load() -> pd.DataFrame:
        return datasets.frame(name)

    load.__name__ = load.__qualname__ = f"load_{name}"
    load.__doc__ = _dictionary(name)
    return load


load_structures = _loader("structures")
load_nerve_roots = _loader("nerve_roots")
load_exercises = _loader("exercises")
load_exercise_levels = _loader("exercise_levels")
load_exercise_structures = _loader("exercise_structures")
load_exercise_steps = _loader("exercise_steps")
load_exercise_cautions = _loader("exercise_cautions")
load_red_flags = _loader("red_flags")
load_hip_back_links = _loader("hip_back_links")
load_sciatic_variants = _loader("sciatic_variants")
load_published_arms = _loader("published_arms")
load_body_segments = _loader("body_segments")
load_exercise_poses = _loader("exercise_poses")
load_hip_models = _loader("hip_models")
load_hip_points = _loader("hip_points")
load_hip_parts = _loader("hip_parts")
load_hip_wraps = _loader("hip_wraps")
load_muscle_parts = _loader("muscle_parts")
load_stretch_positions = _loader("stretch_positions")
load_back_motion = _loader("back_motion")
load_references = _loader("references")
load_words = _loader("words")
load_plates = _loader("plates")
load_plate_muscles = _loader("plate_muscles")
load_muscle_sections = _loader("muscle_sections")
load_case_questions = _loader("case_questions")
load_case_examinations = _loader("case_examinations")
load_case_actions = _loader("case_actions")
load_claims = _loader("claims")
load_claim_links = _loader("claim_links")
load_claim_numbers = _loader("claim_numbers")
load_glossary = _loader("glossary")
load_objectives = _loader("objectives")
load_questions = _loader("questions")
load_options = _loader("options")
load_question_parameters = _loader("question_parameters")
load_question_values = _loader("question_values")
load_core_questions = _loader("core_questions")
load_mixed_form = _loader("mixed_form")
load_calibration_example = _loader("calibration_example")
load_trial_reports = _loader("trial_reports")
load_test_accuracy = _loader("test_accuracy")
load_trials = _loader("trials")
load_patient_features = _loader("patient_features")
load_programmes = _loader("programmes")
load_programme_items = _loader("programme_items")
load_programme_rules = _loader("programme_rules")
load_invented_cohorts = _loader("invented_cohorts")
load_clinical_tests = _loader("clinical_tests")
load_clinical_test_steps = _loader("clinical_test_steps")
load_test_poses = _loader("test_poses")
load_landmarks = _loader("landmarks")
load_lab_steps = _loader("lab_steps")
