"""Every slide that ``present`` shows fits the wall: nothing is cut or scrolls, every letter is read at the back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from deck_measures import SIZES, parts_shown, shown_part, wrong_on
from deck_page import VISIBLE, open_deck, serve
from lab_page import new_page, press
from playwright.sync_api import Browser, Page, expect

from tools.checks import ROOT

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb") if path.stem != "class_deck")


def vote(page: Page) -> list[str]:
    """Vote twice and show the answer on the slide that is shown; what is wrong at each step."""
    wrong = []
    votes = page.locator(f"{VISIBLE} .slv")
    for action in ("reveal", "again", "reveal", "reveal"):
        for count, field in zip((12, 7, 3, 2, 1, 1), votes.locator("input").all(), strict=False):
            field.fill(str(count))
        votes.locator(f"[data-action={action}]").focus()  # it may stand on the next part, which comes with the focus
        page.keyboard.press("Enter")
        page.wait_for_timeout(80)
        wrong += [f"{votes.get_attribute('data-stage')}: {fault}" for fault in wrong_on(page)]
    expect(votes.locator(".slv-reason").first).to_be_visible()
    return wrong


def faults_of(page: Page, size: tuple[int, int]) -> dict[str, list[str]]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    faults = {}
    for part in parts_shown(page):
        wrong = wrong_on(page)
        votes = page.locator(f"{VISIBLE} .slv[data-stage=count]")
        if votes.count():
            wrong += vote(page)
        if wrong:
            faults[part] = wrong
    return faults


def test_no_slide_of_the_class_needs_a_second_part_before_its_vote(deck: Page) -> None:
    assert [part for part in parts_shown(deck) if "part" in part] == []


def test_the_rail_counts_slides_and_minutes(deck: Page) -> None:
    last = 0
    for part in parts_shown(deck):
        rail = deck.locator(f"{VISIBLE} .sd-rail").inner_text().split()
        assert " ".join(rail[:3]) == part
        start, end = map(int, re.findall(r"\d+", rail[3]))
        assert start == last
        last = end
    assert last <= 45


@pytest.mark.everyday
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_slide_of_the_class_fits_before_and_after_the_vote(deck: Page, size: tuple[int, int]) -> None:
    assert faults_of(deck, size) == {}


def timer_slide(page: Page) -> None:
    for _ in parts_shown(page):
        if page.locator(f"{VISIBLE} .slt").count():
            return
    pytest.fail("no slide has a timer")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_classroom_fills_the_wall_and_page_down_leaves_it(deck: Page, size: tuple[int, int]) -> None:
    deck.set_viewport_size({"width": size[0], "height": size[1]})
    timer_slide(deck)
    timer, number = deck.locator(f"{VISIBLE} .slt"), deck.evaluate("location.hash")
    if timer.get_attribute("data-asking") == "true":
        press(timer, "gate-none")
    timer.locator("[data-action=classroom]").click()
    expect(timer).to_have_class("slt slt-classroom")
    deck.wait_for_timeout(300)
    card = timer.locator(".slt-card").bounding_box()
    assert card is not None
    assert (card["width"], card["height"]) == (size[0], size[1])
    assert timer.locator(".slt-card").evaluate("card => card.scrollHeight - card.clientHeight") <= 1
    deck.keyboard.press("PageDown")
    expect(deck.locator(".slt-classroom")).to_have_count(0)
    assert deck.evaluate("location.hash") != number


def test_the_safety_questions_are_read_on_by_page_down(deck: Page) -> None:
    deck.evaluate("document.querySelectorAll('.slt [data-action=questions]').forEach(button => button.click())")
    timer_slide(deck)
    faults, number, groups = {}, deck.evaluate("location.hash"), []
    timer = deck.locator(f"#slide-{number[1:]} .slt")
    while timer.get_attribute("data-asking") == "true":
        group = timer.locator(".slt-gate-group:visible")
        expect(group).to_have_count(1)
        groups.append(group.get_attribute("data-urgency"))
        while deck.evaluate("location.hash") == number:
            if wrong := wrong_on(deck):
                faults[f"{groups[-1]}, {shown_part(deck)}"] = wrong
            deck.keyboard.press("PageDown")
            deck.wait_for_timeout(60)
        deck.keyboard.press("PageUp")
        deck.wait_for_timeout(60)
        timer.locator("[data-action=gate-none]").click()
    assert faults == {}
    assert groups == ["emergency", "same day", "before exercise"]


def test_a_new_class_asks_first_and_can_be_refused(deck: Page) -> None:
    deck.keyboard.press("Shift+C")
    ask = deck.locator(".sd-ask")
    expect(ask).to_be_visible()
    expect(ask.locator("[value=stay]")).to_be_focused()
    deck.keyboard.press("PageDown")
    assert deck.evaluate("location.hash") == "#1", "the question is answered first"
    deck.keyboard.press("Escape")
    expect(ask).to_be_hidden()
    deck.keyboard.press("PageDown")
    assert deck.evaluate("location.hash") == "#2"


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("Klasse"), STRETCHLIB_LANGUAGE="de")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_slide_fits_in_german(browser: Browser, german: str, size: tuple[int, int]) -> None:
    page = new_page(browser, viewport={"width": size[0], "height": size[1]})
    open_deck(page, german)
    assert faults_of(page, size) == {}
    page.context.close()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_any_notebook_is_shown_on_slides_that_fit(browser: Browser, tmp_path: Path, name: str) -> None:
    served = serve(tmp_path, name)
    page = new_page(browser, viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    page.set_default_timeout(120_000)
    page.goto(next(served), wait_until="load")
    page.wait_for_timeout(8000)  # widgets come to life one by one
    for size in SIZES:
        assert faults_of(page, size) == {}, size
    page.context.close()
    served.close()
