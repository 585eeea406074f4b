"""A new exercise from its sheet: what is missing is told at once, the rest is filled in, and what was filled in is told.

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
from .proposal import Entry, Place, Proposal
from .sheets import TableInUse, Texts

if TYPE_CHECKING:
    from .exercise_form import Form, Line

#: Phases that the steps of the base level have to tell, by how an exercise is timed.
PHASES = {"hold": ("get ready", "hold"), "repeat": ("get ready", "lift", "lower"), "walk": ("get ready", "walk")}
UNCHECKED, OPINION = "unchecked", "expert opinion"
NOTEBOOK = "05"  # the notebook of the exercises, which asks a question about a new one
EVERY_CELL = "*"


def entries(proposal: Proposal, form: Form) -> Iterator[Entry]:
    """The rows of a new exercise, or none of an empty sheet; what is missing is noted in the proposal."""
    if not _begun(form):
        return
    exercise = form.lines["exercises"][0]
    table = proposal.table("exercises")
    texts = {name: text for name, text in exercise.texts.items() if name in table.fields}
    told: dict[str, str] = {}
    like = _like(proposal, form, exercise)
    texts["id"] = _id(texts.get("name", ""), {row["id"] for row in table.rows} | _new_ids(proposal))
    texts["code"] = _next_code([row["code"] for row in table.rows] + [
        texts["code"] for name, texts in proposal_texts(proposal) if name == "exercises"], "E")
    texts.setdefault("from_article", "false")
    _fill_in_exercise(proposal, table, texts, like, told)
    made = [Entry("exercises", texts, exercise.place, defaults=told)]
    made += _levels(proposal, form, texts, like)
    made += _steps(proposal, form, texts)
    for line in form.lines["exercise_structures"]:
        made.append(_reviewed(proposal, "exercise_structures", line, texts["id"]))
    made += _cautions(proposal, form, texts["id"], like)
    made += _poses(proposal, texts["id"], like, exercise.place)
    made += _question(proposal, form, texts)
    _tell_what_is_missing(proposal, form, texts, made)
    yield from made


def proposal_texts(proposal: Proposal) -> list[tuple[str, Texts]]:
    """(table, row) of each row that an earlier sheet of a new exercise made."""
    return proposal.made


def _new_ids(proposal: Proposal) -> set[str]:
    return {texts["id"] for name, texts in proposal.made if name == "exercises"}


def _begun(form: Form) -> bool:
    filled = [bool(form.like), *(bool(text) for name, lines in form.lines.items() for line in lines
                                 for column, text in line.texts.items()
                                 if (name, column) not in (("exercise_levels", "level"), ("exercise_cautions", "kind")))]
    return any(filled)


def _like(proposal: Proposal, form: Form, line: Line) -> Texts | None:
    """The row of the exercise that the new one is like; a fault is noted where there is none."""
    table = proposal.table("exercises")
    row = table.by_key.get((form.like,))
    drawn = {pose["exercise"] for pose in proposal.table("poses").rows}
    address = line.place.of("like")
    if row is None:
        wrong = "exercises.csv has no such exercise" if form.like else "the cell is empty"
        proposal.fault(form.sheet, address, wrong, "choose the drawn exercise that this one looks like", "like", form.like)
    elif form.like not in drawn:
        proposal.fault(form.sheet, address, "this exercise has no drawing", "choose one that is drawn", "like", form.like)
    return row


def _id(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    made = made if made[:1].isalpha() else f"exercise_{made}".rstrip("_")
    number, free = 1, made
    while free in taken:
        number += 1
        free = f"{made}_{number}"
    return free


def _next_code(codes: list[str], letter: str, digits: int = 2) -> str:
    numbers = [int(code[1:]) for code in codes if re.fullmatch(rf"{letter}[0-9]+", code)]
    return f"{letter}{max(numbers, default=0) + 1:0{digits}d}"


def _fill_in_exercise(proposal: Proposal, table: TableInUse, texts: Texts, like: Texts | None, told: dict[str, str]
                      ) -> None:
    def fill(column: str, text: str, why: str) -> None:
        if text and not texts.get(column) and column in table.fields:
            texts[column], told[column] = text, why

    if like:
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
        elif "enum" in field.get("constraints", {}) and column not in ("category", "mode", "sides", "certainty", "checked"):
            fill(column, Counter(values).most_common(1)[0][0], why)
    days = [row["frequency"] for row in usual or alike
            if all(row[column] == texts.get(column) for column in ("days_per_week_min", "days_per_week_max"))]
    if days:
        fill("frequency", Counter(days).most_common(1)[0][0], why)
    phrases = proposal.table("words").by_key
    for column, key in (("pace_note", "new_exercise.pace"), ("evidence_note", "new_exercise.evidence"),
                        ("dose_note", "new_exercise.own_dose" if own_dose else "new_exercise.dose")):
        fill(column, phrases[(key,)]["en"], "said of a new exercise")
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
    return Entry(name, texts, line.place)


def _levels(proposal: Proposal, form: Form, exercise: Texts, like: Texts | None) -> Iterator[Entry]:
    of_like = {row["level"]: row for row in proposal.table("exercise_levels").rows if like and
               row["exercise"] == like["id"]}
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


def _cautions(proposal: Proposal, form: Form, exercise: str, like: Texts | None) -> Iterator[Entry]:
    covered: set[str] = set()
    for number, line in enumerate(form.lines["exercise_cautions"], start=1):
        entry = _reviewed(proposal, "exercise_cautions", line, exercise)
        fill_in_caution(proposal, exercise, entry.texts, number)
        covered.update(_ids(entry.texts.get("features", "")))
        yield entry
    for row in proposal.table("exercise_cautions").rows if like else ():
        left = [feature for feature in _ids(row["features"]) if feature not in covered]
        if like and row["exercise"] == like["id"] and left:
            texts = {**row, "id": _id(row["id"].replace(like["id"], exercise, 1), {row["id"]}), "exercise": exercise,
                     "features": LIST_SEPARATOR.join(left), "checked": UNCHECKED, "certainty": OPINION,
                     "checked_note": f"Copied from {row['id']}, with its sources; not checked for this exercise.",
                     "reviewed_by": "", "reviewed_on": ""}
            yield Entry("exercise_cautions", texts, form.lines["exercises"][0].place,
                        defaults={"text": f"as {like['id']}"})


def _ids(text: str) -> list[str]:
    return [part.strip() for part in text.split(LIST_SEPARATOR.strip()) if part.strip()]


def _poses(proposal: Proposal, exercise: str, like: Texts | None, place: Place) -> Iterator[Entry]:
    cell = Place(place.sheet, place.of("like"))
    for row in proposal.table("poses").rows if like else ():
        if like and row["exercise"] == like["id"]:
            yield Entry("poses", {**row, "exercise": exercise, "reviewed_by": "", "reviewed_on": ""}, cell)


def _question(proposal: Proposal, form: Form, exercise: Texts) -> Iterator[Entry]:
    """The question about the exercise with its options; without one it stands in no question bank, which is told."""
    lines, options = form.lines["questions"], form.lines["options"]
    if not lines or not (any(lines[0].texts.values()) or options):
        proposal.notices.append(f"{proposal.file}, sheet {form.sheet}: there is no question about {exercise['id']}, so "
                                "Moodle and Anki will not have it.")
        return
    line, table = lines[0], proposal.table("questions")
    number = _next_code([row["id"] for row in table.rows] + [texts["id"] for name, texts in proposal.made
                                                             if name == "questions"], "Q")
    texts = {**line.texts, "id": number, "kind": "single", "notebook": NOTEBOOK, "optional": "true",
             "basis": f"exercises:{exercise['id']}"}
    fill_in_review(table, texts)
    yield Entry("questions", texts, Place(line.place.sheet, line.place.of("stem"), line.place.cells))
    for letter, option in zip("abcdefghijklmnopqrstuvwxyz", options, strict=False):
        yield Entry("options", {**option.texts, "question": number, "option": letter, "role": "choice",
                                "correct": option.texts.get("correct") or "false"}, option.place)


def _tell_what_is_missing(proposal: Proposal, form: Form, exercise: Texts, made: list[Entry]) -> None:
    """Note every empty cell that has to be filled in, and every row that an exercise cannot be without.

    A cell that is told gets a placeholder, so that the check looks at all the rest at once.
    """
    for entry in made:
        table = proposal.table(entry.table)
        for column in _needed(table, entry.texts):
            proposal.fault(entry.place.sheet, entry.place.of(column), "the cell is empty", "fill it in", column)
            entry.texts[column] = _placeholder(table, column, len(proposal.filled_in))
            proposal.filled_in.add((entry.table, table.key(entry.texts), column))
        proposal.made.append((entry.table, entry.texts))
    for entry in made:  # a placeholder may be part of the key
        key = proposal.table(entry.table).key(entry.texts)
        proposal.filled_in |= {(name, key, column) for name, _, column in list(proposal.filled_in) if name == entry.table
                               and entry.texts.get(column, "").startswith("...")}
    rows = {name: [entry.texts for entry in made if entry.table == name] for name in form.heads}
    phases = {row.get("phase") for row in rows["exercise_steps"] if row["level"] == "base"}
    wanted = [("exercise_steps", f"no step of level base has the phase {phase}", "add a line with it")
              for phase in PHASES.get(exercise.get("mode", ""), ()) if phase not in phases]
    if not any(row.get("priority") == "target" for row in rows["exercise_structures"]):
        wanted.append(("exercise_structures", "no structure is the target", "add a line with priority target"))
    if not any(row.get("kind") == "stop rule" for row in rows["exercise_cautions"]):
        wanted.append(("exercise_cautions", "there is no stop rule", "say in a line of kind stop rule when to stop"))
    if rows["questions"] and sum(row.get("correct") == "true" for row in rows["options"]) != 1:
        wanted.append(("options", "one option has to be right", "choose TRUE in the column correct of one line"))
    for name, wrong, mend in wanted:
        proposal.fault(form.sheet, form.heads[name], wrong, mend, name)


def _placeholder(table: TableInUse, column: str, number: int) -> str:
    field = table.fields[column]
    like = next((row[column] for row in table.rows if row[column]), "")
    return f"... {number}" if field["type"] == "string" and "enum" not in field.get("constraints", {}) \
        and "pattern" not in field.get("constraints", {}) else like
