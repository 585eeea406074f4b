"""A person in each exercise, drawn from the joint angles of ``data/exercise_poses.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from .. import datasets, posture
from ..body import Body, body, builds
from ..errors import StretchlibError, one_of
from . import person_marks
from .diagram import Diagram
from .person_render import Scene, View, Window, camera, render, rgb
from .person_shapes import muscle, scene
from .style import GREY, INK, NORMAL, PAPER, SMALL

MOMENTS = ("start", "end")
PIXELS = 500  # across a panel: as many as a notebook shows; a picture saved larger is drawn again, finer
TOUCH = 0.012  # surfaces closer than this share of stature are told as touching: flesh gives way by as much
WORDS = {"hip_flexion_deg": ("flexed", "extended"), "hip_adduction_deg": ("adducted", "abducted"),
         "hip_rotation_deg": ("turned in", "turned out"), "knee_flexion_deg": ("bent", "")}


class Person(AxesImage):
    """The drawn person. It keeps the pose it draws, so that what is told of it is what is seen."""

    def __init__(self, ax: Axes, row: Mapping[str, Any], window: Window) -> None:
        super().__init__(ax, extent=(window.left, window.right, window.bottom, window.top), origin="upper",
                         interpolation="bilinear")
        self.row, self.window = row, window
        self.eye = camera(float(row["camera_azimuth_deg"]), float(row["camera_elevation_deg"]))
        self.body: Body = body(str(row["build"]))
        self.set_gid(f"person|{row['moment']}|{row['build']}")
        self.set_pose({name: float(row[name]) for name in (*posture.ROOT, *posture.ANGLES)})

    def set_pose(self, pose: Mapping[str, float]) -> None:
        """Draw another pose: angles in degrees by name, as :func:`stretchlib.posture.frames` takes them."""
        self.pose = dict(pose)
        self.frames = posture.frames(pose, str(self.row["start"]), self.body)
        self._render(1)

    def _render(self, finer: float) -> None:
        window = self.window._replace(scale=self.window.scale * finer)
        self._finer = finer
        self.view: View = render(_scene(self.row, self.frames, self.body), self.eye, window, rgb(PAPER))
        self.set_data((self.view.picture * 255).astype(np.uint8))

    def draw(self, renderer: Any) -> None:
        """Draw, with as many pixels as the paper has."""
        finer = self.axes.bbox.width / (self.window.scale * (self.window.right - self.window.left))
        if finer > 1.15 * self._finer:
            self._render(finer)
        super().draw(renderer)


def _scene(row: Mapping[str, Any], found: posture.Frames, who: Body) -> Scene:
    return scene(found, who, posture.skin(found, who), split(row["props"]), bool(row["shod"]))


def split(cell: Any) -> list[str]:
    """The entries of a cell that lists several."""
    return [part.strip() for part in str(cell or "").split(";") if part.strip()]


def plot_exercise(exercise: str, moment: str | None = None, level: str = "base", *, person: str | None = None,
                  ax: Axes | None = None) -> Diagram:
    """Draw a person in ``exercise``: ``moment`` "start" or "end", or both side by side (``None``).

    ``level`` is the one that a beginner is shown, unless another is chosen; start and end belong to that level.
    ``person`` is a build of ``data/body_segments.csv``; each exercise has one of its own by default. Raises
    :class:`~stretchlib.errors.StretchlibError` for what is not drawn. Returns a :class:`Diagram`.
    """
    known = datasets.row("exercises", exercise)
    here = [row for row in datasets.rows("exercise_poses") if row["exercise"] == exercise]
    drawn = sorted({str(row["level"]) for row in here})
    if level not in drawn:
        raise StretchlibError(f"{known['name']} is not drawn at level {level!r}; use one of: {', '.join(drawn)}.")
    who = person or builds()[(int(str(known["code"])[1:]) - 1) % len(builds())]
    one_of(who, builds(), "person")
    one_of(moment, (None, *MOMENTS), "moment")
    rows = {str(row["moment"]): row for row in here if (row["level"], row["build"]) == (level, who)}
    wanted = [name for name in MOMENTS if moment in (None, name)]
    box = _bounds([rows[name] for name in MOMENTS])
    wide, high = box[2] - box[0], box[3] - box[1]
    inches = min(4.15 * high / wide, 4.6)
    if ax is None:
        figure = Figure(figsize=(4.2 * len(wanted), inches + .82))
        ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    tall = inches / (inches + .82)
    wide_in = ax.bbox.width / ax.figure.dpi / len(wanted)
    for index, name in enumerate(wanted):
        panel = ax.inset_axes((index / len(wanted) + .005, .5 / (inches + .82), 1 / len(wanted) - .01, tall))
        _panel(panel, rows, name, Window(box[0], box[2], box[1], box[3], PIXELS / wide))
        words = fill(str(rows[name]["note"]), max(int(13.5 * wide_in), 12))
        ax.text((index + .5) / len(wanted), .44 / (inches + .82), words, va="top", ha="center",
                fontsize=SMALL, color=INK, transform=ax.transAxes, gid=f"note|{name}")
        ax.text(index / len(wanted) + .02, 1 - .12 / (inches + .82), name.capitalize(), va="top", fontsize=NORMAL,
                weight="bold", color=INK, transform=ax.transAxes, gid=f"moment|{name}")
    if len(wanted) == 2:
        ax.plot([.5, .5], [.06, .94], color=GREY, linewidth=.6, transform=ax.transAxes)
    title = next(row["title"] for row in datasets.rows("exercise_levels")
                 if (row["exercise"], row["level"]) == (exercise, level))
    last = rows[wanted[-1]]
    note = (f"Drawn posture, not a measurement. Certainty of the posture: {last['certainty']}; "
            f"{datasets.review_state(last)}.")
    return Diagram(ax.figure, f"{known['name']}, {title}", _facts, note=note)  # type: ignore[arg-type]


def _bounds(rows: list[Mapping[str, Any]]) -> tuple[float, float, float, float]:
    """The part of the picture plane that holds person and props in both moments, with room for marks."""
    low, high = [], []
    for row in rows:
        who = body(str(row["build"]))
        eye = camera(float(row["camera_azimuth_deg"]), float(row["camera_elevation_deg"]))
        found = posture.frames({n: float(row[n]) for n in (*posture.ROOT, *posture.ANGLES)}, str(row["start"]), who)
        seen = _scene(row, found, who)
        flat = seen.centre @ eye[:2].T
        corners = [face.corners @ eye[:2].T for face in seen.faces if face.name != "mat"]
        points = np.concatenate([flat - seen.radius[:, None], flat + seen.radius[:, None], *corners])
        low.append(points.min(axis=0))
        high.append(points.max(axis=0))
    (x0, y0), (x1, y1) = np.min(low, axis=0) - np.array([.08, .115]), np.max(high, axis=0) + np.array([.08, .10])
    if (room := (y1 - y0) * .95 - (x1 - x0)) > 0:  # never much taller than wide
        x0, x1 = x0 - room / 2, x1 + room / 2
    return float(x0), float(y0), float(x1), float(y1)


def _panel(ax: Axes, rows: Mapping[str, Mapping[str, Any]], moment: str, window: Window) -> None:
    ax.set_axis_off()
    artist = Person(ax, rows[moment], window)
    ax.add_image(artist)
    artist.set_clip_path(ax.patch)
    ax.set_xlim(window.left, window.right)
    ax.set_ylim(window.bottom, window.top)
    ax.set_aspect("equal")
    marks = []
    for entry in split(rows[moment]["highlight"]):
        what = entry.split(":")
        centres, radii = muscle(what[0], what[1], artist.frames)
        marks.append(person_marks.mark(ax, artist.view, artist.eye, window, what, centres, radii))
    before = rows["start"] if moment == "end" else None
    for arrow in split(rows[moment]["arrows"]):
        person_marks.arrow(ax, arrow, artist.eye, _path(artist, before), artist.body)
    person_marks.label(ax, [mark for mark in marks if mark], artist.view, window)


def _path(artist: Person, before: Mapping[str, Any] | None) -> posture.Frames:
    """The frames on the way from the start to this pose, 25 steps; the pose alone where there is no way."""
    share = np.linspace(0, 1, 25) if before else np.ones(1)
    from_row = before or artist.pose
    pose = {name: float(from_row[name]) * (1 - share) + artist.pose[name] * share for name in artist.pose}
    return posture.frames(pose, str(artist.row["start"]), artist.body)


def _facts(figure: Figure) -> Iterator[str]:
    """Read the pose, its contacts and the marks back from the artists of each panel."""
    axes = [child for top in figure.axes for child in top.child_axes if isinstance(child, Axes)]
    notes = {str(t.get_gid()): " ".join(t.get_text().split()) for top in figure.axes for t in top.texts}
    for panel in axes:
        for artist in panel.images:
            if isinstance(artist, Person):
                moment = str(artist.row["moment"])
                yield f"{moment.capitalize()}: {notes.get(f'note|{moment}', '')}."
                yield f"{_joints(artist.pose)}."
                yield from _contacts(artist)
        yield from person_marks.told(panel)


def _joints(pose: Mapping[str, float]) -> str:
    said = []
    for side in ("right", "left"):
        parts = []
        for name, (plus, minus) in WORDS.items():
            value = round(pose[f"{side}_{name}"])
            if name.startswith("knee"):
                parts.append(f"knee bent {value} degrees" if value > 5 else "knee straight")
            elif abs(value) > 5:
                parts.append(f"{plus if value > 0 else minus} {abs(value)}")
        said.append(f"{side} hip {', '.join(parts[:-1]) or 'straight'} and {parts[-1]}")
    return "As drawn: " + "; ".join(said)


def _contacts(artist: Person) -> Iterator[str]:
    floor, touch, apart = [], [], []
    for contact in split(artist.row["contacts"]):
        kind, _, rest = contact.partition(":")
        names = rest.partition("@")[0].replace("_", " ").split(">")
        left = float(posture.gap(contact, artist.frames, artist.body))
        where = {"floor": f"{names[0]} on " + ("its support" if "@" in rest else "the floor"),
                 "stick": f"{names[0]} on the stick"}.get(kind, " on ".join(names))
        if kind == "between":
            where = f"ball between {names[0]} and {names[1]}"
        if abs(left) > TOUCH:
            apart.append(f"{where} ({1000 * left:+.0f} mm per metre of stature)")
        elif kind == "floor" and "@" not in rest:
            floor.append(names[0])
        else:
            touch.append(where)
    if floor:
        yield f"On the floor: {', '.join(floor)}."
    if touch:
        yield f"Touching: {', '.join(touch)}."
    if apart:
        yield f"Not touching: {', '.join(apart)}."

