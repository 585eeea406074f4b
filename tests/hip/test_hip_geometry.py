"""The arrays of the hip models, and the turns of the thigh, against the tables and SciPy's rotations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.hip import geometry, solver
from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row
from stretchlib.tables.rows.hip_model import HipPoint, HipWrap
from tests.data_files import table_file

RNG = np.random.default_rng(11)


def wraps(model: str) -> list[Row]:
    return [row for row in catalogue.rows("hip_wraps") if row["model"] == model and row["used"]]


def triple(row: Row, pattern: str) -> np.ndarray:
    return np.array([float(str(row[pattern.format(axis)])) for axis in "xyz"])


def test_the_thigh_turns_by_flexion_then_adduction_then_rotation() -> None:
    """About z, then x, then the long axis y, each as the one before left it."""
    angles = RNG.uniform(-2, 2, (3, 50))
    theirs = Rotation.from_euler("ZXY", angles.T).as_matrix()
    assert solver.rotations(angles).transpose(2, 0, 1) == pytest.approx(theirs, abs=1e-12)
    points = RNG.uniform(-9, 9, (4, 3))
    turned = solver.turned(points, solver.rotations(angles))
    assert turned[:, :, 7] == pytest.approx(points @ theirs[7].T)


@pytest.mark.parametrize("model", ["rajagopal2023"])
def test_each_cylinder_stands_as_its_row_says(model: str) -> None:
    """Turned about its own x, y and z in this order, centred from the hip's centre on the pelvis, half as long each
    way; on the side of its row, where it has one."""
    geo = geometry.geometry(model, hip.muscle_ids(model), 0)
    rows = {str(row["part"]): row for row in wraps(model)}
    sides = {"all": (0, 0), "-x": (-1, 0), "-y": (0, -1)}
    bodies = []
    for number, index in enumerate(geo.wrap_part):
        row = rows[geo.parts[index]]
        bodies.append(str(row["body"]))
        middle = triple(row, "{}_mm") - (geometry.hip_centre(model) if row["body"] == "pelvis" else 0)
        assert geo.centre[number] == pytest.approx(middle)
        assert (geo.radius[number], 2 * geo.half_length[number]) == pytest.approx((row["radius_mm"], row["length_mm"]))
        assert tuple(geo.side[number]) == sides[str(row["side"])]
        assert geo.frame[number] == pytest.approx(
            Rotation.from_euler("XYZ", triple(row, "turn_{}_rad")).as_matrix(), abs=1e-12)
    assert bodies == ["pelvis"] * geo.on_pelvis + ["femur"] * (len(bodies) - geo.on_pelvis)
    assert {"pelvis", "femur"} <= set(bodies)


@pytest.mark.parametrize("model", hip.MODELS)
def test_each_part_runs_from_the_pelvis_to_the_thigh(model: str) -> None:
    """Lengths of the stretches beside the joint, and the two points between which it pulls, from the rows."""
    centre = geometry.hip_centre(model)
    for part in hip.muscle_ids(model):
        rows = [row for row in catalogue.rows("hip_points") if (row["model"], row["part"]) == (model, part)]
        if any(row["condition_angle"] for row in rows) or {row["body"] for row in rows} != {"pelvis", "femur"}:
            continue
        rows = sorted(rows, key=lambda row: float(str(row["order"])))
        above = [triple(row, "{}_mm") - centre for row in rows if row["body"] == "pelvis"]
        below = [triple(row, "{}_mm") for row in rows if row["body"] == "femur"]
        geo = geometry.geometry(model, (part,), 0)
        assert geo.near[0] == pytest.approx(above[-1])
        assert geo.far[0] == pytest.approx(below[0])
        assert geo.beside[0] == pytest.approx(sum(float(np.linalg.norm(np.diff(side, axis=0), axis=1).sum())
                                                  for side in (above, below) if len(side) > 1))
        on_pelvis, on_thigh = geometry.ends(model, part, 0, 0.3)
        assert (on_pelvis, on_thigh) == (pytest.approx(np.array(above)), pytest.approx(np.array(below)))


def test_an_edited_table_is_seen_at_once(whole_data_copy: Path) -> None:
    before = hip.muscle_lengths(muscles="piriformis", model="dostal1981")[0]
    path = table_file(whole_data_copy, "hip_points")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.startswith("dostal1981,piriformis,"))
    path.write_text("".join([*lines[:number], *lines[number + 1:]]), encoding="utf-8")
    with pytest.raises(StretchlibError, match="must run from the pelvis to the thigh"):
        hip.muscle_lengths(muscles="piriformis", model="dostal1981")
    path.write_text("".join(lines), encoding="utf-8")
    assert hip.muscle_lengths(muscles="piriformis", model="dostal1981")[0] == before


@pytest.mark.parametrize("pose", [(0, 0, 0), (80, -10, 20), (-15, 20, -30)])
def test_a_drawn_path_lies_on_its_cylinder_with_a_point_every_ten_degrees(pose: tuple[float, float, float]) -> None:
    """From touch to touch, in the cylinder's own frame: on its skin, turning one way, climbing evenly."""
    model = "rajagopal2023"
    turns = solver.rotations(np.radians(np.array([pose], dtype=float).T))
    laid = 0
    for part in hip.muscle_ids(model):
        geo = geometry.geometry(model, (part,), 0)
        state = solver.solve(geo, np.radians(np.array([pose], dtype=float).T)).state[0, 0]
        drawn = hip.path(part, *pose, model=model)
        above, below = geometry.ends(model, part, 0, float(np.radians(pose[0])))
        if not state:
            assert len(drawn) == len(above) + len(below)
            continue
        laid += 1
        assert drawn[:len(above)] == pytest.approx(above)
        assert drawn[-len(below):] == pytest.approx(below @ turns[:, :, 0].T)
        if not geo.on_pelvis:
            drawn = drawn @ turns[:, :, 0]
        skin = ((drawn - geo.centre[0]) @ geo.frame[0])[len(above):-len(below)]
        assert np.hypot(skin[:, 0], skin[:, 1]) == pytest.approx(np.full(len(skin), geo.radius[0]))
        turned = np.degrees(np.diff(np.unwrap(np.arctan2(skin[:, 1], skin[:, 0]))))
        assert len(skin) >= 2
        assert np.abs(turned).max() <= 10
        assert turned == pytest.approx(np.full(len(turned), turned[0]))
        assert np.diff(skin[:, 2]) == pytest.approx(np.full(len(turned), skin[1, 2] - skin[0, 2]))
        assert np.abs(turned).sum() > 10 * (len(skin) - 2) - 1e-6, "no more points than that asks for"
    assert laid >= 5


