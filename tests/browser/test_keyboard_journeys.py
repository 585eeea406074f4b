"""The ways of a student by keyboard alone, from the first key on; no control is a trap and none is left out.

Others stand with their widgets: every kind of question in test_quiz_in_lab.py, two cases in test_case_in_lab.py, the
sliders in test_explorer_in_lab.py, the timer's keys in test_timer.py, cards of the pocket page in
test_published_pages.py, a clicker in test_deck.py.
"""

from __future__ import annotations

from collections.abc import Callable

from lab_page import Lab, faults, run_all, tab_to
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
#: Where Tab must stop within a widget: what is native, shown and not taken out; of a group of radios one.
STOPS = """selector => { const root = document.querySelector(selector); const seen = new Set();
    const all = root.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
    return [...all].filter(inner => inner.getClientRects().length && !inner.disabled && inner.tabIndex >= 0 &&
        (inner.type !== 'radio' ||
        (!seen.has(inner.name) && seen.add(inner.name)))).length; }"""
AT = """selector => { const at = document.activeElement; const root = document.querySelector(selector);
    return !root.contains(at) ? null : at.type === 'radio' ? at.name : [...root.querySelectorAll('*')].indexOf(at); }"""
RING = """() => { const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2; }"""


WIDGETS = {".slq": "sl.quiz(ids=['Q01', 'Q04'])", ".slc": "sl.case('leg_pain_after_lifting')",
           ".slx": "sl.explore_hip()", ".slt": "sl.timer('bridge')", ".slh": "sl.hip_or_spine('sore_buttock')",
           ".slf-page": "sl.appraise_topic()", ".slf-planner": "sl.plan_week('socks_and_stairs')",
           ".slf-practice": "sl.note_practice()"}


def test_tab_goes_through_every_control_once_and_out_again(lab: Lab, open_notebook: Open) -> None:
    (lab.folder / "journal.jsonl").unlink(missing_ok=True)
    page = open_notebook("tab", ("",))
    for selector, call in WIDGETS.items():  # each as the only cell: from one cell into the next, Tab is the notebook's
        page.evaluate("source => window.jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel"
                      ".setSource(source)", f"import stretchlib as sl\n{call}")
        run_all(page)
        assert faults(page) == []
        expect(page.locator(selector)).to_have_count(1, timeout=30_000)
        page.keyboard.press("Escape")  # a focus is drawn after a key, not after the mouse of the test before
        page.locator(f"{selector} :is(button, input, select, textarea, [tabindex=\"0\"]):visible").first.focus()
        stops, seen = page.evaluate(STOPS, selector), []
        presses = 0  # within a date Tab goes from the day to the month, the year and the calendar
        while (at := page.evaluate(AT, selector)) is not None and presses <= stops + 4:
            presses += 1
            if seen[-1:] != [at]:
                seen.append(at)
            assert page.evaluate(RING), f"no focus is seen on stop {len(seen)} of {selector}"
            page.keyboard.press("Tab")
        assert page.evaluate(AT, selector) is None, f"Tab does not leave {selector}"
        assert len(seen) == len(set(seen)) == stops, selector
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(AT, selector) == seen[-1], f"Shift and Tab come back into {selector}"


def test_the_first_stretch_of_a_student(lab: Lab, open_notebook: Open) -> None:
    (lab.folder / "journal.jsonl").unlink(missing_ok=True)
    page = open_notebook(lab.copy_of("00_start_here", "by keyboard"))
    cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    # A notebook opens with its first cell chosen; Shift and Enter run a cell and go to the next, to the stretch.
    for _ in range(cells):
        at = page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.getSource()")
        page.keyboard.press("Shift+Enter")
        if "sl.timer(" in at:
            break
    timer = page.locator(".slt").first
    expect(timer).to_be_visible(timeout=60_000)
    assert faults(page) == []
    page.keyboard.press("ArrowUp")  # back to the cell of the stretch
    tab_to(page, "start")
    page.keyboard.press("Enter")
    for _ in range(3):  # three groups of questions
        tab_to(page, "gate-none")
        page.keyboard.press("Enter")
    page.clock.install()
    tab_to(page, "start")
    page.keyboard.press("Enter")
    expect(timer).to_have_attribute("data-status", "running")
    page.clock.run_for(20_000)
    tab_to(page, "pause")
    page.keyboard.press("Space")
    expect(timer).to_have_attribute("data-status", "paused")
    tab_to(page, "start")  # which now reads Continue
    page.keyboard.press("Space")
    page.clock.run_for(200_000)
    expect(timer).to_have_attribute("data-status", "finished")
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == cells
