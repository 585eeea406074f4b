"""A notebook on another day, and JupyterLab as the course: what is opened is whole, and the menu leads through it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import LEAVE, Lab, card, press, run_all
from playwright.sync_api import Locator, Page, expect

from stretchlib.app.lab_settings import MENU
from stretchlib.learner.journal import Journal
from stretchlib.tables.phrases import say

MAKE = 'import stretchlib as sl\ntimer = sl.timer("figure_four_stretch")\ntimer'
CELLS = (MAKE, 'sl.quiz("00")', "print(1)\nsl.explore_hip()", "sl.explore_forward_bend()",
         'sl.case("groin_from_the_back")', "sl.hip_or_spine(seed=1)")
ROOTS = ".slt, .slq, .slx, .slc, .slh"
LOST = re.compile("model not found|Error displaying")
NOTE = ".stretchlib-run-all"
STILL = ".stretchlib-still"
REOPEN = """async name => {
    const panel = await window.jupyterapp.commands.execute('docmanager:open', {path: name, factory: 'Notebook'});
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
}"""


def saved(page: Page) -> None:
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")


def loaded_again(page: Page) -> None:
    page.reload()
    page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context?.isReady", timeout=120_000)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.ready")


def test_no_widget_is_lost_from_one_day_to_the_next(open_notebook: Callable[..., Page], lab: Lab) -> None:
    name = "from one day to the next"
    page = open_notebook(name, CELLS, own=True)
    run_all(page)
    expect(page.locator(ROOTS)).to_have_count(len(CELLS))
    stills = page.locator(STILL)
    assert stills.count() == len(CELLS) - 1, "a quiz has its paper, folded, in place of a still"
    for still in stills.all():
        expect(still).to_be_hidden()
    expect(page.get_by_text("1", exact=True).last).to_be_attached()
    timer = page.locator(".slt").first
    press(timer, "start", "gate-none", "start", "skip", "skip", "pause")
    expect(timer).to_have_attribute("data-phase", "2")
    page.locator(".slq input").first.check()
    saved(page)
    assert (lab.folder / f"{name}.ipynb").read_text().count("widget-view+json") == len(CELLS), "saving drops nothing"

    loaded_again(page)  # the kernel lives: all is there, and the practice goes on
    expect(page.locator(ROOTS)).to_have_count(len(CELLS), timeout=120_000)
    expect(page.locator(".slt").first).to_have_attribute("data-phase", "2")
    expect(page.locator(NOTE)).to_have_count(0)
    expect(page.get_by_text(LOST)).to_have_count(0)

    page.evaluate(LEAVE, None)  # closed with its kernel, and opened on another day
    page.evaluate(REOPEN, f"{name}.ipynb")
    expect(page.locator(NOTE)).to_have_count(len(CELLS))
    expect(page.locator(NOTE).first).to_have_text(say("lab.run_all"))
    for still in stills.all():
        expect(still).to_be_visible()
    expect(page.get_by_text(LOST)).to_have_count(0)
    saved(page)
    loaded_again(page)  # a kernel that has run nothing has no widgets either
    expect(page.locator(NOTE)).to_have_count(len(CELLS))
    expect(page.get_by_text(LOST)).to_have_count(0)

    run_all(page)
    expect(page.locator(ROOTS)).to_have_count(len(CELLS))
    expect(page.locator(NOTE)).to_have_count(0)
    for still in stills.all():
        expect(still).to_be_hidden()


@pytest.mark.everyday
def test_what_was_answered_is_there_the_next_day(open_notebook: Callable[..., Page], journal: Path) -> None:
    name = "answered yesterday"
    page = open_notebook(name, ('import stretchlib as sl\nsl.quiz(ids=["Q01"])',), own=True)
    run_all(page)
    asked = card(page, "Q01")
    asked.locator(".slq-controls input").first.check()
    asked.locator(".slq-sure input").first.check()
    asked.locator("[data-action=check]").click()
    verdict = asked.locator(".slq-verdict")
    expect(verdict).not_to_have_text("", timeout=60_000)  # the first mark of a kernel loads what marks
    answered = verdict.inner_text()
    assert len(Journal(journal).records("answer")) == 1
    saved(page)
    page.evaluate(LEAVE, None)
    page.evaluate(REOPEN, f"{name}.ipynb")
    expect(page.locator(NOTE)).to_be_visible()
    expect(page.locator("[data-question]")).to_have_count(0)
    run_all(page)
    expect(card(page, "Q01").locator(".slq-verdict")).to_have_text(answered)


def test_the_menu_opens_notebooks_and_help_by_commands_that_jupyterlab_has(
        open_notebook: Callable[..., Page], lab: Lab) -> None:
    page = open_notebook("the menu of the course", ("1",), own=True)
    assert page.evaluate("window.jupyterapp.shell.mode") == "single-document"
    menu = page.locator(".lm-MenuBar-item").first
    expect(menu).to_have_text(say("lab.course"))
    wanted = json.loads((lab.folder / ".jupyter/config/labconfig/default_setting_overrides.json").read_text())
    items = wanted["@jupyterlab/mainmenu-extension:plugin"]["menus"][0]["items"]
    commands = {item["command"] for item in items if "command" in item}
    assert all(page.evaluate("name => window.jupyterapp.commands.hasCommand(name)", name) for name in commands)

    def entry(label: str) -> Locator:
        return page.locator(f"#{MENU}").get_by_role("menuitem", name=label, exact=True)
    menu.click()
    for item in items:
        if "args" in item:
            expect(entry(item["args"].get("label", item["args"].get("text")))).to_be_visible()
    entry(say("lab.progress")).click()
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.context?.path === '08_revision.ipynb'")
    menu.click()
    entry(say("lab.help")).click()
    frame = page.frame_locator("iframe[src*='custom/help.html']")
    expect(frame.get_by_role("heading")).to_have_text(say("lab.help.title"))
    expect(frame.locator("li")).to_have_count(6)


def test_the_list_of_notebooks_stands_at_the_side_and_the_type_is_the_courses(
        open_notebook: Callable[..., Page]) -> None:
    page = open_notebook("the list at the side", ("1",), own=True)
    listed = page.locator(".jp-DirListing-itemName")
    expect(listed.filter(has_text="01_hip_anatomy")).to_be_visible()
    assert "Liberation Sans" in page.evaluate(
        "getComputedStyle(document.body).getPropertyValue('--jp-content-font-family')")
    expect(page.locator("#jp-main-statusbar")).to_be_hidden()


def test_a_bar_of_folded_code_has_a_name(open_notebook: Callable[..., Page], lab: Lab) -> None:
    name = lab.write("folded code", "1 + 1")
    notebook = json.loads((lab.folder / name).read_text())
    notebook["cells"][0]["metadata"] = {"jupyter": {"source_hidden": True}}
    (lab.folder / name).write_text(json.dumps(notebook))
    page = open_notebook(name)
    bar = page.locator(".jp-InputPlaceholder")
    expect(bar).to_be_visible()
    client = page.context.new_cdp_session(page)
    for _ in range(50):  # what a style sheet says is in the tree a little after it is on the screen
        nodes = client.send("Accessibility.getFullAXTree")["nodes"]
        if say("lab.folded") in [node.get("name", {}).get("value", "") for node in nodes]:
            break
        page.wait_for_timeout(200)
    else:
        pytest.fail("the bar has no name")
    assert (bar.bounding_box() or {"height": 99})["height"] <= 32
    bar.locator(".jp-Placeholder-content").click()
    expect(page.locator(".jp-InputArea-editor").first).to_be_visible()
