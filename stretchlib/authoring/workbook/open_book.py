"""Open a workbook that somebody brings: no bigger than it may be, nothing run or fetched, each cell as a text.

The file is a zip of XML files. Before a byte of it is unpacked the sizes that the zip states are added up; a part with
a document type is refused, since entities, which can grow without end, are declared nowhere else.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import StretchlibError
from ...tables.cells import Fault, cell_reader
from .sheets import STAMP, cell_text, number_text, openpyxl_or_sentence

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 20_000_000, 200_000_000, 2_000
MOST_CELLS, MOST_ROWS, MOST_COLUMNS = 1_000_000, 50_000, 200  # that hold something, of all sheets or of a sheet
_DOCUMENT_TYPE = [text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY")
                  for code in ("utf-8", "utf-16-le", "utf-16-be")]


@dataclass(frozen=True)
class SheetCell:
    """A cell that holds something: its address such as C12, its text, and what is wrong with how it is held.

    ``kind`` says what the spreadsheet holds: "text", "number", "boolean", "date", or "fault".
    """

    address: str
    text: str
    kind: str
    fault: Fault | None = None


@dataclass(frozen=True)
class OpenBook:
    """A workbook as read: its file, the cells of each sheet by (row, column) from 1, and its stamps by name."""

    file: str
    sheets: dict[str, dict[tuple[int, int], SheetCell]]
    stamps: dict[str, str] = field(default_factory=dict)


def open_book(path: Path) -> OpenBook:
    """Read a workbook; raises :class:`StretchlibError`, in one sentence, for what is none or may not be opened."""
    openpyxl_or_sentence()
    import openpyxl

    data = _bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the spreadsheet program added and openpyxl does not keep
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        cells = dict(_sheets(book, path))
    except StretchlibError:
        raise
    except Exception as error:  # a spoilt file can fail anywhere in it
        raise StretchlibError(f"{path.name} cannot be read as a workbook ({type(error).__name__}); open it in the "
                              "spreadsheet program, and save it anew as Excel workbook (.xlsx).") from None
    properties = {str(name).removeprefix("stretchlib "): str(book.custom_doc_props[name].value)
                  for name in book.custom_doc_props.names if str(name).startswith("stretchlib ")}
    stamps = cells.pop(STAMP, {})
    rows = {row: stamps[row, 1].text for row, column in stamps if column == 1}
    return OpenBook(path.name, cells, properties | {name: stamps[row, 2].text for row, name in rows.items()
                                                    if (row, 2) in stamps})


def _bytes(path: Path) -> bytes:
    """The file, once nothing speaks against unpacking it."""
    if not path.is_file():
        raise StretchlibError(f"There is no workbook {path}; give the file that python start.py edit wrote.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise StretchlibError(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB; remove pictures and other "
                                  "sheets from it.")
        data = path.read_bytes()
    except OSError as error:
        raise StretchlibError(f"{path} cannot be read ({error.strerror}); close it in the spreadsheet program, then "
                              "try again.") from None
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise StretchlibError(f"{path.name} is locked by a password or an old .xls file; save it as Excel workbook "
                              "(.xlsx) without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse_parts(path.name, packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise StretchlibError(f"{path.name} is no workbook; save it as Excel workbook (.xlsx).") from None
    return data


def _refuse_parts(name: str, packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise StretchlibError(f"{name} is no Excel workbook; save it as Excel workbook (.xlsx).")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise StretchlibError(f"{name} would unpack to more than {MOST_UNPACKED // 1_000_000} MB, which no table of "
                              "this course needs; write a new one with python start.py edit.")
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            text = packed.read(part)  # zipfile gives no more bytes than were counted above
            if any(mark in text for mark in _DOCUMENT_TYPE):
                raise StretchlibError(f"{name} declares a document type in its part {part.filename}, which no "
                                      "spreadsheet program writes; write a new workbook with python start.py edit.")


def _sheets(book: Workbook, path: Path) -> Iterator[tuple[str, dict[tuple[int, int], SheetCell]]]:
    filled = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size is not believed
        cells = {}
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            for cell in row:
                if cell.value is None or cell.value == "":
                    continue
                filled += 1
                if filled > MOST_CELLS or cell.row > MOST_ROWS:
                    raise StretchlibError(f"{path.name}, sheet {sheet.title}: it holds more rows or cells than any "
                                          "table of this course; remove what is no row of the table.")
                cells[cell.row, cell.column] = _cell(cell)
        yield sheet.title, cells


def _cell(cell: Any) -> SheetCell:
    value, address = cell.value, cell.coordinate
    if cell.data_type == "f" or not isinstance(value, (str, bool, int, float, datetime.date, datetime.time,
                                                       datetime.timedelta)):
        return SheetCell(address, "", "fault", Fault("a formula stands here, and its result may change",
                                                     "type the value itself"))
    if cell.data_type == "e":
        return SheetCell(address, "", "fault", Fault(f"the spreadsheet shows the error {value} here",
                                                     "type the value again"))
    if isinstance(value, bool):
        return SheetCell(address, str(value).lower(), "boolean")
    if isinstance(value, (int, float)):
        return SheetCell(address, number_text(value), "number")
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        whole = isinstance(value, datetime.datetime) and value.time() == datetime.time()
        return SheetCell(address, value.date().isoformat() if whole else str(value), "date")  # type: ignore[union-attr]
    return SheetCell(address, _plain(value), "text")


def _plain(text: str) -> str:
    """A text as it was typed: line breaks of one kind, nothing round it."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def read_cell(cell: SheetCell, column: Any) -> str:
    """The text of a cell as a CSV file has it; raises :class:`Fault` where the spreadsheet turned it into another kind.

    ``column``: the field of the schema.
    """
    if cell.fault is not None:
        raise cell.fault
    kind = column["type"]
    if cell.kind == "date" and kind != "date":
        belongs = "a number" if kind in ("integer", "number") else "another text"
        raise Fault(f"the spreadsheet holds a date here ({cell.text}) where {belongs} belongs",
                    "give the cell the format Text and type it again")
    if cell.kind == "boolean" and kind != "boolean":
        raise Fault("the spreadsheet holds TRUE or FALSE here, where something else belongs",
                    "give the cell the format Text and type it again")
    if kind == "boolean":
        with suppress(Fault):  # what is no truth value is told by the check
            return cell_text(cell_reader({"type": "boolean"})(cell.text))
    return cell.text
