"""The case player's reaction to a key, in a real JupyterLab: the press seen, and the person's answer on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .page import opened
from .rows import Row, of, row

CELL = """
import os, tempfile
os.environ["STRETCHLIB_JOURNAL"] = os.path.join(tempfile.mkdtemp(), "journal.jsonl")
import stretchlib as sl
player = sl.case("leg_pain_after_lifting")
player
"""
# From the key's own time stamp to the frame that shows the change: first the pressed control, then the answer.
WATCH = """() => {
    const root = document.querySelector('.slc'), log = root.querySelector('.slc-log');
    window.seen = [];
    document.addEventListener('keydown', event => {
        if (event.key === 'Enter') window.seen.push({at: event.timeStamp});
    }, true);
    new MutationObserver(changes => {
        const last = window.seen.at(-1);
        if (!last) return;
        for (const change of changes) {
            const event = change.type === 'childList' && change.target === log && change.addedNodes.length ? 'answer' :
                change.attributeName === 'data-pending' && change.target.hasAttribute('data-pending') ? 'press' : '';
            if (event && !last[event]) requestAnimationFrame(() => { last[event] = performance.now() - last.at; });
        }
    }).observe(root, {attributes: true, childList: true, subtree: true});
}"""


def key_to_reaction() -> Iterator[Row]:
    """Milliseconds from a key to the press shown and to the answer shown, over every question and examination."""
    with opened(CELL, ".slc") as page:
        page.evaluate(WATCH)
        for tab in ("ask", "examine"):
            page.locator(f"[data-action=tab-{tab}]").click()
            for choice in page.locator(f".slc-choice[data-action^={tab}-]").all():
                choice.focus()
                count = page.locator(".slc-log li").count()
                page.keyboard.press("Enter")
                page.wait_for_function("count => document.querySelectorAll('.slc-log li').length > count "
                                       "&& window.seen.at(-1).answer", arg=count)
        seen: list[dict[str, Any]] = page.evaluate("window.seen")
    for key, label in (("press", "a key in a case: the press shown"), ("answer", "the same: the answer shown")):
        values = [float(times[key]) for times in seen if key in times]
        yield row(f"case-{key}", label, values, 50, detail=f"95th percentile {of(values, 95):.0f} ms")
