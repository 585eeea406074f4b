"""A plan comes back from the journal as it was kept, from a record of an older edition too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.programme import Item, Programme
from stretchlib.learner.kept_plan import plan_record, read_plan
from tests.exercises.test_programme import weeks

EVERY_DAY = tuple(range(1, 8))
READER, LEG_PAIN = (Programme.for_case(case) for case in ("reader_of_the_article", "leg_pain_after_lifting"))
#: Codes that older journals hold, with their programmes: every side, level, dose, and no case among them.
CODES = [
    ("8NG55-0GHYA-FGH1Q-206AM-H911F-GCN9K-FG00F", READER),
    ("89188-11GC6-AJ00S-001ZT-H2G0A", LEG_PAIN),
    ("80HNY-GJG3C-ZQX0H", Programme.of([Item("sciatic_nerve_slider", days=EVERY_DAY, side="left")])),
    ("80HNY-8JG3S-ZXHGY", Programme.of([Item("sciatic_nerve_slider", days=EVERY_DAY, side="right")])),
    ("80H66-1288Y-2KH0H", Programme.of([Item("bridge", days=(1, 3), level="harder", sets=2, reps=9, hold_s=3)])),
    ("80H43-1207Z-16G01", Programme.of([Item("bridge", days=(2, 7), level="easier")])),
]


@given(weeks())
def test_property_a_plan_comes_back_from_json(week: Programme) -> None:
    assert read_plan(json.loads(json.dumps(plan_record(week)))) == week


def test_a_plan_is_kept_in_words_a_reader_knows() -> None:
    assert plan_record(Programme.of([Item("bridge", days=(1, 3), sets=2, reps=9, hold_s=3)])) == {
        "case": "", "items": [{"exercise": "bridge", "days": [1, 3], "level": "base", "sets": 2, "reps": 9,
                               "hold_s": 3, "side": None}]}


@pytest.mark.parametrize(("code", "week"), CODES)
def test_a_plan_of_an_older_journal_is_read(code: str, week: Programme) -> None:
    assert read_plan(code) == week


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(
                        st.sampled_from(["case", "items", "exercise", "days", "level", "sets"]), inner), max_leaves=9))
def test_property_any_other_value_is_told_in_a_sentence(value: Any) -> None:
    with pytest.raises(StretchlibError) as error:
        read_plan(value)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("value", "sentence"), [
    ("no code", "no plan of this course"),
    ("G000G", "no plan of this course"),  # of another version
    ("80HNY", "no plan of this course"),  # cut
    ({"items": [], "case": ""}, "has 1 to 7 exercises"),
    ({"items": [{"exercise": "brige", "days": [1, 3]}], "case": ""}, "did you mean 'bridge'"),
    ({"items": [{"exercise": "bridge", "days": [1, 3], "laps": 2}], "case": ""}, "no plan of this course"),
    ({"items": [{"exercise": "bridge", "days": [1, 3], "reps": 40}], "case": ""}, "reps is 8 to 15"),
    ({"items": [{"exercise": "bridge", "days": [1, 3], "reps": [9]}], "case": ""}, "."),
    ({"items": [{"exercise": ["bridge"], "days": [1, 3]}], "case": ""}, "no plan of this course")])
def test_what_is_no_plan_of_this_course_says_so(value: Any, sentence: str) -> None:
    with pytest.raises(StretchlibError) as error:
        read_plan(value)
    assert sentence in str(error.value)
