"""The article in our words: every paragraph has its line, every claim its paragraph."""

from __future__ import annotations

import re
from pathlib import Path

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.tables import catalogue
from stretchlib.tables.rows.evidence import ArticlePart, Claim
from tests.data_files import table_file


def test_each_paragraph_has_a_line_and_one_without_a_claim_is_named_as_such() -> None:
    text = str(sl.article())
    numbers = [part.paragraph for part in catalogue.rows(ArticlePart) if part.paragraph]
    assert numbers == list(range(1, 32))
    for part in catalogue.rows(ArticlePart):
        line = next(line for line in text.splitlines() if (part.gist or "No claim was taken") in line)
        assert all(claim in line for claim in part.claims)
        assert bool(part.claims) == bool(part.gist) or part.part == "heading"
    assert text.count("No claim was taken from this paragraph.") == 1
    assert "19 March 2023, published for a clinic" in text


def test_a_claim_stands_in_the_paragraphs_that_its_row_names() -> None:
    parts = catalogue.rows(ArticlePart)
    for claim in catalogue.rows(Claim):
        spans = re.findall(r"P(\d+)(?:-P(\d+))?", claim.paragraph)
        named = {number for low, high in spans for number in range(int(low), int(high or low) + 1)}
        placed = {part.paragraph for part in parts if claim.id in part.claims} - {None}
        assert placed == named, claim.id


def test_a_claim_in_no_part_is_told(data_copy: Path) -> None:
    path = table_file(data_copy, "article_parts")
    text = path.read_text(encoding="utf-8")
    assert "C29" in text
    path.write_text(text.replace("C29", "O01"), encoding="utf-8")
    problems = check_data(data_copy)
    assert any("no part of the article in article_parts.csv holds this claim ('C29')" in fault for fault in problems)
    assert any("what the article leaves out stands in no part of it ('O01')" in fault for fault in problems)
