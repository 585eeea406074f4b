"""Draws people, round props and flat faces as a picture: the nearest surface of a pixel, soft light, outlines.

Every length is a fraction of stature; depth grows towards the viewer. Orthographic: nothing shrinks with distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...stage.body import Array
from ..style import INK
from .raster import cover

Grid = NDArray[np.float32]
FAR = -50.0  # depth of empty pixels
JUMP = 0.010  # a jump in depth that is drawn as a line
SLOPES = 3.0  # a surface that slopes away is no jump, though it rises from pixel to pixel: by this many slopes at most
HIDDEN = -0.15  # a triangle whose corners all look away from the viewer by this much is not seen
DARK, LIT = 0.66, 1.06  # a colour in the shade and in the light
LIGHT = np.array([-0.42, 0.62, 0.66])  # from the upper left, towards the viewer
MIST = np.array([0.60, 0.65, 0.70])  # what lies farther back turns a little towards this


def camera(azimuth_deg: float, elevation_deg: float) -> Array:
    """Rows: right, up, towards the viewer. Azimuth 0 looks along y; more turns the viewer towards x."""
    a, e = np.radians([azimuth_deg, elevation_deg])
    return np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a) * np.sin(e), np.cos(a) * np.sin(e), np.cos(e)],
                     [np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)]])


def rgb(colour: str) -> Array:
    """``#RRGGBB`` as three numbers from 0 to 1."""
    return np.array([int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)])


class Face(NamedTuple):
    """A flat four-cornered face: ``corners`` (4, 3), outward ``normal``, colour; ``floor``: shadows fall on it."""

    corners: Array
    normal: Array
    colour: str
    name: str
    floor: bool = False


@dataclass
class Surface:
    """The skin of people: ``points`` and ``normals`` (n, 3), ``faces`` (m, 3), and of each face its ``colour`` (m, 3),
    ``tint`` (m,), a number a colour between whose areas a thin line is drawn, and its part (m,) of ``names``."""

    points: Array
    normals: Array
    faces: NDArray[np.int64]
    colour: Array
    tint: NDArray[np.int64]
    number: NDArray[np.int64]
    names: tuple[str, ...]

    @property
    def part(self) -> NDArray[np.str_]:
        """The part (m,) of each face."""
        return np.asarray(np.array(self.names)[self.number])


@dataclass
class Spheres:
    """Round props: ``centre`` (n, 3), ``radius`` (n,), ``colour`` (n, 3), ``part`` (n,) of names."""

    centre: Array
    radius: Array
    colour: Array
    part: NDArray[np.str_]


@dataclass
class Scene:
    """What is seen: people, round props, and flat faces."""

    surface: Surface
    spheres: Spheres
    faces: list[Face]
    joined: set[frozenset[str]]  # parts that pass into each other: no line between them


class View(NamedTuple):
    """The picture (h, w, 3), its depth, and per pixel the index of the part seen (-1: none); ``names`` of parts."""

    picture: Grid
    depth: Grid
    seen: NDArray[np.int16]
    names: list[str]


class Window(NamedTuple):
    """The part of the picture plane that is drawn, and how many pixels one stature has."""

    left: float
    right: float
    bottom: float
    top: float
    scale: float

    @property
    def shape(self) -> tuple[int, int]:
        return round((self.top - self.bottom) * self.scale), round((self.right - self.left) * self.scale)


