"""From a drag on the stage to its new picture, beside the picture that the kernel draws, in one run on one machine."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .page import opened
from .rows import Row, of

MOVES, BLOCK = 60, 15
WIDE, HIGH = 480, 560  # CSS pixels of the stage, at a ratio of 1
FIRST_PICTURES = 5
#: Both explorers on one page: the stage, and the same hip drawn by Python as forward bend and post-test are.
CELL = """
from functools import partial
import stretchlib as sl
from IPython.display import display
from stretchlib.figures.hip.body import HipBody
from stretchlib.figures.hip.explorer import HipView
from stretchlib.widgets.explorer.explored import Choice, Range
from stretchlib.widgets.explorer.explorer import Explorer
staged = sl.explore_hip()
drawn = Explorer("drawn", partial(HipView, HipBody), [
    *(Range(angle, angle, low, high, 0) for angle, low, high in
      (("flexion", -20, 120), ("adduction", -45, 30), ("rotation", -45, 45))),
    Choice("muscle", "Muscle", {"piriformis": "Piriformis"}, "piriformis"),
    Choice("model", "Model", {"rajagopal2023": "Rajagopal"}, "rajagopal2023"),
    Choice("view", "View", {"posterolateral": "behind"}, "posterolateral")])
display(staged)
display(drawn)
"""
LAY = f"""() => {{
    const view = document.querySelector('.slx-hip .sls-view');
    Object.assign(view.style, {{width: '{WIDE}px', height: '{HIGH}px', blockSize: '{HIGH}px'}});
    view.scrollIntoView();
}}"""
# One move of the knee's handle, until its picture stands: reading a pixel waits for all that is drawn before it.
DRAG = """async number => {
    const root = document.querySelector('.slx-hip'), view = root.querySelector('.sls-view');
    const handle = root.querySelector('.sls-handle'), canvas = root.querySelector('canvas');
    const box = view.getBoundingClientRect(), before = view.dataset.drawn;
    const at = {bubbles: true, pointerId: 7, button: 0, clientX: box.x + 150 + 2 * number,
        clientY: box.y + 400 - number};
    if (!window.dragging) {
        handle.setPointerCapture = () => {};
        handle.dispatchEvent(new PointerEvent('pointerdown', at));
        window.dragging = true;
    }
    await new Promise(requestAnimationFrame);
    const begun = performance.now();
    handle.dispatchEvent(new PointerEvent('pointermove', at));
    while (view.dataset.drawn === before) await new Promise(done => setTimeout(done, 0));
    canvas.getContext('2d').getImageData(200, 200, 1, 1);
    return performance.now() - begun;
}"""
SLIDE = """async value => {
    const root = document.querySelector('.slx:not(.slx-hip)'), slider = root.querySelector('[data-control=flexion]');
    const picture = root.querySelector('img.slx-picture'), before = picture.src;
    await new Promise(requestAnimationFrame);
    const begun = performance.now();
    slider.value = String(value);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    while (picture.src === before) await new Promise(done => setTimeout(done, 0));
    await picture.decode();
    return performance.now() - begun;
}"""
BUSY = """() => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const code = 'import time\\nend = time.time() + 10\\nwhile time.time() < end: pass';
    window.busy = kernel.requestExecute({code}).done;
}"""


def drag_to_picture() -> Iterator[Row]:
    """Blocks of moves of the stage and of the picture that Python draws."""
    with opened(CELL, ".slx-hip .sls-view") as page:
        page.locator(".slx:not(.slx-hip) img.slx-picture").wait_for()
        page.evaluate(LAY)
        page.locator(".slx-hip .sls-view[data-drawn]").wait_for()
        for number in range(5):
            page.evaluate(DRAG, number)
            page.evaluate(SLIDE, number + 1)
        staged, drawn = [], []
        for block in range(0, MOVES, BLOCK):  # in turn, so that both meet the same load; each a drag that goes on
            staged += [page.evaluate(DRAG, number) for number in range(block, block + BLOCK)]
            page.wait_for_timeout(1000)  # until it rests
            drawn += [page.evaluate(SLIDE, 10 + number) for number in range(block, block + BLOCK)]
        page.evaluate(BUSY)
        page.wait_for_timeout(500)
        busy = [page.evaluate(DRAG, number) for number in range(MOVES)]
    ratio = of(drawn, 95) / of(staged, 95)
    yield Row("stage-95", f"drag to new picture at {WIDE} x {HIGH}, 95th percentile", of(staged, 95), 40, "ms",
              f"median {of(staged, 50):.0f} ms; {MOVES} moves", f"drawn by the kernel: {of(drawn, 95):.0f} ms", ratio)
    yield Row("stage-ratio", "the same beside the picture drawn by the kernel, times faster", ratio, 1.4, "times",
              f"medians {of(staged, 50):.0f} and {of(drawn, 50):.0f} ms", at_least=True)
    yield Row("stage-busy", "the same while the kernel computes for 10 s, 95th percentile", of(busy, 95), 40, "ms",
              f"median {of(busy, 50):.0f} ms; idle {of(staged, 95):.0f} ms")


def first_picture() -> Iterator[Row]:
    """From the begin of the widget's script to its first picture, the browser running; and how large the scene is."""
    from lab_page import FLAGS, chromium  # type: ignore[import-not-found]
    from playwright.sync_api import sync_playwright
    from stage_page import write_page  # type: ignore[import-not-found]

    import stretchlib as sl

    explorer = sl.explore_hip()
    times = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        address = write_page(Path(folder) / "hip.html", [explorer]).as_uri()
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for number in range(FIRST_PICTURES + 1):
            page = browser.new_page()
            page.goto(address)
            page.locator(".sls-view[data-first]").wait_for()
            if number:  # the first starts the process that draws
                times.append(page.evaluate("Number(document.querySelector('.sls-view').dataset.first) - window.begun"))
            page.close()
        page = browser.new_page()
        page.goto(address)
        page.locator(".sls-view[data-first]").wait_for()
        page.evaluate(LAY)
        moves = [page.evaluate(DRAG, number % MOVES) for number in range(MOVES + 5)][5:]
        browser.close()
    yield Row("stage-page", f"drag to new picture at {WIDE} x {HIGH} in a published page, 95th percentile",
              of(moves, 95), 40, "ms", f"median {of(moves, 50):.0f} ms; {MOVES} moves")
    yield Row("stage-first", "first picture of the hip after its script", of(times, 50), 300, "ms",
              f"{min(times):.0f} to {max(times):.0f} ms, {len(times)} pages")
    sent = {"stage": explorer.stage, "tables": explorer.tables}
    size = len(gzip.compress(json.dumps(sent, ensure_ascii=False).encode())) / 1000
    yield Row("stage-size", "the hip's scene and model, gzip", size, 60, "KB")
