"""A question drawn and shuffled once: what a page may see of it, how a response is marked, and the key to it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

from ..core.errors import StretchlibError
from ..core.numbers import checked_seed
from ..evidence.pain_areas import outlined_areas
from ..tables import catalogue
from ..tables.rows.evidence import BodyArea
from .bank import Option, Question
from .feedback import label, plate_letters
from .marking import CONFIDENCE, QUOTED, Mark, answer_text, listed, reach, score
from .templates import draw
from .typed_numbers import read_number

UNSURE = ("written", "rating")  # kinds that are not asked how sure one is: there is no one right answer to be sure of
FAR = 1e9  # a number that is nowhere near an answer of the course
# Roles that are never offered to choose:
_KEPT = ("criterion", "model_answer", "right", "too_low", "too_high", "misconception", "aside")


class Sheet:
    """One question as it is asked: its numbers drawn and its options shuffled by ``seed``, once and for all.

    ``question`` is the drawn question, its options in the order of the table. ``options`` are those that a response
    names, in the order of the page; there they go by their position, "1" to "n", and so do the ``partners``, one option
    for each right-hand text of a match. The same question and seed give the same sheet everywhere. Raises
    :class:`StretchlibError` for a template that cannot be drawn.
    """

    def __init__(self, question: Question, seed: int = 0) -> None:
        self.question, self.seed = draw(question, seed), seed
        self.options = _shuffled_options(self.question, seed)
        self.partners = _shuffled_partners(self.question, seed)
        self._ids = {str(position): option.id for position, option in enumerate(self.options, start=1)}
        self._partner_ids = {str(position): option.id for position, option in enumerate(self.partners, start=1)}

    def public(self) -> dict[str, Any]:
        """What a page may know before an attempt, and nothing of the answer.

        ``id``, ``kind``, ``stem``, ``unit``, ``plate``; ``options`` with ``id`` (position), ``text``, of a rating
        ``part`` and of an area to mark ``meaning``; ``right``, the same of the right-hand texts of a match;
        ``confidences``, the percents to choose from; ``letters`` (position to letter) where it points at a plate or a
        body; ``outlined``, position to the areas with an outline, where it asks to mark areas.
        """
        question = self.question
        options = [{"id": str(position), "text": option.name} for position, option in enumerate(self.options, start=1)]
        if question.kind == "rating":
            options = [{**entry, "part": option.match} for entry, option in zip(options, self.options, strict=True)]
        page: dict[str, Any] = {
            "id": question.id, "kind": question.kind, "stem": question.stem, "unit": question.unit,
            "plate": question.plate, "confidences": [] if question.kind in UNSURE else list(CONFIDENCE),
            "options": [] if question.kind == "written" else options}
        if question.kind == "match":
            page["right"] = [{"id": str(position), "text": option.match}
                             for position, option in enumerate(self.partners, start=1)]
        if question.kind == "label" and question.plate:
            page["letters"] = self.letters()
        if question.kind == "area":
            page["letters"] = self.letters()
            for entry, option in zip(options, self.options, strict=True):
                entry["meaning"] = catalogue.row(BodyArea, option.id).meaning
            page["outlined"] = {str(position): list(outlined_areas(option.id))
                                for position, option in enumerate(self.options, start=1)}
        return page

    def letters(self) -> dict[str, str]:
        """Position of an option -> its letter: of the structures that the plate draws, or of each area to mark."""
        if self.question.kind == "area":
            return {str(position): chr(64 + position) for position in range(1, 1 + len(self.options))}
        letters = plate_letters(self.question.plate)
        return {str(position): letters[option.structure] for position, option in enumerate(self.options, start=1)
                if option.structure in letters}

    def translate(self, response: Any) -> Any:
        """The page's response with the ids of the table in place of positions, as a journal keeps it.

        Raises :class:`StretchlibError` where it names a position that the page does not have.
        """
        return self._renamed(response, self._ids, self._partner_ids)

    def placed(self, response: Any) -> Any:
        """The way back of :meth:`translate`: a kept response as the page of today holds it."""
        positions = {option.match: str(position) for position, option in enumerate(self.partners, start=1)}
        partners = {option.id: positions[option.match] for option in self.question.options if option.match in positions}
        return self._renamed(response, {name: position for position, name in self._ids.items()}, partners)

    def mark(self, response: Any, *, asked: bool = False) -> Mark:
        """The mark of a response with the ids of the table, by :func:`.marking.score`."""
        return score(self.question, response, asked=asked)

    def key(self) -> dict[str, Any]:
        """What a page without a kernel needs to mark as :meth:`mark` does: by position, with what is said of each.

        All kinds: ``kind``, ``seed``, ``text`` (the right answer), ``sources``, ``certainty``, ``review``. Numbers:
        see :meth:`_number_key`. Others: ``options`` in the order of their notes, each with ``of``, what its note is of,
        where that is not its ``name``; of a match also ``pairs`` (position to position of its partner) and ``rights``
        (position to id of the partners).
        """
        question = self.question
        key = {"kind": question.kind, "seed": self.seed, "text": answer_text(question), **question.foot}
        if question.kind == "numeric":
            return {**key, **self._number_key()}
        options = list(enumerate(self.options, start=1))
        if question.kind == "order":  # notes stand in the order of the page, but steps in their right order
            options.sort(key=lambda numbered: numbered[1].order)
        subjects = {option.id: "" if question.kind == "written" else label(question, option) for _, option in options}
        key["options"] = [
            {"id": str(position), "real": option.id, "name": option.name, "text": option.feedback,
             **({} if subjects[option.id] == option.name else {"of": subjects[option.id]}), "correct": option.correct,
             "order": option.order} for position, option in options]
        if question.kind == "match":
            key["pairs"] = self.placed({option.id: option.id for option in self.options})
            key["rights"] = dict(self._partner_ids)
        return key

    def _number_key(self) -> dict[str, Any]:
        """Of a number: ``answer``, ``tolerance``, ``reach`` (what still counts as it), ``unit``, the notes ``right``,
        ``low`` and ``high``, ``slips`` as (number, reach, notes), and ``quoted``, how much of a text is said back."""
        question = self.question
        answer = question.answer or 0.0

        def notes(typed: str) -> list[dict[str, str]]:
            mark = self.mark(typed, asked=True)
            return [{"fits": "", "of": "", "text": note.text} for note in mark.feedback if note.text]

        slips = [(number[0], slip.match) for slip in question.of("misconception")
                 if (number := read_number(slip.match)) is not None]
        return {"answer": answer, "tolerance": question.tolerance, "reach": reach(answer, question.tolerance),
                "unit": question.unit, "quoted": QUOTED,
                "right": notes(f"{answer:.9f}"), "low": notes(f"{-FAR:.9f}"), "high": notes(f"{FAR:.9f}"),
                "slips": [[number, reach(number, question.tolerance), notes(text)] for number, text in slips]}

    def _renamed(self, response: Any, options: Mapping[str, str], partners: Mapping[str, str]) -> Any:
        """A response with other names for its options and partners; texts stay as they are."""
        question = self.question
        if question.kind in ("numeric", "written") and not isinstance(response, Mapping):
            return str(response or "")

        def renamed(name: Any, names: Mapping[str, str]) -> str:
            if str(name) not in names:
                raise StretchlibError(f"Question {question.id} has no option {name!r} on the page; run its cell again.")
            return names[str(name)]

        def each(names: Any) -> list[str]:
            return [renamed(name, options) for name in listed(question, names)]

        if not response:
            return response
        if question.kind == "written":
            return {"text": str(response.get("text") or ""), "criteria": each(response.get("criteria", []))}
        if question.kind == "match" and isinstance(response, Mapping):
            return {renamed(left, options): renamed(right, partners) for left, right in response.items()}
        several = question.kind in ("multiple", "area", "order", "rating")
        return each(response) if several else renamed(response, options)


def draw_sheets(questions: Iterable[Question], seed: int = 0) -> tuple[Sheet, ...]:
    """A sheet for each question, with the seed that a person gave.

    Raises :class:`StretchlibError` for a seed that is no whole number from 0 to 999,999,999.
    """
    checked_seed(seed)
    return tuple(Sheet(question, seed) for question in questions)


def _shuffled_options(question: Question, seed: int) -> tuple[Option, ...]:
    """The options that a response names, in the order of the page; criteria and the levels of a rating keep theirs, and
    areas stand in the order of the body."""
    if question.kind in ("written", "rating"):
        return question.of("criterion" if question.kind == "written" else "level")
    if question.kind == "area":
        positions = {area.id: area.position for area in catalogue.rows(BodyArea)}
        return tuple(sorted(question.of("area"),
                            key=lambda option: min(positions[area] for area in outlined_areas(option.id))))
    options = [option for option in question.options if option.role not in _KEPT]
    random.Random(f"{question.id} {seed}").shuffle(options)
    orders = [option.order for option in options]
    if question.kind == "order" and orders == sorted(orders):  # steps in order would give the answer
        options = options[1:] + options[:1]
    return tuple(option for option in options if option.role != "distractor")


def _shuffled_partners(question: Question, seed: int) -> tuple[Option, ...]:
    """One option for each right-hand text of a match, shuffled apart from the left, or the rows would be the key."""
    partners = list({option.match: option for option in question.of("pair", "distractor")}.values())
    random.Random(f"{question.id} {seed} right").shuffle(partners)
    return tuple(partners)
