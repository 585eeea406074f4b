"""A new exercise from its sheet: what is missing is told at once, the rest is filled in, which is told as well.

Made from the name: the id and the code. Usual for the category: the dose and the timer, the middle of the exercises of
the same category that are timed in the same way; only cells that have to be filled in are. As the exercise that it is
like: drawings, posture, words for moving, and the rows for people who need care. Everything begins as ``unchecked``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from statistics import median_low
from typing import TYPE_CHECKING, Any

from ...tables.cells import relation_faults
from ...tables.rows.base import LIST_SEPARATOR
from . import sheets
from .looks import typed
from .proposal import Entry, Location, Proposal
from .sheets import TableInUse, Texts

if TYPE_CHECKING:
    from .exercise_form import Form, Line

#: Phases that the steps of the base level have to tell, by how an exercise is timed.
PHASES = {"hold": ("get ready", "hold"), "repeat": ("get ready", "lift", "lower"), "walk": ("get ready", "walk")}
UNCHECKED, OPINION = "unchecked", "expert opinion"
NOTEBOOK = "05"  # the notebook of the exercises, which asks a question about a new one
CHOSEN = ("category", "mode", "sides")  # what the usual dose of a new exercise goes by


def entries(proposal: Proposal, form: Form) -> Iterator[Entry]:
    """The rows of a new exercise, or none of an empty sheet; what is missing is noted in the proposal."""
    if not _begun(form):
        return
    exercise = form.lines["exercises"][0]
    table = proposal.table("exercises")
    texts = {name: text for name, text in exercise.texts.items() if name in table.fields}
    there = next((row["id"] for row in table.rows if row["name"] == texts.get("name")), None)
    if there is not None:
        proposal.brought_before.add(there)
        proposal.notices.append(f"{proposal.file}, sheet {form.sheet}: {texts['name']} is in the course already, so "
                                "this sheet is not read; change it in a new workbook, or give the new exercise another "
                                "name.")
        return
    filled: dict[str, str] = {}
    like = _like(proposal, form, exercise)
    missing = [column for column in CHOSEN if not texts.get(column)]
    for column in missing:
        proposal.fault(form.sheet, exercise.location.of(column), "the cell is empty", "choose a word of its list",
                       column)
        texts[column] = like[column]
    texts["id"] = _id(texts.get("name", ""), {row["id"] for row in table.rows} | _made(proposal, "exercises", "id"))
    texts["code"] = _next_code({row["code"] for row in table.rows} | _made(proposal, "exercises", "code"), "E")
    texts.setdefault("from_article", "false")
    _fill_in_exercise(proposal, table, texts, like, filled)
    made = [Entry("exercises", texts, exercise.location, defaults=filled), *_levels(proposal, form, texts, like),
            *_steps(proposal, form, texts),
            *(_reviewed(proposal, "exercise_structures", line, texts["id"])
              for line in form.lines["exercise_structures"]),
            *_cautions(proposal, form, texts["id"], like),
            *_poses(proposal, form, texts["id"], like, exercise.location),
            *_question(proposal, form, texts)]
    _tell_empty_cells(proposal, made)
    made += _tell_missing_rows(proposal, form, texts, like, made)
    proposal.made += [(entry.table, entry.texts) for entry in made]
    yield from made


def _made(proposal: Proposal, table: str, column: str) -> set[str]:
    """The cells of a column in the rows that earlier sheets of new exercises made."""
    return {texts[column] for name, texts in proposal.made if name == table}


def _begun(form: Form) -> bool:
    """Whether anything stands in the sheet besides what stood there from the beginning."""
    from_the_beginning = ("exercise_levels", "level"), ("exercise_cautions", "kind")
    return bool(form.like) or any(text for name, lines in form.lines.items() for line in lines
                                  for column, text in line.texts.items() if (name, column) not in from_the_beginning)


def _like(proposal: Proposal, form: Form, line: Line) -> Texts:
    """The row of the exercise that the new one is like; where none is named, which is a fault, any that is drawn."""
    table = proposal.table("exercises")
    row = table.by_key.get((form.like,))
    drawn = {pose["exercise"] for pose in proposal.table("poses").rows}
    if row is not None and form.like in drawn:
        return row
    wrong = "the cell is empty" if not form.like else "this exercise has no drawing" if row else \
        "exercises.csv has no such exercise"
    proposal.fault(form.sheet, line.location.of("like"), wrong, "choose the drawn exercise that this one looks like",
                   "like", form.like)
    able = [row for row in table.rows if row["id"] in drawn] or list(table.rows)
    return next((row for row in able if row["mode"] == line.texts.get("mode")), able[0])


def _id(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    made = made if made[:1].isalpha() else f"exercise_{made}".rstrip("_")
    number, free = 1, made
    while free in taken:
        number += 1
        free = f"{made}_{number}"
    return free


def _next_code(codes: set[str], letter: str, digits: int = 2) -> str:
    numbers = [int(code[1:]) for code in codes if re.fullmatch(rf"{letter}[0-9]+", code)]
    return f"{letter}{max(numbers, default=0) + 1:0{digits}d}"


def _fill_in_exercise(proposal: Proposal, table: TableInUse, texts: Texts, like: Texts, filled: dict[str, str]
                      ) -> None:
    def fill(column: str, text: str, why: str) -> None:
        if text and not texts.get(column) and column in table.fields:
            texts[column], filled[column] = text, why

    fill("start_position", like["start_position"], f"as {like['id']}")
    own_dose = [column for column, field in table.fields.items() if texts.get(column) and "unit" in field]
    alike = [row for row in table.rows if row["mode"] == texts.get("mode")]
    usual = [row for row in alike if row["category"] == texts.get("category")]
    why = f"usual for {texts.get('category')}" if usual else f"usual for {texts.get('mode')}"
    for column in _needed(table, texts):
        field = table.fields[column]
        same_sides = [row for row in alike if row["sides"] == texts.get("sides")]
        rows = next((rows for rows in (usual, same_sides, alike) if any(row[column] for row in rows)), [])
        values = [row[column] for row in rows if row[column]]
        if not values or column == "name":
            continue
        if field["type"] in ("integer", "number"):
            fill(column, sheets.number_text(median_low([float(value) for value in values])), why)
        elif "enum" in field.get("constraints", {}) and column not in ("certainty", "checked"):
            fill(column, Counter(values).most_common(1)[0][0], why)
    days = [row["frequency"] for row in usual or alike
            if all(row[column] == texts.get(column) for column in ("days_per_week_min", "days_per_week_max"))]
    if days:
        fill("frequency", Counter(days).most_common(1)[0][0], why)
    phrases = proposal.table("words").by_key
    for column, key in (("pace_note", "new_exercise.pace"), ("evidence_note", "new_exercise.evidence"),
                        ("dose_note", "new_exercise.own_dose" if own_dose else "new_exercise.dose")):
        fill(column, phrases.get((key,), {}).get("en", ""), "said of a new exercise")
    fill_in_review(table, texts)


def _needed(table: TableInUse, texts: Texts) -> list[str]:
    """The columns that are empty and have to be filled in: of every row, or of a row with these cells."""
    values: dict[str, list[Any]] = {}
    for name, field in table.fields.items():
        try:
            values[name] = [typed(texts.get(name, ""), field)]
        except ValueError:  # no number: told by the check
            values[name] = [texts[name]]
    empty = [name for name, field in table.fields.items() if sheets.needed(field) and not texts.get(name)]
    for relation in table.schema.get("relations", []):
        if " when " in relation:
            empty += [column for _, column, _ in relation_faults(relation, values) if not texts.get(column)]
    return list(dict.fromkeys(empty))


def fill_in_review(table: TableInUse, texts: Texts) -> None:
    """Nobody has checked a new row: expert opinion, unchecked."""
    for column, word in (("certainty", OPINION), ("checked", UNCHECKED)):
        if column in table.fields and not texts.get(column):
            texts[column] = word


def fill_in_caution(proposal: Proposal, exercise: str, texts: Texts, number: int) -> None:
    """Give a new row of cautions its id."""
    word = "stop" if texts.get("kind") == "stop rule" else texts.get("kind") or "caution"
    taken = {row["id"] for row in proposal.table("exercise_cautions").rows}
    texts["id"] = _id(f"{exercise}_{word}_{number}", taken)


def _reviewed(proposal: Proposal, name: str, line: Line, exercise: str) -> Entry:
    texts = {**line.texts, "exercise": exercise}
    fill_in_review(proposal.table(name), texts)
    return Entry(name, texts, line.location)


def _levels(proposal: Proposal, form: Form, exercise: Texts, like: Texts) -> Iterator[Entry]:
    of_like = {row["level"]: row for row in proposal.table("exercise_levels").rows
               if row["exercise"] == like["id"]}
    for line in form.lines["exercise_levels"]:
        entry = _reviewed(proposal, "exercise_levels", line, exercise["id"])
        drawn = of_like.get(entry.texts.get("level", ""), {})
        for column, seconds in (("posture", "1"), ("lift_word", exercise.get("lift_s")),
                                ("lower_word", exercise.get("lower_s"))):
            if drawn.get(column) and not entry.texts.get(column) and seconds not in (None, "", "0"):
                entry.texts[column] = drawn[column]
                entry.defaults[column] = f"as {drawn['exercise']}"
        yield entry


def _steps(proposal: Proposal, form: Form, exercise: Texts) -> Iterator[Entry]:
    counted: Counter[str] = Counter()
    for line in form.lines["exercise_steps"]:
        entry = _reviewed(proposal, "exercise_steps", line, exercise["id"])
        level = entry.texts.get("level") or "base"
        counted[level] += 1
        entry.texts.update(level=level, step=str(counted[level]))
        yield entry


def _cautions(proposal: Proposal, form: Form, exercise: str, like: Texts) -> Iterator[Entry]:
    covered: set[str] = set()
    for number, line in enumerate(form.lines["exercise_cautions"], start=1):
        entry = _reviewed(proposal, "exercise_cautions", line, exercise)
        fill_in_caution(proposal, exercise, entry.texts, number)
        covered.update(_ids(entry.texts.get("features", "")))
        yield entry
    for row in proposal.table("exercise_cautions").rows:
        left = [feature for feature in _ids(row["features"]) if feature not in covered]
        if row["exercise"] == like["id"] and left:
            texts = {**row, "id": _id(row["id"].replace(like["id"], exercise, 1), {row["id"]}), "exercise": exercise,
                     "features": LIST_SEPARATOR.join(left), "checked": UNCHECKED, "certainty": OPINION,
                     "checked_note": f"Copied from {row['id']}, with its sources; not checked for this exercise.",
                     "reviewed_by": "", "reviewed_on": ""}
            yield Entry("exercise_cautions", texts, form.lines["exercises"][0].location,
                        defaults={"text": f"as {like['id']}"})


def _ids(text: str) -> list[str]:
    return [part.strip() for part in text.split(LIST_SEPARATOR.strip()) if part.strip()]


def _poses(proposal: Proposal, form: Form, exercise: str, like: Texts, location: Location) -> Iterator[Entry]:
    """The drawings of the exercise that the new one is like; what is marked in them is what the new one reaches."""
    reached = {(line.texts.get("structure", ""), line.texts.get("role", ""))
               for line in form.lines["exercise_structures"]}
    cell = Location(location.sheet, location.of("like"))
    for row in proposal.table("poses").rows:
        if row["exercise"] == like["id"]:
            marks = [mark for mark in _ids(row["highlight"])  # structure:side:role
                     if tuple(mark.split(":")[:3:2]) in reached]
            yield Entry("poses", {**row, "exercise": exercise, "highlight": ";".join(marks), "reviewed_by": "",
                                  "reviewed_on": ""}, cell)


def _question(proposal: Proposal, form: Form, exercise: Texts) -> Iterator[Entry]:
    """The question about the exercise with its options; without one it stands in no question bank, which is told."""
    lines, options = form.lines["questions"], form.lines["options"]
    if not lines or not (any(lines[0].texts.values()) or options):
        proposal.notices.append(f"{proposal.file}, sheet {form.sheet}: there is no question about {exercise['id']}, so "
                                "Moodle and Anki will not have it.")
        return
    line, table = lines[0], proposal.table("questions")
    number = _next_code({row["id"] for row in table.rows} | _made(proposal, "questions", "id"), "Q")
    texts = {**line.texts, "id": number, "kind": "single", "notebook": NOTEBOOK, "optional": "true",
             "basis": f"exercises:{exercise['id']}"}
    fill_in_review(table, texts)
    yield Entry("questions", texts, Location(line.location.sheet, line.location.of("stem"), line.location.cells))
    for letter, option in zip("abcdefghijklmnopqrstuvwxyz", options, strict=False):
        yield Entry("options", {**option.texts, "question": number, "option": letter, "role": "choice",
                                "correct": option.texts.get("correct") or "false"}, option.location)


def _tell_empty_cells(proposal: Proposal, made: list[Entry]) -> None:
    """Note every empty cell that has to be filled in; it gets a placeholder, so that the check sees all the rest."""
    for entry in made:
        table = proposal.table(entry.table)
        columns = _needed(table, entry.texts)
        for column in columns:
            proposal.fault(entry.location.sheet, entry.location.of(column), "the cell is empty", "fill it in", column)
            entry.texts[column] = _placeholder(table, column, len(proposal.filled_in))
        proposal.filled_in |= {(entry.table, table.key(entry.texts), column) for column in columns}


def _placeholder(table: TableInUse, column: str, number: int) -> str:
    field = table.fields[column]
    limits = field.get("constraints", {})
    if field["type"] == "string" and not {"enum", "pattern"} & limits.keys():
        return f"to be written {number}"[:limits.get("maxLength")]
    return next((row[column] for row in table.rows if row[column]), "")


def _tell_missing_rows(proposal: Proposal, form: Form, exercise: Texts, like: Texts, made: list[Entry]
                       ) -> Iterator[Entry]:
    """Note every row that an exercise cannot be without, and give one in its stead, as for an empty cell."""
    rows = {name: [entry.texts for entry in made if entry.table == name] for name in form.heads}
    base = [row for row in rows["exercise_steps"] if row["level"] == "base"]
    wanted: list[tuple[str, str, str, Texts]] = []
    for phase in PHASES.get(exercise["mode"], ()):
        if phase not in {row.get("phase") for row in base}:
            wanted.append(("exercise_steps", f"no step of level base has the phase {phase}", "add a line with it", {
                "level": "base", "step": str(len(base) + len(wanted) + 1), "phase": phase, "text": "To be written.",
                "cue": "To be written"}))
    if not any(row.get("priority") == "target" for row in rows["exercise_structures"]):
        target = next((row for row in proposal.table("exercise_structures").rows if row["exercise"] == like["id"]
                       and row["priority"] == "target"), proposal.table("exercise_structures").rows[0])
        wanted.append(("exercise_structures", "no structure is the target", "add a line with priority target", {
            "structure": target["structure"], "role": target["role"], "priority": "target"}))
    if not any(row.get("kind") == "stop rule" for row in rows["exercise_cautions"]):
        wanted.append(("exercise_cautions", "there is no stop rule", "say in a line of kind stop rule when to stop", {
            "id": f"{exercise['id']}_to_be_written", "kind": "stop rule", "text": "To be written."}))
    for name, wrong, mend, texts in wanted:
        proposal.fault(form.sheet, form.heads[name], wrong, mend, name)
        texts["exercise"] = exercise["id"]
        table = proposal.table(name)
        fill_in_review(table, texts)
        proposal.filled_in |= {(name, table.key(texts), column) for column in ("", *table.fields)}
        yield Entry(name, texts, Location(form.sheet, form.heads[name]))
    if rows["questions"] and sum(row.get("correct") == "true" for row in rows["options"]) != 1:
        proposal.fault(form.sheet, form.heads["options"], "one option of the question has to be right, and no more",
                       "choose TRUE in the column correct of one line", "options")
        key = proposal.table("questions").key(rows["questions"][0])
        proposal.filled_in |= {("questions", key, column) for column in ("", "id", "kind")}
