"""Each kind of widget led through its states, 800 pixels wide: before, open, answered, end, error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .measure import WIDGETS

STATES = ("before", "open", "answered", "end", "error")
WIDTH_PX = 800
#: Height of a widget laid out at the width of a notebook on a laptop.
HEIGHT = """(node, width) => {
    node.style.inlineSize = `${width}px`;
    const high = node.getBoundingClientRect().height;
    node.style.inlineSize = '';
    return high;
}"""
#: Every group of choices and every field of what is in sight gets its first answer.
FILL = """node => {
    const seen = each => each.getClientRects().length && !each.disabled;
    for (const box of node.querySelectorAll('fieldset')) {
        if (!seen(box)) continue;
        const choice = [...box.querySelectorAll('input[type=radio], input[type=checkbox]')].find(seen);
        if (choice && !box.querySelector('input:checked')) choice.click();
    }
    for (const field of node.querySelectorAll('input[type=text], input[type=number], textarea, select')) {
        if (!seen(field) || field.value) continue;
        if (field.tagName === 'SELECT') field.selectedIndex = 1; else field.value = '1';
        field.dispatchEvent(new Event('input', {bubbles: true}));
        field.dispatchEvent(new Event('change', {bubbles: true}));
    }
}"""


def heights(page: Any) -> dict[str, dict[str, float]]:
    """Kind of a widget -> state -> height in pixels of its tallest one on the page, 800 pixels wide."""
    tallest: dict[str, dict[str, float]] = {}
    for kind, root in WIDGETS.items():
        for widget in page.locator(f"{root}:visible").all():
            note = _noting(widget, tallest.setdefault(kind, {}))
            note("before")
            LED[kind](widget, note)
    return tallest


def _noting(widget: Any, tallest: dict[str, float]) -> Callable[[str], None]:
    def note(state: str) -> None:
        widget.page.wait_for_timeout(200)  # an answer of Python, and what it lays out
        tallest[state] = max(tallest.get(state, 0), widget.evaluate(HEIGHT, WIDTH_PX))

    return note


def _press(widget: Any, *actions: str, wait_ms: int = 0) -> bool:
    """Press the first control of these actions that is there; whether there was one."""
    for action in actions:
        control = widget.locator(f"[data-action={action}]:visible:not([disabled])").first
        if control.count():
            control.click()
            widget.page.wait_for_timeout(wait_ms)
            return True
    return False


def _press_all(widget: Any, begins: str) -> None:
    """Press every control whose action begins so, one after the other; some go once another was pressed."""
    for action in widget.evaluate("(node, begins) => [...node.querySelectorAll(`[data-action^=${begins}]`)]"
                                  ".map(each => each.dataset.action)", begins):
        _press(widget, action)


def _quiz(widget: Any, note: Callable[[str], None]) -> None:
    if _press(widget, "check"):
        note("error")
    for _ in range(40):  # one question after the other, where there is a way to the next
        widget.evaluate(FILL)
        note("open")
        for _ in range(2):  # a written answer is compared before it is counted
            _press(widget, "check", wait_ms=300)
            widget.evaluate(FILL)
        note("answered")
        if not _press(widget, "next"):
            break
    for details in widget.locator("details.slq-more:not([open]) > summary").all():
        details.click()
    note("end")


def _timer(widget: Any, note: Callable[[str], None]) -> None:
    _press(widget, "start")
    note("open")
    for _ in range(3):  # the questions that come before, then the practice itself
        widget.evaluate(FILL)
        _press(widget, "watch", "go", "start", "no", wait_ms=300)
    note("answered")
    _press(widget, "stop", "end", wait_ms=300)
    note("end")


def _explorer(widget: Any, note: Callable[[str], None]) -> None:
    for control in widget.locator("input[type=range]:visible").all():
        control.press("End")
    note("open")
    for folded in widget.locator("details:not([open]) > summary:visible").all():
        folded.click()
    note("answered")
    field = widget.locator("[data-field]:visible").first
    if field.count():
        field.fill("9999")
        field.press("Enter")
        note("error")


def _case(widget: Any, note: Callable[[str], None]) -> None:
    _press_all(widget, "ask-")
    note("open")
    if _press(widget, "tab-examine"):
        _press_all(widget, "examine-")
        note("answered")
    if _press(widget, "tab-decide"):
        _press(widget, "decide", wait_ms=200)
        note("error")
        for box in widget.locator(".slc-box input:visible").all():
            box.check()
        _press(widget, "decide", wait_ms=400)
        note("end")


def _hip_or_spine(widget: Any, note: Callable[[str], None]) -> None:
    _press(widget, "flags", wait_ms=300)
    note("open")
    for index in (1, 2, 3):
        widget.locator("select").first.select_option(index=index)
        _press(widget, "find", wait_ms=300)
    note("answered")
    _press(widget, "end", wait_ms=300)
    note("end")


LED: dict[str, Callable[[Any, Callable[[str], None]], None]] = {
    "quiz": _quiz, "timer": _timer, "explorer": _explorer, "case": _case, "hip or spine": _hip_or_spine}
