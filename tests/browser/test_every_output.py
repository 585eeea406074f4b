"""Every output of every notebook after running it: axe-core in light and dark, headings, pictures, 400 % zoom."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from lab_page import Lab, dark, faults, run_all, violations
from playwright.sync_api import Page, expect

from tools.checks import ROOT

FIRST, *REST = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
#: What a cell shows, and our text cells; not Lab's own frame, prompts and editors.
OURS = ".jp-OutputArea-output, .jp-MarkdownOutput"
#: pandas leaves the head above row names empty; axe calls it minor, and it is no rule of WCAG.
BUT = ("empty-table-header",)
HEADINGS = """selector => [...document.querySelectorAll(selector)].flatMap(node => [...node.querySelectorAll(
    'h1, h2, h3, h4, h5, h6, [role=heading]')]).filter(node => node.getClientRects().length).map(node =>
    [Number(node.getAttribute('aria-level') ?? node.tagName[1]), node.textContent.slice(0, 50)])"""
NAMELESS = """selector => [...document.querySelectorAll(selector)].flatMap(node => [...node.querySelectorAll(
    'img, svg')]).filter(node => node.tagName === 'IMG' ? !(node.alt.trim().length > 20 || (node.alt === '' &&
    node.getAttribute('aria-hidden') === 'true')) : !node.closest('[aria-hidden=true]')
    && !node.getAttribute('aria-label') && !node.closest('.jp-icon3, .jp-icon-selectable'))
    .map(node => node.outerHTML.slice(0, 120))"""
#: A table may be wider: it stands in a box that scrolls by itself.
WIDE = """selector => [...document.querySelectorAll(selector)].flatMap(node => [...node.querySelectorAll('*')].filter(
    inner => inner.getClientRects().length && !inner.closest('table, pre, svg, .pub-wide')
    && inner.scrollWidth > inner.clientWidth + 1 && getComputedStyle(inner).overflowX === 'visible'
    && inner.clientWidth > 0)).map(inner =>
    `${inner.outerHTML.slice(0, 90)} ${inner.scrollWidth} > ${inner.clientWidth}`)
    .slice(0, 5)"""


def disorder(levels: list[list[object]]) -> list[str]:
    """Headings that skip a level downwards, each with the one before it."""
    return [f"{before} then {after}" for before, after in pairwise(levels)
            if after[0] > before[0] + 1]  # type: ignore[operator]


def ours(page: Page) -> list[str]:
    """What axe-core finds in our outputs. The box in which a wide table scrolls is Lab's, not ours; keys reach it."""
    return [fault for fault in violations(page, OURS, but=BUT)
            if not fault.startswith(
                'scrollable-region-focusable (serious): <div class="lm-Widget jp-RenderedHTMLCommon')]


@pytest.mark.everyday
@pytest.mark.parametrize(("name", "schemes"), [(FIRST, ("light",)), *(
    pytest.param(name, ("light", "dark"), marks=pytest.mark.slow) for name in (FIRST, *REST))])
def test_no_output_shuts_anyone_out(lab: Lab, open_notebook: Callable[..., Page], name: str,
                                    schemes: tuple[str, ...]) -> None:
    (lab.folder / "journal.jsonl").unlink(missing_ok=True)
    page = open_notebook(lab.copy_of(name, f"everyone_{name}"), viewport={"width": 1280, "height": 1200})
    run_all(page)
    assert faults(page) == []
    # The first may be a still, which its living widget hides.
    expect(page.locator(".jp-OutputArea-output:visible").first).to_be_visible(timeout=30_000)
    assert ours(page) == []
    if "dark" in schemes:
        with dark(page):
            assert ours(page) == []
    assert page.locator(".jp-OutputArea-output h3, .jp-OutputArea-output figure, .slt, .slq").count()
    levels = page.evaluate(HEADINGS, OURS)
    assert levels[0][0] == 1
    assert disorder(levels) == []
    assert page.evaluate(NAMELESS, OURS) == []
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    # A screen of 1920 px at 400 %. Lab's own frame takes 150 px of it and leaves our outputs 320, as a phone does.
    page.set_viewport_size({"width": 480, "height": 900})
    assert page.evaluate(WIDE, ".slt, .slq, .slc, .slx, .slv, .slh, .jp-OutputArea-output figure") == []
