"""A programme as one page: on paper with drawings, dose and stop rules; on a phone it leads through the practice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...authoring.check import refuse_faulty
from ...core.files import write
from ...exercises.pacing import WORK
from ...exercises.red_flags import RedFlags, red_flags
from ...exercises.session import Session
from ...tables import phrases, reviews
from .exercise import article, plan_of, review
from .page import Markup, element, joined, listed, page

GROUPS = ("timer", "gate", "phase", "side", "speech", "publish")


def handout(programme: Any, path: str | Path) -> Path:
    """Write ``programme`` as one HTML file for A4 and for a phone; returns its path.

    ``programme`` is a programme, or a list of sessions, names of exercises, or names with level and side such as
    ``"sciatic_nerve_slider:base:left"``. The opened file reads nothing from elsewhere and stores nothing. Raises
    :class:`StretchlibError` for an unknown exercise or level, where the tables are
    not in order, and where nothing can be written.
    """
    refuse_faulty()
    plan = plan_of(programme)
    sessions, words = plan.sessions, phrases.words()
    title = plan.title or words["publish.handout_title"]
    head = element("header", element("h1", title), mark(sessions), element("p", words["publish.handout_lead"]),
                   element("p", words["publish.handout_phone"], class_="pub-screen"))
    articles = [article(number, session, timers=(number - 1,), days=plan.days(session))
                for number, session in enumerate(sessions, start=1)]
    body = element("main", head, safety(), *articles, class_="pub pub-handout")
    return write(path, page(title, body, scripts=["practice_page.js"], data=practice_data(sessions)))


def mark(sessions: tuple[Session, ...]) -> Markup:
    """That no clinician has signed these rows, where it is so."""
    state = review(sessions)
    words = phrases.words()
    return element("p", words["publish.not_reviewed"] if state == reviews.NOT_REVIEWED else state, class_="pub-mark")


def practice_data(sessions: tuple[Session, ...], keep: bool = False) -> dict[str, Any]:
    """What the timers of a page read: sessions, phrases, safety questions."""
    words = {key: text for key, text in phrases.words().items() if key.split(".")[0] in GROUPS}
    for end in ("finished", "skipped", "broken_off"):  # in the notebook they speak of the next cell
        words[f"timer.{end}_text"] = words[f"publish.{end}_{'kept' if keep else 'text'}"]
    return {"words": words, "red_flags": red_flags().as_dicts(),
            "sessions": [{**session.as_dict(), "opener": _opener(session, words)} for session in sessions]}


def _opener(session: Session, words: Mapping[str, str]) -> str:
    """The button that brings the timer; it names the side where the exercise is done on one only."""
    if session.sides != "affected":
        return words["publish.lead_me"]
    side = next(phase.side for phase in session.phases if phase.kind in WORK)
    named = words[f"side.{side}"]
    return f"{words['publish.lead_me']}: {named[0].lower()}{named[1:]}"  # a German noun keeps its capital


def safety() -> Markup:
    """The safety questions before any exercise, and whom to turn to."""
    words = phrases.words()
    flags: RedFlags = red_flags()
    groups = [joined([element("h3", heading), listed("ul", questions),
                      element("p", f"{words['flags.if_yes']} {help_text}", class_="pub-help")])
              for heading, help_text, questions in flags.groups()]
    groups.append(element("p", flags.review, class_="pub-mark"))
    return element("section", element("h2", words["gate.title"]), element("p", words["gate.lead"]), *groups,
                   class_="pub-safety")
