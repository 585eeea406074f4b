"""The numbers of questions made from the model: one function for each template, ``None`` where a draw is refused.

Degrees and millimetres, the house's signs. ``wrong`` holds what a typical slip gives, by the rule's name in
``options.csv``; ``choices`` the options of a question with one right answer: (rule, text, value shown).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import hip
from ..core.errors import StretchlibError
from ..evidence import reading
from ..evidence.statistics import likelihood_ratio, post_test_probability
from ..hip import hips, spine
from ..hip.wording import muscle_name
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.hip_model import PublishedHip


@dataclass(frozen=True)
class Made:
    """What one draw comes to: the drawn ``values`` for the words, the ``answer``, slips or choices."""

    values: Mapping[str, Any]
    answer: float = math.nan
    wrong: Mapping[str, float] = field(default_factory=dict)
    choices: tuple[tuple[str, str, str], ...] = ()


def _arm(geometry: str, muscle: str, flexion: float, axis: int = 2) -> float:
    return float(hip.moment_arms(flexion=flexion, muscles=[muscle], model=geometry)[0, axis])


def _length(geometry: str, flexion: float, adduction: float, rotation: float) -> float:
    neutral = hip.muscle_lengths(muscles=["piriformis"], model=geometry)[0]
    posed = hip.muscle_lengths(flexion, adduction, rotation, muscles=["piriformis"], model=geometry,
                               extrapolate=True)[0]
    return float(posed - neutral)


def _jumps(geometry: str, muscle: str, flexion: float = 0, adduction: float = 0, rotation: float = 0) -> bool:
    """Whether the model's path jumps near a pose, or its length on the way there: no question is made of that."""
    pose: dict[str, Any] = {"flexion": flexion, "adduction": adduction, "rotation": rotation, "model": geometry}
    return bool(hip.jumps_near(muscle, **pose) or hip.jumps_on_way(muscle, **pose))


def abduction_arms(muscles: list[tuple[str, Any]]) -> Made | None:
    """Which of four muscles has the largest abduction arm in neutral, delp1990."""
    names = [name for name, _ in muscles]
    arms = -hip.moment_arms(muscles=names, model="delp1990")[:, 1]
    ranked = sorted(zip(arms.tolist(), names, strict=True), reverse=True)
    if ranked[0][0] - ranked[1][0] < 5 or ranked[-1][0] >= 0 or any(_jumps("delp1990", name) for name in names):
        return None
    rules = ["largest" if number == 0 else "smaller" if arm > 0 else "adducts" for number, (arm, _) in
             enumerate(ranked)]
    return Made({}, choices=tuple((rule, muscle_name(name), f"{arm:.1f}")
                                  for rule, (arm, name) in zip(rules, ranked, strict=True)))


def rotation_arm(geometry: str, muscle: str, flexion: float) -> Made | None:
    """The rotation arm of a muscle at a flexion."""
    arm = _arm(geometry, muscle, flexion)
    if abs(arm) < 2 or _jumps(geometry, muscle, flexion):
        return None
    return Made({"geometry": geometry, "muscle": muscle, "flexion": flexion}, arm,
                {"sign": -arm, "extended": _arm(geometry, muscle, 0)})


def rotation_class(muscle: str, flexion: float) -> Made | None:
    """Whether a muscle turns the thigh in, out, or not clearly, delp1990."""
    arm = _arm("delp1990", muscle, flexion)
    if abs(abs(arm) - 3) < 1 or _jumps("delp1990", muscle, flexion):
        return None
    texts = (say("made.inward"), say("made.outward"), say("made.unclear"))
    right = 0 if arm > 3 else 1 if arm < -3 else 2
    opposite = {0: 1, 1: 0, 2: 0}[right]
    rules = {right: "fits", opposite: "opposite"}
    return Made({"muscle": muscle, "flexion": flexion},
                choices=tuple((rules.get(number, "other"), text, f"{arm:.1f}") for number, text in enumerate(texts)))


def piriformis_change(geometry: str, flexion: float, adduction: float, rotation: float) -> Made | None:
    """How much longer piriformis is in a pose than in neutral."""
    change = _length(geometry, flexion, adduction, rotation)
    if abs(change) < 3 or _jumps(geometry, "piriformis", flexion, adduction, rotation):
        return None
    return Made({"geometry": geometry, "flexion": flexion, "adduction": adduction, "rotation": rotation}, change,
                {"rotation_sign": _length(geometry, flexion, adduction, -rotation),
                 "adduction_sign": _length(geometry, flexion, -adduction, rotation)})


