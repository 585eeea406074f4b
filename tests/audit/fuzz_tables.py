"""Tables with cells changed by chance, and what a person does with them: only sentences may come out.

``rounds`` changes one table of a copy at a time and asks the check, every guide and session, a share of the questions,
the figures of an exercise, and, where the check finds nothing, a handout and the Moodle file.
"""

from __future__ import annotations

import csv
import io
import json
import random
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence import invented_people
from stretchlib.exercises.guide import guide
from stretchlib.publish import handout, moodle
from stretchlib.questions.bank import bank
from stretchlib.questions.sheet import Sheet

Rows = list[dict[str, str]]
Change = Callable[[random.Random, Rows, str], str]


def _row(chance: random.Random, rows: Rows) -> int:
    return chance.randrange(len(rows))


def blank(chance: random.Random, rows: Rows, column: str) -> str:
    index = _row(chance, rows)
    rows[index][column] = ""
    return f"row {index + 2} blank"


def from_another_row(chance: random.Random, rows: Rows, column: str) -> str:
    index = _row(chance, rows)
    rows[index][column] = chance.choice(rows)[column]
    return f"row {index + 2} = {rows[index][column]!r}"


def another_column(chance: random.Random, rows: Rows, column: str) -> str:
    index = _row(chance, rows)
    rows[index][column] = rows[index][chance.choice(list(rows[0]))]
    return f"row {index + 2} = {rows[index][column]!r}"


def odd_value(chance: random.Random, rows: Rows, column: str) -> str:
    index = _row(chance, rows)
    rows[index][column] = chance.choice(["0", "-1", "999", "1e3", "true", "x", "a_b", ";", "; ", ":", "a:b:c", "=",
                                         "{n}", "1-5", "#REF!", "nan", "\u200b", "None"])
    return f"row {index + 2} = {rows[index][column]!r}"


def shuffled(chance: random.Random, rows: Rows, column: str) -> str:
    values = [row[column] for row in rows]
    chance.shuffle(values)
    for row, value in zip(rows, values, strict=True):
        row[column] = value
    return "shuffled"


def without_a_row(chance: random.Random, rows: Rows, column: str) -> str:
    index = _row(chance, rows)
    if len(rows) > 1:
        del rows[index]
    return f"row {index + 2} removed"


CHANGES: tuple[Change, ...] = (blank, from_another_row, another_column, odd_value, shuffled, without_a_row)


def rounds(folder: Path, out: Path, seed: int, count: int) -> Iterator[str]:
    """A text for each change of ``count`` after which anything but a sentence came out; ``folder`` is in use."""
    chance = random.Random(seed)
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for number in range(count):
        resource = chance.choice(resources)
        path = folder / resource["path"]
        whole = path.read_bytes()
        rows = list(csv.DictReader(io.StringIO(whole.decode("utf-8"))))
        done = []
        for _ in range(chance.choice((1, 1, 2))):
            column = chance.choice([name for name in rows[0] if name not in ("checked_note", "reviewed_by")])
            done.append(f"{column}: {chance.choice(CHANGES)(chance, rows, column)}")
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        try:
            for wrong in _asked(out, chance):
                yield f"round {number}, {resource['name']}, {'; '.join(done)}: {wrong}"
        finally:
            path.write_bytes(whole)


def _asked(out: Path, chance: random.Random) -> Iterator[str]:
    """What a person asks for; a text for each that ends in anything but an answer or a sentence."""
    calls: dict[str, Callable[[], object]] = {}
    try:
        exercises = [str(name) for name in sl.load_exercises()["id"]]
        questions = list(bank(optional=True))
    except StretchlibError:
        exercises, questions = [], []
    for name in exercises:
        calls[f"guide {name}"] = lambda name=name: str(guide(name))
        calls[f"session {name}"] = lambda name=name: str(_session(name))
    for question in chance.sample(questions, min(12, len(questions))):
        calls[f"sheet {question.id}"] = lambda question=question: _marked(Sheet(question))
    drawn = chance.choice(exercises) if exercises else "bridge"
    calls |= {f"dose {drawn}": lambda: str(sl.plot_dose(drawn)), "red flags": lambda: str(sl.red_flags()),
              "glossary": lambda: str(sl.glossary()), "cases": lambda: str(sl.case()),
              "groups": lambda: (invented_people.two_scores(), invented_people.walkers()),
              "test": lambda: str(sl.clinical_test("faber")), "anatomy": lambda: str(sl.anatomy("piriformis")),
              "check": check_data}
    for name, call in calls.items():
        yield from _ending(name, call)
    try:
        in_order = not check_data()
    except Exception:  # told above
        return
    if in_order:
        yield from _ending("handout", lambda: handout([drawn], out / "handout.html"))
        yield from _ending("moodle", lambda: moodle(out / "bank.xml", "05"))
        yield from _ending("figure", lambda: str(sl.plot_exercise(drawn)))


def _session(name: str) -> object:
    try:
        return sl.Session.from_exercise(name)
    except StretchlibError:
        return sl.Session.from_exercise(name, side="right")


def _marked(sheet: Sheet) -> None:
    page, key = sheet.public(), sheet.key()
    assert page is not None
    assert key is not None


def _ending(name: str, call: Callable[[], object]) -> Iterator[str]:
    try:
        call()
    except StretchlibError:
        return
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        yield f"{name}: {type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno})"
