"""The person who moves with a timer: small enough for a page, in every exercise, and in the language that is set."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest

from stretchlib.exercises.session import Session
from stretchlib.publish.pages.handout import practice_data
from stretchlib.stage.scene import mesh_id
from stretchlib.stage.skinning import SEGMENTS
from stretchlib.tables import catalogue
from stretchlib.tables.paths import spoken
from stretchlib.tables.rows.exercises import Exercise
from stretchlib.tables.rows.people import Pose
from stretchlib.widgets.timer.moving_person import moving_person

LARGEST = 120_000  # bytes of a person's scene, gzip
DRAWN = sorted({(pose.exercise, pose.level) for pose in catalogue.rows(Pose) if pose.exercise})


def session(exercise: str, level: str = "base") -> Session:
    side = "right" if catalogue.row(Exercise, exercise).sides == "affected" else None
    return Session.from_exercise(exercise, level, side=side)


@pytest.mark.parametrize(("exercise", "level"), DRAWN)
def test_a_scene_is_small_and_whole(exercise: str, level: str) -> None:
    scene = moving_person(session(exercise, level))
    assert len(gzip.compress(json.dumps(scene).encode(), 9)) <= LARGEST
    assert scene["note"] == ""
    for name, keyframes in scene["motion"].items():
        poses = np.array(keyframes).reshape(len(keyframes), -1, 8)
        assert poses.shape[0] == 9
        assert np.allclose(np.linalg.norm(poses[..., :4], axis=2), 1, atol=1e-3)
        assert ((poses[1:, :, :4] * poses[:-1, :, :4]).sum(axis=2) > 0).all(), "a segment would turn the long way"
        assert np.allclose(np.array(scene["nodes"][name]["pose"]).reshape(-1), keyframes[0])
    assert len(scene["motion"]["body"][0]) == 8 * len(SEGMENTS)
    assert all(mesh_id(mesh) == name for name, mesh in scene["meshes"].items())
    assert {part["mesh"] for part in scene["parts"]} == set(scene["meshes"])
    marks = [part for part in scene["parts"] if part.get("mark")]
    assert len(marks) == len(scene["labels"]) > 0
    for label in scene["labels"]:
        assert sum(label["weights"]) == pytest.approx(1, abs=1e-3)
        assert label["text"] != label["mirrored"]
        assert "right" in label["text"] or "left" in label["text"]


def test_a_ball_and_a_stick_move_along() -> None:
    ball = np.array(moving_person(session("ball_squeeze"))["motion"]["ball"]).reshape(9, 2, 8)
    apart = np.linalg.norm(2 * (ball[:, 0, 5:] - ball[:, 1, 5:]), axis=1)
    assert apart[0] != apart[-1], "the ball is not pressed"
    assert "stick" in moving_person(session("hip_hinge"))["motion"]


def test_a_level_without_a_drawing_shows_the_base_level_and_says_so() -> None:
    scene = moving_person(session("bridge", "easier"))
    assert scene["note"]
    assert scene["motion"] == moving_person(session("bridge"))["motion"]


def test_sides_and_words() -> None:
    scene = moving_person(session("side_lying_leg_lift"))
    assert (scene["drawn_side"], scene["reflect"]) == ("right", "picture")
    assert moving_person(session("bird_dog"))["reflect"] == "pose"
    assert moving_person(session("ninety_ninety_rotation"))["reflect"] == "picture"  # it faces the viewer
    assert moving_person(session("bridge"))["drawn_side"] == "both"
    assert moving_person(session("graded_walking"))["walks"]
    with spoken("de"):
        german = moving_person(session("side_lying_leg_lift"))
    assert german["sentences"] != scene["sentences"]
    assert german["labels"][0]["text"] != scene["labels"][0]["text"]


def test_a_page_holds_a_mesh_once() -> None:
    asked = (session("bridge"), session("knee_to_opposite_shoulder"), session("figure_four_stretch"))
    packed: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(practice_data(asked)["people"])))
    body = {next(part["mesh"] for part in person["parts"] if part["id"] == "body") for person in packed["people"]}
    assert body <= set(packed["meshes"])
    assert all("meshes" not in person for person in packed["people"])
