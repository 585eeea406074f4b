"""How long a muscle is in the positions of the stretches, by three geometries, beside plain sitting."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ... import hip
from ...core.errors import one_of
from ...hip.wording import model_name, muscle_name, pose_text, spread
from ...tables import catalogue
from ...tables.phrases import say
from ...tables.rows.hip_model import MusclePart, StretchPosition
from ..diagram import Diagram, canvas
from ..style import GREY, INK, LARGE, NORMAL, PALE, PAPER, SMALL
from . import people_band
from .looks import model_look

REFERENCE = "upright_sitting"
LANE = 0.17  # marks of one position stand on three levels, so that equal values are seen as two
BESIDE = "fair"  # shown next to plain sitting: a provocation test can hurt without lengthening its namesake


def plot_stretch_comparison(muscle: str = "piriformis", *, people: bool = False, ax: Axes | None = None) -> Diagram:
    """Draw the change of length of ``muscle`` in the positions of ``stretch_positions``, a mark a geometry.

    Percent of the length of muscle and tendon in the anatomical position. The longest stands on top; plain sitting and
    FAIR stand together below. ``people=True`` draws the spread over the bones of 26 people behind, for the parts that
    were carried over. Raises :class:`StretchlibError` for an unknown muscle. Returns a :class:`Diagram`.
    """
    has = [model for model in hip.MODELS if muscle in hip.muscle_ids(model)]
    if not has:
        one_of(muscle, dict.fromkeys(part for model in hip.MODELS for part in hip.muscle_ids(model)), "muscle")
    rows = {row.id: row for row in catalogue.rows(StretchPosition)}
    change, beyond, across, positions = {}, [], set(), {}
    for name, row in rows.items():
        pose: dict[str, Any] = {angle: getattr(row, f"{angle}_deg") for angle in hip.ANGLES}
        positions[name] = pose
        across |= {(model, name) for model in has if hip.jumps_on_way(muscle, **pose, model=model)}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # told in the note
            change[name] = [_percent(muscle, model, pose) for model in has]
        beyond += [row.label] if bool(np.any(hip.outside(**pose))) else []
    apart = [name for name in (REFERENCE, BESIDE) if name in rows]
    order = sorted((name for name in rows if name not in apart), key=lambda name: -change[name][0]) + apart
    figure, ax = canvas(ax, 8.2, 1.5 + 0.4 * len(order))
    heights = {name: -float(i) - (0.7 if name in apart else 0) for i, name in enumerate(order)}
    ax.axvline(0, color=INK, linewidth=1.2)
    if people:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # told in the note
            people_band.draw_bars(ax, people_band.changes_of_length(muscle, positions), heights)
    for name in order:
        y = heights[name]
        ax.plot([min(change[name]), max(change[name])], [y, y], color=GREY, linewidth=3, solid_capstyle="butt",
                zorder=2)
        for lane, (model, value) in enumerate(zip(has, change[name], strict=True)):
            _, colour, _, marker = model_look(model)
            # Hollow: the model jumps on the way, so that the change holds two paths against each other.
            fill = {"markerfacecolor": PAPER, "markeredgecolor": colour, "markeredgewidth": 2} if (
                model, name) in across else {"markeredgecolor": INK}
            mark = ax.plot([value], [y + LANE * (1 - lane)], marker=marker, markersize=8, color=colour,
                           linestyle="none", zorder=3, **fill)[0]
            mark.set_gid(f"{model}|{name}|{rows[name].label}")
    if REFERENCE in rows:
        ax.axvline(change[REFERENCE][0], color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    _finish(ax, muscle, has, [(heights[name], rows[name]) for name in order], apart)
    note = [say("stretches.note"), *([say("people.note")] if people else []),
            *([say("stretches.hollow")] if across else [])]
    note += [say("geometry.lacks", model=model_name(model)) for model in hip.MODELS if model not in has]
    note += dict.fromkeys(f"{model_name(part.model)}: {part.note}" for part in catalogue.rows(MusclePart)
                          if part.part == muscle and part.note)
    note += [say("stretches.beyond", positions="; ".join(beyond))] if beyond else []
    return Diagram(figure, say("stretches.title", muscle=muscle_name(muscle), count=len(order)), _facts,
                   note=" ".join([*note, _remarks(list(rows.values()))]).strip())


def _remarks(rows: list[StretchPosition]) -> str:
    """What is said of some of the positions only; what holds for most of them stands in the note itself."""
    labels: dict[str, list[str]] = {}
    for row in rows:
        labels.setdefault(row.note, []).append(row.label)
    return " ".join(f"{'; '.join(those)}: {note}" for note, those in labels.items() if 2 * len(those) < len(rows))


def _percent(muscle: str, model: str, pose: dict[str, Any]) -> float:
    here, rest = (float(hip.muscle_lengths(**angles, muscles=[muscle], model=model, extrapolate=True)[..., 0])
                  for angles in (pose, dict[str, Any]()))
    return 100 * (here / rest - 1)


def _finish(ax: Axes, muscle: str, has: list[str], rows: list[tuple[float, StretchPosition]], apart: list[str]) -> None:
    labels = []
    for _, row in rows:
        pose = pose_text(row.flexion_deg, row.adduction_deg, row.rotation_deg)
        labels.append(f"{row.label.split(':')[0]}\n{pose}")
    ax.set_yticks([y for y, _ in rows], labels, fontsize=SMALL, linespacing=1.15)
    for text, (_, row) in zip(ax.get_yticklabels(), rows, strict=True):
        text.set_fontweight("bold" if row.id in apart else "normal")
    ax.set_ylim(rows[-1][0] - 0.6, 0.7)
    ax.set_title(say("stretches.heading", muscle=muscle_name(muscle)), fontsize=LARGE, color=INK, loc="right",
                 weight="bold", pad=26)
    ax.set_xlabel(say("stretches.axis", model=model_name(has[0])), fontsize=NORMAL, color=INK)
    handles = [ax.plot([], [], marker=model_look(model)[3], color=model_look(model)[1], markeredgecolor=INK,
                       linestyle="none", markersize=8, label=model_name(model))[0] for model in has]
    ax.legend(handles=handles, ncols=len(has), fontsize=SMALL, frameon=False, loc="lower right",
              bbox_to_anchor=(1, 1), borderaxespad=0.1, handletextpad=0.2, columnspacing=1.2)
    ax.grid(axis="x", color=PALE, zorder=0)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", labelsize=SMALL)
    ax.spines[["top", "right", "left"]].set_visible(False)


def _facts(figure: Figure) -> Iterator[str]:
    """Read the marks back, position by position from top to bottom."""
    marks: dict[tuple[float, str], dict[str, float]] = {}
    hollow: dict[str, list[str]] = {}
    for ax in figure.axes:
        for line in ax.lines:
            if str(line.get_gid()).count("|") == 2:
                model, _, label = str(line.get_gid()).split("|")
                x, y = (float(np.asarray(data)[0]) for data in line.get_data())
                marks.setdefault((round(y, 0) + 0.0, label), {})[model] = x
                if line.get_markerfacecolor() == PAPER:
                    hollow.setdefault(model, []).append(label)
    for (_, label), values in sorted(marks.items(), key=lambda item: -item[0][0]):
        each = ", ".join(say("stretches.value", model=model_name(model), value=f"{value:+.1f}")
                         for model, value in values.items())
        yield say("stretches.fact", position=label, each=each, spread=spread(list(values.values()), "%"))
    for ax in figure.axes:
        yield from people_band.length_facts(ax, REFERENCE)
    for model, labels in hollow.items():
        yield say("stretches.jump", model=model_name(model), positions="; ".join(labels))
