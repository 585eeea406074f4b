"""The sheet of an exercise: the exercise with its levels, steps, structures and cautions, for a new one and for those
that are there.

A sheet is known by its first cell. Its parts follow one another; the first cell of a part names its table. A part is
either a form, a line a column, or a list, a line a row of the table. Parts are looked for by their names when a sheet
is read, so rows may be added to any of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import sheets
from .looks import GENERAL, TEXT, Choices, Styles, example_of, hidden_field, is_review, meaning, put, set_height, typed
from .sheets import EXERCISE_TABLES, HIDDEN, NEW_EXERCISE, Column, TableInUse, Texts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MARK = "Exercise form"
LIKE = "like"  #: the line of a new exercise that says which drawn one it looks like
QUESTION_TABLES = ("questions", "options")
FORMS = ("exercises", "questions")  # parts with a line a column; the others are lists
WIDTHS = (22, 36, 58, 40)
REST = 18  # the width of the columns behind them
MOST_COLUMNS = 20
#: What the course itself fills in of a row: made, counted, or the same in every row of a sheet.
MADE = {"exercises": ("id",), "exercise_levels": ("exercise",), "exercise_steps": ("exercise", "step"),
        "exercise_structures": ("exercise",), "exercise_cautions": ("exercise",)}
MADE_IN_NEW = {"exercises": ("code", "from_article"), "exercise_cautions": ("id",)}
#: What a new exercise's question needs; the rest is filled in.
ASKED = {"questions": ("stem", "objective", "level", "sources"), "options": ("correct", "text", "feedback")}
EMPTY_LINES = {"exercise_steps": 10, "exercise_structures": 8, "exercise_cautions": 10, "options": 4}
LEVELS = ("easier", "base", "harder")
SUGGESTED = ("equipment", "setting", "frequency")  # chosen from those that other exercises have, or typed
HINTS = {
    "name": "Needed. Its id and its code are made from it.",
    LIKE: "Needed. Its drawings, posture and words for moving are copied, and its rows for people who need care.",
    "category": "Needed.", "mode": "Needed.", "sides": "Needed.",
    "start_position": "Empty: as the exercise that it is like.",
    "equipment": "Needed: choose one or type it.", "setting": "Needed: choose one or type it.",
    "evidence_note": "Empty: no study was looked up.", "dose_note": "Empty: where the dose comes from is said.",
    "pace_note": "Empty: a course choice.", "frequency": "Empty: as others of its kind with the same days.",
    "certainty": "Empty: expert opinion.", "checked": "Empty: unchecked.",
    "stem": "Empty: no question. With one the exercise stands in Moodle and Anki as well.", "objective": "Needed with "
    "a question.", "level": "Needed with a question."}
USUAL = "Empty: as usual for its category, where it is needed."


@dataclass(frozen=True)
class Part:
    """A part of the sheet: its table, the columns it shows, the rows that are there, and the empty lines below."""

    table: TableInUse
    columns: tuple[Column, ...]
    rows: Sequence[Texts]
    empty: int
    says: str


def write_sheets(book: Workbook, tables: Mapping[str, TableInUse], styles: Styles, choices: Choices) -> dict[str, str]:
    """Add the sheet of a new exercise and one for each that is there; returns what each is for, by its name."""
    everything = {**tables, **{name: sheets.table_in_use(name) for name in QUESTION_TABLES}}
    _write(book.create_sheet(NEW_EXERCISE), "", new_parts(everything), styles, choices)
    written = {NEW_EXERCISE: "for an exercise that is not there yet"}
    for exercise in tables["exercises"].rows:
        name = sheet_name(exercise["name"], [*book.sheetnames, *tables])
        _write(book.create_sheet(name), exercise["id"], parts_of(tables, exercise["id"]), styles, choices)
        written[name] = f"the exercise {exercise['id']} with its levels, steps, structures and cautions"
    return written


def sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name that a sheet can have: 31 characters, none of those that a spreadsheet keeps for itself, and free."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "exercise"
    number, free, low = 1, plain, {word.lower() for word in taken}
    while free.lower() in low:
        number += 1
        free = f"{plain[:27]} ({number})"
    return free


def parts_of(tables: Mapping[str, TableInUse], exercise: str) -> list[Part]:
    """The parts of the sheet of an exercise that is there."""
    return [Part(tables[name], _columns(tables[name], MADE[name]),
                 [row for row in tables[name].rows if row["id" if name == "exercises" else "exercise"] == exercise],
                 2 if name not in FORMS else 0, str(tables[name].resource.get("title", "")))
            for name in EXERCISE_TABLES]


def new_parts(tables: Mapping[str, TableInUse]) -> list[Part]:
    """The parts of the sheet of a new exercise."""
    parts = []
    for name in EXERCISE_TABLES:
        table = tables[name]
        columns = _columns(table, (*MADE[name], *MADE_IN_NEW.get(name, ())))
        columns = tuple(column for column in columns if column.name != HIDDEN
                        and not (name == "exercises" and column.name.startswith("article_")))
        blank = dict.fromkeys(table.fields, "")
        rows = {"exercises": [blank], "exercise_levels": [{**blank, "level": level} for level in LEVELS],
                "exercise_cautions": [{**blank, "kind": "stop rule"}]}.get(name, [])
        parts.append(Part(table, columns, rows, EMPTY_LINES.get(name, 0), str(table.resource.get("title", ""))))
    for name in QUESTION_TABLES:
        table = tables[name]
        parts.append(Part(table, tuple(sheets.column_of(table.fields[column]) for column in ASKED[name]),
                          [dict.fromkeys(table.fields, "")] if name in FORMS else [], EMPTY_LINES.get(name, 0),
                          "A question about it, for Moodle, Anki and notebook 05" if name in FORMS
                          else "The options of the question: one of them is right"))
    return parts


def _columns(table: TableInUse, made: Sequence[str]) -> tuple[Column, ...]:
    """The columns in the order of the sheet; lists and an id that names a row stand behind the contents."""
    columns = [column for column in table.columns if column.name not in made]
    contents = [column for column in columns if not is_review(column.name) and column.name != "id"]
    contents.sort(key=lambda column: len(column.heads) > 1)
    ids = [column for column in columns if column.name == "id"]
    hidden = Column(hidden_field(), (HIDDEN,))
    return (*contents, hidden, *ids, *(column for column in columns if is_review(column.name)))


def _write(sheet: Worksheet, exercise: str, parts: Sequence[Part], styles: Styles, choices: Choices) -> None:
    from openpyxl.utils import get_column_letter

    for index, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for index in range(len(WIDTHS) + 1, MOST_COLUMNS):
        sheet.column_dimensions[get_column_letter(index)].width = REST
    put(sheet["A1"], MARK)
    put(sheet["B1"], exercise)
    sheet["A1"].font, sheet["B1"].font = styles.title, styles.title
    sheet.row_dimensions[1].height = 24
    put(sheet["A2"], "Fill in the yellow cells; what is left empty is filled in as the last column says, and told. "
        "Then save, and check." if not exercise else "Change what you like; empty lines below a list take new rows.")
    sheet["A2"].font = styles.quiet
    row = 4
    for part in parts:
        for index in range(1, len(WIDTHS) + 1):
            sheet.cell(row, index).fill = styles.head_fill
        for index, text in enumerate((part.table.name, part.says), start=1):
            put(sheet.cell(row, index), text)
            sheet.cell(row, index).font = styles.head_font
        row = (_write_form if part.table.name in FORMS else _write_list)(sheet, row + 1, part, not exercise, styles,
                                                                        choices) + 1
    for line in sheet.iter_rows(min_row=4):
        set_height(sheet, line[0].row, [(cell.value, (*WIDTHS, *[REST] * MOST_COLUMNS)[cell.column - 1])
                                        for cell in line if isinstance(cell.value, str)])
    sheet.freeze_panes = "B4"


def _write_form(sheet: Worksheet, row: int, part: Part, new: bool, styles: Styles, choices: Choices) -> int:
    for column in part.columns:
        text = part.rows[0].get(column.name, "")
        for offset, head in enumerate(column.heads):
            _line(sheet, row, head, meaning(column.field, "") if offset == 0 else "",
                  _hint(part.table.name, column) if new and offset == 0 else "", styles)
            _value(sheet, row, 2, sheets.ids_in_cells(text)[offset] if len(column.heads) > 1 else text, column, styles)
            _offer(sheet, f"B{row}", column, part.table, choices, suggest=True)
            row += 1
        if new and column.name == "sides":
            _line(sheet, row, LIKE, "The exercise that is drawn and that this one looks like.", HINTS[LIKE], styles)
            like = Column({"name": LIKE, "type": "string"}, (LIKE,))
            _value(sheet, row, 2, "", like, styles)
            choices.offer(sheet, f"B{row}", ("exercises", "id"), name=LIKE)
            row += 1
    return row


def _line(sheet: Worksheet, row: int, name: str, says: str, hint: str, styles: Styles) -> None:
    put(sheet.cell(row, 1), name)
    put(sheet.cell(row, 3), says.replace("\nNeeded in every row.", "").replace("\n", " "))
    put(sheet.cell(row, 4), hint)
    sheet.cell(row, 1).font = styles.strong
    for index in (1, 3, 4):
        sheet.cell(row, index).alignment = styles.top
    for index in (3, 4):
        sheet.cell(row, index).font = styles.quiet


def _write_list(sheet: Worksheet, row: int, part: Part, new: bool, styles: Styles, choices: Choices) -> int:
    from openpyxl.utils import get_column_letter

    index = 1
    last = row + len(part.rows) + part.empty
    for column in part.columns:
        for offset, head in enumerate(column.heads):
            comment = meaning(column.field, example_of(part.table, column.name) if column.name != HIDDEN else "")
            styles.head(sheet.cell(row, index), head, comment if offset == 0 else "")
            for line in range(row + 1, last + 1):
                text = part.rows[line - row - 1].get(column.name, "") if line - row <= len(part.rows) else ""
                _value(sheet, line, index, sheets.ids_in_cells(text)[offset] if len(column.heads) > 1 else text, column,
                       styles)
            letter = get_column_letter(index)
            _offer(sheet, f"{letter}{row + 1}:{letter}{last}", column, part.table, choices)
            index += 1
    return last + 1


def _value(sheet: Worksheet, row: int, index: int, text: str, column: Column, styles: Styles) -> None:
    cell = sheet.cell(row, index)
    put(cell, typed(text, column.field))
    cell.number_format = TEXT if column.is_text else GENERAL
    cell.alignment, cell.border = styles.top, styles.box
    cell.fill = styles.review_fill if is_review(column.name) or column.name in ("id", HIDDEN) else styles.typed_fill


def _offer(sheet: Worksheet, where: str, column: Column, table: TableInUse, choices: Choices, *, suggest: bool = False
           ) -> None:
    if suggest and column.name in SUGGESTED:
        texts = list(dict.fromkeys(row[column.name] for row in table.rows))
        choices.offer(sheet, where, texts, name=column.name, free=True)
    else:
        choices.offer(sheet, where, sheets.choices_of(column.field, table.schema), name=column.name)


def _hint(table: str, column: Column) -> str:
    field: Mapping[str, Any] = column.field
    if column.name in HINTS:
        return HINTS[column.name]
    return USUAL if table == "exercises" and (field["type"] in ("integer", "number") or sheets.needed(field)
                                              or column.name == "rest_between") else ""
