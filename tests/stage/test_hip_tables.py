"""The hip model as data for the page: whole, plain, small, in the language that is set."""

from __future__ import annotations

import gzip
import json

import pytest

from stretchlib import hip
from stretchlib.core.errors import StretchlibError
from stretchlib.hip.line_words import line_words
from stretchlib.stage.hip_tables import hip_tables
from stretchlib.tables.paths import spoken


def test_every_part_of_every_geometry_is_there() -> None:
    tables = hip_tables()
    assert {model: list(geometry["parts"]) for model, geometry in tables["geometries"].items()} == {
        model: list(hip.muscle_ids(model)) for model in hip.MODELS}
    assert set(tables["muscles"]) == {part for model in hip.MODELS for part in hip.muscle_ids(model)}
    assert tables["limits"] == {angle: list(ends) for angle, ends in hip.LIMITS.items()}


def test_they_are_plain_json_and_small() -> None:
    tables = hip_tables()
    text = json.dumps(tables, allow_nan=False, separators=(",", ":"))
    assert json.loads(text) == tables
    assert len(gzip.compress(text.encode())) < 10_000


def test_the_ends_of_a_path_stand_in_the_tables() -> None:
    part = hip_tables()["geometries"]["delp1990"]["parts"]["piriformis"]
    line = hip.path("piriformis", model="delp1990")
    assert part["pelvis"][0] == pytest.approx(line[0].tolist())
    assert part["thigh"][-1] == pytest.approx(line[-1].tolist())


def test_names_and_phrases_are_in_the_language_that_is_set() -> None:
    with spoken("de"):
        tables = hip_tables()
    assert tables["words"]["explored.off_cylinder"].startswith("{model}: Hier")
    assert tables["muscles"]["gluteus_medius_anterior"]["name"] == "Gluteus medius, vorderer Teil"
    assert hip_tables()["muscles"]["piriformis"] == {"name": "Piriformis", "inside": "piriformis"}


def test_a_knee_is_straight_or_bent() -> None:
    with pytest.raises(StretchlibError, match="knee"):
        hip_tables(knee=45)


def test_a_line_is_told_on_and_off_its_cylinder() -> None:
    assert line_words("piriformis") == ""
    assert line_words("psoas_major", 0) == "Rajagopal 2023: here the line bends round its cylinder."
    assert line_words("psoas_major", 90) == "Rajagopal 2023: here the line is off its cylinder and runs straight."
    assert line_words("psoas_major", 0, model="delp1990") == "Delp 1990: here the line runs through its guide point."
    assert line_words("psoas_major", 90, model="delp1990").endswith("does not run through its guide point.")
    with pytest.raises(StretchlibError, match="beyond"):
        line_words("psoas_major", 130)
