"""The colours of the people: skin, hair and clothes of each build, and what an examiner wears.

Light, so that marks and lines stay the darkest things in a picture.
"""

from __future__ import annotations

from ..core.errors import one_of
from .human import Skin

LOOKS = {
    "younger_woman": {"skin": "#D9A57E", "mouth": "#C4856C", "lip_line": "#8A5543", "hair": "#4A382F",
                      "hair_light": "#5E4A3F", "shirt": "#F3DDA8", "trousers": "#B4C8DC", "shoe": "#8A94A0"},
    "older_man": {"skin": "#F0CDB2", "mouth": "#DDA793", "lip_line": "#A97763", "hair": "#9C9FA3",
                  "hair_light": "#B3B6B9", "shirt": "#BFD8CC", "trousers": "#C6C2D2", "shoe": "#6F7780"},
}
#: What the examiner of a test wears over the build's own skin and hair.
TUNIC = {"shirt": "#8FB0C9", "trousers": "#8D99A5", "shoe": "#5B636B"}
PAINT = {"eye": "#2B2320", "white": "#F4EFE8"}
ROLES = ("exerciser", "patient", "examiner")


def palette(skin: Skin, build: str, role: str) -> list[str]:
    """The colours ``#RRGGBB`` of a skin's palette, in its order; raises ``StretchlibError`` for an unknown role."""
    one_of(role, ROLES, "role of a drawn person")
    look = LOOKS[build] | PAINT | (TUNIC if role == "examiner" else {})
    return [look[name] for name in skin.palette]
