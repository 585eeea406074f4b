"""The length of notebooks: how it is summed and what goes beyond the budget; a browser test measures two."""

from __future__ import annotations

from typing import Any

from tests.audit.pages.__main__ import row, tallest_widget
from tests.audit.pages.measure import CAPTION_WORDS, CORE_SCREENS, SCREEN_PX, length


def cell(height: float, *headings: str, captions: tuple[int, ...] = (), still: float = 0,
         quiz: float = 0) -> dict[str, Any]:
    return {"id": f"c{height}", "height": height, "headings": list(headings), "captions": list(captions),
            "still": still, "quiz": quiz, "code": 20.0}


def test_optional_work_goes_from_its_heading_to_the_next_other_one() -> None:
    measured = length([cell(100, "Look"), cell(200), cell(300, "Optional: more"), cell(400),
                       cell(500, "Optional: still more"), cell(600, "Think"), cell(700, "Optional", "Sources")])
    assert measured.core == 100 + 200 + 600 + 700
    assert measured.optional == 300 + 400 + 500
    assert measured.code == 7 * 20


def test_stills_and_quizzes_are_told_apart() -> None:
    measured = length([cell(SCREEN_PX * 3, still=SCREEN_PX, quiz=SCREEN_PX / 2)])
    assert [measured.screens(part) for part in ("core", "still", "quiz")] == [3, 1, 0.5]


def test_what_goes_beyond_the_budget_is_named() -> None:
    assert length([cell(SCREEN_PX * CORE_SCREENS, captions=(CAPTION_WORDS,))]).faults == []
    faults = length([cell(SCREEN_PX * CORE_SCREENS + 65, captions=(CAPTION_WORDS + 1, 90, 3))]).faults
    assert faults == ["core work of 20.1 screens, at most 20", "2 captions of up to 90 words, at most 30"]


def test_a_row_tells_the_tallest_widget_of_each_state() -> None:
    tall = {"quiz": {"before": 400.0, "answered": 610.4}, "timer": {"before": 560.0, "end": 300.0}}
    assert tallest_widget(tall, "before") == "timer 560"
    assert tallest_widget(tall, "error") == "-"
    cells = row(length([cell(SCREEN_PX, captions=(7, 12))]), tall)
    assert cells == ["1.0", "0.0", "0.0", "0.0", "12", "timer 560", "-", "quiz 610", "timer 300", "-"]
