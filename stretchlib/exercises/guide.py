"""One exercise at one level as a student or a patient reads it: steps, cautions, when to stop, how sure we are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.text import as_html
from ..evidence.references import cited, split_keys
from ..tables import catalogue, phrases, reviews
from ..tables.phrases import say, term
from ..tables.rows import Row
from ..tables.rows.base import Cell
from ..tables.spoken_html import spoken_html
from .pacing import level_row
from .session import Session, clock

if TYPE_CHECKING:
    import pandas as pd

#: The kinds of caution in the order they are shown; their headings are in ``words.csv``.
CAUTIONS = ("contraindication", "caution", "stop rule")


@dataclass(frozen=True)
class Guide:
    """The written guide of an exercise or a test; shows itself as a short article. Build it with :func:`guide`.

    ``opening``: a word and a text each, such as the start position; ``sections``: a heading and its texts.
    """

    title: str
    opening: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    note: str

    def __repr__(self) -> str:
        lines = [self.title, *(f"{word}: {text}" for word, text in self.opening)]
        for heading, texts in self.sections:
            lines += ["", heading, *_marked(heading, texts)]
        return "\n".join([*lines, "", self.note])

    @spoken_html
    def _repr_html_(self) -> str:
        opening = " ".join(f"<b>{as_html(word)}:</b> {as_html(text)}" for word, text in self.opening)
        parts = [f"<h3>{as_html(self.title)}</h3>", f"<p>{opening}</p>"]
        for heading, texts in self.sections:
            tag = "ol" if heading == say("guide.steps") else "ul"
            items = "".join(f"<li>{as_html(text)}</li>" for text in texts)
            parts.append(f"<h4>{as_html(heading)}</h4><{tag}>{items}</{tag}>")
        return "\n".join([*parts, f"<p>{as_html(self.note)}</p>"])


def guide(exercise: str, level: str = "base") -> Guide:
    """The steps and cautions of ``exercise`` at ``level`` (easier, base, harder), what it works on, what is known of it
    and where its dose comes from.

    A level without steps of its own is described in a sentence. Raises
    :class:`StretchlibError` for an unknown exercise or level.
    """
    row = catalogue.row("exercises", exercise)
    shown = level_row(row, level)
    steps = tuple(str(step["text"]) for step in catalogue.rows("exercise_steps")
                  if step["exercise"] == exercise and step["level"] == level)
    sections = [(say("guide.steps"), steps or (str(shown["description"]),))]
    for kind in CAUTIONS:
        texts = tuple(str(one["text"]) for one in catalogue.rows("exercise_cautions")
                      if one["exercise"] == exercise and one["kind"] == kind)
        if texts:
            sections.append((term("guide", kind), texts))
    sections += [(say("guide.works_on"), _works_on(exercise)), (say("guide.known"), _known(row)),
                 (say("guide.dose"), _dose(row))]
    position = str(row["start_position"]) if level == "base" else str(shown["posture"])
    note = say("guide.note", review=_reviewed(exercise))
    opening = ((say("guide.start"), position), (say("guide.need"), str(row["equipment"])))
    return Guide(f"{row['name']}, {shown['title']}", opening, tuple(sections), note)


def dose_table() -> pd.DataFrame:
    """The course's dose of every exercise on one sheet, a row an exercise, ranges as text.

    ``one_practice`` is the length of a practice at the low end of the dose, in minutes:seconds; it counts the
    time to get ready, to change sides and to rest.
    """
    import pandas as pd

    columns = {"sets": ("sets_min", "sets_max"), "reps": ("reps_min", "reps_max"),
               "hold_s": ("hold_min_s", "hold_max_s"), "rest_s": ("rest_min_s", "rest_max_s"),
               "walk_min": ("walk_min_min", "walk_max_min"),
               "days_a_week": ("days_per_week_min", "days_per_week_max")}
    table = []
    for row in catalogue.rows("exercises"):
        side = "right" if row["sides"] == "affected" else None
        practice = Session.from_exercise(str(row["id"]), side=side)
        table.append({"exercise": row["name"], **{name: _range(row[low], row[high])
                                                  for name, (low, high) in columns.items()},
                      "one_practice": clock(practice.total_s), "certainty": term("certainty", row["certainty"])})
    return pd.DataFrame(table)


def _range(low: Cell, high: Cell) -> str:
    if low is None:
        return ""
    return phrases.written(low) if low == high else phrases.say("dose.range", low=f"{low:g}", high=f"{high:g}")


def _works_on(exercise: str) -> tuple[str, ...]:
    """The structures an exercise is meant for and those it reaches as well, each with how sure we are of it."""
    rows = [row for row in catalogue.rows("exercise_structures") if row["exercise"] == exercise]
    names = {row["id"]: str(row["name_en"]) for row in catalogue.rows("structures")}
    return tuple(say("guide.works_on_item", name=names[row["structure"]], role=term("role", row["role"]),
                     part=f" ({row['part']})" if row["part"] else "", priority=term("priority", row["priority"]),
                     certainty=term("certainty", row["certainty"]), checked=term("checked", row["checked"]))
                 for row in sorted(rows, key=lambda row: row["priority"] != "target"))


def _known(row: Row) -> tuple[str, ...]:
    """What was studied of an exercise and what was not, and the works."""
    sources = ", ".join(cited(key) for key in split_keys(row["sources"]))
    return str(row["evidence_note"]), *([say("guide.known_sources", sources=sources)] if sources else [])


def _dose(row: Row) -> tuple[str, ...]:
    """Where the numbers of an exercise and the pace of its timer come from, and how sure we are of them."""
    return (str(row["dose_note"]), say("guide.pace", why=row["pace_note"]),
            say("guide.known_mark", certainty=term("certainty", row["certainty"]),
                checked=term("checked", row["checked"])))


def _reviewed(exercise: str) -> str:
    states = {reviews.review_state(one) for table in ("exercise_steps", "exercise_cautions")
              for one in catalogue.rows(table) if one["exercise"] == exercise}
    return states.pop() if len(states) == 1 else say("review.part") if states else say("review.none")


def _marked(heading: str, texts: tuple[str, ...]) -> Iterator[str]:
    for number, text in enumerate(texts, start=1):
        yield f"  {f'{number}.' if heading == say('guide.steps') else '-'} {text}"
