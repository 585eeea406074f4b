"""What the browser tests share: a learner's folder in a running JupyterLab, and moves on its page."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from playwright.sync_api import Error as PlaywrightError
from quiz_steps import turn_to

from stretchlib.learner import copies
from stretchlib.learner.journal import Journal
from tools.checks import environment

START_S = 240
SCREEN = 620  # CSS pixels of height that JupyterLab leaves to an output on a laptop of 1366 x 768
SHOTS = os.environ.get("STRETCHLIB_SHOTS")  # a folder for those who want to look
# The last list of features counts, so Playwright's own is said again. The rest of them are two pages of Chromium's
# address bar, which it loads into each window though nobody sees it: 1.2 s of processor time for every context.
NO_FEATURES = ("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
               "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
               "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
               "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
               "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# The stage is drawn by Chromium's own renderer in software, as on a computer without a graphics chip; the page around
# it is laid together without that renderer, which would take half as long again.
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing",
         "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
         f"--disable-features={','.join(NO_FEATURES)}"]
# Opened by the tests, not by learners: reach into the page, and no autosave or news in the middle of a test.
SERVER = """
import sys
from pathlib import Path
from stretchlib.app import cli
from stretchlib.learner.copies import lay_down
folder = Path(sys.argv[1])
lay_down(folder)
cli.private_jupyter(folder)
from jupyterlab.labapp import LabApp
words = cli.lab_words(folder, folder / "00_start_here.ipynb", port=int(sys.argv[2]), browser=False)
LabApp.launch_instance([*words, "--LabApp.expose_app_in_browser=True", "--IdentityProvider.token=",
                        "--ServerApp.password=", *sys.argv[3:]])
"""


def chromium() -> str | None:
    """The browser to drive: ``CHROMIUM`` names one, else the usual names on the PATH."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@dataclass
class Lab:
    """A running JupyterLab: its address and the learner's folder."""

    url: str
    folder: Path

    def copy_of(self, notebook: str, name: str) -> str:
        """A fresh copy of a course notebook, so that tests do not meet each other's; returns its name."""
        target = self.folder / f"{name}.ipynb"
        target.write_bytes(copies.editions()[f"{notebook}.ipynb"])
        return target.name

    def write(self, name: str, *cells: str) -> str:
        """A notebook with these code cells; returns its name."""
        notebook = {"cells": [{"cell_type": "code", "id": f"cell-{i}", "metadata": {}, "source": text, "outputs": [],
                               "execution_count": None} for i, text in enumerate(cells)],
                    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}},
                    "nbformat": 4, "nbformat_minor": 5}
        (self.folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        return f"{name}.ipynb"


def serve_lab(folder: Path, *words: str) -> Iterator[Lab]:
    """JupyterLab on a learner's folder as ``start`` opens it, told ``words`` besides; then its end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), str(port), *words], env=environment(),
                                  cwd=folder, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_S
        while True:
            try:
                urllib.request.urlopen(f"{url}/api", timeout=5).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"JupyterLab did not start: {log.read_text()[-2000:]}")
                time.sleep(0.2)
        yield Lab(url, folder)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def opened(open_notebook: Callable[..., Page], name: str, *cells: str, **how: Any) -> Page:
    """A page on a notebook of these cells, all of them run."""
    page = open_notebook(name, cells, **how)
    run_all(page)
    assert faults(page) == []
    return page


def run_all(page: Page) -> None:
    """Run every cell and wait for the last reply."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")


def run_cell(page: Page, number: int) -> None:
    """Run one cell, counted from 0, and wait for its reply."""
    page.evaluate("""async number => {
        const panel = window.jupyterapp.shell.currentWidget;
        panel.content.activeCellIndex = number;
        await window.jupyterapp.commands.execute('notebook:run-cell');
    }""", number)


def run_busy(page: Page, number: int, source: str) -> None:
    """Have one cell run ``source``, and do not wait for its end, which ``window.busy`` is.

    ``window.sent`` counts the messages of widgets to the kernel from now on.
    """
    page.evaluate("""([number, source]) => {
        const panel = window.jupyterapp.shell.currentWidget;
        window.sent = 0;
        panel.sessionContext.session.kernel.anyMessage.connect((_, event) => {
            if (event.direction === 'send' && event.msg.header.msg_type === 'comm_msg') window.sent += 1;
        });
        panel.content.widgets[number].model.sharedModel.setSource(source);
        panel.content.activeCellIndex = number;
        window.busy = window.jupyterapp.commands.execute('notebook:run-cell');
    }""", [number, source])
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
                           ".status === 'busy'")


