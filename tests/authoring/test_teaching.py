"""The teaching kit: minutes add up, what it names is there, and what is made from the tables is in step with them."""

from __future__ import annotations

import json
import re

import pytest

import stretchlib
from stretchlib.app import cli
from stretchlib.cases import case_ids
from stretchlib.publish.deck import present, slides
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


def plans() -> dict[int, str]:
    """The lesson plans by their minutes."""
    parts = re.split(r"^## (\d+) minutes", TEXT["lessons.md"], flags=re.MULTILINE)[1:]
    return dict(zip(map(int, parts[::2]), parts[1::2], strict=True))


@pytest.mark.parametrize("minutes", [50, 90, 120])
def test_a_lesson_lasts_what_its_title_says_and_keeps_five_minutes_free(minutes: int) -> None:
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", plans()[minutes], re.MULTILINE)
    assert sum(int(row[0]) for row in rows) == minutes
    assert int({text: length for length, text in rows}["kept free"]) >= 5


@pytest.mark.parametrize("minutes", [90, 120])
def test_a_turn_in_threes_is_counted_three_times(minutes: int) -> None:
    rows = re.findall(r"^\| (\d+) \| (.*(?:turn|a person|each person).*?) \|", plans()[minutes], re.MULTILINE)
    assert rows
    for length, text in rows:
        turn = re.search(r"(\d+) minutes(?: a turn| a person|;)", text)
        assert turn, text
        assert int(length) == 3 * int(turn[1]), text


def test_nobody_types_python_and_every_competence_is_a_row() -> None:
    objectives = {str(row["id"]) for row in catalogue.rows("objectives")}
    for minutes, plan in plans().items():
        assert not re.search(r"\bsl\.|\bimport\b", plan), minutes
        rows = re.findall(r"^\| (LO\d+) \| (.+?) \| (.+?) \|$", plan, re.MULTILINE)
        assert len(rows) >= 3, minutes
        assert {row[0] for row in rows} <= objectives


def opened_headings(text: str) -> list[tuple[str, str]]:
    """(notebook, heading) of each place that a plan goes to."""
    return [(notebook, heading) for notebook, headings in re.findall(r"`(0\d_\w+)`((?:, \*[^*]+\*)+)", text)
            for heading in re.findall(r"\*([^*]+)\*", headings)]


def open_heading(notebook: str, heading: str) -> int:
    """Run the cells below a heading as a class opens them; returns how many there are."""
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    titles = [re.search(r"^## (.+)", source, re.MULTILINE) if cell["cell_type"] == "markdown" else None
              for cell, source in zip(cells, sources, strict=True)]
    begins = [at for at, title in enumerate(titles) if title and title[1].strip() == heading]
    assert begins, f"{notebook} has no heading {heading!r}"
    after = range(begins[0] + 1, len(cells))
    end = next((at for at in after if titles[at]), len(cells))
    calls = [sources[at] for at in range(begins[0], end) if cells[at]["cell_type"] == "code"]
    scope: dict[str, object] = {"sl": stretchlib}
    for call in calls:
        exec(call, scope)
    return len(calls)


def test_every_place_that_a_plan_names_opens() -> None:
    headings = [heading for plan in plans().values() for heading in opened_headings(plan)]
    assert len(set(headings)) >= 9
    for notebook, heading in sorted(set(headings)):
        assert open_heading(notebook, heading) >= 1, (notebook, heading)
    with pytest.raises(AssertionError, match="has no heading 'Do: fly'"):
        open_heading("04_appraise_the_article", "Do: fly")


def test_every_command_that_a_plan_names_is_there() -> None:
    commands = re.findall(r"`python start\.py ([^`]+)`", TEXT["lessons.md"])
    assert {"present", "present --short", "publish labs"} <= set(commands)
    for command in commands:
        cli._parser().parse_args(command.split())


def test_the_plan_of_the_class_deck_has_its_slides_and_minutes() -> None:
    deck = slides.plan(present.read(ROOT / "notebooks" / "class_deck.ipynb"))
    planned = 0
    for length, numbers in re.findall(r"^\| (\d+) \|[^|]+\| slides? ([^|]+?) \|", plans()[50], re.MULTILINE):
        rows = [int(number) for number in re.findall(r"\d+", numbers.partition(", *cut first*")[0])]
        chosen = [slide for slide in deck if slide["number"] in (range(rows[0], rows[-1] + 1))]
        assert int(length) == sum(slide["minutes"] for slide in chosen), numbers
        cut = {int(number) for number in re.findall(r"\d+", numbers.partition("*cut first*")[2])}
        expected = {slide["number"] for slide in chosen if slide["cut"]}
        assert expected == (cut or (set(rows) if "cut first" in numbers else set())), numbers
        planned += len(chosen)
    assert planned == len(deck)


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
