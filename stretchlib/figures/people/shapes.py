"""What the person wears, where the marked muscles lie, and the props: the data of the exercise drawings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from ...core.errors import StretchlibError, cell_entry, one_of
from ...stage.body import FRAMES, SIDES, Array
from ...stage.looks import palette
from ...stage.posture import Frames
from ...stage.stance import Stance, stick
from .render import Face, Scene, Spheres, Surface, rgb

#: Paints that pass into another without a line.
SAME_TINT = {"hair_light": "hair", "mouth": "skin", "lip_line": "skin", "white": "skin", "eye": "skin"}
PROP = {"mat": "#DCE7E4", "seat": "#D8CFBE", "pad": "#B9C9C6", "base": "#D9DDE1", "cushion": "#E3C9C9",
        "wall": "#E9ECEE", "ball": "#8CBBE2", "stick": "#B58B4C"}
# A muscle: sheets of spheres (frame without side, x, y to its own side, z, radius). Drawn from attachments, simplified.
_MUSCLES: dict[str, list[list[tuple[str, float, float, float, float]]]] = {
    "gluteus_maximus": [[("pelvis", -.050, .010, .052, .012), ("pelvis", -.040, .050, .060, .012),
                         ("pelvis", -.058, .012, -.014, .014), ("thigh", -.034, .014, -.070, .012),
                         ("thigh", -.022, .040, -.030, .012)]],
    "gluteus_medius": [[("pelvis", -.026, .060, .084, .012), ("pelvis", .026, .064, .082, .012),
                        ("pelvis", .000, .072, .088, .010), ("pelvis", -.046, .040, .072, .009),
                        ("thigh", .0, .046, -.006, .010)]],
    "piriformis": [[("pelvis", -.054, .008, .044, .013), ("pelvis", -.054, .010, .014, .010),
                    ("thigh", -.014, .044, .002, .008)]],
    "adductor_longus": [[("pelvis", .022, .008, -.026, .011), ("pelvis", .000, .012, -.040, .011),
                         ("thigh", .012, -.036, -.085, .015), ("thigh", .000, -.032, -.120, .014),
                         ("thigh", .004, -.024, -.195, .009)]],
    "psoas_major": [[("lumbar", .030, .018, .040, .010), ("pelvis", .040, .044, .070, .012),
                     ("pelvis", .044, .044, .010, .012), ("thigh", .032, -.004, -.045, .011)]],
    "sciatic_nerve": [[("pelvis", -.052, .024, .030, .006), ("thigh", -.042, .0, -.03, .006)],
                      [("thigh", -.042, .0, -.03, .006), ("thigh", -.034, .0, -.175, .006)],
                      # Above the knee it divides: the tibial nerve goes on down the calf, the common fibular nerve
                      # outwards behind the head of the fibula and round its neck, where it divides in its turn.
                      [("thigh", -.034, .0, -.175, .005), ("shank", -.031, -.004, -.025, .0045)],
                      [("shank", -.031, -.004, -.025, .0045), ("shank", -.026, .0, -.16, .004)],
                      [("thigh", -.034, .0, -.175, .005), ("shank", -.014, .028, -.022, .0045)],
                      [("shank", -.014, .028, -.022, .0045), ("shank", .006, .030, -.052, .004)]],
}
_CARRIERS = {"psoas_major": ("hips", "waist", "chest"), "sciatic_nerve": ("hips", "buttocks")}


def carriers(muscle: str, side: str) -> set[str]:
    """The parts of the body that a muscle is seen on."""
    return {*_CARRIERS.get(muscle, ("hips", "buttocks", "waist")), f"{side}_thigh", f"{side}_shank"}


@lru_cache(maxsize=64)
def _sheet(muscle: str, number: int) -> Array:
    """Weights (n, k) that fill the sheet between its k spheres."""
    k = len(_MUSCLES[muscle][number])
    if k == 2:
        t = np.linspace(0, 1, 40)[:, None]
        return np.hstack([1 - t, t])
    weights = []
    for i in range(k):
        for j in range(i + 1, k):
            for m in range(j + 1, k):
                for a in np.linspace(0, 1, 7):
                    for b in np.linspace(0, 1 - a, 7):
                        weight = np.zeros(k)
                        weight[[i, j, m]] = a, b, 1 - a - b
                        weights.append(weight)
    return np.unique(np.array(weights).round(3), axis=0)


def muscle(name: str, side: str, frames: Frames) -> tuple[Array, Array]:
    """Centres (n, 3) and radii (n,) that fill a muscle; raises StretchlibError for one that is not drawn."""
    one_of(name, _MUSCLES, "drawn structure")
    centres, radii = [], []
    for number, corners in enumerate(_MUSCLES[name]):
        at, r = [], []
        for frame, x, y, z, radius in corners:
            i = FRAMES.index(frame if frame in FRAMES else f"{side}_{frame}")
            at.append(frames.origin[i] + frames.rotation[i] @ np.array([x, SIDES[side] * y, z]))
            r.append(radius)
        weights = _sheet(name, number)
        centres.append(weights @ np.array(at))
        radii.append(weights @ np.array(r))
    return np.concatenate(centres), np.concatenate(radii)


def _box(x0: float, y0: float, z0: float, x1: float, y1: float, z1: float, colour: str, name: str) -> Iterator[Face]:
    corners = np.array([(x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0),
                        (x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)])
    tones = {"top": 1.06, "front": .97, "side": .88}
    for picks, normal, tone in (((4, 5, 6, 7), (0, 0, 1), "top"), ((0, 1, 5, 4), (0, -1, 0), "front"),
                                ((3, 2, 6, 7), (0, 1, 0), "front"), ((1, 2, 6, 5), (1, 0, 0), "side"),
                                ((0, 3, 7, 4), (-1, 0, 0), "side")):
        mixed = np.clip(rgb(colour) * tones[tone], 0, 1)
        shade = "#" + "".join(f"{round(v * 255):02X}" for v in mixed)
        yield Face(corners[list(picks)], np.array(normal, dtype=float), shade, name)


def couch(entry: str) -> dict[str, tuple[float, float, float, float, float, float]]:
    """The pad of a couch ``x0,y0,x1,y1,height`` and the base below it, which leaves room for toes: corners each."""
    with cell_entry(entry):
        x0, y0, x1, y1, top = (float(value) for value in entry.split(","))
    under = top - .045
    return {"base": (x0 + .05, y0 + .05, 0, x1 - .05, y1 - .05, under), "pad": (x0, y0, under, x1, y1, top)}


def _joined() -> set[frozenset[str]]:
    trunk = ("hips", "waist", "chest", "neck", "head")
    pairs = {frozenset((first, second)) for first in trunk for second in trunk}
    for side in SIDES:
        leg = [f"{side}_{part}" for part in ("thigh", "shank", "foot")]
        arm = [f"{side}_{part}" for part in ("upper_arm", "forearm", "hand")]
        pairs |= {frozenset(pair) for limb in (leg, arm) for pair in pairwise(limb)}
        pairs |= {frozenset((leg[0], part)) for part in ("hips", "waist")}
        pairs.add(frozenset((arm[0], "chest")))
    return pairs


JOINED = _joined()


def beside(first: Scene, second: Scene) -> Scene:
    """Two people in one scene: the parts of the other are named ``other ...``, so that none pass into each other."""
    def own(name: str) -> str:
        return f"other {name}"

    def both(a: Any, b: Any) -> Any:
        return np.concatenate([a, b])

    a, b, c, d = first.surface, second.surface, first.spheres, second.spheres
    surface = Surface(both(a.points, b.points), both(a.normals, b.normals), both(a.faces, b.faces + len(a.points)),
                      both(a.colour, b.colour), both(a.tint, b.tint), both(a.number, b.number + len(a.names)),
                      (*a.names, *map(own, b.names)))
    spheres = Spheres(both(c.centre, d.centre), both(c.radius, d.radius), both(c.colour, d.colour),
                      both(c.part, np.array([own(name) for name in d.part], dtype=str)))
    return Scene(surface, spheres, first.faces + [face._replace(name=own(face.name)) for face in second.faces],
                 first.joined | {frozenset(map(own, pair)) for pair in second.joined})


def surface(person: Stance, role: str) -> Surface:
    """The person's skin and clothes in their colours; who is the examiner wears a tunic."""
    names = list(person.skin.palette)
    paint = person.skin.face_paint
    tint = np.array([names.index(SAME_TINT.get(name, name)) for name in names])
    colours = np.array([rgb(colour) for colour in palette(person.skin, person.body.build, role)])
    numbers, parts = person.skin.face_part
    return Surface(person.points, person.normals, person.skin.faces, colours[paint], tint[paint], numbers, parts)


