"""Make data/anatomy/bones.npz, the bones that are drawn: python -m tools.make_bones MESHES.

MESHES is the folder ``models/meshes`` of the package myo-sim (0.2.4); install the package in an environment of its own
with ``pip install --no-deps myo-sim==0.2.4``, and SciPy (any version) beside it. Its meshes descend from Delp's and
Rajagopal's models (CC BY 3.0), and the numbers of rajagopal2023 belong to them: the *published* bones.

Drawn are, from data/anatomy/hips.npz, the mean hip bones and thigh bone of 26 people (the left thigh bone is the right
one in the mirror); and of the published bones sacrum with coccyx and vertebrae, moved and stretched as the published
hip bones are beside the sacrum when they are laid over the mean (:mod:`tools.laid_over`), shin and kneecap moved and
grown as the thigh bone is at the knee.
Written: for each bone ``<bone>_points`` (int16, tenths of a millimetre) and ``<bone>_faces`` (uint16, three
points each, outward side anticlockwise). Origin: right hip centre; x anterior, y up, z to the right.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import numpy as np

from stretchlib.hip import people
from stretchlib.stage.meshes import rounded
from tools.checks import ROOT
from tools.laid_over import Array, Index, Map, Surface, affine, between, laid_over, report
from tools.npz import write_npz

HIP = np.array([-56.276, -78.49, 77.26])  # right hip centre in the pelvis frame of rajagopal2023, mm
LEFT = HIP * [1, 1, -1]
KNEE = np.array([3.578, -406.09, -0.263])  # tibia in the frame of the femur with the knee straight, mm
PATELLA = np.array([44.329, -418.788, 0.0])  # the same for the patella: its body and its joint with a straight knee
# Where the lumbar vertebrae stand on the pelvis in the package's drawn skeleton: joint and mesh offsets in mm,
# turn about z in radians (models/scene/myobody_skeleton_decor.xml).
JOINTS = {5: (-98.0, 71.0), 4: (9.0, 32.1), 3: (0.6, 33.2), 2: (-6.7, 35.1), 1: (-11.4, 28.8)}
OFFSETS = {5: (-10.0, -10.0, -0.3), 4: (-9.0, -4.0, -0.2), 3: (-4.0, -2.0, -0.1), 2: (0.0, 0.0, 0.1),
           1: (0.0, 0.0, 0.25)}
SOURCES = {"hip_bone_right": "r_pelvis", "hip_bone_left": "l_pelvis", "sacrum": "sacrum", "femur_right": "r_femur",
           "femur_left": "l_femur", "tibia_right": "r_tibia", "patella_right": "r_patella",
           **{f"lumbar_{n}": f"lumbar{n}" for n in JOINTS}}
MEAN = {"hip_bone_right": 2, "hip_bone_left": 2, "femur_right": 1}  # bones drawn from the mean; steps of rounding first
SPINE = ("sacrum", *(f"lumbar_{level}" for level in JOINTS))
LEG = ("tibia_right", "patella_right")
BESIDE_MM = 25.0  # so near to the sacrum the hip bones tell how the spine moves
KNEE_MM = 60.0  # so far above the middle of the knee the thigh bone tells how shin and kneecap move


def read_stl(path: Path) -> tuple[Array, Index]:
    """(points, faces) of a binary STL file in mm, equal corners joined."""
    data = path.read_bytes()
    count = int.from_bytes(data[80:84], "little")
    kind = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("rest", "<u2")])
    corners = np.frombuffer(data, kind, count, 84)["corners"].astype(float).reshape(-1, 3) * 1000
    _, first, index = np.unique(np.round(corners, 2), axis=0, return_index=True, return_inverse=True)
    faces = index.reshape(-1, 3)
    proper = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    return corners[first], faces[proper]


def outward(points: Array, faces: Index) -> Index:
    """The faces turned so that the enclosed volume is positive."""
    a, b, c = (points[faces[:, i]] for i in range(3))
    return faces if np.einsum("ij,ij->", a, np.cross(b, c)) > 0 else faces[:, ::-1]


def in_hip_frame(bone: str, points: Array) -> Array:
    """The points of a mesh moved into the frame of the right hip centre, all joints at zero."""
    if bone.startswith("femur"):
        return points + (0 if bone == "femur_right" else LEFT - HIP)
    if bone == "tibia_right":
        return points + KNEE
    if bone == "patella_right":
        return points + PATELLA
    if bone.startswith("lumbar"):
        level = int(bone[-1])
        x, y, turn = OFFSETS[level]
        c, s = np.cos(turn), np.sin(turn)
        points = points @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]).T + [x, y, 0]
        for joint in range(5, level - 1, -1):
            points = points + np.array([*JOINTS[joint], 0])
    return points - HIP


def published(meshes: Path, bone: str) -> tuple[Array, Index]:
    """Points (mm) and faces of a bone as it was published, in the hip's frame."""
    points, faces = read_stl(meshes / f"{SOURCES[bone]}.stl")
    return np.round(in_hip_frame(bone, points), 1), outward(points, faces)


