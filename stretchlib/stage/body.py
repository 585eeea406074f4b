"""The body: segment lengths of each build, and named points on its skin.

All lengths are fractions of stature. Segment frames have X forward, Y to the body's left, Z up when standing
upright with the arms hanging. Lengths: Drillis and Contini 1966; what surrounds them is drawn by eye.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError, one_of
from ..tables import catalogue
from ..tables.rows.people import BodySegment

Array = NDArray[np.float64]
SIDES = {"left": 1.0, "right": -1.0}
TRUNK_FRAMES = ("pelvis", "lumbar", "lower_thorax", "upper_thorax", "neck", "head")
LIMB_FRAMES = ("thigh", "shank", "foot", "upper_arm", "forearm", "hand", "fingers", "fingertips")
LONG = ("thigh", "shank", "upper_arm", "forearm")  # z of their skin points is a share of the length
FRAMES = (*TRUNK_FRAMES, *(f"{side}_{limb}" for side in SIDES for limb in LIMB_FRAMES))
DRAWN = {"foot": 0.152, "hand": 0.108}  # lengths for which the skin points of foot and hand are given

# Skin points: frame without its side, x, y, z, radius, part whose girth widens the radius.
_POINTS = {
    "sacrum": ("pelvis", -.024, .0, -.012, .043, "hips"), "mid_back": ("lower_thorax", .008, .0, .065, .053, "chest"),
    "occiput": ("head", -.006, .0, .048, .0505, "head"), "back_of_head": ("head", -.020, .0, .046, .0500, "head"),
    "nose": ("head", .0565, .0, .019, .008, "head"), "chest": ("upper_thorax", .006, .0, .02, .053, "chest"),
}
_SIDE_POINTS = {
    "hip": ("thigh", .0, .0, .0, .048, "thigh"), "hip_side": ("pelvis", -.004, .047, .006, .045, "hips"),
    "crest": ("pelvis", .0, .044, .074, .040, "hips"), "buttock": ("pelvis", -.024, .036, -.012, .043, "hips"),
    "knee": ("shank", .0, .0, .0, .0305, "shank"), "ankle": ("shank", .0, .0, 1.0, .0185, "shank"),
    "outer_ankle": ("shank", .0, .0, .915, .020, "shank"), "heel": ("foot", -.023, .0, -.0195, .0195, "foot"),
    "ball": ("foot", .066, .0, -.0245, .0145, "foot"), "toes": ("foot", .098, .0, -.028, .011, "foot"),
    "outer_foot": ("foot", .066, .013, -.0245, .0145, "foot"),
    "inner_foot": ("foot", .066, -.013, -.0245, .0145, "foot"),
    "shoulder": ("upper_arm", .0, .0, .0, .0300, "upper_arm"), "elbow": ("forearm", .0, .0, .0, .0205, "forearm"),
    "wrist": ("hand", .0, .0, .0, .0140, "hand"), "palm": ("hand", .0, .0, -.05, .0105, "hand"),
    "fingertips": ("fingertips", -.007, .0, -.0275, .0062, "hand"),
    "mid_thigh": ("thigh", .002, .0, .53, .043, "thigh"),
    "mid_shank": ("shank", -.003, .0, .53, .028, "shank"), "ribs": ("upper_thorax", .006, .048, .010, .053, "chest"),
    "rim": ("pelvis", -.020, .060, .098, .008, "hips"), "front_spine": ("pelvis", .048, .076, .053, .008, "hips"),
    "back_spine": ("pelvis", -.056, .026, .062, .008, "hips"),
    "sacral_edge": ("pelvis", -.060, .016, .036, .008, "hips"),
    "sit_bone": ("pelvis", -.050, .032, -.034, .008, "hips"),
    "trochanter": ("thigh", -.006, .050, .05, .008, "thigh"), "low_thigh": ("thigh", .002, .0, .85, .0320, "thigh"),
    "low_shank": ("shank", -.002, .0, .80, .0205, "shank"), "instep": ("foot", .040, .0, -.012, .0110, "foot"),
    "groin": ("thigh", .028, -.024, .08, .008, "thigh"), "inner_ankle": ("shank", .0, -.006, .94, .014, "shank"),
}


@dataclass(frozen=True)
class Body:
    """One build: ``length`` and ``girth`` by segment, fractions of stature and factors, and its named skin points:
    the frame each moves with, the middle (3,) of the flesh there in that frame, and the flesh's radius."""

    build: str
    length: dict[str, float]
    girth: dict[str, float]
    points: dict[str, tuple[str, Array, float]]


def builds() -> tuple[str, ...]:
    """The builds that can be drawn, in the order of the table."""
    return tuple(dict.fromkeys(segment.build for segment in catalogue.rows(BodySegment)))


@catalogue.derived
def body(build: str) -> Body:
    """The :class:`Body` of a build; raises :class:`StretchlibError` for an unknown one, or one that lacks a segment."""
    one_of(build, builds(), "build")
    segments = [segment for segment in catalogue.rows(BodySegment) if segment.build == build]
    lacking = {row.segment for row in catalogue.rows(BodySegment)} - {segment.segment for segment in segments}
    if lacking:
        raise StretchlibError(f"body_segments.csv has no {min(lacking)} of {build}; add its row.")
    length = {segment.segment: segment.length_h for segment in segments if segment.length_h is not None}
    girth = {segment.segment: segment.girth for segment in segments if segment.girth is not None}
    size = {part: length[part] / drawn for part, drawn in DRAWN.items()}
    size["fingertips"] = size["hand"]
    points = {name: (frame, np.array([x, y, z]), r * girth[part])
              for name, (frame, x, y, z, r, part) in _POINTS.items()}
    for side, sign in SIDES.items():
        for name, (frame, x, y, z, r, part) in _SIDE_POINTS.items():
            whole = f"{side}_{frame}" if frame in LIMB_FRAMES else frame
            scale = size.get(frame, 1.0)
            wide = y * (girth[part] if frame in TRUNK_FRAMES else scale)
            deep = -z * length[frame] if frame in LONG else z * scale
            points[f"{side}_{name}"] = (whole, np.array([x * scale, sign * wide, deep]), r * girth[part])
    return Body(build, length, girth, points)
