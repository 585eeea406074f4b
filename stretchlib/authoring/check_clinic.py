"""What must hold between red flags, clinical tests, their accuracy, the labs, and the menus of the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..exercises.red_flags import URGENCIES
from ..tables.reader import Table, sentence
from ..tables.rows.anatomy import Landmark
from ..tables.rows.clinic import (
    AccuracyStudy,
    CaseAction,
    CaseExamination,
    CaseQuestion,
    ClinicalTest,
    ClinicalTestStep,
    LabStep,
    RedFlag,
)
from ..tables.rows.people import Pose
from .same_words import alike_faults

LAB_MINUTES = 50  # the length of a class
#: What comes before anybody is touched.
BEFORE_TOUCH = ("safety", "consent", "right to stop")
ROUNDED = 0.005  # how far a share or a ratio may be off because it was printed with two decimals
FACTOR = 2  # a pooled ratio may differ so far from what the pooled shares give


def flag_faults(flags: Table) -> Iterator[str]:
    """Each red flag asks a question of its own, and each urgency has one, so that nothing is left unasked."""
    yield from alike_faults(flags, "question", "sign")
    present = {flag.urgency for flag in flags.of(RedFlag)}
    for urgency in URGENCIES:
        if urgency not in present:
            yield sentence(flags.name, f"no red flag has the urgency {urgency}", "put its rows back", None, "urgency",
                           urgency)
    for flag, number in flags.numbered(RedFlag):
        if not flag.question.endswith("?"):
            yield sentence(flags.name, f"the red flag {flag.id} asks nothing", "end its question with a question mark",
                           number, "question", flag.question)


def emergency_faults(accuracy: Table, flags: Table) -> Iterator[str]:
    """Where an emergency decides, no arithmetic with a test: a slider would seem to rule it out."""
    urgent = [flag.suspected.lower() for flag in flags.of(RedFlag) if flag.urgency == "emergency"]
    for study, number in accuracy.numbered(AccuracyStudy):
        if study.use and any(study.target.lower() in suspected for suspected in urgent):
            yield sentence(accuracy.name, "an emergency decides here (red_flags.csv), and no arithmetic rules it out",
                           "write false", number, "use", "true")


def accuracy_faults(accuracy: Table) -> Iterator[str]:
    """Ratios agree with the shares, shares with the counts, and a positive result speaks for what a negative speaks
    against."""
    for study, number in accuracy.numbered(AccuracyStudy):
        yield from _ratio_faults(accuracy.name, study, number)
        if study.use and study.lr_positive is not None and study.lr_negative is not None and \
                (study.lr_positive - 1) * (study.lr_negative - 1) > 0:
            yield sentence(accuracy.name, f"both ratios of {study.id} lie on the same side of 1, so that a positive "
                           "and a negative result would speak for the same", "correct one of the two", number,
                           "lr_negative", f"{study.lr_negative:g}")
        counts = (study.true_positive, study.false_positive, study.false_negative, study.true_negative)
        if any(count is not None for count in counts) and None in counts:
            yield sentence(accuracy.name, f"of the four counts of {study.id} not all are given", "give all four, or "
                           "none", number, "true_positive")
        for share, hits, misses in (("sensitivity", study.true_positive, study.false_negative),
                                    ("specificity", study.true_negative, study.false_positive)):
            value = study.sensitivity if share == "sensitivity" else study.specificity
            if value is not None and hits is not None and misses is not None and hits + misses and \
                    abs(value - hits / (hits + misses)) > ROUNDED:
                yield sentence(accuracy.name, f"the counts of {study.id} give {hits / (hits + misses):.2f}",
                               "make counts and share agree", number, share, f"{value:g}")


def _ratio_faults(file: str, study: AccuracyStudy, number: int) -> Iterator[str]:
    sensitivity, specificity = study.sensitivity, study.specificity
    ratios = (("lr_positive", study.lr_positive, study.lr_positive_low, study.lr_positive_high),
              ("lr_negative", study.lr_negative, study.lr_negative_low, study.lr_negative_high))
    if sensitivity is None or specificity is None:
        if study.computed:
            yield sentence(file, f"the ratios of {study.id} are marked as computed from the two shares, and a share is "
                           "missing", "give both, or write false", number, "computed", "true")
        return
    for column, ratio, low, high in ratios:
        tops = (sensitivity, 1 - specificity) if column == "lr_positive" else (1 - sensitivity, specificity)
        if ratio is None or not tops[1]:
            continue
        given = tops[0] / tops[1]
        if study.computed:
            last = 0.5 * 10.0 ** -len(repr(ratio).partition(".")[2])  # half of the last digit that is written
            if abs(ratio - given) > max(ROUNDED, min(last, 0.02 * given)) + 1e-9:
                yield sentence(file, f"sensitivity and specificity of {study.id} give {given:.2f}",
                               "write that, or write false in the column computed", number, column, f"{ratio:g}")
        elif given and not 1 / FACTOR <= ratio / given <= FACTOR:
            yield sentence(file, f"sensitivity and specificity of {study.id} give {given:.2f}, and this differs by "
                           f"more than a factor of {FACTOR}", "correct the ratio or the shares", number, column,
                           f"{ratio:g}")
        elif low is not None and high is not None and not low <= given <= high:
            yield sentence(file, f"sensitivity and specificity of {study.id} give {given:.2f}, which lies outside the "
                           f"interval of this ratio, {low:g} to {high:g}", "correct the interval or the shares", number,
                           column, f"{ratio:g}")


def test_faults(tests: Table, steps: Table, poses: Table) -> Iterator[str]:
    """Each clinical test has steps and is drawn, the patient at least, at its start and its end."""
    yield from alike_faults(tests, "name")
    stepped = {step.test for step in steps.of(ClinicalTestStep)}
    drawn: dict[str, set[tuple[str, str, str]]] = {}
    for pose in poses.of(Pose):
        if pose.test:
            drawn.setdefault(pose.test, set()).add((pose.casting, pose.role, pose.moment))
    for test, number in tests.numbered(ClinicalTest):
        if test.id not in stepped:
            yield sentence(tests.name, "clinical_test_steps.csv has no steps of this test", "add a row for each step",
                           number, "id", test.id)
        there = drawn.get(test.id, set())
        if not there:
            yield sentence(tests.name, "poses.csv does not draw this test", "add its rows, patient and examiner",
                           number, "id", test.id)
        roles = {role for _, role, _ in there}
        for casting in sorted({casting for casting, *_ in there}):
            for role in sorted(roles | {"patient"}) if there else ():
                for moment in ("start", "end"):
                    if (casting, role, moment) not in there:
                        yield sentence(poses.name, f"{test.id} is not drawn at its {moment} with the {role} of the "
                                       f"casting {casting}", "add the row", None, "moment", moment)


def lab_faults(labs: Table, landmarks: Table) -> Iterator[str]:
    """A lab takes the minutes of a class; who is touched was asked before; what is practised is named."""
    asked = {row.id for row in landmarks.of(Landmark) if row.explicit_consent}
    seen: dict[str, set[str]] = {}
    minutes: dict[str, int] = {}
    last: dict[str, int] = {}
    again: dict[str, int] = {}  # of each lab how often leave was asked
    for row, number in labs.numbered(LabStep):
        minutes[row.lab] = minutes.get(row.lab, 0) + row.minutes
        last[row.lab] = number
        before = seen.setdefault(row.lab, set())
        if row.kind == "practise":
            for kind in BEFORE_TOUCH:
                if kind not in before:
                    before.add(kind)  # told once
                    yield sentence(labs.name, f"step {row.step} of {row.lab} touches a partner before any step of the "
                                   f"kind {kind}", "put that step first", number, "kind", row.kind)
            if bool(row.landmark) == bool(row.test):
                yield sentence(labs.name, f"step {row.step} of {row.lab} practises " +
                               ("a landmark and a test" if row.test else "nothing"), "name one landmark or one test",
                               number, "landmark", row.landmark)
        elif row.landmark or row.test:
            yield sentence(labs.name, f"step {row.step} of {row.lab} is of the kind {row.kind}, so that this would not "
                           "be practised", "make its kind practise, or empty the cell", number,
                           "landmark" if row.landmark else "test", row.landmark or row.test)
        if row.kind == "consent":
            again[row.lab] = again.get(row.lab, 0) + 1
            if not row.words:
                yield sentence(labs.name, f"step {row.step} of {row.lab} asks for consent without words",
                               "write what to say", number, "words")
        if row.landmark in asked and "consent" not in before:
            yield sentence(labs.name, f"{row.landmark} is felt only after consent of its own", "put a step of the kind "
                           "consent before it", number, "landmark", row.landmark)
        before.add(row.kind)
    for lab, total in minutes.items():
        if total != LAB_MINUTES:
            yield sentence(labs.name, f"the steps of {lab} take {total} minutes together, and a class has "
                           f"{LAB_MINUTES}", "change the minutes of its steps", last[lab], "minutes", total)


def menu_faults(questions: Table, examinations: Table, actions: Table) -> Iterator[str]:
    """What can be asked, examined and decided in a case stands in its menu once, and an emergency can be met."""
    yield from alike_faults(questions, "ask")
    yield from alike_faults(examinations, "label")
    yield from alike_faults(actions, "label")
    for row, number in questions.numbered(CaseQuestion):
        if not row.ask.rstrip(".").endswith("?") and "?" not in row.ask:
            yield sentence(questions.name, f"{row.id} asks nothing", "write it as a question", number, "ask", row.ask)
    if not any(row.group == "emergency" for row in questions.of(CaseQuestion)):
        yield sentence(questions.name, "no question has the group emergency, so that nobody could be asked for its "
                       "signs", "put its rows back", None, "group", "emergency")
    kinds = {row.id: row.kind for row in actions.of(CaseAction)}
    if kinds.get("emergency_now") != "emergency":
        yield sentence(actions.name, "no action of the kind emergency has the id emergency_now, by which a case is "
                       "ended where an emergency decides", "put its row back", None, "id", "emergency_now")
    tests: dict[str, str] = {}
    for examination, number in examinations.numbered(CaseExamination):
        first = tests.setdefault(examination.test, examination.id) if examination.test else examination.id
        if first != examination.id and examination.minutes != next(
                row.minutes for row in examinations.of(CaseExamination) if row.id == first):
            yield sentence(examinations.name, f"{first} is the same test and costs other minutes", "give both the same",
                           number, "minutes", examination.minutes)


#: Rule -> the tables it takes, in this order.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    flag_faults: ("red_flags",), emergency_faults: ("test_accuracy", "red_flags"), accuracy_faults: ("test_accuracy",),
    test_faults: ("clinical_tests", "clinical_test_steps", "poses"), lab_faults: ("lab_steps", "landmarks"),
    menu_faults: ("case_questions", "case_examinations", "case_actions"),
}
