"""A page with hip explorers alone, without Jupyter and without a kernel: what the tests of the stage open."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

from stretchlib.core.still import STILL_CLASS
from stretchlib.widgets.shared.bundle import module, style

TRAITS = ("stage", "tables", "state", "words", "controls", "language", "wall")
SHOWS_STILL = "the page shows its still: this browser gave no WebGL2"
# Stands for the model of a widget: it keeps what the page tells, and `window.tell` changes it as Python would.
MODEL = """
window.rested = []; window.begun = performance.now();
const explorers = JSON.parse(document.getElementById('explorers').textContent);
window.tell = [];
explorers.forEach((traits, number) => {
    const listeners = {};
    const model = {get: name => traits[name], save_changes() {}, off() {},
        on: (event, listener) => (listeners[event] = listener),
        set(name, value) { traits[name] = value; window.rested.push(value); }};
    window.tell.push((name, value) => { traits[name] = value; listeners[`change:${name}`](); });
    window.leave = hipExplorerWidget().render({model, el: document.getElementById(`explorer-${number}`)});
});
window.laid = performance.now();
"""


def write_page(path: Path, explorers: Sequence[Any], *, width: str = "800px", before: str = "") -> Path:
    """Write a page with these explorers, each below a still as in a notebook; ``before`` is HTML above them."""
    script = module("widgets/explorer/explore_hip.js").replace("export default function", "function")
    looks = style("widgets/explorer/explorer.css", "stage/stage.css", "widgets/explorer/explore_hip.css")
    data = json.dumps([{name: getattr(explorer, name) for name in TRAITS} for explorer in explorers])
    outputs = "".join(
        f'<div class="jp-OutputArea-child"><div class="{STILL_CLASS}"><figure><img alt="still" width="40" height="40">'
        '</figure></div></div>'
        f'<div class="jp-OutputArea-child"><div id="explorer-{number}"></div></div>'
        for number in range(len(explorers)))
    scripted = (script + MODEL).replace("</script", "<\\/script")
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The hip</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
        "style-src 'unsafe-inline'\">"
        f"<style>body {{ margin: 0; background: Canvas; color-scheme: light dark; }} {looks}</style>"
        f'{before}<main style="max-width: {width}">{outputs}</main>'
        f'<script type="application/json" id="explorers">{data.replace("<", chr(92) + "u003c")}</script>'
        f'<script type="module">{scripted}</script></html>', encoding="utf-8")
    return path


def write_scene(path: Path, scene: Mapping[str, Any], *, width: int = 480, height: int = 560) -> Path:
    """Write a page with a scene alone; ``window.stage`` is its stage."""
    script = module("stage/stage.js").replace("</script", "<\\/script")
    data = json.dumps(scene).replace("<", chr(92) + "u003c")
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A scene</title>'
        f'<style>{style("stage/stage.css")} .sls-view {{ width: {width}px; height: {height}px; }}</style>'
        f'<main class="slx"></main><script type="module">{script}\n'
        f"window.stage = new Stage({data}, {{label: 'A scene'}});\n"
        "document.querySelector('main').append(window.stage.element);</script></html>", encoding="utf-8")
    return path


def stands(page: Page, number: int = 0) -> Locator:
    """The explorer of this number, once its picture is drawn."""
    explorer = page.locator(".slx").nth(number)
    expect(explorer, SHOWS_STILL).to_be_visible(timeout=30_000)
    expect(explorer.locator(".sls-view"), SHOWS_STILL).to_have_attribute("data-drawn", re.compile(r"\d+"),
                                                                         timeout=30_000)
    return explorer


def drawings(explorer: Locator) -> int:
    """How often its picture was drawn."""
    return int(explorer.locator(".sls-view").get_attribute("data-drawn") or 0)


def at_rest(page: Page, explorer: Locator) -> None:
    """Wait until nothing is drawn any more."""
    before = -1
    while before != drawings(explorer):
        before = drawings(explorer)
        page.wait_for_timeout(600)


def pixels(explorer: Locator) -> NDArray[np.uint8]:
    """The picture, (height, width, 4): red, green, blue, alpha. As text of bytes: as numbers it took 20 s."""
    width, height, packed = explorer.locator("canvas").evaluate("""async canvas => {
        const {width, height, data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const reader = new FileReader();
        await new Promise(done => { reader.onload = done; reader.readAsDataURL(new Blob([data])); });
        return [width, height, reader.result.split(',')[1]];
    }""")
    return np.frombuffer(base64.b64decode(packed), dtype=np.uint8).reshape(height, width, 4)


def point(explorer: Locator, selector: str) -> tuple[float, float]:
    """The middle of an element in the page."""
    box = explorer.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
