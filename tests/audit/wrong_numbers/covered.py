"""What a picture cannot show: a limb that the body or the couch covers, and how far off a point of a plate lies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stretchlib.figures.plates.bones import view_of
from stretchlib.figures.plates.plate import DRAWN

from .changes import Change, grid


def _scene(row: dict[str, str]) -> tuple[str, ...]:
    """What rows of ``poses`` that are in one picture have in common."""
    return row["exercise"], row["level"], row["test"], row["casting"] or row["build"]


CAMERA = "camera_azimuth_deg"
SEEN_MM = 0.5  # mm in the plane of a plate, about a pixel; the dot of a landmark is several wide


def from_behind(change: Change) -> tuple[Change, ...]:
    """The same picture from the other side, without the change and with it; nothing where the table has no camera."""
    if change.table != "poses" or any(column == CAMERA for _, column, _ in change.cells):
        return ()
    rows = grid(change.table)
    own = _scene(rows[change.cells[0][0]])
    turned = tuple((number, CAMERA, f"{(float(row[CAMERA]) + 360) % 360 - 180:g}") for number, row in enumerate(rows)
                   if row[CAMERA] and _scene(row) == own)
    return Change(change.table, change.kind, turned), Change(change.table, change.kind, turned + change.cells)


def in_depth_alone(change: Change) -> bool:
    """Whether a landmark or an outline is moved towards or away from the viewer of each plate that has it, no more."""
    row, column, text = change.cells[0]
    if (change.table, column) != ("muscle_sections", "points_mm"):
        return False
    section = grid("muscle_sections")[row]
    on = [muscle for muscle in grid("plate_muscles") if muscle["structure"] == section["structure"]]
    views = [view_of(plate["view"]) for plate in grid("plates") if plate["id"] in {muscle["plate"] for muscle in on}]
    moved = _points(text) - _points(section["points_mm"])
    return bool(views) and not any(muscle["kind"] in DRAWN for muscle in on) and all(
        np.abs(view.project(moved)[:, :2]).max() < SEEN_MM for view in views)


def _points(text: str) -> NDArray[np.float64]:
    return np.array([[float(number) for number in point.split()] for point in text.split(";")])
