"""A deck on paper: its slides from their saved outputs as one page, and that page as PDF, one slide a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path

from ...authoring.check import refuse_faulty
from ...core.errors import StretchlibError
from ...core.files import write_atomically
from .present import TEMPLATE, lay_template, read

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
_PLACES = (  # where a browser stands that is not on the PATH
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PRINT_S = 120


def deck(notebook: Path, path: Path) -> Path:
    """Write the slides of ``notebook`` as ``.pdf`` or, to be printed by hand, as one ``.html``; returns the path.

    The PDF is printed by the Chrome, Chromium or Edge of this computer (``CHROMIUM`` names another). Raises
    :class:`StretchlibError` for another ending, where the tables are not in order, and where there is no such
    browser.
    """
    if path.suffix not in (".pdf", ".html"):
        raise StretchlibError(f"Slides are written as .pdf or .html, not as {path.name!r}; change the ending.")
    refuse_faulty()
    page = page_of(notebook)
    if path.suffix == ".html":
        write_atomically(path, page.encode())
        return path
    browser = find_browser()
    if browser is None:
        raise StretchlibError("No Chrome, Chromium or Edge was found to print with: install one, name it in CHROMIUM, "
                              "or write an .html and print that.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "deck.html"
        source.write_text(page, encoding="utf-8")
        print_page(browser, source, path)
    return path


def page_of(notebook: Path) -> str:
    """The slides as one HTML page without a kernel. Raises :class:`StretchlibError` where nbconvert is missing."""
    try:
        nbconvert = import_module("nbconvert")
    except ImportError:
        raise StretchlibError("nbconvert is not installed here: install stretchlib[lab], then try again.") from None
    content = read(notebook)
    with tempfile.TemporaryDirectory() as folder:
        lay_template(Path(folder))
        exporter = nbconvert.HTMLExporter(template_name=TEMPLATE, exclude_input=True, exclude_input_prompt=True,
                                          exclude_output_prompt=True,
                                          extra_template_basedirs=[str(Path(folder) / "voila" / "templates")])
        page, _ = exporter.from_notebook_node(content, resources={"metadata": {"name": notebook.stem}})
    return str(page)


def find_browser() -> str | None:
    """A browser that prints without a window: ``CHROMIUM``, one on the PATH, or one where the system keeps it."""
    for name in (os.environ.get("CHROMIUM", ""), *_BROWSERS):
        browser = shutil.which(name) if name else None
        if browser:
            return browser
    return next((candidate for candidate in _PLACES if Path(candidate).is_file()), None)


def print_page(browser: str, source: Path, target: Path) -> None:
    """Print the page ``source`` to the PDF ``target``. Raises :class:`StretchlibError` where that does not work."""
    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # as in a container
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, "--headless", *root, "--disable-gpu", "--no-first-run", "--disable-background-networking",
                   "--disable-sync", f"--user-data-dir={profile}", "--no-pdf-header-footer",
                   f"--print-to-pdf={target.absolute()}", source.absolute().as_uri()]
        try:
            run = subprocess.run(command, capture_output=True, timeout=PRINT_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise StretchlibError(f"{Path(browser).name} could not print ({type(error).__name__}): write an .html and "
                                  "print that.") from None
    if run.returncode or not target.is_file():
        raise StretchlibError(f"{Path(browser).name} could not print {target.name}: write an .html and print that.")
