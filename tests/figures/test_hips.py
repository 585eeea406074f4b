"""The pictures of 26 hips: what they tell is read back from what is drawn."""

from __future__ import annotations

import re

import numpy as np
import pytest
from texts_apart import apart

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.figures.hip import hips as hips_figure
from stretchlib.hip import carried, hips, people


@pytest.fixture(scope="module")
def diagram() -> sl.figures.Diagram:
    return sl.plot_hips(7)


def test_all_hips_and_the_one_picked_out_are_drawn(diagram: sl.figures.Diagram) -> None:
    assert diagram.facts[0] == "26 outlines are drawn."
    assert diagram.title == "26 hips over each other, person 7 picked out"
    assert diagram.png() == sl.plot_hips(7).png()
    apart(diagram.figure, slack=1)
    with pytest.raises(StretchlibError, match="from 1 to 26"):
        sl.plot_hips(27)


def test_the_numbers_are_those_of_the_table(diagram: sl.figures.Diagram) -> None:
    table = sl.hips()
    assert list(table.columns) == list(hips.MEASURES)
    assert list(table.index) == list(range(1, 27))
    facts = [fact for fact in diagram.facts if "person 7" in fact]
    assert len(facts) == len(hips.MEASURES)
    for fact, measure in zip(facts, hips.MEASURES, strict=True):
        numbers = re.findall(r"\d+", fact.split(": ", 1)[1].replace("person 7", ""))
        low, high, mean, own = map(int, numbers)
        values = table[measure]
        assert (low, high) == pytest.approx((values.min(), values.max()), abs=0.56)
        assert mean == pytest.approx(values.mean(), abs=0.56)
        assert own == pytest.approx(values[7], abs=0.56)


def test_the_facts_follow_the_drawing(diagram: sl.figures.Diagram) -> None:
    line = next(line for ax in diagram.figure.axes for line in ax.lines
                if str(line.get_gid()).startswith("picked|version"))
    before, x = diagram.facts, np.asarray(line.get_xdata())
    line.set_xdata(x + 20)
    changed = [new for old, new in zip(before, diagram.facts, strict=True) if old != new]
    line.set_xdata(x)
    assert len(changed) == 1
    assert changed[0].startswith("femoral version")


def test_published_shapes_stand_beside_them(diagram: sl.figures.Diagram) -> None:
    assert "Healthy adults, 394 men and 234 women (628): 124.7, from 118.5 to 130.9" in diagram.text
    assert diagram.text.count("Published:") == 7
    assert "Mozilla Public License" in diagram.note


def test_the_band_holds_each_of_the_26() -> None:
    diagram = sl.plot_moment_arm("piriformis", people=True)
    turning = next(fact for fact in diagram.facts if "turns round in" in fact)
    low, high = map(int, re.findall(r"(\d+)°", turning))
    flexion = np.arange(-20, 120.1, 0.5)
    arms = carried.evaluate_people(flexion, muscles="piriformis")[1][..., 0, 2]
    turns = [float(flexion[np.flatnonzero((row[:-1] < 0) & (row[1:] >= 0))[0]]) for row in arms]
    assert len(turns) == people.PEOPLE
    assert (low, high) == pytest.approx((min(turns), max(turns)), abs=1.1)
    assert "muscles carried over" in diagram.note
    apart(diagram.figure, slack=1)


def test_the_pictures_are_as_before_without_the_people() -> None:
    for draw in (sl.plot_moment_arm, sl.plot_stretch_comparison):
        plain = draw("piriformis")
        assert not [fact for fact in plain.facts if "people" in fact]
        assert set(plain.facts) < set(draw("piriformis", people=True).facts)


def test_only_carried_parts_have_people() -> None:
    for draw in (sl.plot_moment_arm, sl.plot_stretch_comparison):
        with pytest.raises(StretchlibError, match="was not carried over the bones of 26 people"):
            draw("gracilis", people=True)


def test_the_spread_of_the_stretches_is_read_back() -> None:
    diagram = sl.plot_stretch_comparison(people=True)
    above = next(fact for fact in diagram.facts if "more than plain sitting" in fact)
    rest, sitting = (carried.evaluate_people(*pose, muscles="piriformis")[0] for pose in ((0, 0, 0), (90, 0, 0)))
    assert (sitting > rest).all()
    assert above.startswith("7 of 10 positions")
    apart(diagram.figure, slack=1)


def test_on_a_wall_three_measures_are_large() -> None:
    diagram = sl.plot_hips(7, wall=True)
    assert [fact.split(":")[0] for fact in diagram.facts if "person 7" in fact] == [
        "neck-shaft angle, \u00b0", "femoral version, \u00b0", "socket, opens to the front, \u00b0"]
    letters = [text.get_fontsize() for text in diagram.figure.texts]
    for ax in diagram.figure.axes:
        letters += [text.get_fontsize() for text in (*ax.texts, *(ax.get_xticklabels() if ax.axison else ()))]
    assert min(letters) >= hips_figure.WALL
    apart(diagram.figure, slack=1)
