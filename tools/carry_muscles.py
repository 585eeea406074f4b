"""Carry muscles from the published bones onto those that are drawn: python -m tools.carry_muscles MESHES [SECTIONS].

MESHES: see :mod:`tools.make_bones`, whose maps lay the published bones over the mean bones of 26 people. Written, with
the distances printed: data/hip_model/carried_points.csv and carried_wraps.csv, the paths of four muscles that move with
the bones of each of the 26, and drawn_points.csv, where the paths of all geometries are drawn. An origin or insertion
that lies less than 15 mm from its bone once it is carried is put onto it; other points stay. A cylinder keeps to its
middle; it turns and grows as the map turns and grows there. The straight lines of dostal1981 were measured on a bone
of which nothing else is known; they are carried as if it were the published one.

SECTIONS is a table like muscle_sections.csv whose points belong to the published bones: it is carried likewise, its
ends onto the bones it names, and data/anatomy/muscle_sections.csv is written anew. Done once; what is drawn by hand
since belongs to the drawn bones.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np

from stretchlib import hip
from stretchlib.hip import geometry, people
from stretchlib.stage.meshes import SUBDIVISIONS, rounded
from stretchlib.tables import catalogue
from stretchlib.tables.rows.hip_model import HipWrap
from tools.checks import ROOT
from tools.laid_over import Array, Map, Surface
from tools.make_bones import HIP, drawn, pelvis_map, thigh_map

MODEL = "rajagopal2023"
PARTS = ("piriformis", "gluteus_medius_anterior", "gluteus_medius_middle", "gluteus_medius_posterior",
         "adductor_longus", "psoas_major")
ATTACHED_MM = 15.0
REVIEW = ("rajagopal2016; lai2017; uhlrich2022; zhang2016", "very low", "secondary")
SOURCES = {"rajagopal2023": "rajagopal2016; lai2017; uhlrich2022", "delp1990": "delp1990", "dostal1981": "dostal1981"}
LEFT_HALF = ("hip_bone_left", "femur_left")


def main(meshes: Path, hand_drawn: Path | None) -> None:
    maps = {"pelvis": pelvis_map(meshes), "femur": thigh_map(meshes)}
    carry_paths(maps)
    surfaces = {bone: Surface(*rounded(*mesh, SUBDIVISIONS)) for bone, mesh in drawn(meshes).items()}
    draw_paths(maps, surfaces)
    if hand_drawn is not None:
        carry_sections(hand_drawn, maps, surfaces)


def carry_paths(maps: dict[str, Map]) -> None:
    """The paths that move with the bones of each of the 26."""
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
    write("hip_model/carried_points", ["part", "order", "body", *places, *review], points)
    write("hip_model/carried_wraps", ["part", "name", "body", *places, "turn_x_rad", "turn_y_rad", "turn_z_rad",
                                    "radius_mm", "length_mm", *review], wraps)


def draw_paths(maps: dict[str, Map], surfaces: dict[str, Surface]) -> None:
    """Where the paths of every geometry are drawn, the knee straight."""
    rows: list[list[Any]] = []
    gaps: dict[str, list[float]] = {}
    for model in hip.MODELS:
        centre = geometry.hip_centre(model)
        # The published pelvis is as wide as the middles of its hips stand apart; so is that of another geometry.
        scale = HIP[2] / centre[2] if centre[2] else 1.0
        for part in geometry.parts_of(model):
            path = geometry.points_of(model, part)
            for point in path:
                body = "pelvis" if point.body == "pelvis" else "femur"
                start = geometry.position_of(point, centre, 0)
                moved = maps[body]((start * (scale if body == "pelvis" else 1))[None])[0]
                if point in (path[0], path[-1]):
                    moved = put_on(moved, [surface for bone, surface in surfaces.items() if bone not in LEFT_HALF
                                           and (bone in ON_THIGH) == (body == "femur")], gaps.setdefault(model, []))
                rows.append([model, part, point.order, body, *np.round(moved, 2), f"{SOURCES[model]}; zhang2016",
                             "very low", "secondary"])
        own = gaps[model]
        print(f"{model}: ends carried to a mean of {np.mean(own):.1f} mm from their bone, at most {max(own):.1f}; "
              f"{sum(gap < ATTACHED_MM for gap in own)} of {len(own)} put on it")
    write("hip_model/drawn_points", ["model", "part", "order", "body", "x_mm", "y_mm", "z_mm", "sources", "certainty",
                                     "checked"], rows)


ON_THIGH = ("femur_right", "tibia_right", "patella_right")


def put_on(point: Array, surfaces: list[Surface], gaps: list[float]) -> Array:
    """The point on the nearest of the bones, where it is near; the gap is kept in ``gaps``."""
    near = min((surface.nearest(point[None])[0] for surface in surfaces),
               key=lambda foot: float(np.linalg.norm(foot - point)))
    gaps.append(float(np.linalg.norm(near - point)))
    return near if gaps[-1] < ATTACHED_MM else point


def carry_sections(table: Path, maps: dict[str, Map], surfaces: dict[str, Surface]) -> None:
    """The cross-lines of the bellies, drawn by hand on the published bones: each point goes with pelvis and thigh by
    its share of the thigh's movement, and the ends keep the distance from their bones that they had at least."""
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        bones = [bone for bone in row["bone"].split("; ") if bone in surfaces]
        if row["structure"] in ("saddle_area", "body_outline"):
            continue  # of the skin, not of a bone
        points = np.array([[float(x) for x in point.split()] for point in row["points_mm"].split("; ")])
        thigh = float(row["thigh"] or 0) if row["bone"] not in ON_THIGH else 1.0
        moved = (1 - thigh) * maps["pelvis"](points) + thigh * maps["femur"](points)
        row["points_mm"] = "; ".join(" ".join(f"{x:g}" for x in np.round(point, 1)) for point in moved)
        if bones:
            distance = np.min([surfaces[bone].distances(moved) for bone in bones], axis=0)
            print(f"{row['structure']} {row['section']} on {', '.join(bones)}: carried "
                  f"{np.linalg.norm(moved - points, axis=1).mean():.1f} mm, to {distance.max():.1f} mm at most from it")
    with (ROOT / "data" / "anatomy" / "muscle_sections.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    with (ROOT / "data" / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([f"{cell:g}" if isinstance(cell, float) else cell for cell in row] for row in rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
