"""Score an answer, and say how sure a student was: pure, with no page and no kernel in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ..core.errors import StretchlibError
from ..tables.phrases import say, written
from .bank import CHOSEN, Option, Question
from .typed_numbers import meant, read_number, read_values, same_unit

CONFIDENCE = (25, 50, 75, 95)  # percent; what the student says before the answer shows
QUOTED = 60  # characters of an answer that could not be read, said back to the student


@dataclass(frozen=True)
class Note:
    """What is said of one option: its real id (empty where it is of the whole answer) and the sentence."""
    option: str
    text: str


@dataclass(frozen=True)
class Mark:
    """The score of one answer: ``points`` 0 to 1; ``read`` is False where nothing could be scored, try again.

    ``asks`` is True where the number typed may be read in two ways; its feedback asks which is meant.
    """

    points: float
    right: bool
    feedback: tuple[Note, ...]
    answer_text: str
    read: bool = True
    asks: bool = False


def score(question: Question, response: Any, *, asked: bool = False) -> Mark:
    """Score ``response``, which carries the option ids of the table (see :meth:`.sheet.Sheet.translate`).

    single, label: all or nothing. multiple, area: the share of options set as they should be. match: the share of
    pairs. rating: the share of parts whose level is the right one. order: the longest run of steps, gaps allowed,
    that stand in the right order, less the one step that always does, as a share. numeric: within the tolerance.
    written: the share of criteria the student ticked.
    A number that may be read in two ways, as "1,024", and fits either way is not ``read`` but ``asks``; where it was
    ``asked`` about already, its mark stands before decimals.
    An empty or unreadable answer is not wrong but not ``read``, and carries no key. Raises
    :class:`StretchlibError` for a response of the wrong shape or a kind that cannot be scored.
    """
    scorers: dict[str, Callable[[Question, Any], Mark]] = {
        "single": _single, "label": _single, "multiple": _multiple, "area": _multiple, "match": _match,
        "rating": _rating, "order": _order, "written": _written, "numeric": partial(_numeric, asked=asked)}
    if question.kind not in scorers:
        raise StretchlibError(f"Question {question.id} is of the kind {question.kind!r}, which has no score; "
                              "draw it with a Sheet first.")
    if not response and not (question.kind == "multiple" and response == []):  # "none of these" is an answer
        return _unread("quiz.empty")
    return scorers[question.kind](question, response)


def answer_text(question: Question) -> str:
    """The right answer in words: a number with its unit, the right options, pairs, levels or steps, a model answer."""
    if question.kind == "numeric":
        return f"{written(question.answer or 0.0, f'.{question.decimals}f')} {question.unit or ''}".strip()
    if question.kind == "match":
        return "; ".join(f"{pair.text}: {pair.match}" for pair in question.of("pair"))
    if question.kind == "rating":
        return "; ".join(f"{level.match}: {level.text}" for level in question.of("level") if level.correct)
    if question.kind == "order":
        return "; ".join(step.text for step in _steps(question))
    if question.kind == "written":
        return "\n".join(answer.text for answer in question.of("model_answer"))
    right = "; ".join(option.name for option in question.of(*CHOSEN) if option.correct)
    return right or (say("quiz.none") if question.kind == "multiple" else "")


def reach(number: float, tolerance: float) -> float:
    """How far from a number a value may lie and still count as it: a hair more than the tolerance, because 0.1 + 0.2
    is not 0.3 in binary."""
    return tolerance + 1e-9 * max(1.0, abs(number))


def listed(question: Question, response: Any) -> list[Any]:
    """``response`` as a list; raises :class:`StretchlibError` for anything else."""
    if not isinstance(response, (list, tuple)):
        raise StretchlibError(f"An answer to question {question.id} must be a list; run its cell again.")
    return list(response)


def _unread(key: str, **values: str) -> Mark:
    return Mark(0.0, False, (Note("", say(key, **values)),), "", read=False)


def _checked(question: Question, ids: Iterable[Any], options: Sequence[Option]) -> list[str]:
    """The ids of a response, each of an option and none twice."""
    names = {option.id for option in options}
    chosen = [str(name) for name in ids]
    for name in chosen:
        if name not in names:
            raise StretchlibError(f"Question {question.id} has no option {name!r}; run its cell again.")
    if len(set(chosen)) < len(chosen):
        raise StretchlibError(f"An answer to question {question.id} names an option twice; run its cell again.")
    return chosen


def _mark(question: Question, points: float, right: bool, options: Iterable[Option], *before: Note) -> Mark:
    """A mark with the feedback of these options, and with notes of the whole answer before it."""
    notes = (Note(option.id, option.feedback) for option in options)
    return Mark(points, right, (*before, *notes), answer_text(question))


def _single(question: Question, response: Any) -> Mark:
    options = question.of(*CHOSEN)
    chosen = _checked(question, [response], options)
    right = any(option.id in chosen and option.correct for option in options)
    return _mark(question, float(right), right, options)


def _multiple(question: Question, response: Any) -> Mark:
    options = question.of(*CHOSEN)
    chosen = _checked(question, listed(question, response), options)
    good = sum((option.id in chosen) == option.correct for option in options)
    return _mark(question, good / len(options), good == len(options), options)


def _numeric(question: Question, response: Any, *, asked: bool) -> Mark:
    typed = read_values(str(response))
    if typed is None:
        return _unread("quiz.no_number", text=str(response)[:QUOTED])
    values, unit = typed
    answer = question.answer or 0.0
    clear = meant(values, answer, question.tolerance)
    value = values[0] if clear is None else clear

    def near(number: float) -> bool:
        return abs(value - number) <= reach(number, question.tolerance)

    if unit and not same_unit(unit, question.unit):
        wanted = "quiz.wrong_unit" if question.unit else "quiz.no_unit"
        return _mark(question, 0.0, False, (), Note("", say(wanted, unit=question.unit, typed=unit)))
    if clear is None and not asked:
        decimal, thousands = f"{values[0]:.3f}", f"{values[1]:.0f}"
        return replace(_unread("quiz.two_readings", thousands=thousands, decimal=decimal), asks=True)
    if near(answer):
        return _mark(question, 1.0, True, question.of("right"))
    for slip in question.of("misconception"):
        number = read_number(slip.match)
        if number is not None and near(number[0]):
            return _mark(question, 0.0, False, [slip])
    return _mark(question, 0.0, False, question.of("too_low" if value < answer else "too_high"))


def _match(question: Question, response: Any) -> Mark:
    pairs = question.of("pair")
    if not isinstance(response, Mapping):
        raise StretchlibError(f"An answer to question {question.id} must name pairs; run its cell again.")
    _checked(question, response, pairs)
    if len(response) < len(pairs):
        return _unread("quiz.unfinished")
    texts = {option.id: option.match for option in question.of("pair", "distractor")}
    if not {str(partner) for partner in response.values()} <= set(texts):
        raise StretchlibError(f"An answer to question {question.id} names an unknown pair; run its cell again.")
    # By text: two muscles may share one nerve, and either row of it is right for both.
    good = sum(texts[str(response[pair.id])] == pair.match for pair in pairs)
    return _mark(question, good / len(pairs), good == len(pairs), pairs)


def _rating(question: Question, response: Any) -> Mark:
    levels = question.of("level")
    chosen = _checked(question, listed(question, response), levels)
    rated = [level.match for level in levels if level.id in chosen]
    parts = {level.match for level in levels}
    if len(rated) > len(set(rated)):
        raise StretchlibError(f"An answer to question {question.id} rates a part twice; run its cell again.")
    if len(rated) < len(parts):
        return _unread("quiz.unfinished")
    good = sum(level.correct for level in levels if level.id in chosen)
    return _mark(question, good / len(parts), good == len(parts), question.options)


def _order(question: Question, response: Any) -> Mark:
    steps = _steps(question)
    chosen = _checked(question, listed(question, response), steps)
    if len(chosen) < len(steps):
        return _unread("quiz.unfinished")
    positions = {step.id: step.order for step in steps}
    run = _longest_run([positions[name] for name in chosen])
    points = (run - 1) / max(len(steps) - 1, 1)
    in_order = Note("", say("quiz.order_run", run=str(run), steps=str(len(steps))))
    return _mark(question, points, run == len(steps), steps, in_order)


def _steps(question: Question) -> list[Option]:
    """The steps of a question in their right order."""
    return sorted(question.of("step"), key=lambda step: step.order)


def _longest_run(positions: Sequence[int]) -> int:
    ends: list[int] = []  # patience sorting
    for position in positions:
        at = bisect_left(ends, position)
        ends[at:at + 1] = [position]
    return len(ends)


def _written(question: Question, response: Any) -> Mark:
    if not isinstance(response, Mapping):
        raise StretchlibError(f"An answer to question {question.id} must hold a text; run its cell again.")
    if not str(response.get("text") or "").strip():
        return _unread("quiz.empty")
    criteria = question.of("criterion")
    ticked = _checked(question, listed(question, response.get("criteria", [])), criteria)
    share = len(ticked) / max(len(criteria), 1)
    return _mark(question, share, share == 1, criteria)


def brier(answers: Iterable[Mapping[str, Any]]) -> float | None:
    """Mean squared distance between how sure (0 to 1) and right (0 or 1): 0 best, 1 worst, None without answers."""
    gaps = [(answer["confidence"] / 100 - bool(answer["right"])) ** 2 for answer in answers if answer.get("confidence")]
    return sum(gaps) / len(gaps) if gaps else None


def calibration(answers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each confidence that was used: ``confidence`` (percent), ``answers``, ``right``, ``share`` (0 to 1)."""
    said: dict[int, list[bool]] = {}
    for answer in answers:
        if answer.get("confidence"):
            said.setdefault(int(answer["confidence"]), []).append(bool(answer["right"]))
    return [{"confidence": level, "answers": len(right), "right": sum(right), "share": sum(right) / len(right)}
            for level, right in sorted(said.items())]
