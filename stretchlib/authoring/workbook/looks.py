"""How a workbook looks and what it offers: styles, the comment of a head, and the lists that a cell is chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...tables.rows.base import REVIEW_COLUMNS
from . import sheets
from .sheets import HIDDEN, TableInUse

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

TEXT, GENERAL = "@", "General"
ROOM = 200  # empty rows below a table that are laid out as the rows above them
NARROWEST, WIDEST = 9, 48  # of a column, in characters
LINE_HEIGHT, MOST_LINES, LINES_OF_A_TABLE = 15, 8, 3  # points; a longer text is read in the line above the sheet
FACE = "Calibri"
HEAD_COLOUR, KEY_COLOUR, REVIEW_COLOUR, TYPED_COLOUR = "FF1F4E5F", "FFE4EEF1", "FFEDEDED", "FFFFFBE6"
MEANING_OF_HIDDEN = "TRUE takes this row out of the course. To delete a row of the sheet takes nothing out."


class Styles:
    """The fonts, colours and borders of a workbook."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        def fill(colour: str) -> Any:
            return PatternFill("solid", start_color=colour, end_color=colour)

        line = Side(style="thin", color="FFB8B8B8")
        self.box = Border(left=line, right=line, top=line, bottom=line)
        def font(**how: Any) -> Any:
            return Font(**{"name": FACE, "size": 11, **how})

        self.head_font, self.head_fill = font(bold=True, color="FFFFFFFF"), fill(HEAD_COLOUR)
        self.review_font, self.review_fill = font(color="FF555555"), fill(REVIEW_COLOUR)
        self.key_fill, self.typed_fill = fill(KEY_COLOUR), fill(TYPED_COLOUR)
        self.title, self.strong, self.quiet = font(bold=True, size=16), font(bold=True), font(color="FF555555")
        self.link = font(color="FF1F4E5F", underline="single")
        self.top = Alignment(vertical="top", wrap_text=True)
        self.top_on_a_line = Alignment(vertical="top")

    def head(self, cell: Cell, text: str, comment: str) -> None:
        """Write a head with its comment."""
        from openpyxl.comments import Comment

        put(cell, text)
        cell.font, cell.fill, cell.alignment = self.head_font, self.head_fill, self.top_on_a_line
        if comment:
            cell.comment = Comment(comment, "course", width=340, height=40 + 18 * (1 + len(comment) // 48 +
                                                                                  comment.count("\n")))


def set_height(sheet: Worksheet, row: int, cells: Iterable[tuple[str, float]], most: int = MOST_LINES) -> None:
    """Make a row as high as its longest text needs: ``cells`` are the texts with the width of their columns.

    A spreadsheet program does that by itself only for a row that is typed into.
    """
    lines = max((sum(1 + int(len(part) / (width * 1.12)) for part in text.split("\n")) for text, width in cells),
                default=1)
    sheet.row_dimensions[row].height = LINE_HEIGHT * min(max(lines, 1), most)


