"""Make data/anatomy/hips.npz, the hips of 26 people, from a published shape model: python -m tools.make_hips MESHES.

Run it in an environment of its own, from the root of the checkout: ``pip install --no-deps``
``musculoskeletal-models==0.2.4 gias3-fieldwork==3.0.1 gias3-common==3.0.0``, then ``"numpy<2" "scipy<1.12"``. The model
(Auckland Bioengineering Institute, MPL 2.0) gives pelvis and left leg of each of 26 people; here they are mirrored, so
that the leg is a right one. Each bone is made even, and turned into the frame in which the hip model counts its angles,
so that all angles of a person are 0 (MESHES: see :mod:`tools.make_bones`). What is written, in mm: see
:mod:`stretchlib.hip.people`.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stretchlib.hip.shapes import Frame, pelvis_frame, sphere, thigh_frame, unit
from tools.checks import ROOT
from tools.even_mesh import coarser
from tools.make_bones import published
from tools.npz import write_npz

Array = NDArray[np.float64]
Index = NDArray[np.int64]
PEOPLE = 26
# bone -> (mean, ensemble and mesh in the package's atlas_meshes, divisions of an element, triangles that are left)
BONES = {
    "pelvis": ("pelvis_combined_cubic_mean_rigid_LLP26", "pelvis_combined_cubic_flat", 8, 5000),
    "femur": ("femur_left_mean_rigid_LLP26", "femur_left_quartic_flat", 16, 2500),
    "patella": ("patella_left_mean_rigid_LLP26", "patella_11_left", 8, 300),
    "tibia": ("tibia_fibula_cubic_left_mean_rigid_LLP26", "tibia_fibula_left_cubic_flat", 8, 2600),
}
# From left, back, up, to front, up, right: a left leg becomes a right one.
MIRROR = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
STEP = 0.015  # mm, to which a mode is rounded: 25 of them stay within 0.05 mm together
RIM = 24  # points on the rim of each socket


def people_of(package: Path) -> dict[str, tuple[Array, Index]]:
    """For each bone the points of all people (person, point, 3) on a fine mesh, mirrored, and its triangles."""
    import scipy

    for name in ("dot", "array", "zeros", "ones", "sqrt", "linspace", "where", "arange", "newaxis"):
        setattr(scipy, name, getattr(np, name))  # gias3-fieldwork calls them where SciPy had them long ago
    from gias3.fieldwork.field.geometric_field import load_geometric_field

    with (package / "shape_models" / "LLP26_rigid.pc").open("rb") as file:
        model = pickle.load(file)
    nodes = (model["mean"][:, None] + model["modes"] @ model["projectedWeights"]).reshape(3, -1, PEOPLE)
    bones, start = {}, 0
    for bone, (mean, mesh, divisions, _) in BONES.items():
        folder = package / "atlas_meshes"
        field = load_geometric_field(*(str(folder / name) for name in (f"{mean}.geof", f"{mesh}.ens", f"{mesh}.mesh")))
        _, faces, corners, _ = field.triangulate([divisions, divisions], merge=True, ret_vert_map=True)
        count = field.get_number_of_points()
        field.flatten_ensemble_field_function()
        each = []
        for person in range(PEOPLE):
            field.set_field_parameters(nodes[:, start:start + count, person][:, :, None])
            each.append(field.evaluate_geometric_field([divisions, divisions]).T[corners] @ MIRROR.T)
        bones[bone] = np.array(each), np.asarray(faces)[:, ::-1].astype(np.int64)
        start += count
    return bones


def head_of(femur: Array) -> NDArray[np.bool_]:
    """Which points of an upright right thigh bone lie on its head: within 1 mm of the sphere that fits them."""
    top = femur[femur[:, 1] > femur[:, 1].max() - 60]
    centre, radius = top[top[:, 2].argmin()] + [0, 0, 23], 23.0
    inward = unit(np.array([0, 0.7, -0.7]))
    for step in range(30):
        out = femur - centre
        near = np.abs(np.linalg.norm(out, axis=1) - radius) < (4 if step < 8 else 1)
        chosen = near & (out @ inward > -0.6 * radius)
        centre, radius = sphere(femur[chosen])
    return chosen


def socket_of(pelvis: Array, faces: Index, centre: Array, radius: float) -> NDArray[np.bool_]:
    """Which points of the pelvis lie in the socket around ``centre``: on a sphere, and facing its middle."""
    a, b, c = (pelvis[faces[:, corner]] for corner in range(3))
    normal = np.zeros_like(pelvis)
    for corner in range(3):
        np.add.at(normal, faces[:, corner], np.cross(b - a, c - a))
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    for _ in range(20):
        out = pelvis - centre
        distance = np.linalg.norm(out, axis=1)
        facing = (normal * out).sum(axis=1) / distance < -0.85
        chosen = facing & (np.abs(distance - radius) < 2)
        centre, radius = sphere(pelvis[chosen])
    return chosen


def rim_of(pelvis: Array, socket: NDArray[np.bool_]) -> Index:
    """Points on the rim of a socket, the outermost of each sector of 15 degrees that is still near its sphere."""
    centre, radius = sphere(pelvis[socket])
    out = pelvis - centre
    distance = np.linalg.norm(out, axis=1)
    axis = -unit((out[socket] / distance[socket, None]).mean(axis=0))
    for _ in range(8):
        across = unit(np.cross(axis, [0.3, 1.0, 0.2]))
        third = np.cross(axis, across)
        height = out @ axis
        sector = ((np.arctan2(out @ third, out @ across) / np.pi + 1) / 2 * RIM).astype(int) % RIM
        near = (distance > radius - 3) & (distance < radius + 4) & (np.abs(height) < radius)
        rim = []
        for number in range(RIM):
            here = np.flatnonzero(near & (sector == number))
            if len(here):
                rim.append(int(here[height[here].argmax()]))
        normal = np.linalg.svd(pelvis[rim] - pelvis[rim].mean(axis=0))[2][2]
        axis = normal * np.sign(normal @ axis)
    return np.array(rim, dtype=np.int64)


def femur_turn(meshes: Path) -> Array:
    """How the hip model's thigh axes stand in :func:`thigh_frame`, read from the bone its numbers belong to."""
    return thigh_frame(published(meshes, "femur_right")[0], np.zeros(3)).axes


