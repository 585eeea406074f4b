"""Sessions: the phases of every exercise and level tile the time, sides are equal, and the dose is the table's."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.pacing import KINDS, LEVELS, SIDES, WORK
from stretchlib.exercises.session import Session, clock
from stretchlib.tables import catalogue
from stretchlib.tables.rows.exercises import Exercise
from tests.data_files import table_file
from tests.wide_exercise import change_exercise

EXERCISES = [str(row["id"]) for row in catalogue.rows("exercises")]
ROWS = {str(row["id"]): row for row in catalogue.rows("exercises")}


def build(exercise: str, level: str = "base", **dose: Any) -> Session:
    side = "left" if ROWS[exercise]["sides"] == "affected" else None
    return Session.from_exercise(exercise, level, side=side, **dose)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """A session of any exercise and level, with a dose anywhere in the table's range."""
    exercise = draw(st.sampled_from(EXERCISES))
    dose: dict[str, Any] = {}
    for name, low, high in (("sets", "sets_min", "sets_max"), ("reps", "reps_min", "reps_max"),
                            ("hold_s", "hold_min_s", "hold_max_s")):
        if ROWS[exercise][low] is not None and draw(st.booleans()):
            dose[name] = draw(st.integers(int(ROWS[exercise][low]), int(ROWS[exercise][high])))  # type: ignore[arg-type]
    return build(exercise, draw(st.sampled_from(LEVELS)), **dose)


@given(sessions())
def test_property_phases_tile_the_time(session: Session) -> None:
    assert session.phases[0].start_s == 0
    for before, after in zip(session.phases, session.phases[1:], strict=False):
        assert before.end_s == after.start_s
        assert before.duration_s > 0
    assert session.phases[-1].kind == "done"
    assert session.phases[-1].duration_s == 0
    assert session.total_s == pytest.approx(sum(phase.duration_s for phase in session.phases))


@given(sessions())
def test_property_words_are_those_of_the_house(session: Session) -> None:
    for phase in session.phases:
        assert phase.kind in KINDS
        assert phase.side in SIDES
        assert 0 < len(phase.cue) <= 60


@given(sessions())
def test_property_both_sides_get_the_same(session: Session) -> None:
    work = {side: [(p.kind, p.set, p.rep, p.duration_s) for p in session.phases if p.side == side and p.kind in WORK]
            for side in ("right", "left")}
    if session.sides in ("each", "alternating"):
        assert work["right"] == work["left"] != []
    elif session.sides == "affected":
        assert (work["right"], bool(work["left"])) == ([], True)
    else:
        assert work == {"right": [], "left": []}


@given(sessions(), st.floats(0, 1.2))
def test_property_at_finds_the_phase(session: Session, share: float) -> None:
    seconds = share * session.total_s
    phase = session.at(seconds)
    if seconds >= session.total_s:
        assert phase.kind == "done"
    else:
        assert phase.start_s <= seconds < phase.end_s


@given(sessions())
def test_property_the_dose_is_what_is_practised(session: Session) -> None:
    reps = {(p.side, p.set, p.rep) for p in session.phases if p.kind in WORK}
    sides = {"each": 2, "alternating": 2}.get(session.sides, 1)
    assert len(reps) == sides * session.sets * session.reps


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_range_starts_at_its_low_end(exercise: str) -> None:
    row, session = ROWS[exercise], build(exercise)
    assert session.sets == (row["sets_min"] or 1)
    assert session.reps == (row["reps_min"] or 1)
    holds = {phase.duration_s for phase in session.phases if phase.kind == "hold"}
    assert holds == ({row["hold_min_s"]} if row["hold_min_s"] else set())
    rests = {phase.duration_s for phase in session.phases if phase.kind == "rest"}
    assert rests <= {row["rest_min_s"]}


