"""Slides: which cell stands where, for the class deck and for any other notebook; the minutes of the class add up."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.publish.deck import present, slides
from stretchlib.questions.bank import question
from tools.checks import ROOT


def notebook(*cells: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    return {"cells": [{"cell_type": kind, "source": text, "metadata": metadata} for kind, text, metadata in cells]}


def begins(kind: str = "slide", **deck: Any) -> dict[str, Any]:
    return {"slideshow": {"slide_type": kind}, "deck": deck}


@pytest.fixture(scope="module")
def deck() -> Any:
    return present.read(ROOT / "notebooks" / "class_deck.ipynb")


def test_the_class_keeps_five_of_its_fifty_minutes_free(deck: Any) -> None:
    plan = slides.plan(deck)
    assert [slide["number"] for slide in plan] == list(range(1, len(plan) + 1))
    assert all(slide["title"] for slide in plan)
    assert deck["metadata"]["deck"]["slack"] == 5
    assert 40 <= sum(slide["minutes"] for slide in plan) <= 45


def test_without_what_is_cut_first_it_keeps_five_of_thirty_five_and_what_must_stay(deck: Any) -> None:
    kept = [slide for slide in slides.plan(deck) if not slide["cut"]]
    assert 25 <= sum(slide["minutes"] for slide in kept) <= 30
    titles = " ".join(slide["title"] for slide in kept)
    for part in ("red flags", "Where is it felt", "Four routes", "Hip or spine", "article's claim"):
        assert part in titles, "the story of the hour"


def test_a_slide_knows_its_minutes_of_the_hour(deck: Any) -> None:
    plan = slides.plan(deck)
    assert [slide["from"] for slide in plan[1:]] == [slide["to"] for slide in plan[:-1]]
    assert {slide["of"] for slide in plan} == {len(plan)}


def test_a_vote_is_called_by_letters_that_no_option_uses_for_something_else(deck: Any) -> None:
    asked = [re.search(r'sl\.votes\("(\w+)"', slides.source_of(cell)) for cell in deck["cells"]]
    keys = [match[1] for match in asked if match]
    assert len(keys) >= 6
    for key in keys:
        row = question(key)
        for text in (row.stem, *(option.text for option in row.options)):
            assert not re.search(r"\b[A-F](:|,| and [A-F]\b)", text), f"{key}: {text}"


def test_notes_name_no_key_of_the_deck_for_something_on_a_slide(deck: Any) -> None:
    for number, text in slides.notes(deck):
        for sentence in re.split(r"(?<=[.;:])\s", text):
            if number > 1 and re.search(r"Page (Up|Down)|arrow", sentence):
                assert re.search(r"Page Down (reads on|leaves it)", sentence), (number, sentence)


def test_every_slide_has_notes_that_say_keep_or_cut_first(deck: Any) -> None:
    notes = dict(slides.notes(deck))
    for slide in slides.plan(deck):
        assert notes[slide["number"]].startswith("**Cut first.**" if slide["cut"] else "**Keep.**")


def test_the_way_out_is_offered_before_the_stretch_and_nobody_is_asked_about_pain(deck: Any) -> None:
    notes = dict(slides.notes(deck))
    stretch = next(slide["number"] for slide in slides.plan(deck) if "chair" in slide["title"])
    assert "watching counts the same" in notes[stretch]
    assert "No show of hands about pain" in notes[stretch]


def test_a_notebook_without_slides_is_cut_at_its_headings() -> None:
    lesson = notebook(("markdown", "# One\ntext", {}), ("code", "1", {}), ("markdown", "more", {}),
                      ("markdown", "## Two *big*", {}), ("code", "2", {}))
    slides.prepare(lesson)
    assert [(slide["number"], slide["title"]) for slide in slides.plan(lesson)] == [(1, "One"), (2, "Two big")]


def test_code_before_the_first_slide_belongs_to_it_and_notes_and_skipped_cells_begin_none() -> None:
    lesson = notebook(("code", "import x", begins("skip")), ("markdown", "a note", begins("notes")),
                      ("code", "1", {}), ("markdown", "## A", begins()), ("markdown", "say it", begins("notes")))
    slides.prepare(lesson)
    assert [cell["metadata"]["slide"]["role"] for cell in lesson["cells"]] == [
        "skip", "notes", "content", "content", "notes"]
    assert [slide["number"] for slide in slides.plan(lesson)] == [1, 2]
    assert list(slides.notes(lesson)) == [(0, "a note"), (2, "say it")]


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_any_notebook_can_be_shown(path: Path) -> None:
    assert len(slides.plan(present.read(path))) >= 3


@pytest.mark.parametrize(("deck", "sentence"), [
    ({"layout": "wdie"}, "There is no layout of a slide 'wdie': did you mean 'wide'?"),
    ({"minutes": "five"}, "Slide 1 is planned for 'five' minutes; write a number, 0 or more."),
    ({"minutes": -1}, "Slide 1 is planned for -1 minutes; write a number, 0 or more."),
])
def test_a_faulty_plan_is_told_in_one_sentence(deck: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StretchlibError) as refusal:
        slides.prepare(notebook(("markdown", "## A", begins(**deck))))
    assert str(refusal.value) == sentence


def test_a_file_that_is_no_notebook_is_told(tmp_path: Path) -> None:
    file = tmp_path / "deck.ipynb"
    file.write_text("not json", encoding="utf-8")
    with pytest.raises(StretchlibError, match=r"deck.ipynb cannot be read as a notebook \(\w+\); take a fresh copy"):
        present.read(file)


def test_the_template_is_laid_down_once_and_renewed_when_it_differs(tmp_path: Path) -> None:
    folder = present.lay_template(tmp_path)
    assert json.loads((folder / "conf.json").read_text(encoding="utf-8")) == {"base_template": "lab"}
    before = (folder / "deck.js").stat().st_mtime_ns
    (folder / "deck.css").write_text("old", encoding="utf-8")
    present.lay_template(tmp_path)
    assert (folder / "deck.js").stat().st_mtime_ns == before
    assert "sd-slide" in (folder / "deck.css").read_text(encoding="utf-8")


def test_a_slide_is_added_as_the_guide_tells_in_jupyterlab(deck: Any) -> None:
    guide = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    assert "A slide of your own" in guide
    before = slides.plan(deck)
    own = json.loads((ROOT / "notebooks" / "class_deck.ipynb").read_text(encoding="utf-8"))
    own["cells"][-1:] = [own["cells"][-1],
                         {"cell_type": "markdown", "source": "## My own\n\nThree words.",
                          "metadata": {"slideshow": {"slide_type": "slide"}}},
                         {"cell_type": "code", "source": "1 + 1", "metadata": {}}]
    slides.prepare(own)
    assert len(slides.plan(own)) == len(before) + 1
    assert slides.plan(own)[-1]["title"] == "My own"
    assert own["cells"][-1]["metadata"]["slide"]["begins"] is False
