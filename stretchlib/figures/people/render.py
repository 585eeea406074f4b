"""Draws spheres and flat faces as a picture: nearest surface per pixel, soft light, outlines where depth jumps.

Every length is a fraction of stature; depth grows towards the viewer. Orthographic: nothing shrinks with distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...stage.body import Array
from ..style import INK

Grid = NDArray[np.float32]
FAR = -50.0  # depth of empty pixels
JUMP = 0.036  # a jump in depth that is drawn as a line within the body; between parts apart any step is one
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
class Scene:
    """What is seen: spheres (``centre`` (n, 3), ``radius``, ``colour`` (n, 3), ``part`` (n,) of names) and faces."""

    centre: Array
    radius: Array
    colour: Array
    part: NDArray[np.str_]
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


def _lines(depth: Grid, part: NDArray[np.int16], shade: NDArray[np.int16], apart: NDArray[np.bool_],
           flat: NDArray[np.bool_]) -> tuple[Grid, Grid]:
    """Outlines (depth jumps, parts that only touch) and thin lines (colour borders), each (h, w) from 0 to 1."""
    strong, thin = np.zeros(depth.shape, dtype=np.float32), np.zeros(depth.shape, dtype=np.float32)
    for later, earlier in (((slice(None), slice(1, None)), (slice(None), slice(None, -1))),
                     ((slice(1, None), slice(None)), (slice(None, -1), slice(None)))):
        rise = depth[later] - depth[earlier]
        steep = np.abs(rise) > JUMP
        border = part[later] != part[earlier]
        i, j = np.nonzero(steep | border)  # few pixels: look the rest up only there
        p, q = part[later][i, j], part[earlier][i, j]
        line = apart[p, q] | (steep[i, j] & ~(flat[p] & flat[q]))
        up = rise[i, j] >= 0
        strong[later][i[line & up], j[line & up]] = 1
        strong[earlier][i[line & ~up], j[line & ~up]] = 1
        thin[later][shade[later] != shade[earlier]] = 1
    return strong, thin


def _shadow(scene: Scene, points: Array) -> Array:
    """How dark (n,) the floor is at points (n, 2): what lies straight above them."""
    low = scene.centre[:, :2].min(axis=0) - .12
    cell = 0.010
    size = ((scene.centre[:, :2].max(axis=0) + .12 - low) / cell).astype(int) + 1
    cover = np.zeros(size)
    gx, gy = (np.arange(n) * cell for n in size)
    over, radius = scene.centre[::3] - [*low, 0], scene.radius[::3]
    boxes = (np.c_[over[:, :2] - radius[:, None], over[:, :2] + radius[:, None] + 2 * cell] / cell).astype(int)
    dark = 1 - np.minimum(np.maximum(over[:, 2] - radius, 0) / .55, .7)
    spheres = zip(boxes.tolist(), over.tolist(), radius.tolist(), dark.tolist(), strict=True)
    for (a, c, b, d), (x, y, _), r, cast in spheres:
        near = (gx[a:b, None] - x)**2 + (gy[c:d] - y)**2 < r * r
        np.maximum(cover[a:b, c:d], near * cast, out=cover[a:b, c:d])
    cover = blur(cover, 2)
    at = np.clip((points - low) / cell, 0, size - 1.001)  # the border is never covered, so what lies beyond is light
    (i, j), (right, up) = at.astype(int).T, (at % 1).T
    lower, upper = (cover[i, k] + (cover[i + 1, k] - cover[i, k]) * right for k in (j, j + 1))
    return np.asarray(lower + (upper - lower) * up)


def render(scene: Scene, eye: Array, window: Window, paper: Array) -> View:
    """The picture of a scene seen from ``eye`` (3, 3; see :func:`camera`)."""
    flat = scene.centre @ eye.T
    depth, index = splat(flat, scene.radius, window)
    facing = [face for face in scene.faces if eye[2] @ face.normal > 1e-6]
    n = len(flat)
    for i, face in enumerate(facing):
        _lay(face, eye, window, depth, index, n + i)
    names = [*dict.fromkeys([*scene.part.tolist(), *(face.name for face in facing)])]
    number = {name: i for i, name in enumerate(names)}
    of = np.array([*(number[name] for name in [*scene.part.tolist(), *(face.name for face in facing)]), len(names)],
                  dtype=np.int16)
    part = of.take(index)
    colours = np.vstack([scene.colour, *[rgb(face.colour)[None] for face in facing], paper[None]]).astype(np.float32)
    kind = (colours @ np.array([1.0, 2.7, 7.3], dtype=np.float32) * 500).astype(np.int16)
    picture = colours.take(index, axis=0)

    h, w = window.shape
    x = window.left + (np.arange(w) + .5) / window.scale
    y = window.top - (np.arange(h) + .5) / window.scale
    pixels, deep = picture.reshape(-1, 3), depth.reshape(-1)  # one number finds a pixel sooner than two
    seen = np.flatnonzero((index >= 0) & (index < n))
    if seen.size:
        rows, columns = np.divmod(seen, w)
        at, z = index.reshape(-1)[seen], deep[seen]
        to = LIGHT / np.linalg.norm(LIGHT)
        lit = (x[columns] * to[0] + y[rows] * to[1] + z * to[2] - (flat @ to)[at]) / scene.radius[at]
        lit = np.clip(lit, -.3, 1)
        a, b, c, d = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        bright, mask = np.zeros((2, b - a, d - c), dtype=np.float32)
        bright[rows - a, columns - c], mask[rows - a, columns - c] = lit, 1
        soft = (blur(bright, 6) / np.maximum(blur(mask, 6), 1e-6))[rows - a, columns - c]
        tone = .80 + .24 * np.clip((soft + .1) / .75, 0, 1)
        back = np.clip((np.median(flat[:, 2]) - z - .02) / .30, 0, 1)[:, None] * .36
        pixels[seen] = np.minimum(pixels[seen] * tone[:, None], 1) * (1 - back) + MIST * back
    floors = np.array([False] * n + [face.floor for face in facing] + [False])
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
    strong, thin = _lines(depth, part, kind.take(index), apart, flat_parts)
    ink = np.minimum(np.minimum(blur(strong) * 2.4, 1) + np.minimum(blur(thin), 1) * .35, 1)
    inked = np.flatnonzero(ink)
    dark = ink.reshape(-1)[inked][:, None]
    pixels[inked] = pixels[inked] * (1 - dark) + rgb(INK) * dark
    return View(picture, depth, np.where(part == len(names), np.int16(-1), part), names)
