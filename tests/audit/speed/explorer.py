"""From a moved slider to the picture that Python draws, in a real JupyterLab; kernel, drawing, PNG and page apart.

The hip, which the page draws, is measured in ``stage.py``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from .measure import repeated
from .page import opened
from .rows import Row, of, row

MOVES = 60
CELL = "import stretchlib as sl\nexplorer = sl.explore_forward_bend()\nexplorer"
KEPT_BY_RUNS = """
import stretchlib as sl
kept, sizes = [], []
for _ in range(25):
    kept.append(sl.explore_hip())
    with open("/proc/self/statm") as file:
        sizes.append(int(file.read().split()[1]) * 4096 / 1e6)
print(sizes[-1] - sizes[0])
"""
# One move of the slider, and the time until the new picture stands decoded in the page.
MOVE = """async value => {
    const root = document.querySelector('.slx'), slider = root.querySelector('[data-control=bend]');
    const picture = root.querySelector('img');
    const before = picture.src, begun = performance.now();
    slider.value = String(value);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    while (picture.src === before) await new Promise(done => setTimeout(done, 0));
    await picture.decode();
    const stands = performance.now();
    await new Promise(requestAnimationFrame);
    return [stands - begun, performance.now() - begun];
}"""


def slider_to_picture() -> Iterator[Row]:
    """Median and 95th percentile in the page, and where the time goes in Python."""
    with opened(CELL, ".slx") as page:
        for value in range(5):
            page.evaluate(MOVE, value + 1)
        times = []
        for n in range(MOVES):
            times.append(page.evaluate(MOVE, 10 + n)[0])
            page.wait_for_timeout(30)
    inside = _python_parts()
    own = sum(of(times, 50) for times in inside.values())
    parts = ", ".join(f"{name} {of(times, 50):.0f} ms" for name, times in inside.items())
    yield Row("slider", "slider to new picture in JupyterLab, median", of(times, 50), 90, "ms",
              f"{parts}, page and messages {of(times, 50) - own:.0f} ms; {MOVES} moves")
    yield Row("slider-95", "the same, 95th percentile", of(times, 95), 130, "ms")


def memory() -> Iterator[Row]:
    """What 25 runs of the cell keep, all explorers alive as in a notebook: the process after the last, less the first.

    To see another commit, run ``KEPT_BY_RUNS`` in its folder.
    """
    yield row("explorer-memory", "memory that 25 runs of explore_hip() keep", repeated(KEPT_BY_RUNS, times=3), 20, "MB")


def _python_parts() -> dict[str, list[float]]:
    import stretchlib as sl

    explorer = sl.explore_forward_bend()
    scene: Any = explorer.scene
    parts: dict[str, list[float]] = {"model and artists": [], "drawing": [], "PNG": [], "facts": []}
    for n in range(MOVES):
        marks = [time.perf_counter()]
        scene.show({**explorer.values, "bend": 10 + n})
        marks.append(time.perf_counter())
        scene._snapshot.draw()
        marks.append(time.perf_counter())
        scene._snapshot.png()
        marks.append(time.perf_counter())
        explorer._state()
        marks.append(time.perf_counter())
        for times, start, end in zip(parts.values(), marks, marks[1:], strict=False):
            times.append(1000 * (end - start))
    return parts

