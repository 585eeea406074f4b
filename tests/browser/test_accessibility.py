"""axe-core over every widget in JupyterLab, light and dark: nothing to mend within them."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from lab_page import Lab, card, dark, faults, press, run_all, violations
from playwright.sync_api import Page, expect

from stretchlib.questions.bank import KINDS, bank

#: A question of each kind, and of each picture state: on a plate that is drawn, and on none.
EACH_KIND = [next(question.id for question in bank(optional=True) if question.kind == kind) for kind in KINDS]
WIDGETS = {
    ".slq": f"sl.quiz(ids={[*EACH_KIND, 'Q73']!r})",
    ".slt": "sl.timer('figure_four_stretch')",
    ".slx": "sl.explore_hip()",
    ".slc": "sl.case('leg_pain_after_lifting')",
}
SHOTS = os.environ.get("STRETCHLIB_SHOTS")


@pytest.mark.everyday
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("selector", WIDGETS)
def test_nothing_to_mend(lab: Lab, open_notebook: Callable[..., Page], selector: str, theme: str) -> None:
    (lab.folder / "journal.jsonl").unlink(missing_ok=True)
    cell = f"import stretchlib as sl\n{WIDGETS[selector]}"
    page = open_notebook("axe", (cell,), viewport={"width": 1280, "height": 2400})
    with dark(page) if theme == "dark" else nullcontext():
        run_all(page)
        assert faults(page) == []
        expect(page.locator(selector).first).to_be_visible(timeout=30_000)
        assert violations(page, selector) == []
        STEPS[selector](page)
        if SHOTS:
            page.locator(selector).first.screenshot(path=str(Path(SHOTS) / f"axe_{selector[1:]}_{theme}.png"))
        assert violations(page, selector) == []


def _answer(page: Page) -> None:
    """Answer one question of choices half, and one text, so that feedback and rubric are on the page."""
    for kind in ("single", "multiple", "written"):
        answered = card(page, EACH_KIND[KINDS.index(kind)])
        if kind == "written":
            answered.locator("textarea").fill("They move together.")
        else:
            answered.locator(".slq-controls input").first.check()
            answered.locator(".slq-sure input").first.check()
        answered.locator("[data-action=check]").click()
        expect(answered.locator(".slq-example" if kind == "written" else ".slq-verdict")).to_be_visible()
        assert violations(page, ".slq") == []
    empty = card(page, EACH_KIND[KINDS.index("numeric")])
    empty.locator("[data-action=check]").click()


def _start(page: Page) -> None:
    page.locator(".slt [data-action=start]").first.click()  # the safety questions
    expect(page.locator(".slt [data-action=gate-none]").first).to_be_visible()
    assert violations(page, ".slt") == []
    press(page.locator(".slt").first, "gate-none")
    page.locator(".slt [data-action=start]").first.click()


def _nothing(page: Page) -> None:
    """The explorer has one state."""


def _decide(page: Page) -> None:
    page.locator(".slc [data-action=tab-decide]").first.click()
    assert violations(page, ".slc") == []
    page.locator(".slc").first.get_by_label("Explain in plain words").check()
    page.locator(".slc [data-action=decide]").first.click()
    expect(page.locator(".slc .slc-outcome").first).to_be_visible()


STEPS = {".slq": _answer, ".slt": _start, ".slx": _nothing, ".slc": _decide}
