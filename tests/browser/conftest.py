"""A real JupyterLab in a real Chromium, on loopback: one server for all tests of a worker, one page a test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lab_page import FLAGS, Lab, chromium
from playwright.sync_api import Browser, Page, sync_playwright

from tools.checks import environment

START_S = 240
# Opened by the tests, not by learners: reach into the page, and no autosave or news in the middle of a test.
SERVER = """
import sys
from pathlib import Path
from stretchlib import cli, course
folder = Path(sys.argv[1])
course.lay_down(folder)
cli.private_jupyter(folder)
from jupyterlab.labapp import LabApp
words = cli.lab_words(folder, folder / "00_start_here.ipynb", port=int(sys.argv[2]), browser=False)
LabApp.launch_instance([*words, "--LabApp.expose_app_in_browser=True", "--IdentityProvider.token=",
                        "--ServerApp.password="])
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    found = chromium()
    if found is None:
        reason = "no Chromium was found: install it (Debian: chromium), or name it in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on the learner's folder, as ``start`` opens it."""
    folder = tmp_path_factory.mktemp("my course é")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), str(port)], env=environment(),
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


@pytest.fixture
def open_notebook(browser: Browser, lab: Lab) -> Iterator[Callable[..., Page]]:
    """``open_notebook(name)``: a page on this notebook with an idle kernel; keyword arguments go to the context."""
    contexts = []

    def opened(name: str, **how: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{lab.url}/lab/tree/{name}?reset")
        page.wait_for_function(
            "name => window.jupyterapp?.shell?.currentWidget?.context?.path === name", arg=name, timeout=120_000)
        page.evaluate("""async () => {
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.ready;
            await panel.sessionContext.ready;
            await panel.sessionContext.session.kernel.info;
        }""")
        return page

    yield opened
    for context in contexts:
        context.close()
