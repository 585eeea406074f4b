"""A muscle round a cylinder, against plane geometry: two tangents and an arc, rolled out flat where it also climbs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stretchlib.hip.wrapping import Wrapped, wrap

Point = tuple[float, float, float]
RADIUS = 10.0


def laid(first: Point, second: Point, side: tuple[float, float] = (0, 0), half_length: float = 100) -> Wrapped:
    """One muscle over one cylinder of 10 mm."""
    ends = [np.array(point, dtype=float)[None, :, None] for point in (first, second)]
    return wrap(ends[0], ends[1], np.array([RADIUS]), np.array([half_length]), np.array([side], dtype=float))


def at(angle: float, distance: float, z: float = 0) -> Point:
    """A point beside the axis, degrees counter-clockwise from x."""
    return distance * math.cos(math.radians(angle)), distance * math.sin(math.radians(angle)), z


def way(turned: float, first: float, second: float, rise: float = 0) -> float:
    """Length from plane geometry: ``turned`` degrees lie between two points so far from the axis."""
    arc = math.radians(turned) - math.acos(RADIUS / first) - math.acos(RADIUS / second)
    flat = math.sqrt(first ** 2 - RADIUS ** 2) + RADIUS * arc + math.sqrt(second ** 2 - RADIUS ** 2)
    return math.hypot(flat, rise)


@pytest.mark.parametrize("begin", [0, 35, 120, 215, 300])
@pytest.mark.parametrize(("between", "first", "second", "rise"), [
    (170, 20, 20, 0), (150, 20, 35, 0), (179, 11, 60, 0), (170, 20, 30, 25), (140, 15, 30, -40), (179.9, 20, 20, 0),
    (170, 10.01, 20, 0), (170, 20, 10.01, 0)])
def test_the_shorter_way_is_two_tangents_and_an_arc(begin: float, between: float, first: float, second: float,
                                                    rise: float) -> None:
    for turn in (1, -1):
        wrapped = laid(at(begin, first), at(begin + turn * between, second, rise))
        assert wrapped.turn[0, 0] == turn
        assert wrapped.length[0, 0] == pytest.approx(way(between, first, second, rise))
        touched = math.degrees(math.acos(RADIUS / first)), math.degrees(math.acos(RADIUS / second))
        assert math.degrees(wrapped.arc[0, 0]) == pytest.approx(between - sum(touched))
        assert wrapped.start[0, :2, 0] == pytest.approx(at(begin + turn * touched[0], RADIUS)[:2])
        assert wrapped.end[0, :2, 0] == pytest.approx(at(begin + turn * (between - touched[1]), RADIUS)[:2])


def test_on_the_skin_it_climbs_evenly() -> None:
    """From 0 to 40 mm of height: each stretch climbs by its share of the way rolled out flat."""
    wrapped = laid(at(0, 20, 10), at(170, 30, 50))
    flat = way(170, 20, 30)
    first, last = math.sqrt(20 ** 2 - RADIUS ** 2), math.sqrt(30 ** 2 - RADIUS ** 2)
    assert wrapped.start[0, 2, 0] == pytest.approx(10 + 40 * first / flat)
    assert wrapped.end[0, 2, 0] == pytest.approx(50 - 40 * last / flat)


@pytest.mark.parametrize(("first", "second", "why"), [
    (at(0, 20), at(100, 20), "the line passes 12.9 mm from the axis"), (at(0, 20), at(0, 40), "it runs outwards"),
    (at(0, 40), at(0, 20), "it runs inwards and ends before"), (at(0, 20), at(20, 100), "it runs away"),
    (at(0, 9), at(180, 20), "it begins inside"), (at(0, 20), at(180, 9), "it ends inside")])
def test_it_runs_straight(first: Point, second: Point, why: str) -> None:
    assert laid(first, second).turn[0, 0] == 0, why


def test_a_muscle_wholly_inside_is_no_division_by_nought() -> None:
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        wrapped = laid((1, 2, 0), (1, 2, 30))
    assert wrapped.turn[0, 0] == 0
    assert np.isfinite(wrapped.length).all()


def test_it_touches_as_soon_as_the_line_comes_nearer_than_the_radius() -> None:
    """From 20 mm either side the line passes the axis at 20 cos(half the angle between): 10 mm at 120 degrees."""
    assert laid(at(0, 20), at(119.9, 20)).turn[0, 0] == 0
    assert laid(at(0, 20), at(120.1, 20)).turn[0, 0] == 1
    assert laid(at(0, 20), at(120.1, 20)).length[0, 0] == pytest.approx(40 * math.sin(math.radians(60.05)), rel=1e-6)


def test_beyond_either_end_of_the_cylinder_it_runs_straight() -> None:
    for sign in (1, -1):
        level = laid(at(0, 20, sign * 60), at(170, 20, sign * 60), half_length=50)
        assert level.turn[0, 0] == 0
        assert laid(at(0, 20, sign * 40), at(170, 20, sign * 40), half_length=50).turn[0, 0] == 1
        assert laid(at(0, 20, sign * 20), at(170, 20, sign * 85), half_length=50).turn[0, 0] == 1  # one touch on it


SIDED = [  # where the ends lie and how far out, the side, the turn, degrees round; the shorter way of four lies at +y
    ((10, 20), (170, 20), 90, 1, 160), ((170, 20), (10, 20), 90, -1, 160), ((10, 20), (170, 20), -90, -1, 200),
    ((170, 20), (10, 20), -90, 1, 200), ((-80, 20), (80, 30), 180, -1, 200), ((100, 20), (-100, 30), 180, 1, 160),
    ((-70, 20), (-110, 20), 90, 1, 320), ((-30, 20), (-60, 40), 90, 1, 330),
    ((10, 100), (170, 100), -90, -1, 200), ((5, 20), (175, 20), 0.1, 1, 170), ((5, 20), (175, 20), -0.1, -1, 190)]


@pytest.mark.parametrize("turned", [0, 33, 130])
@pytest.mark.parametrize(("first", "second", "side", "turn", "round_"), SIDED)
def test_a_side_decides_the_way(first: tuple[float, float], second: tuple[float, float], side: float, turn: int,
                                round_: float, turned: float) -> None:
    """Round the wanted side, if that is the longer way as well, and also where the straight line misses; whichever way
    all of it is turned."""
    wrapped = laid(*(at(angle + turned, far) for angle, far in (first, second)), at(side + turned, 1)[:2])
    assert wrapped.turn[0, 0] == turn
    lengths = first[1], second[1]
    assert wrapped.length[0, 0] == pytest.approx(way(round_, *lengths))
    assert math.degrees(wrapped.arc[0, 0]) == pytest.approx(
        round_ - sum(math.degrees(math.acos(RADIUS / length)) for length in lengths))


def test_with_a_side_it_runs_straight_where_it_lies_there_already() -> None:
    assert laid(at(60, 20), at(120, 20), (0, 1)).turn[0, 0] == 0
    assert laid(at(60, 20), at(-60, 20), (1, 0)).turn[0, 0] == 0
    for first, second in ((at(60, 20), at(-10, 30)), (at(-10, 30), at(60, 20))):
        assert laid(first, second, (0, 1)).turn[0, 0] == 0, "one end lies there, and the line misses"


def test_each_cylinder_has_its_own_side() -> None:
    """Two cylinders at once, one with a side and one without: the other's side changes nothing."""
    first, second = at(10, 20), at(170, 20)
    ends = [np.array([point, point], dtype=float)[..., None] for point in (first, second)]
    wrapped = wrap(ends[0], ends[1], np.full(2, RADIUS), np.full(2, 100.0), np.array([[0, -1], [0, 0]], dtype=float))
    assert wrapped.turn[:, 0].tolist() == [-1, 1]
    assert wrapped.length[:, 0] == pytest.approx([way(200, 20, 20), way(160, 20, 20)])
