"""The drawings. Each function returns a :class:`Diagram`: a matplotlib figure with facts read back from it."""

from __future__ import annotations

from .bend import plot_forward_bend
from .calibration import plot_calibration
from .class_results import plot_class
from .clinical import plot_clinical_test, plot_landmarks
from .cohorts import plot_confounding, plot_two_scores
from .diagram import Diagram
from .dose import plot_dose
from .moment_arm import plot_moment_arm
from .pelvic_drop import plot_pelvic_drop
from .person import plot_exercise
from .plates import plot_muscle_map
from .posed_hip import plot_hip
from .post_test import plot_post_test
from .practice import plot_practice
from .prevalence import plot_prevalence
from .sciatic import plot_sciatic_variants
from .stretches import plot_stretch_comparison
from .timeline import plot_session
from .trials import plot_trials

__all__ = ["Diagram", "plot_calibration", "plot_class", "plot_clinical_test", "plot_confounding", "plot_dose",
           "plot_exercise", "plot_forward_bend", "plot_hip", "plot_landmarks", "plot_moment_arm", "plot_muscle_map",
           "plot_pelvic_drop", "plot_post_test", "plot_practice", "plot_prevalence", "plot_sciatic_variants",
           "plot_session", "plot_stretch_comparison", "plot_trials", "plot_two_scores"]
