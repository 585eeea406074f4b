"""The class deck as it is presented: clicker and keyboard, a notes window, a dead kernel, nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from deck_page import SLIDES, VISIBLE, place, serve
from matplotlib.text import Text
from playwright.sync_api import Browser, Page, expect

from stretchlib.widgets import explore_hip
from tools.checks import environment

MEASURE = """() => {
    const slide = document.querySelector('.sd-slide:not([hidden])');
    const small = [...slide.querySelectorAll('*')].filter(child => child.getClientRects().length
        && [...child.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
        && parseFloat(getComputedStyle(child).fontSize) < 24 && !/heard/.test(child.className));
    return {id: slide.id, down: slide.scrollHeight - slide.clientHeight, across: slide.scrollWidth - slide.clientWidth,
            small: small.map(child => child.textContent.slice(0, 40))};
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The deck in a course folder of its own."""
    yield from serve(tmp_path_factory.mktemp("class é"))


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The deck with all of its widgets live, at the size of a projector; ``page.asked`` holds what it fetched."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    one = context.new_page()
    one.set_default_timeout(60_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    one.asked = asked  # type: ignore[attr-defined]
    one.goto(address, wait_until="commit")
    one.wait_for_selector(f"#slide-{SLIDES} .slv", state="attached")
    yield one
    context.close()


def test_by_clicker_every_slide_fits_and_is_read_from_the_back(page: Page) -> None:
    found = []
    for number in range(1, SLIDES + 1):
        assert place(page) == f"{number} / {SLIDES}"
        votes = page.locator(f"{VISIBLE} .slv")
        if votes.count():  # the fullest state: counted, shown, answered
            for field in votes.locator("input").all():
                field.fill("12")
            votes.locator("[data-action=reveal]").click()
            votes.locator("[data-action=reveal]").click()
            expect(votes.locator(".slv-answer")).to_be_visible()
        found.append(page.evaluate(MEASURE))
        page.keyboard.press("PageDown")
    assert place(page) == f"{SLIDES} / {SLIDES}", "the last slide is the end"
    assert [one for one in found if one["down"] > 1 or one["across"] > 1 or one["small"]] == []
    own = re.compile(r"(http|ws)://127\.0\.0\.1|data:|blob:")
    elsewhere = [url for url in page.asked if not own.match(url)]  # type: ignore[attr-defined]
    assert elsewhere == []


def test_the_letters_of_the_live_picture_are_read_from_the_back(page: Page) -> None:
    while not page.locator(f"{VISIBLE} .slx").count():
        assert place(page) != f"{SLIDES} / {SLIDES}", "no slide has an explorer"
        page.keyboard.press("PageDown")
    picture = page.locator(f"{VISIBLE} img.slx-picture")
    expect(picture).to_be_visible()
    shown = picture.evaluate("""image => { const {width, height} = image.getBoundingClientRect();
        return Math.min(width / image.naturalWidth, height / image.naturalHeight); }""")
    figure = explore_hip(wall=True).scene.diagram.figure
    texts = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
    smallest = min(one.get_fontsize() for one in texts) * figure.dpi / 72
    assert len(texts) > 8
    assert smallest * shown >= 24, f"{smallest * shown:.1f} px"
    before = picture.get_attribute("alt")
    page.locator(f"{VISIBLE} .slx-row input[type=text]").first.fill("90")
    page.keyboard.press("Enter")
    expect(picture).to_have_attribute("alt", re.compile("90° flexion"))
    assert picture.get_attribute("alt") != before


def test_keys_do_what_they_say_and_leave_what_is_typed_alone(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    assert place(page).startswith("2 /")
    field = page.locator(f"{VISIBLE} .slv input").first
    field.focus()
    page.keyboard.type("7")
    page.keyboard.press("ArrowRight")
    assert place(page).startswith("2 /"), "an arrow in a field moves in the field"
    page.keyboard.press("PageDown")
    assert place(page).startswith("3 /"), "a clicker moves on wherever the focus is"
    page.keyboard.press("PageUp")
    assert field.input_value() == "7"
    page.locator(VISIBLE).focus()
    page.keyboard.press("b")
    assert page.evaluate("document.body.classList.contains('sd-black')")
    page.keyboard.press(".")
    assert not page.evaluate("document.body.classList.contains('sd-black')")
    page.keyboard.press("F5")
    assert place(page).startswith("2 /"), "F5 of a clicker loads nothing again"
    page.keyboard.press("End")
    assert place(page).startswith(f"{SLIDES} /")


def test_the_notes_window_shows_notes_and_time_and_drives_the_deck(page: Page) -> None:
    page.keyboard.press("PageDown")
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    notes = opened.value
    expect(notes.locator("#title")).to_have_text("Four in ten?")
    expect(notes.locator("#notes")).to_contain_text("count hands")
    expect(notes.locator("#budget")).to_have_text("this slide 3 min, should end at 4 of 50 min")
    expect(notes.locator("#clock")).to_have_text(re.compile(r"0:\d\d"))
    notes.keyboard.press("PageDown")
    expect(notes.locator("#title")).to_contain_text("red flags")
    expect(page.locator("#slide-3")).to_be_visible()
    notes.locator("#back").click()
    expect(page.locator("#slide-2")).to_be_visible()


def test_a_dead_kernel_stops_neither_slides_nor_votes_nor_timer(page: Page) -> None:
    page.keyboard.press("PageDown")
    page.locator(f"{VISIBLE} .slv input").nth(1).fill("9")
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    mine = [one for one in psutil.process_iter(["cmdline"])
            if any(kernel in word for word in one.info["cmdline"] or ())]
    assert len(mine) == 1
    mine[0].kill()
    expect(page.locator(".sd-banner")).to_be_visible(timeout=15_000)
    page.locator(f"{VISIBLE} [data-action=reveal]").click()
    expect(page.locator(f"{VISIBLE} .slv-row").nth(1)).to_contain_text("9 (100 %)")
    for _ in range(10):
        page.keyboard.press("PageDown")
    timer = page.locator(f"{VISIBLE} .slt")
    timer.locator("[data-action=start]").click()
    timer.locator(".slt-choices button").first.click()
    timer.locator("[data-action=start]").click()
    expect(timer).to_have_attribute("data-status", "running")
    expect(timer.locator(".slt-phase")).to_contain_text("Get ready")
    page.keyboard.press("PageUp")
    page.locator(VISIBLE).focus()
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+K")
    page.wait_for_selector(f"#slide-{SLIDES} .slv", state="attached")
    expect(page.locator("#slide-2")).to_be_visible()
    assert page.locator(f"{VISIBLE} .slv input").nth(1).input_value() == "9", "what was typed outlives the kernel"
    page.locator(VISIBLE).focus()
    page.keyboard.press("Shift+C")
    page.wait_for_selector(f"#slide-{SLIDES} .slv", state="attached")
    expect(page.locator("#slide-1")).to_be_visible()
    page.keyboard.press("PageDown")
    assert page.locator(f"{VISIBLE} .slv input").nth(1).input_value() == "", "a new class begins empty"


def test_leaving_ends_the_kernel_and_the_short_class_leaves_slides_out(page: Page, address: str) -> None:
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    page.goto(f"{address}?short", wait_until="commit")
    page.wait_for_selector(f"#slide-{SLIDES} .slv", state="attached")
    assert page.request.get(f"{address}api/kernels/{kernel}").status == 404, "a kernel was left behind"
    assert place(page) == "1 / 9"


def test_nothing_on_the_slides_shuts_anyone_out(page: Page) -> None:
    found = {}
    for _ in range(SLIDES):
        result = Axe().run(page, context=f"{VISIBLE}", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa",
                                                                                     "wcag22aa"]})
        problems = [(one["id"], one["nodes"][0]["html"][:200]) for one in result.response["violations"]]
        if problems:
            found[place(page)] = problems
        page.keyboard.press("PageDown")
    assert found == {}


def test_it_is_served_from_a_folder_of_the_learner(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-m", "stretchlib", "present", "nothing", "--no-browser"], text=True,
                         env={**environment(), "STRETCHLIB_COURSE": str(tmp_path)}, capture_output=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("There is no notebook 'nothing'")
