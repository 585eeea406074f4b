"""Forms in JupyterLab: by keyboard alone, one screen high, kept as typed, whatever happens to kernel, tab and page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from lab_page import (
    SCREEN,
    SharedPage,
    fits_in_both_themes,
    height,
    opened,
    output,
    practices,
    run_all,
    shot,
    tab_to,
    violations,
)
from playwright.sync_api import Locator, Page, expect

from stretchlib.learner.journal import Journal

Open = Callable[..., Page]
CALLS = """for form in (sl.appraise_topic(), sl.plan_week(), sl.note_practice(), sl.set_goals()):
    form._ipython_display_()"""
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"


def opened_form(open_notebook: Open, name: str, call: str) -> tuple[Page, Locator]:
    page = opened(open_notebook, name, f"import stretchlib as sl\n{call}")
    form = page.locator(".slf").first
    expect(form).to_be_visible(timeout=30_000)
    return page, form


def runs_over(form: Locator, width: int) -> bool:
    """Whether something of the form stands out beyond its side, so many CSS pixels wide."""
    return bool(form.evaluate("""(node, width) => {
        node.style.inlineSize = `${width}px`;
        const over = node.scrollWidth > node.clientWidth + 1;
        node.style.inlineSize = '';
        return over;
    }""", width))


def notes(journal: Path) -> dict[str, str]:
    """What the journal holds of a page, by section."""
    texts: dict[str, str] = {}
    for record in Journal(journal).records("note"):
        texts |= record.get("sections", {})
    return texts


def kept(form: Locator) -> None:
    expect(form.locator(".slf-kept")).to_have_text("Kept in your journal.", timeout=15_000)


@pytest.mark.everyday
def test_a_page_is_written_by_keyboard_and_kept_as_typed(open_notebook: Open, shared_page: SharedPage,
                                                         journal: Path) -> None:
    page, form = opened_form(open_notebook, "a_page", "sl.appraise_topic()")
    assert height(form) <= SCREEN
    assert violations(page, ".slf") == []
    shot(page, "page_start", form)
    field = form.locator("textarea")
    field.focus()
    page.keyboard.type("Does adding hip stretching to back exercise lower pain?")
    kept(form)  # nothing was pressed
    assert notes(journal) == {"question": "Does adding hip stretching to back exercise lower pain?"}
    expect(form.locator("[data-action=section-question] .slf-sign")).to_have_text("\N{CHECK MARK}")
    tab_to(page, "next", 4)
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(form.locator("label")).to_have_text("Bottom line")
    page.keyboard.type("word " * 80)
    expect(form.locator("[data-over]")).to_contain_text("words too many for one page; all of it is kept.")
    kept(form)
    fits_in_both_themes(page, form, ".slf", "page_too_long")
    form.locator("[data-action=section-revisit]").focus()
    page.keyboard.press("Enter")
    expect(form.locator("label")).to_have_text("Look again")
    expect(field).to_be_focused()
    shared_page.come_back()
    run_all(page)
    back = page.locator(".slf").first
    expect(back.locator("textarea")).to_have_value("Does adding hip stretching to back exercise lower pain?",
                                                   timeout=30_000)


def test_every_section_fits_the_screen_and_a_narrow_column(open_notebook: Open, journal: Path) -> None:
    page, _ = opened_form(open_notebook, "sections", CALLS)
    for index in range(2):
        one_form = page.locator(".slf-page").nth(index)
        tabs = one_form.locator(".slf-tab")
        for number in range(tabs.count()):
            tabs.nth(number).click()
            one_form.locator("textarea").fill("x " * 600)
            assert height(one_form) <= SCREEN
        assert not runs_over(one_form, 320)
        small = one_form.locator("button:visible").evaluate_all(
            "nodes => Math.min(...nodes.map(node => node.getBoundingClientRect().height))")
        assert small >= 44


def test_what_was_typed_outlives_the_kernel(open_notebook: Open, journal: Path) -> None:
    page = open_notebook("killed", ("import os; os.getpid()", "import stretchlib as sl\nsl.appraise_topic()"), own=True)
    run_all(page)
    form = page.locator(".slf").first
    form.locator("textarea").fill("Kept before the end.")
    kept(form)
    page.add_locator_handler(page.locator(".jp-Dialog"),  # JupyterLab's own word that the kernel has died
                             lambda dialog: dialog.locator("button.jp-mod-accept").click())
    process = psutil.Process(int(output(page, 0).split()[-1]))
    assert "ipykernel" in " ".join(process.cmdline())
    process.kill()
    form.locator("textarea").fill("Typed after the kernel had died.")
    expect(form.locator(".slf-trouble")).to_contain_text("kept in this tab", timeout=15_000)
    assert notes(journal)["question"] == "Kept before the end."
    page.wait_for_function(IDLE, timeout=60_000)
    run_all(page)
    fresh = page.locator(".slf").first
    expect(fresh.locator("textarea")).to_have_value("Typed after the kernel had died.", timeout=30_000)
    kept(fresh)
    assert notes(journal)["question"] == "Typed after the kernel had died."


def test_two_tabs_write_and_neither_text_is_lost(open_notebook: Open, journal: Path) -> None:
    forms = []
    for name in ("tab_one", "tab_two"):
        page = open_notebook(name, ("import stretchlib as sl\nsl.appraise_topic()",), own=True)
        run_all(page)
        forms.append(page.locator(".slf").first)
        expect(forms[-1]).to_be_visible(timeout=30_000)
    first, second = forms
    first.locator("textarea").fill("One?")
    kept(first)
    second.locator("[data-action=section-results]").click()
    second.locator("textarea").fill("0.55 of 10")
    kept(second)
    assert notes(journal) == {"question": "One?", "results": "0.55 of 10"}, "a section of its own each"
    second.locator("[data-action=section-question]").click()
    expect(second.locator("textarea")).to_have_value("One?")  # it has heard of it by now
    first.locator("textarea").fill("One, longer?")
    kept(first)
    second.locator("textarea").fill("Two?")
    expect(second.locator(".slf-other")).to_have_text("One, longer?")
    assert height(second) <= SCREEN
    shot(second.page, "page_elsewhere", second)
    second.locator("[data-action=take]").click()
    expect(second.locator(".slf-elsewhere")).to_be_hidden()
    kept(second)
    assert notes(journal)["question"] == "One, longer?"
    texts = [record["sections"].get("question") for record in Journal(journal).records("note")]
    assert "Two?" in texts, "what was laid aside stands in the journal too"


def test_a_journal_that_cannot_be_written_is_told(open_notebook: Open, journal: Path) -> None:
    journal.unlink(missing_ok=True)
    journal.mkdir()
    try:
        page, form = opened_form(open_notebook, "no_journal", CALLS)
        page.locator(".slf textarea").first.fill("x " * 600)
        page.locator(".slf textarea").last.fill("To walk to the lake.")
        for exercise in ("sciatic_nerve_slider", "figure_four_stretch", "side_plank", "bridge", "clamshell"):
            page.get_by_label("Add an exercise").select_option(exercise)
            page.locator(".slf-planner [data-action=add]").click()
            expect(page.locator(f"tr[data-exercise={exercise}]")).to_have_count(1)
        page.locator("[data-action=dose-side_plank]").click()
        page.locator(".slf-practice [data-action=add]").click()
        for index in range(4):
            form = page.locator(".slf").nth(index)
            expect(form.locator(".slf-trouble").last).to_contain_text("could not be written to your journal",
                                                                      timeout=15_000)
            expect(form.locator("[data-action=save-records]")).to_be_visible()
            assert height(form) <= SCREEN
            shot(page, f"unsaved_{index}", form)
    finally:
        journal.rmdir()


def test_the_page_is_printed_and_saved(open_notebook: Open, journal: Path) -> None:
    page, form = opened_form(open_notebook, "printed", "sl.appraise_topic()")
    form.locator("textarea").fill("Is it <b>worth</b> doing?")
    with page.expect_download() as saved:
        form.locator("[data-action=save]").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "Is it &lt;b&gt;worth&lt;/b&gt; doing?" in text
    page.evaluate("""() => { window.printed = []; new MutationObserver(changes => { for (const change of changes)
        for (const node of change.addedNodes)
            if (node.tagName === 'IFRAME') node.addEventListener('load', () => {
                window.printed.push(node.contentDocument.title);
                node.contentWindow.print = () => {}; }, {capture: true}); })
        .observe(document.body, {childList: true}); }""")
    form.locator("[data-action=print]").click()
    page.wait_for_function("() => window.printed.length === 1")
    assert page.evaluate("window.printed[0]") == "Critically appraised topic: stretching"


@pytest.mark.everyday
def test_a_week_is_planned_by_keyboard_and_told_at_once(open_notebook: Open, shared_page: SharedPage,
                                                        journal: Path) -> None:
    page, form = opened_form(open_notebook, "a_week", 'sl.plan_week("socks_and_stairs")')
    expect(form.locator(".slf-verdict")).to_have_text("This week keeps to the rules.")
    assert height(form) <= SCREEN
    assert violations(page, ".slf") == []
    shot(page, "week_start", form)
    form.get_by_label("Add an exercise").select_option("figure_four_stretch")
    form.get_by_label("Add an exercise").focus()
    tab_to(page, "add", 2)
    page.keyboard.press("Enter")
    expect(form.locator(".slf-verdict")).to_have_text("This week breaks 1 rule.")
    expect(form.locator(".slf-rules li").first).to_contain_text("painful end of the range with hip osteoarthritis")
    day = form.get_by_label("Bridge, day 4")
    day.focus()
    page.keyboard.press("Space")
    form.get_by_label("Bridge, day 3").focus()
    page.keyboard.press("Space")
    expect(form.locator(".slf-verdict")).to_have_text("This week breaks 2 rules.")  # of the whole week, too
    expect(form.locator(".slf-rules")).to_contain_text("at least one day without it")
    expect(form.get_by_label("Bridge, day 3")).to_be_focused()
    expect(form.locator("[data-action=follow]")).to_have_attribute("aria-disabled", "true")
    form.locator("[data-action=dose-clamshell]").focus()
    page.keyboard.press("Enter")
    expect(form.get_by_label("Level", exact=True)).to_be_focused()
    form.get_by_label("Sets", exact=True).select_option("3")
    expect(form.locator("[data-action=dose-clamshell]")).to_contain_text("3 sets, 10 repetitions")
    fits_in_both_themes(page, form, ".slf", "week_broken")
    form.locator("[data-action=remove-figure_four_stretch]").focus()
    page.keyboard.press("Enter")
    expect(form.locator(".slf-verdict")).to_have_text("This week breaks 1 rule.")
    form.get_by_label("Bridge, day 3").focus()
    page.keyboard.press("Space")
    expect(form.locator(".slf-verdict")).to_have_text("This week breaks 1 rule.")  # one day is below the dose
    form.get_by_label("Bridge, day 5").focus()
    page.keyboard.press("Space")
    expect(form.locator(".slf-verdict")).to_have_text("This week keeps to the rules.")
    form.locator("[data-action=follow]").focus()
    page.keyboard.press("Enter")
    expect(form.locator("[role=status]", has_text="Your programme from")).to_be_visible()
    assert height(form) <= SCREEN
    week = Journal(journal).setting("programme")
    assert [(item["exercise"], item["sets"], item["days"]) for item in week["items"]] == [
        ("clamshell", 3, [1, 3, 5]), ("bridge", 2, [2, 5]), ("graded_walking", None, [1, 2, 3, 4, 5, 6])]
    shared_page.come_back()
    run_all(page)
    back = page.locator(".slf").first
    expect(back.locator("[data-action=dose-clamshell]")).to_contain_text("3 sets", timeout=30_000)
    expect(back.get_by_label("Bridge, day 5")).to_be_checked()


def test_a_full_week_with_every_kind_of_exercise_fits(open_notebook: Open, journal: Path) -> None:
    page, form = opened_form(open_notebook, "full_week", "sl.plan_week()")
    assert height(form) <= SCREEN
    shot(page, "week_empty", form)
    for exercise in ("sciatic_nerve_slider", "figure_four_stretch", "side_plank", "bridge", "clamshell", "hip_hitch",
                     "ninety_ninety_rotation"):
        form.get_by_label("Add an exercise").select_option(exercise)
        form.locator("[data-action=add]").click()
        expect(form.locator(f"tr[data-exercise={exercise}]")).to_have_count(1)
        form.locator(f"[data-action=dose-{exercise}]").click()
        expect(form.locator(".slf-editor")).to_be_visible()
        assert height(form) <= SCREEN, exercise
    form.get_by_label("Add an exercise").select_option("bird_dog")
    form.locator("[data-action=add]").click()
    expect(form.locator(".slf-trouble")).to_contain_text("7 exercises at most")
    assert height(form) <= SCREEN
    assert violations(page, ".slf") == []
    shot(page, "week_full", form)
    assert form.locator("button:visible, select:visible, .slf-day").evaluate_all(
        "nodes => Math.min(...nodes.map(node => node.getBoundingClientRect().height))") >= 44
    assert not runs_over(form, 340)


def test_a_practice_without_the_timer_is_written_down_and_taken_back(open_notebook: Open, journal: Path) -> None:
    page, form = opened_form(open_notebook, "a_practice", "sl.note_practice()")
    assert height(form) <= SCREEN
    assert violations(page, ".slf") == []
    form.get_by_label("Exercise", exact=True).select_option("bridge")
    form.get_by_label("Repetitions done").select_option("10")
    minutes = form.get_by_label("Minutes")
    minutes.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    expect(form.locator("[data-action=add]")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+A")
    page.keyboard.type("4,5")
    expect(form.locator(".slf-preview")).to_contain_text("Bridge, 10 of 16 repetitions, 4,5 min")
    tab_to(page, "add", 2)
    page.keyboard.press("Enter")
    expect(form.locator(".slf-entries li")).to_have_count(1)
    (practice,) = practices(journal, page, 1)
    assert (practice["exercise"], practice["reps_done"], practice["done_s"], practice["entered"]) == (
        "bridge", 10, 270, "by hand")
    for _ in range(4):
        form.locator("[data-action=add]").dblclick()  # as some do with every button: it means one practice
        page.wait_for_timeout(200)
    expect(form.locator(".slf-entries li")).to_have_count(4)
    assert height(form) <= SCREEN
    assert violations(page, ".slf") == []
    shot(page, "practice_listed", form)
    form.locator(".slf-entries button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    expect(form.locator(".slf-entries button").first).to_be_focused()
    assert len(Journal(journal).records("practice")) == 5, "nothing is rubbed out"
    assert len([record for record in Journal(journal).records("note") if "takes_back" in record]) == 1