def splat(flat: Array, radius: Array, window: Window) -> tuple[Grid, NDArray[np.int32]]:
    """Depth (h, w) of the nearest sphere per pixel and its index (-1: none); ``flat`` (n, 3): x, y, depth."""
    h, w = window.shape
    depth = np.full((h, w), FAR, dtype=np.float32)
    index = np.full((h, w), -1, dtype=np.int32)
    xs = (window.left + (np.arange(w) + .5) / window.scale).astype(np.float32)
    ys = (window.top - (np.arange(h) + .5) / window.scale).astype(np.float32)
    x0 = np.clip(((flat[:, 0] - radius - window.left) * window.scale).astype(int), 0, w)
    x1 = np.clip(((flat[:, 0] + radius - window.left) * window.scale).astype(int) + 2, 0, w)
    y0 = np.clip(((window.top - flat[:, 1] - radius) * window.scale).astype(int), 0, h)
    y1 = np.clip(((window.top - flat[:, 1] + radius) * window.scale).astype(int) + 2, 0, h)
    flat, r2 = flat.astype(np.float32), (radius**2).astype(np.float32)
    across, down = (xs - flat[:, :1])**2, (ys - flat[:, 1:2])**2
    order = np.argsort(-flat[:, 2])  # near ones first: most later pixels then need no change
    boxes = np.stack([order, y0[order], y1[order], x0[order], x1[order]], axis=1).tolist()
    with np.errstate(invalid="ignore"):  # outside of a sphere the root is no number, and nearer than nothing
        for i, a, b, c, d in boxes:
            if a >= b or c >= d:
                continue
            z = r2[i] - (across[i, c:d] + down[i, a:b, None])
            np.sqrt(z, out=z)
            z += flat[i, 2]
            seen = depth[a:b, c:d]
            better = z > seen
            np.copyto(seen, z, where=better)
            np.copyto(index[a:b, c:d], i, where=better)
    return depth, index


def _lay(face: Face, eye: Array, window: Window, depth: Grid, index: NDArray[np.int32], number: int) -> None:
    """Put a face into the depth picture where nothing is nearer."""
    flat = face.corners @ eye.T
    h, w = window.shape
    c, d = np.clip(((flat[:, 0] - window.left) * window.scale)[[flat[:, 0].argmin(), flat[:, 0].argmax()]], 0, w)
    a, b = np.clip(((window.top - flat[:, 1]) * window.scale)[[flat[:, 1].argmax(), flat[:, 1].argmin()]], 0, h)
    rows, columns = slice(int(a), int(b) + 1), slice(int(c), int(d) + 1)
    x = window.left + (np.arange(w)[columns] + .5) / window.scale
    y = (window.top - (np.arange(h)[rows] + .5) / window.scale)[:, None]
    if not x.size or not y.size:
        return
    inside = np.ones((y.size, x.size), dtype=bool)
    (ax, ay), (bx, by) = flat[1, :2] - flat[0, :2], flat[2, :2] - flat[1, :2]
    turn = np.sign(ax * by - ay * bx)
    for start, end in zip(flat, np.roll(flat, -1, axis=0), strict=True):
        inside &= turn * ((end[0] - start[0]) * (y - start[1]) - (end[1] - start[1]) * (x - start[0])) >= 0
    slope = np.linalg.solve(np.c_[flat[:3, :2], np.ones(3)], flat[:3, 2])
    z = slope[0] * x + slope[1] * y + slope[2]
    better = inside & (z > depth[rows, columns])
    np.copyto(depth[rows, columns], z.astype(depth.dtype), where=better)
    np.copyto(index[rows, columns], number, where=better)


