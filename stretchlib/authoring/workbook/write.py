"""Write the workbook of a subject: a sheet that says how to, a sheet a table, and the stamp of the tables."""

from __future__ import annotations

import io
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.files import unwritten, write
from . import exercise_sheet, sheets
from .looks import (
    GENERAL,
    LINES_OF_A_TABLE,
    NARROWEST,
    ROOM,
    TEXT,
    WIDEST,
    Choices,
    Styles,
    example_of,
    hidden_field,
    is_review,
    meaning,
    put,
    set_height,
    typed,
)
from .sheets import HIDDEN, Column, TableInUse

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HOW_TO = (
    ("Change a cell, save, bring it back",
     "Each sheet is a table of the course; its first row names the columns. Rest the pointer on a name to read what "
     "the column means, its unit and an example. A cell with an arrow is chosen from a list. Change what you like, "
     "save the file as a workbook (.xlsx), close it, and bring it back with the two lines below."),
    ("", "{check}"), ("", "{apply}"),
    ("A new row", "Write it below the last one. The columns on a blue ground name a row; two rows never share a name."),
    ("Take a row out", "Choose TRUE in the column hidden. A row that you delete from the sheet stays in the course: "
     "it is told, and nothing more."),
    ("Several ids", "Where a column holds several ids, there are four cells side by side. More than four: write the "
     "rest into the last one, with a semicolon between."),
    ("Who has checked it", "The grey columns on the right say where a row comes from, how sure that is, and who "
     "signed it. Leave checked at unchecked until somebody has looked it up."),
    ("What you may do with the file", "Move sheets, add filters and colours, hide columns, add sheets of your own: "
     "the course reads the tables by their names and leaves the rest alone. Write no formulas: their cells are "
     "refused. Leave the names of the sheets and of the columns as they are."),
    ("When the course has changed meanwhile", "A workbook fits the tables it was made from. Where a table has changed "
     "since, it is refused and told: write a new one with the line below and copy your cells over."),
    ("", "{edit}"),
)
AN_EXERCISE = ("An exercise on one sheet", "Fill in the sheet New exercise for a new one; each exercise that is there "
               "has a sheet of its own as well. A copy of the sheet New exercise is read too. Change a cell in one of "
               "two sheets, the table or the exercise: where both say something else, it is told.")


def edit(subject: str, folder: Path) -> Path:
    """Write the workbook of a subject into ``folder`` and return it; a file that is there is not written over.

    Raises :class:`StretchlibError` for an unknown subject, data with faults, or a folder that cannot be written.
    """
    sheets.openpyxl_or_sentence()
    sheets.tables_of(subject)
    number, path = 1, folder / f"{subject}.xlsx"
    while path.exists():
        number += 1
        path = folder / f"{subject} {number}.xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(folder, error) from None
    return write(path, workbook(subject, str(path.absolute())))


def workbook(subject: str, path: str) -> bytes:
    """The workbook of a subject as the bytes of a file that will lie at ``path``."""
    from openpyxl import Workbook

    tables = {name: sheets.table_in_use(name) for name in sheets.tables_of(subject)}
    book, styles = Workbook(), Styles()
    how_to = book.active
    assert how_to is not None
    how_to.title = sheets.HOW_TO
    choices = Choices(book, tables)
    forms = exercise_sheet.write_sheets(book, tables, styles, choices) if subject == "exercises" else {}
    for table in tables.values():
        _write_table(book.create_sheet(table.name), table, styles, choices)
    book.move_sheet(sheets.CHOICES, len(book.sheetnames))
    _write_stamp(book, subject, tables)
    _write_how_to(how_to, subject, path, tables, forms, styles)
    book.properties.title, book.properties.creator = f"{subject}: tables of the course", "stretchlib"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_how_to(sheet: Worksheet, subject: str, path: str, tables: dict[str, TableInUse],
                  forms: dict[str, str], styles: Styles) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 92
    sheet.sheet_view.showGridLines = False
    lines = {"check": f'python start.py check --workbook "{path}"', "apply": f'python start.py apply "{path}"',
             "edit": f"python start.py edit {subject}"}
    put(sheet["A1"], f"The tables of the course: {subject}")
    sheet["A1"].font = styles.title
    sheet.row_dimensions[1].height = 24
    row = 3
    for head, text in (*HOW_TO, *([AN_EXERCISE] if forms else [])):
        put(sheet.cell(row, 1), head)
        put(sheet.cell(row, 2), text.format(**lines))
        sheet.cell(row, 1).font, sheet.cell(row, 1).alignment = styles.strong, styles.top
        sheet.cell(row, 2).alignment = styles.top
        if not head:
            sheet.cell(row, 2).fill = styles.key_fill
        set_height(sheet, row, [(text.format(**lines), 100), (head, 30)])
        row += 1
    row += 1
    for name, says in {**forms, **{table.name: str(table.resource.get("title", "")) for table in tables.values()}
                       }.items():
        put(sheet.cell(row, 1), name)
        put(sheet.cell(row, 2), says)
        sheet.cell(row, 1).hyperlink = f"#'{name}'!A1"
        sheet.cell(row, 1).font = styles.link
        row += 1


