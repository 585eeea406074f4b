"""One person, or all 26, beside the three geometries of the explorer: spans of moment arms and of lengths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...hip import carried, people
from ...hip.wording import AXES
from ...tables.phrases import say
from ..style import GREEN, INK, SMALL

WAYS = {"rotation": ("inward", "outward"), "adduction": ("adduction", "abduction"), "flexion": ("flexion", "extension")}
BELOW = 0.29  # how far a span lies below the middle of its bar


class PeopleMarks:
    """Green spans below the bars of ``arms`` and below the lengths; ``artists`` are those that move."""

    def __init__(self, arms: Axes, lengths: Axes, heights: Mapping[str, float]) -> None:
        self._spans = {axis: _span(arms, y - BELOW, axis) for axis, y in heights.items()}
        self._spans["length"] = _span(lengths, -0.52, "length")
        self._name = arms.text(0.995, 0.0, "", transform=arms.transAxes, fontsize=SMALL, color=GREEN, weight="bold",
                               ha="right", va="bottom", gid="people-name")
        self.artists: list[Artist] = [*self._spans.values(), self._name]

    def show(self, whose: str, muscle: str, pose: Mapping[str, Any]) -> None:
        """Mark the person ``whose``, or all of them with ``"all"``; nobody with ``"mean"``."""
        there = whose != "mean" and muscle in carried.parts()
        for artist in self.artists:
            artist.set_visible(there)
        self._name.set_visible(whose != "mean")
        self._name.set_text(say("explorer.over.all", count=people.PEOPLE) if whose == "all" else
                            say("explorer.hip.person", person=whose))
        if not there:
            return
        rows = slice(None) if whose == "all" else slice(int(whose) - 1, int(whose))
        here, arms = (values[rows] for values in carried.evaluate_people(**pose, muscles=muscle))
        rest = carried.evaluate_people(muscles=muscle)[0][rows]
        for index, axis in enumerate(AXES):
            self._put(axis, arms[:, 0, index])
        self._put("length", 100 * (here / rest - 1)[:, 0])

    def _put(self, row: str, values: Any) -> None:
        line = self._spans[row]
        line.set_data([values.min(), values.max()], [line.get_ydata()[0]] * 2)


def _span(ax: Axes, y: float, row: str) -> Any:
    return ax.plot([0, 0], [y, y], color=GREEN, linewidth=4, marker="D", markersize=4.5, markeredgecolor=INK,
                   markeredgewidth=0.6, solid_capstyle="butt", visible=False, gid=f"people|{row}", clip_on=False)[0]


def people_facts(figure: Figure) -> Iterator[str]:
    """What the spans say, read back from them; that there are none for a muscle that was not carried over."""
    names = [text for ax in figure.axes for text in ax.texts if text.get_gid() == "people-name" and text.get_visible()]
    if not names or not names[0].get_text():
        return
    spans = {str(line.get_gid()).split("|")[1]: np.asarray(line.get_xdata(), dtype=float) for ax in figure.axes
             for line in ax.lines if str(line.get_gid()).startswith("people|") and line.get_visible()}
    if not spans:
        yield say("explorer.over.not_carried")
        return
    low, high = (f"{value:+.1f}".replace("-", "\N{MINUS SIGN}") for value in spans["length"])
    length = say("explorer.over.percent", percent=low) if low == high else \
        say("explorer.over.percents", low=low, high=high)
    yield say("explorer.over.fact", name=names[0].get_text(), length=length,
              **{axis: _arms(axis, *spans[axis]) for axis in WAYS})


def _arms(axis: str, low: float, high: float) -> str:
    """A span of arms in words: "5 to 12 outward", or "3 outward to 4 inward"."""
    def way(arm: float) -> str:
        return say(f"towards.{WAYS[axis][int(arm < 0)]}")

    def with_way(arm: float) -> str:
        return say("towards.arm", arm=f"{abs(arm):.0f}", way=way(arm))

    if with_way(low) == with_way(high):
        return with_way(low)
    if way(low) != way(high):
        return say("explorer.over.across", first=with_way(low), last=with_way(high))
    least, most = sorted((low, high), key=abs)
    return say("explorer.over.span", low=f"{abs(least):.0f}", last=with_way(most))
