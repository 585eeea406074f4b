"""Check a whole data folder, the library's own or a lecturer's copy: one sentence a fault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..cases import case_faults
from ..core.errors import SchemaError, StretchlibError, TableError
from ..core.text import markup_fault
from ..exercises.care import exercise_reason
from ..exercises.programme import Programme
from ..questions.trial_reports import rating_faults
from ..structures.notes import note_faults
from ..tables import catalogue, paths
from ..tables.reader import Table, sentence
from ..tables.rows import Row
from ..tables.rows.anatomy import PlateMuscle, Structure
from ..tables.rows.clinic import AccuracyStudy, RedFlag
from ..tables.rows.exercises import Exercise, ExerciseCaution, ExerciseLevel, ProgrammeRule
from ..tables.rows.exercises import Programme as ProgrammeRow
from ..tables.rows.people import PatientFeature
from ..tables.rows.questions import QuestionParameter, QuestionValue
from ..tables.rows.sources import Reference
from .check_claims import claim_faults
from .check_hip import name_faults, point_faults
from .check_summaries import summary_faults
from .languages import translation_faults
from .phrase_use import word_faults

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: Table -> (columns whose rows belong together, the column that counts them from 1 in the order they stand).
COUNTED = {
    "exercise_steps": (("exercise", "level"), "step"), "clinical_test_steps": (("test",), "step"),
    "lab_steps": (("lab",), "step"), "muscle_sections": (("structure",), "section"),
    "hip_points": (("model", "part"), "order"), "muscle_parts": (("structure", "model"), "position"),
    "plate_muscles": (("plate",), "depth"), "topic_sections": ((), "number"),
    "programme_items": (("programme",), "item"), "article_parts": ((), "position"),
    "notebook_summaries": (("notebook",), "position"),
}
#: Table -> (columns whose rows belong together, the column that counts them from 1, in whatever order they stand).
NUMBERED = {
    "questions": ((("notebook",), "core_position"), ((), "mixed_position"), ((), "trap_position")),
    "claims": ((("pack",), "pack_position"), ((), "core_position")),
}
#: Columns that are filled in together, or neither.
TOGETHER = (("reviewed_by", "reviewed_on"), ("trap", "trap_position"))
#: Tables that say how an exercise is done.
DRAWN_BY = ("poses", "exercise_levels", "exercise_steps")
#: Small numbers as the text of a rule may say them.
WORDS: dict[float, str] = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}


def check_data(folder: str | os.PathLike[str] | None = None) -> list[str]:
    """Every fault of the tables and notes in ``folder`` (default: the data in use); empty when all is well."""
    root: Traversable = Path(folder) if folder is not None else paths.data_root()
    if isinstance(root, Path) and not root.is_dir():
        return [f"{root}: there is no such folder; give the folder that holds datapackage.json."]
    problems: list[str] = []
    tables: dict[str, Table] = {}
    try:
        resources = catalogue.in_folder(root).resources
        for name in resources:
            try:
                tables[name] = catalogue.in_folder(root).table(name)
            except TableError as error:
                problems += error.problems
    except (SchemaError, StretchlibError) as error:
        return [*problems, str(error)]
    for name in tables:
        problems += _markup_faults(tables[name])
        problems += catalogue.in_folder(root).link_faults(name, tables)
        problems += _count_faults(tables[name], *COUNTED[name]) if name in COUNTED else []
        for group, column in NUMBERED.get(name, ()):
            problems += _position_faults(tables[name], group, column)
    if "structures" in tables and "references" in tables:
        problems += note_faults(root, [row.id for row in tables["structures"].of(Structure)],
                                {row.id for row in tables["references"].of(Reference)})
    for rule, names in RULES.items():
        if set(names) <= set(tables):
            problems += rule(*(tables[name] for name in names))
    problems += claim_faults(tables)
    problems += translation_faults(root, tables)
    for name in tables:
        problems += _together_faults(tables[name])
    problems += case_faults(root, tables)
    problems += rating_faults(tables)
    if folder is None and not problems:  # the rules and the bodies read the data in use
        problems += _programme_faults(tables["programmes"])
        if find_spec("numpy") is not None:  # a browser may not have fetched it; all else needs Python alone
            from ..figures.people.relations import faults as relation_faults

            problems += relation_faults(tables)
    return list(dict.fromkeys(problems))  # a missing table of words is met by every case


def _together_faults(table: Table) -> Iterator[str]:
    """A signature has a name and a day, a misquotation of the gallery its words and its position."""
    pairs = [pair for pair in TOGETHER if table.rows and pair[0] in table.rows[0]]
    for row, number in table.numbered(Row):
        for filled, empty in (order for pair in pairs for order in (pair, pair[::-1])):
            if row[filled] is not None and row[empty] is None:
                yield sentence(table.name, f"{filled} is filled in and {empty} is not", "give both, or neither",
                               number, empty)


def _markup_faults(table: Table) -> Iterator[str]:
    """A tag or a formula in a text: it would be shown as it stands."""
    if not markup_fault("\n".join(value for row in table.rows for value in row.values() if type(value) is str)):
        return  # what no text of all holds, no cell holds: one look is quicker than thousands
    for row, number in table.numbered(Row):
        for column, value in row.items():
            fault = markup_fault(value) if isinstance(value, str) else None
            if fault:
                yield sentence(table.name, f"the text {fault[0]}", fault[1], number, column, fault[2])


def _moving_faults(levels: Table, exercises: Table) -> Iterator[str]:
    """Levels that move without saying how, or say how they move while nothing does."""
    moves = {row.id: {"lift_word": row.lift_s, "lower_word": row.lower_s} for row in exercises.of(Exercise)}
    for level, number in levels.numbered(ExerciseLevel):
        for column, seconds in moves.get(level.exercise, {}).items():
            word = getattr(level, column)
            if seconds and not word:
                yield sentence(levels.name, "the timer has time for this movement and no word",
                               "choose one of the words of the column", number, column, word)
            elif word and not seconds:
                yield sentence(levels.name, "the timer has no time for this movement",
                               "leave it empty, or give seconds in exercises.csv", number, column, word)


def _programme_faults(programmes: Table) -> Iterator[str]:
    """Example weeks that break a rule of the tables, or are for a case that is not there."""
    for row, number in programmes.numbered(ProgrammeRow):
        try:
            Programme.from_rows(row.id)
        except StretchlibError as error:
            yield sentence(programmes.name, f"this week cannot be practised, because of this: {str(error).rstrip('.')}",
                           "change its rows in programme_items.csv", number, "id", row.id)


def _count_faults(table: Table, of: tuple[str, ...], column: str) -> Iterator[str]:
    """Rows that belong together, such as the steps of one exercise and level, count 1, 2, 3 ... as they stand."""
    reached: dict[tuple[object, ...], int] = {}
    for row, number in table.numbered(Row):
        key, position = tuple(row[name] for name in of), getattr(row, column)
        reached[key] = reached.get(key, 0) + 1
        if position != reached[key]:
            whose = f" of {', '.join(map(str, key))}" if key else ""
            yield sentence(table.name, f"this is {column} {reached[key]}{whose}", f"write {reached[key]}",
                           number, column, position)
            reached[key] = position


def _limit_faults(rules: Table) -> Iterator[str]:
    """A rule of the week names the limit that it is held to."""
    for rule, number in rules.numbered(ProgrammeRule):
        said = rule.text.lower().split()
        for column, limit in (("low", rule.low), ("high", rule.high)):
            if limit is not None and not {f"{limit:g}", WORDS.get(limit, "")} & set(said):
                yield sentence(rules.name, "the text of the rule does not say this limit",
                               "make the two agree", number, column, f"{limit:g}")


def _unnamed_faults(drawn: Table, structures: Table) -> Iterator[str]:
    """What is drawn on a plate is named once: in the table of structures, or, where that has it not, beside it."""
    named_ids = {row.id for row in structures.of(Structure)}
    for row, number in drawn.numbered(PlateMuscle):
        if row.structure in named_ids and row.name:
            yield sentence(drawn.name, f"structures.csv names {row.structure} already", "empty the cell", number,
                           "name", row.name)
        elif row.structure not in named_ids and not row.name:
            yield sentence(drawn.name, f"nothing names {row.structure}", "write its name", number, "name")


def _position_faults(table: Table, group: tuple[str, ...], column: str) -> Iterator[str]:
    """Rows that belong together have the positions 1, 2, 3 ..., each once, in whatever order they stand."""
    positions: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for row, number in table.numbered(Row):
        if row[column] is not None:
            positions.setdefault(tuple(row[name] for name in group), []).append((int(str(row[column])), number))
    for key, numbered in positions.items():
        for wanted, (position, number) in enumerate(sorted(numbered), start=1):
            if position != wanted:
                whose = "".join(f" of {name} {value}" for name, value in zip(group, key, strict=True))
                yield sentence(table.name, f"no row{whose} has position {wanted}", "number them from 1, each once",
                               number, column, position)
                break


def _care_faults(features: Table, cautions: Table, exercises: Table, *drawn_by: Table) -> Iterator[str]:
    """An exercise whose position, turn or hold asks for care with a feature of a person has a row that says so."""
    done = {name: table.rows for name, table in zip(DRAWN_BY, drawn_by, strict=True)}
    for feature in features.of(PatientFeature):
        there = {caution.exercise for caution in cautions.of(ExerciseCaution) if feature.id in caution.features}
        for exercise, number in exercises.numbered(Exercise):
            reason = "" if exercise.id in there else exercise_reason(feature, exercise, done)
            if reason:
                yield sentence(exercises.name,
                               f"no row of exercise_cautions.csv tells of {feature.id}, and {reason}",
                               f"add a row with {feature.id} in its column features", number, "id", exercise.id)


def _emergency_faults(accuracy: Table, flags: Table) -> Iterator[str]:
    """Where an emergency decides, no arithmetic with a test: a slider would seem to rule it out."""
    urgent = [flag.suspected.lower() for flag in flags.of(RedFlag) if flag.urgency == "emergency"]
    for study, number in accuracy.numbered(AccuracyStudy):
        if study.use and any(study.target.lower() in suspected for suspected in urgent):
            yield sentence(accuracy.name, "an emergency decides here (red_flags.csv), and no arithmetic rules it out",
                           "write false", number, "use", "true")


def _given_faults(values: Table) -> Iterator[str]:
    """Every value of a question's parameter gives the same names: one that lacks would be reckoned without."""
    names_by_parameter: dict[tuple[str, str], tuple[str, ...]] = {}
    for row, number in values.numbered(QuestionValue):
        here = tuple(part.partition("=")[0] for part in row.gives.split("; "))
        names = names_by_parameter.setdefault((row.question, row.parameter), here)
        if here != names:
            yield sentence(values.name, f"another value of {row.parameter} gives {', '.join(names)}",
                           "give the same names in the same order", number, "gives", row.gives)


