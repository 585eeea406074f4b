"""The case player's reaction to a key, in a real JupyterLab: the press seen, and the person's answer on the page."""

from __future__ import annotations

from statistics import median
from typing import Any

from .timer import _page

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
            const what = change.type === 'childList' && change.target === log && change.addedNodes.length ? 'answer' :
                change.attributeName === 'data-pending' && change.target.hasAttribute('data-pending') ? 'press' : '';
            if (what && !last[what]) requestAnimationFrame(() => { last[what] = performance.now() - last.at; });
        }
    }).observe(root, {attributes: true, childList: true, subtree: true});
}"""


def key_to_reaction() -> str:
    """Milliseconds from a key to the press shown and to the answer shown, over every question and examination."""
    with _page(CELL, ".slc") as page:
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
    return "; ".join(f"{what} {_told([one[key] for one in seen if key in one])}"
                     for key, what in (("press", "press shown"), ("answer", "answer shown")))


def _told(values: list[float]) -> str:
    at95 = sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
    return (f"median {median(values):.0f} ms, 95th percentile {at95:.0f} ms, largest {max(values):.0f} ms, "
            f"{len(values)} keys")
