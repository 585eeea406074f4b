"""Published pages in Firefox and WebKitGTK, on a phone and on a laptop: nothing cut, no error, timer and keys work."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from deck_page import SLIDES, serve
from firefox_page import FirefoxPage
from fits_window import CUT, WIDE
from webkit_page import WebKitPage

from stretchlib.publish.deck.printed import deck
from tools.checks import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OtherPage = FirefoxPage | WebKitPage
SIZES = {"phone": (390, 844), "laptop": (1366, 768)}
TAB, ENTER, SPACE, HOME, PAGE_DOWN = "\ue004", "\ue007", " ", "\ue011", "\ue00f"  # as WebDriver writes keys
PARTS = ("exercises", "plates", "cards", "claims", "turning", "progress")
ACTION = "document.activeElement?.dataset?.action ?? document.activeElement?.id ?? ''"
STATUS = "document.querySelector('.slt')?.dataset?.status"
#: Every list in sight, as if a text longer than the window were chosen in it; gives how many there are.
LONG = """(() => { const lists = [...document.querySelectorAll('select')].filter(list => list.getClientRects().length);
    for (const list of lists) list.options[list.selectedIndex].text = 'A long choice '.repeat(30);
    return lists.length; })()"""
#: By how much the slide in sight, or a widget on it, is wider inside than outside.
ACROSS = """(() => { const slide = document.querySelector('.sd-slide:not([hidden])');
    return Math.max(...[slide, ...slide.querySelectorAll('.slx, .slv, .slt')]
        .map(box => box.scrollWidth - box.clientWidth)); })()"""
#: Lines of text of the slide in sight that end below the window.
BELOW = """(() => { const slide = document.querySelector('.sd-slide:not([hidden])');
    const walk = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT); const range = document.createRange();
    const below = [];
    while (walk.nextNode()) { range.selectNodeContents(walk.currentNode);
        for (const box of range.getClientRects()) if (walk.currentNode.data.trim() && box.height > 8
            && !walk.currentNode.parentElement.closest('.slt-card, [class*=heard], figcaption')
            && box.bottom > innerHeight + 1) below.push(walk.currentNode.data.trim().slice(0, 60)); }
    return below; })()"""


@pytest.fixture(scope="module")
def files(published: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("elsewhere é")
    return {**published, "deck": deck(ROOT / "notebooks" / "class_deck.ipynb", folder / "deck.html")}


@pytest.fixture(params=["firefox", "webkit"])
def page(request: pytest.FixtureRequest) -> Iterator[OtherPage]:
    """A page in each browser, on a phone; at the end nothing went wrong."""
    opened: OtherPage = request.getfixturevalue(request.param)
    opened.resize(*SIZES["phone"])
    yield opened
    assert opened.errors == []


def fresh(page: OtherPage, file: Path) -> None:
    """Open a file in a browser that has kept nothing of it."""
    page.open(file.as_uri())
    page.evaluate("localStorage.clear()")
    page.open(file.as_uri())


def until(page: OtherPage, expression: str, seconds: float = 20) -> None:
    """Wait until a JavaScript expression is true."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < deadline, f"never true: {expression}"
        time.sleep(0.1)


def click(page: OtherPage, selector: str) -> None:
    """Press the first element that a selector finds, as a finger would."""
    page.evaluate(f"document.querySelector({json.dumps(selector)}).click()")


def tab_to(page: OtherPage, name: str, presses: int = 40) -> None:
    """Reach the control of this action or id with the Tab key alone."""
    for _ in range(presses):
        if page.evaluate(ACTION) == name:
            return
        page.press(TAB)
    pytest.fail(f"{name} was not reached by {presses} presses of Tab; the focus is on {page.evaluate(ACTION)!r}")


def fits(page: OtherPage, state: str) -> None:
    """Nothing of the page lies beyond the window's sides or is hidden in part."""
    assert page.evaluate(WIDE) <= 0, f"{state}: scrolls sideways"
    assert page.evaluate(f"({CUT})()") == [], state


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_a_handout_is_cut(page: OtherPage, files: dict[str, Path], size: str) -> None:
    page.resize(*SIZES[size])
    fresh(page, files["handout"])
    fits(page, "as opened")
    for action in ("lead", *["gate-none"] * 3, "start"):
        click(page, f"[data-action={action}]")
        fits(page, action)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_pocket_page_is_cut(page: OtherPage, files: dict[str, Path], size: str) -> None:
    page.resize(*SIZES[size])
    fresh(page, files["pocket"])
    for part in PARTS:
        click(page, f".pub-nav a[href='#{part}']")
        until(page, f"document.getElementById('{part}').getClientRects().length")
        page.evaluate(f"document.querySelectorAll('#{part} details').forEach(fold => {{ fold.open = true; }})")
        fits(page, part)
    click(page, ".pub-nav a[href='#cards']")
    for number in range(page.evaluate("document.getElementById('cards-room-set').options.length")):
        page.evaluate("(list => { list.selectedIndex = " + str(number) + "; list.dispatchEvent(new Event('change')); })"
                      "(document.getElementById('cards-room-set'))")
        assert page.evaluate(LONG) > 0
        fits(page, f"cards {number}")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_written_slides_is_cut(page: OtherPage, files: dict[str, Path], size: str) -> None:
    page.resize(*SIZES[size])
    page.open(files["deck"].as_uri())
    fits(page, "deck")


