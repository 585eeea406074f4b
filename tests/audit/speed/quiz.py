"""From the key that checks an answer to its feedback, in a real JupyterLab; beside jupyterquiz where installed."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .page import opened
from .rows import Row, of

ANSWERS = 40
RECORDS = 10_000  # some years of answers
CELL = """import stretchlib as sl
from stretchlib.questions.bank import bank
from stretchlib.questions.sheet import draw_sheets
from stretchlib.widgets.quiz.quiz import Quiz
quiz = Quiz(draw_sheets([question for question in bank(optional=True) if question.kind == "single"][:{count}]))
"""
CLAIMS = "import stretchlib as sl\nsl.claim_board()"
# jupyterquiz marks in the page: its answers lie there, readable, before the first attempt.
PEER = """import sys; sys.path.append({folder!r})
from jupyterquiz import display_quiz
display_quiz([{{"question": one.stem, "type": "multiple_choice", "answers": [
    {{"answer": option.text, "correct": option.correct, "feedback": option.feedback}} for option in one.options]}}
    for one in quiz.questions.values()], shuffle_answers=False)
"""
# The time runs from the key's own event until the heading stands in the page, and until the next frame is drawn.
WATCH = """() => addEventListener('keydown', () => { window.pressed = performance.now(); }, true)"""
OURS = """number => {
    const card = document.querySelectorAll('.slq-card[data-question]')[number];
    const result = card.querySelector('.slq-result');
    for (const asked of card.querySelectorAll('.slq-part, .slq-controls:not(:has(.slq-part)), .slq-sure'))
        asked.querySelector('input').checked = true;
    const seen = () => !result.hidden && result.querySelector('.slq-verdict').textContent;
    window.took = new Promise(done => new MutationObserver(() => seen() && done(WHEN)).observe(
        result, {attributes: true, childList: true, subtree: true}));
    card.querySelector('[data-action=check]').focus();
}"""
THEIRS = """number => {
    const quiz = document.querySelectorAll('.Quiz')[number], said = quiz.querySelector('.Feedback');
    window.took = new Promise(done => new MutationObserver(() => said.textContent && done(WHEN)).observe(
        said, {childList: true, subtree: true, attributes: true}));
    quiz.querySelector('input').focus();
}"""
WHEN = """(async stands => {
    await new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)));
    return [stands - window.pressed, performance.now() - window.pressed];
})(performance.now())"""


def answer_to_feedback() -> Iterator[Row]:
    """Median and 95th percentile of ours, and the peer's, in one page; then where our time goes in Python."""
    spec = find_spec("jupyterquiz")
    peer = PEER.format(folder=str(Path(str(spec.origin)).parents[1])) if spec else ""
    with opened(CELL.format(count=ANSWERS) + peer + "quiz", ".slq") as page:
        page.evaluate(WATCH)
        page.locator(".slq [data-action=all]").click()
        ours = _answers(page, OURS, "Enter")
        theirs = _answers(page, THEIRS, "Space") if peer else []
    mine, theirs_ms = (of([stands for stands, _ in answers], 50) if answers else 0.0 for answers in (ours, theirs))
    yield Row("quiz", "answer to feedback in JupyterLab, kernel idle", mine, 50, "ms",
              "; ".join([_summary(ours), *_in_python()]),
              f"jupyterquiz, which marks in the page, {_summary(theirs)}" if theirs else "jupyterquiz: not installed",
              theirs_ms / mine if theirs else None)


def _answers(page: Any, prepare: str, key: str, count: int = ANSWERS) -> list[list[float]]:
    answers = []
    for number in range(count):
        page.evaluate(prepare.replace("WHEN", WHEN), number)
        page.keyboard.press(key)
        answers.append(page.evaluate("window.took"))
        page.wait_for_timeout(30)
    return answers


def _summary(answers: list[list[float]]) -> str:
    stands, drawn = zip(*answers, strict=True)
    return (f"median {of(list(stands), 50):.0f} ms, 95th percentile {of(list(stands), 95):.0f} ms "
            f"(drawn {of(list(drawn), 50):.0f} ms) over {len(answers)} answers")


def claim_to_feedback() -> Iterator[Row]:
    """The same on the claim board, whose feedback holds evidence, links and sources."""
    with opened(CLAIMS, ".slq") as page:
        page.evaluate(WATCH)
        page.locator(".slq [data-action=all]").click()
        answers = _answers(page, OURS, "Enter", page.locator(".slq-card[data-question]").count())
    stands = [stood for stood, _ in answers]
    yield Row("claims", "verdict on the claim board to its evidence", of(stands, 50), 50, "ms", _summary(answers))


def _in_python() -> list[str]:
    """Marking until the page is told, and writing down after it, with an empty and with a long journal."""
    return [f"{label}: marked in {mark:.1f} ms, written down in {keep:.1f} ms more" for label, mark, keep in (
        ("empty journal", *_marked(0)), (f"{RECORDS:,} records", *_marked(RECORDS)))]


def _marked(records: int) -> tuple[float, float]:
    from stretchlib.learner import journal
    from stretchlib.questions.bank import bank
    from stretchlib.questions.sheet import draw_sheets
    from stretchlib.widgets.quiz.quiz import Quiz

    questions = [candidate for candidate in bank(optional=True) if candidate.kind == "single"][:ANSWERS]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STRETCHLIB_JOURNAL"] = str(Path(folder) / "journal.jsonl")
        try:
            if records:
                journal.current()._write([{"id": f"{n:016x}", "kind": "answer", "at": "2026-01-05T09:00:00+00:00",
                                           "question": "Q999", "seed": 0, "response": "a"} for n in range(records)])
            quiz = Quiz(draw_sheets(questions))
            marked_at: list[float] = []
            quiz.observe(lambda _: marked_at.append(time.perf_counter()), "marks")
            marked, kept = [], []
            for number, question in enumerate(questions, start=1):
                begun = time.perf_counter()
                quiz._receive(quiz, json.loads(json.dumps({"question": question.id, "response": "1", "confidence": 75,
                                                        "seq": number})), [])
                kept.append(1000 * (time.perf_counter() - marked_at[-1]))
                marked.append(1000 * (marked_at[-1] - begun))
        finally:
            del os.environ["STRETCHLIB_JOURNAL"]
    return of(marked, 50), of(kept, 50)
