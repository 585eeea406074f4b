"""Where the path of a hip model jumps: every model, muscle and angle is scanned once, and whoever compares says it."""

from __future__ import annotations

import itertools
import pickle
import random
import re
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from stretchlib import hip
from stretchlib.figures import plot_moment_arm, plot_stretch_comparison
from stretchlib.figures.back.pelvic_drop import plot_pelvic_drop
from stretchlib.figures.hip.body import HipBody
from stretchlib.figures.hip.explorer import HipView
from stretchlib.figures.hip.wall import WallHipView
from stretchlib.figures.style import PAPER
from stretchlib.hip import Switch, inputs, wording
from stretchlib.questions import computed
from stretchlib.tables import catalogue
from stretchlib.tables.phrases import say

#: The parts whose path jumps anywhere; all other paths change smoothly or never.
JUMPING = {("rajagopal2023", "gluteus_maximus_superior"), ("rajagopal2023", "gluteus_maximus_middle"),
           ("rajagopal2023", "psoas_major"), ("rajagopal2023", "iliacus"), ("delp1990", "psoas_major"),
           ("delp1990", "iliacus")}
SUPERIOR: dict[str, Any] = {"flexion": 90, "adduction": 0, "rotation": 41}


@cache
def scanned() -> tuple[Switch, ...]:
    """The sudden changes of every part of every model along each angle, the others at four places each."""
    return tuple(
        switch for model in hip.MODELS for along in hip.ANGLES
        for held in itertools.product(*(np.linspace(*hip.LIMITS[angle], 4) for angle in hip.ANGLES if angle != along))
        for switch in hip.switches(None, along, model=model, **dict(zip(
            (angle for angle in hip.ANGLES if angle != along), map(float, held), strict=True))) if switch.sudden)


def pose_of(switch: Switch, aside: float = 0) -> dict[str, Any]:
    """The pose just above a jump, or ``aside`` degrees from it, within the limits."""
    pose = {angle: float(getattr(switch, angle)) for angle in hip.ANGLES}
    pose[switch.angle] = float(np.clip(pose[switch.angle] + aside, *hip.LIMITS[switch.angle]))
    return pose


def test_the_parts_that_jump_are_these() -> None:
    assert {(switch.model, switch.muscle) for switch in scanned()} == JUMPING
    assert len(scanned()) > 50


def test_the_upper_gluteus_maximus_leaves_its_cylinder_as_it_was_reported() -> None:
    (jump,) = [switch for switch in hip.switches("gluteus_maximus_superior", "rotation", flexion=90) if switch.sudden]
    assert 40 < jump.at_deg < 41
    assert jump.jump_mm == pytest.approx(-19.3, abs=0.1)
    arms = hip.moment_arms(90, 0, [40, 41], muscles="gluteus_maximus_superior")[:, 0, 0]
    assert arms == pytest.approx([-24, 6], abs=1)
    assert jump.arm_jump_mm[0] == pytest.approx(31, abs=1)


@pytest.mark.parametrize("along", hip.ANGLES)
def test_a_jump_is_where_length_or_arm_jumps_and_a_smooth_change_is_none(along: str) -> None:
    for model in hip.MODELS:
        for switch in hip.switches(None, along, adduction=0 if along == "adduction" else -20, model=model):
            below, above = ({**pose_of(switch), along: switch.at_deg + aside} for aside in (-1e-5, 1e-5))
            lengths, arms = zip(*(hip.evaluate(**pose, muscles=switch.muscle, model=model) for pose in (below, above)),
                                strict=True)
            assert lengths[1][0] - lengths[0][0] == pytest.approx(switch.jump_mm, abs=1e-3)
            assert arms[1][0] - arms[0][0] == pytest.approx(np.array(switch.arm_jump_mm), abs=0.05)
            assert switch.sudden == (abs(switch.jump_mm) >= 0.5 or max(map(abs, switch.arm_jump_mm)) >= 1)


def test_every_jump_is_seen_from_beside_it_and_from_across() -> None:
    for switch in scanned():
        for aside in (-1.4, 1.4):
            near = hip.jumps_near(switch.muscle, **pose_of(switch, aside), model=switch.model)
            assert near, (switch, aside)
            assert all(switch.sudden for switch in near)
    large = [switch for switch in scanned() if abs(switch.jump_mm) > 2]
    for switch in random.Random(1).sample(large, 40):
        below, above = pose_of(switch, -1e-3), pose_of(switch, 1e-3)
        across = [len(hip.jumps_on_way(switch.muscle, **pose, model=switch.model)) for pose in (below, above)]
        assert max(across) > 0, "one side of a jump at least lies across one from the anatomical position"