def test_poses_are_worked_off_in_any_number() -> None:
    """More than one chunk, exactly one, none: each pose has the answer that it has alone."""
    geo = geometry.geometry("rajagopal2023", hip.muscle_ids(), 0)
    angles = RNG.uniform(-0.3, 0.5, (3, 2 * solver.CHUNK + 1))
    whole = solver.solve(geo, angles)
    for index in (0, solver.CHUNK - 1, solver.CHUNK, 2 * solver.CHUNK):
        alone = solver.solve(geo, angles[:, [index]])
        assert whole.lengths[:, [index]] == pytest.approx(alone.lengths, abs=1e-9)
        assert whole.arms[..., [index]] == pytest.approx(alone.arms, abs=1e-9)
        assert np.array_equal(whole.state[:, [index]], alone.state)
    assert solver.solve(geo, angles[:, :0]).lengths.shape == (len(geo.parts), 0)
    assert solver.solve(geo, angles[:, :5], arms=False).arms.shape == (len(geo.parts), 3, 0)


def test_a_conditional_point_is_on_the_path_a_hair_beyond_its_range() -> None:
    """A hundred-thousandth of a radian, as the geometry's own software does it, at either end."""
    point = catalogue.rows(HipPoint)[0]
    points = [replace(point, condition_angle="hip_flexion", condition_min_rad=-0.5, condition_max_rad=0.8),
              replace(point, condition_angle="")]
    for angle, count in ((-0.500012, 1), (-0.500008, 2), (0.1, 2), (0.800008, 2), (0.800012, 1)):
        assert len(geometry.on_path(points, hip_flexion=angle)) == count, angle
    assert len(geometry.on_path(points, knee_flexion=9.0)) == 2, "another angle switches nothing"


@pytest.mark.parametrize(("first", "last", "reached"), [
    (None, None, True), (3, 4, True), (2, 5, True), (3, None, True), (None, 4, True), (4, 5, False), (4, None, False),
    (1, 3, False), (None, 3, False)])
def test_a_cylinder_counts_where_the_free_stretch_lies_between_its_points(first: int | None, last: int | None,
                                                                          reached: bool) -> None:
    """Between the third point, the last on the pelvis, and the fourth, the first on the thigh."""
    line = geometry.Line(np.zeros(3), np.ones(3), 0.0, 3, 4)
    wrap = replace(catalogue.rows(HipWrap)[0], first_point=first, last_point=last)
    assert geometry._in_reach(wrap, line) == reached


def test_a_conditional_point_counts_at_the_very_ends_of_its_range(whole_data_copy: Path) -> None:
    """From nought on, told in the table: at nought the path still runs over the point, a degree before no more."""
    before = hip.muscle_lengths([0, -1], muscles=["iliacus"], model="delp1990")[:, 0]
    path = table_file(whole_data_copy, "hip_points")
    text = path.read_text("utf-8")
    assert text.count("hip_flexion,-1.5708,") == 2
    path.write_text(text.replace("hip_flexion,-1.5708,", "hip_flexion,0,"), "utf-8")
    after = hip.muscle_lengths([0, -1], muscles=["iliacus"], model="delp1990")[:, 0]
    assert after[0] == before[0]
    assert abs(after[1] - before[1]) > 0.1


def test_a_conditional_point_and_a_cylinder_stand_side_by_side(whole_data_copy: Path) -> None:
    """A cylinder on one part leaves the parts that have a conditional point as they were."""
    asked = {"muscles": ["iliacus", "psoas_major"], "model": "delp1990"}
    before = hip.muscle_lengths([0, 30, 60], **asked), hip.moment_arms([0, 30, 60], **asked)
    path = table_file(whole_data_copy, "hip_wraps")
    rows = path.read_text("utf-8").splitlines(keepends=True)
    row = next(line for line in rows if line.startswith("rajagopal2023,gluteus_maximus_middle") and ",true," in line)
    path.write_text("".join([*rows, row.replace("rajagopal2023", "delp1990", 1)]), "utf-8")
    assert len(geometry.geometry("delp1990", hip.muscle_ids("delp1990"), 0).wrap_part) == 1
    everything = {name: index for index, name in enumerate(hip.muscle_ids("delp1990"))}
    places = [everything[name] for name in asked["muscles"]]
    assert (hip.muscle_lengths([0, 30, 60], model="delp1990")[:, places] == before[0]).all()
    assert (hip.moment_arms([0, 30, 60], model="delp1990")[:, places] == before[1]).all()
