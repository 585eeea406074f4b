"""The timer and the journal in JupyterLab: once each, over a reload and a restarted kernel, and trouble told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import Lab, faults, open_on, practices, press, run_all, run_cell
from playwright.sync_api import BrowserContext, Page, expect

from stretchlib.learner.journal import Journal

MAKE = 'import stretchlib as sl\ntimer = sl.timer("figure_four_stretch")\ntimer'
RESTART = """async () => {
    const {sessionContext} = window.jupyterapp.shell.currentWidget;
    await sessionContext.session.kernel.restart();
    await sessionContext.session.kernel.info;
}"""


@pytest.mark.everyday
def test_each_practice_once_over_reload_and_restart(lab: Lab, open_notebook: Callable[..., Page],
                                                    journal: Path) -> None:
    page = open_notebook(lab.write("journal of practices", MAKE, "len(timer.sessions)"))
    run_all(page)
    timer = page.locator(".slt").first
    press(timer, "start", "gate-none", "start", "skip", "end")
    assert [practice["status"] for practice in practices(journal, page, 1)] == ["broken off"]
    run_cell(page, 0)
    press(page.locator(".slt").first, "start", "end")
    assert len(practices(journal, page, 2)) == 2

    page.evaluate(RESTART)  # the page goes on: what ends now has nobody to be told to
    timer = page.locator(".slt").first
    press(timer, "start", "skip", "skip", "end")
    expect(timer).to_have_attribute("data-status", "broken_off")
    assert len(Journal(journal).records()) == 2
    run_cell(page, 0)
    assert len(practices(journal, page, 3)) == 3
    run_cell(page, 1)
    assert faults(page) == []

    press(page.locator(".slt").first, "start", "skip", "skip", "skip")
    page.evaluate(RESTART)
    before = int(page.locator(".slt").first.get_attribute("data-phase") or 0)  # time goes on while the kernel starts
    assert before >= 3
    run_cell(page, 0)
    timer = page.locator(".slt").first
    expect(timer).to_have_attribute("data-status", "running")
    assert int(timer.get_attribute("data-phase") or 0) >= before
    press(timer, "end")
    records = practices(journal, page, 4)
    assert len({record["id"] for record in records}) == 4
    assert page.locator(".slt").count() == 1
    assert faults(page) == []


def test_trouble_with_the_journal_is_told_in_the_page(open_notebook: Callable[..., Page], journal: Path) -> None:
    journal.mkdir()
    page = open_notebook("journal in trouble", (MAKE, "len(timer.sessions)"))
    run_all(page)
    timer = page.locator(".slt").first
    unsaved = timer.locator("[data-tag=unsaved]")
    expect(unsaved).to_be_hidden()
    press(timer, "start", "gate-none", "start", "end")
    expect(unsaved).to_contain_text("could not be written to your journal")
    expect(unsaved).to_contain_text("it is a folder")
    journal.rmdir()
    run_cell(page, 0)  # it tries again
    assert len(practices(journal, page, 1)) == 1
    expect(page.locator(".slt [data-tag=unsaved]").first).to_be_hidden()
    assert faults(page) == []


def both_tabs(lab: Lab, open_notebook: Callable[..., Page], name: str) -> tuple[Page, Page]:
    """Two tabs of one browser on one notebook, each showing the one timer of its kernel."""
    first = open_notebook(lab.write(name, MAKE, "len(timer.sessions)"))
    run_all(first)
    context: BrowserContext = first.context
    first.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    second = context.new_page()
    second.set_default_timeout(60_000)
    open_on(second, lab, f"{name}.ipynb")
    if not second.locator(".slt").first.is_visible():
        run_cell(second, 0)  # it shows the timer that its kernel has for this cell
    expect(second.locator(".slt").first).to_be_visible()
    assert second.locator(".slt").count() == 1
    return first, second


def test_two_tabs_show_one_practice_and_keep_its_one_true_row_and_where_one_is_closed_the_other_goes_on(
        lab: Lab, open_notebook: Callable[..., Page], journal: Path) -> None:
    first, second = both_tabs(lab, open_notebook, "two tabs")
    mine, follower = first.locator(".slt").first, second.locator(".slt").first
    press(mine, "start", "gate-none", "start", "skip")
    expect(mine).to_have_attribute("data-phase", "1")
    expect(follower).to_have_attribute("data-status", "running")
    expect(follower).to_have_attribute("data-phase", "1")
    expect(follower).to_have_attribute("data-led", "elsewhere")
    expect(follower.locator(".slt-why").first).to_have_text(
        "This practice is led in another tab or window. Here it is only shown.")
    expect(follower.locator("[data-action=pause]")).to_have_attribute("aria-disabled", "true")
    follower.locator("[data-action=end]").click(force=True)
    expect(mine).to_have_attribute("data-status", "running")
    press(mine, "pause")
    expect(follower).to_have_attribute("data-status", "paused")
    second.clock.install()
    second.clock.run_for(15_000)
    second.clock.fast_forward(200_000)  # the whole practice would have been over long ago
    second.clock.run_for(2_000)
    press(mine, "end")
    expect(follower).to_have_attribute("data-status", "broken_off")
    run_cell(first, 1)
    records = practices(journal, first, 1)
    assert [(record["status"], record["reps_done"]) for record in records] == [("broken off", 0)]

    press(follower, "start")
    if follower.locator("[data-action=gate-none]").is_visible():  # each page asks its own questions
        press(follower, "gate-none", "start")
    expect(mine).to_have_attribute("data-led", "elsewhere")
    press(follower, "end")
    expect(mine).to_have_attribute("data-status", "broken_off")
    assert len(practices(journal, first, 2)) == 2

    second.clock.resume()
    press(follower, "start", "skip", "skip", "skip")
    expect(mine).to_have_attribute("data-phase", "3")
    assert faults(second) == []
    second.on("dialog", lambda dialog: dialog.accept())
    second.goto("about:blank")
    expect(mine).to_have_attribute("data-led", "silent", timeout=10_000)  # at once, not after 20 s
    expect(mine).to_have_attribute("data-status", "paused")
    press(mine, "start")
    expect(mine).to_have_attribute("data-led", "here")
    expect(mine).to_have_attribute("data-status", "running")
    press(mine, "end")
    last = practices(journal, first, 3)[-1]
    assert (last["status"], last["mode"]) == ("broken off", "practised")
    assert faults(first) == []


def test_a_tab_that_is_not_heard_is_followed_no_longer(lab: Lab, open_notebook: Callable[..., Page],
                                                       journal: Path) -> None:
    first, second = both_tabs(lab, open_notebook, "a tab silent")
    mine, follower = first.locator(".slt").first, second.locator(".slt").first
    press(mine, "start", "gate-none", "start", "skip")
    expect(follower).to_have_attribute("data-led", "elsewhere")
    second.wait_for_timeout(12_000)
    expect(follower).to_have_attribute("data-led", "elsewhere")  # it is heard every few seconds
    kernel = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    first.evaluate(f"() => {{ {kernel}._sendMessage = () => {{}}; }}")  # as if its line were cut
    expect(follower).to_have_attribute("data-led", "silent", timeout=40_000)
    press(follower, "end")
    expect(follower).to_have_attribute("data-status", "broken_off")
    expect(mine).to_have_attribute("data-status", "broken_off")
    (record,) = practices(journal, second, 1)
    assert record["status"] == "broken off"
    assert 10 <= record["hold_right_s"] <= 29, "what was heard of it is kept"
