"""A plate with letters for names, and where each letter points, so that a page can ask by a tap on it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ...tables import catalogue
from ...tables.rows.anatomy import PlateMuscle, Structure
from ..diagram import Diagram
from .plate import plot_muscle_map


def drawn_on(plate: str) -> tuple[str, ...]:
    """The structures of the course that a plate draws, in the order of its rows."""
    of_course = {structure.id for structure in catalogue.rows(Structure)}
    return tuple(row.structure for row in catalogue.rows(PlateMuscle)
                 if row.plate == plate and row.structure in of_course)


def lettered_plate(plate: str, structures: Iterable[str]) -> tuple[Diagram, dict[str, tuple[float, float]]]:
    """(the plate with letters A, B ... in the order of ``structures``, structure -> place of its dot).

    Places are fractions of the picture's width and height, from its upper left corner.
    """
    letters = {structure: chr(65 + number) for number, structure in enumerate(structures)}
    diagram = plot_muscle_map(plate, letters=letters)
    width, height = (inches * diagram.figure.dpi for inches in diagram.figure.get_size_inches())
    dots = {}
    for ax in diagram.figure.axes:
        for line in ax.lines:
            structure = str(line.get_gid()).removeprefix("dot-")
            if structure in letters and str(line.get_gid()).startswith("dot-"):
                x, y = ax.transData.transform(np.asarray(line.get_xydata(), dtype=float)[0])
                dots[structure] = (float(x / width), float(1 - y / height))
    return diagram, dots
