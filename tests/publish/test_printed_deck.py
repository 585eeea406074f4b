"""The deck on paper: one slide a page, from the saved outputs, with nothing asked of anywhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.publish.deck import present, slides
from stretchlib.publish.deck.printed import deck, page_of
from stretchlib.publish.printing import find_browser
from tools.checks import ROOT

DECK = ROOT / "notebooks" / "class_deck.ipynb"
SLIDES = len(slides.plan(present.read(DECK)))


def test_the_page_holds_every_slide_and_fetches_nothing() -> None:
    page = page_of(DECK)
    assert len(re.findall(r'<section class="sd-slide', page)) == SLIDES
    assert not re.findall(r'<(?:script|img|iframe)[^>]+src="(?!data:)|<link[^>]+href="(?!data:)|@import', page)
    assert "jupyter-config-data" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


def votes_of(page: str) -> list[str]:
    return re.findall(r'<section class="slv".*?</section>', page, re.DOTALL)


def test_every_vote_has_its_letters_and_no_answer(tmp_path: Path) -> None:
    votes = votes_of(page_of(DECK))
    assert len(votes) >= 6
    for vote in votes:
        letters = re.findall(r'class="slv-letter">(\w)</b>', vote)
        assert letters == list("ABCDEF")[: len(letters)]
        assert len(letters) >= 3
        assert "slv-mark" not in vote
        assert "slv-reason" not in vote


def test_on_the_second_print_one_option_fits_and_every_option_has_its_reason() -> None:
    for vote, answered in zip(votes_of(page_of(DECK)), votes_of(page_of(DECK, answers=True)), strict=True):
        texts = [re.findall(r'class="slv-text">(.*?)</span>', text) for text in (vote, answered)]
        assert texts[0] == texts[1], "in the same order on both prints"
        assert answered.count('class="slv-mark"') == 1
        assert answered.count('class="slv-reason"') == len(texts[1])


def test_letters_on_paper_are_those_of_the_wall() -> None:
    vote = votes_of(page_of(DECK))[0]
    on_wall = [option["text"] for option in sl.votes("Q420").poll["options"]]
    assert re.findall(r'class="slv-text">(.*?)</span>', vote) == on_wall


def test_notes_stand_below_their_slide_where_they_are_asked_for() -> None:
    assert "sd-under" not in re.sub(r"<style>.*?</style>", "", page_of(DECK), flags=re.DOTALL)
    page = page_of(DECK, notes=True)
    under = re.findall(r'</section><aside class="sd-under">(.*?)</aside>', page, re.DOTALL)
    assert len(under) == SLIDES
    assert "watching counts the same" in " ".join(under)
    for number, text in slides.notes(present.read(DECK)):
        assert text.partition("**")[2].partition("**")[0] in under[number - 1]


def test_it_prints_one_slide_a_page(tmp_path: Path) -> None:
    if find_browser() is None:
        reason = "no Chromium was found: install it (Debian: chromium), or name it in CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    data = deck(DECK, tmp_path / "the deck é.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == SLIDES
    assert b"/MarkInfo" in data, "the PDF is tagged"


def test_another_ending_and_a_missing_browser_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StretchlibError, match=r"written as .pdf or .html, not as 'deck.ppt'; change the ending"):
        deck(DECK, tmp_path / "deck.ppt")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    if find_browser() is None:
        with pytest.raises(StretchlibError, match="No Chrome, Chromium or Edge was found to print with"):
            deck(DECK, tmp_path / "deck.pdf")
    assert deck(DECK, tmp_path / "deck.html").is_file()