def test_the_figure_four_is_led_right_then_left() -> None:
    session = build("figure_four_stretch")
    assert [(phase.kind, phase.side) for phase in session.phases] == [
        ("get ready", "right"), ("hold", "right"), ("release", "right"), ("rest", "right"), ("get ready", "right"),
        ("hold", "right"), ("release", "right"), ("change side", "left"), ("get ready", "left"), ("hold", "left"),
        ("release", "left"), ("rest", "left"), ("get ready", "left"), ("hold", "left"), ("release", "left"),
        ("done", "none")]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_after_a_rest_nobody_is_thrown_into_the_next_repetition(exercise: str) -> None:
    """Where an exercise has a time to get ready, it stands between each rest and the work after it."""
    phases = build(exercise).phases
    ready_s = catalogue.row(Exercise, exercise).ready_s
    for rest, after in itertools.pairwise(phases):
        if rest.kind == "rest" and ready_s:
            assert (after.kind, after.duration_s) == ("get ready", ready_s)


def test_sets_and_repetitions_are_counted_from_one() -> None:
    """What belongs to none has 0: the wait before, a change of side between, the end; a walk is one of one."""
    assert [(phase.kind, phase.set, phase.rep) for phase in build("figure_four_stretch").phases] == [
        ("get ready", 1, 0), ("hold", 1, 1), ("release", 1, 1), ("rest", 1, 2), ("get ready", 1, 2), ("hold", 1, 2),
        ("release", 1, 2), ("change side", 1, 0), ("get ready", 1, 0), ("hold", 1, 1), ("release", 1, 1),
        ("rest", 1, 2), ("get ready", 1, 2), ("hold", 1, 2), ("release", 1, 2), ("done", 0, 0)]
    assert [(phase.kind, phase.set, phase.rep) for phase in build("graded_walking").phases] == [
        ("get ready", 0, 0), ("walk", 1, 1), ("done", 0, 0)]


def test_the_affected_side_is_the_one_asked_for() -> None:
    for side in ("right", "left"):
        session = Session.from_exercise("sciatic_nerve_slider", side=side)
        assert {phase.side for phase in session.phases if phase.kind in WORK} == {side}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_level_has_the_words_of_its_own_row(exercise: str) -> None:
    levels = {str(row["level"]): row for row in catalogue.rows("exercise_levels") if row["exercise"] == exercise}
    for level, row in levels.items():
        session = build(exercise, level)
        assert (session.level_title, session.posture) == (row["title"], row["posture"])


def test_an_exercise_without_levels_starts_from_its_start_position(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "exercise_levels")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("bridge,")), encoding="utf-8")
    session = build("bridge")
    assert (session.level_title, session.posture) == ("base level", ROWS["bridge"]["start_position"])
    with pytest.raises(StretchlibError, match="Bridge has no level 'easier' yet"):
        build("bridge", "easier")


def test_walking_is_timed_in_minutes() -> None:
    walk = next(phase for phase in build("graded_walking").phases if phase.kind == "walk")
    assert walk.duration_s == ROWS["graded_walking"]["walk_min_min"] * 60  # type: ignore[operator]


def test_rest_between_repetitions_and_between_sets() -> None:
    stretch = build("figure_four_stretch", reps=3)
    assert sum(phase.kind == "rest" for phase in stretch.phases) == 2 * 2
    strength = build("side_lying_leg_lift", sets=3)
    assert sum(phase.kind == "rest" for phase in strength.phases) == 2


def test_a_level_with_its_own_steps_has_its_own_cues() -> None:
    steps = [step for step in catalogue.rows("exercise_steps") if step["exercise"] == "figure_four_stretch"]
    for level in ("base", "easier"):
        cue = next(str(step["cue"]) for step in steps if (step["level"], step["phase"]) == (level, "hold"))
        assert next(p.cue for p in build("figure_four_stretch", level).phases if p.kind == "hold") == cue


def test_a_level_without_own_steps_is_not_lent_those_of_another() -> None:
    base = {step["cue"] for step in catalogue.rows("exercise_steps")
            if (step["exercise"], step["level"]) == ("copenhagen_adduction", "base")}
    assert not base & {phase.cue for phase in build("copenhagen_adduction", "easier").phases}


