"""The human mesh of MPFB2 and how it is fitted to the segments of the course: points, weights, rest frames.

Axes of the source: x to the person's left, y up, z to the front, decimetres; ours: x front, y left, z up, stature 1.
The mesh stays in its own A-pose; each segment is stretched along itself, so that the joints lie where ours lie.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from stretchlib.stage import posture
from stretchlib.stage.body import FRAMES, SIDES, TRUNK_FRAMES, body
from stretchlib.stage.skinning import SEGMENTS, Rest

AT = {name: number for number, name in enumerate(SEGMENTS)}
#: Beginnings of the source's bones -> our segment; the rest: neck and head by name, the trunk by height.
BONES = {"upperleg": "thigh", "lowerleg": "shank", "foot": "foot", "toe": "foot", "clavicle": "girdle",
         "shoulder01": "girdle", "upperarm": "upper_arm", "lowerarm01": "forearm", "lowerarm02": "pronation",
         "wrist": "hand", "metacarpal": "hand", "finger1": "hand",
         **{f"finger{n}-1": "fingers" for n in range(2, 6)},
         **{f"finger{n}-{k}": "fingertips" for n in range(2, 6) for k in (2, 3)}}
TRUNK_BONES = ("root", "pelvis", "spine", "breast")
TRUNK_JOINTS = (("pelvis", .575), ("lumbar", .672), ("lower_thorax", .756), ("upper_thorax", 9.0))  # heights, source
SMOOTH = .08  # height over which one part of the trunk passes into the next
SHOULDER_DROP = .022  # our shoulder lies this much above the source's, along the arm: no flesh begins higher


@dataclass(frozen=True)
class Build:
    """One person: what the source mixes (``age`` 0 young to 1 old, ``muscle`` and ``weight`` -1 to 1, shares of the
    three peoples it was made from), how the trunk is laid front and back by height, and the ends of clothes as shares
    of shank and upper arm."""

    sex: str
    age: float
    muscle: float = 0.0
    weight: float = 0.0
    peoples: dict[str, float] = field(default_factory=lambda: dict.fromkeys(("african", "asian", "caucasian"), 1 / 3))
    forward: tuple[float, ...] = (0, -.008, -.008, .004, -.004, -.020)
    trousers_to: float = .80
    sleeve_to: float = .42


HEIGHTS = (.52, .64, .70, .78, .84, .90)  # where ``forward`` counts, source
BUILDS = {
    "younger_woman": Build("female", 0.0),
    "older_man": Build("male", 1.0, forward=(0, -.008, -.006, .008, -.004, -.033), trousers_to=.93, sleeve_to=.60),
}


@dataclass
class Source:
    """The undressed mesh: points (n, 3), faces by group, weights by bone, middles of the joint cubes."""

    points: np.ndarray
    groups: dict[str, np.ndarray]
    bones: dict[str, list]
    joints: dict[str, np.ndarray]


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def axes(up: np.ndarray, front: np.ndarray) -> np.ndarray:
    """A frame whose z is ``up`` and whose x is as near to ``front`` as that allows."""
    z = unit(up)
    return np.stack([unit(front - z * (z @ front)), unit(np.cross(z, front)), z], axis=1)


def targets(build: Build) -> dict[str, float]:
    """The source's changes of shape and how much of each."""
    ages = {"young": 1 - build.age, "old": build.age}
    kinds = {}
    for name, value in (("muscle", build.muscle), ("weight", build.weight)):
        kinds[name] = {f"max{name}": max(value, 0), f"min{name}": max(-value, 0), f"average{name}": 1 - abs(value)}
    mixed = {f"{people}-{build.sex}-{age}": share * old for people, share in build.peoples.items()
             for age, old in ages.items()}
    mixed |= {f"universal-{build.sex}-{age}-{muscle}-{weight}": old * strong * heavy for age, old in ages.items()
              for muscle, strong in kinds["muscle"].items() for weight, heavy in kinds["weight"].items()}
    return {name: share for name, share in mixed.items() if share}


def load(folder: Path, build: Build) -> Source:
    """The source mesh of a build, turned to our axes, stature 1, its hips at x = 0."""
    points, groups, into = [], {}, []
    for line in (folder / "3dobjs" / "base.obj").read_text(encoding="utf-8").splitlines():
        kind, *rest = line.split() or [""]
        if kind == "v":
            points.append([float(value) for value in rest])
        elif kind == "g":
            into = groups.setdefault(rest[0], [])
        elif kind == "f":
            corners = [int(value.split("/")[0]) - 1 for value in rest]
            into += [[corners[0], corners[i], corners[i + 1]] for i in range(1, len(corners) - 1)]
    at, faces = np.array(points), {name: np.array(rows) for name, rows in groups.items()}
    for name, share in targets(build).items():
        text = gzip.decompress((folder / "targets" / "macrodetails" / f"{name}.target.gz").read_bytes()).decode()
        rows = [line.split() for line in text.splitlines() if line and line[0] != "#"]
        table = np.array(rows, dtype=float).reshape(-1, 4)
        at[table[:, 0].astype(int)] += share * table[:, 1:]
    heights = at[np.unique(faces["body"]), 1]
    at = (at[:, [2, 0, 1]] - [0, 0, heights.min()]) / np.ptp(heights)
    at -= [at[np.unique(faces["joint-l-upper-leg"])].mean(axis=0)[0], 0, 0]
    joints = {name[6:]: at[np.unique(rows)].mean(axis=0) for name, rows in faces.items() if name.startswith("joint-")}
    bones = json.loads((folder / "rigs" / "standard" / "weights.default.json").read_text(encoding="utf-8"))["weights"]
    return Source(at, faces, bones, joints)


