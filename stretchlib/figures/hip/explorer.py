"""The picture of ``explore_hip``: what a muscle would do from a pose, and how long it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Protocol

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from ... import hip
from ...hip import wording
from ...hip.wording import AXES, SMALL_ARM_MM, briefly, does, model_name, muscle_name, pose_text
from ...tables.phrases import say
from ..diagram import Diagram
from ..snapshot import Snapshot
from ..style import GREY, INK, LARGE, NORMAL, PALE, SMALL
from .explored_people import PeopleMarks, people_facts
from .jump_marks import jump_facts, mark_jumps
from .looks import model_look

ROWS = ("rotation", "adduction", "flexion")  # from top to bottom
LIMIT_MM = 105


class Body(Protocol):
    """A drawing of the bones in a pose; ``artists`` are those that move, deep ones first."""

    artists: list[Artist]

    def show(self, flexion: float, adduction: float, rotation: float, muscle: str, model: str) -> None:
        """Bring the drawing into the pose, with the muscle's path in this model."""


class HipView:
    """One figure that :meth:`show` brings into a state: ``flexion``, ``adduction``, ``rotation`` in degrees,
    ``muscle``, ``model``, and ``view`` where ``body(axes, view)`` makes the :class:`Body` beside the numbers."""

    small, normal = SMALL, NORMAL  # points
    title = "explored.would"  # key of the words over the bars
    sides: ClassVar[dict[float, str]] = {-LIMIT_MM: "left", LIMIT_MM: "right"}  # where words stand over a bar, mm

    def __init__(self, body: Any = None) -> None:
        self.body: Any = None
        self._people: PeopleMarks | None = None
        self._make_body, self._view, self._muscle = body, "", ""
        self._moving: list[Artist] = []
        self._snapshot: Snapshot | None = None
        self.diagram = self._lay_out(0.45 if body else 0.13)

    def _lay_out(self, left: float) -> Diagram:
        """The empty figure; the body stands left of ``left``, a share of the width, where there is one."""
        figure = Figure(figsize=(8.8, 4.9))
        self.arms = figure.add_axes((left, 0.42, 0.975 - left, 0.40))
        self.lengths = figure.add_axes((left + 0.115, 0.085, 0.86 - left, 0.20))
        self._head(figure, (0.955, LARGE), (0.895, NORMAL), (0.005, 0.055, left - 0.03, 0.825))
        self._make_arms()
        self._make_lengths()
        self._people = PeopleMarks(self.arms, self.lengths, dict(zip(ROWS, (2.0, 1.0, 0.0), strict=True)))
        self._moving += self._people.artists
        return Diagram(figure, "", _facts, note=say("explored.note"), dpi=100)

    def _head(self, figure: Figure, heading: tuple[float, float], pose: tuple[float, float],
              stage: tuple[float, float, float, float]) -> None:
        """Muscle and pose, each (height, letters), and the room of the body."""
        self._stage: Any = figure.add_axes(stage) if self._make_body else None
        self.heading = figure.text(0.015, heading[0], "", fontsize=heading[1], color=INK, weight="bold", va="center")
        self.heading.set_gid("heading")
        self.pose = figure.text(0.015, pose[0], "", fontsize=pose[1], color=INK, va="center")
        self.pose.set_gid("pose")
        self._moving.append(self.pose)

    def _make_arms(self) -> None:
        ax = self.arms
        ax.set_xlim(-LIMIT_MM, LIMIT_MM)
        ax.set_ylim(-0.4, 2.75)
        ax.axvline(0, color=INK, linewidth=1.2)
        for y, axis in zip((2.0, 1.0, 0.0), ROWS, strict=True):
            ax.add_patch(Rectangle((-LIMIT_MM, y - 0.2), 2 * LIMIT_MM, 0.4, facecolor=PALE, edgecolor="none"))
            for x, side in self.sides.items():
                text = ax.text(x, y + 0.27, "", fontsize=self.small, color=INK, ha=side, va="bottom")
                text.set_gid(f"words|{axis}|{side}")
                self._moving.append(text)
            self._bar(ax, y, axis)
        ax.set_title(say(self.title), fontsize=self.normal, color=INK, loc="left", pad=5)
        ax.set_yticks([])
        ax.set_xticks([-100, -50, 0, 50, 100], ["100", "50", "0", "50", "100"])
        _plain(ax, self.small)

    def _bar(self, ax: Axes, y: float, axis: str) -> None:
        """The arm of the model shown, and a mark for each of the models."""
        bar = Rectangle((0, y - 0.2), 0, 0.4, edgecolor=INK, linewidth=0.8, alpha=0.85)
        bar.set_gid(f"arm|{axis}")
        ax.add_patch(bar)
        self._moving.append(bar)
        for model in hip.MODELS:
            _, colour, _, marker = model_look(model)
            self._mark(ax, y, marker, colour, f"arm|{axis}|{model}")

    def _make_lengths(self) -> None:
        ax = self.lengths
        ax.set_ylim(-0.6, len(hip.MODELS) - 0.4)
        ax.axvline(0, color=INK, linewidth=1.2)
        for y, model in enumerate(reversed(hip.MODELS)):
            _, colour, _, marker = model_look(model)
            stem = ax.plot([0, 0], [y, y], color=colour, linewidth=4, solid_capstyle="butt")[0]
            self._moving.append(stem)
            stem.set_gid(f"stem|{model}")
            self._mark(ax, y, marker, colour, f"length|{model}")
            text = ax.text(0, y, "", fontsize=SMALL, color=INK, va="center")
            text.set_gid(f"change|{model}")
            self._moving.append(text)
        ax.set_title(say("explored.lengths"), fontsize=NORMAL, color=INK, loc="left", pad=5)
        ax.set_yticks(range(len(hip.MODELS)), [model_name(model) for model in reversed(hip.MODELS)], fontsize=SMALL)
        _plain(ax, self.small)

    def _mark(self, ax: Axes, y: float, marker: str, colour: str, gid: str) -> None:
        line = ax.plot([0], [y], marker=marker, markersize=7, color=colour, markeredgecolor=INK, linestyle="none",
                       markeredgewidth=0.9, clip_on=False)[0]
        line.set_gid(gid)
        self._moving.append(line)

    def _scale(self, muscle: str, has: list[str]) -> None:
        """Let the length axis hold what this muscle does in any pose, so that it stands still while sliders move."""
        grid = np.meshgrid(*(np.linspace(*hip.LIMITS[angle], 6) for angle in AXES), indexing="ij")
        changes = [100 * (hip.muscle_lengths(*grid, muscles=[muscle], model=model)
                          / hip.muscle_lengths(muscles=[muscle], model=model) - 1) for model in has]
        low, high = min(float(c.min()) for c in changes), max(float(c.max()) for c in changes)
        self.lengths.set_xlim(low - 4, high + 0.42 * (high - low))
        ticks: Any = MaxNLocator(7, steps=[1, 2, 5, 10]).tick_values(low, high)
        ticks = ticks[(ticks >= low - 4) & (ticks <= high + 4)]
        self.lengths.set_xticks(ticks, [f"{tick:+.0f}" if tick else "0" for tick in ticks])
        self._muscle, self._snapshot = muscle, None

    def show(self, values: Mapping[str, Any]) -> None:
        """Bring the figure into this state."""
        pose: dict[str, Any] = {name: float(values[name]) for name in ("flexion", "adduction", "rotation")}
        muscle, model = str(values["muscle"]), str(values["model"])
        has = [name for name in hip.MODELS if muscle in hip.muscle_ids(name)]
        arms = {name: hip.moment_arms(**pose, muscles=[muscle], model=name)[..., 0, :] for name in has}
        heading = f"{muscle_name(muscle)} ({model_name(model)})"
        if heading != self.heading.get_text():  # it changes seldom, so it stands still in the snapshot
            self.heading.set_text(heading)
            self._snapshot = None
        words = pose_text(**pose)
        self.pose.set_text(words)
        self.diagram.title = say("explored.title", muscle=muscle_name(muscle), pose=words, model=model_name(model))
        gids = {artist.get_gid(): artist for artist in self._moving}
        for index, axis in enumerate(AXES):
            bar: Any = gids[f"arm|{axis}"]
            bar.set_visible(model in has)
            bar.set_facecolor(model_look(model)[1])
            arm = float(arms[model][index]) if model in has else 0.0
            bar.set_width(arm)
            self._say(gids, axis, arm if model in has else None)
            for geometry in hip.MODELS:
                _put(gids[f"arm|{axis}|{geometry}"], float(arms[geometry][index]) if geometry in has else None)
        self._show_lengths(gids, pose, muscle, has)
        if self._people is not None:
            self._people.show(str(values.get("hip", "mean")), muscle, pose)
        hollow = [say("explored.hollow")] if mark_jumps(gids, pose, muscle, has) else []
        self.diagram.note = " ".join([say("explored.note"), *hollow])
        if self._stage is not None:
            if values["view"] != self._view:
                self._turn(str(values["view"]))
            self.body.show(**pose, muscle=muscle, model=model)

    def _say(self, gids: Mapping[Any, Any], axis: str, arm: float | None) -> None:
        """What the arm, mm, of the model shown does about this axis; ``None`` where it has no such part."""
        for side, positive in (("left", False), ("right", True)):
            active = arm is not None and abs(arm) >= SMALL_ARM_MM and (arm > 0) == positive
            words = briefly(axis, positive, arm if active else None)
            gids[f"words|{axis}|{side}"].set(text=f"{words} ▸" if positive else f"◂ {words}",
                                             color=INK if active else GREY, weight="bold" if active else "normal")

    def _show_lengths(self, gids: Mapping[Any, Any], pose: dict[str, Any], muscle: str, has: list[str]) -> None:
        if muscle != self._muscle:
            self._scale(muscle, has)
        for model in hip.MODELS:
            text: Any = gids[f"change|{model}"]
            stem: Any = gids[f"stem|{model}"]
            stem.set_visible(model in has)
            if model not in has:
                _put(gids[f"length|{model}"], None)
                text.set(x=1, text=say("explored.no_such_part"), ha="left")
                continue
            here, rest = (float(hip.muscle_lengths(**angles, muscles=[muscle], model=model)[..., 0])
                          for angles in (pose, dict[str, Any]()))
            percent = 100 * (here - rest) / rest
            _put(gids[f"length|{model}"], percent)
            stem.set_xdata([0, percent])
            x = max(percent, 0.0) + 0.02 * float(np.ptp(self.lengths.get_xlim()))
            text.set(x=x, ha="left", text=say("explored.change", mm=f"{here - rest:+.0f}", percent=f"{percent:+.1f}"))

    def _turn(self, view: str) -> None:
        """Draw the body from another side."""
        self._stage.clear()
        self.body, self._view = self._make_body(self._stage, view), view
        self._snapshot = None

    def png(self) -> bytes:
        """The picture as it is now."""
        self._snapshot = self._snapshot or Snapshot(
            self.diagram.figure, [*(self.body.artists if self.body else []), *self._moving], self.diagram.dpi)
        self._snapshot.draw()
        return self._snapshot.png()


