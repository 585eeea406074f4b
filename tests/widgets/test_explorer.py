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
from stretchlib.core.errors import StretchlibError
from stretchlib.widgets import Explorer, explore_forward_bend, explore_post_test
from stretchlib.widgets.explorer import kept_scenes
from stretchlib.widgets.explorer.explored import SCENES


@pytest.fixture(scope="module")
def explored() -> Explorer:
    return explore_forward_bend()


@pytest.fixture
def explorer(explored: Explorer) -> Explorer:
    explored.set(bend=90, hip_max=35, share=0)
    return explored


def ask(explorer: Explorer, **values: Any) -> dict[str, Any]:
    """What the page gets back for a question."""
    explorer._asked(explorer, {"page": "p", "seq": 7, "values": values}, [])
    return dict(explorer.answer)


def test_picture_and_facts_change_together(explorer: Explorer) -> None:
    seen = {bytes(explorer.picture)}
    for change in ({"bend": 60}, {"hip_max": 50}, {"bend": 90}, {"share": 0.5}):
        before = explorer.facts
        explorer.set(**change)
        assert explorer.facts != before
        assert list(explorer.facts) == explorer.answer["facts"]
        assert explorer.answer["alt"].startswith(explorer.answer["title"])
        seen.add(bytes(explorer.picture))
    assert len(seen) == 5
    assert min(Image.open(io.BytesIO(explorer.picture)).size) > 400


def test_the_same_state_gives_the_same_picture(explorer: Explorer) -> None:
    first = bytes(explorer.picture)
    explorer.set(bend=40, share=1)
    explorer.set(bend=90, share=0)
    assert bytes(explorer.picture) == first


@pytest.mark.parametrize(("values", "sentence"), [
    ({"share": 2}, r"0 to 1 of 1, and 2 is outside"),
    ({"bend": -1}, r"and -1 is outside"),
    ({"bend": float("nan")}, r"takes a number from 0 to \d+ degrees, not nan"),
    ({"bend": "90"}, r"takes a number .* not '90'"),
    ({"bend": True}, r"takes a number .* not True"),
    ({"bned": 3}, r"explore_forward_bend has no 'bned': did you mean 'bend'\?"),
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
    assert ask(explorer, bend=10)["refused"] == ""


MALFORMED = [
    None, [], {}, "values", 7, {"values": 3}, {"values": None, "seq": 1}, {"values": [["bend", 3]]},
    {"values": {"bend": None}}, {"values": {"bend": "3"}}, {"values": {"bend": [3]}},
    {"values": {"bend": float("nan")}}, {"values": {"bend": float("inf")}}, {"values": {"bend": 10 ** 400}},
    {"values": {"bend": True}}, {"values": {"bend": {}}}, {"values": {"share": ["x"]}},
    {"values": {"x" * 100_000: 3}}, {"values": {3: 3}}, {"values": {None: 3}}, {"values": {"": ""}},
    {"values": {"share": "\ud800"}},
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
    assert ask(explorer, bend=10)["refused"] == ""


@pytest.mark.parametrize("number", NUMBERS, ids=repr)
@pytest.mark.parametrize("field", ["seq", "page"])
def test_a_question_whose_number_or_page_cannot_be_read_is_answered_all_the_same(
        explorer: Explorer, field: str, number: Any) -> None:
    explorer._asked(explorer, {"page": "p", "seq": 7, "values": {"bend": 12}, field: number}, [])
    assert explorer.answer["values"]["bend"] == 12
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
    answer = ask(explorer, bend=45)
    assert (answer["page"], answer["seq"], answer["values"]["bend"]) == ("p", 7, 45)


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


def test_few_explorers_keep_a_figure_and_an_older_one_draws_it_anew() -> None:
    before = kept_scenes.KEPT
    assert 1 <= before <= 3
    explorers = [explore_forward_bend(bend=10 * number) for number in range(before + 3)]
    figures = [weakref.ref(explorer.scene.diagram.figure) for explorer in explorers]  # each asked for in turn
    assert len(SCENES) <= before
    assert sum(figure() is not None for figure in figures) <= before
    oldest, twin = explorers[0], explore_forward_bend(bend=0)
    oldest.set(share=0.5)
    twin.set(share=0.5)
    assert (oldest.facts, bytes(oldest.picture)) == (twin.facts, bytes(twin.picture))
    assert sum(figure() is not None for figure in figures) <= before


def test_a_closed_explorer_frees_its_figure() -> None:
    explorer = explore_forward_bend()
    figure = weakref.ref(explorer.scene.diagram.figure)
    explorer.close()
    del explorer
    gc.collect()
    assert figure() is None


def test_an_explorer_speaks_the_language_in_which_it_was_made_also_when_it_is_drawn_anew() -> None:
    sl.language("de")
    try:
        german = explore_forward_bend()
    finally:
        sl.language("en")
    words = german.facts
    for _ in range(kept_scenes.KEPT + 1):
        explore_forward_bend()
    german.set(bend=5)
    german.set(bend=90)
    assert german.facts == words
    assert "Hüft" in " ".join(words)
    german._asked(german, {"values": 3}, [])
    assert german.answer["refused"].startswith("Das Bild hat eine Einstellung bekommen")
