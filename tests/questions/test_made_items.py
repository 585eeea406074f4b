"""Questions made from the model: the answers agree with worked examples, and every draw is a sane question."""

from __future__ import annotations

import json
import math
import random
import re
from dataclasses import replace
from typing import Any

import pytest

from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.questions import computed, templates
from stretchlib.questions.bank import Question, bank, question
from stretchlib.questions.computed import COMPUTE, Made
from stretchlib.questions.templates import draw
from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row
from tools.checks import ROOT

TEMPLATES = [template for template in bank(optional=True) if template.kind == "model"]
#: Worked out independently of this library, with the same published geometries.
EXAMPLES = [(template["id"], example["parameters"], example["result"])
            for template in json.loads((ROOT / "tests" / "made_items.json").read_text(encoding="utf-8"))
            for example in template["examples"]]


def given(template: Question, parameters: dict[str, Any]) -> dict[str, Any]:
    """The example's parameters as the template's function takes them, with what the values give."""
    arguments: dict[str, Any] = {}
    for name, value in parameters.items():
        gives = {str(row["value"]): dict(part.split("=") for part in str(row["gives"] or "").split("; ") if part)
                 for row in catalogue.rows("question_values")
                 if (row["question"], row["parameter"]) == (template.id, name)}
        if isinstance(value, list) and name != "pair":
            arguments[name] = [(choice, {key: float(text) for key, text in gives.get(choice, {}).items()})
                               for choice in value]
            continue
        key = " ".join(value) if isinstance(value, list) else str(value)
        arguments[name] = value
        for more, text in gives.get(key, {}).items():
            try:
                arguments[more] = float(text)
            except ValueError:
                arguments[more] = text
    return arguments


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
    names = {str(row["part"]): str(row["name_en"]) for row in catalogue.rows("hip_parts")}
    answer = names.get(result["answer"], result["answer"]).lower().replace("_", " ").replace(
        "less pain, size open", "less pain, but how much is open")
    plain = right.lower().removeprefix("the ")
    assert plain.replace("direction is open", "direction open") == answer


ARMS = [(name, parameters["muscle"], 0 if pose == "straight" else parameters["flexion"], arms)
        for name, parameters, result in EXAMPLES if name in ("Q127", "Q129", "Q132")
        for pose, arms in (result["values"].items() if name != "Q132" else [("bent", result["values"])])]


@pytest.mark.parametrize(("name", "muscle", "flexion", "arms"), ARMS)
def test_a_direction_rests_on_arms_worked_out_apart(name: str, muscle: str, flexion: int,
                                                    arms: dict[str, float]) -> None:
    assert set(arms) == set(hip.MODELS)
    for model, arm in arms.items():
        assert computed._arm(model, muscle, flexion) == pytest.approx(arm, abs=0.06), (name, model)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
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


RANGES = [row for row in catalogue.rows("question_parameters") if row["min"] is not None]


@pytest.mark.parametrize("row", RANGES, ids=lambda row: f"{row['question']}-{row['name']}")
def test_a_parameter_is_drawn_from_end_to_end_in_its_steps(row: Row) -> None:
    low, high, step = (float(str(row[name])) for name in ("min", "max", "step"))
    values = {dict(templates._values(str(row["question"]), random.Random(seed)))[str(row["name"])]
              for seed in range(30 * round((high - low) / step + 1))}
    assert sorted(values) == pytest.approx([low + step * number for number in range(round((high - low) / step) + 1)])


def test_of_a_list_so_many_are_drawn_and_none_twice() -> None:
    for row in catalogue.rows("question_parameters"):
        if row["draw"] is not None:
            for seed in range(20):
                drawn = dict(templates._values(str(row["question"]), random.Random(seed)))[str(row["name"])]
                assert len({name for name, _ in drawn}) == len(drawn) == row["draw"]


@pytest.mark.parametrize(("tolerance", "decimals", "slip", "kept"), [
    (1, 0, 12.5, False), (1, 0, 14.6, True), (1, 0, 10.4, True), (0, 0, 13.5, False), (0, 0, 13.7, True),
    (0, 1, 12.62, True), (0, 1, 12.58, False), (0.04, 1, 12.58, False)])
def test_a_slip_that_might_be_the_key_is_left_out(tolerance: float, decimals: int, slip: float, kept: bool) -> None:
    """Twice the tolerance apart, or one step of the last decimal printed, whichever is more; the key is about 12.5."""
    template = replace(question("Q133"), tolerance=tolerance, decimals=decimals)
    made = templates._numeric(template, Made({}, 12.5 if decimals else 12.55, {"half": slip}))
    assert [option.match for option in made.of("misconception")] == ([f"{slip:.{decimals}f}"] if kept else [])


def test_a_key_is_rounded_and_nought_has_no_sign() -> None:
    template = replace(question("Q133"), decimals=1)
    assert templates._numeric(template, Made({}, 2.449)).answer == 2.4
    texts = [option.feedback for option in templates._numeric(template, Made({}, -0.04)).options]
    assert not [text for text in texts if "-0.0" in text]


def test_what_is_no_template_comes_back_as_it_is() -> None:
    assert draw(question("Q01"), 3) is question("Q01")


def test_a_template_without_its_function_is_one_sentence() -> None:
    with pytest.raises(StretchlibError, match=r"computed.py does not have"):
        draw(replace(TEMPLATES[0], compute="nothing"), 0)


@pytest.mark.parametrize("name", [template.id for template in bank(optional=True) if template.kind == "model"])
def test_a_question_names_models_and_muscles_as_a_reader_knows_them(name: str) -> None:
    for seed in range(6):
        stem = draw(question(name), seed).stem
        assert not re.search(r"[a-z]+_[a-z]+|delp1990|rajagopal2023|dostal1981|\{", stem), stem


def test_a_drawn_value_is_told_in_the_language_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    stems = {draw(question("Q136"), seed).stem for seed in range(12)}
    assert all(re.search(r"(übliches Muster|Fibularis-communis-Anteil)", stem) for stem in stems)
    assert all(stem.endswith(("Schätzwert?", "untere Grenze?", "obere Grenze?")) for stem in stems)
    choices = {option.text for seed in range(6) for option in draw(question("Q130"), seed).options}
    assert not [text for text in choices if re.search(r"sitting|twist|figure|shoulder|degrees", text)]
    joined_stems = "".join(draw(question("Q128"), seed).stem for seed in range(12))
    assert "Gluteus" in joined_stems, "a German noun keeps its capital"
