"""Cases of the clinic: one TOML file each, in a form a lecturer can copy, and every fault of it in a sentence.

A case answers some of the questions of ``case_questions.csv``, gives some findings for the examinations of
``case_examinations.csv`` and says what some actions of ``case_actions.csv`` are worth here; whatever it leaves out has
its usual answer. All people are invented. How a case is played is in :mod:`stretchlib.cases.play`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.errors import TableError, did_you_mean, one_of
from ..tables import catalogue, reviews
from ..tables.file_texts import CASES, Translator, case_shown
from ..tables.memo import one_look
from ..tables.reader import Table, sentence
from ..tables.rows import Row
from .form import WITHOUT_PERSON, faults_of_form, read_case

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FOLDER = CASES
_LINKED = ("case_questions", "case_examinations", "case_actions", "references", "test_accuracy", "claims",
           "patient_features", "exercise_cautions")


@dataclass(frozen=True)
class Reply:
    """What asking or examining brings: ``result`` is positive, negative or unclear; ``alarm`` a sign to act on now."""

    text: str
    result: str = "negative"
    alarm: bool = False


@dataclass(frozen=True)
class Hypothesis:
    """A possible cause with the probability (0 to 1) from before any test; None where an emergency decides."""

    id: str
    name: str
    pre_test: float | None
    note: str


@dataclass(frozen=True)
class Move:
    """A test, or several as one rule, that moves a hypothesis: positive from ``positive_at`` positive tests on."""

    tests: tuple[str, ...]
    positive_at: int
    hypothesis: str
    accuracy: str
    note: str


@dataclass(frozen=True)
class Worth:
    """What an action is worth in a case; ``missing`` is said where a needed one is left out.

    An action that is ``unsafe_unless`` another has its ``verdict`` beside that one, and is unsafe without it.
    """

    verdict: str
    feedback: str
    missing: str = ""
    unsafe_unless: str = ""

    def verdict_in(self, plan: Iterable[str]) -> str:
        """The verdict in a plan, the ids of all actions chosen."""
        return "unsafe" if self.unsafe_unless and self.unsafe_unless not in plan else self.verdict


@dataclass(frozen=True)
class Case:
    """One case. ``replies`` and ``findings`` hold the case's own; :meth:`reply` and :meth:`finding` know the usual."""

    id: str
    number: int
    title: str
    opening: str
    leg_pain: bool
    person_first: bool
    red_flag: str
    act_now: str  # said in place of a probability where an emergency decides
    needs_asked: tuple[str, ...]
    person: Mapping[str, Any]
    hypotheses: tuple[Hypothesis, ...]
    replies: Mapping[str, Reply]
    findings: Mapping[str, Reply]
    moves: tuple[Move, ...]
    actions: Mapping[str, Worth]
    reasoning: tuple[str, ...]
    question: str
    answer: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    certainty: str
    review: str
    features: tuple[str, ...] = ()  # what rules exercises out, or asks for care
    stop_rules: tuple[str, ...] = ()  # rows of exercise_cautions that this person has met

    def reply(self, question: str) -> Reply:
        """The patient's answer to a question of the menu."""
        return self.replies.get(question) or Reply(str(catalogue.row("case_questions", question)["usual_answer"]))

    def finding(self, examination: str) -> Reply:
        """The finding of an examination of the menu."""
        return self.findings.get(examination) or Reply(
            str(catalogue.row("case_examinations", examination)["usual_finding"]))

    def worth(self, action: str) -> Worth:
        """What an action of the menu is worth in this case."""
        row = catalogue.row("case_actions", action)
        return self.actions.get(action) or Worth(str(row["usual_verdict"]), str(row["usual_feedback"]))


@one_look()
def case_ids() -> tuple[str, ...]:
    """The cases in the order of their numbers. Raises :class:`TableError` where a file cannot be read."""
    return tuple(sorted(_all_names(), key=lambda name: (_checked(name)["number"], name)))


@one_look()
def load_case(case: str) -> Case:
    """One case by its id. Raises :class:`StretchlibError` for an unknown id, :class:`TableError` for a faulty file."""
    one_of(case, _all_names(), "case")
    return _case(_checked(case), case)


@catalogue.derived
def _checked(case: str) -> Mapping[str, Any]:
    """A case as it is written, held against the tables."""
    tables = catalogue.catalogue()
    return _read(case, tables.file(f"{FOLDER}/{case}.toml"), {name: tables.table(name).rows for name in _LINKED})


@catalogue.derived
def _all_names() -> list[str]:
    return _names(catalogue.catalogue().file(FOLDER))


def case_faults(root: Traversable, tables: Mapping[str, Table]) -> Iterator[str]:
    """A sentence for each fault of the case files in the data folder ``root``, whose tables are ``tables``."""
    known = {table: tables[table].rows for table in _LINKED if table in tables}
    numbers: dict[int, str] = {}
    for name in _names(root / FOLDER):
        try:
            number = _read(name, root / FOLDER / f"{name}.toml", known)["number"]
        except TableError as error:
            yield from error.problems
            continue
        if number in numbers:
            yield sentence(f"{FOLDER}/{name}.toml", f"{numbers[number]} has the same number", "choose another",
                           value=number)
        numbers[number] = name


def _read(case: str, file: Traversable, known: Mapping[str, Iterable[Row]]) -> Mapping[str, Any]:
    name = f"{FOLDER}/{case}.toml"
    raw = read_case(file, name)
    by_id = {table: {str(row["id"]): row for row in rows} for table, rows in known.items()}
    problems = [*faults_of_form(raw, name), *_faults_of_links(raw, name, case, by_id)]
    problems = problems or list(_faults_of_worth(raw, name, by_id))
    if problems:
        raise TableError(problems)
    return raw


