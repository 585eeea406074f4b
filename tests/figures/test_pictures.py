"""A few pictures against those that were looked at: what facts cannot say, such as size, overlap and rotation.

To accept a changed look: look at it, then ``python start.py test tests/figures/test_pictures.py
--mpl-generate-path=tests/figures/pictures``.
"""

from __future__ import annotations

import matplotlib
import pytest
from matplotlib.figure import Figure

import stretchlib as sl

LOOKED_AT_WITH = "3.11"  # matplotlib draws hatches and rounds sizes in another way in other versions
pytestmark = pytest.mark.skipif(not matplotlib.__version__.startswith(LOOKED_AT_WITH),
                                reason=f"the pictures were looked at with matplotlib {LOOKED_AT_WITH}")

# Root mean square of the difference, 0 to 255. Letters move a little between matplotlib versions; a bar, a label or
# a margin that moves gives more.
look = pytest.mark.mpl_image_compare(baseline_dir="pictures", tolerance=6, style="default",
                                     savefig_kwargs={"dpi": 60, "facecolor": "white"})


@look
def test_timeline_of_a_stretch() -> Figure:
    return sl.plot_session(sl.Session.from_exercise("figure_four_stretch")).figure


@look
def test_timeline_of_a_lift_in_two_sets() -> Figure:
    return sl.plot_session(sl.Session.from_exercise("side_lying_leg_lift", sets=2)).figure


@look
def test_dose_of_the_article_and_the_course() -> Figure:
    return sl.plot_dose("ball_squeeze").figure


@look
def test_dose_of_a_walk() -> Figure:
    return sl.plot_dose("graded_walking").figure


@look
def test_plate_of_the_deep_rotators() -> Figure:
    return sl.plot_muscle_map("deep_rotators").figure


@pytest.mark.parametrize("person", [1, 7, 13, 16, 26])
@look
def test_hips_with_one_picked_out(person: int) -> Figure:
    return sl.plot_hips(person).figure


@look
def test_arm_of_piriformis_over_26_people() -> Figure:
    return sl.plot_moment_arm("piriformis", people=True).figure


@look
def test_plate_of_psoas_and_iliacus() -> Figure:
    return sl.plot_muscle_map("psoas_iliacus").figure


@look
def test_pain_of_the_hip_joint() -> Figure:
    return sl.plot_pain_map("hip_joint").figure


@look
def test_a_person_in_the_figure_four() -> Figure:
    return sl.plot_exercise("figure_four_stretch").figure


@look
def test_a_person_in_the_seated_twist() -> Figure:
    return sl.plot_exercise("seated_spinal_twist").figure


@look
def test_patient_and_examiner_in_the_straight_leg_raise() -> Figure:
    return sl.plot_clinical_test("straight_leg_raise").figure


@look
def test_a_patient_seen_from_behind_with_a_pelvis_that_sinks() -> Figure:
    return sl.plot_clinical_test("trendelenburg_30s").figure


@look
def test_moment_arm_of_piriformis() -> Figure:
    return sl.plot_moment_arm("piriformis").figure


@look
def test_calibration_of_an_invented_learner() -> Figure:
    return sl.plot_calibration().figure


@look
def test_trials_with_their_intervals() -> Figure:
    return sl.plot_trials().figure


@look
def test_a_test_result_in_a_hundred_people() -> Figure:
    return sl.plot_post_test("sacroiliac_cluster_pooled", 25).figure


@look
def test_shares_and_ranges() -> Figure:
    return sl.plot_prevalence("sciatica").figure
