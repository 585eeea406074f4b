"""The sheet of one or two panels on which people are drawn, with their marks, and the facts read back from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from ...core.errors import one_of
from ...core.text import begun
from ...stage import posture
from ...stage.body import SIDES
from ...stage.stance import stance
from ...tables.phrases import say, term
from ...tables.rows.people import Pose
from ..cell_entries import split
from ..diagram import Diagram
from ..style import GREY, INK, NORMAL, SMALL
from . import holds as person_holds
from . import labels, relations
from . import marks as person_marks
from .artist import TOUCH, Person, Posed, eye_of, stage
from .render import Window
from .shapes import muscle

PIXELS = 500  # across a panel: as many as a notebook shows; a picture saved larger is drawn again, finer
WORDS = {"hip_flexion_deg": ("flexed", "extended"), "hip_adduction_deg": ("adducted", "abducted"),
         "hip_rotation_deg": ("turned_in", "turned_out")}  # hip angle -> words for above and below zero
#: What the frame may cut off: the examiner's legs, and by name the floor and the foot of a couch.
BEHIND = [f"other {side}_{part}" for side in SIDES for part in ("thigh", "shank", "foot")]
Cast = Sequence[Pose]  # the rows of the people of one moment, the person first, then an examiner


def sheet(casts: Mapping[str, Cast], moment: str | None, title: str, note: str, ax: Axes | None,
          heights: tuple[float, float] = (-np.inf, np.inf), beside: float = .08, *, bones: bool = False) -> Diagram:
    """Draw the people of one moment of ``casts``, or of all side by side (``None``).

    All moments share one frame, which holds what lies between two ``heights`` over the floor, and room for words
    ``beside`` it; ``bones`` are seen through the skin. Raises :class:`StretchlibError` for a moment that is not there.
    """
    one_of(moment, (None, *casts), "moment")
    wanted = [name for name in casts if moment in (None, name)]
    box = _bounds(list(casts.values()), heights, beside)
    wide, high = box[2] - box[0], box[3] - box[1]
    across = min(8.4 / len(wanted), 4.2)
    inches = min((across - .05) * high / wide, 4.6)
    wide_in = across if ax is None else ax.bbox.width / ax.figure.dpi / len(wanted)
    captions = {name: "\n".join(fill(relations.caption(row), max(int(13.5 * wide_in), 12)) for row in casts[name])
                for name in casts}
    lines = max(text.count("\n") + 1 for text in captions.values())
    # Room for what stands under the pictures: two lines a person, or more where a caption has more.
    foot = max(.5 + .36 * (max(len(cast) for cast in casts.values()) - 1), .16 + .165 * lines)
    tall = inches + foot + .32
    if ax is None:
        figure = Figure(figsize=(across * len(wanted), tall))
        ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    for index, name in enumerate(wanted):
        panel = ax.inset_axes((index / len(wanted) + .005, foot / tall, 1 / len(wanted) - .01, inches / tall))
        _panel(panel, casts, name, Window(box[0], box[2], box[1], box[3], PIXELS / wide), bones=bones)
        ax.text((index + .5) / len(wanted), (foot - .06) / tall, captions[name], va="top", ha="center",
                fontsize=SMALL, color=INK, transform=ax.transAxes, gid=f"note|{name}")
        ax.text(index / len(wanted) + .02, 1 - .12 / tall, _moment(name), va="top", fontsize=NORMAL,
                weight="bold", color=INK, transform=ax.transAxes, gid=f"moment|{name}")
    for share in range(1, len(wanted)):
        ax.plot([share / len(wanted)] * 2, [.06, .94], color=GREY, linewidth=.6, transform=ax.transAxes)
    return Diagram(ax.figure, title, _facts, note=note)  # type: ignore[arg-type]


def hide_words(diagram: Diagram) -> list[str]:
    """Hide every word of a sheet, and the lines that lead from words; returns the names of the muscles it marks.

    For a page that says the words itself, in letters of its own. Facts are read as before.
    """
    names = []
    for artist in diagram.figure.findobj(lambda each: isinstance(each, (Text, Line2D))):
        gid = str(artist.get_gid())
        if isinstance(artist, Text) or gid.startswith(("halo-", "leader-", "dot-")):
            artist.set_visible(False)
        if gid.startswith("label|"):
            names.append(term("marked", gid.split("|")[1]))
    return list(dict.fromkeys(names))


def _bounds(casts: Sequence[Cast], heights: tuple[float, float], beside: float) -> tuple[float, float, float, float]:
    """The part of the picture plane that holds people and props in both moments, with room for marks."""
    low, high = [], []
    for cast in casts:
        eye = eye_of(cast[0])
        seen = stage([Posed(row) for row in cast])
        surface, spheres = seen.surface, seen.spheres
        kept = surface.points[np.unique(surface.faces[~np.isin(surface.part, BEHIND)])]
        kept = kept[(kept[:, 2] > heights[0]) & (kept[:, 2] < heights[1])] @ eye[:2].T
        flat, radius = spheres.centre @ eye[:2].T, spheres.radius[:, None]
        corners = [face.corners @ eye[:2].T for face in seen.faces if not face.name.startswith(("mat", "base"))]
        points = np.concatenate([kept, flat - radius, flat + radius, *corners])
        low.append(points.min(axis=0))
        high.append(points.max(axis=0))
    (x0, y0), (x1, y1) = np.min(low, axis=0) - np.array([beside, .115]), np.max(high, axis=0) + np.array([beside, .10])
    if (room := (y1 - y0) * .95 - (x1 - x0)) > 0:  # never much taller than wide
        x0, x1 = x0 - room / 2, x1 + room / 2
    return float(x0), float(y0), float(x1), float(y1)


def _panel(ax: Axes, casts: Mapping[str, Cast], moment: str, window: Window, *, bones: bool = False) -> None:
    ax.set_axis_off()
    before = casts["start"] if moment == "end" else None
    artist = Person(ax, casts[moment], window, before, bones=bones)
    row = artist.row
    ax.add_image(artist)
    artist.set_clip_path(ax.patch)
    ax.set_xlim(window.left, window.right)
    ax.set_ylim(window.bottom, window.top)
    ax.set_aspect("equal")
    marks = []
    for entry in person_marks.entries(row):
        centres, radii = muscle(entry[0], entry[1], artist.frames)
        marks.append(person_marks.mark(ax, artist.view, artist.eye, window, entry, centres, radii))
    for arrow in split(row.arrows):
        person_marks.arrow(ax, arrow, artist.eye, _path(artist, before[0] if before else None), artist.body)
    tags = person_marks.tags([mark for mark in marks if mark]) + person_holds.tags(artist)
    labels.label(ax, tags, artist.view, window)


def _path(artist: Person, before: Pose | None) -> posture.Frames:
    """The frames on the way from the start to this pose, 25 steps; the pose alone where there is no way."""
    share = np.linspace(0, 1, 25) if before else np.ones(1)
    first = posture.pose_of(before) if before else artist.pose
    pose = {name: first[name] * (1 - share) + artist.pose[name] * share for name in artist.pose}
    return posture.frames(pose, artist.row.start, artist.body)


def _facts(figure: Figure) -> Iterator[str]:
    """Read the pose, its contacts and the marks back from the artists of each panel."""
    axes = [child for top in figure.axes for child in top.child_axes if isinstance(child, Axes)]
    notes = {str(t.get_gid()): " ".join(t.get_text().split()) for top in figure.axes for t in top.texts}
    for panel in axes:
        for artist in panel.images:
            if isinstance(artist, Person):
                moment = artist.row.moment
                yield f"{_moment(moment)}: {notes.get(f'note|{moment}', '')}."
                yield _joints(artist.pose)
                yield from _contacts(artist)
                yield from _relations(artist)
                yield from person_holds.facts(panel, artist)
        yield from person_marks.facts(panel)


def _joints(pose: Mapping[str, float]) -> str:
    said = {}
    for side in ("right", "left"):
        hip = [say(f"person.{plus if pose[f'{side}_{name}'] > 0 else minus}", value=abs(round(pose[f"{side}_{name}"])))
               for name, (plus, minus) in WORDS.items() if abs(round(pose[f"{side}_{name}"])) > 5]
        bent = round(pose[f"{side}_knee_flexion_deg"])
        knee = say("person.knee_bent", value=bent) if bent > 5 else say("person.knee_straight")
        said[side] = say(f"person.{side}_hip", hip=", ".join(hip) or say("person.straight"), knee=knee)
    return say("person.drawn", **said)


def _moment(name: str) -> str:
    return begun(term("person", name))


def _contacts(artist: Person) -> Iterator[str]:
    floor, touch, apart = [], [], []
    for contact in split(artist.row.contacts):
        kind, _, rest = contact.partition(":")
        part, target, *_ = *(person_holds.point_name(name) for name in rest.partition("@")[0].split(">")), ""
        left = artist.cast[0].gap(contact)
        key = {"floor": "on_support" if "@" in rest else "on_floor", "stick": "on_stick", "between": "ball"}
        where = say(f"person.{key.get(kind, 'on')}", part=part, target=target)
        if abs(left) > TOUCH:
            apart.append(say("person.gap", where=where, gap=f"{1000 * left:+.0f}"))
        elif kind == "floor" and "@" not in rest:
            floor.append(part)
        else:
            touch.append(where)
    if floor:
        yield say("person.floor", parts=", ".join(floor))
    if touch:
        yield say("person.touching", parts=", ".join(touch))
    if apart:
        yield say("person.apart", parts=", ".join(apart))


def _relations(artist: Person) -> Iterator[str]:
    """Which relations of the rows the people that are drawn keep."""
    people = artist.cast
    starts = [stance(row) for row in artist.before or ()]
    for number, each in enumerate(artist.cast):
        of, start = people[number], starts[number] if starts else None
        phrases: dict[bool, list[str]] = {True: [], False: []}
        for relation in relations.relations(each.row.relations):
            phrases[relations.spare(relation, of, people[0], start) >= relations.MARGIN].append(
                relations.phrase(relation))
        for holds, key in ((True, "relation.holds"), (False, "relation.fails")):
            if phrases[holds]:
                yield begun(say(key, relations="; ".join(phrases[holds])))
