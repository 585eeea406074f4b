"""Where parts of the drawn people lie to each other: what each relation means, and that no word says more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.figures import plot_clinical_test, plot_exercise
from stretchlib.figures.people import relations
from stretchlib.figures.people.artist import Person as Drawn
from stretchlib.figures.people.relations import MARGIN, MEANS, Relation, spare
from stretchlib.stage.body import builds
from stretchlib.stage.stance import Stance, stance
from stretchlib.tables import catalogue, phrases
from stretchlib.tables.rows.people import Pose
from tests.data_files import posture_rows, table_file

WORD = re.compile(r"\b(outside|across|above|touches|pulled)\b")
#: A relation that names both its points, as a step or a note may write it out.
WHOLE = re.compile(r"(left|right) (\w+) (?:goes |lies )?(outside|across|above|touches|pulled)(?: towards)? the "
                   r"(left|right) (\w+)")
DRAWN = {(str(row["exercise"]), str(row["level"])) for row in posture_rows("exercise")}


def posed(start: str = "upright", **angles: float) -> Stance:
    return Stance(angles, start, builds()[0])


def holds(entry: str, at: Stance, start: Stance | None = None) -> bool:
    return spare(relations.relations(entry)[0], at, at, start) >= MARGIN


# What each relation means, in poses that need no table.

def test_outside_is_the_outer_side_of_the_limb() -> None:
    at = posed(left_shoulder_adduction_deg=-30, right_shoulder_adduction_deg=-30)
    assert holds("left_palm outside left_knee", at)
    assert not holds("left_palm outside right_knee", at), "the other hand lies on the inner side of a knee"
    assert not holds("left_knee outside left_palm", at)


def test_outside_turns_with_the_limb() -> None:
    """With the thigh turned outward by a right angle its outer side faces backward."""
    behind, front = ({"left_shoulder_flexion_deg": angle} for angle in (-40, 40))
    turned = {"left_hip_rotation_deg": -90}
    assert holds("left_palm outside left_knee", posed(**behind, **turned))
    assert not holds("left_palm outside left_knee", posed(**front, **turned))


def test_across_goes_past_the_midline_or_past_the_limb() -> None:
    still, crossed = posed(), posed(right_hip_flexion_deg=60, right_hip_adduction_deg=35)
    assert holds("right_knee across midline", crossed)
    assert not holds("right_knee across midline", still)
    assert not holds("left_knee across midline", crossed)
    assert holds("right_heel across left_hip", posed(right_hip_adduction_deg=40))
    assert not holds("right_heel across left_hip", posed(right_hip_adduction_deg=5))


def test_above_is_nearer_to_the_hip_also_lying() -> None:
    for start in ("upright", "supine"):
        crossed = posed(start, right_hip_flexion_deg=80, right_hip_adduction_deg=-30, right_hip_rotation_deg=-50,
                        right_knee_flexion_deg=120)
        assert holds("right_outer_ankle above left_knee", crossed)
        assert not holds("right_outer_ankle above left_knee", posed(start))
        assert holds("left_mid_thigh above left_knee", posed(start))
        assert not holds("left_ankle above left_knee", posed(start))


def test_touches_is_skin_on_skin() -> None:
    at = posed()
    assert holds("right_heel touches right_buttock", posed(right_knee_flexion_deg=157))
    assert not holds("right_heel touches right_buttock", posed(right_knee_flexion_deg=145))
    assert not holds("right_palm touches right_knee", at)
    assert spare(Relation("right_hip", "touches", "right_thigh"), at, at) < MARGIN, "deep in it is not on it"


def test_pulled_is_nearer_than_at_the_start_and_held() -> None:
    row = next(row for row in posture_rows("exercise") if (row["exercise"], row["level"], row["moment"]) == (
        "figure_four_stretch", "harder", "end"))
    begin = next(before for before in posture_rows("exercise") if before["moment"] == "start" and all(
        before[key] == row[key] for key in ("exercise", "level", "build")))
    end, start = stance(row), stance(begin)
    assert holds("left_knee pulled chest", end, start)
    assert not holds("left_knee pulled chest", end, end), "no nearer"
    assert not holds("left_knee pulled chest", end), "nothing to compare with"
    hands_off = stance(replace(row, left_shoulder_flexion_deg=-60.0, right_shoulder_flexion_deg=-60.0))
    assert not holds("left_knee pulled chest", hands_off, start)


def test_what_is_no_relation_is_told() -> None:
    for wrong, text in (("left_elbow beyond right_knee", "no relation 'beyond'"),
                        ("left_elbow outside", "is no relation"),
                        ("elbow outside right_knee", "no skin point 'elbow'"),
                        ("nose across midline", "no side of the body")):
        with pytest.raises(StretchlibError, match=text):
            holds(wrong, posed())


# The tables: each relation of a row holds, and no word stands without its relation.

def test_every_relation_holds_in_the_drawn_body_and_a_broken_one_is_told(whole_data_copy: Path) -> None:
    assert check_data() == []
    named = {relation.word for row in catalogue.rows(Pose) for relation in relations.relations(row.relations)}
    assert named == set(MEANS)
    path = table_file(whole_data_copy, "poses")
    text = path.read_text(encoding="utf-8")
    was = "left_elbow outside right_knee"
    assert was in text
    row = text[:text.index(was)].count("\n") + 1
    path.write_text(text.replace(was, "left_elbow outside left_knee", 1), encoding="utf-8")
    problems = check_data()
    assert len(problems) == 1
    assert problems[0].startswith(f"poses.csv, row {row}, column relations: the drawn body does not keep this "
                              "relation: ")
    assert problems[0].endswith("mm per metre of stature are missing ('left_elbow outside left_knee'); change the "
                            "angles, or take the relation away.")


def test_an_elbow_inside_the_knee_is_refused() -> None:
    """The angles of the first edition: the left elbow lay inside the right knee and pressed it outward."""
    row = next(row for row in posture_rows("exercise") if (row["exercise"], row["moment"], row["build"]) == (
        "seated_spinal_twist", "end", "younger_woman"))
    first = dict(zip(("root_z", "root_yaw_deg", "root_tilt_deg", "lumbar_flexion_deg", "lumbar_bend_right_deg",
                      "lumbar_turn_right_deg", "thorax_flexion_deg", "thorax_bend_right_deg", "thorax_turn_right_deg"),
                     (.0896, 2.8, 3.1, 2.8, 17.1, 9.5, .5, -15.8, 45.8), strict=True)) | {
        "left_shoulder_forward": .0298, "left_shoulder_flexion_deg": -.9, "left_shoulder_adduction_deg": -46.5,
        "left_shoulder_rotation_deg": -20.5, "left_elbow_flexion_deg": 33.8, "right_hip_flexion_deg": 122.4,
        "right_hip_adduction_deg": 20.8, "right_hip_rotation_deg": -8.5, "right_knee_flexion_deg": 68.7}
    was, now = stance(replace(row, **first)), stance(row)
    elbow = Relation("left_elbow", "outside", "right_knee")
    assert spare(elbow, was, was) < -.06
    assert spare(elbow, now, now) >= MARGIN


def sentences() -> Iterator[tuple[str, str, frozenset[Relation]]]:
    """Each text that shows or teaches a drawn pose: a name, the text, and the relations that each build keeps."""
    def kept(**keys: str) -> frozenset[Relation]:
        """Of the poses with these keys, the relations that every build keeps."""
        by_build: dict[object, set[Relation]] = {}
        for row in catalogue.rows(Pose):
            if all(row[key] == value for key, value in keys.items()):
                by_build.setdefault(row.casting or row.build, set()).update(relations.relations(row.relations))
        return frozenset(set.intersection(*by_build.values()))

    for row in (*catalogue.rows("exercise_steps"), *catalogue.rows("exercise_levels")):
        exercise, level = str(row["exercise"]), str(row["level"])
        if (exercise, level) in DRAWN:
            for column in {"text", "cue", "description", "posture"} & set(row):
                yield (f"{exercise}, {level}: {column}", str(row[column]),
                       kept(exercise=exercise, level=level))
    for row in posture_rows("exercise"):
        keys = {key: str(row[key]) for key in ("exercise", "level", "moment")}
        yield "-".join(keys.values()), str(row["note"]), kept(**keys)
    for row in posture_rows("test"):
        keys = {key: str(row[key]) for key in ("test", "moment")}
        for column in ("note", "holds"):
            yield "-".join((*keys.values(), str(row["role"]))), str(row[column] or ""), kept(**keys)
    for row in catalogue.rows("clinical_test_steps"):
        yield f"{row['test']}, step {row['step']}", str(row["text"]), kept(test=str(row["test"]))
    for row in catalogue.rows("clinical_tests"):
        text = f"{row['hands']} {row['patient_position']}"
        yield f"{row['id']}, hands", text, kept(test=str(row["id"]))


def test_a_text_that_says_outside_across_above_touches_or_pulled_names_a_relation_of_its_pose() -> None:
    said, missing, otherwise = 0, [], []
    for name, text, kept in sentences():
        for word in WORD.findall(text.lower()):
            said += 1
            if word not in {relation.word for relation in kept}:
                missing.append((name, text))
        for side, a, word, side_b, b in WHOLE.findall(text.lower()):
            if Relation(f"{side}_{a}", word, f"{side_b}_{b}") not in kept:
                otherwise.append((name, text))
    assert said > 15
    assert not missing
    assert not otherwise


def test_captions_and_facts_take_their_words_from_the_relations(whole_data_copy: Path) -> None:
    for build in builds():
        diagram = plot_exercise("seated_spinal_twist", person=build)
        end = next(fact for fact in diagram.facts if fact.startswith("End:"))
        assert "left elbow outside the right knee" in end
        assert any("left elbow outside the right knee." in fact or "left elbow outside the right knee;" in fact
                   for fact in diagram.facts if not fact.startswith("End:"))
        person = next(image for panel in diagram.figure.axes[0].child_axes for image in panel.images
                      if isinstance(image, Drawn) and image.row.moment == "end")
        person.set_pose(person.pose | {"left_shoulder_adduction_deg": -60.0})
        assert any(fact.startswith("Not drawn so:") and "left elbow outside" in fact for fact in diagram.facts)
    path = table_file(whole_data_copy, "poses")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("left_elbow outside right_knee; ", ""), encoding="utf-8")
    assert not any("elbow outside" in fact for fact in plot_exercise("seated_spinal_twist").facts)


def test_every_build_and_casting_says_so_in_its_picture() -> None:
    for build in builds():
        facts = plot_clinical_test("faber", person=build).facts
        assert any("Right outer ankle above the left knee" in fact for fact in facts)
        facts = plot_clinical_test("resisted_hip_abduction", person=build).facts
        assert any(fact == "Right palm above the right knee." for fact in facts), facts
    sl.language("de")
    try:
        assert any("inker Ellenbogen außen über das rechte Knie hinaus" in fact
                   for fact in plot_exercise("seated_spinal_twist").facts)
    finally:
        sl.language("en")


def test_every_point_has_words_as_the_one_that_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """In German a relation asks for the accusative with its article, which the name of a point cannot give."""
    for language, articles in (("en", "the "), ("de", "den |die |das ")):
        monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
        words = phrases.words()
        points = {key.partition(".")[2] for key in words if key.startswith("point.")}
        assert {key.partition(".")[2] for key in words if key.startswith("point_reached.")} == points
        for point in points:
            assert re.match(articles, words[f"point_reached.{point}"]), (language, point)
    telegrams = [relations.phrase(relation) for row in catalogue.rows(Pose)
                 for relation in relations.relations(row.relations)]
    assert "rechte Ferse über das linke Knie hinweg" in telegrams
    assert "rechter Außenknöchel berührt den linken Oberschenkel" in telegrams
    assert not [phrase for phrase in telegrams if ":" in phrase]
