"""The class deck as it is presented: clicker and keyboard, a notes window, a dead kernel, nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import psutil
from deck_page import PROJECTOR, SLIDES, VISIBLE, open_deck, slide_number
from lab_page import new_page
from playwright.sync_api import Browser, Page, expect

from tools.checks import environment

MEASURE = """() => {
    const slide = document.querySelector('.sd-slide:not([hidden])');
    const small = [...slide.querySelectorAll('*')].filter(child => child.getClientRects().length
        && [...child.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
        && parseFloat(getComputedStyle(child).fontSize) < 24 && !/heard/.test(child.className));
    return {id: slide.id, down: slide.scrollHeight - slide.clientHeight, across: slide.scrollWidth - slide.clientWidth,
            small: small.map(child => child.textContent.slice(0, 40))};
}"""


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
    field = deck.locator(f"{VISIBLE} .slv input").first
    field.focus()
    deck.keyboard.type("7")
    deck.keyboard.press("ArrowRight")
    assert slide_number(deck).startswith("2 /"), "an arrow in a field moves in the field"
    deck.keyboard.press("PageDown")
    assert slide_number(deck).startswith("3 /"), "a clicker moves on wherever the focus is"
    deck.keyboard.press("PageUp")
    assert field.input_value() == "7"
    deck.locator(VISIBLE).focus()
    deck.keyboard.press("b")
    assert deck.evaluate("document.body.classList.contains('sd-black')")
    deck.keyboard.press(".")
    assert not deck.evaluate("document.body.classList.contains('sd-black')")
    deck.keyboard.press("F5")
    assert slide_number(deck).startswith("2 /"), "F5 of a clicker loads nothing again"
    deck.keyboard.press("End")
    assert slide_number(deck).startswith(f"{SLIDES} /")


def test_by_clicker_every_slide_fits_and_is_read_from_the_back(class_page: tuple[Page, list[str]], deck: Page) -> None:
    (page, fetched), measures = class_page, []
    for number in range(1, SLIDES + 1):
        assert slide_number(page) == f"{number} / {SLIDES}"
        votes = page.locator(f"{VISIBLE} .slv")
        if votes.count():  # the fullest state: counted, shown, answered
            for field in votes.locator("input").all():
                field.fill("12")
            votes.locator("[data-action=reveal]").click()
            votes.locator("[data-action=reveal]").click()
            expect(votes.locator(".slv-answer")).to_be_visible()
        measures.append(page.evaluate(MEASURE))
        page.keyboard.press("PageDown")
    assert slide_number(page) == f"{SLIDES} / {SLIDES}", "the last slide is the end"
    assert [measure for measure in measures if measure["down"] > 1 or measure["across"] > 1 or measure["small"]] == []
    own = re.compile(r"(http|ws)://127\.0\.0\.1|data:|blob:")
    elsewhere = [url for url in fetched if not own.match(url)]
    assert elsewhere == []


def test_the_notes_window_shows_notes_and_time_and_drives_the_deck(deck: Page) -> None:
    deck.keyboard.press("PageDown")
    with deck.expect_popup() as opened:
        deck.keyboard.press("n")
    notes = opened.value
    expect(notes.locator("#title")).to_have_text("Four in ten?")
    expect(notes.locator("#notes")).to_contain_text("count hands")
    expect(notes.locator("#budget")).to_have_text("this slide 3 min, should end at 4 of 50 min")
    expect(notes.locator("#clock")).to_have_text(re.compile(r"0:\d\d"))
    notes.keyboard.press("PageDown")
    expect(notes.locator("#title")).to_contain_text("red flags")
    expect(deck.locator("#slide-3")).to_be_visible()
    notes.locator("#back").click()
    expect(deck.locator("#slide-2")).to_be_visible()
    notes.close()


def test_a_dead_kernel_stops_neither_slides_nor_votes_nor_timer(browser: Browser, deck_address: str) -> None:
    page = new_page(browser, viewport=PROJECTOR)
    open_deck(page, deck_address)
    page.keyboard.press("PageDown")
    page.locator(f"{VISIBLE} .slv input").nth(1).fill("9")
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    mine = [process for process in psutil.process_iter(["cmdline"])
            if any(kernel in word for word in process.info["cmdline"] or ())]
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
    page.context.close()


def test_leaving_ends_the_kernel_and_the_short_class_leaves_slides_out(deck: Page, deck_address: str) -> None:
    """The last test with this page."""
    kernel = deck.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    open_deck(deck, f"{deck_address}?short")
    assert deck.request.get(f"{deck_address}api/kernels/{kernel}").status == 404, "a kernel was left behind"
    assert slide_number(deck) == "1 / 9"


def test_it_is_served_from_a_folder_of_the_learner(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-m", "stretchlib", "present", "nothing", "--no-browser"], text=True,
                         env={**environment(), "STRETCHLIB_COURSE": str(tmp_path)}, capture_output=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("There is no notebook 'nothing'")
