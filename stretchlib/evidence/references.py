"""The works behind the course: one Vancouver line each, and BibTeX for a reference manager."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..core.document import List, Part
from ..core.errors import one_of
from ..tables import store
from ..tables.shows_document import ShowsDocument
from ..tables.store import Row, say, term

_BIBTEX = {"article": "article", "book": "book", "chapter": "incollection", "thesis": "phdthesis"}
#: Stands last among the authors where not all were shown in what was read; BibTeX knows it as such.
OTHERS = "others"
_AUTHORS_SHOWN = 6  # the Vancouver style names six and goes on with "et al."


@dataclass(frozen=True, repr=False)
class Bibliography(ShowsDocument):
    """Works in the order of their keys; shows itself as a list, each with how far it was checked."""

    rows: tuple[Row, ...]

    def parts(self) -> Iterator[Part]:
        yield List(tuple(f"{row['id']}: {vancouver(row)} [{term('checked', row['checked'])}]" for row in self.rows),
                   mark="")


def sources(*keys: str, exercise: str | None = None) -> Bibliography:
    """The works with these keys of ``references.csv``, or those that an exercise rests on.

    Raises :class:`StretchlibError` for an unknown key or exercise.
    """
    known = {str(row["id"]): row for row in store.rows("references")}
    wanted = list(keys)
    if exercise is not None:
        store.row("exercises", exercise)
        for table in ("exercises", "exercise_structures", "exercise_cautions"):
            for row in store.rows(table):
                if row.get("exercise", row.get("id")) == exercise:
                    wanted += split_keys(row["sources"])
    for key in wanted:
        one_of(key, known, "reference")
    return Bibliography(tuple(known[key] for key in sorted(set(wanted))))


def split_keys(cell: object) -> list[str]:
    """The reference keys of one ``sources`` cell."""
    return [key.strip() for key in str(cell or "").split(";") if key.strip()]


def vancouver(row: Row) -> str:
    """One work in Vancouver style, from what the row holds; what is missing is left out, never guessed."""
    parts = [_authors(str(row["authors"] or "")), _stop(row["title"])]
    where = _stop(row["container"])
    issue = f"({row['issue']})" if row["issue"] else ""
    numbers = f"{row['volume'] or ''}{issue}" + (f":{row['pages']}" if row["pages"] else "")
    when = f"{row['year'] or ''}" + (f";{numbers}" if numbers else "")
    parts += [where, _stop(row["publisher"]), _stop(when)]
    if row["doi"]:
        parts.append(f"doi:{row['doi']}")
    elif row["url"]:
        parts.append(str(row["url"]))
    return " ".join(part for part in parts if part)


def cited(key: str) -> str:
    """A work in a word or two, as a text names it: ``Hopayian 2010``. Raises for an unknown key."""
    row = store.row("references", key)
    authors = [name.partition(",")[0].strip() for name in str(row["authors"] or "").split(";") if name.strip()]
    two = len(authors) == 2 and authors[1] != OTHERS
    who = authors[0] if len(authors) == 1 else say("reference.two", one=authors[0], other=authors[1]) if two else \
        f"{authors[0]} et al." if authors else str(row["title"] or key)
    return f"{who} {row['year']}" if row["year"] else who


def _stop(value: object) -> str:
    text = str(value or "").strip()
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
    chosen = list(keys) or [str(row["id"]) for row in store.rows("references")]
    entries = []
    for row in sources(*chosen).rows:
        fields = {
            "author": " and ".join(_bibtex_name(name) for name in str(row["authors"] or "").split(";") if name.strip()),
            "title": f"{{{_tex(row['title'])}}}" if row["title"] else "",
            "journal" if row["type"] == "article" else "booktitle": _tex(row["container"]),
            "year": str(row["year"] or ""), "volume": _tex(row["volume"]), "number": _tex(row["issue"]),
            "pages": str(row["pages"] or "").replace("-", "--"), "publisher": _tex(row["publisher"]),
            "doi": str(row["doi"] or ""), "url": str(row["url"] or ""),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@{_BIBTEX.get(str(row['type']), 'misc')}{{{row['id']},\n{body}\n}}")
    return "\n\n".join(entries) + "\n"


def _bibtex_name(name: str) -> str:
    # Braces keep an organisation from being read as given and family names.
    return name.strip() if "," in name or name.strip() == OTHERS else f"{{{_tex(name.strip())}}}"


def _tex(value: object) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", str(value or ""))
