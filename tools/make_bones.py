"""Make data/anatomy/bones.npz from the meshes of the package myo-sim (0.2.4): python -m tools.make_bones MESHES.

MESHES is the package's folder ``models/meshes``; install the package in an environment of its own with
``pip install --no-deps myo-sim==0.2.4``. The meshes descend from Delp's and Rajagopal's models (CC BY 3.0).
Written: for each bone ``<bone>_points`` (int16, tenths of a millimetre) and ``<bone>_faces`` (uint16, three
points each, outward side anticlockwise). Origin: right hip centre; x anterior, y up, z to the right.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import numpy as np

from tools.checks import ROOT

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


def read_stl(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """(points, faces) of a binary STL file in mm, equal corners joined."""
    data = path.read_bytes()
    count = int.from_bytes(data[80:84], "little")
    kind = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("rest", "<u2")])
    corners = np.frombuffer(data, kind, count, 84)["corners"].astype(float).reshape(-1, 3) * 1000
    _, first, index = np.unique(np.round(corners, 2), axis=0, return_index=True, return_inverse=True)
    faces = index.reshape(-1, 3)
    proper = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    return corners[first], faces[proper]


def outward(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """The faces turned so that the enclosed volume is positive."""
    a, b, c = (points[faces[:, i]] for i in range(3))
    return faces if np.einsum("ij,ij->", a, np.cross(b, c)) > 0 else faces[:, ::-1]


def in_hip_frame(bone: str, points: np.ndarray) -> np.ndarray:
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


def main(meshes: Path) -> None:
    arrays: dict[str, np.ndarray] = {}
    for bone, name in SOURCES.items():
        points, faces = read_stl(meshes / f"{name}.stl")
        arrays[f"{bone}_points"] = np.round(in_hip_frame(bone, points) * 10).astype(np.int16)
        arrays[f"{bone}_faces"] = outward(points, faces).astype(np.uint16)
    target = ROOT / "data" / "anatomy" / "bones.npz"
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():  # a fixed date: the same bytes each time
            buffer = io.BytesIO()
            np.save(buffer, array)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)
    print(f"{target.relative_to(ROOT)}: {len(SOURCES)} bones, {target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
