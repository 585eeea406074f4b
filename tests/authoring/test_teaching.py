"""The teaching kit: minutes add up, what it names is there, and what is made from the tables is in step with them."""

from __future__ import annotations

import re

import pytest

from stretchlib.cases import case_ids
from stretchlib.questions.bank import bank
from stretchlib.tables import catalogue
from tools import make_teaching
from tools.checks import ROOT

DOCS = [ROOT / "docs" / "instructor.md", *sorted((ROOT / "docs" / "teaching").glob("*.md"))]
TEXT = {path.name: path.read_text(encoding="utf-8") for path in DOCS}


def test_what_is_made_is_in_step() -> None:
    assert TEXT["notebooks.md"] == make_teaching.guide(), "run python -m tools.make_teaching"
    assert (ROOT / "docs" / "teaching" / "competences.csv").read_text(encoding="utf-8") == make_teaching.competences()


def test_every_objective_is_mapped_and_every_question_has_its_key_in_the_guide() -> None:
    lines = make_teaching.competences().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == [row["id"] for row in catalogue.rows("objectives")]
    rows = [line.split(" | ") for line in TEXT["notebooks.md"].splitlines() if line.startswith("| Q")]
    assert len(rows) == len(bank(optional=True))
    assert all(row[3].strip() for row in rows)


@pytest.mark.parametrize("minutes", [50, 90, 120])
def test_a_lesson_lasts_what_its_title_says(minutes: int) -> None:
    part = re.search(rf"^## {minutes} minutes.*?(?=^## |\Z)", TEXT["lessons.md"], re.MULTILINE | re.DOTALL)
    assert part
    rows = re.findall(r"^\| (\d+) \|", part[0], re.MULTILINE)
    assert sum(map(int, rows)) == minutes


def test_red_flags_come_before_anybody_moves() -> None:
    for part in re.split(r"^## ", TEXT["lessons.md"], flags=re.MULTILINE)[1:]:
        flags, moves = part.lower().find("red flags"), part.find("figure-four on a chair")
        assert flags >= 0
        assert moves < 0 or flags < moves


def test_what_the_kit_names_is_there() -> None:
    items = {bank_question.id for bank_question in bank(optional=True)}
    cases = set(case_ids())
    claims = {str(row["id"]) for row in catalogue.rows("claims")}
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    for name, text in TEXT.items():
        if name == "notebooks.md":
            continue
        assert set(re.findall(r"\bQ\d{2,3}\b", text)) <= items, name
        assert set(re.findall(r"\b[CO]\d{2}\b", text)) - {"LO"} <= claims, name
        assert set(re.findall(r"`(0\d_\w+)`", text)) <= notebooks, name
        assert set(re.findall(r'sl\.case\("(\w+)"\)', text)) | set(re.findall(r"case `(\w+)`", text)) <= cases, name


def test_there_are_four_stations_each_with_lines_that_decide() -> None:
    stations = re.split(r"^## Station ", TEXT["osce.md"], flags=re.MULTILINE)[1:]
    assert len(stations) == 4
    for station in stations:
        assert len(re.findall(r"^\| \| \| ", station, re.MULTILINE)) >= 7
        assert "**" in station


def test_links_between_the_papers_lead_somewhere() -> None:
    for path in DOCS:
        for target in re.findall(r"\]\(([^)#]+)\)", TEXT[path.name]):
            assert target.startswith("http") or (path.parent / target).is_file(), f"{path.name}: {target}"
