"""Standing on one leg: a level and a dropped pelvis, and what gluteus medius of the standing side does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.transforms import Affine2D

from ... import hip
from ...core.errors import StretchlibError
from ...hip.wording import spread
from ...tables.phrases import say
from ..diagram import Diagram
from ..plates import bones, muscles
from ..style import GREY, INK, LARGE, NORMAL, SMALL

DROP_MAX = 20
LEANS_IN = 8.0  # degrees the standing thigh slopes inward to the knee with a level pelvis
BONES = ("sacrum", "hip_bone_left", "hip_bone_right", "lumbar_5", "lumbar_4", "lumbar_3", "femur_right", "tibia_right")
LIFTED = "femur_left"
MUSCLE = "gluteus_medius"
TONE = "middle"
CREST_HEIGHT, MIDDLE = 150.0, -79.1  # mm: just above the crests; the middle of the pelvis


def plot_pelvic_drop(drop: float = 10) -> Diagram:
    """Draw standing on the right leg with a level pelvis, and with the left side ``drop`` degrees lower.

    0 to 20 degrees. Raises :class:`StretchlibError` beyond that. Returns a :class:`Diagram`.
    """
    if isinstance(drop, bool) or not isinstance(drop, (int, float)) or not 0 <= drop <= DROP_MAX:
        raise StretchlibError(f"The drop of the pelvis is 0 to {DROP_MAX} degrees here, not {drop!r}; "
                              "give a number within.")
    figure = Figure(figsize=(8.2, 5.6))
    for panel, angle in enumerate((0.0, float(drop))):
        _stance(figure.add_axes((0.01 + 0.5 * panel, 0.12, 0.48, 0.80)), angle)
    longer = spread(_longer(float(drop)), "%", sign=False)
    says = say("pelvic.holds") + (f"\n{say('pelvic.longer', drop=f'{drop:g}', longer=longer)}" if drop else "")
    text = figure.text(0.5, 0.045, says, fontsize=NORMAL, color=INK, ha="center",
                       va="center", linespacing=1.4)
    text.set_gid("says")
    return Diagram(figure, say("pelvic.title"), _facts, note=f"{say('pelvic.note')} {say('bones.credit')}")


def _longer(drop: float) -> list[float]:
    """Percent by which each part of gluteus medius is longer in each model with a dropped than with a level pelvis."""
    percents = []
    for model in hip.MODELS:
        parts = [part for part in hip.muscle_ids(model) if part.startswith(MUSCLE)]
        level, low = (hip.muscle_lengths(adduction=angle, muscles=parts, model=model)
                      for angle in (LEANS_IN, LEANS_IN + drop))
        percents += [float(value) for value in 100 * (low / level - 1)]
    return percents


def _stance(ax: Axes, drop: float) -> None:
    ax.set_axis_off()
    ax.set_aspect("equal")
    view = bones.view_of("posterior")
    matrix = bones.turn(adduction=LEANS_IN + drop)
    faces = bones.draw_bones(ax, view, BONES, matrix)
    front = bones.DepthMap.of(faces.values())
    muscles.draw_muscle(ax, view, MUSCLE, TONE, 6.0, hidden_by=front, matrix=matrix)
    # From behind the patient's right is on the right; the standing hip is the origin and the thigh keeps its slope.
    turn = Affine2D().rotate_deg(drop)
    for artist in (*ax.collections, *ax.lines):
        artist.set_transform(turn + ax.transData)
    drawn_before = set(ax.collections)
    bones.draw_bones(ax, view, [LIFTED], zorder=0.5)
    left_hip = np.array([[2 * MIDDLE, 0.0]])
    hangs = Affine2D().translate(*(turn.transform(left_hip) - left_hip)[0])
    for artist in set(ax.collections) - drawn_before:
        artist.set_transform(hangs + ax.transData)
    crests = turn.transform([[MIDDLE * 2 - 75, CREST_HEIGHT], [75, CREST_HEIGHT]])
    ax.plot(crests[:, 0], crests[:, 1], color=INK, linewidth=2, zorder=9)[0].set_gid("crests")
    low, high = crests
    ax.plot([low[0] - 25, high[0]], [high[1], high[1]], color=GREY, linewidth=1.2, linestyle=(0, (4, 3)), zorder=8)
    if drop:
        ax.add_patch(FancyArrowPatch((low[0] - 14, high[1]), (low[0] - 14, low[1] - 2), arrowstyle="-|>",
                                     mutation_scale=15, color=INK, linewidth=1.6, zorder=9))
    ax.set_xlim(-330, 190)
    ax.set_ylim(-500, 290)
    ax.text(0.0, 1.0, say("pelvic.dropped", drop=f"{drop:g}") if drop else say("pelvic.level"), transform=ax.transAxes,
            fontsize=LARGE, weight="bold", color=INK, va="bottom")
    muscle, standing, lifted = (words.replace("|", "\n") for words in (
        say("pelvic.muscle"), say("pelvic.standing"), say("pelvic.lifted")))
    ax.text(110, 60, muscle, fontsize=SMALL, color=INK, va="center", linespacing=1.15)
    ax.text(70, -440, standing, fontsize=SMALL, color=INK, va="center", linespacing=1.15)
    ax.text(-215, -440, lifted, fontsize=SMALL, color=INK, va="center", ha="right", linespacing=1.15)


def _facts(figure: Figure) -> Iterator[str]:
    """Read the line of the crests, the drawn belly and the sentence below back."""
    for ax in figure.axes:
        crests = next(line for line in ax.lines if line.get_gid() == "crests")
        x, y = (np.asarray(data, dtype=float) for data in crests.get_data())
        drop = float(np.degrees(np.arctan2(y[1] - y[0], x[1] - x[0])))
        yield say("pelvic.fact_level") if abs(drop) < 0.05 else say("pelvic.fact_dropped", drop=f"{drop:.0f}")
    yield " ".join(next(text.get_text() for text in figure.texts if text.get_gid() == "says").split())
