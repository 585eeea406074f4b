"""Questions in JupyterLab: by keyboard alone, no answer before the attempt, and back after a reload."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import SharedPage, card, dark, opened, run_all, shot
from playwright.sync_api import Locator, Page, expect
from quiz_steps import try_again

from stretchlib.questions.bank import Question, question
from stretchlib.questions.sheet import Sheet

Open = Callable[..., Page]
#: One of each kind.
IDS = ["Q01", "Q04", "Q08", "Q03", "Q27", "Q66", "Q137"]
MAKE = f"import stretchlib as sl\nsl.quiz(ids={IDS!r})"


def sure(of: Locator, percent: int = 75) -> None:
    of.locator(f".slq-sure input[value='{percent}']").focus()
    of.page.keyboard.press("Space")


def check(of: Locator) -> None:
    of.locator("[data-action=check]").focus()
    of.page.keyboard.press("Enter")


def right_place(item: Question) -> str:
    """The place of the right option in the page's order."""
    return next(option["id"] for option in Sheet(item).public()["options"]
                if next(real for real in item.options if real.id == Sheet(item).translate(option["id"])).correct)


@pytest.mark.everyday
def test_every_kind_by_keyboard_alone(open_notebook: Open, journal: Path) -> None:
    page = opened(open_notebook, "quiz_kinds", MAKE)
    cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    before = page.content()
    assert "It ends in a rounded tendon" not in before, "feedback is on the page before the attempt"
    single = card(page, "Q01")
    check(single)
    expect(single.locator(".slq-state").first).to_have_text("There is no answer yet; give one and check again.")
    single.locator(f"input[value='{right_place(question('Q01'))}']").first.focus()
    page.keyboard.press("Space")
    check(single)
    expect(single.locator(".slq-state").first).to_contain_text("Say how sure you are first")
    sure(single)
    check(single)
    expect(single.locator(".slq-verdict")).to_have_text("Right")
    expect(single.locator(".slq-verdict")).to_be_focused()
    expect(single.locator(".slq-notes")).to_contain_text("It ends in a rounded tendon")
    expect(single.locator(".slq-result")).to_contain_text("Gray")

    several = card(page, "Q04")
    for position, option in enumerate(Sheet(question("Q04")).options, start=1):
        if option.correct:
            several.locator(f".slq-controls input[value='{position}']").focus()
            page.keyboard.press("Space")
    sure(several)
    check(several)
    expect(several.locator(".slq-verdict")).to_have_text("Right")

    number = card(page, "Q08")
    number.locator("input[type=text]").focus()
    page.keyboard.type("about eighty")
    sure(number, 25)
    check(number)
    expect(number.locator(".slq-state").first).to_contain_text("could not read a number")
    assert number.locator("input[type=text]").input_value() == "about eighty", "what was typed stays"
    number.locator("input[type=text]").fill("1,024")
    check(number)
    expect(number.locator(".slq-state").first).to_contain_text("Do you mean 1024 or 1.024?")
    expect(number.locator(".slq-sure")).to_be_visible()
    number.locator("input[type=text]").fill("85,0 %")
    check(number)
    expect(number.locator(".slq-verdict")).to_have_text("Right")

    match = card(page, "Q03")
    for row in match.locator(".slq-pair").all():
        left = row.locator("label").inner_text()
        partner = next(option.match for option in question("Q03").options if option.text == left)
        row.locator("select").select_option(label=partner)
    sure(match)
    check(match)
    expect(match.locator(".slq-verdict")).to_have_text("Right")

    order = card(page, "Q27")
    for position, option in enumerate(sorted(question("Q27").options, key=lambda real: real.order)):
        step = order.locator("li.slq-step", has_text=option.text)
        while order.locator("li.slq-step").all_inner_texts().index(step.inner_text()) > position:
            step.locator("[data-action=up]").focus()
            page.keyboard.press("Enter")
            expect(step.locator("[data-action=up]")).to_be_focused()
    sure(order, 95)
    check(order)
    expect(order.locator(".slq-verdict")).to_have_text("Right")

    plate = card(page, "Q66")
    assert plate.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth > 400)")
    assert "piriformis" not in (plate.locator("img").get_attribute("alt") or "").lower()
    plate.locator(f"input[value='{right_place(question('Q66'))}']").first.focus()
    page.keyboard.press("Space")
    sure(plate, 50)
    shot(page, "quiz_plate", plate)
    check(plate)
    expect(plate.locator(".slq-verdict")).to_have_text("Right")

    made = card(page, "Q137")
    sure(made)
    made.locator("input[type=text]").fill(f"{Sheet(question('Q137')).question.answer:g}")
    page.keyboard.press("Enter")  # in a field Enter checks, as students expect
    expect(made.locator(".slq-verdict")).to_have_text("Right")
    expect(page.locator(".slq-summary").first).to_contain_text("Right: 7 of 7. At the first try: 7.")
    expect(page.locator(".slq-summary").first).to_contain_text("Just guessing (25 %): 1 of 1 right")
    for name in IDS:
        shot(page, f"quiz_{name}", card(page, name))
    for key in ("d", "d", "x", "a", "b", "0", "0"):
        page.keyboard.press(key)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == cells
    kept = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()[1:]]
    assert [record["question"] for record in kept] == IDS
    assert all(record["right"] for record in kept)
    assert oct(journal.stat().st_mode)[-3:] == "600"


