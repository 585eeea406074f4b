"""A page with a timer alone, without Jupyter and without a kernel, and its person: what the tests of movement open."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from stretchlib.widgets.shared.bundle import module
from stretchlib.widgets.timer.timer import Timer

SHOWS_STILL = "the timer stands without its person: this browser gave no WebGL2"
MOUNT = """
const data = JSON.parse(document.getElementById('timer-data').textContent);
answerSafetyQuestions('move', false);
window.timer = mountTimer(document.getElementById('timer'), data, {person: data.person});
"""


def write_page(path: Path, timer: Timer, data: dict[str, Any] | None = None) -> Path:
    """Write a page with this timer, its safety questions answered; ``data`` stands in place of its own."""
    script = module("widgets/timer/timer.js").replace("export default function", "function") + MOUNT
    held = data or {name: getattr(timer, name) for name in ("session", "words", "red_flags", "person")}
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A timer</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
        "style-src 'unsafe-inline'\">"
        f"<style>body {{ margin: 0; background: Canvas; color-scheme: light dark; }} {timer._css}</style>"
        '<main id="timer"></main><script type="application/json" id="timer-data">'
        f'{json.dumps(held).replace("<", chr(92) + "u003c")}</script>'
        f'<script type="module">{script.replace("</script", "<" + chr(92) + "/script")}</script></html>',
        encoding="utf-8")
    return path


def person(page: Page) -> Locator:
    """The person beside the clock, once the picture is drawn."""
    beside = page.locator(".slt-person")
    expect(beside, SHOWS_STILL).to_be_visible(timeout=30_000)
    page.wait_for_function("() => Number(document.querySelector('.slt-person .sls-view')?.dataset.drawn) > 0")
    return beside


def share(page: Page) -> float:
    """How far the person has gone from start to end, 0 to 1."""
    return float(page.locator(".slt-person").get_attribute("data-share") or 0)


def picture(page: Page) -> str:
    """A name of the picture as it stands: two pictures of one name are the same."""
    address = page.locator(".slt-person canvas").evaluate("canvas => canvas.toDataURL()")
    return hashlib.sha256(str(address).encode()).hexdigest()
