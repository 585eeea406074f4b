"""Forms in JupyterLab: by keyboard alone, one screen high, kept as typed, whatever happens to kernel, tab and page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
from lab_page import SharedPage, dark, opened, output, run_all, shot, tab_to, violations
from playwright.sync_api import Locator, Page, expect

from stretchlib.learner.journal import Journal

Open = Callable[..., Page]
SCREEN = 620  # CSS pixels of height that JupyterLab leaves on a small laptop
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"


def opened_form(open_notebook: Open, name: str, call: str) -> tuple[Page, Locator]:
    page = opened(open_notebook, name, f"import stretchlib as sl\n{call}")
    form = page.locator(".slf").first
    expect(form).to_be_visible(timeout=30_000)
    return page, form


def height(form: Locator) -> float:
    """The height of the form, 800 CSS pixels wide."""
    return float(form.evaluate("""node => {
        node.style.inlineSize = '800px';
        const high = node.getBoundingClientRect().height;
        node.style.inlineSize = '';
        return high;
    }"""))


def notes(journal: Path) -> dict[str, str]:
    """What the journal holds of a page, by section."""
    texts: dict[str, str] = {}
    for record in Journal(journal).records("note"):
        texts |= record.get("sections", {})
    return texts


def kept(form: Locator) -> None:
    expect(form.locator(".slf-kept")).to_have_text("Kept in your journal.", timeout=15_000)


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
    assert height(form) <= SCREEN
    assert violations(page, ".slf") == []
    shot(page, "page_too_long", form)
    with dark(page):
        assert violations(page, ".slf") == []
        shot(page, "page_dark", form)
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
    page, form = opened_form(open_notebook, "sections", "sl.appraise_topic()\nsl.set_goals()")
    for index in range(page.locator(".slf").count()):
        one_form = page.locator(".slf").nth(index)
        tabs = one_form.locator(".slf-tab")
        for number in range(tabs.count()):
            tabs.nth(number).click()
            one_form.locator("textarea").fill("x " * 600)
            assert height(one_form) <= SCREEN
        assert one_form.evaluate("""node => { node.style.inlineSize = '320px';
            const over = node.scrollWidth > node.clientWidth + 1; node.style.inlineSize = ''; return over; }""") is False
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
        page, form = opened_form(open_notebook, "no_journal", "sl.set_goals()")
        form.locator("textarea").fill("To walk to the lake.")
        expect(form.locator(".slf-trouble")).to_contain_text("could not be written to your journal", timeout=15_000)
        expect(form.locator("[data-action=save-records]")).to_be_visible()
        assert height(form) <= SCREEN
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
        for (const node of change.addedNodes) if (node.tagName === 'IFRAME') node.addEventListener('load', () => {
            window.printed.push(node.contentDocument.title); node.contentWindow.print = () => {}; }, {capture: true}); })
        .observe(document.body, {childList: true}); }""")
    form.locator("[data-action=print]").click()
    page.wait_for_function("() => window.printed.length === 1")
    assert page.evaluate("window.printed[0]") == "Critically appraised topic: stretching"
