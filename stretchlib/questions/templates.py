"""Questions made from the model: a template is drawn with a seed, and its answer is computed, never typed.

The words stand in the tables; :mod:`.computed` holds one function for each template. The same id and seed give
the same question everywhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..core.errors import StretchlibError
from ..core.text import begun
from ..hip.wording import model_name, muscle_name
from ..tables import catalogue, phrases
from ..tables.catalogue import current_language
from ..tables.paths import ENGLISH
from ..tables.rows import Row
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
        made = COMPUTE[template.compute](**values)
        if made is not None:
            return _numeric(template, made) if template.response == "numeric" else _single(template, made, chance)
    raise StretchlibError(f"{template.id} found no draw that it accepts; check its parameters in question_values.csv.")


def _listed() -> tuple[Row, ...]:
    """The values as they are reckoned with, in English whatever language is set."""
    return catalogue.catalogue().table("question_values").rows


def _words(template: str) -> dict[str, str]:
    """The values of a template that the language that is set writes otherwise, by what they are in English."""
    return {str(english["value"]): str(row["value"]) for english, row in
            zip(_listed(), catalogue.rows("question_values"), strict=True)
            if english["question"] == template and english["value"] != row["value"]}


def _values(template: str, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """The drawn parameters, by name, with what their values give."""
    for row in catalogue.rows("question_parameters"):
        if row["question"] != template:
            continue
        name = str(row["name"])
        listed = [value for value in _listed() if (value["question"], value["parameter"]) == (template, name)]
        if not listed:
            low, high, step = (float(str(row[key])) for key in ("min", "max", "step"))
            yield name, round(low + step * chance.randrange(round((high - low) / step) + 1), 6)
        elif row["draw"] is not None:
            yield name, [_read(value) for value in chance.sample(listed, int(str(row["draw"])))]
        else:
            value, given = _read(chance.choice(listed))
            yield name, value
            yield from given.items()


def _read(row: Row) -> tuple[Any, dict[str, Any]]:
    """(value, what it gives by name) of a row of ``question_values.csv``."""
    given = dict(part.partition("=")[::2] for part in str(row["gives"] or "").split("; ") if part)
    return _number(str(row["value"])), {name: _number(text) for name, text in given.items()}


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
