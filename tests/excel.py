"""What Excel makes of the cells of a CSV file, as its makers describe it; it is not run.

From Microsoft's pages for users: numbers lose zeros before and after, and digits beyond the fifteenth; a number of
twelve digits or more is shown as 1.23457E+11; a month and a day become a date; a cell that begins like a formula is
one, and ``#NAME?`` where its words are no names; a truth value is written in the language of the program. In German a
comma parts decimals, a point a day from a month or thousands, and semicolons part the columns. *CSV UTF-8* begins with
a byte-order mark, and cells that are empty to the end of a row may be left out.
"""

from __future__ import annotations

import csv
import io
import re

MONTHS = {"en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
          "de": ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]}
TRUTH = {"en": {"true": "TRUE", "false": "FALSE"}, "de": {"wahr": "WAHR", "falsch": "FALSCH"}}


def saved_by_excel(rows: list[list[str]], language: str) -> str:
    """The text of the file that Excel in English (``en``) or German (``de``) saves of a table that it has opened."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if language == "en" else ";")
    for row in rows:
        cells = [displayed(cell, language) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        writer.writerow(cells)
    return "\ufeff" + text.getvalue()


def displayed(cell: str, language: str) -> str:
    """A cell as Excel shows and saves it."""
    if cell.lower() in TRUTH[language]:
        return TRUTH[language][cell.lower()]
    if language == "de" and re.fullmatch(r"[+-]?[1-9]?[0-9]?[0-9]\.[0-9]{3}", cell):
        return _number(cell.replace(".", ""), language)
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)" if language == "en" else "[+-]?[0-9]+", cell):
        return _number(cell, language)
    date = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})", cell)
    if date and (date[2] != "." or language == "de"):
        first, second = int(date[1]), int(date[3])
        day, month = (second, first) if language == "en" else (first, second)
        if 1 <= month <= 12 and 1 <= day <= 31:
            name = MONTHS[language][month - 1]
            return f"{day}-{name}" if language == "en" else f"{day:02}. {name}"
    if re.match(r"[=+@-]", cell):
        return "#NAME?"
    return cell


def _number(text: str, language: str) -> str:
    value = float(f"{float(text):.15g}")
    if abs(value) >= 1e11:
        shortened = f"{value:.5E}"
        return shortened if language == "en" else shortened.replace(".", ",")
    written = f"{value:.9f}".rstrip("0").rstrip(".")
    return written if language == "en" else written.replace(".", ",")
