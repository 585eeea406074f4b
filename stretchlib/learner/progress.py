"""How far a learner has come: notebooks begun and finished, what is to be repeated, practices, and what comes next.

All of it is worked out from the journal each time; nothing is stored beside it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..questions.bank import bank, check_of
from ..tables import catalogue, paths
from ..tables.phrases import say
from ..tables.rows.evidence import Claim
from ..tables.rows.questions import NotebookSummary
from . import journal, revision
from .answers import first_tries
from .calibration import with_confidence
from .practice_log import kept_practices

REVISION, CLINIC, BALANCE, APPRAISAL = "08", "07", "03", "04"  # the notebooks of what has no number of its own
#: What an answer says in its ``quiz`` -> the notebook it was given in, where that is no number.
_QUIZZES = {revision.NAME: REVISION, "claims": APPRAISAL, "pedro": APPRAISAL, "traps": APPRAISAL}
STATES = ("finished", "begun", "not begun")


@dataclass(frozen=True)
class NotebookProgress:
    """One notebook: how many ``core`` questions its check has, how many are ``answered``, and whether it is begun."""

    notebook: str
    title: str
    core: int
    answered: int
    begun: bool

    @property
    def state(self) -> str:
        """One of :data:`STATES`. A notebook without core questions is never finished."""
        return "finished" if self.core and self.answered == self.core else "begun" if self.begun else "not begun"


@dataclass(frozen=True)
class Progress:
    """A learner's progress; ``sure`` and ``right`` are percent, ``None`` where no answer said how sure it was."""

    notebooks: tuple[NotebookProgress, ...]
    due: int
    soonest: str  # the day on which the next question comes back, where none is due
    practices: int
    minutes: int
    rated: int
    sure: int | None
    right: int | None

    @property
    def next_step(self) -> str:
        """One sentence: go on with what is begun, then begin the next, then repeat what is due."""
        left = [item for item in self.notebooks if item.core and item.state != "finished"]
        begun = [item for item in left if item.state == "begun"]
        if begun:
            item = begun[0]
            count = item.core - item.answered
            return say("progress.go_on_one" if count == 1 else "progress.go_on", notebook=item.notebook,
                       title=item.title, count=count)
        if left:
            return say("progress.begin", notebook=left[0].notebook, title=left[0].title)
        if self.due:
            return say("progress.repeat", notebook=REVISION)
        return say("progress.wait", day=self.soonest) if self.soonest else say("progress.revise", notebook=REVISION)


def progress_of(records: Iterable[Mapping[str, Any]], practices: Collection[Mapping[str, Any]],
                today: date) -> Progress:
    """The progress that these records of a journal and these whole practices show on this day."""
    records = list(records)
    answers = [record for record in records if record.get("kind") == "answer"]
    planned = revision.plan(answers, today)
    due = sum(item.state == "due" for item in planned)
    later = [item.due_day for item in planned if item.state == "later"]
    rated, _ = with_confidence([answer for _, answer in first_tries(answers, today)])
    begun = _begun(records, answers, practices)
    given = {str(answer.get("question")) for answer in answers}
    return Progress(
        tuple(_notebook(number, title, begun, given) for number, title in _titles()), due, min(later, default=""),
        len(practices), round(sum(float(practice["done_s"]) for practice in practices) / 60),
        len(rated), _mean(answer["confidence"] for answer in rated), _mean(100 * answer["right"] for answer in rated))


def current_progress() -> Progress:
    """The progress that the learner's journal shows now. Raises :class:`StretchlibError` where it cannot be read."""
    book = journal.current()
    return progress_of(book.records(), kept_practices(book), date.fromisoformat(journal.now()[:10]))


def _mean(values: Iterable[float]) -> int | None:
    numbers = list(values)
    return round(sum(numbers) / len(numbers)) if numbers else None


def _titles() -> list[tuple[str, str]]:
    """(number, title) of each notebook of the course."""
    return sorted((row.notebook, row.text) for row in catalogue.rows(NotebookSummary) if row.kind == "title")


def _notebook(number: str, title: str, begun: set[str], given: set[str]) -> NotebookProgress:
    core = [question.id for question in check_of(number)[0]] if number in _asking() else []
    return NotebookProgress(number, title, len(core), sum(name in given for name in core), number in begun)


def _asking() -> set[str]:
    """The notebooks that have questions."""
    return {question.notebook for question in bank(optional=True)}


def _begun(records: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]],
           practices: Iterable[Mapping[str, Any]]) -> set[str]:
    """The notebooks in which a question was answered, a case was played or a practice was done."""
    home = {question.id: question.notebook for question in bank(optional=True)}
    home |= {claim.id: APPRAISAL for claim in catalogue.rows(Claim)}
    begun: set[str] = set()
    for answer in answers:
        quiz = str(answer.get("quiz"))
        begun.add(home.get(str(answer.get("question")), ""))
        begun.add(_QUIZZES.get(quiz, quiz))
    for record in records:
        if record.get("kind") == "case":
            begun.add(BALANCE if str(record.get("case")).startswith("hip_or_spine.") else CLINIC)
    cells = {str(practice["cell"]) for practice in practices if practice.get("cell")}
    return begun | _notebooks_of(cells)


def _notebooks_of(cells: set[str]) -> set[str]:
    """The notebooks of the course in which these cells stand; the ids of cells are the same in a learner's copy."""
    found_in: set[str] = set()
    for file in paths.notebooks_root().iterdir() if cells else ():
        if file.name.endswith(".ipynb") and file.name[:2].isdigit():
            ids = {cell.get("id") for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]}
            found_in |= {file.name[:2]} if ids & cells else set()
    return found_in
