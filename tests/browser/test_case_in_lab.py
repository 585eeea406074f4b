"""The case player in JupyterLab: by keyboard alone, no answer before it is asked, by touch, and back after a reload."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import SharedPage, dark, opened, run_all, shot
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
URGENT = ("bladder", "bowel", "saddle", "both_legs", "power")


def opened_case(open_notebook: Open, name: str, *cells: str, **how: object) -> tuple[Page, Locator]:
    page = opened(open_notebook, name, *cells, **how)
    case = page.locator(".slc").first
    expect(case).to_be_visible(timeout=30_000)
    return page, case


def key(case: Locator, action: str, name: str = "Enter") -> None:
    """Press a key on the control of this action, reached by focus alone."""
    case.locator(f"[data-action={action}]").press(name)


def tick(case: Locator, *actions: str) -> None:
    for action in actions:
        case.locator(f".slc-box input[value={action}]").focus()
        case.page.keyboard.press("Space")


def look_under(case: Locator, head: str) -> Locator:
    """The part of an ending under this head, which is seen once the head is pressed; the others are not."""
    press = case.get_by_role("button", name=head, exact=True)
    press.press("Enter")
    expect(press).to_have_attribute("aria-expanded", "true")
    expect(case.locator(".slc-aside:visible")).to_have_count(1)
    return case.get_by_role("group", name=head, exact=True)


def test_a_case_by_keyboard_ends_unsafe_without_the_questions(open_notebook: Open, shared_page: SharedPage,
                                                              journal: Path) -> None:
    page, case = opened_case(open_notebook, "a_case", 'import stretchlib as sl\nsl.case("leg_pain_after_lifting")')
    cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    assert "like cotton wool" not in page.content(), "an answer is on the page before it is asked"
    assert "radiculopathy" not in page.content(), "the cause is on the page before a test moves it"
    shot(page, "case_start", case)
    key(case, "ask-leg_feelings")
    expect(case.locator(".slc-log li")).to_contain_text("The little toe feels like cotton wool")
    expect(case.locator("[data-action=ask-leg_feelings]")).to_be_focused()
    key(case, "tab-examine", "Space")
    key(case, "examine-crossed_straight_leg_raise")
    expect(case.locator(".slc-chances")).to_contain_text("74 %")
    shot(page, "case_open", case)
    for letter in ("d", "d", "x", "a", "b", "0", "0"):
        page.keyboard.press(letter)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == cells
    key(case, "tab-decide")
    shot(page, "case_decide", case)
    key(case, "decide")
    expect(case.locator(".slc-state:not([data-tag])")).to_have_text("The plan is empty; choose at least one decision.")
    tick(case, "explain")
    key(case, "decide")
    expect(case.locator(".slc-outcome")).to_contain_text("Unsafe process")
    expect(case.locator(".slc-outcome")).to_be_focused()
    expect(look_under(case, "The person").locator(".slc-person")).to_contain_text("Language (you did not ask)")
    look_under(case, "Your turn to write").locator("textarea").fill("A nerve is sore.")
    key(case, "example")
    expect(case.locator(".slc-example")).to_be_visible()
    shot(page, "case_end", case)
    shared_page.come_back()
    run_all(page)
    back = page.locator(".slc").first
    expect(back.locator(".slc-outcome")).to_contain_text("Unsafe process", timeout=30_000)
    assert back.locator("textarea").input_value() == "A nerve is sore."
    key(back, "again")
    expect(back.locator("[data-action=tab-ask]")).to_be_visible()
    expect(back.locator(".slc-log li")).to_have_count(0)


@pytest.mark.everyday
def test_a_sound_way_by_keyboard_is_written_down(open_notebook: Open, journal: Path) -> None:
    page, case = opened_case(open_notebook, "a_sound_case",
                             'import stretchlib as sl\nsl.case("reader_of_the_article")')
    asked = ("worse_better", "work", "beliefs", "tried", *URGENT)
    for topic in asked:
        key(case, f"ask-{topic}")
    expect(case.locator(".slc-log li")).to_have_count(len(asked))
    key(case, "tab-decide")
    tick(case, "explain", "task_changes", "review_weeks")
    key(case, "decide")
    expect(case.locator(".slc-ending")).to_have_attribute("data-outcome", "sound")
    shot(page, "case_sound", case)
    kept = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()[1:]]
    assert [record["what"] for record in kept[:-1]] == list(asked)
    assert kept[-1]["ending"] == "sound"


def test_a_red_flag_passed_by_says_so_in_words_and_sign(open_notebook: Open, journal: Path) -> None:
    page, case = opened_case(open_notebook, "a_red_flag", 'import stretchlib as sl\nsl.case("numb_saddle")')
    with dark(page):
        key(case, "ask-saddle")
        expect(case.locator(".slc-log li")).to_have_count(1)
        key(case, "tab-examine")
        key(case, "examine-seated_piriformis")
        expect(case.locator(".slc-outcome")).to_contain_text("A red flag was passed by")
        expect(case.locator(".slc-sign")).to_have_text("\u2691")
        expect(case.locator(".slc-ending")).to_contain_text("numb where the seat touches")
        expect(case.locator(".slc-menu")).to_be_hidden()
        shot(page, "case_red_flag", case)


def test_where_an_emergency_decides_a_sentence_stands_in_place_of_a_bar(
        open_notebook: Open, journal: Path) -> None:
    page, case = opened_case(open_notebook, "an_emergency", 'import stretchlib as sl\nsl.case("numb_saddle")')
    key(case, "ask-saddle")
    key(case, "ask-bladder")
    expect(case.locator(".slc-log li")).to_have_count(2)
    expect(case.get_by_text("How likely now")).to_be_visible()
    expect(case.locator(".slc-act")).to_be_hidden()  # it would tell what is to be found out
    key(case, "tab-decide")
    tick(case, "emergency_now", "mri")
    key(case, "decide")
    expect(case.locator(".slc-ending")).to_have_attribute("data-outcome", "sound")
    expect(case.locator(".slc-act")).to_have_text(
        "Phone now and send the person today. What you do does not depend on the number.")
    expect(case.get_by_text("How likely now")).to_have_count(0)
    expect(case.locator(".slc-bar, .slc-range")).to_have_count(0)
    expect(case.locator(".slc-chances")).to_have_attribute("aria-label", "What to do now")
    expect(case.locator(".slc-chances")).to_contain_text("too many to send home")
    expect(case.locator(".slc-ending")).to_contain_text("The emergency team orders the scan, today")
    shot(page, "case_emergency", case)
    key(case, "again")
    expect(case.locator(".slc-act")).to_be_hidden()


def test_on_a_phone_by_touch_and_hostile_text_is_text(open_notebook: Open, journal: Path) -> None:
    hostile = "<img src=x onerror=window.hacked=1>"
    cell = ("import stretchlib as sl\nfrom dataclasses import replace\nfrom stretchlib.cases import Reply, load_case\n"
            f"from stretchlib.widgets.case.player import CasePlayer\nbad = {hostile!r}\n"
            "case = load_case('buttock_pain_cycling')\n"
            "replies = {name: Reply(reply.text + bad) for name, reply in case.replies.items()}\n"
            "CasePlayer(replace(case, title=case.title + bad, opening=case.opening + bad, replies=replies,\n"
            "                   reasoning=(bad,), question=bad, answer=bad, person={**case.person, 'goals': bad}))")
    page, case = opened_case(open_notebook, "case_phone", cell,
                             viewport={"width": 390, "height": 844})
    page.evaluate("window.jupyterapp.shell.collapseLeft()")  # a phone has no room for the list of files
    case.locator("[data-action=ask-worse_better]").tap()
    expect(case.locator(".slc-inline")).to_contain_text("Sitting. After twenty")
    shot(page, "case_phone")
    boxes = case.locator(".slt-button:visible").evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect())")
    assert min(box["height"] for box in boxes) >= 44
    case.locator("[data-action=tab-decide]").tap()
    rows = case.locator(".slc-box:visible").evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect())")
    assert min(row["height"] for row in rows) >= 44
    case.get_by_label("Explain in plain words").tap()
    case.locator("[data-action=decide]").tap()
    expect(case.locator(".slc-outcome")).to_contain_text("Unsafe process")
    case.get_by_role("button", name="Your turn to write", exact=True).tap()
    case.locator("[data-action=example]").tap()
    heads = case.locator(".slt-button:visible").evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect())")
    assert min(box["height"] for box in heads) >= 44
    expect(case.locator(".slc-ending")).to_contain_text(hostile)
    expect(case.locator(".slc-title")).to_contain_text(hostile)
    assert page.evaluate("window.hacked") is None
    assert case.locator("img, script").count() == 0
    shot(page, "case_phone_end")
    over = case.evaluate("""node => [...node.querySelectorAll('*')].filter(
        child => child.getBoundingClientRect().right > node.getBoundingClientRect().right + 1)
        .map(child => child.className)""")
    assert not over, over


def test_a_busy_kernel_is_waited_for_and_the_press_is_seen_at_once(
        open_notebook: Open, journal: Path) -> None:
    page, case = opened_case(open_notebook, "case_busy", 'import stretchlib as sl\nsl.case("socks_and_stairs")',
                             "import time", anew=True)
    page.evaluate("""() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute(
        {code: 'time.sleep(8)'}); }""")
    choice = case.locator("[data-action=ask-groin]")
    key(case, "ask-groin")
    expect(choice).to_have_attribute("data-pending", "")
    expect(case.locator(".slc-state:not([data-tag])")).to_contain_text("notebook is busy", timeout=8_000)
    expect(case.locator(".slc-log li")).to_contain_text("catches in the groin", timeout=20_000)
    expect(choice).not_to_have_attribute("data-pending", "")


def test_a_case_that_cannot_be_written_down_is_told_and_can_be_saved(open_notebook: Open, journal: Path) -> None:
    journal.mkdir()
    page, case = opened_case(open_notebook, "case_unsaved", 'import stretchlib as sl\nsl.case("socks_and_stairs")')
    key(case, "ask-groin")
    expect(case.locator(".slc-log li")).to_contain_text("catches in the groin", timeout=20_000)
    expect(case.locator("[data-tag=unsaved]")).to_contain_text("This case could not be written to your journal")
    with page.expect_download() as given:
        case.locator("[data-action=save-records]").click()
    assert '"what":"groin"' in Path(given.value.path()).read_text("ascii")
    shot(page, "case_unsaved", case)
    journal.rmdir()
    key(case, "ask-sleep")
    expect(case.locator(".slc-log li")).to_have_count(2, timeout=20_000)
    expect(case.locator("[data-action=save-records]")).to_be_hidden()
    assert journal.read_text("ascii").count('"kind":"case"') == 2, "the step that waited is written with the next"
