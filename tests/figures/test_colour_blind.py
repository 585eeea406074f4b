"""What colour tells is told to colour-blind eyes too: pairs that meet are held apart under three deficiencies.

The simulation is that of Machado, Oliveira and Fernandes (2009) at full severity, on linear light.
"""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from stretchlib.figures import style
from stretchlib.figures.back import bend
from stretchlib.figures.hip.looks import model_look
from stretchlib.figures.practice import dose
from tools.checks import ROOT

DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
every_eye = pytest.mark.parametrize("eye", DEFICIENCIES)
WIDGETS = ROOT / "stretchlib" / "widgets"
STYLES = [WIDGETS / "shared" / "look.css", ROOT / "stretchlib" / "publish" / "pages" / "page.css"]


def seen(colour: str, eye: str) -> str:
    """``#rrggbb`` as an eye with this deficiency sees it."""
    channels = np.array([int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    mixed = np.clip(np.array(DEFICIENCIES[eye]) @ linear, 0, 1)
    back = np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * value):02x}" for value in back)


def contrast(first: str, second: str, eye: str) -> float:
    return style.contrast(seen(first, eye), seen(second, eye))


def schemes(text: str) -> list[dict[str, str]]:
    """The colours a stylesheet names, in light and in dark."""
    light, dark = {}, {}
    for name, by_day, by_night in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text):
        light[name], dark[name] = by_day, by_night
    return [light, dark]


def test_the_simulation_is_one() -> None:
    assert seen("#ffffff", "protanopia") == seen("#ffffff", "tritanopia") == "#ffffff"
    red, green = "#b00000", "#446a00"
    plain = np.abs(np.subtract(*[[int(colour[i:i + 2], 16) for i in (1, 3, 5)] for colour in (red, green)])).sum()
    blind = np.abs(np.subtract(*[[int(seen(colour, "deuteranopia")[i:i + 2], 16) for i in (1, 3, 5)]
                                 for colour in (red, green)])).sum()
    assert blind < plain / 2, "red and green come together"


def test_no_widget_brings_colours_of_its_own() -> None:
    for path in WIDGETS.rglob("*.css"):
        assert path.name == "look.css" or "light-dark(" not in path.read_text(encoding="utf-8"), path.name


@every_eye
@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_text_and_marks_of_a_page_stay_readable(path: object, eye: str) -> None:
    for colours in schemes(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
        grounds = [colours[name] for name in ("surface", "inset", "paper") if name in colours]
        assert grounds, "the stylesheet names no ground"
        for ground in grounds:
            for name in ("ink", "soft", "move", "ease", "turn"):
                if name in colours:
                    assert contrast(colours[name], ground, eye) >= 4.5, (name, ground)
            for name in ("control", "focus"):
                assert contrast(colours[name], ground, eye) >= 3, (name, ground)
        if "on-tone" in colours:
            assert contrast(colours["on-tone"], colours["move"], eye) >= 4.5


@every_eye
def test_what_a_figure_draws_on_paper_is_seen(eye: str) -> None:
    for name, colour in style.PALETTE.items():
        assert contrast(colour, style.PAPER, eye) >= 3, name
    for tone, fill in style.TISSUE.items():
        assert contrast(fill, style.MUSCLE_EDGE, eye) >= 2.5, f"the edge of {tone}"


@every_eye
def test_neighbours_of_the_timeline_differ_by_light_hatch_or_both(eye: str) -> None:
    for (kind, mine), (neighbour, yours) in combinations(style.KIND_STYLE.items(), 2):
        apart = mine[2] != yours[2] or contrast(mine[0], yours[0], eye) >= 3
        # Hold and walk look alike on purpose: no exercise has both, and each bar has its label.
        assert apart or {kind, neighbour} == {"hold", "walk"}, f"{kind} and {neighbour}"


def test_what_has_another_colour_has_another_line_marker_or_hatch() -> None:
    looks = [model_look(model)[2:] for model in ("rajagopal2023", "delp1990", "dostal1981", "another")]
    assert len({line for line, _ in looks}) == len({marker for _, marker in looks}) == len(looks)
    assert len({hatch for _, _, hatch in bend.PARTS.values()}) == len(bend.PARTS)
    assert len({marker for _, _, marker in dose.ROWS.values()}) == len(dose.ROWS)
