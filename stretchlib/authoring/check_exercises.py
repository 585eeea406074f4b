"""What must hold between an exercise, its levels, steps, postures and cautions, and the weeks that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..core.errors import StretchlibError
from ..exercises.care import exercise_reason
from ..exercises.programme import Programme
from ..tables.reader import Table, sentence
from ..tables.rows.anatomy import Structure
from ..tables.rows.exercises import (
    Exercise,
    ExerciseCaution,
    ExerciseLevel,
    ExerciseStep,
    ExerciseStructure,
    ProgrammeItem,
    ProgrammeRule,
)
from ..tables.rows.exercises import Programme as ProgrammeRow
from ..tables.rows.people import BodySegment, PatientFeature, Pose

#: Tables that say how an exercise is done.
DRAWN_BY = ("poses", "exercise_levels", "exercise_steps")
#: Small numbers as the text of a rule may say them.
WORDS: dict[float, str] = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
MOMENTS = ("start", "end")
#: Category -> the role in which the exercise reaches a structure; an aerobic exercise aims at none.
ROLE_OF = {"stretch": "stretched", "mobility": "stretched", "strength": "working", "motor control": "working",
           "neurodynamic": "mobilised"}
#: Role -> the kind of structure that can have it.
KIND_OF = {"stretched": "muscle", "working": "muscle", "mobilised": "nerve"}
#: Phases of the timer in the order in which they come, and the column of exercises.csv that gives each its time.
PHASES = {"get ready": "ready_s", "lift": "lift_s", "hold": "hold_max_s", "contract": "contract_s", "relax": "relax_s",
          "lower": "lower_s", "release": "release_s", "walk": "walk_min_min"}


def exercise_faults(exercises: Table, steps: Table, cautions: Table, poses: Table, segments: Table) -> Iterator[str]:
    """A sentence for each exercise without steps, without a stop rule, or not drawn."""
    builds = list(dict.fromkeys(segment.build for segment in segments.of(BodySegment)))
    guided = {step.exercise for step in steps.of(ExerciseStep) if step.level == "base"}
    stopped = {row.exercise for row in cautions.of(ExerciseCaution) if row.kind == "stop rule"}
    drawn: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for pose in poses.of(Pose):
        if pose.exercise:
            drawn.setdefault((pose.exercise, pose.level), set()).add((pose.build, pose.moment))
    for row, number in exercises.numbered(Exercise):
        if row.id not in guided:
            yield sentence(exercises.name, "exercise_steps.csv has no steps of the base level of this exercise",
                           "add a row for each step", number, "id", row.id)
        if row.id not in stopped:
            yield sentence(exercises.name, "exercise_cautions.csv says nowhere when to stop this exercise",
                           "add a row of the kind stop rule", number, "id", row.id)
        if (row.id, "base") not in drawn:
            yield sentence(exercises.name, "poses.csv does not draw the base level of this exercise",
                           "add its rows start and end for each build", number, "id", row.id)
        if row.mode != "walk" and not any((row.lift_s, row.hold_max_s, row.lower_s, row.release_s)):
            yield sentence(exercises.name, f"a repetition of {row.id} lasts no time at all", "give its hold, or the "
                           "times to lift and to lower", number, "hold_max_s", row.hold_max_s)
        if row.mode == "hold" and row.hold_min_s == 0:
            yield sentence(exercises.name, f"{row.id} is timed as a hold and is not held", "give the seconds, or make "
                           "its mode repeat", number, "hold_min_s", row.hold_min_s)
        for filled, empty in (("article_hold_s", "article_hold_max_s"), ("article_reps_min", "article_reps_max")):
            for there, missing in ((filled, empty), (empty, filled)):
                if row[there] is not None and row[missing] is None:
                    yield sentence(exercises.name, f"{there} of {row.id} is filled in and {missing} is not",
                                   "give both, the same number where the article gives one", number, missing)
    for pose, number in poses.numbered(Pose):
        moments = drawn.pop((pose.exercise, pose.level), set())  # told in the first row of the level
        for build, moment in ((build, moment) for build in builds for moment in MOMENTS) if moments else ():
            if (build, moment) not in moments:
                yield sentence(poses.name, f"{pose.exercise}, level {pose.level}, is not drawn at its {moment} with "
                               f"the build {build}", "add the row", number, "moment", moment)


def level_faults(levels: Table, exercises: Table) -> Iterator[str]:
    """Levels of one exercise go by names of their own, and one of them is the base."""
    titles: dict[tuple[str, str], str] = {}
    bases = {row.exercise for row in levels.of(ExerciseLevel) if row.level == "base"}
    for row, number in levels.numbered(ExerciseLevel):
        if row.exercise not in bases:
            bases.add(row.exercise)
            yield sentence(levels.name, f"{row.exercise} has no row of the level base", "add it", number, "level",
                           row.level)
        level = titles.setdefault((row.exercise, row.title.casefold()), row.level)
        if level != row.level:
            yield sentence(levels.name, f"the level {level} of {row.exercise} has this title already",
                           "give each level its own", number, "title", row.title)
    yield from _moving_faults(levels, exercises)


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


def step_faults(steps: Table, exercises: Table, levels: Table) -> Iterator[str]:
    """Each step belongs to a level and a phase that its exercise has, in the order in which the phases come."""
    timed = {row.id: row for row in exercises.of(Exercise)}
    leveled = {(row.exercise, row.level) for row in levels.of(ExerciseLevel)}
    with_levels = {exercise for exercise, _ in leveled}
    order, reached = list(PHASES), dict[tuple[str, str], int]()
    for row, number in steps.numbered(ExerciseStep):
        exercise, key = timed.get(row.exercise), (row.exercise, row.level)
        if exercise is None:
            continue  # told as a link
        if key not in leveled and (row.exercise in with_levels or row.level != "base"):
            leveled.add(key)  # told once
            yield sentence(steps.name, f"exercise_levels.csv has no level {row.level} of {row.exercise}",
                           "add it there, or remove its steps", number, "level", row.level)
        if not getattr(exercise, PHASES[row.phase]):
            yield sentence(steps.name, f"the timer of {row.exercise} has no time for this phase, so that the cue is "
                           "never said", f"choose another, or give {PHASES[row.phase]} in exercises.csv", number,
                           "phase", row.phase)
        if order.index(row.phase) < reached.get(key, 0):
            yield sentence(steps.name, f"this step of {row.exercise} comes after one of the phase "
                           f"{order[reached[key]]}", "put the steps in the order of the phases", number, "phase",
                           row.phase)
        reached[key] = max(reached.get(key, 0), order.index(row.phase))


def structure_faults(reached: Table, exercises: Table, structures: Table) -> Iterator[str]:
    """What an exercise does to a structure is such as its kind allows, and each exercise aims at one."""
    kinds = {row.id: row.kind for row in structures.of(Structure)}
    aims: dict[str, set[str]] = {}
    for row, number in reached.numbered(ExerciseStructure):
        if row.priority == "target":
            aims.setdefault(row.exercise, set()).add(row.role)
        if kinds.get(row.structure, KIND_OF[row.role]) != KIND_OF[row.role]:
            yield sentence(reached.name, f"{row.structure} is a {kinds[row.structure]}, and only a {KIND_OF[row.role]} "
                           f"is {row.role}", "choose another role or structure", number, "role", row.role)
    for exercise, number in exercises.numbered(Exercise):
        role = ROLE_OF.get(exercise.category)
        if role and role not in aims.get(exercise.id, ()):
            yield sentence(exercises.name, f"{exercise.id} is of the category {exercise.category}, and no row of "
                           f"exercise_structures.csv names a target of it that is {role}", "add the row, or choose "
                           "another category", number, "category", exercise.category)


def caution_faults(cautions: Table) -> Iterator[str]:
    """A stop rule holds for everyone, and a rule is told once."""
    said: dict[tuple[str, str], int] = {}
    for row, number in cautions.numbered(ExerciseCaution):
        if row.kind == "stop rule" and row.features:
            yield sentence(cautions.name, f"the stop rule {row.id} would hold for these people only",
                           "empty the cell, or make its kind caution", number, "features", "; ".join(row.features))
        first = said.setdefault((row.exercise, row.text.casefold()), number)
        if first != number:
            yield sentence(cautions.name, f"row {first} says this of {row.exercise} already", "remove one of the two",
                           number, "text", row.text)


def care_faults(features: Table, cautions: Table, exercises: Table, *drawn_by: Table) -> Iterator[str]:
    """An exercise whose position, turn or hold asks for care with a feature of a person has a row that says so."""
    done: dict[str, dict[str, list[Pose | ExerciseLevel | ExerciseStep]]] = {}
    for name, table in zip(DRAWN_BY, drawn_by, strict=True):
        for row in table.rows:
            if isinstance(row, (Pose, ExerciseLevel, ExerciseStep)) and row.exercise:
                done.setdefault(row.exercise, {}).setdefault(name, []).append(row)
    for feature in features.of(PatientFeature):
        there = {caution.exercise for caution in cautions.of(ExerciseCaution) if feature.id in caution.features}
        for exercise, number in exercises.numbered(Exercise):
            of_it: Mapping[str, list[Pose | ExerciseLevel | ExerciseStep]] = done.get(exercise.id, {})
            reason = "" if exercise.id in there else exercise_reason(
                feature, exercise, {name: of_it.get(name, []) for name in DRAWN_BY})
            if reason:
                yield sentence(exercises.name,
                               f"no row of exercise_cautions.csv tells of {feature.id}, and {reason}",
                               f"add a row with {feature.id} in its column features", number, "id", exercise.id)


def rule_faults(rules: Table) -> Iterator[str]:
    """A rule of the week has a limit, names it, and is the only one of its kind."""
    held: dict[tuple[str, str], int] = {}
    for rule, number in rules.numbered(ProgrammeRule):
        if rule.low is None and rule.high is None:
            yield sentence(rules.name, f"the rule {rule.id} has no limit", "give low, high or both", number, "high")
        first = held.setdefault((rule.quantity, rule.category), number)
        if first != number:
            yield sentence(rules.name, f"row {first} limits this already", "join the two rows", number, "quantity",
                           rule.quantity)
        said = rule.text.lower().split()
        for column, limit in (("low", rule.low), ("high", rule.high)):
            if limit is not None and not {f"{limit:g}", WORDS.get(limit, "")} & set(said):
                yield sentence(rules.name, "the text of the rule does not say this limit",
                               "make the two agree", number, column, f"{limit:g}")


def item_faults(items: Table, programmes: Table, levels: Table) -> Iterator[str]:
    """Each day and exercise of a week stands once, at a level that there is; a case has one week."""
    leveled = {(row.exercise, row.level) for row in levels.of(ExerciseLevel)}
    with_levels = {exercise for exercise, _ in leveled}
    cases: dict[str, str] = {}
    for week, number in programmes.numbered(ProgrammeRow):
        first = cases.setdefault(week.case, week.id) if week.case else week.id
        if first != week.id:
            yield sentence(programmes.name, f"the week {first} is for this case already, and this one would never be "
                           "shown", "remove one of the two", number, "case", week.case)
    for row, number in items.numbered(ProgrammeItem):
        if row.exercise in with_levels and (row.exercise, row.level) not in leveled:
            yield sentence(items.name, f"exercise_levels.csv has no level {row.level} of {row.exercise}",
                           "add it there, or choose another", number, "level", row.level)
        days = row.days.split("; ")
        if days != sorted(set(days)):
            yield sentence(items.name, f"the days of {row.exercise} are not each written once, in their order",
                           f"write {'; '.join(sorted(set(days)))}", number, "days", row.days)


def programme_faults(programmes: Table) -> Iterator[str]:
    """Example weeks that break a rule of the tables, or are for a case that is not there; reads the data in use."""
    for row, number in programmes.numbered(ProgrammeRow):
        try:
            Programme.from_rows(row.id)
        except StretchlibError as error:
            yield sentence(programmes.name, f"this week cannot be practised, because of this: {str(error).rstrip('.')}",
                           "change its rows in programme_items.csv", number, "id", row.id)


def round_faults(exercises: Table) -> Iterator[str]:
    """Rounds of contract-relax that take longer than the hold they belong to, or that are counted and not timed."""
    for row, number in exercises.numbered(Exercise):
        rounds_s = (row.contract_times or 1) * ((row.contract_s or 0) + (row.relax_s or 0))
        if row.contract_s is None and row.contract_times is not None:
            yield sentence(exercises.name, "contract_times counts rounds and contract_s gives them no time",
                           "give contract_s and relax_s, or empty it", number, "contract_times", row.contract_times)
        elif row.contract_s is not None and rounds_s > (row.hold_min_s or 0):
            yield sentence(exercises.name, f"the rounds of contract-relax take {rounds_s} s and the shortest hold "
                           f"is {row.hold_min_s or 0} s", "make the hold longer or the rounds shorter or fewer", number,
                           "hold_min_s", row.hold_min_s)


#: Rule -> the tables it takes, in this order.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    exercise_faults: ("exercises", "exercise_steps", "exercise_cautions", "poses", "body_segments"),
    level_faults: ("exercise_levels", "exercises"), step_faults: ("exercise_steps", "exercises", "exercise_levels"),
    structure_faults: ("exercise_structures", "exercises", "structures"),
    caution_faults: ("exercise_cautions",), rule_faults: ("programme_rules",),
    item_faults: ("programme_items", "programmes", "exercise_levels"),
    round_faults: ("exercises",),
    care_faults: ("patient_features", "exercise_cautions", "exercises", *DRAWN_BY),
}