def _arithmetic_faults(values: Table, accuracy: Table) -> Iterator[str]:
    """A made question reckons with the accuracy of a row that may be used for it."""
    usable = {(study.sensitivity, study.specificity) for study in accuracy.of(AccuracyStudy) if study.use}
    for row, number in values.numbered(QuestionValue):
        gives = dict(part.split("=", 1) for part in row.gives.split("; ") if "=" in part)
        if "sens" not in gives or "spec" not in gives:
            continue
        try:
            pair = float(gives["sens"]), float(gives["spec"])
        except ValueError:
            pair = None
        if pair not in usable:
            yield sentence(values.name, "no row of test_accuracy.csv with use true has these two shares",
                           "take them from such a row, or remove this value", number, "gives", row.gives)


def _range_faults(parameters: Table) -> Iterator[str]:
    """The largest value of a question's number is reached from the smallest in whole steps."""
    for row, number in parameters.numbered(QuestionParameter):
        low, high, step = row.min, row.max, row.step
        if low is not None and high is not None and step:
            steps = (high - low) / step
            if abs(steps - round(steps)) > 1e-6:
                yield sentence(parameters.name, f"steps of {step:g} from {low:g} do not end here",
                               "make it the smallest value and a whole number of steps", number, "max", high)


#: Rule -> the tables it takes, in this order; it is held where all of them could be read.
RULES: dict[Callable[..., Iterator[str]], tuple[str, ...]] = {
    _range_faults: ("question_parameters",), word_faults: ("words",), point_faults: ("hip_points",),
    name_faults: ("hip_parts",), _given_faults: ("question_values",),
    _arithmetic_faults: ("question_values", "test_accuracy"), _unnamed_faults: ("plate_muscles", "structures"),
    _moving_faults: ("exercise_levels", "exercises"), summary_faults: ("notebook_summaries",),
    _limit_faults: ("programme_rules",),
    _care_faults: ("patient_features", "exercise_cautions", "exercises", *DRAWN_BY),
    _emergency_faults: ("test_accuracy", "red_flags"),
}
