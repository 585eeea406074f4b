"""Forest plot, post-test picture and shares: drawn from the tables, told from the artists, texts apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from texts_apart import apart

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence.reading import read_difference, read_interval
from stretchlib.evidence.statistics import Estimate, post_test_probability
from stretchlib.figures import Diagram, plot_post_test, plot_prevalence, plot_trials
from stretchlib.figures.evidence.post_test import usable_tests
from stretchlib.tables import catalogue, phrases
from tests.data_files import table_file

TESTS = [str(row["id"]) for row in catalogue.rows("test_accuracy") if row["use"]]
MAKERS: dict[str, Callable[[], Diagram]] = {
    "trials": plot_trials,
    "one trial": lambda: plot_trials(["hip_stretching_added"]),
    **{f"after {test}": lambda test=test: plot_post_test(test, 25) for test in TESTS},  # type: ignore[misc]
    "after, rare": lambda: plot_post_test(TESTS[0], 0.4),
    **{f"shares of {picture}": lambda picture=picture: plot_prevalence(picture)  # type: ignore[misc]
       for picture in dict.fromkeys(str(row["picture"]) for row in catalogue.rows("published_shares"))},
}


@pytest.mark.parametrize("name", MAKERS)
def test_it_is_drawn_told_and_readable(name: str) -> None:
    diagram = MAKERS[name]()
    assert diagram.facts
    assert all(fact.endswith(".") for fact in diagram.facts)
    assert "nan" not in diagram.text.split()
    assert diagram.note.endswith(".")
    assert diagram.png().startswith(b"\x89PNG")
    apart(diagram.figure, slack=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_it_is_drawn_alike_twice(name: str) -> None:
    assert MAKERS[name]().png() == MAKERS[name]().png()


def test_every_effect_is_drawn_with_its_reading() -> None:
    facts = plot_trials().facts
    rows = catalogue.rows("trials")
    assert len(facts) == len(rows)
    for row in rows:
        low, high = float(str(row["low"])), float(str(row["high"]))
        fact = next(fact for fact in facts
                    if str(row["comparison"]) in fact and f"interval {low:g} to {high:g}" in fact)
        assert f": {row['effect']:g}, " in fact
        assert f"certainty {row['certainty']}" in fact
        assert (f"{row['people']} people" if row["people"] else "number of people not read") in fact
        if row["worthwhile"] is not None and row["better_when"] is not None:
            assert read_interval(low, high, float(str(row["worthwhile"]))) in fact
        elif row["worthwhile"] is not None:
            reading = read_difference(low, high, float(str(row["worthwhile"]))).replace(" ", "_")
            assert phrases.say(f"effect.difference_{reading}") in fact


def test_a_wide_interval_between_groups_rules_nothing_out_and_a_narrow_one_does(whole_data_copy: Path) -> None:
    tilt, lordosis = plot_trials(["pelvic_tilt", "lordosis"]).facts
    assert "a difference is neither shown nor ruled out (it would matter from 0.2)" in tilt
    assert "a difference that would matter is ruled out (it would matter from 0.2)" in lordosis
    path = table_file(whole_data_copy, "trials")
    text = path.read_text(encoding="utf-8")
    assert text.count("0.24,-0.03,0.5,,0.2,") == 1
    path.write_text(text.replace("0.24,-0.03,0.5,,0.2,", "0.24,0.03,0.5,,0.2,"), encoding="utf-8")
    assert "a difference is shown (" in plot_trials(["pelvic_tilt"]).facts[0]


def test_measures_never_share_a_panel() -> None:
    panels = plot_trials().figure.axes
    assert len(panels) == len({(row["measure"], row["unit"]) for row in catalogue.rows("trials")})
    assert [ax.get_xscale() for ax in panels].count("log") == 1


def test_a_moved_interval_and_a_changed_row_are_told(whole_data_copy: Path) -> None:
    before = plot_trials()
    line = next(line for ax in before.figure.axes for line in ax.lines if line.get_gid() == "interval|nsaid_pain")
    line.set_xdata([-11.11, -0.5])
    assert "interval -11.11 to -0.5" in before.facts[2]
    assert "less, size open" in before.facts[2]
    path = table_file(whole_data_copy, "trials")
    text = path.read_text(encoding="utf-8")
    assert "-0.55,-1.02,-0.08" in text
    path.write_text(text.replace("-0.55,-1.02,-0.08", "-1.55,-2.02,-1.08"), encoding="utf-8")
    assert "less, and enough to be worth it" in plot_trials(["hip_stretching_added"]).facts[0]
    with pytest.raises(StretchlibError, match="There is no trial 'stretching'"):
        plot_trials(["stretching"])


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("before", [1, 25, 99])
def test_the_picture_has_the_probabilities_of_the_appraisal(test: str, before: int) -> None:
    row = catalogue.row("test_accuracy", test)
    facts = plot_post_test(test, before).facts
    assert f"{before} of 100 filled" in facts[1]
    for fact, side in zip(facts[2:4], ("positive", "negative"), strict=True):
        value, low, high = (None if row[f"lr_{side}{end}"] is None else float(str(row[f"lr_{side}{end}"]))
                            for end in ("", "_low", "_high"))
        assert value is not None
        ends = Estimate(value, low, high) if low is not None and high is not None else value
        after = post_test_probability(before / 100, ends)
        assert f"{round(100 * after.value)} of 100 filled, marker at {100 * after.value:.0f} %" in fact
        assert ("interval" in fact) == (low is not None and high is not None)
        if low is not None:
            assert f"interval {100 * after.low:.0f} to {100 * after.high:.0f} %" in fact


def test_the_dots_are_counted_not_recited() -> None:
    diagram = plot_post_test(TESTS[0], 30)
    dots = next(line for ax in diagram.figure.axes for line in ax.lines if line.get_gid() == "before|with")
    dots.set_data([0.0], [0.0])
    assert "Before the test: 1 of 71 filled" in diagram.facts[1]


def test_the_ratios_follow_the_table(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "test_accuracy")
    text = path.read_text(encoding="utf-8")
    assert "2.13,1.2,3.9" in text
    path.write_text(text.replace("2.13,1.2,3.9", "9,6,12"), encoding="utf-8")
    fact = plot_post_test("sacroiliac_cluster_pooled", 25).facts[2]
    assert "75 of 100 filled, marker at 75 %, interval 67 to 80 %" in fact


def test_only_rows_for_arithmetic_are_offered() -> None:
    assert list(usable_tests()) == TESTS
    explorer = sl.explore_post_test()
    choice = next(control for control in explorer.controls if control["name"] == "test")
    assert [value for value, _ in choice["options"]] == TESTS
    for call in (lambda: plot_post_test("sacroiliac_three_of_six"), lambda: sl.explore_post_test("fair_h_reflex")):
        with pytest.raises(StretchlibError, match="is not used for arithmetic"):
            call()
    with pytest.raises(StretchlibError, match="did you mean"):
        plot_post_test("sacroiliac_cluster_poled")
    for bad in (0, 100, -5, float("nan")):
        with pytest.raises(StretchlibError, match=r"above 0 and below 100|must be one finite number"):
            plot_post_test(TESTS[0], bad)


def test_the_explorer_moves_the_picture() -> None:
    explorer = sl.explore_post_test("sacroiliac_cluster_pooled")
    explorer.set(pre_test=25)
    assert "25 of 100 filled" in explorer.facts[1]
    assert explorer.facts == plot_post_test("sacroiliac_cluster_pooled", 25).facts
    explorer.set(test="crossed_straight_leg_raise_surgical")
    assert "2.8" in explorer.facts[0]
    assert explorer.picture.startswith(b"\x89PNG")
    with pytest.raises(StretchlibError, match="goes from 1 to 99"):
        explorer.set(pre_test=100)


def test_shares_are_read_back_and_ranges_are_not_called_intervals(whole_data_copy: Path) -> None:
    facts = plot_prevalence("sciatica").facts
    assert "only a range, 13 to 40 %" in facts[0]
    assert all("interval 1" not in fact for fact in facts)
    assert "bar of 16.2 %, interval 10.7 to 23.5 %" in plot_prevalence("nerve_variants").facts[0]
    path = table_file(whole_data_copy, "published_shares")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",16.2,10.7,23.5,", ",26.2,20.7,33.5,"), encoding="utf-8")
    diagram = plot_prevalence("nerve_variants")
    assert "bar of 26.2 %, interval 20.7 to 33.5 %" in diagram.facts[0]
    bar = next(patch for patch in diagram.figure.axes[0].patches if "variant_cadavers" in str(patch.get_gid()))
    bar.set_width(50)  # type: ignore[attr-defined]
    assert "bar of 50 %" in diagram.facts[1]
    with pytest.raises(StretchlibError, match="picture of shares"):
        plot_prevalence("back")


def test_axes_of_ones_own_are_accepted() -> None:
    ax = Figure().add_subplot()
    assert plot_prevalence("sciatica", ax=ax).figure is ax.figure
    assert np.isfinite(ax.get_xlim()).all()