def _names(folder: Traversable) -> list[str]:
    entries = folder.iterdir() if folder.is_dir() else ()
    return sorted(entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml"))


def _faults_of_links(raw: Mapping[str, Any], name: str, case: str,
                     known: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    """Ids that lead nowhere. The form may be faulty at the same time, so nothing is taken for granted."""
    if raw.get("id") != case:
        yield sentence(name, "the id is not the name of the file", f"write {case!r}", value=raw.get("id"))
    hypotheses = [one.get("id") for one in _tables(raw, "hypotheses")]
    links = [("history.ask", "case_questions", [one.get("ask") for one in _tables(raw, "history")]),
             ("examination.do", "case_examinations", [one.get("do") for one in _tables(raw, "examination")]),
             ("actions.do", "case_actions", [one.get("do") for one in _tables(raw, "actions")]),
             ("actions.unsafe_unless", "case_actions", [one.get("unsafe_unless") for one in _tables(raw, "actions")]),
             ("needs_asked", "case_questions", raw.get("needs_asked", ())),
             ("features", "patient_features", raw.get("features", ())),
             ("stop_rules", "exercise_cautions", raw.get("stop_rules", ())),
             ("sources", "references", raw.get("sources", ())),
             ("debrief.claims", "claims", _table(raw, "debrief").get("claims", ())),
             ("moves.accuracy", "test_accuracy", [one.get("accuracy") for one in _tables(raw, "moves")])]
    links += [("moves.tests", "case_examinations", one.get("tests", ())) for one in _tables(raw, "moves")]
    for where, table, values in links:
        for value in values if isinstance(values, (list, tuple)) else ():
            if isinstance(value, str) and table in known and value not in known[table]:
                yield sentence(name, f"{where}: {table}.csv has no row of this name",
                               did_you_mean(value, known[table]), value=value)
    for one in _tables(raw, "moves"):
        if isinstance(one.get("hypothesis"), str) and one["hypothesis"] not in hypotheses:
            yield sentence(name, "moves.hypothesis: the case has no hypothesis of this name",
                           did_you_mean(one["hypothesis"], hypotheses), value=one["hypothesis"])


def _faults_of_worth(raw: Mapping[str, Any], name: str,
                     known: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    """Faults that only the tables show: an action that an emergency does not judge, a plan that can never pass, a test
    whose row gives no ratio."""
    if raw.get("act_now"):
        judged = {action["do"] for action in raw["actions"]}
        for action in known.get("case_actions", {}):
            if action not in judged:
                yield sentence(name, "an emergency decides this case, and an action of the menu has no [[actions]] of "
                               "its own, so that its usual verdict would hold",
                               "add one that says what the action is worth today", value=action)
    kinds = {str(row["kind"]) for one in raw["actions"] if one["verdict"] == "needed"
             for row in [known.get("case_actions", {}).get(one["do"])] if row}
    if raw.get("person_first") and kinds and kinds <= set(WITHOUT_PERSON):
        yield sentence(name, "the person comes first here, and no needed action is about the person, so that no plan "
                       "of the needed ones would pass", "give one of them the verdict \"needed\"")
    for number, one in enumerate(raw.get("moves", ()), start=1):
        row = known.get("test_accuracy", {}).get(one["accuracy"])
        if row and not (row["use"] and (row["lr_positive"] is not None or row["sensitivity"] is not None)):
            yield sentence(name, f"moves {number}: this row of test_accuracy.csv gives no ratio that may be used",
                           "choose another row, or remove the move", value=one["accuracy"])


def _tables(raw: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = raw.get(key, ())
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _table(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}


def _case(written: Mapping[str, Any], name: str) -> Case:
    """The case in the language that is set, as far as it is translated."""
    shown = Translator(CASES, name)
    raw = case_shown(written, shown)
    debrief = raw["debrief"]
    review = reviews.signed_state(raw.get("reviewed_by"), raw.get("reviewed_on"), shown.state)
    return Case(
        id=raw["id"], number=raw["number"], title=raw["title"], opening=raw["opening"], leg_pain=raw["leg_pain"],
        person_first=raw.get("person_first", False), red_flag=raw.get("red_flag", ""),
        act_now=raw.get("act_now", ""),
        needs_asked=tuple(raw["needs_asked"]), person=raw["person"],
        hypotheses=tuple(Hypothesis(one["id"], one["name"], one.get("pre_test"), one["note"])
                         for one in raw["hypotheses"]),
        replies={one["ask"]: Reply(one["answer"], alarm=one.get("alarm", False)) for one in raw["history"]},
        findings={one["do"]: Reply(one["finding"], one["result"], one.get("alarm", False))
                  for one in raw["examination"]},
        moves=tuple(Move(tuple(one["tests"]), one["positive_at"], one["hypothesis"], one["accuracy"], one["note"])
                    for one in raw.get("moves", ())),
        actions={one["do"]: Worth(one["verdict"], one["feedback"], one.get("missing", ""), one.get("unsafe_unless", ""))
                 for one in raw["actions"]},
        reasoning=tuple(debrief["reasoning"]), question=debrief["question"], answer=debrief["answer"],
        claims=tuple(debrief["claims"]), sources=tuple(raw["sources"]), certainty=raw["certainty"],
        review=review, features=tuple(raw.get("features", ())),
        stop_rules=tuple(raw.get("stop_rules", ())))