def put(cell: Cell, value: object) -> None:
    """Write a value that stays what it is: a text that begins with = is no formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True


def typed(text: str, field: Mapping[str, Any]) -> object:
    """A cell of a CSV file as a spreadsheet holds it: a number as a number, and true as the text TRUE.

    A truth value of its own would be WAHR in one language, VRAI in the next, and 1 in another program.
    """
    if text == "":
        return None
    if field["type"] == "integer":
        return int(text)
    if field["type"] == "number":
        return float(text) if "." in text else int(text)
    return text.upper() if field["type"] == "boolean" else text


def meaning(field: Mapping[str, Any], example: str) -> str:
    """What a column means, for the comment of its head: meaning, unit, limits, form, an example."""
    limits = field.get("constraints", {})
    lines = [str(field.get("description", ""))]
    if "unit" in field:
        lines.append(f"Unit: {field['unit']}.")
    if "minimum" in limits or "maximum" in limits:
        least, most = (f"{limits[side]:g}" if side in limits else "" for side in ("minimum", "maximum"))
        lines.append(f"From {least} to {most}." if least and most else f"At least {least}." if least
                     else f"At most {most}.")
    if "maxLength" in limits:
        lines.append(f"At most {limits['maxLength']} characters.")
    if "listOf" in field:
        lines.append("An id in each cell; more than four: the rest in the last, with a semicolon between.")
    if field.get("example") or example:
        lines.append(f"Example: {field.get('example') or example}")
    if limits.get("required"):
        lines.append("Needed in every row.")
    return "\n".join(line for line in lines if line)


def example_of(table: TableInUse, column: str) -> str:
    """A cell of the column that is filled in, short enough for a comment."""
    texts = [row[column] for row in table.rows if row[column]]
    text = next((text for text in texts if len(text) <= 60), texts[0] if texts else "")
    return text if len(text) <= 90 else f"{text[:87]}..."


def is_review(column: str) -> bool:
    return column in REVIEW_COLUMNS


class Choices:
    """The lists of a workbook, on a hidden sheet or in the sheet of the table that is linked to."""

    def __init__(self, book: Workbook, own_tables: Mapping[str, TableInUse]) -> None:
        self._book, self._own = book, own_tables
        self._sheet = book.create_sheet(sheets.CHOICES)
        self._sheet.sheet_state = "hidden"
        self._names: dict[tuple[str, ...], str] = {}

    def offer(self, sheet: Worksheet, where: str, choice: tuple[str, str] | Sequence[str] | None,
              *, name: str, free: bool = False) -> None:
        """Give the cells ``where`` of a sheet their choice.

        ``name`` is what the list is called where it is new; ``free``: another text may be typed as well.
        """
        if not choice:
            return
        validation = self._validation(tuple(choice), name, free)
        validation.add(where)
        sheet.add_data_validation(validation)

    def _validation(self, choice: tuple[str, ...], name: str, free: bool) -> DataValidation:
        from openpyxl.worksheet.datavalidation import DataValidation

        linked = len(choice) == 2 and choice[0] in sheets.in_use().resources
        if choice not in self._names:
            self._names[choice] = (self._linked(choice[0], choice[1]) if linked
                                   else self._listed(f"list_{name}", choice))
        return DataValidation(
            type="list", formula1=f"={self._names[choice]}", allow_blank=True, showErrorMessage=not free,
            errorStyle="warning" if linked else "stop", errorTitle="Not in the list",
            error="This is not in the list of this cell. Is it a new row of your own?" if linked
            else "Choose a word of the list.")

    def _linked(self, table: str, column: str) -> str:
        if table not in self._own:
            return self._listed(f"ids_{table}", [row[column] for row in sheets.table_in_use(table).rows])
        names = [column.name for column in self._own[table].columns]
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(names.index(column) + 1)  # no list of ids stands before the key
        return self._define(f"ids_{table}", table, letter, len(self._own[table].rows) + ROOM + 1)

    def _listed(self, name: str, words: Sequence[str]) -> str:
        from openpyxl.utils import get_column_letter

        index = len(self._names) + 1
        put(self._sheet.cell(1, index), name)
        for row, word in enumerate(words, start=2):
            cell = self._sheet.cell(row, index)
            put(cell, word)
            cell.number_format = TEXT
        return self._define(name, sheets.CHOICES, get_column_letter(index), max(len(words), 1) + 1)

    def _define(self, name: str, sheet: str, letter: str, last: int) -> str:
        from openpyxl.workbook.defined_name import DefinedName

        while name in self._book.defined_names:  # two columns of one name with different words
            name += "_"
        self._book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet}'!${letter}$2:${letter}${last}")
        return name


def hidden_field() -> Mapping[str, Any]:
    """The column that takes a row out, as a field."""
    return {"name": HIDDEN, "type": "boolean", "description": MEANING_OF_HIDDEN}
