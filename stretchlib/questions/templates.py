"""Questions made from the model: a template is drawn with a seed, and its answer is computed, never typed.

The words stand in the tables; :mod:`.computed` holds one function for each template. The same id and seed give
the same question everywhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..core.errors import StretchlibError, closed, did_you_mean
from ..core.text import begun
from ..hip.wording import model_name, muscle_name
from ..tables import catalogue, phrases
from ..tables.catalogue import current_language
from ..tables.paths import ENGLISH
from ..tables.rows.questions import QuestionParameter, QuestionValue
from .bank import Option, Question
from .computed import COMPUTE, Made

_TRIES = 400


def draw(template: Question, seed: int) -> Question:
    """A concrete question of kind ``numeric`` or ``single`` from a template; any other question comes back as it is.

    Raises :class:`StretchlibError` where the template cannot be drawn.
    """
    if template.kind != "model":
        return template
    if template.compute not in COMPUTE:
        raise StretchlibError(f"{template.id} is computed by {template.compute!r}, which computed.py does not "
                              f"have; use one of: {', '.join(COMPUTE)}.")
    chance = random.Random(f"{template.id}-{seed}")
    for _ in range(_TRIES):
        values = dict(_values(template.id, chance))
        _hold_to_names(template, values)
        try:
            made = COMPUTE[template.compute](**values)
        except KeyError as error:  # of a name that the values drawn together give
            raise StretchlibError(f"question_values.csv, {template.id}: a value does not give {error.args[0]!r}; write "
                                  "it as in the other rows.") from None
        if made is not None:
            return _numeric(template, made) if template.response == "numeric" else _single(template, made, chance)
    raise StretchlibError(f"{template.id} found no draw that it accepts; check its parameters in question_values.csv.")


def _hold_to_names(template: Question, values: Mapping[str, Any]) -> None:
    """Raise :class:`StretchlibError` where the values drawn are not those that the function of a template takes."""
    function = COMPUTE[template.compute]
    takes = {name: kind for name, kind in function.__annotations__.items() if name != "return"}
    needed = list(takes)[:len(takes) - len(function.__defaults__ or ())]
    for name in [*needed, *values]:
        if name not in values:
            raise StretchlibError(f"{template.id} cannot be drawn, because {template.compute} reckons with {name} and "
                                  "no parameter or value of it gives that; add it in question_parameters.csv.")
        if name not in takes:
            raise StretchlibError(closed(f"{template.id} cannot be drawn, because {template.compute} does not reckon "
                                         f"with {name}; {did_you_mean(name, takes)}"))
        if takes[name].startswith("list") != isinstance(values[name], list):
            raise StretchlibError(f"question_parameters.csv, {template.id}: of {name} " + (
                "several values are needed; give draw." if takes[name].startswith("list") else
                "a single value is needed; leave draw empty."))
        if takes[name] == "float" and not isinstance(values[name], float):
            raise StretchlibError(f"question_values.csv, {template.id}: {name} is reckoned with and is "
                                  f"{values[name]!r}; write a number.")


def _listed() -> tuple[QuestionValue, ...]:
    """The values as they are reckoned with, in English whatever language is set."""
    return catalogue.catalogue().table("question_values").of(QuestionValue)


def _words(template: str) -> dict[str, str]:
    """The values of a template that the language that is set writes otherwise, by what they are in English."""
    return {english.value: row.value for english, row in zip(_listed(), catalogue.rows(QuestionValue), strict=True)
            if english.question == template and english.value != row.value}


def _values(template: str, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """The drawn parameters, by name, with what their values give."""
    for row in catalogue.rows(QuestionParameter):
        if row.question != template:
            continue
        listed = [value for value in _listed() if (value.question, value.parameter) == (template, row.name)]
        if not listed:
            low, high, step = row.min, row.max, row.step
            if low is None or high is None or step is None:
                raise StretchlibError(f"question_parameters.csv, {template}: {row.name} has no numbers to draw from; "
                                      "give min, max and step.")
            yield row.name, round(low + step * chance.randrange(round((high - low) / step) + 1), 6)
        elif row.draw is not None:
            if row.draw > len(listed):
                raise StretchlibError(f"question_parameters.csv, {template}: {row.draw} values of {row.name} are drawn "
                                      f"and {len(listed)} listed; draw fewer.")
            yield row.name, [_read(value) for value in chance.sample(listed, row.draw)]
        else:
            value, given = _read(chance.choice(listed))
            yield row.name, value
            yield from given.items()


def _read(row: QuestionValue) -> tuple[Any, dict[str, Any]]:
    """(value, what it gives by name) of a row of ``question_values.csv``."""
    given = dict(part.partition("=")[::2] for part in row.gives.split("; ") if part)
    return _number(row.value), {name: _number(text) for name, text in given.items()}


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _named(name: str, value: Any) -> str:
    """A drawn value as a reader sees it: muscles and geometries by name, numbers without needless decimals."""
    if name == "geometry":
        return model_name(str(value))
    if name == "muscle":
        name = muscle_name(str(value))
        return name.lower() if current_language() == ENGLISH else name  # other languages may write nouns in capitals
    return f"{value:g}" if isinstance(value, float) else str(value)


def _fill(text: str, made: Made, words: dict[str, str], **more: str) -> str:
    texts = {name: words.get(str(value)) or _named(name, value) for name, value in made.values.items()} | more
    for name, value in texts.items():
        text = text.replace("{" + name + "}", phrases.written(value))
    return text


def _numeric(template: Question, made: Made) -> Question:
    answer, words = round(float(made.answer), template.decimals), _words(template.id)
    key = f"{answer:.{template.decimals}f}".replace("-0.0", "0.0")
    options = []
    for option in template.options:
        text = _fill(option.feedback, made, words, answer=key)
        if option.role != "misconception":
            options.append(replace(option, feedback=text))
            continue
        wrong = made.wrong.get(option.id)
        # A slip whose number lies beside the key cannot be told from a right answer: it is left out of this draw.
        if wrong is not None and abs(wrong - made.answer) > 2 * max(template.tolerance, 10.0 ** -template.decimals / 2):
            options.append(replace(option, feedback=text, match=f"{wrong:.{template.decimals}f}"))
    return replace(template, kind="numeric", stem=_fill(template.stem, made, words), answer=answer,
                   options=tuple(options))


def _single(template: Question, made: Made, chance: random.Random) -> Question:
    rules, words = {option.id: option for option in template.options}, _words(template.id)
    options = [Option("abcdef"[number], "choice", begun(words.get(text, text)), rules[rule].correct,
                      feedback=_fill(rules[rule].feedback, made, words, value=value))
               for number, (rule, text, value) in enumerate(made.choices)]
    chance.shuffle(options)
    return replace(template, kind="single", stem=_fill(template.stem, made, words), options=tuple(options))