def test_far_from_every_jump_nothing_is_told() -> None:
    for model in hip.MODELS:
        for part in hip.muscle_ids(model):
            assert hip.jumps_near(part, model=model) == (), "the anatomical position"
            if (model, part) not in JUMPING:
                assert hip.jumps_on_way(part, 115, 25, -40, model=model) == ()
                assert hip.sweep(part, range(-20, 121, 20), [-45, 0, 30], [-45, 0, 45], model=model).facts == ()


def test_a_sweep_tells_its_jumps_in_text_html_and_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    table = hip.sweep("gluteus_maximus_superior", [90], 0, [30, 45])
    assert len(table.facts) == 1
    assert table.facts[0].startswith("gluteus_maximus_superior (rajagopal2023): at 40.2° of rotation the drawn path "
                                     "jumps (length by -19.3 mm, a moment arm by up to 37 mm).")
    assert repr(table).endswith(table.facts[0])
    assert table.facts[0] in str(table._repr_html_())
    assert type(table.iloc[:1]).__name__ == "DataFrame", "what is cut out has no jump to tell"
    again = pickle.loads(pickle.dumps(table))
    assert (again.facts, again.equals(table)) == (table.facts, True)
    assert hip.sweep("gluteus_maximus_superior", [90], 0, [30, 40]).facts == (), "the jump lies outside"
    both = hip.sweep(["gluteus_maximus_superior", "piriformis"], [60, 90], 0, [30, 45]).facts
    assert len(both) == 1
    assert "jumps 2 times between neighbouring poses" in both[0]
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    assert "springt der gezeichnete Weg" in hip.sweep("gluteus_maximus_superior", [90], 0, [30, 45]).facts[0]


@pytest.mark.parametrize(("model", "part"), sorted(JUMPING))
def test_a_sweep_over_any_jump_of_a_line_tells_it(model: str, part: str) -> None:
    mine = [switch for switch in scanned() if (switch.model, switch.muscle) == (model, part)]
    for switch in random.Random(2).sample(mine, min(10, len(mine))):
        pose = {**pose_of(switch), switch.angle: list(hip.LIMITS[switch.angle])}
        assert any(f"at {switch.at_deg:.1f}°" in fact for fact in hip.sweep(part, **pose, model=model).facts)


def test_the_longest_pose_tells_a_jump_beside_it_or_on_the_way_to_it() -> None:
    beside = hip.longest_pose("gluteus_maximus_superior", step=5)
    assert beside.near
    assert "0.4° from here the drawn path jumps (length by +68.7 mm" in repr(beside)
    limits = {"flexion": (85, 90), "adduction": (0, 0), "rotation": (44, 45)}
    across = hip.longest_pose("gluteus_maximus_superior", limits)
    assert across.on_way
    assert "between the anatomical position and here the drawn path jumps (length by -" in repr(across)
    for model in hip.MODELS:
        clear = hip.longest_pose("piriformis", step=15, model=model)
        assert (clear.on_way, clear.near) == ((), ())
        assert repr(clear).endswith("against the anatomical position.")


def test_a_size_that_rounds_to_nought_is_left_out_of_a_jump(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"flexion": (120, 120), "adduction": (4, 4), "rotation": (-30, -30)}
    jump = hip.longest_pose("gluteus_maximus_middle", limits)
    assert jump.near
    assert ("in this very pose the drawn path jumps (a moment arm by up to 46 mm). The model" in repr(jump))
    facts = [fact for model, part in JUMPING for along in hip.ANGLES
             for fact in hip.sweep(part, **{**dict.fromkeys(hip.ANGLES, 0), along: list(hip.LIMITS[along])},
                                   model=model).facts]
    assert facts
    for text in (repr(jump), *facts):
        assert not re.search(r"[-+]0\.0 mm|to 0 mm|\(\)", text), text
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    text = repr(jump)
    assert text.startswith("gluteus_maximus_middle (rajagopal2023) ist am längsten bei Flexion 120, Adduktion 4, "
                           "Rotation -30 Grad, an der Grenze von Flexion, Adduktion, Rotation: 313,0 mm, +94,6 mm")
    assert "genau in dieser Stellung springt der gezeichnete Weg (ein Hebelarm um bis zu 46 mm)." in text
    assert not re.search(r"\b(the|is|at|by|length|against|limits?)\b|\d\.\d", text), text
    inside = hip.longest_pose("piriformis", {"flexion": (0, 100), "adduction": (-45, 20), "rotation": (-40, 40)},
                              model="delp1990", step=2.5)
    assert "Grad, an der Grenze von Flexion, Adduktion: " in repr(inside)
    assert "Grad, innerhalb der Grenzen: " in repr(replace(inside, edge=()))
    assert "höchstens 2° von hier" in say("explored.jump_near", model="x")


