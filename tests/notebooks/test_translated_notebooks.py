"""The notebooks in German: what the English ones do, said in German, marked as German, and run without an error."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from stretchlib.authoring import languages
from stretchlib.learner import copies
from stretchlib.publish.deck import present, slides
from tests.course_notebooks import notebooks
from tests.data_files import table_file
from tools.checks import environment

ENGLISH, GERMAN = notebooks("en"), notebooks("de")
EVERYDAY = "00_hier_beginnen"  # the others are run by `python start.py test --all`
OPEN = "*Für diesen Kurs übersetzt; die Übersetzung hat noch niemand geprüft.*"
MARKED = re.compile(r'<div lang="de">\n\n.+\n\n</div>', re.DOTALL)


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def english_of(name: str) -> dict[str, Any]:
    """The English notebook from which a German one was made, told by the ids of their cells."""
    (match,) = [notebook for notebook in ENGLISH.values()
                if [cell["id"] for cell in notebook["cells"]] == [cell["id"] for cell in GERMAN[name]["cells"]]]
    return match


@pytest.mark.parametrize("name", GERMAN)
def test_a_translated_notebook_does_what_the_english_one_does(name: str) -> None:
    setting = 'sl.language("de")'
    for cell, english in zip(GERMAN[name]["cells"], english_of(name)["cells"], strict=True):
        assert (cell["cell_type"], cell["metadata"]) == (english["cell_type"], english["metadata"])
        if cell["cell_type"] == "code":
            lines = source(cell).splitlines()
            assert "\n".join(line for line in lines if line != setting) == source(english)
            for number, line in enumerate(lines):
                assert (line == "import stretchlib as sl") == (lines[number + 1:number + 2] == [setting])
            assert not cell["outputs"]
            assert cell["execution_count"] is None
    code = [source(cell) for cell in GERMAN[name]["cells"] if cell["cell_type"] == "code"]
    assert setting in code[0], "the language is set before anything is shown"


@pytest.mark.parametrize("name", GERMAN)
def test_each_text_is_german_says_so_to_a_screen_reader_and_tells_once_that_it_is_not_reviewed(name: str) -> None:
    texts = [source(cell) for cell in GERMAN[name]["cells"] if cell["cell_type"] == "markdown"]
    assert not [text for text in texts if not MARKED.fullmatch(text)]
    assert OPEN in texts[0]
    assert sum(text.count(OPEN) for text in texts) == 1
    metadata, english = GERMAN[name]["metadata"], english_of(name)["metadata"]
    assert metadata["lang"] == "de"
    assert metadata.get("title") != english.get("title") or "title" not in english
    assert {key: metadata[key] for key in english if key != "title"} == {
        key: english[key] for key in english if key != "title"}
    assert nbformat.validate(nbformat.from_dict(GERMAN[name])) is None


@pytest.mark.parametrize("name", GERMAN)
def test_the_slides_are_those_of_the_english_notebook(name: str, tmp_path: Path) -> None:
    plans = []
    for notebook in (GERMAN[name], english_of(name)):
        (tmp_path / "x.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        shown_deck = present.read(tmp_path / "x.ipynb")
        plans.append(slides.plan(shown_deck))
        assert "<div lang" not in json.dumps([cell["source"] for cell in shown_deck["cells"]]), "the page is marked"
    german, english = plans
    assert [{**slide, "title": ""} for slide in german] == [{**slide, "title": ""} for slide in english]
    assert all(slide["title"] for slide in german)


@pytest.mark.parametrize("name", [name if name == EVERYDAY else pytest.param(name, marks=pytest.mark.slow)
                                  for name in GERMAN])
def test_it_runs_without_an_error_and_all_that_it_shows_is_german(name: str, tmp_path: Path) -> None:
    notebook = nbformat.from_dict(GERMAN[name])
    NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True,
                   resources={"metadata": {"path": str(tmp_path)}}).execute(env=environment())
    outputs = [(source(cell), output) for cell in notebook.cells for output in cell.get("outputs", ())]
    assert not [cell for cell, output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    pages = [(cell, output.data["text/html"]) for cell, output in outputs if "text/html" in output.get("data", {})]
    assert pages
    for cell, page in pages:
        assert set(re.findall(r'<div lang="(\w+)"', page)) == {"de"}, cell


def rewritten(folder: Path, cells: dict[str, str], row: str, english: str = "") -> None:
    """Change cells of the rows of the sheet for a notebook, whose English begins so."""
    path = table_file(folder, "translations_de")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for translation in rows:
        if (translation["table"], translation["row"]) == ("notebooks", row) and \
                translation["english"].startswith(english):
            translation.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_cell_without_a_translation_of_today_is_english_and_named_with_its_notebook(data_copy: Path) -> None:
    rewritten(data_copy, {"english": "## Do: an older text"}, "00_start_here", "## Do: run a cell")
    assert [str(text) for text in languages.missing("de")] == [
        "notebooks/00_start_here.ipynb, cell: '## Do: run a cell A notebook is made of cells. The next o...'"]
    (late,) = languages.outdated("de")
    assert "this English text stands there no more ('## Do: an older text')" in late
    first, _, third = notebooks("de")["00_hier_beginnen"]["cells"][:3]
    assert "# Hier beginnen" in first["source"]
    assert third["source"].startswith("## Do: run a cell\n")


def test_a_translation_that_is_signed_no_longer_says_that_nobody_has_reviewed_it(data_copy: Path) -> None:
    signed = {"reviewed_by": "A. Muster, Physiotherapeutin", "reviewed_on": "2026-11-20"}
    rewritten(data_copy, signed, "00_start_here", "#")
    assert OPEN in json.dumps(notebooks("de")["00_hier_beginnen"], ensure_ascii=False), "a part is signed"
    rewritten(data_copy, signed, "00_start_here")
    assert OPEN not in json.dumps(notebooks("de")["00_hier_beginnen"], ensure_ascii=False)
    assert OPEN in json.dumps(notebooks("de")["01_anatomie_der_huefte"], ensure_ascii=False)


def test_a_sheet_with_the_line_ends_of_windows_translates_the_same(data_copy: Path) -> None:
    path = table_file(data_copy, "translations_de")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert notebooks("de") == GERMAN


def test_a_notebook_that_cannot_be_read_is_laid_down_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    (tmp_path / "00_start_here.ipynb").write_text("no notebook", encoding="utf-8")
    assert copies.editions(tmp_path) == {"00_hier_beginnen.ipynb": b"no notebook"}
