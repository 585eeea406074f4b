"""A week of practice: its rules come from the tables, and its code survives a hurried hand or says what is wrong."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib import cases
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence.references import cited
from stretchlib.exercises import programme_rules
from stretchlib.exercises.pacing import LEVELS
from stretchlib.exercises.programme import Item, Programme, RuleError, broken_rules
from stretchlib.tables import catalogue
from stretchlib.widgets import timer
from tests.data_files import table_file

WEEKS = [str(row["id"]) for row in catalogue.rows("programmes")]
ROWS = {str(row["id"]): row for row in catalogue.rows("exercises")}
CAUTIONS = {str(row["id"]): row for row in catalogue.rows("exercise_cautions")}


def spread(count: int) -> tuple[int, ...]:
    """So many days of the week, as far apart as can be."""
    return {1: (1,), 2: (1, 4), 3: (1, 3, 5), 4: (1, 3, 5, 7), 5: (1, 2, 3, 5, 6), 6: (1, 2, 3, 4, 5, 6)}.get(
        count, tuple(range(1, 8)))


def plain(exercise: str, **more: Any) -> Item:
    """An item that keeps to the dose."""
    side = "left" if ROWS[exercise]["sides"] == "affected" else None
    days = spread(int(str(ROWS[exercise]["days_per_week_min"])))
    return Item(exercise, **{"days": days, "side": side, **more})


@st.composite
def weeks(draw: st.DrawFn) -> Programme:
    """A programme that keeps to the rules, with any exercises, levels, doses and days."""
    items = []
    for exercise in draw(st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=3, unique=True)):
        row, dose = ROWS[exercise], {}
        for name, low, high in (("sets", "sets_min", "sets_max"), ("reps", "reps_min", "reps_max"),
                                ("hold_s", "hold_min_s", "hold_max_s")):
            if row[low] is not None and draw(st.booleans()):
                dose[name] = draw(st.integers(int(str(row[low])), min(int(str(row[low])) + 2, int(str(row[high])))))
        days = draw(st.integers(int(str(row["days_per_week_min"])), int(str(row["days_per_week_max"]))))
        items.append(plain(exercise, level=draw(st.sampled_from(LEVELS)), days=spread(days), **dose))
    while broken_rules(items):  # only the minutes can be too many
        items.pop()
        items = items or [plain("bridge")]
    return Programme.of(items, draw(st.sampled_from(["", "reader_of_the_article", "six_months_off_work"])))


# The week


@pytest.mark.parametrize("name", WEEKS)
def test_the_example_weeks_keep_to_the_rules(name: str) -> None:
    week = Programme.from_rows(name)
    assert len(week.week) == len(week.minutes_per_day) == 7
    assert sum(map(len, week.week)) == sum(len(item.days) for item in week.items)
    assert week.total == pytest.approx(sum(session.total_s for day in week.week for session in day) / 60, abs=0.05)
    assert Programme.for_case(week.case) == week
    assert "invented" in week.title
    text = repr(week)
    assert all(session.title in text for session in week.sessions)
    assert "not clinically reviewed" in text
    assert "Education, not advice" in text


def test_a_programme_drives_the_timer() -> None:
    week = Programme.for_case("reader_of_the_article")
    assert [timer(session).plan for session in week.sessions] == list(week.sessions)


def test_nobody_with_a_red_flag_gets_a_programme() -> None:
    for items in (None, [plain("bridge")]):
        with pytest.raises(StretchlibError, match="needs care before any exercise"):
            Programme.for_case("numb_saddle", items)


def test_every_other_case_has_an_example_week() -> None:
    assert {Programme.from_rows(name).case for name in WEEKS} == set(cases.case_ids()) - {"numb_saddle"}


def test_it_cannot_be_changed() -> None:
    week = Programme.of([plain("bridge")])
    with pytest.raises(AttributeError):
        week.items = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        week.items[0].reps = 3  # type: ignore[misc]
    assert week == Programme.of([plain("bridge")])
    assert hash(week) == hash(Programme.of([plain("bridge")]))


@given(weeks())
def test_property_minutes_are_those_of_the_sessions(week: Programme) -> None:
    for day in range(1, 8):
        asked = [item.session.total_s for item in week.items if day in item.days]
        assert week.minutes_per_day[day - 1] == pytest.approx(sum(asked) / 60, abs=0.051)


# The rules


@pytest.mark.parametrize("name", [name for name, row in CAUTIONS.items() if row["kind"] == "contraindication"])
def test_a_contraindication_rules_an_exercise_out(name: str) -> None:
    row = CAUTIONS[name]
    item = plain(str(row["exercise"]))
    assert broken_rules([item]) == []
    for feature in row.features:
        texts = {broken.text: broken for broken in broken_rules([item], [feature])}
        mine = next(broken for text, broken in texts.items() if str(row["text"]) in text)
        assert (mine.kind, mine.exercise) == ("contraindication", row["exercise"])
        assert mine.source


@pytest.mark.parametrize("name", [name for name, row in CAUTIONS.items() if row["kind"] == "stop rule"])
def test_a_stop_rule_that_was_met_rules_that_exercise_out(name: str) -> None:
    row = CAUTIONS[name]
    broken = broken_rules([plain(str(row["exercise"]))], stop_rules=[name])
    assert [rule.kind for rule in broken] == ["stop rule"]
    assert str(row["text"]) in broken[0].text
    unaffected = "bridge" if row["exercise"] != "bridge" else "clamshell"
    assert broken_rules([plain(unaffected)], stop_rules=[name]) == []


@pytest.mark.parametrize("exercise", sorted(ROWS))
def test_the_dose_of_the_tables_is_kept(exercise: str) -> None:
    row = ROWS[exercise]
    for column in ("sets", "reps", "hold"):
        name = f"{column}_s" if column == "hold" else column
        high = row[f"{column}_max{'_s' if column == 'hold' else ''}"]
        if high is not None:
            broken = broken_rules([plain(exercise, **{name: int(str(high)) + 1})])
            assert [rule.kind for rule in broken] == ["dose"]
            assert f"{name} is" in broken[0].text
            assert all(cited(key) in broken[0].source for key in row.sources)
            assert f"{row['certainty']}" in broken[0].source
    low, high = int(str(row["days_per_week_min"])), int(str(row["days_per_week_max"]))
    for count in range(1, 8):
        kinds = [rule.kind for rule in broken_rules([plain(exercise, days=spread(count))])]
        assert ("dose" in kinds) == (not low <= count <= high), count


def test_a_day_lies_between_two_days_of_strength() -> None:
    for days in combinations(range(1, 8), 3):
        close = any((later - day) % 7 == 1 for day, later in zip(days, [*days[1:], days[0]], strict=True))
        broken = broken_rules([plain("bridge", days=days)])
        assert bool(broken) == close, days
        assert all("at least one day without it" in rule.text and "Garber" in rule.source for rule in broken)
    assert broken_rules([plain("side_plank", days=(1, 2, 3, 4, 5))]) == [], "its own dose leaves no such room"


def test_the_day_and_the_number_of_exercises_are_limited() -> None:
    long = [plain(name, sets=3, reps=10, days=(1, 3, 5)) for name in ("bridge", "clamshell", "bird_dog")]
    broken = broken_rules(long)
    assert {rule.text for rule in broken} == {
        f"A day of practice takes at most 20 minutes. Here: {sum(item.session.total_s for item in long) / 60:g}."}
    many = [plain(name) for name in ("figure_four_stretch", "bridge", "ball_squeeze", "graded_walking", "bird_dog")]
    assert [rule.text for rule in broken_rules(many)] == ["A programme has at most 4 exercises. Here: 5."]


def test_a_broken_rule_is_told_with_its_source() -> None:
    with pytest.raises(RuleError) as raised:
        Programme.for_case("socks_and_stairs", [plain("figure_four_stretch"), plain("bridge", reps=20)])
    assert [rule.kind for rule in raised.value.broken] == ["contraindication", "dose"]
    text = str(raised.value)
    assert text.startswith("Contraindication: Figure-four stretch: Not into the painful end of the range")
    assert "[expert opinion; not yet checked against a source]" in text
    assert text.endswith("And 1 more rule is broken; error.broken holds them.")
    assert "\n" not in text


def test_the_rules_are_those_of_the_tables(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "programme_rules")
    path.write_text(path.read_text("utf-8").replace(",,,20,", ",,,5,").replace("20 minutes", "5 minutes"), "utf-8")
    assert [rule.kind for rule in broken_rules([plain("clamshell")])] == ["rule of the week"]
    problems = check_data()
    assert problems
    assert all(problem.startswith("programmes.csv, row ") and "at most 5 minutes" in problem for problem in problems)


def test_cautions_for_the_person_are_named() -> None:
    week = Programme.for_case("socks_and_stairs", [plain("ninety_ninety_rotation")])
    assert week.cautions == ("A pinch in the groin: move through a smaller range.",)
    assert "Mind: A pinch in the groin" in repr(week)


@pytest.mark.parametrize(("call", "sentence"), [
    (lambda: Programme.of([]), "has 1 to 7 exercises, not 0"),
    (lambda: Programme.of([plain("bridge"), plain("bridge", days=(2, 4))]), "Bridge stands twice"),
    (lambda: Item("bridge", days=()), "whole numbers from 1 to 7"),
    (lambda: Item("bridge", days=(0, 3)), "whole numbers from 1 to 7"),
    (lambda: Item("bridge", days="135"), "whole numbers from 1 to 7"),  # type: ignore[arg-type]
    (lambda: Programme.of([Item("brigde", days=(1, 3))]), "did you mean 'bridge'"),
    (lambda: Programme.of([Item("bridge", days=(1, 3), level="hard")]), "did you mean 'harder'"),
    (lambda: Programme.of([Item("sciatic_nerve_slider", days=tuple(range(1, 8)))]), 'add side="right"'),
    (lambda: Programme.for_case("nobody"), "There is no case 'nobody'"),
    (lambda: Programme.from_rows("nothing"), "There is no programme 'nothing'"),
])
def test_a_wrong_call_is_one_sentence(call: Any, sentence: str) -> None:
    with pytest.raises(StretchlibError) as raised:
        call()
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


def week_faults(items: list[Item]) -> list[str]:
    return [rule.text for rule in programme_rules._week(items)]


def test_one_day_of_strength_has_no_neighbour_and_two_have() -> None:
    assert week_faults([plain("bridge", days=(1,))]) == []
    assert week_faults([plain("bridge", days=(1, 3))]) == []
    for days in ((1, 2), (1, 7)):  # the week begins again
        assert week_faults([plain("bridge", days=days)]) == [
            "Bridge: Between two days of a strength exercise lies at least one day without it. Here: 0."]


def test_minutes_of_a_day_are_told_to_a_tenth() -> None:
    items = [plain("bridge"), *(plain(exercise, sets=ROWS[exercise]["sets_max"]) for exercise in
                                ("clamshell", "hip_hitch", "side_plank"))]
    assert sum(item.session.total_s for item in items) == pytest.approx(60 * 28.767, abs=0.05)
    assert week_faults(items) == ["A day of practice takes at most 20 minutes. Here: 28.8."]


@pytest.mark.parametrize(("exercise", "span"), [("copenhagen_adduction", "2"), ("bridge", "2 to 3")])
def test_the_days_of_a_dose_are_told_as_one_number_or_two(exercise: str, span: str) -> None:
    broken = broken_rules([plain(exercise, days=(1, 2, 3, 5, 6))])
    assert [rule.kind for rule in broken] == ["dose"]
    assert f": days a week are {span} in the course's dose, not 5;" in broken[0].text


def test_minutes_and_days_of_a_week_are_told_to_a_tenth() -> None:
    week = Programme.for_case("leg_pain_after_lifting")
    assert week.minutes_per_day == (10, 5.1, 10, 5.1, 10, 5.1, 5.1)
    assert week.total == 50.5
    assert "each side in turn; days 1, 3, 5; 4:52 min." in repr(week)
    assert "walk 5 min; every day; 5:08 min." in repr(week)
    assert "50.5 min in the week, at most 10 on one day." in repr(week)
