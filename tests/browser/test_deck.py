"""The class deck as it is presented: clicker and keyboard, a notes window, a dead kernel, nothing from elsewhere.

One page for all of them in this order, for to load the deck takes 8 s of processor time. It is for everyone in the
room: by keys alone, at 400 % zoom, with less motion, on a dark computer.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from deck_page import SLIDES, START_MS, VISIBLE, slide_number
from lab_page import press, tab_to
from playwright.sync_api import Page, expect

from tools.checks import environment

KERNEL = "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
HEADINGS = """() => [...document.querySelectorAll('.sd-slide')].map(slide => [...slide.querySelectorAll(
    'h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1])))"""
PICTURES = """() => [...document.querySelectorAll('.sd-slide:not([hidden]) img')].filter(image =>
    image.getClientRects().length && image.alt.trim().length < 20).map(image => image.outerHTML.slice(0, 100))"""
MOVING = """() => [...document.querySelectorAll('.sd-slide:not([hidden]) *')].filter(node => {
    const {transitionDuration, animationName} = getComputedStyle(node);
    return /[1-9]/.test(transitionDuration) || animationName !== 'none'; })
    .map(node => node.outerHTML.slice(0, 90)).slice(0, 5)"""
ZOOMED = """() => { const slide = document.querySelector('.sd-slide:not([hidden])');
    const small = [...slide.querySelectorAll('p, li, h1, h2, h3, button, label')].filter(child =>
        child.getClientRects().length && child.textContent.trim() && !/heard/.test(child.className)
        && parseFloat(getComputedStyle(child).fontSize) < 12);
    return [slide.scrollWidth - slide.clientWidth > 1, small.map(child => child.outerHTML.slice(0, 90))]; }"""


def on_each_slide(page: Page, measure: Callable[[], Any]) -> dict[str, Any]:
    """What a measure finds on each slide, where it finds something."""
    findings = {}
    for _ in range(SLIDES):
        if finding := measure():
            findings[slide_number(page)] = finding
        page.keyboard.press("PageDown")
    return findings


def go_to_vote(page: Page) -> None:
    """Go on by Page Down to the first slide with a vote, which is the third."""
    for _ in range(2):
        page.keyboard.press("PageDown")
    expect(page.locator(f"{VISIBLE} .slv")).to_be_visible()


def loaded_again(page: Page, key: str) -> None:
    """Press a key that loads the deck again, and wait until its widgets live."""
    with page.expect_navigation(wait_until="commit"):
        page.keyboard.press(key)
    page.wait_for_selector(f"#slide-{SLIDES} .slv", state="attached", timeout=START_MS)


def test_the_hip_turns_on_its_slide_and_arrows_turn_it_where_it_has_the_focus(deck: Page) -> None:
    while not deck.locator(f"{VISIBLE} .slx").count():
        assert slide_number(deck) != f"{SLIDES} / {SLIDES}", "no slide has an explorer"
        deck.keyboard.press("PageDown")
    view, picture = deck.locator(f"{VISIBLE} .sls-view"), deck.locator(f"{VISIBLE} canvas")
    expect(view).to_have_attribute("data-drawn", re.compile(r"\d+"))
    box = picture.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 250, "large enough for a wall"
    before = picture.get_attribute("aria-label")
    deck.locator(f"{VISIBLE} .slx-row input[type=text]").first.fill("90")
    deck.keyboard.press("Enter")
    expect(picture).to_have_attribute("aria-label", re.compile("90° flexion"))
    assert picture.get_attribute("aria-label") != before
    number, drawn = slide_number(deck), int(view.get_attribute("data-drawn") or 0)
    view.focus()
    deck.keyboard.press("ArrowRight")
    assert slide_number(deck) == number, "an arrow on the hip turns the hip"
    expect(view).not_to_have_attribute("data-drawn", str(drawn))
    deck.keyboard.press("PageDown")
    assert slide_number(deck) != number, "a clicker moves on wherever the focus is"


def test_keys_do_what_they_say_and_leave_what_is_typed_alone(deck: Page) -> None:
    deck.keyboard.press("ArrowRight")
    assert slide_number(deck).startswith("2 /")
    deck.keyboard.press("ArrowRight")
    field = deck.locator(f"{VISIBLE} .slv input").first
    field.focus()
    deck.keyboard.type("7")
    deck.keyboard.press("ArrowRight")
    assert slide_number(deck).startswith("3 /"), "an arrow in a field moves in the field"
    deck.keyboard.press("PageDown")
    assert slide_number(deck).startswith("4 /"), "a clicker moves on wherever the focus is"
    deck.keyboard.press("PageUp")
    assert field.input_value() == "7"
    deck.locator(VISIBLE).focus()
    deck.keyboard.press("b")
    assert deck.evaluate("document.body.classList.contains('sd-black')")
    deck.keyboard.press(".")
    assert not deck.evaluate("document.body.classList.contains('sd-black')")
    deck.keyboard.press("F5")
    assert slide_number(deck).startswith("3 /"), "F5 of a clicker loads nothing again"
    deck.keyboard.press("End")
    assert slide_number(deck).startswith(f"{SLIDES} /")


def test_the_notes_window_shows_notes_and_time_and_drives_the_deck(deck: Page) -> None:
    deck.keyboard.press("PageDown")
    with deck.expect_popup() as opened:
        deck.keyboard.press("n")
    notes = opened.value
    expect(notes.locator("#title")).to_contain_text("red flags")
    expect(notes.locator("#notes")).to_contain_text("Let the class find")
    expect(notes.locator("#budget")).to_have_text(re.compile(
        r"this slide 3 min, should end at 4 of \d\d min, 5 min kept free"))
    expect(notes.locator("#clock")).to_have_text(re.compile(r"0:\d\d"))
    notes.keyboard.press("PageDown")
    expect(notes.locator("#title")).to_have_text("Where is it felt?")
    expect(deck.locator("#slide-3")).to_be_visible()
    notes.locator("#back").click()
    expect(deck.locator("#slide-2")).to_be_visible()
    notes.close()


def test_a_dead_kernel_stops_neither_slides_nor_votes_nor_timer(deck: Page) -> None:
    go_to_vote(deck)
    fields = deck.locator(f"{VISIBLE} .slv input")
    for at, typed in ((0, ""), (1, "9")):
        fields.nth(at).fill(typed)
    kernel = deck.evaluate(KERNEL)
    mine = [process for process in psutil.process_iter(["cmdline"])
            if any(kernel in word for word in process.info["cmdline"] or ())]
    assert len(mine) == 1
    mine[0].kill()
    expect(deck.locator(".sd-banner")).to_be_visible(timeout=15_000)
    deck.locator(f"{VISIBLE} [data-action=reveal]").click()
    expect(deck.locator(f"{VISIBLE} .slv-row").nth(1)).to_contain_text("9 (100 %)")
    while not deck.locator(f"{VISIBLE} .slt").count():
        deck.keyboard.press("PageDown")
    timer = deck.locator(f"{VISIBLE} .slt")
    press(timer, "start", "gate-none", "start")
    expect(timer).to_have_attribute("data-status", "running")
    expect(timer.locator(".slt-phase")).to_contain_text("Get ready")
    timer.locator("[data-action=end]").click()
    deck.keyboard.press("PageUp")
    deck.locator(VISIBLE).focus()
    deck.keyboard.press("Home")
    go_to_vote(deck)
    loaded_again(deck, "Shift+K")
    expect(deck.locator("#slide-3")).to_be_visible()
    expect(fields.nth(1)).to_have_value("9")  # what was typed outlives the kernel


@pytest.mark.everyday
def test_a_class_is_held_by_keyboard_alone(deck: Page) -> None:
    go_to_vote(deck)
    for _ in range(20):
        deck.keyboard.press("Tab")
        if deck.evaluate("document.activeElement.matches('.slv input')"):
            break
    deck.keyboard.type("9")
    deck.keyboard.press("Tab")
    deck.keyboard.type("3")
    tab_to(deck, "reveal")
    deck.keyboard.press("Enter")
    expect(deck.locator(f"{VISIBLE} .slv")).to_contain_text("9 (75 %)")
    while not deck.locator(f"{VISIBLE} .slt").count():
        deck.keyboard.press("PageDown")
    for action in ("start", *["gate-none"] * 3, "start"):
        tab_to(deck, action)
        deck.keyboard.press("Enter")
    expect(deck.locator(f"{VISIBLE} .slt")).to_have_attribute("data-status", "running")
    deck.keyboard.press("PageDown")
    expect(deck.locator(f"{VISIBLE} .slt")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_nothing_on_the_slides_shuts_anyone_out(deck: Page, scheme: Literal["light", "dark"]) -> None:
    deck.emulate_media(color_scheme=scheme)

    def wrong() -> list[tuple[str, str]]:
        results = Axe().run(deck, context=VISIBLE, options=RULES).response["violations"]
        return [(violation["id"], node["html"][:150]) for violation in results for node in violation["nodes"]]

    assert on_each_slide(deck, wrong) == {}


def test_headings_go_down_by_one_and_pictures_have_their_text(deck: Page) -> None:
    slides = deck.evaluate(HEADINGS)
    assert slides[0][0] == 1
    for levels in slides:
        assert levels[0] <= 2
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert on_each_slide(deck, lambda: deck.evaluate(PICTURES)) == {}


def test_less_motion_and_forced_colours(deck: Page) -> None:
    deck.emulate_media(reduced_motion="reduce", forced_colors="active")
    assert on_each_slide(deck, lambda: deck.evaluate(MOVING)) == {}


def test_at_400_percent_letters_grow_and_a_slide_scrolls_down_alone(deck: Page) -> None:
    deck.set_viewport_size({"width": 320, "height": 180})

    def wrong() -> list[Any]:
        across, small = deck.evaluate(ZOOMED)
        return [*(["scrolls sideways"] if across else []), *small]

    assert on_each_slide(deck, wrong) == {}


@pytest.mark.everyday
def test_by_clicker_to_the_end_nothing_is_asked_of_elsewhere(class_page: tuple[Page, list[str]], deck: Page) -> None:
    fetched = class_page[1]
    for number in range(1, SLIDES + 1):
        assert slide_number(deck).split(",")[0] == f"{number} / {SLIDES}"
        deck.keyboard.press("PageDown")
    assert slide_number(deck) == f"{SLIDES} / {SLIDES}", "the last slide is the end"
    own = re.compile(r"(http|ws)://127\.0\.0\.1|data:|blob:")
    assert [url for url in fetched if not own.match(url)] == []


def test_a_new_class_begins_empty_without_the_slides_of_a_long_one_and_ends_the_kernel_before(
        deck: Page, deck_address: str) -> None:
    kernel, typed = deck.evaluate(KERNEL), deck.locator("#slide-3 .slv input").nth(1)
    go_to_vote(deck)
    typed.fill("9")
    deck.evaluate("history.replaceState(null, '', '?short#3')")  # the address that ``present --short`` opens
    deck.locator(VISIBLE).focus()
    deck.keyboard.press("Shift+C")
    deck.keyboard.press("Tab")
    loaded_again(deck, "Enter")
    kept = deck.locator(".sd-slide:not([data-cut])").count()
    assert slide_number(deck) == f"1 / {kept}"
    assert kept < SLIDES
    assert typed.input_value() == ""
    assert deck.request.get(f"{deck_address}api/kernels/{kernel}").status == 404, "a kernel was left behind"


def test_it_is_served_from_a_folder_of_the_learner(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-m", "stretchlib", "present", "nothing", "--no-browser"], text=True,
                         env={**environment(), "STRETCHLIB_COURSE": str(tmp_path)}, capture_output=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("There is no notebook 'nothing'")
