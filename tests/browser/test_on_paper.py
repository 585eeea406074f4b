"""A handout of every exercise as two browsers print it: no heading stands without what it is above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import lacking
from firefox_page import FirefoxPage
from paper_words import HEADINGS, Word, has_pdftotext, stranded, words_of
from playwright.sync_api import Browser

from stretchlib import publish
from stretchlib.exercises.session import Session
from stretchlib.tables import catalogue
from stretchlib.tables.rows.questions import NotebookSummary

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LEVELS = ("easier", "base", "harder")


@pytest.fixture(params=["chromium", "firefox"])
def print_page(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], list[Word]]:
    """``print_page(file)``: the words on the sheets that this browser prints of a page."""
    if not has_pdftotext():
        lacking("pdftotext was not found: install poppler (Debian: poppler-utils)")
    target = tmp_path / "printed.pdf"

    def firefox(file: Path) -> list[Word]:
        page: FirefoxPage = request.getfixturevalue("firefox")
        page.open(file.as_uri())
        return words_of(page.print_pdf(target))

    def chromium(file: Path) -> list[Word]:
        browser: Browser = request.getfixturevalue("browser")
        page = browser.new_page()
        page.goto(file.as_uri())
        page.pdf(path=target, prefer_css_page_size=True)
        page.close()
        return words_of(target)

    return {"chromium": chromium, "firefox": firefox}[request.param]


@dataclass(frozen=True)
class Handout:
    """A handout: its file, its headings with the text that follows each, and all its text as it is shown in print."""

    file: Path
    headings: list[list[str]]
    text: str


@pytest.fixture(scope="module", params=["base in en", "harder in en", "easier in de"])
def handout(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Handout:
    """A handout of every exercise at one level, in one language."""
    level, _, language = request.param.split()
    file = tmp_path_factory.mktemp("printed é") / "handout.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRETCHLIB_LANGUAGE", language)
        publish.handout([_session(str(row["id"]), level) for row in catalogue.rows("exercises")], file)
    page = browser.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    printed = Handout(file, page.evaluate(HEADINGS), page.locator("body").inner_text())
    page.close()
    return printed


def _session(exercise: str, level: str) -> Session:
    one_side = catalogue.row("exercises", exercise)["sides"] == "affected"
    return Session.from_exercise(exercise, level, side="right" if one_side else None)


def test_no_heading_is_left_alone_and_nothing_is_printed_twice(print_page: Callable[[Path], list[Word]],
                                                               handout: Handout) -> None:
    words = print_page(handout.file)
    assert len(handout.headings) >= 5 * len(catalogue.rows("exercises"))
    assert stranded(words, handout.headings) == []
    on_paper, on_page = " ".join(word.text for word in words), " ".join(handout.text.split())
    for _, text in handout.headings:  # the room for it is kept by a copy that nobody sees
        start = " ".join(text.split()[:5])
        assert on_paper.count(start) == on_page.count(start) > 0, start


def test_a_heading_without_its_text_is_seen() -> None:
    def word(text: str, page: int, left: float, top: float) -> Word:
        return Word(text, page, left, top, top + 12)

    headings = [("Take care", "Do not hold your breath.")]
    text = ["Do", "not", "hold", "your", "breath."]

    def printed(page: int, left: float, top: float) -> list[Word]:
        return [word("Take", 1, 40, 700), word("care", 1, 70, 700),
                *(word(part, page, left + 30 * at, top) for at, part in enumerate(text))]

    assert stranded(printed(1, 55, 716), headings) == []
    assert len(stranded(printed(1, 300, 50), headings)) == 1, "it heads the next column"
    assert len(stranded(printed(2, 55, 716), headings)) == 1, "it heads the next page"
    assert len(stranded(printed(1, 55, 760), headings)) == 1, "a gap lies between"
    assert len(stranded(printed(1, 55, 716), headings * 2)) == 1, "it is printed once and not twice"
    assert len(stranded(printed(1, 55, 716), [("When to stop", "Do not hold your breath.")])) == 1


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_to_keep_of_a_notebook_is_one_side(language: str, browser: Browser, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRETCHLIB_LANGUAGE", language)
        file = publish.summary(tmp_path / "keep.html")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.pdf(path=tmp_path / "keep.pdf", prefer_css_page_size=True)
    page.close()
    titles = [row.text for row in catalogue.rows(NotebookSummary) if row.kind == "title"]
    assert len({word.page for word in words_of(tmp_path / "keep.pdf")}) == len(titles)
