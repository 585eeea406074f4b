"""Questions made from the model: the answers agree with worked examples, and every draw is a sane question."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from stretchlib import datasets
from stretchlib.errors import StretchlibError
from stretchlib.made_items import draw
from stretchlib.made_numbers import COMPUTE
from stretchlib.questions import Question, bank, question
from tools.checks import ROOT

TEMPLATES = [one for one in bank(optional=True) if one.kind == "model"]
#: Worked out independently of this library, with the same published geometries.
EXAMPLES = [(one["id"], example["parameters"], example["result"])
            for one in json.loads((ROOT / "tests" / "made_items.json").read_text(encoding="utf-8"))
            for example in one["examples"]]


def given(template: Question, parameters: dict[str, Any]) -> dict[str, Any]:
    """The example's parameters as the template's function takes them, with what the values give."""
    found: dict[str, Any] = {}
    for name, value in parameters.items():
        gives = {str(row["value"]): dict(part.split("=") for part in str(row["gives"] or "").split("; ") if part)
                 for row in datasets.rows("question_values")
                 if (row["question"], row["parameter"]) == (template.id, name)}
        if isinstance(value, list) and name != "pair":
            found[name] = [(one, {key: float(text) for key, text in gives.get(one, {}).items()}) for one in value]
            continue
        key = " ".join(value) if isinstance(value, list) else str(value)
        found[name] = value
        for more, text in gives.get(key, {}).items():
            try:
                found[more] = float(text)
            except ValueError:
                found[more] = text
    return found


@pytest.mark.parametrize(("name", "parameters", "result"), EXAMPLES)
def test_the_answer_agrees_with_a_worked_example(name: str, parameters: dict[str, Any], result: dict[str, Any]) -> None:
    template = question(name)
    made = COMPUTE[template.compute](**given(template, parameters))
    assert made is not None
    if template.response == "numeric":
        # Worked examples are rounded to the printed decimals, and rounding may fall on either side.
        assert made.answer == pytest.approx(result["answer"], abs=0.6 * 10.0 ** -template.decimals)
        return
    right = next(text for rule, text, _ in made.choices
                 if next(option for option in template.options if option.id == rule).correct)
    answer = result["answer"].replace("_", " ").replace("less pain, size open", "less pain, but how much is open")
    plain = right.lower().replace(", anterior part", " anterior").replace(", middle part", " middle").replace(
        ", posterior part", " posterior").replace(", superior part", " superior").removeprefix("the ")
    assert plain.replace("direction is open", "direction open") == answer


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)
def test_two_hundred_draws_are_sane_questions(template: Question) -> None:
    stems = set()
    for seed in range(200 if "hip" not in template.basis and "biomech" not in template.basis else 60):
        made = draw(template, seed)
        assert made == draw(template, seed)
        assert "{" not in made.stem + "".join(option.feedback + option.text for option in made.options)
        stems.add((made.stem, made.answer, tuple(option.text for option in made.options)))
        if made.kind == "numeric":
            assert made.answer is not None
            assert math.isfinite(made.answer)
            assert {option.role for option in made.options} >= {"right", "too_low", "too_high"}
            assert all(abs(float(option.match) - made.answer) > made.tolerance for option in made.of("misconception"))
        else:
            assert sum(option.correct for option in made.options) == 1
            assert len({option.text for option in made.options}) == len(made.options) >= 3
    assert len(stems) >= 8, "a template that hardly varies is no template"


def test_what_is_no_template_comes_back_as_it_is() -> None:
    assert draw(question("Q01"), 3) is question("Q01")


def test_a_template_without_its_function_is_one_sentence() -> None:
    from dataclasses import replace

    with pytest.raises(StretchlibError, match=r"made_numbers.py does not have"):
        draw(replace(TEMPLATES[0], compute="nothing"), 0)
