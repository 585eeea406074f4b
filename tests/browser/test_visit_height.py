"""A case and a person to weigh at the width of a notebook: no state is higher than a screen of JupyterLab."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab_page import SCREEN
from playwright.sync_api import Browser, Locator, expect
from widget_page import widget_page

import stretchlib as sl


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "journal.jsonl"
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(file))
    return file


class Heights(dict[str, float]):
    """How high a widget stood in each of its states."""

    def __init__(self, widget: Locator) -> None:
        super().__init__()
        self.widget = widget

    def note(self, state: str) -> None:
        self[state] = float(self.widget.evaluate("node => node.getBoundingClientRect().height"))

    def too_high(self) -> dict[str, float]:
        return {state: high for state, high in self.items() if high > SCREEN}


def press_all(widget: Locator, kind: str, most: int) -> None:
    """Ask or examine so many things, and wait for the last of them."""
    before = widget.locator(".slc-log li").count()
    for choice in widget.locator(f".slc-choice[data-action^={kind}-]").all()[:most]:
        choice.click()
    expect(widget.locator(".slc-log li")).to_have_count(before + most)


@pytest.mark.parametrize("kept", [True, False])
def test_no_state_of_a_case_is_higher_than_a_screen(browser: Browser, journal: Path, kept: bool) -> None:
    if not kept:
        journal.mkdir()
    page = widget_page(browser, sl.case("leg_pain_after_lifting"))
    case = page.locator(".slc")
    heights = Heights(case)
    heights.note("before")
    press_all(case, "ask", 9)
    heights.note("asked")
    case.locator("[data-action=tab-examine]").click()
    press_all(case, "examine", 6)
    heights.note("examined")
    case.locator("[data-action=tab-decide]").click()
    case.locator("[data-action=decide]").click()
    expect(case.locator(".slc-state").first).not_to_be_empty()
    heights.note("an empty plan")
    for box in case.locator(".slc-box input").all()[:6]:
        box.check()
    case.locator("[data-action=decide]").click()
    expect(case.locator(".slc-outcome")).to_be_visible()
    heads = case.locator(".slc-ending .slc-tab")
    assert heads.count() >= 6
    for head in heads.all():
        head.click()
        heights.note(f"the end, {head.inner_text()}")
        if case.locator("[data-action=example]").is_visible():
            case.locator("[data-action=example]").click()
            heights.note("the end, with the example")
    assert bool(case.locator("[data-tag=unsaved]").inner_text()) is not kept
    assert heights.too_high() == {}
    page.close()


@pytest.mark.parametrize("person", ["sore_buttock", "front_of_thigh"])
def test_no_state_of_a_person_to_weigh_is_higher_than_a_screen(browser: Browser, person: str) -> None:
    page = widget_page(browser, sl.hip_or_spine(person))
    widget = page.locator(".slh")
    heights = Heights(widget)
    heights.note("before")
    widget.locator("summary").first.click()
    heights.note("the questions open")
    widget.locator("[data-action=flags]").click()
    expect(widget.locator("[data-action=find]")).to_be_visible()
    for position in range(widget.locator("option").count()):
        widget.locator("select").select_option(index=position)
        widget.locator("[data-action=find]").click()
        heights.note(f"finding {position}")
    widget.locator("summary:visible").last.click()
    expect(widget.locator(".slh-newest")).to_be_hidden()
    heights.note("the earlier ones open")
    widget.locator("[data-action=end]").click()
    expect(widget.locator(".slh-outcome")).to_be_visible()
    heights.note("the end")
    widget.locator("[data-action=compare]").click()
    heights.note("the end, with the example")
    assert heights.too_high() == {}
    page.close()
