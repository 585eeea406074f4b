"""The ways in which the sciatic nerve passes piriformis, types A to F, drawn schematically."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill as fill_text
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from ...tables import catalogue
from ...tables.phrases import say
from ...tables.rows.anatomy import SciaticVariant
from ..diagram import Diagram
from ..style import GREY, INK, LARGE, NORMAL, SMALL

MUSCLE, GRAIN, BONE = "#E9C9B8", "#B98F78", "#F1E9DA"
TIBIAL, FIBULAR = "#F2C94C", "#B9DCF2"  # light fills with a dark edge: told apart by tone, edge style and label
PARTS = {"tibial": (TIBIAL, -1), "fibular": (FIBULAR, 1)}  # in the patient's right buttock from behind: fibular outside
WIDTH = 0.045  # half the width of a part of the nerve


def plot_sciatic_variants() -> Diagram:
    """Draw the six types of the Beaton and Anson scheme, each with its pooled prevalence where one was read.

    Percent of limbs with the 95 % interval; table ``sciatic_variants``. Returns a :class:`Diagram`.
    """
    rows = catalogue.rows(SciaticVariant)
    figure = Figure(figsize=(8.2, 7.0))
    across = 3
    down = -(-len(rows) // across)
    for index, row in enumerate(rows):
        left, top = index % across, index // across
        ax = figure.add_axes((0.015 + left * 0.33, 0.02 + (down - 1 - top) * 0.495, 0.31, 0.33))
        _panel(ax, row)
        ax.set_gid(f"type|{row.id}")
    return Diagram(figure, say("sciatic.title"), _facts, note=say("sciatic.note"))


def _borders(x: Any) -> tuple[Any, Any, Any]:
    """(upper border, middle, lower border) of the muscle at ``x`` from 0, the sacrum, to 1, the trochanter."""
    x = np.asarray(x, dtype=float)
    middle = 0.72 - 0.20 * x
    half = 0.02 + 0.15 * np.cos(np.pi / 2 * np.clip((x - 0.1) / 0.9, 0, 1)) ** 1.3 - 0.3 * np.clip(0.1 - x, 0, 1)
    return middle + half, middle, middle - half


def _panel(ax: Axes, row: SciaticVariant) -> None:
    ax.set_xlim(-0.16, 1.16)
    ax.set_ylim(-0.02, 1.1)
    ax.set_axis_off()
    _bones(ax)
    split = "between" in (row.tibial, row.fibular)
    x = np.linspace(0, 1, 60)
    upper, middle, lower = _borders(x)
    gap = 0.035 * np.sin(np.pi * np.clip(x / 0.9, 0, 1)) ** 0.7 if split else np.zeros_like(x)
    for name, lower_edge, upper_edge in (("lower", lower, middle - gap), ("upper", middle + gap, upper)):
        outline = np.column_stack([np.r_[x, x[::-1]], np.r_[lower_edge, upper_edge[::-1]]])
        head = Polygon(outline, facecolor=MUSCLE, edgecolor=INK if split else MUSCLE, linewidth=1, zorder=2)
        head.set_gid(f"head|{name}")
        ax.add_patch(head)
        for height in (0.25, 0.5, 0.75):
            grain = height * (upper_edge - lower_edge) + lower_edge
            ax.plot(x[2:-12], grain[2:-12], color=GRAIN, linewidth=0.7, zorder=2.1)
    if not split:
        ax.plot(np.r_[x, x[::-1], x[0]], np.r_[lower, upper[::-1], lower[0]], color=INK, linewidth=1, zorder=2.2)
    ax.text(0.72, 0.80, say("sciatic.piriformis"), fontsize=SMALL, color=INK, ha="left", va="bottom")
    apart = 0.0 if row.undivided else 0.06
    for part, (fill, side) in PARTS.items():
        _nerve(ax, part, getattr(row, part), 0.40 + side * (WIDTH + apart), fill)
    has_share = None not in (row.limbs_percent, row.interval_low_percent, row.interval_high_percent, row.limbs)
    figures = say("sciatic.no_share")
    if has_share:
        figures = say("sciatic.share", share=f"{row.limbs_percent:.1f}", low=f"{row.interval_low_percent:.1f}",
                      high=f"{row.interval_high_percent:.1f}", limbs=row.limbs)
    ax.text(-0.15, 1.37, say("sciatic.type", type=row.type), fontsize=LARGE, weight="bold", color=INK,
            va="bottom").set_gid("type")
    ax.text(1.14, 1.37, figures.replace("|", "\n"), fontsize=NORMAL, color=INK if has_share else GREY, ha="right",
            va="bottom", linespacing=1.15, style="normal" if has_share else "italic").set_gid("share")
    ax.text(-0.15, 1.33, fill_text(row.label, 42), fontsize=SMALL, color=INK, va="top", linespacing=1.25)


def _bones(ax: Axes) -> None:
    """Edges of sacrum and trochanter, where the muscle begins and ends."""
    height = np.linspace(0, np.pi, 20)
    sacrum = np.column_stack([-0.16 + 0.19 * np.sin(height) ** 0.7, 0.45 + 0.5 * (1 - np.cos(height)) / 2])
    ax.add_patch(Polygon(sacrum, facecolor=BONE, edgecolor=GREY, linewidth=1, zorder=1))
    turn = np.linspace(0, 2 * np.pi, 40)
    trochanter = np.column_stack([1.06 + 0.09 * np.cos(turn), 0.44 + 0.13 * np.sin(turn)])
    ax.add_patch(Polygon(trochanter, facecolor=BONE, edgecolor=GREY, linewidth=1, zorder=1))
    ax.text(-0.15, 0.37, say("sciatic.sacrum"), fontsize=SMALL, color=GREY, va="top")
    ax.text(1.15, 0.27, say("sciatic.trochanter"), fontsize=SMALL, color=GREY, ha="right", va="top")


def _nerve(ax: Axes, part: str, course: str, x: float, fill: str) -> None:
    """One part of the nerve: dashed in front of the muscle, whole where it lies behind, from where it comes out.

    Going down, both parts run side by side in one line, as they do at the level of the hip.
    """
    upper, middle, lower = (float(y) for y in _borders(x))
    out = {"below": lower, "between": middle, "above": upper + 0.02}[course]
    straight = 0.40 + PARTS[part][1] * WIDTH
    y = np.linspace(out, 0.0, 30)
    easing = np.clip((0.34 - y) / 0.3, 0, 1)
    centre = x + (straight - x) * (3 * easing**2 - 2 * easing**3)
    for edge in (x - WIDTH, x + WIDTH):
        ax.plot([edge, edge], [out, 1.06], color=GREY, linewidth=0.9, linestyle=(0, (3, 2)), zorder=2.4)
    cap = np.linspace(0, np.pi, 12) if course == "between" else np.array([0, np.pi])
    top = np.column_stack([x + WIDTH * np.cos(cap), out + 0.02 * np.sin(cap)])
    outline = np.vstack([np.column_stack([centre - WIDTH, y])[::-1], top[::-1], np.column_stack([centre + WIDTH, y])])
    band = Polygon(outline, facecolor=fill, edgecolor=INK, linewidth=1.1, zorder=3,
                   hatch="" if part == "tibial" else "////")
    band.set_gid(f"nerve|{part}")
    ax.add_patch(band)
    ax.text(straight + (WIDTH + 0.03) * PARTS[part][1], 0.0, say(f"sciatic.{part}"),
            fontsize=SMALL, color=INK, ha="right" if part == "tibial" else "left", va="bottom")


def _facts(figure: Figure) -> Iterator[str]:
    """Read each panel's words, and where each part of the nerve comes out of its drawn muscle."""
    for ax in figure.axes:
        texts = {text.get_gid(): text.get_text() for text in ax.texts if text.get_gid()}
        shapes = {str(patch.get_gid()): patch.get_xy() for patch in ax.patches if isinstance(patch, Polygon)}
        ways, at = {}, {}
        for part in PARTS:
            band = shapes[f"nerve|{part}"]
            top = band[band[:, 1] > band[:, 1].max() - 0.05]
            at[part] = (top[:, 0].min(), top[:, 0].max())
            ways[part] = say(f"sciatic.{_way(band, shapes)}")
        whole = at["fibular"][0] - at["tibial"][1] < 0.01 and ways["tibial"] == ways["fibular"]
        yield say("sciatic.undivided" if whole else "sciatic.divided", type=texts["type"], **ways,
                  share=" ".join(texts["share"].split()))


def _way(band: Any, shapes: dict[str, Any]) -> str:
    """Where the part comes out: "above", "below" or "between" the heads."""
    out = band[:, 1].max()
    x = band[band[:, 1] > out - 0.05][:, 0].mean()
    bottom = {name: _height(shapes[f"head|{name}"], x) for name in ("lower", "upper")}
    if out >= bottom["upper"][1]:
        return "above"
    return "below" if out <= bottom["lower"][0] + 0.02 else "between"


def _height(outline: Any, x: float) -> tuple[float, float]:
    """(lowest, highest) y of a head at ``x``."""
    half = len(outline) // 2
    low = np.interp(x, outline[:half, 0], outline[:half, 1])
    high = np.interp(x, outline[half:2 * half, 0][::-1], outline[half:2 * half, 1][::-1])
    return float(low), float(high)
