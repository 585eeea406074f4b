"""The timer and the journal in JupyterLab: once each, over a reload and a restarted kernel, and trouble told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lab_page import Lab, faults, practices, press, run_all, run_cell
from playwright.sync_api import Page, expect

from stretchlib.journal import Journal

MAKE = 'import stretchlib as sl\ntimer = sl.timer("figure_four_stretch")\ntimer'
RESTART = """async () => {
    const {sessionContext} = window.jupyterapp.shell.currentWidget;
    await sessionContext.session.kernel.restart();
    await sessionContext.session.kernel.info;
}"""


def test_each_practice_once_over_reload_and_restart(lab: Lab, open_notebook: Callable[..., Page],
                                                    journal: Path) -> None:
    page = open_notebook(lab.write("journal of practices", MAKE, "len(timer.sessions)"))
    run_all(page)
    timer = page.locator(".slt").first
    press(timer, "start", "gate-none", "start", "skip", "end")
    assert [one["status"] for one in practices(journal, page, 1)] == ["broken off"]
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
    run_cell(page, 0)
    timer = page.locator(".slt").first
    expect(timer).to_have_attribute("data-status", "running")
    expect(timer).to_have_attribute("data-phase", "3")
    press(timer, "end")
    found = practices(journal, page, 4)
    assert len({one["id"] for one in found}) == 4
    assert page.locator(".slt").count() == 1
    assert faults(page) == []


def test_trouble_with_the_journal_is_told_in_the_page(lab: Lab, open_notebook: Callable[..., Page],
                                                      journal: Path) -> None:
    journal.mkdir()
    page = open_notebook(lab.write("journal in trouble", MAKE, "len(timer.sessions)"))
    run_all(page)
    timer = page.locator(".slt").first
    told = timer.locator("[data-tag=unsaved]")
    expect(told).to_be_hidden()
    press(timer, "start", "gate-none", "start", "end")
    expect(told).to_contain_text("could not be written to your journal")
    expect(told).to_contain_text("it is a folder")
    journal.rmdir()
    run_cell(page, 0)  # it tries again
    assert len(practices(journal, page, 1)) == 1
    expect(page.locator(".slt [data-tag=unsaved]").first).to_be_hidden()
    assert faults(page) == []
