"""The works behind the course: one Vancouver line each, and BibTeX for a reference manager."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..core.document import Details, List, Paragraph, Part, Span, small
from ..tables import catalogue
from ..tables.phrases import say, term
from ..tables.rows.exercises import Exercise, ExerciseCaution, ExerciseStructure
from ..tables.rows.sources import Reference
from ..tables.shows_document import ShowsDocument
from ..tables.unchecked_sign import foot

_BIBTEX = {"article": "article", "book": "book", "chapter": "incollection", "thesis": "phdthesis"}
#: Stands last among the authors where not all were shown in what was read; BibTeX knows it as such.
OTHERS = "others"
_AUTHORS_SHOWN = 6  # the Vancouver style names six and goes on with "et al."


@dataclass(frozen=True, repr=False)
class Bibliography(ShowsDocument):
    """Works in the order of their keys; shows itself as a list that a page folds away, each with how far it was
    checked. It stands at the foot of a page, so it says there what the small sign of the page means."""

    rows: tuple[Reference, ...]

    def parts(self) -> Iterator[Part]:
        count = say("sources.one") if len(self.rows) == 1 else say("sources.count", count=len(self.rows))
        yield Details(Span(count), (
            List(tuple(f"{work.id}: {vancouver(work)} [{term('checked', work.checked)}]" for work in self.rows),
                 mark=""),))
        yield Paragraph((small(foot()),))


def sources(*keys: str, exercise: str | None = None) -> Bibliography:
    """The works with these keys of ``references.csv``, or those that an exercise rests on.

    Raises :class:`StretchlibError` for an unknown key or exercise.
    """
    wanted = list(keys)
    if exercise is not None:
        wanted += catalogue.row(Exercise, exercise).sources
        parts: list[ExerciseStructure | ExerciseCaution] = [*catalogue.rows(ExerciseStructure),
                                                            *catalogue.rows(ExerciseCaution)]
        wanted += [key for part in parts if part.exercise == exercise for key in part.sources]
    works = {key: catalogue.row(Reference, key) for key in wanted}
    return Bibliography(tuple(works[key] for key in sorted(works)))


def vancouver(work: Reference) -> str:
    """One work in Vancouver style, from what the row holds; what is missing is left out, never guessed."""
    issue = f"({work.issue})" if work.issue else ""
    numbers = f"{work.volume}{issue}" + (f":{work.pages}" if work.pages else "")
    when = f"{work.year or ''}" + (f";{numbers}" if numbers else "")
    parts = [_authors(work.authors), _stop(work.title), _stop(work.container), _stop(work.publisher), _stop(when),
             f"doi:{work.doi}" if work.doi else work.url]
    return " ".join(part for part in parts if part)


def cited(key: str) -> str:
    """A work in a word or two, as a text names it: ``Hopayian 2010``. Raises for an unknown key."""
    work = catalogue.row(Reference, key)
    authors = [name.partition(",")[0].strip() for name in work.authors.split(";") if name.strip()]
    two = len(authors) == 2 and authors[1] != OTHERS
    who = authors[0] if len(authors) == 1 else say("reference.two", first=authors[0], second=authors[1]) if two else \
        f"{authors[0]} et al." if authors else work.title or key
    return f"{who} {work.year}" if work.year else who


def _stop(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!" else text + "."


def _authors(authors: str) -> str:
    names = [_short(name) for name in authors.split(";") if name.strip()]
    named = [name for name in names if name != OTHERS]
    if names != named or len(named) > _AUTHORS_SHOWN:
        names = [*named[:_AUTHORS_SHOWN], "et al"]
    return _stop(", ".join(names))


def _short(name: str) -> str:
    """``Family, Given Names`` as ``Family GN``; a name without a comma is an organisation and stays."""
    family, comma, given = name.strip().partition(",")
    if not comma:
        return family
    initials = "".join(word[0] for word in re.split(r"[\s.\-]+", given) if word)
    return f"{family} {initials}"


def bibtex(keys: Iterable[str] = ()) -> str:
    """BibTeX entries of these works (default: of all), for a reference manager."""
    chosen = list(keys) or [work.id for work in catalogue.rows(Reference)]
    entries = []
    for work in sources(*chosen).rows:
        fields = {
            "author": " and ".join(_bibtex_name(name) for name in work.authors.split(";") if name.strip()),
            "title": f"{{{_tex(work.title)}}}" if work.title else "",
            "journal" if work.type == "article" else "booktitle": _tex(work.container),
            "year": str(work.year or ""), "volume": _tex(work.volume), "number": _tex(work.issue),
            "pages": work.pages.replace("-", "--"), "publisher": _tex(work.publisher), "doi": work.doi,
            "url": work.url}
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@{_BIBTEX.get(work.type, 'misc')}{{{work.id},\n{body}\n}}")
    return "\n\n".join(entries) + "\n"


def _bibtex_name(name: str) -> str:
    # Braces keep an organisation from being read as given and family names.
    return name.strip() if "," in name or name.strip() == OTHERS else f"{{{_tex(name.strip())}}}"


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", text)
