"""Areas to mark on a body: by keyboard alone and by pointer, in JupyterLab and on the pocket page, small and large."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fits_window import CUT, WIDE
from lab_page import card, opened, shot
from playwright.sync_api import Browser, Locator, Page, expect
from quiz_steps import turn_to

from stretchlib.questions.bank import question
from stretchlib.questions.sheet import Sheet

ASKED = "Q421"
MAKE = f"import stretchlib as sl\nsl.quiz(ids={[ASKED]!r})"
SHEET = Sheet(question(ASKED))
RIGHT = [str(position) for position, option in enumerate(SHEET.options, start=1) if option.correct]
#: What of the shapes of an area is seen when it is marked: (shape is marked, its stripes are seen, so is its tick).
LOOK = """shapes => shapes.map(shape => [shape.hasAttribute('data-marked'),
    getComputedStyle(shape.querySelector('.slq-area-stripes')).visibility === 'visible',
    getComputedStyle(shape.querySelector('.slq-area-tick')).display !== 'none'])"""


def shapes(of: Locator, position: str) -> Locator:
    """The shapes of an area, by its letter on the body."""
    return of.locator(".slq-area", has=of.page.locator("text", has_text=SHEET.letters()[position]))


def answered_by_keyboard(page: Page, of: Locator) -> None:
    """Mark each right area by arrow keys and space, say how sure, and check."""
    of.locator(".slq-controls input").first.focus()
    for position in range(1, 1 + len(SHEET.options)):
        box = of.locator(f".slq-controls input[value='{position}']")
        expect(box).to_be_focused()
        assert all(shape.get_attribute("data-aimed") is not None for shape in shapes(of, str(position)).all())
        if str(position) in RIGHT:
            page.keyboard.press("Space")
            expect(box).to_be_checked()
        assert shapes(of, str(position)).evaluate_all(LOOK) == [
            [str(position) in RIGHT] * 3] * shapes(of, str(position)).count()
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")  # from the first to the last
    expect(of.locator(f".slq-controls input[value='{len(SHEET.options)}']")).to_be_focused()
    page.keyboard.press("Tab")
    expect(of.locator(".slq-sure input").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(of.locator("[data-action=check]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(of.locator(".slq-verdict")).to_have_text("Right")
    for option in SHEET.options:
        expect(of.locator(".slq-notes")).to_contain_text(option.feedback)


@pytest.mark.everyday
def test_areas_are_marked_by_keyboard_alone_in_a_notebook(open_notebook: Callable[..., Page], journal: Path) -> None:
    page = opened(open_notebook, "areas", MAKE)
    asked = card(page, ASKED)
    expect(asked.locator(".slq-area").first).to_be_visible()
    box = asked.locator(".slq-controls input").first
    meaning = SHEET.public()["options"][0]["meaning"]
    assert box.evaluate("box => document.getElementById(box.getAttribute('aria-describedby')).textContent") == meaning
    expect(asked.get_by_role("checkbox", name="Low back")).to_have_count(1)
    shot(page, "areas", asked)
    answered_by_keyboard(page, asked)
    kept = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()[1:]]
    assert [record["response"] for record in kept] == [[option.id for option in SHEET.options if option.correct]]


@pytest.fixture
def pocket(browser: Browser, published: dict[str, Path]) -> Iterator[Callable[..., tuple[Page, Locator]]]:
    """``pocket(width)``: the pocket page and, in sight, its card of the question."""
    contexts = []

    def open_at(width: int, **how: object) -> tuple[Page, Locator]:
        context = browser.new_context(viewport={"width": width, "height": 844}, **how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(published["pocket"].as_uri())
        page.locator(".pub-nav a[href='#cards']").click()
        page.locator("#cards-room-set").select_option(value=str(int(question(ASKED).objective[2:]) - 1))
        asked = turn_to(page.locator(f"#cards-room .slq-card[data-question={ASKED}]"))
        expect(asked.locator(".slq-area").first).to_be_visible()
        return page, asked

    yield open_at
    for context in contexts:
        context.close()


def test_areas_are_marked_by_keyboard_alone_on_the_pocket_page(pocket: Callable[..., tuple[Page, Locator]]) -> None:
    page, asked = pocket(820)
    answered_by_keyboard(page, asked)
    page.reload()
    page.locator(".pub-nav a[href='#cards']").click()
    page.locator("#cards-room-set").select_option(value=str(int(question(ASKED).objective[2:]) - 1))
    again = turn_to(page.locator(f"#cards-room .slq-card[data-question={ASKED}]"))
    expect(again.locator(".slq-verdict")).to_have_text("Right")
    assert again.locator(".slq-area[data-marked]").count() == sum(shapes(again, position).count() for position in RIGHT)


def test_a_finger_marks_a_shape_and_takes_it_back(pocket: Callable[..., tuple[Page, Locator]]) -> None:
    page, asked = pocket(390, has_touch=True)
    box = asked.get_by_role("checkbox", name="Thigh")
    for marked in (True, False, True):
        shapes(asked, "4").last.locator("path.slq-area-fill").first.tap()
        assert box.is_checked() is marked
        assert shapes(asked, "4").evaluate_all(LOOK) == [[marked] * 3] * 2, "seen from the front and from behind"
    assert asked.locator(".slq-controls label").evaluate_all(
        "all => all.every(label => label.parentElement.getBoundingClientRect().height >= 43.9)")
    assert page.evaluate(WIDE) == 0
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_mend(pocket: Callable[..., tuple[Page, Locator]], scheme: str) -> None:
    page, asked = pocket(390, color_scheme=scheme)
    asked.locator(".slq-controls input").first.check()
    results = Axe().run(page, context=f".slq-card[data-question={ASKED}]")
    assert results.violations_count == 0, results.generate_report()


def test_a_question_with_its_body_is_one_screen(pocket: Callable[..., tuple[Page, Locator]]) -> None:
    page, _ = pocket(840)
    heights = {}
    for asked in page.locator("#cards-room .slq-card:has(.slq-areas)").all():
        turn_to(asked)
        heights[asked.get_attribute("data-question")] = page.locator("#cards-room .slq").bounding_box()["height"]  # type: ignore[index]
    assert heights
    assert max(heights.values()) <= 620, heights


def test_forced_colours_keep_the_mark(pocket: Callable[..., tuple[Page, Locator]]) -> None:
    page, asked = pocket(820, forced_colors="active")
    asked.locator(".slq-controls input").first.check()
    fills = asked.locator(".slq-area-stripe, .slq-body-line").evaluate_all(
        "all => all.map(node => [getComputedStyle(node).fill, getComputedStyle(node).stroke])")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fills[0][0] != paper
    assert fills[-1][1] != paper
