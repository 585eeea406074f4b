"""Where pain of a known source was felt: areas of a body from front and back, filled by share, two studies at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Polygon, Rectangle
from numpy.typing import NDArray

from ...core.errors import StretchlibError, one_of
from ...core.text import begun
from ...evidence.pain_areas import BODY, VIEWS, drawn_rows, mapped_studies, outlined_areas, percent_of, share_told
from ...evidence.references import cited
from ...tables import catalogue
from ...tables.phrases import say
from ...tables.rows.evidence import AreaOutline, BodyArea, PainArea, PainSource
from ..diagram import Diagram
from ..style import GREY, INK, NORMAL, PAPER, SKIN, SMALL

EDGE = "#6A737D"


class Look(NamedTuple):
    """How an area is filled: its colour, its hatch and the colour of that."""

    fill: str
    hatch: str = ""
    lines: str = EDGE


#: Step of the share -> from this percent on, and how it is filled: paler to darker, and emptier to denser for eyes
#: that do not tell the fills apart.
STEPS = {"none": (0.0, Look(PAPER)), "low": (1e-9, Look("#E1EEF7")),
         "quarter": (25.0, Look("#B5D6EB", "....", "#6E9FC4")), "half": (50.0, Look("#79B4DA", "////", "#3E7FB1")),
         "most": (75.0, Look("#2F7DB5", "\\\\\\\\", "#B9DAF0"))}
NOT_MEASURED = Look("#F4F4F4", "xxxxx", "#A3ABB3")  # an area that the study did not report
#: Areas whose share stands beside the body seen from behind; the others stand beside the front.
BESIDE_BACK = ("low_back", "outer_hip", "buttock", "thigh_back", "lower_leg", "foot", "below_knee")
#: Thousandths of stature: half the width of a body, how far its middle is from the middle of the panel, the borders.
HALF, APART, SIDE, TOP, BOTTOM = 104, 110, 402, 262, 1030
LINE = 23.5  # height of a line of a label, in the same units


def plot_pain_map(source: str = "hip_joint", studies: Sequence[str] | None = None, *,
                  ax: Axes | None = None) -> Diagram:
    """Draw where people with pain of ``source`` (an id of ``pain_sources``) felt it, by named area of the body.

    ``studies``: one or two keys of ``references`` that mapped this source; default: the first two. Each area is filled
    whole by the share of people, beside it the count, the share in percent and its 95 % Wilson interval; an area that
    a study did not report has a pattern of its own. Raises :class:`StretchlibError` for another source or study, for
    more than two, and for a source of which no share may be drawn. Returns a :class:`Diagram`.
    """
    row = catalogue.row(PainSource, source)
    there = mapped_studies(source)
    if not there:
        raise StretchlibError(f"No share by area may be drawn of {source}; sl.pain_sources({source!r}) tells in words "
                              "what is known.")
    wanted = there[:2] if studies is None else (studies,) if isinstance(studies, str) else tuple(studies)
    for study in wanted:
        one_of(study, there, f"study that mapped {source}")
    if not 1 <= len(wanted) <= 2:
        raise StretchlibError(f"The map shows one or two studies, not {len(wanted)}; give their keys.")
    if ax is None:
        figure = Figure(figsize=(4.5 * len(wanted), 5.35))
        ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    for index, study in enumerate(wanted):
        panel = ax.inset_axes((index / len(wanted), 0.085, 1 / len(wanted), 0.915))
        _panel(panel, study, drawn_rows(source, study))
    if len(wanted) == 2:
        ax.plot([0.5, 0.5], [0.11, 0.97], color=GREY, linewidth=0.6, transform=ax.transAxes)
    _legend(ax, len(wanted))
    return Diagram(ax.figure, say("pain_map.title", source=row.name), _facts,  # type: ignore[arg-type]
                   note=say("pain_map.note"))


def outline(path: str) -> NDArray[np.float64]:
    """The corners (n, 2) of a path of ``area_outlines``: x from the midline, y down from the crown."""
    return np.array([[float(number) for number in pair.split(",")] for pair in re.findall(r"[-\d.]+,[-\d.]+", path)])


def step_of(percent: float) -> str:
    """The step in which a share (percent) is filled."""
    return next(name for name, (low, _) in reversed(STEPS.items()) if percent >= low)


def _panel(ax: Axes, study: str, rows: Sequence[PainArea]) -> None:
    """One study: two bodies, the shares beside them, and above whom it asked."""
    ax.set_axis_off()
    ax.set_xlim(-SIDE, SIDE)
    ax.set_ylim(BOTTOM, TOP - 116)
    ax.set_aspect("equal", anchor="S")
    people = rows[0].people
    ax.text(-SIDE + 8, TOP - 100, say("pain_map.study", study=cited(study), people=people), fontsize=NORMAL,
            weight="bold", color=INK, va="top").set_gid("study")
    ax.text(-SIDE + 8, TOP - 72, fill(begun(rows[0].people_are), 56), fontsize=SMALL, color=GREY, va="top",
            linespacing=1.15).set_gid("people")
    # The finer area wins: a foot within "below the knee" has a share of its own.
    shares = {area: percent for row in sorted(rows, key=lambda row: -len(outlined_areas(row.area)))
              for area in outlined_areas(row.area) if (percent := percent_of(row)) is not None}
    joined = {area for row in rows for area in outlined_areas(row.area) if len(outlined_areas(row.area)) > 1}
    anchors: dict[tuple[str, str], NDArray[np.float64]] = {}
    for view, middle in zip(VIEWS, (-APART, APART), strict=True):
        ax.text(middle, TOP + 14, say(f"pain_map.{view}"), fontsize=SMALL, color=GREY, ha="center", va="bottom")
        for area in (row for row in catalogue.rows(AreaOutline) if row.view == view):
            corners = outline(area.path)
            if area.area == BODY:
                ax.add_patch(Polygon(corners + np.array([middle, 0.0]), facecolor=SKIN, edgecolor="none", zorder=1))
                ax.plot(corners[:, 0] + middle, corners[:, 1], color=INK, linewidth=1.3, zorder=4,
                        solid_joinstyle="round")
                continue
            for mirror in (1, -1) if area.mirrored else (1,):
                _area(ax, area.area, view, corners * [mirror, 1] + [middle, 0], shares.get(area.area),
                      bordered=area.area not in joined)
            outwards = -1 if view == "front" else 1
            anchors[area.area, view] = middle_of(corners) * [outwards if area.mirrored else 1, 1] + [middle, 0]
    _labels(ax, rows, anchors)


def _area(ax: Axes, area: str, view: str, corners: NDArray[np.float64], percent: float | None, *,
          bordered: bool) -> None:
    look = NOT_MEASURED if percent is None else STEPS[step_of(percent)][1]
    patch = Polygon(corners, facecolor=look.fill, edgecolor=look.lines, linewidth=0, hatch=look.hatch, zorder=2)
    patch.set_gid(f"area|{area}|{view}")
    ax.add_patch(patch)
    # No seam between the parts of an area that is filled as one, and a border round the others.
    ax.add_patch(Polygon(corners, fill=False, edgecolor=EDGE, linewidth=0.8, zorder=3) if bordered else
                 Polygon(corners, facecolor=look.fill, edgecolor=look.fill, linewidth=1.2, zorder=1.5))


def middle_of(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The centre of the surface of a polygon (n, 2)."""
    x, y = corners.T
    turn = x * np.roll(y, -1) - np.roll(x, -1) * y
    return np.array([float(((along + np.roll(along, -1)) * turn).sum() / (3 * turn.sum())) for along in (x, y)])


