"""How long each notebook is on a student's laptop: ``python -m tests.audit.pages [--write] [WORD ...]``.

Each notebook whose name begins with a word (default: 00 to 08) is opened in JupyterLab, 1366 by 768 pixels, and all its
cells are run. Then its core and optional work is measured in screens, its captions in words, and its widgets are led
through their states. ``--write`` puts the rows into ``docs/verification/pages.md``, ``--cells`` prints the height of
each cell, ``--sheets=FOLDER`` keeps a picture of every screen, ``--width=1024`` takes another window, and ``--short``
leaves the states out. Returns 1 where a notebook goes beyond the budget.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests import record
from tools.checks import ROOT

from .measure import ALL_SCREENS, CAPTION_WORDS, SCREEN_PX, WIDGET_PX, WINDOW, Length, measured
from .states import STATES, heights

sys.path.insert(0, str(ROOT / "tests" / "browser"))


@contextmanager
def student_window(width: int) -> Iterator[tuple[Any, Any]]:
    """(lab, page): a JupyterLab in a folder of its own, and a page that has the window of a laptop."""
    from lab_page import FLAGS, chromium, new_page, serve_lab  # type: ignore[import-not-found]
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, sync_playwright() as play:
        for lab in serve_lab(Path(folder)):
            browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
            yield lab, new_page(browser, viewport={**WINDOW, "width": width})
            browser.close()


def run(lab: Any, page: Any, name: str) -> None:
    """Open a notebook of the course, run all its cells, and show it from its beginning."""
    from lab_page import LEAVE, faults, open_on, run_all

    if page.url != "about:blank":
        page.evaluate(LEAVE, None)
    (lab.folder / "journal.jsonl").unlink(missing_ok=True)
    open_on(page, lab, f"{name}.ipynb")
    run_all(page)
    wrong = faults(page)
    if wrong:
        raise RuntimeError(f"{name} does not run: {wrong[0][:300]}")
    page.wait_for_timeout(2500)  # what lives in the page is drawn after the last reply


def keep_screens(page: Any, folder: Path) -> int:
    """A picture of each screen of the open notebook; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    box = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer"
    whole = page.evaluate("box => document.querySelector(box).scrollHeight", box)
    step = page.evaluate("box => document.querySelector(box).clientHeight", box)
    for number in range(-(-whole // step)):
        page.evaluate("([box, top]) => document.querySelector(box).scrollTo(0, top)", [box, number * step])
        page.wait_for_timeout(150)
        page.locator(box).screenshot(path=str(folder / f"{number:02}.jpg"), type="jpeg", quality=60)
    return int(-(-whole // step))


def row(length: Length, tall: dict[str, dict[str, float]]) -> list[str]:
    """The cells of the table beside the name of the notebook."""
    words = max(length.captions, default=0)
    return [*(f"{length.screens(part):.1f}" for part in ("core", "optional", "still", "quiz")), str(words),
            *(tallest_widget(tall, state) for state in STATES)]


def tallest_widget(tall: dict[str, dict[str, float]], state: str) -> str:
    """The tallest widget in this state, with its kind."""
    seen = {kind: states[state] for kind, states in tall.items() if state in states}
    kind = max(seen, key=lambda name: seen[name], default="")
    return f"{kind} {seen[kind]:.0f}" if kind else "-"


def main(words: list[str]) -> int:
    """Print a row for each notebook, and the sum; returns 1 where one goes beyond the budget."""
    options = {word.split("=")[0]: word.partition("=")[2] for word in words if word.startswith("--")}
    begins = [word for word in words if not word.startswith("--")]
    names = [path.stem for path in sorted((ROOT / "notebooks").glob("0*.ipynb"))
             if not begins or path.name.startswith(tuple(begins))]
    rows, beyond, whole = {}, 0, 0.0
    print("notebook", "core", "optional", "stills", "quizzes", "words", *STATES, sep=" | ")
    with student_window(int(options.get("--width", WINDOW["width"]))) as (lab, page):
        for name in names:
            run(lab, page, name)
            length = measured(page)
            if "--sheets" in options:
                keep_screens(page, Path(options["--sheets"]) / name)
            tall = {} if "--short" in options else heights(page)
            rows[name] = row(length, tall)
            whole += length.core + length.optional
            faults = [*length.faults, *(f"a {kind} of {high:.0f} pixels in the state {state}, at most {WIDGET_PX}"
                                        for kind, states in tall.items() for state, high in states.items()
                                        if high > WIDGET_PX)]
            beyond += len(faults)
            print(name, *rows[name], sep=" | ", flush=True)
            for fault in faults:
                print(f"  beyond: {fault}", flush=True)
            if "--cells" in options:
                for cell, high in length.cells.items():
                    print(f"  {high:6.0f}  {cell}")
    print(f"{whole / SCREEN_PX:.1f} screens in all, at most {ALL_SCREENS}; captions at most {CAPTION_WORDS} words.")
    if "--write" in options:
        record.write("pages", rows)
    return int(beyond > 0 or whole / SCREEN_PX > ALL_SCREENS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
