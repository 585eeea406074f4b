"""The deck on paper: one slide a page, from the saved outputs, with nothing asked of anywhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.publish.deck.printed import deck, find_browser, page_of
from tools.checks import ROOT

DECK = ROOT / "notebooks" / "class_deck.ipynb"


def test_the_page_holds_every_slide_and_fetches_nothing() -> None:
    page = page_of(DECK)
    assert len(re.findall(r'<section class="sd-slide', page)) == 14
    assert not re.findall(r'<(?:script|img|iframe)[^>]+src="(?!data:)|<link[^>]+href="(?!data:)|@import', page)
    assert "jupyter-config-data" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


def test_it_prints_one_slide_a_page(tmp_path: Path) -> None:
    if find_browser() is None:
        reason = "no Chromium was found: install it (Debian: chromium), or name it in CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    data = deck(DECK, tmp_path / "the deck é.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 14
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
