"""A plate with letters for names, and where each letter points, so that a page can ask by a tap on it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...questions.feedback import plate_letters
from ...questions.sheet import Sheet
from ...tables import catalogue
from ...tables.catalogue import current_language
from ..diagram import Diagram
from .plate import plot_muscle_map


@dataclass(frozen=True)
class AskedPlate:
    """A plate with letters for names: the picture as PNG, its text, and letter -> position of its dot.

    Positions are fractions of the picture's width and height, from its upper left corner.
    """

    png: bytes
    alt: str
    dots: Mapping[str, tuple[float, float]]

    def public(self, address: Callable[[bytes], str]) -> dict[str, Any]:
        """What a page gets of it: ``png`` by ``address``, ``alt``, and ``dots``, letter -> (x, y)."""
        return {"png": address(self.png), "alt": self.alt, "dots": dict(self.dots)}


def asked_plate(sheet: Sheet) -> AskedPlate | None:
    """The lettered plate of a question that points at one, in the language that is set; ``None`` for any other."""
    question = sheet.question
    return _drawn(question.plate, current_language()) if question.kind == "label" and question.plate else None


@catalogue.derived
def _drawn(plate: str, _language: str) -> AskedPlate:
    letters = plate_letters(plate)
    diagram = plot_muscle_map(plate, letters=letters, wall=True)
    plate_to_ask = AskedPlate(diagram.png(), diagram.text, _dots(diagram, letters))
    del diagram
    gc.collect()  # the artists of a figure hold one another, and would stay while the next plate is drawn
    return plate_to_ask


def _dots(diagram: Diagram, letters: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    width, height = (inches * diagram.figure.dpi for inches in diagram.figure.get_size_inches())
    dots = {}
    for ax in diagram.figure.axes:
        for line in ax.lines:
            structure = str(line.get_gid()).removeprefix("dot-")
            if structure in letters and str(line.get_gid()).startswith("dot-"):
                x, y = ax.transData.transform(np.asarray(line.get_xydata(), dtype=float)[0])
                dots[letters[structure]] = (float(x / width), float(1 - y / height))
    return dots
