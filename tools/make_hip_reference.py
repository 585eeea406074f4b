"""Make tests/hip_reference.csv, the second opinion on the hip model: ``python -m tools.make_hip_reference``.

Needs an environment of its own: ``pip install numpy mujoco==3.* myo-sim==0.2.4 opensim==4.6.*``. Two opinions:

- ``opensim``: the paths, conditional points and cylinders of data/hip_model/ built as an OpenSim model. Its lengths and
  moment arms are a second opinion on rules and mathematics, not on the numbers of the tables. In about one pose of
  1,300 OpenSim itself lays gluteus maximus superior the wrong way round its cylinder (its length jumps by 190 mm, where
  the line just misses the cylinder); none of the poses here is one of these.
- ``mujoco``: the legs of myo-sim, which others converted from the same published model into another engine. A second
  opinion on the numbers as well; only piriformis and the adductors, which it draws by the same means.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterator
from typing import Any

from tools.checks import ROOT

Pose = tuple[float, float, float]
LIMITS = ((-20, 120), (-45, 30), (-45, 45))
MARKED: list[Pose] = [(0, 0, 0), (45, -20, 0), (45.01, -20, 0), (90, 0, 0), (90, 20, -30), (115, 25, -40),
                      (120, 30, -45), (-20, -45, 45), (-20, 30, 45)]
COLUMNS = ("source", "model", "muscle", "flexion_deg", "adduction_deg", "rotation_deg", "length_mm", "arm_flexion_mm",
           "arm_adduction_mm", "arm_rotation_mm")
COORDINATES = ("hip_flexion", "hip_adduction", "hip_rotation")


def poses(count: int = 15) -> list[Pose]:
    """Marked poses, then points of a Halton sequence over the whole range."""
    def halton(index: int, base: int) -> float:
        value, part = 0.0, 1.0
        while index:
            part /= base
            value += part * (index % base)
            index //= base
        return value

    spread = [tuple(round(low + (high - low) * halton(n, base), 2)
                    for (low, high), base in zip(LIMITS, (2, 3, 5), strict=True)) for n in range(1, count + 1)]
    return [*MARKED, *spread]  # type: ignore[list-item]


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "hip_model" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def metres(row: dict[str, str], pattern: str = "{}_mm") -> list[float]:
    return [float(row[pattern.format(axis)]) / 1000 for axis in "xyz"]


def opensim_model(model: str) -> tuple[Any, list[str]]:
    """An OpenSim model of pelvis and thigh with the parts of one model of the tables; the knee is straight."""
    import opensim as osim

    vec = lambda values: osim.Vec3(*values)  # noqa: E731
    whole, inertia = osim.Model(), osim.Inertia(1, 1, 1, 0, 0, 0)
    bodies = {name: osim.Body(name, 1, osim.Vec3(0), inertia) for name in ("pelvis", "femur")}
    for body in bodies.values():
        whole.addBody(body)
    whole.addJoint(osim.WeldJoint("ground_pelvis", whole.getGround(), bodies["pelvis"]))
    axes = osim.SpatialTransform()
    for index, (name, axis) in enumerate(zip(COORDINATES, ((0, 0, 1), (1, 0, 0), (0, 1, 0)), strict=True)):
        names, axis_transform = osim.ArrayStr(), axes.updTransformAxis(index)
        names.append(name)
        axis_transform.setCoordinateNames(names)
        axis_transform.setAxis(vec(axis))
        axis_transform.set_function(osim.LinearFunction(1, 0))
        axes.updTransformAxis(index + 3).set_function(osim.Constant(0))
    centre = metres(next(row for row in table("hip_models") if row["id"] == model), "hip_centre_{}_mm")
    joint = osim.CustomJoint("hip", bodies["pelvis"], vec(centre), osim.Vec3(0), bodies["femur"], osim.Vec3(0),
                             osim.Vec3(0), axes)
    whole.addJoint(joint)
    for index in range(3):
        joint.upd_coordinates(index).setDefaultClamped(False)
    # Gracilis is left out: its cylinder and its conditional point follow the knee.
    parts = [row["part"] for row in table("hip_parts") if row["model"] == model and row["part"] != "gracilis"]
    for part in parts:
        muscle = osim.Thelen2003Muscle(part, 100, 0.1, 0.1, 0)
        for row in table("hip_points"):
            if (row["model"], row["part"]) == (model, part):
                add_point(osim, muscle, row, bodies)
        whole.addForce(muscle)
        for row in table("hip_wraps"):
            if (row["model"], row["part"]) == (model, part):
                add_cylinder(osim, muscle, row, bodies[row["body"]])
    return whole, parts


def add_point(osim: Any, muscle: Any, row: dict[str, str], bodies: dict[str, Any]) -> None:
    """Append a row of hip_points.csv to a path; points on the tibia stand in the thigh's frame."""
    body = "pelvis" if row["body"] == "pelvis" else "femur"
    at = osim.Vec3(*metres(row, "femur_{}_knee0_mm" if row["body"] == "tibia" else "{}_mm"))
    name = f"{row['part']}_{row['order']}"
    if row["kind"] == "fixed":
        muscle.addNewPathPoint(name, bodies[body], at)
        return
    point = osim.ConditionalPathPoint()
    point.setName(name)
    point.setLocation(at)
    point.updSocket("parent_frame").setConnecteePath(f"/bodyset/{body}")
    point.updSocket("coordinate").setConnecteePath(f"/jointset/hip/{row['condition_angle']}")
    point.setRangeMin(float(row["condition_min_rad"]))
    point.setRangeMax(float(row["condition_max_rad"]))
    muscle.updGeometryPath().updPathPointSet().cloneAndAppend(point)


