"""Score an answer, and say how sure a student was: pure, with no page and no kernel in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError
from ..tables.phrases import say, written
from .sheet import CHOSEN, listed, option_name
from .typed_numbers import meant, read_number, read_values, same_unit

if TYPE_CHECKING:
    from .bank import Option, Question

CONFIDENCE = (25, 50, 75, 95)  # percent; what the student says before the answer shows


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
    """Score ``response``, which carries real option ids (see :func:`.asking.translate`).

    single, label: all or nothing. multiple: the share of options set as they should be. match: the share of
    pairs. rating: the share of parts whose level is the right one. order: the longest run of steps, gaps allowed,
    that stand in the right order, less the one step that always does, as a share. numeric: within the tolerance.
    written: the share of criteria the student ticked.
    A number that may be read in two ways, as "1,024", and fits either way is not ``read`` but ``asks``; where it was
    ``asked`` about already, its mark stands before decimals.
    An empty or unreadable answer is not wrong but not ``read``, and carries no key. Raises
    :class:`StretchlibError` for a response of the wrong shape or a kind that cannot be scored.
    """
    scorers: dict[str, Callable[[Question, Any], Mark]] = {
        "single": _single, "label": _single, "multiple": _multiple, "match": _match, "rating": _rating,
        "order": _order, "written": _written, "numeric": partial(_numeric, asked=asked)}
    if question.kind not in scorers:
        raise StretchlibError(f"Question {question.id} is of the kind {question.kind!r}, which has no score; "
                              "draw it with made_items.draw first.")
    if not response and not (question.kind == "multiple" and response == []):  # "none of these" is an answer
        return _unread("quiz.empty")
    return scorers[question.kind](question, response)


def _unread(key: str, **values: str) -> Mark:
    return Mark(0.0, False, (Note("", say(key, **values)),), "", read=False)


def _known(question: Question, ids: Iterable[Any], options: Sequence[Option]) -> list[str]:
    names = {one.id for one in options}
    asked = [str(one) for one in ids]
    for one in asked:
        if one not in names:
            raise StretchlibError(f"Question {question.id} has no option {one!r}; run its cell again.")
    if len(set(asked)) < len(asked):
        raise StretchlibError(f"An answer to question {question.id} names an option twice; run its cell again.")
    return asked


def _said(options: Iterable[Option]) -> tuple[Note, ...]:
    return tuple(Note(one.id, one.feedback) for one in options)


def _single(question: Question, response: Any) -> Mark:
    options = question.of(*CHOSEN)
    chosen = _known(question, [response], options)
    right = any(one.id in chosen and one.correct for one in options)
    return Mark(float(right), right, _said(options), "; ".join(option_name(one) for one in options if one.correct))


def _multiple(question: Question, response: Any) -> Mark:
    options = question.of(*CHOSEN)
    chosen = _known(question, listed(question, response), options)
    good = sum((one.id in chosen) == one.correct for one in options)
    return Mark(good / len(options), good == len(options), _said(options),
                "; ".join(option_name(one) for one in options if one.correct) or say("quiz.none"))


def _numeric(question: Question, response: Any, *, asked: bool) -> Mark:
    typed = read_values(str(response))
    if typed is None:
        return _unread("quiz.no_number", text=str(response)[:60])
    values, unit = typed
    answer, decimals = question.answer or 0.0, question.decimals
    clear = meant(values, answer, question.tolerance)
    value = values[0] if clear is None else clear

    def near(number: float) -> bool:  # a hair more: 0.1 + 0.2 is not 0.3 in binary
        return abs(value - number) <= question.tolerance + 1e-9 * max(1.0, abs(number))

    key = f"{written(answer, f'.{decimals}f')} {question.unit or ''}".strip()
    if unit and not same_unit(unit, question.unit):
        wanted = "quiz.wrong_unit" if question.unit else "quiz.no_unit"
        return Mark(0.0, False, (Note("", say(wanted, unit=question.unit, typed=unit)),), key)
    if clear is None and not asked:
        decimal, thousands = f"{values[0]:.3f}", f"{values[1]:.0f}"
        return replace(_unread("quiz.two_readings", thousands=thousands, decimal=decimal), asks=True)
    if near(answer):
        return Mark(1.0, True, _said(question.of("right")), key)
    for one in question.of("misconception"):
        number = read_number(one.match)
        if number is not None and near(number[0]):
            return Mark(0.0, False, _said([one]), key)
    return Mark(0.0, False, _said(question.of("too_low" if value < answer else "too_high")), key)


def _match(question: Question, response: Any) -> Mark:
    pairs = question.of("pair")
    if not isinstance(response, Mapping):
        raise StretchlibError(f"An answer to question {question.id} must name pairs; run its cell again.")
    _known(question, response, pairs)
    if len(response) < len(pairs):
        return _unread("quiz.unfinished")
    texts = {one.id: one.match for one in question.of("pair", "distractor")}
    if not {str(one) for one in response.values()} <= set(texts):
        raise StretchlibError(f"An answer to question {question.id} names an unknown pair; run its cell again.")
    # By text: two muscles may share one nerve, and either row of it is right for both.
    good = sum(texts[str(response[one.id])] == one.match for one in pairs)
    return Mark(good / len(pairs), good == len(pairs), _said(pairs),
                "; ".join(f"{one.text}: {one.match}" for one in pairs))


def _rating(question: Question, response: Any) -> Mark:
    levels = question.of("level")
    chosen = _known(question, listed(question, response), levels)
    rated = [one.match for one in levels if one.id in chosen]
    parts = {one.match for one in levels}
    if len(rated) > len(set(rated)):
        raise StretchlibError(f"An answer to question {question.id} rates a part twice; run its cell again.")
    if len(rated) < len(parts):
        return _unread("quiz.unfinished")
    good = sum(one.correct for one in levels if one.id in chosen)
    return Mark(good / len(parts), good == len(parts), _said(question.options),
                "; ".join(f"{one.match}: {one.text}" for one in levels if one.correct))


def _order(question: Question, response: Any) -> Mark:
    steps = sorted(question.of("step"), key=lambda one: one.order)
    chosen = _known(question, listed(question, response), steps)
    if len(chosen) < len(steps):
        return _unread("quiz.unfinished")
    place = {one.id: one.order for one in steps}
    run = _longest_run([place[one] for one in chosen])
    points = (run - 1) / max(len(steps) - 1, 1)
    told = Note("", say("quiz.order_run", run=str(run), steps=str(len(steps))))
    return Mark(points, run == len(steps), (told, *_said(steps)), "; ".join(one.text for one in steps))


def _longest_run(places: Sequence[int]) -> int:
    ends: list[int] = []  # patience sorting
    for place in places:
        at = bisect_left(ends, place)
        ends[at:at + 1] = [place]
    return len(ends)


def _written(question: Question, response: Any) -> Mark:
    if not isinstance(response, Mapping):
        raise StretchlibError(f"An answer to question {question.id} must hold a text; run its cell again.")
    if not str(response.get("text") or "").strip():
        return _unread("quiz.empty")
    criteria = question.of("criterion")
    share = len(_known(question, listed(question, response.get("criteria", [])), criteria)) / max(len(criteria), 1)
    return Mark(share, share == 1, _said(criteria), "\n".join(one.text for one in question.of("model_answer")))


def brier(answers: Iterable[Mapping[str, Any]]) -> float | None:
    """Mean squared distance between how sure (0 to 1) and right (0 or 1): 0 best, 1 worst, None without answers."""
    gaps = [(one["confidence"] / 100 - bool(one["right"])) ** 2 for one in answers if one.get("confidence")]
    return sum(gaps) / len(gaps) if gaps else None


def calibration(answers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each confidence that was used: ``confidence`` (percent), ``answers``, ``right``, ``share`` (0 to 1)."""
    said: dict[int, list[bool]] = {}
    for one in answers:
        if one.get("confidence"):
            said.setdefault(int(one["confidence"]), []).append(bool(one["right"]))
    return [{"confidence": level, "answers": len(right), "right": sum(right), "share": sum(right) / len(right)}
            for level, right in sorted(said.items())]
