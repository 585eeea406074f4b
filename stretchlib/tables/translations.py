"""A second language as data: which texts a reader sees, which of them have a translation, and what is wrong with one.

A row of a translation names the table, the column and the English text it translates. ``row`` may name the row by its
key (several columns joined by "/"); left empty, the translation holds for every row that says the same. A text whose
English has changed since has no translation any more and is shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ..core.errors import did_you_mean
from ..core.text import FORMULA, RUNS, TAG
from .reader import Table, quoted, sentence
from .rows import Row
from .rows.words import Translation

Pair = tuple[tuple[str, str], list[tuple[str, str]]]  # two opposites, and how each begins in English and in the other
OPEN, SIGNED = "open", "signed"
NOTEBOOKS = "notebooks"  #: as a translation names them in place of a table
_PLACE = re.compile(r"\{\w+\}")
#: Opposites that a translation must not exchange. A phrase says how the words for each begin in a language.
OPPOSITES = (("left", "right"), ("abduction", "adduction"), ("origin", "insertion"))
_DIGIT = re.compile(r"\d").search
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CODE = re.compile(r"`[^`\n]+`")
_FILE_NAME = re.compile(r"(\d\d_|)[a-z][a-z0-9_]*")


class Text(NamedTuple):
    """One text that a reader sees: where it stands, and what it says in English.

    A tuple, because thousands are looked up at each ``check``: a dataclass would take five times as long to compare.
    """

    table: str
    row: str
    column: str
    english: str

    def __str__(self) -> str:
        where = f"{self.table}/{self.row}.ipynb" if self.table == NOTEBOOKS else f"{self.table}.csv, {self.row}"
        return f"{where}, {self.column}: {quoted(self.english)}"


class Sheet:
    """The translations of one language, by what they translate."""

    def __init__(self, rows: Iterable[Translation]) -> None:
        self._translations = {Text(row.table, row.row, row.column, row.english): (row.text, bool(row.reviewed_by))
                              for row in rows if row.text}

    def find(self, text: Text) -> tuple[str, bool] | None:
        """(translation, whether somebody signed it) of a text, or None where there is none."""
        return self._translations.get(text) or self._translations.get(Text(text.table, "", text.column, text.english))

    def __len__(self) -> int:
        return len(self._translations)


def row_key(row: Row, schema: Mapping[str, Any]) -> str:
    """The key of a row in one word: the filled columns of its primary key, joined by "/"."""
    key = schema["primaryKey"]
    return "/".join(str(row[column]) for column in ([key] if isinstance(key, str) else key) if row[column] is not None)


def texts(name: str, schema: Mapping[str, Any], row: Row) -> Iterator[Text]:
    """The texts of a row that a reader sees: the filled cells of the columns marked ``translate``."""
    for field in schema["fields"]:
        where = field.get("translate")
        if not where or row[field["name"]] is None:
            continue
        conditions = [] if where is True else [condition.partition("=") for condition in where]
        if where is True or any(str(row[column]) == value for column, _, value in conditions):
            yield Text(name, row_key(row, schema), field["name"], str(row[field["name"]]))


def translated(name: str, schema: Mapping[str, Any], rows: Iterable[Row], sheet: Sheet) -> tuple[Row, ...]:
    """The rows of a table in another language; what has no translation stays English."""
    translated_rows = []
    for row in rows:
        hits = {text.column: hit for text in texts(name, schema, row) if (hit := sheet.find(text))}
        state = SIGNED if all(signed for _, signed in hits.values()) else OPEN
        changes: dict[str, Any] = {column: text for column, (text, _) in hits.items()}
        translated_rows.append(replace(row, translation_state=state, **changes) if hits else row)
    return tuple(translated_rows)


@dataclass(frozen=True)
class Home:
    """Where texts may stand: the keys of its rows and its columns, and how a sentence calls it."""

    called: str
    keys: frozenset[str]
    columns: tuple[str, ...]


def home(name: str, schema: Mapping[str, Any], rows: Iterable[Row]) -> Home | None:
    """A table as a home of texts; ``None`` where it has none."""
    columns = tuple(field["name"] for field in schema["fields"] if "translate" in field)
    return Home(f"{name}.csv", frozenset(row_key(row, schema) for row in rows), columns) if columns else None


def faults(sheet: Table, homes: Mapping[str, Home], untold: Iterable[str] = ()) -> Iterator[str]:
    """A sentence for each row of a translation that names no text, changes a number or a {name}, or says an opposite.

    ``homes`` are the tables and folders that have texts, ``untold`` those of which nothing is told: a table with
    faults of its own is told already.
    """
    pairs = list(_pairs(sheet.of(Translation)))
    files: set[str] = set()
    untold = set(untold)
    for row, number in sheet.numbered(Translation):
        name, key, column, english, text = row.table, row.row, row.column, row.english, row.text
        if name not in homes:
            if name not in untold:
                yield sentence(sheet.name, "no table of this name has texts to translate", did_you_mean(name, homes),
                               number, "table", name)
            continue
        here = homes[name]
        if column not in here.columns:
            yield sentence(sheet.name, f"{here.called} has no such column to translate",
                           did_you_mean(column, here.columns), number, "column", column)
        if key and key not in here.keys:
            yield sentence(sheet.name, f"{here.called} has no row of this key", did_you_mean(key, here.keys),
                           number, "row", key)
        if text and "{" in text + english and sorted(_PLACE.findall(text)) != sorted(_PLACE.findall(english)):
            yield sentence(sheet.name, "the words in braces differ from the English ones",
                           f"keep {', '.join(_PLACE.findall(english)) or 'none of them'} as they are", number, "text",
                           text)
        if text and (_DIGIT(text) or _DIGIT(english)) and _numbers(text) != _numbers(english):
            yield sentence(sheet.name, "the numbers differ from those of the English text",
                           f"write {', '.join(_numbers(english)) or 'no number'}", number, "text", text)
        if text and "`" in text + english and sorted(_CODE.findall(text)) != sorted(_CODE.findall(english)):
            yield sentence(sheet.name, "what stands between backticks differs from the English text",
                           f"keep {', '.join(_CODE.findall(english)) or 'none of it'} as it is", number, "text", text)
        for wrong, mend in _notebook_faults(row, files) if text and name == NOTEBOOKS else ():
            yield sentence(sheet.name, wrong, mend, number, "text", text)
        exchanged = _exchanged(english, text, pairs)
        if exchanged:
            word, opposite = exchanged
            yield sentence(sheet.name, f"this says {word} more often than the English text does",
                           f"look where {word} and where {opposite} is meant", number, "text", text)


def _pairs(rows: Iterable[Translation]) -> Iterator[Pair]:
    said = {row.row: row for row in rows if row.table == "words"}
    for names in OPPOSITES:
        phrases = [said.get(f"language.begins_{name}") for name in names]
        if all(phrase and phrase.text for phrase in phrases):
            yield names, [(phrase.english.lower(), phrase.text.lower()) for phrase in phrases if phrase]


def _exchanged(english: str, text: str, pairs: Iterable[Pair]) -> tuple[str, str] | None:
    """(word, its opposite) where ``english`` names one of them and ``text`` names the word more often."""
    lower = text.lower()
    for names, stems in pairs:
        if not any(stem in lower for _, stem in stems):  # most texts; asking so is quicker than looking for the words
            continue
        meant = [_count(stem, english.lower()) for stem, _ in stems]
        for name, most, (_, stem) in zip(names, meant, stems, strict=True):
            if any(meant) and _count(stem, lower) > most:
                return name, next(opposite for opposite in names if opposite != name)
    return None


def _count(stem: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(stem)}", text))


def _notebook_faults(row: Translation, files: set[str]) -> Iterator[tuple[str, str]]:
    """(what is wrong, how to mend it) with a text of a notebook; ``files`` are the names of files before it."""
    if row.column == "file":
        begins = _beginning(row.english)
        if _beginning(row.text) != begins:
            yield ("this is no name for the file of the notebook",
                   f"write a to z, digits and _ alone, after {begins or 'no number'}")
        if row.text in files:
            yield "another notebook has a file of this name", "give each its own"
        files.add(row.text)
    if _marks(row.text) != _marks(row.english):
        yield ("the HTML tags differ from those of the English cell",
               f"write {', '.join(_marks(row.english)) or 'none'}")


def _beginning(name: str) -> str | None:
    """What stands before the words in the name of a notebook, as "00_", or nothing; ``None`` where it is no name."""
    form = _FILE_NAME.fullmatch(name)
    return form and form[1]


def _marks(text: str) -> list[str]:
    """What a page takes for a tag, a formula or a program; a text cell of a notebook may hold tags of its own."""
    return sorted(match[0] for pattern in (TAG, FORMULA, RUNS) for match in pattern.finditer(text))


def _numbers(text: str) -> list[str]:
    return sorted(number.replace(",", ".") for number in _NUMBER.findall(text))
