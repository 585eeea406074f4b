"""The clinical tests and the partner labs: complete rows, links, drawings read back, hands where they belong."""

from __future__ import annotations

import dataclasses
import html
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from texts_apart import apart

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.clinical_test import accuracy, accuracy_text, studied
from stretchlib.figures import plot_clinical_test, plot_landmarks
from stretchlib.figures.cell_entries import split
from stretchlib.figures.people import skeleton
from stretchlib.figures.people.artist import Person
from stretchlib.figures.people.shapes import couch
from stretchlib.stage.body import builds
from stretchlib.stage.stance import Stance, between, stance
from stretchlib.tables import catalogue, reviews
from stretchlib.tables.rows import Row
from tests.data_files import posture_rows, table_file

TESTS = [str(row["id"]) for row in catalogue.rows("clinical_tests")]
POSES = posture_rows("test")
WANTED = {"straight_leg_raise", "crossed_straight_leg_raise", "slump", "neurological_screen", "hip_rotation_prone",
          "hip_rotation_sitting", "fadir", "faber", "thomas_pelvis_held", "trendelenburg_30s", "single_leg_stance",
          "resisted_hip_abduction", "thigh_thrust", "distraction", "compression", "sacral_thrust",
          "seated_piriformis_stretch", "active_piriformis"}
ALONE = {"trendelenburg_30s", "single_leg_stance"}  # nobody's hands are on the person
LASLETT = {"thigh_thrust", "distraction", "compression", "sacral_thrust", "gaenslen"}
each_test = pytest.mark.parametrize("test", TESTS)
STATURE_MM = 1650
HOLD, SUNK, PRESSED = 15, 30, 45  # mm: a hand from its spot, skin in a padded couch, skin in the skin of another person


def people(diagram: Any) -> list[Person]:
    return [image for top in diagram.figure.axes for child in top.child_axes for image in child.images
            if isinstance(image, Person)]


def text_of(markup: str) -> str:
    texts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = texts.append  # type: ignore[method-assign]
    parser.feed(markup)
    return " ".join(texts)


def test_the_tests_of_the_course_are_there_and_each_examination_of_a_case_that_is_one() -> None:
    assert set(TESTS) >= WANTED
    for table in ("test_accuracy", "case_examinations"):
        assert {str(row["test"]) for row in catalogue.rows(table) if row["test"]} <= set(TESTS)


@each_test
def test_a_row_is_complete(test: str) -> None:
    row = catalogue.row("clinical_tests", test)
    guide = sl.clinical_test(test)
    assert next(iter(guide.sections)) == "steps"
    assert {"words", "positive", "stop", "common_error", "accuracy"} <= set(guide.sections)
    steps = [step for step in catalogue.rows("clinical_test_steps") if step["test"] == test]
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    assert len(steps) >= 3
    assert "stop" in str(row["stop"]).lower()
    assert row["certainty"] == "expert opinion"
    assert (row["sources"] is None) == (row["checked"] == "unchecked")
    assert reviews.NOT_REVIEWED.capitalize() in guide.note
    assert "expert opinion" in guide.note


def test_a_hand_on_the_buttock_the_groin_or_the_front_of_the_pelvis_is_asked_for() -> None:
    places = ("buttock", "front points", "each side of the pelvis")
    asked = [row for row in catalogue.rows("clinical_tests") if any(word in str(row["hands"]) for word in places)]
    assert {str(row["id"]) for row in asked} >= {"distraction", "active_piriformis", "active_straight_leg_raise"}
    for row in asked:
        assert "ask first" in str(row["consent"]).lower(), row["id"]
    assert "explicit consent" in str(catalogue.row("clinical_tests", "foot_and_groin_pulses")["consent"])


def test_accuracy_belongs_to_the_right_test() -> None:
    for test in TESTS:
        texts = " ".join(accuracy(test))
        assert ("Cluster of sacroiliac" in texts) == (test in LASLETT), test
        assert ("Seated stretch or active" in texts) == (test in ("seated_piriformis_stretch", "active_piriformis"))
        assert "H reflex" not in texts
    assert list(accuracy("single_leg_stance")) == []
    assert all("cauda equina syndrome" in text for text in accuracy("neurological_screen"))
    seated = next(text for text in accuracy("seated_piriformis_stretch") if text.startswith("Seated piriformis"))
    assert "sensitivity 0.52" in seated
    assert "Not valid unless" in " ".join(accuracy("thomas_pelvis_held"))


def test_an_interval_stands_beside_its_number_and_an_unchecked_number_is_left_out() -> None:
    row = catalogue.row("test_accuracy", "straight_leg_raise_surgical")
    assert "sensitivity 0.92 (0.87 to 0.95)" in accuracy_text(row)
    assert "computed here" in accuracy_text(row)
    assert "no value is shown" in accuracy_text(dataclasses.replace(row, checked="unchecked"))
    assert "no value is shown" in accuracy_text(catalogue.row("test_accuracy", "slump_mri"))
    assert "no intervals were read" in accuracy_text(catalogue.row("test_accuracy", "straight_leg_raise_mri"))