def weigh(source: Source) -> np.ndarray:
    """Weights (n, segments): bones summed by segment, those of the trunk shared out anew by height at our joints."""
    n = len(source.points)
    weights, trunk = np.zeros((n, len(SEGMENTS))), np.zeros(n)
    for bone, pairs in source.bones.items():
        if not pairs:
            continue
        name, _, side = bone.partition(".")
        index, value = np.array(pairs).T
        match = [segment for begin, segment in BONES.items() if name.startswith(begin) and side]
        if name.startswith(TRUNK_BONES):
            into = trunk
        elif match:
            into = weights[:, AT[f"{'left' if side == 'L' else 'right'}_{match[0]}"]]
        else:
            into = weights[:, AT["neck" if name.startswith("neck") else "head"]]
        into[index.astype(int)] += value
    total = np.maximum(weights.sum(axis=1) + trunk, 1e-9)
    weights, trunk = weights / total[:, None], trunk / total
    for name, height in TRUNK_JOINTS:
        share = np.clip((source.points[:, 2] - height) / SMOOTH + .5, 0, 1)
        above = share * share * (3 - 2 * share)
        weights[:, AT[name]] += trunk * (1 - above)
        trunk = trunk * above
    return weights


def fit(source: Source, weights: np.ndarray, name: str) -> tuple[np.ndarray, Rest, dict[str, np.ndarray]]:
    """The points with our lengths in the source's A-pose, the rest frames of our segments there, the scales used."""
    points, joints, build = source.points, source.joints, BUILDS[name]
    length, hip_height = body(name).length, joints["l-upper-leg"][2]
    upright = posture.frames({"root_z": .53}, "upright", body(name))
    home = dict(zip(FRAMES, upright.origin, strict=True))
    frames = {part: (np.eye(3), home[part]) for part in TRUNK_FRAMES}
    scales: dict[str, np.ndarray] = {}

    def share(*names: str) -> np.ndarray:
        return weights[:, [AT[part] for part in names]].sum(axis=1)[:, None]

    def trunk(at: np.ndarray) -> np.ndarray:
        """Heights to our joints; front and back so that the back lies where ours does."""
        up = np.interp(at[..., 2], [-1, hip_height, joints["neck"][2], .90, 1],
                       [-.47 - hip_height, .53, .850, .895, .995])
        return np.stack([at[..., 0] + np.interp(at[..., 2], HEIGHTS, build.forward), at[..., 1], up], axis=-1)

    out = share(*TRUNK_FRAMES) * trunk(points)

    def stretch(names: list[str], frame: np.ndarray, old: np.ndarray, new: np.ndarray, by: object) -> None:
        out[:] += share(*names) * ((points - old) @ frame * by @ frame.T + new)

    for side, sign in SIDES.items():
        def joint(label: str, side: str = side) -> np.ndarray:
            return joints[f"{side[0]}-{label}"]

        outward = np.array([np.cos(.1), sign * np.sin(.1), 0])  # knees and feet look outwards by 6 degrees
        hip = joint("upper-leg") * [1, 0, 1] + [0, sign * length["hip_half"], 0]  # the cube lies too far out
        down, along = joint("elbow") - joint("shoulder"), joint("hand") - joint("elbow")
        begin = trunk(hip)
        for part, top, end, front, low in (
                ("thigh", hip, joint("knee"), outward, 0), ("shank", joint("knee"), joint("ankle"), outward, 0),
                ("upper_arm", joint("shoulder"), joint("elbow"), along, SHOULDER_DROP),
                ("forearm", joint("elbow"), joint("hand"), -down, 0)):
            begin = home[f"{side}_upper_arm"] if part == "upper_arm" else begin
            frame, by = axes(top - end, front), (length[part] - low) / np.linalg.norm(top - end)
            both = [f"{side}_forearm", f"{side}_pronation"] if part == "forearm" else [f"{side}_{part}"]
            stretch(both, frame, top, begin - frame[:, 2] * low, [1, 1, by])
            if low:
                stretch([f"{side}_girdle"], np.eye(3), top, begin - frame[:, 2] * low, 1)
            frames[f"{side}_{part}"], scales[f"{side}_{part}"] = (frame, begin), by
            begin = begin - frame[:, 2] * length[part]
            if part == "shank":
                frame, mine = axes(np.array([0, 0, 1.0]), outward), share(f"{side}_foot")[:, 0] > .5
                ahead = ((points - end) @ frame)[:, 0]
                heel, toes = length["foot"] / .152 * np.array([.0425 / -ahead[mine].min(), .109 / ahead[mine].max()])
                by = np.stack([np.where(ahead < 0, heel, toes), ahead * 0 + 1.08,
                               ahead * 0 + length["ankle_height"] / end[2]], axis=1)
                stretch([f"{side}_foot"], frame, end, begin, by)
                frames[f"{side}_foot"], scales[f"{side}_foot"] = (frame, begin), np.array([heel, toes])
        up = joint("hand") - joint("finger-3-4")
        frame = axes(up, np.cross(sign * (joint("finger-5-1") - joint("finger-2-1")), up))
        by = scales[f"{side}_hand"] = length["hand"] / np.linalg.norm(up)
        stretch([f"{side}_{part}" for part in ("hand", "fingers", "fingertips")], frame, joint("hand"), begin, by)
        frames[f"{side}_hand"] = frame, begin
        for part, joint_at in (("fingers", posture.KNUCKLES), ("fingertips", posture.FINGER_JOINTS)):
            frames[f"{side}_{part}"] = frame, begin + frame @ (joint_at * length["hand"])
    rest = Rest(np.array([frames[part][0] for part in FRAMES]), np.array([frames[part][1] for part in FRAMES]))
    return out, rest, scales
