"""One exercise at one level as a student or a patient reads it: steps, cautions, when to stop, how sure we are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..core.document import Break, Columns, Details, Heading, List, Paragraph, Part, Span, strong
from ..evidence.references import cited
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows.anatomy import Structure
from ..tables.rows.exercises import Exercise, ExerciseCaution, ExerciseStep, ExerciseStructure
from ..tables.shows_document import ShowsDocument
from .amount import amounts, effort_text, load_text, range_text, tempo_text
from .pacing import level_row
from .session import Session, clock

if TYPE_CHECKING:
    import pandas as pd

#: The kinds of caution in the order they are shown; their headings are in ``words.csv``.
CAUTIONS = ("contraindication", "caution", "stop rule")
#: The sections that say why an exercise is done; their headings are in ``words.csv``.
REASONS = ("works_on", "known", "dose")


class Section(NamedTuple):
    """A part of a guide: its heading as it is shown, and its texts."""

    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Guide(ShowsDocument):
    """The written guide of an exercise or a test; shows itself as a short article. Build it with :func:`guide`.

    ``opening``: a word and a text each, such as the start position; ``sections``: by what they hold, such as ``steps``,
    ``stop rule`` or ``accuracy``, in the order they are shown.
    """

    title: str
    opening: tuple[tuple[str, str], ...]
    sections: dict[str, Section]
    note: str

    def parts(self) -> Iterator[Part]:
        yield Heading(self.title)
        words = [piece for word, text in self.opening for piece in (Break.SPACE, strong(f"{word}:"), f" {text}")]
        yield Paragraph(tuple(words[1:]))
        yield Columns(tuple(_listed(kind, section) for kind, section in self.sections.items() if kind not in REASONS))
        reasons = [block for kind in REASONS if kind in self.sections
                   for block in _listed(kind, self.sections[kind])]
        if reasons:
            yield Details(Span(say("guide.reasons")), tuple(reasons), apart=True)
        yield Paragraph(self.note, apart=True)


def _listed(kind: str, section: Section) -> tuple[Heading, List]:
    return Heading(section.heading, 4, apart=True), List(section.texts, ordered=kind == "steps", indent=2)


def guide(exercise: str, level: str = "base") -> Guide:
    """The steps and cautions of ``exercise`` at ``level`` (easier, base, harder), what it works on, what is known of it
    and where its dose comes from.

    A level without steps of its own is described in a sentence. Raises
    :class:`StretchlibError` for an unknown exercise or level.
    """
    row = catalogue.row(Exercise, exercise)
    variant = level_row(row, level)
    steps = tuple(step.text for step in catalogue.rows(ExerciseStep)
                  if step.exercise == exercise and step.level == level)
    sections = {"steps": Section(say("guide.steps"), steps or (variant.description,))}
    if variant.later:
        sections["later"] = Section(say("guide.later"), (variant.later,))
    if amount := _amount(row):
        sections["amount"] = Section(say("guide.amount"), amount)
    for kind in CAUTIONS:
        texts = tuple(caution.text for caution in catalogue.rows(ExerciseCaution)
                      if caution.exercise == exercise and caution.kind == kind and caution.level in ("", level))
        if texts:
            sections[kind] = Section(term("guide", kind), texts)
    sections |= {kind: Section(say(f"guide.{kind}"), texts) for kind, texts in
                 zip(REASONS, (_works_on(exercise), _evidence(row), _dose(row)), strict=True)}
    position = row.start_position if level == "base" else variant.posture
    note = say("guide.note", review=_reviewed(exercise))
    opening = ((say("guide.start"), position), (say("guide.need"), variant.equipment or row.equipment))
    return Guide(f"{row.name}, {variant.title}", opening, sections, note)


def dose_table() -> pd.DataFrame:
    """The course's dose of every exercise on one sheet, a row an exercise, ranges as text.

    ``one_practice`` is the length of a practice at the low end of the dose, in minutes:seconds; it counts the
    time to get ready, to change sides and to rest. Load, effort and times a day have a column where an exercise has
    them.
    """
    import pandas as pd

    columns = {"sets": ("sets_min", "sets_max"), "reps": ("reps_min", "reps_max"),
               "hold_s": ("hold_min_s", "hold_max_s"), "rest_s": ("rest_min_s", "rest_max_s"),
               "walk_min": ("walk_min_min", "walk_max_min"),
               "days_a_week": ("days_per_week_min", "days_per_week_max")}
    table = []
    for row in catalogue.rows(Exercise):
        practice = Session.from_exercise(row.id, side="right" if row.sides == "affected" else None)
        ranges = {name: range_text(getattr(row, low), getattr(row, high)) for name, (low, high) in columns.items()}
        wider = {"load": load_text(row), "effort": effort_text(row),
                 "times_a_day": range_text(row.times_per_day_min, row.times_per_day_max)}
        table.append({"exercise": row.name, **ranges, **wider, "one_practice": clock(practice.total_s),
                      "certainty": term("certainty", row.certainty)})
    frame = pd.DataFrame(table)
    return frame.drop(columns=[name for name in wider if not any(frame[name])])


def _amount(row: Exercise) -> tuple[str, ...]:
    """Load, effort, tempo and the like, a line each with its word in front; none where the row has none."""
    parts = [*amounts(row)]
    if row.pause_s is not None:
        side = "right" if row.sides == "affected" else None
        parts.append(("tempo", tempo_text(Session.from_exercise(row.id, side=side))))
    return tuple(f"{say(f'amount.{key}')}: {text}." for key, text in parts)


def _works_on(exercise: str) -> tuple[str, ...]:
    """The structures an exercise is meant for and those it reaches as well, each with how sure we are of it."""
    rows = [row for row in catalogue.rows(ExerciseStructure) if row.exercise == exercise]
    names = {structure.id: structure.name_en for structure in catalogue.rows(Structure)}
    return tuple(say("guide.works_on_item", name=names[row.structure], role=term("role", row.role),
                     part=f" ({row.part})" if row.part else "", priority=term("priority", row.priority),
                     certainty=term("certainty", row.certainty), checked=term("checked", row.checked))
                 for row in sorted(rows, key=lambda row: row.priority != "target"))


def _evidence(row: Exercise) -> tuple[str, ...]:
    """What was studied of an exercise and what was not, and the works."""
    sources = ", ".join(map(cited, row.sources))
    return row.evidence_note, *([say("guide.known_sources", sources=sources)] if sources else [])


def _dose(row: Exercise) -> tuple[str, ...]:
    """Where the numbers of an exercise and the pace of its timer come from, and how sure we are of them."""
    return (row.dose_note, say("guide.pace", why=row.pace_note),
            say("guide.known_mark", certainty=term("certainty", row.certainty), checked=term("checked", row.checked)))


def _reviewed(exercise: str) -> str:
    """Whether the steps and cautions of an exercise are reviewed: their state, or that it differs between them."""
    rows: tuple[ExerciseStep | ExerciseCaution, ...] = (*catalogue.rows(ExerciseStep), *catalogue.rows(ExerciseCaution))
    states = {reviews.review_state(row) for row in rows if row.exercise == exercise}
    return states.pop() if len(states) == 1 else say("review.part") if states else say("review.none")
