"""The drawn body: segment lengths of each build, the spheres that are its flesh, and named points on its skin.

All lengths are fractions of stature. Segment frames have X forward, Y to the body's left, Z up when standing
upright with the arms hanging. Lengths: Drillis and Contini 1966; what surrounds them is drawn by eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError, one_of
from ..tables import catalogue
from ..tables.rows.people import BodySegment

Array = NDArray[np.float64]
SIDES = {"left": 1.0, "right": -1.0}
TRUNK_FRAMES = ("pelvis", "lumbar", "lower_thorax", "upper_thorax", "neck", "head")
LIMB_FRAMES = ("thigh", "shank", "foot", "upper_arm", "forearm", "hand", "fingers", "fingertips")
FRAMES = (*TRUNK_FRAMES, *(f"{side}_{limb}" for side in SIDES for limb in LIMB_FRAMES))
SPACING = 0.36  # of the radius, between the spheres of a chain: the skin then ripples by less than 2 % of the radius

# A station is (frame, x, half width or y, z, radius); neighbours are joined. In limbs y counts towards the body's own
# side, and z is a share of the segment's length. Trunk stations are bars from left to right.
_TRUNK = {
    "hips": [("pelvis", -.004, .030, -.022, .036), ("pelvis", -.004, .047, .006, .045),
             ("pelvis", .000, .044, .045, .043), ("pelvis", .000, .039, .072, .041)],
    "buttocks": [("pelvis", -.024, .036, -.012, .043), ("pelvis", -.010, .038, .045, .040)],
    "waist": [("pelvis", .000, .039, .072, .041), ("lumbar", .008, .034, .058, .041),
              ("lower_thorax", .004, .036, .012, .047)],
    "chest": [("lower_thorax", .004, .036, .012, .047), ("lower_thorax", .008, .043, .065, .053),
              ("upper_thorax", .006, .048, .010, .053), ("upper_thorax", .002, .060, .042, .041),
              ("upper_thorax", -.002, .078, .062, .028), ("upper_thorax", -.006, .048, .072, .027),
              ("upper_thorax", -.008, .016, .082, .028)],
    "neck": [("upper_thorax", -.002, .0, .072, .027), ("neck", -.004, .0, .010, .027), ("head", -.004, .0, .012, .027)],
    "head": [("head", -.006, .0, .048, .0505), ("head", .018, .0, .030, .0345), ("head", .027, .0, .004, .0245)],
}
_LIMBS = {
    "thigh": [("thigh", -.003, .0, .0, .048), ("thigh", -.002, .0, .20, .0465), ("thigh", .002, .0, .45, .0432),
              ("thigh", .002, .0, .75, .0366), ("thigh", .0, .0, 1.0, .0310)],
    "shank": [("shank", .0, .0, .0, .0305), ("shank", -.004, .0, .12, .0300), ("shank", -.009, .0, .30, .0325),
              ("shank", -.008, .0, .45, .0300), ("shank", -.003, .0, .72, .0215), ("shank", .0, .0, 1.0, .0185)],
    "upper_arm": [("upper_arm", .0, .0, .0, .0300), ("upper_arm", .0, .0, .30, .0285), ("upper_arm", .0, .0, .7, .0235),
                  ("upper_arm", .0, .0, 1.0, .0205)],
    "forearm": [("forearm", .0, .0, .0, .0205), ("forearm", .0, .0, .25, .0225), ("forearm", .0, .0, .7, .0175),
                ("forearm", .0, .0, 1.0, .0140)],
}
# Feet and hands: chains of their own, as long as :data:`_DRAWN` says; another length makes them larger or smaller.
_DRAWN = {"foot": 0.152, "hand": 0.108}
_ENDS = {
    "foot": [[(.0, .0, .0, .0185), (-.023, .0, -.0195, .0195)],
             *[[(.0, .0, .0, .0180), (.036, s * .008, -.0130, .0170), (.066, s * .013, -.0245, .0145),
                (.098, s * .011, -.028, .0110)] for s in (1, -1)],
             *[[(-.023, .0, -.0195, .0195), (.066, s * .013, -.0245, .0145)] for s in (1, 0, -1)],
             [(.066, .013, -.0245, .0145), (.066, -.013, -.0245, .0145)],
             [(.098, .011, -.028, .011), (.098, -.011, -.028, .011)]],
    "hand": [[(.0, .0, .0, .0140), (.0, .013, -.046, .0105)], [(.0, .0, .0, .0140), (.0, .0, -.05, .0110)],
             [(.0, .0, .0, .0140), (.0, -.013, -.046, .0105)],
             *[[(.0, y, -.048, .0080), (.001, y * 1.1, -.074, .0074), (.002, y, z, .0062)]
               for y, z in ((.016, -.090), (.0055, -.099), (-.0055, -.099), (-.016, -.094))],
             [(.0, -.010, -.014, .0105), (.006, -.028, -.036, .0085), (.008, -.034, -.056, .0070)]],
}
_EXTRA = {  # build -> part -> bars of the trunk that only this build has
    "younger_woman": {"chest": [("upper_thorax", .030, .030, -.006, .030), ("upper_thorax", .018, .036, .022, .034)]},
    "older_man": {"waist": [("lumbar", .020, .020, .010, .048), ("lumbar", .024, .022, .050, .048),
                            ("lower_thorax", .016, .030, .020, .049)]},
}
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
    "fingertips": ("hand", .002, .0, -.099, .0062, "hand"), "mid_thigh": ("thigh", .002, .0, .53, .043, "thigh"),
    "mid_shank": ("shank", -.003, .0, .53, .028, "shank"), "ribs": ("upper_thorax", .006, .048, .010, .053, "chest"),
    "rim": ("pelvis", .0, .073, .078, .008, "hips"), "front_spine": ("pelvis", .035, .048, .055, .008, "hips"),
    "back_spine": ("pelvis", -.042, .024, .056, .008, "hips"),
    "sacral_edge": ("pelvis", -.050, .018, .020, .008, "hips"),
    "sit_bone": ("pelvis", -.040, .036, -.046, .008, "hips"),
    "trochanter": ("thigh", .0, .041, .02, .008, "thigh"), "low_thigh": ("thigh", .002, .0, .85, .0320, "thigh"),
    "low_shank": ("shank", -.002, .0, .80, .0205, "shank"), "instep": ("foot", .040, .0, -.012, .0110, "foot"),
    "groin": ("thigh", .028, -.024, .08, .008, "thigh"), "inner_ankle": ("shank", .0, -.006, .94, .014, "shank"),
}


@dataclass(frozen=True)
class Body:
    """One build: ``length`` and ``girth`` by segment, its spheres, and its named skin points.

    A sphere's centre lies between two points fixed in two frames, so that the skin bends with the spine:
    ``frame`` (n, 2), ``local`` (n, 2, 3), ``share`` (n,) of the second; ``radius`` (n,); ``part`` (n,) names the
    part, ``along`` (n,) runs 0 to 1 down the part. All lengths are fractions of stature.
    """

    build: str
    length: dict[str, float]
    girth: dict[str, float]
    frame: NDArray[np.intp]
    local: Array
    share: Array
    radius: Array
    part: NDArray[np.str_]
    along: Array
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
    size = {part: length[part] / drawn for part, drawn in _DRAWN.items()}
    made: list[tuple[int, int, Array, Array, float, float, str, float]] = []

    def chain(part: str, stations: list[tuple[str, float, float, float, float]], grow: float) -> None:
        """Spheres from station to station."""
        n = len(stations) - 1
        for i, (start, end) in enumerate(pairwise(stations)):
            a, b = np.array(start[1:4]), np.array(end[1:4])
            gap = float(np.linalg.norm(b - a)) if start[0] == end[0] else 0.06
            steps = max(1, int(np.ceil(gap / (SPACING * grow * min(start[4], end[4])))))
            for share in np.arange(steps + (i == n - 1)) / steps:
                made.append((FRAMES.index(start[0]), FRAMES.index(end[0]), a, b, float(share),
                             float((start[4] + (end[4] - start[4]) * share) * grow), part, float((i + share) / n)))

    for part, stations in _TRUNK.items():
        grow = girth[part if part in girth else "hips"]
        for across in (0.0,) if part in ("neck", "head") else (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0):
            chain(part, [(f, x, w * across * grow, z, r) for f, x, w, z, r in stations], grow)
    for part, stations in _EXTRA.get(build, {}).items():
        for across in (-1.0, -0.5, 0.0, 0.5, 1.0) if part == "waist" else (-1.0, 1.0):
            chain(part, [(f, x, w * across, z, r) for f, x, w, z, r in stations], girth[part])
    for side, sign in SIDES.items():
        for part, stations in _LIMBS.items():
            chain(f"{side}_{part}", [(f"{side}_{f}", x, sign * y, -z * length[part], r) for f, x, y, z, r in stations],
                  girth[part])
        for part, chains in _ENDS.items():
            for line in chains:
                chain(f"{side}_{part}", [(f"{side}_{part}", x * size[part], sign * y * size[part], z * size[part], r)
                                         for x, y, z, r in line], girth[part])
    points = {name: (frame, np.array([x, y, z]), r * girth[part])
              for name, (frame, x, y, z, r, part) in _POINTS.items()}
    for side, sign in SIDES.items():
        for name, (frame, x, y, z, r, part) in _SIDE_POINTS.items():
            whole = f"{side}_{frame}" if frame in LIMB_FRAMES else frame
            scale = size.get(frame, 1.0)
            wide = y * (girth[part] if frame in TRUNK_FRAMES else scale)
            deep = -z * length[frame] if frame in _LIMBS else z * scale
            points[f"{side}_{name}"] = (whole, np.array([x * scale, sign * wide, deep]), r * girth[part])
    first, second, a, b, share, radius, names, along = zip(*made, strict=True)
    return Body(build, length, girth, np.array([first, second]).T, np.stack([np.array(a), np.array(b)], axis=1),
                np.array(share), np.array(radius), np.array(names), np.array(along), points)
