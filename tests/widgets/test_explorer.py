"""The explorers' Python side: the state moves picture and facts, and what is out of range is refused."""

from __future__ import annotations

import gc
import io
import json
import weakref
from typing import Any

import pytest
from PIL import Image

import stretchlib as sl
from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.figures.hip.explorer import HipView
from stretchlib.tables import phrases
from stretchlib.widgets import Explorer, explore_forward_bend, explore_post_test
from stretchlib.widgets.explorer import kept_scenes
from stretchlib.widgets.explorer.explored import SCENES
from tests.data_files import table_file


@pytest.fixture(scope="module")
def explored() -> Explorer:
    return sl.explore_hip()


@pytest.fixture
def explorer(explored: Explorer) -> Explorer:
    explored.set(flexion=0, adduction=0, rotation=0, muscle="piriformis", model="rajagopal2023", view="posterolateral")
    return explored


def ask(explorer: Explorer, **values: Any) -> dict[str, Any]:
    """What the page gets back for a question."""
    explorer._asked(explorer, {"page": "p", "seq": 7, "values": values}, [])
    return dict(explorer.answer)


def test_words_come_first_and_follow_the_state(explorer: Explorer) -> None:
    assert explorer.facts[0].startswith("Piriformis turns the thigh outward, 26 mm. ")
    explorer.set(flexion=90)
    assert explorer.facts[0].startswith("Piriformis turns the thigh inward, 19 mm. ")
    assert "Dostal 1981 turns the thigh inward, 21 mm" in explorer.facts[0]
    assert explorer.values["flexion"] == 90
    assert explorer.answer["title"] == "Piriformis at 90° flexion, model Rajagopal 2023"


@pytest.mark.parametrize("pose", [{"flexion": 90}, {"flexion": 110, "adduction": -20, "rotation": -45}, {}])
def test_the_facts_are_the_models_numbers(explorer: Explorer, pose: dict[str, float]) -> None:
    explorer.set(**pose)
    lengths = [[float(hip.muscle_lengths(**angles, muscles=["piriformis"], model=model)[..., 0])
                for angles in (pose, {})] for model in hip.MODELS]
    for here, rest in lengths:
        assert f"{here - rest:+.0f} mm, {100 * (here / rest - 1):+.1f} %" in explorer.facts[-1]
    assert "fibre" not in " ".join(explorer.facts)


def test_picture_and_facts_change_together(explorer: Explorer) -> None:
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


def test_the_same_state_gives_the_same_picture(explorer: Explorer) -> None:
    first = bytes(explorer.picture)
    explorer.set(flexion=100, muscle="iliacus", view="lateral")
    explorer.set(flexion=0, muscle="piriformis", view="posterolateral")
    assert bytes(explorer.picture) == first


@pytest.mark.parametrize(("values", "sentence"), [
    ({"flexion": 121}, r"goes from -20 to 120 degrees, and 121 is outside"),
    ({"rotation": -45.5}, r"goes from -45 to 45 degrees, and -45.5 is outside"),
    ({"flexion": float("nan")}, r"takes a number from -20 to 120 degrees, not nan"),
    ({"flexion": "90"}, r"takes a number .* not '90'"),
    ({"flexion": True}, r"takes a number .* not True"),
    ({"muscle": "piriformes"}, r"Muscle has no 'piriformes': did you mean 'piriformis'\?"),
    ({"flexoin": 3}, r"explore_hip has no 'flexoin': did you mean 'flexion'\?"),
])
def test_what_is_out_of_range_is_refused_and_nothing_moves(explorer: Explorer, values: dict[str, Any],
                                                           sentence: str) -> None:
    before, picture = dict(explorer.values), bytes(explorer.picture)
    with pytest.raises(StretchlibError, match=sentence):
        explorer.set(**values)
    answer = ask(explorer, **values)
    assert (answer["page"], answer["seq"]) == ("p", 7), "a refusal is an answer too: the page waits for one"
    assert answer["refused"].count(". ") == 0
    assert (answer["values"], explorer.values, bytes(explorer.picture)) == (before, before, picture)
    assert ask(explorer, flexion=10)["refused"] == ""


