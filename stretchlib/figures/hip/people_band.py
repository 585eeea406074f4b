"""The spread over the bones of 26 people, behind the lines and marks of the three geometries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ...core.errors import StretchlibError
from ...hip import carried, people
from ...tables.phrases import say
from ..style import GREEN, SMALL

Array = NDArray[np.float64]
BAND = "#BFE3D5"
BAR_WIDTH = 9


def checked(muscle: str) -> str:
    """The muscle, once its path was carried over the bones of the 26."""
    if muscle not in carried.parts():
        names = ", ".join(carried.parts())
        raise StretchlibError(f"{muscle} was not carried over the bones of 26 people; leave people=True out, or draw "
                              f"one of: {names}.")
    return muscle


def draw_band(ax: Axes, angles: Array, muscle: str, axis: int, pose: dict[str, Any]) -> Array:
    """Draw from the least to the largest arm (mm) of the 26 at each angle; returns their arms (person, angle)."""
    arms = carried.evaluate_people(**pose, muscles=checked(muscle))[1][..., 0, axis]
    band = ax.fill_between(angles, arms.min(axis=0), arms.max(axis=0), color=BAND, linewidth=0, zorder=1.2)
    band.set_gid("people-band")
    for values in arms:
        ax.plot(angles, values, color=GREEN, linewidth=0.5, alpha=0.45, zorder=1.4)[0].set_gid("people-arm")
    at = int(0.66 * len(angles))
    ax.annotate(say("people.label", count=len(arms)), (float(angles[at]), float(arms[:, at].min())), (4, -6),
                textcoords="offset points", fontsize=SMALL, color=GREEN, weight="bold", ha="left", va="top")
    return np.asarray(arms)


def arm_facts(ax: Axes) -> Iterator[str]:
    """Where the arms of the 26 turn round, or what they range over, read back from their lines."""
    lines = [line for line in ax.lines if line.get_gid() == "people-arm"]
    if not lines:
        return
    values = np.array([np.asarray(line.get_ydata(), dtype=float) for line in lines])
    x = np.asarray(lines[0].get_xdata(), dtype=float)
    changes = values[:, :-1] * values[:, 1:] < 0
    turns = [float(x[i] - row[i] * (x[i + 1] - x[i]) / (row[i + 1] - row[i]))
             for row, change in zip(values, changes, strict=True) for i in np.flatnonzero(change)]
    turning = int(changes.any(axis=1).sum())
    if turns:
        yield say("people.fact_turns", count=len(lines), turning=turning, low=f"{min(turns):.0f}",
                  high=f"{max(turns):.0f}")
    apart = np.ptp(values, axis=0)
    widest = int(apart.argmax())
    yield say("people.fact_arm", count=len(lines), apart=f"{apart[widest]:.0f}", at=f"{x[widest]:.0f}")


def changes_of_length(muscle: str, poses: dict[str, dict[str, Any]]) -> dict[str, Array]:
    """For each position the change of length (person,) against the anatomical position, percent."""
    rest = carried.evaluate_people(muscles=checked(muscle))[0][..., 0]
    return {name: 100 * (carried.evaluate_people(**pose, muscles=muscle, extrapolate=True)[0][..., 0] / rest - 1)
            for name, pose in poses.items()}


def draw_bars(ax: Axes, changes: dict[str, Array], heights: dict[str, float]) -> None:
    """Draw for each position a bar from the least to the largest change of the 26, and a thin mark for each person."""
    for name, values in changes.items():
        y = heights[name]
        bar = ax.plot([values.min(), values.max()], [y, y], color=BAND, linewidth=BAR_WIDTH, solid_capstyle="butt",
                      zorder=1.2)[0]
        bar.set_gid("people-bar")
        ax.plot(values, np.full(len(values), y), "|", color=GREEN, markersize=7, markeredgewidth=0.7, alpha=0.6,
                zorder=1.4)[0].set_gid(f"people-length|{name}")


def length_facts(ax: Axes, reference: str) -> Iterator[str]:
    """How far the 26 spread at each position, and in how many a position lengthens more than the reference does."""
    marks = {str(line.get_gid()).split("|")[1]: line for line in ax.lines
             if str(line.get_gid()).startswith("people-length|")}
    values = {name: np.asarray(line.get_xdata(), dtype=float) for name, line in marks.items()}
    if not values:
        return
    widest = max(values, key=lambda name: float(np.ptp(values[name])))
    yield say("people.fact_length", count=people.PEOPLE, apart=f"{np.ptp(values[widest]):.0f}")
    order = sorted(values, key=lambda name: float(np.median(values[name])))
    alike = sum(_same_order(np.array([values[name][person] for name in order])) for person in range(people.PEOPLE))
    yield say("people.fact_order", alike=alike, count=people.PEOPLE)
    if reference in values:
        above = [name for name in values if name != reference and (values[name] > values[reference]).all()]
        yield say("people.fact_above", above=len(above), positions=len(values) - 1, count=people.PEOPLE)


def _same_order(values: Array) -> bool:
    """Whether no position falls more than one percent behind a position that ranks below it in most people."""
    return bool((values - np.maximum.accumulate(values) > -1).all())
