"""The pictures of the hip models, the bend and test results in German: no English left, texts apart and on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from matplotlib.text import Text
from texts_apart import apart

import stretchlib as sl
from stretchlib import hip
from stretchlib.evidence.references import cited
from stretchlib.figures import (
    Diagram,
    plot_forward_bend,
    plot_hip,
    plot_moment_arm,
    plot_pelvic_drop,
    plot_post_test,
)
from stretchlib.figures.evidence.post_test import usable_tests
from stretchlib.figures.hip.body import VIEWS, HipBody
from stretchlib.figures.hip.explorer import HipView
from stretchlib.figures.hip.wall import WallHipView
from stretchlib.hip import wording
from tests.figures.test_model_figures import MAKERS as DRAWN

ENGLISH = re.compile(r"\b(the|of|and|with|at|from|to|not|no|is|a|one|or|side|thigh|hips?|low|back|degrees|people)\b")
MAKERS: dict[str, Callable[[], Diagram]] = {
    **{name: make for name, make in DRAWN.items() if name != "sciatic"},  # test_language_figures.py holds that one
    "arm across": lambda: plot_moment_arm("psoas_major", "rotation", along="adduction", flexion=40, rotation=12.5),
    "long bend": lambda: plot_forward_bend(110, 38.5, 0.25),
    "drop by half a degree": lambda: plot_pelvic_drop(12.5),
    **{f"after {test}": partial(plot_post_test, test, 25) for test in usable_tests()},
    "after, rare": lambda: plot_post_test(next(iter(usable_tests())), 0.4),
}


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")


def text_of(diagram: Diagram) -> str:
    """All that a reader reads of a picture, in small letters."""
    return f"{diagram!r} {' '.join(text.get_text() for text in diagram.figure.findobj(Text))}".lower()


def in_german(text: str) -> None:
    for name in (cited("levine1996"), "Mozilla Public License 2.0"):  # two authors and a licence keep their names
        text = text.replace(name.lower(), "")
    assert not ENGLISH.findall(text), text
    assert not re.search(r"\d\.\d", text), text


@pytest.mark.parametrize("name", MAKERS)
def test_a_figure_is_german_and_keeps_its_words_apart(name: str) -> None:
    diagram = MAKERS[name]()
    in_german(text_of(diagram))
    apart(diagram.figure, slack=1)


@pytest.mark.parametrize("pose", [{}, {"flexion": 45, "adduction": -12.5, "rotation": 20}], ids=["rest", "posed"])
def test_a_posed_hip_is_german(pose: dict[str, float]) -> None:
    diagram = plot_hip(muscles=("piriformis", "gluteus_medius"), **pose)  # type: ignore[arg-type]
    in_german(text_of(diagram))
    apart(diagram.figure, slack=1)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("make", [lambda: HipView(HipBody), WallHipView], ids=["page", "wall"])
def test_the_explored_hip_is_german_and_keeps_its_words_apart(view: str, make: Callable[[], HipView]) -> None:
    explored = make()
    for muscle, flexion in (("tensor_fasciae_latae", 0), ("adductor_brevis", 90), ("gluteus_maximus_superior", 49),
                            ("obturator_internus", 60)):
        for model in hip.MODELS:
            explored.show({"flexion": flexion, "adduction": 20, "rotation": -45, "muscle": muscle, "model": model,
                        "view": view})
            in_german(text_of(explored.diagram))
            apart(explored.diagram.figure, slack=1)


@pytest.mark.parametrize("axis", wording.AXES)
def test_a_small_arm_has_room_on_the_wall(axis: str) -> None:
    view = WallHipView()
    view.show({"flexion": 0, "adduction": 0, "rotation": 0, "muscle": "piriformis", "model": "delp1990",
                "view": "lateral"})
    view._say({artist.get_gid(): artist for artist in view._moving}, axis, 0.4)
    apart(view.diagram.figure, slack=1)


@pytest.mark.parametrize("make", [sl.explore_hip, sl.explore_forward_bend, sl.explore_post_test])
def test_an_explorer_is_german(make: Callable[[], sl.widgets.Explorer]) -> None:
    explorer = make()
    assert explorer.words["number.decimal_mark"] == ","
    words = [str(control[key]) for control in explorer.controls for key in ("label", "unit", "note") if key in control]
    words += [text for control in explorer.controls for _, text in control.get("options", [])]
    in_german(" ".join([*words, *map(str, (explorer.answer[key] for key in ("title", "alt", "note")))]).lower())


def test_numbers_and_directions_are_german() -> None:
    assert wording.pose_text(90, -20, -12.5) == "90° Flexion, 20° Abduktion, 12,5° Außenrotation"
    assert wording.does("rotation", 0.02) == "dreht den Oberschenkel kaum nach innen oder außen (0,0 mm)"
    assert wording.does("rotation", 20.4) == "dreht den Oberschenkel nach innen (20 mm)"
    assert wording.does("flexion", -46.7) == "zieht den Oberschenkel nach hinten (47 mm)"
    assert wording.listed(["a", "b", "c"]) == "a, b und c"
    assert wording.spread([7.4, 11.2], "%") == "+7 bis +11 %"
