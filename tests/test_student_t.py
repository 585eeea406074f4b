"""Student's t: against closed forms, printed tables and SciPy."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from stretchlib.errors import StretchlibError
from stretchlib.student_t import t_probability, t_quantile


@pytest.mark.parametrize(("probability", "freedom", "value"), [
    (0.975, 1, 12.7062), (0.975, 2, 4.3027), (0.975, 5, 2.5706), (0.975, 10, 2.2281), (0.975, 30, 2.0423),
    (0.975, 120, 1.9799), (0.95, 1, 6.3138), (0.95, 10, 1.8125), (0.995, 5, 4.0321), (0.75, 3, 0.7649)])
def test_the_quantiles_of_a_printed_table(probability: float, freedom: float, value: float) -> None:
    assert t_quantile(probability, freedom) == pytest.approx(value, abs=6e-5)


@pytest.mark.parametrize("value", [0, 1e-6, 0.1, 0.5, 1, 2, 5, 40, 1000])
def test_one_and_two_degrees_have_closed_forms(value: float) -> None:
    assert t_probability(value, 1) == pytest.approx(0.5 + math.atan(value) / math.pi, rel=1e-13)
    assert t_probability(value, 2) == pytest.approx(0.5 + value / (2 * math.sqrt(2 + value * value)), rel=1e-13)


def test_half_of_it_lies_below_nought_and_a_way_out_almost_all() -> None:
    assert t_quantile(0.5, 7) == pytest.approx(0, abs=1e-12)
    assert t_probability(0, 7) == 0.5
    assert t_probability(1e200, 7) == 1


@given(st.floats(0.5, 0.9999), st.floats(0.6, 1e5))
def test_t_quantile_agrees_with_scipy(probability: float, freedom: float) -> None:
    assert t_quantile(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-7, abs=1e-9)


@given(st.floats(0, 60), st.floats(0.6, 1e5))
@example(1e-5, 88.0)  # 1 - x had lost its digits beside the middle
def test_t_probability_agrees_with_scipy(value: float, freedom: float) -> None:
    assert t_probability(value, freedom) == pytest.approx(stats.t.cdf(value, freedom), abs=1e-10)


@pytest.mark.parametrize(("probability", "freedom"), [(0.4999, 5), (1, 5), (0, 5), (-0.4, 5), (0.9, 0), (0.9, -1)])
def test_what_it_is_not_made_for_is_told(probability: float, freedom: float) -> None:
    with pytest.raises(StretchlibError, match=r"from 0\.5 to under 1"):
        t_quantile(probability, freedom)
