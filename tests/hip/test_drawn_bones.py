"""The bones that are drawn: hip bones and thigh bone of the mean of 26 people, and what was laid over them."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest

from stretchlib import hip
from stretchlib.figures.plates import muscles
from stretchlib.hip import geometry, people
from stretchlib.stage import meshes
from stretchlib.stage.hip_people import FOLLOWING, PIECES, STEP_MM, hip_people
from stretchlib.tables import catalogue
from stretchlib.tables.rows.anatomy import MuscleSection
from stretchlib.tables.rows.hip_model import DrawnPoint, HipPoint
from tools.npz import write_npz

ON_THIGH = ("femur_right", "tibia_right", "patella_right")
ON_PELVIS = ("hip_bone_right", "sacrum", "lumbar_1", "lumbar_2", "lumbar_3", "lumbar_4", "lumbar_5")


def gap(point: np.ndarray, bones: tuple[str, ...]) -> float:
    """mm from a point to the nearest point or middle of a face of some bones."""
    near = np.vstack([np.vstack([mesh.points, mesh.points[mesh.faces].mean(axis=1)])
                      for mesh in map(meshes.mesh, bones)])
    return float(np.linalg.norm(near - point, axis=1).min())


def test_the_mean_is_drawn() -> None:
    for bone in PIECES:
        points, faces = people.piece(bone)
        drawn, drawn_faces = meshes.stored(bone)
        assert np.abs(drawn - points).max() <= 0.051
        assert (drawn_faces == faces).all()
    right, left = (meshes.stored(f"femur_{side}")[0] for side in ("right", "left"))
    assert np.abs(right - people.points("femur")).max() <= 0.051
    assert left[:, :2] == pytest.approx(right[:, :2], abs=0.01)
    assert left[:, 2] + right[:, 2] == pytest.approx(2 * people.middle(), abs=0.11)


def test_the_pieces_of_the_pelvis_are_bones_that_do_not_touch() -> None:
    faces = people.bone("pelvis").faces
    for own in people.PIECES.values():
        inside = (faces >= own.start) & (faces < own.stop)
        assert (inside.all(axis=1) == inside.any(axis=1)).all()
    assert sum(own.stop - own.start for own in people.PIECES.values()) == len(people.bone("pelvis").mean)


def test_sacrum_and_vertebrae_stand_between_the_hip_bones() -> None:
    """The sacrum lies beside both hip bones; the lowest vertebra over it, the shin below the thigh."""
    sacrum = meshes.mesh("sacrum").points
    for side in ("right", "left"):
        near = np.linalg.norm(sacrum[:, None] - meshes.stored(f"hip_bone_{side}")[0][None], axis=2).min(axis=1)
        assert near.min() < 4
    assert abs(sacrum[:, 2].mean() - people.middle()) < 3
    assert 0 < meshes.stored("lumbar_5")[0][:, 1].min() - np.quantile(sacrum[:, 1], 0.9) < 15
    assert -8 < meshes.stored("femur_right")[0][:, 1].min() - meshes.stored("tibia_right")[0][:, 1].max() < 3


def test_every_path_is_drawn_point_by_point() -> None:
    def keys(rows: tuple[DrawnPoint | HipPoint, ...]) -> set[tuple[str, str, int]]:
        return {(row.model, row.part, row.order) for row in rows}

    assert keys(catalogue.rows(DrawnPoint)) == keys(catalogue.rows(HipPoint))


@pytest.mark.parametrize(("model", "on", "mean"), [
    ("rajagopal2023", 41, 1.5), ("delp1990", 44, 2.5), ("dostal1981", 47, 3.5)])
def test_no_drawn_path_floats(model: str, on: int, mean: float) -> None:
    """Origins and insertions: so many lie on their bone, the mean distance of all in mm."""
    gaps = []
    for part in geometry.parts_of(model):
        at, points = geometry.drawn_at(model, part), geometry.points_of(model, part)
        for point in (points[0], points[-1]):
            gaps.append(gap(at[point.order], ON_PELVIS if point.body == "pelvis" else ON_THIGH))
    assert sum(each < 4 for each in gaps) >= on
    assert np.mean(gaps) < mean
    assert max(gaps) < 40


def test_the_numbers_of_the_geometries_are_their_own() -> None:
    """They do not feel where their paths are drawn."""
    assert hip.muscle_lengths(muscles=["piriformis"], model="rajagopal2023")[0] == pytest.approx(138.09, abs=0.01)
    own = geometry.ends("rajagopal2023", "piriformis", 0, 0.0)[0]
    drawn = geometry.drawn_ends("rajagopal2023", "piriformis", 0.0)[0]
    assert 3 < np.linalg.norm(own - drawn, axis=1).max() < 30


def test_no_belly_floats_and_none_sinks() -> None:
    """The ends of all bellies that name a bone: half of their points within 3 mm of it, nearly all within 10."""
    gaps = []
    for structure in sorted({row.structure for row in catalogue.rows(MuscleSection)}):
        lines = muscles.sections(structure)
        if len(lines) > 1:
            gaps += [gap(point, bones) for line in (lines[0], lines[-1])
                     if (bones := tuple(bone for bone in line.bones if bone in meshes.bone_names()))
                     for point in line.points]
    assert len(gaps) > 100
    assert np.median(gaps) < 3
    assert np.quantile(gaps, 0.95) < 10


def test_the_page_makes_a_person_from_its_modes() -> None:
    data = hip_people()
    assert list(data["geometries"]) == [str(person) for person in range(1, 27)]
    assert set(data["bones"]) == {*PIECES, "femur_right"}
    assert data["following"] == list(FOLLOWING)
    for person in (1, 7, 26):
        for bone, packed in data["bones"].items():
            low, high = np.frombuffer(base64.b64decode(packed["modes"]), dtype=np.uint8).reshape(2, -1).astype(int)
            modes = (low + 256 * np.where(high > 127, high - 256, high)).reshape(25, 3, -1) * STEP_MM
            made = meshes.stored(bone)[0] + np.einsum("m,map->pa", packed["scores"][person - 1], modes)
            true = people.points("femur", person) if bone == "femur_right" else \
                people.points("pelvis", person)[people.PIECES[bone]]
            assert np.linalg.norm(made - true, axis=1).max() < 1.0


def test_arrays_are_written_with_the_same_bytes(tmp_path: Path) -> None:
    arrays = {"b": np.arange(5, dtype=np.uint16), "a": np.eye(3)}
    for name in ("first", "second"):
        write_npz(tmp_path / name / "x.npz", arrays)
    first, second = ((tmp_path / name / "x.npz").read_bytes() for name in ("first", "second"))
    assert first == second
    with np.load(tmp_path / "first" / "x.npz") as back:
        assert back.files == ["b", "a"]
        assert (back["a"] == np.eye(3)).all()
