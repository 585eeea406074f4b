"""The figures of the models tell what is drawn, say what is missing, and keep their texts apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import Polygon
from texts_apart import apart

from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.figures import (
    Diagram,
    plot_forward_bend,
    plot_moment_arm,
    plot_pelvic_drop,
    plot_sciatic_variants,
    plot_stretch_comparison,
)
from stretchlib.figures.hip.body import VIEWS, HipBody
from stretchlib.figures.hip.explorer import HipView
from stretchlib.figures.hip.wall import WallHipView
from stretchlib.hip import spine
from stretchlib.hip.wording import does, listed, muscle_name, pose_text, spread
from stretchlib.tables import catalogue
from tests.data_files import table_file

ARMS = [("piriformis", "rotation"), ("gluteus_maximus_superior", "flexion"), ("adductor_longus", "flexion"),
        ("tensor_fasciae_latae", "adduction"), ("psoas_major", "flexion"), ("obturator_internus", "rotation")]
MAKERS: dict[str, Callable[[], Diagram]] = {
    **{f"arm {muscle} {about}": partial(plot_moment_arm, muscle, about) for muscle, about in ARMS},
    "stretches": plot_stretch_comparison,
    "stretches of gluteus medius": lambda: plot_stretch_comparison("gluteus_medius_anterior"),
    "sciatic": plot_sciatic_variants,
    "bend": plot_forward_bend,
    "small bend": lambda: plot_forward_bend(5, 0, 1),
    "drop": plot_pelvic_drop,
    "no drop": lambda: plot_pelvic_drop(0),
}


@pytest.mark.parametrize("name", MAKERS)
def test_it_is_drawn_told_and_readable(name: str) -> None:
    diagram = MAKERS[name]()
    assert diagram.facts
    assert all(fact.endswith(".") for fact in diagram.facts)
    assert "nan" not in diagram.text
    assert diagram.note.endswith(".")
    assert diagram.png().startswith(b"\x89PNG")
    apart(diagram.figure, slack=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_it_is_drawn_alike_twice(name: str) -> None:
    assert MAKERS[name]().png() == MAKERS[name]().png()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("make", [lambda: HipView(HipBody), WallHipView], ids=["page", "wall"])
def test_the_picture_of_the_explorer_keeps_its_texts_apart(view: str, make: Callable[[], HipView]) -> None:
    explorer = make()
    for muscle, flexion in (("tensor_fasciae_latae", 0), ("adductor_brevis", 90), ("quadratus_femoris", 120),
                            ("obturator_internus", 60)):
        explorer.show({"flexion": flexion, "adduction": 20, "rotation": -45, "muscle": muscle, "model": "dostal1981",
                    "view": view})
        apart(explorer.diagram.figure, slack=1)


def test_on_the_wall_every_heading_has_room_and_the_facts_are_those_of_the_page_without_lengths() -> None:
    page, wall = HipView(HipBody), WallHipView()
    for muscle in dict.fromkeys(part for model in hip.MODELS for part in hip.muscle_ids(model)):
        for flexion, model in ((0, "rajagopal2023"), (40, "dostal1981"), (90, "delp1990")):
            state = {"flexion": flexion, "adduction": 0, "rotation": 0, "muscle": muscle, "model": model,
                     "view": "lateral"}
            page.show(state)
            wall.show(state)
            assert wall.diagram.facts == tuple(fact for fact in page.diagram.facts if "change of length" not in fact
                                               and not fact.startswith("Length against"))
    assert wall.png()  # has the figure drawn once
    renderer = wall.diagram.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    width = wall.diagram.figure.bbox.width
    for muscle in hip.muscle_ids("rajagopal2023"):
        wall.show({**state, "muscle": muscle, "model": "rajagopal2023"})
        assert wall.heading.get_window_extent(renderer).x1 < width, muscle
    bar = next(patch for patch in wall.arms.patches if patch.get_gid() == "arm|rotation")
    bar.set_width(-44)  # type: ignore[attr-defined]
    assert "turns the thigh outward, 44 mm" in wall.diagram.facts[0]


def test_moment_arms_are_the_models_and_a_moved_line_is_told() -> None:
    diagram = plot_moment_arm("piriformis")
    for model, fact in zip(hip.MODELS, diagram.facts, strict=False):
        for flexion in (0, 90):
            arm = float(hip.moment_arms(flexion, muscles=["piriformis"], model=model)[0, 2])
            assert f"at {flexion}° of flexion {does('rotation', arm)}" in fact
    assert re.search(r"Rajagopal 2023: .*it turns round at 49°", diagram.facts[0])
    line = next(line for line in diagram.figure.axes[0].lines if line.get_gid() == "arm|delp1990")
    line.set_ydata(10 * line.get_ydata())  # type: ignore[operator]
    assert "turns the thigh outward, 292 mm" in diagram.facts[1]


def test_switches_and_published_values_are_marked_and_told() -> None:
    facts = plot_moment_arm("gluteus_maximus_superior", "flexion").facts
    assert "Rajagopal 2023: the path changes at 15° (a wrap comes or goes; marked)." in facts
    diagram = plot_moment_arm("piriformis")
    assert [fact for fact in diagram.facts if fact.startswith("Delp 1999")] == [
        "Delp 1999: at 0° of flexion turns the thigh outward, 29 mm.",
        "Delp 1999: at 90° of flexion turns the thigh inward, 14 mm."]
    assert "not yet checked against the source" in diagram.note
    assert "contested" in diagram.note
    assert not any("Delp 1999" in fact for fact in plot_moment_arm("piriformis", adduction=20).facts)


def test_a_geometry_without_the_part_is_named() -> None:
    assert "Rajagopal 2023 has no part of this name." in plot_moment_arm("obturator_internus").note
    assert "Dostal 1981 has no part of this name." in plot_stretch_comparison("gluteus_maximus_superior").note
    assert "Dostal 1981: Upper slip of adductor magnus, drawn as a muscle of its own." in plot_stretch_comparison(
        "adductor_minimus").note
    with pytest.raises(StretchlibError, match="no muscle 'pirifomis': did you mean 'piriformis'"):
        plot_moment_arm("pirifomis")
    with pytest.raises(StretchlibError, match="no muscle 'x'"):
        plot_stretch_comparison("x")
    with pytest.raises(StretchlibError, match="no angle 'turning'"):
        plot_moment_arm("piriformis", "turning")


def test_the_stretches_stand_in_order_with_fair_beside_plain_sitting() -> None:
    diagram = plot_stretch_comparison()
    assert "it is a corner of that search, so the limits decide it." in diagram.note
    assert diagram.note.count("no person was measured in it") == 1  # of the two twists; of the others NOTE says it
    labels = [fact.split(": Rajagopal")[0] for fact in diagram.facts]
    assert len(labels) == len(catalogue.rows("stretch_positions"))
    assert labels[-2] == "Upright sitting"
    assert labels[-1].startswith("FAIR")
    values = [float(re.search(r"Rajagopal 2023 ([+-][\d.]+) %", fact)[1]) for fact in diagram.facts]  # type: ignore[index]
    assert values[:-2] == sorted(values[:-2], reverse=True)
    assert values[-1] < values[-2], "the provocation test is the shorter one"
    assert "model positions" in diagram.title
    assert "drawn posture" in diagram.note
    mark = next(line for line in diagram.figure.axes[0].lines if str(line.get_gid()).startswith("dostal1981|fair"))
    mark.set_xdata([77.0])
    assert "Dostal 1981 +77.0 %" in diagram.facts[-1]


def test_the_stretches_follow_their_table(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "stretch_positions")
    text = path.read_text(encoding="utf-8")
    before = plot_stretch_comparison().facts
    path.write_text(text.replace("upright_sitting,Upright sitting,,90,0,0", "upright_sitting,Upright sitting,,60,0,0"),
                    encoding="utf-8")
    assert next(fact for fact in plot_stretch_comparison().facts if fact not in before).startswith("Upright sitting")


def test_the_sciatic_variants_are_drawn_as_the_table_says(whole_data_copy: Path) -> None:
    diagram = plot_sciatic_variants()
    assert diagram.facts[0] == "Type A: undivided, below the muscle; 85.2 % (78.4 to 87.0 %) of 7068 limbs."
    assert diagram.facts[3] == "Type D: undivided, between its heads; no pooled figure read."
    path = table_file(whole_data_copy, "sciatic_variants")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("false,below,between,9.8", "false,above,between,12.8"), encoding="utf-8")
    assert plot_sciatic_variants().facts[1] == ("Type B: tibial part above the muscle, common fibular part between its "
                                                "heads; 12.8 % (6.5 to 13.2 %) of 7068 limbs.")
    nerve = next(patch for patch in diagram.figure.axes[0].patches if patch.get_gid() == "nerve|tibial")
    assert isinstance(nerve, Polygon)
    nerve.set_xy(nerve.get_xy() + np.array([0, 0.6]))
    assert "tibial part above the muscle" in diagram.facts[0]


def test_the_forward_bend_shows_both_studies_and_never_merges_them() -> None:
    facts = plot_forward_bend(90, 35, 0.5).facts
    for fact, source in ((facts[0], "esola1996"), (facts[2], "tafazzol2014")):
        rhythm: Any = spine.lumbopelvic_rhythm(90, source)
        assert f"low back {float(rhythm.lumbar):.0f}°, hips {float(rhythm.hip):.0f}°" in fact
    held = spine.limited_hip(90, 35, 0.5)
    assert f"low back {float(held.lumbar):.0f}°, hips 35°, not reached {float(held.lost):.0f}°" in facts[1]
    note = plot_forward_bend().note
    assert "assumption" in note
    assert "never" not in facts[0]
    assert "against a simple link" in note
    with pytest.raises(StretchlibError, match="bend 200 lies beyond"):
        plot_forward_bend(200)


def test_the_pelvic_drop_is_read_from_the_drawing() -> None:
    diagram = plot_pelvic_drop(12)
    assert diagram.facts[1] == "On the right leg, left side of the pelvis 12° lower."
    crests = next(line for line in diagram.figure.axes[1].lines if line.get_gid() == "crests")
    crests.set_ydata([0, 0])
    assert diagram.facts[1] == "On the right leg, pelvis level."
    assert "longer, by" in diagram.facts[2]
    with pytest.raises(StretchlibError, match="0 to 20 degrees here, not 30"):
        plot_pelvic_drop(30)
    with pytest.raises(StretchlibError, match="not True"):
        plot_pelvic_drop(True)


def test_words() -> None:
    assert does("rotation", -29.2) == "turns the thigh outward, 29 mm"
    assert does("adduction", 0.4) == "hardly moves the thigh in or out, 0.4 mm"
    assert muscle_name("gluteus_medius_anterior") == "Gluteus medius, front part"
    assert muscle_name("tensor_fasciae_latae") == "Tensor fasciae latae"
    assert pose_text(-20, -45, 45) == "20° extension, 45° abduction, 45° internal rotation"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert (spread([7.2, 10.8], "%"), spread([3, 3.2], "mm", sign=False)) == ("+7 to +11 %", "3 mm")


@pytest.mark.parametrize("make", [lambda: HipView(HipBody), WallHipView], ids=["page", "wall"])
def test_the_side_is_told_below_the_body(make: Callable[[], HipView]) -> None:
    """Where no pose of the thigh covers it."""
    explorer = make()
    explorer.show({"flexion": 0, "adduction": 0, "rotation": 0, "muscle": "piriformis", "model": "delp1990",
                "view": "posterolateral"})
    explorer.diagram.image()
    (side,) = explorer.diagram.figure.findobj(lambda artist: artist.get_gid() == "side")
    assert side.get_text().startswith("right hip")
    assert side.get_window_extent().y1 <= side.axes.bbox.y0 + 1  # type: ignore[attr-defined]
