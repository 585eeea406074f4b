"""The way of a person from start to end: it leads there, what stays stays, nobody sinks into the floor."""

from __future__ import annotations

import numpy as np
import pytest

from stretchlib.figures.cell_entries import split
from stretchlib.stage import posture
from stretchlib.stage.body import body
from stretchlib.stage.movement import STAYS, STEPS, way
from stretchlib.stage.skinning import dual_quaternions, motions, skinned
from stretchlib.stage.stance import Stance, stance
from stretchlib.tables import catalogue
from stretchlib.tables.rows.people import Pose

MM = 1650  # of a person of 1.65 m
FEW = slice(None, None, 7)
WAYS = [(start, end) for start in catalogue.rows(Pose) for end in catalogue.rows(Pose)
        if start.moment == "start" and end.moment == "end" and start.exercise
        and (start.exercise, start.level, start.build) == (end.exercise, end.level, end.build)]


def keyframes(start: Pose, end: Pose) -> list[Stance]:
    poses = way(posture.pose_of(start), posture.pose_of(end), start.start, body(start.build),
                (split(start.contacts), split(end.contacts)))
    return [Stance(pose, start.start, start.build, shod=start.shod) for pose in poses]


@pytest.mark.parametrize(("start", "end"), WAYS, ids=lambda row: f"{row.exercise}-{row.level}-{row.build}")
def test_the_way_leads_from_start_to_end(start: Pose, end: Pose) -> None:
    on_the_way = keyframes(start, end)
    assert len(on_the_way) == STEPS + 1
    for row, person in ((start, on_the_way[0]), (end, on_the_way[-1])):
        assert np.abs(person.points - stance(row).points).max() < 1e-9
    # Nothing sinks deeper into the floor on the way than it lies at either end, by 6 mm at most.
    lowest = [person.lowest() for person in on_the_way]
    assert min(lowest) > min(lowest[0], lowest[-1]) - 0.0036 or start.exercise == "graded_walking"
    for name in {entry.split(":")[1].partition("@")[0]
                 for entry in set(split(start.contacts)) & set(split(end.contacts)) if entry.startswith("floor:")}:
        places = np.array([person.middle_of(name) for person in on_the_way])
        if np.linalg.norm(places[-1] - places[0]) < STAYS:
            share = np.linspace(0, 1, STEPS + 1)[:, None]
            assert MM * np.linalg.norm(places - places[0] * (1 - share) - places[-1] * share, axis=1).max() < 8, name


@pytest.mark.parametrize(("start", "end"), WAYS[::2], ids=lambda row: f"{row.exercise}-{row.level}-{row.build}")
def test_between_keyframes_no_limb_shortens(start: Pose, end: Pose) -> None:
    first, second = keyframes(start, end)[3:5]
    skin = first.skin
    a, b = (dual_quaternions(motions(skin.rest, person.frames)) for person in (first, second))
    b = np.where((a[:, :4] * b[:, :4]).sum(axis=1, keepdims=True) < 0, -b, b)
    mixed = a + b
    mixed /= np.linalg.norm(mixed[:, :4], axis=1, keepdims=True)
    points, _ = skinned(skin.points[FEW], skin.normals[FEW], skin.segments[FEW], skin.weights[FEW], mixed)
    pose = {name: (first.pose[name] + second.pose[name]) / 2 for name in first.pose}
    straight = Stance(pose, start.start, start.build, shod=start.shod).points[FEW]
    assert MM * np.linalg.norm(points - straight, axis=1).max() < 8


def test_a_foot_that_is_set_down_elsewhere_is_lifted() -> None:
    start, end = next(rows for rows in WAYS if rows[0].exercise == "seated_spinal_twist")
    heights = [person.middle_of("right_heel")[2] for person in keyframes(start, end)]
    assert max(heights) > max(heights[0], heights[-1]) + 0.06
