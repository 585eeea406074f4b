"""What a page without a kernel needs to mark an answer as Python marks it: the keys, and what is said.

Everything is asked of the scoring itself, so that a changed rule or sentence reaches the page by publishing again.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...evidence.references import cited
from ...questions.bank import Option, Question
from ...questions.marking import score
from ...questions.sheet import option_name, public, translate
from ...questions.typed_numbers import read_number
from ...widgets.quiz.notes import label
from ...widgets.quiz.quiz import Quiz, _on_plate, _plate

FAR = 1e9  # a number that is nowhere near an answer of the course


@dataclass(frozen=True)
class Plate:
    """A plate with letters for names: the picture as PNG, its text, and the letter of each place that it draws."""

    png: bytes
    alt: str
    letters: dict[str, str]


def plate_of(one: Question, seed: int) -> Plate | None:
    """The lettered plate of a question that points at one."""
    if one.kind != "label" or not one.plate:
        return None
    png, alt, _ = _plate(one.plate)
    return Plate(base64.b64decode(png), alt, _on_plate(one, seed)["letters"])


def paper_of(questions: Iterable[Question], seed: int) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Plate]]:
    """(questions as a page asks them, key by question, lettered plate by name); templates are drawn."""
    quiz = Quiz(list(questions), seed=seed)
    drawn = quiz.questions.values()
    plates = {one.plate: found for one in drawn if (found := plate_of(one, seed)) is not None}
    return list(quiz.asked), {one.id: key_of(one, seed) for one in drawn}, plates


def key_of(one: Question, seed: int) -> dict[str, Any]:
    """The key of a drawn question, by the places of its options on the page."""
    shown = public(one, seed)
    places = [option["id"] for option in shown["options"]]
    key: dict[str, Any] = {
        "kind": one.kind, "seed": seed, "sources": "; ".join(cited(source) for source in one.sources),
        "certainty": one.sureness, "review": one.review}
    if one.kind == "numeric":
        return {**key, **_number(one)}
    if one.kind == "written":
        criteria = one.of("criterion")
        mark = score(one, {"text": "a", "criteria": [option.id for option in criteria]})
        return {**key, "text": mark.answer_text, "options": [
            {**_option(one, option, str(place), option.feedback), "of": ""}
            for place, option in enumerate(criteria, start=1)]}
    rights = [option["id"] for option in shown.get("right", [])]
    real = {place: _real(one, seed, place, rights) for place in places}
    mark = score(one, _whole(one.kind, list(real.values())))
    options = {option.id: option for option in one.options}
    said = {note.option: note.text for note in mark.feedback}
    key["text"] = mark.answer_text
    # As the notes stand: in the order of the page, but steps in their right order.
    order = sorted(places, key=lambda place: options[real[place]].order) if one.kind == "order" else places
    key["options"] = [_option(one, options[real[place]], place, said[real[place]]) for place in order]
    if one.kind == "match":
        by_text = {option["text"]: option["id"] for option in shown["right"]}
        key["pairs"] = {place: by_text[options[real[place]].match] for place in places}
        key["rights"] = {place: translate(one, seed, {places[0]: place})[real[places[0]]] for place in rights}
    return key


def _whole(kind: str, real: list[str]) -> Any:
    """A complete answer, whichever, out of real ids: the feedback names every option then."""
    if kind == "match":
        return {name: name for name in real}
    return [] if kind == "multiple" else real if kind == "order" else real[0]


def _real(one: Question, seed: int, place: str, rights: list[str]) -> str:
    """The real id of the option at a place of the page."""
    if one.kind == "match":
        return str(next(iter(translate(one, seed, {place: rights[0]}))))
    found = translate(one, seed, [place] if one.kind in ("multiple", "order") else place)
    return str(found[0] if isinstance(found, list) else found)


def _option(one: Question, option: Option, place: str, text: str) -> dict[str, Any]:
    return {"id": place, "real": option.id, "name": option_name(option), "of": label(one, option), "text": text,
            "correct": option.correct, "order": option.order}


def _number(one: Question) -> dict[str, Any]:
    """Of a numeric question: the answer, what is said of it, and of each number that tells a slip."""

    def said(number: float | str) -> list[dict[str, str]]:
        typed = f"{number:.9f}" if isinstance(number, float) else number
        mark = score(one, typed, asked=True)
        return [{"fits": "", "of": "", "text": note.text} for note in mark.feedback if note.text]

    answer = one.answer or 0.0
    slips = [(number[0], option.match) for option in one.of("misconception")
             if (number := read_number(option.match)) is not None]
    return {"text": score(one, f"{answer:.9f}").answer_text, "answer": answer, "tolerance": one.tolerance,
            "unit": one.unit,
            "right": said(answer), "low": said(-FAR), "high": said(FAR),
            "slips": [[value, said(text)] for value, text in slips]}
