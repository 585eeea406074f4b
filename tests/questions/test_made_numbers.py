"""The numbers of made questions: slips worked by hand from the words that answer them, and which draws are refused."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from stretchlib import hip
from stretchlib.questions import computed
from stretchlib.questions.computed import Made

FREE_80 = 30 * 1.9 / 2.9 + 30 * 0.9 / 1.9 + 20 * 0.4 / 1.4  # low back in a bend of 80 degrees: k of k + 1 parts


@pytest.mark.parametrize(("made", "answer", "wrong"), [
    (computed.lumbar_share(40), 24.392, {"half": 20, "hips": 15.608}),
    (computed.limited_hips(80, 30, 0.5), (FREE_80 + 50) / 2, {"rest": 50, "all_of_it": 50}),
    (computed.limited_hips(80, 20, 0.5), (FREE_80 + 60) / 2, {"rest": 60, "all_of_it": 60}),
    (computed.limited_hips(80, 30, 1), 50, {"rest": 50}),  # all of it is right here
    (computed.sitting_flexion(85, -25), 60, {"sign": 110, "no_tilt": 85}),
    (computed.expected_limbs("type B", "lower limit", 200, 9.8, 5, 15), 10, {"others": 190}),
    (computed.expected_limbs("type B", "upper limit", 200, 9.8, 5, 15), 30, {"others": 170}),
    (computed.expected_limbs("type B", "estimate", 200, 9.8, 5, 15), 20, {"others": 180.4}),
    (computed.needed_to_treat(60, 25), 3, {"treated_alone": 2, "ratio": 2.4}),
    (computed.needed_to_treat(50, 25), 4, {"treated_alone": 2, "ratio": 2}),
    (computed.extra_events(8), 3.2, {"total": 11.2, "forty": 40}),
    (computed.weekly_minutes(3, 30, 7), 10.5, {"both_sides": 21, "seconds": 630}),
    # Four times three holds of 20 s with two rests of 10 s, and three pauses of a minute.
    (computed.practice_length(2, 2, 3, 20, 10, 60), 500, {"extra_rests": 600, "holds_only": 120}),
    (computed.practice_length(1, 1, 4, 10, 2, 30), 46, {"extra_rests": 78, "holds_only": 40}),
    (computed.second_score(5, 8, 0.6), 6.8, {"first": 8, "mean": 5, "share_of_score": 4.8}),
    (computed.done_of_planned(4, 20, 0.8), 80, {"left_out": 20}),
    (computed.done_of_planned(2, 10, 0.4), 40, {"left_out": 60, "per_day": 80}),
    (computed.done_of_planned(2, 10, 0.5), 50, {"left_out": 50}),  # ten holds on ten days: not to be told apart
    # Odds of 1 to 9 times 0.08 / 0.28 after a negative result, times 0.92 / 0.72 after a positive one.
    (computed.post_test("leg raise", 10, "negative", 0.92, 0.28), 200 / 65,
     {"not_odds": 20 / 7, "other_result": 100 * 0.92 / (0.92 + 9 * 0.72)}),
    (computed.post_test("leg raise", 10, "positive", 0.92, 0.28), 100 * 0.92 / (0.92 + 9 * 0.72),
     {"not_odds": 10 * 0.92 / 0.72, "other_result": 200 / 65}),
    (computed.false_positives("leg raise", 1000, 40, 0.92, 0.28), 432, {"everyone": 720, "missed": 32})])
def test_answers_and_slips_worked_by_hand(made: Made, answer: float, wrong: dict[str, float]) -> None:
    assert made.answer == pytest.approx(answer, abs=1e-3)
    assert dict(made.wrong) == pytest.approx(wrong, abs=1e-3)


def test_what_a_reader_is_told_of_a_draw() -> None:
    assert computed.done_of_planned(4, 20, 0.8).values["done"] == 64
    assert computed.post_test("leg raise", 10, "negative", 0.92, 0.28).values["lr"] == "0.29"
    interval = computed.read_the_interval(-2.1, 0.8, 1.5)
    assert interval is not None
    assert dict(interval.values) == {"md": "-2.1", "lower": "-2.9", "upper": "-1.3", "worth": 1.5}


def chosen(made: Made | None) -> dict[str, str]:
    """The options of a question with one right answer, by the rule of each that only one has."""
    assert made is not None
    return {rule: text for rule, text, _ in made.choices}


def test_the_direction_through_bending_is_what_the_models_share() -> None:
    """Arms of gluteus medius, posterior: outward in neutral in all three, inward at 70 degrees."""
    assert chosen(computed.turn_through_bending("gluteus_medius_posterior", 70)) == {
        "fits": "Outwards straight, inwards bent", "end": "Outwards straight, outwards bent",
        "start": "Inwards straight, inwards bent", "both": "Inwards straight, outwards bent"}
    assert computed.turn_through_bending("piriformis", 50) is None, "at 50 degrees the models differ"


def test_a_muscle_gets_longer_where_the_hip_turns_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    against = chosen(computed.longer_or_shorter("piriformis", 0, "inwards", 15))
    assert against == {
        "fits": "Longer, because at this angle it turns the thigh outwards",
        "reason": "Longer, because at this angle it turns the thigh inwards",
        "length": "Shorter, because at this angle it turns the thigh outwards",
        "both": "Shorter, because at this angle it turns the thigh inwards"}
    assert chosen(computed.longer_or_shorter("piriformis", 0, "outwards", -15))["fits"] == against["length"]
    assert chosen(computed.longer_or_shorter("piriformis", 90, "outwards", -15))["fits"] == against["reason"]
    assert computed.longer_or_shorter("piriformis", 0, "inwards", 0.5) is None, "a quarter of a millimetre"
    lengths = iter([[250.0], [240.0], [250.0], [240.0], [240.0], [250.0]])
    monkeypatch.setattr(computed.hip, "muscle_lengths", lambda *_, **__: np.array(next(lengths)))
    assert computed.longer_or_shorter("piriformis", 0, "inwards", 15) is None, "two models longer, one shorter"


def in_order(*muscles: str) -> Made | None:
    return computed.first_to_turn_in([(muscle, {}) for muscle in muscles])


def test_the_first_to_turn_in_is_the_earliest_reversal() -> None:
    made = in_order("quadratus_femoris", "piriformis", "gluteus_medius_posterior")
    assert made is not None
    assert made.choices == (("first", "Gluteus medius, back part", "41"), ("later", "Piriformis", "57"),
                            ("never", "Quadratus femoris", "inf"))
    reversal = computed.rotation_reversal("delp1990", "piriformis")
    assert reversal is not None
    assert computed._arm("delp1990", "piriformis", reversal) == pytest.approx(0, abs=1e-4)
    assert computed.rotation_reversal("delp1990", "quadratus_femoris") is None, "never turned about"


def test_what_models_say_together_is_no_more_than_all_of_them_say(monkeypatch: pytest.MonkeyPatch) -> None:
    def rules(*arms: float) -> dict[str, str]:
        by_model = dict(zip(hip.MODELS, arms, strict=True))
        monkeypatch.setattr(computed, "_arm", lambda model, *_: by_model[model])
        made = computed.models_agree("piriformis", 30)
        return {text.split(":")[0]: rule for rule, text, _ in made.choices} if made else {}

    inwards, outwards, open_ = "Inwards", "Outwards", "The direction is open"
    assert rules(4, 9, 20) == {inwards: "fits", outwards: "opposite", open_: "open"}
    assert rules(-4, -9, -20) == {outwards: "fits", inwards: "opposite", open_: "open"}
    for arms in ((4, -9, 20), (4, 2, 20), (0, 0, 0)):
        assert rules(*arms) == {open_: "fits", inwards: "sure", outwards: "sure"}
    assert rules(4, 9, 3.2) == rules(4, 9, 2.7) == rules(-4, -3.4, -9) == {}, "beside the 3 mm of the question"


def ranked(*muscles: str) -> Made | None:
    """The four muscles of a draw ranked by their arms of abduction."""
    return computed.abduction_arms([(muscle, {}) for muscle in muscles])


REFUSED: list[tuple[Callable[[], Made | None], str]] = [
    (lambda: computed.limited_hips(80, 38, 0.5), "a hip that stops 2.4 degrees early"),
    (lambda: computed.needed_to_treat(27, 23), "four of a hundred"),
    (lambda: computed.second_score(5, 6, 0.5), "a score beside the mean"),
    (lambda: computed.second_score(5, 4, 0.5), "a score beside the mean"),
    (lambda: computed.read_the_interval(-1, 0.96, 2), "an end that prints as nought"),
    (lambda: computed.read_the_interval(-1, 1.04, 3), "an end that prints as nought"),
    (lambda: computed.read_the_interval(-1, 0.5, 1.52), "an end that prints as what was agreed"),
    (lambda: computed.read_the_interval(-1, 0.5, 0.48), "an end that prints as what was agreed"),
    (lambda: computed.turn_through_bending("adductor_magnus_middle", 0), "an arm of 0.0 mm"),
    (lambda: computed.rotation_class("pectineus", 0), "2.2 mm: beside the 3 mm of the question"),
    (lambda: computed.rotation_class("adductor_magnus_ischial", 0), "3.9 mm"),
    (lambda: computed.longer_or_shorter("piriformis", 50, "inwards", 15), "in at 50 degrees in one model alone"),
    (lambda: in_order("gluteus_medius_posterior", "gluteus_maximus_superior", "piriformis"), "4 degrees apart"),
    (lambda: in_order("gemelli", "quadratus_femoris", "gluteus_maximus_inferior"), "115 degrees, and never"),
    (lambda: in_order("piriformis", "gluteus_medius_anterior", "gemelli"), "one turns it in from the start"),
    (lambda: ranked("gluteus_medius_anterior", "gluteus_medius_middle", "piriformis", "pectineus"), "3.7 mm apart"),
    (lambda: ranked("gluteus_medius_anterior", "piriformis", "sartorius", "gluteus_maximus_middle"), "none adducts")]


@pytest.mark.parametrize(("draw", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_draw_too_close_to_call_is_refused(draw: Callable[[], Made | None], why: str) -> None:
    assert draw() is None, why


TAKEN: list[tuple[Callable[[], Made | None], str]] = [
    (lambda: computed.limited_hips(80, 37, 0.5), "3.4 degrees early"),
    (lambda: computed.needed_to_treat(28, 23), "five of a hundred"),
    (lambda: computed.second_score(5, 6.5, 0.5), "a point and a half from the mean"),
    (lambda: computed.second_score(5, 3.5, 0.5), "a point and a half from the mean"),
    (lambda: computed.read_the_interval(-1, 0.94, 2), "prints as -0.1"),
    (lambda: computed.read_the_interval(-1, 0.5, 1.44), "0.1 from what was agreed"),
    (lambda: computed.longer_or_shorter("piriformis", 0, "inwards", 5), "2.5 mm longer"),
    (lambda: in_order("gluteus_medius_posterior", "piriformis", "quadratus_femoris"), "16 degrees apart"),
    (lambda: ranked("gluteus_medius_anterior", "gluteus_minimus_anterior", "piriformis", "pectineus"), "5.6 mm apart")]


@pytest.mark.parametrize(("draw", "why"), TAKEN, ids=[why for _, why in TAKEN])
def test_a_draw_that_can_be_told_is_taken(draw: Callable[[], Made | None], why: str) -> None:
    assert draw() is not None, why


@pytest.mark.parametrize(("muscle", "fits", "opposite"), [
    ("iliacus", "internal rotation", "external rotation"), ("sartorius", "external rotation", "internal rotation"),
    ("adductor_magnus_middle", "no clear rotation", "internal rotation"),
    ("quadratus_femoris", "external rotation", "internal rotation")])
def test_a_rotation_is_told_by_the_sign_of_its_arm(muscle: str, fits: str, opposite: str) -> None:
    """OpenSim 4.6 in neutral: 4.2 mm inward, 5.1 and 40 mm outward, and 0.0 mm."""
    made = computed.rotation_class(muscle, 0)
    assert made is not None
    rules = {text: rule for rule, text, _ in made.choices}
    assert (rules.pop(fits), rules.pop(opposite)) == ("fits", "opposite")
    assert list(rules.values()) == ["other"]


def test_arms_of_abduction_are_ranked_from_the_largest() -> None:
    """OpenSim 4.6 in neutral: arms about adduction of -47.8, -19.8, 11.6 and 33.0 mm."""
    made = ranked("pectineus", "gemelli", "gluteus_medius_anterior", "piriformis")
    assert made is not None
    assert made.choices == (("largest", "Gluteus medius, front part", "47.8"), ("smaller", "Piriformis", "19.8"),
                            ("adducts", "Gemelli with obturator internus", "-11.6"), ("adducts", "Pectineus", "-33.0"))


def test_poses_are_ranked_by_what_they_add() -> None:
    poses = [(name, {"flexion": flexion, "adduction": 0.0, "rotation": 0.0})
             for name, flexion in (("standing", 0.0), ("sitting", 90.0), ("half way", 45.0))]
    made = computed.longest_pose("delp1990", poses)
    assert made is not None
    assert [(rule, text) for rule, text, _ in made.choices] == [("longest", "sitting"), ("shorter", "half way"),
                                                                ("shorter", "standing")]
    assert made.choices[2][2] == "0.0"
    turned = [(f"turned in by {by}", {"flexion": 0.0, "adduction": 0.0, "rotation": by}) for by in (10.0, 5.0)]
    assert computed.longest_pose("delp1990", turned) is not None, "4.9 mm against 2.5"
    close = [*poses[:1], ("nearly", {"flexion": 90.0, "adduction": 0.0, "rotation": 1.0}), poses[1]]
    assert computed.longest_pose("delp1990", close) is None, "less than 2 mm apart"


@pytest.mark.parametrize(("low", "high", "worth", "fits"), [
    (-1, 0.5, 2, "The direction is open"), (-3, -2.2, 2, "Less pain, and enough to be worth it"),
    (-1.5, -0.5, 2, "Less pain, but less than agreed"), (-3, -1, 2, "Less pain, but how much is open")])
def test_the_reading_that_fits_is_marked(low: float, high: float, worth: float, fits: str) -> None:
    made = computed.read_the_interval((low + high) / 2, (high - low) / 2, worth)
    assert made is not None
    assert [text for rule, text, _ in made.choices if rule == "fits"] == [fits]
    assert len({rule for rule, _, _ in made.choices}) == 4


def test_what_is_rounded_up_is_a_person() -> None:
    made = computed.needed_to_treat(51, 20)
    assert made is not None
    assert (made.answer, made.wrong["treated_alone"]) == (4, 2)
    assert math.isnan(Made({}).answer)


def test_arms_that_hardly_turn_are_ranked_by_their_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a millimetre abducts, however little, and of four abductors none is the odd one."""
    def arms(*arms_mm: float) -> Made | None:
        monkeypatch.setattr(computed.hip, "moment_arms", lambda **_: np.array([[0, -arm, 0] for arm in arms_mm]))
        return ranked("piriformis", "pectineus", "iliacus", "sartorius")

    made = arms(20, 0.5, -0.5, -20)
    assert made is not None
    assert [rule for rule, _, _ in made.choices] == ["largest", "smaller", "adducts", "adducts"]
    assert arms(20, 10, 5, 0.5) is None