def test_a_student_may_leave_and_come_back(open_notebook: Open, shared_page: SharedPage, journal: Path) -> None:
    page = opened(open_notebook, "quiz_back", MAKE)
    single = card(page, "Q01")
    wrong = next(option["id"] for option in Sheet(question("Q01")).public()["options"]
                 if option["id"] != right_place(question("Q01")))
    single.locator(f"input[value='{wrong}']").first.check()
    sure(single)
    check(single)
    expect(single.locator(".slq-verdict")).to_have_text("Not right yet")
    shared_page.come_back()
    run_all(page)
    again = card(page, "Q01")
    expect(again.locator(".slq-verdict")).to_have_text("Not right yet")
    expect(again.locator(".slq-sure"), "the answer has been seen; how sure one is says nothing").to_be_hidden()
    assert again.locator(f"input[value='{wrong}']").first.is_checked()
    try_again(again)
    again.locator(f"input[value='{right_place(question('Q01'))}']").first.check()
    check(again)
    expect(again.locator(".slq-verdict")).to_have_text("Right")
    expect(page.locator(".slq-summary").first).to_contain_text("Right: 1 of 7. At the first try: 0.")
    expect(page.locator(".slq-summary").first).to_contain_text("Fairly sure (75 %): 0 of 1 right at the first try")
    kept = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()[1:]]
    marks = [(answer["attempt"], answer["confidence"], answer["right"]) for answer in kept]
    assert marks == [(1, 75, False), (2, None, True)]


def test_a_busy_kernel_is_waited_for_and_nothing_typed_is_lost(open_notebook: Open, journal: Path) -> None:
    page = opened(open_notebook, "quiz_busy", MAKE, "import time", anew=True)
    number = card(page, "Q08")
    number.locator("input[type=text]").fill("85.2")
    sure(number)
    page.evaluate("""() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute(
        {code: 'time.sleep(8)'}); }""")
    check(number)
    expect(number.locator(".slq-state").first).to_contain_text("notebook is busy", timeout=8_000)
    assert number.locator("input[type=text]").input_value() == "85.2"
    expect(number.locator(".slq-verdict")).to_have_text("Right", timeout=20_000)


