"""A page on paper: as PDF, printed by a browser of this computer, or as HTML to be printed by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..core.errors import StretchlibError
from ..core.files import write_atomically

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
_PLACES = (  # where a browser stands that is not on the PATH
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PRINT_S = 120


def write_printed(page: str, path: Path, pages: str) -> Path:
    """Write the HTML ``page`` as ``.pdf`` or ``.html``; returns the path. ``pages`` is what its messages call it.

    The PDF is printed by the Chrome, Chromium or Edge of this computer (``CHROMIUM`` names another). Raises
    :class:`StretchlibError` where there is none, and where it cannot print.
    """
    refuse_ending(path, pages)
    if path.suffix == ".html":
        write_atomically(path, page.encode())
        return path
    browser = find_browser()
    if browser is None:
        raise StretchlibError("No Chrome, Chromium or Edge was found to print with: install one, name it in CHROMIUM, "
                              "or write an .html and print that.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        print_page(browser, source, path)
    return path


def refuse_ending(path: Path, pages: str) -> None:
    """Raise :class:`StretchlibError` for a file that is neither ``.pdf`` nor ``.html``."""
    if path.suffix not in (".pdf", ".html"):
        raise StretchlibError(f"{pages} are written as .pdf or .html, not as {path.name!r}; change the ending.")


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
