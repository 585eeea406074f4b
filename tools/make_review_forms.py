"""Write the forms by which a physiotherapist and an anatomist sign tables, plates and poses.

``python -m tools.make_review_forms`` writes those that are kept, and the page that lists all, into ``docs/review/``;
a test holds them and the data in step. ``python -m tools.make_review_forms FOLDER`` writes every form into a folder,
to print. Which table stands on which form, who signs and what to look at are rows of ``data/sources/review_forms.csv``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from stretchlib.tables import catalogue, reviews
from stretchlib.tables.rows import Row
from stretchlib.tables.rows.sources import ReviewForm
from stretchlib.tables.translations import row_key

from . import reviewers_hour
from .checks import ROOT

FOLDER = ROOT / "docs" / "review"
INDEX = "README.md"
MARKS = ("sources", "certainty", "checked", "checked_note")
BOX = """| name | profession and registration number | date | rows not signed | signature |
| --- | --- | --- | --- | --- |
| &nbsp; | | | | |
"""


def forms() -> dict[str, list[ReviewForm]]:
    """The rows of ``review_forms.csv`` by the form they belong to."""
    rows_by_form: dict[str, list[ReviewForm]] = {}
    for row in catalogue.rows(ReviewForm):
        rows_by_form.setdefault(row.form, []).append(row)
    return rows_by_form


def pages(kept_only: bool = True) -> dict[str, str]:
    """File name to text of the page that lists all, and of the forms."""
    texts = {f"{name}.md": "\n".join(_form(name, rows)) for name, rows in forms().items()
             if not kept_only or any(row.kept for row in rows)}
    texts[f"{reviewers_hour.NAME}.md"] = "\n".join(reviewers_hour.page())
    return {INDEX: "\n".join(_index(set(texts))), **texts}


def _index(written: set[str]) -> Iterator[str]:
    yield f"""# Review by clinicians

Every row of these tables says who of the profession has signed it, in `reviewed_by` and `reviewed_on`; until then the
course shows "{reviews.NOT_REVIEWED}" beside it. A signature is good for {reviews.review_months()} months
(`review_months` in `data/datapackage.json`); after that the course shows that the review is due again.

With one hour to give, take [a reviewer's hour]({reviewers_hour.NAME}.md): the {reviewers_hour.ROWS} rows that a wrong
word would hurt most.

## How to review

1. Print a form, or open it in an editor. Draw the pictures it names by the commands that stand there.
2. Read each row against its source. Tick *right*, or write the change beside it.
3. Sign in the box at the end: name, profession and registration number, date, and the rows you do not sign.
4. Send the changes and the form back. Changes are made first, in the table; a row that has changed is read again.
5. The signature is entered with

   ```
   python -m tools.sign_review TABLE "Name, profession" 2026-12-01 --except ROW ROW
   ```

   or in a spreadsheet program, in the last two columns of the table. `python start.py check` names a signature
   without a day. Keep the signed form: the table holds the name, the form the hand.

Whoever changes the text of a signed row empties its two review cells.

Forms without a link are printed by `python -m tools.make_review_forms FOLDER`. All forms are made from the data: run
`python -m tools.make_review_forms` after a change; do not edit them.

## The forms

| form | table | rows | signed | who signs | what to look at |
| --- | --- | --- | --- | --- | --- |"""
    for name, rows in forms().items():
        for row in rows:
            table = catalogue.rows(row.table)
            signed = sum(row["reviewed_by"] is not None for row in table)
            label = f"[{name}]({name}.md)" if f"{name}.md" in written else name
            yield f"| {label} | `{row.table}` | {len(table)} | {signed} | {row.signer} | {row.look} |"
    yield ""


def _form(name: str, rows: list[ReviewForm]) -> Iterator[str]:
    yield f"# Review form: {name.replace('_', ' ')}\n"
    yield ("Made from the data by `python -m tools.make_review_forms`; [how to review](README.md). "
           "Tick what is right as it stands; write what is to change beside the row.\n")
    for row in rows:
        schema = catalogue.catalogue().resources[row.table]["schema"]
        columns = [column.strip() for column in row.columns.split(";")]
        yield f"## {row.table}.csv: to be signed by {_a(row.signer)}\n"
        yield f"**Look at:** {row.look}\n"
        drawn: set[str] = set()
        keys = schema["primaryKey"]  # they stand in the name of the row
        for signed_row in catalogue.rows(row.table):
            for picture in _pictures(row.picture, signed_row):
                if picture not in drawn:
                    drawn.add(picture)
                    yield f"\nPicture: `{picture}`\n"
            yield f"- [ ] **{row_key(signed_row, schema)}**{_signed(signed_row)}"
            yield from (f"  {line}" for line in _lines(signed_row, [name for name in columns if name not in keys]))
        yield f"\n{BOX}"


def _pictures(commands: str, row: Row) -> Iterator[str]:
    """The commands, separated by semicolons, whose columns are all filled in this row."""
    for command in filter(None, commands.split("; ")):
        if all(row[column] is not None for _, column, *_ in Formatter().parse(command) if column):
            yield command.format_map(row)


def _a(signer: str) -> str:
    return f"an {signer}" if signer[0] in "aeiou" else f"a {signer}"


def _lines(row: Row, columns: list[str]) -> Iterator[str]:
    """The filled cells of a row; a checklist as boxes of its own; then how sure it is, its source and how checked."""
    for column in columns:
        if column == "checklist":
            yield "- checklist:"
            yield from (f"  - [ ] {part.strip()}" for part in str(row[column]).split(";"))
        elif row[column] is not None:
            yield f"- {column}: {_cell(row[column])}"
    marks = [f"{mark} {_cell(row[mark])}" for mark in MARKS if row.get(mark) is not None]
    if marks:
        yield "- " + "; ".join(marks)


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _signed(row: Row) -> str:
    """Who signed the row and until when it is good, the same on every day."""
    if row["reviewed_by"] is None:
        return ""
    until = reviews.months_after(str(row["reviewed_on"]), reviews.review_months()) if row["reviewed_on"] else "?"
    return f" (signed by {row['reviewed_by']}, {row['reviewed_on']}; good until {until})"


def main(words: list[str]) -> None:
    """Write the forms that are kept, or all of them into the folder named."""
    folder = Path(words[0]) if words else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(kept_only=not words).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"The forms are in {folder}.")


if __name__ == "__main__":
    main(sys.argv[1:])
