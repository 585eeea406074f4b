"""A person who moves: keyframes that lead from start to end, and a scene that is small enough for a page."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.stage import posture
from stretchlib.stage.human import skin
from stretchlib.stage.movement import KEYFRAMES, exercise_scene, keyframes
from stretchlib.stage.skinning import SEGMENTS, skinned
from stretchlib.stage.stance import Stance, stance
from stretchlib.tables import catalogue
from stretchlib.tables.rows.people import Pose

MM = 1650  # of a person of 1.65 m
LARGEST = 120 * 1024  # bytes of a person, gzip
WAYS = [(start, end) for start in catalogue.rows(Pose) for end in catalogue.rows(Pose)
        if start.moment == "start" and end.moment == "end" and start.exercise
        and (start.exercise, start.level, start.build) == (end.exercise, end.level, end.build)]


@pytest.mark.parametrize(("start", "end"), WAYS, ids=lambda row: f"{row.exercise}-{row.level}-{row.build}")
def test_keyframes_lead_from_start_to_end(start: Pose, end: Pose) -> None:
    way = keyframes(start, end)
    whole = skin(start.build, start.shod)
    assert way.shape == (KEYFRAMES, len(SEGMENTS), 8)
    assert np.allclose(np.linalg.norm(way[:, :, :4], axis=2), 1)
    assert np.all((way[1:, :, :4] * way[:-1, :, :4]).sum(axis=2) > 0)
    few = slice(None, None, 7)
    for row, quaternions in ((start, way[0]), (end, way[-1])):
        points, _ = skinned(whole.points[few], whole.normals[few], whole.segments[few], whole.weights[few], quaternions)
        assert np.abs(points - stance(row).points[few]).max() < 1e-9
    # Between two keyframes the page mixes: no skin strays far from the straight way in the angles.
    share = 2.5 / (KEYFRAMES - 1)
    mixed = way[2] + way[3]
    mixed /= np.linalg.norm(mixed[:, :4], axis=1, keepdims=True)
    first, last = posture.pose_of(start), posture.pose_of(end)
    pose = {name: first[name] * (1 - share) + last[name] * share for name in first}
    straight = Stance(pose, start.start, start.build, shod=start.shod).points[few]
    points, _ = skinned(whole.points[few], whole.normals[few], whole.segments[few], whole.weights[few], mixed)
    assert MM * np.linalg.norm(points - straight, axis=1).max() < 8


def test_a_scene_is_small_and_says_what_it_shows() -> None:
    scene = exercise_scene("bridge")
    assert len(gzip.compress(json.dumps(scene).encode(), 9)) < LARGEST
    assert len(scene["movement"]["keyframes"]) == KEYFRAMES
    assert len(scene["nodes"]["person"]["pose"]) == len(SEGMENTS)
    assert scene["alt"] == "On the back, knees bent, feet flat"
    assert list(scene["meshes"]) == [scene["parts"][0]["mesh"]]
    assert exercise_scene("bridge") == scene


def test_what_is_not_drawn_is_told() -> None:
    with pytest.raises(StretchlibError, match="not drawn at level 'easier'"):
        exercise_scene("bridge", "easier")
    with pytest.raises(StretchlibError, match="no person 'giant'"):
        exercise_scene("bridge", person="giant")
    start, end = WAYS[0]
    another = next(row for _, row in WAYS if row.build != start.build)
    with pytest.raises(StretchlibError, match="Nobody moves"):
        keyframes(start, another)
    assert end.moment == "end"
