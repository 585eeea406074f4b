"""The arithmetic of appraisal, held against scipy and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import relative_risk
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from stretchlib import appraisal, reading
from stretchlib.appraisal import Estimate
from stretchlib.errors import StretchlibError

count = st.integers(1, 500)
level = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
share = st.floats(0, 1)


@given(st.integers(0, 400), st.integers(1, 400), level)
def test_wilson_agrees_with_scipy(successes: int, total: int, cover: float) -> None:
    assume(successes <= total)
    ours = appraisal.wilson_interval(successes, total, cover)
    theirs = stats.binomtest(successes, total).proportion_ci(cover, method="wilson")
    assert ours[1:] == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= ours.low <= ours.value <= ours.high <= 1


@given(count, count, count, count, level)
def test_likelihood_ratios_agree_with_relative_risks(tp: int, fp: int, fn: int, tn: int, cover: float) -> None:
    ours = appraisal.likelihood_ratios(tp, fp, fn, tn, cover)
    for mine, (first, second) in zip(ours, ((tp, fp), (fn, tn)), strict=True):
        theirs = relative_risk(first, tp + fn, second, fp + tn)
        assert mine.value == pytest.approx(theirs.relative_risk, rel=1e-12)
        assert mine[1:] == pytest.approx(tuple(theirs.confidence_interval(cover)), rel=1e-9)


def test_likelihood_ratio_of_published_numbers() -> None:
    assert appraisal.likelihood_ratio(0.78, 0.80) == pytest.approx(3.9)
    assert appraisal.likelihood_ratio(0.94, 0.78, "negative") == pytest.approx(0.06 / 0.78)
    assert math.isinf(appraisal.likelihood_ratio(0.5, 1))


@given(st.floats(0.001, 0.999), st.floats(0, 1e6))
def test_post_test_probability_is_odds_times_ratio(pre: float, ratio: float) -> None:
    after = appraisal.post_test_probability(pre, ratio).value
    assert 0 <= after <= 1
    odds = pre / (1 - pre) * ratio
    assert after == pytest.approx(odds / (1 + odds), rel=1e-9)


def test_post_test_probability_carries_the_interval() -> None:
    after = appraisal.post_test_probability(0.25, Estimate(2.13, 1.2, 3.9))
    assert [round(100 * end) for end in after] == [42, 29, 57]
    assert appraisal.post_test_probability(0.3, math.inf).value == 1
    assert appraisal.post_test_probability(1, 0).value == 0


@given(st.integers(0, 200), st.integers(1, 200), st.integers(0, 200), st.integers(1, 200))
def test_risk_difference_agrees_with_newcombe(a: int, n: int, b: int, m: int) -> None:
    assume(a <= n and b <= m)
    ours = appraisal.risk_difference(a, n, b, m)
    theirs = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    assert ours[1:] == pytest.approx(theirs, abs=1e-9)


def test_number_needed_to_treat() -> None:
    clear = appraisal.number_needed_to_treat(60, 100, 30, 100)
    assert (round(clear.value, 2), clear.crosses) == (3.33, False)
    assert clear.low < clear.value < clear.high
    open_ = appraisal.number_needed_to_treat(55, 100, 50, 100)
    assert open_.crosses
    assert open_.low < 0 < open_.high
    # Altman's interval leaves out the middle: the estimate lies beyond its upper end, towards infinity.
    assert open_.value > open_.high
    assert "to harm" in str(open_)
    assert appraisal.number_needed_to_treat(30, 100, 60, 100).value == pytest.approx(-1 / 0.3)
    everybody = appraisal.number_needed_to_treat(10, 10, 0, 10)
    assert (everybody.value, everybody.low) == (1, 1), "a success each: the end of one is one, not endless"


@given(st.floats(-50, 50), st.floats(0.01, 30), st.integers(2, 300), st.floats(-50, 50), st.floats(0.01, 30),
       st.integers(2, 300), level)
def test_mean_difference_agrees_with_welch(m1: float, s1: float, n1: int, m2: float, s2: float, n2: int,
                                           cover: float) -> None:
    ours = appraisal.mean_difference(m1, s1, n1, m2, s2, n2, cover)
    spread = s1**2 / n1 + s2**2 / n2
    freedom = spread**2 / ((s1**2 / n1) ** 2 / (n1 - 1) + (s2**2 / n2) ** 2 / (n2 - 1))
    half = stats.t.ppf(0.5 + cover / 2, freedom) * math.sqrt(spread)
    assert ours == pytest.approx((m1 - m2, m1 - m2 - half, m1 - m2 + half), rel=1e-7, abs=1e-9)


def test_mean_difference_agrees_with_statsmodels_on_data() -> None:
    random = np.random.default_rng(4)
    one, two = random.normal(5, 2, 31), random.normal(6, 3, 24)
    theirs = CompareMeans(DescrStatsW(one), DescrStatsW(two)).tconfint_diff(usevar="unequal")
    ours = appraisal.mean_difference(one.mean(), one.std(ddof=1), 31, two.mean(), two.std(ddof=1), 24)
    assert ours[1:] == pytest.approx(theirs, rel=1e-9)


@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_agrees_with_statsmodels(table: list[list[int]]) -> None:
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    assume(np.count_nonzero(rows) > 1 and np.count_nonzero(columns) > 1)
    ours, theirs = appraisal.cohen_kappa(table), cohens_kappa(np.array(table))
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
    half = 1.959963984540054 * theirs.std_kappa
    assert ours[1:] == pytest.approx((theirs.kappa - half, theirs.kappa + half), abs=1e-7)


def test_kappa_takes_weights_for_counts() -> None:
    assert appraisal.cohen_kappa([[0.5, 0], [0, 0.5]]).value == 1


@pytest.mark.parametrize(("call", "part"), [
    (lambda: appraisal.wilson_interval(5, 4), "5 of 4"),
    (lambda: appraisal.wilson_interval(1, 0), "total above 0"),
    (lambda: appraisal.wilson_interval(1, math.nan), "one finite number, not nan"),
    (lambda: appraisal.wilson_interval(1, 2, 95), "0.95 for 95 %"),
    (lambda: appraisal.likelihood_ratios(1, -1, 3, 4), "Counts of people"),
    (lambda: appraisal.likelihood_ratios(1, 0, 3, 4), "count of zero"),
    (lambda: appraisal.likelihood_ratio(1.2, 0.5), "sensitivity is a proportion"),
    (lambda: appraisal.likelihood_ratio(0.5, math.nan), "specificity must be one finite number"),
    (lambda: appraisal.likelihood_ratio(0.5, 0.5, "maybe"), "positive or negative"),
    (lambda: appraisal.likelihood_ratio(0, 1), "never positive"),
    (lambda: appraisal.post_test_probability(30, 2), "write 0.3 for 30 %"),
    (lambda: appraisal.post_test_probability(0.3, -2), "0 or more"),
    (lambda: appraisal.number_needed_to_treat(5, 10, 5, 10), "same share"),
    (lambda: appraisal.mean_difference(1, 1, 1, 1, 1, 5), "at least 2 people"),
    (lambda: appraisal.mean_difference(1, -1, 5, 1, 1, 5), "standard error"),
    (lambda: appraisal.mean_difference(1, 0, 5, 1, 0, 5), "not both 0"),
    (lambda: appraisal.cohen_kappa([[1, 2]]), "square table"),
    (lambda: appraisal.cohen_kappa([[5]]), "square table"),
    (lambda: appraisal.cohen_kappa([[0, 0], [0, 0]]), "at least one pair"),
    (lambda: appraisal.cohen_kappa([[5, 0], [0, 0]]), "same one answer"),
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
    for asked in (lambda **more: appraisal.wilson_interval(7, 20, **more),
                  lambda **more: appraisal.likelihood_ratios(20, 5, 10, 40, **more),
                  lambda **more: appraisal.risk_difference(7, 20, 3, 20, **more),
                  lambda **more: appraisal.number_needed_to_treat(17, 20, 3, 20, **more),
                  lambda **more: appraisal.mean_difference(5, 2, 20, 4, 2, 20, **more),
                  lambda **more: appraisal.cohen_kappa([[20, 5], [10, 15]], **more)):
        assert asked() == asked(level=0.95) != asked(level=0.9)


def test_the_level_of_an_interval_lies_strictly_between_none_and_all() -> None:
    for level_ in (0, 1, 1.2, -0.5):
        with pytest.raises(StretchlibError, match="between 0 and 1"):
            appraisal.wilson_interval(1, 2, level_)
    assert appraisal.wilson_interval(5, 10, 0.001)[1:] == pytest.approx((0.5, 0.5), abs=1e-3)


def test_a_certainty_stays_one_whatever_the_result() -> None:
    """Who has it for certain, or not at all, is told nothing by a test that can be wrong."""
    assert [appraisal.post_test_probability(1, ratio).value for ratio in (0.2, 1, 5, math.inf)] == [1, 1, 1, 1]
    assert [appraisal.post_test_probability(0, ratio).value for ratio in (0, 0.2, 5, math.inf)] == [0, 0, 0, 0]
    assert appraisal.post_test_probability(0.3, 0).value == 0


def test_two_answers_are_enough_for_agreement() -> None:
    """Of 50 pairs 35 agree, 25 by chance alone (half the time each says yes): 10 of 25."""
    assert appraisal.cohen_kappa([[20, 5], [10, 15]]).value == pytest.approx(0.4)


def test_two_people_in_each_group_are_enough_for_a_spread() -> None:
    """Two groups of two: with the same spread Welch's degrees of freedom are 2, whose quantile is 4.3027."""
    found = appraisal.mean_difference(3, 0.5, 2, 1, 0.5, 2)
    assert found.high - found.value == pytest.approx(4.302653 * 0.5)
    assert appraisal.mean_difference(3, 0.5, 2, 1, 0, 2).value == 2


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
