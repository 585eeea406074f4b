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

import numpy as np

from .. import hip
from ..core.errors import StretchlibError
from ..evidence import reading
from ..evidence.statistics import likelihood_ratio, post_test_probability
from ..hip import hips, spine
from ..hip.model import Array
from ..hip.wording import muscle_name
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.hip_model import PublishedHip

#: A rotation arm shorter than this turns the thigh in no clear direction: so the questions say.
CLEAR_MM = 3
#: Flexion in degrees up to which a change of direction is looked for: the end of the models' range.
LAST_FLEXION = 120.0


@dataclass(frozen=True)
class Made:
    """What one draw comes to: the drawn ``values`` for the words, the ``answer``, slips or choices."""

    values: Mapping[str, Any]
    answer: float = math.nan
    wrong: Mapping[str, float] = field(default_factory=dict)
    choices: tuple[tuple[str, str, str], ...] = ()


def _arms(geometry: str, muscle: str, flexion: Array) -> Array:
    """Rotation arms in mm at many angles of flexion, in their order."""
    return hip.moment_arms(flexion=flexion, muscles=[muscle], model=geometry)[..., 0, 2]


def _arm(geometry: str, muscle: str, flexion: float) -> float:
    return float(_arms(geometry, muscle, np.array(flexion, dtype=float)))


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


def _turn(arm: float) -> int:
    """Which way an arm turns the thigh: 1 inwards, -1 outwards, 0 not clearly, as of 3 mm."""
    return 0 if abs(arm) < CLEAR_MM else 1 if arm > 0 else -1


def _shared_turn(muscle: str, flexion: float) -> int:
    """Which way a muscle turns the thigh where all models say the same; 0 where they do not, or where a path jumps."""
    turns = {0 if _jumps(model, muscle, flexion) else _turn(_arm(model, muscle, flexion)) for model in hip.MODELS}
    return turns.pop() if len(turns) == 1 else 0


def turn_through_bending(muscle: str, flexion: float) -> Made | None:
    """Which way a muscle turns the thigh when the hip is straight and when it is bent, where all models agree."""
    straight, bent = _shared_turn(muscle, 0), _shared_turn(muscle, flexion)
    if not straight or not bent:
        return None
    texts = {(-1, -1): "made.out_and_out", (-1, 1): "made.out_then_in", (1, 1): "made.in_and_in",
             (1, -1): "made.in_then_out"}
    rules = {(straight, bent): "fits", (straight, -bent): "end", (-straight, bent): "start",
             (-straight, -bent): "both"}
    return Made({"muscle": muscle, "flexion": flexion},
                choices=tuple((rules[turns], say(text), "") for turns, text in texts.items()))


def rotation_class(muscle: str, flexion: float) -> Made | None:
    """Whether a muscle turns the thigh in, out, or not clearly, delp1990."""
    arm = _arm("delp1990", muscle, flexion)
    if abs(abs(arm) - CLEAR_MM) < 1 or _jumps("delp1990", muscle, flexion):
        return None
    texts = (say("made.inward"), say("made.outward"), say("made.unclear"))
    right = {1: 0, -1: 1, 0: 2}[_turn(arm)]
    opposite = {0: 1, 1: 0, 2: 0}[right]
    rules = {right: "fits", opposite: "opposite"}
    return Made({"muscle": muscle, "flexion": flexion},
                choices=tuple((rules.get(number, "other"), text, f"{arm:.1f}") for number, text in enumerate(texts)))