def _put(line: Any, x: float | None) -> None:
    """Move a marker, or hide it where the geometry has no such part."""
    line.set_visible(x is not None)
    line.set_xdata([x or 0.0])


def _plain(ax: Axes, size: float) -> None:
    ax.tick_params(axis="x", labelsize=size, colors=GREY)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(GREY)


def _facts(figure: Figure) -> Iterator[str]:
    """Read heading, bars, markers and length labels back."""
    headings = {text.get_gid(): text.get_text() for text in figure.texts if text.get_gid()}
    muscle, model = headings["heading"].rstrip(")").rsplit(" (", 1)
    lines = {str(line.get_gid()): line for ax in figure.axes for line in ax.lines if line.get_visible()}
    bars = {str(patch.get_gid()): patch for ax in figure.axes for patch in ax.patches
            if isinstance(patch, Rectangle) and patch.get_gid()}
    for axis in ROWS:
        values = {model_name(geometry): _x(lines[f"arm|{axis}|{geometry}"]) for geometry in hip.MODELS
                  if f"arm|{axis}|{geometry}" in lines}
        bar = bars[f"arm|{axis}"]
        others = wording.listed([say("explored.who_does", who=name, does=does(axis, value))
                                   for name, value in values.items() if name != model])
        own = (say("explored.who_does", who=muscle, does=does(axis, bar.get_width())) if bar.get_visible() else
               say("explored.has_none", model=model, muscle=wording.within_sentence(muscle)))
        yield say("explored.fact", own=own, others=others) if others else say("explored.fact_alone", own=own)
    texts = {str(text.get_gid()): text.get_text() for ax in figure.axes for text in ax.texts if text.get_gid()}
    changes = [say("explored.model_change", model=model_name(geometry), change=texts[f"change|{geometry}"])
               for geometry in hip.MODELS if f"change|{geometry}" in texts]
    if changes:
        percents = [_x(lines[f"length|{geometry}"]) for geometry in hip.MODELS if f"length|{geometry}" in lines]
        yield say("explored.fact_lengths", changes="; ".join(changes), spread=wording.spread(percents, "%"))
    yield from jump_facts(lines)
    yield from people_facts(figure)


def _x(line: Line2D) -> float:
    return float(np.asarray(line.get_xdata())[0])
