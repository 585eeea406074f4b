"""Playing a case: the history is asked, findings come only from tests chosen, and a decision ends it.

Pure and replayable: a play is its case and the list of its steps, so that a journal can bring it back. What has not
been asked or examined is in no view that leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..core.errors import StretchlibError, one_of
from ..evidence.statistics import Estimate, likelihood_ratio, post_test_probability
from ..tables import catalogue, phrases
from ..tables.rows.clinic import AccuracyStudy, CaseAction, CaseExamination, CaseQuestion
from .case import Case, Move
from .form import WITHOUT_PERSON

#: How a play can end, worst first; the words for a reader are ``case.outcome.*`` in words.csv.
OUTCOMES = ("red flag passed", "unsafe decision", "unsafe process", "incomplete", "sound")
EMERGENCY = "emergency_now"
MenuRow = TypeVar("MenuRow", CaseQuestion, CaseExamination, CaseAction)


@dataclass(frozen=True)
class Step:
    """One thing done: ``kind`` is ask or examine; ``moved`` tells in words what it did to a probability."""

    kind: str
    id: str
    said: str
    text: str
    minutes: int
    alarm: bool = False
    moved: str = ""


@dataclass(frozen=True)
class Ending:
    """How it ended: one of :data:`OUTCOMES`, why, what was said of each decision, and what was needless."""

    outcome: str
    reasons: tuple[str, ...]
    decisions: tuple[tuple[str, str, str], ...] = ()  # label, verdict, feedback
    needless: int = 0


@dataclass
class Play:
    """One play of a case; steps are taken with :meth:`ask`, :meth:`examine` and, at the end, :meth:`decide`."""

    case: Case
    steps: list[Step] = field(default_factory=list)
    ending: Ending | None = None

    def __post_init__(self) -> None:
        self._probability = {hypothesis.id: Estimate(hypothesis.pre_test, hypothesis.pre_test, hypothesis.pre_test)
                             for hypothesis in self.case.hypotheses if hypothesis.pre_test is not None}
        self._moved: set[int] = set()

    @classmethod
    def replay(cls, case: Case, events: Iterable[tuple[str, Any]]) -> Play:
        """A play brought back from its events: ("ask", id), ("examine", id), ("decide", [ids])."""
        play = cls(case)
        for kind, choice in events:
            play.take(kind, choice)
        return play

    def take(self, kind: str, choice: Any) -> None:
        """Take a step, ``kind`` as in :meth:`replay`; after the ending nothing follows.

        Raises :class:`StretchlibError` for a choice that is not in the menus.
        """
        one_of(kind, ("ask", "examine", "decide"), "step of a case")
        if self.ending is None:
            getattr(self, kind)(choice)

    @property
    def considered(self) -> tuple[str, ...]:
        """The hypotheses with a probability that a test has moved so far, and all of these once the case has ended.

        Before that their names would tell what the history has yet to bring out.
        """
        moved = {self.case.moves[number].hypothesis for number in self._moved}
        return tuple(name for name in self._probability if self.ending is not None or name in moved)

    @property
    def minutes(self) -> int:
        """What the steps have cost so far, in minutes of the visit."""
        return sum(step.minutes for step in self.steps)

    @property
    def probability(self) -> dict[str, Estimate]:
        """Each hypothesis with its probability now and the interval that the ratios used so far give it; none where
        an emergency decides."""
        return dict(self._probability)

    def ask(self, question: str) -> Step:
        """Ask a question of the menu; asking again brings the same answer and costs nothing."""
        row = self._menu(CaseQuestion, question, "question")
        reply = self.case.reply(question)
        return self._take(Step("ask", question, row.ask, reply.text, row.minutes, reply.alarm))

    def examine(self, examination: str) -> Step:
        """Do an examination of the menu. In the face of an emergency sign a provoking one ends the case."""
        row = self._menu(CaseExamination, examination, "examination")
        done = self._done("examine", examination)
        if done:
            return done
        alarms = self._alarms()
        finding = self.case.finding(examination)
        step = Step("examine", examination, row.label, finding.text, row.minutes, finding.alarm)
        if alarms and row.provokes:
            self._take(step)
            words = phrases.words()
            self.ending = Ending("red flag passed", (
                self.case.red_flag, words["case.knew"].replace("{sign}", alarms[0].text),
                words["case.phone"].replace("{test}", row.label)))
            return step
        return self._take(step, moved=self._move(examination))

    def decide(self, actions: Iterable[str]) -> Ending:
        """End the case with a plan. Raises :class:`StretchlibError` for an empty plan, an unknown action or a case
        that has ended."""
        self._still_open()
        chosen = list(dict.fromkeys(actions))
        if not chosen:
            raise StretchlibError("The plan is empty; choose at least one decision.")
        for action in chosen:
            self._menu(CaseAction, action, "decision")
        decisions = []
        for action in chosen:
            worth = self.case.worth(action)
            decisions.append((catalogue.row(CaseAction, action).label, worth.verdict_in(chosen), worth.feedback))
        outcome, reasons = self._judge(chosen)
        self.ending = Ending(outcome, tuple(reasons), tuple(decisions),
                             sum(verdict == "needless" for _, verdict, _ in decisions))
        return self.ending

    def _judge(self, chosen: list[str]) -> tuple[str, list[str]]:
        case, alarms = self.case, self._alarms()
        words = phrases.words()
        if case.red_flag and EMERGENCY not in chosen:
            return "red flag passed", [case.red_flag, case.actions[EMERGENCY].missing]
        unsafe = [worth.feedback for worth in map(case.worth, chosen) if worth.verdict_in(chosen) == "unsafe"]
        if unsafe:
            return "unsafe decision", unsafe
        missed = [row.ask for row in catalogue.rows(CaseQuestion)
                  if row.group == "emergency" and not self._done("ask", row.id)]
        # Sending someone at once on the first sign is safe, whatever else was left to be asked on the phone.
        if case.leg_pain and missed and not (alarms and EMERGENCY in chosen):
            return "unsafe process", [words["case.emergency_missed"], *missed]
        reasons = [worth.missing for action, worth in case.actions.items()
                   if worth.verdict == "needed" and action not in chosen]
        unasked = [catalogue.row(CaseQuestion, topic).ask for topic in case.needs_asked
                   if not self._done("ask", topic)]
        if unasked:
            reasons += [words["case.not_asked"], *unasked]
        kinds = {catalogue.row(CaseAction, action).kind for action in chosen}
        if case.person_first and kinds <= set(WITHOUT_PERSON):
            reasons.insert(0, words["case.muscles_only"])
        return ("incomplete", reasons) if reasons else ("sound", [words["case.sound"], *case.reasoning])

    def _take(self, step: Step, moved: str = "") -> Step:
        self._still_open()
        done = self._done(step.kind, step.id)
        if done:
            return done
        self.steps.append(Step(step.kind, step.id, step.said, step.text, step.minutes, step.alarm, moved))
        return self.steps[-1]

    def _still_open(self) -> None:
        if self.ending is not None:
            raise StretchlibError("This case has ended; start it again to try another way.")

    def _menu(self, table: type[MenuRow], row_id: str, noun: str) -> MenuRow:
        """The row of a menu by its id; ``noun`` is what the error for an unknown one calls it."""
        rows = {row.id: row for row in catalogue.rows(table)}
        one_of(row_id, rows, noun)
        return rows[row_id]

    def _done(self, kind: str, step_id: str) -> Step | None:
        return next((step for step in self.steps if (step.kind, step.id) == (kind, step_id)), None)

    def _alarms(self) -> list[Step]:
        return [step for step in self.steps if step.alarm]

    def _move(self, examination: str) -> str:
        """What this examination, with those done before it, does to a probability, in words."""
        done = [step.id for step in self.steps if step.kind == "examine"] + [examination]
        sentences = []
        for number, move in enumerate(self.case.moves):
            if examination not in move.tests:
                continue
            if number in self._moved:
                sentences.append(phrases.words()["case.counted"])
                continue
            positive = sum(self.case.finding(test).result == "positive" for test in move.tests if test in done)
            left = sum(test not in done for test in move.tests)
            if positive >= move.positive_at:
                sentences.append(self._apply(number, move, "positive"))
            elif positive + left < move.positive_at:
                sentences.append(self._apply(number, move, "negative"))
            else:
                sentences.append(phrases.words()["case.not_yet"].replace("{left}", str(left)))
        return " ".join(sentences) or phrases.words()["case.no_ratio"]

    def _apply(self, number: int, move: Move, result: str) -> str:
        self._moved.add(number)
        ratio = ratio_of(move.accuracy, result)
        before = self._probability[move.hypothesis]
        ends = [post_test_probability(start, end).value for start, end in zip(before, ratio, strict=True)]
        after = Estimate(ends[0], min(ends), max(ends))
        self._probability[move.hypothesis] = after
        name = next(hypothesis.name for hypothesis in self.case.hypotheses if hypothesis.id == move.hypothesis)
        text = phrases.words()["case.moved"]
        # A study without an interval of its ratio shows none here: a bare number is not made to look sure.
        span = phrases.say("dose.range", low=f"{100 * after.low:.0f}", high=f"{100 * after.high:.0f}")
        after_text = f"{100 * after.value:.0f} %" + (f" ({span} %)" if after.low < after.high else "")
        for key, value in (("hypothesis", name), ("ratio", phrases.written(ratio.value, ".3g")), ("note", move.note),
                           ("before", f"{100 * before.value:.0f} %"), ("after", after_text)):
            text = text.replace("{" + key + "}", value)
        return text


def ratio_of(accuracy: str, result: str) -> Estimate:
    """The likelihood ratio of a ``positive`` or ``negative`` result in a row of ``test_accuracy.csv``.

    The printed ratio with its interval where there is one, else the ratio of the printed sensitivity and specificity.
    Raises :class:`StretchlibError` for a row that gives neither.
    """
    study = catalogue.row(AccuracyStudy, accuracy)
    ratio, low, high = (getattr(study, f"lr_{result}{end}") for end in ("", "_low", "_high"))
    if ratio is not None:
        return Estimate(ratio, ratio if low is None else low, ratio if high is None else high)
    if study.sensitivity is None or study.specificity is None:
        raise StretchlibError(f"The row {accuracy!r} of test_accuracy.csv gives no ratio; choose another row.")
    ratio = likelihood_ratio(study.sensitivity, study.specificity, result)
    return Estimate(ratio, ratio, ratio)
