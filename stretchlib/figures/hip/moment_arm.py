"""What a muscle would do along a movement: its moment arm in the three geometries, with what was published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ... import hip
from ...core.errors import one_of
from ...core.numbers import within
from ...hip.wording import AXES, does, listed, model_name, muscle_name, pose_text, way
from ...tables import catalogue
from ...tables.phrases import say, term, written
from ...tables.rows.hip_model import PublishedArm
from ..diagram import Diagram, canvas
from ..style import GREY, INK, LARGE, NORMAL, PALE, SMALL
from . import people_band
from .looks import model_look

STEP = 1.0
HAIR = 2e-6  # degrees between the two sides of a jump
READ_AT = (0.0, 90.0)


def plot_moment_arm(muscle: str, about: str = "rotation", *, along: str = "flexion", flexion: float = 0,
                    adduction: float = 0, rotation: float = 0, people: bool = False,
                    ax: Axes | None = None) -> Diagram:
    """Draw the moment arm of ``muscle`` about one angle while another goes through its range.

    Degrees and mm, positive arms increase the angle. Each geometry that has the part is a line of its own; those that
    lack it are named. ``people=True`` draws the spread over the bones of 26 people behind them, for the parts that were
    carried over. Raises :class:`StretchlibError` for an unknown muscle or angle. Returns a :class:`Diagram`.
    """
    one_of(about, AXES, "angle")
    one_of(along, AXES, "angle")
    has = [model for model in hip.MODELS if muscle in hip.muscle_ids(model)]
    if not has:
        one_of(muscle, dict.fromkeys(part for model in hip.MODELS for part in hip.muscle_ids(model)), "muscle")
    pose: dict[str, Any] = {"flexion": flexion, "adduction": adduction, "rotation": rotation}
    for angle, degrees in pose.items():
        within(f"The {angle} of this picture", degrees, *hip.LIMITS[angle], "degrees")
    low, high = hip.LIMITS[along]
    held = {**pose, along: 0}
    switches = {model: hip.switches(muscle, along, **held, model=model) for model in has}
    # Both sides of each jump are drawn, a hair apart, so that no line leads across.
    sides = [switch.at_deg - back for changes in switches.values() for switch in changes if switch.sudden
             for back in (HAIR, 0)]
    angles = np.unique(np.concatenate([np.arange(low, high + STEP / 2, STEP), np.clip(sides, low, high)]))
    pose[along] = angles
    arms = np.array([hip.moment_arms(**pose, muscles=[muscle], model=model)[:, 0, AXES.index(about)]
                     for model in has])
    figure, ax = canvas(ax, 7.8, 4.6)
    ax.fill_between(angles, arms.min(axis=0), arms.max(axis=0), color="#DDE2E7", linewidth=0, zorder=1)
    spread = people_band.draw_band(ax, angles, muscle, AXES.index(about), pose) if people else arms
    ax.axhline(0, color=INK, linewidth=1.2, zorder=2)
    for model, values in zip(has, arms, strict=True):
        _, colour, dashes, marker = model_look(model)
        jumps = [switch.at_deg for switch in switches[model] if switch.sudden]
        breaks = np.searchsorted(angles, np.array(jumps) - HAIR / 2)
        every = np.flatnonzero(np.isin(np.insert(angles, breaks, np.nan), np.arange(low, high + 1, 20 * STEP)))
        line = ax.plot(np.insert(angles, breaks, np.nan), np.insert(values, breaks, np.nan), color=colour,
                       linestyle=dashes, linewidth=2.2, marker=marker, markevery=every.tolist(), markersize=6,
                       markeredgecolor=INK, zorder=3)[0]
        line.set_gid(f"arm|{model}")
        for switch in switches[model]:
            if not switch.sudden:
                y = float(np.interp(switch.at_deg, angles, values))
                mark = ax.plot([switch.at_deg], [y], marker="|", markersize=15, markeredgewidth=2.2, color=colour,
                               zorder=4)
                mark[0].set_gid(f"switch|{model}|{switch.kind}")
        for at in jumps:
            ends = np.interp([at - HAIR, at], angles, values)
            gap = ax.plot([at, at], ends, color=colour, linestyle=":", linewidth=1.2, zorder=2)[0]
            gap.set_gid(f"jump|{model}")
    published = _published(ax, muscle, about, along, pose)
    _finish(ax, muscle, about, along, has, arms, np.concatenate([arms, spread]))
    sudden = any(switch.sudden for changes in switches.values() for switch in changes)
    note = [say("moment.note"), *([say("moment.dotted")] if sudden else []),
            *([say("people.note")] if people else []),
            *([say("moment.contested")] if about == "rotation" and along == "flexion" else []),
            *(say("geometry.lacks", model=model_name(model)) for model in hip.MODELS if model not in has), published]
    names = {"muscle": muscle_name(muscle), "about": term("angle", about), "along": term("angle", along)}
    title = say("moment.title_held", **names, pose=pose_text(**held)) if any(held.values()) else \
        say("moment.title", **names)
    return Diagram(figure, title, _facts, note=" ".join(note).strip())


def _published(ax: Axes, muscle: str, about: str, along: str, pose: dict[str, Any]) -> str:
    """Draw the published values that fit these axes; returns their sentence for the note."""
    if along != "flexion" or pose["adduction"] or pose["rotation"]:
        return ""
    rows = [row for row in catalogue.rows(PublishedArm) if (row.part, row.about) == (muscle, about)]
    for row in rows:
        x, y = row.flexion_deg, row.arm_mm
        point = ax.plot([x], [y], marker="*", markersize=14, color="white", markeredgecolor=INK, linestyle="none",
                        markeredgewidth=1.3, zorder=5)[0]
        point.set_gid(f"published|{row.label}")
        ax.annotate(f"{row.label}: {written(abs(y))} mm", (x, y), (9, -13), textcoords="offset points",
                    fontsize=SMALL, color=INK, ha="left", va="top")
    return " ".join(dict.fromkeys(say("moment.star", label=row.label, note=row.checked_note) for row in rows))


def _finish(ax: Axes, muscle: str, about: str, along: str, has: list[str], arms: Any, drawn: Any) -> None:
    low, high = hip.LIMITS[along]
    least, most = min(float(drawn.min()), 0.0), max(float(drawn.max()), 0.0)
    pad = 0.16 * (most - least) + 2
    ax.set_xlim(low, high + 0.24 * (high - low))
    ax.set_ylim(least - pad, most + pad)
    ax.text(low + 1, ax.get_ylim()[1], f"▴ {way(about, True)}", fontsize=NORMAL, color=INK, va="top", ha="left")
    ax.text(low + 1, ax.get_ylim()[0], f"▾ {way(about, False)}", fontsize=NORMAL, color=INK, va="bottom", ha="left")
    ends, gap = _apart([float(values[-1]) for values in arms], 0.075 * (ax.get_ylim()[1] - ax.get_ylim()[0])), 2.0
    for model, y, values in zip(has, ends, arms, strict=True):
        ax.plot([high, high + gap + 1], [float(values[-1]), y], color=GREY, linewidth=0.7)
        ax.text(high + gap + 2, y, model_name(model), fontsize=NORMAL, color=model_look(model)[1], va="center")
    ax.set_title(f"{muscle_name(muscle)}", fontsize=LARGE, loc="left", color=INK, weight="bold")
    # The facts read the angles from the gids, which are the same in every language.
    ax.set_xlabel(say("moment.along", angle=term("angle", along)), fontsize=NORMAL, color=INK, gid=along)
    ax.set_ylabel(say("moment.about", angle=term("angle", about)), fontsize=NORMAL, color=INK, gid=about)
    ax.set_xticks(np.arange(np.ceil(low / 30) * 30 if along != "flexion" else 0, high + 1, 30 if along == "flexion"
                            else 15))
    ax.grid(axis="y", color=PALE, zorder=0)
    ax.tick_params(labelsize=SMALL)
    ax.spines[["top", "right"]].set_visible(False)


def _apart(values: list[float], gap: float) -> list[float]:
    """The values moved as little as may be so that neighbours are ``gap`` apart."""
    order = sorted(range(len(values)), key=values.__getitem__)
    moved = [values[i] for i in order]
    for _ in range(50):
        for i, (lower, upper) in enumerate(pairwise(moved)):
            lack = gap - (upper - lower)
            if lack > 0:
                moved[i], moved[i + 1] = lower - lack / 2, upper + lack / 2
    by_index = dict(zip(order, moved, strict=True))
    return [by_index[i] for i in range(len(values))]


def _facts(figure: Figure) -> Iterator[str]:
    """Read the lines, the marks of switches and the stars back."""
    ax = next(axes for axes in figure.axes if any(str(line.get_gid()).startswith("arm|") for line in axes.lines))
    about, along = str(ax.yaxis.label.get_gid()), str(ax.xaxis.label.get_gid())
    for line in ax.lines:
        kind, *rest = str(line.get_gid()).split("|")
        x, y = (np.asarray(data, dtype=float) for data in line.get_data())
        if kind == "arm":
            read = READ_AT if along == "flexion" else (float(x[0]), 0.0, float(x[-1]))
            drawn = np.isfinite(x)
            arms = ", ".join(_at(along, at, does(about, float(np.interp(at, x[drawn], y[drawn])))) for at in read)
            turns = [float(x[i] - y[i] * (x[i + 1] - x[i]) / (y[i + 1] - y[i]))
                     for i in range(len(x) - 1) if y[i] * y[i + 1] < 0]
            yield (say("moment.fact_turns", who=model_name(rest[0]), action=arms,
                       turns=listed([f"{at:.0f}°" for at in turns])) if turns else
                   say("moment.fact", who=model_name(rest[0]), action=arms))
        elif kind == "jump":
            before, after = (does(about, float(value)) for value in y)
            yield say("moment.jump", model=model_name(rest[0]), at=f"{x[0]:.0f}", before=before, after=after)
        elif kind == "switch":
            key = "moment.wrap" if rest[1] == "wrap" else "moment.via_point"
            yield say(key, model=model_name(rest[0]), at=f"{x[0]:.0f}")
        elif kind == "published":
            yield say("moment.fact", who=rest[0], action=_at(along, float(x[0]), does(about, float(y[0]))))
    yield from people_band.arm_facts(ax)


def _at(along: str, degrees: float, action: str) -> str:
    """What an arm does at an angle: "at 90° of flexion turns the thigh inward, 19 mm"."""
    return say("moment.at", degrees=f"{degrees:g}", angle=term("angle", along), does=action)
