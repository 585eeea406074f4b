"""What counts as a number that a student types, at its edges."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stretchlib.questions.typed_numbers import meant, read_number, read_values, same_unit
from tools.checks import ROOT

VECTORS = json.loads((ROOT / "tests" / "typed_numbers.json").read_text(encoding="utf-8"))  # Node reads them too


@pytest.mark.parametrize(("typed", "value", "unit"), [
    ("12 per 100", 12, "per 100"), ("12/100", 12, "/100"), ("12 in 100", 12, "in 100"), ("12,5 of 100", 12.5, "of 100"),
    ("7" + " " * 193 + "people", 7, "people"), ("3 " + "m" * 30, 3, "m" * 30), ("-.5 mm", -0.5, "mm"),
    ("1 000 000", 1e6, ""), ("- 4", -4, "")])
def test_a_number_and_its_unit(typed: str, value: float, unit: str) -> None:
    assert read_number(typed) == (value, unit)
    assert len(typed) <= 200


@pytest.mark.parametrize("typed", ["7" + " " * 194 + "people", "3 " + "m" * 31, "12 per 50", "12 per 100 per 100",
                                   "12 13", "1e3", "4*5", "9" * 200 + "x" * 31, "per 100", "", "5\x00",
                                   "9" * 199 + "..", "1 00", "0x10"])
def test_what_is_no_number_with_at_most_a_unit(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(("typed", "wanted"), [
    ("step", "steps"), ("steps", "step"), ("DEG", "\u00b0"), ("/100", "per 100"), ("sec.", "s"), ("Prozent", "%")])
def test_one_unit_by_two_names(typed: str, wanted: str) -> None:
    assert same_unit(typed, wanted)


@pytest.mark.parametrize(("typed", "wanted"), [("m", "ms"), ("cm", "cms"), ("rep", "reps"), ("", "s"),
                                               ("step", "stop")])
def test_an_s_more_is_another_unit_where_the_name_is_short(typed: str, wanted: str) -> None:
    assert not same_unit(typed, wanted)


@pytest.mark.parametrize("vector", VECTORS["read"], ids=lambda vector: ascii(vector["typed"]))
def test_a_mark_before_three_digits_may_part_thousands(vector: dict[str, Any]) -> None:
    typed = read_values(vector["typed"])
    assert typed == (vector["values"] and (tuple(vector["values"]), vector["unit"]))
    assert read_number(vector["typed"]) == (typed and (typed[0][0], typed[1])), "alone, a mark stands before decimals"


@pytest.mark.parametrize("vector", VECTORS["meant"],
                         ids=lambda vector: ascii(f"{vector['typed']} of {vector['answer']}"))
def test_of_two_readings_the_one_within_a_hundred_times_the_answer_is_meant(vector: dict[str, Any]) -> None:
    typed = read_values(vector["typed"])
    assert typed is not None
    assert meant(typed[0], vector["answer"], vector["tolerance"]) == vector["value"]
