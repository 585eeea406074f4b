"""The looks of the three geometries: colour, line and marker tell them apart, never colour alone."""

from __future__ import annotations

from ...hip.wording import model_name
from ..style import BLUE, GREY, PURPLE, VERMILLION

#: model -> (colour, line style, marker)
_LOOKS = {
    "rajagopal2023": (BLUE, "-", "o"),
    "delp1990": (VERMILLION, "--", "s"),
    "dostal1981": (PURPLE, "-.", "^"),
}
_PLAIN = (GREY, ":", "D")


def model_look(model: str) -> tuple[str, str, str, str]:
    """(name, colour, line style, marker) of a geometry."""
    return (model_name(model), *_LOOKS.get(model, _PLAIN))
