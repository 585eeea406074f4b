"""A class votes from phones, in real browsers: letters, question, a vote that is changed, shown, taken once more."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.audit.votes.served import Served, room_alone
from tests.browser.room_page import slide_with_room

PHONE = {"width": 360, "height": 640}
PROJECTOR = {"width": 1280, "height": 720}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SHOTS = os.environ.get("STRETCHLIB_SHOTS")  # a folder for those who want to look
CUT = """() => [...document.querySelectorAll('h1, label, p, button, input, b, img')].filter(node => {
    const box = node.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1 || node.scrollWidth > node.clientWidth + 2
        && getComputedStyle(node).display !== 'inline' && node.clientWidth);
}).map(node => node.outerHTML.slice(0, 100))"""
SMALL = """() => [...document.querySelectorAll('.option, button, #code')].filter(node =>
    node.getBoundingClientRect().height < 44).map(node => node.outerHTML.slice(0, 100))"""
SLIDE = """() => { const slide = document.querySelector('.sd-slide');
    return [slide.scrollHeight - slide.clientHeight, slide.scrollWidth - slide.clientWidth,
    [...slide.querySelectorAll('.sdv *')].filter(node => node.getClientRects().length && node.textContent.trim() &&
    parseFloat(getComputedStyle(node).fontSize) < 24).map(node => node.outerHTML.slice(0, 80))]; }"""


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """``open_page(address, size)``: a page of a device of its own; at the end nothing went wrong on it and it asked
    nobody but the room and its slides."""
    pages, wrong = [], []

    def opened(address: str, size: dict[str, int], **how: object) -> Page:
        page = browser.new_context(viewport=size, **how).new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(("http://127.0.0.1:", "data:"))
                else wrong.append(request.url))
        page.goto(address)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert wrong == []


def look(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/votes_{name}.png")


def violations(page: Page) -> list[tuple[str, str]]:
    return [(each["id"], node["html"][:120]) for each in Axe().run(page, options=RULES).response["violations"]
            for node in each["nodes"]]


def expect_slide_fits(wall: Page) -> None:
    down, across, small = wall.evaluate(SLIDE)
    assert (down <= 1, across <= 1, small) == (True, True, [])


@pytest.mark.everyday
def test_from_the_letters_to_the_second_round(open_page: Callable[..., Page]) -> None:
    with slide_with_room() as served:
        wall = open_page(served.slides, PROJECTOR)
        expect(wall.locator(".sdv-line")).to_have_text("Phones: 0, votes: 0")
        expect(wall.locator(".sdv-code")).to_have_text(served.code)
        look(wall, "wall")
        expect_slide_fits(wall)
        first, second = open_page(served.room, PHONE), open_page(f"{served.room}/{served.code.lower()}", PHONE)
        first.evaluate("globalThis.spoken = document.getElementById('said')")
        enter_by_keyboard(first, served)
        expect(first.locator("h1")).to_be_focused()
        for phone in (first, second):
            expect(phone.locator(".option")).to_have_count(4)
            assert (phone.evaluate(CUT), phone.evaluate(SMALL)) == ([], [])
            assert phone.evaluate("document.documentElement.scrollHeight <= innerHeight"), "it fits a small phone"
        look(first, "phone")
        first.keyboard.press("Tab")
        first.keyboard.press("Space")
        expect(first.locator("#said")).to_have_text("Counted: A. You may change it until the votes are shown.")
        first.keyboard.press("ArrowDown")
        expect(first.locator("#said")).to_contain_text("Counted: B")
        second.locator(".option").nth(2).click()
        expect(second.locator("#said")).to_contain_text("Counted: C")
        look(second, "phone_counted")
        expect(wall.locator(".sdv-line")).to_have_text("Phones: 2, votes: 2")
        assert violations(first) == []
        second.reload()
        expect(second.locator(".option input").nth(2)).to_be_checked()
        wall.locator(".slv input").nth(2).fill("2")  # two hands besides
        wall.locator("[data-action=reveal]").click()
        rows = wall.locator(".slv-row")
        expect(rows.nth(2)).to_contain_text("3 (75 %)")
        expect(rows.nth(1)).to_contain_text("1 (25 %)")
        look(wall, "wall_shown")
        expect_slide_fits(wall)
        expect(first.locator("#said")).to_have_text("The votes are shown: look at the wall. Your vote: B.")
        expect(first.locator(".option input").nth(1)).to_be_focused()  # who reads with a keyboard keeps the place
        expect(second.locator("#said")).to_contain_text("The votes are shown")
        first.keyboard.press("ArrowDown")
        second.locator(".option").nth(0).click(force=True)
        for phone, letter, chosen in ((first, "B", 1), (second, "C", 2)):
            expect(phone.locator("#said")).to_have_text(f"The votes are shown: look at the wall. Your vote: {letter}.")
            expect(phone.locator(".option input").nth(chosen)).to_be_checked()
        expect(first.locator(".option input[aria-disabled=true]")).to_have_count(4)
        look(first, "phone_shown")
        assert violations(first) == []
        wall.locator("[data-action=again]").click()
        expect(first.locator(".again")).to_have_text("Second vote on the same question")
        expect(first.locator("h1")).to_be_focused()
        expect(first.locator("#said")).to_contain_text("Tap an answer")
        assert first.evaluate("document.getElementById('said') === spoken"), "a live region that is new is not heard"
        look(first, "phone_second")
        look(wall, "wall_second")
        expect_slide_fits(wall)
        first.locator(".option").nth(2).click()
        expect(first.locator("#said")).to_contain_text("Counted: C")
        wall.locator("[data-action=reveal]").click()
        expect(rows.nth(2)).to_contain_text("3 (75 %)")
        expect(rows.nth(2)).to_contain_text("1 (100 %)")
        look(wall, "wall_both")
        expect_slide_fits(wall)
        assert violations(wall) == []


def enter_by_keyboard(phone: Page, served: Served) -> None:
    """Type wrong letters and then those on the wall."""
    assert violations(phone) == []
    phone.keyboard.type("bbbbbb" if served.code != "BBBBBB" else "cccccc")
    phone.keyboard.press("Enter")
    expect(phone.locator("#said")).to_have_text("These are not the six letters on the wall. Look again.")
    look(phone, "phone_letters")
    phone.locator("#code").fill(served.code.lower())
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_contain_text("sciatica in four of ten lifetimes")


def test_a_vote_is_sent_again_until_it_is_acknowledged_and_the_wall_outlives_the_room(
        open_page: Callable[..., Page]) -> None:
    with slide_with_room() as served:
        wall = open_page(served.slides, PROJECTOR)
        expect(wall.locator(".sdv-line")).to_contain_text("votes: 0")
        phone = open_page(f"{served.room}/{served.code}", PHONE)
        lost: list[str] = []

        def lose(route: object) -> None:
            lost.append("vote")
            route.abort() if len(lost) < 3 else route.continue_()  # type: ignore[attr-defined]

        phone.route("**/vote", lose)
        phone.locator(".option").nth(1).click()
        expect(phone.locator("#said")).to_contain_text("B is kept and sent again")
        expect(phone.locator("#said")).to_contain_text("Counted: B")
        assert len(lost) == 3
        expect(wall.locator(".sdv-line")).to_have_text("Phones: 1, votes: 1")
        wall.locator(".sdv-size").click()
        box = wall.locator(".sdv-qr").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 400, "seen from the last row"
        look(wall, "wall_large")
        wall.locator(".sdv-size").click()
        wall.locator(".slv input").first.fill("7")
    expect(wall.locator(".sdv-line")).to_contain_text("are not reached. Count hands")
    wall.locator("[data-action=reveal]").click()
    expect(wall.locator(".slv-row").first).to_contain_text("7 (")
    assert wall.locator(".slv input").first.input_value() == "7"


def test_a_late_vote_and_one_phone_in_two_tabs(open_page: Callable[..., Page]) -> None:
    with slide_with_room() as served:
        wall = open_page(served.slides, PROJECTOR)
        phone = open_page(f"{served.room}/{served.code}", PHONE)
        phone.locator(".option").nth(0).click()
        expect(phone.locator("#said")).to_contain_text("Counted: A")
        tab = phone.context.new_page()
        tab.goto(f"{served.room}/{served.code}")
        tab.locator(".option").nth(3).click()
        expect(tab.locator("#said")).to_contain_text("Counted: D")
        phone.locator(".option").nth(1).click()
        expect(phone.locator("#said")).to_contain_text("Counted: B")
        expect(wall.locator(".sdv-line")).to_have_text("Phones: 1, votes: 1")
        phone.route("**/state*", lambda route: route.abort())  # this phone does not hear of the end
        wall.locator("[data-action=reveal]").click()
        expect(wall.locator(".slv-row").nth(1)).to_contain_text("1 (100 %)")
        phone.locator(".option").nth(2).click()
        expect(phone.locator("#said")).to_have_text("Too late: the votes were shown before yours arrived.")
        wall.reload()
        expect(wall.locator(".sdv-line")).to_have_text("Votes from phones: 1")
        wall.evaluate("sessionStorage.clear()")  # as a new class begins
        wall.reload()
        expect(wall.locator(".sdv-line")).to_contain_text("votes: 0")


def test_a_stray_step_to_the_next_vote_and_back_loses_nothing(open_page: Callable[..., Page]) -> None:
    with room_alone() as served:
        served.wall("open")
        phone = open_page(f"{served.room}/{served.code}", PHONE)
        phone.locator(".option").nth(1).click()
        expect(phone.locator("#said")).to_contain_text("Counted: B")
        served.wall("open", question="Q2", stem="And this?")
        expect(phone.locator("h1")).to_have_text("And this?")
        expect(phone.locator("#said")).to_contain_text("Tap an answer")
        phone.locator(".option").nth(3).click()
        expect(phone.locator("#said")).to_contain_text("Counted: D")
        served.wall("open")
        expect(phone.locator("#said")).to_contain_text("Counted: B")
        expect(phone.locator(".option input").nth(1)).to_be_checked()
        phone.locator(".option").nth(2).click()
        expect(phone.locator("#said")).to_contain_text("Counted: C")
        assert served.wall("close")["rounds"] == [[0, 0, 1, 0]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_german_and_hostile_words_are_words(open_page: Callable[..., Page], scheme: str) -> None:
    hostile = "<img src=x onerror=\"window.hacked=1\"><b>\"'&amp;{{7*7}}</b></script><script>window.hacked=2</script>"
    with slide_with_room("de", hostile) as served:
        wall = open_page(served.slides, PROJECTOR)
        expect(wall.locator(".sdv-line")).to_have_text("Telefone: 0, Stimmen: 0")
        phone = open_page(f"{served.room}/{served.code}", PHONE, color_scheme=scheme)
        expect(phone.locator("h1")).to_have_text(hostile)
        expect(phone.locator(".option span").first).to_have_text(hostile)
        assert phone.evaluate("document.documentElement.lang") == "de"
        phone.locator(".option").nth(3).click()
        expect(phone.locator("#said")).to_have_text("Gezählt: D. Bis die Stimmen gezeigt werden, können Sie das "
                                                    "ändern.")
        assert (phone.evaluate("window.hacked"), wall.evaluate("window.hacked")) == (None, None)
        assert (phone.evaluate(CUT), violations(phone)) == ([], [])
        look(phone, f"phone_german_{scheme}")
