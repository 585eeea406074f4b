"""The kernel's process is killed in mid-practice: the timer goes on, and the practice is kept once, not twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from lab_page import Lab, faults, new_page, open_on, opened, output, practices, press, run_all, run_cell, serve_lab
from playwright.sync_api import Browser, Locator, Page, expect

PID = "import os; os.getpid()"
MAKE = 'import stretchlib as sl\ntimer = sl.timer("side_lying_leg_lift", "easier")\ntimer'
TABLE = "timer.table()[['status', 'reps_done']]"
LAST_REP = 27  # the phase that begins it; 12 s are left
HERE = """async name => {
    const panel = window.jupyterapp?.shell?.currentWidget;
    return panel?.context?.path === name && panel.context.isReady;
}"""
ANSWERS = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.info"


@pytest.fixture(scope="module")
def left_dead(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Lab]:
    """JupyterLab that starts no kernel again by itself, as after many deaths in a row."""
    yield from serve_lab(tmp_path_factory.mktemp("left dead"), "--AsyncMappingKernelManager.autorestart=False",
                         "--KernelManager.autorestart=False", "--AsyncKernelManager.autorestart=False")


def kill(page: Page) -> int:
    """SIGKILL for the kernel of this notebook, whose number its first cell told."""
    pid = int(output(page, 0).split()[-1])
    process = psutil.Process(pid)
    assert "ipykernel" in " ".join(process.cmdline())
    dialog = page.locator(".jp-Dialog")  # JupyterLab's own word that the kernel has died
    page.add_locator_handler(dialog, lambda shown_dialog: shown_dialog.locator("button.jp-mod-accept").click())
    process.kill()
    return pid


def begun(page: Page) -> Locator:
    """The timer, running, past its first two phases."""
    timer = page.locator(".slt").first
    expect(timer).to_be_visible()
    press(timer, "start")
    if timer.locator("[data-action=gate-none]").is_visible():
        press(timer, "gate-none", "start")
    press(timer, "skip")
    expect(timer).to_have_attribute("data-status", "running")
    return timer


def run_out(timer: Locator) -> None:
    """Skip to the last repetitions; from there on time alone leads to the end."""
    while int(timer.get_attribute("data-phase") or 0) < LAST_REP:
        timer.locator("[data-action=skip]").dispatch_event("click")  # a press that waits may come too late
    expect(timer).to_have_attribute("data-status", "skipped", timeout=30_000)


def back(page: Page, old: int) -> None:
    """Wait for a kernel of another process."""
    for _ in range(60):
        run_cell(page, 0)
        words = output(page, 0).split()
        if words and words[-1].isdigit() and int(words[-1]) != old:
            return
        page.wait_for_timeout(500)
    pytest.fail("no new kernel came")


def loaded_again(page: Page, lab: Lab, name: str, old: int) -> None:
    """The page is loaded again with a kernel that is gone; then somebody has it started anew."""
    page.goto(f"{lab.url}/lab/tree/{name}?reset")
    page.wait_for_function(HERE, arg=name, timeout=120_000)
    assert not psutil.pid_exists(old) or psutil.Process(old).status() == psutil.STATUS_ZOMBIE
    open_now = page.request.get(f"{lab.url}/api/sessions").json()
    kernel = next(session["kernel"]["id"] for session in open_now if session["path"] == name)
    cookie = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "_xsrf")
    again = page.request.post(f"{lab.url}/api/kernels/{kernel}/restart", headers={"X-XSRFToken": cookie})
    assert again.ok, again.text()
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel")
    page.evaluate(ANSWERS)
    back(page, old)


def kept_once(page: Page, journal: Path) -> dict[str, Any]:
    """The one practice of journal and table, after its cell was run again and again."""
    run_cell(page, 1)
    practices(journal, page, 1)
    for _ in range(2):
        run_cell(page, 1)
        run_cell(page, 2)
        assert output(page, 2).count("skipped") == 1
    records = practices(journal, page, 1)
    assert len(records) == 1, "once, not twice"
    assert faults(page) == []
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.includes('stretchlib'))") == []
    return records[0]


def test_a_kernel_that_comes_back_by_itself(open_notebook: Callable[..., Page], journal: Path) -> None:
    page = opened(open_notebook, "kernel killed", PID, MAKE, TABLE, own=True)
    timer = begun(page)
    old = kill(page)
    run_out(timer)
    back(page, old)
    practice = kept_once(page, journal)
    assert (practice["status"], practice["mode"]) == ("skipped", "practised")
    assert practice["hold_left_s"] >= 1, "what ran by itself is done"


def test_a_practice_goes_on_in_the_timer_of_the_new_kernel(open_notebook: Callable[..., Page], journal: Path) -> None:
    page = opened(open_notebook, "kernel killed, run on", PID, MAKE, TABLE, own=True)
    begun(page)
    back(page, kill(page))
    run_cell(page, 1)
    timer = page.locator(".slt").first
    expect(timer).to_have_attribute("data-status", "running")
    assert page.locator(".slt").count() == 1
    run_out(timer)
    assert kept_once(page, journal)["hold_left_s"] >= 1


def test_nobody_starts_it_again_and_the_page_is_loaded_anew(left_dead: Lab, browser: Browser) -> None:
    journal = left_dead.folder / "journal.jsonl"
    page = new_page(browser, viewport={"width": 1280, "height": 900})
    name = left_dead.write("kernel left dead", PID, MAKE, TABLE)
    open_on(page, left_dead, name)
    run_all(page)
    assert faults(page) == []
    timer = begun(page)
    old = kill(page)
    run_out(timer)
    loaded_again(page, left_dead, name, old)
    assert kept_once(page, journal)["hold_left_s"] >= 1

    timer = begun(page)
    press(timer, "skip", "skip")
    reached = int(timer.get_attribute("data-phase") or 0)
    loaded_again(page, left_dead, name, kill(page))
    run_cell(page, 1)
    timer = page.locator(".slt").first
    expect(timer).to_have_attribute("data-status", re.compile("running|paused"))
    assert int(timer.get_attribute("data-phase") or 0) >= reached, "it is taken up in mid-practice as well"
    press(timer, "end")
    assert [practice["status"] for practice in practices(journal, page, 2)] == ["skipped", "broken off"]
    page.context.close()
