"""What must hold between the drawn bodies, what is marked on them, and the invented groups of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..core.errors import did_you_mean
from ..evidence.invented_people import NUMBERS
from ..tables.reader import Table, sentence
from ..tables.rows.anatomy import Landmark, Structure
from ..tables.rows.exercises import ExerciseStructure
from ..tables.rows.people import BodySegment, CohortParameter, PatientFeature, Pose
from .same_words import alike_faults

SIDES = ("left", "right")


def body_faults(segments: Table) -> Iterator[str]:
    """Every build has the same segments, each with a length, a girth or both."""
    builds: dict[str, dict[str, int]] = {}
    for row, number in segments.numbered(BodySegment):
        builds.setdefault(row.build, {})[row.segment] = number
        if row.length_h is None and row.girth is None:
            yield sentence(segments.name, f"the {row.segment} of {row.build} has neither a length nor a girth",
                           "give what it has in the other builds", number, "length_h")
    for build, there in builds.items():
        for segment in dict.fromkeys(name for other_build in builds.values() for name in other_build):
            if segment not in there:
                yield sentence(segments.name, f"the build {build} has no {segment}, which another build has",
                               "add its row", max(there.values()), "segment", segment)


def mark_faults(poses: Table, structures: Table, reached: Table) -> Iterator[str]:
    """What is marked on a drawn body is a structure, on a side, in a role that the exercise has for it."""
    there = [row.id for row in structures.of(Structure)]
    roles: dict[tuple[str, str], set[str]] = {}
    for row in reached.of(ExerciseStructure):
        roles.setdefault((row.exercise, row.structure), set()).add(row.role)
    for pose, number in poses.numbered(Pose):
        for entry in (part.strip() for part in pose.highlight.split(";") if part.strip()):
            parts = entry.split(":")
            if len(parts) not in (3, 4) or parts[1] not in SIDES or (len(parts) == 4 and parts[3] != "second"):
                yield sentence(poses.name, "this marks nothing that can be read", "write it like "
                               "piriformis:right:stretched", number, "highlight", entry)
            elif parts[0] not in there:
                yield sentence(poses.name, "structures.csv has no structure of this name",
                               did_you_mean(parts[0], there), number, "highlight", entry)
            elif pose.exercise and parts[2] not in roles.get((pose.exercise, parts[0]), ()):
                yield sentence(poses.name, f"exercise_structures.csv does not say that {parts[0]} is {parts[2]} in "
                               f"{pose.exercise}", "add the row there, or change the mark", number, "highlight", entry)


def feature_faults(features: Table) -> Iterator[str]:
    """Each feature reads as one of its own."""
    yield from alike_faults(features, "label")
    for row, number in features.numbered(PatientFeature):
        asks = row.drawn_start or row.drawn_turn_deg or row.hold_s or row.phrases
        if row.test_care and not asks:
            yield sentence(features.name, f"nothing says which tests ask for care with {row.id}, so that this is never "
                           "told", "give drawn_start, drawn_turn_deg, hold_s or phrases", number, "test_care",
                           row.test_care)


def cohort_faults(cohorts: Table) -> Iterator[str]:
    """Each invented group has the numbers that it is drawn from, and they can be drawn from."""
    there: dict[str, set[str]] = {}
    for row, number in cohorts.numbered(CohortParameter):
        there.setdefault(row.cohort, set()).add(row.parameter)
        wrong = ""
        if row.parameter == "people" and not (row.value == int(row.value) and 10 <= row.value <= 2000):
            wrong = "a group has 10 to 2000 people, whole ones"
        elif row.parameter == "seed" and not (row.value == int(row.value) and row.value >= 0):
            wrong = "a seed is a whole number from 0"
        elif (row.parameter.startswith("share") or row.parameter == "correlation") and not 0 <= row.value <= 1:
            wrong = "a share or a correlation lies between 0 and 1 here"
        elif (row.parameter == "sd" or row.parameter.endswith("_sd")) and row.value <= 0:
            wrong = "people differ, so that a standard deviation is more than 0"
        elif row.unit == "points of 10" and not 0 <= row.value <= 10:
            wrong = "the scale goes from 0 to 10"
        if wrong:
            yield sentence(cohorts.name, f"{row.parameter} of {row.cohort}: {wrong}", "correct the number", number,
                           "value", f"{row.value:g}")
        if row.cohort in NUMBERS and row.parameter not in NUMBERS[row.cohort]:
            yield sentence(cohorts.name, f"nothing of {row.cohort} is drawn from a number of this name",
                           did_you_mean(row.parameter, NUMBERS[row.cohort]), number, "parameter", row.parameter)
    for cohort, parameters in there.items():
        for parameter in NUMBERS.get(cohort, ()):
            if parameter not in parameters:
                yield sentence(cohorts.name, f"{cohort} is drawn from {parameter} as well, and there is no such row",
                               "put it back", None, "parameter", parameter)


def landmark_faults(landmarks: Table, segments: Table) -> Iterator[str]:
    """A landmark lies on a point of the drawn skin; reads the data in use, needs numpy."""
    from ..stage.body import body

    yield from alike_faults(landmarks, "name", "plain_name")
    builds = list(dict.fromkeys(segment.build for segment in segments.of(BodySegment)))
    points = list(body(builds[0]).points)
    for row, number in landmarks.numbered(Landmark):
        if row.point not in points:
            yield sentence(landmarks.name, f"the drawn body has no point of this name for {row.id}",
                           did_you_mean(row.point, points), number, "point", row.point)


#: Rule -> the tables it takes, in this order.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    body_faults: ("body_segments",), mark_faults: ("poses", "structures", "exercise_structures"),
    feature_faults: ("patient_features",), cohort_faults: ("invented_cohorts",),
}
#: Rules that reckon with numpy, which a browser may not have fetched.
NUMPY_RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {landmark_faults: ("landmarks", "body_segments")}
