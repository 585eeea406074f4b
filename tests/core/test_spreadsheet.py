"""CSV files for a spreadsheet program: they open rightly, nothing in them runs, and what was written is read back."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.core.spreadsheet import guarded, unguarded, write_csv_for_spreadsheet


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_cell_can_run_as_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"} or re.fullmatch(r"-[0-9]+(\.[0-9]+)?", cell)
    assert unguarded(cell) == text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+1", "-01", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1",
                                  '=HYPERLINK("x")', "'=1", "''=1", "- Origin"])
def test_a_cell_that_would_run_is_written_as_text(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [(-5.4, "-5.4"), ("-5.4", "-5.4"), (0, "0"), (True, "true"), (None, ""),
                                            ("'tis", "'tis"), ("it's", "it's"), ("", "")],
                         ids=["number", "number_as_text", "zero", "true", "none", "apostrophe", "inside", "empty"])
def test_any_other_cell_is_written_as_it_is(cell: object, text: str) -> None:
    assert guarded(cell) == text


def test_the_file_opens_rightly(tmp_path: Path) -> None:
    path = write_csv_for_spreadsheet(tmp_path / "x.csv", ["id", "text"], [["a", "30°, \"held\"\nlong"], ["b", "=1"]])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "without this mark a spreadsheet program misreads é and °"
    assert data.count(b"\r\n") == 3
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["id", "text"], ["a", "30°, \"held\"\nlong"], ["b", "'=1"]]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StretchlibError, match=r"could not be written \(No such file or directory\)"):
        write_csv_for_spreadsheet(tmp_path / "nowhere" / "x.csv", ["id"], [])
