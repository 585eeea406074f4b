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
from ...tables import catalogue, phrases, reviews
from ...tables.rows.exercises import Exercise
from ...widgets.timer.moving_person import moving_person
from .exercise import Plan, article, plan_of, review
from .page import Markup, element, joined, listed, packed, page

GROUPS = ("timer", "gate", "phase", "side", "speech", "stage", "publish")


LINES = ("name", "date", "therapist", "phone")  # left empty: they are filled in by hand, on paper
WEEKS = (1, 2)  # of the chart in which practices are ticked


def handout(programme: Any, path: str | Path, *, evidence: bool = False) -> Path:
    """Write ``programme`` as one HTML file for A4 and for a phone; returns its path.

    ``programme`` is a programme, or a list of sessions, names of exercises, or names with level and side such as
    ``"sciatic_nerve_slider:base:left"``. ``evidence``: for students, with what an exercise works on, what is known of
    it and where its dose is from, on the screen; a patient's has none of that. The opened file reads nothing from
    elsewhere and stores nothing; the lines for name, date, therapist and phone are on paper alone. Raises
    :class:`StretchlibError` for an unknown exercise or level, where the tables are not in order,
    and where nothing can be written.
    """
    refuse_faulty()
    plan = plan_of(programme)
    sessions, words = plan.sessions, phrases.words()
    title = plan.title or words["publish.handout_title"]
    head = element("header", element("h1", title), mark(sessions), element("p", words["publish.handout_lead"]),
                   element("p", words["publish.handout_phone"], class_="pub-screen"), _lines())
    articles = [article(number, session, timers=(number - 1,), days=plan.days(session), sheet=True, evidence=evidence)
                for number, session in enumerate(sessions, start=1)]
    body = element("main", head, safety(), *articles, _chart(plan), class_="pub pub-handout")
    return write(path, page(title, body, scripts=["practice_page.js"], data=practice_data(sessions)))


def _lines() -> Markup:
    """Empty lines to write on, for who practises and whom to ask."""
    words = phrases.words()
    return element("div", *(element("p", words[f"publish.line.{name}"], class_="pub-line") for name in LINES),
                   class_="pub-lines pub-paper")


def _chart(plan: Plan) -> Markup:
    """Two weeks of days beside the exercises, a box for each practice; a day that is not planned has none."""
    words = phrases.words()
    days = range(1, 8)
    weeks = element("tr", element("td"), *(element("th", phrases.say("publish.chart_week", week=week), colspan="7",
                                                   scope="colgroup") for week in WEEKS))
    names = element("tr", element("th", words["publish.chart_exercise"], scope="col"),
                    *(element("th", words[f"publish.day.{day}"][:2], scope="col") for _ in WEEKS for day in days))
    rows = []
    for number, session in enumerate(plan.sessions, start=1):
        box = element("span", class_="pub-box")
        boxes = joined([box] * (catalogue.row(Exercise, session.exercise).times_per_day_min or 1))
        cells = [element("td", boxes if plan.is_due(session, day) else None) for _ in WEEKS for day in days]
        rows.append(element("tr", element("th", f"{number}. {session.title}", scope="row"), *cells))
    table = element("table", element("thead", weeks, names), element("tbody", *rows))
    return element("section", element("h2", words["publish.chart_title"]), element("p", words["publish.chart_lead"]),
                   table, class_="pub-chart pub-paper")


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
            "sessions": [{**session.as_dict(), "opener": _opener(session, words)} for session in sessions],
            "people": _people(sessions)}


def _people(sessions: tuple[Session, ...]) -> str:
    """Who moves with each timer, packed as ``unzipped.js`` reads it: ``people``, and the meshes they share once."""
    people = [moving_person(session) for session in sessions]
    meshes = {name: mesh for person in people for name, mesh in person.get("meshes", {}).items()}
    lean = [{name: value for name, value in person.items() if name != "meshes"} for person in people]
    return packed({"people": lean, "meshes": meshes})


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
