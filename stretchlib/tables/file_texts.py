"""The texts of a note, a case and a notebook, which are files of their own: what a reader sees, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import translations
from .catalogue import catalogue
from .paths import ENGLISH
from .translations import NOTEBOOKS

#: (column, English text) -> the text in the language shown.
Translate = Callable[[str, str], str]

NOTES, CASES = "anatomy", "cases"
FOLDERS = {NOTES: "anatomy", CASES: "clinic/cases"}  #: where the files lie in the data folder
#: Part of a case -> its texts; a part is a table of the file, or several.
CASE_TEXTS: dict[str, tuple[str, ...]] = {
    "person": ("work", "sleep", "language", "beliefs", "goals"), "hypotheses": ("name", "note"),
    "history": ("answer",), "examination": ("finding",), "moves": ("note",), "actions": ("feedback", "missing"),
    "debrief": ("reasoning", "question", "answer")}
CASE_TOP = ("title", "opening", "red_flag", "act_now")
#: Folder -> columns of its texts, as a translation names them.
COLUMNS = {NOTES: ("title", "summary", "heading", "line"),
           CASES: (*CASE_TOP, *dict.fromkeys(key for keys in CASE_TEXTS.values() for key in keys)),
           NOTEBOOKS: ("file", "title", "cell")}


def case_shown(raw: Mapping[str, Any], translate: Translate) -> dict[str, Any]:
    """A case as it is written, with each text for the reader put through ``translate``."""
    case = _changed(raw, CASE_TOP, translate)
    for part, keys in CASE_TEXTS.items():
        if isinstance(raw.get(part), Mapping):
            case[part] = _changed(raw[part], keys, translate)
        elif part in raw:
            case[part] = [_changed(table, keys, translate) for table in raw[part]]
    return case


def note_shown(title: str, summary: str, headings: Mapping[str, str], sections: Mapping[str, Sequence[str]],
               translate: Translate) -> dict[str, Any]:
    """Title, summary, headings and lines of a note by their section, each text put through ``translate``."""
    return {"title": translate("title", title), "summary": translate("summary", summary),
            "headings": {section: translate("heading", headings[section]) for section in sections},
            "sections": {name: tuple(translate("line", line) for line in lines) for name, lines in sections.items()}}


def notebook_shown(name: str, notebook: Mapping[str, Any], translate: Translate) -> tuple[str, dict[str, Any]]:
    """(what its file is called, the notebook), with name, title and each cell of text put through ``translate``.

    ``name`` is that of the English file without its ending.
    """
    metadata, cells = dict(notebook["metadata"]), [dict(cell) for cell in notebook["cells"]]
    file = translate("file", name)
    if "title" in metadata:
        metadata["title"] = translate("title", metadata["title"])
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = translate("cell", "".join(cell["source"]))
    return file, {**notebook, "metadata": metadata, "cells": cells}


def _changed(part: Mapping[str, Any], keys: Sequence[str], translate: Translate) -> dict[str, Any]:
    return {**part, **{key: [translate(key, text) for text in part[key]] if isinstance(part[key], list)
                       else translate(key, part[key]) for key in keys if part.get(key)}}


class Translator:
    """Puts the texts of one file into the language that is set, and keeps how far that is reviewed."""

    def __init__(self, folder: str, name: str) -> None:
        self._folder, self._name = folder, name
        self._sheet = None if catalogue().language == ENGLISH else catalogue().translations
        self._signed: set[bool] = set()

    def __call__(self, column: str, english: str) -> str:
        translation = self._sheet and self._sheet.find(translations.Text(self._folder, self._name, column, english))
        if not translation:
            return english
        self._signed.add(translation[1])
        return translation[0]

    @property
    def state(self) -> str:
        """How far what was translated is reviewed: "open" or "signed"; empty where nothing was translated."""
        return "" if not self._signed else translations.OPEN if False in self._signed else translations.SIGNED
