"""What must hold between a question, its options and its numbers: it can be answered, and is marked rightly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from types import CodeType

from ..core.errors import did_you_mean
from ..questions.typed_numbers import read_number
from ..tables.reader import Table, sentence
from ..tables.rows.anatomy import PlateMuscle, Structure
from ..tables.rows.clinic import AccuracyStudy
from ..tables.rows.evidence import BodyArea
from ..tables.rows.hip_model import HipModel, HipPart
from ..tables.rows.questions import Option, Question, QuestionParameter, QuestionValue

Numbered = list[tuple[Option, int]]  # the options of a question, each with its row in the sheet

REPLIES = ("right", "too_low", "too_high")
NUMBER = {*REPLIES, "misconception"}
#: Kind of question -> the roles that its options may have; a drawn question goes by the form it takes.
ROLES: dict[str, set[str]] = {
    "single": {"choice"}, "multiple": {"choice"}, "label": {"region"}, "area": {"area"},
    "match": {"pair", "distractor"}, "order": {"step"}, "written": {"criterion", "model_answer"},
    "numeric": NUMBER, "model numeric": NUMBER, "model single": {"rule"}}
#: Role -> what must be there of it, and how often at least.
LEAST = {"single": ("choice", 2), "multiple": ("choice", 2), "label": ("region", 2), "area": ("area", 2),
         "match": ("pair", 2), "order": ("step", 2), "model single": ("rule", 2)}
#: Moodle takes a share of the mark only where it is one of a list: of equal shares 1/1 to 1/10 and 1/20.
EQUAL_SHARES = {*range(11), 20}
_HOLE = re.compile(r"\{(\w+)\}")


def question_faults(questions: Table, options: Table) -> Iterator[str]:
    """A sentence for each question that cannot be answered or marked: options, steps, replies, unit, tolerance."""
    mine: dict[str, Numbered] = {}
    for option, number in options.numbered(Option):
        mine.setdefault(option.question, []).append((option, number))
    for question, row in questions.numbered(Question):
        kind = f"model {question.response}" if question.kind == "model" else question.kind
        rows = mine.get(question.id, [])
        if not rows:
            yield sentence(questions.name, "this question has no options", "add its rows in options.csv", row, "id",
                           question.id)
            continue
        yield from _role_faults(question.id, kind, rows, options.name)
        yield from _twice(question, rows, options.name)
        if kind in LEAST:
            role, least = LEAST[kind]
            count = sum(option.role == role for option, _ in rows)
            if count < least:
                yield sentence(questions.name, f"this {question.kind} question has fewer than {least} rows of the role "
                               f"{role} in options.csv", "add what is missing", row, "id", question.id)
        for rule in _RULES.get(kind, ()):
            yield from rule(question, row, rows, questions.name, options.name)
        if question.plate and question.kind != "label":
            yield sentence(questions.name, f"{question.id} is of the kind {question.kind}, and only a label question "
                           "points at a plate", "empty the cell, or make its kind label", row, "plate", question.plate)
        if question.kind != "model" and (hole := _HOLE.search(question.stem)):
            yield sentence(questions.name, f"{question.id} has a word in braces, which is filled in only in questions "
                           "of the kind model", "write the word itself", row, "stem", hole[0])


def _role_faults(question: str, kind: str, rows: Numbered, file: str) -> Iterator[str]:
    for option, number in rows:
        if option.role not in ROLES[kind]:
            yield sentence(file, f"{question} is a {kind.split()[0]} question, which has no option of this role",
                           did_you_mean(option.role, sorted(ROLES[kind])), number, "role", option.role)


def _twice(question: Question, rows: Numbered, file: str) -> Iterator[str]:
    """Two options that read alike cannot be told apart."""
    seen: dict[tuple[str, str], int] = {}
    for option, number in rows:
        words = option.structure if option.role == "region" else option.match if option.role == "distractor" \
            else option.text
        key = option.role, " ".join(words.casefold().split())
        if words and key in seen:
            column = {"region": "structure", "distractor": "match"}.get(option.role, "text")
            yield sentence(file, f"row {seen[key]} of the same question {question.id} says this already",
                           "change one of the two, or remove it", number, column, words)
        seen.setdefault(key, number)


def _one_right(question: Question, row: int, rows: Numbered, file: str, options_file: str) -> Iterator[str]:
    right = [(option, number) for option, number in rows if option.correct]
    if not right:
        yield sentence(file, f"no option of this {question.kind} question is right",
                       "write true in the column correct of one of its rows in options.csv", row, "id", question.id)
    for option, number in right[1:]:
        yield sentence(options_file, f"{question.id} has one right option, and {right[0][0].option} in row "
                       f"{right[0][1]} is it already", "leave true in one of the rows", number, "correct",
                       option.option)


def _any_right(question: Question, row: int, rows: Numbered, file: str, _: str) -> Iterator[str]:
    """To mark no area is no answer, so one of them at least is right."""
    if not any(option.correct for option, _ in rows):
        yield sentence(file, f"no area of {question.id} is right", "write true in the column correct of one of its "
                       "rows in options.csv", row, "id", question.id)


def _shares(question: Question, row: int, rows: Numbered, file: str, _: str) -> Iterator[str]:
    """Each right option has an equal share of the mark, and each wrong one takes an equal share away."""
    for word, right in (("right", True), ("wrong", False)):
        count = sum(option.role in ("choice", "area") and bool(option.correct) is right for option, _ in rows)
        if count not in EQUAL_SHARES:
            yield sentence(file, f"{question.id} has {count} {word} options, and Moodle knows no share of 1/{count} "
                           "and refuses the whole file", f"leave at most 10 {word} options", row, "id", question.id)


def _places(question: Question, _: int, rows: Numbered, __: str, file: str) -> Iterator[str]:
    """The steps of an order have the places 1, 2, 3 ..., each once."""
    steps = [(option, number) for option, number in rows if option.role == "step" and option.order is not None]
    taken: dict[int, Option] = {}
    for step, number in steps:
        order = step.order or 0
        if order in taken:
            yield sentence(file, f"the step {taken[order].option} of {question.id} has this place already",
                           f"number the steps from 1 to {len(steps)}, each once", number, "order", order)
        elif order > len(steps):
            yield sentence(file, f"{question.id} has {len(steps)} steps, and this place is beyond them",
                           f"number the steps from 1 to {len(steps)}, each once", number, "order", order)
        taken.setdefault(order, step)


def _partners(question: Question, _: int, rows: Numbered, __: str, file: str) -> Iterator[str]:
    """A partner that fits none is no partner of a pair."""
    pairs = {option.match.casefold(): option.option for option, _ in rows if option.role == "pair"}
    for option, number in rows:
        if option.role == "distractor" and option.match.casefold() in pairs:
            yield sentence(file, f"this fits the pair {pairs[option.match.casefold()]} of {question.id}, so that it "
                           "misleads nobody", "write a partner that fits none, or remove the row", number, "match",
                           option.match)


def _replies(question: Question, row: int, rows: Numbered, file: str, _: str) -> Iterator[str]:
    """What is said where the number is right, too low or too high; its unit and how far off it may be."""
    roles = [option.role for option, _ in rows]
    for role in REPLIES:
        if role not in roles:
            yield sentence(file, f"nothing is said of {question.id} where the number is {role.replace('_', ' ')}",
                           f"add a row of the role {role} in options.csv", row, "id", question.id)
    if question.tolerance is None:
        yield sentence(file, f"{question.id} does not say how far off a number may be", "write it, such as 0.5; 0 for "
                       "a count", row, "tolerance")
    if question.unit:
        if read_number(f"1 {question.unit}") is None:
            yield sentence(file, f"a student of {question.id} who types this unit after the number would not be "
                           "understood", "write a unit without digits and signs, such as mm", row, "unit",
                           question.unit)
    elif not re.search(r"ratio|\bLR\b", question.stem):
        yield sentence(file, f"the number of {question.id} has no unit, and its text asks for no ratio",
                       "write it, such as %, s or people", row, "unit")


def _shown_answer(question: Question, row: int, rows: Numbered, file: str, options_file: str) -> Iterator[str]:
    """The answer as it is shown counts as right, and a slip that is foreseen does not."""
    answer, off = question.answer, question.tolerance or 0.0
    if answer is None:
        return  # told by the reader
    decimals = question.decimals or 0
    if abs(round(answer, decimals) - answer) > off + 1e-9:
        yield sentence(file, f"{question.id} shows its answer as {answer:.{decimals}f} and would mark "
                       "that wrong", "give more decimals or a larger tolerance", row, "answer", f"{answer:g}")
    for option, number in rows:
        if option.role != "misconception":
            continue
        typed = read_number(option.match)
        if typed is None:
            yield sentence(options_file, f"the slip {option.option} of {question.id} has no number",
                           "write the number that the slip gives", number, "match", option.match)
        elif abs(typed[0] - answer) <= off:
            yield sentence(options_file, f"the slip {option.option} of {question.id} would be marked as right",
                           "change the number, or make the tolerance smaller", number, "match", option.match)


def _model_answer(question: Question, row: int, rows: Numbered, file: str, _: str) -> Iterator[str]:
    for role in ("model_answer", "criterion"):
        if not any(option.role == role for option, _ in rows):
            yield sentence(file, f"the written question {question.id} has no {role.replace('_', ' ')}",
                           f"add a row of the role {role} in options.csv", row, "id", question.id)


_RULES: dict[str, tuple[Callable[[Question, int, Numbered, str, str], Iterator[str]], ...]] = {
    "single": (_one_right,), "label": (_one_right,), "model single": (_one_right,), "multiple": (_shares,),
    "area": (_any_right, _shares),
    "match": (_partners,), "order": (_places,), "numeric": (_replies, _shown_answer), "model numeric": (_replies,),
    "written": (_model_answer,)}


def plate_faults(questions: Table, options: Table, plates: Table, structures: Table) -> Iterator[str]:
    """A sentence for each question whose right structure its plate does not draw, or some plate would."""
    drawn: dict[str, set[str]] = {}
    for muscle in plates.of(PlateMuscle):
        drawn.setdefault(muscle.plate, set()).add(muscle.structure)
    kinds = {structure.id: structure.kind for structure in structures.of(Structure)}
    plate_of = {question.id: question.plate for question in questions.of(Question) if question.kind == "label"}
    for option, number in options.numbered(Option):
        plate = plate_of.get(option.question)
        if plate and option.correct and option.structure not in drawn.get(plate, ()):
            yield sentence(options.name, f"the plate {plate} of {option.question} does not draw this "
                           f"{kinds.get(option.structure, 'structure')}, which is the right answer",
                           "choose a plate that draws it in questions.csv, or another structure", number, "structure",
                           option.structure)


def area_faults(questions: Table, options: Table, areas: Table) -> Iterator[str]:
    """A sentence for each area to mark that the body does not have, or that lies on one that is offered already."""
    parts = {area.id: set(area.parts) or {area.id} for area in areas.of(BodyArea) if area.marked}
    asked = {question.id for question in questions.of(Question) if question.kind == "area"}
    before: dict[str, list[tuple[str, int]]] = {}
    for option, number in options.numbered(Option):
        if option.question not in asked or option.role != "area":
            continue
        if option.option not in parts:
            yield sentence(options.name, f"body_areas.csv has no area of this name to mark for {option.question}",
                           did_you_mean(option.option, sorted(parts)), number, "option", option.option)
            continue
        here = before.setdefault(option.question, [])
        for area, first in here:
            if parts[area] & parts[option.option]:
                yield sentence(options.name, f"this area of {option.question} lies on the area {area} of row {first}, "
                               "so that nobody could mark one of them alone", "leave one of the two", number, "option",
                               option.option)
        here.append((option.option, number))


def template_faults(questions: Table, parameters: Table, values: Table) -> Iterator[str]:
    """A sentence for each parameter of a drawn question that has no numbers, too few, or two kinds of them."""
    models = {question.id for question in questions.of(Question) if question.kind == "model"}
    listed: dict[tuple[str, str], int] = {}
    for value in values.of(QuestionValue):
        listed[value.question, value.parameter] = listed.get((value.question, value.parameter), 0) + 1
    named = {(row.question, row.name) for row in parameters.of(QuestionParameter)}
    for row, number in parameters.numbered(QuestionParameter):
        if row.question not in models:
            yield sentence(parameters.name, f"{row.question} is not of the kind model, so that nothing is drawn for it",
                           "make its kind model in questions.csv, or remove the row", number, "question", row.question)
        count, ends = listed.get((row.question, row.name), 0), (row.min, row.max, row.step)
        if count and any(end is not None for end in ends):
            yield sentence(parameters.name, f"{row.name} of {row.question} has a range here and {count} rows in "
                           "question_values.csv", "leave one of the two", number, "name", row.name)
        elif not count and any(end is None for end in ends):
            yield sentence(parameters.name, f"{row.name} of {row.question} has no numbers to draw from",
                           "give min, max and step, or rows in question_values.csv", number, "name", row.name)
        if row.draw is not None and row.draw > count:
            yield sentence(parameters.name, f"{row.question} draws {row.draw} values of {row.name}, and "
                           f"question_values.csv has {count}", "add rows there, or draw fewer", number, "draw",
                           row.draw)
    for value, number in values.numbered(QuestionValue):
        if (value.question, value.parameter) not in named:
            yield sentence(values.name, f"question_parameters.csv has no parameter of this name for {value.question}",
                           did_you_mean(value.parameter, sorted({name for of, name in named if of == value.question} or
                                                                {name for _, name in named})), number, "parameter",
                           value.parameter)


def computed_faults(questions: Table, parameters: Table, values: Table, options: Table, models: Table, parts: Table
                    ) -> Iterator[str]:
    """A sentence for each drawn question that its function in ``computed.py`` cannot compute from the tables.

    Its parameters and what their values give are the names that the function takes; numbers are numbers, geometries and
    muscles are in the hip models; words in braces and rules are such as the function fills in. Needs numpy.
    """
    from ..questions.computed import COMPUTE

    ids = {"geometry": {model.id for model in models.of(HipModel)}, "muscle": {part.part for part in parts.of(HipPart)}}
    for question, row in questions.numbered(Question):
        if question.kind != "model":
            continue
        if question.compute not in COMPUTE:
            yield sentence(questions.name, f"computed.py has no function of this name for {question.id}",
                           did_you_mean(question.compute, COMPUTE), row, "compute", question.compute)
            continue
        function = COMPUTE[question.compute]
        takes = {name: str(kind) for name, kind in function.__annotations__.items() if name != "return"}
        given: set[str] = set()
        for parameter, number in parameters.numbered(QuestionParameter):
            if parameter.question != question.id:
                continue
            given.add(parameter.name)
            several = takes.get(parameter.name, "").startswith("list")
            if several != (parameter.draw is not None) and parameter.name in takes:
                many, mend = ("several values", "write how many") if several else ("a single value", "empty the cell")
                yield sentence(parameters.name, f"{question.compute} takes {many} of {parameter.name} for "
                               f"{question.id}", mend, number, "draw", parameter.draw)
        for value, number in values.numbered(QuestionValue):
            if value.question != question.id:
                continue
            gives = dict(part.partition("=")[::2] for part in value.gives.split("; ") if part)
            if not takes.get(value.parameter, "").startswith("list"):
                given |= gives.keys()
            for column, name, text in (("value", value.parameter, value.value),
                                       *(("gives", name, text) for name, text in gives.items())):
                if takes.get(name) == "float" and not _is_number(text):
                    yield sentence(values.name, f"{name} of {question.id} is reckoned with", "write a number", number,
                                   column, text)
                elif name.rstrip("s") in ids and text not in ids[name.rstrip("s")]:
                    yield sentence(values.name, f"the hip models have no {name.rstrip('s')} of this name",
                                   did_you_mean(text, sorted(ids[name.rstrip("s")])), number, column, text)
        needed = list(takes)[:len(takes) - len(function.__defaults__ or ())]
        for name in needed:
            if name not in given:
                yield sentence(questions.name, f"{question.compute} reckons with {name}, and {question.id} has no "
                               "parameter of this name", "add its row in question_parameters.csv", row, "compute",
                               question.compute)
        for name in sorted(given - takes.keys()):
            yield sentence(questions.name, f"{question.compute} does not reckon with {name}, which {question.id} draws",
                           did_you_mean(name, takes), row, "compute", question.compute)
        words = _words_in(function.__code__) | takes.keys()
        for name in _HOLE.findall(question.stem):
            if name not in words:
                yield sentence(questions.name, f"nothing fills in this word of {question.id}",
                               did_you_mean(name, takes), row, "stem", f"{{{name}}}")
        for option, number in options.numbered(Option):
            if option.question == question.id and option.role in ("misconception", "rule") and \
                    option.option not in words:
                yield sentence(options.name, f"{question.compute}, which computes {question.id}, has no such slip or "
                               "rule", "give it a name that the function knows, or remove the row", number, "option",
                               option.option)


def _words_in(code: CodeType) -> set[str]:
    """All texts that stand in the code of a function, those inside of it too."""
    words: set[str] = set()
    stack: list[object] = [code]
    while stack:
        constant = stack.pop()
        if isinstance(constant, str):
            words.add(constant)
        elif isinstance(constant, CodeType):
            stack += constant.co_consts
        elif isinstance(constant, (tuple, frozenset)):
            stack += constant
    return words


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def given_faults(values: Table) -> Iterator[str]:
    """Every value of a question's parameter gives the same names: one that lacks would be reckoned without."""
    names_by_parameter: dict[tuple[str, str], tuple[str, ...]] = {}
    for row, number in values.numbered(QuestionValue):
        parts = [part for part in row.gives.split("; ") if part]
        here = tuple(part.partition("=")[0] for part in parts)
        names = names_by_parameter.setdefault((row.question, row.parameter), here)
        if here != names:
            yield sentence(values.name, f"another value of {row.parameter} gives {', '.join(names) or 'nothing'}",
                           "give the same names in the same order", number, "gives", row.gives)
        elif any("=" not in part for part in parts):
            yield sentence(values.name, "a name and its value are joined by =", "write it like sens=0.78; spec=0.80",
                           number, "gives", row.gives)


