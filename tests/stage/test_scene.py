"""A scene as data: what is packed is what the page unpacks, and what does not fit is refused."""

from __future__ import annotations

import base64
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stretchlib.hip import MODELS, muscle_ids
from stretchlib.stage import hip_scene, meshes
from stretchlib.stage.scene import mesh_id, packed_mesh
from tests.node_page import ask

POINTS = np.array([[0, 0, 0], [10, 0, 0], [0, 10, 0], [0, 0, 10]], dtype=float)
FACES = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
UNPACK = "({packed}) => {{ const mesh = stage.readMesh(packed); return Object.fromEntries(Object.entries(mesh)" \
         ".filter(([, value]) => value?.buffer).map(([name, value]) => [name, [...value]])); }}".replace("{{", "{") \
    .replace("}}", "}")


def unpacked(folder: Path, packed: dict[str, Any]) -> dict[str, Any]:
    """What mesh.js makes of a packed mesh."""
    return dict(ask(folder, UNPACK, {"packed": packed}, stage="stage/mesh.js"))


@pytest.mark.parametrize("bone", hip_scene.BONES)
def test_the_page_rounds_a_bone_as_the_plates_do(tmp_path: Path, bone: str) -> None:
    packed = packed_mesh(*meshes.stored(bone), subdivide=meshes.in_page(bone))
    seen = unpacked(tmp_path, packed)
    drawn, faces = meshes.rounded(*meshes.stored(bone), meshes.in_page(bone))
    points = np.array(seen["points"]).reshape(-1, 3)
    assert len(points) == len(drawn)
    assert len(seen["indices"]) == 3 * len(faces)
    apart = np.linalg.norm(points[:, None] - drawn[None], axis=2).min(axis=1)
    assert apart.max() < 0.02, "mm"
    sizes = np.linalg.norm(np.array(seen["normals"]).reshape(-1, 3), axis=1)
    assert np.allclose(sizes, 1, atol=1e-5)


def test_points_normals_weights_and_colours_come_through(tmp_path: Path) -> None:
    weights = np.array([[0.5, 0.25, 0.15, 0.1], [1, 0, 0, 0], [0.333, 0.333, 0.334, 0], [0.7, 0.3, 0, 0]])
    segments = np.array([[0, 1, 2, 3], [4, 0, 0, 0], [31, 1, 2, 0], [3, 2, 0, 0]])
    packed = packed_mesh(POINTS, FACES, normals=POINTS / 10, segments=segments, weights=weights,
                         colours=[0, 1, 1, 0], palette=("#ff0000", "#0080ff"))
    seen = unpacked(tmp_path, packed)
    assert np.allclose(np.array(seen["points"]).reshape(-1, 3), POINTS, atol=1e-3)
    assert np.allclose(np.array(seen["normals"]).reshape(-1, 3), POINTS / 10, atol=0.01)
    assert seen["indices"] == FACES.reshape(-1).tolist()
    assert seen["segments"] == segments.reshape(-1).tolist()
    assert np.array(seen["weights"]).reshape(-1, 4).sum(axis=1).tolist() == [255] * 4
    assert seen["colours"] == [255, 0, 0, 0, 128, 255, 0, 128, 255, 255, 0, 0]


@pytest.mark.parametrize(("points", "faces", "how"), [
    (POINTS[:, :2], FACES, {}), (POINTS, FACES[:, :2], {}), (POINTS * np.nan, FACES, {}), (POINTS, FACES + 1, {}),
    (POINTS, FACES - 1, {}), (POINTS, FACES, {"subdivide": 3}), (POINTS, FACES, {"normals": POINTS[:2]}),
    (POINTS, FACES, {"segments": np.full((4, 4), 32), "weights": np.full((4, 4), 0.25)}),
    (POINTS, FACES, {"segments": np.zeros((4, 4)), "weights": np.full((4, 4), 0.25), "subdivide": 1})])
def test_what_does_not_fit_is_refused(points: Any, faces: Any, how: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"mesh"):
        packed_mesh(points, faces, **how)


def test_a_flat_mesh_and_a_mesh_of_many_points_are_packed(tmp_path: Path) -> None:
    flat = packed_mesh(POINTS * [1, 1, 0], FACES)
    assert np.allclose(np.array(unpacked(tmp_path, flat)["points"]).reshape(-1, 3), POINTS * [1, 1, 0], atol=1e-3)
    many = packed_mesh(np.tile(POINTS, (20_000, 1)), FACES + 79_996)
    assert len(base64.b64decode(many["indices"])) == 4 * 12
    assert unpacked(tmp_path, many)["indices"] == (FACES + 79_996).reshape(-1).tolist()


def test_a_mesh_is_known_by_its_content() -> None:
    mesh = packed_mesh(POINTS, FACES)
    assert mesh_id(mesh) == mesh_id(packed_mesh(POINTS.tolist(), FACES.tolist()))
    assert mesh_id(mesh) != mesh_id(packed_mesh(POINTS * 2, FACES))


def test_the_hip_has_a_belly_for_each_part_and_a_layer_for_each_belly() -> None:
    scene = hip_scene.hip_scene()
    parts = {part for model in MODELS for part in muscle_ids(model)}
    assert {path["id"] for path in scene["paths"]} == parts
    assert {path["layer"] for path in scene["paths"]} == {layer["id"] for layer in scene["layers"]}
    assert {part["mesh"] for part in scene["parts"]} == set(scene["meshes"])
    assert {part["node"] for part in scene["parts"]} == set(scene["nodes"])
    assert len(gzip.compress(json.dumps(scene).encode())) < 60_000


def test_the_stage_needs_neither_drawings_nor_widgets() -> None:
    import subprocess

    code = ("import sys; from stretchlib.stage import hip_scene, hip_tables; hip_scene.hip_scene(); "
            "print([name for name in ('matplotlib', 'ipywidgets', 'anywidget') if name in sys.modules])")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
