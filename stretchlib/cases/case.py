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
from ..tables.file_texts import CASES, FOLDERS, Translator, case_shown
from ..tables.memo import one_look
from ..tables.reader import Table, sentence
from ..tables.rows import Row
from ..tables.rows.clinic import AccuracyStudy, CaseAction, CaseExamination, CaseQuestion
from .form import WITHOUT_PERSON, faults_of_form, read_case

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from ..tables.catalogue import Catalogue

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
        return self.replies.get(question) or Reply(catalogue.row(CaseQuestion, question).usual_answer)

    def finding(self, examination: str) -> Reply:
        """The finding of an examination of the menu."""
        return self.findings.get(examination) or Reply(catalogue.row(CaseExamination, examination).usual_finding)

    def worth(self, action: str) -> Worth:
        """What an action of the menu is worth in this case."""
        row = catalogue.row(CaseAction, action)
        return self.actions.get(action) or Worth(row.usual_verdict, row.usual_feedback)


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
    linked = {name: tables.table(name).rows for name in _LINKED}
    return _read(case, tables.file(f"{FOLDERS[CASES]}/{case}.toml"), linked)


@catalogue.derived
def _all_names() -> list[str]:
    return catalogue.catalogue().names(FOLDERS[CASES], ".toml")


def case_faults(data: Catalogue, tables: Mapping[str, Table]) -> Iterator[str]:
    """A sentence for each fault of the case files of ``data``, whose tables are ``tables``."""
    linked = {table: tables[table].rows for table in _LINKED if table in tables}
    numbers: dict[int, str] = {}
    titles: dict[str, str] = {}
    for name in data.names(FOLDERS[CASES], ".toml"):
        try:
            raw = _read(name, data.file(f"{FOLDERS[CASES]}/{name}.toml"), linked)
        except TableError as error:
            yield from error.problems
            continue
        number, title = raw["number"], raw["title"].casefold()
        if title in titles:
            yield sentence(f"{CASES}/{name}.toml", f"{titles[title]} has the same title", "choose another",
                           value=raw["title"])
        titles[title] = name
        if number in numbers:
            yield sentence(f"{CASES}/{name}.toml", f"{numbers[number]} has the same number", "choose another",
                           value=number)
        numbers[number] = name


def _read(case: str, file: Traversable, linked: Mapping[str, Iterable[Row]]) -> Mapping[str, Any]:
    """A case as it is written, held against the rows of the tables it links to; raises :class:`TableError`."""
    name = f"{CASES}/{case}.toml"
    raw = read_case(file, name)
    by_id = {table: {str(row["id"]): row for row in rows} for table, rows in linked.items()}
    problems = [*faults_of_form(raw, name), *_faults_of_links(raw, name, case, by_id)]
    problems = problems or list(_faults_of_worth(raw, name, by_id))
    if problems:
        raise TableError(problems)
    return raw