def focused(page: Page) -> str:
    """The action of the control that has the focus, else its class."""
    return page.evaluate("document.activeElement?.dataset?.action ?? document.activeElement?.className ?? ''")


def tab_to(page: Page, action: str, presses: int = 60) -> None:
    """Reach a button with the Tab key alone."""
    for _ in range(presses):
        if focused(page) == action:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{action} was not reached by {presses} presses of Tab; the focus is on {focused(page)!r}")


def faults(page: Page) -> list[str]:
    """Error outputs and stderr of the open notebook."""
    return page.evaluate("""() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap(cell =>
        cell.model.type === 'code' ? cell.model.outputs.toJSON().filter(output => output.output_type === 'error' ||
        output.name === 'stderr').map(output => JSON.stringify(output)) : [])""")


def output(page: Page, number: int) -> str:
    """The text of a cell's outputs."""
    return page.evaluate("n => window.jupyterapp.shell.currentWidget.content.widgets[n].outputArea.node.innerText",
                         number)


def practices(journal: Path, page: Page, count: int) -> list[dict[str, Any]]:
    """The practices of the journal, once there are so many; the last message may still be on its way."""
    for _ in range(80):
        records = Journal(journal).records("practice")
        if len(records) >= count:
            return records
        page.wait_for_timeout(100)
    pytest.fail(f"{len(records)} practices instead of {count}")


def card(page: Page, name: str) -> Locator:
    """The card of a question, in sight."""
    return turn_to(page.locator(f".slq-card[data-question={name}]").first)


def shot(page: Page, name: str, of: Locator | None = None) -> None:
    """Keep a picture for whoever named a folder for them."""
    if SHOTS:
        if of is not None:
            page.set_viewport_size({"width": 1280, "height": 2600})  # so that all of it is on the page
        (of or page).screenshot(path=str(Path(SHOTS) / f"{name}.png"))


@contextlib.contextmanager
def dark(page: Page) -> Iterator[None]:
    """JupyterLab's own dark theme; light again afterwards, because Lab keeps the choice for every page."""
    try:
        _change_theme(page, "Dark")
        yield
    finally:
        _change_theme(page, "Light")


def _change_theme(page: Page, name: str) -> None:
    page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})",
                  f"JupyterLab {name}")
    page.wait_for_selector(f"body[data-jp-theme-light={'true' if name == 'Light' else 'false'}]", state="attached")
    # Lab lays its splash aside and the page out anew; a key pressed before that is lost.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))")


def height(widget: Locator) -> float:
    """The height of a widget, 800 CSS pixels wide."""
    return float(widget.evaluate("""node => {
        node.style.inlineSize = '800px';
        const high = node.getBoundingClientRect().height;
        node.style.inlineSize = '';
        return high;
    }"""))


def fits_in_both_themes(page: Page, widget: Locator, selector: str, name: str) -> None:
    """A widget keeps to a screen, and axe-core finds nothing in it, light and dark; a picture of both is kept."""
    assert height(widget) <= SCREEN
    assert violations(page, selector) == []
    shot(page, name, widget)
    with dark(page):
        assert violations(page, selector) == []
        shot(page, f"{name}_dark", widget)


