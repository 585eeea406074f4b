"""stretchlib: what links the hip to back pain, and what does not.

Start with ``sl.anatomy()``, ``sl.load_exercises()``, ``sl.plot_dose("figure_four_stretch")`` and
``sl.timer("figure_four_stretch")``. Education, not advice.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Public name -> the module that holds it; nothing is imported before its name is used.
_NAMES = {
    **dict.fromkeys(
        ("load_hip_models", "load_hip_points", "load_hip_parts", "load_hip_wraps", "load_muscle_parts",
         "load_stretch_positions", "load_back_motion", "load_structures", "load_nerve_roots", "load_exercises",
         "load_exercise_levels", "load_exercise_structures", "load_exercise_steps", "load_exercise_cautions",
         "load_red_flags", "load_sciatic_variants", "load_published_arms", "load_references", "load_claim_links",
         "load_claim_numbers", "load_glossary", "load_hip_back_links", "load_body_segments", "load_exercise_poses",
         "load_plates", "load_plate_muscles", "load_muscle_sections", "load_case_questions",
         "load_case_examinations", "load_case_actions", "load_claims", "load_objectives", "load_questions",
         "load_options", "load_question_parameters", "load_question_values", "load_trial_reports",
         "load_clinical_tests", "load_clinical_test_steps",
         "load_test_poses", "load_landmarks", "load_lab_steps", "load_test_accuracy", "load_trials",
         "load_calibration_example", "load_patient_features", "load_programmes", "load_programme_items",
         "load_programme_rules", "load_invented_cohorts", "load_claim_sides", "load_pedro_items",
         "load_trial_ratings", "load_topic_sections", "load_published_shares", "load_words",
         "load_translations_de", "load_review_forms"),
        "tables.store"),
    **dict.fromkeys(("load_core_questions", "load_mixed_form", "load_traps", "load_claim_packs"), "tables.views"),
    "anatomy": "structures.notes",
    "Session": "exercises.session",
    "red_flags": "exercises.red_flags",
    "sources": "evidence.references",
    "language": "authoring.languages",
    "guide": "exercises.guide",
    "dose_table": "exercises.guide",
    "clinical_test": "exercises.clinical_test",
    "checklist": "exercises.checklist",
    "hip_back_links": "evidence.hip_back_links",
    "glossary": "evidence.glossary",
    "plot_session": "figures",
    "plot_dose": "figures",
    "plot_hip": "figures",
    "plot_muscle_map": "figures",
    "plot_moment_arm": "figures",
    "plot_stretch_comparison": "figures",
    "plot_sciatic_variants": "figures",
    "plot_forward_bend": "figures",
    "plot_pelvic_drop": "figures",
    "plot_exercise": "figures",
    "plot_calibration": "figures",
    "plot_clinical_test": "figures",
    "plot_landmarks": "figures",
    "plot_practice": "figures",
    "plot_two_scores": "figures",
    "plot_confounding": "figures",
    "plot_trials": "figures",
    "plot_post_test": "figures",
    "plot_prevalence": "figures",
    "trial_report": "questions.trial_reports",
    "explore_post_test": "widgets",
    "claim_board": "widgets",
    "rate_trial": "widgets",
    "trap_gallery": "widgets",
    "explore_hip": "widgets",
    "explore_forward_bend": "widgets",
    "case": "widgets",
    "quiz": "widgets",
    "revise": "widgets",
    "timer": "widgets",
    "votes": "widgets",
}
# Public module -> where it lies.
_MODULES = {
    "datasets": "tables.store",
    "hip": "hip",
    "spine": "hip.spine",
    "appraisal": "evidence.statistics",
    "reading": "evidence.reading",
    "notes": "structures.notes",
    "references": "evidence.references",
    "safety": "exercises.red_flags",
    "session": "exercises.session",
    "figures": "figures",
    "widgets": "widgets",
    "check": "authoring.check",
    "course": "learner.copies",
    "journal": "learner.journal",
    "cases": "cases",
    "claims": "authoring.check_claims",
    "revision": "learner.revision",
    "confidence": "learner.calibration",
    "results": "learner.results",
    "publish": "publish",
    "programme": "exercises.programme",
    "practice_log": "learner.practice_log",
    "cohort": "evidence.invented_people",
    "appraised_topic": "learner.appraised_topic",
}

__all__ = sorted((*_NAMES, *_MODULES, "__version__"))


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        value = getattr(import_module(f".{_NAMES[name]}", __name__), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f".{_MODULES[name]}", __name__)
    raise AttributeError(f"stretchlib has no {name!r}; dir(stretchlib) lists what there is.")


def __dir__() -> list[str]:
    return list(__all__)


if "IPython" in sys.modules:  # a notebook: an unknown name is told in a sentence, and a table shows text only
    import_module(".app.kernel_errors", __name__).explain()
    import_module(".app.kernel_tables", __name__).as_text()
