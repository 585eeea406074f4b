"""The drawings: each function returns a :class:`Diagram`, a matplotlib figure with facts read back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy import lazy_names

if TYPE_CHECKING:
    from .back.bend import plot_forward_bend as plot_forward_bend
    from .back.pelvic_drop import plot_pelvic_drop as plot_pelvic_drop
    from .choice import choose as choose
    from .diagram import Diagram as Diagram
    from .evidence.calibration import plot_calibration as plot_calibration
    from .evidence.class_results import plot_class as plot_class
    from .evidence.cohorts import plot_confounding as plot_confounding
    from .evidence.cohorts import plot_two_scores as plot_two_scores
    from .evidence.pain_map import plot_pain_map as plot_pain_map
    from .evidence.post_test import plot_post_test as plot_post_test
    from .evidence.prevalence import plot_prevalence as plot_prevalence
    from .evidence.trials import plot_trials as plot_trials
    from .hip.hips import plot_hips as plot_hips
    from .hip.moment_arm import plot_moment_arm as plot_moment_arm
    from .hip.posed import plot_hip as plot_hip
    from .hip.stretches import plot_stretch_comparison as plot_stretch_comparison
    from .people.clinical import plot_clinical_test as plot_clinical_test
    from .people.clinical import plot_landmarks as plot_landmarks
    from .people.exercise import plot_exercise as plot_exercise
    from .plates.plate import plot_muscle_map as plot_muscle_map
    from .plates.sciatic import plot_sciatic_variants as plot_sciatic_variants
    from .plates.structure_card import structure as structure
    from .practice.dose import plot_dose as plot_dose
    from .practice.own_month import my_month as my_month
    from .practice.practice import plot_practice as plot_practice
    from .practice.progress import progress as progress
    from .practice.timeline import plot_session as plot_session

_HOMES = {
    "plot_forward_bend": "back/bend", "plot_pelvic_drop": "back/pelvic_drop", "Diagram": "diagram",
    "plot_calibration": "evidence/calibration", "plot_class": "evidence/class_results",
    "plot_confounding": "evidence/cohorts", "plot_two_scores": "evidence/cohorts",
    "plot_pain_map": "evidence/pain_map", "plot_post_test": "evidence/post_test",
    "plot_prevalence": "evidence/prevalence",
    "plot_trials": "evidence/trials", "plot_moment_arm": "hip/moment_arm", "plot_hip": "hip/posed",
    "plot_hips": "hip/hips",
    "plot_stretch_comparison": "hip/stretches", "plot_clinical_test": "people/clinical",
    "plot_landmarks": "people/clinical", "plot_exercise": "people/exercise", "plot_muscle_map": "plates/plate",
    "plot_sciatic_variants": "plates/sciatic", "structure": "plates/structure_card", "choose": "choice",
    "plot_dose": "practice/dose", "plot_practice": "practice/practice", "progress": "practice/progress",
    "my_month": "practice/own_month", "plot_session": "practice/timeline",
}
__all__ = sorted(_HOMES)
__getattr__ = lazy_names(__name__, _HOMES)
