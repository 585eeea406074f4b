"""The handout and the pocket page as a phone opens them: from disk, with every network refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fits_window import WIDE
from lab_page import press
from playwright.sync_api import Browser, Page, expect
from published_page import PARTS, answer_card, each_state, part
from quiz_steps import try_again, turn_to

from stretchlib import publish
from stretchlib.exercises.session import Session
from stretchlib.figures.hip.explorer import HipView
from stretchlib.learner.journal import Journal
from stretchlib.tables import catalogue

pytestmark = pytest.mark.browser
EXERCISES = 3  # in the handout that is published for the tests
A4_PX = (297 - 12 - 13) / 25.4 * 96  # of a page's height inside the margins of page.css
WIDTH_PX = round((210 - 2 * 15) / 25.4 * 96)
# What can be pressed and is lower or narrower than a finger; a box to tick counts with its line.
SMALL = """() => [...document.querySelectorAll('a, button, summary, select, textarea, input')].map((node) => {
    const seen = node.matches('[type=radio], [type=checkbox]') ? node.parentElement : node;
    return [node.outerHTML.slice(0, 90), seen.getClientRects().length, seen.getBoundingClientRect()]; })
  .filter(([, visible, box]) => visible && (box.height < 43.9 || box.width < 43.9)).map(([html]) => html)"""
TINY = """() => { const small = new Set(); const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const node = walk.currentNode.parentElement;
    if (walk.currentNode.data.trim() && node.getClientRects().length && !node.closest('script, style')
        && parseFloat(getComputedStyle(node).fontSize) < 16) small.add(node.outerHTML.slice(0, 80)); }
  return [...small]; }"""


@pytest.mark.parametrize("name", ["handout", "pocket"])
def test_a_page_forbids_itself_every_request(browser: Browser, published: dict[str, Path], name: str) -> None:
    page = browser.new_page()
    page.goto(published[name].as_uri())
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert page.evaluate("""() => new Promise((done) => { const img = new Image();
        document.addEventListener('securitypolicyviolation', () => done('refused'));
        img.onload = img.onerror = () => setTimeout(() => done('asked for'), 1000);
        img.src = 'http://127.0.0.1:9/x.png'; })""") == "refused"
    page.close()


@pytest.mark.everyday
def test_the_timer_of_a_handout_leads_through_the_practice(open_published: Callable[..., Page]) -> None:
    page = open_published("handout", before=lambda page: page.clock.install())
    article = page.locator("article").nth(1)
    article.locator("[data-action=lead]").click()
    expect(article.locator(".slt-gate-title:visible").first).to_be_focused()
    press(article, "gate-none")
    article.locator("[data-action=start]").click()
    timer = article.locator(".slt")
    expect(timer).to_have_attribute("data-status", "running")
    page.clock.run_for(int(1000 * Session.from_exercise("bridge").total_s) + 1500)
    expect(timer).to_have_attribute("data-status", "finished")
    assert "next cell" not in timer.inner_text()
    second = page.locator("article").nth(2)
    expect(second.locator("[data-action=lead]")).to_contain_text("left side")
    second.locator("[data-action=lead]").click()
    expect(second.locator(".slt-clock")).to_be_visible()  # asked once a page
    assert page.evaluate("localStorage.length") == 0


def test_whoever_answers_with_yes_can_watch(open_published: Callable[..., Page]) -> None:
    page = open_published("handout")
    article = page.locator("article").first
    article.locator("[data-action=lead]").click()
    article.locator("[data-action=gate-some]").click()
    article.locator("[data-page=help] [data-action=gate-watch]").click()
    article.locator("[data-action=start]").click()
    expect(article.locator(".slt")).to_have_attribute("data-mode", "watched")


def test_each_exercise_and_the_safety_questions_fit_a_sheet_of_their_own(browser: Browser, tmp_path: Path) -> None:
    """Cautions grow; a sheet does not."""
    every = [f"{row['id']}:base:right" if row["sides"] == "affected" else str(row["id"])
             for row in catalogue.rows("exercises")]
    page = browser.new_page(viewport={"width": WIDTH_PX, "height": 1000})
    page.goto(publish.handout(every, tmp_path / "all.html").as_uri())
    page.emulate_media(media="print")
    heights = page.locator(".pub-exercise, .pub-safety").evaluate_all(
        "all => all.map(section => [section.querySelector('h2').textContent, section.getBoundingClientRect().height])")
    page.close()
    assert len(heights) == 1 + len(every)
    assert not [(title, height) for title, height in heights if height > A4_PX]


def test_a_handout_prints_as_a_tagged_pdf_with_one_exercise_a_page(open_published: Callable[..., Page]) -> None:
    page = open_published("handout")
    pdf = page.pdf(tagged=True, prefer_css_page_size=True)
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    for tag in (b"/H1", b"/H2", b"/L\n", b"/LI", b"/Figure"):
        assert re.search(rb"/S\s*" + tag.strip() + rb"\b", pdf), tag
    assert pdf.count(b"/Alt ") >= 2 * EXERCISES, "each drawing has its text"
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1 + EXERCISES + 1, "questions, exercises, chart"
    page.set_viewport_size({"width": WIDTH_PX, "height": 1000})
    page.emulate_media(media="print")
    heights = page.locator(".pub-exercise").evaluate_all(
        "all => all.map(section => section.getBoundingClientRect().height)")
    assert max(heights) <= A4_PX, heights
    for text in ("not clinically reviewed", "When to stop", "If yes:"):
        expect(page.get_by_text(text).first).to_be_visible()
    assert page.locator("[data-action=lead]:visible").count() == 0


@pytest.mark.everyday
def test_cards_and_claims_are_marked_in_the_page(open_published: Callable[..., Page]) -> None:
    page = open_published("pocket")
    part(page, "cards")
    card = answer_card(page, "cards")
    expect(card.locator(".slq-verdict")).to_be_focused()
    assert re.search("Right|Not right yet", card.locator(".slq-verdict").inner_text())
    expect(card.locator(".slq-result")).to_contain_text("How sure we are of this answer:")
    sets = page.locator("#cards-room-set option")
    assert sets.count() > 4
    page.locator("#cards-room-set").select_option(index=1)
    expect(page.locator("#cards .slq-result:visible")).to_have_count(0)
    part(page, "claims")
    first = answer_card(page, "claims")
    assert re.search("checked|read in a secondary source", first.locator(".slq-result").inner_text())
    assert re.search("Certainty of the evidence:|How sure we are", first.locator(".slq-result").inner_text())


def test_a_number_with_a_mark_between_its_thousands(open_published: Callable[..., Page]) -> None:
    page = open_published("pocket")
    part(page, "cards")
    page.locator("#cards-room-set").select_option(index=1)  # LO2

    def check(question: str, typed: str) -> Any:
        card = turn_to(page.locator(f"#cards .slq-card[data-question={question}]"))
        if card.locator(".slq-result").is_visible():
            try_again(card)
        card.locator("input[type=text]").fill(typed)
        if card.locator(".slq-sure").is_visible():
            card.locator(".slq-sure input").nth(1).check()
        card.locator("[data-action=check]").click()
        return card

    for typed in ("1,024", "1.024", "1\u202f024"):
        expect(check("Q342", typed).locator(".slq-verdict")).to_have_text("Right")
    between = check("Q09", "1,024")  # 29 limbs
    expect(between.locator(".slq-state").first).to_contain_text("Do you mean 1024 or 1.024?")
    expect(between.locator(".slq-result")).to_be_hidden()
    kept = page.evaluate("Object.values(localStorage).join()")
    assert '"Q342"' in kept
    assert '"Q09"' not in kept, "nothing was counted"
    between.locator("[data-action=check]").click()
    expect(between.locator(".slq-verdict")).to_have_text("Not right yet")


@pytest.mark.everyday
def test_the_hip_turns_and_says_what_the_model_says(open_published: Callable[..., Page]) -> None:
    page = open_published("pocket")
    part(page, "turning")
    expect(page.locator("#slider-still")).to_be_hidden()
    expect(page.locator("#slider .sls-view")).to_have_attribute("data-drawn", re.compile(r"\d+"), timeout=30_000)
    picture = page.locator("#slider canvas")
    slider = page.locator("#slider [data-control=flexion]")
    slider.focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("9")
    expect(picture).to_have_attribute("aria-label", re.compile(" 9° flexion"))
    view = HipView()
    view.show({"flexion": 9, "adduction": 0, "rotation": 0, "muscle": "piriformis", "model": "rajagopal2023"})
    expect(page.locator("#slider .slx-facts li")).to_have_text(list(view.diagram.facts))
    page.locator("#slider [data-control=hip]").select_option("all")  # unpacked for this press, which it must outlive
    expect(page.locator("#slider [data-over=rotation]").first).to_contain_text(re.compile(r"\d"))
    expect(slider).to_have_value("9")
    expect(page.locator("#slider [data-control=hip]")).to_have_value("all")
    view.show({"flexion": 9, "adduction": 0, "rotation": 0, "muscle": "piriformis", "model": "rajagopal2023",
               "hip": "all"})
    expect(page.locator("#slider .slx-facts li")).to_have_text(list(view.diagram.facts))
    page.locator("#slider [data-field=flexion]").fill("195")
    page.keyboard.press("Enter")
    expect(page.locator("#slider [role=alert]:visible")).to_contain_text("195 is outside")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_progress_goes_to_the_journal_and_back(open_published: Callable[..., Page], tmp_path: Path) -> None:
    begun = datetime.now() - timedelta(minutes=2)
    page = open_published("pocket", before=lambda page: page.clock.install(time=begun))
    fold = page.locator("#exercises details").nth(8)
    fold.locator("summary").click()
    fold.locator("[data-action=lead]").click()
    press(fold, "gate-none")
    page.clock.pause_at(datetime.now() - timedelta(minutes=1))  # else a slow computer is further on
    fold.locator("[data-action=start]").click()
    page.clock.run_for(30_000)
    fold.locator("[data-action=end]").click()
    page.clock.resume()
    part(page, "cards")
    answer_card(page, "cards")
    page.reload()
    part(page, "cards")
    answered = page.locator("#cards .slq-dot[data-state=open]").count() + 1
    page.locator("#cards .slq-dot").first.click()
    expect(page.locator("#cards .slq-result:visible")).to_have_count(1)  # kept over a reload
    assert page.locator("#cards .slq-dot[data-of]").count() == answered, "one dot bears a sign"
    part(page, "progress")
    cells = page.locator("#progress td")
    assert cells.nth(0).inner_text() == "1"
    assert cells.nth(2).inner_text() == "1"
    out = tmp_path / "out.jsonl"
    with page.expect_download() as download:
        page.locator("[data-action=save]").click()
    download.value.save_as(out)

    mine = Journal(tmp_path / "journal.jsonl")
    assert mine.import_from(out) == (2, 0)
    assert mine.problems == ()
    practice, answer = mine.records("practice")[0], mine.records("answer")[0]
    assert (practice["exercise"], practice["status"], practice["mode"]) == ("bridge", "broken off", "practised")
    assert practice["done_s"] == 30
    assert answer["question"].startswith("Q")

    second = open_published("pocket")
    part(second, "progress")
    text = mine.export(tmp_path / "back.jsonl").read_text(encoding="utf-8")
    second.get_by_label("Text of a journal").fill(text)
    second.locator("[data-action=take]").click()
    expect(second.locator("#progress [role=status]")).to_have_text("2 new, 0 here already, 0 lines left out.")
    part(second, "cards")
    second.locator("#cards .slq-dot").first.click()
    expect(second.locator("#cards .slq-result:visible")).to_have_count(1)
    part(second, "progress")
    second.get_by_label("Text of a journal").fill(text.replace('"points"', '"pints"'))
    second.locator("[data-action=take]").click()
    expect(second.locator("#progress [role=status]")).to_have_text("0 new, 1 here already, 1 lines left out.")
    second.get_by_label("Text of a journal").fill("Dear diary")
    second.locator("[data-action=take]").click()
    expect(second.locator("#progress [role=status]")).to_contain_text("no journal")
    assert second.get_by_label("Text of a journal").input_value() == "Dear diary", "what was typed is not lost"


def test_a_browser_that_keeps_nothing_is_told_and_works(open_published: Callable[..., Page]) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})"
    page = open_published("pocket", before=lambda page: page.add_init_script(refuse))
    part(page, "cards")
    card = answer_card(page, "cards")
    expect(card).to_contain_text("its store is blocked or full")
    with page.expect_download() as download:
        card.locator("[data-action=save-records]").click()
    assert '"kind":"answer"' in Path(download.value.path()).read_text(encoding="utf-8")
    part(page, "progress")
    assert page.locator("#progress td").nth(2).inner_text() == "1"
    first = json.loads(page.get_by_label("Your progress as text").input_value().splitlines()[1])
    assert first["kind"] == "answer"


def practised(page: Page, number: int = 8) -> Any:
    """The timer of an exercise of the pocket page, started by the clock of the test and ended after 30 s."""
    fold = page.locator("#exercises details").nth(number)
    fold.locator("summary").click()
    fold.locator("[data-action=lead]").click()
    if fold.locator("[data-action=gate-none]").is_visible():
        press(fold, "gate-none")
    fold.locator("[data-action=start]").click()
    page.clock.run_for(30_000)
    return fold


def test_a_browser_without_room_is_told_at_the_end_of_a_practice(open_published: Callable[..., Page]) -> None:
    full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"

    def before(page: Page) -> None:
        page.clock.install()
        page.add_init_script(full)

    page = open_published("pocket", before=before)
    fold = practised(page)
    unsaved = fold.locator("[data-tag=unsaved]")
    expect(unsaved).to_be_hidden()
    fold.locator("[data-action=end]").click()
    expect(unsaved).to_contain_text("could not keep this")
    with page.expect_download() as download:
        fold.locator("[data-action=save-records]").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert '"kind":"practice"' in saved
    part(page, "progress")
    assert page.locator("#progress td").nth(0).inner_text() == "1"
    expect(page.locator("#progress")).to_contain_text("its store is blocked or full")


def test_a_handout_that_keeps_nothing_complains_of_nothing(open_published: Callable[..., Page]) -> None:
    page = open_published("handout", before=lambda page: page.clock.install())
    article = page.locator("article").nth(1)
    press(article, "lead", "gate-none", "start")
    page.clock.run_for(20_000)
    article.locator("[data-action=end]").click()
    expect(article.locator(".slt")).to_have_attribute("data-status", "broken_off")
    expect(article.locator("[data-tag=unsaved]")).to_be_hidden()
    assert article.locator("[data-action=save-records]").count() == 0


@pytest.mark.parametrize("name", ["handout", "pocket"])
def test_a_phone_that_slept_in_a_hold_has_not_practised(open_published: Callable[..., Page], name: str) -> None:
    page = open_published(name, before=lambda page: page.clock.install())
    room = page.locator("article").nth(1) if name == "handout" else page.locator("#exercises details").nth(8)
    if name == "pocket":
        room.locator("summary").click()
    press(room, "lead", "gate-none", "start")
    page.clock.run_for(12_000)
    page.clock.fast_forward(3_600_000)
    page.clock.run_for(2_000)
    timer = room.locator(".slt")
    expect(timer).to_have_attribute("data-status", "paused")
    expect(timer).to_contain_text("Paused where it was last seen")
    room.locator("[data-action=end]").click()
    if name == "pocket":
        part(page, "progress")
        assert page.locator("#progress td").nth(1).inner_text() == "0", "minutes"


def test_after_a_walk_with_the_phone_away_the_page_asks(open_published: Callable[..., Page]) -> None:
    page = open_published("pocket", before=lambda page: page.clock.install())
    fold = practised(page, 15)
    expect(fold.locator(".slt-title")).to_have_text("Graded walking")
    page.clock.fast_forward(1_440_000)
    page.clock.run_for(2_000)
    asked = fold.locator("[data-tag=away]")
    expect(asked).to_contain_text("You were away 24 minutes. Did you walk on?")
    assert page.evaluate(WIDE) <= 0
    assert page.evaluate(SMALL) == []
    asked.locator("[data-action=walked]").click()
    expect(fold.locator(".slt")).to_have_attribute("data-status", "finished")
    part(page, "progress")
    assert page.locator("#progress td").nth(1).inner_text() == "5", "minutes"


def test_what_is_deleted_in_one_tab_stays_deleted_in_the_other(open_published: Callable[..., Page],
                                                               published: dict[str, Path]) -> None:
    page = open_published("pocket")
    second = page.context.new_page()
    second.goto(published["pocket"].as_uri())
    for tab, room in ((page, "cards"), (second, "claims")):
        part(tab, room)
        answer_card(tab, room)
    part(page, "progress")
    expect(page.locator("#progress td").nth(2)).to_have_text("2")  # it heard of the other's answer
    for _ in range(2):
        page.locator("[data-action=forget]").click()
    part(second, "progress")
    expect(second.locator("#progress td").nth(2)).to_have_text("0")
    part(second, "claims")
    answer_card(second, "claims", 1)
    for tab in (second, page):
        part(tab, "progress")
        expect(tab.locator("#progress td").nth(2)).to_have_text("1")
        lines = tab.get_by_label("Your progress as text").input_value().splitlines()
        assert len(lines) == 2
        assert json.loads(lines[0])["origin"] == json.loads(lines[1])["origin"]


def test_deleting_asks_once_more(open_published: Callable[..., Page]) -> None:
    page = open_published("pocket")
    part(page, "cards")
    answer_card(page, "cards")
    part(page, "progress")
    page.locator("[data-action=forget]").click()
    assert page.locator("#progress td").nth(2).inner_text() == "1"
    page.locator("[data-action=forget]").click()
    assert page.locator("#progress td").nth(2).inner_text() == "0"
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("size", ["phone", pytest.param("tablet", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", ["handout", "pocket"])
def test_it_fits_the_finger_and_the_eye(open_published: Callable[..., Page], name: str, size: str) -> None:
    page = open_published(name, size=size)
    for state in each_state(page, name):
        assert page.evaluate(WIDE) <= 0, f"{state}: scrolls sideways"
        assert page.evaluate(SMALL) == [], state
        assert page.evaluate(TINY) == [], state


@pytest.mark.everyday
@pytest.mark.parametrize(("scheme", "sets"), [
    ("light", False), *(pytest.param(scheme, True, marks=pytest.mark.slow) for scheme in ("light", "dark"))])
@pytest.mark.parametrize("name", ["handout", "pocket"])
def test_axe_finds_nothing(open_published: Callable[..., Page], name: str, scheme: str, sets: bool) -> None:
    page = open_published(name, color_scheme=scheme)
    for state in each_state(page, name, sets=sets):
        # The page as a whole once, then each part that came into view: what is hidden is read through for nothing.
        part_id = state.partition(" ")[0]
        report = Axe().run(page, context=f"#{part_id}" if part_id in PARTS[1:] else None)
        assert report.violations_count == 0, f"{state}: {report.generate_report()}"


@pytest.mark.everyday
def test_by_keyboard_alone(open_published: Callable[..., Page]) -> None:
    page = open_published("pocket")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#cards-title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#cards-room-set")).to_be_focused()
    for _ in range(6):  # past the map of the questions
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'radio'"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#cards .slq-verdict:visible")).to_be_focused()
