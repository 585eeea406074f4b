"""A patient's handout as Chromium prints it on A4: a sheet an exercise, lines, a chart, and no small letters."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import lacking
from paper_words import has_pdftotext
from playwright.sync_api import Browser

from stretchlib import publish
from stretchlib.tables import catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SMALLEST_PT = 9.0
ZOOM = 3  # the largest of pdftohtml, which rounds sizes to whole pixels: a third of a point then


@dataclass(frozen=True)
class Sheets:
    """What stands on each sheet, the sizes of all letters in points, and the language."""

    texts: list[str]
    sizes: set[float]
    language: str


@pytest.fixture(scope="module", params=["en", "de"])
def sheets(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """A handout of every exercise at its base level, printed."""
    if not has_pdftotext():
        lacking("pdftotext was not found: install poppler (Debian: poppler-utils)")
    folder = tmp_path_factory.mktemp("sheets")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRETCHLIB_LANGUAGE", request.param)
        file = publish.handout([f"{row['id']}:base:right" if row["sides"] == "affected" else str(row["id"])
                                for row in catalogue.rows("exercises")], folder / "handout.html")
    return printed(browser, file, request.param)


def printed(browser: Browser, file: Path, language: str) -> Sheets:
    page = browser.new_page()
    page.goto(file.as_uri())
    pdf = file.with_suffix(".pdf")
    page.pdf(path=pdf, prefer_css_page_size=True)
    page.close()
    run = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, encoding="utf-8", check=True)
    xml = subprocess.run(["pdftohtml", "-xml", "-i", "-zoom", str(ZOOM), "-stdout", str(pdf)], capture_output=True,
                         text=True, encoding="utf-8", check=True).stdout
    sizes = {int(size) / ZOOM for size in re.findall(r'<fontspec id="\d+" size="(\d+)"', xml)}
    return Sheets([" ".join(text.split()) for text in run.stdout.split("\f")[:-1]], sizes, language)


def test_each_exercise_has_one_sheet(sheets: Sheets) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRETCHLIB_LANGUAGE", sheets.language)
        names = [str(row["name"]) for row in catalogue.rows("exercises")]
    assert len(sheets.texts) == 1 + len(names) + 1
    for number, (name, text) in enumerate(zip(names, sheets.texts[1:], strict=False), start=1):
        assert text.startswith(f"{number}. {name}"), text[:60]


def test_the_first_sheet_has_lines_and_the_last_a_chart_of_two_weeks(sheets: Sheets) -> None:
    lines, chart = {"en": (("Name", "Date", "Therapist", "Phone"), "Two weeks to tick"),
                    "de": (("Name", "Datum", "Therapeutin oder Therapeut", "Telefon"),
                           "Zwei Wochen zum Abhaken")}[sheets.language]
    assert all(word in sheets.texts[0] for word in lines)
    assert sheets.texts[-1].startswith(chart)
    assert all(f"{number}. " in sheets.texts[-1] for number in range(1, len(sheets.texts) - 1))


def test_no_letter_is_smaller_than_9_points(sheets: Sheets) -> None:
    assert len(sheets.sizes) >= 4
    assert min(sheets.sizes) >= SMALLEST_PT, sorted(sheets.sizes)


def test_small_letters_are_seen(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "small.html"
    file.write_text("<p style='font-size:8.5pt'>small</p><p style='font-size:10pt'>large</p>", encoding="utf-8")
    assert min(printed(browser, file, "en").sizes) < SMALLEST_PT


def test_what_is_on_paper_alone_is_not_on_the_screen(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(publish.handout(["bridge"], tmp_path / "handout.html").as_uri())
    assert page.locator(".pub-paper").count() == 2
    assert page.locator(".pub-paper:visible").count() == 0
    assert page.locator("input, textarea, [contenteditable]").count() == 0  # nothing personal can be typed
    page.close()
