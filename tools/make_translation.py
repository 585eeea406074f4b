"""Lay rows for a translator: each text that a language still lacks, with its English and an empty cell.

``python -m tools.make_translation de exercises notebooks`` adds those of these tables, or of all, where none is named,
to ``data/words/translations/de.csv``, which a spreadsheet program opens. A language that the data do not have begins so
too: its table is described, and a form to sign it is listed. Texts of ``words`` and of notebooks come with the key of
their row, because one English word may need two in another language; of other tables a row holds wherever the English
says the same. What is there stays as it is.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from stretchlib.authoring.languages import every_text, missing
from stretchlib.tables import catalogue
from stretchlib.tables.paths import TRANSLATIONS
from stretchlib.tables.rows.words import Translation
from stretchlib.tables.translations import NOTEBOOKS

from . import make_datapackage

MODEL = "de"  # the language after which a new one is described
KEYED = ("words", NOTEBOOKS)


def lacking(code: str, names: list[str]) -> list[tuple[str, str, str, str]]:
    """(table, row, column, English) of each text to translate, in the order of the tables, none twice.

    ``names`` are tables; without any all are meant.
    """
    data = catalogue.catalogue().english
    new = code not in data.languages
    texts = [(text.table, text.row if text.table in KEYED else "", text.column, text.english)
             for text in (every_text(data) if new else missing(code, data)) if not names or text.table in names]
    there = set() if new else {(row.table, row.row, row.column, row.english)
                               for row in data.table(TRANSLATIONS + code).of(Translation)}
    return [text for text in dict.fromkeys(texts) if text not in there]


def begin(code: str, data: Path) -> None:
    """Describe the table of a new language, list the form to sign it, and write its file with the header alone."""
    schema = data / "words" / make_datapackage.SOURCE
    text = schema.read_text(encoding="utf-8")
    start = text.index(f'"{TRANSLATIONS}{MODEL}":')
    _, end = json.JSONDecoder().raw_decode(text, text.index("{", start))
    model = json.loads(text)[TRANSLATIONS + MODEL]
    described = (text[start:end].replace(TRANSLATIONS + MODEL, TRANSLATIONS + code)
                 .replace(f"translations/{MODEL}.csv", f"translations/{code}.csv")
                 .replace(f'"title": "{model["title"]}"', f'"title": "Language {code}"'))
    schema.write_text(f"{text[:end]},\n {described}{text[end:]}", encoding="utf-8", newline="\n")
    (data / "datapackage.json").write_text(make_datapackage.text(data), encoding="utf-8", newline="\n")
    _add(data / "words" / "translations" / f"{code}.csv", [tuple(model["fields"])])
    forms = data / "sources" / "review_forms.csv"
    with forms.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["table"] == TRANSLATIONS + MODEL)
    look = row["look"].replace(f"the {model['title']} say", "it say").replace(model["title"], "this language")
    _add(forms, [tuple({**row, "table": TRANSLATIONS + code, "form": f"language_{code}", "look": look}.values())])


def _add(file: Path, rows: Iterable[tuple[str, ...]]) -> None:
    added = io.StringIO()
    csv.writer(added, lineterminator="\n").writerows(rows)
    with file.open("a", encoding="utf-8", newline="\n") as target:
        target.write(added.getvalue())


def main(words: list[str]) -> int:
    """Add the rows; prints how many."""
    if not words or not re.fullmatch("[a-z]{2,3}", words[0]):
        sys.exit("usage: python -m tools.make_translation LANGUAGE [TABLE ...], LANGUAGE such as de")
    code, names = words[0], words[1:]
    data = Path(str(catalogue.catalogue().root))
    rows = lacking(code, names)
    if code not in catalogue.catalogue().languages:
        begin(code, data)
    file = data / catalogue.catalogue().resources[TRANSLATIONS + code]["path"]
    _add(file, ((*text, "", "", "") for text in rows))
    print(f"{len(rows)} rows added to {file.name}; give each its text.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
