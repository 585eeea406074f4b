"""The class deck as it is served, for the tests that open it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tools.checks import environment

SLIDES = 16
START_MS = 180_000  # on a busy computer its cells take long to run
PROJECTOR = {"width": 1280, "height": 720}
VISIBLE = ".sd-slide:not([hidden])"


def slide_number(page: Page) -> str:
    """Number of the slide that is shown and of all, such as ``2 / 14``."""
    return page.locator(".sd-place").inner_text()


def serve(folder: Path, notebook: str = "class_deck", **settings: str) -> Iterator[str]:
    """A deck as ``python start.py present`` serves it, in a course folder of its own: its address, then its end.

    ``settings`` stand in its environment besides.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "present.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "stretchlib", "present", notebook, "--no-browser", "--port", str(port)],
            env={**environment(), "STRETCHLIB_COURSE": str(folder / "course"), **settings}, stdout=out, stderr=out)
    for _ in range(400):
        match = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())
        try:
            if match:
                urllib.request.urlopen(f"{match[0]}voila/static/voila.js", timeout=2).close()
                break
        except OSError:
            pass
        if server.poll() is not None:
            break
        with pytest.raises(subprocess.TimeoutExpired):
            server.wait(0.3)
    else:
        pytest.fail(f"the deck was not served: {log.read_text()[-2000:]}")
    if server.poll() is not None:
        pytest.fail(f"the deck was not served: {log.read_text()[-2000:]}")
    try:
        yield match[0]
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def open_deck(page: Page, address: str) -> None:
    """Load the deck, and wait until all of its widgets live; ``commit``, for its cells are run while it loads."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector(f"#slide-{SLIDES} .slv", state="attached", timeout=START_MS)
