"""What the person wears, where the marked muscles lie, and the props: the data of the exercise drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ...core.errors import StretchlibError, cell_entry, one_of
from ...stage.body import FRAMES, SIDES, Array, Body
from ...stage.posture import Frames, point, stick
from .render import Face, Scene, rgb

# Clothes and colouring by build; light, so that marks and lines stay the darkest things in the picture.
LOOKS = {
    "younger_woman": {"skin": "#D9A57E", "hair": "#3A2A22", "shirt": "#F3DDA8", "trousers": "#C3D3E2",
                      "shoe": "#8A94A0", "trousers_to": "0.80", "sleeve_to": "0.42"},
    "older_man": {"skin": "#F0CDB2", "hair": "#8F9296", "shirt": "#BFD8CC", "trousers": "#D5D2DD",
                  "shoe": "#6F7780", "trousers_to": "1.00", "sleeve_to": "0.60"},
}
#: What the examiner of a test wears over the build's own skin and hair.
TUNIC = {"shirt": "#8FB0C9", "trousers": "#76838F", "shoe": "#5B636B", "trousers_to": "1.00", "sleeve_to": "0.50"}
ROLES = ("exerciser", "patient", "examiner")
PAINT = {"eye": "#2B2320", "mouth": "#8E4B3A"}
PROP = {"mat": "#DCE7E4", "seat": "#D8CFBE", "pad": "#B9C9C6", "base": "#D9DDE1", "cushion": "#E3C9C9",
        "wall": "#E9ECEE", "ball": "#8CBBE2", "stick": "#B58B4C"}
# Spheres of the head that belong to a build: (x, half width, z, radius, colour).
_HEAD = {
    "younger_woman": [(-.012, .0, .058, .0520, "hair"), (-.020, .0, .034, .0480, "hair"),
                      (-.030, .0, .020, .0380, "hair"),
                      (-.066, .0, .064, .0230, "hair")],
    "older_man": [(-.013, .0, .055, .0510, "hair"), (-.018, .010, .034, .0470, "hair")],
}
_FACE = [(.0545, .0, .020, .0078, "skin"), (.0500, .0, .028, .0062, "skin"), (.0445, .019, .0375, .0050, "eye"),
         (-.008, .046, .028, .0110, "skin"), (-.010, .047, .018, .0080, "skin"),
         (.0490, .0, .0035, .0032, "mouth"), (.0480, .006, .0037, .0030, "mouth"), (.0455, .011, .0044, .0026, "mouth")]

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


def _clothes(body: Body, shod: bool, look: Mapping[str, str]) -> Array:
    """Colour (n, 3) of each sphere of the body."""
    colour = np.tile(rgb(look["skin"]), (len(body.radius), 1))
    bare = np.array([name.split("_", 1)[-1] for name in body.part])
    colour[np.isin(bare, ["hips", "buttocks", "thigh"])] = rgb(look["trousers"])
    colour[(bare == "shank") & (body.along <= float(look["trousers_to"]))] = rgb(look["trousers"])
    colour[np.isin(bare, ["waist", "chest"])] = rgb(look["shirt"])
    colour[(bare == "upper_arm") & (body.along <= float(look["sleeve_to"]))] = rgb(look["shirt"])
    if shod:
        colour[bare == "foot"] = rgb(look["shoe"])
    return colour


def _joined() -> set[frozenset[str]]:
    trunk = ("hips", "buttocks", "waist", "chest", "neck", "head")
    pairs = {frozenset((first, second)) for first in trunk for second in trunk}
    for side in SIDES:
        leg = [f"{side}_{part}" for part in ("thigh", "shank", "foot")]
        arm = [f"{side}_{part}" for part in ("upper_arm", "forearm", "hand")]
        pairs |= {frozenset(pair) for limb in (leg, arm) for pair in pairwise(limb)}
        pairs |= {frozenset((leg[0], part)) for part in ("hips", "buttocks", "waist")}
        pairs.add(frozenset((arm[0], "chest")))
    return pairs


JOINED = _joined()


def beside(first: Scene, second: Scene) -> Scene:
    """Two people in one scene: the parts of the other are named ``other ...``, so that none pass into each other."""
    def own(name: str) -> str:
        return f"other {name}"

    return Scene(np.concatenate([first.centre, second.centre]), np.concatenate([first.radius, second.radius]),
                 np.concatenate([first.colour, second.colour]),
                 np.concatenate([first.part, np.array([own(name) for name in second.part.tolist()])]),
                 first.faces + [face._replace(name=own(face.name)) for face in second.faces],
                 first.joined | {frozenset(map(own, pair)) for pair in second.joined})


def scene(frames: Frames, body: Body, centres: Array, props: list[str], shod: bool, role: str = "patient") -> Scene:
    """The person with face and hair, and the props: ``mat``, ``box``, ``couch``, ``cushion``, ``wall``, ``ball``,
    ``stick``. Who is the examiner wears a tunic."""
    one_of(role, ROLES, "role of a drawn person")
    look = LOOKS[body.build] | (TUNIC if role == "examiner" else {})
    centre, radius, colour = [centres], [body.radius], [_clothes(body, shod, look)]
    part = body.part.tolist()
    i = FRAMES.index("head")
    grow = body.girth["head"]
    for x, y, z, r, tint in (*_HEAD[body.build], *_FACE):
        for sign in (1, -1) if y else (1,):
            centre.append((frames.origin[i] + frames.rotation[i] @ (np.array([x, sign * y, z]) * grow))[None])
            radius.append(np.array([r * grow]))
            colour.append(rgb(PAINT.get(tint) or look[tint])[None])
            part.append("head")
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
            (start, r1), (end, r2) = point(frames, body, first), point(frames, body, second)
            across = (end - start) / np.linalg.norm(end - start)
            a, b = start + across * r1, end - across * r2
            half = float(np.linalg.norm(b - a)) / 2
            ring = np.linspace(0, 2 * np.pi, 24, endpoint=False)[:, None]
            side = np.cross(across, [0, 0, 1.0])
            side /= np.linalg.norm(side)
            room = max(wide - half, 0.0) * 1.5
            at = (a + b) / 2 + room * (np.cos(ring) * side + np.sin(ring) * np.cross(across, side))
            centre += [at, ((a + b) / 2)[None]]
            radius.append(np.full(25, half))
            colour.append(np.tile(rgb(PROP["ball"]), (25, 1)))
            part += ["ball"] * 25
        elif kind == "stick":
            a, b, _ = stick(frames, body)
            at = a + np.linspace(0, 1, 160)[:, None] * (b - a)
            centre.append(at)
            radius.append(np.full(160, .008))
            colour.append(np.tile(rgb(PROP["stick"]), (160, 1)))
            part += ["stick"] * 160
        else:
            raise StretchlibError(f"{prop!r} is no prop; use mat, box, couch, cushion, wall, ball or stick.")
    return Scene(np.concatenate(centre), np.concatenate(radius), np.concatenate(colour), np.array(part), faces, JOINED)