MALFORMED = [
    None, [], {}, "values", 7, {"values": 3}, {"values": None, "seq": 1}, {"values": [["flexion", 3]]},
    {"values": {"flexion": None}}, {"values": {"flexion": "3"}}, {"values": {"flexion": [3]}},
    {"values": {"flexion": float("nan")}}, {"values": {"flexion": float("inf")}}, {"values": {"flexion": 10 ** 400}},
    {"values": {"flexion": True}}, {"values": {"flexion": {}}}, {"values": {"muscle": ["piriformis"]}},
    {"values": {"muscle": {"a": 1}}}, {"values": {"muscle": None}}, {"values": {"muscle": "x" * 100_000}},
    {"values": {"x" * 100_000: 3}}, {"values": {3: 3}}, {"values": {None: 3}}, {"values": {"model": 1}},
    {"values": {"": ""}}, {"values": {"view": "\n"}}, {"values": {"muscle": "\ud800"}},
]
NUMBERS = [None, "7", "seven", 7.5, [], {}, -1, 2 ** 70, float("nan"), True]  # no numbers of a question, nor its page


@pytest.mark.parametrize("question", MALFORMED, ids=lambda question: f"{question!r:.40}")
def test_what_cannot_be_read_is_answered_with_one_sentence_and_the_picture_stays(
        explorer: Explorer, question: Any) -> None:
    before, picture = dict(explorer.values), bytes(explorer.picture)
    explorer._asked(explorer, question, [])
    refused = explorer.answer["refused"]
    assert refused
    assert len(refused) < 400
    assert refused.replace("...", "").count(". ") == 0
    assert "\n" not in refused
    assert refused[-1] in ".?"
    assert (explorer.values, bytes(explorer.picture)) == (before, picture)
    assert ask(explorer, flexion=10)["refused"] == ""


@pytest.mark.parametrize("number", NUMBERS, ids=repr)
@pytest.mark.parametrize("field", ["seq", "page"])
def test_a_question_whose_number_or_page_cannot_be_read_is_answered_all_the_same(
        explorer: Explorer, field: str, number: Any) -> None:
    explorer._asked(explorer, {"page": "p", "seq": 7, "values": {"flexion": 12}, field: number}, [])
    assert explorer.answer["values"]["flexion"] == 12
    assert isinstance(explorer.answer["seq"], int)
    assert isinstance(explorer.answer["page"], str)
    json.dumps(explorer.answer, allow_nan=False)  # a page can read it


@pytest.mark.parametrize("make", [explore_forward_bend, explore_post_test])
@pytest.mark.parametrize("question", [None, {"values": []}, {"values": {"share": "a lot"}}, {"values": {"test": []}},
                                      {"values": {"bend": None}, "seq": "x"}])
def test_no_other_explorer_stumbles_over_a_malformed_question(make: Any, question: Any) -> None:
    explorer = make()
    explorer._asked(explorer, question, [])
    assert explorer.answer["refused"].count(". ") == 0
    assert explorer.answer["refused"]


def test_a_question_is_answered_with_its_number(explorer: Explorer) -> None:
    answer = ask(explorer, flexion=45)
    assert (answer["page"], answer["seq"], answer["values"]["flexion"]) == ("p", 7, 45)


def test_a_part_that_a_geometry_lacks_is_said_to_be_missing(explorer: Explorer) -> None:
    explorer.set(muscle="obturator_internus")
    assert all(fact.startswith("Rajagopal 2023 has no obturator internus.") for fact in explorer.facts[:3])
    assert "Rajagopal 2023 no such part in this geometry" in explorer.facts[-1]
    explorer.set(model="dostal1981")
    assert explorer.facts[0].startswith("Obturator internus turns the thigh outward")
    assert explorer.facts[0].endswith("No other geometry has this part.")


@pytest.mark.parametrize("model", hip.MODELS)
def test_every_part_can_be_shown(model: str) -> None:
    view = HipView()  # which an explorer draws; the facts need no pixels
    for muscle in hip.muscle_ids(model):
        view.show({"model": model, "muscle": muscle, "flexion": 80, "rotation": -40, "adduction": 25})
        assert not any("nan" in fact for fact in view.diagram.facts)


def test_a_moved_bar_is_told(explorer: Explorer) -> None:
    bar = next(patch for patch in explorer.scene.diagram.figure.axes[0].patches if patch.get_gid() == "arm|rotation")
    bar.set_width(1234)
    assert explorer.facts[0].startswith("Piriformis turns the thigh inward, 1234 mm")