def _faults_of_links(raw: Mapping[str, Any], name: str, case: str,
                     linked: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    """A sentence for each id that no row has; ``linked`` holds the rows of each table by their id.

    The form may be faulty at the same time, so any key may be missing or of the wrong kind.
    """
    if raw.get("id") != case:
        yield sentence(name, "the id is not the name of the file", f"write {case!r}", value=raw.get("id"))
    hypotheses = _values(raw, "hypotheses", "id")
    links = [("history.ask", "case_questions", _values(raw, "history", "ask")),
             ("examination.do", "case_examinations", _values(raw, "examination", "do")),
             ("actions.do", "case_actions", _values(raw, "actions", "do")),
             ("actions.unsafe_unless", "case_actions", _values(raw, "actions", "unsafe_unless")),
             ("needs_asked", "case_questions", raw.get("needs_asked", ())),
             ("features", "patient_features", raw.get("features", ())),
             ("stop_rules", "exercise_cautions", raw.get("stop_rules", ())),
             ("sources", "references", raw.get("sources", ())),
             ("debrief.claims", "claims", _table(raw, "debrief").get("claims", ())),
             ("moves.accuracy", "test_accuracy", _values(raw, "moves", "accuracy")),
             *(("moves.tests", "case_examinations", tests) for tests in _values(raw, "moves", "tests"))]
    for where, table, values in links:
        for value in values if isinstance(values, (list, tuple)) else ():
            if isinstance(value, str) and table in linked and value not in linked[table]:
                yield sentence(name, f"{where}: {table}.csv has no row of this name",
                               did_you_mean(value, linked[table]), value=value)
    for move in _tables(raw, "moves"):
        if isinstance(move.get("hypothesis"), str) and move["hypothesis"] not in hypotheses:
            yield sentence(name, "moves.hypothesis: the case has no hypothesis of this name",
                           did_you_mean(move["hypothesis"], hypotheses), value=move["hypothesis"])


def _faults_of_worth(raw: Mapping[str, Any], name: str,
                     linked: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    """A sentence for each fault that only the tables show: an action that an emergency does not judge, a plan that can
    never pass, a test whose row gives no ratio."""
    if raw.get("act_now"):
        judged = {action["do"] for action in raw["actions"]}
        for action_id in linked.get("case_actions", {}):
            if action_id not in judged:
                yield sentence(name, "an emergency decides this case, and an action of the menu has no [[actions]] of "
                               "its own, so that its usual verdict would hold",
                               "add one that says what the action is worth today", value=action_id)
    menu = linked.get("case_actions", {})
    needed = [menu.get(action["do"]) for action in raw["actions"] if action["verdict"] == "needed"]
    kinds = {action.kind for action in needed if isinstance(action, CaseAction)}
    if raw.get("person_first") and kinds and kinds <= set(WITHOUT_PERSON):
        yield sentence(name, "the person comes first here, and no needed action is about the person, so that no plan "
                       "of the needed ones would pass", "give one of them the verdict \"needed\"")
    for number, move in enumerate(raw.get("moves", ()), start=1):
        study = linked.get("test_accuracy", {}).get(move["accuracy"])
        if isinstance(study, AccuracyStudy) and not (
                study.use and (study.lr_positive is not None or study.sensitivity is not None)):
            yield sentence(name, f"moves {number}: this row of test_accuracy.csv gives no ratio that may be used",
                           "choose another row, or remove the move", value=move["accuracy"])


def _values(raw: Mapping[str, Any], part: str, key: str) -> list[Any]:
    """What each table of a part of a case has under a key; ``None`` where it has none."""
    return [table.get(key) for table in _tables(raw, part)]


def _tables(raw: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables of a part of a case; none where the part is missing or no list."""
    entries = raw.get(key, ())
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _table(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The one table of a part of a case; empty where the part is missing or no table."""
    entry = raw.get(key)
    return entry if isinstance(entry, dict) else {}


def _case(written: Mapping[str, Any], name: str) -> Case:
    """The case in the language that is set, as far as it is translated."""
    translator = Translator(CASES, name)
    raw = case_shown(written, translator)
    debrief = raw["debrief"]
    review = reviews.signed_state(raw.get("reviewed_by"), raw.get("reviewed_on"), translator.state)
    return Case(
        id=raw["id"], number=raw["number"], title=raw["title"], opening=raw["opening"], leg_pain=raw["leg_pain"],
        person_first=raw.get("person_first", False), red_flag=raw.get("red_flag", ""),
        act_now=raw.get("act_now", ""),
        needs_asked=tuple(raw["needs_asked"]), person=raw["person"],
        hypotheses=tuple(Hypothesis(table["id"], table["name"], table.get("pre_test"), table["note"])
                         for table in raw["hypotheses"]),
        replies={table["ask"]: Reply(table["answer"], alarm=table.get("alarm", False)) for table in raw["history"]},
        findings={table["do"]: Reply(table["finding"], table["result"], table.get("alarm", False))
                  for table in raw["examination"]},
        moves=tuple(Move(tuple(move["tests"]), move["positive_at"], move["hypothesis"], move["accuracy"], move["note"])
                    for move in raw.get("moves", ())),
        actions={table["do"]: Worth(table["verdict"], table["feedback"], table.get("missing", ""),
                                    table.get("unsafe_unless", "")) for table in raw["actions"]},
        reasoning=tuple(debrief["reasoning"]), question=debrief["question"], answer=debrief["answer"],
        claims=tuple(debrief["claims"]), sources=tuple(raw["sources"]), certainty=raw["certainty"],
        review=review, features=tuple(raw.get("features", ())),
        stop_rules=tuple(raw.get("stop_rules", ())))
