"""The case player: the page asks, examines and decides; Python answers, and nothing unasked leaves it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Any, overload

import traitlets

from ...cases import Case, CaseMenu, load_case
from ...cases.form import HEARD
from ...cases.play import Play
from ...core.document import Details, Paragraph, Part, Span
from ...core.errors import StretchlibError
from ...core.still import Still
from ...evidence.references import cited
from ...learner import journal
from ...learner.typed_text import whole_text
from ...tables import catalogue, phrases
from ...tables.phrases import say
from ...tables.rows import Row
from ...tables.rows.clinic import CaseAction, CaseExamination, CaseQuestion
from ...tables.shows_document import ShowsDocument
from ..shared.bundle import module, style
from ..shared.kept_steps import replayed, unfinished
from ..shared.spoken_widget import SpokenWidget


class CasePlayer(SpokenWidget):
    """One case to play; build it with :func:`case`. ``play`` is what was done so far."""

    _esm = module("widgets/case/case.js")
    _css = style("widgets/case/case.css")

    head = traitlets.Dict().tag(sync=True)
    menu = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    visit = traitlets.Dict().tag(sync=True)  # the steps taken so far, and the ending once there is one

    def __init__(self, case: Case) -> None:
        self.case = case
        self._token, events, self._written = unfinished(case.id)
        self.play = Play(case)
        left_out = replayed(self.play.take, events, lists=("decide",))
        self._unsaved = ""
        words = {key: text for key, text in phrases.words().items() if key.startswith(("case.", "keeping."))}
        trouble = say("case.left_out", steps=len(left_out)) if left_out - _LEFT_OUT else ""
        _LEFT_OUT.update(left_out)
        super().__init__(head=_head(case), menu=_menu(), words=words, visit=self._state(refused=trouble))
        self.on_msg(self._take_step)

    def _take_step(self, _: Any, message: Any, __: Any) -> None:
        """A step of the page. What cannot be done is answered with its sentence."""
        if not isinstance(message, dict):
            return
        if message.get("do") == "save":
            self.send({"journal": journal.current().rescued()})
            return
        given = message.get("seq")
        seq = given if isinstance(given, int) else 0
        try:
            self._step(str(message.get("do")), message.get("what"))
        except StretchlibError as error:
            self.visit = self._state(seq, refused=str(error))
            return
        self.visit = self._state(seq)

    def _step(self, do: str, subject: Any) -> None:
        """Do one step and write it down. Raises :class:`StretchlibError` for one that no case has."""
        if do == "again":
            self._token, self.play, self._written = secrets.token_hex(8), Play(self.case), ""
            self._write("again", None)
            return
        if do not in ("ask", "examine", "decide", "write"):
            raise StretchlibError(f"A case knows no step {do!r}; run its cell again.")
        whole = isinstance(subject, (list, tuple)) if do == "decide" else isinstance(subject, str)
        if not whole:
            raise StretchlibError(say("case.malformed"))
        if do == "write":
            self._written = whole_text(subject)
            self._write("write", self._written)
            return
        if do == "decide":
            subject = list(map(str, subject))
            self.play.decide(subject)
        else:
            getattr(self.play, do)(subject)
        self._write(do, subject)

    def _write(self, do: str, subject: Any) -> None:
        """Write a step into the journal; the page is told where that is not possible, or not for long."""
        ending = self.play.ending.outcome if self.play.ending else ""
        step = {"case": self.case.id, "play": self._token, "do": do, "what": subject}
        kept, why = journal.keep("case", **step, ending=ending, minutes=self.play.minutes)
        self._unsaved = why if kept else say("case.unsaved", why=why)

    def _state(self, seq: int = 0, refused: str = "") -> dict[str, Any]:
        play = self.play
        chances = [{"name": hypothesis.name, "value": round(100 * play.probability[hypothesis.id].value),
                    "low": round(100 * play.probability[hypothesis.id].low),
                    "high": round(100 * play.probability[hypothesis.id].high), "note": hypothesis.note}
                   for hypothesis in self.case.hypotheses if hypothesis.id in play.considered]
        steps = [{"kind": step.kind, "id": step.id, "said": step.said, "text": step.text, "moved": step.moved,
                  "minutes": step.minutes} for step in play.steps]
        return {"seq": seq, "steps": steps, "minutes": play.minutes, "chances": chances, "refused": refused,
                "unsaved": self._unsaved, "written": self._written, "act_now": _act_now(play),
                "ending": _ending(play)}

    def __repr__(self) -> str:
        return say("case.named", title=self.case.title)

    def still(self) -> Still:
        return Still(Opening(self.case))


class Opening(ShowsDocument):
    """How a case begins, as text: all that a saved notebook tells of it. Folded away where the player is beside it."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def parts(self) -> Iterator[Part]:
        title, *lines = describe(self.case)
        yield Details(Span(say("case.as_text", title=title), plain=title), tuple(map(Paragraph, lines)))


@overload
def case(name: None = None) -> CaseMenu: ...
@overload
def case(name: str) -> CasePlayer: ...
def case(name: str | None = None) -> CasePlayer | CaseMenu:
    """Play a case of the clinic by its id (``sl.load_case_questions`` holds its menu of questions); without one, list
    every case there is.

    The history is asked, not given, and a finding appears only for a test that was chosen. Raises
    :class:`StretchlibError` for an unknown case and one sentence per fault of its file.
    """
    return CaseMenu() if name is None else CasePlayer(load_case(name))


def describe(case: Case) -> list[str]:
    """The opening of a case, as lines of text."""
    return [case.title,
            f"{say('case.age', age=case.person['age'])}. {case.person['work']}.",
            say("case.quoted", opening=case.opening), say("case.invented")]


def _head(case: Case) -> dict[str, Any]:
    title, *rest = describe(case)
    return {"id": case.id, "title": title, "person": rest[0], "opening": rest[1]}


def _menu() -> dict[str, Any]:
    def rows(table: type[Row], keys: Iterable[str]) -> list[dict[str, Any]]:
        return [{key: row[key] for key in keys} for row in catalogue.rows(table)]

    return {"questions": rows(CaseQuestion, ("id", "group", "ask", "minutes")),
            "examinations": rows(CaseExamination, ("id", "label", "minutes")),
            "actions": rows(CaseAction, ("id", "kind", "label"))}


def _ending(play: Play) -> dict[str, Any]:
    """The ending with the debriefing, which no page sees before it."""
    case, ending = play.case, play.ending
    if ending is None:
        return {}
    asked = {step.id for step in play.steps if step.kind == "ask"}
    return {"outcome": ending.outcome, "reasons": list(ending.reasons), "needless": ending.needless,
            "decisions": [dict(zip(("label", "verdict", "feedback"), decision, strict=True))
                          for decision in ending.decisions],
            "person": [{"key": key, "text": str(case.person[key]), "heard": key in asked} for key in HEARD],
            "reasoning": list(case.reasoning), "question": case.question, "answer": case.answer,
            "sources": "; ".join(cited(key) for key in case.sources),
            "certainty": phrases.term("certainty", case.certainty),
            "review": case.review}


def _act_now(play: Play) -> dict[str, Any]:
    """What stands in place of probabilities where an emergency decides, once the case has ended: before that it would
    tell what the history has yet to bring out."""
    if play.ending is None or not play.case.act_now:
        return {}
    return {"text": play.case.act_now,
            "causes": [{"name": hypothesis.name, "note": hypothesis.note} for hypothesis in play.case.hypotheses]}


_LEFT_OUT: set[str] = set()  # ids of records that were told as left out in this kernel
