"""The timer's phase boundaries and the steps of ipywidgets' Play against the browser's own clock, on one page of a
real JupyterLab, over ten real minutes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from .page import opened
from .rows import Row, of

MINUTES = float(os.environ.get("STRETCHLIB_BENCH_MINUTES", "10"))
PHASE_S = 5
# Phases of five seconds, so that ten minutes hold 120 boundaries. Play steps as often, linked to a text in the page.
CELL = f"""
from dataclasses import replace
import ipywidgets
from stretchlib.exercises.pacing import Phase
from stretchlib.exercises.session import Session
from stretchlib.widgets import Timer
base = Session.from_exercise("bridge")
count = {int(MINUTES * 60 / PHASE_S)}
laid = tuple(Phase("hold", "both", 1, n + 1, n * {PHASE_S}.0, (n + 1) * {PHASE_S}.0, "Hold", "hold")
             for n in range(count))
end = Phase("done", "none", 0, 0, count * {PHASE_S}.0, count * {PHASE_S}.0, "Done", "done")
timer = Timer(replace(base, phases=(*laid, end)))
play = ipywidgets.Play(min=0, max=count, interval={PHASE_S * 1000})
step = ipywidgets.IntText()
ipywidgets.jslink((play, "value"), (step, "value"))
ipywidgets.VBox([timer, play, step])
"""
WATCH = """() => {
    const timer = document.querySelector('.slt'), step = document.querySelector('.widget-text input[type=number]');
    window.seen = [];
    window.steps = [];
    document.addEventListener('click', () => { window.clicked = performance.now(); }, true);
    new MutationObserver(() => {
        const phase = Number(timer.dataset.phase);
        if (timer.dataset.status === 'running' && window.seen.at(-1)?.phase !== phase)
            window.seen.push({phase, at: performance.now()});
    }).observe(timer, {attributes: true});
    let last = step.value;
    setInterval(() => {
        if (step.value !== last) window.steps.push({phase: Number(last = step.value), at: performance.now()});
    }, 5);
}"""
PLAY = "document.querySelector('.widget-play button').click()"


def boundaries() -> Iterator[Row]:
    """Error of each boundary against its deadline, counted from the press on Start; kernel idle, then busy."""
    yield from (_of_state(state) for state in ("idle", "busy"))


def _of_state(state: str) -> Row:
    with opened(CELL, ".slt") as page:
        page.evaluate(WATCH)
        page.locator("[data-action=start]").click()
        for _ in range(3):  # three groups of questions
            page.locator("[data-action=gate-none]").click()
        if state == "busy":
            page.evaluate(f"""() => {{
                const panel = window.jupyterapp.shell.currentWidget;
                panel.content.widgets[1].model.sharedModel.setSource(
                    'import time\\nend = time.time() + {MINUTES * 60 + 20}\\nwhile time.time() < end: pass');
                panel.content.activeCellIndex = 1;
                window.jupyterapp.commands.execute('notebook:run-cell');
            }}""")
        page.locator("[data-action=start]").click()
        clicked: float = page.evaluate("window.clicked")  # the last click is the one on Start
        page.evaluate(PLAY)
        page.wait_for_timeout(MINUTES * 60_000 + 3_000)
        ours = _errors(page.evaluate("window.seen"), clicked)
        steps = page.evaluate("window.steps")
        # Play takes its first step at once: its errors are counted from that step.
        theirs = _errors(steps[1:], steps[0]["at"] - 1000 * PHASE_S * steps[0]["phase"])
    peer = f"Play of ipywidgets, from its first step on, {of(theirs, 95):.0f} ms (median {of(theirs, 50):.0f} ms)"
    return Row(f"timer-{state}", f"error of a phase's boundary, 95th percentile over {MINUTES:g} min, kernel {state}",
               of(ours, 95), 50, "ms", f"median {of(ours, 50):.1f} ms, largest {max(ours):.1f} ms, {len(ours)} times",
               peer, of(theirs, 95) / of(ours, 95))


def _errors(seen: list[dict[str, Any]], begun: float) -> list[float]:
    return [abs(phase["at"] - begun - 1000 * PHASE_S * phase["phase"]) for phase in seen if phase["phase"]]
