"""Notes, guides, safety questions and sources: complete, in form, with their marks, and never HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError, TableError
from stretchlib.evidence.references import bibtex, cited, sources, vancouver
from stretchlib.structures.notes import HEADINGS, UNCHECKED, Note, read_note
from stretchlib.tables import catalogue, phrases
from tests.data_files import table_file
from tools.checks import ROOT

STRUCTURES = [str(row["id"]) for row in catalogue.rows("structures")]
HOSTILE = "<script>alert(1)</script>"


def note(structure: str) -> Note:
    anatomy_note = sl.anatomy(structure)
    assert isinstance(anatomy_note, Note)
    return anatomy_note


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_note_is_whole(structure: str) -> None:
    structure_note = note(structure)
    row = catalogue.row("structures", structure)
    assert tuple(structure_note.sections) == tuple(HEADINGS)
    assert str(row["name_la"]) in structure_note.title
    assert structure_note.source_keys()
    words = len(str(structure_note).split())
    assert 150 <= words <= 450


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_mark_ends_its_line(structure: str) -> None:
    for lines in note(structure).sections.values():
        for line in lines:
            assert UNCHECKED not in line or line.endswith(UNCHECKED), line


def test_the_list_of_structures() -> None:
    table = sl.anatomy()
    assert list(table["id"]) == STRUCTURES
    assert len(STRUCTURES) == 30


def test_traps_of_the_evidence_are_kept() -> None:
    text = str(note("piriformis"))
    assert "did not confirm" in text
    assert "29 mm" not in text
    assert not re.search(r"\bA?TA2?\s*\d{4}", text)


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("## Actions\n", "## Acts\n", "piriformis.md: line 20: the heading 'Acts' is not one of the form; did you mean "
     "'Actions'?"),
    ("## Sources\n", "## Actions\n", "piriformis.md: line 46: the heading 'Actions' stands twice; join the two."),
    ("# Piriformis", "Piriformis", "piriformis.md: the first line is no title; begin with '# Name (Latin name)'."),
])
def test_a_note_out_of_form_is_told(whole_data_copy: Path, old: str, new: str, sentence: str) -> None:
    path = whole_data_copy / "anatomy" / "piriformis.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refused:
        read_note(path, "piriformis")
    # The line number follows the note's own length.
    assert any(re.sub(r"line \d+", "line", problem) == re.sub(r"line \d+", "line", sentence)
               for problem in refused.value.problems)


def test_a_note_with_an_unknown_source_or_name_is_told(whole_data_copy: Path) -> None:
    folder = whole_data_copy / "anatomy"
    path = folder / "gracilis.md"
    path.write_text(path.read_text(encoding="utf-8").replace("grays42", "grays24", 1), encoding="utf-8")
    (folder / "piriformiss.md").write_text("# x\n", encoding="utf-8")
    problems = sl.check.check_data(whole_data_copy)
    assert "gracilis.md: references.csv has no work of this key ('grays24'); did you mean 'grays42'?" in problems
    assert ("anatomy/piriformiss.md: structures.csv has no structure of this name; did you mean 'piriformis'?"
            in problems)


def test_text_of_notes_guides_and_questions_is_never_html(whole_data_copy: Path) -> None:
    for path, old in ((whole_data_copy / "anatomy" / "piriformis.md", "A small, deep muscle"),
                      (table_file(whole_data_copy, "exercise_steps"), "Lie on your back"),
                      (table_file(whole_data_copy, "red_flags"), "Have you lost control"),
                      (table_file(whole_data_copy, "words"), "Call your emergency number"),
                      (table_file(whole_data_copy, "references"), "International Framework")):
        text = path.read_text(encoding="utf-8")
        assert old in text, path.name
        path.write_text(text.replace(old, HOSTILE, 1), encoding="utf-8")
    for document in (sl.anatomy("piriformis"), sl.guide("figure_four_stretch"), sl.red_flags(),
                     sources("finucane2020")):
        page = document._repr_html_()
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page
        assert HOSTILE in repr(document)


def test_a_note_ends_with_the_numbers_of_its_name() -> None:
    assert str(sl.anatomy("gluteus_medius")).splitlines()[-2] == "Catalogue numbers: TA2 2599, FMA:22315."
    assert "Catalogue" not in str(sl.anatomy("psoas_major"))


@pytest.mark.parametrize("level", ["easier", "base", "harder"])
@pytest.mark.parametrize("exercise", [str(row["id"]) for row in catalogue.rows("exercises")])
def test_a_guide_has_steps_and_a_stop_rule(exercise: str, level: str) -> None:
    guide = sl.guide(exercise, level)
    assert next(iter(guide.sections)) == "steps"
    assert list(guide.sections)[-4:] == ["stop rule", "works_on", "known", "dose"]
    assert guide.sections["stop rule"].heading == "When to stop"
    assert "not clinically reviewed" in repr(guide)


def test_a_guide_tells_what_is_known_and_how_sure_we_are() -> None:
    guide = sl.guide("bridge")
    aim, _, supporting, *_ = guide.sections["works_on"].texts
    evidence, works = guide.sections["known"].texts
    dose, pace, sure = guide.sections["dose"].texts
    row = catalogue.row("exercises", "bridge")
    assert (dose, pace) == (row["dose_note"], f"Pace of the timer. {row['pace_note']}")
    assert aim == "Gluteus maximus: working; the aim. Certainty: expert opinion; not yet checked against the source."
    assert supporting.startswith("Adductor magnus: working; reached as well.")
    assert evidence == catalogue.row("exercises", "bridge")["evidence_note"]
    assert sure == "How sure we are of the dose (not of an effect on pain): low; partly checked."
    assert works.startswith("Sources: Moore et al. 2020, Ebert et al. 2017")


def test_a_chair_version_has_its_own_steps() -> None:
    steps = sl.guide("figure_four_stretch", "easier").sections["steps"].texts
    assert len(steps) > 3
    assert "chair" in steps[0]


def test_red_flags_come_most_urgent_first_with_whom_to_turn_to() -> None:
    text = repr(sl.red_flags())
    order = [text.index(phrases.words()[f"gate.help.{key}"]) for key in ("emergency", "same_day", "before_exercise")]
    assert order == sorted(order)
    questions = {str(row["question"]) for row in catalogue.rows("red_flags")}
    assert all(question in text for question in questions)


def test_vancouver_and_bibtex() -> None:
    finucane = next(row for row in catalogue.rows("references") if row["id"] == "finucane2020")
    assert vancouver(finucane) == (
        "Finucane LM, Downie A, Mercer C, Greenhalgh SM, Boissonnault WG, Pool-Goudzwaard AL, et al. International "
        "Framework for Red Flags for Potential Serious Spinal Pathologies. Journal of Orthopaedic & Sports Physical "
        "Therapy. 2020;50(7):350-372. doi:10.2519/jospt.2020.9971")
    wells = next(row for row in catalogue.rows("references") if row["id"] == "wells_dvt")
    assert vancouver(wells).startswith("Wells PS, et al. Wells score")
    assert cited("wells_dvt") == "Wells et al."
    assert "author = {Wells, P S and others}" in bibtex(["wells_dvt"])
    entry = bibtex(["finucane2020"])
    assert "@article{finucane2020," in entry
    assert "author = {Finucane, Laura M and Downie, Aron and" in entry
    assert "journal = {Journal of Orthopaedic \\& Sports Physical Therapy}" in entry
    whole = bibtex()
    assert whole.count("\n@") + 1 == len(catalogue.rows("references"))
    assert whole.count("{") == whole.count("}")


def test_sources_of_an_exercise_and_an_unknown_key() -> None:
    keys = {row["id"] for row in sources(exercise="figure_four_stretch").rows}
    assert {"bandy1994", "garber2011"} <= keys
    with pytest.raises(StretchlibError, match=r"There is no reference 'bandy1995': did you mean"):
        sources("bandy1995")


def test_a_works_mark_is_shown() -> None:
    assert "[not yet checked against the source]" in repr(sources("grays42"))
    assert table_file(ROOT / "data", "references").is_file()


def test_the_links_between_hip_and_back_are_sorted_by_what_was_shown() -> None:
    links = sl.hip_back_links()
    text = repr(links)
    assert text.index("It does link") < text.index("It might link") < text.index("It does not link")
    for row in catalogue.rows("hip_back_links"):
        assert str(row["statement"]) in text
        assert row["not_shown"]
    assert "85 in 100" in repr(sl.hip_back_links("felt_elsewhere"))
    assert "85 in 100" not in repr(sl.hip_back_links("both_at_once"))
    with pytest.raises(StretchlibError, match="There is no route 'felt_elswhere': did you mean 'felt_elsewhere'"):
        sl.hip_back_links("felt_elswhere")