def test_on_a_phone_in_the_dark_and_hostile_text_is_text(open_notebook: Open, journal: Path) -> None:
    hostile = "<img src=x onerror=window.hacked=1>"
    cell = ("import stretchlib as sl\nfrom dataclasses import replace\nfrom stretchlib.questions.bank import question\n"
            "from stretchlib.questions.sheet import Sheet\n"
            "from stretchlib.widgets.quiz.quiz import Quiz\nfirst = question('Q01')\n"
            f"bad = {hostile!r}\n"
            "options = tuple(replace(o, text=o.text + bad, feedback=o.feedback + bad) for o in first.options)\n"
            "Quiz([Sheet(replace(first, stem=first.stem + bad, options=options))])")
    page = opened(open_notebook, "quiz_phone", cell, viewport={"width": 390, "height": 844})
    with dark(page):
        page.evaluate("window.jupyterapp.shell.collapseLeft()")  # a phone has no room for the list of files
        single = card(page, "Q01")
        boxes = single.locator(".slq-option, [data-action=check]").evaluate_all(
            "nodes => nodes.map(node => node.getBoundingClientRect().height)")
        assert min(boxes) >= 44
        single.locator(".slq-controls input").first.check()
        sure(single)
        check(single)
        expect(single.locator(".slq-result")).to_contain_text(hostile)
        expect(single.locator("legend").first).to_contain_text(hostile)
        assert page.evaluate("window.hacked") is None
        assert single.locator("img").count() == 0
        shot(page, "quiz_phone")
        over = page.locator(".slq").first.evaluate("""node => [...node.querySelectorAll('*')].filter(child =>
            child.getBoundingClientRect().right > node.getBoundingClientRect().right + 1)
            .map(child => child.className)""")
        assert not over, over


def test_a_written_answer_meets_its_rubric_after_the_attempt(open_notebook: Open, shared_page: SharedPage,
                                                             journal: Path) -> None:
    page = opened(open_notebook, "quiz_written", "import stretchlib as sl\nsl.quiz(ids=['Q152'])")
    written = card(page, "Q152")
    assert "share every bend" not in page.content(), "the example is on the page before the attempt"
    written.locator("textarea").focus()
    page.keyboard.type("They move together.")
    check(written)
    expect(written.locator(".slq-state").first).to_contain_text("tick what your text does")
    expect(written.locator(".slq-example")).to_contain_text("share every bend")
    written.get_by_label("Blames no muscle and no posture").focus()
    page.keyboard.press("Space")
    check(written)
    expect(written.locator(".slq-verdict")).to_have_text("You ticked 1 of 5")
    shot(page, "quiz_written", written)
    shared_page.come_back()
    run_all(page)
    back = card(page, "Q152")
    expect(back.locator(".slq-verdict")).to_have_text("You ticked 1 of 5")
    assert back.locator("textarea").input_value() == "They move together."
    assert back.get_by_label("Blames no muscle and no posture").is_checked()


def test_the_check_of_a_notebook_asks_its_core_first(open_notebook: Open, journal: Path) -> None:
    page = opened(open_notebook, "quiz_00", "import stretchlib as sl\nsl.quiz('00')")
    expect(card(page, "Q25").locator(".slq-place")).to_have_text("Question 1 of 3 \u00b7 3 still open")
    extra = page.locator("[data-question=Q27]").first
    expect(extra).to_be_hidden()
    page.locator("[data-action=stretch-behind]").first.focus()
    page.keyboard.press("Enter")
    card(page, "Q27")
    expect(extra).to_be_visible()
    core = card(page, "Q151")
    core.locator(f".slq-controls input[value='{right_place(question('Q151'))}']").check()
    sure(core)
    check(core)
    expect(page.locator(".slq-summary").first).to_contain_text("Right: 1 of 3. At the first try: 1.")
    shot(page, "quiz_check", page)


def test_a_journal_that_cannot_be_written_is_told_and_the_answer_counts(open_notebook: Open, journal: Path) -> None:
    journal.mkdir()
    try:
        page = opened(open_notebook, "quiz_unsaved", MAKE, anew=True)  # it keeps what it could not write
        number = card(page, "Q08")
        number.locator("input[type=text]").fill("85.2")
        sure(number)
        check(number)
        expect(number.locator(".slq-verdict")).to_have_text("Right")
        expect(number.locator(".slq-unsaved")).to_contain_text("could not be written to your journal")
        shot(page, "quiz_unsaved", number)
        with page.expect_download() as given:
            number.locator("[data-action=save-records]").click()
        assert given.value.suggested_filename == "my_journal.jsonl"
        expect(number.locator(".slt-save")).to_contain_text("Saved as my_journal.jsonl, among your downloads.")
        saved = Path(given.value.path()).read_text("ascii")
        assert saved.count('"kind":"answer"') == 1
        assert '"question":"Q08"' in saved
    finally:
        journal.rmdir()