def test_no_nought_has_a_minus() -> None:
    still = hip.longest_pose("piriformis", {"flexion": (-0.5, 0), "adduction": (0, 0), "rotation": (0, 0)}, step=1)
    assert "-0," not in repr(replace(still, change_mm=-0.01, change_percent=-0.01))
    assert "-0.0" not in repr(replace(still, change_mm=-0.01, change_percent=-0.01))
    assert not np.signbit(inputs.steps(-0.5, 0.5, 1)[1])


def test_what_is_made_from_a_sweep_is_a_plain_table() -> None:
    table = hip.sweep("gluteus_maximus_superior", [90], 0, [30, 45])
    for made in (table.head(), table.copy(), table.assign(more=1), table[["length_mm"]]):
        assert type(made).__name__ == "DataFrame"
    assert "plain DataFrame" in str(type(table).__doc__)


@pytest.mark.parametrize("make", [lambda: HipView(HipBody), WallHipView], ids=["page", "wall"])
def test_the_explorer_tells_a_jump_near_the_pose_and_on_the_way_to_it(make: Any) -> None:
    view = make()
    state = {"muscle": "gluteus_maximus_superior", "model": "rajagopal2023", "view": "posterolateral", "adduction": 0}
    near, across = (say(f"explored.jump_{key}", model="Rajagopal 2023") for key in ("near", "on_way"))
    for flexion, rotation, wanted in ((0, 0, ()), (90, 0, ()), (90, 39, (near,)), (90, 41, (near, across)),
                                      (90, 45, (across,)), (90, 0, ())):
        view.show({**state, "flexion": flexion, "rotation": rotation})
        jump_facts = [fact for fact in view.diagram.facts if fact in (near, across)]
        assert jump_facts == [fact for fact in wanted if fact == near or not isinstance(view, WallHipView)]
        assert (say("explored.hollow") in view.diagram.note) == bool(jump_facts)
    view.show({**state, "muscle": "piriformis", "flexion": 90, "rotation": 41})
    assert not any("jumps" in fact for fact in view.diagram.facts)


def test_the_line_of_moment_arms_breaks_at_every_jump_and_nowhere_else() -> None:
    for muscle, along, held in (("gluteus_maximus_superior", "rotation", {"flexion": 90}),
                                ("psoas_major", "flexion", {"adduction": -20}),
                                ("iliacus", "adduction", {"flexion": -20, "rotation": -45}),
                                ("gluteus_maximus_middle", "flexion", {"adduction": 30, "rotation": -45}),
                                ("gluteus_maximus_superior", "flexion", {}), ("piriformis", "flexion", {})):
        diagram = plot_moment_arm(muscle, "flexion", along=along, **held)
        lines = {str(line.get_gid()): line for ax in diagram.figure.axes for line in ax.lines}
        for model in hip.MODELS:
            if muscle not in hip.muscle_ids(model):
                continue
            jumps = [switch for switch in hip.switches(muscle, along, **held, model=model) if switch.sudden]
            x, y = (np.asarray(data, dtype=float) for data in lines[f"arm|{model}"].get_data())
            breaks = np.flatnonzero(np.isnan(x))
            assert len(breaks) == len(jumps)
            assert np.isnan(y[breaks]).all()
            for index, jump in zip(breaks, jumps, strict=True):
                assert x[index - 1] < jump.at_deg <= x[index + 1] + 1e-9
                assert y[index + 1] - y[index - 1] == pytest.approx(jump.arm_jump_mm[0], abs=0.05)
            assert np.abs(np.diff(y)[np.isfinite(np.diff(y))]).max() < 10, "a step of the line in one degree"
            jump_facts = [fact for fact in diagram.facts
                          if "jumps" in fact and fact.startswith(wording.model_name(model))]
            assert len(jump_facts) == len(jumps)
        assert (say("moment.dotted") in diagram.note) == any("jumps" in fact for fact in diagram.facts)


def test_a_jump_is_told_with_what_the_arm_does_on_either_side() -> None:
    facts = plot_moment_arm("gluteus_maximus_superior", "flexion", along="rotation", flexion=90).facts
    assert ("Rajagopal 2023: at 40° the drawn path jumps and the line is broken: before it draws the thigh back, 25 "
            "mm; after it bends the thigh forward, 6 mm. The model jumps there, not the muscle.") in facts
    assert not any("turns round" in fact and fact.startswith("Rajagopal") for fact in facts), "a jump is no turn"


