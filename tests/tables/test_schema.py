"""The descriptor of the tables: made from the schemas of the subjects, small at its source, read alike by others."""

from __future__ import annotations

import json
import re

from tools import make_datapackage
from tools.checks import ROOT

DATA = ROOT / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
MOST_FIELDS = 10.5  # of a table, on average, written by hand; the full descriptor has a third more


def test_the_descriptor_is_made_from_the_schemas() -> None:
    assert (DATA / "datapackage.json").read_text(encoding="utf-8") == make_datapackage.text(DATA), \
        "run python -m tools.make_datapackage"


def test_few_fields_are_written_by_hand() -> None:
    tables = [table for subject in make_datapackage.sources(DATA).values() for table in subject.values()]
    assert sum(len(table["fields"]) for table in tables) <= MOST_FIELDS * len(tables)


def test_every_table_of_the_folder_is_described_once() -> None:
    paths = [table["path"] for table in PACKAGE["resources"]]
    tables = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")} - {"LICENSES/third_party.csv"}
    assert sorted(paths) == sorted(tables)
    names = [path.rpartition("/")[2] for path in paths]
    assert len(set(names)) == len(names), "a sentence about a table names its file without the folder"


def test_a_review_is_six_columns_and_asks_for_a_source() -> None:
    reviewed = {name for subject in make_datapackage.sources(DATA).values() for name, table in subject.items()
                if table.get("review") is True}
    assert len(reviewed) >= 35
    for table in (resource for resource in PACKAGE["resources"] if resource["name"] in reviewed):
        assert [field["name"] for field in table["schema"]["fields"][-6:]] == list(make_datapackage.REVIEW)
        assert "sources when certainty=high" in table["schema"]["relations"]
        assert "sources when certainty=expert opinion" not in table["schema"]["relations"]


def test_a_pattern_holds_for_the_whole_cell_however_it_is_anchored() -> None:
    patterns = {field["constraints"]["pattern"] for table in PACKAGE["resources"] for field in table["schema"]["fields"]
                if "pattern" in field.get("constraints", {})}
    assert len(patterns) >= 15
    for pattern in patterns:
        assert (pattern[:2], pattern[-2:]) == ("^(", ")$")
        re.compile(pattern[2:-2])  # the group is one and does not close before the end
