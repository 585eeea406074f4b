"""A forward bend shared by low back and hips: with free hips in two studies, and with hips that stop early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Patch, Rectangle
from numpy.typing import NDArray

from ...core.numbers import finite
from ...evidence.references import cited
from ...hip import spine
from ...tables import catalogue
from ...tables.phrases import say
from ...tables.rows.evidence import HipBackLink
from ...tables.rows.hip_model import BackMotion
from ..diagram import Diagram
from ..snapshot import Snapshot
from ..style import BLUE, GREY, INK, LARGE, NORMAL, PALE, PAPER, SMALL, VERMILLION

# part -> (key of its name, colour, hatch)
PARTS = {"lumbar": ("bend.lumbar", VERMILLION, "////"), "hip": ("bend.hip", BLUE, ""),
         "rest": ("bend.rest", "#9AA5AE", "...."), "lost": ("bend.lost", PAPER, "xxx")}
ROWS = {"free": 2.0, "limited": 1.0, "other": 0.0}
STUDIES = {"esola1996": "Esola 1996", "tafazzol2014": "Tafazzol 2014"}
HIGH = 0.30  # half the height of a bar
# Which rows of hip_back_links stand under the picture, and what is said of them.
BESIDE = {"hip_and_back_share_bending": "not_shown", "stretch_changes_bending": "evidence",
          "muscle_tilts_pelvis": "evidence"}
ENDS = ("lumbar", "hip", "trunk")


def bend_limits() -> tuple[float, float]:
    """(largest bend, largest hip part) in whole degrees that the first study knows, degrees."""
    largest = float(np.floor(spine.largest_bend()))
    return largest, float(np.floor(float(spine.lumbopelvic_rhythm(largest).hip)))


class BendView:
    """One figure that :meth:`show` brings into a state: ``bend``, ``hip_max`` in degrees, ``share`` from 0 to 1."""

    def __init__(self) -> None:
        figure = Figure(figsize=(8.8, 4.4))
        self.heading = figure.text(0.015, 0.945, "", fontsize=LARGE, color=INK, weight="bold", va="center")
        self.heading.set_gid("heading")
        self._moving: list[Artist] = [self.heading]
        self._side(figure.add_axes((0.0, 0.0, 0.36, 0.9)))
        self._bars(figure.add_axes((0.545, 0.12, 0.44, 0.72)))
        self.diagram = Diagram(figure, "", _facts, note=_note(), dpi=100)
        self._snapshot: Snapshot | None = None

    def _side(self, ax: Axes) -> None:
        ax.set_axis_off()
        ax.set_aspect("equal")
        ax.set_xlim(-0.5, 0.95)
        ax.set_ylim(-1.08, 0.9)
        ax.plot([-0.4, 0.6], [-0.93, -0.93], color=GREY, linewidth=1)
        ax.plot([0, 0.02, 0, 0.16], [0, -0.45, -0.88, -0.90], color=INK, linewidth=9, solid_capstyle="round",
                solid_joinstyle="round")
        self._figures = []
        for ghost in (True, False):
            style: dict[str, Any] = {"linewidth": 2, "linestyle": (0, (3, 2))} if ghost else {
                "linewidth": 10, "solid_capstyle": "round"}
            colours = (GREY, GREY, GREY) if ghost else (BLUE, VERMILLION, INK)
            lines = [ax.plot([], [], color=colour, **style)[0] for colour in colours]
            head = Circle((0, 0), 0.085, facecolor="none" if ghost else PALE, edgecolor=GREY if ghost else INK,
                          linewidth=1.5, linestyle=(0, (3, 2)) if ghost else "-")
            ax.add_patch(head)
            self._figures.append((lines, head))
            self._moving += [*lines, head]
        ax.plot([0], [0], marker="o", markersize=9, color=PAPER, markeredgecolor=INK, zorder=5)
        self._dashed = ax.text(0.5, 0.0, "", transform=ax.transAxes, fontsize=SMALL, color=INK, ha="center",
                               va="bottom")
        self._moving.append(self._dashed)

    def _bars(self, ax: Axes) -> None:
        largest, _ = bend_limits()
        ax.set_xlim(0, largest)
        ax.set_ylim(-0.5, 2.6)
        self._rectangles, self._words = {}, {}
        for row, y in ROWS.items():
            for part, (_, colour, hatch) in PARTS.items():
                bar = Rectangle((0, y - HIGH), 0, 2 * HIGH, facecolor=colour, edgecolor=INK, hatch=hatch, linewidth=0.8)
                bar.set_gid(f"{row}|{part}")
                ax.add_patch(bar)
                self._rectangles[row, part] = bar
                text = ax.text(0, y, "", fontsize=NORMAL, color=INK, ha="center", va="center",
                               bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
                self._words[row, part] = text
            label = ax.text(-0.03, y, "", transform=ax.get_yaxis_transform(), fontsize=SMALL + 0.5, color=INK,
                            ha="right", va="center", linespacing=1.25)
            label.set_gid(f"label|{row}")
            self._words[row, "label"] = label
        self._moving += [*self._rectangles.values(), *self._words.values()]
        ax.set_yticks([])
        ax.set_xlabel(say("bend.axis"), fontsize=SMALL, color=GREY)
        ax.tick_params(axis="x", labelsize=SMALL, colors=GREY)
        ax.spines[["top", "right", "left"]].set_visible(False)
        handles = [Patch(facecolor=colour, edgecolor=INK, hatch=hatch, label=say(name))
                   for name, colour, hatch in PARTS.values()]
        ax.legend(handles=handles, ncols=4, fontsize=SMALL, frameon=False, loc="lower right", bbox_to_anchor=(1, 1),
                  handlelength=1.5, columnspacing=0.9, handletextpad=0.4)

    def show(self, values: Mapping[str, Any]) -> None:
        """Bring the figure into this state. Raises :class:`StretchlibError` for a value beyond its range."""
        bend, hip_max, share = (float(values[name]) for name in ("bend", "hip_max", "share"))
        free, second_free = (spine.lumbopelvic_rhythm(bend, source) for source in spine.SOURCES)
        held = spine.limited_hip(bend, hip_max, share)
        self.heading.set_text(say("bend.heading", bend=f"{bend:g}"))
        self.diagram.title = say("bend.title", bend=f"{bend:g}")
        first, second = (STUDIES[source] for source in spine.SOURCES)
        self._row("free", say("bend.free", study=first), lumbar=free.lumbar, hip=free.hip, rest=free.rest)
        self._row("limited", say("bend.stopped", hip_max=f"{hip_max:g}", share=f"{share:g}"), lumbar=held.lumbar,
                  hip=held.hip, lost=held.lost)
        self._row("other", say("bend.free", study=second), lumbar=second_free.lumbar, hip=second_free.hip,
                  rest=second_free.rest)
        stopped = float(held.lost) > 0 or float(held.hip) < float(free.hip)
        self._dashed.set_text(say("bend.dashed") if stopped else say("bend.no_stop_yet"))
        bends = ((free.hip, free.lumbar), (held.hip, held.lumbar))
        for (lines, head), shares in zip(self._figures, bends, strict=True):
            hip, lumbar = map(float, shares)
            for line, points in zip(lines, _trunk(hip, lumbar), strict=True):
                line.set_data(points[:, 0], points[:, 1])
            top = points[-1] + 0.12 * _towards(hip + lumbar)
            head.set_center((float(top[0]), float(top[1])))

    def _row(self, row: str, label: str, **degrees: Any) -> None:
        self._words[row, "label"].set_text(label.replace("|", "\n"))
        begin = 0.0
        for part in PARTS:
            width = max(float(degrees.get(part, 0.0)), 0.0)
            bar, text = self._rectangles[row, part], self._words[row, part]
            bar.set_bounds(begin, bar.get_y(), width, 2 * HIGH)
            bar.set_visible(width >= 0.05)
            text.set(x=begin + width / 2, text=f"{width:.0f}°", visible=width >= 7)
            begin += width

    def png(self) -> bytes:
        """The picture as it is now."""
        self._snapshot = self._snapshot or Snapshot(self.diagram.figure, self._moving, self.diagram.dpi)
        self._snapshot.draw()
        return self._snapshot.png()


def plot_forward_bend(bend: float = 90, hip_max: float = 40, share: float = 0) -> Diagram:
    """Draw how a forward bend is shared by low back and hips, with free hips and with hips that stop at ``hip_max``.

    Degrees; ``share`` (0 to 1) of what the hips then lack is taken by the lumbar spine, an assumption. The two studies
    stand beside each other and are never merged. Raises :class:`StretchlibError` for a value beyond
    what was measured. Returns a :class:`Diagram`.
    """
    bend, hip_max, share = finite(bend=bend, hip_max=hip_max, share=share)
    view = BendView()
    view.show({"bend": bend, "hip_max": hip_max, "share": share})
    return view.diagram


def _towards(angle: float) -> NDArray[np.float64]:
    """The direction ``angle`` degrees forward of upright; forward is to the right."""
    return np.array([np.sin(np.radians(angle)), np.cos(np.radians(angle))])


def _trunk(hip: float, lumbar: float) -> list[NDArray[np.float64]]:
    """Pelvis, low back (an arc) and chest as lines from the hip joint, heights of the body as the unit."""
    pelvis = np.array([[0.0, 0.0], 0.17 * _towards(hip)])
    arc = [pelvis[-1]]
    for step in np.linspace(0, 1, 12)[1:]:
        arc.append(arc[-1] + 0.2 / 11 * _towards(hip + lumbar * float(step)))
    return [pelvis, np.array(arc), np.array([arc[-1], arc[-1] + 0.30 * _towards(hip + lumbar)])]


def _note() -> str:
    said = [getattr(catalogue.row(HipBackLink, name), column) for name, column in BESIDE.items()]
    return " ".join([say("bend.note"), say("bend.against", said=" ".join(said)), *map(_read, spine.SOURCES), _slopes()])


def _read(study: str) -> str:
    """What a study tells of a bend forward, as its rows of ``back_motion`` say it."""
    rows = [row for row in catalogue.rows(BackMotion) if row.study == study]
    shares = ", ".join(say("bend.ratio", ratio=f"{row.value:g}", low=f"{row.from_deg:g}", high=f"{row.to_deg:g}")
                       for row in rows if row.quantity == "ratio")
    ends = ", ".join(_end(say(f"bend.end_{quantity}"), row) for quantity in ENDS for row in rows
                     if row.quantity == quantity)
    return say("bend.read", study=cited(study), shares=shares, ends=ends)


def _end(name: str, row: BackMotion) -> str:
    if row.sd:
        return say("bend.end_spread", name=name, value=f"{row.value:g}", sd=f"{row.sd:g}")
    return say("bend.end_value", name=name, value=f"{row.value:g}")


def _slopes() -> str:
    """How far the curve of the low back follows the pelvis, study by study."""
    slopes = "; ".join(say("bend.slope", value=f"{row.value:g}", study=cited(row.study))
                       for row in catalogue.rows(BackMotion) if row.quantity == "slope")
    return say("bend.slopes", slopes=slopes)


def _facts(figure: Figure) -> Iterator[str]:
    """Read labels and bars back."""
    bars = {str(patch.get_gid()): patch for ax in figure.axes for patch in ax.patches
            if isinstance(patch, Rectangle) and patch.get_visible()}
    labels = {str(text.get_gid()): text.get_text() for ax in figure.axes for text in ax.texts if text.get_gid()}
    for row in ROWS:
        parts = [say("bend.end_value", name=say(name), value=f"{bars[f'{row}|{part}'].get_width():.0f}")
                for part, (name, _, _) in PARTS.items() if f"{row}|{part}" in bars]
        label = labels[f"label|{row}"].replace("\n", " ")
        yield say("bend.fact", label=f"{label[0].upper()}{label[1:]}", parts=", ".join(parts) or say("bend.upright"))
