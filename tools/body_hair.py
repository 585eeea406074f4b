"""Hair that is combed: strands from the hairline to a knot or the crown, laid over the scalp; brows and lips.

Strands are meridians round a pole, with a ridge each and two tones; their length ends at the line where the scalp's
field is 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from tools.body_source import unit


@dataclass(frozen=True)
class Hair:
    """``pole``: direction from the middle of the head that strands run to; ``thick``: over the scalp, of stature;
    ``ridge``: how far strands stand out; ``knot``: middle beyond the scalp and radius, or none."""

    pole: tuple[float, float, float]
    thick: float
    ridge: float
    strands: int
    knot: float = 0.0


STYLES = {"younger_woman": Hair((-.58, 0, .82), .0075, .0014, 26, knot=.0225),
          "older_man": Hair((-.45, 0, .9), .0038, .0008, 30)}
MIDDLE = np.array([-.006, 0, .052])  # of the head, from its joint
RINGS = 9


def _ball(middle: np.ndarray, radius: float, up: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A knot of hair: points, faces and whether a face is of the lighter tone; strands wind round it."""
    across = unit(np.cross(up, [0, 1.0, 0]))
    frame = np.stack([across, np.cross(up, across), up], axis=1)
    rings, strands = 7, 16
    points, faces, light = [], [], []
    for i in range(rings + 1):
        theta = np.pi * i / rings
        for j in range(strands):
            phi = 2 * np.pi * j / strands + 1.1 * theta
            swell = radius * (1 + .05 * (j % 2))
            points.append(middle + frame @ (swell * np.array([np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi),
                                                              .86 * np.cos(theta)])))
    for i in range(rings):
        for j in range(strands):
            a, b = i * strands + j, i * strands + (j + 1) % strands
            faces += [[a, a + strands, b], [b, a + strands, b + strands]]
            light += [j % 4 == 0] * 2
    return np.array(points), np.array(faces), np.array(light)


def hair(style: Hair, joint: np.ndarray, scalp: np.ndarray, field: np.ndarray
         ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (n, 3), faces (m, 3) and whether each is light: hair over ``scalp`` (k, 3), head points whose ``field``
    (k,) is below 0 where hair grows; ``joint`` is the head's."""
    middle = joint + MIDDLE
    away = scalp - middle
    tree = cKDTree(unit(away))
    far = np.linalg.norm(away, axis=1)

    def at(directions: np.ndarray, values: np.ndarray) -> np.ndarray:
        distance, near = tree.query(directions, 4)
        share = 1 / (distance + 1e-4)
        return (values[near] * share).sum(axis=-1) / share.sum(axis=-1)

    pole = unit(np.array(style.pole))
    across = unit(np.cross(pole, [0, 1.0, 0]))
    frame = np.stack([across, np.cross(pole, across), pole], axis=1)
    columns = 2 * style.strands
    phi = 2 * np.pi * np.arange(columns) / columns

    def directions(theta: np.ndarray) -> np.ndarray:
        return np.stack([np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)], axis=-1) @ frame.T

    ends = np.zeros(columns)  # the colatitude of the hairline of each meridian
    growing = np.ones(columns, dtype=bool)
    for theta in np.linspace(.2, 2.7, 126):
        growing &= at(directions(np.full(columns, theta)), field) < 0
        ends = np.where(growing, theta, ends)
    ends = (np.roll(ends, 1) + 2 * ends + np.roll(ends, -1)) / 4  # a soft line
    points, faces, light = [], [], []
    for i in range(RINGS + 1):
        share = i / RINGS
        way = directions(.02 + share * (ends - .02))
        rise = style.thick * np.clip((1.02 - share) / .30, 0, 1) ** .5 + style.ridge * (np.arange(columns) % 2) * (
            min(1.0, (1 - share) * 3))
        points.append(middle + way * (at(way, far) + np.where(share == 1, -.001, rise))[:, None])
    for i in range(RINGS):
        for j in range(columns):
            a, b = i * columns + j, i * columns + (j + 1) % columns
            faces += [[a, a + columns, b], [b, a + columns, b + columns]]
            light += [(j // 2) % 3 == 0] * 2
    at_all, all_faces, all_light = np.concatenate(points), np.array(faces), np.array(light)
    if style.knot:
        top = middle + pole * (float(at(pole[None], far)[0]) + .62 * style.knot)
        more, more_faces, more_light = _ball(top, style.knot, pole)
        all_faces = np.concatenate([all_faces, more_faces + len(at_all)])
        at_all, all_light = np.concatenate([at_all, more]), np.concatenate([all_light, more_light])
    return at_all, all_faces, all_light


def brow(eye: np.ndarray, outward: float, surface: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A brow over an eye: a thin strip of points and faces laid on the ``surface`` points of the face."""
    along = np.linspace(-.0075, .0115, 6)
    middle = np.stack([np.full(6, 0.0), eye[1] + outward * along,
                       eye[2] + .0125 + .0035 * np.sin(np.pi * np.linspace(.1, 1.0, 6))], axis=1)
    half = np.array([.0014, .0017, .0016, .0014, .0010, .0004])
    tree = cKDTree(surface[:, 1:])
    rows = []
    for sign in (1, -1):
        row = middle + np.stack([half * 0, half * 0, sign * half], axis=1)
        distance, near = tree.query(row[:, 1:], 3)
        share = 1 / (distance + 1e-5)
        row[:, 0] = (surface[near, 0] * share).sum(axis=1) / share.sum(axis=1) + .0008
        rows.append(row)
    faces = []
    for j in range(5):
        a, b, c, d = j, j + 1, 6 + j, 7 + j
        faces += [[a, c, b], [b, c, d]] if outward > 0 else [[a, b, c], [b, d, c]]
    return np.concatenate(rows), np.array(faces)


def mouth(height: float, surface: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Closed lips laid over the ``surface`` points of the face: points, faces and which faces are the line between."""
    across = np.linspace(-.0125, .0125, 11)
    arch = np.sqrt(np.maximum(1 - (across / .0126)**2, 0))
    dip = .0006 * np.exp(-(across / .0025)**2)
    rows = [height + .0034 * arch - dip, height + .0004 + 0 * arch, height - .0004 + 0 * arch, height - .0042 * arch]
    tree = cKDTree(surface[:, 1:])
    points = []
    for number, up in enumerate(rows):
        near = tree.query(np.stack([across, up], axis=1), 8)[1]
        front = np.sort(surface[near, 0], axis=1)[:, -3:].mean(axis=1)  # not the gap between the lips
        points.append(np.stack([front + (.0012 if number in (1, 2) else .0008), across, up], axis=1))
    faces, dark = [], []
    for i in range(3):
        for j in range(10):
            a, b = i * 11 + j, i * 11 + j + 1
            faces += [[a, a + 11, b], [b, a + 11, b + 11]]
            dark += [i == 1] * 2
    return np.concatenate(points), np.array(faces), np.array(dark)
