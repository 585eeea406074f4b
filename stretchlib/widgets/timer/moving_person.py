"""The person who moves with a timer: the scene of an exercise from its rows, as the page of the timer takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ...core.errors import drawn_from
from ...exercises.session import Session
from ...stage import posture
from ...stage.body import FRAMES, Array, builds
from ...stage.looks import palette
from ...stage.movement import STEPS, way
from ...stage.muscle_patch import patch
from ...stage.person_scene import Ball, Marked, Plane, Stick, person_scene
from ...stage.stance import Stance, stick
from ...tables import catalogue
from ...tables.phrases import say, term
from ...tables.rows.exercises import Exercise
from ...tables.rows.people import Pose

#: role -> (fill, edge) of a muscle on the skin; one that has less of it than another is lighter.
PAINT = {"stretched": ("#D9481C", "#6E1F07"), "barely": ("#F7DCCB", "#6E1F07"), "working": ("#7C57C2", "#33195F"),
         "mobilised": ("#F4D35E", "#6B5200")}
LIGHTER = {"stretched": "#F3A06F", "working": "#BBA6E6"}
ASIDE = 0.7  # cosine of an angle of 45 degrees
OTHER = {"right": "left", "left": "right"}


def moving_person(session: Session) -> dict[str, Any]:
    """The scene of a session's exercise (:mod:`stretchlib.stage.person_scene`); empty where it is not drawn.

    A level that has no drawing of its own shows the base level; ``note`` says so.
    """
    levels = {pose.level for pose in catalogue.rows(Pose) if pose.exercise == session.exercise}
    level = session.level if session.level in levels else "base"
    if level not in levels:
        return {}
    return {**_scene(session.exercise, level),
            "note": "" if level == session.level else say("publish.other_level")}


@catalogue.derived
def _scene(exercise: str, level: str) -> dict[str, Any]:
    from ...figures.people.relations import caption

    row = catalogue.row(Exercise, exercise)
    who = builds()[(int(row.code[1:]) - 1) % len(builds())]  # as plot_exercise casts it
    first, last = ({pose.moment: pose for pose in catalogue.rows(Pose)
                    if (pose.exercise, pose.level, pose.build) == (exercise, level, who)}[moment]
                   for moment in ("start", "end"))
    with drawn_from(f"poses.csv, {exercise}", "props, contacts, relations, highlight or arrows"):
        walks = row.mode == "walk"
        keyframes = _steps(first, last) if walks else _keyframes(first, last)
        planes, mat, movers = _props(keyframes, last)
        marks = list(_marks(last))
        sides = {entry[1] for entry in _entries(last) if entry[3:] != ["second"]}
        drawn_side = next(iter(sides)) if len(sides) == 1 and row.sides not in ("together", "none") else "both"
        return person_scene(
            keyframes, paints=palette(keyframes[0].skin, who, last.role), mat=mat, planes=planes,
            movers=movers, marks=marks, camera=(last.camera_azimuth_deg or 0.0, last.camera_elevation_deg or 0.0),
            title=row.name, views={"drawn": say("stage.view.drawn")},
            sentences={"start": say("stage.person.start", caption=caption(first)),
                       "end": say("stage.person.end", caption=caption(last)), "mirrored": say("stage.person.mirrored")},
            walks=walks, drawn_side=drawn_side,
            reflect="pose" if row.sides == "alternating" and _faces_aside(keyframes[0]) else "picture")


def _faces_aside(person: Stance) -> bool:
    """Whether the person looks along x: mirrored from side to side they still do, in the same place."""
    return bool(abs(person.frames.rotation[FRAMES.index("pelvis"), 1, 1]) > ASIDE)


def _keyframes(first: Pose, last: Pose) -> list[Stance]:
    from ...figures.cell_entries import split

    skin = Stance(posture.pose_of(first), first.start, first.build, shod=first.shod)
    poses = way(posture.pose_of(first), posture.pose_of(last), first.start, skin.body,
                (split(first.contacts), split(last.contacts)))
    return [Stance(pose, first.start, first.build, shod=first.shod) for pose in poses]


def _steps(first: Pose, last: Pose) -> list[Stance]:
    """Half a stride on the spot: from ``first`` over ``last`` to the mirror image of ``first``, the next start."""
    begun, middle = posture.pose_of(first), posture.pose_of(last)
    ended, _ = posture.mirror(begun, first.start)
    for pose in (begun, middle, ended):
        pose["root_x"] = begun["root_x"]
    body = Stance(begun, first.start, first.build, shod=first.shod).body
    half = STEPS // 2
    poses = [*way(begun, middle, first.start, body, ((), ()), half),
             *way(middle, {name: float(value) for name, value in ended.items()}, first.start, body, ((), ()), half)[1:]]
    return [Stance(pose, first.start, first.build, shod=first.shod) for pose in poses]


def _props(keyframes: Sequence[Stance], row: Pose) -> tuple[list[Plane], Array | None, Mapping[str, Ball | Stick]]:
    """The faces of the props that stand still, the corners of the mat, and the props that move along."""
    from ...figures.cell_entries import split
    from ...figures.people import shapes

    seen = [shapes.scene(each, split(row.props)) for each in keyframes]
    still = [Plane(face.corners, face.normal, face.colour) for face in seen[0].faces if not face.floor]
    mat = next((face.corners for face in seen[0].faces if face.floor), None)
    movers: dict[str, Ball | Stick] = {}
    for prop in split(row.props):
        kind, _, rest = prop.partition(":")
        if kind == "ball":
            names = rest.partition("@")[0].split(">")
            spheres = [scene.spheres for scene in seen]
            middle = np.array([each.centre[each.part == "ball"].mean(axis=0) for each in spheres])
            half = np.array([each.radius[each.part == "ball"][0] for each in spheres])
            across = np.array([np.subtract(*(each.middle_of(name) for name in names)) for each in keyframes])
            across /= np.linalg.norm(across, axis=1, keepdims=True)
            movers["ball"] = Ball(middle, across, half, float(rest.partition("@")[2]), shapes.PROP["ball"])
        if kind == "stick":
            ends = [stick(each)[:2] for each in keyframes]
            movers["stick"] = Stick(np.array([a for a, _ in ends]), np.array([b for _, b in ends]),
                                    posture.STICK_RADIUS, shapes.PROP["stick"])
    return still, mat, movers


def _entries(row: Pose) -> list[list[str]]:
    from ...figures.people.marks import entries

    return entries(row)


def _marks(row: Pose) -> Iterator[Marked]:
    """The muscles that the end of the movement marks, each as a patch of skin."""
    from ...figures.people.shapes import carriers, muscle

    standing = Stance({}, "upright", row.build, shod=row.shod)
    for name, side, role, *more in _entries(row):
        on = np.isin(standing.skin.part, sorted(carriers(name, side)))
        cut = patch(standing, on, *muscle(name, side, standing.frames))
        if cut is None:
            continue
        fill, edge = PAINT[role]
        second = more == ["second"]
        share = "working_less" if second and role == "working" else role
        text, mirrored = (say("stage.person.muscle", name=term("marked", name), side=say(f"person.{which}"),
                              role=term("role", share)) for which in (side, OTHER[side]))
        yield Marked(cut, LIGHTER.get(role, fill) if second else fill, edge, text, mirrored)
