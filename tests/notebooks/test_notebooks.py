"""The notebooks as files: saved outputs that are clean, small and readable, and cells a student can hold."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from nbconvert.exporters import ScriptExporter

from stretchlib.questions.bank import bank
from stretchlib.questions.templates import draw
from tests.course_notebooks import LANGUAGES, notebooks
from tools.checks import ROOT
from tools.run_notebooks import KERNEL

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MADE = [(language, name, notebook) for language in LANGUAGES for name, notebook in notebooks(language).items()]
# A notebook with another frame, and why: core minutes it may have.
LONGER = {"lab_partner_sheets": 100, "partnerblaetter": 100}  # two printed labs of 50 minutes, held on two days; a lab is no sitting at a desk
# language -> headings of the frame, line of the minutes, outcomes, mark
FRAMES = {
    "en": (("Do", "Look", "Think", "Check yourself", "Sources"),
           r"\*\*Time:\*\* (\d+) core minutes, (\d+) optional", "After this notebook you can",
           "Education, not advice"),
    "de": (("Tun", "Schauen", "Denken", "Prüfen Sie sich", "Quellen"),
           r"\*\*Zeit:\*\* (\d+) Minuten Kern, (\d+) freiwillig", "Nach diesem Notebook können Sie",
           "Ausbildung, kein ärztlicher Rat"),
}


def load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def prose(notebook: dict[str, Any]) -> str:
    return "\n".join(source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown")


def statement_lines(cell: dict[str, Any]) -> int:
    return sum(1 for line in source(cell).splitlines() if line.strip() and not line.strip().startswith("#"))


every = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {"00_start_here", "05_stretch_and_strengthen"}


@every
def test_outputs_are_clean(path: Path) -> None:
    notebook = load(path)
    for cell in code_cells(notebook):
        assert cell["execution_count"], f"a cell was never run: {source(cell)[:60]}"
        for output in cell["outputs"]:
            assert output["output_type"] != "error", source(cell)
            assert output.get("name") != "stderr", source(cell)
            text = json.dumps(output)
            assert len(text) < 300_000, f"an output of {len(text)} bytes: {source(cell)[:60]}"
            text = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", text)
            assert " at 0x" not in text, source(cell)
            assert not re.search(r"(?<![\w.<])/(root|home|work|tmp|usr|Users)/|[A-Z]:\\\\", text), source(cell)
    assert "widgets" not in notebook["metadata"], "widget state is not saved"


@every
def test_it_can_be_saved_as_a_script(path: Path) -> None:
    """What JupyterLab's *Save and Export Notebook As > Executable Script* does, and nbconvert."""
    assert load(path)["metadata"]["language_info"] == KERNEL["language_info"]
    script, resources = ScriptExporter().from_filename(str(path))
    assert resources["output_extension"] == ".py"
    assert resources["output_mimetype"] == "text/x-python"
    assert "get_ipython()" not in script
    compile(script, path.name, "exec")


@every
def test_cells_are_short(path: Path) -> None:
    cells = code_cells(load(path))
    lines = [statement_lines(cell) for cell in cells]
    assert median(lines) <= 3
    assert sorted(lines)[int(len(lines) * 0.75)] < 6
    assert max(lines) <= 12
    for cell in cells:
        kinds = {type(node) for node in ast.walk(ast.parse(source(cell)))}
        assert not kinds & {ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.AsyncFunctionDef}, source(cell)


@pytest.mark.parametrize(("language", "name", "notebook"), MADE, ids=[f"{made[0]}-{made[1]}" for made in MADE])
def test_the_frame_is_there(language: str, name: str, notebook: dict[str, Any]) -> None:
    if "deck" in notebook["metadata"]:
        pytest.skip("a deck has slides for a frame: tests/publish/test_slides.py holds them and their minutes")
    text = prose(notebook)
    headings, minutes, outcomes, mark = FRAMES[language]
    frame = re.search(minutes, text)
    assert frame, "the first cell states core and optional minutes"
    assert int(frame[1]) <= LONGER.get(name, 45)
    assert outcomes in text
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [title for title in titles if title in headings][-3:] == list(headings[-3:])
    assert mark in " ".join(text.split())
    text_cells = sum(cell["cell_type"] == "markdown" for cell in notebook["cells"])
    assert 0.6 <= text_cells / len(code_cells(notebook)) <= 2


@every
def test_red_flags_come_before_any_practice(path: Path) -> None:
    cells = [source(cell) for cell in load(path)["cells"]]
    first_timer = next((i for i, text in enumerate(cells) if "sl.timer(" in text), None)
    first_flags = next((i for i, text in enumerate(cells) if "sl.red_flags(" in text), None)
    if first_timer is not None:
        assert first_flags is not None
        assert first_flags < first_timer


@every
def test_a_widget_has_a_picture_and_text_beside_it(path: Path) -> None:
    for cell in code_cells(load(path)):
        # sl.case() without a name is the list of cases, a text.
        if not re.search(r"sl\.(?!case\(\))(timer|quiz|case|hip_or_spine|claim_board|rate_trial|trap_gallery"
                         r"|plan_week|appraise_topic|set_goals|note_practice|explore_\w+)\(", source(cell)):
            continue
        kinds = [set(output.get("data", {})) for output in cell["outputs"]]
        assert {"text/html", "text/plain"} in kinds, "the picture is an output of its own"
        assert {"text/plain"} in kinds, "the widget itself"


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.stem[:2] in {item.notebook for item in bank()}],
                         ids=lambda path: path.stem)
def test_the_check_is_the_quiz_of_this_notebook_and_its_output_tells_no_answer(path: Path) -> None:
    number = path.stem[:2]
    cell = next((cell for cell in code_cells(load(path)) if source(cell) == f'sl.quiz("{number}")'), None)
    assert cell, "the notebook ends with its own questions"
    saved = json.dumps(cell["outputs"], ensure_ascii=False)
    for question in (draw(asked, 0) for asked in bank(number, optional=True)):
        assert question.stem in "".join(cell["outputs"][0]["data"]["text/plain"])
        visible = {question.stem, *(option.text for option in question.options)}
        feedback = {option.feedback for option in question.options} - visible - {""}
        assert not [text for text in feedback if text in saved], question.id