def longest_pose(geometry: str, poses: list[tuple[str, Mapping[str, float]]]) -> Made | None:
    """In which of four poses piriformis is longest. A pose may lie outside the range the models were made for."""
    with warnings.catch_warnings():  # a pulled figure-four turns the thigh past the range; that is told elsewhere
        warnings.simplefilter("ignore", hip.ExtrapolationWarning)
        change = [(_length(geometry, at["flexion"], at["adduction"], at["rotation"]), name) for name, at in poses]
    ranked = sorted(change, reverse=True)
    if ranked[0][0] - ranked[1][0] < 2 or any(_jumps(geometry, "piriformis", **at) for _, at in poses):
        return None
    return Made({"geometry": geometry},
                choices=tuple(("shorter" if number else "longest", name, f"{value:.1f}")
                              for number, (value, name) in enumerate(ranked)))


def rotation_reversal(geometry: str, muscle: str, pair: str = "") -> Made | None:
    """The flexion at which the rotation arm is zero, by bisection."""
    low, high = 0.0, 120.0
    if _arm(geometry, muscle, low) * _arm(geometry, muscle, high) >= 0:
        return None
    if any(switch.sudden and low <= switch.flexion <= high for switch in hip.switches(muscle, model=geometry)):
        return None  # the arm might change its sign in a jump, and be nought nowhere
    for _ in range(40):
        middle = (low + high) / 2
        same = _arm(geometry, muscle, middle) * _arm(geometry, muscle, low) > 0
        low, high = (middle, high) if same else (low, middle)
    return Made({"geometry": geometry, "muscle": muscle}, (low + high) / 2, {"ninety": 90})


def rotation_spread(muscle: str, flexion: float) -> Made | None:
    """How far apart the three geometries are in the rotation arm."""
    if any(_jumps(model, muscle, flexion) for model in hip.MODELS):
        return None
    arms = [_arm(model, muscle, flexion) for model in hip.MODELS]
    return Made({"muscle": muscle, "flexion": flexion}, max(arms) - min(arms), {"mean": sum(arms) / len(arms)})


def lumbar_share(total: float) -> Made:
    """What comes from the lumbar spine in a forward bend."""
    lumbar = float(spine.lumbopelvic_rhythm(total).lumbar)
    return Made({"total": total}, lumbar, {"half": total / 2, "hips": total - lumbar})


def limited_hips(total: float, hip_max: float, c: float) -> Made | None:
    """Lumbar motion where the hips stop early and a share of what is missing is taken over."""
    free = spine.lumbopelvic_rhythm(total)
    missing = float(free.hip) - hip_max
    if missing < 3:
        return None
    wrong = {"rest": total - hip_max} | ({"all_of_it": float(free.lumbar) + missing} if c < 1 else {})
    return Made({"total": total, "hip_max": hip_max, "c": c},
                float(spine.limited_hip(total, hip_max, c).lumbar), wrong)


def sitting_flexion(thigh: float, tilt: float) -> Made:
    """Hip flexion in sitting when the pelvis tilts and the thigh stays."""
    return Made({"thigh": thigh, "tilt": tilt}, float(spine.sitting_hip_flexion(thigh, tilt)),
                {"sign": thigh - tilt, "no_tilt": thigh})


def expected_limbs(pattern: str, which: str, n: float, estimate: float, lower: float, upper: float) -> Made:
    """How many of n limbs a pooled share means."""
    percent = {"estimate": estimate, "lower limit": lower, "upper limit": upper}[which]
    values = {"pattern": pattern, "which": which, "n": n, "estimate": estimate, "lower": lower, "upper": upper}
    return Made(values, reading.expected_count(int(n), percent / 100), {"others": n * (100 - percent) / 100})


def needed_to_treat(treated: float, control: float) -> Made | None:
    """Number needed to treat from two percentages, rounded up."""
    if treated - control < 5:
        return None
    return Made({"treated": treated, "control": control}, reading.treated_for_one(treated / 100, control / 100),
                {"treated_alone": math.ceil(100 / treated), "ratio": treated / control})


def read_the_interval(md: float, half: float, worth: float) -> Made | None:
    """What the interval of a mean difference says."""
    low, high = md - half, md + half
    if min(abs(end - mark) for end in (low, high) for mark in (0, -worth)) < 0.05:
        return None
    rules = ("direction_open", "worth_it", "too_little", "size_open")
    right = reading.READINGS.index(reading.read_interval(low, high, worth))
    values = {"md": f"{md:.1f}", "lower": f"{low:.1f}", "upper": f"{high:.1f}", "worth": worth}
    return Made(values, choices=tuple(("fits" if number == right else rule, say(f"made.{rule}"), "")
                                      for number, rule in enumerate(rules)))