@pytest.mark.parametrize("muscle", sorted({part for model in hip.MODELS for part in hip.muscle_ids(model)}))
def test_a_stretch_across_a_jump_has_a_hollow_mark_and_a_sentence(muscle: str) -> None:
    diagram = plot_stretch_comparison(muscle)
    hollow = {tuple(str(line.get_gid()).split("|")[:2]) for ax in diagram.figure.axes for line in ax.lines
              if str(line.get_gid()).count("|") == 2 and line.get_markerfacecolor() == PAPER}
    wanted = {(model, str(row["id"])) for model in hip.MODELS if muscle in hip.muscle_ids(model)
              for row in catalogue.rows("stretch_positions") if hip.jumps_on_way(muscle, *(
                  float(str(row[f"{angle}_deg"])) for angle in hip.ANGLES), model=model)}
    assert hollow == wanted
    assert bool(wanted) == any("jumps" in fact for fact in diagram.facts) == (say("stretches.hollow") in diagram.note)
    assert bool(wanted) == (muscle in ("psoas_major", "iliacus"))


def test_the_sinking_pelvis_compares_nothing_across_a_jump() -> None:
    assert plot_pelvic_drop().facts
    for model in hip.MODELS:
        for part in hip.muscle_ids(model):
            if part.startswith(("gluteus_medius", "gluteus_minimus", "tensor")):
                assert not any(switch.sudden for switch in hip.switches(part, "adduction", model=model))


def listed(question: str, name: str) -> list[Any]:
    rows = catalogue.rows("question_values")
    return [row for row in rows if (row["question"], row["parameter"]) == (question, name)]


def test_no_listed_parameter_of_a_made_question_lies_beside_or_across_a_jump() -> None:
    """Every value that the tables let a question of the hip models draw, in every model."""
    asked = [(model, str(muscle["value"]), {"flexion": float(flexion)})
             for question, most in (("Q127", 101), ("Q128", 111), ("Q129", 101), ("Q132", 101))
             for muscle in listed(question, "muscle") for flexion in range(0, most, 10)
             for model in (["delp1990"] if question == "Q128" else hip.MODELS)]
    asked += [("delp1990", str(row["value"]), {}) for row in listed("Q126", "muscles")]
    asked += [(model, str(muscle["value"]),
               {"flexion": float(flexion), "rotation": float(str(turn["gives"]).removeprefix("rotation="))})
              for model in hip.MODELS for muscle in listed("Q129", "muscle") for turn in listed("Q129", "direction")
              for flexion in range(0, 101, 10)]
    asked += [(model, "piriformis", {name: float(value) for name, value in (
        part.split("=") for part in str(row["gives"]).split("; "))}) for model in hip.MODELS
        for row in listed("Q130", "poses")]
    assert len(asked) > 300
    for model, muscle, pose in asked:
        assert not computed._jumps(model, muscle, **pose), (model, muscle, pose)
    for row in listed("Q131", "muscles"):
        assert not any(switch.sudden for switch in hip.switches(str(row["value"]), model="delp1990"))


def test_a_draw_beside_or_across_a_jump_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lecturer may name another muscle in question_values.csv; a draw that compares across a jump is drawn anew."""
    assert computed.models_agree("piriformis", 90) is not None
    monkeypatch.setattr(computed, "_jumps", lambda *_, **__: True)
    for refused in (computed.turn_through_bending("piriformis", 90),
                    computed.rotation_class("piriformis", 90), computed.models_agree("piriformis", 90),
                    computed.longer_or_shorter("piriformis", 90, "inwards", 15),
                    computed.first_to_turn_in([("piriformis", 0), ("quadratus_femoris", 0)]),
                    computed.longest_pose("delp1990", [("a", dict(zip(hip.ANGLES, (90, 0, 0), strict=True))),
                                                           ("b", dict.fromkeys(hip.ANGLES, 0))]),
                    computed.abduction_arms([("gluteus_medius_middle", 0), ("piriformis", 0),
                                                 ("adductor_longus", 0)])):
        assert refused is None


def test_an_arm_that_changes_its_sign_in_a_jump_has_no_reversal(monkeypatch: pytest.MonkeyPatch) -> None:
    reversal = computed.rotation_reversal("delp1990", "piriformis")
    assert reversal is not None
    jump = next(switch for switch in scanned() if switch.angle == "flexion" and switch.flexion > 0)
    monkeypatch.setattr(hip, "switches", lambda *_, **__: (jump,))
    assert computed.rotation_reversal("delp1990", "piriformis") is None
