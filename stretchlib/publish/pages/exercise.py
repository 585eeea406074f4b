"""One exercise on a published page: drawings, dose, steps, cautions, when to stop, and a place for its timer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.errors import StretchlibError
from ...exercises.guide import REASONS, guide
from ...exercises.pacing import WORK, level_row
from ...exercises.session import Session, clock
from ...figures import plot_exercise
from ...tables import catalogue, phrases, reviews
from ...tables.phrases import written
from ...tables.rows import ReviewedRow
from ...tables.rows.exercises import Exercise
from .page import Markup, element, joined, listed
from .pictures import picture


@dataclass(frozen=True)
class Plan:
    """What is published of a programme: its sessions once each, and the days of each where it has a week."""

    title: str
    sessions: tuple[Session, ...]
    week: tuple[tuple[Session, ...], ...] = ()

    def days(self, session: Session) -> str:
        """The days of a session in words, or nothing."""
        words = phrases.words()
        return ", ".join(words[f"publish.day.{day}"] for day, ones in enumerate(self.week, start=1) if session in ones)


def plan_of(programme: Any) -> Plan:
    """The plan of a programme, or of a list of sessions or names such as ``"bridge:harder"``.

    Raises :class:`StretchlibError` for what is none of these and for an empty list.
    """
    asked = getattr(programme, "sessions", programme)
    if isinstance(asked, (str, Session)) or not isinstance(asked, Sequence):
        asked = [asked]
    sessions = tuple(dict.fromkeys(map(_session, asked)))
    if not sessions:
        raise StretchlibError("There is no exercise to publish; name at least one, such as figure_four_stretch.")
    return Plan(str(getattr(programme, "title", "")), sessions, tuple(getattr(programme, "week", ())))


def _session(one: Any) -> Session:
    if isinstance(one, Session):
        return one
    name, level, side, *more = (*str(one).split(":"), "", "", "")[:max(3, str(one).count(":") + 1)]
    if more or not isinstance(one, str):
        raise StretchlibError(f"{one!r} is no exercise to publish; give a Session, or a name such as bridge, "
                              "bridge:harder or sciatic_nerve_slider:base:left.")
    return Session.from_exercise(name, level or "base", side=side or None)


def review(sessions: Sequence[Session]) -> str:
    """Who signed all rows these sessions are made of; not reviewed as long as one is unsigned."""
    states = set()
    for one in sessions:
        row = catalogue.row(Exercise, one.exercise)
        level = level_row(row, one.level)
        states |= {reviews.review_state(part) for part in (row, level) if isinstance(part, ReviewedRow)}
        for table in ("exercise_steps", "exercise_cautions"):
            states |= {reviews.review_state(part) for part in catalogue.rows(table) if part["exercise"] == one.exercise
                       and part.get("level", one.level) == one.level}
    unsigned = [state for state in sorted(states) if state.startswith(phrases.say("review.none"))]
    return unsigned[0] if unsigned else "; ".join(sorted(states))


def article(number: int, session: Session, *, timers: Sequence[int], heading: int = 2, days: str = "") -> Markup:
    """The exercise as an article; ``timers`` are the numbers of the sessions that the page's script leads through."""
    words = phrases.words()
    instructions = guide(session.exercise, session.level)
    head = f"exercise-{number}"
    mark = review([session])
    if mark == reviews.NOT_REVIEWED:
        mark = words["publish.not_reviewed"]
    parts = [
        element(f"h{heading}", f"{number}. {session.title}", id=head),
        element("p", f"{session.level_title}; {mark}", class_="pub-level"),
        _drawings(session),
        element("p", *(part for word, text in instructions.opening
                       for part in (element("b", f"{word}:"), f" {text} "))),
        element("dl", *dose(session, days), class_="pub-dose"),
    ]
    # Why an exercise is done is read on the screen; its sheet of paper is for doing it.
    looks = {"stop rule": "pub-stop"} | dict.fromkeys(REASONS, "pub-screen")
    # On paper the first item is one piece with its heading: page.css says how.
    sections = {kind: element("section", element(f"h{heading + 1}", title, data_first=next(iter(texts), None)),
                              listed("ol" if kind == "steps" else "ul", texts), class_=looks.get(kind))
                for kind, (title, texts) in instructions.sections.items()}
    stop = sections.pop("stop rule", None)
    parts += [element("div", *sections.values(), class_="pub-columns"), stop or joined([])]
    parts.append(element("div", class_="pub-timer", data_timer=" ".join(map(str, timers)), data_level=str(heading + 1)))
    return element("article", *parts, class_="pub-exercise", aria_labelledby=head)


def _drawings(session: Session) -> Markup:
    """Start and end at the chosen level, or at the base level with a word that says so."""
    drawn = {str(row["level"]) for row in catalogue.rows("poses") if row["exercise"] == session.exercise}
    level = session.level if session.level in drawn else "base"
    if level not in drawn:
        return joined([])
    both = [picture(plot_exercise(session.exercise, moment, level=level)) for moment in ("start", "end")]
    note = None if level == session.level else element("p", phrases.words()["publish.other_level"], class_="pub-note")
    return element("div", element("div", *both, class_="pub-pair"), note)


def dose(session: Session, days: str = "") -> Iterator[Markup]:
    """The dose as pairs of a word and a value: sets, repetitions, seconds, how often, how long in all."""
    words = phrases.words()
    row = catalogue.row("exercises", session.exercise)
    first = {phase.kind: phase for phase in reversed(session.phases)}
    values = {}
    if "walk" in first:
        values["walk"] = f"{written(first['walk'].duration_s / 60)} min"
    else:
        values["sets"] = str(session.sets) if session.sets > 1 else ""
        values["reps"] = words[f"publish.dose.reps_{session.sides}"].replace("{reps}", str(session.reps))
        for kind in WORK:
            if kind in first and kind != "walk":
                values[first[kind].name] = f"{written(first[kind].duration_s)} s"
        values["rest"] = f"{written(first['rest'].duration_s)} s" if "rest" in first else ""
    values["all"] = f"{clock(session.total_s)} min"
    values["days" if days else "often"] = days or str(row["frequency"] or "")
    for name, value in values.items():
        if value:
            heading = words.get(f"publish.dose.{name}") or words[f"phase.{name.replace(' ', '_')}"]
            yield element("div", element("dt", heading), element("dd", value))
