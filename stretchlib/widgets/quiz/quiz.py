"""Questions in the page: it asks and shows, Python marks. No answer leaves Python before an attempt."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import traitlets

from ...core.errors import StretchlibError
from ...evidence.pain_areas import BODY, body_map
from ...figures.plates.lettered_plate import asked_plate
from ...learner import journal
from ...questions.bank import Question, check_of, question
from ...questions.feedback import notes, rubric
from ...questions.marking import CONFIDENCE, Mark
from ...questions.sheet import Sheet, draw_sheets
from ...tables import phrases
from ..shared.bundle import module, style
from ..shared.spoken_widget import SpokenWidget
from .paper import Paper

Closing = Callable[[Mapping[str, Question], Mapping[str, Mapping[str, Any]]], str]


class Quiz(SpokenWidget):
    """Some questions, asked one below the other; build it with :func:`quiz`. ``sheets`` holds them by id.

    ``answers`` holds the marked attempts, oldest first: ``question``, ``attempt`` (from 1), ``points`` (0 to 1),
    ``right``, ``response`` with real option ids, and ``confidence`` (percent; of a first attempt only, because
    after that the answer has been seen). ``more`` are sheets of further questions, offered behind the others.
    ``closing`` gives the sentence at the end, empty where there is none yet: it takes the questions and the first
    answer to each, by id.
    """

    _esm = module("widgets/quiz/quiz.js")
    _css = style("widgets/quiz/quiz.css")

    asked = traitlets.List().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)  # plate -> its picture with letters, once a page shows it; so the body
    words = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)  # question id -> what was said of the newest attempt
    end = traitlets.Unicode().tag(sync=True)  # the sentence below the sums
    unsaved = traitlets.Dict().tag(sync=True)  # question id -> what is to be told of keeping its newest answer

    def __init__(self, sheets: Sequence[Sheet], *, name: str = "", more: Sequence[Sheet] = (),
                 closing: Closing | None = None) -> None:
        self.name, self._closing = name, closing
        self.sheets = {sheet.question.id: sheet for sheet in (*sheets, *more)}
        self.questions = {name: sheet.question for name, sheet in self.sheets.items()}
        self.extra = frozenset(sheet.question.id for sheet in more)
        self.answers: list[dict[str, Any]] = []
        words = {key: text for key, text in phrases.words().items() if key.startswith(("quiz.", "keeping."))}
        super().__init__(asked=[{**sheet.public(), "extra": name in self.extra} for name, sheet in self.sheets.items()],
                         words=words, marks={})
        self.marks = dict(self._earlier())
        self._close()
        self.on_msg(self._receive)

    def _receive(self, _: Any, message: Any, __: Any) -> None:
        """An attempt of the page. What cannot be read is answered with its sentence, and nothing is counted."""
        if isinstance(message, dict) and message.get("do") == "save":
            self.send({"seq": message.get("seq"), "journal": journal.current().rescued()})
            return
        if isinstance(message, dict) and message.get("do") == "pictures":
            self._draw()
            return
        if not isinstance(message, dict) or str(message.get("question")) not in self.sheets:
            return
        sheet = self.sheets[str(message["question"])]
        given, seq = message.get("response"), message.get("seq")
        seq = seq if isinstance(seq, int) else 0
        if seq and seq == self.marks.get(sheet.question.id, {}).get("seq"):
            return  # sent again by a page that waited; it is marked, and counts once
        try:
            if sheet.question.kind == "written" and isinstance(given, dict) and "criteria" not in given:
                self._say(sheet, seq, {"stage": "rubric", "response": given, **rubric(sheet.question)})
                return
            response = sheet.translate(given)
            mark = sheet.mark(response, asked=message.get("asked") is True)
        except StretchlibError as error:
            self.send({"seq": seq, "refused": str(error)})
            return
        if not mark.read:
            self.send({"seq": seq, "refused": mark.feedback[0].text, "asks": mark.asks})
            return
        answer = self._count(sheet, mark, response, message.get("confidence"))
        self._close()
        self._say(sheet, seq, {**self._marked(sheet, mark, response), "response": given})
        # The page has its feedback by now: a slow disk does not keep a student waiting.
        self._keep(answer)

    def _draw(self) -> None:
        """Give the page the plates that it waits for, one after the other: each takes megabytes while it is drawn."""
        for sheet in self.sheets.values():
            name = sheet.question.plate
            if sheet.question.kind == "area" and BODY not in self.pictures:
                self.pictures = {**self.pictures, BODY: body_map()}
            if name in self.pictures:
                continue
            try:
                plate = asked_plate(sheet)
            except StretchlibError as error:
                self.pictures = {**self.pictures, name: {"fault": str(error)}}
                continue
            if plate:
                drawn = plate.public(lambda png: base64.b64encode(png).decode("ascii"))
                self.pictures = {**self.pictures, name: drawn}

    def _count(self, sheet: Sheet, mark: Mark, response: Any, confidence: Any) -> dict[str, Any]:
        """Add an attempt to the answers."""
        name = sheet.question.id
        attempt = 1 + sum(answer["question"] == name for answer in self.answers)
        sure = int(confidence) if attempt == 1 and confidence in CONFIDENCE else None
        self.answers.append({"question": name, "seed": sheet.seed, "attempt": attempt, "response": response,
                             "confidence": sure, "points": round(mark.points, 3), "right": mark.right,
                             "quiz": self.name})
        return self.answers[-1]

    def _close(self) -> None:
        """Bring the sentence at the end up to date."""
        first = {answer["question"]: answer for answer in self.answers if answer["attempt"] == 1}
        self.end = self._closing(self.questions, first) if self._closing else ""

    def _say(self, sheet: Sheet, seq: int, mark: Mapping[str, Any]) -> None:
        self.marks = {**self.marks, sheet.question.id: {"seq": seq, **mark}}

    def _marked(self, sheet: Sheet, mark: Mark, response: Any) -> dict[str, Any]:
        """A mark as the page shows it, with how the first attempt went."""
        question = sheet.question
        first = next(answer for answer in self.answers if answer["question"] == question.id)
        return {"stage": "marked", "points": mark.points, "right": mark.right,
                "key": mark.answer_text if question.kind == "numeric" else "",  # elsewhere the notes tell it
                "notes": list(notes(sheet, mark, response)),
                "first": {"right": first["right"], "confidence": first["confidence"]}, **question.foot,
                **(rubric(question) if question.kind == "written" else {})}

    def _keep(self, answer: Mapping[str, Any]) -> None:
        """Write an answer into the journal; where that is not possible, or not for long, the page is told why."""
        kept, why = journal.keep("answer", **answer)
        if kept:  # and so is whatever had to wait
            self.unsaved = {answer["question"]: why} if why else {}
        else:
            self.unsaved = {**self.unsaved, answer["question"]: phrases.say("quiz.unsaved", why=why)}

    def _earlier(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The answers of the journal to these very questions, marked again: a student may come back."""
        try:
            kept = journal.current().records("answer")
        except (StretchlibError, OSError):
            return  # the first answer will be told why
        for answer in kept:
            sheet = self.sheets.get(str(answer.get("question")))
            if sheet is None or answer.get("seed") != sheet.seed:
                continue
            real = answer.get("response")
            try:
                mark, response = sheet.mark(real, asked=True), sheet.placed(real)
            except StretchlibError:
                continue  # the question has changed since; it is asked anew
            if mark.read:
                self._count(sheet, mark, real, answer.get("confidence"))
                yield sheet.question.id, {"seq": 0, **self._marked(sheet, mark, real), "response": response}

    def table(self) -> Any:
        """The answers given here as a DataFrame, a row an attempt; empty with the same columns."""
        import pandas as pd

        return pd.DataFrame(self.answers, columns=["question", "attempt", "points", "right", "confidence"])

    @property
    def paper(self) -> Paper:
        """The questions without answers: all that a saved notebook tells of them."""
        return Paper(self.sheets.values())

    def __repr__(self) -> str:
        core = len(self.sheets) - len(self.extra)
        named = phrases.say("quiz.named_one") if core == 1 else phrases.say("quiz.named", count=core)
        return phrases.say("quiz.named_more", quiz=named, more=len(self.extra)) if self.extra else named

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.paper)
        # An output of its own: a notebook reopened without a kernel hides the text beside a lost widget.
        data, metadata = super()._repr_mimebundle_()
        display({**data, "text/plain": repr(self)}, raw=True, metadata=metadata)


def quiz(notebook: str | None = None, *, ids: Sequence[str] | None = None, seed: int = 0) -> Quiz:
    """The check of a notebook ("01") with its other questions behind it, or the questions of ``ids``.

    ``seed`` fixes the order of the options and the numbers of the questions made from the model.
    Raises :class:`StretchlibError` for an unknown notebook or question.
    """
    if ids is not None:
        return Quiz(draw_sheets([question(name) for name in ids], seed), name=notebook or "")
    if notebook is None:
        raise StretchlibError('A quiz needs a notebook, such as sl.quiz("01"), or ids=[...] of questions.')
    core, more = check_of(notebook)
    return Quiz(draw_sheets(core, seed), name=notebook, more=draw_sheets(more, seed))
