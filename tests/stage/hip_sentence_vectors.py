"""What Python says of states of the hip explorer, in both languages, for ``hip_sentences.mjs``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from hip_vectors import SEED, beside_switches

from stretchlib import hip
from stretchlib.figures.hip.explorer import HipView
from stretchlib.figures.hip.wall import WallHipView
from stretchlib.hip import jumps, wording
from stretchlib.hip.line_words import line_words
from stretchlib.stage.hip_tables import hip_tables
from stretchlib.tables.paths import spoken

LANGUAGES = ("en", "de")
STATES, ON_SLIDES = 90, 3  # of each language
JUMPING = 130  # poses at or beside a switch
#: Numbers at which rounding half to even, the sign of nought and short forms are seen.
NUMBERS = (0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.25, 0.35, 0.05, -0.04, 1.015625, 12.5, 30, -20, 89.999999,
           119.9999996, 1e-5, 3.25e-5, 1e-4, 33.3333333, 99.95, 100.5, 101.5, 1e6, 999999.5, 1 / 3, 2 / 3)


def states() -> Iterator[dict[str, Any]]:
    """Muscle, geometry and pose of each state: every part in turn, now and then in a geometry that lacks it; those with
    a cylinder or a guide point also beside a jump."""
    random = np.random.default_rng(SEED)
    muscles = sorted({part for model in hip.MODELS for part in hip.muscle_ids(model)})
    jumping = [part for part in muscles for model in hip.MODELS
               if part in hip.muscle_ids(model) and jumps.may_change(part, model, 0)]
    low, high = np.array([hip.LIMITS[angle] for angle in hip.ANGLES]).T
    close = beside_switches(random)
    for index in range(STATES):
        muscle = muscles[index % len(muscles)] if index < len(muscles) else jumping[index % len(jumping)]
        pose = random.uniform(low, high) if index % 3 else random.integers(low.astype(int), high.astype(int) + 1)
        if index >= len(muscles) and index % 2:
            pose = close[random.integers(len(close))]
        elif index % 7 == 0:
            pose = pose * 0
        yield {"muscle": muscle, "model": hip.MODELS[index % len(hip.MODELS)],
               **dict(zip(hip.ANGLES, map(float, pose), strict=True))}


def said(view: HipView, values: dict[str, Any]) -> dict[str, Any]:
    """The values of the explorer with what its picture says of them."""
    view.show({**values, "view": "lateral"})
    pose, muscle, model = {angle: values[angle] for angle in hip.ANGLES}, values["muscle"], values["model"]
    state = {"values": values, "lengths": not isinstance(view, WallHipView), "title": view.diagram.title,
             "facts": view.diagram.facts, "note": view.diagram.note, "alt": view.diagram.text,
             "pose": wording.pose_text(**pose), "line": "", "brief": None}
    if muscle in hip.muscle_ids(model):
        arms = hip.moment_arms(**pose, muscles=[muscle], model=model)[0]
        state["line"] = line_words(muscle, **pose, model=model)
        state["brief"] = [wording.briefly(axis, bool(arm > 0), float(arm))
                          for axis, arm in zip(wording.AXES, arms, strict=True)]
    return state


def jumps_of(count: int) -> list[dict[str, Any]]:
    """Jumps near poses of parts that have them, and the changes on the way there from the anatomical position."""
    random, described = np.random.default_rng(SEED), []
    low, high = np.array([hip.LIMITS[angle] for angle in hip.ANGLES]).T
    jumping = [(model, part, axis) for model in hip.MODELS for part in hip.muscle_ids(model) for axis in range(3)
               if jumps.may_change(part, model, 0)]
    sudden = []  # those in which a jump was seen: they come again
    for index in range(count):
        again = bool(sudden) and index >= len(jumping)
        model, part, axis = sudden[index % len(sudden)] if again else jumping[index % len(jumping)]
        pose = random.uniform(low, high)
        held: dict[str, Any] = {name: float(pose[i]) for i, name in enumerate(hip.ANGLES) if i != axis}
        for switch in hip.switches(part, hip.ANGLES[axis], **held, model=model):
            if switch.sudden:
                sudden += [] if again else [(model, part, axis)]
                pose[axis] = np.clip(switch.at_deg + random.uniform(-2.4, 2.4), low[axis], high[axis])
                break
        described.append({
            "model": model, "muscle": part, "pose": dict(zip(hip.ANGLES, map(float, pose), strict=True)),
            "near": [_sizes(switch) for switch in jumps.near(part, model, 0, pose)],
            "on_way": [_sizes(switch) for switch in jumps.between(part, model, 0, np.zeros(3), pose)]})
    return described


def _sizes(switch: hip.Switch) -> list[float]:
    return [switch.flexion, switch.adduction, switch.rotation, switch.jump_mm, switch.largest_arm_jump_mm]


def write(folder: Path) -> None:
    """Lay ``sentences.json`` into a folder: by language its tables and states, and numbers as Python writes them."""
    languages = {}
    for language in LANGUAGES:
        with spoken(language):
            view = HipView()
            sentences = [said(view, values) for values in states()]
            slide = WallHipView()
            sentences += [said(slide, values) for values in list(states())[-ON_SLIDES:]]
            languages[language] = {"tables": hip_tables(), "states": sentences}
    numbers = [{"value": repr(value), "fixed": [f"{value:.{places}f}" for places in range(3)],
                "signed": f"{value:+.1f}", "short": f"{value:g}"} for value in NUMBERS]
    spans = {muscle: change_span(muscle) for muscle in ("psoas_major", "piriformis", "iliopsoas")}
    (folder / "sentences.json").write_text(
        json.dumps({"languages": languages, "numbers": numbers, "spans": spans, "jumps": jumps_of(JUMPING)}),
        encoding="utf-8")


def change_span(muscle: str) -> tuple[float, float]:
    """Least and greatest change of length, %, on the grid with which the explorer lays out its axis of lengths."""
    grid = np.meshgrid(*(np.linspace(*hip.LIMITS[angle], 6) for angle in hip.ANGLES), indexing="ij")
    changes = [100 * (hip.muscle_lengths(*grid, muscles=[muscle], model=model)
                      / hip.muscle_lengths(muscles=[muscle], model=model) - 1)
               for model in hip.MODELS if muscle in hip.muscle_ids(model)]
    return min(float(change.min()) for change in changes), max(float(change.max()) for change in changes)
