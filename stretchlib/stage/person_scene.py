"""The scene of a person who moves: the skin of a build, its props and marked muscles, and keyframes from start to end.

A scene as :mod:`.scene` describes it, in fractions of stature, with these entries more:

``motion``     ``{node: [pose, ...]}``: the poses of a node at even shares of the way, start first, end last. A pose is
               the flat list of its segments' dual quaternions, eight numbers each, whose signs agree along the way.
``sentences``  ``{"start": text, "end": text, "mirrored": text}``: what is seen at either end, and that it is mirrored.
``corner``     ``[right, top]``: the corner of the picture that stays most free on the way, where names are put; 1 or 0.
``walks``      whether the way is half a stride, which its mirror image follows.
``drawn_side`` the side that is drawn, ``right``, ``left`` or ``both``; ``reflect``: how the other side is drawn,
               ``picture`` (as in a mirror) or ``pose`` (seen from the same side).

A part whose ``mark`` is true is a muscle over the skin; its label has ``mirrored``, the text of the other side, and for
its anchor the point of the skin at rest, ``segments`` and ``weights`` (four each).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from .body import Array
from .muscle_patch import Patch
from .scene import mesh_id, packed_mesh
from .skinning import dual_quaternions, motions
from .stance import Stance

DIGITS = 4  # of the numbers of a dual quaternion: skin lies within 0.2 mm of a person of 1.65 m
ROOM = 0.07  # of stature, round all that is seen
LIFTED = 0.001  # of stature: how far a patch lies over the skin
NEARER = 0.02  # of stature: how much nearer to the viewer it is drawn, so that bent skin never hides it
SLAB = 0.008  # of stature: how thick a mat is
ASPECT = 1.25  # width to height of a picture, as the timer shows it
HIGHER = 1.22  # times as high as the body is a picture in which names would cover it
NAMES = (.2, .45)  # names fill this part of a picture, -1 to 1 from its middle: two fifths across, a quarter down
BALL = (14, 20)  # rings and corners of a ring


class Marked(NamedTuple):
    """A marked muscle: its ``patch`` of skin, colours ``fill`` and ``edge``, the text of its label and of the same
    muscle's on the other side."""

    patch: Patch
    fill: str
    edge: str
    text: str
    mirrored: str


class Plane(NamedTuple):
    """A flat four-cornered face of a prop: ``corners`` (4, 3), outward ``normal`` (3,), colour."""

    corners: Array
    normal: Array
    colour: str


class Ball(NamedTuple):
    """A soft ball at each keyframe: ``middle`` (k, 3), direction ``across`` (k, 3) in which it is pressed, ``half``
    (k,) its half width there; ``radius`` the other way, ``colour``."""

    middle: Array
    across: Array
    half: Array
    radius: float
    colour: str


class Stick(NamedTuple):
    """A stick at each keyframe: ends ``first`` and ``last`` (k, 3), ``radius``, ``colour``."""

    first: Array
    last: Array
    radius: float
    colour: str


def person_scene(keyframes: Sequence[Stance], *, paints: Sequence[str], mat: Array | None, planes: Sequence[Plane],
                 movers: Mapping[str, Ball | Stick], marks: Sequence[Marked], camera: tuple[float, float],
                 title: str, views: Mapping[str, str], sentences: Mapping[str, str], drawn_side: str,
                 reflect: str, walks: bool = False) -> dict[str, Any]:
    """The scene of a person at ``keyframes`` (start first), in the colours ``paints`` of the skin's palette.

    ``mat``: corners (4, 3) of a mat, if there is one; ``camera``: azimuth and elevation of the drawing, in degrees
    (:mod:`..figures.people.render` has their meaning); ``views``: words of the buttons.
    """
    skin = keyframes[0].skin
    body = packed_mesh(skin.points, skin.faces, normals=skin.normals, segments=skin.segments, weights=skin.weights,
                       colours=skin.colours, palette=tuple(paints))
    meshes = {mesh_id(body): body}
    parts: list[dict[str, Any]] = [{"id": "body", "mesh": mesh_id(body), "node": "body", "name": title}]
    motion = {"body": _poses([dual_quaternions(motions(skin.rest, each.frames)) for each in keyframes])}
    labels: list[dict[str, Any]] = []

    def add(name: str, mesh: dict[str, Any], **more: Any) -> None:
        meshes[mesh_id(mesh)] = mesh
        parts.append({"id": name, "mesh": mesh_id(mesh), "name": "", **more})

    if mat is not None:
        add("mat", _faces_mesh(_slab(mat)), outline=False)
    if planes:
        add("props", _faces_mesh(planes))
    for name, mover in movers.items():
        mesh, poses = _ball(mover) if isinstance(mover, Ball) else _stick(mover)
        add(name, mesh, node=name)
        motion[name] = _poses(poses)
    for number, marked in enumerate(marks):
        on, name = marked.patch, f"mark{number}"
        add(name, packed_mesh(on.points + LIFTED * on.normals, on.faces, normals=on.normals, segments=on.segments,
                              weights=on.weights, colours=on.rim, palette=(marked.fill, marked.edge)),
            node="body", outline=False, mark=True, near=NEARER)
        middle = _inmost(on)
        labels.append({"id": name, "text": marked.text, "mirrored": marked.mirrored, "node": "body",
                       "anchor": [round(float(x), 4) for x in on.points[middle]],
                       "segments": on.segments[middle].tolist(),
                       "weights": [round(float(x), 4) for x in on.weights[middle]]})
    azimuth, elevation = camera
    extent, centre, corner = _frame(keyframes, planes, movers, camera)
    return {"title": title, "alt": sentences["start"], "axes": "front-left-up", "extent": extent, "centre": centre,
            "meshes": meshes, "nodes": {name: {"pose": np.reshape(poses[0], (-1, 8)).tolist()}
                                        for name, poses in motion.items()},
            "parts": parts, "labels": labels, "layers": [],
            "views": [{"id": name, "label": label, "azimuth": 90 - azimuth, "elevation": elevation}
                      for name, label in views.items()],
            "motion": motion, "corner": corner, "walks": walks, "sentences": dict(sentences),
            "drawn_side": drawn_side, "reflect": reflect}


