"""What a picture cannot show: a limb that the body or the couch covers, how far off a point of a plate lies, and where
a part of the body ends below the next part."""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from stretchlib.figures.evidence.pain_map import outline
from stretchlib.figures.plates.bones import view_of
from stretchlib.figures.plates.plate import DRAWN

from .changes import Change, grid


def _scene(row: dict[str, str]) -> tuple[str, ...]:
    """What rows of ``poses`` that are in one picture have in common."""
    return row["exercise"], row["level"], row["test"], row["casting"] or row["build"]


CAMERA = "camera_azimuth_deg"
SEEN_MM = 0.5  # mm in the plane of a plate, about a pixel; the dot of a landmark is several wide

SPECKS = 48  # squares of a body 1,000 high: fewer are no more to see than the pixels of VISIBLE in data.py


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


def below_the_next_area(change: Change) -> bool:
    """Whether an area of the body grew or shrank only beyond the body, or where another area of that view lies too.

    What no picture shows may pass then, and only then: parts that every study names together have no seam.
    """
    row, column, text = change.cells[0]
    if (change.table, column) != ("area_outlines", "path"):
        return False
    rows = grid("area_outlines")
    own = rows[row]
    across, down = np.meshgrid(np.arange(-130.0, 130.0) + 0.5, np.arange(0.0, 1000.0) + 0.5)
    squares = np.column_stack([across.ravel(), down.ravel()])
    in_outline = {each["area"]: Outline(outline(each["path"])).contains_points(squares)
                  for each in rows if each["view"] == own["view"]}
    changed = in_outline.pop(own["area"]) != Outline(outline(text)).contains_points(squares)
    seen = changed & in_outline.pop("whole_body")
    return int((seen & ~np.any(list(in_outline.values()), axis=0)).sum()) <= SPECKS


def _points(text: str) -> NDArray[np.float64]:
    return np.array([[float(number) for number in point.split()] for point in text.split(";")])