def test_a_first_value_out_of_range_or_unknown_is_refused() -> None:
    with pytest.raises(StretchlibError, match="-20 to 120 degrees, and 500 is outside"):
        sl.explore_hip(flexion=500)
    with pytest.raises(StretchlibError, match="no muscle in the hip models 'pirifomis'"):
        sl.explore_hip("pirifomis")
    with pytest.raises(StretchlibError, match="no hip model 'gait'"):
        sl.explore_hip(model="gait")


def test_it_has_a_stable_text_and_no_address(explorer: Explorer) -> None:
    explorer.set(flexion=90)
    assert repr(explorer) == ("explore_hip(flexion=90, adduction=0, rotation=0, muscle='piriformis', "
                              "model='rajagopal2023', view='posterolateral')")


def test_a_notebook_gets_a_static_picture_beside_it(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.setattr("IPython.display.display", lambda output, **how: seen.append((output, how)))
    explorer._ipython_display_()
    assert seen[0][0] is explorer.scene.diagram
    assert "application/vnd.jupyter.widget-view+json" in seen[1][0]
    assert seen[1][0]["text/plain"] == repr(explorer)
    assert "data:image/png" in explorer.scene.diagram._repr_html_()


def test_the_forward_bend_follows_its_sliders() -> None:
    bend = sl.explore_forward_bend()
    assert bend.facts[1] == "Hips stop at 35°, assumed share 0: low back 42°, hips 35°, not reached 13°."
    bend.set(share=1)
    assert bend.facts[1] == "Hips stop at 35°, assumed share 1: low back 55°, hips 35°."
    bend.set(bend=0)
    assert bend.facts[1].endswith("upright.")
    assert repr(bend) == "explore_forward_bend(bend=0, hip_max=35, share=1)"
    assert "assumption" in next(control["label"].lower() for control in bend.controls if control["name"] == "share")
    with pytest.raises(StretchlibError, match="0 to 1 of 1, and 2 is outside"):
        bend.set(share=2)


def test_text_of_the_table_reaches_the_page_as_text(whole_data_copy: Any) -> None:
    path = table_file(whole_data_copy, "words")
    path.write_text(path.read_text(encoding="utf-8").replace("explorer.muscle,Muscle,", "explorer.muscle,<b>M</b>,"),
                    encoding="utf-8")
    assert phrases.words()["explorer.muscle"] == "<b>M</b>"
    assert next(control["label"] for control in sl.explore_hip().controls if control["name"] == "muscle") == "<b>M</b>"


def test_few_explorers_keep_a_figure_and_an_older_one_draws_it_anew() -> None:
    before = kept_scenes.KEPT
    assert 1 <= before <= 3
    explorers = [sl.explore_hip(flexion=10 * number) for number in range(before + 3)]
    figures = [weakref.ref(explorer.scene.diagram.figure) for explorer in explorers]  # each asked for in turn
    assert len(SCENES) <= before
    assert sum(figure() is not None for figure in figures) <= before
    oldest, twin = explorers[0], sl.explore_hip()
    oldest.set(rotation=20)
    twin.set(rotation=20)
    assert (oldest.facts, bytes(oldest.picture)) == (twin.facts, bytes(twin.picture))
    assert sum(figure() is not None for figure in figures) <= before


def test_a_closed_explorer_frees_its_figure() -> None:
    explorer = sl.explore_forward_bend()
    figure = weakref.ref(explorer.scene.diagram.figure)
    explorer.close()
    del explorer
    gc.collect()
    assert figure() is None


def test_an_explorer_speaks_the_language_in_which_it_was_made_also_when_it_is_drawn_anew() -> None:
    sl.language("de")
    try:
        german = sl.explore_hip()
    finally:
        sl.language("en")
    words = german.facts
    for _ in range(kept_scenes.KEPT + 1):
        sl.explore_hip()
    german.set(flexion=5)
    german.set(flexion=0)
    assert german.facts == words
    assert "dreht" in words[0]
    german._asked(german, {"values": 3}, [])
    assert german.answer["refused"].startswith("Das Bild wurde etwas gefragt")
