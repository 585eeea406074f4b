"""The map of where pain was felt: each share as its row has it, each filling as its share, and areas that fit."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline
from texts_apart import apart

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence.pain_areas import drawn_rows, mapped_studies, outlined_areas, percent_of
from stretchlib.evidence.statistics import wilson_interval
from stretchlib.figures import Diagram, plot_pain_map
from stretchlib.figures.evidence.pain_map import BODY, NOT_MEASURED, STEPS, outline
from stretchlib.tables import catalogue
from stretchlib.tables.rows.evidence import AreaOutline, BodyArea, PainArea
from tests.data_files import table_file

AREAS = {area.id: area for area in catalogue.rows(BodyArea)}
STUDIES = mapped_studies("hip_joint")


def panels(diagram: Diagram) -> list[Axes]:
    figure = diagram.figure
    assert isinstance(figure, Figure)
    return [child for child in figure.axes[0].child_axes if isinstance(child, Axes)]


def looks(panel: Axes) -> dict[str, set[tuple[str, str]]]:
    """Area -> how it is filled, colour and hatch, wherever it is drawn."""
    filled: dict[str, set[tuple[str, str]]] = {}
    for patch in panel.patches:
        kind, _, rest = str(patch.get_gid()).partition("|")
        if kind == "area":
            red, green, blue = (round(255 * channel) for channel in patch.get_facecolor()[:3])
            filled.setdefault(rest.partition("|")[0], set()).add(
                (f"#{red:02X}{green:02X}{blue:02X}", str(patch.get_hatch() or "")))
    return filled


@pytest.mark.parametrize("study", STUDIES)
def test_each_share_drawn_is_that_of_its_row(study: str) -> None:
    facts = plot_pain_map("hip_joint", study).facts
    rows = drawn_rows("hip_joint", study)
    assert len(rows) >= 5
    for row in rows:
        fact = next(fact for fact in facts if fact.startswith(f"{AREAS[row.area].name[:1].upper()}"
                                                              f"{AREAS[row.area].name[1:]}: "))
        if row.count is None:
            assert fact.endswith(f": {row.percent:g} in 100, count not known.")
            continue
        assert row.people is not None
        share = wilson_interval(row.count, row.people)
        if row.count == 0:
            assert fact.endswith(f": none of {row.people}: at most {100 * share.high:.0f} in 100.")
        else:
            assert fact.endswith(f": {row.count} of {row.people}: {row.percent:g} in 100 "
                                 f"({100 * share.low:.0f} to {100 * share.high:.0f}).")


def test_nobody_is_told_with_what_it_leaves_room_for() -> None:
    assert "Low back: none of 51: at most 7 in 100." in plot_pain_map("hip_joint").facts


@pytest.mark.parametrize("study", STUDIES)
def test_each_area_is_filled_by_its_share_and_what_was_not_measured_has_a_pattern_of_its_own(study: str) -> None:
    rows = sorted(drawn_rows("hip_joint", study), key=lambda row: -len(outlined_areas(row.area)))
    shares = {area: percent_of(row) for row in rows for area in outlined_areas(row.area)}
    filled = looks(panels(plot_pain_map("hip_joint", study))[0])
    for area, drawn in filled.items():
        percent = shares.get(area)
        look = NOT_MEASURED if percent is None else STEPS[
            "none" if percent == 0 else "low" if percent < 25 else "quarter" if percent < 50 else
            "half" if percent < 75 else "most"][1]
        assert drawn == {(look.fill.upper(), look.hatch)}, area
    assert set(filled) == {row.area for row in catalogue.rows(AreaOutline)} - {BODY}
    assert any(area not in shares for area in filled)


def test_no_two_fillings_are_told_apart_by_colour_alone() -> None:
    dark = [look for _, look in STEPS.values()] + [NOT_MEASURED]
    hatched = [look.hatch for look in dark if look.hatch]
    assert len(hatched) == len(set(hatched)) == len(dark) - 2, "nobody and the palest step have the number alone"
    greys = [sum(int(look.fill[i:i + 2], 16) * weight for i, weight in ((1, .2126), (3, .7152), (5, .0722)))
             for _, look in STEPS.values()]
    assert all(np.diff(greys) < -10), "each step is darker than the one before, on a grey print too"
    for look in dark:
        red, green, blue = (int(look.fill[i:i + 2], 16) for i in (1, 3, 5))
        assert red <= max(green, blue), "pain is not drawn in red"


def test_two_studies_stand_beside_each_other_and_texts_apart() -> None:
    for language in ("en", "de"):
        sl.language(language)
        try:
            diagram = plot_pain_map("hip_joint")
            assert len(panels(diagram)) == 2
            apart(diagram.figure, slack=1)
            apart(plot_pain_map("hip_joint", "khan2004").figure, slack=1)
            assert diagram.png() == plot_pain_map("hip_joint").png()
        finally:
            sl.language("en")


def test_changed_data_change_what_is_drawn_and_told(data_copy: Path) -> None:
    before = plot_pain_map("hip_joint").facts
    path = table_file(data_copy, "pain_areas")
    text = path.read_text(encoding="utf-8")
    assert ",buttock,51,36,71," in text
    path.write_text(text.replace(",buttock,51,36,71,", ",buttock,51,6,12,"), encoding="utf-8")
    facts = plot_pain_map("hip_joint").facts
    assert "Buttock: 6 of 51: 12 in 100 (6 to 23)." in facts
    assert set(before) != set(facts)
    filled = [next(fact for fact in sentences if fact.startswith("Filled as up to 24"))
              for sentences in (before, facts)]
    assert ["buttock" in fact for fact in filled] == [False, True]


def test_what_has_no_share_is_refused_with_the_way_to_its_words() -> None:
    with pytest.raises(StretchlibError, match=r"^No share by area may be drawn of sacroiliac_joint; sl.pain_sources\("):
        plot_pain_map("sacroiliac_joint")
    assert "Shares not yet checked." in repr(sl.pain_sources("sacroiliac_joint"))
    with pytest.raises(StretchlibError, match="did you mean 'hip_joint'"):
        plot_pain_map("hip_jiont")
    with pytest.raises(StretchlibError, match="There is no study that mapped hip_joint 'lesher2009': did you mean"):
        plot_pain_map("hip_joint", "lesher2009")
    with pytest.raises(StretchlibError, match="one or two studies, not 3"):
        plot_pain_map("hip_joint", STUDIES)


def test_a_root_is_told_with_its_groin_shares() -> None:
    text = repr(sl.pain_sources("lumbar_nerve_root"))
    for share in ("root L3: 3 of 7: 43 in 100", "root L4: 5 of 20: 25 in 100", "root L5: none of 127: at most 3 in 100",
                  "root S1: none of 56: at most 6 in 100"):
        assert share in text
    assert len(sl.pain_sources().rows) == len(catalogue.rows("pain_sources"))


def test_a_count_from_a_share_is_the_only_one_that_gives_it() -> None:
    rows = [row for row in catalogue.rows(PainArea) if row.count_from == "percent"]
    assert len(rows) > 15
    for row in rows:
        assert row.people is not None
        fits = [count for count in range(row.people + 1) if int(100 * count / row.people + 0.5) == row.percent]
        assert fits == [row.count], row.id


def test_no_share_from_memory_is_in_the_table() -> None:
    assert not [row.id for row in catalogue.rows(PainArea) if row.checked == "unchecked" or row.study == "slipman2000"]


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_areas_lie_on_the_body_and_not_on_each_other(view: str) -> None:
    x, y = np.meshgrid(np.arange(-129.7, 130, 2.0), np.arange(280.3, 1004, 2.0))
    points = np.column_stack([x.ravel(), y.ravel()])
    inside: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]] = {}
    for row in catalogue.rows(AreaOutline):
        if row.view == view:
            assert re.fullmatch(r"M\S+( L\S+)+ Z", row.path)
            halves = [outline(row.path) * [mirror, 1] for mirror in ((1, -1) if row.mirrored else (1,))]
            inside[row.area] = np.any([Outline(half).contains_points(points) for half in halves], axis=0)
    body = inside.pop(BODY)
    for area, within in inside.items():
        assert within.sum() > 20, area
        assert (within & ~body).sum() <= 0.01 * within.sum(), f"{area} leaves the body"
    assert (np.sum(list(inside.values()), axis=0) > 1).sum() <= 0.002 * body.sum(), "two areas lie on each other"
    legs = body & (points[:, 1] > 540)
    assert (legs & ~np.any(list(inside.values()), axis=0)).sum() <= 0.02 * legs.sum(), "a leg has no gap"


def test_an_area_has_an_outline_or_parts() -> None:
    outlined = {row.area for row in catalogue.rows(AreaOutline)}
    for area in AREAS.values():
        assert (area.id in outlined) != bool(area.parts), area.id
        assert area.marked == (area.id != BODY), "whatever a study reports can be marked, an area that joins others too"
        assert set(area.parts) <= outlined
