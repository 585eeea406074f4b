"""Questions in the page: it asks and shows, Python marks. No answer leaves Python before an attempt."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import anywidget
import traitlets

from .. import datasets, journal
from ..errors import StretchlibError
from ..figures.asked import drawn_on, lettered_plate
from ..made_items import draw
from ..questions import Question, bank, question
from ..references import cited
from ..scoring import CONFIDENCE, Mark, public, score, shuffled, translate
from .source import module, style


class Quiz(anywidget.AnyWidget):
    """Some questions, asked one below the other; build it with :func:`quiz`. ``answers`` holds the marked ones."""

    _esm = module("quiz.js")
    _css = style("quiz.css")

    asked = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)  # question id -> what was said of the newest attempt

    def __init__(self, questions: Sequence[Question], *, seed: int = 0, name: str = "") -> None:
        self.name, self.seed = name, seed
        self.questions = {one.id: draw(one, seed) for one in questions}
        self.answers: list[dict[str, Any]] = []
        words = {key: text for key, text in datasets.words().items() if key.startswith("quiz.")}
        shown = [{**public(one, seed), "confidences": list(CONFIDENCE), **_picture(one, seed)}
                 for one in self.questions.values()]
        super().__init__(asked=shown, words=words, marks={})
        self.marks = dict(self._earlier())
        self.on_msg(self._told)

    def _told(self, _: Any, message: Any, __: Any) -> None:
        """An attempt of the page. What cannot be read is answered with its sentence, and nothing is counted."""
        if not isinstance(message, dict) or str(message.get("question")) not in self.questions:
            return
        one = self.questions[str(message["question"])]
        given, seq = message.get("response"), message.get("seq")
        try:
            if one.kind == "written" and "criteria" not in (given if isinstance(given, dict) else {}):
                self._say(one, seq, {"stage": "rubric", "response": given, **self._rubric(one)})
                return
            response = translate(one, self.seed, given)
            mark = score(one, response)
            if not mark.read:
                self._say(one, seq, {"refused": mark.feedback[0].text, "response": given})
                return
        except StretchlibError as error:
            self._say(one, seq, {"refused": str(error), "response": given})
            return
        confidence = message.get("confidence")
        answer = {"question": one.id, "seed": self.seed, "response": response, "page": given,
                  "confidence": confidence if confidence in CONFIDENCE else None, "points": round(mark.points, 3),
                  "right": mark.right, "quiz": self.name}
        self.answers.append(answer)
        self._say(one, seq, {**_told_of(one, mark, response), "response": given, "confidence": answer["confidence"],
                             "unsaved": self._keep(answer)})

    def _say(self, one: Question, seq: Any, what: Mapping[str, Any]) -> None:
        self.marks = {**self.marks, one.id: {"seq": seq if isinstance(seq, int) else 0, **what}}

    def _rubric(self, one: Question) -> dict[str, Any]:
        """What to compare a written text with; its places are those of the unshuffled criteria."""
        return {"criteria": [{"id": str(place), "text": criterion.text}
                             for place, criterion in enumerate(one.of("criterion"), start=1)],
                "key": "\n".join(answer.text for answer in one.of("model_answer"))}

    def _keep(self, answer: Mapping[str, Any]) -> str:
        """Write an answer into the journal; the sentence of the journal where that is not possible."""
        try:
            journal.current().append("answer", **answer)
        except (StretchlibError, OSError) as error:
            return datasets.words()["quiz.unsaved"].replace("{why}", str(error))
        return ""

    def _earlier(self) -> Iterable[tuple[str, dict[str, Any]]]:
        """The newest answers of the journal to these very questions, marked again: a student may come back."""
        try:
            kept = [one for one in journal.current().records("answer")
                    if one.get("seed") == self.seed and one.get("question") in self.questions]
        except (StretchlibError, OSError):
            return
        for answer in {one["question"]: one for one in kept}.values():
            one = self.questions[answer["question"]]
            try:
                mark = score(one, answer["response"])
            except StretchlibError:
                continue  # the question has changed since; it is asked anew
            self.answers.append({key: value for key, value in answer.items() if key not in ("id", "kind", "at")})
            yield one.id, {"seq": 0, **_told_of(one, mark, answer["response"]),
                           "response": answer.get("page"),
                           "confidence": answer.get("confidence"), "unsaved": "",
                           **(self._rubric(one) if one.kind == "written" else {})}

    def table(self) -> Any:
        """The answers given here as a DataFrame, a row an attempt; empty with the same columns."""
        import pandas as pd

        columns = ["question", "points", "right", "confidence"]
        return pd.DataFrame(self.answers, columns=columns)

    def __repr__(self) -> str:
        return "\n\n".join(as_text(one, self.seed, number)
                           for number, one in enumerate(self.questions.values(), start=1))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(Paper(repr(self)))
        # An output of its own: a notebook reopened without a kernel hides the text beside a lost widget.
        data, metadata = super()._repr_mimebundle_()
        display({**data, "text/plain": f"Quiz of {len(self.questions)} questions"}, raw=True, metadata=metadata)


class Paper:
    """The questions as text, without answers: all that a saved notebook tells of them."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def quiz(notebook: str | None = None, *, ids: Sequence[str] | None = None, seed: int = 0) -> Quiz:
    """The questions of a notebook ("01"), the optional ones last, or those of ``ids``, in the order of ``seed``.

    Raises :class:`~stretchlib.errors.StretchlibError` for an unknown notebook or question.
    """
    if ids is not None:
        return Quiz([question(one) for one in ids], seed=seed, name=notebook or "")
    if notebook is None:
        raise StretchlibError('A quiz needs a notebook, such as sl.quiz("01"), or ids=[...] of questions.')
    return Quiz(bank(notebook, optional=True), seed=seed, name=notebook)