def main(meshes: Path) -> None:
    package = next(Path(folder) / "musculoskeletal" / "models" for folder in sys.path
                   if (Path(folder) / "musculoskeletal" / "models").is_dir())
    fine = people_of(package)
    pelvis, pelvis_faces = fine["pelvis"]
    femur = fine["femur"][0]
    head = head_of(femur.mean(axis=0))
    mean = pelvis.mean(axis=0)
    centre, radius = sphere(femur.mean(axis=0)[head])
    opposite = np.array([centre[0], centre[1], mean[:, 2].min() + mean[:, 2].max() - centre[2]])
    sockets = {"right": socket_of(mean, pelvis_faces, centre, radius),
               "left": socket_of(mean, pelvis_faces, opposite, radius)}
    rims = {side: rim_of(mean, socket) for side, socket in sockets.items()}
    turn = femur_turn(meshes)
    thighs = [thigh_frame(each, sphere(each[head])[0]) for each in femur]
    leg = [Frame(turn.T @ each.axes, each.origin) for each in thighs]
    frames = dict.fromkeys(BONES, leg) | {
        "pelvis": [pelvis_frame(each, sphere(each[sockets["right"]])[0]) for each in pelvis]}
    arrays, deviations = {}, []
    for bone, (points, faces) in fine.items():
        placed = np.array([stand.of(each) for stand, each in zip(frames[bone], points, strict=True)])
        # What is measured stays: the rims, and of the sockets every second point.
        keep = np.concatenate([*rims.values(), *(np.flatnonzero(socket)[::2] for socket in sockets.values())])
        kept, fewer = coarser(placed.mean(axis=0), faces, BONES[bone][3], keep if bone == "pelvis" else ())
        arrays |= packed(bone, placed[:, kept])
        arrays[f"{bone}_faces"] = fewer.astype(np.uint16)
        number = {int(point): index for index, point in enumerate(kept)}
        marks = {"femur": {"head": np.flatnonzero(head)},
                 "pelvis": {f"socket_{side}": np.flatnonzero(chosen) for side, chosen in sockets.items()}
                 | {f"rim_{side}": chosen for side, chosen in rims.items()}}
        for mark, chosen in marks.get(bone, {}).items():
            arrays[mark] = np.array([number[int(p)] for p in chosen if int(p) in number], dtype=np.uint16)
        back = unpacked(bone, arrays)
        deviations.append(float(np.linalg.norm(back - placed[:, kept], axis=2).max()))
        print(f"{bone}: {len(kept)} points, {len(fewer)} triangles, within {deviations[-1]:.3f} mm")
    target = ROOT / "data" / "anatomy" / "hips.npz"
    write_npz(target, arrays)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} KB")


def packed(bone: str, people: Array) -> dict[str, NDArray[np.generic]]:
    """Mean (point, 3) in hundredths of a mm, 25 modes (mode, point, 3) in steps of :data:`STEP` at a person's largest
    score, and the scores (person, mode) between -1 and 1. High and low bytes of a mode lie apart: they pack better."""
    mean = np.round(people.mean(axis=0), 2)
    scores, strength, modes = np.linalg.svd((people - mean).reshape(len(people), -1), full_matrices=False)
    count = len(people) - 1
    scores = scores[:, :count] * strength[:count]
    largest = np.abs(scores).max(axis=0)
    steps = np.round(modes[:count] * largest[:, None] / STEP).astype("<i2")
    return {f"{bone}_mean": np.round(mean * 100).astype(np.int32),
            f"{bone}_modes": steps.view(np.uint8).reshape(count, -1, 2).transpose(2, 0, 1).copy(),
            f"{bone}_scores": (scores / largest).astype(np.float32)}


def unpacked(bone: str, arrays: dict[str, NDArray[np.generic]]) -> Array:
    """The people (person, point, 3) as they are read back."""
    low_high = np.ascontiguousarray(arrays[f"{bone}_modes"].transpose(1, 2, 0))
    modes = low_high.view("<i2")[..., 0] * STEP
    mean = arrays[f"{bone}_mean"] / 100.0
    return np.asarray(mean + (arrays[f"{bone}_scores"] @ modes).reshape(-1, *mean.shape))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
