"""The course answers its own title: four routes from hip to back, and the muscles that are named most."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from stretchlib.questions.bank import Question, bank
from stretchlib.tables import catalogue
from stretchlib.tables.rows.evidence import Route
from tools.checks import ROOT

NUMBERS = [f"0{number}" for number in range(9)]
NAMED = {"piriformis": r"piriformis", "gluteus_medius": r"gluteus medius", "adductors": r"\badductors\b"}
ROUTES = [str(row["id"]) for row in catalogue.rows("routes")]
QUESTIONS = bank(optional=True)
#: What a basis may point at, beside claims, notes and methods: the tables of the connection.
TABLES = ("routes", "pain_areas", "pain_sources", "hip_back_links", "hip_or_spine", "structure_links")
#: Numbers read nowhere, or of one team alone, are asked of nobody.
NOT_ASKED = {"adelmanesh2016", "slipman2000", "brown2004"}


def cells(name: str) -> list[dict[str, Any]]:
    path = next((ROOT / "notebooks").glob(f"{name}*.ipynb"))
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def section(heading: str) -> str:
    """The cells of notebook 03 from a heading to the next."""
    text = "\n".join(source(cell) for cell in cells("03"))
    part = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert part, heading
    return part[1]


def words(question: Question) -> str:
    return " ".join([question.stem, *(text for option in question.options for text in (option.text, option.match))])


def based_on(question: Question) -> set[str]:
    return set(question.basis.split("; "))


@pytest.mark.parametrize("muscle", NAMED)
def test_each_of_the_three_muscles_is_named_in_03_in_the_class_and_in_three_questions(muscle: str) -> None:
    name = re.compile(NAMED[muscle], re.IGNORECASE)
    assert any(source(cell) == f'sl.structure("{muscle}")' for cell in cells("03"))
    for notebook in ("03", "class_deck"):
        assert any(cell["cell_type"] == "markdown" and name.search(source(cell)) for cell in cells(notebook)), notebook
    asked = [question.id for question in QUESTIONS if name.search(words(question))]
    assert len(asked) >= 3, asked
    rest = [question.id for question in QUESTIONS if f"structure_links:{muscle}" in based_on(question)]
    assert len(rest) >= 3, rest


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_has_a_figure_its_links_and_what_speaks_against_it(route: str) -> None:
    row = catalogue.row(Route, route)
    text = section(f"Look: {row.number}. {row.name}")
    assert re.search(r"^sl\.plot_\w+\(", text, re.MULTILINE)
    assert f'sl.hip_back_links("{route}")' in text
    assert "**What speaks against it" in text
    assert re.search(r"\d", row.best_study)
    assert re.search(r"\d", row.null_result) or "no study looked for the opposite" in row.null_result
    assert ("no study looked for the opposite" in row.null_result) == ("no study looked for the opposite" in text)


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_is_asked_about_three_times_and_once_in_the_check(route: str) -> None:
    asked = [question for question in QUESTIONS if f"routes:{route}" in based_on(question)]
    assert len(asked) >= 3
    assert any(question.notebook == "03" and question.core_position for question in asked)
    assert any(question.mixed_position for question in asked)


def test_what_a_question_of_the_connection_rests_on_is_there_and_was_read() -> None:
    ids = {table: {str(row["structure" if table == "structure_links" else "id"]) for row in catalogue.rows(table)}
           for table in TABLES}
    used = set()
    for question in QUESTIONS:
        pointed = [(table, key) for table, _, key in (part.partition(":") for part in based_on(question))
                   if table in TABLES]
        for table, key in pointed:
            assert key in ids[table], (question.id, table, key)
            used.add(table)
        assert not pointed or not NOT_ASKED & set(question.sources), question.id
    assert used == set(TABLES)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_notebook_names_its_page_to_keep_and_needs_no_excuse(number: str) -> None:
    text = "\n".join(source(cell) for cell in cells(number) if cell["cell_type"] == "markdown")
    assert f"`python start.py publish summary {number}`" in text.partition("## Sources")[2]
    assert "You need nothing" not in text


@pytest.mark.parametrize(("number", "before"), [("01", "00"), ("02", "01"), ("03", "02"), ("04", "03"), ("05", "04"),
                                                ("06", "05"), ("07", "06"), ("08", "07")])
def test_a_notebook_opens_by_what_the_one_before_left_open(number: str, before: str) -> None:
    last = next(source(cell) for cell in cells(before) if source(cell).startswith("## Sources"))
    assert "One question stays open" in last
    assert f"Notebook {number}" in last
    opening = source(cells(number)[0]).partition("**Time:**")[0]
    assert re.search(rf"Notebook {before}\b|\b{before} what it can do", opening)
