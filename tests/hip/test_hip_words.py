"""The hip's numbers in words: signs turn into directions, small arms into hardly any, and spans print both ends."""

from __future__ import annotations

import pytest

from stretchlib import hip
from stretchlib.hip import wording


def test_the_axes_are_those_of_the_model() -> None:
    assert hip.ANGLES == wording.AXES == tuple(wording.DOES)


@pytest.mark.parametrize(("axis", "arm", "said"), [
    ("flexion", 45.14, "bends the thigh forward, 45 mm"), ("flexion", -46.7, "draws the thigh back, 47 mm"),
    ("adduction", 66.9, "draws the thigh in, 67 mm"), ("adduction", -47.8, "draws the thigh out, 48 mm"),
    ("rotation", 20.4, "turns the thigh inward, 20 mm"), ("rotation", -29.2, "turns the thigh outward, 29 mm"),
    ("rotation", 0.02, "hardly moves the thigh inward or outward, 0.0 mm"),
    ("adduction", -0.94, "hardly moves the thigh in or out, 0.9 mm"),
    ("flexion", -0.62, "hardly moves the thigh forward or back, 0.6 mm"),
    ("flexion", 1.1, "bends the thigh forward, 1 mm")])
def test_an_arm_is_what_it_does(axis: str, arm: float, said: str) -> None:
    """A positive arm increases the angle: flexion forward, adduction inward, rotation inward. What prints as 1 does."""
    assert wording.does(axis, arm) == said


@pytest.mark.parametrize(("pose", "said"), [
    ((0, 0, 0), "anatomical position"), ((90, 0, 0), "90° flexion"), ((-10, 0, 0), "10° extension"),
    ((90, -20, -30), "90° flexion, 20° abduction, 30° external rotation"),
    ((0, 12.5, 45), "12.5° adduction, 45° internal rotation"), ((0.5, -0.5, 0.5), "0.5° flexion, 0.5° abduction, "
                                                                                "0.5° internal rotation")])
def test_a_pose_is_its_directions(pose: tuple[float, float, float], said: str) -> None:
    assert wording.pose_text(*pose) == said


@pytest.mark.parametrize(("muscle", "said"), [
    ("piriformis", "Piriformis"), ("adductor_magnus_ischial", "Adductor magnus, ischial part"),
    ("gluteus_medius_anterior", "Gluteus medius, front part"), ("tensor_fasciae_latae", "Tensor fasciae latae")])
def test_a_muscle_has_its_part_behind_it(muscle: str, said: str) -> None:
    assert wording.muscle_name(muscle) == said


def test_lists_spans_and_geometries() -> None:
    assert [wording.listed(list(words)) for words in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert wording.spread([7.4, 11.2, 9], "%") == "+7 to +11 %"
    assert wording.spread([-2.6, 3], "mm") == "-3 to +3 mm"
    assert wording.spread([6.8, 7.2], "mm", sign=False) == "7 mm"
    assert [wording.model_name(model) for model in ("delp1990", "another")] == ["Delp 1990", "another"]
