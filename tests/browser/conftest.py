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
from lab_page import FLAGS, SERVER, Lab, chromium, open_on
from playwright.sync_api import Browser, Page, sync_playwright

from tools.checks import environment

START_S = 240


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
        open_on(page, lab, name)
        return page

    yield opened
    for context in contexts:
        context.close()
