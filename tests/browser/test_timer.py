"""The timer in JupyterLab: by keyboard, with a busy kernel, after a gap, run again, side by side, watched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lab_page import Lab, output, press, run_busy, run_cell, shot, tab_to
from playwright.sync_api import Locator, Page, expect

from tests.data_files import table_file
from tools.checks import ROOT

MAKE = 'import stretchlib as sl\ntimer = sl.timer("figure_four_stretch")\ntimer'
TABLE = "timer.table()[['status', 'mode', 'reps_done', 'hold_right_s', 'hold_left_s']]"
Open = Callable[..., Page]


def the_timer(page: Page, nth: int = 0) -> Locator:
    timer = page.locator(".slt").nth(nth)
    expect(timer).to_be_visible()
    return timer


def row(page: Page, number: int) -> list[str]:
    """The last row of the practice table after its cell was run again.

    The page's last message may still be on its way to the kernel, as it may be for a student: the cell is run until
    a row is there.
    """
    for _ in range(20):
        run_cell(page, number)
        last = output(page, number).strip().splitlines()[-1].split("\t")
        if last[0].isdigit():
            return last[1:]
        page.wait_for_timeout(250)
    pytest.fail("no practice came back")


@pytest.mark.everyday
def test_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, TABLE)
    timer = the_timer(page)
    cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    # The notebook's own way into an output is its business; from the first control on, all is Tab and Enter.
    timer.locator("button:visible").first.focus()
    tab_to(page, "start")
    page.keyboard.press("Space")
    for _ in range(3):  # three groups of questions
        tab_to(page, "gate-none")
        page.keyboard.press("Enter")
    tab_to(page, "start")
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))  # on a slow computer keys would take a second of a hold
    page.keyboard.press("Space")
    expect(timer).to_have_attribute("data-status", "running")
    for key in ("d", "d", "x", "a", "b", "m", "0", "0", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == cells, "a cell was deleted"
    tab_to(page, "skip")
    for _ in range(15):
        page.keyboard.press("Enter")
    expect(timer).to_have_attribute("data-status", "skipped")
    assert "Ended with parts skipped" in timer.inner_text()
    page.clock.resume()
    assert row(page, 1) == ["skipped", "practised", "0", "0", "0"], "what was skipped is not done"


def test_a_ball_is_squeezed_and_let_go(opened: Callable[..., Page]) -> None:
    """How an exercise moves is its own: the big word, what comes next, and what a screen reader hears."""
    page = opened('import stretchlib as sl\ntimer = sl.timer("ball_squeeze")\ntimer')
    timer = the_timer(page)
    press(timer, "start", "gate-none", "start")
    expect(timer.locator(".slt-phase")).to_have_text("Get ready")
    expect(timer).to_contain_text("Squeeze, 2 seconds")
    press(timer, "pause", "skip")
    expect(timer.locator(".slt-phase")).to_have_text("Squeeze")
    expect(timer).not_to_contain_text(re.compile(r"\b[Ll](ift|ower)\b"))


def test_it_keeps_time_while_the_kernel_is_busy(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(MAKE, "import time; time.sleep(0)", TABLE, anew=True)
    page.emulate_media(reduced_motion="reduce")  # each picture of the person would be drawn, thousands in six seconds
    timer = the_timer(page)
    press(timer, "start", "gate-none")
    enough = tmp_path / "enough"  # the kernel is busy until this file is there, however slow the computer
    run_busy(page, 1, f"import pathlib, time\nwhile not pathlib.Path({str(enough)!r}).exists(): time.sleep(0.05)")
    page.clock.install()
    press(timer, "start")
    for _ in range(16):  # the kernel is busy through all of it
        page.clock.run_for(14_000)
    expect(timer).to_have_attribute("data-status", "finished")
    assert page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status") == "busy"
    enough.touch()
    page.clock.resume()
    page.evaluate("window.busy")
    assert row(page, 2) == ["finished", "practised", "4", "60", "60"]
    assert page.evaluate("window.sent") <= 16 + 1, "at most one message a phase change, and one for the start"
    page.emulate_media(reduced_motion=None)


def test_it_catches_up_after_a_gap(opened: Callable[..., Page]) -> None:
    """A hidden tab wakes once a minute: the clock jumps, the session is where it must be."""
    page = opened(MAKE)
    timer = the_timer(page)
    press(timer, "start", "gate-none")
    page.clock.install()
    press(timer, "start")
    page.clock.run_for(1_000)
    page.clock.fast_forward(120_000)  # 2:01, in the first hold of the left side
    page.clock.run_for(500)
    expect(timer).to_have_attribute("data-phase", "9")
    assert "Left side" in timer.inner_text()
    page.clock.fast_forward(120_000)
    page.clock.run_for(500)
    expect(timer).to_have_attribute("data-status", "finished")


def test_a_closed_lid_is_not_practice(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, TABLE)
    timer = the_timer(page)
    press(timer, "start", "gate-none")
    page.clock.install()
    press(timer, "start")
    page.clock.run_for(20_000)
    page.clock.fast_forward(3_600_000)
    page.clock.run_for(2_000)
    expect(timer).to_have_attribute("data-status", "paused")
    expect(timer).to_have_attribute("data-phase", "1")
    assert "Paused where it was last seen" in timer.inner_text()
    press(timer, "end")
    page.clock.resume()
    last = row(page, 1)
    assert last[:3] == ["broken off", "practised", "0"]
    assert 10 <= int(last[3]) <= 13


@pytest.mark.parametrize(("answer", "status", "walked_s"), [
    ("walked", "finished", 300), pytest.param("stood", "broken off", 52, marks=pytest.mark.slow)])
def test_after_a_walk_unseen_the_page_asks(opened: Callable[..., Page], answer: str, status: str,
                                           walked_s: int) -> None:
    page = opened(MAKE.replace("figure_four_stretch", "graded_walking"), "timer.table()[['status', 'hold_both_s']]")
    timer = the_timer(page)
    press(timer, "start", "gate-none")
    page.clock.install()
    press(timer, "start")
    page.clock.run_for(60_000)
    timer.locator("[data-action=pause]").focus()
    page.clock.fast_forward(1_440_000)
    page.clock.run_for(2_000)
    asked = timer.locator("[data-tag=away]")
    expect(asked).to_contain_text("You were away 24 minutes. Did you walk on?")
    expect(asked.locator("[data-action=walked]")).to_be_focused()
    expect(timer.locator("[data-action=end]")).to_be_hidden()
    shot(page, f"walk asked {answer}", timer)
    press(timer, answer)
    expect(asked).to_be_hidden()
    expect(timer.locator("[data-action=start]")).to_be_focused()
    if answer == "stood":
        expect(timer).to_have_attribute("data-status", "paused")
        press(timer, "end")
    page.clock.resume()
    said, seconds = row(page, 1)
    assert said == status
    assert abs(int(seconds) - walked_s) <= 2


@pytest.mark.everyday
def test_pause_back_restart_and_end(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, TABLE)
    page.emulate_media(reduced_motion="reduce")  # as above: nobody looks at the person here
    timer = the_timer(page)
    press(timer, "start", "gate-none")
    page.clock.install()
    press(timer, "start")
    page.clock.run_for(20_000)
    expect(timer).to_have_attribute("data-phase", "1")
    press(timer, "pause")
    page.clock.run_for(90_000)
    expect(timer).to_have_attribute("data-phase", "1")
    press(timer, "start")
    page.clock.run_for(20_000)
    expect(timer).to_have_attribute("data-phase", "2")
    press(timer, "back", "back")
    expect(timer).to_have_attribute("data-phase", "1")
    press(timer, "restart")
    expect(timer).to_have_attribute("data-phase", "0")
    page.clock.run_for(45_000)
    press(timer, "end")
    expect(timer).to_have_attribute("data-status", "broken_off")
    page.clock.resume()
    assert row(page, 1) == ["broken off", "practised", "1", "30", "0"]
    page.emulate_media(reduced_motion=None)


def test_running_its_cell_again_takes_up_the_practice(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, TABLE)
    timer = the_timer(page)
    press(timer, "start", "gate-none", "start", "skip", "skip", "skip")
    expect(timer).to_have_attribute("data-phase", "3")
    run_cell(page, 0)
    timer = the_timer(page)
    expect(timer).to_have_attribute("data-status", "running")
    expect(timer).to_have_attribute("data-phase", "3")
    assert page.locator(".slt").count() == 1


def test_two_timers_do_not_disturb_each_other(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, 'other = sl.timer("bridge")\nother', TABLE, TABLE.replace("timer", "other"))
    first, second = the_timer(page), the_timer(page, 1)
    press(first, "start", "gate-none")  # one answer is enough for the page
    press(first, "start", "skip", "skip")
    expect(first).to_have_attribute("data-phase", "2")
    press(second, "start")
    expect(second).to_have_attribute("data-status", "running")
    expect(first).to_have_attribute("data-status", "paused")
    expect(first).to_have_attribute("data-phase", "2")
    press(second, "end")
    press(first, "end")
    assert row(page, 2)[0] == "broken off"
    assert row(page, 3)[0] == "broken off"
    assert "\n1\t" not in output(page, 2) + output(page, 3), "each has its own practice and no other"


def test_one_or_more_shows_whom_to_turn_to_and_offers_to_watch(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, TABLE, "print(timer.progress, timer.runs)")
    timer = the_timer(page)
    press(timer, "start", "gate-some")
    assert "emergency" in timer.inner_text()
    assert not timer.locator("[data-action=start]").is_visible()
    press(timer, "gate-back", "gate-some", "gate-watch")
    page.clock.install()
    press(timer, "start")
    for _ in range(16):
        page.clock.run_for(14_000)
    expect(timer).to_have_attribute("data-status", "finished")
    page.clock.resume()
    assert row(page, 1) == ["finished", "watched", "4", "60", "60"], "watching counts the same"
    run_cell(page, 2)
    sent = output(page, 2)
    assert "watched" in sent
    assert not re.search("flag|gate|none|some|question", sent), "the answer never reaches Python"


def test_it_sits_in_a_box_and_can_be_observed(opened: Callable[..., Page]) -> None:
    page = opened('import ipywidgets, stretchlib as sl\nseen = []\ntimer = sl.timer("bridge")\n'
                  'timer.observe(lambda change: seen.append(change["new"]["phase"]), "progress")\n'
                  "ipywidgets.VBox([timer])", "print(seen)")
    timer = the_timer(page)
    press(timer, "start", "gate-none", "start", "skip")
    expect(timer).to_have_attribute("data-phase", "1")
    run_cell(page, 1)
    assert "1" in output(page, 1)


def test_text_of_the_data_is_shown_as_text(opened: Callable[..., Page], lab: Lab) -> None:
    hostile = "<img src=x onerror=hurt=1>"
    data = lab.folder / "hostile data"
    shutil.copytree(ROOT / "data", data)
    for table, old in (("exercises", "Figure-four stretch"), ("exercise_levels", "On the back"),
                       ("red_flags", "Do you have a fever and"), ("words", "Back,\"Button"),
                       ("exercise_steps", "On your back, one ankle")):
        path = table_file(data, table)
        text = path.read_text(encoding="utf-8")
        assert old in text, table
        path.write_text(text.replace(old, hostile + ",\"Button" if table == "words" else hostile, 1), encoding="utf-8")
    page = opened(f"import os\nos.environ['STRETCHLIB_DATA'] = {str(data)!r}", MAKE, anew=True)
    timer = the_timer(page)
    press(timer, "start")
    on_screen = timer.inner_text()
    press(timer, "gate-none", "start")
    on_screen += timer.inner_text()
    assert on_screen.count("<img src=x") >= 4, on_screen
    assert page.evaluate("window.hurt === undefined")


def test_a_reload_of_the_page_takes_up_the_practice(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, TABLE, own=True)
    timer = the_timer(page)
    press(timer, "start", "gate-none", "start", "skip", "skip")
    expect(timer).to_have_attribute("data-phase", "2")
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    timer = page.locator(".slt").first
    if not timer.is_visible():  # the page draws outputs again only when their cell is run
        page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context?.isReady", timeout=120_000)
        page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.ready")
        run_cell(page, 0)
    expect(timer).to_have_attribute("data-status", "running", timeout=30_000)
    assert int(timer.get_attribute("data-phase") or 0) >= 2
