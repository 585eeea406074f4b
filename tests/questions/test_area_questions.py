"""Questions that ask to mark areas on the body: their marks, their order, and facts as in the rows."""

from __future__ import annotations

import re

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.evidence.pain_areas import BODY, VIEWS, body_map, outlined_areas
from stretchlib.questions.bank import Question, bank, question
from stretchlib.questions.sheet import Sheet
from stretchlib.tables import catalogue
from stretchlib.tables.rows.evidence import BodyArea, PainArea

AREAS = [asked for asked in bank(optional=True) if asked.kind == "area"]
each = pytest.mark.parametrize("asked", AREAS, ids=lambda asked: asked.id)


def test_there_are_questions_on_several_sources_of_pain() -> None:
    assert len(AREAS) >= 4
    rows = {row.id: row for row in catalogue.rows(PainArea)}
    named = [part.removeprefix("pain_areas:") for asked in AREAS for part in asked.basis.split("; ")
             if part.startswith("pain_areas:")]
    assert {rows[name].source_of_pain for name in named} >= {"hip_joint", "lumbar_nerve_root", "sacroiliac_joint"}
    assert {rows[name].checked for name in named} == {"abstract"}, "no share that was not read itself is asked"


@each
def test_each_count_in_the_feedback_is_that_of_a_row_it_rests_on(asked: Question) -> None:
    rows = [row for row in catalogue.rows(PainArea) if f"pain_areas:{row.id}" in asked.basis.split("; ")]
    counts = {option.id: [(int(count), int(people))
                          for count, people in re.findall(r"(\d+) of (?:the )?(\d+)", option.feedback)]
              for option in asked.options}
    assert any(counts.values())
    for area, stated in counts.items():
        for pair in stated:
            mine = [row for row in rows if set(outlined_areas(row.area)) == set(outlined_areas(area))]
            assert pair in [(row.count, row.people) for row in mine], (area, pair)
    for option in asked.options:
        if "one of" in option.feedback.lower():
            assert any(row.count == 0 for row in rows if row.area == option.id), option.id


@pytest.mark.parametrize(("response", "points"), [
    (["groin", "buttock", "thigh", "below_knee"], 1), (["groin"], 0.5), (["low_back", "knee"], 0),
    (["groin", "buttock", "thigh", "below_knee", "knee"], 5 / 6)])
def test_an_area_counts_where_it_is_set_as_it_should_be(response: list[str], points: float) -> None:
    mark = Sheet(question("Q421")).mark(response)
    assert (mark.points, mark.right, mark.read) == (pytest.approx(points), points == 1, True)
    assert mark.answer_text == "Groin; Buttock; Thigh; Below the knee"
    assert {note.option for note in mark.feedback} == {option.id for option in question("Q421").options}


def test_to_mark_nothing_is_no_answer_and_a_strange_area_is_refused() -> None:
    sheet = Sheet(question("Q421"))
    mark = sheet.mark([])
    assert (mark.read, mark.answer_text) == (False, "")
    for response in ("groin", ["groin", "groin"], ["elbow"]):
        with pytest.raises(StretchlibError, match="Q421"):
            sheet.mark(response)
    with pytest.raises(StretchlibError, match="no option '9'"):
        sheet.translate(["9"])


@each
def test_areas_stand_from_belly_to_foot_whatever_the_seed(asked: Question) -> None:
    order = {row.id: row.position for row in catalogue.rows(BodyArea)}
    for seed in (0, 7):
        page = Sheet(asked, seed).public()
        first = [min(order[area] for area in areas) for areas in page["outlined"].values()]
        assert first == sorted(first)
        assert list(page["letters"].values()) == [chr(65 + at) for at in range(len(first))]
        assert all(option["meaning"] for option in page["options"])


@each
def test_each_area_has_a_shape_on_the_body_and_no_two_share_one(asked: Question) -> None:
    drawn = {area["id"] for view in body_map().values() for area in view["areas"]}
    outlined = [area for areas in Sheet(asked).public()["outlined"].values() for area in areas]
    assert set(outlined) <= drawn
    assert len(set(outlined)) == len(outlined)


def test_the_body_for_a_page_has_both_views_and_not_itself_as_an_area() -> None:
    views = body_map()
    assert tuple(views) == VIEWS
    for view in views.values():
        assert view["title"][0].isupper()
        assert view["body"].startswith("M")
        assert BODY not in {area["id"] for area in view["areas"]}
