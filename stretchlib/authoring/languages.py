"""The language in which the course is shown: set it, and see what of it is translated, missing or out of date."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..cases.form import read_case
from ..core.errors import one_of
from ..structures.notes import HEADINGS, read_note
from ..tables import catalogue, translations
from ..tables.catalogue import Catalogue
from ..tables.file_texts import CASES, COLUMNS, FOLDERS, NOTES, case_shown, note_shown, notebook_shown
from ..tables.paths import ENGLISH, LANGUAGE, TRANSLATIONS
from ..tables.phrases import say
from ..tables.reader import Table, sentence
from ..tables.rows.words import Translation
from ..tables.translated_notebooks import english_notebooks, read_english
from ..tables.translations import NOTEBOOKS, Sheet, Text

_TABLES_TOLD = 2  # tables with texts in English that a report names before it counts the rest
_ENDINGS = {NOTES: ".md", CASES: ".toml"}  # folder of the data -> how the names of its files end


@dataclass(frozen=True)
class Language:
    """The language that was set; shows itself as its name and how far its translation is reviewed."""

    code: str

    def __repr__(self) -> str:
        if self.code == ENGLISH:
            return say("language.name")
        rows = [row for row in catalogue.catalogue().table(TRANSLATIONS + self.code).of(Translation) if row.text]
        signed = sum(bool(row.reviewed_by) for row in rows)
        key = "language.signed" if rows and signed == len(rows) else "language.part" if signed else "language.open"
        return say("language.told", language=say("language.name"), state=say(key))


def language(code: str) -> Language:
    """Show the course in another language from here on, such as ``language("de")`` for German.

    Sets ``STRETCHLIB_LANGUAGE`` for this process; set before the start, the variable does the same. What is made
    already stays as it is. Raises :class:`StretchlibError` for a language that the data do not have.
    """
    one_of(code, catalogue.catalogue().languages, "language")
    os.environ[LANGUAGE] = code
    return Language(code)


def every_text(data: Catalogue) -> Iterator[Text]:
    """Every text of the tables, of the notes, of the cases and of the notebooks that a reader sees."""
    for name, resource in data.resources.items():
        if any("translate" in field for field in resource["schema"]["fields"]):
            for row in data.table(name).rows:
                yield from translations.texts(name, resource["schema"], row)
    for folder in COLUMNS:
        for name in _files(data, folder):
            yield from dict.fromkeys(_texts_of(data, folder, name))


def _texts_of(data: Catalogue, folder: str, name: str) -> list[Text]:
    """The texts of one file, in the order they stand."""
    texts = []

    def keep(column: str, english: str) -> str:
        texts.append(Text(folder, name, column, english))
        return english

    if folder == NOTEBOOKS:
        notebook_shown(name, read_english(name), keep)
        return texts
    file = data.file(f"{FOLDERS[folder]}/{name}{_ENDINGS[folder]}")
    if folder == NOTES:
        note = read_note(file, name)
        note_shown(note.title, note.summary, HEADINGS, note.sections, keep)
    else:
        case_shown(read_case(file, f"{folder}/{file.name}"), keep)
    return texts


def _files(data: Catalogue, folder: str) -> list[str]:
    """The names of the notes, cases or notebooks, without their ending; a data folder has no notebooks of its own."""
    if folder == NOTEBOOKS:
        return list(english_notebooks())
    return data.names(FOLDERS[folder], _ENDINGS[folder])


def missing(code: str, data: Catalogue | None = None) -> list[Text]:
    """Every text that is shown in English in this language, in the order of tables, notes, cases and notebooks."""
    data = data or catalogue.catalogue().english
    return _missing(code, data, list(every_text(data)))


def outdated(code: str, data: Catalogue | None = None) -> list[str]:
    """A sentence for each translation whose English stands nowhere any more, so that nobody sees it.

    The course's translation of a text that a lecturer changed or hides is not told: the course still has that text.
    """
    data = data or catalogue.catalogue().english
    return _outdated(code, data, list(every_text(data)))


def _missing(code: str, data: Catalogue, every: list[Text]) -> list[Text]:
    sheet = Sheet(data.table(TRANSLATIONS + code).of(Translation))
    return [text for text in every if sheet.find(text) is None]


def _outdated(code: str, data: Catalogue, every: list[Text]) -> list[str]:
    sheet = data.table(TRANSLATIONS + code)
    texts = [*every, *(every_text(data.beneath) if data.beneath is not data else ())]
    there = {key for text in texts for key in (text, Text(text.table, "", text.column, text.english))}
    return [sentence(sheet.name, "this English text stands there no more", "translate the new one, or remove the row",
                     number, "english", row.english)
            for row, number in sheet.numbered(Translation)
            if Text(row.table, row.row, row.column, row.english) not in there]


def report(code: str, data: Catalogue | None = None, *, whole: bool = False) -> list[str]:
    """How far a language has come, in five lines at most: all together, and where most texts are still in English.

    With ``whole`` each such text follows, and each translation that is out of date; not where nothing is translated
    yet. Raises :class:`StretchlibError` for a language that the data do not have.
    """
    data = data or catalogue.catalogue().english
    one_of(code, data.languages[1:], "translation")
    every = list(every_text(data))
    open_texts, late = _missing(code, data, every), _outdated(code, data, every)
    sheet = data.table(TRANSLATIONS + code)
    signed = sum(bool(row.reviewed_by) for row in sheet.of(Translation))
    lines = [f"{code}: {len(every) - len(open_texts)} of {len(every)} texts are translated; rows of the translation "
             f"that somebody signed: {signed}." + (" Shown in English:" if open_texts else "")]
    if len(open_texts) == len(every):
        return [*lines, f"  all of them; python -m tools.make_translation {code} TABLE lays down the rows of a table."]
    totals, counts = Counter(text.table for text in every), Counter(text.table for text in open_texts)
    lines += [f"  {name}{'/' if name in COLUMNS else '.csv'}: {count} of {totals[name]}"
              for name, count in counts.most_common(_TABLES_TOLD)]
    if len(counts) > _TABLES_TOLD:
        lines.append(f"  and {sum(counts.values()) - sum(count for _, count in counts.most_common(_TABLES_TOLD))} in "
                     f"{len(counts) - _TABLES_TOLD} more tables" + ("." if whole else
                     f"; check --language {code} names each text."))
    if whole:
        lines += [*map(str, open_texts), *late]
    elif late:
        lines.append(f"  {len(late)} translations are out of date; check --language {code} names them.")
    return lines


def translation_faults(data: Catalogue, tables: dict[str, Table]) -> Iterator[str]:
    """A sentence for each fault of the translations of a data folder (see :func:`translations.faults`)."""
    resources = data.resources
    for code in data.languages[1:]:
        sheet = tables.get(TRANSLATIONS + code)
        if sheet is None:
            continue
        homes = {name: home for name, table in tables.items() if table is not sheet
                 and (home := translations.home(name, resources[name]["schema"],
                                            (*table.rows, *(row for row, _ in table.hidden))))}
        for folder, columns in COLUMNS.items():
            homes[folder] = translations.Home(f"{folder}/", frozenset(_files(data, folder)), columns)
        yield from translations.faults(sheet, homes, set(resources) - set(tables))
