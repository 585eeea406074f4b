"""What a student reads is at or under grade 10 of Flesch and Kincaid; each kind of text by itself."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from reading_level import level, sentences, syllables

from stretchlib import publish
from stretchlib.tables import catalogue
from tools.checks import ROOT

GRADE = 10.0
#: Of each table the columns a student reads. Titles of works, sources and notes on checking are no student text.
COLUMNS = {
    "words": ("en",), "exercise_steps": ("text", "cue"), "exercise_cautions": ("text",),
    "red_flags": ("sign", "question"), "exercise_levels": ("description",), "questions": ("stem", "trap"),
    "options": ("text", "feedback"), "glossary": ("plain",),
    "clinical_test_steps": ("text",), "clinical_tests": ("patient_position", "hands", "words", "positive", "stop"),
    "lab_steps": ("text", "words"), "claims": ("claim", "correct_statement", "pack_theme"), "objectives": ("text",),
    "hip_back_links": ("statement", "evidence", "not_shown"), "plates": ("left_out", "caption"),
    "case_questions": ("ask", "usual_answer"), "case_actions": ("label", "usual_feedback"),
    "case_examinations": ("label", "usual_finding"), "landmarks": ("find", "next_to", "words", "caution"),
    "test_accuracy": ("caveat",), "trials": ("caveat",), "stretch_positions": ("note",),
    "nerve_roots": ("variability",), "back_motion": ("note",),
    "published_hips": ("who", "note"),
    "exercises": ("dose_note", "evidence_note", "pace_note"),
    "patient_features": ("label",), "programme_rules": ("text",), "programmes": ("note",),
    "claim_sides": ("statement",), "pedro_items": ("item", "look_for"), "trial_ratings": ("why",),
    "topic_sections": ("title", "prompt"), "published_shares": ("heading", "label", "counted", "caveat"),
    "invented_cohorts": ("text",), "routes": ("sentence", "best_study", "null_result"), "body_areas": ("meaning",),
    "pain_sources": ("statement",), "pain_areas": ("people_are", "proven", "note"), "structure_links": ("text",),
    "hip_or_spine": ("finding", "compared", "can_tell", "cannot_tell"),
    "article_parts": ("gist",), "notebook_summaries": ("text",),
    "hip_or_spine_people": ("title", "description", "flags_answer", "start_why", "next_test", "say"),
    "trial_reports": ("aim", "methods", "results", "conclusion"),
}
#: Tables of numbers, names, places and keys.
NO_STUDENT_TEXT = {
    "structures", "exercise_structures", "references", "hip_models", "hip_points", "hip_parts", "hip_wraps",
    "muscle_parts", "sciatic_variants", "published_arms", "carried_points", "carried_wraps",
    "drawn_points", "body_segments", "poses",
    "plate_muscles",
    "muscle_sections", "area_outlines", "structure_groups", "hip_or_spine_signs",
    "claim_links", "claim_numbers", "question_parameters", "question_values",
    "calibration_example", "programme_items",
    "review_forms", "translations_de",  # for clinicians who sign; in another language
}
NO_TEXT = {"id", "sources", "certainty", "checked", "checked_note"}


def prose(markdown: str) -> str:
    """The sentences of a text cell: no headings, code, tables, addresses or marks of Markdown."""
    text = re.sub(r"^#.*$|^\s*\|.*$|<[^>]+>", "", re.sub("```[^`]*```", "", markdown), flags=re.MULTILINE)
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"`[^`]*`", "", text)).replace("*", "")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_TEXT:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


@cache
def texts() -> dict[str, tuple[str, ...]]:
    """Every kind of student text by name: its texts."""
    texts_by_kind = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts_by_kind[f"notebooks/{path.name}"] = [prose("".join(cell["source"])) for cell in cells
                                           if cell["cell_type"] == "markdown"]
    for name, columns in COLUMNS.items():
        texts_by_kind[f"data/{name}.csv"] = [str(row[column]) for row in catalogue.rows(name) for column in columns
                                     if row[column]]
    for path in sorted((ROOT / "data" / "clinic" / "cases").glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        texts_by_kind[f"data/clinic/cases/{path.name}"] = [text for text in _strings(case) if " " in text]
    for path in sorted((ROOT / "data" / "anatomy").glob("*.md")):
        texts_by_kind.setdefault("data/anatomy", []).append(prose(path.read_text(encoding="utf-8")))
    return {name: tuple(ones) for name, ones in texts_by_kind.items()}


#: Read by a lecturer or a developer, who meet no fewer long words elsewhere: held to the same grade.
PAGES = ("README.md", "CONTRIBUTING.md", "docs/**/*.md", "deploy/**/*.md")
#: No passage hides behind an easy neighbour: from this many words on it is held by itself, to a wider bound.
PASSAGE_WORDS = 20
PASSAGE_GRADE = 14.0


class _Text(HTMLParser):
    """The text of a page, a paragraph for every block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in ("script", "style")
        if tag in ("p", "li", "h1", "h2", "h3", "h4", "td", "th", "dd", "dt", "button", "summary", "figcaption", "div"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


@pytest.mark.parametrize("name", texts())
def test_each_kind_of_student_text_is_at_or_under_grade_ten(name: str) -> None:
    assert level(texts()[name]).grade <= GRADE


@pytest.mark.parametrize("name", texts())
def test_no_passage_hides_behind_its_neighbours(name: str) -> None:
    counted = [(level(text), text) for text in texts()[name] if sentences(text)]
    assert [f"{passage.grade:.1f}: {text}" for passage, text in counted
            if passage.words >= PASSAGE_WORDS and passage.grade > PASSAGE_GRADE] == []


@pytest.mark.parametrize("path", sorted(path for pattern in PAGES for path in ROOT.glob(pattern)),
                         ids=lambda path: path.name)
def test_the_pages_of_the_repository_are_too(path: Path) -> None:
    assert level(prose(path.read_text(encoding="utf-8"))).grade <= GRADE


def test_a_handout_is_too(tmp_path: Path) -> None:
    reader = _Text()
    reader.feed(publish.handout(["figure_four_stretch:easier", "bridge"], tmp_path / "h.html").read_text("utf-8"))
    counted = level("".join(reader.parts))
    assert counted.words > 500
    assert counted.grade <= GRADE


def test_every_table_with_sentences_is_measured() -> None:
    unmeasured = catalogue.catalogue().resources.keys() - COLUMNS.keys() - NO_STUDENT_TEXT
    assert unmeasured == set(), "add the table to COLUMNS, or say in NO_STUDENT_TEXT that it holds none"


# The published examples: the sentence and its 11.3 stand in descriptions of the formula.
@pytest.mark.parametrize(("text", "grade"), [
    ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
    ("The cat sat on the mat.", -1.4)])
def test_the_measure_agrees_with_published_grades(text: str, grade: float) -> None:
    assert level(text, leave_out=frozenset()).grade == pytest.approx(grade, abs=1.0)


#: Syllables as the pronouncing dictionary of Carnegie Mellon University has them.
SPOKEN = {
    1: "back pulled held makes through straight eased knees twelve moved used does days pulls",
    2: "muscle table between people before hundred sacrum healthy walking stiffness isn't needed pushes stretches",
    3: "exercise however positive evidence visited bicycle physical measurement coexist certainty",
    4: "exercise's anterior information abdominal majority intermittent education",
    5: "probability inflammatory physiology examination",
    6: "rehabilitation physiological",
}


@pytest.mark.parametrize(("number", "word"), [(n, word) for n, words in SPOKEN.items() for word in words.split()])
def test_syllables_are_those_of_a_speaker(number: int, word: str) -> None:
    assert syllables(word) == number


def test_terms_count_for_length_alone() -> None:
    hard = level("Piriformis inserts on the trochanter.")
    assert hard.words == 5
    assert hard.plain_words < hard.words
    assert level("A long and winding sentence, " * 9 + "ends.").grade > GRADE