@pytest.mark.parametrize(("row", "who"), [
    ("fadir_arthroscopy", "people sent to a hip surgeon; 2 studies, 157 people"),
    ("either_piriformis_test", "23 people with and 10 without, one specialist clinic; one study, 33 people"),
    ("sacroiliac_cluster_pooled", "5 studies"), ("straight_leg_raise_surgical", "people about to be operated on")])
def test_who_was_studied_is_told_as_far_as_the_source_tells(row: str, who: str) -> None:
    assert studied(catalogue.row("test_accuracy", row)) == who


def test_the_guide_follows_the_table_and_escapes_it(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "clinical_tests")
    text = path.read_text(encoding="utf-8")
    assert text.count("and where. Say stop at any time.") == 1
    path.write_text(text.replace("and where. Say stop at any time.", "<script>x</script>"), encoding="utf-8")
    guide = sl.clinical_test("straight_leg_raise")
    assert "<script>" not in guide._repr_html_()
    assert html.escape("<script>x</script>") in guide._repr_html_()


def test_every_test_has_both_moments_and_castings_for_every_build() -> None:
    keys = {(row["test"], row["moment"], row["casting"], row["role"]) for row in POSES}
    castings = {str(row["casting"]) for row in POSES}
    assert {row["build"] for row in POSES if row["role"] == "patient"} == set(builds())
    for test in TESTS:
        roles = {"patient"} if test in ALONE else {"patient", "examiner"}
        assert {key for key in keys if key[0] == test} == {
            (test, moment, casting, role) for moment in ("start", "end") for casting in castings for role in roles}
    for row in POSES:
        first, _, second = str(row["casting"]).partition("_by_")
        assert row["build"] == (first if row["role"] == "patient" else second)


@each_test
def test_patient_and_examiner_are_drawn_and_told_and_no_text_lies_on_another(test: str) -> None:
    for build in builds():
        diagram = plot_clinical_test(test, person=build)
        start, end = people(diagram)
        assert (start.row["moment"], end.row["moment"]) == ("start", "end")
        assert len(end.cast) == (1 if test in ALONE else 2)
        assert len({drawn.row["build"] for drawn in end.cast}) == len(end.cast)
        assert not any("not touching" in fact.lower() or "no label" in fact for fact in diagram.facts), diagram.facts
        assert reviews.NOT_REVIEWED in diagram.note
        for person in (*start.cast, *end.cast):
            for entry in split(person.row.holds):
                words = entry.partition(":")[2].strip()
                assert words == "" or any(f'"{words}"' in fact for fact in diagram.facts), words
        apart(diagram.figure)


@pytest.mark.parametrize("row", [row for row in POSES if row["role"] == "examiner"],
                         ids=lambda row: f"{row['test']}-{row['moment']}-{row['casting']}")
def test_the_examiners_hands_are_where_the_words_say(row: Row) -> None:
    patient = next(pose for pose in POSES if pose["role"] == "patient" and all(
        pose[key] == row[key] for key in ("test", "moment", "casting")))
    hands, body = stance(row), stance(patient)
    for entry in split(row.holds):
        by, _, at = entry.partition(":")[0].partition(">")
        off = STATURE_MM * hands.reach(by, body, at)
        assert abs(off) <= HOLD, (entry, off)
    # Flesh gives way under a hand; a limb that passed through another would be deeper than this.
    assert STATURE_MM * between(hands.points[::3], body.points, body.normals) > -PRESSED


@pytest.mark.parametrize("row", [row for row in POSES if "couch:" in str(row["props"])],
                         ids=lambda row: f"{row['test']}-{row['moment']}-{row['casting']}")
def test_nobody_sinks_into_the_couch(row: Row) -> None:
    boxes = couch(next(prop for prop in split(row.props) if prop.startswith("couch:")).partition(":")[2])
    drawn_with = [pose for pose in POSES if all(pose[key] == row[key] for key in ("test", "moment", "casting"))]
    for pose in drawn_with:
        skin = stance(pose).points
        for corners in boxes.values():
            inside = np.minimum(skin - np.array(corners[:3]), np.array(corners[3:]) - skin).min(axis=-1)
            assert STATURE_MM * inside.max() < SUNK, (pose["role"], stance(pose).skin.part[inside.argmax()])


def test_a_moved_hand_is_told() -> None:
    diagram = plot_clinical_test("straight_leg_raise", "end")
    person = people(diagram)[0]
    assert any(fact == 'The examiner\'s right palm at the right heel: "heel lifted".' for fact in diagram.facts)
    before = person.view.picture.copy()
    person.set_pose(person.cast[1].pose | {"right_elbow_flexion_deg": 0.0, "right_shoulder_flexion_deg": 0.0}, who=1)
    assert any("right palm at the right heel, not touching" in fact for fact in diagram.facts)
    assert not np.array_equal(before, person.view.picture)


