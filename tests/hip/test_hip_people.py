"""The bones of 26 people: stored, measured and covered with muscles, held against shapes that are known."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.hip import carried, geometry, measures, people, shapes, solver
from stretchlib.tables import catalogue
from stretchlib.tables.rows.hip_model import CarriedPoint, CarriedWrap
from tools.checks import ROOT
from tools.even_mesh import coarser

RNG = np.random.default_rng(5)
FLEXION = np.arange(-20, 121, 5.0)


def ball(steps: int) -> tuple[np.ndarray, np.ndarray]:
    """A closed ball of radius 10: an octahedron, each triangle divided."""
    points = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
    faces = [(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4), (2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)]
    for _ in range(steps):
        middles: dict[tuple[int, int], int] = {}
        finer = []
        for a, b, c in faces:
            halves = []
            for edge in ((a, b), (b, c), (c, a)):
                key = (min(edge), max(edge))
                if key not in middles:
                    middles[key] = len(points)
                    points.append(list(np.add(points[key[0]], points[key[1]]) / 2))
                halves.append(middles[key])
            ab, bc, ca = halves
            finer += [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
        faces = finer
    corners = np.array(points, dtype=float)
    return 10 * corners / np.linalg.norm(corners, axis=1)[:, None], np.array(faces)


def euler(points: np.ndarray, faces: np.ndarray) -> int:
    edges = np.unique(np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1), axis=0)
    return len(points) - len(edges) + len(faces)


def volume(points: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


# --- shapes ---------------------------------------------------------------------------------------------------------

def test_a_sphere_is_recovered_from_a_part_of_it() -> None:
    points, _ = ball(3)
    part = points[points[:, 1] > -3] + [5, -7, 2]
    centre, radius = shapes.sphere(part)
    assert centre == pytest.approx([5, -7, 2])
    assert radius == pytest.approx(10)


def test_a_cut_through_a_ball_is_a_disc() -> None:
    points, faces = ball(5)
    piece = shapes.cut(points, faces, np.array([0.0, 6.0, 1.0]), np.array([0.0, 1.0, 0.0]))
    assert piece is not None
    assert piece.middle == pytest.approx([0, 6, 0], abs=0.01)
    assert piece.area == pytest.approx(np.pi * 64, rel=0.01)
    assert shapes.cut(points, faces, np.array([0.0, 11.0, 0.0]), np.array([0.0, 1.0, 0.0])) is None


def test_of_two_outlines_the_near_one_is_taken() -> None:
    points, faces = ball(3)
    both = np.concatenate([points, points * 0.5 + [40, 0, 0]])
    twice = np.concatenate([faces, faces + len(points)])
    piece = shapes.cut(both, twice, np.array([38.0, 0, 0]), np.array([0, 1.0, 0]))
    assert piece is not None
    assert piece.middle == pytest.approx([40, 0, 0], abs=0.01)


def test_a_mesh_is_thinned_without_moving_a_point_or_opening() -> None:
    points, faces = ball(4)
    kept, fewer = coarser(points, faces, 400, keep=[7, 300])
    assert {7, 300} <= set(kept.tolist())
    assert len(fewer) <= 400
    assert euler(points[kept], fewer) == 2
    assert volume(points[kept], fewer) == pytest.approx(volume(points, faces), rel=0.06)
    sides = np.linalg.norm(points[kept][fewer] - points[kept][np.roll(fewer, -1, axis=1)], axis=2)
    assert sides.max() < 4 * np.median(sides)


# --- the bones ------------------------------------------------------------------------------------------------------

def test_the_file_is_small_and_its_licence_is_kept() -> None:
    assert (ROOT / "data" / "anatomy" / "hips.npz").stat().st_size <= 700_000
    with (ROOT / "data" / "LICENSES" / "third_party.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if "hips.npz" in row["where"])
    assert row["licence"].startswith("MPL-2.0")
    assert "Auckland" in row["attribution"]
    text = (ROOT / "data" / "LICENSES" / "musculoskeletal-models-MPL-2.0.txt").read_text(encoding="utf-8")
    assert text.startswith("Mozilla Public License Version 2.0")


@pytest.mark.parametrize(("name", "faces", "bodies"), [
    ("pelvis", 5000, 1), ("femur", 2500, 1), ("patella", 300, 1), ("tibia", 2600, 2)])
def test_each_bone_is_closed_and_faces_outward(name: str, faces: int, bodies: int) -> None:
    """The pelvis is three bones, two of them with a foramen: 0 + 0 + 2."""
    shape = people.bone(name)
    assert len(shape.faces) == faces
    assert euler(shape.mean, shape.faces) == 2 * bodies
    assert volume(shape.mean, shape.faces) > 0
    assert all(volume(points, shape.faces) > 0 for points in people.everyone(name))


def test_the_26_spread_about_their_mean_and_differ() -> None:
    for name in people.BONES:
        everyone = people.everyone(name)
        assert everyone.shape[0] == people.PEOPLE
        assert np.abs(everyone.mean(axis=0) - people.points(name)).max() < 0.03
        assert everyone[6] == pytest.approx(people.points(name, 7))
    apart = np.linalg.norm(people.everyone("femur")[:, None] - people.everyone("femur"), axis=3).mean(axis=2)
    assert apart[~np.eye(26, dtype=bool)].min() > 1


@pytest.mark.parametrize("person", [0, 27, 1.5, True, "7"])
def test_only_the_26_are_there(person: object) -> None:
    with pytest.raises(StretchlibError, match="from 1 to 26"):
        people.points("femur", person)  # type: ignore[arg-type]


def test_bones_stand_in_the_frame_of_the_hip_model() -> None:
    for person in (None, 1, 13, 26):
        pelvis, femur = people.points("pelvis", person), people.points("femur", person)
        assert shapes.sphere(pelvis[people.mark("socket_right")])[0] == pytest.approx([0, 0, 0], abs=1)
        assert shapes.sphere(femur[people.mark("head")])[0] == pytest.approx([0, 0, 0], abs=0.3)
        right, left = shapes.spines(pelvis)
        assert right[2] > 30 > left[2]
        assert abs(right[1] - left[1]) < 5
        assert abs(right[0] - left[0]) < 5
        assert abs(femur[femur[:, 1].argmin()][2]) < 40
        assert femur[:, 1].min() < -350


# --- measures -------------------------------------------------------------------------------------------------------

def of(femur: np.ndarray, pelvis: np.ndarray) -> np.ndarray:
    thigh, whole = measures.of_bones(femur, pelvis)
    return np.array([*thigh, *whole])


ANGLES = np.array([True, True, False, False, False, False, False, False, True, True])


@pytest.mark.parametrize("person", [None, 2, 19])
def test_turning_and_moving_the_bones_changes_no_measure(person: int | None) -> None:
    femur, pelvis = people.points("femur", person), people.points("pelvis", person)
    turn = Rotation.from_euler("xyz", [4, -6, 5], degrees=True).as_matrix()
    moved = of(femur @ turn.T + [30, -20, 9], pelvis @ turn.T + [5, 5, 5])
    assert moved == pytest.approx(of(femur, pelvis), abs=0.35)


def test_a_larger_person_has_the_same_angles() -> None:
    femur, pelvis = people.points("femur"), people.points("pelvis")
    small, large = of(femur, pelvis), of(1.2 * femur, 1.2 * pelvis)
    assert large[ANGLES] == pytest.approx(small[ANGLES], abs=0.2)
    assert large[~ANGLES] == pytest.approx(1.2 * small[~ANGLES], rel=2e-3)


def test_a_femur_turned_in_its_shaft_has_that_much_more_version() -> None:
    """The upper end turned outward about the long axis, smoothly between 40 and 20 % of the length."""
    femur, faces, head = people.points("femur"), people.bone("femur").faces, people.mark("head")
    before = measures.thigh(femur, faces, head)
    low = femur[:, 1].min()
    for degrees in (-12.0, 8.0, 15.0):
        share = np.clip((femur[:, 1] / low - 0.95) / (0.65 - 0.95), 0, 1)
        angle = np.radians(degrees) * share
        about = np.zeros(3)
        x, z = femur[:, 0] - about[0], femur[:, 2] - about[2]
        turned = femur.copy()
        turned[:, 0], turned[:, 2] = np.cos(angle) * x + np.sin(angle) * z, np.cos(angle) * z - np.sin(angle) * x
        after = measures.thigh(turned, faces, head)
        assert after.version_deg - before.version_deg == pytest.approx(-degrees, abs=1.0)
        assert after.head_radius_mm == pytest.approx(before.head_radius_mm, abs=0.01)


def test_a_mirrored_pelvis_measures_alike() -> None:
    pelvis = people.points("pelvis", 4)
    sockets = people.mark("socket_right"), people.mark("socket_left")
    rims = people.mark("rim_right"), people.mark("rim_left")
    assert measures.pelvis(pelvis * [1, 1, -1], sockets[::-1], rims[::-1]) == pytest.approx(
        measures.pelvis(pelvis, sockets, rims), abs=0.05)


def test_the_means_lie_near_published_ones() -> None:
    """A wide net: the pictures of methods that differ; the table beside them says how."""
    table = np.array([of(femur, pelvis) for femur, pelvis in
                      zip(people.everyone("femur"), people.everyone("pelvis"), strict=True)])
    means = dict(zip((*measures.Thigh._fields, *measures.Pelvis._fields), table.mean(axis=0), strict=True))
    assert means["neck_shaft_deg"] == pytest.approx(124.7, abs=3)
    assert means["version_deg"] == pytest.approx(14.5, abs=3)
    assert means["offset_mm"] == pytest.approx(42.9, abs=3)
    assert means["width_mm"] == pytest.approx(226, abs=8)
    assert means["anteversion_deg"] == pytest.approx(20, abs=4)


# --- muscles over them ----------------------------------------------------------------------------------------------

def test_carried_paths_are_those_of_the_geometry() -> None:
    rows = catalogue.rows(CarriedPoint)
    for part in carried.parts():
        path = [point.body for point in rows if point.part == part]
        assert path == [point.body for point in geometry.points_of(carried.MODEL, part)]
    assert {wrap.part for wrap in catalogue.rows(CarriedWrap)} == {"adductor_longus", "psoas_major"}


def test_over_the_mean_a_point_stays_where_the_table_has_it() -> None:
    geo = carried.on_bones(carried.bones_of(), carried.parts())
    for row, part in enumerate(geo.parts):
        points = [point for point in catalogue.rows(CarriedPoint) if point.part == part]
        last = [point for point in points if point.body == "pelvis"][-1]
        first = next(point for point in points if point.body == "femur")
        assert geo.near[row] == pytest.approx([last.x_mm, last.y_mm, last.z_mm], abs=1e-9)
        assert geo.far[row] == pytest.approx([first.x_mm, first.y_mm, first.z_mm], abs=1e-9)


def test_over_larger_bones_lengths_and_arms_grow_alike() -> None:
    bones, names = carried.bones_of(3), carried.parts()
    angles = np.radians(RNG.uniform([-20, -40, -40], [120, 30, 40], (40, 3)).T)
    small = solver.solve(carried.on_bones(bones, names), angles)
    large = solver.solve(carried.on_bones(carried.Bones(1.1 * bones.pelvis, 1.1 * bones.femur), names), angles)
    assert large.lengths == pytest.approx(1.1 * small.lengths, rel=1e-6)
    assert large.arms == pytest.approx(1.1 * small.arms, rel=1e-6, abs=1e-6)


def test_arms_over_people_are_the_slopes_of_their_lengths() -> None:
    lengths = [carried.evaluate_people(40 + step, -5, 10)[0] for step in (-0.01, 0.01)]
    slope = -(lengths[1] - lengths[0]) / np.radians(0.02)
    assert carried.evaluate_people(40, -5, 10)[1][..., 0] == pytest.approx(slope, abs=0.01)


def test_people_come_in_the_shape_of_the_poses() -> None:
    lengths, arms = carried.evaluate_people(np.zeros((4, 1)), np.zeros(3), muscles=["piriformis", "psoas_major"])
    assert lengths.shape == (26, 4, 3, 2)
    assert arms.shape == (26, 4, 3, 2, 3)
    with pytest.raises(StretchlibError, match="carried over"):
        carried.evaluate_people(0, muscles="gracilis")
    with pytest.raises(StretchlibError, match="extrapolate"):
        carried.evaluate_people(150)


def test_the_mean_agrees_with_the_geometry_that_its_paths_come_from() -> None:
    """Millimetres of the arms over flexion, root mean square: measured when the paths were carried, and kept."""
    allowed = {"piriformis": 6, "gluteus_medius_anterior": 5, "gluteus_medius_middle": 4, "gluteus_medius_posterior": 5,
               "adductor_longus": 11, "psoas_major": 8}
    geo = carried.on_bones(carried.bones_of(), carried.parts())
    zero = np.zeros_like(FLEXION)
    over_mean = solver.solve(geo, np.radians(np.array([FLEXION, zero, zero]))).arms
    own = hip.moment_arms(FLEXION, muscles=carried.parts(), model=carried.MODEL)
    for row, part in enumerate(carried.parts()):
        apart = np.sqrt(((over_mean[row].T - own[:, row]) ** 2).mean(axis=0)).max()
        assert apart < allowed[part], (part, apart)


def test_the_spread_of_piriformis_is_shape_more_than_size() -> None:
    """Over bones made equally large the arms about turning at 60 degrees of flexion spread as they did: notebook 02."""
    bones = [carried.bones_of(person) for person in range(1, people.PEOPLE + 1)]
    size = np.array([np.cbrt(np.ptp(own.femur[:, 1]) * np.ptp(own.pelvis[:, 2]) * np.ptp(own.pelvis[:, 1]))
                     for own in bones])
    equal = [carried.Bones(own.pelvis / by, own.femur / by) for own, by in zip(bones, size / size.mean(), strict=True)]
    pose = np.radians([[60.0], [0.0], [0.0]])
    spread, without_size = (np.ptp([solver.solve(carried.on_bones(own, ("piriformis",)), pose).arms[0, 2, 0]
                                    for own in every]) for every in (bones, equal))
    assert spread == pytest.approx(10.8, abs=0.1)
    assert without_size == pytest.approx(10.7, abs=0.1)
    geometries = [hip.moment_arms(60, muscles=["piriformis"], model=model)[0, 2] for model in hip.MODELS]
    assert np.ptp(geometries) < 0.6 * spread


def test_piriformis_turns_round_in_each_of_the_26() -> None:
    """From an external to an internal rotator, once, between 45 and 75 degrees of flexion."""
    flexion = np.arange(0, 121, 1.0)
    arms = carried.evaluate_people(flexion, muscles="piriformis")[1][..., 0, 2]
    turns = [flexion[1:][(row[:-1] < 0) & (row[1:] >= 0)] for row in arms]
    assert all(len(turn) == 1 and 45 < turn[0] < 75 for turn in turns)
