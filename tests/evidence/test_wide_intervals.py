"""A wide interval that holds no difference shows nothing: no text of the course may call it "the same"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from stretchlib.evidence.reading import DIFFERENCES, read_difference
from stretchlib.tables import catalogue
from tools.checks import ROOT

#: Findings of "no difference" whose interval is wide or was not read: what they are about, and who was compared.
WIDE = {
    "pelvic_tilt": r"tilt|position of the (?:standing )?pelvis|pelvic position|\bpelvis stands\b",
    "later_strength_trial": r"70 people",
    "hip_rotation_in_60": r"60 people",
    "hamstring_stretch_and_bend": r"stretching the hamstrings|hamstring stretching|stretching gave more hip motion",
    "holds_of_60_s": r"\b60 s\b|60 seconds|\b30 seconds worked",
    "bend_share": r"(?:share|end) of (?:the bend|bending|back and hips)|share the end",
    "sciatica_trials": r"18 (?:pooled|sciatica) trials",
    "nerve_variants": r"\bvariants? of\b|\bvariants? (?:was|were|alone|is)\b|unusual path|people with (?:this )?pain",
}
#: Words that turn "was not seen" into "is not there".
EQUAL = (r"\b(?:the )?same\b|\bequal|\balike\b|\bas (?:good|much|well) as\b|\bunchanged\b|\bdo(?:es)? not differ\b"
         r"|\bdid not differ\b|\bhardly differs?\b|\bno (?:overall )?difference\b|\bfound (?:nothing|no added|none)\b"
         r"|\bnothing in a\b|\bstayed\b"
         r"|\bas (?:common|often|frequent) (?:in|without)\b|\bas often in people\b")
#: Sentences of the same words that compare nothing of the kind.
FAIR = r"neither shown nor ruled out|the thigh stays|hip replacement|alignment unchanged|the same side"
SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) of every English text of tables, notes, cases and notebooks that a reader sees."""
    for name, resource in catalogue.catalogue().resources.items():
        columns = [field["name"] for field in resource["schema"]["fields"] if field.get("translate")]
        columns += ["en"] if name == "words" else []
        for row in catalogue.rows(name) if columns else ():
            yield from ((f"{name}.csv {next(iter(row.values()))} {column}", str(row[column]))
                        for column in columns if row[column])
    for path in (*(ROOT / "data" / "anatomy").glob("*.md"), *(ROOT / "data" / "clinic" / "cases").glob("*.toml")):
        yield path.name, " ".join(path.read_text(encoding="utf-8").split())
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield path.name, " ".join("".join(cell["source"]).split())


def too_much(text: str, topic: str) -> list[str]:
    """The sentences of a text that call a finding without a shown difference the same."""
    return [sentence for sentence in SENTENCE.split(text)
            if re.search(topic, sentence, re.I) and re.search(EQUAL, sentence, re.I)
            and not re.search(FAIR, sentence)]


@pytest.mark.parametrize("finding", WIDE)
def test_no_text_makes_a_wide_interval_the_same(finding: str) -> None:
    overstated = [(where, sentence) for where, text in texts() for sentence in too_much(text, WIDE[finding])]
    assert overstated == []


@pytest.mark.parametrize(("finding", "text"), [
    ("pelvic_tilt", "The tilt of the pelvis in standing is the same in people with and without back pain."),
    ("pelvic_tilt", "Standing pelvic tilt does not differ between people with and without pain."),
    ("pelvic_tilt", "Your hip may feel tense, but pelvic position hardly differs between people."),
    ("pelvic_tilt", "People with and without back pain stand with the same tilt of the pelvis (3 studies)."),
    ("later_strength_trial", "It gained 5.4 mm in one review, and nothing in a later trial of 70 people."),
    ("hip_rotation_in_60", "A study of 60 people found no difference in rotation."),
    ("hamstring_stretch_and_bend", "Stretching the hamstrings raised hip motion and lumbar motion stayed the same."),
    ("holds_of_60_s", "30 s was better than 15 s and as good as 60 s."),
    ("bend_share", "Pooled, people with and without back pain share the end of the bend alike."),
    ("sciatica_trials", "18 pooled trials show no overall difference."),
    ("nerve_variants", "A variant was about as common in people with the pain as in cadavers."),
    ("nerve_variants", "Says that it was about as common in people with pain as in others"),
    ("nerve_variants", "An unusual path of the nerve is not a diagnosis: about as common in cadavers as in patients."),
    ("nerve_variants", "A variant was about as common without the pain."),
])
def test_the_search_sees_what_the_course_once_said(finding: str, text: str) -> None:
    assert too_much(text, WIDE[finding])


def test_what_the_search_looks_for_is_wide_in_the_table() -> None:
    # Tilt is searched for because its interval is wide; should a better study narrow it, the search has to change.
    tilt, lordosis = catalogue.row("trials", "pelvic_tilt"), catalogue.row("trials", "lordosis")
    ends = [[float(str(row[column])) for column in ("low", "high", "worthwhile")] for row in (tilt, lordosis)]
    assert [read_difference(*interval) for interval in ends] == ["open", "ruled out"]


@pytest.mark.parametrize(("low", "high", "reading"), [
    (-0.03, 0.50, "open"), (-0.09, 0.11, "ruled out"), (0.05, 0.15, "ruled out"), (0.1, 0.5, "shown"),
    (-0.5, -0.1, "shown"), (-0.2, 0.1, "open"), (-0.1, 0.2, "open"), (0.0, 0.3, "open")])
def test_an_interval_rules_a_difference_out_only_where_it_is_narrow(low: float, high: float, reading: str) -> None:
    assert read_difference(low, high, 0.2) == reading
    assert reading in DIFFERENCES


def test_does_not_link_says_what_rules_it_out() -> None:
    for row in catalogue.rows("hip_back_links"):
        assert bool(row["ruled_out_by"]) == (row["verdict"] == "does not link"), row["id"]
    built = catalogue.row("hip_back_links", "muscle_tilts_pelvis")
    assert built["ruled_out_by"] == "study built to find it"
    assert "nourbakhsh2002" in str(built["sources"])
    assert catalogue.row("hip_back_links", "stretch_changes_bending")["verdict"] == "not shown"
