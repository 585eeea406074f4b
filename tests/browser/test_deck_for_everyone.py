"""The class deck for everyone in the room: by keys alone, at 400 % zoom, with less motion, on a dark computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from deck_page import SLIDES, VISIBLE, place, serve
from lab_page import tab_to
from playwright.sync_api import Browser, Page, expect

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


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("class for all"))


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    contexts = []

    def made(**how: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **how})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(address, wait_until="commit")
        page.wait_for_selector(f"#slide-{SLIDES} .slv", state="attached")
        return page

    yield made
    for context in contexts:
        context.close()


def on_each_slide(page: Page, measure: Callable[[], Any]) -> dict[str, Any]:
    """What a measure finds on each slide, where it finds something."""
    found = {}
    for _ in range(SLIDES):
        if told := measure():
            found[place(page)] = told
        page.keyboard.press("PageDown")
    return found


def test_a_class_is_held_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("PageDown")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.slv input')"):
            break
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    tab_to(page, "reveal")
    page.keyboard.press("Enter")
    expect(page.locator(f"{VISIBLE} .slv")).to_contain_text("9 (75 %)")
    while not page.locator(f"{VISIBLE} .slt").count():
        page.keyboard.press("PageDown")
    for action in ("start", "gate-none", "start"):
        tab_to(page, action)
        page.keyboard.press("Enter")
    expect(page.locator(f"{VISIBLE} .slt")).to_have_attribute("data-status", "running")
    page.keyboard.press("PageDown")
    assert not page.locator(f"{VISIBLE} .slt").count()


def test_a_computer_set_to_dark_keeps_the_slides_readable(opened: Callable[..., Page]) -> None:
    page = opened(color_scheme="dark")

    def wrong() -> list[tuple[str, str]]:
        found = Axe().run(page, context=VISIBLE, options=RULES).response["violations"]
        return [(one["id"], node["html"][:150]) for one in found for node in one["nodes"]]

    assert on_each_slide(page, wrong) == {}


def test_headings_go_down_by_one_and_pictures_have_their_text(opened: Callable[..., Page]) -> None:
    page = opened()
    slides = page.evaluate(HEADINGS)
    assert slides[0][0] == 1
    for levels in slides:
        assert levels[0] <= 2
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert on_each_slide(page, lambda: page.evaluate(PICTURES)) == {}


def test_less_motion_and_forced_colours(opened: Callable[..., Page]) -> None:
    page = opened(reduced_motion="reduce", forced_colors="active")
    assert on_each_slide(page, lambda: page.evaluate(MOVING)) == {}


def test_at_400_percent_letters_grow_and_a_slide_scrolls_down_alone(opened: Callable[..., Page]) -> None:
    page = opened(viewport={"width": 320, "height": 180}, device_scale_factor=4)

    def wrong() -> list[Any]:
        across, small = page.evaluate(ZOOMED)
        return [*(["scrolls sideways"] if across else []), *small]

    assert on_each_slide(page, wrong) == {}