def longer_or_shorter(muscle: str, flexion: float, direction: str, rotation: float) -> Made | None:
    """Whether a muscle gets longer when the bent hip turns, and why, where all models agree.

    The hip turns by ``rotation`` degrees, inwards positive; ``direction`` is its word. The length is asked of the
    models apart from the arm: a change under a millimetre is no change that a student could reason out.
    """
    turn = _shared_turn(muscle, flexion)
    change = [hip.muscle_lengths(flexion, 0, rotation, muscles=[muscle], model=model)[0]
              - hip.muscle_lengths(flexion, muscles=[muscle], model=model)[0] for model in hip.MODELS]
    lengths = {int(math.copysign(1, by)) if abs(by) >= 1 else 0 for by in map(float, change)}
    if not turn or lengths not in ({1}, {-1}) or any(_jumps(model, muscle, flexion, 0, rotation)
                                                     for model in hip.MODELS):
        return None
    length = lengths.pop()
    texts = {(1, -1): "made.longer_out", (1, 1): "made.longer_in", (-1, -1): "made.shorter_out",
             (-1, 1): "made.shorter_in"}
    rules = {(length, turn): "fits", (length, -turn): "reason", (-length, turn): "length", (-length, -turn): "both"}
    return Made({"muscle": muscle, "flexion": flexion, "direction": direction},
                choices=tuple((rules[answer], say(text), "") for answer, text in texts.items()))


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


def rotation_reversal(geometry: str, muscle: str) -> float | None:
    """The flexion in degrees at which the rotation arm is zero; ``None`` where there is none between 0 and 120.

    A grid is laid ever finer over the first change of sign: each pass asks the model once for all its angles.
    """
    low, high = 0.0, LAST_FLEXION
    start, end = _arms(geometry, muscle, np.array([low, high]))
    if start * end >= 0:
        return None
    if any(switch.sudden and low <= switch.flexion <= high for switch in hip.switches(muscle, model=geometry)):
        return None  # the arm might change its sign in a jump, and be nought nowhere
    while high - low > 1e-6:
        angles = np.linspace(low, high, 41)
        changed = int(np.argmax(_arms(geometry, muscle, angles) * start <= 0))
        low, high = float(angles[changed - 1]), float(angles[changed])
    return (low + high) / 2


def first_to_turn_in(muscles: list[tuple[str, Any]]) -> Made | None:
    """Which of the muscles is the first to turn the thigh inwards as the hip bends, delp1990; none does at first."""
    names = [name for name, _ in muscles]
    if any(_turn(_arm("delp1990", name, 0)) != -1 or _jumps("delp1990", name) for name in names):
        return None
    changes = sorted((reversal if (reversal := rotation_reversal("delp1990", name)) is not None else math.inf, name)
                     for name in names)
    if min(changes[1][0], LAST_FLEXION) - changes[0][0] < 10:  # what never changes may do so just behind the range
        return None
    return Made({}, choices=tuple(("first" if not number else "never" if math.isinf(at) else "later",
                                   muscle_name(name), f"{at:.0f}") for number, (at, name) in enumerate(changes)))


def models_agree(muscle: str, flexion: float) -> Made | None:
    """What may be said of the way a muscle turns the thigh, when three models are asked."""
    arms = [_arm(model, muscle, flexion) for model in hip.MODELS]
    if any(abs(abs(arm) - CLEAR_MM) < 0.5 for arm in arms) or any(_jumps(model, muscle, flexion)
                                                                for model in hip.MODELS):
        return None
    turn = _shared_turn(muscle, flexion)
    rules = {-1: "opposite", 1: "opposite", 0: "open"} if turn else {-1: "sure", 1: "sure"}
    printed = "; ".join(f"{arm:.1f}" for arm in arms)
    return Made({"muscle": muscle, "flexion": flexion},
                choices=tuple((("fits" if answer == turn else rules[answer]), say(text), printed)
                              for answer, text in ((-1, "made.all_out"), (1, "made.all_in"), (0, "made.not_agreed"))))


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
    abduction_arms, turn_through_bending, rotation_class, longer_or_shorter, longest_pose, first_to_turn_in,
    models_agree, lumbar_share, limited_hips, sitting_flexion, expected_limbs, needed_to_treat, read_the_interval,
    extra_events, weekly_minutes, practice_length, second_score, done_of_planned, post_test, false_positives,
    version_from_mean)}
