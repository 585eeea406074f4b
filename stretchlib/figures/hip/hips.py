"""Twenty-six hips over each other, one picked out, and what was measured of them beside published values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from contourpy import contour_generator
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ...hip import hips, people
from ...tables import catalogue
from ...tables.phrases import say
from ...tables.rows.hip_model import PublishedHip
from ..diagram import Diagram
from ..style import BLUE, BONE_EDGE, BONE_TONES, GREY, INK, LARGE, NORMAL, PALE, SMALL, VERMILLION

Array = NDArray[np.float64]
WIDTH, HEIGHT = 8.2, 5.9
WALL_HEIGHT = 4.06  # as wide as on paper, as high as a slide leaves
WALL, WALL_DPI = 13, 150  # letters of a slide: 24 px on a projector of 1280 x 720
WALL_MEASURES = ("neck_shaft_deg", "version_deg", "anteversion_deg")  # what a class compares: three angles
WINDOW = (-254.0, 88.0, -215.0, 176.0)  # mm to the right and up: pelvis and the upper half of the thigh bone
PIXEL_MM, FINE_MM = 1.0, 0.5  # of the shadows whose rims are drawn; fine: of the person picked out
SOFT_MM = 0.8  # over which the rim of a shadow is smoothed
SUN = np.array([0.62, 0.55, 0.56])  # towards the light, which comes from the front, above and right


def plot_hips(person: int = 1, *, wall: bool = False) -> Diagram:
    """Draw 26 hips over each other from the front, with ``person`` (1 to 26) picked out, and ten measures of each.

    Beside the dots of the 26 stand published means with one standard deviation, or quartiles, to each side. ``wall`` is
    for a projected slide: three measures, large. Raises :class:`StretchlibError` for another person. Returns a
    :class:`Diagram`.
    """
    person = people.checked(person)
    figure = Figure(figsize=(WIDTH, WALL_HEIGHT if wall else HEIGHT))
    letters = WALL if wall else SMALL
    if wall:
        _draw_outlines(figure.add_axes((0.0, 0.0, 0.47, 1.0)), person, letters)
        _draw_measures(figure, person, WALL_MEASURES, letters, top=0.9, step=0.29)
    else:
        _draw_outlines(figure.add_axes((0.01, 0.02, 0.44, 0.88)), person, letters)
        _draw_measures(figure, person, hips.MEASURES, letters, top=0.888, step=0.0855)
        figure.text(0.015, 0.955, say("hips.heading"), fontsize=LARGE, weight="bold", color=INK, va="center")
    figure.text(0.985, 0.955, say("hips.picked", person=person), fontsize=WALL if wall else NORMAL, color=VERMILLION,
                va="center", ha="right", weight="bold")
    title = say("hips.title", count=people.PEOPLE, person=person)
    return Diagram(figure, title, _facts, note=say("hips.note"), dpi=WALL_DPI if wall else 110)


def shadow(points: Array, faces: NDArray[np.int64], pixel_mm: float = PIXEL_MM) -> Array:
    """How far each pixel of :data:`WINDOW` lies in the shadow of a bone seen from the front, 0 to 1, softened."""
    left, right, low, high = WINDOW
    size = (round((right - left) / pixel_mm), round((high - low) / pixel_mm))
    picture = Image.new("L", size, 0)
    draw = ImageDraw.Draw(picture)
    spots = np.stack([(points[:, 2] - left) / pixel_mm, (points[:, 1] - low) / pixel_mm], axis=1)
    corners = spots[faces]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    seen = (first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0] > 0) & (corners[..., 1] > 0).any(axis=1)
    for triangle in corners[seen].reshape(-1, 6).tolist():
        draw.polygon(triangle, fill=255, outline=255)
    soft = ImageFilter.GaussianBlur(SOFT_MM / pixel_mm)
    return np.asarray(np.asarray(picture.filter(soft)) / 255.0)


def _where_dark(dark: Array, axis: int) -> slice:
    """From where to where a shadow reaches along an axis, with a rim of light."""
    lines = np.flatnonzero(dark.any(axis=1 - axis))
    return slice(max(int(lines[0]) - 1, 0), int(lines[-1]) + 2)


def _draw_solid(ax: Axes, person: int) -> None:
    """The bones of one person, lit, seen from the front."""
    for layer, bone in enumerate(("pelvis", "femur")):
        points, faces = people.points(bone, person), people.bone(bone).faces
        normal = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
        corner_normal = np.zeros_like(points)
        for corner in range(3):
            np.add.at(corner_normal, faces[:, corner], normal)
        corner_normal /= np.linalg.norm(corner_normal, axis=1)[:, None]
        lit = (corner_normal[faces].mean(axis=1) @ SUN + 0.15) / 1.1
        tone = np.clip((lit * len(BONE_TONES)).astype(int), 0, len(BONE_TONES) - 1)
        seen = np.flatnonzero(normal[:, 0] > 0)
        seen = seen[np.argsort(points[faces[seen]][..., 0].mean(axis=1))]
        colours = [BONE_TONES[number] for number in tone[seen]]
        solid = PolyCollection(list(points[faces[seen]][:, :, [2, 1]]), facecolors=colours, edgecolors=colours,
                               linewidths=0.3, zorder=2 + 0.1 * layer)
        ax.add_collection(solid, autolim=False)


def _draw_outlines(ax: Axes, person: int, letters: float) -> None:
    left, right, low, high = WINDOW
    _draw_solid(ax, person)
    for number in range(1, people.PEOPLE + 1):
        picked = number == person
        pixel = FINE_MM if picked else PIXEL_MM
        across = np.arange(left, right - pixel / 2, pixel) + pixel / 2
        up = np.arange(low, high - pixel / 2, pixel) + pixel / 2
        for bone in ("pelvis", "femur"):
            dark = shadow(people.points(bone, number), people.bone(bone).faces, pixel)
            # Not ax.contour: what it makes holds a field as large as the picture, 36 MB for all.
            around = (_where_dark(dark, axis=0), _where_dark(dark, axis=1))
            lines: Any = contour_generator(across[around[1]], up[around[0]], dark[around], name="mpl2014").lines(0.5)
            rims = lines[0]  # and what kind each of their points is
            outline = LineCollection(rims, colors=[VERMILLION if picked else BONE_EDGE],
                                     linewidths=1.9 if picked else 0.45, alpha=1 if picked else 0.55,
                                     zorder=5 if picked else 4)
            outline.set_gid(f"outline|{number}|{bone}")
            ax.add_collection(outline, autolim=False)
    ax.set_xlim(left, right)
    ax.set_ylim(low, high)
    ax.set_aspect("equal", anchor="W")
    ax.set_axis_off()
    ax.plot([left + 16, left + 66], [low + 12, low + 12], color=INK, linewidth=2, solid_capstyle="butt")
    ax.text(left + 41, low + 17, "50 mm", fontsize=letters, color=INK, ha="center", va="bottom")
    above = 40 if letters == SMALL else 55  # mm, over the words of the scale
    ax.text(left + 16, low + above, say("hips.seen"), fontsize=letters, color=INK, ha="left", va="bottom")


def _draw_measures(figure: Figure, person: int, measures: Sequence[str], letters: float, *, top: float,
                   step: float) -> None:
    """The measures below each other, their names to the left on paper and above in the large letters of a wall."""
    table = hips.measured()
    rows = catalogue.rows(PublishedHip)
    large = letters > SMALL
    for index, measure in enumerate(measures):
        across = (0.52, 0.46) if large else (0.675, 0.305)
        ax = figure.add_axes((across[0], top - step * (index + (0.75 if large else 0.62)), across[1],
                              step * (0.42 if large else 0.5)))
        values = table[:, hips.MEASURES.index(measure)]
        others = np.delete(values, person - 1)
        ax.plot(others, np.zeros(len(others)), "o", markersize=4.2, color=GREY, alpha=0.5, markeredgewidth=0,
                zorder=2)[0].set_gid(f"people|{measure}")
        ax.plot([values[person - 1]], [0], "D", markersize=7.5, color=VERMILLION, markeredgecolor=INK,
                zorder=4)[0].set_gid(f"picked|{measure}|{person}")
        published = [row for row in rows if row.measure == measure]
        for lane, row in enumerate(published):
            _draw_published(ax, row, 0.75 + 0.42 * lane)
        low, high = _ends(values, published)
        pad = 0.07 * (high - low)
        ax.set_xlim(low - pad, high + pad)
        ax.set_ylim(-0.55, 0.75 + 0.42 * max(len(published), 2))
        ax.set_yticks([])
        ax.locator_params(axis="x", nbins=4)
        ax.tick_params(axis="x", labelsize=letters if large else 7.5, length=2, pad=1.5, colors=INK)
        ax.grid(axis="x", color=PALE, zorder=0)
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.spines["bottom"].set_color(GREY)
        name = (0.52, top - step * (index + 0.18), "left") if large else (0.663, top - step * (index + 0.42), "right")
        figure.text(*name[:2], say(f"hips.{measure}"), fontsize=letters, color=INK, ha=name[2], va="center")


def _ends(values: Array, published: list[PublishedHip]) -> tuple[float, float]:
    ends = [float(values.min()), float(values.max())]
    for row in published:
        low, high = _span(row)
        ends += [low, high]
    return min(ends), max(ends)


def _span(row: PublishedHip) -> tuple[float, float]:
    """One standard deviation to each side of the mean, the quartiles, or the mean alone."""
    if row.sd is not None:
        return row.middle - row.sd, row.middle + row.sd
    if row.low is not None and row.high is not None:
        return row.low, row.high
    return row.middle, row.middle


def _draw_published(ax: Axes, row: PublishedHip, height: float) -> None:
    low, high = _span(row)
    if high > low:
        ax.plot([low, high], [height, height], color=BLUE, linewidth=1.4, solid_capstyle="butt",
                zorder=3)[0].set_gid(f"span|{row.id}")
    ax.plot([row.middle], [height], marker="|", markersize=6, markeredgewidth=2, color=BLUE,
            zorder=3)[0].set_gid(f"published|{row.id}")


def _facts(figure: Figure) -> Iterator[str]:
    """Read the dots and the marks back, a measure a sentence; then what was published of it."""
    outlines = {str(lines.get_gid()).split("|")[1] for ax in figure.axes for lines in ax.collections
                if str(lines.get_gid()).startswith("outline|")}
    yield say("hips.fact_outlines", count=len(outlines))
    rows = {row.id: row for row in catalogue.rows(PublishedHip)}
    for ax in figure.axes:
        drawn: dict[str, Any] = {}
        published = []
        spans = {str(line.get_gid()): np.asarray(line.get_xdata(), dtype=float).tolist() for line in ax.lines}
        for line in ax.lines:
            kind, *rest = str(line.get_gid()).split("|")
            x = np.asarray(line.get_xdata(), dtype=float)
            if kind in ("people", "picked"):
                drawn[kind] = (rest, x)
            elif kind == "published":
                row = rows[rest[0]]
                words = {"who": row.who, "people": row.people, "middle": f"{float(x[0]):g}"}
                if span := spans.get(f"span|{rest[0]}"):
                    low, high = (f"{end:g}" for end in span)
                    published.append(say("hips.fact_span", **words, low=low, high=high))
                else:
                    published.append(say("hips.fact_one", **words))
        if not drawn:
            continue
        (measure, number), own = drawn["picked"]
        every = np.append(drawn["people"][1], own)
        yield say("hips.fact", measure=say(f"hips.{measure}"), low=f"{every.min():.0f}", high=f"{every.max():.0f}",
                  mean=f"{every.mean():.0f}", person=number, own=f"{float(own[0]):.0f}")
        if published:
            yield say("hips.fact_published", each="; ".join(published))
