"""The back in forward bending and in sitting: published sums come out of published ratios."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.hip import spine
from stretchlib.tables import catalogue


def test_ratios_add_up_to_the_published_sums() -> None:
    """Esola 1996: the ratios by thirds give 42.4 and 47.6 degrees at 90, and the published ends to 1 degree at 111."""
    at = spine.lumbopelvic_rhythm([90, 111])
    assert at.lumbar == pytest.approx([42.4, 42.4], abs=0.05)
    assert at.hip == pytest.approx([47.6, 68.6], abs=0.05)
    assert (at.lumbar[1], at.hip[1]) == pytest.approx((41.6, 69.4), abs=1)


@pytest.mark.parametrize(("first", "last", "ratio"), [(0, 30, 1.9), (30, 60, 0.9), (60, 90, 0.4)])
def test_each_third_has_its_ratio(first: int, last: int, ratio: float) -> None:
    low, high = spine.lumbopelvic_rhythm(first), spine.lumbopelvic_rhythm(last)
    assert (high.lumbar - low.lumbar) / (high.hip - low.hip) == pytest.approx(ratio)


def test_the_other_study_reaches_its_peaks() -> None:
    at = spine.lumbopelvic_rhythm([15, 105, 121], "tafazzol2014")
    assert (at.lumbar / at.hip)[:2] == pytest.approx([2.51, 1.34])
    assert (at.lumbar[2], at.hip[2]) == pytest.approx((60.2, 53.0))


@pytest.mark.parametrize("source", spine.SOURCES)
def test_nothing_gets_lost_and_nothing_turns_back(source: str) -> None:
    bend = np.linspace(0, spine.largest_bend(source), 500)
    at = spine.lumbopelvic_rhythm(bend, source)
    assert at.lumbar + at.hip + at.rest == pytest.approx(bend)
    assert all((np.diff(degrees) >= -1e-9).all() for degrees in at)


def test_the_studies_differ_and_are_not_merged() -> None:
    esola, tafazzol = (spine.lumbopelvic_rhythm(90, source) for source in spine.SOURCES)
    assert abs(esola.lumbar - tafazzol.lumbar) > 5


def test_a_hip_that_stops_early() -> None:
    free = spine.lumbopelvic_rhythm(111)
    none, half, all_of_it = (spine.limited_hip(111, 50, share) for share in (0, 0.5, 1))
    assert none.hip == half.hip == all_of_it.hip == 50
    assert none.lumbar == pytest.approx(free.lumbar)
    assert none.lost == pytest.approx(free.hip - 50)
    assert half.lost == pytest.approx(none.lost / 2)
    assert all_of_it.lost == pytest.approx(0)
    assert spine.limited_hip(111, 50, 1, lumbar_max=45).lumbar == 45
    stiff = spine.limited_hip(111, 180, 1)  # nothing is missing, so nothing is taken over
    assert (stiff.lumbar, stiff.hip, stiff.lost) == pytest.approx((free.lumbar, free.hip, 0))
    assert spine.limited_hip(np.linspace(0, 111, 5), 50, [[0], [1]]).lost.shape == (2, 5)


def test_sitting_and_tilt() -> None:
    assert spine.sitting_hip_flexion(90, 10) == 100
    assert spine.sitting_hip_flexion([90, 80], -20).tolist() == [70, 60]
    forward, back = spine.lordosis_change(10), spine.lordosis_change(-10)
    assert (forward.low, forward.high) == pytest.approx((8.9, 15.1))
    assert (back.low, back.high) == pytest.approx((-15.1, -8.9))
    assert len([row for row in catalogue.rows("back_motion") if row["quantity"] == "slope"]) == 4


@pytest.mark.parametrize(("ask", "arguments", "message"), [
    (spine.lumbopelvic_rhythm, (112,), "The bend 112 lies beyond 0 to 111, what esola1996 measured; stay inside."),
    (spine.lumbopelvic_rhythm, (float("nan"),), "The bend holds nan; give finite degrees only."),
    (spine.lumbopelvic_rhythm, (10, "esola"), "There is no study of forward bending 'esola': did you mean "
                                              "'esola1996'?"),
    (spine.lumbopelvic_rhythm, (10, None), "A source is named by a word; use one of: esola1996, tafazzol2014."),
    (spine.limited_hip, (60, 40, 1.2), "The share 1.2 lies beyond 0 to 1, a share; stay inside."),
    (spine.limited_hip, ([1, 2], [1, 2, 3], 0), "bend, hip_max and share do not fit together; give numbers or arrays "
                                                "of one shape."),
    (spine.sitting_hip_flexion, ("90",), "The thigh must be a number of degrees or an array of numbers; correct "
                                         "'90'."),
])
def test_it_refuses(ask: Any, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(StretchlibError) as error:
        ask(*arguments)
    assert str(error.value) == message


RANGES = [(lambda x: spine.sitting_hip_flexion(x), -90, 180), (lambda x: spine.sitting_hip_flexion(0, x), -90, 90),
          (lambda x: spine.lordosis_change(x), -90, 90), (lambda x: spine.limited_hip(60, x, 0), 0, 180),
          (lambda x: spine.limited_hip(60, 20, x), 0, 1), (lambda x: spine.lumbopelvic_rhythm(x), 0, 111),
          (lambda x: spine.limited_hip(60, 20, 0, lumbar_max=x), 0, 180)]


@pytest.mark.parametrize(("ask", "low", "high"), RANGES)
def test_each_range_holds_its_ends_and_nothing_beyond(ask: Any, low: float, high: float) -> None:
    ask([low, high])
    for beyond in (low - 0.5, high + 0.5):
        with pytest.raises(StretchlibError, match=f"lies beyond {low:g} to {high:g}"):
            ask(beyond)


def test_what_is_left_out_is_the_first_study_and_a_level_pelvis() -> None:
    assert spine.SOURCES[0] == "esola1996"
    assert spine.largest_bend() == spine.largest_bend("esola1996") != spine.largest_bend("tafazzol2014")
    assert spine.sitting_hip_flexion(90) == 90
    for left_out, named in ((spine.lumbopelvic_rhythm(90), spine.lumbopelvic_rhythm(90, "esola1996")),
                       (spine.limited_hip(90, 40, 0.5), spine.limited_hip(90, 40, 0.5, source="esola1996"))):
        assert [float(value) for value in left_out] == [float(value) for value in named]


def test_middle_thirds_of_the_other_study_lie_on_one_line() -> None:
    """Ratio against bend: a straight line between 15 and 105 degrees, level before, and the peaks' ratio at the end."""
    at = spine.lumbopelvic_rhythm([5, 15, 45, 60, 75, 105, 121], "tafazzol2014")
    ratio = at.lumbar / at.hip
    assert ratio[0] == pytest.approx(ratio[1])
    assert np.interp([45, 60, 75], [15, 105], [ratio[1], ratio[5]]) == pytest.approx(ratio[2:5])
    assert ratio[6] == pytest.approx(60.2 / 53.0)
