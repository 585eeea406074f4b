"""Which exercises and clinical tests ask for care with a feature of a person: how they lie, turn, and hold.

The columns of ``patient_features.csv`` say what asks for care; nothing here names an exercise, a test or a feature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..tables import catalogue
from ..tables.rows import Row
from ..tables.rows.clinic import ClinicalTest
from ..tables.rows.exercises import Exercise, ExerciseLevel, ExerciseStep
from ..tables.rows.people import PatientFeature, Pose

#: Kinds of exercise in which a muscle at work is held; a held stretch strains nobody's blood pressure.
HELD = ("strength", "motor control")


def exercise_reason(feature: PatientFeature, exercise: Exercise, tables: Mapping[str, Iterable[Row]]) -> str:
    """Why an exercise asks for care with this feature, in words for who edits the tables; empty where it does not.

    ``tables`` holds the rows of ``poses``, ``exercise_levels`` and ``exercise_steps``.
    """
    longest, limit = exercise.hold_max_s, feature.hold_s
    if limit is not None and longest is not None and exercise.category in HELD and longest >= limit:
        return f"it is held for up to {longest} s"
    poses: list[Pose] = []
    texts = [exercise.start_position]
    for row in (row for name in ("poses", "exercise_levels", "exercise_steps") for row in tables[name]):
        match row:
            case Pose(exercise=exercise.id):
                poses.append(row)
            case ExerciseLevel(exercise=exercise.id):
                texts += [row.description, row.posture]
            case ExerciseStep(exercise=exercise.id):
                texts.append(row.text)
    return _drawn_reason(feature, poses) or _text_reason(feature, texts)


def test_reason(feature: PatientFeature, test: ClinicalTest, poses: Iterable[Pose]) -> str:
    """Why a clinical test asks for care with this feature; empty where it does not. ``poses``: all of that table."""
    patient = [pose for pose in poses if pose.test == test.id and pose.role == "patient"]
    return _drawn_reason(feature, patient) or _text_reason(feature, [test.patient_position])


def test_care(test: str) -> Iterator[str]:
    """For whom a clinical test, an id of ``clinical_tests.csv``, has to be changed: a text for each such feature."""
    in_english = catalogue.catalogue().table("clinical_tests").rows  # phrases are looked for in English
    row = next(row for row in in_english if isinstance(row, ClinicalTest) and row.id == test)
    poses = catalogue.rows(Pose)
    for feature in catalogue.rows(PatientFeature):
        if feature.test_care and test_reason(feature, row, poses):
            yield feature.test_care


def _drawn_reason(feature: PatientFeature, poses: Iterable[Pose]) -> str:
    """The start or the turn of the trunk that one of the drawn postures shares with the feature; else empty."""
    for pose in poses:
        if feature.drawn_start and pose.start == feature.drawn_start:
            return f"it is drawn {pose.start}"
        turned = abs(pose.lumbar_turn_right_deg + pose.thorax_turn_right_deg)
        if feature.drawn_turn_deg is not None and turned >= feature.drawn_turn_deg:
            return f"it is drawn with the trunk turned by {turned:.0f} degrees"
    return ""


def _text_reason(feature: PatientFeature, texts: Iterable[str]) -> str:
    """The first phrase of the feature that stands in one of the texts; else empty."""
    phrases = [phrase for phrase in feature.phrases.split("; ") if phrase]
    for text in texts:
        for phrase in phrases:
            if phrase.lower() in text.lower():
                return f"its texts say {phrase!r}"
    return ""
