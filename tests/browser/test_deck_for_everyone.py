"""The class deck for everyone in the room: by keys alone, at 400 % zoom, with less motion, on a dark computer."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from deck_page import SLIDES, VISIBLE, slide_number
from lab_page import tab_to
from playwright.sync_api import Page, expect

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


def test_a_class_is_held_by_keyboard_alone(deck: Page) -> None:
    deck.keyboard.press("PageDown")
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
    for action in ("start", "gate-none", "start"):
        tab_to(deck, action)
        deck.keyboard.press("Enter")
    expect(deck.locator(f"{VISIBLE} .slt")).to_have_attribute("data-status", "running")
    deck.keyboard.press("PageDown")
    assert not deck.locator(f"{VISIBLE} .slt").count()


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
