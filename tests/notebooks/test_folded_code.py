"""The code of a notebook is folded away, but for the cells in which a student changes a word; those say which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tools.checks import ROOT
from tools.run_notebooks import HIDDEN, OPEN, dump

PATHS = sorted(path for path in (ROOT / "notebooks").rglob("*.ipynb") if path.stem != "class_deck")
#: How a text asks for a change of the next cell, in the languages of the course.
ASKS = ("Change ", "change ", "Ändern Sie", "between the quotation marks", "take away the", "stellt den Kurs auf")


def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_cell_is_folded_or_says_which_word_to_change(path: Path) -> None:
    every = cells(path)
    for position, cell in enumerate(every):
        if cell["cell_type"] != "code":
            continue
        tags, hidden = cell["metadata"].get("tags", []), cell["metadata"].get("jupyter", {}).get("source_hidden")
        if OPEN in tags:
            assert not hidden
            assert HIDDEN not in tags
            around = "".join("".join(near["source"]) for near in every[max(0, position - 2):position + 2]
                             if near["cell_type"] == "markdown")
            assert any(asks in around for asks in ASKS), "".join(cell["source"])
        else:
            assert hidden, "".join(cell["source"])
            assert HIDDEN in tags


def test_few_cells_are_open() -> None:
    tags = [tag for path in PATHS for cell in cells(path) for tag in cell["metadata"].get("tags", [])]
    assert 4 <= tags.count(OPEN) <= 20 < tags.count(HIDDEN)


def test_a_notebook_that_is_run_again_keeps_both() -> None:
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_code_cell("1"), nbformat.v4.new_code_cell("2", metadata={"tags": [OPEN]}),
        nbformat.v4.new_markdown_cell("text")])
    written = nbformat.reads(dump(notebook), as_version=4)
    folded, opened, text = written.cells
    assert folded.metadata == {"tags": [HIDDEN], "jupyter": {"source_hidden": True}}
    assert opened.metadata == {"tags": [OPEN]}
    assert text.metadata == {}
    assert dump(written) == dump(notebook)


def test_a_deck_stays_as_it_is() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", metadata={"deck": {"cut": 1}})])
    assert "source_hidden" not in dump(notebook)
