"""Questions in the page: it asks and shows, Python marks. No answer leaves Python before an attempt."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import traitlets

from ...core.errors import StretchlibError
from ...core.numbers import checked_seed
from ...evidence.references import cited
from ...figures.plates.lettered_plate import drawn_on, lettered_plate
from ...learner import journal
from ...questions.bank import Question, check_of, question
from ...questions.marking import CONFIDENCE, Mark, score
from ...questions.sheet import placed, public, shuffled, translate
from ...questions.templates import draw
from ...tables import phrases
from ...tables.catalogue import current_language
from ..shared.bundle import module, style
from ..shared.spoken_widget import SpokenWidget
from .notes import letters, notes, rubric
from .paper import Paper

UNSURE = ("written", "rating")  # kinds that are not asked how sure one is: there is no one right answer to be sure of
Closing = Callable[[Mapping[str, Question], Mapping[str, Mapping[str, Any]]], str]


class Quiz(SpokenWidget):
    """Some questions, asked one below the other; build it with :func:`quiz`.

    ``answers`` holds the marked attempts, oldest first: ``question``, ``attempt`` (from 1), ``points`` (0 to 1),
    ``right``, ``response`` with real option ids, and ``confidence`` (percent; of a first attempt only, because
    after that the answer has been seen). ``more`` are further questions, offered behind the others. ``closing`` gives
    the sentence at the end, empty where there is none yet: it takes the questions and the first answer to each, by id.
    """

    _esm = module("widgets/quiz/quiz.js")
    _css = style("widgets/quiz/quiz.css")

    asked = traitlets.List().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)  # plate -> its picture with letters, and the words for it
    words = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)  # question id -> what was said of the newest attempt
    end = traitlets.Unicode().tag(sync=True)  # the sentence below the sums
    unsaved = traitlets.Dict().tag(sync=True)  # question id -> what is to be told of keeping its newest answer

    def __init__(self, questions: Sequence[Question], *, seed: int = 0, name: str = "",
                 more: Sequence[Question] = (), closing: Closing | None = None) -> None:
        self.name, self.seed, self._closing = name, seed, closing
        self.questions = {one.id: draw(one, seed) for one in (*questions, *more)}
        self.extra = frozenset(one.id for one in more)
        self.answers: list[dict[str, Any]] = []
        words = {key: text for key, text in phrases.words().items() if key.startswith(("quiz.", "keeping."))}
        drawn = {one.plate for one in self.questions.values() if one.kind == "label" and one.plate}
        super().__init__(asked=[self._shown(one) for one in self.questions.values()], words=words, marks={},
                         pictures={plate: {"png": _plate(plate)[0], "alt": _plate(plate)[1]} for plate in drawn})
        self.marks = dict(self._earlier())
        self._close()
        self.on_msg(self._told)

    def _shown(self, one: Question) -> dict[str, Any]:
        return {**public(one, self.seed), "extra": one.id in self.extra,
                "confidences": [] if one.kind in UNSURE else list(CONFIDENCE), **_on_plate(one, self.seed)}

    def _told(self, _: Any, message: Any, __: Any) -> None:
        """An attempt of the page. What cannot be read is answered with its sentence, and nothing is counted."""
        if isinstance(message, dict) and message.get("do") == "save":
            self.send({"seq": message.get("seq"), "journal": journal.current().rescued()})
            return
        if not isinstance(message, dict) or str(message.get("question")) not in self.questions:
            return
        one = self.questions[str(message["question"])]
        given, seq = message.get("response"), message.get("seq")
        seq = seq if isinstance(seq, int) else 0
        if seq and seq == self.marks.get(one.id, {}).get("seq"):
            return  # sent again by a page that waited; it is marked, and counts once
        try:
            if one.kind == "written" and isinstance(given, dict) and "criteria" not in given:
                self._say(one, seq, {"stage": "rubric", "response": given, **rubric(one)})
                return
            response = translate(one, self.seed, given)
            mark = score(one, response, asked=message.get("asked") is True)
        except StretchlibError as error:
            self.send({"seq": seq, "refused": str(error)})
            return
        if not mark.read:
            self.send({"seq": seq, "refused": mark.feedback[0].text, "asks": mark.asks})
            return
        answer = self._count(one, mark, response, message.get("confidence"))
        self._close()
        self._say(one, seq, {**self._mark(one, mark, response), "response": given})
        # The page has its feedback by now: a slow disk does not keep a student waiting.
        self._keep(answer)

    def _count(self, one: Question, mark: Mark, response: Any, confidence: Any) -> dict[str, Any]:
        """Add an attempt to the answers."""
        attempt = 1 + sum(answer["question"] == one.id for answer in self.answers)
        said = int(confidence) if attempt == 1 and confidence in CONFIDENCE else None
        self.answers.append({"question": one.id, "seed": self.seed, "attempt": attempt, "response": response,
                             "confidence": said, "points": round(mark.points, 3), "right": mark.right,
                             "quiz": self.name})
        return self.answers[-1]

    def _close(self) -> None:
        """Bring the sentence at the end up to date."""
        first = {answer["question"]: answer for answer in self.answers if answer["attempt"] == 1}
        self.end = self._closing(self.questions, first) if self._closing else ""

    def _say(self, one: Question, seq: int, what: Mapping[str, Any]) -> None:
        self.marks = {**self.marks, one.id: {"seq": seq, **what}}

    def _mark(self, one: Question, mark: Mark, response: Any) -> dict[str, Any]:
        """A mark as the page shows it, with how the first attempt went."""
        first = next(answer for answer in self.answers if answer["question"] == one.id)
        key = mark.answer_text if one.kind == "numeric" else ""  # elsewhere the notes tell it
        return {"stage": "marked", "points": mark.points, "right": mark.right, "key": key,
                "notes": list(notes(one, mark, response, self.seed)),
                "first": {"right": first["right"], "confidence": first["confidence"]},
                "sources": "; ".join(cited(source) for source in one.sources),
                "certainty": one.sureness,
                "review": one.review, **(rubric(one) if one.kind == "written" else {})}

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
            kept = [one for one in journal.current().records("answer")
                    if one.get("seed") == self.seed and str(one.get("question")) in self.questions]
        except (StretchlibError, OSError):
            return  # the first answer will be told why
        for answer in kept:
            one = self.questions[str(answer["question"])]
            try:
                mark = score(one, answer.get("response"), asked=True)
                response = placed(one, self.seed, answer.get("response"))
            except StretchlibError:
                continue  # the question has changed since; it is asked anew
            if mark.read:
                self._count(one, mark, answer.get("response"), answer.get("confidence"))
                yield one.id, {"seq": 0, **self._mark(one, mark, answer.get("response")), "response": response}

    def table(self) -> Any:
        """The answers given here as a DataFrame, a row an attempt; empty with the same columns."""
        import pandas as pd

        return pd.DataFrame(self.answers, columns=["question", "attempt", "points", "right", "confidence"])

    @property
    def paper(self) -> Paper:
        """The questions without answers: all that a saved notebook tells of them."""
        return Paper(self.questions.values(), self.seed)

    def __repr__(self) -> str:
        core = len(self.questions) - len(self.extra)
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
    checked_seed(seed)
    if ids is not None:
        return Quiz([question(one) for one in ids], seed=seed, name=notebook or "")
    if notebook is None:
        raise StretchlibError('A quiz needs a notebook, such as sl.quiz("01"), or ids=[...] of questions.')
    core, more = check_of(notebook)
    return Quiz(core, seed=seed, name=notebook, more=more)


def _on_plate(one: Question, seed: int) -> dict[str, Any]:
    """For a question that points at a plate: letter and place of each option that the plate draws."""
    if one.kind != "label" or not one.plate:
        return {}
    spots, lettered = _plate(one.plate)[2], letters(one)
    options = {str(place): option.structure
               for place, option in enumerate(shuffled(one, seed).of("region"), start=1)}
    return {"letters": {place: lettered[structure] for place, structure in options.items() if structure in lettered},
            "spots": {place: list(spots[structure]) for place, structure in options.items() if structure in spots}}


def _plate(plate: str) -> tuple[str, str, dict[str, tuple[float, float]]]:
    return _drawn(plate, current_language())


@lru_cache(maxsize=8)
def _drawn(plate: str, language: str) -> tuple[str, str, dict[str, tuple[float, float]]]:
    diagram, spots = lettered_plate(plate, drawn_on(plate))
    return base64.b64encode(diagram.png()).decode("ascii"), diagram.text, spots