def test_a_rotation_is_told_from_four_millimetres_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for arm, fits in ((4.0, "internal rotation"), (-4.0, "external rotation"), (2.0, "no clear rotation")):
        monkeypatch.setattr(computed, "_arm", lambda *_, arm=arm: arm)
        made = computed.rotation_class("piriformis", 0)
        assert made is not None
        assert [text for rule, text, _ in made.choices if rule == "fits"] == [fits]


@pytest.mark.parametrize(("arm", "turns"), [
    (lambda flexion: flexion - 0.5, 0.5), (lambda flexion: 119.5 - flexion, 119.5),
    (lambda flexion: flexion / 120, None), (lambda flexion: 0.5, None), (lambda flexion: flexion - 120, None)],
    ids=["at once", "at last", "from nought", "never", "to nought"])
def test_a_reversal_is_found_wherever_the_arm_changes_its_sign(arm: Callable[[float], float], turns: float | None,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computed, "_arms", lambda geometry, muscle, flexion: np.array([*map(arm, flexion)]))
    reversal = computed.rotation_reversal("delp1990", "piriformis")
    assert reversal == (turns and pytest.approx(turns, abs=1e-6))


@pytest.mark.parametrize(("treated", "control", "people"), [(60, 50, 10), (74.9, 25, 3)])
def test_shares_are_of_a_hundred(treated: float, control: float, people: int) -> None:
    """One more for ten where it is 10 in 100; for 2.004 it is three."""
    made = computed.needed_to_treat(treated, control)
    assert made is not None
    assert made.answer == people
