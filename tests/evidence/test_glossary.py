"""The glossary: short, found by any name, nearest match on a misspelling, and no abbreviation left unexplained."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence.glossary import names
from stretchlib.tables import catalogue
from tests.data_files import table_file
from tools.checks import ROOT

ROWS = catalogue.rows("glossary")
#: A run of capitals, small letters allowed within (PEDro, NSAIDs, 10RM), but no name with a digit at its end (L5, C28).
ABBREVIATION = re.compile(r"(?<![\w.])(?:\d+)?[A-Z][a-z]*[A-Z]+[A-Za-z]*(?![\w(])|(?<![\w.])[A-Z]{2,}(?![\w(])")
# Capitals that abbreviate nothing: a word stressed in a claim, initials of a work quoted by name.
STRESSED = {"ONE", "ADDUCTION", "OPPOSITE", "ACROSS", "NOT", "AGAINST", "CONVENTIONS", "PubMed"}
# What the course itself is written in, explained where it is used.
COMPUTING = {"CSV", "UTF", "HTML", "JupyterLab", "PNG", "TOML"}
#: Words of the trade that a reader of the notebooks meets; each is in the glossary.
JARGON = ("piriformis", "sciatic nerve", "greater trochanter", "moment arm", "via point", "origin", "insertion",
          "nerve root", "dermatome", "myotome", "lordosis", "radicular pain", "referred pain", "radiculopathy",
          "red flag", "likelihood ratio", "confidence interval", "certainty", "sensitivity", "specificity", "SBAR",
          "PEDro", "CERT", "TIDieR", "isometric", "hip-spine syndrome", "cauda equina syndrome", "FADIR", "FABER",
          "safety net", "pre-test probability", "post-test probability", "dose")


def prose() -> Iterator[tuple[str, str]]:
    """(where, text) of all that a student reads in notebooks, claims, questions and cases."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                # A name in code marks is one that is typed, not read.
                yield path.name, re.sub(r"`[^`]*`", "", "".join(cell["source"]))
    for table, columns in (("claims", ("claim", "correct_statement", "evidence")), ("questions", ("stem",)),
                           ("options", ("text", "match", "feedback")), ("case_questions", ("ask", "usual_answer")),
                           ("case_examinations", ("label", "usual_finding")),
                           ("case_actions", ("label", "usual_feedback"))):
        for row in catalogue.rows(table):
            for column in columns:
                yield f"{table} {row.get('id', row.get('question'))}", str(row[column] or "")
    for path in sorted((ROOT / "data" / "clinic" / "cases").glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        yield path.name, json.dumps(case, default=str, ensure_ascii=False)


def explained() -> set[str]:
    return {name for row in ROWS for name in names(row)}


def test_a_meaning_is_short_and_plain() -> None:
    for row in ROWS:
        assert len(str(row["plain"]).split()) <= 25, row["term"]
        assert str(row["plain"])[0].isupper(), row["term"]
        assert str(row["plain"]).endswith("."), row["term"]
        assert row["sources"] or row["certainty"] == "expert opinion", row["term"]
    assert len(ROWS) >= 60


def test_no_name_leads_to_two_words() -> None:
    every = [name.lower() for row in ROWS for name in names(row)]
    assert len(every) == len(set(every))


def test_every_abbreviation_is_explained() -> None:
    allowed = explained() | STRESSED | COMPUTING
    unexplained = {(where, short) for where, text in prose() for short in ABBREVIATION.findall(text)
                   if short not in allowed and short.removesuffix("s") not in allowed}
    assert not unexplained, "add a row to glossary.csv, or write the words out"


@pytest.mark.parametrize(("text", "seen"), [("An XYZ test", ["XYZ"]), ("NSAIDs and PEDro", ["NSAIDs", "PEDro"]),
                                            ("the roots L5, S1 and C28", []), ("10RM load", ["10RM"]),
                                            ("Plain Words Only", []), ("LR+ of 2", ["LR"])])
def test_the_reader_of_abbreviations_sees_them(text: str, seen: list[str]) -> None:
    assert ABBREVIATION.findall(text) == seen


def test_the_jargon_of_the_notebooks_is_in_the_glossary() -> None:
    lower = {name.lower() for name in explained()} | {"certainty"}
    assert [word for word in JARGON if word.lower() not in lower] == []


def test_a_word_is_found_by_any_of_its_names() -> None:
    assert sl.glossary("Moment arm").rows == sl.glossary(" lever arm ").rows == sl.glossary("MOMENT ARM").rows
    assert [row["id"] for row in sl.glossary("SLR", "CI").rows] == ["interval", "slr"]
    assert sl.glossary().rows == ROWS
    assert [str(row["term"]).lower() for row in ROWS] == sorted(str(row["term"]).lower() for row in ROWS)


@pytest.mark.parametrize(("typed", "meant"), [("momnt arm", "moment arm"), ("radiculr pain", "radicular pain"),
                                              ("sbra", "sbar"), ("likelyhood ratio", "likelihood ratio")])
def test_the_nearest_word_is_named(typed: str, meant: str) -> None:
    with pytest.raises(StretchlibError, match=f"did you mean '{meant}'"):
        sl.glossary(typed)


def test_it_shows_itself_and_no_text_is_html(whole_data_copy) -> None:  # type: ignore[no-untyped-def]
    path = table_file(whole_data_copy, "glossary")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("The socket of the pelvis", "<script>alert(1)</script> <b>The socket"),
                    encoding="utf-8")
    entry = sl.glossary("acetabulum")
    assert "<script>" not in entry._repr_html_()
    assert "&lt;script&gt;" in entry._repr_html_()
    assert "not clinically reviewed" in repr(entry)
    assert repr(sl.glossary("CERT")).splitlines()[1].endswith(
        "Source: Slade et al. 2016 (checked against the abstract or record); not clinically reviewed.")


def test_a_word_is_found_by_its_german_and_by_its_english_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    (row,) = sl.glossary("red flag").rows
    assert row.term != "red flag"
    assert sl.glossary(row.term).rows == (row,)
    assert sl.glossary("Abduction") == sl.glossary("abduktion")