def _poses(keyframes: Sequence[Array]) -> list[list[float]]:
    """Dual quaternions (segment, 8) at each keyframe as flat lists, each with the sign of the one before."""
    rows = [np.array(keyframes[0], dtype=float)]
    for each in keyframes[1:]:
        turned = (rows[-1][:, :4] * each[:, :4]).sum(axis=1) < 0
        rows.append(np.where(turned[:, None], -each, each))
    return [[round(float(x), DIGITS) for x in row.reshape(-1)] for row in rows]


def _inmost(on: Patch) -> int:
    """The point of a patch that its label names: the one nearest to the middle of all inside the line."""
    inner = np.flatnonzero(on.rim == 0)
    return int(inner[np.linalg.norm(on.points[inner] - on.points[inner].mean(axis=0), axis=1).argmin()])


def _frame(keyframes: Sequence[Stance], planes: Sequence[Plane], movers: Mapping[str, Ball | Stick],
           camera: tuple[float, float]) -> tuple[list[float], list[float], list[int]]:
    """``extent`` and ``centre`` of all that is seen on the way, from the camera of the drawing, and its free corner."""
    a, e = np.radians(camera)
    eye = np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a) * np.sin(e), np.cos(a) * np.sin(e), np.cos(e)],
                    [np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)]])
    seen = [each.points for each in keyframes] + [plane.corners for plane in planes]
    seen += [np.vstack(mover[:2]) for mover in movers.values() if isinstance(mover, Stick)]
    flat = np.concatenate(seen) @ eye.T
    low, high = flat.min(axis=0), flat.max(axis=0)
    size = (high - low)[:2] + 2 * ROOM
    best: tuple[float, Array, Array, list[int]] | None = None
    # Room above or below is made only where no corner is free; the body steps aside no more than it must.
    for higher, aside in ((1.0, 0.0), (1.0, .5), (1.0, 1.0), (HIGHER, 0.0), (HIGHER, 1.0)):
        whole = np.array([max(size[0], ASPECT * size[1] * higher), size[1] * higher])
        for corner in ([1, 1], [0, 1], [1, 0], [0, 0]):
            away = np.array(corner) * 2 - 1
            middle = (low + high)[:2] / 2 + (whole - size) / 2 * away * [aside, 1]
            at = (flat[:, :2] - middle) / (whole / 2) * away
            crowd = float(((at[:, 0] > NAMES[0]) & (at[:, 1] > NAMES[1])).mean())
            if best is None or crowd < best[0]:
                best = crowd, whole, middle, corner
    assert best is not None
    _, whole, middle, corner = best
    centre = np.array([*middle, (low + high)[2] / 2]) @ eye
    return [round(float(x), 4) for x in whole], [round(float(x), 4) for x in centre], corner


def _slab(corners: Array) -> list[Plane]:
    """A mat as a thin slab whose upper face are the ``corners`` (4, 3)."""
    top = np.asarray(corners, dtype=float)
    down = np.array([0, 0, SLAB])
    middle = top.mean(axis=0)
    planes = [Plane(top, np.array([0, 0, 1.0]), MAT), Plane(top[::-1] - down, np.array([0, 0, -1.0]), MAT)]
    for a, b in zip(top, np.roll(top, -1, axis=0), strict=True):
        planes.append(Plane(np.array([a, b, b - down, a - down]), _level((a + b) / 2 - middle), MAT))
    return planes


