"""A question as the page asks it: options in the order of a seed, places for ids, and nothing of the answer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError
from ..tables.catalogue import row

if TYPE_CHECKING:
    from .bank import Option, Question

CHOSEN = ("choice", "region", "rule", "level")  # roles of the options of which one or several are chosen
# Never offered to choose:
_KEPT = ("criterion", "model_answer", "right", "too_low", "too_high", "misconception", "aside")


def option_name(option: Option) -> str:
    """The words of an option; a region of a plate has none of its own and goes by its structure's name."""
    return option.text or str(row("structures", option.structure)["name_en"])


def listed(question: Question, response: Any) -> list[Any]:
    """``response`` as a list; raises :class:`StretchlibError` for anything else."""
    if not isinstance(response, (list, tuple)):
        raise StretchlibError(f"An answer to question {question.id} must be a list; run its cell again.")
    return list(response)


def shuffled(question: Question, seed: int) -> Question:
    """The question with its options in an order that ``seed`` fixes; what is never offered keeps its place behind.

    The levels of a rating keep their own order.
    """
    if question.kind == "rating":
        return replace(question, options=(*question.of("level"), *question.of(*_KEPT)))
    offered = [one for one in question.options if one.role not in _KEPT]
    random.Random(f"{question.id} {seed}").shuffle(offered)
    places = [one.order for one in offered]
    if question.kind == "order" and places == sorted(places):  # steps offered in order would give the answer
        offered = offered[1:] + offered[:1]
    return replace(question, options=(*offered, *question.of(*_KEPT)))


def public(question: Question, seed: int) -> dict[str, Any]:
    """What the page may know before an attempt: stem and texts, ids "1" to "n" in shuffled order, no answers."""
    options = [one for one in shuffled(question, seed).options if one.role not in (*_KEPT, "distractor")]
    shown: dict[str, Any] = {"id": question.id, "kind": question.kind, "stem": question.stem,
                             "unit": question.unit, "plate": question.plate,
                             "options": [{"id": str(place), "text": option_name(one)}
                                         for place, one in enumerate(options, start=1)]}
    if question.kind == "rating":
        for told, one in zip(shown["options"], options, strict=True):
            told["part"] = one.match
    if question.kind == "match":
        shown["right"] = [{"id": str(place), "text": one.match}
                          for place, one in enumerate(_rights(question, seed), start=1)]
    return shown


def _rights(question: Question, seed: int) -> list[Option]:
    """One option for each right-hand text of a match, mixed apart from the left, or the rows would be the key."""
    rights = list({one.match: one for one in question.of("pair", "distractor")}.values())
    random.Random(f"{question.id} {seed} right").shuffle(rights)
    return rights


def _places(question: Question, seed: int) -> dict[str, str]:
    """Place on the page -> real id, of what is chosen, matched, ordered or ticked."""
    roles = {"match": ("pair",), "order": ("step",), "written": ("criterion",)}.get(question.kind, CHOSEN)
    return {str(place): one.id for place, one in enumerate(shuffled(question, seed).of(*roles), start=1)}


def translate(question: Question, seed: int, response: Any) -> Any:
    """The page's response with real option ids in place of "1" to "n"; raises :class:`StretchlibError` for others."""
    return _renamed(question, response, _places(question, seed),
                    {str(place): one.id for place, one in enumerate(_rights(question, seed), start=1)})


def placed(question: Question, seed: int, response: Any) -> Any:
    """The way back of :func:`translate`: a response with real ids as the page holds it, by today's options."""
    texts = {one.id: one.match for one in question.options}
    by_text = {one.match: str(place) for place, one in enumerate(_rights(question, seed), start=1)}
    return _renamed(question, response, {real: place for place, real in _places(question, seed).items()},
                    {real: by_text[text] for real, text in texts.items() if text in by_text})


def _renamed(question: Question, response: Any, ids: Mapping[str, str], rights: Mapping[str, str]) -> Any:
    if question.kind in ("numeric", "written") and not isinstance(response, Mapping):
        return str(response or "")

    def other(name: Any, among: Mapping[str, str]) -> str:
        if str(name) not in among:
            raise StretchlibError(f"Question {question.id} has no option {name!r} on the page; run its cell again.")
        return among[str(name)]

    def each(names: Sequence[Any]) -> list[str]:
        return [other(one, ids) for one in listed(question, names)]

    if not response:
        return response
    if question.kind == "written":
        return {"text": str(response.get("text") or ""), "criteria": each(response.get("criteria", []))}
    if question.kind == "match" and isinstance(response, Mapping):
        return {other(one, ids): other(partner, rights) for one, partner in response.items()}
    return each(response) if question.kind in ("multiple", "order", "rating") else other(response, ids)