@pytest.mark.parametrize(("call", "sentence"), [
    ({"exercise": "figure_four"}, "There is no exercise 'figure_four': did you mean 'figure_four_stretch'?"),
    ({"exercise": "bridge", "level": "hard"}, "There is no level 'hard': did you mean 'harder'?"),
    ({"exercise": "figure_four_stretch", "reps": 5}, "reps is 2 to 4 in the course's dose, not 5"),
    ({"exercise": "figure_four_stretch", "reps": 2.5}, "reps is 2 to 4 in the course's dose, not 2.5"),
    ({"exercise": "figure_four_stretch", "hold_s": 3000}, "hold_s is 30 in the course's dose, not 3000"),
    ({"exercise": "figure_four_stretch", "hold_s": math.nan}, "hold_s is 30 in the course's dose, not nan"),
    ({"exercise": "figure_four_stretch", "hold_s": "30"}, "hold_s is 30 in the course's dose, not '30'"),
    ({"exercise": "figure_four_stretch", "side": "left"}, "is not done on one side only; leave side out"),
    ({"exercise": "sciatic_nerve_slider"}, 'is done on the affected side: add side="right" or side="left".'),
    ({"exercise": "graded_walking", "reps": 3}, "has no reps; leave reps out"),
])
def test_a_wrong_call_is_one_sentence(call: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StretchlibError) as raised:
        Session.from_exercise(**call)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf, "10", None])
def test_a_time_that_is_none_is_refused(seconds: Any) -> None:
    with pytest.raises(StretchlibError, match="0 seconds or more"):
        build("bridge").at(seconds)


@given(sessions())
def test_property_a_whole_practice_is_all_of_the_plan(session: Session) -> None:
    row = session.rehearse()
    assert row["status"] == "finished"
    assert row["reps_done"] == row["reps_planned"] > 0
    assert row["done_s"] == row["planned_s"] == round(session.total_s)


@given(sessions(), st.floats(0, 0.999))
def test_property_a_broken_off_practice_counts_only_whole_repetitions(session: Session, share: float) -> None:
    until = share * session.total_s
    row = session.rehearse(until)
    whole: dict[tuple[str, int, int], float] = {}
    for phase in session.phases:
        if phase.kind in WORK:
            whole[phase.side, phase.set, phase.rep] = phase.end_s
    assert row["status"] == "broken off"
    certain = sum(end <= until for end in whole.values())
    assert certain <= row["reps_done"] <= certain + 1  # within a second of its end counts as done


@pytest.mark.parametrize(("exercise", "held"), [("bridge", 2 * 8 * 2), ("graded_walking", 5 * 60)])
def test_what_has_no_side_of_its_own_is_held_by_both(exercise: str, held: int) -> None:
    """Two sets of eight bridges of 2 s, and a walk of five minutes, which is all hold."""
    row = build(exercise).rehearse()
    assert (row["hold_right_s"], row["hold_left_s"], row["hold_both_s"]) == (0, 0, held)


def test_a_practice_ends_after_it_has_begun() -> None:
    session = build("figure_four_stretch")
    assert session.rehearse(started_at="2026-01-05T09:00:00+01:00")["ended_at"] == "2026-01-05T09:03:30+01:00"
    assert session.rehearse(60)["ended_at"] == "2026-01-05T09:01:00+00:00"


def test_a_skipped_hold_is_not_done() -> None:
    session = build("figure_four_stretch")
    seconds = [phase.duration_s for phase in session.phases]
    seconds[1] = 4.0
    row = session.record(seconds, started_at="2026-01-05T09:00:00+01:00", ended_at="2026-01-05T09:03:00+01:00")
    assert (row["reps_planned"], row["reps_done"]) == (4, 3)
    assert (row["hold_right_s"], row["hold_left_s"]) == (34, 60)


def test_seconds_are_added_up_alike_in_every_python() -> None:
    """Python 3.12 began to make good what adding decimals loses; half a second was rounded down there and up before."""
    seconds = [3.9, 26.9, 2.7, 3.2, 0.0, 22.8, 1.7, 3.9, 0.1, 29.7, 3.3, 13.9, 0.0, 29.1, 1.3, 0.0]  # 142.5 and more
    row = build("figure_four_stretch", sets=1).record(seconds, started_at="", ended_at="")
    assert row["done_s"] == 142
    assert row["hold_right_s"] + row["hold_left_s"] == round(26.9 + 22.8) + round(29.7 + 29.1)


