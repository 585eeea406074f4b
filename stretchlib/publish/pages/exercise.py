"""One exercise on a published page: drawings, dose, steps, cautions, when to stop, and a place for its timer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.errors import StretchlibError
from ...exercises.amount import amounts
from ...exercises.guide import REASONS, guide
from ...exercises.pacing import WORK, level_row
from ...exercises.session import Session, clock, lasting
from ...figures import Diagram, plot_exercise
from ...figures.people.sheet import hide_words
from ...tables import catalogue, phrases, reviews
from ...tables.phrases import written
from ...tables.rows import ReviewedRow
from ...tables.rows.exercises import Exercise
from ...tables.rows.people import Pose
from .page import Markup, element, joined, listed
from .pictures import figure_of, picture, trimmed


@dataclass(frozen=True)
class Plan:
    """What is published of a programme: its sessions once each, and the days of each where it has a week."""

    title: str
    sessions: tuple[Session, ...]
    week: tuple[tuple[Session, ...], ...] = ()

    def days(self, session: Session) -> str:
        """The days of a session in words, or nothing."""
        words = phrases.words()
        return ", ".join(words[f"publish.day.{day}"] for day, due in enumerate(self.week, start=1) if session in due)

    def is_due(self, session: Session, day: int) -> bool:
        """Whether a session is planned on a day from 1 to 7; each day where there is no week."""
        return not self.week or session in self.week[day - 1]


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


def _session(practice: Any) -> Session:
    if isinstance(practice, Session):
        return practice
    name, level, side, *more = (*str(practice).split(":"), "", "", "")[:max(3, str(practice).count(":") + 1)]
    if more or not isinstance(practice, str):
        raise StretchlibError(f"{practice!r} is no exercise to publish; give a Session, or a name such as bridge, "
                              "bridge:harder or sciatic_nerve_slider:base:left.")
    return Session.from_exercise(name, level or "base", side=side or None)


def review(sessions: Sequence[Session]) -> str:
    """Who signed all rows these sessions are made of; not reviewed as long as one is unsigned."""
    states = set()
    for session in sessions:
        row = catalogue.row(Exercise, session.exercise)
        level = level_row(row, session.level)
        states |= {reviews.review_state(part) for part in (row, level) if isinstance(part, ReviewedRow)}
        for table in ("exercise_steps", "exercise_cautions"):
            states |= {reviews.review_state(part) for part in catalogue.rows(table)
                       if part["exercise"] == session.exercise and part["level"] in (None, "", session.level)}
    unsigned = [state for state in sorted(states) if state.startswith(phrases.say("review.none"))]
    return unsigned[0] if unsigned else "; ".join(sorted(states))


def article(number: int, session: Session, *, timers: Sequence[int], heading: int = 2, days: str = "",
            sheet: bool = False, evidence: bool = True) -> Markup:
    """The exercise as an article; ``timers`` are the numbers of the sessions that the page's script leads through.

    ``sheet``: for a sheet of paper, whose pictures have their words below them, in letters as large as the text, and
    which keeps to its own level. ``evidence``: with what the exercise works on, what is known and where its dose is
    from.
    """
    words = phrases.words()
    instructions = guide(session.exercise, session.level)
    head = f"exercise-{number}"
    mark = review([session])
    if mark == reviews.NOT_REVIEWED:
        mark = words["publish.not_reviewed"]
    parts = [
        element(f"h{heading}", f"{number}. {session.title}", id=head),
        element("p", f"{session.level_title}; {mark}", class_="pub-level"),
        _drawings(session, sheet, evidence),
        element("p", *(part for word, text in instructions.opening
                       for part in (element("b", f"{word}:"), f" {text} "))),
        element("dl", *dose(session, days), class_="pub-dose"),
    ]
    # How hard and how often stands beside the dose; what may come later is of another level.
    left_out = {"amount", *(("later",) if sheet else ()), *(() if evidence else REASONS)}
    # Why an exercise is done is read on the screen; its sheet of paper is for doing it.
    looks = {"stop rule": "pub-stop"} | dict.fromkeys(REASONS, "pub-screen")
    # On paper the first item is one piece with its heading: page.css says how.
    sections = {kind: element("section", element(f"h{heading + 1}", title, data_first=next(iter(texts), None)),
                              listed("ol" if kind == "steps" else "ul", texts), class_=looks.get(kind))
                for kind, (title, texts) in instructions.sections.items() if kind not in left_out}
    stop = sections.pop("stop rule", None)
    parts += [element("div", *sections.values(), class_="pub-columns"), stop or joined([])]
    parts.append(element("div", class_="pub-timer", data_timer=" ".join(map(str, timers)), data_level=str(heading + 1)))
    return element("article", *parts, class_="pub-exercise", aria_labelledby=head)


def _drawings(session: Session, sheet: bool, evidence: bool) -> Markup:
    """Start and end at the chosen level, or at the base level with a word that says so."""
    drawn = {pose.level for pose in catalogue.rows(Pose) if pose.exercise == session.exercise}
    level = session.level if session.level in drawn else "base"
    if level not in drawn:
        return joined([])
    diagrams = [plot_exercise(session.exercise, moment, level=level) for moment in ("start", "end")]
    both = [_captioned(diagram, evidence) if sheet else picture(diagram) for diagram in diagrams]
    note = None if level == session.level else element("p", phrases.words()["publish.other_level"], class_="pub-note")
    return element("div", element("div", *both, class_="pub-pair"), note)


def _captioned(diagram: Diagram, evidence: bool) -> Markup:
    """A drawing without words in it, with its words as a caption: the posture, and which muscles are marked."""
    names, facts = hide_words(diagram), diagram.facts
    marked = phrases.say("publish.marked", names=", ".join(names)) if names else ""
    caption = " ".join(filter(None, (facts[0], marked)))
    return figure_of(trimmed(diagram.image()), diagram.text if evidence else f"{diagram.title}. {caption}", caption)


def dose(session: Session, days: str = "") -> Iterator[Markup]:
    """The dose as pairs of a word and a value: sets, repetitions, seconds, load, effort, how often, how long in all."""
    words, row = phrases.words(), catalogue.row(Exercise, session.exercise)
    first = {phase.kind: phase for phase in reversed(session.phases)}
    hold_s = session.hold_s
    values = {}
    if "walk" in first:
        values["walk"] = f"{written(first['walk'].duration_s / 60)} min"
    else:
        values["sets"] = str(session.sets) if session.sets > 1 else ""
        values["reps"] = _repetitions(session)
        for kind in WORK:
            if kind == "hold" and hold_s:
                values["hold"] = lasting(hold_s)
            elif kind in first and kind not in ("hold", "contract", "relax"):  # these are parts of the hold
                values[first[kind].name] = lasting(first[kind].duration_s)
        values |= {kind: lasting(first[kind].duration_s) for kind in ("pause", "rest") if kind in first}
    amount = dict(amounts(row, session))
    times = amount.pop("times", "")
    values |= {f"amount.{key}": text for key, text in amount.items()}
    values["all"] = f"{clock(session.total_s)} min"
    values |= {"days" if days else "often": days or row.frequency, "amount.times": times}
    for name, value in values.items():
        if value:
            keys = (name, f"publish.dose.{name}", f"phase.{name.replace(' ', '_')}")
            heading = next(words[key] for key in keys if key in words)
            yield element("div", element("dt", heading), element("dd", value))


def _repetitions(session: Session) -> str:
    """How many repetitions in a set, of each side where one gets more."""
    words = phrases.words()
    if not session.extra_side:
        return words[f"publish.dose.reps_{session.sides}"].replace("{reps}", str(session.reps))
    reps = {side: session.reps + session.extra_reps * (side == session.extra_side) for side in ("right", "left")}
    return phrases.say("publish.dose.reps_unequal", **reps)
