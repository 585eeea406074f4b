"""The claim board and the trial rating in JupyterLab: by keyboard, from a key to the feedback, agreement at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import SharedPage, card, dark, opened, run_all, shot, violations
from playwright.sync_api import Browser, Locator, Page, expect
from quiz_steps import try_again

from stretchlib.questions.claims import claim_question
from stretchlib.questions.trial_reports import rating_questions
from stretchlib.tables import catalogue

Open = Callable[..., Page]
MAKE = 'import stretchlib as sl\nsl.claim_board(ids=["C28", "C41"])'


def choose(of: Locator, *places: str) -> None:
    """Choose levels by keyboard alone: focus and Space."""
    for level in places:
        of.locator(f".slq-part input[value='{level}']").focus()
        of.page.keyboard.press("Space")


def check(of: Locator) -> None:
    of.locator("[data-action=check]").focus()
    of.page.keyboard.press("Enter")


def key_places(options: tuple[object, ...]) -> list[str]:
    return [str(position) for position, option in enumerate(options, start=1) if option.correct]  # type: ignore[attr-defined]


@pytest.mark.everyday
def test_from_a_key_to_the_feedback_and_the_agreement(open_notebook: Open, shared_page: SharedPage,
                                                      journal: Path) -> None:
    page = opened(open_notebook, "claims", MAKE)
    cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    claim = card(page, "C28")
    assert "17 cadaver hips" not in page.content(), "the key is on the page before the attempt"
    assert claim.locator(".slq-sure").count() == 0
    choose(claim, "2")
    check(claim)
    expect(claim.locator(".slq-state").first).to_contain_text("Some parts have no answer yet")
    choose(claim, key_places(claim_question("C28").of("level"))[1])
    check(claim)
    expect(claim.locator(".slq-verdict")).to_have_text("Right")
    expect(claim.locator(".slq-verdict")).to_be_focused()
    for head, text in (("What can be said", "17 cadaver hips"), ("The other side", "McGovern"),
                       ("Look at it", 'sl.explore_hip("piriformis", flexion=110, adduction=25)')):
        claim.get_by_role("button", name=head, exact=True).press("Enter")
        expect(claim.locator(".slq-aside:visible")).to_contain_text(text)
        expect(claim.locator(".slq-aside:visible")).to_have_count(1)
    expect(claim.locator(".slq-result")).to_contain_text("not clinically reviewed")
    expect(page.locator(".slq-end")).to_have_text("")
    second = card(page, "C41")
    choose(second, "1", key_places(claim_question("C41").of("level"))[1])
    check(second)
    expect(second.locator(".slq-verdict")).to_have_text("Partly right")
    expect(second.locator(".slq-notes")).to_contain_text(
        "the key says otherwise. For this verdict the claim would have")
    expect(second.locator(".slq-result")).to_contain_text("Certainty of the evidence: low; not clinically reviewed")
    expect(page.locator(".slq-end")).to_contain_text("the same verdict on 1 of 2 claims at your first answer (50 %)")
    assert violations(page, ".slq") == []
    with dark(page):
        assert violations(page, ".slq") == []
    shot(page, "claim_board", page.locator(".slq").first)
    for press in ("d", "d", "x", "a", "b"):
        page.keyboard.press(press)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == cells
    kept = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()[1:]]
    assert [(answer["question"], answer["quiz"]) for answer in kept] == [("C28", "claims"), ("C41", "claims")]
    shared_page.come_back()
    run_all(page)
    expect(page.locator(".slq-end")).to_contain_text("1 of 2 claims", timeout=30_000)
    assert card(page, "C28").locator(".slq-part input[value='2']").is_checked()


def test_a_trial_is_rated_on_a_phone(open_notebook: Open, journal: Path) -> None:
    cell = 'import stretchlib as sl\nsl.rate_trial("piriformis_release")'
    page = opened(open_notebook, "rating", cell, viewport={"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    items = rating_questions("piriformis_release")
    assert len(items) == len(catalogue.rows("pedro_items"))
    for item in items:
        trial = card(page, item.id)
        choose(trial, *key_places(item.of("level")))
        check(trial)
        expect(trial.locator(".slq-verdict")).to_have_text("Right")
        expect(trial.locator(".slq-notes li")).to_have_count(1)
    trial.locator("[data-action=onward]").press("Enter")
    expect(page.locator(".slq-end")).to_be_visible()
    expect(page.locator(".slq-end")).to_contain_text("the key to 1 of 10")
    page.locator("[data-action=back]").press("Enter")
    shot(page, "trial_phone", page.locator(".slq").first)
    over = page.locator(".slq").first.evaluate("""node => [...node.querySelectorAll('*')].filter(
        child => child.getBoundingClientRect().right > node.getBoundingClientRect().right + 1)
        .map(child => child.className)""")
    assert not over, over
    try_again(trial)
    heights = trial.locator(".slq-level, [data-action=check]").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect().height)")
    assert min(heights) >= 44


def test_a_topic_prints_on_one_sheet(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stretchlib.learner.appraised_topic import sections_of, topic

    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    sentence = "Twenty-six people finished and were compared with others, which flatters a result. "
    full = {row.id: (sentence * 12)[:row.longest].strip() for row in sections_of("topic")}
    _, html = topic("<b>stretching</b>", **full).save(tmp_path / "topic")
    page = browser.new_page()
    page.goto(html.as_uri())
    expect(page.locator("h1")).to_contain_text("<b>stretching</b>")
    shot(page, "topic", page.locator("html"))
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))
    page.close()
    assert sheets == 1
