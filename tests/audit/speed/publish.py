"""How long a handout takes to make, and a pocket page to answer the finger, opened from disk."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tools.checks import ROOT

from .measure import clocked, repeated
from .rows import Row, row

SIX = '["figure_four_stretch", "bridge", "clamshell", "side_plank", "bird_dog", "hip_hinge"]'
# Interactive: every script of the page has run, and a link has opened another part of it.
READY = """() => { const all = document.documentElement.dataset;
    return all.timers && all.cards && all.slider && all.progress; }"""


def handout() -> Iterator[Row]:
    """A handout of six exercises in a fresh Python, its imports included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "handout.html"
        code = ("import time; a = time.{clock}(); import stretchlib as sl; "
                f"sl.publish.handout({SIX}, {str(path)!r}); " "print(1000 * (time.{clock}() - a))")
        wall, own = (repeated(code.replace("{clock}", clock), times=5) for clock in ("perf_counter", "process_time"))
        yield row("handout", "a handout of six exercises", wall, 3000,
                  detail=f"processor time {median(own):.0f} ms; {path.stat().st_size / 1000:.0f} kB")


def collect() -> Iterator[Row]:
    """500 result files of 60 answers each, in ten zips as Moodle gives them, into tables and picture."""
    import json
    import zipfile

    from stretchlib import publish
    from stretchlib.learner.results import result
    from stretchlib.questions.bank import bank

    names = [question.id for question in bank(optional=True)][:60]
    with tempfile.TemporaryDirectory() as folder:
        handed_in = Path(folder) / "handed in"
        handed_in.mkdir()
        for number in range(500):
            answers = [{"question": name, "at": "2026-01-05T09:00:00+01:00", "quiz": "01", "seed": 0, "confidence": 75,
                        "points": float(right), "right": right, "response": "a"}
                       for position, name in enumerate(names) for right in [(position * number) % 7 > 2]]
            with zipfile.ZipFile(handed_in / f"group {number // 50}.zip", "a", zipfile.ZIP_DEFLATED) as group:
                group.writestr(f"Name {number}_{number}_assignsubmission_file_/mine.json",
                               json.dumps(result(f"learner {number}", answers).as_dict(), indent=1))
        times = clocked(lambda: publish.collect(handed_in).save(Path(folder) / "class.csv"), 3)
        yield row("collect", "500 result files in zips into tables and picture", [time / 1000 for time in times], 10,
                  "s")


def pocket() -> Iterator[Row]:
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
    yield row("pocket", "the pocket page answers the finger, from disk", times, 1000)
    yield Row("pocket-size", "the pocket page", size, 3, "MB")


def site() -> Iterator[Row]:
    """The whole site without Pyodide, built once."""
    from stretchlib.publish.site.site import site as build

    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        built = build(Path(folder) / "site")
        took = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in built.rglob("*") if path.is_file()) / 1e6
    yield Row("site", "the site built", took, 60, "s")
    yield Row("site-size", "its size without Pyodide", size, 30, "MB")


def deck() -> Iterator[Row]:
    """From opening the deck's address to its first slide with its widgets, a new class each time."""
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT / "tests" / "browser"))
    from deck_page import VISIBLE, serve  # type: ignore[import-not-found]
    from lab_page import FLAGS, chromium

    times = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        serving = serve(Path(folder))
        url = next(serving)
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(5):
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            begun = time.perf_counter()
            page.goto(url, wait_until="commit")
            page.locator(f"{VISIBLE} h1").first.wait_for()
            times.append(time.perf_counter() - begun)
            page.close()
        browser.close()
        for _ in serving:  # ends the server
            pass
    yield row("deck", "the deck's first slide, a new class", times, 4, "s")