def add_cylinder(osim: Any, muscle: Any, row: dict[str, str], body: Any) -> None:
    cylinder = osim.WrapCylinder()
    cylinder.setName(row["name"])
    cylinder.set_radius(float(row["radius_mm"]) / 1000)
    cylinder.set_length(float(row["length_mm"]) / 1000)
    cylinder.set_quadrant(row["side"])
    cylinder.set_translation(osim.Vec3(*metres(row)))
    cylinder.set_xyz_body_rotation(osim.Vec3(*[float(row[f"turn_{axis}_rad"]) for axis in "xyz"]))
    body.addWrapObject(cylinder)
    path = muscle.updGeometryPath()
    path.addPathWrap(cylinder)
    if row["first_point"]:
        wrap = path.updWrapSet().get(path.getWrapSet().getSize() - 1)
        wrap.set_range(0, int(row["first_point"]))
        wrap.set_range(1, int(row["last_point"]))


def by_opensim(model: str) -> Iterator[tuple[Any, ...]]:
    import opensim as osim

    osim.Logger.setLevelString("error")
    whole, parts = opensim_model(model)
    state = whole.initSystem()
    coordinates = [whole.getCoordinateSet().get(name) for name in COORDINATES]
    for pose in poses():
        for coordinate, degrees in zip(coordinates, pose, strict=True):
            coordinate.setValue(state, math.radians(degrees), False)
        whole.realizePosition(state)
        for part in parts:
            path = osim.Muscle.safeDownCast(whole.getMuscles().get(part)).getGeometryPath()
            arms = [1000 * path.computeMomentArm(state, coordinate) for coordinate in coordinates]
            yield "opensim 4.6", model, part, *pose, 1000 * path.getLength(state), *arms


def by_mujoco() -> Iterator[tuple[Any, ...]]:
    import mujoco
    import myo_sim

    spec = myo_sim.FRAGMENT_SPEC_BUILDERS["myolegs"]()
    model = spec.compile()
    data = mujoco.MjData(model)
    names = {row["part"]: row["source_name"] for row in table("hip_parts") if row["model"] == "rajagopal2023"}
    wanted = [part for part in names if part == "piriformis" or part.startswith("adductor")]
    for pose in poses():
        for name, degrees in zip(COORDINATES, pose, strict=True):
            data.qpos[model.joint(f"{name}_r").qposadr[0]] = math.radians(degrees)
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_tendon(model, data)
        for part in wanted:
            length = data.ten_length[model.tendon(f"{names[part]}_r_tendon").id]
            yield "mujoco myo-sim 0.2.4", "rajagopal2023", part, *pose, 1000 * length, "", "", ""


def main() -> int:
    rows = [*by_opensim("delp1990"), *by_opensim("rajagopal2023"), *by_mujoco()]
    with (ROOT / "tests" / "hip_reference.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([f"{cell:.4f}" if column > 5 and cell != "" else cell for column, cell in enumerate(row)])
    print(f"{len(rows)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
