"""How long a handout takes to make, and a pocket page to answer the finger, opened from disk."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from .measure import ROOT, median, repeated, told

SIX = '["figure_four_stretch", "bridge", "clamshell", "side_plank", "bird_dog", "hip_hinge"]'
# Interactive: every script of the page has run, and a link has opened another part of it.
READY = """() => { const all = document.documentElement.dataset;
    return all.timers && all.cards && all.slider && all.progress; }"""


def handout() -> str:
    """A handout of six exercises in a fresh Python, its imports included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "handout.html"
        code = ("import time; a = time.{clock}(); import stretchlib as sl; "
                f"sl.publish.handout({SIX}, {str(path)!r}); " "print(1000 * (time.{clock}() - a))")
        wall, own = (repeated(code.replace("{clock}", clock), times=5) for clock in ("perf_counter", "process_time"))
        return f"{told(wall, 'ms')}; processor alone {told(own, 'ms')}; {path.stat().st_size / 1000:.0f} kB"


def collect() -> str:
    """500 result files of 60 answers each into table and picture."""
    from stretchlib import publish
    from stretchlib.questions import bank
    from stretchlib.results import result

    names = [one.id for one in bank(optional=True)][:60]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(500):
            answers = [{"question": name, "at": "2026-01-05T09:00:00+01:00", "quiz": "01", "seed": 0, "confidence": 75,
                        "points": float(right), "right": right, "response": "a"}
                       for place, name in enumerate(names) for right in [(place * number) % 7 > 2]]
            result(f"learner {number}", answers).save(Path(folder) / f"{number}.json")
        begun = time.perf_counter()
        found = publish.collect(folder)
        found.save(Path(folder) / "class.csv")
        return f"{time.perf_counter() - begun:.1f} s for {found.files} files"


def pocket() -> str:
    """From opening the file to the first answered press, in a fresh browser context each time."""
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT / "tests" / "browser"))
    from lab_page import FLAGS, chromium  # type: ignore[import-not-found]

    from stretchlib import publish

    times = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        path = publish.pocket(Path(folder) / "pocket.html")
        size = path.stat().st_size / 1e6
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(7):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            page.goto(path.as_uri(), wait_until="commit")
            page.wait_for_function(READY)
            page.evaluate("location.hash = '#cards'")
            page.locator("#cards .slq-card").first.wait_for()
            times.append(page.evaluate("performance.now()"))
            context.close()
        browser.close()
    return f"median {median(times):.0f} ms, largest {max(times):.0f} ms of {len(times)}; {size:.2f} MB"
