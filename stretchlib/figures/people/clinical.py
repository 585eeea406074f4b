"""Patient and examiner in each clinical test, drawn from the joint angles of ``data/people/poses.csv``."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from ...core.errors import StretchlibError, drawn_from, one_of
from ...stage.body import SIDES, body, builds
from ...stage.posture import ANGLES, ROOT
from ...tables import catalogue, phrases, reviews
from ...tables.rows.anatomy import Landmark
from ...tables.rows.clinic import ClinicalTest
from ...tables.rows.people import Pose
from ..diagram import Diagram
from .sheet import sheet

FOLDED = {f"{side}_{joint}": angle for side in SIDES for joint, angle in (  # arms out of the way of the pelvis
    ("shoulder_flexion_deg", 35.0), ("shoulder_adduction_deg", -12.0), ("shoulder_rotation_deg", 50.0),
    ("elbow_flexion_deg", 115.0))}
#: The cells of a row of ``poses`` of somebody who stands barefoot, seen from a little above, in no exercise or test.
UPRIGHT: dict[str, Any] = {**dict.fromkeys(Pose.COLUMNS, ""), **dict.fromkeys((*ROOT, *ANGLES), 0.0), "sources": (),
                           "reviewed_on": None, "role": "patient", "start": "upright", "shod": False,
                           "camera_elevation_deg": 4.0}
LANDMARK_VIEWS = {"back": (0.0, 90.0), "side": (0.0, 0.0), "front": (0.0, -90.0)}  # view -> camera, turn of the person


def plot_clinical_test(test: str, moment: str | None = None, *, person: str | None = None,
                       ax: Axes | None = None) -> Diagram:
    """Draw the patient, and the examiner whose hands matter, in ``test``.

    ``moment``: "start" or "end", or both side by side (``None``). ``person`` is the build of the patient, one of
    ``data/people/body_segments.csv``; each test has one of its own by default, and the examiner is of another. Raises
    :class:`StretchlibError` for what is not drawn. Returns a :class:`Diagram`.
    """
    name = catalogue.row(ClinicalTest, test).name
    poses = [pose for pose in catalogue.rows(Pose) if pose.test == test]
    if not poses:
        raise StretchlibError(f"{name} is not drawn: poses.csv has no row for {test!r}; add its postures.")
    tests = [row.id for row in catalogue.rows(ClinicalTest)]
    who = person or builds()[tests.index(test) % len(builds())]
    one_of(who, builds(), "person")
    casting = next(pose.casting for pose in poses if (pose.role, pose.build) == ("patient", who))
    casts = {when: [pose for role in ("patient", "examiner") for pose in poses
                    if (pose.moment, pose.casting, pose.role) == (when, casting, role)] for when in ("start", "end")}
    state = reviews.review_state(poses[0])
    note = phrases.say("person.note", certainty=phrases.term("certainty", poses[0].certainty), review=state)
    with drawn_from(f"poses.csv, {test}", "props, contacts, relations, holds, highlight or arrows"):
        return sheet(casts, moment, name, note, ax)


def plot_landmarks(view: str | None = None, *, person: str | None = None, ax: Axes | None = None) -> Diagram:
    """Draw where the landmarks of the lab lie on a standing person, from the ``"back"``, the ``"side"`` or the
    ``"front"``, or from all three (``None``).

    Raises :class:`StretchlibError` for another view or build. Returns a :class:`Diagram`.
    """
    who = person or builds()[0]
    one_of(who, builds(), "person")
    feet = body(who).length
    height = feet["thigh"] + feet["shank"] + feet["ankle_height"]
    casts = {}
    for name, (azimuth, yaw) in LANDMARK_VIEWS.items():
        holds = ";".join(f"{row.point}: {row.name}" for row in catalogue.rows(Landmark) if row.view == name)
        casts[name] = [Pose(**{**UPRIGHT, **FOLDED, "moment": name, "build": who, "camera_azimuth_deg": azimuth,
                               "note": phrases.say(f"landmark.from_{name}"), "root_z": height, "root_yaw_deg": yaw,
                               "holds": holds})]
    note = f"{phrases.say('landmark.note', review=phrases.say('review.none'))} {phrases.say('bones.credit')}"
    return sheet(casts, view, phrases.say("landmark.title"), note, ax, heights=(.40, .64), beside=.33, bones=True)