def extra_events(base: float) -> Made:
    """Extra adverse events in 100 people, risk ratio 1.40."""
    return Made({"base": base}, reading.extra_events(base, 1.40), {"total": base * 1.40, "forty": 40})


def weekly_minutes(holds: float, hold_s: float, days: float) -> Made:
    """Minutes of stretching a week and side."""
    minutes = holds * hold_s * days / 60
    return Made({"holds": holds, "hold_s": hold_s, "days": days}, minutes,
                {"both_sides": 2 * minutes, "seconds": 60 * minutes})


def practice_length(sides: float, sets: float, reps: float, hold_s: float, rest_s: float, set_rest_s: float) -> Made:
    """Length of a practice in seconds, without a rest after the last repetition."""
    n = sides * sets
    total = n * (reps * hold_s + (reps - 1) * rest_s) + (n - 1) * set_rest_s
    return Made({"sides": sides, "sets": sets, "reps": reps, "hold_s": hold_s, "rest_s": rest_s,
                 "set_rest_s": set_rest_s}, total,
                {"extra_rests": n * reps * (hold_s + rest_s) + n * set_rest_s, "holds_only": sets * reps * hold_s})


def second_score(mean: float, first: float, r: float) -> Made | None:
    """The second score expected without any treatment."""
    if abs(first - mean) <= 1:
        return None
    return Made({"mean": mean, "first": first, "r": r}, reading.regress_to_mean(first, mean, r),
                {"first": first, "mean": mean, "share_of_score": r * first})


def done_of_planned(per_day: float, days: float, fraction: float) -> Made:
    """Practice done of planned, per cent."""
    planned = per_day * days
    done = round(planned * fraction)
    percent = 100 * done / planned
    wrong = {"left_out": 100 - percent} | ({"per_day": 100 * done / days} if done < days else {})
    return Made({"per_day": per_day, "days": days, "done": float(done)}, percent, wrong)


def post_test(test: str, pre: float, result: str, sens: float, spec: float) -> Made:
    """Probability after a result, per cent, from sensitivity and specificity."""
    opposite = "negative" if result == "positive" else "positive"
    ratio = likelihood_ratio(sens, spec, result)
    after = {outcome: 100 * post_test_probability(pre / 100, likelihood_ratio(sens, spec, outcome)).value
             for outcome in (result, opposite)}
    return Made({"test": test, "pre": pre, "result": result, "sens": sens, "spec": spec, "lr": f"{ratio:.2f}"},
                after[result], {"not_odds": pre * ratio, "other_result": after[opposite]})


def false_positives(test: str, n: float, prev: float, sens: float, spec: float) -> Made:
    """How many positive results are false."""
    return Made({"test": test, "n": n, "prev": prev, "spec": spec},
                reading.false_positives(int(n), prev / 100, spec),
                {"everyone": (1 - spec) * n, "missed": (1 - sens) * n * prev / 100})


def version_from_mean(person: float) -> Made:
    """How many standard deviations the version of one of 26 thigh bones lies from a published mean."""
    published = catalogue.row(PublishedHip, "carmona2019_version")
    if published.sd is None:
        raise StretchlibError("published_hips.csv: carmona2019_version has no sd, which a question needs; fill it in.")
    own = round(float(hips.measured()[int(person) - 1, hips.MEASURES.index("version_deg")]), 1)
    from_mean = (own - published.middle) / published.sd
    return Made({"person": f"{person:g}", "own": f"{own:.1f}", "mean": f"{published.middle:g}",
                 "sd": f"{published.sd:g}"}, from_mean,
                {"degrees": own - published.middle, "sign": -from_mean})


#: The names that ``compute`` in questions.csv may have.
COMPUTE: dict[str, Callable[..., Made | None]] = {function.__name__: function for function in (
    abduction_arms, rotation_arm, rotation_class, piriformis_change, longest_pose, rotation_reversal, rotation_spread,
    lumbar_share, limited_hips, sitting_flexion, expected_limbs, needed_to_treat, read_the_interval, extra_events,
    weekly_minutes, practice_length, second_score, done_of_planned, post_test, false_positives,
    version_from_mean)}
