"""The code of a notebook is folded away, but for the cells in which a student changes a word; those say which."""

from __future__ import annotations

import nbformat
import pytest

from tests.course_notebooks import LANGUAGES, notebooks
from tools.run_notebooks import HIDDEN, OPEN, dump

NOTEBOOKS = {name: notebook["cells"] for language in LANGUAGES for name, notebook in notebooks(language).items()
             if "deck" not in notebook["metadata"]}
#: How a text asks for a change of the next cell, in the languages of the course.
ASKS = ("Change ", "change ", "between the quotation marks", "take away the",
        "Ändern", "ändern Sie", "Anführungszeichen", "entfernen Sie das")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_cell_is_folded_or_says_which_word_to_change(name: str) -> None:
    every = NOTEBOOKS[name]
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
    tags = [tag for cells in NOTEBOOKS.values() for cell in cells for tag in cell["metadata"].get("tags", [])]
    assert 8 <= tags.count(OPEN) <= 40 < tags.count(HIDDEN)


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
