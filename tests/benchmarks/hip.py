"""The hip model: one pose, a batch beside MuJoCo and OpenSim where they are installed, memory, the longest pose."""

from __future__ import annotations

from importlib.util import find_spec
from statistics import median

from .measure import child, clocked, told

POSES = 20_000


def _poses(count: int = POSES):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.random.default_rng(1).uniform([-20, -45, -45], [120, 30, 45], (count, 3))


def one_pose() -> str:
    """Lengths and arms of all muscles of rajagopal2023 in one pose."""
    from stretchlib import hip

    hip.evaluate()
    return told(clocked(lambda: hip.evaluate(60, 10, -20), 200), "ms")


def batch() -> str:
    """Lengths and arms of every muscle in 20,000 poses, and the peers on the same machine in the same minute."""
    from stretchlib import hip

    angles = _poses()
    hip.evaluate(*angles[:10].T)
    muscles = len(hip.muscle_ids())
    ours = 1000 * muscles * POSES / median(clocked(lambda: hip.evaluate(*angles.T)))
    lines = [f"ours {ours / 1e6:.2f} million muscle evaluations a second ({muscles} muscles, lengths and three arms)"]
    if find_spec("mujoco") and find_spec("myo_sim"):
        theirs = _mujoco(angles[:2000])
        lines.append(f"MuJoCo {theirs / 1e6:.2f} million tendons a second, ratio {ours / theirs:.1f}")
    if find_spec("opensim"):
        theirs = _opensim(angles[:100])
        lines.append(f"OpenSim {theirs:.0f} muscles a second (three calls of computeMomentArm), "
                     f"ratio {ours / theirs:.0f}")
    return "; ".join(lines) if len(lines) > 1 else lines[0] + "; no peer is installed here"


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


def memory() -> str:
    """Largest memory that Python and NumPy took for the batch, answers included."""
    code = ("import tracemalloc, numpy as np\nfrom stretchlib import hip\n"
            "angles = np.random.default_rng(1).uniform([-20, -45, -45], [120, 30, 45], (20_000, 3))\nhip.evaluate()\n"
            "tracemalloc.start()\nlengths, arms = hip.evaluate(*angles.T)\n"
            "print(f'{tracemalloc.get_traced_memory()[1] / 1e6:.0f} {(lengths.nbytes + arms.nbytes) / 1e6:.0f}')")
    most, answer = child(code).split()
    return f"at most {most} MB, of which {answer} MB are the answer"


def longest() -> str:
    """Search of the whole range in steps of 2 degrees."""
    from stretchlib import hip

    hip.longest_pose("piriformis")
    return "; ".join(f"{muscle} {told(clocked(lambda muscle=muscle: hip.longest_pose(muscle)), 'ms')}"  # type: ignore[misc]
                     for muscle in ("piriformis", "gluteus_maximus_superior"))
