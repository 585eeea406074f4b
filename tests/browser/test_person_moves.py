"""The person beside the timer: moves while the clock says so, stands still in a pause, and shows the other side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_page import violations
from person_page import SHOWS_STILL, person, picture, share, write_page
from playwright.sync_api import Browser, Page, expect
from test_stage import NO_WEBGL

from stretchlib.exercises.session import Session
from stretchlib.widgets.timer.timer import Timer
from tests.hostile import ACCEPTED

#: Collects, at each picture of the page, how far the person has gone.
WATCH = """window.shares = new Set();
const look = () => { const person = document.querySelector('.slt-person');
    if (person?.dataset.share) window.shares.add(Number(person.dataset.share)); requestAnimationFrame(look); };
look();"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """``opened(session)``: a page with its timer; keyword arguments go to the context."""
    contexts, errors = [], []

    def made(session: Session, *, data: dict[str, Any] | None = None, script: str = WATCH, **how: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 800, "height": 640}, **how})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.add_init_script(script)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(write_page(tmp_path / "timer.html", Timer(session), data).as_uri())
        return page

    yield made
    for context in contexts:
        context.close()
    assert errors == []


def press(page: Page, action: str) -> None:
    page.locator(f"[data-action={action}]").first.click()


def lifting(page: Page) -> None:
    """Start, and skip what comes before the first lift."""
    press(page, "start")
    press(page, "skip")
    expect(page.locator(".slt")).to_have_attribute("data-kind", "lift")


@pytest.mark.everyday
def test_the_person_moves_while_the_phase_lifts_and_stands_still_in_a_pause(opened: Callable[..., Page]) -> None:
    page = opened(Session.from_exercise("bridge"))
    person(page)
    before = picture(page)
    assert share(page) == 0
    lifting(page)
    page.wait_for_function("() => [...window.shares].filter(share => share > .1 && share < .9).length > 0")
    press(page, "pause")
    expect(page.locator(".slt")).to_have_attribute("data-status", "paused")
    page.wait_for_timeout(700)  # edges are smoothed once it rests
    paused, at = picture(page), share(page)
    page.wait_for_timeout(900)
    assert (picture(page), share(page)) == (paused, at)
    assert paused != before
    press(page, "start")
    page.wait_for_function("() => window.shares.has(1)")


def test_with_reduced_motion_only_start_and_end_are_seen(opened: Callable[..., Page]) -> None:
    page = opened(Session.from_exercise("bridge"), reduced_motion="reduce")
    person(page)
    lifting(page)
    expect(page.locator(".slt")).to_have_attribute("data-kind", "lower", timeout=30_000)
    page.wait_for_timeout(1000)
    assert set(page.evaluate("() => [...window.shares]")) == {0, 1}


def test_the_other_side_is_mirrored_and_said(opened: Callable[..., Page]) -> None:
    page = opened(Session.from_exercise("side_lying_leg_lift"))
    beside = person(page)
    right = page.locator(".slt-person canvas").get_attribute("aria-label") or ""
    press(page, "start")
    while "left" not in page.locator(".slt-side").inner_text().lower():
        press(page, "skip")
    expect(beside).to_have_attribute("data-mirrored", "true")
    press(page, "skip")
    left = page.locator(".slt-person canvas").get_attribute("aria-label") or ""
    assert "other side" not in right
    assert "other side" in left
    expect(page.locator(".slt-person .sls-name")).to_contain_text("left")


def test_a_walk_goes_on_and_on(opened: Callable[..., Page]) -> None:
    page = opened(Session.from_exercise("graded_walking"))
    beside = person(page)
    press(page, "start")
    press(page, "skip")
    for mirrored in ("true", "false", "true"):
        expect(beside).to_have_attribute("data-mirrored", mirrored)


def test_all_is_in_view_at_once(opened: Callable[..., Page]) -> None:
    for exercise in ("bridge", "figure_four_stretch", "seated_spinal_twist", "hip_hitch"):
        page = opened(Session.from_exercise(exercise))
        person(page)
        press(page, "start")
        box = page.locator(".slt-card").bounding_box()
        assert box is not None
        assert box["height"] <= 620, exercise
        assert page.evaluate("document.documentElement.scrollWidth") <= 800
        assert violations(page, ".slt") == []


def test_it_fits_a_phone_and_a_classroom(opened: Callable[..., Page]) -> None:
    page = opened(Session.from_exercise("clamshell"), viewport={"width": 390, "height": 844}, has_touch=True)
    box = person(page).bounding_box()
    assert box is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 720})
    press(page, "classroom")
    expect(page.locator(".slt")).to_have_class("slt slt-classroom")
    box, digits = person(page).bounding_box(), page.locator(".slt-digits").bounding_box()
    assert box is not None
    assert digits is not None
    assert box["height"] >= 400
    assert box["x"] + box["width"] <= digits["x"] + 1, "the person stands over the clock"
    assert page.evaluate("""() => { const card = document.querySelector('.slt-card');
        return card.scrollHeight - card.clientHeight; }""") <= 1


def test_it_is_turned_by_button_and_key(opened: Callable[..., Page]) -> None:
    page = opened(Session.from_exercise("bridge"))
    beside = person(page)
    page.wait_for_timeout(700)
    first = picture(page)
    beside.get_by_role("button", name="Turn left").click()
    page.wait_for_timeout(700)
    turned = picture(page)
    assert turned != first
    beside.locator(".sls-view").focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(700)
    assert picture(page) == first


def test_without_webgl_the_timer_stands_alone(opened: Callable[..., Page]) -> None:
    page = opened(Session.from_exercise("bridge"), script=NO_WEBGL)
    expect(page.locator(".slt-face")).to_have_attribute("data-person", "false")
    assert page.locator(".slt-person").count() == 0
    press(page, "start")
    expect(page.locator(".slt")).to_have_attribute("data-status", "running")


def test_wrong_text_is_text(opened: Callable[..., Page]) -> None:
    timer = Timer(Session.from_exercise("bridge"))
    words = iter(ACCEPTED * 9)
    scene = json.loads(json.dumps(timer.person))
    scene["title"] = scene["note"] = next(words)
    scene["sentences"] = {name: next(words) for name in scene["sentences"]}
    for label in scene["labels"]:
        label["text"], label["mirrored"] = next(words), next(words)
    page = opened(timer.plan, data={"session": timer.session, "words": timer.words, "red_flags": timer.red_flags,
                                    "person": scene})
    person(page)
    lifting(page)
    page.wait_for_function("() => window.shares.has(1)")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".slt-person :is(img, script, iframe, a)").count() == 0
    assert page.locator(".slt-person .sls-name").first.inner_text().strip() == scene["labels"][0]["text"].strip()


def test_a_handout_on_a_phone_has_its_people(browser: Browser, published: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(published["handout"].as_uri())
    page.locator(".pub-lead").nth(1).click()
    for _ in range(3):  # three groups of questions
        page.locator("[data-action=gate-none]").click()
    expect(page.locator(".slt-person"), SHOWS_STILL).to_be_visible(timeout=30_000)
    person(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert errors == []
    context.close()
