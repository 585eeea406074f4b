"""Whom an exercise or a test is not for, or not in this way: derived from how it is drawn, worded and held."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.evidence.references import split_keys
from stretchlib.exercises.care import HELD, exercise_reason
from stretchlib.exercises.red_flags import URGENCIES
from stretchlib.figures.evidence.post_test import usable_tests
from stretchlib.tables import catalogue
from stretchlib.tables.rows.exercises import Exercise, ExerciseLevel, ExerciseStep
from tests.data_files import posture_rows, table_file

EXERCISES = [str(row["id"]) for row in catalogue.rows("exercises")]
TESTS = [str(row["id"]) for row in catalogue.rows("clinical_tests")]
ON_THE_BACK = re.compile(r"\bon (?:the|your) back\b|edge of a bed", re.I)
EMERGENCIES = [str(row["suspected"]) for row in catalogue.rows("red_flags") if row["urgency"] == "emergency"]


def cautions(exercise: str, feature: str, *kinds: str) -> list[str]:
    return [str(row["text"]) for row in catalogue.rows("exercise_cautions") if row["exercise"] == exercise
            and feature in split_keys(row["features"]) and (not kinds or row["kind"] in kinds)]


def texts_of(exercise: str) -> list[str]:
    levels = [text for level in catalogue.rows(ExerciseLevel) if level.exercise == exercise
              for text in (level.description, level.posture)]
    steps = [step.text for step in catalogue.rows(ExerciseStep) if step.exercise == exercise]
    return [catalogue.row(Exercise, exercise).start_position, *levels, *steps]


def change(path: Path, row_id: str, **cells: str) -> None:
    """Write these cells of the row with this id."""
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for line in lines:
        if line["id"] == row_id:
            line.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_whoever_lies_on_the_back_is_told_of_pregnancy(exercise: str) -> None:
    drawn = {str(row["start"]) for row in posture_rows("exercise") if row["exercise"] == exercise}
    lies = "supine" in drawn or any(ON_THE_BACK.search(text) for text in texts_of(exercise))
    texts = cautions(exercise, "late_pregnancy", "caution")
    assert bool(texts) == lies
    for text in texts:
        assert re.search("16 weeks.* flat.*prop.* side.*light-headed", text), text


def test_some_lie_on_the_back_by_their_drawing_and_some_by_their_words_alone() -> None:
    drawn = {str(row["exercise"]) for row in posture_rows("exercise") if row["start"] == "supine"}
    warned = {name for name in EXERCISES if cautions(name, "late_pregnancy")}
    assert {"bridge", "ball_squeeze", "figure_four_stretch", "knee_to_opposite_shoulder"} <= drawn
    assert warned - drawn, "a level that is described and not drawn"
    on_the_side = {"side_lying_leg_lift", "clamshell", "side_plank", "copenhagen_adduction"}
    assert not warned & on_the_side, "the side is no back"


@pytest.mark.parametrize("test", TESTS)
def test_a_test_on_the_back_tells_of_pregnancy_and_one_on_the_side_does_not(
        test: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = catalogue.row("clinical_tests", test)
    poses = [pose for pose in posture_rows("test") if (pose["test"], pose["role"]) == (test, "patient")]
    lies = any(pose["start"] == "supine" for pose in poses) or bool(ON_THE_BACK.search(str(row["patient_position"])))
    for language, said in (("en", "16 weeks.* flat on the back"), ("de", "16[.] Woche: nicht lange flach auf dem R")):
        monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
        care = sl.clinical_test(test).sections.get("care")
        assert any(re.search(said, text) for text in (care.texts if care else ())) == lies


def test_the_sheets_of_the_labs_tell_it_too() -> None:
    for lab in ("tests", "surface_anatomy"):
        for step in sl.checklist(lab).steps:
            text_of_step = " ".join([step.text, *(text for _, text in step.details)])
            test = dict(step.details).get("Test")
            lies = "on the back" in step.text or any(
                "16 weeks" in text for row in catalogue.rows("clinical_tests") if row["name"] == test
                for section in sl.clinical_test(str(row["id"])).sections.values() for text in section.texts)
            assert ("16 weeks" in text_of_step) == lies, step.text
    assert repr(sl.checklist("tests")).count("16 weeks") >= 3


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_muscle_held_tight_tells_of_blood_pressure_and_a_stretch_does_not(exercise: str) -> None:
    row = catalogue.row("exercises", exercise)
    longest = float(str(row["hold_max_s"] or 0))
    held = row["category"] in HELD and (longest >= 5 or "side plank" in str(row["start_position"]).lower())
    ruled_out = cautions(exercise, "high_blood_pressure", "contraindication")
    minded = cautions(exercise, "treated_high_blood_pressure", "caution")
    assert (bool(ruled_out), bool(minded)) == (held, held)
    for text in minded:
        assert re.search("breathe.*not strain.*short", text)
    for text in [*ruled_out, *minded, *(str(row["text"]) for row in catalogue.rows("exercise_cautions"))]:
        assert not re.search(r"mmHg|\d{3} ?/ ?\d{2,3}", text), "no threshold was read"
    if row["category"] == "stretch":
        assert not held


def test_the_five_that_hold_are_those_of_the_facts() -> None:
    held = {name for name in EXERCISES if cautions(name, "high_blood_pressure")}
    assert held == {"bridge", "ball_squeeze", "side_plank", "copenhagen_adduction", "bird_dog"}


def test_turning_with_low_bone_density_is_adapted_and_what_was_not_read_says_so() -> None:
    adapted = [row for row in catalogue.rows("exercise_cautions") if "low_bone_density" in split_keys(row["features"])]
    assert {str(row["exercise"]) for row in adapted} >= {"seated_spinal_twist"}
    for row in adapted:
        assert re.search(r"keep exercising.*slowly.* not fast.* far \(not yet checked\)", str(row["text"])), row["id"]
        assert row["checked"] == "mixed"


@pytest.mark.parametrize(("table", "row", "cells", "fault"), [
    ("exercise_cautions", "bridge_pregnancy", {"features": ""},
     "exercises.csv, row 10, column id: no row of exercise_cautions.csv tells of late_pregnancy, and it is drawn "
     "supine ('bridge'); add a row with late_pregnancy in its column features."),
    ("exercise_cautions", "ninety_ninety_rotation_pregnancy", {"features": ""},
     "tells of late_pregnancy, and its texts say 'on your back' ('ninety_ninety_rotation')"),
    ("exercises", "clamshell", {"hold_max_s": "6"},
     "tells of high_blood_pressure, and it is held for up to 6 s ('clamshell')"),
    ("exercise_cautions", "seated_spinal_twist_low_bone_density", {"features": ""},
     "tells of low_bone_density, and it is drawn with the trunk turned by 46 degrees ('seated_spinal_twist')"),
    ("patient_features", "low_bone_density", {"drawn_turn_deg": "1"},
     "tells of low_bone_density, and it is drawn with the trunk turned by 1 degrees"),
    ("test_accuracy", "cauda_equina_bladder_scan", {"use": "true"},
     "test_accuracy.csv, row 26, column use: an emergency decides here (red_flags.csv), and no arithmetic rules it out "
     "('true'); write false."),
    ("test_accuracy", "active_piriformis_entrapment", {"sensitivity": "0.77"},
     "no row of test_accuracy.csv with use true has these two shares ('sens=0.78; spec=0.8')"),
])
def test_check_tells_what_is_missing(whole_data_copy: Path, table: str, row: str, cells: dict[str, str],
                                     fault: str) -> None:
    change(table_file(whole_data_copy, table), row, **cells)
    problems = check_data(whole_data_copy)
    assert any(fault in line for line in problems), problems


def test_a_reason_names_what_asks_for_care() -> None:
    tables = {name: catalogue.rows(name) for name in ("poses", "exercise_levels", "exercise_steps")}
    twist = catalogue.row("exercises", "seated_spinal_twist")
    reasons = {str(feature["id"]): exercise_reason(feature, twist, tables)
               for feature in catalogue.rows("patient_features")}
    assert {name for name, reason in reasons.items() if reason} == {"low_bone_density"}
    assert reasons["low_bone_density"].startswith("it is drawn with the trunk turned by")


def test_no_slider_rules_an_emergency_out() -> None:
    """The accuracies of its signs are shown with what they cannot do; no arithmetic takes them."""
    here = [row for row in catalogue.rows("test_accuracy")
            if any(str(row["target"]) in suspected for suspected in EMERGENCIES)]
    assert len([row for row in here if row["sensitivity"] is not None]) >= 6
    accuracy = sl.clinical_test("neurological_screen").sections["accuracy"].texts
    for row in here:
        assert not row["use"]
        assert row["id"] not in usable_tests()
        assert "never clears it" in str(row["caveat"])
        assert any(str(row["name"]) in text and str(row["caveat"]) in text for text in accuracy)
        if "dionne2019" in split_keys(row["sources"]):
            assert (row["sensitivity"], row["specificity"], row["lr_positive"]) == (None, None, None), \
                "its ranges belong to different signs"
    used = {move.accuracy for name in sl.cases.case_ids() for move in sl.cases.load_case(name).moves}
    assert not used & {row["id"] for row in here}
    pairs = {(row["sensitivity"], row["specificity"]) for row in here}
    for row in catalogue.rows("question_values"):
        gives = dict(part.split("=") for part in str(row["gives"] or "").split("; ") if "=" in part)
        assert "sens" not in gives or (float(gives["sens"]), float(gives["spec"])) not in pairs


def test_cancer_is_asked_in_three_urgencies_and_what_was_missing_is_asked() -> None:
    flags = {str(row["id"]): row for row in catalogue.rows("red_flags")}
    urgent = {name: str(row["urgency"]) for name, row in flags.items()}
    assert [urgent[name] for name in ("cancer_with_nerve_signs", "cancer_with_new_spinal_pain", "cancer_history")] == \
        list(URGENCIES)
    assert "tell the doctor" in str(flags["cancer_history"]["sign"])
    assert urgent["spinal_infection_without_fever"] == urgent["swollen_calf"] == "same day"
    assert "even without fever" in str(flags["spinal_infection_without_fever"]["question"])
    assert re.search("immunity.*inject", str(flags["spinal_infection_without_fever"]["question"]))
    assert "steroid" in str(flags["spinal_fracture"]["question"])
    calf = flags["swollen_calf_with_chest_signs"]
    assert (calf["urgency"], calf["checked"], calf["sources"]) == ("emergency", "unchecked", None)


def test_the_screen_touches_the_skin_of_each_root_and_an_emergency_is_not_put_off_to_the_day() -> None:
    steps = [str(row["text"]) for row in catalogue.rows("clinical_test_steps") if row["test"] == "neurological_screen"]
    touched = next(text for text in steps if text.startswith("Light touch"))
    for root in ("L2", "L3", "L4", "L5", "S1"):
        assert f"({root})" in touched
    stop = str(catalogue.row("clinical_tests", "neurological_screen")["stop"])
    assert "phone for emergency care now" in stop.partition("a doctor the same day")[0]
