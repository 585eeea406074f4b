"""Hostile text on real pages: nothing of it runs, nothing is asked of any network, and it shows as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hostile import ACCEPTED, TEXTS
from hostile_page import INSIDE, PRESS, TEXT, TYPED, Watch, hostile_in, spoilt_data
from lab_page import Lab, faults, run_all
from playwright.sync_api import Browser, Page, expect

import stretchlib as sl
from stretchlib import publish
from stretchlib.core.errors import TableError
from stretchlib.core.text import visible
from stretchlib.learner.journal import Journal
from stretchlib.publish.deck.printed import page_of

pytestmark = pytest.mark.browser
EXERCISES = ["figure_four_stretch", "bridge", "sciatic_nerve_slider:base:left", "clamshell"]
DECK = "http://deck.invalid/"  # two windows of one address hear each other; from disk they do not


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder full of hostile text."""
    return spoilt_data(tmp_path_factory.mktemp("spoilt") / "data")


@pytest.fixture
def spoilt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That folder, in use."""
    monkeypatch.setenv("STRETCHLIB_DATA", str(folder))
    return folder


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[Path], tuple[Page, Watch]]]:
    contexts = []

    def make(path: Path) -> tuple[Page, Watch]:
        contexts.append(browser.new_context(viewport={"width": 820, "height": 1180}))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        watch = Watch(page, INSIDE)
        page.goto(path.as_uri())
        return page, watch

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def unchecked(spoilt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables with markup are refused before anything is written; here the pages must hold without that wall."""
    with pytest.raises(TableError, match="HTML tag"):
        publish.handout(EXERCISES, tmp_path / "refused.html")
    for page in ("handout", "pocket"):
        monkeypatch.setattr(f"stretchlib.publish.pages.{page}.refuse_faulty", lambda: None)


def test_a_handout_shows_it(unchecked: None, tmp_path: Path, opened: Callable[..., Any]) -> None:
    page, watch = opened(publish.handout(EXERCISES, tmp_path / "handout.html"))
    scripts = page.locator("script").count()
    text = page.evaluate(TEXT, "body")
    for _ in range(6):  # past the safety questions into the practice
        page.evaluate(PRESS, ["article:nth-of-type(1)", TYPED])
        page.wait_for_timeout(100)
        text += page.evaluate(TEXT, "body")
    watch.nothing_ran("body")
    assert page.locator("script").count() == scripts
    assert len(hostile_in(text)) >= 200


def test_the_pocket_page_shows_it(unchecked: None, tmp_path: Path, opened: Callable[..., Any]) -> None:
    page, watch = opened(publish.pocket(tmp_path / "pocket.html"))
    scripts = page.locator("script").count()
    text = ""
    for part in ("exercises", "plates", "cards", "claims", "turning", "progress"):
        page.locator(f".pub-nav a[href='#{part}']").click()
        expect(page.locator(f"#{part}")).to_be_visible()
        sets = page.locator(f"#{part} .pub-field select option").count() if part in ("cards", "claims") else 1
        for number in range(min(sets, 4)):
            if part in ("cards", "claims"):
                page.locator(f"#{part} .pub-field select").first.select_option(index=number)
            for _ in range(3):
                page.evaluate(PRESS, [f"#{part}", TYPED])
            text += page.evaluate(TEXT, f"#{part}")
            watch.nothing_ran("body")
    assert page.locator("script").count() == scripts
    assert page.locator(".slq-sign").count() or "hacked" in text
    assert len(hostile_in(text)) >= 200


CELLS = ["""import os
os.environ["STRETCHLIB_DATA"] = {data!r}
import stretchlib as sl""", "sl.glossary()", 'sl.sources(*sl.load_references()["id"])', "sl.red_flags()",
         'sl.guide("figure_four_stretch")', 'sl.anatomy("piriformis")', "sl.hip_back_links()", "sl.pain_sources()",
         'sl.structure("hip_joint")',
         'sl.checklist("surface_anatomy")', 'sl.clinical_test("straight_leg_raise")', 'sl.plot_muscle_map("adductors")',
         'sl.quiz("01")', 'sl.timer("bridge")', 'sl.case("socks_and_stairs")', 'sl.votes("Q01")',
         "sl.explore_hip()", "sl.load_words()[['en']].iloc[60:120]", "sl.glossary({typed!r})"]

