"""What the page says of a marked answer: notes in its order, the rubric of a text, the letters of a plate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...figures.plates.lettered_plate import drawn_on
from ...questions.bank import Option, Question
from ...questions.marking import Mark
from ...questions.sheet import option_name, shuffled
from ...tables import phrases
from .paper import short_level


def rubric(one: Question) -> dict[str, Any]:
    """What to compare a written text with; its places are those of the unshuffled criteria."""
    return {"criteria": [{"id": str(place), "text": criterion.text}
                         for place, criterion in enumerate(one.of("criterion"), start=1)],
            "example": "\n".join(answer.text for answer in one.of("model_answer"))}


def notes(one: Question, mark: Mark, response: Any, seed: int) -> Iterator[dict[str, str]]:
    """The feedback, each with the option it is of, in the order of the page; steps in their right order.

    Of one choice only the chosen and the right are told: no wall of text.
    """
    options = {option.id: option for option in shuffled(one, seed).options}
    chosen = response if isinstance(response, (list, tuple, dict)) else (response,)
    places = list(options) if one.kind != "order" else []
    for note in sorted(mark.feedback, key=lambda note: places.index(note.option) if note.option in places else -1):
        option = options.get(note.option)
        if option is not None and option.role == "aside":
            yield {"fits": "aside", "of": option.text, "text": note.text}
        elif option is None or option.role not in ("choice", "region", "level", "pair", "step"):
            if note.text and (note.option or not mark.right):  # how many steps stand in order says nothing where all do
                yield {"fits": "", "of": "", "text": note.text}
        elif one.kind not in ("single", "label", "rating") or option.correct or option.id in chosen:
            yield {"fits": _fits(option, chosen, options), "of": label(one, option), "text": note.text}


def _fits(option: Option, chosen: Any, options: Mapping[str, Option]) -> str:
    """The end of the key of the words before a note: how the option stands, and whether it was chosen."""
    if option.role == "step":
        return "step"
    if option.role == "pair":
        return "pair" if options[chosen[option.id]].match == option.match else "pair_other"
    part = "_level" if option.role == "level" else ""
    return ("fits" if option.correct else "fits_not") + part + ("_chosen" if option.id in chosen else "")


def label(one: Question, option: Option) -> str:
    """An option as its note names it; on a plate with its letter."""
    if option.role == "step":
        return f"{option.order}. {option.text}"
    if option.role == "level":
        return f"{option.match}: {short_level(option.text)}"
    letter = letters(one).get(option.structure)
    if letter:
        return phrases.words()["quiz.with_letter"].replace("{of}", option_name(option)).replace("{letter}", letter)
    return f"{option.text}: {option.match}" if option.role == "pair" else option_name(option)


def letters(one: Question) -> dict[str, str]:
    """Structure -> its letter on the plate of a question."""
    drawn = drawn_on(one.plate) if one.plate else ()
    return {structure: chr(65 + place) for place, structure in enumerate(drawn)}
