"""The page to keep of each notebook: its rows and its one side of A4."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.tables import catalogue
from stretchlib.tables.rows.questions import NotebookSummary
from tests.data_files import table_file
from tools.checks import ROOT

ROWS = catalogue.rows(NotebookSummary)


def test_each_page_bears_the_title_of_its_notebook() -> None:
    titles = {row.notebook: row.text for row in ROWS if row.kind == "title"}
    for path in sorted((ROOT / "notebooks").glob("0?_*.ipynb")):
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        assert titles.pop(path.name[:2]) == first.splitlines()[0].removeprefix("# "), path.name
    assert not titles


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_shows_each_row_with_its_certainty_and_its_picture(language: str, tmp_path: Path) -> None:
    sl.language(language)
    try:
        text = sl.publish.summary(tmp_path / "keep.html", "02").read_text(encoding="utf-8")
        rows = [row for row in catalogue.rows(NotebookSummary) if row.notebook == "02"]
    finally:
        sl.language("en")
    plain = html.unescape(re.sub(r"<[^>]*>", " ", text))
    assert all(row.text in plain for row in rows)
    assert text.count("<img ") == 1
    assert {"en": "(low)", "de": "(niedrig)"}[language] in plain
    assert {"en": "Education, not advice", "de": "Ausbildung, kein ärztlicher Rat"}[language] in plain


def test_a_notebook_without_a_page_is_named(tmp_path: Path) -> None:
    with pytest.raises(StretchlibError, match="notebook with a page to keep '17'"):
        sl.publish.summary(tmp_path / "keep.html", "17")
    assert not (tmp_path / "keep.html").exists()


def test_a_page_without_its_part_and_a_picture_that_is_none_are_told(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "notebook_summaries")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("plot_calibration()", "plot_calibrations()").replace("01,8,say", "01,8,statement"),
                    encoding="utf-8")
    problems = [fault for fault in check_data(whole_data_copy) if "notebook_summaries" in fault]
    assert any("there is no figure or model of this name ('plot_calibrations()'); did you mean 'plot_calibration'?"
               in fault for fault in problems), problems
    assert any("the page of notebook 01 has 0 rows of kind say; give it 1 to 2." in fault for fault in problems)
