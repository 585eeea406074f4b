"""What a test result does to a probability: a hundred people before the test, after a positive and a negative one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...core.errors import StretchlibError, one_of
from ...core.numbers import finite
from ...core.text import begun
from ...evidence.statistics import Estimate, post_test_probability
from ...exercises.clinical_test import studied
from ...tables import catalogue
from ...tables.phrases import say, term, written
from ...tables.rows.clinic import AccuracyStudy
from ..diagram import Diagram
from ..snapshot import Snapshot
from ..style import BLUE, GREY, INK, LARGE, NORMAL, PALE, PAPER, SMALL

# panel -> key of its title
PANELS = {"before": "post_test.before", "positive": "post_test.positive", "negative": "post_test.negative"}


def usable_tests(test: str | None = None) -> dict[str, str]:
    """The rows of ``test_accuracy`` that may be used for arithmetic: id -> test and condition.

    Raises :class:`StretchlibError` where ``test`` is not one of them, and says why where the row exists.
    """
    rows = {row.id: row for row in catalogue.rows(AccuracyStudy)}
    if test is not None:
        one_of(test, rows, "row of test accuracy")
        if not rows[test].use:
            raise StretchlibError(f"{test} is not used for arithmetic ({rows[test].caveat}) "
                                  "Choose a row whose column use is true.")
    return {name: f"{row.name}: {row.target}" for name, row in rows.items() if row.use}


class PostTestView:
    """One figure that :meth:`show` brings into a state: ``pre_test`` in percent and ``test``."""

    def __init__(self) -> None:
        figure = Figure(figsize=(8.8, 4.9))
        self.heading = figure.text(0.015, 0.955, "", fontsize=LARGE, color=INK, weight="bold", va="center")
        self.heading.set_gid("heading")
        self.ratios = figure.text(0.015, 0.885, "", fontsize=NORMAL, color=INK, va="center")
        self.ratios.set_gid("ratios")
        self.marks = figure.text(0.015, 0.025, "", fontsize=SMALL, color=GREY, va="center")
        self.marks.set_gid("marks")
        self._moving: list[Artist] = [self.heading, self.ratios, self.marks]
        self._parts = {}
        for index, (name, title) in enumerate(PANELS.items()):
            people = figure.add_axes((0.03 + index * 0.33, 0.25, 0.23, 0.46))
            scale = figure.add_axes((0.035 + index * 0.33, 0.13, 0.22, 0.05))
            self._parts[name] = self._panel(people, scale, name, say(title))
        self.diagram = Diagram(figure, "", _facts, note=say("post_test.note"), dpi=100)
        self._snapshot: Snapshot | None = None

    def _panel(self, people: Axes, scale: Axes, name: str, title: str) -> dict[str, Any]:
        people.set_axis_off()
        people.set_xlim(-0.5, 9.5)
        people.set_ylim(-9.5, 0.5)
        people.set_title(title, fontsize=NORMAL, color=INK, weight="bold", loc="left", pad=24)
        parts: dict[str, Any] = {
            "with": people.plot([], [], "o", markersize=9.5, color=BLUE, markeredgecolor=INK, markeredgewidth=0.8)[0],
            "without": people.plot([], [], "o", markersize=9.5, color=PALE, markeredgecolor=GREY,
                                   markeredgewidth=0.8)[0],
            "says": people.text(0.0, 1.04, "", transform=people.transAxes, fontsize=NORMAL, color=INK, va="bottom"),
        }
        scale.set_xlim(0, 100)
        scale.set_ylim(-1, 1)
        scale.set_yticks([])
        scale.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
        scale.tick_params(axis="x", labelsize=SMALL, colors=GREY)
        scale.spines[["top", "right", "left"]].set_visible(False)
        scale.spines["bottom"].set_color(GREY)
        parts["interval"] = scale.plot([0, 0], [0.2, 0.2], color=INK, linewidth=3, solid_capstyle="butt")[0]
        parts["value"] = scale.plot([0], [0.2], "D", markersize=8, color=BLUE, markeredgecolor=PAPER, clip_on=False)[0]
        for key, artist in parts.items():
            artist.set_gid(f"{name}|{key}")
        self._moving += parts.values()
        return parts

    def show(self, values: Mapping[str, Any]) -> None:
        """Bring the figure into this state. Raises :class:`StretchlibError` for a row that is not for arithmetic."""
        before, test = float(values["pre_test"]), str(values["test"])
        usable_tests(test)
        row = catalogue.row(AccuracyStudy, test)
        heading = f"{row.name}: {row.target}"
        self.heading.set(text=heading, fontsize=LARGE * min(1, 84 / len(heading)))  # the longest within the picture
        self.diagram.title = say("post_test.title", test=row.name, target=row.target, before=f"{before:g}")
        self.diagram.note = f"{say('post_test.note')} {row.caveat}"
        ratios = {"positive": _ratio(row.lr_positive, row.lr_positive_low, row.lr_positive_high),
                  "negative": _ratio(row.lr_negative, row.lr_negative_low, row.lr_negative_high)}
        self.ratios.set_text(say("post_test.ratios", **{side: _ratio_text(ratio) for side, ratio in ratios.items()}))
        self.marks.set_text(say("post_test.studied", who=begun(studied(row)),
                                certainty=term("certainty", row.certainty)))
        self._fill("before", Estimate(before, before, before), no_interval=True)
        for side, (ratio, has_ends) in ratios.items():
            after = Estimate(*(100 * share for share in post_test_probability(before / 100, ratio)))
            self._fill(side, after, no_interval=not has_ends)

    def _fill(self, name: str, percent: Estimate, *, no_interval: bool) -> None:
        parts = self._parts[name]
        count = round(percent.value)
        places = np.array([(i % 10, -(i // 10)) for i in range(100)], dtype=float)
        parts["with"].set_data(places[:count, 0], places[:count, 1])
        parts["without"].set_data(places[count:, 0], places[count:, 1])
        parts["value"].set_xdata([percent.value])
        parts["interval"].set_data([percent.low, percent.high], [0.2, 0.2])
        parts["interval"].set_visible(not no_interval)
        ends = say("post_test.estimate") if name == "before" else say("post_test.no_interval") if no_interval else \
            say("post_test.interval", low=f"{percent.low:.0f}", high=f"{percent.high:.0f}")
        parts["says"].set_text(f"{_people(percent.value)} ({ends})")

    def png(self) -> bytes:
        """The picture as it is now."""
        self._snapshot = self._snapshot or Snapshot(self.diagram.figure, self._moving, self.diagram.dpi)
        self._snapshot.draw()
        return self._snapshot.png()


def plot_post_test(test: str = "crossed_straight_leg_raise_surgical", pre_test: float = 30) -> Diagram:
    """Draw what a positive and a negative ``test`` do to a pre-test probability, as people of 100.

    ``pre_test`` in percent, above 0 and below 100; ``test`` is a row of ``test_accuracy`` that may be used for
    arithmetic. Raises :class:`StretchlibError` for others. Returns a :class:`Diagram`.
    """
    (pre_test,) = finite(**{"pre-test probability": pre_test})
    if not 0 < pre_test < 100:
        raise StretchlibError(f"A pre-test probability lies above 0 and below 100 %, not at {pre_test:g}; "
                              "write 30 for 30 %.")
    view = PostTestView()
    view.show({"pre_test": pre_test, "test": test})
    return view.diagram


def _ratio(ratio: float | None, low: float | None, high: float | None) -> tuple[Estimate, bool]:
    """(the likelihood ratio of a row that may be used, whether it was published with an interval)."""
    assert ratio is not None, "the schema asks for it where use is true"
    if low is None or high is None:
        return Estimate(ratio, ratio, ratio), False
    return Estimate(ratio, low, high), True


def _ratio_text(ratio: tuple[Estimate, bool]) -> str:
    estimate, has = ratio
    if not has:
        return written(estimate.value)
    return say("post_test.ratio", value=f"{estimate.value:g}", low=f"{estimate.low:g}", high=f"{estimate.high:g}")


def _people(percent: float) -> str:
    return say("post_test.under_one") if 0 < percent < 0.5 else say("post_test.people", count=f"{percent:.0f}")


def _facts(figure: Figure) -> Iterator[str]:
    """Count the dots, and read markers and intervals back."""
    texts = {str(text.get_gid()): text.get_text() for text in figure.texts}
    lines = {str(line.get_gid()): line for ax in figure.axes for line in ax.lines}
    yield f"{texts['ratios']}."
    for name, title in PANELS.items():
        filled, hollow = (len(np.asarray(lines[f"{name}|{part}"].get_xdata())) for part in ("with", "without"))
        value = float(np.asarray(lines[f"{name}|value"].get_xdata())[0])
        low, high = (float(end) for end in np.asarray(lines[f"{name}|interval"].get_xdata()))
        here = {"panel": say(title), "filled": filled, "all": filled + hollow, "value": f"{value:.0f}"}
        yield (say("post_test.fact_interval", **here, low=f"{low:.0f}", high=f"{high:.0f}")
               if lines[f"{name}|interval"].get_visible() else say("post_test.fact", **here))
    yield texts["marks"]