def scene(person: Stance, props: list[str], role: str = "patient") -> Scene:
    """The person, and the props: ``mat``, ``box``, ``couch``, ``cushion``, ``wall``, ``ball``, ``stick``."""
    centre, radius, colour, part = [np.zeros((0, 3))], [np.zeros(0)], [np.zeros((0, 3))], []
    faces: list[Face] = []
    for prop in props:
        kind, _, rest = prop.partition(":")
        if kind in ("box", "cushion", "wall"):
            with cell_entry(prop):
                x0, y0, z0, x1, y1, z1 = (float(v) for v in rest.split(","))
            faces += _box(x0, y0, z0, x1, y1, z1, PROP["seat" if kind == "box" else kind], f"{kind}{len(faces)}")
        elif kind == "couch":
            for name, box in couch(rest).items():
                faces += _box(*box, PROP[name], f"{name}{len(faces)}")
        elif kind == "mat":
            with cell_entry(prop):
                x0, y0, x1, y1 = (float(v) for v in rest.split(","))
            corners = np.array([(x0, y0, 0), (x1, y0, 0), (x1, y1, 0), (x0, y1, 0)], dtype=float)
            faces.append(Face(corners, np.array([0., 0, 1]), PROP["mat"], "mat", floor=True))
        elif kind == "ball":
            with cell_entry(prop):
                names, size = rest.split("@")
                first, second = names.split(">")
                wide = float(size)  # a soft ball gives way between the knees and widens across
            at, half = _ball(person, first, second, wide)
            centre.append(at)
            radius.append(np.full(len(at), half))
            colour.append(np.tile(rgb(PROP["ball"]), (len(at), 1)))
            part += ["ball"] * len(at)
        elif kind == "stick":
            start, end, _ = stick(person)
            centre.append(start + np.linspace(0, 1, 160)[:, None] * (end - start))
            radius.append(np.full(160, .008))
            colour.append(np.tile(rgb(PROP["stick"]), (160, 1)))
            part += ["stick"] * 160
        else:
            raise StretchlibError(f"{prop!r} is no prop; use mat, box, couch, cushion, wall, ball or stick.")
    spheres = Spheres(np.concatenate(centre), np.concatenate(radius), np.concatenate(colour), np.array(part, dtype=str))
    return Scene(surface(person, role), spheres, faces, JOINED)


def _ball(person: Stance, first: str, second: str, wide: float) -> tuple[Array, float]:
    """A soft ball between the skin of two points: the middles (n, 3) of spheres, and their radius."""
    start, end = person.middle_of(first), person.middle_of(second)
    across = (end - start) / np.linalg.norm(end - start)
    edges = []
    for name, way, beside in ((first, across, start), (second, -across, end)):
        near = person.points[person.region(name)]
        off = near - beside
        lateral = np.linalg.norm(off - (off @ across)[:, None] * across, axis=1)
        edges.append(beside + way * (off @ way)[lateral < .02].max())
    half = float(np.linalg.norm(edges[1] - edges[0])) / 2
    ring = np.linspace(0, 2 * np.pi, 24, endpoint=False)[:, None]
    side = np.cross(across, [0, 0, 1.0])
    side /= np.linalg.norm(side)
    middle = (edges[0] + edges[1]) / 2
    room = max(wide - half, 0.0) * 1.5
    return np.vstack([middle + room * (np.cos(ring) * side + np.sin(ring) * np.cross(across, side)), middle]), half
