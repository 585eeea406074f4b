"""A card of a structure at the width of a notebook: one screen, with its sources folded away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

import stretchlib as sl
from stretchlib.tables import catalogue
from stretchlib.tables.rows.evidence import StructureGroup

#: As JupyterLab shows an output that is HTML.
STYLE = """<style>body { margin: 0; width: 800px; font: 14px/1.6 system-ui, sans-serif }
p, ul { margin: 0 0 1em } ul { padding-left: 2em } h3 { margin: .67em 0 .5em; font-size: 1.44em; line-height: 1 }
</style>"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_card_is_one_screen_and_its_sources_open(
        browser: Browser, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    page = browser.new_page(viewport={"width": 800, "height": 647})
    try:
        heights = {}
        for group in catalogue.rows(StructureGroup):
            page.set_content(f"{STYLE}<main>{sl.structure(group.id)._repr_html_()}</main>")
            heights[group.id] = page.locator("main").bounding_box()["height"]  # type: ignore[index]
            assert page.evaluate("document.documentElement.scrollWidth") <= 800, group.id
            assert not page.locator("details li").first.is_visible()
            page.locator("summary").click()
            assert page.locator("details li").first.is_visible()
        assert max(heights.values()) <= 620, heights
    finally:
        page.close()