def test_a_record_of_another_length_is_refused() -> None:
    with pytest.raises(StretchlibError, match="has 16 phases, not 2"):
        build("figure_four_stretch").record([1, 2], started_at="", ended_at="")


def test_an_edited_table_is_the_session(whole_data_copy: Path) -> None:
    change_exercise(whole_data_copy, "figure_four_stretch", reps_min="3", hold_min_s="20")
    session = build("figure_four_stretch")
    assert (session.reps, {p.duration_s for p in session.phases if p.kind == "hold"}) == (3, {20})


def test_a_clock_is_minutes_and_seconds() -> None:
    assert [clock(0), clock(9.9), clock(75), clock(600)] == ["0:00", "0:09", "1:15", "10:00"]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_description_says_when_and_on_which_side(exercise: str) -> None:
    """Each line begins at the start of a phase and speaks of that phase's side, kind and set."""
    session = build(exercise)
    starts: dict[str, list[Any]] = {}
    for phase in session.phases:
        starts.setdefault(clock(phase.start_s), []).append(phase)
    head, *lines = session.describe()
    assert head == f"{session.title}, {session.level_title}: {clock(session.total_s)} minutes in all."
    assert lines[-1] == f"{clock(session.total_s)} done."
    for line in lines[:-1]:
        phase = starts[line.split(" ")[0]][0]
        if phase.kind == "walk":
            assert line.endswith(f"walk, {phase.duration_s / 60:g} min.")
            continue
        assert f"{phase.name}" in line
        assert f"{phase.duration_s:g} s" in line
        if phase.kind in WORK:
            assert f"set {phase.set}, repetition" in line
        in_turn = "right and left in turn" in line
        assert in_turn == (session.sides == "alternating" and phase.kind in WORK)
        assert in_turn or ("right side" in line) == (phase.side == "right")
        assert in_turn or ("left side" in line) == (phase.side == "left")
    work = [line for line in lines if "set " in line]
    assert len(work) == session.sets * (2 if session.sides == "each" else 1) or session.sides == "none" or any(
        phase.kind == "rest" and phase.rep for phase in session.phases)


@pytest.mark.parametrize(("exercise", "lines"), [
    ("figure_four_stretch", ["0:00 get ready, right side, 8 s.",
                             "0:08 right side, set 1, repetition 1: hold 30 s, release 5 s.",
                             "0:43 rest, right side, 15 s.",
                             "0:58 get ready, right side, 8 s.",
                             "1:06 right side, set 1, repetition 2: hold 30 s, release 5 s.",
                             "1:41 change side to the left side, 8 s."]),
    ("bird_dog", ["0:00 get ready, both together, 8 s.",
                  "0:08 right and left in turn, set 1, repetitions 1 to 6: reach 2 s, hold 5 s, come back 2 s.",
                  "1:56 rest, 60 s."]),  # 8 s and 12 repetitions of 9 s
    ("graded_walking", ["0:00 get ready, 8 s.", "0:08 walk, 5 min.", "5:08 done."])])
def test_a_description_reads_as_one_would_say_it(exercise: str, lines: list[str]) -> None:
    """Whole lines, worked by hand from the dose of the table."""
    assert build(exercise).describe()[1:len(lines) + 1] == lines


def test_the_plan_says_how_each_exercise_moves() -> None:
    text = repr(build("ball_squeeze"))
    assert "squeeze 2 s, hold 3 s, let go 2 s" in text
    assert "lift" not in text
    assert "lower" not in text
    by_name = {phase.name: phase.kind for phase in build("ball_squeeze").phases}
    assert by_name["squeeze"] == "lift"  # how it is counted and drawn does not change
    assert by_name["let go"] == "lower"
    assert {phase["name"] for phase in build("ball_squeeze").as_dict()["phases"]} == set(by_name)
    assert "lift 2 s, hold" in repr(build("side_lying_leg_lift"))
    wall = {phase.name: phase.cue for phase in build("side_lying_leg_lift", "easier").phases}
    assert wall["press"] == "Press"  # a level without steps of its own says the word itself
