"""Lay rows for a translator: each text of some tables that a language still lacks, with its English and an empty cell.

``python -m tools.make_translation de exercises exercise_steps`` adds them to ``data/words/translations/de.csv``, which
a spreadsheet program opens. Texts of ``words`` come with the key of their row, because one English word may need two in
another language; of other tables a row holds wherever the English says the same. What is there stays as it is.
"""

from __future__ import annotations

import csv
import io
import sys

from stretchlib.authoring.languages import missing
from stretchlib.tables import catalogue
from stretchlib.tables.paths import TRANSLATIONS
from stretchlib.tables.rows.words import Translation

from .checks import ROOT


def lacking(code: str, names: list[str]) -> list[tuple[str, str, str, str]]:
    """(table, row, column, English) of each text to translate, in the order of the tables, none twice."""
    texts = [(text.table, text.row if text.table == "words" else "", text.column, text.english)
             for text in missing(code) if text.table in names]
    there = {(row.table, row.row, row.column, row.english)
             for row in catalogue.catalogue().table(TRANSLATIONS + code).of(Translation)}
    return [text for text in dict.fromkeys(texts) if text not in there]


def main(words: list[str]) -> int:
    """Add the rows; prints how many."""
    if len(words) < 2:
        sys.exit("usage: python -m tools.make_translation LANGUAGE TABLE ...")
    code, names = words[0], words[1:]
    file = ROOT / "data" / catalogue.catalogue().resources[TRANSLATIONS + code]["path"]
    rows = lacking(code, names)
    added = io.StringIO()
    csv.writer(added, lineterminator="\n").writerows((*text, "", "", "") for text in rows)
    file.write_text(file.read_text(encoding="utf-8") + added.getvalue(), encoding="utf-8", newline="\n")
    print(f"{len(rows)} rows added to {file.name}; give each its text.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
