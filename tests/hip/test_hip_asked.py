"""What a question to the hip model leaves out, how finely it is searched, and where its warnings point."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.hip import inputs, solver

NEUTRAL: dict[str, Any] = {"flexion": 0, "adduction": 0, "rotation": 0}
FIRST: dict[str, Any] = {"model": "rajagopal2023", "knee": 0}


@pytest.mark.parametrize(("asked", "named"), [
    (hip.muscle_lengths, {**NEUTRAL, **FIRST}), (hip.moment_arms, {**NEUTRAL, **FIRST}),
    (lambda **more: np.concatenate([array.ravel() for array in hip.evaluate(**more)]), {**NEUTRAL, **FIRST}),
    (lambda **more: hip.path("gracilis", **more), {**NEUTRAL, **FIRST}),
    (lambda **more: hip.sweep("gracilis", [40], **more).to_numpy()[:, 2:].astype(float),
     {**FIRST, "adduction": 0, "rotation": 0}),
    (lambda **more: [switch.at_deg for switch in hip.switches(None, "adduction", **more)],
     {**NEUTRAL, **FIRST}),
    (lambda **more: [switch.at_deg for switch in hip.switches("gluteus_maximus_superior", **more)],
     {**NEUTRAL, **FIRST, "along": "flexion"}),
    (lambda **more: hip.longest_pose("gracilis", **more).length_mm, {**FIRST, "step": 2})])
def test_what_is_left_out_is_the_anatomical_position_of_the_first_model(asked: Callable[..., Any],
                                                                        named: dict[str, Any]) -> None:
    whole = np.asarray(asked(**named))
    assert whole.size
    assert np.array_equal(np.asarray(asked()), whole)
    for name in named:
        rest = {argument: value for argument, value in named.items() if argument != name}
        assert np.array_equal(np.asarray(asked(**rest)), whole), name


def test_a_sweep_left_to_itself_goes_from_standing_to_the_deepest_flexion() -> None:
    frame = hip.sweep("piriformis")
    assert list(frame["flexion_deg"]) == list(range(0, 125, 5))
    assert (frame[["adduction_deg", "rotation_deg", "knee_deg"]] == 0).all().all()
    at = frame[frame["flexion_deg"] == 90].iloc[0]
    assert at["change_mm"] == pytest.approx(at["length_mm"] - frame["length_mm"][0])
    assert at["change_percent"] == pytest.approx(100 * at["change_mm"] / frame["length_mm"][0])
    assert [at[f"arm_{name}_mm"] for name in hip.ANGLES] == pytest.approx(hip.moment_arms(90, muscles="piriformis")[0])


@pytest.mark.parametrize(("low", "high", "step", "expected"), [
    (0, 10, 4, [0, 4, 8, 10]), (-45, 30, 20, [-45, -40, -20, 0, 20, 30]), (-5, 5, 2.5, [-5, -2.5, 0, 2.5, 5]),
    (3, 9, 4, [3, 4, 8, 9]), (10, 10, 2, [10]), (-9, -3, 4, [-9, -8, -4, -3]), (0, 0.3, 0.1, [0, 0.1, 0.2, 0.3])])
def test_steps_are_counted_from_nought_and_hold_both_ends(low: float, high: float, step: float,
                                                          expected: list[float]) -> None:
    assert inputs.steps(low, high, step).tolist() == expected


def test_a_step_from_a_tenth_to_45_degrees_is_taken() -> None:
    limits = {"flexion": (0, 1), "adduction": (0, 0), "rotation": (0, 0)}
    for step in (0.1, 45):
        assert hip.longest_pose("piriformis", limits, step=step, model="delp1990").flexion == 1
    for step in (0.09, 45.5, -2, "2"):
        with pytest.raises(StretchlibError, match=r"from 0\.1 to 45"):
            hip.longest_pose("piriformis", limits, step=step)  # type: ignore[arg-type]


def test_the_longest_pose_is_the_longest_of_its_grid() -> None:
    longest = hip.longest_pose("piriformis", {"flexion": (20, 20), "adduction": (0, 10), "rotation": (-5, -5)},
                             model="delp1990", step=5)
    lengths = hip.muscle_lengths(20, [0, 5, 10], -5, muscles="piriformis", model="delp1990")[:, 0]
    assert longest.adduction == [0, 5, 10][int(lengths.argmax())]
    assert longest.length_mm == pytest.approx(lengths.max())
    rest = hip.muscle_lengths(muscles="piriformis", model="delp1990")[0]
    assert longest.change_mm == pytest.approx(lengths.max() - rest)
    assert longest.change_percent == pytest.approx(100 * (lengths.max() / rest - 1))
    assert longest.limits["flexion"] == (20, 20)


def test_limits_from_one_angle_to_itself_and_beyond_by_rounding_are_taken() -> None:
    assert inputs.checked_limits({"flexion": [10, 10]}) == {"flexion": (10.0, 10.0)}
    assert inputs.checked_limits({"rotation": (-5, 7)}) == {"rotation": (-5.0, 7.0)}
    edge = np.array([0.1 * 3 * 400, 30 + 1e-12, -45 - 1e-12])  # 120 and a rounding more
    assert not hip.outside(*edge)
    assert [bool(hip.outside(*pose)) for pose in ((120.001,), (0, -45.001), (0, 0, 45.001))] == [True] * 3
    assert hip.outside([[0, 121]], [[0], [31]]).tolist() == [[False, True], [True, True]]


def test_the_first_angle_that_lies_beyond_is_told_with_its_limits() -> None:
    with pytest.raises(StretchlibError, match="The adduction 31 lies beyond -45 to 30 degrees"):
        hip.muscle_lengths([10, 20], [30, 31], 46)
    with pytest.raises(StretchlibError, match="The rotation -46 lies beyond -45 to 45 degrees"):
        hip.muscle_lengths(10, 0, [[45], [-46]])
    with pytest.raises(StretchlibError, match="The flexion -21 lies beyond -20 to 120 degrees"):
        hip.muscle_lengths([-20, -21, 130])


def test_a_warning_points_at_the_line_that_asked() -> None:
    with pytest.warns(hip.ExtrapolationWarning) as warned:
        hip.muscle_lengths(130, extrapolate=True)
    assert warned[0].filename == inspect.getsourcefile(test_a_warning_points_at_the_line_that_asked)


@pytest.mark.parametrize(("limits", "nearest"), [
    ({"flexion": (-10, 20)}, (0, 0, 0)),
    ({"flexion": (10, 20), "adduction": (-20, -4), "rotation": (3, 9)}, (10, -4, 3)),
    ({"flexion": (-20, -6), "adduction": (2, 9), "rotation": (-9, -5)}, (-6, 2, -5))])
def test_of_poses_equally_long_the_nearest_to_the_anatomical_one_is_told(
        limits: dict[str, tuple[float, float]], nearest: tuple[float, float, float],
        monkeypatch: pytest.MonkeyPatch) -> None:
    """A muscle as long in every pose, but for what rounding adds."""
    def alike(geo: Any, angles: np.ndarray, arms: bool = True) -> solver.Answer:
        lengths = 100 + 1e-12 * np.sin(1e3 * angles.sum(axis=0, keepdims=True))
        return solver.Answer(lengths, np.zeros((1, 3, angles.shape[1])), np.zeros(lengths.shape, dtype=np.int8))

    monkeypatch.setattr(solver, "solve", alike)
    longest = hip.longest_pose("piriformis", limits, step=5)
    assert (longest.flexion, longest.adduction, longest.rotation) == nearest
    assert longest.length_mm == pytest.approx(100)


@pytest.mark.parametrize("along", hip.ANGLES)
@pytest.mark.parametrize(("model", "held"), [("rajagopal2023", (0, 0, 0)), ("rajagopal2023", (60, -20, 15)),
                                             ("delp1990", (10, -20, 5))])
def test_a_switch_is_where_the_path_changes(model: str, held: tuple[float, float, float], along: str) -> None:
    """Just below and just above it the solver lays the path in two ways; elsewhere along the angle in one."""
    axis = hip.ANGLES.index(along)
    pose = dict(zip(hip.ANGLES, held, strict=True))
    others = {name: value for name, value in pose.items() if name != along}
    switches = hip.switches(None, along, **others, model=model)
    geo = inputs.chosen_geometry(None, model, 0)

    def laid(*values: float) -> solver.Answer:
        angles = np.repeat(np.array([held], dtype=float), len(values), axis=0)
        angles[:, axis] = values
        return solver.solve(geo, np.radians(angles.T))

    for switch in switches:
        assert (switch.model, switch.angle, getattr(switch, along)) == (model, along, switch.at_deg)
        assert [getattr(switch, name) for name in others] == list(others.values())
        answer, part = laid(switch.at_deg - 2e-6, switch.at_deg + 2e-6), geo.parts.index(switch.muscle)
        below, above = answer.state[part].tolist()
        assert below != above
        assert switch.before == ("on the path" if below else "off the path")
        assert switch.after == ("off the path" if not above else "round the other side" if below else "on the path")
        assert switch.kind == ("via point" if model == "delp1990" else "wrap")
        assert switch.jump_mm == pytest.approx(float(np.diff(answer.lengths[part])[0]), abs=1e-5)
    low, high = hip.LIMITS[along]
    grid = np.linspace(low, high, round(4 * (high - low)) + 1)
    changes = np.argwhere(np.diff(laid(*grid).state, axis=1))
    assert len(switches) == len(changes)
    for part, index in changes:
        assert any(switch.muscle == geo.parts[part] and grid[index] - 1e-5 <= switch.at_deg <= grid[index + 1] + 1e-5
                   for switch in switches)


def test_of_two_poses_alike_in_all_the_first_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bent or stretched by 5 degrees, a muscle made up for this is 1 mm longer than anywhere else."""
    def made_up(geo: Any, angles: np.ndarray, arms: bool = True) -> solver.Answer:
        lengths = 100.0 + np.isclose(np.abs(angles[:1]), np.radians(5))
        return solver.Answer(lengths, np.zeros((1, 3, angles.shape[1])), np.zeros(lengths.shape, dtype=np.int8))

    monkeypatch.setattr(solver, "solve", made_up)
    longest = hip.longest_pose("piriformis", {"flexion": (-10, 10)}, step=5)
    assert (longest.flexion, longest.adduction, longest.rotation, longest.change_mm) == (-5, 0, 0, 1)
    assert longest.change_percent == pytest.approx(1)


@pytest.mark.parametrize("at", [-19.9, 33.3, 119.8])
def test_a_switch_is_found_from_end_to_end_of_the_limits(at: float, monkeypatch: pytest.MonkeyPatch) -> None:
    def made_up(geo: Any, angles: np.ndarray, arms: bool = True) -> solver.Answer:
        state = (angles[:1] > np.radians(at)).astype(np.int8)
        return solver.Answer(100.0 - state, np.zeros((1, 3, angles.shape[1])), state)

    monkeypatch.setattr(solver, "solve", made_up)
    (switch,) = hip.switches("psoas_major")
    assert switch.at_deg == pytest.approx(at, abs=2e-6)
    assert (switch.before, switch.after, switch.jump_mm) == ("off the path", "on the path", -1)
