"""The picture of ``explore_hip`` for a wall: fewer things, in letters that are read from the back of a room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ... import hip
from ...hip.wording import SMALL_ARM_MM, briefly, model_name
from ...tables.phrases import say
from ..diagram import Diagram
from ..style import INK, PAPER
from .body import HipBody
from .explorer import LIMIT_MM, HipView, _facts
from .looks import model_look

WIDE, HIGH, DPI = 7.2, 3.95, 150  # inches; the shape of the room that a slide leaves beside the sliders
LETTERS = 17.6  # points; 24 px where the slide counts 1280 x 720


class WallBody(HipBody):
    """The body with its side told in large letters."""

    def __init__(self, ax: Axes, view: str = "posterolateral") -> None:
        super().__init__(ax, view, LETTERS)


class WallHipView(HipView):
    """As :class:`HipView`, without the lengths, which the sentences then leave out as well."""

    small = normal = LETTERS
    title = "explored.moment_arm"
    sides: ClassVar[dict[float, str]] = {-LIMIT_MM: "left"}

    def __init__(self) -> None:
        super().__init__(WallBody)

    def _lay_out(self, left: float) -> Diagram:
        figure = Figure(figsize=(WIDE, HIGH))
        self.arms = figure.add_axes((0.425, 0.205, 0.545, 0.545))
        self._head(figure, (0.94, LETTERS), (0.86, LETTERS), (0.0, 0.235, 0.405, 0.595))
        self._make_arms()
        for index, model in enumerate(hip.MODELS):
            _, colour, _, marker = model_look(model)
            x = 0.03 + 0.335 * index
            figure.add_artist(Line2D([x], [0.045], marker=marker, markersize=11, color=colour, markeredgecolor=INK,
                                     linestyle="none"))
            figure.text(x + 0.025, 0.045, model_name(model), fontsize=LETTERS, color=INK, va="center")
        return Diagram(figure, "", _facts, note=say("explored.note"), dpi=DPI)

    def _say(self, gids: Mapping[Any, Any], axis: str, arm: float | None) -> None:
        small = arm is not None and abs(arm) < SMALL_ARM_MM
        words = "" if arm is None else say(f"brief_hardly.{axis}", arm=f"{abs(arm):.1f}") if small else \
            briefly(axis, arm > 0, arm)
        gids[f"words|{axis}|left"].set(text=words, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5})

    def _show_lengths(self, gids: Mapping[Any, Any], pose: dict[str, Any], muscle: str, has: list[str]) -> None:
        """The wall has no room for them."""