def blur(field: Grid, reach: int = 1) -> Grid:
    """Mean over a square of 2 * reach + 1 pixels; outside is 0."""
    out = np.asarray(field, dtype=np.float32)
    if reach == 1:
        wide = np.pad(out, 1)
        rows = wide[:-2] + wide[1:-1] + wide[2:]
        return np.asarray((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / np.float32(9))
    for axis in (0, 1):  # running sums: as quick for a wide square as for a small one
        total = np.cumsum(np.pad(out, [(reach + 1, reach) if axis == side else (0, 0) for side in (0, 1)]), axis=axis)
        n = 2 * reach + 1
        out = total[n:] - total[:-n] if axis == 0 else total[:, n:] - total[:, :-n]
    return out / np.float32((2 * reach + 1)**2)


def _lines(depth: Grid, steep: Grid, part: NDArray[np.int16], tint: NDArray[np.int16], apart: NDArray[np.bool_],
           flat: NDArray[np.bool_]) -> tuple[Grid, Grid]:
    """Outlines (depth jumps, parts that only touch) and thin lines (colour borders), each (h, w) from 0 to 1.

    ``steep`` (h, w): how much the surface itself rises from one pixel to the next; a jump is more than that.
    """
    strong, thin = np.zeros(depth.shape, dtype=np.float32), np.zeros(depth.shape, dtype=np.float32)
    for later, earlier in (((slice(None), slice(1, None)), (slice(None), slice(None, -1))),
                     ((slice(1, None), slice(None)), (slice(None, -1), slice(None)))):
        rise = depth[later] - depth[earlier]
        up = rise >= 0
        jump = np.abs(rise) > JUMP + SLOPES * np.where(up, steep[earlier], steep[later])
        border = part[later] != part[earlier]
        i, j = np.nonzero(jump | border)  # few pixels: look the rest up only there
        p, q = part[later][i, j], part[earlier][i, j]
        line = apart[p, q] | (jump[i, j] & ~(flat[p] & flat[q]))
        nearer = up[i, j]
        strong[later][i[line & nearer], j[line & nearer]] = 1
        strong[earlier][i[line & ~nearer], j[line & ~nearer]] = 1
        i, j = np.nonzero(tint[later] != tint[earlier])
        thin[later][i, j] = 1
    return strong, thin


def _shadow(scene: Scene, points: Array) -> Array:
    """How dark (n,) the floor is at points (n, 2): what lies straight above them."""
    over = np.concatenate([scene.surface.points, scene.spheres.centre])
    low = over[:, :2].min(axis=0) - .12
    cell = 0.010
    size = ((over[:, :2].max(axis=0) + .12 - low) / cell).astype(int) + 1
    cover = np.zeros(size, dtype=np.float32)
    dark = 1 - np.minimum(np.maximum(over[:, 2], 0) / .55, .7)
    np.maximum.at(cover, tuple(((over[:, :2] - low) / cell + .5).astype(int).T), dark)
    for axis in (0, 1):  # points lie up to two cells apart
        cover = np.max([np.roll(cover, step, axis=axis) for step in (-1, 0, 1)], axis=0)
    cover = blur(blur(cover, 2))
    at = np.clip((points - low) / cell, 0, size - 1.001)  # the border is never covered, so what lies beyond is light
    (i, j), (right, up) = at.astype(int).T, (at % 1).T
    lower, upper = (cover[i, k] + (cover[i + 1, k] - cover[i, k]) * right for k in (j, j + 1))
    return np.asarray(lower + (upper - lower) * up)


def render(scene: Scene, eye: Array, window: Window, paper: Array) -> View:
    """The picture of a scene seen from ``eye`` (3, 3; see :func:`camera`)."""
    surface, spheres = scene.surface, scene.spheres
    flat, round_flat = surface.points @ eye.T, spheres.centre @ eye.T
    depth, index = splat(round_flat, spheres.radius, window)
    # By the soft normals, for a fold shows both its sides.
    front = np.flatnonzero((surface.normals @ eye[2] > HIDDEN)[surface.faces].any(axis=1))
    covered = cover(flat, surface.faces[front], window.shape, window.scale, (window.left, window.top))
    m, n = len(surface.faces), len(surface.faces) + len(spheres.radius)
    index[index >= 0] += m  # triangles first, then spheres, then flat faces
    nearer = covered.depth > depth.reshape(-1)[covered.at]
    at, face, share = covered.at[nearer], front[covered.face[nearer]], covered.share[nearer]
    depth.reshape(-1)[at], index.reshape(-1)[at] = covered.depth[nearer], face
    facing = [face for face in scene.faces if eye[2] @ face.normal > 1e-6]
    for i, plane in enumerate(facing):
        _lay(plane, eye, window, depth, index, n + i)
    others = [*spheres.part.tolist(), *(plane.name for plane in facing)]
    names = [*dict.fromkeys([*surface.names, *others])]
    number = {name: i for i, name in enumerate(names)}
    part = np.concatenate([np.array([number[name] for name in surface.names])[surface.number],
                           [number[name] for name in others], [len(names)]]).astype(np.int16).take(index)
    flat_colours = [rgb(plane.colour)[None] for plane in facing]
    colours = np.vstack([surface.colour, spheres.colour, *flat_colours, paper[None]]).astype(np.float32)
    kind = (colours @ np.array([1.0, 2.7, 7.3], dtype=np.float32) * 500).astype(np.int16)
    kind[:m] = surface.tint
    picture = colours.take(index, axis=0)

    h, w = window.shape
    x = window.left + (np.arange(w) + .5) / window.scale
    y = window.top - (np.arange(h) + .5) / window.scale
    pixels, deep = picture.reshape(-1, 3), depth.reshape(-1)  # one number finds a pixel sooner than two
    towards = LIGHT / np.linalg.norm(LIGHT)
    steep = np.zeros(h * w, dtype=np.float32)
    on = index.reshape(-1)[at] < m
    at, face, share = at[on], face[on], share[on]
    turned, corners = (surface.normals @ eye.T).astype(np.float32), surface.faces[face]
    normal = sum(turned.take(corners[:, i], axis=0) * share[:, i, None] for i in range(3))
    normal /= np.maximum(np.sqrt((normal * normal) @ np.ones(3, dtype=np.float32))[:, None], 1e-6)
    slope = np.abs(normal[:, 2])
    steep[at] = np.sqrt(1 - np.minimum(slope * slope, 1)) / (np.maximum(slope, .08) * window.scale)
    ball = np.flatnonzero((index.reshape(-1) >= m) & (index.reshape(-1) < n))
    rows, columns = np.divmod(ball, w)
    k = index.reshape(-1)[ball] - m
    round_light = (x[columns] * towards[0] + y[rows] * towards[1] + deep[ball] * towards[2]
                   - (round_flat @ towards)[k]) / spheres.radius[k]
    middle = float(np.median(np.concatenate([flat[:, 2], round_flat[:, 2]])))
    for seen, lit in ((at, normal @ towards.astype(np.float32)), (ball, round_light)):
        tone = DARK + (LIT - DARK) * np.clip(lit * .5 + .5, 0, 1)**1.3  # half-Lambert
        back = np.clip((middle - deep[seen] - .02) / .30, 0, 1)[:, None] * .30
        pixels[seen] = np.minimum(pixels[seen] * tone[:, None], 1) * (1 - back) + MIST * back
    floors = np.array([False] * n + [plane.floor for plane in facing] + [False])
    floor = np.flatnonzero(floors.take(index))
    if floor.size:
        rows, columns = np.divmod(floor, w)
        world = np.stack([x[columns], y[rows], deep[floor]], 1) @ eye[:, :2]
        pixels[floor] *= 1 - .22 * _shadow(scene, world)[:, None]

    apart = np.ones((len(names) + 1, len(names) + 1), dtype=bool)
    for i, first in enumerate(names):
        for j, second in enumerate(names):
            apart[i, j] = first != second and frozenset((first, second)) not in scene.joined
    apart[-1, -1] = False
    flat_parts = np.array([name in {face.name for face in facing} for name in [*names, ""]])
    strong, thin = _lines(depth, steep.reshape(h, w), part, kind.take(index), apart, flat_parts)
    ink = np.minimum(np.minimum(blur(strong) * 2.4, 1) + np.minimum(blur(thin), 1) * .35, 1)
    inked = np.flatnonzero(ink)
    dark = ink.reshape(-1)[inked][:, None]
    pixels[inked] = pixels[inked] * (1 - dark) + rgb(INK) * dark
    return View(picture, depth, np.where(part == len(names), np.int16(-1), part), names)
