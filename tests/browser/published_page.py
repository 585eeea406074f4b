"""Moves on the published pages: into a part of the pocket page, an answer to a card, each state of either page."""

from __future__ import annotations

from collections.abc import Iterator

from lab_page import press
from playwright.sync_api import Locator, Page, expect
from quiz_steps import turn_to

PARTS = ("exercises", "plates", "cards", "claims", "turning", "progress")


def part(page: Page, name: str) -> None:
    page.locator(f".pub-nav a[href='#{name}']").click()
    expect(page.locator(f"#{name}")).to_be_visible()


def answer_card(page: Page, room: str, nth: int = 0, choice: int = 0) -> Locator:
    card = turn_to(page.locator(f"#{room} .slq-card[data-question]").nth(nth))
    card.locator(".slq-controls input[type=radio]").nth(choice).check()
    card.locator(".slq-sure input").nth(1).check()
    card.locator("[data-action=check]").click()
    expect(card.locator(".slq-result")).to_be_visible()
    return card


def each_state(page: Page, name: str, *, sets: bool = True) -> Iterator[str]:
    """Bring a page into each of its states, one after the other; ``sets``: with every set of cards."""
    if name == "handout":
        yield "as opened"
        page.locator("[data-action=lead]").first.click()
        yield "questions"
        press(page.locator(".slt").first, "gate-none")
        yield "timer"
        page.locator("[data-action=start]").first.click()
        expect(page.locator(".slt").first).to_have_attribute("data-status", "running")
        yield "running"
        return
    for part_id in PARTS:
        part(page, part_id)
        page.locator(f"#{part_id} details:not([open])").evaluate_all("all => all.forEach(node => (node.open = true))")
        if part_id in ("cards", "claims"):
            answer_card(page, part_id)
        yield part_id
    part(page, "cards")
    for at in range(page.locator("#cards-room-set option").count() if sets else 0):
        page.locator("#cards-room-set").select_option(index=at)
        yield f"cards {at}"
