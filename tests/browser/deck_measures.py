"""Measures of a slide as it stands on the wall: is a line cut, does anything scroll, are letters large enough?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

SIZES = ((1280, 720), (1920, 1080))
SMALLEST_PX = 24
#: What is wrong with the part of a slide that is shown: each entry says what and where.
MEASURE = """(smallest) => {
    const slide = document.querySelector('.sd-slide:not([hidden])'), wrong = [];
    const area = slide.getBoundingClientRect();
    const below = document.querySelector('.sd-below:not([hidden])');
    const above = document.querySelector('.sd-above:not([hidden])');
    const foot = document.querySelector('.sd-foot').getBoundingClientRect().top;
    const window_ = {left: slide.querySelector('.sd-rail').getBoundingClientRect().right, right: area.right,
        top: above ? above.getBoundingClientRect().bottom : 0,
        bottom: below ? below.getBoundingClientRect().top : foot};
    const unseen = (node) => { // for screen readers alone
        for (let box = node; box && box !== slide; box = box.parentElement)
            if (getComputedStyle(box).clipPath !== 'none') return true;
        return false;
    };
    const quote = (text) => text.trim().slice(0, 40);
    const check = (rect, text, node) => {
        if (rect.width < 2 || rect.height < 2) return;
        // on another part
        if (below && rect.top >= window_.bottom - 2 || above && rect.bottom <= window_.top + 2) return;
        const outside = (edge) => rect.top < edge.top - 2 || rect.bottom > edge.bottom + 2
            || rect.left < edge.left - 2 || rect.right > edge.right + 2;
        if (outside(window_)) wrong.push(`cut: ${text}`);
        for (let box = node.parentElement; box && box !== slide; box = box.parentElement) {
            if (getComputedStyle(box).overflow === 'visible') continue;
            if (outside(box.getBoundingClientRect())) wrong.push(`cut by ${box.className || box.tagName}: ${text}`);
        }
    };
    const range = document.createRange();
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || parent.closest('template, script, style, option')) continue;
        // Folded away: it has a size all the same, and Chromium tells by this alone that it is not seen.
        if (!parent.getClientRects().length || !parent.checkVisibility()) continue;
        if (getComputedStyle(parent).visibility === 'hidden') continue;
        if (unseen(parent)) continue;
        if (parseFloat(getComputedStyle(parent).fontSize) < smallest) wrong.push(`small: ${quote(node.data)}`);
        if (parent.closest('.sd-rail')) continue;
        for (const word of node.data.matchAll(/\\S+/g)) { // a space at the end of a line hangs over and is not seen
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            for (const rect of range.getClientRects()) check(rect, quote(node.data), parent);
        }
    }
    for (const node of slide.querySelectorAll('img, canvas, button, input, select'))
        if (node.getClientRects().length && node.checkVisibility() && !node.closest('.sd-rail'))
            check(node.getBoundingClientRect(), node.outerHTML.slice(0, 60), node);
    for (const node of slide.querySelectorAll('*')) {
        const style = getComputedStyle(node);
        if (!/auto|scroll/.test(style.overflow) || !node.getClientRects().length || !node.checkVisibility()) continue;
        if (node.matches('textarea')) continue;
        if (node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1)
            wrong.push(`scrolls: ${node.className || node.tagName}`);
    }
    if (document.scrollingElement.scrollHeight > innerHeight + 1) wrong.push('the page scrolls');
    return [...new Set(wrong)];
}"""


def shown_part(page: Page) -> str:
    """Which part of which slide is shown, such as ``7 / 15`` or ``7 / 15, part 2 of 3``."""
    return page.locator(".sd-place").inner_text()


def parts_shown(page: Page, most: int = 400) -> Iterator[str]:
    """Go through a deck from its first slide by Page Down alone, and yield each part while it is shown."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Home")
    for _ in range(most):
        page.wait_for_timeout(60)  # sizes are told after a frame
        part = shown_part(page)
        yield part
        page.keyboard.press("PageDown")
        if shown_part(page) == part:
            return
    raise AssertionError(f"after {most} times Page Down the deck has not ended")


def wrong_on(page: Page) -> list[Any]:
    """What is cut, scrolls or is too small on the part that is shown, once it has come to rest."""
    for _ in range(12):
        wrong = list(page.evaluate(MEASURE, SMALLEST_PX))
        if not wrong:
            break
        page.wait_for_timeout(150)  # names on a stage are laid when it is drawn
    return wrong