def _labels(ax: Axes, rows: Sequence[PainArea], anchors: dict[tuple[str, str], NDArray[np.float64]]) -> None:
    """The shares beside the bodies, each with a line to its area, none over another."""
    names = {area.id: area.name for area in catalogue.rows(BodyArea)}
    for view, side in zip(VIEWS, (-1, 1), strict=True):
        beside = []
        for row in rows:
            if (row.area in BESIDE_BACK) == (view == "back"):
                ends = [anchors[part, view] for part in outlined_areas(row.area) if (part, view) in anchors]
                # The outermost part of a joined area is the one that the line reaches first.
                end = max(ends, key=lambda at: side * at[0]) if row.area != "below_knee" else ends[0]
                name = fill(begun(names[row.area]), 13, break_long_words=False)
                beside.append((float(end[1]), end, row, [name, *share_told(row).split("|")]))
        beside.sort(key=lambda label: label[0])
        heights = [LINE * sum(part.count("\n") + 1 for part in label[3]) for label in beside]
        for (_, end, row, words), top in zip(beside, _apart([label[0] for label in beside], heights), strict=True):
            x = side * (SIDE - 8)
            align = "left" if side < 0 else "right"
            first = LINE * (words[0].count("\n") + 1)
            ax.text(x, top, words[0], fontsize=SMALL, weight="bold", color=INK, ha=align, va="top",
                    linespacing=1.1).set_gid(f"name|{row.area}")
            ax.text(x, top + first, "\n".join(words[1:]), fontsize=SMALL, color=INK, ha=align, va="top",
                    linespacing=1.1).set_gid(f"share|{row.area}")
            start = (side * (APART + HALF + 6), top + first / 2 + 4)
            ax.plot([start[0], end[0]], [start[1], end[1]], color=INK, linewidth=0.8, zorder=5)
            ax.plot(*end, marker="o", markersize=3, color=INK, zorder=5)


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The tops of labels as near to ``wanted`` as they can stand, in order, each with room for its height."""
    tops: list[float] = []
    for at, height in zip(wanted, heights, strict=True):
        tops.append(max(at - height / 2, tops[-1] + heights[len(tops) - 1] + LINE / 2 if tops else TOP))
    limit = float(BOTTOM)
    for index in range(len(tops) - 1, -1, -1):  # what reached over the lower border moves up again
        tops[index] = min(tops[index], limit - heights[index])
        limit = tops[index] - LINE / 2
    return tops


def _legend(ax: Axes, panels: int) -> None:
    """What each filling means, under the bodies."""
    looks = {name: look for name, (_, look) in STEPS.items()} | {"not_measured": NOT_MEASURED}
    for index, (name, look) in enumerate(looks.items()):
        if index % (3 * panels) == 0:  # a narrow picture has two lines of them
            left, low = 0.02 / panels, 0.03 if panels == 2 else 0.047 - 0.043 * (index // 3)
        words = say(f"pain_map.step_{name}")
        patch = Rectangle((left, low), 0.056 / panels, 0.034, facecolor=look.fill, edgecolor=look.lines, linewidth=0,
                          hatch=look.hatch, transform=ax.transAxes)
        patch.set_gid(f"step|{words}")
        ax.add_patch(patch)
        ax.add_patch(Rectangle(patch.get_xy(), patch.get_width(), patch.get_height(), fill=False, edgecolor=EDGE,
                               linewidth=0.8, transform=ax.transAxes))
        ax.text(left + 0.066 / panels, low + 0.017, words, fontsize=SMALL, color=INK, va="center",
                transform=ax.transAxes)
        left += (0.105 + 0.0155 * len(words)) / panels if panels == 2 else 0.33


def _facts(figure: Figure) -> Iterator[str]:
    """Read whom each study asked, the share beside each area, and how the areas are filled, back."""
    names = {area.id: area.name for area in catalogue.rows(BodyArea)}
    for ax in figure.axes:
        steps = {_look(patch): str(patch.get_gid()).partition("|")[2] for patch in ax.patches
                 if str(patch.get_gid()).startswith("step|")}
        for panel in (child for child in ax.child_axes if isinstance(child, Axes)):
            texts = {str(text.get_gid()): " ".join(text.get_text().split()) for text in panel.texts}
            yield say("pain_map.read_study", study=texts["study"], people=texts["people"])
            for gid, words in texts.items():
                kind, _, area = gid.partition("|")
                if kind == "share":
                    yield say("pain_map.read", area=texts[f"name|{area}"], share=words)
            filled: dict[str, dict[str, None]] = {words: {} for words in steps.values()}
            for patch in panel.patches:
                kind, _, area = str(patch.get_gid()).partition("|")
                if kind == "area":
                    filled[steps[_look(patch)]][names[area.partition("|")[0]]] = None
            for words, areas in filled.items():
                if areas:
                    yield say("pain_map.read_step", step=words, areas=", ".join(areas))


def _look(patch: Patch) -> tuple[str, str]:
    """The fill and the hatch of a patch."""
    return to_hex(patch.get_facecolor()), patch.get_hatch() or ""
