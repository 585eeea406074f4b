"""Clothes, face and thinning of the fitted mesh: where cloth ends, what lies under it, and fewer triangles.

The source's smooth shell of clothes is used where a person is clothed, bare skin elsewhere, with a lap under each hem.
Points are moved onto the lines of hem, waist and hair, so that these edges are straight.
"""

from __future__ import annotations

from dataclasses import dataclass

import fast_simplification
import numpy as np
from scipy.spatial import cKDTree

from stretchlib.stage.body import SIDES, body
from stretchlib.stage.skinning import SEGMENTS, Rest
from tools.body_source import AT, BUILDS, Source, unit

#: What a triangle is: an index of the stored palette.
PALETTE = ("shirt", "trousers", "shoe", "skin", "hair", "eye", "white", "mouth", "lip_line", "hair_light")
SHARES = {"skin": .72, "cloth": .28}  # of the triangles asked for
LARGER = {"head": .6, **{f"{side}_{part}": 1.4 for side in SIDES for part in ("hand", "fingers", "fingertips")},
          **{f"{side}_foot": .6 for side in SIDES}}  # counted as so much larger when thinned
SEAM = .004  # of stature: a border nearer to the middle plane than this lies in it
CLOTH, WAIST, SHOE, SCALP = range(4)  # columns of the fields
HAND_PARTS = ("hand", "fingers", "fingertips")


@dataclass
class Points:
    """Columns of one table of points, so that all are mixed alike: points, weights, normals, fields."""

    table: np.ndarray

    PLACE, WEIGHT = slice(0, 3), slice(3, 3 + len(SEGMENTS))
    NORMAL = slice(3 + len(SEGMENTS), 6 + len(SEGMENTS))
    FIELD = 6 + len(SEGMENTS)

    def field(self, column: int) -> np.ndarray:
        return self.table[:, self.FIELD + column]


def smooth_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    out = np.zeros_like(points)
    area = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    np.add.at(out, faces.T, area)
    return unit(out)


def lip_height(source: Source, points: np.ndarray) -> float:
    """The height of the line between the lips: midway between the points of the bones of upper and lower lip."""
    pairs = (np.array(source.bones[bone]).T for bone in ("oris01", "oris05"))
    return float(np.mean([np.average(points[index.astype(int), 2], weights=value) for index, value in pairs]))


def fields(points: np.ndarray, weights: np.ndarray, rest: Rest, name: str, shod: bool) -> np.ndarray:
    """Numbers (n, 4) below 0 on the inner side of a line: clothes, shirt's lower edge, shoes, hair."""
    build, length = BUILDS[name], body(name).length
    strongest = np.array(SEGMENTS)[weights.argmax(axis=1)]
    bare = np.array([part.split("_", 1)[1] if part.startswith(("left_", "right_")) else part for part in strongest])
    leg, arm = np.isin(bare, ["shank", "foot"]), np.isin(bare, ["upper_arm", "forearm", "pronation", *HAND_PARTS])
    down = np.zeros(len(points))  # how far below knee or shoulder
    for side in SIDES:
        for top, limb in (("shank", leg), ("upper_arm", arm)):
            k = AT[f"{side}_{top}"]
            below = (rest.origin[k] - points) @ rest.rotation[k][:, 2]
            down = np.where(limb & np.char.startswith(strongest, side), below, down)
    collar = points[:, 2] - .842 - .15 * np.maximum(0, -points[:, 0]) - .8 * np.maximum(0, abs(points[:, 1]) - .035)
    hem = down - (.985 if shod else build.trousers_to) * length["shank"]
    hem = np.where((bare == "foot") & shod, -.2, hem)
    cloth = np.select([leg, bare == "head", arm], [hem, .2, down - build.sleeve_to * length["upper_arm"]], collar)
    shoe = np.select([bare == "foot", bare == "shank"], [-.1, .93 * length["shank"] - down], .1) + 9 * (not shod)
    head = points - rest.origin[AT["head"]]
    line = head[:, 0] - np.interp(head[:, 2], [-.03, -.01, .03, .06, .085, .105], [-.06, -.035, -.016, .008, .04, .09])
    ear = (abs(head[:, 1]) > .0445) & (head[:, 0] > -.02) & (head[:, 2] > 0) & (head[:, 2] < .05)
    scalp = np.where(np.isin(bare, ["head", "neck"]) & ~ear, np.maximum(line, -.018 - head[:, 2]), .05)
    waist = np.where(arm | (bare == "girdle"), .2, points[:, 2] - .605)
    return np.stack([cloth, waist, shoe, scalp], axis=1)


