"""What was practised without the timer, told in the page: a record like the timer's, and the way to take it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...core.document import Block, Details, List, Paragraph, Span
from ...core.errors import StretchlibError
from ...exercises.pacing import LEVELS
from ...exercises.programme import Programme
from ...exercises.session import Session
from ...learner import journal
from ...learner.practice_note import (
    EARLIEST_DAYS,
    LONGEST_MIN,
    entered_by_hand,
    followed,
    planned_session,
    practice_record,
)
from ...tables import catalogue
from ...tables.phrases import say, written
from ...tables.rows.exercises import Exercise, ExerciseLevel
from ...tables.shows_document import ShowsDocument
from ..shared.bundle import module
from ..shared.running_cell import running_cell
from .form import Form

LISTED = 4  # entries that can be taken back in the page; older ones stand in the log


class PracticeNote(Form):
    """A practice to write down; build it with :func:`note_practice`."""

    _esm = module("widgets/forms/practice_form.js")
    _groups = ("practice_form", "week_form")

    def __init__(self) -> None:
        cell = running_cell()
        self._stands = {"cell": cell[0]} if cell else {}  # it tells the notebook
        self._programme = followed()
        self._exercises = _exercises(self._programme)
        super().__init__({"title": say("practice_form.title"), "form": "practice", "days_back": EARLIEST_DAYS,
                          "longest_min": LONGEST_MIN})

    def _take(self, message_id: str, do: str, subject: Any) -> None:
        if do == "add":
            self._keep(message_id, "practice", id=message_id, **practice_record(subject), **self._stands)
        elif do == "take_back" and isinstance(subject, str):
            if any(entry["id"] == subject for entry in entered_by_hand()):
                self._keep(message_id, "note", id=message_id, takes_back=subject)
        elif do != "look":  # whoever comes back to the page is shown the programme and the day of now
            raise StretchlibError(say("form.malformed"))

    def _filled(self) -> dict[str, Any]:
        programme = followed()
        if programme != self._programme:  # to count all doses anew takes a tenth of a second
            self._programme, self._exercises = programme, _exercises(programme)
        return {"today": journal.now()[:10], "exercises": self._exercises,
                "entries": [{"id": entry["id"], "text": _entry_text(entry)} for entry in entered_by_hand()[:LISTED]]}

    @property
    def paper(self) -> ShowsDocument:
        return EntriesOnPaper()

    def __repr__(self) -> str:
        return say("practice_form.named")


class EntriesOnPaper(ShowsDocument):
    """What was told so far, as text; folded away where the form is beside it."""

    def parts(self) -> Iterator[Details]:
        entries = entered_by_hand()
        blocks: list[Block] = [List(tuple(map(_entry_text, entries)))] if entries else [
            Paragraph(say("practice_form.none"))]
        title = say("practice_form.as_text")
        yield Details(Span(title, plain=say("practice_form.title")), tuple(blocks))


def _entry_text(entry: Mapping[str, Any]) -> str:
    names = {row.id: row.name for row in catalogue.rows(Exercise)}
    return say("practice_form.entry", day=journal.day(entry),
               exercise=names.get(str(entry["exercise"]), str(entry["exercise"])), done=entry["reps_done"],
               planned=entry["reps_planned"], minutes=written(round(entry["done_s"] / 60, 1)))


def _exercises(programme: Programme | None) -> list[dict[str, Any]]:
    """Every exercise with the practices that can be told of it; those of the learner's programme say so."""
    titles = {(row.exercise, row.level): row.title for row in catalogue.rows(ExerciseLevel)}
    mine = {item.exercise: item for item in programme.items} if programme else {}
    rows = []
    for row in catalogue.rows(Exercise):
        sides = ("right", "left") if row.sides == "affected" else (None,)
        practices = [{"id": level, "title": titles[row.id, level],
                      "doses": {side or "both": _dose(planned_session(programme, row.id, level, side))
                                for side in sides}}
                     for level in LEVELS if (row.id, level) in titles]
        item = mine.get(row.id)
        rows.append({"id": row.id, "name": row.name, "levels": practices, "sides": len(sides) > 1,
                     "level": item.level if item else "base", "side": item.side if item else None,
                     "mine": item is not None})
    return rows


def _dose(session: Session) -> dict[str, Any]:
    whole = session.rehearse()
    return {"reps_planned": whole["reps_planned"], "planned_s": whole["planned_s"],
            "minutes": written(round(whole["planned_s"] / 60, 1))}


def note_practice() -> PracticeNote:
    """Write down what you practised without the timer: which exercise, on which day, how much of it, how long.

    It goes into your journal like a practice of the timer, and the log counts both.
    """
    return PracticeNote()
