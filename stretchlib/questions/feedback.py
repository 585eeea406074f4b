"""What is said of a marked answer: notes in the order of the page, the rubric of a text, the letters of a plate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..tables import catalogue, phrases
from ..tables.rows.anatomy import PlateMuscle, Structure
from .bank import Option, Question
from .marking import Mark

if TYPE_CHECKING:
    from .sheet import Sheet


def rubric(question: Question) -> dict[str, Any]:
    """What to compare a written text with: its criteria by position, and an example."""
    return {"criteria": [{"id": str(position), "text": criterion.text}
                         for position, criterion in enumerate(question.of("criterion"), start=1)],
            "example": "\n".join(answer.text for answer in question.of("model_answer"))}


def notes(sheet: Sheet, mark: Mark, response: Any) -> Iterator[dict[str, str]]:
    """The feedback, each with the option it is ``of`` and how that ``fits``, in the order of the page; steps in their
    right order.

    ``response`` carries the ids of the table. Of one choice only the chosen and the right are spoken of: no wall of
    text.
    """
    question = sheet.question
    options = {option.id: option for option in (*sheet.options, *question.options)}
    chosen = response if isinstance(response, (list, tuple, dict)) else (response,)
    order = list(options) if question.kind != "order" else []
    for note in sorted(mark.feedback, key=lambda note: order.index(note.option) if note.option in order else -1):
        option = options.get(note.option)
        if option is not None and option.role == "aside":
            yield {"fits": "aside", "of": option.text, "text": note.text}
        elif option is None or option.role not in ("choice", "region", "area", "level", "pair", "step"):
            if note.text and (note.option or not mark.right):  # how many steps stand in order says nothing where all do
                yield {"fits": "", "of": "", "text": note.text}
        elif question.kind not in ("single", "label", "rating") or option.correct or option.id in chosen:
            yield {"fits": _fits(option, chosen, options), "of": label(question, option), "text": note.text}


def _fits(option: Option, chosen: Any, options: Mapping[str, Option]) -> str:
    """The end of the key of the words before a note: how the option stands, and whether it was chosen."""
    if option.role == "step":
        return "step"
    if option.role == "pair":
        return "pair" if options[chosen[option.id]].match == option.match else "pair_other"
    part = "_level" if option.role == "level" else ""
    return ("fits" if option.correct else "fits_not") + part + ("_chosen" if option.id in chosen else "")


def label(question: Question, option: Option) -> str:
    """An option as its note names it; on a plate with its letter."""
    if option.role == "step":
        return f"{option.order}. {option.text}"
    if option.role == "level":
        return f"{option.match}: {short_level(option.text)}"
    letter = plate_letters(question.plate).get(option.structure)
    if letter:
        return phrases.words()["quiz.with_letter"].replace("{of}", option.name).replace("{letter}", letter)
    return f"{option.text}: {option.match}" if option.role == "pair" else option.name


def short_level(level: str) -> str:
    """A level of a rating without its meaning: "partly: some of it holds" as "partly"."""
    return level.partition(": ")[0]


def plate_letters(plate: str) -> dict[str, str]:
    """Structure -> its letter, for the structures of the course that a plate draws, in the order of its rows."""
    if not plate:
        return {}
    structures = {structure.id for structure in catalogue.rows(Structure)}
    drawn = [drawing.structure for drawing in catalogue.rows(PlateMuscle)
             if drawing.plate == plate and drawing.structure in structures]
    return {structure: chr(65 + number) for number, structure in enumerate(drawn)}
