"""The words of the course in plain language: one of them, or all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.document import Break, Part, Terms, small
from ..core.errors import one_of
from ..core.text import begun
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows.words import GlossaryTerm
from ..tables.shows_document import ShowsDocument
from .references import cited


@dataclass(frozen=True, repr=False)
class Glossary(ShowsDocument):
    """Some words, in the order of the alphabet; shows itself as a list with what each means."""

    rows: tuple[GlossaryTerm, ...]

    def parts(self) -> Iterator[Part]:
        yield Terms(tuple((row.term, (row.plain, Break.LINE, small(_marks(row)))) for row in self.rows))


def _marks(row: GlossaryTerm) -> str:
    """The other names of a word, with source and marks."""
    also = f"{say('glossary.also', names=row.also)} " if row.also else ""
    works = ", ".join(map(cited, row.sources))
    source = say("glossary.source", works=works, checked=term("checked", row.checked)) if works else \
        begun(term("certainty", row.certainty))
    return f"{also}{source}; {reviews.review_state(row)}."


def names(row: GlossaryTerm) -> list[str]:
    """All the names a row of the glossary goes by: its term and those under ``also``."""
    return [row.term, *filter(None, map(str.strip, row.also.split(";")))]


def glossary(*terms: str) -> Glossary:
    """What words of the course mean: ``glossary("moment arm")``, or all of them with no argument.

    A word is found by any of its names, in the language that is set or in English, and in any case. Raises
    :class:`StretchlibError`, with the nearest word, for one that is not there.
    """
    rows = catalogue.rows(GlossaryTerm)
    if not terms:
        return Glossary(rows)
    by_name = _by_name()
    asked = [str(word).strip().lower() for word in terms]
    for name in asked:
        one_of(name, by_name, "word in the glossary")
    ids = {by_name[name].id for name in asked}
    return Glossary(tuple(row for row in rows if row.id in ids))


@catalogue.derived
def _by_name() -> dict[str, GlossaryTerm]:
    """Each word by all of its names in small letters; by its English ones too, as the code of notebooks calls it."""
    rows = catalogue.rows(GlossaryTerm)
    by_id = {row.id: row for row in rows}
    english = {name.lower(): by_id[row.id] for row in catalogue.catalogue().english.rows(GlossaryTerm)
               for name in names(row)}
    return english | {name.lower(): row for row in rows for name in names(row)}
