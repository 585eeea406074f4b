"""Hip or spine? in JupyterLab: by keyboard alone, one screen high, no answer too early, back after a reload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import SCREEN, SharedPage, fits_in_both_themes, focused, height, opened, run_all, shot, tab_to, violations
from playwright.sync_api import Locator, Page, expect

from stretchlib.learner.journal import Journal

Open = Callable[..., Page]


def opened_person(open_notebook: Open, name: str, person: str, **how: object) -> tuple[Page, Locator]:
    page = opened(open_notebook, name, f'import stretchlib as sl\nsl.hip_or_spine("{person}")', **how)
    widget = page.locator(".slh").first
    expect(widget).to_be_visible(timeout=30_000)
    return page, widget


def choose(widget: Locator, finding: str) -> None:
    """Choose a finding as keys would, and find out."""
    widget.locator("select").select_option(finding)
    widget.locator("[data-action=find]").focus()
    widget.page.keyboard.press("Enter")


@pytest.mark.everyday
def test_a_person_by_keyboard_from_the_flags_to_what_to_say(open_notebook: Open, shared_page: SharedPage,
                                                            journal: Path) -> None:
    page, widget = opened_person(open_notebook, "a_person", "front_of_thigh")
    assert "the knee is a little less strong" not in page.content(), "an answer is on the page before it is asked"
    assert height(widget) <= SCREEN
    assert violations(page, ".slh") == []
    shot(page, "spine_start", widget)
    widget.locator("[data-action=flags]").focus()
    page.keyboard.press("Enter")
    expect(widget.locator(".slh-flags")).to_contain_text("a little less strong")
    expect(widget.locator("select")).to_be_focused()
    page.keyboard.press("p")  # the first finding with this letter: a select is a native one
    tab_to(page, "find", 3)
    choose(widget, "groin_pain")
    expect(widget.locator(".slh-chance")).to_have_text("The hip takes part: 29 of 100")
    expect(widget.locator(".slh-newest")).to_contain_text("Ratio 2.8: from 12.5 to 29 of 100.")
    assert focused(page) == "find"
    choose(widget, "less_adduction")
    expect(widget.locator(".slh-newest")).to_contain_text("would count the same thing twice")
    expect(widget.locator(".slh-chance")).to_have_text("The hip takes part: 29 of 100")
    choose(widget, "leg_strip")
    expect(widget.locator("summary", has_text="Earlier findings: 2")).to_be_visible()
    fits_in_both_themes(page, widget, ".slh", "spine_finding")
    tab_to(page, "end", 3)
    page.keyboard.press("Enter")
    expect(widget.locator(".slh-outcome")).to_be_focused()
    expect(widget.locator(".slh-ending")).to_contain_text("the knee reflex")
    widget.locator("textarea").focus()
    page.keyboard.type("I test the nerve next.")
    tab_to(page, "compare", 2)
    page.keyboard.press("Enter")
    expect(widget.locator(".slh-example")).to_be_visible()
    assert height(widget) <= SCREEN
    assert violations(page, ".slh") == []
    shot(page, "spine_end", widget)
    assert [(record["do"], record["what"]) for record in Journal(journal).records("case")][:3] == [
        ("flags", ""), ("find", "groin_pain"), ("find", "less_adduction")]
    shared_page.come_back()
    run_all(page)
    back = page.locator(".slh").first
    expect(back.locator(".slh-outcome")).to_be_visible(timeout=30_000)
    assert back.locator("textarea").input_value() == "I test the nerve next."
    tab_to_again = back.locator("[data-action=again]")
    tab_to_again.focus()
    page.keyboard.press("Enter")
    expect(back.locator("[data-action=flags]")).to_be_focused()


def test_a_red_flag_ends_it_at_once(open_notebook: Open, journal: Path) -> None:
    page, widget = opened_person(open_notebook, "a_red_flag", "more_running")
    widget.locator("summary", has_text="The questions").click()
    assert height(widget) <= SCREEN
    widget.locator("[data-action=flags]").click()
    expect(widget.locator(".slh-outcome")).to_have_text("A red flag comes first")
    expect(widget.locator("select")).to_be_hidden()
    expect(widget.locator(".slh-bar")).to_be_hidden()
    assert height(widget) <= SCREEN
    shot(page, "spine_flag", widget)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_bar_stands_still_where_motion_is_not_wanted(open_notebook: Open, motion: str) -> None:
    page, widget = opened_person(open_notebook, "a_bar", "sore_buttock")
    page.emulate_media(reduced_motion=motion)
    try:
        seconds = widget.locator(".slh-bar > span").first.evaluate("node => getComputedStyle(node).transitionDuration")
        assert (seconds == "0s") == (motion == "reduce")
    finally:
        page.emulate_media(reduced_motion="null")
