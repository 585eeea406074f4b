"""The timer in one screen, in both languages: 620 pixels at most in each state; in a class room the person is large."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab_page import press
from person_page import person, write_page
from playwright.sync_api import Browser, Page, expect

import stretchlib as sl

ROOM = {"width": 800, "height": 620}
LONG = {"en": (
    "This practice counts here, but it could not be written to your journal: the disk is full; make room on it, or "
    "name a file that can be written in STRETCHLIB_JOURNAL."), "de": (
    "Diese Übung zählt hier, konnte aber nicht in Ihr Tagebuch geschrieben werden: Der Datenträger ist voll; schaffen "
    "Sie dort Platz, oder nennen Sie in STRETCHLIB_JOURNAL eine Datei, die sich schreiben lässt.")}
EXERCISES = ("figure_four_stretch", "half_kneeling_hip_flexor_stretch", "graded_walking")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("in view")
    written = {}
    with pytest.MonkeyPatch.context() as patch:
        for language in LONG:
            patch.setenv("STRETCHLIB_LANGUAGE", language)
            written |= {f"{language} {name}": write_page(folder / f"{language} {name}.html", sl.timer(name))
                        for name in EXERCISES}
    return written


@pytest.fixture
def opened(browser: Browser, pages: dict[str, Path]) -> Iterator[Callable[..., Page]]:
    page = browser.new_page(viewport=ROOM, reduced_motion="reduce")  # type: ignore[arg-type]

    def open_one(name: str, language: str = "en") -> Page:
        page.goto(pages[f"{language} {name}"].as_uri())
        person(page)
        return page
    yield open_one
    page.close()


def height(page: Page) -> float:
    page.wait_for_timeout(100)
    return float(page.locator(".slt").bounding_box()["height"])  # type: ignore[index]


def overfull(page: Page) -> list[str]:
    """The buttons whose words stand out of them."""
    return list(page.evaluate("""() => [...document.querySelectorAll('.slt button')].filter(button => button.offsetWidth
        && button.scrollWidth > button.clientWidth).map(button => button.innerText)"""))


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("name", EXERCISES)
def test_each_state_is_one_screen(opened: Callable[..., Page], name: str, language: str) -> None:
    page = opened(name, language)
    timer = page.locator(".slt")
    heights = {"before": height(page)}
    press(timer, "start", "skip")
    heights["running"] = height(page)
    press(timer, "pause")
    heights["paused"] = height(page)
    assert overfull(page) == []
    press(timer, "questions")
    for group in (1, 2, 3):
        expect(timer.locator(".slt-gate-step")).to_contain_text(re.compile(rf"\b{group} (of|von) 3"))
        heights[f"asking, group {group}"] = height(page)
        assert overfull(page) == []
        if group < 3:
            timer.locator("[data-action=gate-none]").click()
            expect(timer.locator(".slt-gate-urgency:visible")).to_be_focused()
    press(timer, "gate-some")
    heights["whom to turn to"] = height(page)
    press(timer, "gate-back", "gate-none", "end")
    heights["end"] = height(page)
    page.evaluate("""text => { const told = document.querySelector('[data-tag=unsaved]');
        told.textContent = text; told.hidden = false; }""", LONG[language])
    heights["end, with an error"] = height(page)
    assert max(heights.values()) <= 620, heights
    assert page.evaluate("document.documentElement.scrollWidth") <= 800


def test_one_may_go_back_a_group_and_passing_takes_all_of_them(opened: Callable[..., Page]) -> None:
    page = opened("figure_four_stretch")
    timer = page.locator(".slt")
    press(timer, "questions")
    expect(timer.locator("[data-action=gate-before]")).to_be_hidden()
    timer.locator("[data-action=gate-none]").click()
    expect(timer).to_have_attribute("data-asking", "true")
    press(timer, "gate-before")
    expect(timer.locator(".slt-gate-step")).to_contain_text("1 of 3")
    for _ in range(2):
        timer.locator("[data-action=gate-none]").click()
        expect(timer).to_have_attribute("data-asking", "true")
    timer.locator("[data-action=gate-none]").click()
    expect(timer).to_have_attribute("data-asking", "false")


@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (800, 620), (1920, 1080)])
def test_in_a_class_room_the_person_has_half_of_the_height_and_nothing_scrolls(
        opened: Callable[..., Page], size: tuple[int, int]) -> None:
    page = opened("figure_four_stretch")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    press(page.locator(".slt"), "start", "skip", "pause", "classroom")
    page.wait_for_timeout(300)
    stage = page.locator(".slt-person .sls-view").bounding_box()
    assert stage is not None
    assert stage["height"] >= 0.5 * size[1]
    assert stage["width"] >= 0.3 * size[0]
    assert page.evaluate("""() => { const card = document.querySelector('.slt-card');
        return card.scrollHeight - card.clientHeight; }""") <= 1
    names = [name.bounding_box() for name in page.locator(".slt-person .sls-name:visible").all()]
    assert names
    for box in names:
        assert box is not None
        assert box["x"] >= stage["x"] - 1
        assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1, "a name is cut off"
    over = [(a, b) for i, a in enumerate(names) for b in names[i + 1:]
            if a and b and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]]
    assert over == [], "two names cover each other"
