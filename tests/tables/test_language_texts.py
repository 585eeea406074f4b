"""What the course says in sentences of its own, in German: no English word, a comma in numbers, the same ids."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.evidence.references import cited
from stretchlib.exercises.checklist import ROLES
from stretchlib.exercises.clinical_test import accuracy_text
from stretchlib.exercises.guide import dose_table
from stretchlib.exercises.programme import Item, Programme, RuleError, broken_rules
from stretchlib.learner import calibration, practice_log, results
from stretchlib.learner.appraised_topic import Topic
from stretchlib.learner.week_draft import people
from stretchlib.publish.bank.items import items
from stretchlib.publish.class_results import collect
from stretchlib.publish.pages.handout import handout
from stretchlib.questions.claims import claim_questions
from stretchlib.tables import catalogue
from stretchlib.tables.credit import CREDIT, credit
from stretchlib.widgets.case.player import describe
from stretchlib.widgets.hip_or_spine.balance import _ending
from tests.data_files import table_file

ENGLISH = re.compile(r"\b(the|of|and|with|for|not|is|are|this|to|each|day|days|set|sets|say|seen|hold|Certainty|Sources"
                     r"|Source|Also|right|answers?|practices?|people|checked|reviewed|Case|advice)\b")
#: Names that stay as they are: of organisations, of checklists and of the article's headings.
GROUPS = [who for row in catalogue.rows("references") if not re.search("[,(]|not shown", who := str(row["authors"]))]
NAMES = re.compile("|".join(["\u201a[A-Z][^\u2018]*\u2018", "Number needed to treat", "American College of [A-Z]",
                             "Template for Intervention Description and Replication", *map(re.escape, GROUPS)]))
ANSWER = {"question": "Q08", "at": "2026-01-01T00:00:00+00:00", "quiz": "00", "seed": 0, "confidence": 75,
          "points": 1.0, "right": True, "response": "a"}
HARD = [Item("bridge", (1, 2), reps=99), Item("graded_walking", (1, 2, 3), reps=3), Item("clamshell", (1,))]


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")


def rows(table: str) -> list[str]:
    return [str(row["id"]) for row in catalogue.rows(table)]


def rules() -> str:
    """Every rule of the tables, broken, and one dose of each kind that an exercise does not have."""
    features, stops = rows("patient_features"), rows("exercise_cautions")
    plain = [Item(str(row["id"]), (1,), side="right" if row["sides"] == "affected" else None)
             for row in catalogue.rows("exercises")]
    close = [Item("bridge", (1, 2, 4))]
    long = [Item(name, (1, 3, 5), sets=3, reps=10) for name in ("bridge", "clamshell", "bird_dog")]
    broken = [rule for week in (plain, close, long, HARD) for rule in broken_rules(week, features, stops)]
    return "\n".join(map(str, broken)) + "\n".join(str(rule) for week in (close, long) for rule in broken_rules(week))


def refused() -> str:
    with pytest.raises(RuleError) as raised:
        Programme.of([HARD[0]])
    return str(raised.value)


def read_texts(value: Any, key: str = "") -> list[str]:
    """The texts for readers among nested values of a form, by what they are called."""
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else ((key, inner) for inner in value)
        return [text for name, inner in pairs for text in read_texts(inner, name)]
    return [str(value)] if key in ("title", "note", "name", "prompt", "text", "kind", "source", "total", "mind",
                                   "dose", "level_title") else []


TEXTS: dict[str, Callable[[], Any]] = {
    "article": sl.article,
    "links": sl.hip_back_links, "one route": lambda: sl.hip_back_links("shared_movement"),
    "sources of pain": sl.pain_sources,
    "tests": lambda: "\n".join(repr(sl.clinical_test(name)) for name in rows("clinical_tests")),
    "accuracy": lambda: "\n".join(accuracy_text(row) for row in catalogue.rows("test_accuracy")),
    "glossary": sl.glossary,
    "labs": lambda: "\n".join(repr(sl.checklist(lab, role)) + sl.checklist(lab, role)._repr_html_()
                              for lab in ("surface_anatomy", "tests") for role in (None, *ROLES)),
    "weeks": lambda: "\n".join(f"{week!r}\n{week.table().to_string(header=False)}"
                               for week in map(Programme.from_rows, rows("programmes"))),
    "a week of its own": lambda: Programme.of([Item("hip_hinge", (2, 5), sets=2), Item("ball_squeeze", (1, 3))]),
    "rules": rules, "a refused week": refused,
    "works": lambda: "\n".join(map(cited, rows("references"))),
    "reports": lambda: "\n".join(map(repr, map(sl.trial_report, rows("trial_reports")))),
    "doses": lambda: dose_table().to_string(header=False),
    "scores": lambda: "\n".join([calibration.brier_sentence(), *(
        calibration.brier_sentence([{"confidence": 75, "right": right}] * count)
        for count in (1, 30) for right in (True, False))]),
    "results": lambda: f"{results.result('x', [ANSWER])}\n{results.result('', [ANSWER] * 2)}\n"
                       f"{results.result('', [ANSWER]).as_dict()['note']}",
    "practice log": practice_log.example,
    "cases": lambda: "\n".join(line for name in sl.cases.case_ids()
                               for line in (repr(sl.case(name)), *describe(sl.cases.load_case(name)))),
    "page of a topic": lambda: Topic("x", {}).markdown(),
    "claims": lambda: "\n".join(line for pack in range(1, 9) for item in claim_questions(pack) for line in
                                (item.stem, *(f"{option.text} {option.feedback}" for option in item.options))),
    "feet of questions": lambda: "\n".join(item.foot for item in items("05")),
    "hip or spine": lambda: "\n".join(
        "\n".join(map(str, (*widget.head.values(), *widget.words.values(), repr(widget._paper),
                            widget.visit["bar"]["text"], widget.person.flags_answer, *_ending(widget.person).values())))
        for widget in map(sl.hip_or_spine, rows("hip_or_spine_people"))),
    "votes": lambda: sl.votes("Q47"), "credit": credit, "own month": sl.my_month,
    "forms": lambda: "\n".join(
        re.sub(r"\{\w+\}", "", "\n".join([repr(form), repr(form.paper), *form.words.values(),
                                          *read_texts([form.head, form.visit])]))
        for form in (sl.appraise_topic("x"), sl.set_goals(), sl.note_practice(), *map(sl.plan_week, ("", *people())))),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_german_text_holds_no_english_word(name: str, german: None) -> None:
    text = str(TEXTS[name]())
    text = text.replace("Back pain relief and hip stretches - what's the connection?", "")  # a title stays
    left = NAMES.sub("", re.sub(r"error\.broken|sl\.[a-z_]+\([^)]*\)|<[^>]*>", "", text))
    english = [f"... {left[max(0, match.start() - 40):match.end() + 40]} ..." for match in ENGLISH.finditer(left)]
    assert not english, english[:5]


@pytest.mark.parametrize("name", ["accuracy", "scores", "weeks"])
def test_a_german_number_has_a_comma(name: str, german: None) -> None:
    text = str(TEXTS[name]())
    assert re.search(r"\d,\d", text)
    assert not re.findall(r"(?<![\d.])\d+\.\d+(?![\d.])", text)


def test_the_measure_sees_an_english_word(data_copy: Path, german: None) -> None:
    path = table_file(data_copy, "translations_de")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("en,every day,jeden Tag", "en,every day,"), encoding="utf-8")
    with pytest.raises(AssertionError, match="every day"):
        test_a_german_text_holds_no_english_word("weeks", german)


def test_kinds_of_rules_and_steps_are_the_same_in_every_language(german: None) -> None:
    assert {rule.kind for rule in broken_rules(HARD)} == {"dose"}
    assert {step.role for step in sl.checklist("tests", "observer").steps} == {"observer", "all"}
    assert "Stoppregel: " in rules()
    assert "Regel der Woche: " in rules()


def test_a_german_handout_says_so_and_carries_the_line(german: None, tmp_path: Path) -> None:
    page = handout(Programme.from_rows(rows("programmes")[0]), tmp_path / "h.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "Ausbildung, kein ärztlicher Rat." in page.rpartition("<footer")[2].partition("</footer>")[0]
    assert '<html lang="de">' in Topic("x", {}).html()


def test_a_german_class_is_counted(german: None, tmp_path: Path) -> None:
    student_result = results.result("x", [ANSWER])
    for name in ("a.json", "b.json"):
        student_result.save(tmp_path / name)
    assert repr(collect(tmp_path)).splitlines() == [
        "1 Datei; Fragen: 1", "ausgelassen: b.json ist eine Kopie von a.json und zählt nur einmal."]


def test_the_line_for_readers_is_the_one_for_programs() -> None:
    assert credit() == CREDIT


def translated() -> list[dict[str, str]]:
    """The rows of the German translation, with an empty cell as an empty text."""
    return [{key: str(value or "") for key, value in row.items()} for row in catalogue.rows("translations_de")]


def test_what_is_unsafe_is_not_said_to_be_unsure() -> None:
    """"Unsicher" reads as "not sure"; of a decision that may harm, German says "gefährlich"."""
    unsafe = [row for row in translated() if re.search(r"\bunsafe\b", row["english"], re.IGNORECASE)]
    assert len(unsafe) > 5
    assert not [row["text"] for row in unsafe if re.search("unsicher", row["text"], re.IGNORECASE)]


def test_feedback_to_a_wrong_level_does_not_read_as_a_probability() -> None:
    """"Dürfte" says "probably" and "must" at once, so that it may be read as the opposite of the English."""
    texts_by_row = {row["row"]: row["text"] for row in translated() if row["row"].startswith("claims.other.")}
    assert len(texts_by_row) == 11
    assert not [text for text in texts_by_row.values() if "dürfte" in text]
    assert "unwahrscheinlich" in texts_by_row["claims.other.certainty.high"]


def test_blood_pressure_that_swings_swings_widely() -> None:
    swings = [row["text"] for row in translated() if "one that swings" in row["english"]]
    assert len(swings) == 2
    assert all(re.search("stark schwankende[mr]", text) for text in swings)
