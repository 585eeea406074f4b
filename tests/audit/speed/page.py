"""A page of a real JupyterLab to measure in."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.checks import ROOT, environment

sys.path.insert(0, str(ROOT / "tests" / "browser"))


@contextlib.contextmanager
def opened(cell: str, widget: str) -> Iterator[Any]:
    """A page of a fresh JupyterLab with this widget on it."""
    from lab_page import FLAGS, SERVER, Lab, chromium, open_on, run_cell  # type: ignore[import-not-found]
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        port = 18900 + os.getpid() % 90
        server = subprocess.Popen([sys.executable, "-c", SERVER, folder, str(port)], env=environment(), cwd=folder,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            lab = Lab(f"http://127.0.0.1:{port}", Path(folder))
            for _ in range(240):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{lab.url}/api", timeout=5).close()
                    break
                time.sleep(0.5)
            name = lab.write("bench", cell, "1")
            browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = browser.new_page()
            open_on(page, lab, name)
            run_cell(page, 0)
            page.locator(widget).first.wait_for()
            yield page
            browser.close()
        finally:
            server.terminate()
            server.wait(30)
