"""What the hip model refuses, and how it says so; what it tells of poses beyond its range."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from stretchlib import hip
from stretchlib.core.errors import StretchlibError

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"flexion": float("nan")}, "The flexion holds nan; give finite degrees only."),
    ({"rotation": [0, float("inf")]}, "The rotation holds inf; give finite degrees only."),
    ({"flexion": 121}, "The flexion 121 lies beyond -20 to 120 degrees, where the models were checked; stay inside, "
                       "or ask with extrapolate=True."),
    ({"adduction": [-46, 0]}, "The adduction -46 lies beyond -45 to 30 degrees, where the models were checked; stay "
                              "inside, or ask with extrapolate=True."),
    ({"flexion": "30"}, "The flexion must be a number of degrees or an array of numbers; correct '30'."),
    ({"flexion": None}, "The flexion must be a number of degrees or an array of numbers; correct None."),
    ({"flexion": True}, "The flexion must be a number of degrees or an array of numbers; correct True."),
    ({"flexion": [[1], [1, 2]]}, "The flexion must be a number of degrees or an array of numbers; correct "
                                 "[[1], [1, 2]]."),
    ({"flexion": [1, 2], "adduction": [1, 2, 3]}, "The angles do not fit together (flexion (2,), adduction (3,), "
                                                  "rotation ()); give single numbers or arrays of one shape."),
    ({"model": "delp1991"}, "There is no hip model 'delp1991': did you mean 'delp1990'?"),
    ({"model": 3}, "A model is named by a word, not by int; use one of: rajagopal2023, delp1990, dostal1981."),
    ({"knee": 45}, "The knee is 45; give 0 (straight) or 90 (bent) degrees."),
    ({"knee": [0, 90]}, "The knee is [0, 90]; give 0 (straight) or 90 (bent) degrees."),
    ({"muscles": "piriformes"}, "There is no muscle 'piriformes' in rajagopal2023: did you mean 'piriformis'?"),
    ({"muscles": []}, "The list of muscles is empty; name at least one, or leave it out for all."),
    ({"muscles": ["iliacus", "iliacus"]}, "iliacus is named twice; name each muscle once."),
    ({"muscles": 5}, "A muscle is named by a word or a list of words, not by int."),
    ({"muscles": "quadratus_femoris"}, "quadratus_femoris is missing in rajagopal2023; it is in delp1990 and "
                                       "dostal1981."),
    ({"muscles": "obturator_internus", "model": "delp1990"}, "delp1990 draws obturator_internus as gemelli; name "
                                                             "one of these, or several in a list."),
    ({"muscles": "gluteus_medius"}, "rajagopal2023 draws gluteus_medius as gluteus_medius_anterior, "
                                    "gluteus_medius_middle, gluteus_medius_posterior; name one of these, or several "
                                    "in a list."),
    ({"muscles": "quadratus_lumborum"}, "quadratus_lumborum is missing in all three models; choose another muscle of "
                                        "hip.muscle_ids('rajagopal2023')."),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_it_refuses(arguments: dict[str, Any], message: str) -> None:
    for ask in (hip.muscle_lengths, hip.moment_arms):
        with pytest.raises(StretchlibError) as error:
            ask(**arguments)
        assert str(error.value) == message


@pytest.mark.parametrize(("limits", "message"), [
    ({"flexoin": (0, 1)}, "There is no angle 'flexoin'"), ({"flexion": (50, 10)}, "give (low, high) in degrees"),
    ({"flexion": 3}, "give (low, high) in degrees"), ((0, 1), "Give limits as a dict"),
    ({"flexion": (0, 130)}, "stay inside")])
def test_limits_it_refuses(limits: Any, message: str) -> None:
    with pytest.raises(StretchlibError) as error:
        hip.longest_pose("piriformis", limits)
    assert message in str(error.value)


def test_beyond_the_range_only_when_asked_and_told() -> None:
    with pytest.warns(hip.ExtrapolationWarning, match="rotation -50 lies beyond -45 to 45 degrees"):
        there = hip.muscle_lengths(110, -20, [-50, -45], muscles="piriformis", extrapolate=True)
    assert np.isfinite(there).all()
    assert hip.outside(110, -20, [-50, -45]).tolist() == [True, False]
    with pytest.warns(hip.ExtrapolationWarning):
        frame = hip.sweep("piriformis", [100, 130], extrapolate=True)
    assert frame["extrapolated"].tolist() == [False, True]


def test_a_sweep_is_tidy() -> None:
    frame = hip.sweep(["piriformis", "iliacus"], range(0, 91, 30), [-10, 10], model=hip.MODELS[:2])
    assert len(frame) == 2 * 2 * 4 * 2
    assert list(frame) == ["model", "muscle", "flexion_deg", "adduction_deg", "rotation_deg", "knee_deg", "length_mm",
                           "change_mm", "change_percent", "arm_flexion_mm", "arm_adduction_mm", "arm_rotation_mm",
                           "extrapolated"]
    row = frame[(frame.model == "delp1990") & (frame.muscle == "iliacus") & (frame.flexion_deg == 60)].iloc[1]
    lengths, arms = hip.evaluate(60, 10, muscles="iliacus", model="delp1990")
    assert row.length_mm == pytest.approx(lengths[0])
    assert row.arm_rotation_mm == pytest.approx(arms[0, 2])
    assert len(hip.sweep("piriformis")) == 25


def test_the_range_itself_is_inside() -> None:
    assert not hip.outside(*np.array([hip.LIMITS[name] for name in hip.ANGLES])).any()


@pytest.mark.parametrize("ask", [lambda: hip.switches("piriformis", adduction=[0, 10]),
                                 lambda: hip.switches("piriformis", adduction=[[0], [10]])])
def test_a_search_for_switches_holds_single_numbers(ask: Any) -> None:
    with pytest.raises(StretchlibError, match="give a single number for each of the others"):
        ask()


@pytest.mark.parametrize("ask", [lambda: hip.path("piriformis", [0, 10]), lambda: hip.path("piriformis", [0]),
                                 lambda: hip.path(["piriformis", "iliacus"])])
def test_a_path_is_drawn_of_one_part_in_one_pose(ask: Any) -> None:
    with pytest.raises(StretchlibError, match="one part in one pose"):
        ask()
