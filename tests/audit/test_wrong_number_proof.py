"""The proof of wrong numbers put to the proof: it changes what it says, finds who reads it, and can fail.

The proof itself takes longer than a test may: ``python -m tests.audit.wrong_numbers data`` and ``... code``; its
results stand in docs/verification/wrong_numbers.md. Here a few changes of every table are made, so that a table
that nobody reads is told. The exercises are held number by number in test_wrong_numbers.py.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import stretchlib as sl
from stretchlib.stage import meshes
from stretchlib.tables import catalogue, paths, phrases
from tests import record
from tests.audit.wrong_numbers import bones, changes, code, covered, data, products, surfaces
from tests.audit.wrong_numbers.__main__ import every_change, sample
from tests.audit.wrong_numbers.mutants import mutants
from tests.audit.wrong_numbers.sides import exchanged
from tests.audit.wrong_numbers.surfaces import Surface
from tests.audit.wrong_numbers.waived import WAIVED
from tests.audit.wrong_numbers.waived_mutants import WAIVED as WAIVED_MUTANTS
from tests.data_files import table_file
from tools.checks import ROOT


def test_every_number_of_a_teaching_table_is_changed_by_its_last_digit() -> None:
    numbers = [change for change in changes.changes("test_accuracy") if change.kind == "number"]
    assert len(numbers) == 2 * sum(bool(row[column]) for row in changes.grid("test_accuracy")
                                 for column in changes._columns("test_accuracy"))
    first = changes.grid("test_accuracy")[0]
    assert [change.cells[0][2] for change in numbers if change.cells[0][:2] == (0, "sensitivity")] == ["0.93", "0.91"]
    assert first["sensitivity"] == "0.92"


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    assert changes.changes("poses", 1) == changes.changes("poses", 1) != changes.changes("poses", 2)


@pytest.mark.parametrize(("text", "opposite"), [
    ("Lie on the Right side, right leg up", "Lie on the Left side, right leg up"),
    ("abducted thigh", "adducted thigh"), ("Adduction", "Abduction"), ("its origin", "its insertion"),
    ("adductor_longus", "abductor_longus"), ("copyright", None), ("rechtes Bein", "linkes Bein"),
    ("Ansatz", "Ursprung"), ("abduziert", "adduziert"), ("rechtfertigt", None)])
def test_words_are_exchanged(text: str, opposite: str | None) -> None:
    assert exchanged(text) == opposite


def test_a_number_that_nobody_reads_is_told(data_copy: Path) -> None:
    """The proof can fail: with nothing shown, only what the check tells is noticed."""
    change = next(candidate for candidate in changes.changes("structures") if candidate.kind == "number")
    assert data.noticed_by(change, data_copy, data.Readers())[0] in (data.NOBODY, data.WAIVED)
    years = Surface("years", lambda: str([row["year"] for row in catalogue.rows("references")]))
    index = data.readers([years])
    change = next(candidate for candidate in changes.changes("references") if candidate.kind == "number")
    assert data.noticed_by(change, data_copy, index) == (data.SHOWN, "years")
    assert table_file(data_copy, "references").read_bytes() == table_file(ROOT / "data", "references").read_bytes()
    with change.written(data_copy):
        assert table_file(data_copy, "references").read_bytes() != table_file(ROOT / "data", "references").read_bytes()


def test_a_reader_is_found_by_what_it_reads(whole_data_copy: Path) -> None:
    index = data.readers([Surface("first", lambda: str(catalogue.rows("trials")[0]["low"])),
                          Surface("spread", lambda: str({**catalogue.rows("trials")[1]})),
                          Surface("phrase", lambda: phrases.words()["phase.rest"])])
    assert [surface.name for surface in index.of["trials", 0, "low"]] == ["first"]
    assert ("trials", 0, "high") not in index.of
    assert [surface.name for surface in index.of["trials", 1, "high"]] == ["spread"]
    assert {cell[0] for cell, those in index.of.items() if those[0].name == "phrase"} == {"words"}
    assert len(index.of) < 40


def test_a_failing_test_can_write_out_who_reads() -> None:
    index = data.Readers(said={"long": "x" * 1000})
    assert len(repr(index)) < 200


def test_a_cell_that_tells_of_the_folder_is_not_held_against_the_course() -> None:
    notebook = ROOT / "notebooks" / "00_start_here.ipynb"
    assert surfaces.TELLS_THE_FOLDER in notebook.read_text(encoding="utf-8"), "nothing to leave out any more"
    assert not [surface for surface in surfaces.cells(notebook) if "course's own" in (surface.saved or "")]


def test_every_public_name_that_shows_data_is_asked() -> None:
    asked = {surface.name.partition("(")[0] for surface in products.surfaces()}
    public = {name for name in sl._NAMES if not name.startswith("load_")}
    assert public - asked == products.NOT_SHOWN


def test_bones_are_moved_and_put_back(data_copy: Path) -> None:
    every = bones.bone_changes()
    assert len(every) == bones.SAMPLE + 2
    assert every == bones.bone_changes(1) != bones.bone_changes(2)
    file = data_copy / bones.FILE
    before, stood = file.read_bytes(), meshes.mesh("sacrum").points
    change = next(candidate for candidate in every if candidate.bone == "sacrum" and candidate.about is None)
    with change.written(data_copy):
        moved = meshes.mesh("sacrum").points - stood
        assert np.allclose(moved, change.moved, atol=0.06)
    assert file.read_bytes() == before
    swapped = next(candidate for candidate in every if candidate.kind == "word" and candidate.bone == "femur_right")
    with swapped.written(data_copy):
        assert meshes.mesh("femur_right").points[:, 2].max() < 0 < meshes.mesh("femur_left").points[:, 2].max()


def test_what_a_picture_cannot_show_is_shown_by_another_view() -> None:
    """Turned away from the camera, behind the couch, or farther off: only then may a shape pass."""
    row = next(number for number, pose in enumerate(changes.grid("poses")) if pose["role"] == "examiner")
    without, with_it = covered.from_behind(changes.Change("poses", "number", ((row, "root_x", "9"),)))
    cameras = {row: float(text) for row, _, text in without.cells}
    own = {number: float(changes.grid("poses")[number]["camera_azimuth_deg"]) for number in cameras}
    assert len(cameras) == 2, "both moments of one casting"
    assert all(abs(cameras[number] - own[number]) == 180 for number in cameras)
    assert with_it.cells == (*without.cells, (row, "root_x", "9"))
    assert not covered.from_behind(changes.Change("poses", "number", ((min(own), "camera_azimuth_deg", "9"),)))
    names = [section["structure"] for section in changes.grid("muscle_sections")]

    def moved(structure: str, text: str) -> bool:
        return covered.in_depth_alone(changes.Change("muscle_sections", "number", (
            (names.index(structure), "points_mm", text),)))

    x, y, z = map(float, changes.grid("muscle_sections")[names.index("lm_coccyx")]["points_mm"].split())
    assert moved("lm_coccyx", f"{x + 10:g} {y:g} {z:g}")  # from behind, x is the depth
    assert not moved("lm_coccyx", f"{x:g} {y + 8:g} {z:g}")
    assert not moved("piriformis", changes.grid("muscle_sections")[names.index("piriformis")]["points_mm"])


def test_the_edge_of_an_area_may_pass_below_the_next_one_and_beyond_the_body() -> None:
    outlines = changes.grid("area_outlines")
    number = [(row["area"], row["view"]) for row in outlines].index(("thigh_front", "front"))

    def moved(corner: str, to: str) -> bool:
        assert corner in outlines[number]["path"]
        text = outlines[number]["path"].replace(corner, to)
        return covered.below_the_next_area(changes.Change("area_outlines", "number", ((number, "path", text),)))

    assert moved("L76.8,566.4", "L82.96,566.4"), "into the inner thigh"
    assert not moved("L76.8,566.4", "L66.8,566.4"), "out of it: a gap is left"


@pytest.mark.slow
@pytest.mark.timeout(2700)  # every product is shown, and then again for each change: ten minutes on an idle machine
@pytest.mark.parametrize("translated", [False, True])
def test_of_every_table_a_few_changes_are_noticed(translated: bool) -> None:
    tables = [name for name in [*catalogue.catalogue().resources, bones.TABLE]
              if name.startswith(paths.TRANSLATIONS) == translated]
    with data.own_data() as folder:
        index = data.readers(products.surfaces(tables))
        assert not index.stale
        left: list[str] = []
        for table in tables:
            left += data.tally(sample(every_change(table, 3), 3, 3, table), folder, index)[1]
    assert not left, "\n".join(left)


def test_mutants_are_single_changes_that_still_parse() -> None:
    found_mutants = mutants("hip.spine")
    assert {tried.kind for tried in found_mutants} >= {"constant", "sign", "comparison"}
    assert len({tried.source for tried in found_mutants}) == len(found_mutants)
    for mutant in found_mutants:
        compile(mutant.source, mutant.module, "exec")


def test_waivers_name_what_there_is() -> None:
    resources = catalogue.catalogue().resources
    for table, column in WAIVED:
        columns = {field["name"] for name in (resources if table == "*" else [table])
                   for field in resources[name]["schema"]["fields"]}
        assert column in columns, f"{table}, {column}"
    assert set(WAIVED_MUTANTS) <= {mutant.name for module in code.TESTS for mutant in mutants(module)}


def test_a_run_leaves_the_rows_of_what_it_did_not_run(tmp_path: Path) -> None:
    file = tmp_path / "verification.md"
    head = "| table | changed |\n| --- | --- |\n"
    file.write_text(f"Before\n<!-- x -->\n{head}| a | 1 |\n| b | 2 |\n<!-- x: end -->\n<!-- x: left -->\n- b: old\n"
                    "<!-- x: left: end -->\nAfter\n", encoding="utf-8")
    record.write("x", {"b": [3]}, {"b": ["one", "two"]}, file)
    record.write("x", {"c": [4]}, {"c": []}, file)
    assert file.read_text(encoding="utf-8") == (
        f"Before\n<!-- x -->\n{head}| a | 1 |\n| b | 3 |\n| c | 4 |\n<!-- x: end -->\n<!-- x: left -->\n- b: one\n"
        "- b: two\n<!-- x: left: end -->\nAfter\n")