def mean(bone: str) -> tuple[Array, Index]:
    """Points (mm) and faces of a mean bone of the 26."""
    if bone == "femur_right":
        return people.points("femur"), people.bone("femur").faces
    return people.piece(bone)


@lru_cache(maxsize=len(MEAN))
def over_mean(meshes: Path, bone: str) -> Map:
    """The map that lays a published bone over the mean."""
    return laid_over(published(meshes, bone), mean(bone), MEAN[bone])


@lru_cache(maxsize=1)
def spine(meshes: Path) -> Array:
    """The affine map (4, 3) by which sacrum and vertebrae go with the hip bones."""
    sacrum = Surface(*published(meshes, "sacrum"))
    hips = {bone: published(meshes, bone)[0] for bone in ("hip_bone_right", "hip_bone_left")}
    near = {bone: points[sacrum.distances(points) < BESIDE_MM] for bone, points in hips.items()}
    return _stretch(np.concatenate(list(near.values())),
                    np.concatenate([over_mean(meshes, bone)(points) for bone, points in near.items()]))


@lru_cache(maxsize=1)
def knee(meshes: Path) -> Array:
    """The map (4, 3) by which shin and kneecap go with the lower end of the thigh bone: moved and grown, not turned."""
    points = published(meshes, "femur_right")[0]
    low = points[points[:, 1] < KNEE[1] + KNEE_MM]
    after = over_mean(meshes, "femur_right")(low)
    start, end = low.mean(axis=0), after.mean(axis=0)
    growth = float(((low - start) * (after - end)).sum() / ((low - start) ** 2).sum())
    return np.vstack([growth * np.eye(3), end - growth * start])


def _stretch(before: Array, after: Array) -> Array:
    flat = np.column_stack([before, np.ones(len(before))])
    return np.asarray(np.linalg.lstsq(flat, after, rcond=None)[0])


def pelvis_map(meshes: Path) -> Map:
    """The map by which what lies on or near the published pelvis and spine goes over to the drawn."""
    fixed = [*(bone for bone in MEAN if bone.startswith("hip_bone")), *SPINE]
    follow = spine(meshes)
    maps: list[Map] = [over_mean(meshes, bone) if bone in MEAN else lambda points: affine(points, follow)
                       for bone in fixed]
    return between(maps, [published(meshes, bone) for bone in fixed])


def thigh_map(meshes: Path) -> Map:
    """The same for the thigh bone, shin and kneecap."""
    follow = knee(meshes)
    maps: list[Map] = [over_mean(meshes, "femur_right"), *(lambda points: affine(points, follow) for _ in LEG)]
    return between(maps, [published(meshes, bone) for bone in ("femur_right", *LEG)])


def drawn(meshes: Path) -> dict[str, tuple[Array, Index]]:
    """Every bone that is drawn, points in mm and faces."""
    bones = {bone: mean(bone) for bone in MEAN}
    points, faces = bones["femur_right"]
    middle = people.middle()
    bones["femur_left"] = points * [1, 1, -1] + [0, 0, 2 * middle], faces[:, ::-1]
    for names, follow in ((SPINE, spine(meshes)), (LEG, knee(meshes))):
        for bone in names:
            points, faces = published(meshes, bone)
            bones[bone] = affine(points, follow), faces
    return {bone: bones[bone] for bone in SOURCES}


def main(meshes: Path) -> None:
    arrays: dict[str, np.ndarray] = {}
    for bone, (points, faces) in drawn(meshes).items():
        arrays[f"{bone}_points"] = np.round(points * 10).astype(np.int16)
        arrays[f"{bone}_faces"] = faces.astype(np.uint16)
    for bone in MEAN:
        points, surface = rounded(*published(meshes, bone), MEAN[bone])[0], Surface(*mean(bone))
        print(report(f"{bone} as published", points, surface))
        print(report(f"{bone} laid over the mean", over_mean(meshes, bone)(points), surface))
    target = ROOT / "data" / "anatomy" / "bones.npz"
    write_npz(target, arrays)
    ends = affine(np.array([KNEE, KNEE - [0, 395, 0]]), knee(meshes))
    print(f"knee at {np.round(ends[0], 1)}, ankle at {np.round(ends[1], 1)} mm")
    print(f"{target.relative_to(ROOT)}: {len(SOURCES)} bones, {target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
