"""The whole way of a student: open 00, run all, answer, be led right and left, find the practice in the table."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lab_page import Lab, faults, opened, press, run_all, run_cell
from playwright.sync_api import Page, expect

from tools.checks import ROOT

TIMER = ".slt"


def table_text(page: Page) -> str:
    """What the practice-table cell shows."""
    return page.evaluate("""() => {
        const cells = window.jupyterapp.shell.currentWidget.content.widgets;
        const cell = cells.find(candidate => candidate.model.sharedModel.getSource().trim() === 'timer.table()');
        return cell.outputArea.node.innerText;
    }""")


def rerun_table(page: Page) -> str:
    """Run the practice-table cell again, as its text asks the student to."""
    number = page.evaluate("""() => window.jupyterapp.shell.currentWidget.content.widgets.findIndex(
        candidate => candidate.model.sharedModel.getSource().trim() === 'timer.table()')""")
    run_cell(page, number)
    return table_text(page)


@pytest.mark.everyday
def test_a_student_does_one_guided_stretch_by_mouse(lab: Lab, open_notebook: Callable[..., Page]) -> None:
    page = open_notebook(lab.copy_of("00_start_here", "by mouse"))
    page.emulate_media(reduced_motion="reduce")  # each picture of the person would be drawn, thousands in four minutes
    run_all(page)
    assert faults(page) == []
    timer = page.locator(TIMER).first
    expect(timer).to_be_visible()
    assert "figure_four_stretch" not in table_text(page)

    press(timer, "start", "gate-none")
    expect(timer).to_have_attribute("data-status", "idle")
    page.clock.install()
    press(timer, "start")
    expect(timer).to_have_attribute("data-status", "running")
    sides = []
    for _ in range(16):
        page.clock.run_for(3_000)
        sides.append(timer.inner_text())
        page.clock.run_for(12_000)
    assert any("Right side" in text for text in sides)
    assert any("Left side" in text for text in sides)
    expect(timer).to_have_attribute("data-status", "finished")
    page.clock.resume()
    for _ in range(20):  # the page's last message may still be on its way to the kernel
        table = rerun_table(page)
        if "finished" in table:
            break
        page.wait_for_timeout(250)
    assert re.search(r"figure_four_stretch\s+base\s+.*finished\s+practised\s+4\s+4\s+60\s+60", table), table
    assert faults(page) == []
    page.emulate_media(reduced_motion=None)


@pytest.mark.everyday
def test_the_five_lines_of_the_readme_work(open_notebook: Callable[..., Page]) -> None:
    """Each line in a cell of its own, as the README says."""
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    lines = [line for line in block.splitlines() if line.strip()]
    assert len(lines) == 5
    page = opened(open_notebook, "five lines", *lines)
    expect(page.locator(TIMER)).to_have_count(1)
    expect(page.locator(TIMER)).to_be_visible()
