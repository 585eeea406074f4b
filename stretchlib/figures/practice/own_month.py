"""The learner's own month on a page: programme, practices, goals; no invented example stands in for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...core.document import Block, Heading, List, Paragraph, Picture, Terms
from ...learner import journal
from ...learner.appraised_topic import kept_sections, sections_of
from ...learner.practice_log import kept_practices, own_plans, read
from ...tables import catalogue
from ...tables.phrases import say
from ...tables.rows.exercises import Exercise
from ...tables.shows_document import ShowsDocument
from .practice import plot_practice

LISTED, WIDTH = 10, 900  # practices in words where there is no programme; pixels of the picture


@dataclass(frozen=True, repr=False)
class OwnMonth(ShowsDocument):
    """The newest four weeks of a journal; build it with :func:`my_month`."""

    book: journal.Journal
    goals: str = "mine"  # the name of the page of goals that is shown

    def parts(self) -> Iterator[Block]:
        practices, (plans, unread) = kept_practices(self.book), own_plans(self.book)
        yield Heading(say("own_month.title"))
        if practices and plans:
            log = read()
            diagram = plot_practice(log)
            yield Paragraph(repr(log))
            yield Picture(diagram.png(), diagram.text, WIDTH)
            yield List((*diagram.facts, *log.problems))
        elif practices:
            names = {row.id: row.name for row in catalogue.rows(Exercise)}
            yield List(tuple(unread)) if unread else Paragraph(say("own_month.no_programme"))
            yield List(tuple(say("own_month.practice", day=journal.day(practice), done=practice["reps_done"],
                                 exercise=names.get(str(practice["exercise"]), str(practice["exercise"])),
                                 planned=practice["reps_planned"]) for practice in practices[-LISTED:]))
        elif plans:
            day, programme = plans[-1]
            yield Paragraph(say("own_month.no_practice", day=day.isoformat()))
            yield List(tuple(programme.table()["exercise"]))
        elif unread:
            yield List(tuple(unread))
        else:
            yield Paragraph(say("own_month.empty"))
        texts = kept_sections("goals", self.goals)
        written = [(row.title, texts[row.id]) for row in sections_of("goals") if texts.get(row.id, "").strip()]
        if written:
            yield Heading(say("topic.named_goals"), 4)
            yield Terms(tuple(written))


def my_month() -> OwnMonth:
    """Your own last four weeks: what you planned, what you did, and your goals; nothing invented.

    Raises :class:`StretchlibError` for a journal that cannot be read.
    """
    return OwnMonth(journal.current())
