"""What only a lecturer's own rows can have wrong: a file that belongs to nothing, a phrase without its values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.errors import TableError
from ..tables.catalogue import Catalogue
from ..tables.reader import sentence
from ..tables.rows.words import Phrase

_HOLE = re.compile(r"\{\w+\}")


def my_row_faults(data: Catalogue) -> Iterator[str]:
    """A sentence for each fault of the own rows that lie over the course in ``data``; none where there are none."""
    yield from data.my_files.faults
    try:
        own = data.my_rows(Phrase.TABLE)
    except TableError:  # told where the table is read
        return
    phrases = {row.key: row.en for row in data.beneath.table(Phrase.TABLE).of(Phrase)} if own else {}
    for row in own:
        key, text = str(row.key[0]), row.cells.get("en")
        if key in phrases and isinstance(text, str) and not same_holes(text, phrases[key]):
            yield sentence(row.number.file, "the words in braces differ from the course's",
                           f"keep {', '.join(_HOLE.findall(phrases[key])) or 'none of them'} as they are", row.number,
                           "en", text)


def same_holes(text: str, phrase: str) -> bool:
    """Whether a text has the same words in braces, into which the library writes a value, as a phrase of the course."""
    return sorted(set(_HOLE.findall(text))) == sorted(set(_HOLE.findall(phrase)))
