"""The arithmetic of appraisal, held against scipy and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import relative_risk
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, score_test_proportions_2indep

from stretchlib.core.errors import StretchlibError
from stretchlib.evidence import reading, statistics
from stretchlib.evidence.statistics import Estimate

count = st.integers(1, 500)
level = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
share = st.floats(0, 1)


@given(st.integers(0, 400), st.integers(1, 400), level)
def test_wilson_agrees_with_scipy(successes: int, total: int, cover: float) -> None:
    assume(successes <= total)
    ours = statistics.wilson_interval(successes, total, cover)
    theirs = stats.binomtest(successes, total).proportion_ci(cover, method="wilson")
    assert ours[1:] == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= ours.low <= ours.value <= ours.high <= 1


@given(count, count, count, count, level)
def test_likelihood_ratios_agree_with_relative_risks(tp: int, fp: int, fn: int, tn: int, cover: float) -> None:
    ours = statistics.likelihood_ratios(tp, fp, fn, tn, cover)
    for mine, (first, second) in zip(ours, ((tp, fp), (fn, tn)), strict=True):
        theirs = relative_risk(first, tp + fn, second, fp + tn)
        assert mine.value == pytest.approx(theirs.relative_risk, rel=1e-12)
        assert mine[1:] == pytest.approx(tuple(theirs.confidence_interval(cover)), rel=1e-9)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300), level)
@example(20, 25, 30, 0.95)
@example(1, 1, 1, 0.8)
def test_a_ratio_without_end_has_the_score_interval_of_statsmodels(hit: int, ill: int, well: int, cover: float) -> None:
    """In the second group nobody is counted: the ratio is infinite, and its inverse is 0."""
    assume(hit <= ill)
    endless = statistics._ratio(hit, ill, 0, well, cover)
    assert (endless.value, endless.high) == (math.inf, math.inf)
    theirs = score_test_proportions_2indep(hit, ill, 0, well, value=endless.low, compare="ratio")
    assert theirs.statistic == pytest.approx(stats.norm.ppf(0.5 + cover / 2), rel=1e-9)
    assert statistics._ratio(0, well, hit, ill, cover) == (0, 0, pytest.approx(1 / endless.low, rel=1e-9))


def test_the_end_of_a_score_interval_is_where_statsmodels_puts_it() -> None:
    """Its closed form is sound where neither group is counted in full."""
    with np.errstate(divide="ignore"):
        theirs = confint_proportions_2indep(20, 25, 0, 30, method="score", compare="ratio")
    assert statistics.likelihood_ratios(20, 0, 5, 30).positive[1:] == pytest.approx(theirs)


def test_no_false_positive_leaves_a_ratio_without_end_and_refuses_neither() -> None:
    ratios = statistics.likelihood_ratios(20, 0, 5, 30)
    assert str(ratios.negative) == "0.2 (0.0913 to 0.438)"
    assert str(ratios.positive) == "infinite, at least 6.9"
    assert str(statistics.post_test_probability(0.3, ratios.positive)) == "at least 0.747"
    nobody = statistics.likelihood_ratios(25, 6, 0, 24).negative
    assert (nobody.value, nobody.low) == (0, 0)
    assert 0 < nobody.high < 1, "all of 25 had a positive result; a ratio of 1 is ruled out"
    assert statistics.likelihood_ratios(0, 5, 20, 30).positive.high > 1
    assert statistics.likelihood_ratios(0.25, 0, 0.25, 0.25).positive.low == 0, "less than one person tells nothing"


@example(0, 8.0, 1e-15, 0, 0.5)
@example(0, 6.0, 1e-15, 0, 0.5)
@given(*[st.one_of(st.just(0), st.floats(0, 1e300), st.integers(0, 30))] * 4, level)
def test_whatever_the_counts_an_interval_holds_its_ratio(tp: float, fp: float, fn: float, tn: float,
                                                         cover: float) -> None:
    try:
        ratios = statistics.likelihood_ratios(tp, fp, fn, tn, cover)
    except StretchlibError:
        return
    for ratio in ratios:
        assert 0 <= ratio.low <= ratio.value <= ratio.high


def test_likelihood_ratio_of_published_numbers() -> None:
    assert statistics.likelihood_ratio(0.78, 0.80) == pytest.approx(3.9)
    assert statistics.likelihood_ratio(0.94, 0.78, "negative") == pytest.approx(0.06 / 0.78)
    assert math.isinf(statistics.likelihood_ratio(0.5, 1))


@given(st.floats(0.001, 0.999), st.floats(0, 1e6))
def test_post_test_probability_is_odds_times_ratio(pre: float, ratio: float) -> None:
    after = statistics.post_test_probability(pre, ratio).value
    assert 0 <= after <= 1
    odds = pre / (1 - pre) * ratio
    assert after == pytest.approx(odds / (1 + odds), rel=1e-9)


def test_post_test_probability_carries_the_interval() -> None:
    after = statistics.post_test_probability(0.25, Estimate(2.13, 1.2, 3.9))
    assert [round(100 * end) for end in after] == [42, 29, 57]
    assert statistics.post_test_probability(0.3, Estimate(math.inf, 6.9, math.inf))[::2] == (1, 1)
    assert statistics.post_test_probability(1, 0).value == 0


@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_agrees_with_statsmodels(table: list[list[int]]) -> None:
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    assume(np.count_nonzero(rows) > 1 and np.count_nonzero(columns) > 1)
    ours, theirs = statistics.cohen_kappa(table), cohens_kappa(np.array(table))
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
    half = 1.959963984540054 * theirs.std_kappa
    assert ours[1:] == pytest.approx((theirs.kappa - half, theirs.kappa + half), abs=1e-7)


def test_kappa_takes_weights_for_counts() -> None:
    assert statistics.cohen_kappa([[0.5, 0], [0, 0.5]]).value == 1


@pytest.mark.parametrize(("call", "part"), [
    (lambda: statistics.wilson_interval(5, 4), "5 of 4"),
    (lambda: statistics.wilson_interval(1, 0), "total above 0"),
    (lambda: statistics.wilson_interval(1, math.nan), "one finite number, not nan"),
    (lambda: statistics.wilson_interval(1, 2, 95), "0.95 for 95 %"),
    (lambda: statistics.likelihood_ratios(1, -1, 3, 4), "Counts of people"),
    (lambda: statistics.likelihood_ratios(1, 1e16, 3, 4), "no longer than 15 digits, not 1, 1e+16, 3, 4"),
    (lambda: statistics.likelihood_ratios(0, 2, 0, 4), "nobody with the condition"),
    (lambda: statistics.likelihood_ratios(3, 0, 4, 0), "nobody without the condition"),
    (lambda: statistics.likelihood_ratios(0, 0, 3, 4), "nobody with a positive result"),
    (lambda: statistics.likelihood_ratios(3, 4, 0, 0), "nobody with a negative result"),
    (lambda: statistics.likelihood_ratios(1, math.inf, 3, 4), "one finite number, not inf"),
    (lambda: statistics.likelihood_ratios(1, 2, 3, 4, 1 - 1e-16), "not 0.9999999999999999; write 0.95"),
    (lambda: statistics.wilson_interval(1, 2, 1 - 1e-16), "between 0 and 1"),
    (lambda: statistics.wilson_interval(1, 2, 5e-324), "between 0 and 1"),
    (lambda: statistics.wilson_interval(1, math.inf), "one finite number, not inf"),
    (lambda: statistics.post_test_probability(0.3, math.inf), "which no study can show"),
    (lambda: statistics.post_test_probability(0.3, -math.inf), "one finite number, not -inf"),
    (lambda: statistics.cohen_kappa([[5, 1], [2, math.inf]]), "one finite number, not inf"),
    (lambda: statistics.cohen_kappa([[5, 1], [2, -1]]), "0 or more, not -1"),
    (lambda: statistics.cohen_kappa([[5, 1], [2, "3"]]), "one finite number, not '3'"),
    (lambda: statistics.cohen_kappa(None), "square table"),
    (lambda: statistics.cohen_kappa([5, 1]), "square table"),
    (lambda: statistics.cohen_kappa([[5, 1], [2, 3]], 1 - 1e-16), "between 0 and 1"),
    (lambda: statistics.likelihood_ratio(1.2, 0.5), "sensitivity is a proportion"),
    (lambda: statistics.likelihood_ratio(0.5, math.nan), "specificity must be one finite number"),
    (lambda: statistics.likelihood_ratio(0.5, 0.5, "maybe"), "positive or negative"),
    (lambda: statistics.likelihood_ratio(0, 1), "never positive"),
    (lambda: statistics.post_test_probability(30, 2), "write 0.3 for 30 %"),
    (lambda: statistics.post_test_probability(0.3, -2), "0 or more"),
    (lambda: statistics.cohen_kappa([[1, 2]]), "square table"),
    (lambda: statistics.cohen_kappa([[5]]), "square table"),
    (lambda: statistics.cohen_kappa([[0, 0], [0, 0]]), "at least one pair"),
    (lambda: statistics.cohen_kappa([[5, 0], [0, 0]]), "same one answer"),
    (lambda: reading.read_interval(2, 1, 1), "swap or mend"),
    (lambda: reading.read_difference(2, 1, 1), "swap or mend"),
    (lambda: reading.read_difference(1, 2, 0), "a difference that matters is above 0"),
    (lambda: reading.treated_for_one(0.2, 0.4), "more successes"),
    (lambda: reading.expected_count(10, 40), "0.3 for 30 %"),
    (lambda: reading.regress_to_mean(1, 2, 3), "between -1 and 1"),
])
def test_impossible_input_is_refused_in_one_sentence(call: object, part: str) -> None:
    with pytest.raises(StretchlibError) as caught:
        call()  # type: ignore[operator]
    text = str(caught.value)
    assert part in text
    assert "\n" not in text
    assert text.endswith(".")


@pytest.mark.parametrize(("low", "high", "reading_"), [
    (-1, 0.2, "direction open"), (-3, -2.1, "less, and enough to be worth it"),
    (-1.5, -0.5, "less, but less than agreed"), (-3, -1, "less, size open"), (0.5, 1, "more")])
def test_reading_an_interval(low: float, high: float, reading_: str) -> None:
    assert reading.read_interval(low, high, 2) == reading_


def test_rates_in_people() -> None:
    assert reading.treated_for_one(0.7, 0.6) == 10
    assert reading.treated_for_one(0.5, 0.39) == 10
    assert reading.extra_events(10, 1.4) == pytest.approx(4)
    assert reading.expected_count(200, 0.098) == 20
    assert reading.false_positives(1000, 0.1, 0.8) == 180
    assert reading.regress_to_mean(8, 4, 0.5) == 6


@pytest.mark.parametrize(("low", "high", "reading_"), [
    (0, 1, 0), (-1, 0, 0), (0, 0, 0), (0.1, 0.1, 4), (-3, -2, 1), (-3, -1.9, 3), (-2, -1, 3), (-1.9, -0.1, 2)])
def test_the_edges_of_a_reading(low: float, high: float, reading_: int) -> None:
    """Zero at an end leaves the direction open; an end on the agreed change is as large as agreed."""
    assert reading.read_interval(low, high, 2) == reading.READINGS[reading_]


def test_the_edges_of_a_share_and_of_a_correlation() -> None:
    assert reading.treated_for_one(1, 0) == 1
    assert (reading.expected_count(10, 1), reading.expected_count(10, 0)) == (10, 0)
    assert (reading.regress_to_mean(8, 4, 1), reading.regress_to_mean(8, 4, -1)) == (8, 0)
    for refused in (lambda: reading.expected_count(10, 1.01), lambda: reading.expected_count(10, -0.01),
                    lambda: reading.regress_to_mean(8, 4, 1.01), lambda: reading.regress_to_mean(8, 4, -1.01),
                    lambda: reading.treated_for_one(0.4, 0.4), lambda: reading.read_interval(1, 2, 0)):
        with pytest.raises(StretchlibError):
            refused()
    assert reading.treated_for_one(0.403, 0.4) == 334  # 1 / 0.003 is 333.3, and a third of a person is one more
    assert reading.read_interval(-9, -8, 0.5) == reading.READINGS[1]


def test_an_interval_covers_95_of_100_where_nothing_else_is_asked() -> None:
    for asked in (lambda **more: statistics.wilson_interval(7, 20, **more),
                  lambda **more: statistics.likelihood_ratios(20, 5, 10, 40, **more),
                  lambda **more: statistics.likelihood_ratios(20, 0, 10, 40, **more),
                  lambda **more: statistics.cohen_kappa([[20, 5], [10, 15]], **more)):
        assert asked() == asked(level=0.95) != asked(level=0.9)


def test_the_level_of_an_interval_lies_strictly_between_none_and_all() -> None:
    for level_ in (0, 1, 1.2, -0.5):
        with pytest.raises(StretchlibError, match="between 0 and 1"):
            statistics.wilson_interval(1, 2, level_)
    assert statistics.wilson_interval(5, 10, 0.001)[1:] == pytest.approx((0.5, 0.5), abs=1e-3)


def test_a_certainty_stays_one_whatever_the_result() -> None:
    """Who has it for certain, or not at all, is told nothing by a test that can be wrong."""
    endless = Estimate(math.inf, 6.9, math.inf)
    assert [statistics.post_test_probability(1, ratio).value for ratio in (0.2, 1, 5, endless)] == [1, 1, 1, 1]
    assert [statistics.post_test_probability(0, ratio).value for ratio in (0, 0.2, 5, endless)] == [0, 0, 0, 0]
    assert statistics.post_test_probability(0.3, 0).value == 0


def test_two_answers_are_enough_for_agreement() -> None:
    """Of 50 pairs 35 agree, 25 by chance alone (half the time each says yes): 10 of 25."""
    assert statistics.cohen_kappa([[20, 5], [10, 15]]).value == pytest.approx(0.4)


def test_the_edges_of_a_count_of_people() -> None:
    """Nobody is a count, and 10 ** 12 people are; one more is not, nor is one fewer than nobody."""
    assert reading.expected_count(0, 0.5) == 0
    assert reading.expected_count(1_000_000_000_000, 1) == 1_000_000_000_000
    for wrong in (-1, 1_000_000_000_001):
        with pytest.raises(StretchlibError, match="A number of people"):
            reading.expected_count(wrong, 0.5)


def test_a_share_and_a_risk_ratio_may_be_any_small_number_but_none_below_zero() -> None:
    assert reading.extra_events(0, 0) == 0
    assert reading.extra_events(0.02, 0.5) == pytest.approx(-0.01)
    for base, ratio in ((-0.01, 2), (0.02, -0.01)):
        with pytest.raises(StretchlibError, match="0 or more"):
            reading.extra_events(base, ratio)