def test_a_practice_by_keyboard_alone(page: OtherPage, files: dict[str, Path]) -> None:
    fresh(page, files["handout"])
    for action in ("lead", *["gate-none"] * 3, "start"):
        tab_to(page, action)
        page.press(ENTER)
    until(page, f"{STATUS} === 'running'")
    clock = "document.querySelector('.slt-clock').textContent"
    before = page.evaluate(clock)
    until(page, f"{clock} !== {json.dumps(before)}")
    page.press(SPACE)  # the focus stays on the button that started, which now pauses
    until(page, f"{STATUS} === 'paused'")
    page.press(SPACE)
    until(page, f"{STATUS} === 'running'")


def test_a_card_by_keyboard_alone(page: OtherPage, files: dict[str, Path]) -> None:
    fresh(page, files["pocket"])
    for _ in range(3):
        page.press(TAB)
    page.press(ENTER)
    until(page, f"({ACTION}) === 'cards-title'")
    tab_to(page, "cards-room-set")
    for _ in range(6):  # past the map of the questions
        page.press(TAB)
        if page.evaluate("document.activeElement.type === 'radio'"):
            break
    for key in (SPACE, TAB, SPACE):
        page.press(key)
    tab_to(page, "check")
    page.press(ENTER)
    verdict = "document.querySelector('#cards .slq-verdict')"
    until(page, f"{verdict}?.getClientRects().length && document.activeElement === {verdict}")
    assert page.evaluate(f"/Right|Not right yet/.test({verdict}.textContent)")
    assert page.evaluate("localStorage.length") > 0, "the answer is kept"


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_errors_of_a_page_are_heard(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> None:
    page: OtherPage = request.getfixturevalue(name)
    file = tmp_path / "wrong.html"
    file.write_text("<!doctype html><html><head><meta charset='utf-8'><title>wrong</title></head><body><script>"
                    "console.warn('a warning'); Promise.reject('a promise'); missing();</script></body></html>")
    page.open(file.as_uri())
    page.evaluate("null")  # Firefox tells of errors between its answers
    heard = " ".join(page.errors)
    assert "a warning" in heard
    assert "a promise" in heard
    assert re.search("missing|Script error", heard), "WebKitGTK does not say which error, where a page is a file"
    page.open("about:blank")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The class deck as it is presented."""
    yield from serve(tmp_path_factory.mktemp("class elsewhere"))


PART = "document.querySelector('.sd-place').textContent"


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_a_class_held_with_the_keys(request: pytest.FixtureRequest, address: str, name: str) -> None:
    page: OtherPage = request.getfixturevalue(name)
    page.resize(*SIZES["laptop"])
    page.open(address)
    until(page, f"document.querySelector('#slide-{SLIDES} .slv')", 90)
    lists, parts, numbers = 0, [], []
    while parts[-1:] != [part := str(page.evaluate(PART))] and len(parts) < 6 * SLIDES:  # the last stays where it is
        parts.append(part)
        numbers.append(part.partition(" /")[0])
        lists += page.evaluate(LONG)
        assert page.evaluate(ACROSS) <= 0, f"slide {part} scrolls sideways"
        assert page.evaluate(BELOW) == [], f"slide {part}"
        page.press(PAGE_DOWN)
    assert list(dict.fromkeys(numbers)) == [str(number) for number in range(1, SLIDES + 1)]
    until(page, "document.querySelector('.slt')")
    drawn = page.evaluate("Boolean(document.createElement('canvas').getContext('webgl2'))")
    assert (lists > 0) == drawn, "the explorer asks for a muscle; a browser without WebGL2 shows its still"
    columns = """(() => { const lefts = new Set([...document.querySelectorAll('.sd-columns li')]
        .map(item => Math.round(item.getBoundingClientRect().left))); return lefts.size; })()"""
    page.press(HOME, PAGE_DOWN)  # to the red flags
    until(page, "document.querySelector('#slide-2').getClientRects().length")
    assert page.evaluate(columns) == 2
    page.resize(*SIZES["phone"])
    page.press(HOME)
    for number in range(1, SLIDES + 1):
        assert page.evaluate(ACROSS) <= 0, f"slide {number} scrolls sideways on a phone"
        page.press(PAGE_DOWN)
    # Voila loads a manager of widgets that was built for another JupyterLab, and says so; nothing of ours does.
    assert [error for error in page.errors if "version" not in error] == []
