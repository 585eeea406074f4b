"""What a spreadsheet program does to a cell is accepted where it can be read in one way only, and told elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stretchlib.authoring.check_decimals import decimal_faults
from stretchlib.core.errors import TableError
from stretchlib.core.spreadsheet import csv_for_spreadsheet
from stretchlib.tables import catalogue
from stretchlib.tables.cells import Fault, cell_reader
from stretchlib.tables.reader import read_table
from stretchlib.tables.spreadsheet_changes import text_change
from tests.data_files import table_file
from tools.checks import ROOT

SCHEMA = json.loads((ROOT / "tests" / "faults" / "schema.json").read_text(encoding="utf-8"))
TEXT = {"name": "text", "type": "string"}
NOTEBOOK = {"name": "notebook", "type": "string", "constraints": {"pattern": "^(0[0-8])$"}, "example": "01"}
LISTED = {"name": "notebook", "type": "string", "constraints": {"enum": ["01", "02", "10"]}}
ISBN = {"name": "isbn", "type": "string", "constraints": {"pattern": "^([0-9-]{10,17})$"}, "example": "978-0-00"}
PAGES = {"name": "pages", "type": "string", "constraints": {"pattern": "[0-9]+(-[0-9]+)?"}, "example": "1-5"}
LENGTH = {"name": "length", "type": "number", "constraints": {"minimum": 0, "maximum": 0.5}}
PERCENT = {"name": "percent", "type": "number", "unit": "%", "constraints": {"minimum": 0, "maximum": 100}}
NUMBER, WHOLE = {"name": "number", "type": "number"}, {"name": "count", "type": "integer"}
GIVEN, DAY = {"name": "given", "type": "boolean"}, {"name": "on", "type": "date"}

AS_TEXT = "format the column as text in the spreadsheet and type"
DATE = "a spreadsheet has made a date of a text"
ERROR = "this is the error message of a spreadsheet where a {} stood"
COPY = "restore the text from a copy, in a column that is formatted as text"
GROUPED = "a number has no mark between its thousands"


@pytest.mark.parametrize(("field", "cell", "value"), [
    (NOTEBOOK, "1", "01"), (LISTED, "2", "02"), (LISTED, "10", "10"), (NUMBER, "\u201c1.5\u201d", 1.5),
    (NUMBER, "'1.5", 1.5), (WHOLE, "\u201e30\u201c", 30), (WHOLE, "30\xa0", 30),
    *((GIVEN, word, True) for word in ("TRUE", "WAHR", "Wahr", "VRAI", "VERDADERO", "VERO")),
    *((GIVEN, word, False) for word in ("FALSE", "FALSCH", "FAUX", "FALSO"))],
    ids=lambda value: str(value.get("name")) if isinstance(value, dict) else ascii(value))
def test_what_can_be_read_in_one_way_is_accepted(field: dict[str, Any], cell: str, value: object) -> None:
    assert cell_reader(field)(cell) == value


@pytest.mark.parametrize(("field", "cell", "wrong", "mend"), [
    (TEXT, "01-May", DATE, f"{AS_TEXT} it again, 1-5 if it was that"),
    (TEXT, "01. Mai", DATE, f"{AS_TEXT} it again, 1-5 if it was that"),
    (TEXT, "5-Jan", DATE, f"{AS_TEXT} it again, 1-5 if it was that"),
    (TEXT, "17-Aug", DATE, f"{AS_TEXT} it again, 8-17 if it was that"),
    (TEXT, "13-juil.", DATE, f"{AS_TEXT} it again, 7-13 if it was that"),
    (TEXT, "Jan 20", DATE, f"{AS_TEXT} it again, 1-20 if it was that"),
    (PAGES, "2026-05-01", DATE, f"{AS_TEXT} it again, 1-5 if it was that"),
    (PAGES, "01.05.2026", DATE, f"{AS_TEXT} it again, 1-5 if it was that"),
    (PAGES, "1/5/26", DATE, f"{AS_TEXT} it again, 1-5 if it was that"),
    *((TEXT, word, ERROR.format("text"), COPY) for word in (
        "#NAME?", "#REF!", "#VALUE!", "#BEZUG!", "#WERT!", "#NOM?", "#\u00a1REF!", "#NV", "#N/A", "Err:508",
        "Fehler:502", "########")),
    (NUMBER, "#REF!", ERROR.format("number"), "write the number, or leave the cell empty"),
    (NUMBER, "Err:502", ERROR.format("number"), "write the number, or leave the cell empty"),
    (TEXT, "TRUE", "a spreadsheet has made a truth value of a text",
     f"{AS_TEXT} it again with small letters, such as True"),
    (TEXT, "FALSCH", "a spreadsheet has made a truth value of a text",
     f"{AS_TEXT} it again with small letters, such as Falsch"),
    (TEXT, "Gel\u00c3\u00a4nde und mehr", "Gel\u00c3\u00a4nde is Gel\u00e4nde in a wrong encoding",
     "write Gel\u00e4nde, and open the file as UTF-8"),
    (TEXT, "I don\u00e2\u20ac\u2122t", "don\u00e2\u20ac\u2122t is don\u2019t in a wrong encoding",
     "write don\u2019t, and open the file as UTF-8"),
    (TEXT, "bend 20\u00c2\u00b0", "20\u00c2\u00b0 is 20\u00b0 in a wrong encoding",
     "write 20\u00b0, and open the file as UTF-8"),
    (TEXT, "caf\ufffd au lait", "a letter of caf\ufffd was lost when the file was saved",
     "type the word again, and save as CSV UTF-8"),
    (TEXT, "9.78071E+12", "a spreadsheet has shortened a long number", f"{AS_TEXT} all its digits again"),
    (ISBN, "9,78071E+12", "a spreadsheet has shortened a long number", f"{AS_TEXT} all its digits again"),
    (ISBN, "702052309", "this is not written as it must be", "write it like 978-0-00"),
    (LENGTH, "245", "the largest allowed value is 0.5",
     "write 0.245 if an import in German made it of that, or open the original again as English"),
    (LENGTH, "-7", "the smallest allowed value is 0", "check the number"),
    (LENGTH, "3000", "the largest allowed value is 0.5", "check the number"),
    (LENGTH, "12 %", "a number has no percent sign", "write 0.12"),
    (PERCENT, "12,5%", "a number has no percent sign", "write 12.5"),
    (NUMBER, "12%", "a number has no percent sign", "write 12, or 0.12 for a share"),
    (NUMBER, "1E+05", "a spreadsheet has shortened this number", "write all its digits, such as 100000"),
    (NUMBER, "2,5E-04", "a spreadsheet has shortened this number", "write all its digits, such as 0.00025"),
    (NUMBER, "1,024", GROUPED, "write 1.024 or 1024"), (NUMBER, "1.024,5", GROUPED, "write 1024.5"),
    (NUMBER, "1,024.5", GROUPED, "write 1024.5"), (NUMBER, "1\u202f024", GROUPED, "write 1024"),
    (NUMBER, "1'024", GROUPED, "write 1024"), (WHOLE, "1,024", GROUPED, "write 1024"),
    (WHOLE, "1.024", GROUPED, "write 1024"), (WHOLE, "-12 345 678", GROUPED, "write -12345678"),
    (DAY, "22.11.2026", "this day is not written as it must be", "write 2026-11-22"),
    (DAY, "11/22/2026", "this is not a day of the calendar", "write it as year-month-day, such as 2026-11-22")],
    ids=lambda value: str(value.get("name")) if isinstance(value, dict) else ascii(value)[:24])
def test_what_was_changed_is_told_with_its_mend(field: dict[str, Any], cell: str, wrong: str, mend: str) -> None:
    with pytest.raises(Fault) as raised:
        cell_reader(field)(cell)
    assert (raised.value.wrong, raised.value.mend) == (wrong, mend)


@pytest.mark.parametrize("text", [
    "1-5", "3 sets", "2 set", "12 May 2026", "2026-05-01", "May", "Mai", "True", "#1", "E05", "1e", "N\u00c3O",
    "\u201eMa\u00df\u201c", "caf\u00e9\u2013bar", "CAF\u00c9\u00ae", "\u00c5ngstr\u00f6m", "0.10", "00123", "'tis"])
def test_a_text_that_only_looks_changed_stays(text: str) -> None:
    assert cell_reader(TEXT)(text) == text


def test_every_text_of_the_course_is_told_once_its_letters_are_mistaken() -> None:
    texts = {str(cell) for name in catalogue.catalogue().resources for row in catalogue.catalogue().table(name).rows
             for cell in row.values() if isinstance(cell, str) and not cell.isascii()}
    assert len(texts) > 1000
    for text in texts:
        assert text_change(text) is None
        mistaken = "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
                           for byte in text.encode("utf-8"))
        change = text_change(mistaken)
        assert change is not None, text
        assert change[1].removeprefix("write ").partition(", and open")[0] in text.split(), (text, change)


def rows_of(path: Path) -> list[dict[str, object]]:
    return [dict(row) for row in read_table(path, SCHEMA).rows]


@pytest.mark.parametrize(("header", "column", "fault"), [
    ("id,load_kg", "1.024", None), ("id;load_kg", "1.024", None),
    ("id;load_kg", "1,5;1.024", "here a comma parts the decimals, so the point may stand between thousands ('1.024'); "
                                "write 1,024 or 1024.")], ids=["comma", "semicolon", "both"])
def test_a_point_beside_decimal_commas_is_told(tmp_path: Path, header: str, column: str, fault: str | None) -> None:
    separator = header[2]
    path = tmp_path / "loads.csv"
    lines = [f"{letter}{separator}{cell}" for letter, cell in zip("ab", column.split(";"), strict=False)]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "load_kg", "type": "number"}]}
    if fault is None:
        assert read_table(path, schema).rows[0]["load_kg"] == 1.024
    else:
        with pytest.raises(TableError) as raised:
            read_table(path, schema)
        assert raised.value.problems == [f"loads.csv, row 3, column load_kg: {fault}"]


def test_what_is_written_for_a_spreadsheet_is_read_back(tmp_path: Path) -> None:
    wanted = rows_of(ROOT / "tests" / "faults" / "ok_plain.csv")
    wanted[0]["name"], wanted[1]["name"], wanted[2]["name"] = "- front, 20\u00b0", "=1+1", "'@home"
    path = tmp_path / "doses.csv"
    path.write_text(csv_for_spreadsheet(list(wanted[0]), [list(row.values()) for row in wanted]), encoding="utf-8",
                    newline="")
    assert rows_of(path) == wanted


def test_the_tables_of_the_course_have_no_byte_order_mark() -> None:
    files = sorted((ROOT / "data").rglob("*.csv"))
    assert len(files) > 50
    for path in files:
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in data, path


def test_an_answer_that_lost_its_decimals_is_told(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    text = table_file(ROOT / "data", "questions").read_text(encoding="utf-8")
    path.write_text(text.replace(",0.275,", ",275,"), encoding="utf-8")
    schema = catalogue.catalogue().resource("questions")["schema"]
    assert list(decimal_faults(read_table(path, schema, catalogue.class_of("questions")))) == [
        "questions.csv, row 18, column answer: the answer is shown with 3 decimals and has none ('275'); write 0.275 "
        "if an import in German made it of that, or give fewer decimals."]
    assert list(decimal_faults(catalogue.catalogue().table("questions"))) == []