def test_the_facts_follow_the_table(whole_data_copy: Path) -> None:
    before = plot_clinical_test("trendelenburg_30s").facts
    assert "The crest line is level." in before
    assert any("the left side is 7 degrees lower" in fact for fact in before)
    path = table_file(whole_data_copy, "poses")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("the pelvis stays level", "all is well"), encoding="utf-8")
    assert set(plot_clinical_test("trendelenburg_30s").facts) - set(before) == {
        "Start: Patient: stands on the right leg; all is well."}


def test_landmarks_are_named_where_they_lie_and_follow_the_table(whole_data_copy: Path) -> None:
    facts = plot_landmarks().facts
    for row in catalogue.rows("landmarks"):
        assert f'At the {str(row["point"]).replace("_", " ")}: "{row["name"]}".' in facts
    path = table_file(whole_data_copy, "landmarks")
    path.write_text(path.read_text(encoding="utf-8").replace("Iliac crest,", "Upper rim,"), encoding="utf-8")
    assert any('"Upper rim"' in fact for fact in plot_landmarks("back").facts)


@pytest.mark.parametrize("build", builds())
def test_a_landmark_lies_on_its_bone_under_the_skin(build: str) -> None:
    who = Stance({}, "upright", build)
    bone = np.concatenate([each.points for each in skeleton.bones(who)])
    for row in catalogue.rows("landmarks"):
        at = who.middle_of(str(row["point"]))
        to_bone, to_skin = (STATURE_MM * np.linalg.norm(points - at, axis=-1).min() for points in (bone, who.points))
        assert to_skin < 55, row["id"]
        assert to_bone < 35, row["id"]


@pytest.mark.parametrize("lab", ["surface_anatomy", "tests"])
def test_a_lab_is_50_minutes_and_asks_before_it_touches(lab: str) -> None:
    rows = [row for row in catalogue.rows("lab_steps") if row["lab"] == lab]
    assert [row["step"] for row in rows] == list(range(1, len(rows) + 1))
    sheet = sl.checklist(lab)
    assert sheet.minutes == 50
    kinds = [row["kind"] for row in rows]
    first = kinds.index("practise")
    assert {"safety", "consent", "draping", "right to stop"} <= set(kinds[:first])
    for i, kind in enumerate(kinds):
        if kind == "change roles":
            assert "consent" in str(rows[i]["text"])
    assert kinds.count("change roles") == 2, "each of three has each role"
    assert {row["role"] for row in rows} == {"all", "examiner", "model", "observer"}


def test_the_groin_is_not_felt_by_another_person_without_explicit_consent() -> None:
    rows = [row for row in catalogue.rows("lab_steps") if row["lab"] == "surface_anatomy"]
    i = next(i for i, row in enumerate(rows) if row["landmark"] == "adductor_longus_tendon")
    assert rows[i]["role"] == "model"
    assert rows[i - 1]["kind"] == "consent"
    assert "No palpation of the groin without explicit consent" in str(rows[i - 1]["text"])
    assert {row["landmark"] for row in rows if row["landmark"]} == {str(r["id"]) for r in catalogue.rows("landmarks")}
    assert catalogue.row("landmarks", "adductor_longus_tendon")["explicit_consent"]


def test_the_checklist_says_the_same_as_text_and_as_a_page(whole_data_copy: Path) -> None:
    sheet = sl.checklist("tests")
    page = " ".join(text_of(sheet._repr_html_()).split())
    for step in sheet.steps:
        assert step.text in page
        assert step.text in repr(sheet)
        assert all(text in page and text in repr(sheet) for _, text in step.details)
    path = table_file(whole_data_copy, "lab_steps")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Form a three", "<img src=x> Form a three"), encoding="utf-8")
    assert "<img" not in sl.checklist("tests")._repr_html_()
    observer = {step.role for step in sl.checklist("tests", "observer").steps}
    assert observer == {"observer", "all"}


def test_a_broken_link_is_told(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "lab_steps")
    path.write_text(path.read_text(encoding="utf-8").replace(",slump,", ",slum,"), encoding="utf-8")
    assert any("lab_steps.csv" in fault and "'slump'" in fault for fault in check_data(whole_data_copy))
    keys = {key for row in catalogue.rows("clinical_tests") for key in row.sources}
    assert keys <= {str(row["id"]) for row in catalogue.rows("references")}


def test_what_is_not_there_is_told_in_one_sentence(whole_data_copy: Path) -> None:
    for wrong, text in ((lambda: plot_clinical_test("slumb"), "did you mean 'slump'"),
                        (lambda: plot_clinical_test("slump", "middle"), "no moment 'middle'"),
                        (lambda: plot_clinical_test("slump", person="giant"), "no person 'giant'"),
                        (lambda: plot_landmarks("top"), "no moment 'top'"),
                        (lambda: sl.checklist("cooking"), "no lab 'cooking'"),
                        (lambda: sl.checklist("tests", "patient"), "no role 'patient'")):
        with pytest.raises(StretchlibError, match=text):
            wrong()
    path = table_file(whole_data_copy, "poses")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(",,slump,")), encoding="utf-8")
    with pytest.raises(StretchlibError, match="Slump test is not drawn"):
        plot_clinical_test("slump")
