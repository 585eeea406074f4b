"""Moves in a quiz that shows one question at a time: to a question by its dot, and another try."""

from __future__ import annotations

from playwright.sync_api import Locator, expect


def turn_to(asked: Locator) -> Locator:
    """Bring a card in sight by the map of its quiz, as a student would: its row of dots first, then its dot."""
    expect(asked).to_be_attached(timeout=30_000)
    if asked.is_visible():
        return asked
    quiz = asked.locator("xpath=ancestor::div[contains(concat(' ', @class, ' '), ' slq ')]")
    dot = quiz.locator(f".slq-dot[data-of='{asked.get_attribute('data-question')}']")
    for way in ("stretch-before", "stretch-behind"):
        leads = quiz.locator(f"[data-action={way}]")
        while not dot.count() and leads.is_visible():
            leads.click()
    dot.click()
    expect(asked).to_be_visible()
    return asked


def try_again(answered: Locator) -> None:
    """Ask an answered question once more; it stands there with the answer as it was given."""
    answered.locator("[data-action=check]").click()
    expect(answered.locator(".slq-result")).to_be_hidden()
