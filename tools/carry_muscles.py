"""Carry the paths of four muscles onto the mean hip of 26 people: python -m tools.carry_muscles.

Writes data/hip_model/carried_points.csv and carried_wraps.csv, and prints how far the bones lie apart before and after.
Needs SciPy (any version). The numbers of rajagopal2023 belong to the bones of data/anatomy/bones.npz; so each of these
bones is laid over the mean bone, and its muscle points go with it:

1. Both bones stand in the same frame already, the middle of the hip in the origin.
2. The best stretch and shear (an affine map): 40 rounds of nearest points whose surfaces face the same way, the
   farthest tenth left out of each round.
3. A smooth bend: each round moves everything by the mean of the gaps to the nearest points around, weighted by a bell
   curve that narrows from 60 to 15 mm.
4. An origin or insertion that then lies less than 15 mm from the mean surface is put onto it; other points stay.
   A cylinder keeps to its middle; it turns and grows as the map turns and grows there.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stretchlib.hip import geometry, people
from stretchlib.stage import meshes
from stretchlib.tables import catalogue
from stretchlib.tables.rows.hip_model import HipWrap
from tools.checks import ROOT

Array = NDArray[np.float64]
MODEL = "rajagopal2023"
PARTS = ("piriformis", "gluteus_medius_anterior", "gluteus_medius_middle", "gluteus_medius_posterior",
         "adductor_longus", "psoas_major")
DRAWN = {"pelvis": ("hip_bone_right", "hip_bone_left", "sacrum"), "femur": ("femur_right",)}
WIDTHS_MM = (60.0, 60.0, 40.0, 40.0, 25.0, 25.0, 15.0, 15.0)
ATTACHED_MM = 15.0
REVIEW = ("rajagopal2016; lai2017; uhlrich2022; zhang2016", "very low", "secondary")
Map = Callable[[Array], Array]


def drawn(bone: str) -> tuple[Array, Array]:
    """Points and outward normals of the bones that the numbers of the geometry belong to, mm about the hip."""
    points, normals = [], []
    for name in DRAWN[bone]:
        mesh = meshes.mesh(name)
        a, b, c = (mesh.points[mesh.faces[:, corner]] for corner in range(3))
        normal = np.zeros_like(mesh.points)
        for corner in range(3):
            np.add.at(normal, mesh.faces[:, corner], np.cross(b - a, c - a))
        points.append(mesh.points)
        normals.append(normal / np.linalg.norm(normal, axis=1)[:, None])
    return np.concatenate(points), np.concatenate(normals)


def surface(bone: str) -> tuple[Array, Array]:
    """Points spread over the mean bone, and the normals of the triangles they lie on."""
    shape = people.bone(bone)
    shares = np.array([(i, j, 5 - i - j) for i in range(6) for j in range(6 - i)]) / 5
    corners = shape.mean[shape.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    return np.einsum("sk,fkd->fsd", shares, corners).reshape(-1, 3), np.repeat(normal, len(shares), axis=0)


def laid_over(bone: str) -> Map:
    """The map that lays the drawn bone over the mean, for any point near it."""
    from scipy.spatial import cKDTree

    source, facing = drawn(bone)
    target, normals = surface(bone)
    tree = cKDTree(target)

    def nearest(points: Array) -> tuple[Array, Array]:
        """The gaps (point, 3) to the nearest target that faces the same way, and which points have such a one."""
        _, number = tree.query(points, k=60)
        same = np.einsum("pkd,pd->pk", normals[number], facing) > 0.3
        first = same.argmax(axis=1)
        return target[number[np.arange(len(points)), first]] - points, same.any(axis=1)

    flat = np.column_stack([source, np.ones(len(source))])
    affine = np.vstack([np.eye(3), np.zeros(3)])
    for _ in range(40):
        gap, usable = nearest(flat @ affine)
        distance = np.linalg.norm(gap, axis=1)
        usable &= distance <= np.quantile(distance, 0.9)
        affine = np.linalg.lstsq(flat[usable], (flat @ affine + gap)[usable], rcond=None)[0]
    bends: list[tuple[Array, Array, float]] = []

    def carried(points: Array) -> Array:
        moved = np.column_stack([points, np.ones(len(points))]) @ affine
        for centres, gaps, width in bends:
            squared = ((moved[:, None] - centres) ** 2).sum(axis=2)
            weight = np.exp(-(squared - squared.min(axis=1, keepdims=True)) / (2 * width ** 2))
            moved = moved + weight @ gaps / weight.sum(axis=1, keepdims=True)
        return np.asarray(moved)

    _report(bone, "before", nearest(source)[0])
    _report(bone, "stretched", nearest(flat @ affine)[0])
    for width in WIDTHS_MM:
        moved = carried(source)
        gap, usable = nearest(moved)
        usable &= np.linalg.norm(gap, axis=1) < max(width, 20)
        bends.append((moved[usable], gap[usable], width))
    _report(bone, "bent", nearest(carried(source))[0])
    return carried


def _report(bone: str, stage: str, gap: Array) -> None:
    distance = np.linalg.norm(gap, axis=1)
    print(f"{bone} {stage}: mean {distance.mean():.1f} mm, 95 % within {np.quantile(distance, 0.95):.1f}, "
          f"largest {distance.max():.1f}")


def main() -> None:
    maps = {bone: laid_over(bone) for bone in DRAWN}
    centre = geometry.hip_centre(MODEL)
    points: list[list[Any]] = []
    for part in PARTS:
        path = geometry.points_of(MODEL, part)
        for point in path:
            bone, start = point.body, geometry.position_of(point, centre, 0)
            moved = maps[bone](start[None])[0]
            foot = people.foot(bone, moved)
            gap = float(np.linalg.norm(moved - foot.point))
            end = point in (path[0], path[-1]) and gap < ATTACHED_MM
            final = foot.point if end else moved
            print(f"{part} {point.order} on {bone}: carried {np.linalg.norm(final - start):.1f} mm, "
                  f"{gap:.1f} mm from the surface{', put onto it' if end else ''}")
            points.append([part, point.order, bone, *np.round(final, 2), *REVIEW])
    wraps: list[list[Any]] = []
    for wrap in catalogue.rows(HipWrap):
        if wrap.model == MODEL and wrap.used and wrap.part in PARTS:
            middle = np.array([wrap.x_mm, wrap.y_mm, wrap.z_mm]) - (centre if wrap.body == "pelvis" else 0)
            around = maps[wrap.body](middle + 10 * np.vstack([np.zeros(3), np.eye(3), -np.eye(3)]))
            local = (around[1:4] - around[4:]).T / 20
            u, stretch, v = np.linalg.svd(local)
            axes = (u @ v) @ geometry.turned(wrap.turn_x_rad, wrap.turn_y_rad, wrap.turn_z_rad)
            growth = float(np.prod(stretch)) ** (1 / 3)
            print(f"{wrap.name}: carried {np.linalg.norm(around[0] - middle):.1f} mm, {growth:.3f} times as large")
            turns = (np.arctan2(-axes[1, 2], axes[2, 2]), np.arcsin(axes[0, 2]), np.arctan2(-axes[0, 1], axes[0, 0]))
            wraps.append([wrap.part, wrap.name, wrap.body, *np.round(around[0], 2), *np.round(turns, 5),
                          round(wrap.radius_mm * growth, 3), round(wrap.length_mm * growth, 3), *REVIEW])
    places, review = ["x_mm", "y_mm", "z_mm"], ["sources", "certainty", "checked"]
    write("carried_points", ["part", "order", "body", *places, *review], points)
    write("carried_wraps", ["part", "name", "body", *places, "turn_x_rad", "turn_y_rad", "turn_z_rad", "radius_mm",
                            "length_mm", *review], wraps)


def write(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    with (ROOT / "data" / "hip_model" / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([f"{cell:g}" if isinstance(cell, float) else cell for cell in row] for row in rows)


if __name__ == "__main__":
    main()