MAT = "#DCE7E4"


def _level(way: Array) -> Array:
    flat = way * [1, 1, 0]
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-9))


def _faces_mesh(planes: Sequence[Plane]) -> dict[str, Any]:
    """Flat faces as one mesh, each with corners of its own, so that edges stay sharp."""
    palette = tuple(dict.fromkeys(plane.colour for plane in planes))
    points, normals, colours, faces = [], [], [], []
    for number, plane in enumerate(planes):
        a, b, c, _ = plane.corners
        order = [0, 1, 2, 3] if np.cross(b - a, c - a) @ plane.normal > 0 else [3, 2, 1, 0]
        points.append(plane.corners[order])
        normals.append(np.tile(plane.normal, (4, 1)))
        colours += [palette.index(plane.colour)] * 4
        faces += [[4 * number, 4 * number + 1, 4 * number + 2], [4 * number, 4 * number + 2, 4 * number + 3]]
    return packed_mesh(np.vstack(points), faces, normals=np.vstack(normals), colours=colours, palette=palette)


def _ball(ball: Ball) -> tuple[dict[str, Any], list[Array]]:
    """A sphere whose two poles are its segments: as they come nearer it is pressed flat between them."""
    rings, corners = BALL
    across = ball.across.mean(axis=0) / np.linalg.norm(ball.across.mean(axis=0))
    side = np.cross(across, [0, 0, 1.0])
    side /= np.linalg.norm(side)
    up = np.cross(side, across)
    along, round_it = np.meshgrid(np.linspace(0, np.pi, rings), np.linspace(0, 2 * np.pi, corners, endpoint=False),
                                  indexing="ij")
    normals = (np.cos(along)[..., None] * across + np.sin(along)[..., None]
               * (np.cos(round_it)[..., None] * side + np.sin(round_it)[..., None] * up)).reshape(-1, 3)
    points = normals * ball.radius
    faces = _grid(rings, corners)
    share = (1 + np.cos(along).reshape(-1)) / 2  # how far a point follows the pole it looks to
    weights = np.stack([share, 1 - share, 0 * share, 0 * share], axis=1)
    segments = np.tile([0, 1, 0, 0], (len(points), 1))
    mesh = packed_mesh(points, faces, normals=normals, segments=segments, weights=weights,
                       colours=np.zeros(len(points)), palette=(ball.colour,))
    poses = []
    for middle, half in zip(ball.middle, ball.half, strict=True):
        pressed = (half - ball.radius) * across
        poses.append(np.array([_shifted(middle + pressed), _shifted(middle - pressed)]))
    return mesh, poses


def _stick(stick: Stick) -> tuple[dict[str, Any], list[Array]]:
    """A round stick, which its only segment turns and moves."""
    corners = 12
    length = float(np.linalg.norm(stick.last[0] - stick.first[0]))
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)
    heights, widths = (0, 0, .004, length - .004, length, length), (0, .6, 1, 1, .6, 0)
    points = np.vstack([ring * stick.radius * wide + [0, 0, high] for high, wide in zip(heights, widths, strict=True)])
    ends = np.repeat([[0, 0, -1.0], [0, 0, -.7], [0, 0, 0], [0, 0, 0], [0, 0, .7], [0, 0, 1]], corners, axis=0)
    normals = ends + np.tile(ring, (6, 1)) * np.sqrt(1 - ends[:, 2:]**2)
    mesh = packed_mesh(points, _grid(6, corners), normals=normals, segments=np.zeros((len(points), 4)),
                       weights=np.tile([1, 0, 0, 0], (len(points), 1)), colours=np.zeros(len(points)),
                       palette=(stick.colour,))
    return mesh, [_laid(first, last)[None] for first, last in zip(stick.first, stick.last, strict=True)]


def _grid(rings: int, corners: int) -> Array:
    """Faces (m, 3) between rings of points, anticlockwise from outside where the rings go along their axis."""
    faces = []
    for ring in range(rings - 1):
        for corner in range(corners):
            a, b = ring * corners + corner, ring * corners + (corner + 1) % corners
            faces += [[a, b, b + corners], [a, b + corners, a + corners]]
    return np.array(faces)


def _shifted(by: Array) -> Array:
    return np.array([1, 0, 0, 0, 0, *(by / 2)])


def _laid(first: Array, last: Array) -> Array:
    """The dual quaternion that lays the z axis along ``first`` to ``last``."""
    way = (last - first) / np.linalg.norm(last - first)
    q = np.array([1 + way[2], -way[1], way[0], 0])
    q /= np.linalg.norm(q)
    w, v = q[0], q[1:]
    return np.array([*q, -(first @ v) / 2, *(first * w + np.cross(first, v)) / 2])