def snap(points: Points, faces: np.ndarray, column: int) -> None:
    """Move the nearer end of each edge that a field crosses onto its line, with all columns."""
    column += Points.FIELD
    data = points.table
    edges = np.unique(np.sort(np.vstack([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1), axis=0)
    edges = edges[data[edges[:, 0], column] * data[edges[:, 1], column] < 0]
    farther = abs(data[edges[:, 0], column]) > abs(data[edges[:, 1], column])
    edges = np.where(farther[:, None], edges[:, ::-1], edges)
    share = (data[edges[:, 0], column] / (data[edges[:, 0], column] - data[edges[:, 1], column]))[:, None]
    in_middle = edges[data[edges[:, 0], 1] == 0, 0]
    data[edges[:, 0]] = data[edges[:, 0]] * (1 - share) + data[edges[:, 1]] * share
    data[in_middle, 1] = 0
    data[edges[:, 0], column] = 0


def mirrored(rows: np.ndarray) -> np.ndarray:
    """Rows of the table on the other side of the body."""
    opposite = {"left": "right", "right": "left"}
    across = [AT[f"{opposite[name.partition('_')[0]]}_{name.partition('_')[2]}" if name.partition("_")[0] in opposite
                else name] for name in SEGMENTS]
    out = rows.copy()
    out[:, [1, Points.NORMAL.start + 1]] *= -1
    out[:, Points.WEIGHT] = rows[:, Points.WEIGHT][:, across]
    return out


def thin(points: Points, faces: np.ndarray, count: int, rest: Rest) -> np.ndarray:
    """Fewer triangles over new points, which are added to the table; the rest of a row from the four nearest.

    The left half is thinned and laid on the right in the mirror, so that both sides are alike.
    """
    half = faces[points.table[faces, 1].mean(axis=1) > 0]
    used, back = np.unique(half, return_inverse=True)
    data = points.table[used]
    at, weights = data[:, Points.PLACE], data[:, Points.WEIGHT]
    big = at + sum(weights[:, AT[part]][:, None] * grow * (at - rest.origin[AT[part]])
                      for part, grow in LARGER.items())
    kept, fewer = fast_simplification.simplify(big, back.reshape(-1, 3).astype(np.int32), target_count=count // 2,
                                               preserve_border=True)[:2]
    far, near = cKDTree(big).query(kept, 4)
    share = (1 / (far + 1e-6) / (1 / (far + 1e-6)).sum(axis=1, keepdims=True))[:, :, None]
    rows = (data[near] * share).sum(axis=1)
    rows[:, Points.PLACE] = kept + ((at - big)[near] * share).sum(axis=1)
    edges, count = np.unique(np.sort(fewer[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1), axis=0,
                             return_counts=True)
    border = np.unique(edges[count == 1])
    rows[border[np.abs(rows[border, 1]) < SEAM], 1] = 0  # where the halves meet
    first = len(points.table)
    points.table = np.vstack([points.table, rows, mirrored(rows)])
    fewer = fewer.astype(int) + first
    return np.vstack([fewer, fewer[:, ::-1] + len(rows)])


def dress(source: Source, fitted: np.ndarray, weights: np.ndarray, rest: Rest, name: str, shod: bool,
          count: int) -> tuple[Points, np.ndarray, np.ndarray]:
    """The table of points, faces (m, 3) into it, and what each face is (an index of :data:`PALETTE`)."""
    field = fields(fitted, weights, rest, name, shod)
    skin, cloth = source.groups["body"], source.groups["helper-tights"]
    eyes = np.vstack([source.groups["helper-l-eye"], source.groups["helper-r-eye"]])
    normal = smooth_normals(fitted, np.vstack([skin, cloth, eyes]))
    # Skin below a hem lies deeper.
    under = np.bincount(np.unique(skin), minlength=len(fitted)) * np.clip(-field[:, CLOTH] / .02, 0, 1)
    points = Points(np.hstack([fitted - .005 * normal * under[:, None], weights, normal, field]))
    at_collar = (fitted[:, 2] > .7) & (abs(fitted[:, 1]) < .055)
    lap = np.select([at_collar, fitted[:, 2] > .6], [-.05, -.012], -.025)
    skin = skin[(field[skin, CLOTH] > lap[skin]).any(axis=1)]
    skin = skin[(field[skin, SCALP] > -.012).any(axis=1)]  # hair of its own lies over the rest
    cloth = cloth[(field[cloth, CLOTH] < 0).any(axis=1)]
    if count:
        skin = thin(points, skin, round(count * SHARES["skin"]), rest)
        cloth = thin(points, cloth, round(count * SHARES["cloth"]), rest)
    for column, faces in ((CLOTH, cloth), (WAIST, cloth), (SHOE, cloth)):
        snap(points, faces, column)

    def inside(faces: np.ndarray, column: int) -> np.ndarray:
        return points.field(column)[faces].mean(axis=1) < 0

    cloth = cloth[inside(cloth, CLOTH)]
    front = points.table[eyes, 0].mean(axis=1) > points.table[eyes, 0].max() - .0032
    index = {paint: number for number, paint in enumerate(PALETTE)}
    kinds = [np.where(inside(cloth, SHOE), index["shoe"],
                      np.where(inside(cloth, WAIST), index["trousers"], index["shirt"])),
             np.full(len(skin), index["skin"]), np.where(front, index["eye"], index["white"])]
    return points, np.vstack([cloth, skin, eyes]), np.concatenate(kinds)
