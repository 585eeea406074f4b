"""The printed sheet of a partner lab: who does what, with minutes, words, cautions, and a box to tick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.document import Break, Cell, Paragraph, Part, Span, Table, strong
from ..core.errors import one_of
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows.anatomy import Landmark
from ..tables.rows.clinic import ClinicalTest, LabStep
from ..tables.shows_document import ShowsDocument
from .care import test_care

LABS, ROLES = ("surface_anatomy", "tests"), ("examiner", "model", "observer")
COLUMNS = ("done", "step", "minutes", "who", "kind", "what")  # of the printed sheet


@dataclass(frozen=True)
class Step:
    """One line of the sheet: who, minutes, what kind of step, its text, and what goes with it as (word, text)."""

    role: str
    minutes: int
    kind: str
    text: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, repr=False)
class Checklist(ShowsDocument):
    """The steps of one lab; shows itself as a table to print. Build it with :func:`checklist`."""

    title: str
    steps: tuple[Step, ...]
    note: str

    @property
    def minutes(self) -> int:
        """Planned length of the lab."""
        return sum(step.minutes for step in self.steps)

    def parts(self) -> Iterator[Part]:
        length = say("lab.minutes", minutes=self.minutes)
        yield (Table((strong(self.title), Span(f", {length}", plain=f" ({self.minutes} min)")),
                     tuple(say(f"lab.head.{column}") for column in COLUMNS),
                     tuple(_row(number, step) for number, step in enumerate(self.steps, start=1)),
                     line="{0} {1}. {3}, {2} min ({4}): {5}"),
               Paragraph(self.note))


def _row(number: int, step: Step) -> tuple[Cell, ...]:
    """The step in the order of :data:`COLUMNS`."""
    details = (piece for word, text in step.details for piece in (Break.LINE, strong(f"{word}:"), f" {text}"))
    return (Cell(Span("\u2610", plain="[ ]"), "box"), Cell(str(number), "row"), Cell(str(step.minutes)),
            Cell(term("lab.role", step.role)), Cell(term("lab.kind", step.kind)), Cell((step.text, *details), "prose"))


def checklist(lab: str, role: str | None = None) -> Checklist:
    """The sheet of a ``lab``, ``"surface_anatomy"`` or ``"tests"``; with ``role`` (``"examiner"``, ``"model"`` or
    ``"observer"``) only that person's steps and those of all three.

    Raises :class:`StretchlibError` for an unknown lab or role.
    """
    one_of(lab, LABS, "lab")
    one_of(role, (None, *ROLES), "role")
    rows = [row for row in catalogue.rows(LabStep)
            if row.lab == lab and (role in (None, row.role) or row.role == "all")]
    steps = tuple(Step(row.role, row.minutes, row.kind, row.text, _details(row)) for row in rows)
    states = {reviews.review_state(row) for row in rows}
    state = states.pop() if len(states) == 1 else say("review.part")
    title = say(f"lab.title.{lab}")
    if role:
        title = say(f"lab.for.{role}", title=title)
    return Checklist(title, steps, say("lab.note", review=state))


def _details(row: LabStep) -> tuple[tuple[str, str], ...]:
    """What goes with a step, as (word, text): its words, its landmark, its clinical test."""
    details = [("test.words", row.words)]
    if row.landmark:
        mark = catalogue.row(Landmark, row.landmark)
        details += [("lab.landmark", f"{mark.name}, {mark.plain_name}"), ("lab.find", mark.find),
                    ("lab.next_to", mark.next_to), ("test.words", mark.words), ("lab.mind", mark.caution)]
        if mark.explicit_consent:
            details.append(("test.consent", say("lab.consent_explicit")))
    if row.test:
        test = catalogue.row(ClinicalTest, row.test)
        details += [("lab.test", test.name), ("test.hands", test.hands), ("test.words", test.words),
                    ("lab.counts", test.positive), ("lab.stop", test.stop),
                    *(("test.care", text) for text in test_care(test.id)), ("test.consent", test.consent)]
    return tuple((say(key), text) for key, text in details if text)
