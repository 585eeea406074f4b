"""Anatomy plates: bones, bellies deep first, labels in columns; and the hip in any pose and view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...core.errors import StretchlibError, drawn_from, one_of
from ...tables import catalogue, reviews
from ...tables.phrases import say
from ...tables.rows.anatomy import Plate, PlateMuscle
from ..cell_entries import split
from ..diagram import Diagram
from ..style import GREY, INK, LARGE, NORMAL, PAPER, SMALL
from .bones import Array, DepthMap, View, draw_bones, paint, prepare, view_of
from .dots import Uppermost
from .labels import Label, place_below, place_labels
from .muscles import draw_area, draw_muscle, ghost, landmark, named_rows, spot
from .plate_facts import facts, letter_facts

WIDTH = 8.0  # inches, as wide as a page of the notebook
BODY = 3.7  # inches of it that a body may take
HEAD = 0.66  # inches above the body
FADE, STEPS = 14.0, 24  # mm over which the borders of a plate fade, and in how many steps
INSIDE = 14.0  # mm from the border of an area of skin to the dot of its label
HEIGHT = 6.6  # inches that a body may be high
WALL_HEIGHT = 3.6  # the same on a slide, where names are larger and Latin stays on paper
WALL_DPI = 150
WALL = 1.3  # size of a name on a slide: 24 px or more on a projector of 1280 x 720
AWAY = ("femur_left", "tibia_right", "lumbar_1", "lumbar_2")  # drawn by plot_hip only when a muscle needs them
DRAWN = ("muscle", "nerve", "ligament", "tendon")


def plot_muscle_map(view: str = "deep_rotators", layer: int | str | None = None, *,
                    letters: Mapping[str, str] | None = None, wall: bool = False) -> Diagram:
    """Draw a plate of the atlas, an id of ``plates.csv``; ``layer`` draws one layer and those under it.

    ``layer`` counts from 1, the deepest, or is a layer's name such as ``"2 middle"``. ``letters`` (structure ->
    letter) asks instead of telling: letters stand for the names, and nothing says what is what. ``wall`` is for a
    projector: plain names alone, large, on a slide's shape. Raises :class:`StretchlibError` for an
    unknown plate or layer. Returns a :class:`Diagram`.
    """
    one_of(view, [plate.id for plate in catalogue.rows(Plate)], "plate")
    with drawn_from(f"plates.csv, {view}", "bones or layers, or points_mm of muscle_sections.csv"):
        return _plate(view, layer, letters, wall)


def _plate(view: str, layer: int | str | None, letters: Mapping[str, str] | None, wall: bool) -> Diagram:
    plate = catalogue.row(Plate, view)
    layers = split(plate.layers)
    last = _layer(layer, layers, view)
    rows = [row for row in named_rows() if row.plate == view and (last is None or (row.layer or 0) <= last)]
    window = (plate.left_mm, plate.right_mm, plate.bottom_mm, plate.top_mm)
    title = say("plate.title_layer", title=plate.title, layer=layers[last - 1]) if last else plate.title
    look = view_of(plate.view)
    names = split(plate.bones)
    if layers and last is None:
        figure = _layers(window, title, look, names, rows, layers, wall)
    else:
        figure, ax = paper(window, title, look, wall)
        labels = _sized(bellies(ax, look, rows, draw_bones(ax, look, names, window=window), window), wall)
        if letters is not None:
            labels = [label if label.plain else replace(label, name=letters[label.structure], latin="")
                      for label in labels if label.plain or label.structure in letters]
        clip(ax, window)
        place_labels(ax, labels, window, WIDTH)
    if letters is not None:
        return Diagram(figure, title, letter_facts, note=f"{plate.left_out} {say('bones.credit')}")
    schematic = sorted(row.name for row in rows if row.schematic)
    note = f"{plate.caption} {plate.left_out}"
    if schematic:
        note += f" {say('plate.schematic', names=', '.join(schematic))}"
    note += f" {say('plate.review', state=reviews.review_state(plate))} {say('bones.credit')}"
    return Diagram(figure, title, facts, note=note, dpi=WALL_DPI if wall else 110)


def _sized(labels: list[Label], wall: bool) -> list[Label]:
    """Labels as they stand on paper, or on a wall."""
    return [replace(label, latin="", size=WALL * (NORMAL / SMALL if label.plain else 1)) for label in labels] if wall \
        else labels


def _layer(layer: int | str | None, layers: list[str], view: str) -> int | None:
    if not layers:
        if layer is not None:
            raise StretchlibError(f"The plate {view!r} has no layers; leave layer out.")
        return None
    if layer is None:
        return None
    if layer in layers:
        return layers.index(str(layer)) + 1
    if isinstance(layer, int) and 1 <= layer <= len(layers):
        return layer
    raise StretchlibError(f"The plate {view!r} has the layers {', '.join(layers)}, not {layer!r}; choose one of them.")


def paper(window: tuple[float, ...], title: str, look: View, wall: bool = False) -> tuple[Figure, Axes]:
    """(figure, axes in mm) with the body in the middle and a column for labels on either side."""
    left, right, bottom, top = window
    scale = min(BODY / (right - left), (WALL_HEIGHT if wall else HEIGHT) / (top - bottom))
    height = (top - bottom) * scale + HEAD + 0.1
    figure = Figure(figsize=(WIDTH, height))
    ax = figure.add_axes((0, 0, 1, 1))
    centre = (left + right) / 2
    ax.set_xlim(centre - WIDTH / scale / 2, centre + WIDTH / scale / 2)
    ax.set_ylim(bottom - 0.1 / scale, bottom + (height - 0.1) / scale)
    ax.set_axis_off()
    ax.set_autoscale_on(False)
    _head(figure, title, look, wall)
    for x, side, align in zip((left, right), look.sides, ("left", "right"), strict=True):
        text = ax.text(x, top + 0.02 / scale, say(f"plate.{side}"), fontsize=LARGE, weight="bold", color=GREY,
                       ha=align, va="bottom")
        text.set_gid(f"side-{align}")
    return figure, ax


def _head(figure: Figure, title: str, look: View, wall: bool) -> None:
    """The title, and at the other end of its line from where the body is seen."""
    y = 1 - 0.24 / figure.get_figheight()
    heading = figure.text(0.015, y, title, fontsize=LARGE, weight="bold", color=INK, va="center")
    heading.set_gid("heading")
    seen = figure.text(0.985, y, look.seen, fontsize=LARGE if wall else SMALL + 1, color=GREY, va="center", ha="right")
    seen.set_gid("seen")


def _layers(window: tuple[float, ...], title: str, look: View, names: list[str], rows: list[PlateMuscle],
            layers: list[str], wall: bool) -> Figure:
    """A panel for each layer, deep first, each with the muscle that it adds named below it."""
    left, right, bottom, top = window
    scale = min(WIDTH / len(layers) / (right - left + 12), (WALL_HEIGHT - 0.2 if wall else HEIGHT) / (top - bottom))
    spare = (WIDTH / len(layers) / scale - (right - left)) / 2
    small, normal = (LARGE, LARGE) if wall else (SMALL, NORMAL)
    height = (top - bottom) * scale + HEAD + 0.62 + (0.2 if wall else 0)
    figure = Figure(figsize=(WIDTH, height))
    _head(figure, title, look, wall)
    drawings, corners = prepare(look, names, window=window)
    for index, layer in enumerate(layers):
        ax = figure.add_axes((index / len(layers), 0.62 / height, 1 / len(layers), (top - bottom) * scale / height))
        ax.set(xlim=(left - spare, right + spare), ylim=(bottom, top))
        ax.set_axis_off()
        ax.set_autoscale_on(False)
        mine = [replace(row, dot_along=0.42, dot_across=0.5) for row in rows
                if row.kind != "landmark" and (row.layer or 0) <= index + 1]
        paint(ax, drawings)
        labels = _sized(bellies(ax, look, mine, corners, window), wall)
        clip(ax, window)
        new = [row.structure for row in mine if row.layer == index + 1]
        place_below(ax, [label for label in labels if label.structure in new], 0.12 / scale)
        for x, word, align in ((left, "back", "left"), (right, "front", "right")):
            ax.text(x, top - 1, say(f"plate.{word}"), fontsize=small, color=GREY, ha=align, va="bottom")
        ax.text((left + right) / 2, top - 1 + (0.24 / scale if wall else 0), say("plate.layer", layer=layer),
                fontsize=normal, color=INK, ha="center", va="bottom")
    return figure


def bellies(ax: Axes, look: View, rows: Iterable[PlateMuscle], corners: dict[str, Array],
            window: tuple[float, ...], matrix: Array | None = None) -> list[Label]:
    """Draw the structures, deep first, and return their labels, each dot where its structure is seen.

    What lies within ``FADE`` of the border of ``window`` (left, right, bottom, top; mm) bears no dot, and what is
    covered by others has no label.
    """
    maps: dict[str, DepthMap] = {}
    labels: list[Label] = []
    numbers: dict[str, int] = {}  # of the bellies
    low, high = ax.get_xlim()
    uppermost = Uppermost((window[0] + FADE, window[1] - FADE, window[2] + FADE, window[3] - FADE),
                          ax.bbox.width / ax.figure.dpi / (high - low))
    for number, row in enumerate(sorted(rows, key=lambda row: row.depth)):
        structure, kind, order = row.structure, row.kind, 10 + 0.5 * row.depth
        heading = (row.name, row.name_la, row.label_side)
        along, across = row.dot_along or 0.0, row.dot_across or 0.0
        if kind in ("skin", "outline"):
            line = draw_area(ax, look, structure, kind, order if kind == "skin" else 0.5)
            if kind == "skin":
                rim, middle = line[round(along * (len(line) - 1)), 0, :2], line[:, 0, :2].mean(axis=0)
                dot = rim + INSIDE * (middle - rim) / np.linalg.norm(middle - rim)
                labels.append(Label(structure, *heading, (float(dot[0]), float(dot[1]))))
            continue
        if kind == "landmark":
            labels.append(Label(structure, *heading, landmark(look, structure), plain=True))
            continue
        covers = [name for name in split(row.hidden_by) if name in corners]
        key = ";".join(covers)
        if covers and key not in maps:
            maps[key] = DepthMap.of(corners[name] for name in covers)
        grid, faces = draw_muscle(ax, look, structure, row.tone, order, hidden_by=maps.get(key), matrix=matrix,
                                  kind=kind)
        uppermost.paint(number, faces)
        if covers:
            ghost(ax, grid, row.tone, order - 0.1)
        numbers[structure] = number
        labels.append(Label(structure, *heading, spot(grid, along, across)))
    dots = {label.structure: uppermost.spot(numbers[label.structure], label.dot) if label.structure in numbers
            else label.dot for label in labels}
    return [replace(label, dot=dot) for label in labels if (dot := dots[label.structure]) is not None]


def clip(ax: Axes, window: tuple[float, ...]) -> None:
    """Keep bones and bellies within the window of the plate."""
    left, right, bottom, top = window
    # A little within it, under the outermost step of the fade, which is paper: a browser lays the pictures of an SVG
    # on whole pixels, and a hair of bone stayed at two borders.
    inner = FADE / (STEPS + 1)
    frame = Rectangle((left + inner, bottom + inner), right - left - 2 * inner, top - bottom - 2 * inner,
                      transform=ax.transData, facecolor=PAPER)
    for artist in (*ax.collections, *ax.lines, *ax.patches):
        artist.set_clip_path(frame)
    steps = np.linspace(0, 1, STEPS)
    fade = np.ones((1, STEPS, 4))
    fade[0, :, 3] = steps
    low = fade[:, ::-1].transpose(1, 0, 2)
    for extent, image in (((left, left + FADE, bottom, top), fade[:, ::-1]), ((right - FADE, right, bottom, top), fade),
                          ((left, right, bottom, bottom + FADE), low[::-1]), ((left, right, top - FADE, top), low)):
        ax.imshow(image, extent=extent, origin="upper", aspect="auto", interpolation="nearest", zorder=80)
