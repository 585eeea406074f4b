"""The course in German in JupyterLab: timer and quiz speak it, say that it is not reviewed, and fit a narrow page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import opened, press, violations
from playwright.sync_api import Page, expect
from quiz_steps import turn_to

CELLS = ('import stretchlib as sl\nsl.language("de")', 'sl.timer("figure_four_stretch")', 'sl.quiz("00")')
SHOTS = os.environ.get("STRETCHLIB_SHOTS")  # a folder for those who want to look
WORDS = "button, p, li, h1, h2, h3, h4, h5, dt, dd, label, legend"
WIDER = """([selector, words]) => [...document.querySelectorAll(selector)].flatMap(node =>
    [...node.querySelectorAll(words)]).filter(node => node.clientWidth > 0 &&
    node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== 'auto').map(node => node.outerHTML
    .slice(0, 120))"""


@pytest.mark.everyday
def test_timer_and_quiz_in_german(open_notebook: Callable[..., Page]) -> None:
    page = opened(open_notebook, "german", *CELLS, anew=True, viewport={"width": 700, "height": 1000})
    timer = page.locator(".slt").first
    expect(timer).to_contain_text("Bevor Sie beginnen", timeout=60_000)
    expect(timer).to_contain_text("Haben Sie Fieber und eine sehr schmerzhafte Hüfte?")
    expect(timer).to_contain_text("Diese Fragen: fachlich noch nicht geprüft; Übersetzung noch nicht geprüft.")
    press(timer, "start")
    look(page, "german_gate")
    press(timer, "gate-none")
    expect(timer.get_by_role("button", name="Starten", exact=True)).to_be_visible()
    expect(timer).to_contain_text("Angaben zur Übung: fachlich noch nicht geprüft; Übersetzung noch nicht geprüft")
    look(page, "german_timer")
    card = turn_to(page.locator(".slq-card[data-question=Q54]").first)
    card.locator(".slq-sure input[value='75']").check()
    card.get_by_label("Die Dehnung sofort beenden und neu beurteilen, bevor weiter geübt wird").check()
    card.get_by_role("button", name="Antwort prüfen").click()
    expect(card).to_contain_text("Richtig. Neue oder sich ausbreitende Beinsymptome beenden das Halten")
    expect(card).to_contain_text("Wie sicher wir uns dieser Antwort sind: mittel; fachlich noch nicht geprüft; "
                                "Übersetzung noch nicht geprüft.")
    look(page, "german_quiz")
    expect(timer).to_contain_text("Bereit machen, rechte Seite")
    assert page.evaluate(WIDER, [".slt", WORDS]) == []
    assert page.evaluate(WIDER, [".slq", WORDS]) == []
    assert violations(page, ".slt") == []


#: Outputs of each kind, and what of a page bears no language of its own: text without markup.
KINDS = ('sl.anatomy("piriformis")', 'sl.plot_dose("bridge")', "sl.load_red_flags()", "sl.glossary()",
         'sl.case("socks_and_stairs")', "sl.explore_forward_bend()", 'sl.votes("Q47")', "sl.claim_board(1)",
         "sl.revise()", 'sl.timer("bridge")', 'sl.guide("bridge")')
ROOTS = ".slt, .slq, .slc, .slx, .slv, .slh"
SPOKEN = """selector => [...document.querySelectorAll(selector)].filter(node => node.textContent.trim()).map(node =>
    [node.closest('[lang]').lang, node.outerHTML.slice(0, 80)])"""


def test_german_in_an_english_lab_is_marked_as_german(open_notebook: Callable[..., Page]) -> None:
    page = opened(open_notebook, "german_kinds", *CELLS[:1], *KINDS, 'sl.language("en")', 'sl.guide("bridge")',
                  anew=True, viewport={"width": 1000, "height": 1000})
    expect(page.locator(".slt, .slv")).to_have_count(2, timeout=60_000)
    assert page.evaluate("document.documentElement.lang") == "en"
    widgets = page.evaluate(SPOKEN, ROOTS)
    assert len(widgets) >= 6
    assert {language for language, _ in widgets} == {"de"}, widgets
    pages = page.evaluate(SPOKEN, ".jp-RenderedHTML > :not(.stretchlib-still), .stretchlib-still > *")
    assert len(pages) >= 7
    assert [language for language, _ in pages] == ["de"] * (len(pages) - 1) + ["en"], pages


def look(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
        for number, widget in enumerate(page.locator(".slt, .slq").all()):
            widget.screenshot(path=str(Path(SHOTS) / f"{name}_{number}.png"))
