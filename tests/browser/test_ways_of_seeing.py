"""Handout and pocket page as people set up their screens and eyes: zoom, forced colours, less motion, colour blind."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from fits_window import CUT, WIDE
from PIL import Image
from playwright.sync_api import Page, expect
from published_page import each_state

#: The handout in light by one kind of colour blindness every day, the others, dark and the pocket page in ``--all``.
EYES = [pytest.param(name, eye, scheme,
                     marks=[pytest.mark.slow] if (name, eye, scheme) != ("handout", "deuteranopia", "light") else [])
        for name in ("handout", "pocket") for eye in ("protanopia", "deuteranopia", "tritanopia")
        for scheme in ("light", "dark")]
SHARES = np.arange(256, dtype=np.float32) / 255
#: How much light each of the 256 steps of a colour is, 0 to 1.
LINEAR = np.where(SHARES <= 0.04045, SHARES / 12.92, ((SHARES + 0.055) / 1.055) ** 2.4)
MOVING = """() => [...document.getAnimations().map(animation => `animation of ${animation.effect?.target?.className}`),
    ...[...document.querySelectorAll('body *')].filter(node => { const {transitionDuration, animationName,
    scrollBehavior} = getComputedStyle(node); return /[1-9]/.test(transitionDuration) || animationName !== 'none'
    || scrollBehavior === 'smooth'; }).map(node => node.outerHTML.slice(0, 90))].slice(0, 5)"""
#: In forced colours a control that has no border and no outline is bare text.
BARE = """() => [...document.querySelectorAll('button, input, select, textarea')]
    .filter(node => !['radio', 'checkbox', 'range'].includes(node.type)
    && !node.closest('[aria-hidden=true]') && node.getClientRects().length).filter(node => {
    const style = getComputedStyle(node);
    return !(parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== 'none'
    && style.borderTopColor !== style.backgroundColor); }).map(node => node.outerHTML.slice(0, 100))"""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(heading => heading.getClientRects().length)
    .map(heading => [Number(heading.tagName[1]), heading.textContent.slice(0, 40)])"""
PICTURES = """() => [...document.querySelectorAll('img')].filter(image => image.getClientRects().length
    && image.alt.trim().length < 20).map(image => image.outerHTML.slice(0, 100))"""
#: Boxes of the lines of text in the window, with what they say.
LINES = """() => { const boxes = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walk.nextNode()) { const text = walk.currentNode; const node = text.parentElement;
        if (!text.data.trim() || !node.checkVisibility() || /heard/.test(node.className)
            || node.closest('script, style, [data-off], option, .pub-nav')) continue;
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) if (box.width > 24 && box.height > 8 && box.top > 80
            && box.bottom < innerHeight && box.left >= 0 && box.right <= innerWidth)
            boxes.push([box.left, box.top, box.right, box.bottom, text.data.trim().slice(0, 40)]); }
    return boxes; }"""


every_page = pytest.mark.parametrize("name", ["handout", "pocket"])


@every_page
def test_at_400_percent_all_is_read_by_scrolling_down(open_published: Callable[..., Page], name: str) -> None:
    page = open_published(name, viewport={"width": 320, "height": 256}, device_scale_factor=4)
    for state in each_state(page, name, sets=False):
        assert page.evaluate(WIDE) <= 0, state
        assert page.evaluate(CUT) == [], state


@every_page
def test_forced_colours_keep_controls_and_focus_less_motion_moves_nothing_and_headings_are_in_order(
        open_published: Callable[..., Page], name: str) -> None:
    page = open_published(name, forced_colors="active", reduced_motion="reduce")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    for state in each_state(page, name, sets=False):
        assert page.evaluate(BARE) == [], state
        assert page.evaluate(MOVING) == [], state
        levels = page.evaluate(HEADINGS)
        assert levels[0][0] == 1
        assert [(above, below) for above, below in pairwise(levels) if below[0] > above[0] + 1] == [], state
        assert page.evaluate(PICTURES) == [], state
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_measure_of_motion_sees_motion(open_published: Callable[..., Page]) -> None:
    page = open_published("handout", reduced_motion="no-preference")
    assert list(each_state(page, "handout"))
    assert page.evaluate(MOVING) != [], "the ring of the timer glides where nobody asked for less"


@pytest.mark.everyday
def test_the_timer_of_a_handout_by_keyboard_alone(open_published: Callable[..., Page]) -> None:
    page = open_published("handout")
    for action in ("lead", *["gate-none"] * 3, "start"):
        for _ in range(30):
            if page.evaluate("document.activeElement.dataset.action ?? ''") == action:
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    timer = page.locator(".slt").first
    expect(timer).to_have_attribute("data-status", "running")
    page.keyboard.press("Space")  # the focus stays on the button that started, which now pauses
    expect(timer).to_have_attribute("data-status", "paused")


def faint(page: Page) -> list[tuple[float, str]]:
    """Lines of text in the window whose darkest and lightest point differ by less than 4.5:1 on the screen."""
    image = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    scale = image.shape[1] / page.evaluate("innerWidth")
    light = LINEAR[image] @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    lines = []
    for left, top, right, bottom, text in page.evaluate(LINES):
        crop = light[int(top * scale):int(bottom * scale), int(left * scale):int(right * scale)]
        ratio = (crop.max() + 0.05) / (crop.min() + 0.05)
        if ratio < 4.5:
            lines.append((round(float(ratio), 2), text))
    return lines


@pytest.mark.parametrize(("name", "eye", "scheme"), EYES)
def test_a_colour_blind_eye_reads_every_line(open_published: Callable[..., Page], name: str, eye: str,
                                             scheme: str) -> None:
    page = open_published(name, viewport={"width": 390, "height": 3000}, color_scheme=scheme, device_scale_factor=2)
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": eye})
    for state in each_state(page, name, sets=False):
        page.evaluate("scrollTo(0, 0)")
        assert page.evaluate(LINES), state
        assert faint(page) == [], state