#: What matplotlib warns of where a text has letters that no font has, or is longer than its picture is wide.
TOO_MUCH = ("Glyph", "constrained_layout not applied")


@pytest.mark.everyday
def test_jupyterlab_shows_it(spoilt: Path, lab: Lab, open_notebook: Callable[..., Page]) -> None:
    journal = lab.folder / "journal.jsonl"
    journal.unlink(missing_ok=True)
    step = {"case": "socks_and_stairs", "play": "a", "do": "write", "what": " ".join(TEXTS)}
    Journal(journal).append("case", **step)
    cells = [cell.format(data=str(spoilt), typed=TYPED) for cell in CELLS]
    page = open_notebook(lab.write("wrong text", *cells), own=True)
    watch = Watch(page, (lab.url, lab.url.replace("http", "ws"), *INSIDE))
    run_all(page)
    sentences = [sentence for sentence in faults(page) if not any(word in sentence for word in TOO_MUCH)]
    assert len(sentences) == 1, sentences  # the last cell asks for a word of that name, and is told a sentence
    assert "There is no word in the glossary" in sentences[0]
    room = ".jp-OutputArea"
    text = page.evaluate(TEXT, room)
    page.wait_for_timeout(1500)  # a typesetter starts late
    for _ in range(8):
        page.evaluate(PRESS, [".slq, .slc, .slt, .slv, .slx", TYPED])
        page.wait_for_timeout(400)
        text += page.evaluate(TEXT, room)
    watch.nothing_ran(room)
    assert [sentence for sentence in faults(page) if not any(word in sentence for word in TOO_MUCH)] == sentences
    assert len(hostile_in(text)) >= 200
    assert page.locator(".slq-sign").count() > 0, "the quiz was answered"
    journal.unlink(missing_ok=True)


def test_the_deck_and_its_notes_window_show_it(spoilt: Path, tmp_path: Path, browser: Browser) -> None:
    outputs = [nbformat.v4.new_output("display_data", {"text/html": output._repr_html_(), "text/plain": repr(output)})
               for output in (sl.glossary(), sl.red_flags(), sl.anatomy("piriformis"), sl.plot_muscle_map("adductors"))]
    outputs += [nbformat.v4.new_output("display_data", {"text/plain": visible("\n".join(TEXTS))})]
    notes = "\n\n".join(["**Ask** for *hands*.", "</template>", *map(visible, TEXTS)])
    notebook = nbformat.v4.new_notebook(metadata={"title": "".join(ACCEPTED), "credit": "".join(ACCEPTED)}, cells=[
        nbformat.v4.new_code_cell("", outputs=outputs, metadata={"slideshow": {"slide_type": "slide"}}),
        nbformat.v4.new_markdown_cell(notes, metadata={"slideshow": {"slide_type": "notes"}})])
    path = tmp_path / "class'\"`${x}.ipynb"
    nbformat.write(notebook, path)
    context = browser.new_context()
    whole = page_of(path)
    context.route(DECK, lambda route: route.fulfill(body=whole, content_type="text/html; charset=utf-8"))
    page = context.new_page()
    watch = Watch(page, (*INSIDE, DECK))
    page.goto(DECK)
    expect(page.locator(".sd-slide")).to_be_visible()
    watch.nothing_ran("main")
    assert len(hostile_in(page.evaluate(TEXT, "body"))) >= 200
    with page.expect_popup() as popup:
        page.keyboard.press("n")
    window = popup.value
    notes_watch = Watch(window, (*INSIDE, DECK))
    expect(window.locator("#notes strong").first).to_have_text("Ask")
    expect(window.locator("#notes em").first).to_have_text("hands")
    notes_watch.nothing_ran("#notes")
    assert window.evaluate("[...document.querySelectorAll('#notes *')].flatMap(node => node.getAttributeNames())") == []
    text = window.evaluate(TEXT, "#notes")
    assert text.count("hacked") > 100
    assert "<img src=x onerror=window.hacked=1>" in text
    assert page.evaluate("window.hacked") is None
    context.close()