def violations(page: Page, selector: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds within the elements of ``selector``: rule, impact, and the element, a line each.

    ``but``: rules left out, which is for a reason the caller states.
    """
    assert page.locator(selector).count(), f"nothing on the page is {selector}"
    # Lab's own frame is not ours to mend, so only what lies within the widget is judged.
    rules = {rule: {"enabled": False} for rule in but}
    results = Axe().run(page, context=selector, options={"rules": rules}).response["violations"]
    return [f"{violation['id']} ({violation['impact']}): {node['html'][:200]} {node['failureSummary']}"
            for violation in results for node in violation["nodes"]]


def press(timer: Locator, *actions: str) -> None:
    """Press buttons of the timer with the mouse, in this order; ``gate-none`` for each group of safety questions."""
    for action in actions:
        button = timer.locator(f"[data-action={action}]")
        button.click()
        while action == "gate-none" and button.is_visible():
            button.click()


def open_on(page: Page, lab: Lab, name: str) -> None:
    """Open a notebook of the learner's folder, and wait until its kernel answers."""
    page.goto(f"{lab.url}/lab/tree/{name}?reset")
    page.wait_for_function("name => window.jupyterapp?.shell?.currentWidget?.context?.path === name", arg=name,
                           timeout=120_000)
    page.evaluate("""async () => {
        const panel = window.jupyterapp.shell.currentWidget;
        await panel.context.ready;
        await panel.sessionContext.ready;
        await panel.sessionContext.session.kernel.info;
    }""")


#: Widgets of this page begin as in a page just loaded.
FORGET = "delete globalThis[Symbol.for('stretchlib.page')]; sessionStorage.clear();"
#: Open a notebook in a page that is there already.
OPEN = f"""async name => {{
    const {{commands, shell}} = window.jupyterapp;
    {FORGET}
    shell.expandLeft();
    const panel = await commands.execute('docmanager:open', {{path: name, factory: 'Notebook'}});
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    shell.activateById(panel.id);
}}"""
#: Close all notebooks but ``kept`` with their kernels; says whether a test set the clock of the page.
LEAVE = """async kept => {
    for (const panel of [...window.jupyterapp.shell.widgets('main')]) {
        if (kept && panel.context?.path === kept) continue;
        if (panel.context) {
            panel.context.model.dirty = false;  // else it asks whether to save
            await panel.sessionContext.shutdown();
        }
        panel.dispose();
    }
    return !/native code/.test(String(setTimeout));
}"""
#: Other cells, of new names, in the notebook that is open.
WRITE = f"""sources => {{
    const {{shell}} = window.jupyterapp;
    const {{content}} = shell.currentWidget;
    const notebook = content.model.sharedModel;
    const old = notebook.cells.length;
    notebook.insertCells(old, sources.map(source => ({{cell_type: 'code', source, metadata: {{}}}})));
    notebook.deleteCellRange(0, old);
    content.activeCellIndex = 0;
    {FORGET}
    shell.expandLeft();
}}"""
#: What the widgets of a test left in the kernel goes; false where the kernel has died or is at work.
CLOSE = """async () => {
    const {kernel} = window.jupyterapp.shell.currentWidget?.sessionContext?.session ?? {};
    if (kernel?.status !== 'idle') return false;
    await kernel.requestExecute({code: 'import ipywidgets; ipywidgets.Widget.close_all()', silent: true}).done;
    return true;
}"""


class SharedPage:
    """One page of JupyterLab for many tests.

    To load JupyterLab takes 7 s of processor time, to open a notebook in it 1.5, and to import the library in its
    kernel 1.5. So a test that names its cells finds them in one notebook, whose kernel goes on; one that names a
    notebook has a kernel of its own. A page that a test has led elsewhere is given up, and the next test has a new one.
    Whatever the page asks of another server, from its first request on, is in ``elsewhere``.
    """

    def __init__(self, browser: Browser, lab: Lab) -> None:
        self.browser, self.lab = browser, lab
        self.page: Page | None = None
        self.written = ""  # the notebook of the tests' cells, while it is open
        self.elsewhere: list[str] = []

    def open(self, name: str, viewport: dict[str, int]) -> Page:
        """The page on this notebook."""
        if self.page:
            self.page.set_viewport_size(viewport)
            self.page.evaluate(OPEN, name)
        else:
            self.page = new_page(self.browser, viewport=viewport, has_touch=True)
            self.page.context.on("request", lambda request: self._asked(request.url))
            self.page.on("websocket", lambda websocket: self._asked(websocket.url))
            open_on(self.page, self.lab, name)
        return self.page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.lab.url, self.lab.url.replace("http", "ws", 1), "data:", "blob:")):
            self.elsewhere.append(url)

    def write(self, cells: tuple[str, ...], viewport: dict[str, int]) -> Page:
        """The page on a notebook of these cells."""
        if not (self.page and self.written):
            name = self.lab.write("cells of tests", "")
            page = self.open(name, viewport)
            self.written = name
        else:
            page = self.page
            page.set_viewport_size(viewport)
        page.evaluate(WRITE, list(cells))
        return page

    def come_back(self) -> None:
        """Save the notebook of cells, close it, and open it again with another kernel, as on another day."""
        assert self.page
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        self.page.evaluate(LEAVE, None)
        self.page.evaluate(OPEN, self.written)

    def leave(self) -> None:
        """Ready for the next test, or gone."""
        if not self.page:
            return
        try:
            for extra in self.page.context.pages[1:]:
                extra.close()
            if self.page.evaluate(LEAVE, self.written or None):
                self.page.clock.set_system_time(datetime.now())
                self.page.clock.resume()
            self.page.emulate_media(color_scheme="light")
            if self.written:
                self.page.evaluate(WRITE, [""])
            self.page.wait_for_timeout(100)  # a timer that is closed writes down what is going on
            if self.written and not self.page.evaluate(CLOSE):
                self.page.evaluate(LEAVE, None)
                self.written = ""
        except PlaywrightError:
            self.page.context.close()
            self.page, self.written = None, ""


def new_page(browser: Browser, **how: Any) -> Page:
    """A page in a context of its own; keyword arguments go to the context."""
    context: BrowserContext = browser.new_context(**how)
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page
