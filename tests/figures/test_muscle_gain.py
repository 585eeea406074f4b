"""What the pictures mark as stretched is what the hip model says of the drawn pose."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.patches import PathPatch

from stretchlib import hip
from stretchlib.figures import plot_exercise
from stretchlib.figures.people import muscle_gain
from stretchlib.figures.people.marks import LESS, entries
from stretchlib.tables import catalogue
from stretchlib.tables.rows.people import Pose
from tests.data_files import table_file

POSES = catalogue.rows(Pose)
ASKED = [(row, *entry.split(":")[:2]) for row in POSES for entry in row.highlight.split(";")
         if entry.split(":")[2:3] == ["stretched"]]


def roles(row: Pose) -> dict[tuple[str, str], str]:
    return {(muscle, side): role for muscle, side, role, *_ in entries(row)}


def end_of(exercise: str, level: str = "base", build: str = "younger_woman") -> Pose:
    return next(row for row in POSES if (
        row.exercise, row.level, row.moment, row.build) == (exercise, level, "end", build))


@pytest.mark.parametrize(("row", "muscle", "side"), ASKED, ids=str)
def test_a_mark_is_what_two_of_the_three_geometries_say(row: Pose, muscle: str, side: str) -> None:
    """Worked out again here, a part and a geometry at a time."""
    angles = [float(np.clip(getattr(row, f"{side}_hip_{name}_deg"), *hip.LIMITS[name])) for name in hip.ANGLES]
    longer = barely = 0
    for model in hip.MODELS:
        share = np.mean([100 * (hip.muscle_lengths(*angles, muscles=part, model=model)[0]
                                / hip.muscle_lengths(90, 0, 0, muscles=part, model=model)[0] - 1)
                         for part in hip.parts_of(muscle, model)])
        longer, barely = longer + (share >= 3), barely + (share > 0)
    wanted = "stretched" if longer >= 2 else "barely" if barely >= 2 else None
    assert roles(row).get((muscle, side)) == wanted


def test_crossing_the_leg_alone_is_hardly_longer_than_sitting_and_pulling_it_in_is() -> None:
    """As notebook 02 says of the same two positions."""
    for build in ("younger_woman", "older_man"):
        assert roles(end_of("figure_four_stretch", build=build)) == {
            ("piriformis", "right"): "barely", ("gluteus_maximus", "right"): "barely"}
        assert roles(end_of("figure_four_stretch", "harder", build))["piriformis", "right"] == "stretched"
        assert roles(end_of("seated_spinal_twist", build=build)) == {("piriformis", "right"): "stretched"}


def test_plain_sitting_marks_nothing_and_a_knee_taken_outward_less_than_one_taken_across() -> None:
    row = end_of("knee_to_opposite_shoulder")
    sitting = {"right_hip_flexion_deg": 90.0, "right_hip_adduction_deg": 0.0, "right_hip_rotation_deg": 0.0}
    assert roles(replace(row, **sitting)) == {}
    assert roles(replace(row, **sitting | {"right_hip_adduction_deg": 25.0}))["piriformis", "right"] == "stretched"
    assert ("piriformis", "right") not in roles(replace(row, **sitting | {"right_hip_adduction_deg": -40.0}))


def test_beyond_what_was_checked_nothing_is_gained() -> None:
    row = end_of("figure_four_stretch")
    assert muscle_gain.gains("piriformis", "right", row) == pytest.approx(
        muscle_gain.gains("piriformis", "right", replace(row, right_hip_rotation_deg=-45.0)))


def test_what_no_geometry_has_keeps_its_mark() -> None:
    row = end_of("sciatic_nerve_slider")
    assert muscle_gain.gains("sciatic_nerve", "right", row) == {}
    assert muscle_gain.degree("sciatic_nerve", "right", row) is None
    assert roles(replace(row, highlight="sciatic_nerve:right:stretched")) == {("sciatic_nerve", "right"): "stretched"}
    drawn = {entry.split(":")[0] for each in POSES for entry in each.highlight.split(";") if entry}
    assert {name for name in drawn if not muscle_gain.gains(name, "right", row)} == {"sciatic_nerve"}


def test_a_changed_angle_changes_mark_label_and_facts(whole_data_copy: Path) -> None:
    facts = plot_exercise("figure_four_stretch", "end", person="younger_woman").facts
    mark = 'Marked dotted, seen through the body: right piriformis, labelled "Piriformis (right): hardly longer than'
    assert any(fact.startswith(mark) for fact in facts), facts
    path = table_file(whole_data_copy, "poses")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if (row["exercise"], row["level"], row["moment"], row["build"]) == (
        "figure_four_stretch", "base", "end", "younger_woman"))
    row["right_hip_flexion_deg"] = str(float(row["right_hip_flexion_deg"]) + 18)
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, rows[0], lineterminator="\n")
        sheet.writeheader()
        sheet.writerows(rows)
    facts = plot_exercise("figure_four_stretch", "end", person="younger_woman").facts
    assert any("right piriformis" in fact and "Piriformis (right): stretched" in fact for fact in facts), facts


@pytest.mark.parametrize("level", ["base", "harder"])
def test_copenhagen_marks_both_legs_and_the_upper_more(level: str) -> None:
    diagram = plot_exercise("copenhagen_adduction", "end", level)
    patches = {str(patch.get_gid()).split("|")[2]: str(patch.get_hatch())
               for patch in diagram.figure.axes[0].child_axes[0].get_children()
               if isinstance(patch, PathPatch) and str(patch.get_gid()).startswith("muscle|")}
    assert patches["right"] == LESS
    assert patches["left"].startswith(LESS)
    assert len(patches["left"]) > len(LESS)
    facts = [fact.replace(", seen through the body:", ":") for fact in diagram.facts]
    assert any(fact.startswith('Marked striped: left adductors, labelled "Adductors (left): working') for fact in facts)
    assert any(fact.startswith('Marked loosely striped: right adductors, labelled "Adductors (right): working, less')
               for fact in facts)
    assert not any("both sides" in fact for fact in diagram.facts)
