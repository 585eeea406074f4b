"""stretchlib: what links the hip to back pain, and what does not.

Start with ``sl.anatomy()``, ``sl.load_exercises()``, ``sl.plot_dose("figure_four_stretch")`` and
``sl.timer("figure_four_stretch")``. Education, not advice.
"""

from __future__ import annotations

from importlib import import_module
from types import FunctionType
from typing import Any

__version__ = "0.1.0"

# Public name -> the module that holds it; nothing is imported before its name is used.
_NAMES = {
    "load": "tables.frames",
    "table_names": "tables.frames",
    "rows_in_use": "tables.in_use",
    **dict.fromkeys(("load_core_questions", "load_mixed_form", "load_traps", "load_claim_packs"), "tables.views"),
    "load_exercise_poses": "exercises.poses",
    "load_test_poses": "exercises.poses",
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
    "article": "evidence.article",
    "pain_sources": "evidence.pain_areas",
    "glossary": "evidence.glossary",
    "hips": "hip.hips",
    "plot_session": "figures",
    "plot_dose": "figures",
    "plot_hip": "figures",
    "plot_hips": "figures",
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
    "progress": "figures",
    "my_month": "figures",
    "plot_two_scores": "figures",
    "plot_confounding": "figures",
    "plot_trials": "figures",
    "plot_post_test": "figures",
    "plot_prevalence": "figures",
    "plot_pain_map": "figures",
    "structure": "figures",
    "choose": "figures",
    "trial_report": "questions.trial_reports",
    "explore_post_test": "widgets",
    "claim_board": "widgets",
    "rate_trial": "widgets",
    "trap_gallery": "widgets",
    "explore_hip": "widgets",
    "explore_forward_bend": "widgets",
    "hip_or_spine": "widgets",
    "note_practice": "widgets",
    "plan_week": "widgets",
    "appraise_topic": "widgets",
    "set_goals": "widgets",
    "case": "widgets",
    "quiz": "widgets",
    "revise": "widgets",
    "timer": "widgets",
    "votes": "widgets",
}
# Public module -> where it lies.
_MODULES = {
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

_LOADERS = "tables.frames"


def _loaders() -> list[str]:
    """``load_<table>`` for each table."""
    from .tables.rows import HOMES

    return [f"load_{table}" for table in HOMES]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f".{_MODULES[name]}", __name__)
    if name == "__all__":
        return sorted((*_NAMES, *_MODULES, *_loaders(), "__version__"))
    if name in _NAMES or name in _loaders():
        from .tables.memo import one_look

        value = getattr(import_module(f".{_NAMES.get(name, _LOADERS)}", __name__), name)
        globals()[name] = one_look()(value) if isinstance(value, FunctionType) else value  # see one_look: a public call
        return globals()[name]
    raise AttributeError(f"stretchlib has no {name!r}; dir(stretchlib) lists what there is.")


def __dir__() -> list[str]:
    return list(__getattr__("__all__"))


def load_ipython_extension(ipython: Any) -> None:
    """``%load_ext stretchlib``: explain unknown names in a sentence, and show tables as text in their language."""
    import_module(".app.kernel", __name__).extend(ipython)
