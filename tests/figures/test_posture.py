"""The drawn body in space: its frames, its mirror image, and what it touches."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.stage import posture
from stretchlib.stage.body import FRAMES, SIDES, Body, body, builds
from stretchlib.stage.stance import Stance, stance
from stretchlib.tables import catalogue

ROWS = catalogue.rows("poses")
NAMES = (*posture.ROOT, *posture.ANGLES)
MM = 1000  # mm per metre of stature
STATURE_MM = 1650  # of the person on whom contacts are measured
SUNK = 17  # mm that flesh, cloth and fingers may lie in a soft mat


def name_of(row: Mapping[str, Any]) -> str:
    keys = ("exercise", "test", "level", "casting", "role", "moment", "build")
    return "-".join(str(row[key]) for key in keys if key in row)


def pose(row: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(row[name]) for name in NAMES}


def placed(row: Mapping[str, Any]) -> tuple[posture.Frames, Body]:
    who = body(str(row["build"]))
    return posture.frames(pose(row), str(row["start"]), who), who


@cache
def stands(index: int) -> Stance:
    """The person of a row of the table, by its number."""
    return stance(ROWS[index])


def contacts(row: Mapping[str, Any]) -> list[str]:
    return [part for part in str(row["contacts"] or "").split(";") if part]


@pytest.mark.parametrize("build", builds())
def test_zero_stands_upright_with_feet_forward_and_arms_down(build: str) -> None:
    who = body(build)
    turned = {f"{side}_pronation_deg": 90 for side in SIDES}
    upright = Stance({"root_z": .530} | turned, "upright", build)
    frames = upright.frames
    assert np.allclose(frames.rotation, np.eye(3))
    at = dict(zip(FRAMES, frames.origin, strict=True))
    assert at["left_thigh"][1] > 0 > at["right_thigh"][1]
    assert at["left_foot"][2] == pytest.approx(.039, abs=1e-3)
    arm = who.length["upper_arm"] + who.length["forearm"]
    assert at["right_hand"][2] == pytest.approx(at["right_upper_arm"][2] - arm)
    toes, heel = (posture.point(frames, who, f"right_{name}")[0] for name in ("toes", "heel"))
    assert toes[0] > heel[0]
    assert abs(upright.lowest()) * MM < 2


@pytest.mark.parametrize(("name", "point", "axis", "sign"), [
    ("hip_flexion_deg", "knee", 0, 1), ("hip_adduction_deg", "knee", 1, -1), ("hip_rotation_deg", "toes", 1, -1),
    ("knee_flexion_deg", "ankle", 0, -1), ("ankle_dorsiflexion_deg", "toes", 2, 1),
    ("elbow_flexion_deg", "wrist", 0, 1),
    ("shoulder_flexion_deg", "elbow", 0, 1), ("shoulder_adduction_deg", "elbow", 1, -1),
])
def test_a_positive_angle_moves_the_house_way(name: str, point: str, axis: int, sign: int) -> None:
    who = body(builds()[0])
    for side, out in SIDES.items():
        there = [posture.frames({f"{side}_{name}": angle}, "upright", who) for angle in (0, 20)]
        still, moved = (posture.point(frames, who, f"{side}_{point}")[0] for frames in there)
        way = (moved - still)[axis] * (out if axis == 1 else 1)  # across: outwards counts
        assert np.sign(way) == sign


def test_poses_are_computed_together_as_one_by_one() -> None:
    rows = [row for row in ROWS if row["start"] == "supine" and row["build"] == builds()[0]]
    who = body(builds()[0])
    many = posture.frames({name: [float(row[name]) for row in rows] for name in NAMES}, "supine", who)
    assert many.origin.shape == (len(rows), len(FRAMES), 3)
    for i, row in enumerate(rows):
        assert np.allclose(many.origin[i], placed(row)[0].origin, atol=1e-12)
    assert posture.point(many, who, "right_palm")[0].shape == (len(rows), 3)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_segments_keep_their_length(row: Mapping[str, Any]) -> None:
    frames, who = placed(row)
    at = dict(zip(FRAMES, frames.origin, strict=True))
    for side in SIDES:
        for upper, lower in (("thigh", "shank"), ("shank", "foot"), ("upper_arm", "forearm"), ("forearm", "hand")):
            length = np.linalg.norm(at[f"{side}_{upper}"] - at[f"{side}_{lower}"])
            assert length == pytest.approx(who.length[upper], abs=1e-9)
    assert np.linalg.norm(at["left_thigh"] - at["right_thigh"]) == pytest.approx(2 * who.length["hip_half"], abs=1e-9)
    assert np.allclose(frames.rotation @ np.swapaxes(frames.rotation, -1, -2), np.eye(3), atol=1e-9)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_the_other_side_is_the_exact_mirror_image(row: Mapping[str, Any]) -> None:
    who = body(str(row["build"]))
    mirrored, start = posture.mirror(pose(row), str(row["start"]))
    here, there = placed(row)[0], posture.frames(mirrored, start, who)
    # Across the plane between the sides; lying on the other side the head also points the other way.
    flip = np.array([-1, 1, 1]) if "lying" in start else np.array([1, -1, 1])
    if "lying" in start:
        mirrored, _ = posture.mirror(pose(row) | {"root_x": 0.0, "root_y": 0.0, "root_yaw_deg": 0.0}, str(row["start"]))
        here = posture.frames(pose(row) | {"root_x": 0.0, "root_y": 0.0, "root_yaw_deg": 0.0}, str(row["start"]), who)
        there = posture.frames(mirrored, start, who)
    opposite = {"left": "right", "right": "left"}
    for i, frame in enumerate(FRAMES):
        side, _, rest = frame.partition("_")
        j = FRAMES.index(f"{opposite[side]}_{rest}") if side in opposite else i
        assert np.allclose(there.origin[j], here.origin[i] * flip, atol=1e-12), frame
    back, again = posture.mirror(*posture.mirror(pose(row), str(row["start"])))
    assert again == row["start"]
    assert {name: float(value) for name, value in back.items()} == pytest.approx(pose(row))


def limit(contact: str) -> float:
    """How far two surfaces may be apart or pressed together, mm on a person of 1.65 m; a hand that holds: more."""
    hand = not contact.startswith("floor") and any(part in contact for part in ("palm", "fingertips", "wrist"))
    return 15 if hand else 8


@pytest.mark.parametrize("index", range(len(ROWS)), ids=lambda index: name_of(ROWS[index]))
def test_what_should_touch_touches(index: int) -> None:
    who = stands(index)
    off = {contact: round(STATURE_MM * who.gap(contact), 1) for contact in contacts(ROWS[index])}
    assert not {contact: mm for contact, mm in off.items() if abs(mm) > limit(contact)}


@pytest.mark.parametrize("index", range(len(ROWS)), ids=lambda index: name_of(ROWS[index]))
def test_nothing_sinks_into_the_floor(index: int) -> None:
    assert STATURE_MM * stands(index).lowest() > -SUNK


@pytest.mark.parametrize("build", builds())
def test_the_contacts_that_make_an_exercise_are_asked_for(build: str) -> None:
    asked = {(str(row["exercise"]), str(row["level"]), str(row["moment"])): contacts(row)
             for row in ROWS if row["build"] == build and "exercise" in row}
    for level in ("base", "easier", "harder"):
        assert "touch:right_outer_ankle>left_thigh" in asked["figure_four_stretch", level, "end"]
    assert "floor:left_heel" in asked["figure_four_stretch", "base", "end"]
    assert any(contact.startswith("between:right_knee>left_knee") for contact in asked["ball_squeeze", "base", "end"])
    assert "near:left_elbow>right_knee" in asked["seated_spinal_twist", "base", "end"]
    assert "near:right_heel>left_heel" in asked["clamshell", "base", "end"]
    assert {"stick:sacrum", "stick:mid_back", "stick:back_of_head"} <= set(asked["hip_hinge", "base", "end"])


def test_wrong_input_is_told_in_one_sentence() -> None:
    who = body(builds()[0])
    upright = Stance({}, "upright", builds()[0])
    for wrong, text in ((lambda: body("giant"), "no build 'giant'"),
                        (lambda: posture.frames({}, "flying", who), "no starting posture 'flying'"),
                        (lambda: posture.frames({"right_hip_flexion": 3}, "upright", who), "right_hip_flexion_deg"),
                        (lambda: posture.frames({"right_hip_flexion_deg": np.nan}, "upright", who), "not a number"),
                        (lambda: upright.gap("glue:nose"), "is no contact"),
                        (lambda: upright.gap("floor:tail"), "no skin point 'tail'"),
                        (lambda: upright.gap("touch:nose>tail"), "no skin point 'tail'")):
        with pytest.raises(StretchlibError, match=text):
            wrong()
