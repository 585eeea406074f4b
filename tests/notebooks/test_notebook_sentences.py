"""What the notebooks' sentences say of a plan, a timer or a movement, against what is computed."""

from __future__ import annotations

import re

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.session import Session
from stretchlib.stage import posture
from stretchlib.stage.body import SIDES, Body, body, builds
from tests.course_notebooks import notebooks

ENGLISH, GERMAN = ({name: [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
                    for name, notebook in notebooks(language).items()} for language in ("en", "de"))
CELLS = {**GERMAN, **ENGLISH}
TIMER = re.compile(r"(?:(\w+) = )?sl\.timer\(\"(\w+)\"(?:, level=\"(\w+)\")?\)")
WORDS = {60: "one minute", 120: "two minutes", 180: "three minutes"}


def plans(notebook: str) -> dict[str, Session]:
    """The plan of each timer of a notebook by the name it is given, or by its exercise."""
    sessions = {}
    for kind, text in CELLS[notebook]:
        for name, exercise, level in TIMER.findall(text) if kind == "code" else ():
            sessions[name or exercise] = Session.from_exercise(exercise, level or "base")
    return sessions


def text_before(notebook: str, index: int) -> str:
    return next(text for kind, text in reversed(CELLS[notebook][:index]) if kind == "markdown")


def test_a_practice_that_is_said_to_have_been_ended_early_was_ended_before_its_end() -> None:
    early = [(notebook, i, name, float(seconds)) for notebook, cells in ENGLISH.items()
             for i, (_, text) in enumerate(cells)
             for name, seconds in re.findall(r"(\w+)\.plan\.rehearse\(until_s=([\d.]+)\)", text)]
    assert early
    for notebook, i, name, seconds in early:
        assert seconds < plans(notebook)[name].total_s, (notebook, i, name)
        said = WORDS.get(int(seconds), f"{seconds:g} seconds")
        assert f"ended early, after {said}" in text_before(notebook, i), (notebook, i, said)
        row = plans(notebook)[name].rehearse(seconds)
        assert row["status"] == "broken off"
        assert 0 < row["reps_done"] < row["reps_planned"]


def test_a_practice_is_not_rehearsed_beyond_its_end() -> None:
    lift = Session.from_exercise("side_lying_leg_lift")
    assert lift.total_s == 84
    for wrong in (180, -1, float("nan")):
        with pytest.raises(StretchlibError, match=r"lasts 84 seconds and cannot be followed to .*; give 0 to 84"):
            lift.rehearse(wrong)


def test_the_seconds_that_a_text_names_before_a_timer_are_seconds_of_its_plan() -> None:
    beside = 0
    for notebook, cells in CELLS.items():
        for i, (kind, text) in enumerate(cells):
            for _, exercise, level in TIMER.findall(text) if kind == "code" else ():
                plan = Session.from_exercise(exercise, level or "base")
                lengths = {phase.duration_s for phase in plan.phases} | {plan.total_s}
                for number, unit in re.findall(r"(\d+) (seconds|minutes|Sekunden|Minuten)", text_before(notebook, i)):
                    beside += 1
                    assert float(number) * (60 if unit.startswith("Min") or unit == "minutes" else 1) in lengths, (
                        notebook, i, number, unit)
    assert beside


@pytest.mark.parametrize("side", SIDES)
def test_the_first_cell_of_02_names_the_turn_of_the_thigh_and_where_the_foot_then_goes(side: str) -> None:
    """The same turn of the thigh takes the foot out where the knee is bent and the toes in where it is straight."""
    text = " ".join(CELLS["02_hip_position_and_muscles"][1][1].split())
    sitting = re.search(r"Turn the thigh inward: sitting, your foot goes (out|in)\. "
                        r"Turn it outward: your foot goes (out|in)\.", text)
    lying = re.search(r"lying, an inward turn takes your toes (out|in), an outward turn takes them (out|in)\.", text)
    assert sitting
    assert lying
    assert "the same two ways" in text
    who = body(builds()[0])
    for said, turn in zip((sitting[1], sitting[2]), (20, -20), strict=True):
        bent = {f"{side}_hip_flexion_deg": 90, f"{side}_knee_flexion_deg": 90}
        assert said == way(bent, "upright", f"{side}_ankle", side, turn, who)
    for said, turn in zip((lying[1], lying[2]), (20, -20), strict=True):
        assert said == way({}, "supine", f"{side}_toes", side, turn, who)


def way(pose: dict[str, float], start: str, point: str, side: str, turn: float, who: Body) -> str:
    """Where a point goes, "out" or "in", when the thigh turns inward by ``turn`` degrees (outward: negative)."""
    at = [posture.point(posture.frames(pose | {f"{side}_hip_rotation_deg": angle}, start, who), who, point)[0][1]
          for angle in (0.0, turn)]
    return "out" if (at[1] - at[0]) * SIDES[side] > 0 else "in"
