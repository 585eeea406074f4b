"""Hostile text on the live deck, as Voila serves it with a kernel: nothing runs, nothing leaves, it shows as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from deck_page import SLIDES, VISIBLE, serve, slide_number
from hostile import ACCEPTED, TEXTS
from hostile_page import INSIDE, PRESS, TEXT, TYPED, Watch, hostile_in, spoilt_data
from playwright.sync_api import Browser, Page, expect

from stretchlib.core.text import visible

# Everything that a lecturer may put on a slide: each kind of picture, text and widget of the course.
CELLS = ["import stretchlib as sl\nfrom hostile import ACCEPTED\nprint(*ACCEPTED, sep='\\n')", "sl.glossary()",
         'sl.sources(*sl.load_references()["id"])', "sl.red_flags()", 'sl.guide("figure_four_stretch")',
         'sl.anatomy("piriformis")', "sl.hip_back_links()", 'sl.clinical_test("straight_leg_raise")',
         'sl.plot_muscle_map("adductors", wall=True)', 'sl.votes("Q01")', 'sl.timer("bridge")', 'sl.quiz("01")',
         'sl.case("socks_and_stairs")', "sl.explore_hip(wall=True)", "sl.load_words()", f"sl.glossary({TYPED!r})"]
# Scripts of the page itself that hold hostile text; what Voila sends as data is none.
HOSTILE = """() => [...document.scripts].filter(
    script => !/json$/.test(script.type) && /hacked/.test(script.text)).length"""
LAYOUTS = {1: "columns", 8: "wide", 9: "widget", 10: "widget", 11: "widget", 12: "widget", 13: "widget"}


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder whose data, and whose notebook ``hostile``, are full of hostile text."""
    folder = tmp_path_factory.mktemp("spoilt deck")
    spoilt_data(folder / "data")
    cells = []
    for number, source in enumerate(CELLS):
        how = {"slideshow": {"slide_type": "slide"}, "deck": {"layout": LAYOUTS.get(number, "text"), "minutes": 1}}
        cells += [nbformat.v4.new_code_cell(source, metadata=how),
                  nbformat.v4.new_markdown_cell("\n\n".join(["**Ask** for *hands*.", "</template>",
                                                             *map(visible, TEXTS)]),
                                                metadata={"slideshow": {"slide_type": "notes"}})]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={
        "title": "".join(ACCEPTED), "credit": "".join(ACCEPTED),
        "kernelspec": {"name": "python3", "display_name": "".join(ACCEPTED), "language": "python"}})
    (folder / "course").mkdir()
    nbformat.write(whole, folder / "course" / "hostile.ipynb")
    return folder


def served(folder: Path, notebook: str) -> Iterator[str]:
    tests = Path(__file__).resolve().parents[1]
    yield from serve(folder, notebook, STRETCHLIB_DATA=str(folder / "data"),
                     PYTHONPATH=f"{tests.parent}:{tests}")


@pytest.fixture(scope="module")
def hostile(spoilt: Path) -> Iterator[str]:
    yield from served(spoilt, "hostile")


@pytest.fixture(scope="module")
def class_deck(spoilt: Path) -> Iterator[str]:
    yield from served(spoilt, "class_deck")


def watched(browser: Browser, address: str, last: str) -> tuple[Page, Watch]:
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.set_default_timeout(60_000)
    watch = Watch(page, (address, address.replace("http", "ws"), *INSIDE))
    page.goto(address, wait_until="commit")
    page.wait_for_selector(last, state="attached", timeout=120_000)
    return page, watch


MOST_PARTS = 300


def pressed_through(page: Page, watch: Watch, slides: int) -> str:
    """All that the slides show while everything on them is answered and pressed."""
    text, numbers = "", []
    # The last part stays where it is; before it, one laid out anew by a press may bear the name of the one before.
    while len(numbers) < MOST_PARTS and not (numbers[-1:] == [at := slide_number(page)]
                                             and at.startswith(f"{slides} /")):
        slide, last = at.partition(",")[0], numbers[-1].partition(",")[0] if numbers else ""
        numbers.append(at)
        # A press reaches all parts of a slide, and brings the part with what it asks next: so first, then the reading.
        for _ in range(6 if slide != last else 0):
            text += page.evaluate(TEXT, VISIBLE)
            page.evaluate(PRESS, [f"{VISIBLE} :is(.slt, .slq, .slc, .slv, .slx)", TYPED])
            page.wait_for_timeout(150)
            if not page.locator(f"{VISIBLE} :is(.slt, .slq, .slc, .slv, .slx)").count():
                break
        text += page.evaluate(TEXT, VISIBLE)
        watch.nothing_ran("main")
        page.locator(VISIBLE).focus()
        page.keyboard.press("PageDown")
        page.wait_for_timeout(60)
    slide_numbers = [at.partition(",")[0] for at in numbers]  # a long slide goes on in parts
    assert list(dict.fromkeys(slide_numbers)) == [f"{number} / {slides}" for number in range(1, slides + 1)]
    assert page.evaluate(HOSTILE) == 0
    return text


def test_whatever_a_lecturer_puts_on_a_slide_shows_it_as_text(browser: Browser, hostile: str) -> None:
    page, watch = watched(browser, hostile, f"#slide-{len(CELLS)} .jp-OutputArea-output")
    text = pressed_through(page, watch, len(CELLS))
    page.wait_for_timeout(1500)  # a typesetter starts late
    watch.nothing_ran("body > :not(.sd-ask)")  # that question is a form of the page itself
    assert len(hostile_in(text)) >= 200
    assert "There is no word in the glossary" in text, "and a mistake is told in one sentence"
    assert "Traceback" not in text
    with page.expect_popup() as popup:
        page.keyboard.press("n")
    window = popup.value
    notes_watch = Watch(window, (hostile, *INSIDE))
    expect(window.locator("#notes strong").first).to_have_text("Ask")
    notes_watch.nothing_ran("#notes")
    assert window.evaluate("[...document.querySelectorAll('#notes *')].flatMap(node => node.getAttributeNames())") == []
    assert TYPED in window.evaluate(TEXT, "#notes")
    assert page.evaluate("window.hacked") is None
    page.context.close()


def test_the_class_deck_shows_it_as_text(browser: Browser, class_deck: str) -> None:
    page, watch = watched(browser, class_deck, f"#slide-{SLIDES} .slv")
    text = pressed_through(page, watch, SLIDES)
    watch.nothing_ran("body > :not(.sd-ask)")  # that question is a form of the page itself
    assert len(hostile_in(text)) >= 100
    assert page.locator(".slv-reason:not([hidden])").first.text_content(), "votes were counted and the answer shown"
    page.context.close()
