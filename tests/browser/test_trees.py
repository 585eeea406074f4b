"""What a screen reader is told of timer, quiz, case, hip or spine and forms, as files a reviewer can read.

They are Chromium's accessibility trees as Playwright writes them, in ``snapshots/``. To accept a changed one: run
this file with ``STRETCHLIB_TREES=write``, then read the difference as a listener would hear it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lab_page import Lab, faults, press, run_all
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
PLACE = Path(__file__).parent / "snapshots"
WRITE = os.environ.get("STRETCHLIB_TREES") == "write"


@pytest.fixture
def show_widget(lab: Lab, open_notebook: Open) -> Callable[[str, str, str], Locator]:
    """``show_widget(name, call, selector)``: the widget of this call, alone in a notebook, with an empty journal."""
    def made(name: str, call: str, selector: str) -> Locator:
        (lab.folder / "journal.jsonl").unlink(missing_ok=True)
        page = open_notebook(f"tree_{name}", (f"import stretchlib as sl\n{call}",))
        run_all(page)
        assert faults(page) == []
        widget = page.locator(selector).first
        expect(widget).to_be_visible(timeout=30_000)
        return widget

    return made


def held(widget: Locator, name: str) -> None:
    """Compare the tree of the widget with its file, or write the file."""
    path, tree = PLACE / f"{name}.yml", widget.aria_snapshot() + "\n"
    if WRITE:
        PLACE.mkdir(exist_ok=True)
        path.write_text(tree, encoding="utf-8", newline="\n")
    assert tree == path.read_text(encoding="utf-8"), f"{path.name}: run with STRETCHLIB_TREES=write and read the change"
    nameless = [line for line in tree.splitlines()
                if line.strip().rstrip(":") in ("- button", "- img", "- slider", "- textbox", "- radio", "- checkbox")]
    assert nameless == [], "a control or picture without a name"


@pytest.mark.everyday
def test_the_timer(show_widget: Callable[[str, str, str], Locator]) -> None:
    timer = show_widget("timer", "sl.timer('figure_four_stretch')", ".slt")
    held(timer, "timer_before")
    timer.page.clock.install()
    timer.locator("[data-action=start]").click()
    expect(timer.locator("[data-action=gate-none]")).to_be_visible()
    held(timer, "timer_questions")
    press(timer, "gate-none")
    timer.page.clock.pause_at(datetime.now() + timedelta(minutes=1))  # else a slow computer is further on
    timer.locator("[data-action=start]").click()
    timer.page.clock.run_for(10_000)
    timer.locator("[data-action=pause]").click()
    expect(timer).to_have_attribute("data-status", "paused")
    held(timer, "timer_paused_in_a_hold")


@pytest.mark.everyday
def test_a_question(show_widget: Callable[[str, str, str], Locator]) -> None:
    quiz = show_widget("quiz", "sl.quiz(ids=['Q01'])", ".slq")
    held(quiz, "quiz_before")
    quiz.locator(".slq-controls input").first.check()
    quiz.locator(".slq-sure input").first.check()
    quiz.locator("[data-action=check]").click()
    expect(quiz.locator(".slq-verdict")).to_be_visible()
    held(quiz, "quiz_answered")


@pytest.mark.everyday
def test_a_case(show_widget: Callable[[str, str, str], Locator]) -> None:
    case = show_widget("case", "sl.case('leg_pain_after_lifting')", ".slc")
    case.locator("[data-action=ask-leg_feelings]").click()
    expect(case.locator(".slc-log li")).to_have_count(1)
    held(case, "case_asking")
    case.locator("[data-action=tab-decide]").click()
    held(case, "case_deciding")
    case.locator(".slc-box input[value=explain]").check()
    case.locator("[data-action=decide]").click()
    expect(case.locator(".slc-outcome")).to_be_visible()
    held(case, "case_ended")


@pytest.mark.everyday
def test_hip_or_spine(show_widget: Callable[[str, str, str], Locator]) -> None:
    person = show_widget("spine", "sl.hip_or_spine('front_of_thigh')", ".slh")
    held(person, "hip_or_spine_before")
    person.locator("[data-action=flags]").click()
    person.locator("select").select_option("groin_pain")
    person.locator("[data-action=find]").click()
    expect(person.locator(".slh-newest")).to_contain_text("2.8")
    held(person, "hip_or_spine_finding")
    person.locator("[data-action=end]").click()
    expect(person.locator(".slh-outcome")).to_be_visible()
    held(person, "hip_or_spine_ended")


@pytest.mark.everyday
def test_the_forms(show_widget: Callable[[str, str, str], Locator]) -> None:
    page_form = show_widget("page", "sl.appraise_topic()", ".slf")
    page_form.locator("textarea").fill("Is it worth doing?")
    expect(page_form.locator(".slf-kept")).not_to_be_empty()
    expect(page_form.locator(".slf-kept")).to_have_text("Kept in your journal.")
    held(page_form, "page_form")
    week = show_widget("week", "sl.plan_week('socks_and_stairs')", ".slf")
    held(week, "week_form_keeps")
    week.get_by_label("Bridge, day 3").check()
    expect(week.locator(".slf-verdict")).to_have_text("This week breaks 1 rule.")
    week.locator("[data-action=dose-bridge]").click()
    expect(week.locator(".slf-editor")).to_be_visible()
    expect(week.locator(".slf-kept")).to_have_text("Kept in your journal.")
    held(week, "week_form_breaks")
    practice = show_widget("practice", "sl.note_practice()", ".slf")
    practice.locator("[type=date]").fill("")  # today is another day tomorrow
    expect(practice.locator(".slf-trouble").first).to_contain_text("Choose a day")
    held(practice, "practice_form")