def as_text(one: Question, seed: int, number: int) -> str:
    """A question as a sheet of paper asks it."""
    page = public(one, seed)
    lines = [f"{number}. {one.stem}" + (f" (in {one.unit})" if one.unit else "")]
    lines += [f"   - {option['text']}" for option in page["options"]]
    if page.get("right"):
        lines.append("   to match with: " + "; ".join(option["text"] for option in page["right"]))
    return "\n".join(lines)


def _told_of(one: Question, mark: Mark, response: Any) -> dict[str, Any]:
    """A mark as the page shows it. Of one choice only what was chosen and what is right is told: no wall of text."""
    texts = {option.id: option for option in one.options}
    notes = [{"text": note.text, "of": _label(texts[note.option]) if note.option in texts else "",
              "right": texts[note.option].correct if note.option in texts else None} for note in mark.feedback
             if one.kind not in ("single", "label") or note.option == response or texts[note.option].correct]
    return {"stage": "marked", "points": mark.points, "right": mark.right, "notes": notes, "key": mark.answer_text,
            "sources": "; ".join(cited(key) for key in one.sources), "certainty": one.certainty, "review": one.review}


def _label(option: Any) -> str:
    if option.structure:
        return str(datasets.row("structures", option.structure)["name_en"])
    return f"{option.text}: {option.match}" if option.role == "pair" else str(option.text)


def _picture(one: Question, seed: int) -> dict[str, Any]:
    """The lettered plate of a question that points at one, with the letter of each option that it draws."""
    if one.kind != "label" or not one.plate:
        return {}
    png, alt, spots = _plate(one.plate)
    options = [option for option in shuffled(one, seed).options if option.role == "region"]
    letters = {structure: chr(65 + place) for place, structure in enumerate(drawn_on(one.plate))}
    return {"picture": png, "alt": alt,
            "letters": {str(place): letters[option.structure] for place, option in enumerate(options, start=1)
                        if option.structure in letters},
            "spots": {str(place): list(spots[option.structure]) for place, option in enumerate(options, start=1)
                      if option.structure in spots}}


@lru_cache(maxsize=8)
def _plate(plate: str) -> tuple[str, str, dict[str, tuple[float, float]]]:
    diagram, spots = lettered_plate(plate, drawn_on(plate))
    return base64.b64encode(diagram.png()).decode("ascii"), diagram.text, spots
