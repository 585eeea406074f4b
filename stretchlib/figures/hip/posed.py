"""The hip in any pose and from any side, with its bellies over the bones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from ... import hip
from ...core.errors import one_of
from ...core.numbers import within
from ...hip.wording import pose_text
from ...tables.phrases import say
from ...tables.rows.anatomy import PlateMuscle
from ..diagram import Diagram
from ..plates.bones import bone_names, draw_bones, posed, turn, view_of
from ..plates.labels import place_labels
from ..plates.muscles import named_rows, ribbon, sections
from ..plates.plate import AWAY, DRAWN, WIDTH, bellies, paper
from ..plates.plate_facts import facts
from ..style import INK, NORMAL


def plot_hip(view: str | None = "lateral", *, azimuth: float | None = None, elevation: float | None = None,
             flexion: float = 0, adduction: float = 0, rotation: float = 0,
             muscles: Iterable[str] = ("piriformis",)) -> Diagram:
    """Draw the right hip with the thigh posed, bellies over the bones.

    ``flexion``, ``adduction``, ``rotation`` (internal) in degrees; ``azimuth`` 0 front, 90 right side, 180 behind,
    and ``elevation`` replace the named view. ``muscles`` are structures of ``muscle_sections.csv``; deep ones first.
    """
    held = {"flexion": flexion, "adduction": adduction, "rotation": rotation}
    for angle, degrees in held.items():
        held[angle] = within(f"The {angle} of this picture", degrees, *hip.LIMITS[angle], "degrees")
    look, matrix = view_of(view, azimuth, elevation), turn(**held)
    rows_by_structure = {row.structure: row for row in named_rows() if row.kind in DRAWN}
    wanted = [_structure(name, rows_by_structure) for name in ([muscles] if isinstance(muscles, str) else muscles)]
    touched = {bone for name in wanted for section in sections(name) for bone in section.bones}
    names = [name for name in bone_names() if name not in AWAY or name in touched]
    solid = [*posed(names, matrix).values(), *(ribbon(name, matrix)[0].reshape(-1, 3) for name in wanted)]
    spread = np.concatenate([look.project(points)[:, :2] for points in solid])
    low, high = spread.min(axis=0) - 8, spread.max(axis=0) + 8
    lack = np.maximum(np.array([0.6 * (high - low)[1], 0.75 * (high - low)[0]]) - (high - low), 0) / 2
    low, high = low - lack, high + lack  # no picture flatter or narrower than this
    window = (low[0], high[0], low[1], high[1])
    pose_words = pose_text(flexion, adduction, rotation)
    title = say("posed.hip")
    figure, ax = paper(window, title, look)
    figure.text(0.017 * len(title) - 0.013, 1 - 0.24 / figure.get_figheight(), pose_words, fontsize=NORMAL, color=INK,
                va="center", gid="pose")
    corners = draw_bones(ax, look, names, matrix)
    rows = [replace(rows_by_structure[name], depth=depth, hidden_by="; ".join(names))
            for depth, name in enumerate(wanted, start=1)]
    labels = [replace(label, side="left" if label.dot[0] < (low[0] + high[0]) / 2 else "right")
              for label in bellies(ax, look, rows, corners, window, matrix)]
    place_labels(ax, labels, window, WIDTH)
    note = f"{say('posed.note')} {say('bones.credit')}"
    return Diagram(figure, say("posed.title", pose=pose_words), facts, note=note)


def _structure(name: str, structures: Mapping[str, PlateMuscle]) -> str:
    """The drawn structure of this name, or the one that a part such as ``gluteus_medius_anterior`` belongs to."""
    matches = [structure for structure in structures if name == structure or name.startswith(f"{structure}_")]
    if not matches:
        one_of(name, structures, "drawn structure")
    return matches[0]