def arithmetic_faults(values: Table, accuracy: Table) -> Iterator[str]:
    """A made question reckons with the accuracy of a row that may be used for it."""
    usable = {(study.sensitivity, study.specificity) for study in accuracy.of(AccuracyStudy) if study.use}
    for row, number in values.numbered(QuestionValue):
        gives = dict(part.split("=", 1) for part in row.gives.split("; ") if "=" in part)
        if "sens" not in gives or "spec" not in gives:
            continue
        pair = tuple(float(gives[name]) for name in ("sens", "spec")) if all(map(_is_number, gives.values())) else None
        if pair not in usable:
            yield sentence(values.name, "no row of test_accuracy.csv with use true has these two shares",
                           "take them from such a row, or remove this value", number, "gives", row.gives)


def range_faults(parameters: Table) -> Iterator[str]:
    """The largest value of a question's number is reached from the smallest in whole steps."""
    for row, number in parameters.numbered(QuestionParameter):
        low, high, step = row.min, row.max, row.step
        if low is not None and high is not None and step:
            steps = (high - low) / step
            if abs(steps - round(steps)) > 1e-6:
                yield sentence(parameters.name, f"steps of {step:g} from {low:g} do not end here",
                               "make it the smallest value and a whole number of steps", number, "max", high)


#: Rule -> the tables it takes, in this order.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    question_faults: ("questions", "options"),
    plate_faults: ("questions", "options", "plate_muscles", "structures"),
    area_faults: ("questions", "options", "body_areas"),
    template_faults: ("questions", "question_parameters", "question_values"),
    range_faults: ("question_parameters",), given_faults: ("question_values",),
    arithmetic_faults: ("question_values", "test_accuracy"),
}
#: Rules that reckon with numpy, which a browser may not have fetched.
NUMPY_RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    computed_faults: ("questions", "question_parameters", "question_values", "options", "hip_models", "hip_parts"),
}
