"""The bones as meshes, in mm, each rounded by Loop's subdivision when first asked of ``data/anatomy/bones.npz``."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..tables import paths

Array = NDArray[np.float64]
Index = NDArray[np.int64]
SUBDIVISIONS = 1  # steps by which a bone is rounded for print


@dataclass(frozen=True)
class Mesh:
    """Points (n, 3) in mm, faces (m, 3) anticlockwise from outside, edges (e, 4): two points, two faces.

    ``normals`` are those of the faces (m, 3), ``soft`` the same averaged over the corners.
    """

    points: Array
    faces: Index
    edges: Index
    normals: Array
    soft: Array


def _edges(faces: Index) -> tuple[Index, Index, Index]:
    """(edges (e, 2), the edge of each side of each face (m, 3), faces beside each edge (e, 2), -1 where none)."""
    sides = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    # One number for a pair of points: NumPy sorts numbers far faster than rows.
    codes, of_side, count = np.unique(sides[:, 0] << 32 | sides[:, 1], return_inverse=True, return_counts=True)
    edges = np.stack([codes >> 32, codes & 0xFFFFFFFF], axis=1)
    of_side = of_side.reshape(-1)
    order = np.argsort(of_side, kind="stable")
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    beside = np.full((len(edges), 2), -1)
    beside[:, 0] = order[start] // 3
    two = count == 2
    beside[two, 1] = order[start[two] + 1] // 3
    return edges, of_side.reshape(-1, 3), beside


def _loop(points: Array, faces: Index) -> tuple[Array, Index]:
    """One step of Loop's subdivision (1987); open or doubled edges are halved as they stand."""
    edges, of_side, beside = _edges(faces)
    middle = points[edges].mean(axis=1)
    two = beside[:, 1] >= 0
    opposite = (faces[beside[two]].sum(axis=2) - edges[two].sum(axis=1)[:, None])
    middle[two] = 0.375 * points[edges[two]].sum(axis=1) + 0.125 * points[opposite].sum(axis=1)
    valence = np.bincount(edges.reshape(-1), minlength=len(points))
    total = np.zeros_like(points)
    np.add.at(total, edges[:, 0], points[edges[:, 1]])
    np.add.at(total, edges[:, 1], points[edges[:, 0]])
    near = np.maximum(valence, 1)
    beta = (0.625 - (0.375 + 0.25 * np.cos(2 * np.pi / near)) ** 2) / near
    moved = (1 - near * beta)[:, None] * points + beta[:, None] * total
    rim = np.unique(edges[~two])
    moved[rim] = points[rim]
    inner = of_side + len(points)
    a, b, c = faces.T
    ab, bc, ca = inner.T
    parts = [np.stack(corners, axis=1) for corners in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    return np.vstack([moved, middle]), np.vstack(parts)


def rounded(points: Array, faces: Index, steps: int) -> tuple[Array, Index]:
    """Points and faces after so many steps of Loop's subdivision."""
    for _ in range(steps):
        points, faces = _loop(points, faces)
    return points, faces


def _normals(points: Array, faces: Index) -> tuple[Array, Array]:
    """Unit normals of the faces, plain and averaged over the corners: soft shading without visible facets."""
    a, b, c = (points[faces[:, i]] for i in range(3))
    area = np.cross(b - a, c - a)
    at_points = np.zeros_like(points)
    for corner in range(3):
        np.add.at(at_points, faces[:, corner], area)
    soft = at_points[faces].sum(axis=1)
    plain, smooth = (vectors / np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)[:, None] for vectors in (area, soft))
    return plain, smooth


@lru_cache(maxsize=1)
def _stored() -> dict[str, tuple[Array, Index]]:
    """Points in mm and faces of every bone, as they were stored."""
    with np.load(io.BytesIO((paths.data_root() / "anatomy" / "bones.npz").read_bytes())) as stored:
        names = [name.removesuffix("_faces") for name in stored.files if name.endswith("_faces")]
        return {name: (stored[f"{name}_points"] / 10.0, stored[f"{name}_faces"].astype(np.int64)) for name in names}


def bone_names() -> tuple[str, ...]:
    """The bones there are."""
    return tuple(_stored())


def stored(bone: str) -> tuple[Array, Index]:
    """Points (n, 3) in mm and faces (m, 3) of a bone before it is rounded."""
    return _stored()[bone]


def in_page(bone: str) -> int:
    """How often a page rounds a bone: it shades smoothly, and the mean bones of the 26 are fine enough for it."""
    return 0 if bone.startswith(("hip_bone", "femur")) else SUBDIVISIONS


@lru_cache(maxsize=32)
def mesh(bone: str) -> Mesh:
    """One bone, rounded."""
    points, faces = rounded(*stored(bone), SUBDIVISIONS)
    edges, _, beside = _edges(faces)
    return Mesh(points, faces, np.hstack([edges, beside]), *_normals(points, faces))
