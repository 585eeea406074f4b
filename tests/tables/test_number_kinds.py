"""Numbers as NumPy and pandas hand them over: the figures of Python's own numbers, or one sentence, never a warning."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence import reading, statistics
from stretchlib.evidence.statistics import Estimate
from stretchlib.exercises.session import Session
from stretchlib.figures.plates import bones
from stretchlib.hip import spine
from stretchlib.learner import journal_records
from stretchlib.tables import catalogue

# What a call gives, and arguments that fit into 8 bits while their sums, products or differences do not.
CALLS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "kappa": (lambda *cells: statistics.cohen_kappa([cells[:2], cells[2:]]), (100, 50, 90, 120)),
    "share": (statistics.wilson_interval, (100, 120)),
    "ratios": (statistics.likelihood_ratios, (100, 20, 90, 120)),
    "ratio of shares": (statistics.likelihood_ratio, (1, 0)),
    "after": (statistics.post_test_probability, (1, 100)),
    "after a ratio with ends": (lambda *ends: statistics.post_test_probability(0.3, Estimate(*ends)), (100, 90, 120)),
    "interval": (reading.read_interval, (-120, -100, 110)),
    "difference": (reading.read_difference, (-128, 100, 120)),
    "treated for one": (reading.treated_for_one, (1, 0)),
    "extra events": (reading.extra_events, (100, 120)),
    "expected": (reading.expected_count, (100, 1)),
    "false positives": (reading.false_positives, (100, 0, 0)),
    "to the mean": (reading.regress_to_mean, (-120, 120, 1)),
    "done": (journal_records.done_of_planned, (100, 120)),
    "turn": (lambda *angles: bones.turn(*angles).tolist(), (100, 20, -30)),
    "view": (lambda *angles: bones.view_of(None, *angles), (120, 80)),
    "lengths": (lambda *angles: hip.muscle_lengths(*angles).tolist(), (100, 20, -30)),
    "longest": (lambda step: hip.longest_pose("piriformis", {"adduction": (0, 0)}, step=step), (30,)),
    "bend": (lambda *each: [np.asarray(angle).tolist() for angle in spine.limited_hip(*each)], (100, 40, 1)),
    "sitting": (lambda *each: np.asarray(spine.sitting_hip_flexion(*each)).tolist(), (100, -60)),
}


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


WHOLE, BROKEN = (np.int8, np.uint8, np.int16), (np.float16, np.float32, np.float64)


@pytest.mark.parametrize(("call", "kind"), [
    (call, kind) for call in CALLS  # a number of people is no float
    for kind in (WHOLE if call in ("expected", "false positives") else (*WHOLE, *BROKEN))])
def test_numbers_of_few_bits_give_the_same_figures(call: str, kind: Any) -> None:
    ask, given = CALLS[call]
    if kind is np.uint8:
        if min(given) < 0:
            given = tuple(map(abs, given)) if call in ("turn", "lengths") else (1,) * len(given)
        if call == "sitting":
            given = (60, 60)
    assert ask(*map(kind, given)) == ask(*given)


def test_the_counts_of_an_array_of_8_bits_are_added_as_numbers() -> None:
    """Of 500 pairs 350 agree, 250 by chance alone."""
    assert str(statistics.cohen_kappa(np.array([[200, 50], [100, 150]], dtype=np.uint8))) == "0.4 (0.321 to 0.479)"
    assert str(statistics.wilson_interval(*np.array([100, 120], dtype=np.int8))) == "0.833 (0.757 to 0.889)"
    counts = np.array([200, 20, 100, 150], dtype=np.uint8)
    assert statistics.likelihood_ratios(*counts).positive.value == pytest.approx(200 / 300 / (20 / 170))


def test_seconds_of_a_practice_in_few_bits_are_seconds() -> None:
    plan = any_session()
    seconds = [phase.duration_s // 1 for phase in plan.phases]
    times = {"started_at": "2026-01-05T09:00:00+00:00", "ended_at": "2026-01-05T09:10:00+00:00"}
    assert plan.record(np.array(seconds, dtype=np.int16), **times) == plan.record(seconds, **times)  # type: ignore[arg-type]
    with pytest.raises(StretchlibError, match="seconds done must be one finite number"):
        plan.record([math.nan] * len(seconds), **times)


def test_what_is_no_single_number_is_told_in_a_sentence() -> None:
    for ratio in (np.array([1, 2, 3]), np.arange(300).reshape(3, 100), [1, 2], None, np.nan):
        with pytest.raises(StretchlibError, match="The likelihood ratio must be one finite number") as caught:
            statistics.post_test_probability(0.3, ratio)  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)
    assert statistics.post_test_probability(np.float32(0.5), np.float32(3)).value == 0.75  # type: ignore[arg-type]


def test_a_total_too_small_for_arithmetic_is_refused() -> None:
    with pytest.raises(StretchlibError, match="A share needs"):
        statistics.wilson_interval(5e-324, 5e-324)
    with pytest.raises(StretchlibError, match="at least one pair"):
        statistics.cohen_kappa([[5e-324, 0], [0, 5e-324]])
    smallest = statistics.wilson_interval(1e-15, 1e-15)
    assert 0 <= smallest.low <= smallest.value <= smallest.high <= 1


def test_agreement_takes_a_table_of_pandas() -> None:
    counts, answers = [[20, 5], [10, 15]], ["no", "yes"]
    wanted = statistics.cohen_kappa(counts)
    for labels in ({}, {"index": answers, "columns": answers}, {"columns": answers},
                   {"index": ["A no", "A yes"], "columns": ["B no", "B yes"]}):
        assert statistics.cohen_kappa(pd.DataFrame(counts, **labels)) == wanted
    for columns in (["yes", "no"], ["yes", "perhaps"]):
        with pytest.raises(StretchlibError, match="rows of the table are no, yes, its columns yes, "):
            statistics.cohen_kappa(pd.DataFrame(counts, index=answers, columns=columns))
    with pytest.raises(StretchlibError, match="square table"):
        statistics.cohen_kappa(pd.DataFrame([[1, 2, 3], [4, 5, 6]]))


def test_no_result_reads_as_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = statistics.post_test_probability(0.3, Estimate(math.inf, 6.9, math.inf))
    never = statistics.post_test_probability(0.3, Estimate(0, 0, 0.17))
    assert (str(endless), str(never)) == ("at least 0.747", "at most 0.0679")
    assert str(statistics.wilson_interval(10, 10)) == "1 (0.722 to 1)", "a share of all is what was seen"
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    assert (str(endless), str(never)) == ("mindestens 0,747", "höchstens 0,0679")
    assert str(Estimate(math.inf, 6.9, math.inf)) == "unendlich, mindestens 6,9"
    assert str(Estimate(0.4, 0.25, 0.5)) == "0,4 (0,25 bis 0,5)"


def any_session() -> Session:
    """A practice of the first exercise that is done on both sides, or on none."""
    either = next(row for row in catalogue.rows("exercises") if row["sides"] != "affected")
    return Session.from_exercise(str(either["id"]))
