"""The timer's phase boundaries against the browser's own clock, in a real JupyterLab, over ten real minutes."""

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

MINUTES = float(os.environ.get("STRETCHLIB_BENCH_MINUTES", "10"))
PHASE_S = 5
# Phases of five seconds, so that ten minutes hold 120 boundaries.
CELL = f"""
from dataclasses import replace
from stretchlib.pacing import Phase
from stretchlib.session import Session
from stretchlib.widgets import Timer
base = Session.from_exercise("bridge")
count = {int(MINUTES * 60 / PHASE_S)}
laid = tuple(Phase("hold", "both", 1, n + 1, n * {PHASE_S}.0, (n + 1) * {PHASE_S}.0, "Hold") for n in range(count))
end = Phase("done", "none", 0, 0, count * {PHASE_S}.0, count * {PHASE_S}.0, "Done")
timer = Timer(replace(base, phases=(*laid, end)))
timer
"""
WATCH = """() => {
    const timer = document.querySelector('.slt');
    window.seen = [];
    document.addEventListener('click', () => { window.clicked = performance.now(); }, true);
    new MutationObserver(() => {
        const phase = Number(timer.dataset.phase);
        if (timer.dataset.status === 'running' && window.seen.at(-1)?.phase !== phase)
            window.seen.push({phase, at: performance.now()});
    }).observe(timer, {attributes: true});
}"""


def boundaries() -> str:
    """Error of each boundary against its deadline, counted from the press on Start; kernel idle, then busy."""
    return "; ".join(f"kernel {state} {_one(state == 'busy')}" for state in ("idle", "busy"))


def _one(busy: bool) -> str:
    with _page() as page:
        page.evaluate(WATCH)
        page.locator("[data-action=start]").click()
        page.locator("[data-action=gate-none]").click()
        if busy:
            page.evaluate(f"""() => {{
                const panel = window.jupyterapp.shell.currentWidget;
                panel.content.widgets[1].model.sharedModel.setSource(
                    'import time\\nend = time.time() + {MINUTES * 60 + 20}\\nwhile time.time() < end: pass');
                panel.content.activeCellIndex = 1;
                window.jupyterapp.commands.execute('notebook:run-cell');
            }}""")
        page.locator("[data-action=start]").click()
        page.wait_for_timeout(MINUTES * 60_000 + 3_000)
        clicked: float = page.evaluate("window.clicked")  # the last click is the one on Start
        seen: list[dict[str, Any]] = page.evaluate("window.seen")
    errors = sorted(abs(one["at"] - clicked - 1000 * PHASE_S * one["phase"]) for one in seen if one["phase"])
    at95 = errors[max(0, -(-len(errors) * 95 // 100) - 1)]
    return (f"median {errors[len(errors) // 2]:.1f} ms, 95th percentile {at95:.1f} ms, largest {errors[-1]:.1f} ms "
            f"over {len(errors)} boundaries in {MINUTES:g} min")


@contextlib.contextmanager
def _page(cell: str = CELL, widget: str = ".slt") -> Iterator[Any]:
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
