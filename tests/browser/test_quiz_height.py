"""A quiz at the width of a notebook: no state of any kind of question is higher than a screen of JupyterLab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from lab_page import SCREEN
from playwright.sync_api import Browser, Locator, Page, expect
from quiz_steps import turn_to
from widget_page import widget_page

from stretchlib.questions.bank import Question, bank
from stretchlib.questions.claims import claim_questions
from stretchlib.questions.sheet import draw_sheets
from stretchlib.questions.trial_reports import rating_questions
from stretchlib.widgets.quiz.quiz import Quiz

LONGEST = 2  # questions of each kind: those with the most to read
#: Answer a card, mostly wrong, so that as much as can be is said of it.
ANSWER = """card => {
    const within = selector => [...card.querySelectorAll(selector)];
    const told = field => field.dispatchEvent(new Event('input', {bubbles: true}));
    for (const part of within('.slq-part')) part.querySelectorAll('input')[1].click();
    within('.slq-controls .slq-option input[type=radio]').filter(radio => !radio.closest('.slq-sure')).at(-1)?.click();
    within('.slq-controls input[type=checkbox]').slice(0, 2).forEach(box => box.click());
    for (const list of within('select')) { list.selectedIndex = 1; told(list); }
    for (const field of within('input[type=text]')) { field.value = '3'; told(field); }
    for (const field of within('textarea')) { field.value = 'They move together. '.repeat(30); told(field); }
    card.querySelector('.slq-sure input')?.click();
}"""


def length(question: Question) -> int:
    return len(question.stem) + sum(len(option.text) + len(option.match) + len(option.feedback)
                                    for option in question.options)


def longest() -> list[Question]:
    kinds = sorted({question.kind for question in bank(optional=True)})
    return [question for kind in kinds for question in sorted(
        (each for each in bank(optional=True) if each.kind == kind), key=length)[-LONGEST:]]


def height(page: Page) -> float:
    return float(page.locator(".slq").evaluate("quiz => quiz.getBoundingClientRect().height"))


def states(page: Page, card: Locator) -> Iterator[tuple[str, float]]:
    """The states of a card by name, each with the height of the quiz."""
    turn_to(card)
    if card.locator(".slq-plate, .slq-body").count():
        expect(card.locator(".slq-plate img, .slq-body svg")).to_be_visible(timeout=60_000)
    yield "before", height(page)
    card.locator("[data-action=check]").click()
    expect(card.locator(".slq-state").first).not_to_be_empty()
    yield "refused", height(page)
    card.evaluate(ANSWER)
    yield "given", height(page)
    card.locator("[data-action=check]").click()
    if card.locator("textarea").count():
        expect(card.locator(".slq-example")).to_be_visible()
        yield "rubric", height(page)
        card.locator("[data-action=check]").click()
    expect(card.locator(".slq-result")).to_be_visible()
    yield "answered", height(page)
    for tab in card.locator(".slq-tab").all():
        tab.click()
        yield f"answered, {tab.inner_text()}", height(page)


@pytest.fixture
def quiz_page(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Page]]:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    pages: list[Page] = []
    yield pages
    for page in pages:
        page.close()


def too_high(page: Page, questions: Iterable[Question]) -> list[tuple[str, str, float]]:
    """Each state of each of these questions, and of the end, that is higher than a screen."""
    measured = [(question.id, state, high) for question in questions
                for state, high in states(page, page.locator(f".slq-card[data-question={question.id}]"))]
    page.locator(".slq-dot[data-state=end]").click()
    measured.append(("end", "answered", height(page)))
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    return [(name, state, high) for name, state, high in measured if high > SCREEN]


@pytest.mark.parametrize("kind", sorted({question.kind for question in bank(optional=True)}))
def test_no_question_of_the_bank_is_higher_than_a_screen(browser: Browser, quiz_page: list[Page], kind: str) -> None:
    questions = [question for question in longest() if question.kind == kind]
    quiz_page.append(widget_page(browser, Quiz(draw_sheets(questions))))
    assert too_high(quiz_page[0], questions) == []


def test_no_claim_is_higher_than_a_screen(browser: Browser, quiz_page: list[Page]) -> None:
    claims = claim_questions()
    quiz_page.append(widget_page(browser, Quiz(draw_sheets(claims))))
    assert too_high(quiz_page[0], claims) == []


def test_no_item_of_a_trial_is_higher_than_a_screen(browser: Browser, quiz_page: list[Page]) -> None:
    items = rating_questions("piriformis_release")
    quiz_page.append(widget_page(browser, Quiz(draw_sheets(items))))
    assert too_high(quiz_page[0], items) == []


def test_an_answer_that_cannot_be_kept_fits_too(browser: Browser, quiz_page: list[Page], tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").mkdir()
    claims = claim_questions(ids=["C28", "C41"])
    quiz_page.append(widget_page(browser, Quiz(draw_sheets(claims))))
    assert too_high(quiz_page[0], claims) == []
    expect(quiz_page[0].locator(".slq-unsaved").first).to_contain_text("could not be written to your journal")
