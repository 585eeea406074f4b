"""Colours and type of all figures: dark enough for a projector, told apart in greyscale and by colour-blind eyes.

The hues are Okabe and Ito's (Color Universal Design, 2008), darkened where they miss 3:1 against the paper.
"""

from __future__ import annotations

PAPER = "#FFFFFF"
INK = "#1E2226"
GREY = "#5C6570"
PALE = "#EEF1F4"
BLUE = "#0072B2"
GREEN = "#00805E"
PURPLE = "#8E4585"
VERMILLION = "#C24E00"

BONE_EDGE = "#4A3F33"
BONE_TONES = ("#CDBB9E", "#D1C1A6", "#D6C7AE", "#DBCDB6", "#DFD3BE",
              "#E4D9C6", "#E9DFCE", "#EDE5D6", "#F2EBDE", "#F7F1E6")  # from shade to light
MUSCLE_EDGE = "#2E100C"
SKIN, SKIN_AREA = "#F3EEE8", "#E0A58F"
#: fill of a soft tissue by its tone; a dark edge and a label tell each from its neighbours, also in greyscale
TISSUE = {"deep": "#A8483C", "middle": "#C46A58", "light": "#DC9480", "pale": "#EBB8A5", "tendon": "#E8DFCB",
          "nerve": "#F2C230"}

#: What must be seen against the paper, by name; a test holds each to a contrast of 3:1.
PALETTE = {"ink": INK, "grey": GREY, "blue": BLUE, "green": GREEN, "purple": PURPLE, "vermillion": VERMILLION}

#: kind of phase -> (fill, edge, hatch); the hatch and the label tell what the colour tells.
KIND_STYLE = {
    "lift": (GREEN, INK, "////"),
    "hold": (BLUE, INK, ""),
    "contract": (GREEN, INK, "++"),
    "relax": (BLUE, INK, "--"),
    "lower": (PURPLE, INK, "\\\\\\\\"),
    "walk": (BLUE, INK, ""),
    "get ready": (PALE, GREY, "...."),
    "release": (PALE, GREY, "\\\\"),
    "pause": (PALE, GREY, "oo"),
    "change side": (PALE, GREY, "xxx"),
    "rest": (PALE, GREY, ""),
}

SMALL, NORMAL, LARGE = 8.5, 10.0, 12.5  # points


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