def _write_table(sheet: Worksheet, table: TableInUse, styles: Styles, choices: Choices) -> None:
    index, last = 1, len(table.rows) + len(table.hidden_rows) + ROOM + 1
    hidden = Column(hidden_field(), (HIDDEN,))
    for column in (*(column for column in table.columns if not is_review(column.name)), hidden,
                   *(column for column in table.columns if is_review(column.name))):
        index = _write_column(sheet, table, column, index, last, styles, choices)
    for row in sheet.iter_rows(min_row=2):
        set_height(sheet, row[0].row, [(cell.value, sheet.column_dimensions[cell.column_letter].width) for cell in row
                                       if isinstance(cell.value, str)], LINES_OF_A_TABLE)
    sheet.freeze_panes = sheet.cell(2, len(table.key_columns) + 1) if len(table.key_columns) < 4 else "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write_column(sheet: Worksheet, table: TableInUse, column: Column, index: int, last: int, styles: Styles,
                  choices: Choices) -> int:
    """Write a column from the cell ``index`` of the first row on; returns the index after it."""
    from openpyxl.utils import get_column_letter

    field, is_key = column.field, column.name in table.key_columns
    texts = [row.get(column.name, "") for row in table.rows]
    texts += [row.get(column.name, "true") for row in table.hidden_rows]  # it has no cell in the column hidden
    cells = [sheets.ids_in_cells(text) for text in texts] if len(column.heads) > 1 else [(text,) for text in texts]
    comment = meaning(field, example_of(table, column.name) if column.name != HIDDEN else "")
    for offset, head in enumerate(column.heads):
        letter = get_column_letter(index + offset)
        styles.head(sheet.cell(1, index + offset), head, comment if offset == 0 else "")
        wraps = is_key or any(len(parts[offset]) > WIDEST for parts in cells)
        model = sheet.cell(2, index + offset)
        model.number_format = TEXT if column.is_text else GENERAL
        model.alignment = styles.top if wraps else styles.top_on_a_line
        if is_key:
            model.fill = styles.key_fill
        elif is_review(column.name):
            model.font, model.fill = styles.review_font, styles.review_fill
        style = copy(model._style)  # to look each style up for each cell would take ten times as long
        for row, parts in enumerate(cells, start=2):
            cell = sheet.cell(row, index + offset)
            cell._style = copy(style)
            put(cell, typed(parts[offset], field))
        longest = max([len(head) + 2, *(len(parts[offset]) + 1 for parts in cells)])
        dimension = sheet.column_dimensions[letter]
        dimension.width = min(max(longest, NARROWEST), WIDEST)
        dimension.number_format = TEXT if column.is_text else GENERAL
        choices.offer(sheet, f"{letter}2:{letter}{last}", sheets.choices_of(field, table.schema),
                      name=f"{column.name}")
    return index + len(column.heads)


def _write_stamp(book: Workbook, subject: str, tables: dict[str, TableInUse]) -> None:
    """The stamp stands twice: a program that drops hidden sheets keeps properties, another the other way round."""
    from openpyxl.packaging.custom import StringProperty

    stamps: dict[str, Any] = {"format": sheets.FORMAT, "subject": subject,
                              **{f"table {name}": table.stamp for name, table in tables.items()}}
    sheet = book.create_sheet(sheets.STAMP)
    sheet.sheet_state = "hidden"
    for row, (name, value) in enumerate(stamps.items(), start=1):
        for index, text in enumerate((name, value), start=1):
            put(sheet.cell(row, index), text)
            sheet.cell(row, index).number_format = TEXT
        book.custom_doc_props.append(StringProperty(name=f"stretchlib {name}", value=value))
