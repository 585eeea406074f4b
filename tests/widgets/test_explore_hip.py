"""The hip explorer's Python side: it believes the page's resting state where that can be, and its still tells it."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from PIL import Image

import stretchlib as sl
from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.core.still import Still
from stretchlib.figures.hip.explorer import HipView
from stretchlib.tables import phrases
from stretchlib.widgets import HipExplorer
from stretchlib.widgets.explorer.explore_hip import card_of, cards
from stretchlib.widgets.explorer.explored import SCENES
from tests.data_files import table_file

REST = {"flexion": 0, "adduction": 0, "rotation": 0, "muscle": "piriformis", "model": "rajagopal2023",
        "view": "posterolateral", "hip": "mean"}


@pytest.fixture(scope="module")
def explored() -> HipExplorer:
    return sl.explore_hip()


@pytest.fixture
def explorer(explored: HipExplorer) -> HipExplorer:
    explored.set(**REST)
    return explored


def test_words_come_first_and_follow_the_state(explorer: HipExplorer) -> None:
    assert explorer.facts[0].startswith("Piriformis turns the thigh outward, 26 mm. ")
    explorer.set(flexion=90)
    assert explorer.facts[0].startswith("Piriformis turns the thigh inward, 19 mm. ")
    assert "Dostal 1981 turns the thigh inward, 21 mm" in explorer.facts[0]
    assert explorer.values["flexion"] == 90
    assert explorer.state == explorer.values
    assert explorer.answer["title"] == "Piriformis at 90° flexion, model Rajagopal 2023"


def test_python_sees_where_the_page_rests(explorer: HipExplorer) -> None:
    explorer.set_state({"state": {**REST, "flexion": 90}})  # as a message of the page does
    assert explorer.values["flexion"] == 90
    assert explorer.facts[0].startswith("Piriformis turns the thigh inward, 19 mm. ")
    assert repr(explorer).startswith("explore_hip(flexion=90, ")


@pytest.mark.parametrize("state", [
    {**REST, "flexion": 121}, {**REST, "flexion": "90"}, {**REST, "flexion": None}, {**REST, "flexion": True},
    {**REST, "muscle": "piriformes"}, {**REST, "muscle": ["x"]}, {**REST, "model": 1}, {**REST, "view": "\n"},
    {**REST, "x" * 1000: 3}, {"flexion": float("nan")}, {"flexion": 10 ** 400}, {"muscle": "\ud800"},
], ids=lambda state: f"{state!r:.40}")
def test_a_state_that_cannot_be_is_not_believed_and_the_page_gets_the_last_good_one(
        explorer: HipExplorer, state: dict[str, Any]) -> None:
    explorer.set(flexion=30)
    good = dict(explorer.values)
    explorer.set_state({"state": state})
    assert (explorer.values, explorer.state) == (good, good)
    json.dumps(explorer.state, allow_nan=False)


def test_a_part_of_a_state_changes_only_that(explorer: HipExplorer) -> None:
    explorer.set_state({"state": {"flexion": 15}})
    assert explorer.values == explorer.state == {**REST, "flexion": 15}


@pytest.mark.parametrize("pose", [{"flexion": 90}, {"flexion": 110, "adduction": -20, "rotation": -45}, {}])
def test_the_facts_are_the_models_numbers(explorer: HipExplorer, pose: dict[str, float]) -> None:
    explorer.set(**pose)
    lengths = [[float(hip.muscle_lengths(**angles, muscles=["piriformis"], model=model)[..., 0])
                for angles in (pose, {})] for model in hip.MODELS]
    for here, rest in lengths:
        assert f"{here - rest:+.0f} mm, {100 * (here / rest - 1):+.1f} %" in explorer.facts[-1]
    assert "fibre" not in " ".join(explorer.facts)


def test_the_still_follows_the_state(explorer: HipExplorer) -> None:
    seen = {bytes(explorer.picture)}
    for change in ({"flexion": 60}, {"rotation": 30}, {"adduction": -20}, {"muscle": "psoas_major"},
                   {"view": "anterior"}, {"model": "delp1990"}):
        before = explorer.facts
        explorer.set(**change)
        assert explorer.facts != before or "view" in change
        assert list(explorer.facts) == explorer.answer["facts"]
        assert explorer.answer["alt"].startswith(explorer.answer["title"])
        seen.add(bytes(explorer.picture))
    assert len(seen) == 7
    assert min(Image.open(io.BytesIO(explorer.picture)).size) > 400
    explorer.set(**REST)
    assert bytes(explorer.picture) in seen, "the same state gives the same picture"


@pytest.mark.parametrize(("values", "sentence"), [
    ({"flexion": 121}, r"goes from -20 to 120 degrees, and 121 is outside"),
    ({"rotation": -45.5}, r"goes from -45 to 45 degrees, and -45.5 is outside"),
    ({"flexion": float("nan")}, r"takes a number from -20 to 120 degrees, not nan"),
    ({"flexion": "90"}, r"takes a number .* not '90'"),
    ({"muscle": "piriformes"}, r"Muscle has no 'piriformes': did you mean 'piriformis'\?"),
    ({"flexoin": 3}, r"explore_hip has no 'flexoin': did you mean 'flexion'\?"),
])
def test_what_is_out_of_range_is_refused_and_nothing_moves(explorer: HipExplorer, values: dict[str, Any],
                                                           sentence: str) -> None:
    with pytest.raises(StretchlibError, match=sentence):
        explorer.set(**values)
    assert explorer.values == explorer.state == REST


def test_a_part_that_a_geometry_lacks_is_said_to_be_missing(explorer: HipExplorer) -> None:
    explorer.set(muscle="obturator_internus")
    assert all(fact.startswith("Rajagopal 2023 has no obturator internus.") for fact in explorer.facts[:3])
    assert "Rajagopal 2023 no such part in this geometry" in explorer.facts[-1]
    explorer.set(model="dostal1981")
    assert explorer.facts[0].startswith("Obturator internus turns the thigh outward")
    assert explorer.facts[0].endswith("No other geometry has this part.")


@pytest.mark.parametrize("model", hip.MODELS)
def test_every_part_can_be_told(model: str) -> None:
    view = HipView()  # which an explorer draws; the facts need no pixels
    for muscle in hip.muscle_ids(model):
        view.show({"model": model, "muscle": muscle, "flexion": 80, "rotation": -40, "adduction": 25})
        assert not any("nan" in fact for fact in view.diagram.facts)


def test_a_moved_bar_is_told(explorer: HipExplorer) -> None:
    diagram = explorer.scene.diagram
    bar = next(patch for patch in diagram.figure.axes[0].patches if patch.get_gid() == "arm|rotation")
    bar.set_width(1234)
    assert diagram.facts[0].startswith("Piriformis turns the thigh inward, 1234 mm")


def test_a_first_value_out_of_range_or_unknown_is_refused() -> None:
    with pytest.raises(StretchlibError, match="-20 to 120 degrees, and 500 is outside"):
        sl.explore_hip(flexion=500)
    with pytest.raises(StretchlibError, match="no muscle in the hip models 'pirifomis'"):
        sl.explore_hip("pirifomis")
    with pytest.raises(StretchlibError, match="no hip model 'gait'"):
        sl.explore_hip(model="gait")


def test_it_has_a_stable_text_and_no_address(explorer: HipExplorer) -> None:
    explorer.set(flexion=90)
    assert repr(explorer) == ("explore_hip(flexion=90, adduction=0, rotation=0, muscle='piriformis', "
                              "model='rajagopal2023', hip='mean', view='posterolateral')")


def test_a_notebook_gets_a_static_picture_beside_it(explorer: HipExplorer, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.setattr("IPython.display.display", lambda output, **how: seen.append((output, how)))
    explorer._ipython_display_()
    assert isinstance(seen[0][0], Still)
    assert seen[0][0].parts[0] is explorer.scene.diagram
    assert "application/vnd.jupyter.widget-view+json" in seen[1][0]
    assert seen[1][0]["text/plain"] == repr(explorer)
    assert "data:image/png" in explorer.scene.diagram._repr_html_()


def test_a_new_explorer_draws_nothing_until_its_still_is_asked_for() -> None:
    before = len(SCENES)
    sl.explore_hip()
    assert len(SCENES) == before


def test_text_of_the_table_reaches_the_page_as_text(whole_data_copy: Any) -> None:
    path = table_file(whole_data_copy, "words")
    path.write_text(path.read_text(encoding="utf-8").replace("explorer.muscle,Muscle,", "explorer.muscle,<b>M</b>,"),
                    encoding="utf-8")
    assert phrases.words()["explorer.muscle"] == "<b>M</b>"
    assert next(control["label"] for control in sl.explore_hip().controls if control["name"] == "muscle") == "<b>M</b>"


def test_it_speaks_the_language_in_which_it_was_made() -> None:
    sl.language("de")
    try:
        german = sl.explore_hip()
    finally:
        sl.language("en")
    assert "dreht" in german.facts[0]
    assert german.stage["views"][1]["label"] == "Rechte Seite"
    assert german.tables["words"]["does.inward"].startswith("dreht")


def test_what_the_page_gets_is_small(explorer: HipExplorer) -> None:
    """The scene with its measured bones; the 26 people come when the page asks for them, and once."""
    sent = {name: getattr(explorer, name) for name in ("stage", "tables", "state", "controls", "words", "people")}
    assert len(gzip.compress(json.dumps(sent, ensure_ascii=False).encode())) < 75_000
    assert explorer.people == {}
    explorer._handle_custom_msg({"ask": "something else"}, [])
    assert explorer.people == {}
    explorer._handle_custom_msg({"ask": "people"}, [])
    assert len(explorer.people["geometries"]) == 26
    assert len(gzip.compress(json.dumps(explorer.people).encode())) < 170_000


def test_one_person_and_all_are_told_beside_the_geometries(explorer: HipExplorer) -> None:
    explorer.set(hip="7", flexion=40)
    arm = float(hip.evaluate_people(40, muscles="piriformis")[1][6, 0, 2])
    assert explorer.facts[-1].startswith(f"Over the bones of person 7: {abs(arm):.0f} outward (turning, mm); ")
    explorer.set(hip="all")
    arms = hip.evaluate_people(40, muscles="piriformis")[1][:, 0, 2]
    assert f"all 26: {abs(arms.max()):.0f} to {abs(arms.min()):.0f} outward (turning" in explorer.facts[-1]
    explorer.set(muscle="gracilis")
    assert explorer.facts[-1] == "This muscle was not carried over the bones of the 26 people."
    explorer.set(hip="mean")
    assert "26" not in explorer.facts[-1]
    with pytest.raises(StretchlibError, match="has no '27'"):
        explorer.set(hip="27")
    with pytest.raises(StretchlibError):
        sl.explore_hip(whose_hip=0)


def test_a_card_says_what_the_card_of_the_structure_says() -> None:
    text = str(sl.structure("piriformis"))
    lines = cards()[card_of()["piriformis"]]["lines"]
    assert len(lines) >= 4
    assert all(line.splitlines()[0] in text for line in lines)
    assert "sartorius" not in card_of()
