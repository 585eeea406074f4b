"""Reading one table: every fault of the corpus has its exact sentence, and what a spreadsheet may do is accepted."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from stretchlib.core.errors import SchemaError, TableError
from stretchlib.tables.reader import MAX_BYTES, MAX_TOLD, read_table
from tools.checks import ROOT

FAULTS = ROOT / "tests" / "faults"
SCHEMA = json.loads((FAULTS / "schema.json").read_text(encoding="utf-8"))
EXPECTED = json.loads((FAULTS / "expected.json").read_text(encoding="utf-8"))
ACCEPTED = sorted(path.name for path in FAULTS.glob("ok_*.csv"))


def write(path: Path, rows: list[list[str]], **how: Any) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n", **how).writerows(rows)
    return path


def plain() -> list[list[str]]:
    with (FAULTS / "ok_plain.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_fault_has_its_exact_sentences(name: str) -> None:
    with pytest.raises(TableError) as raised:
        read_table(FAULTS / name, SCHEMA)
    assert raised.value.problems == EXPECTED[name]


def test_every_file_of_the_corpus_is_named() -> None:
    assert sorted(path.name for path in FAULTS.glob("*.csv")) == sorted([*EXPECTED, *ACCEPTED])


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_a_spreadsheet_may_do_is_accepted(name: str) -> None:
    table = read_table(FAULTS / name, SCHEMA)
    wanted = [dict(row) for row in read_table(FAULTS / "ok_plain.csv", SCHEMA).rows]
    if name == "ok_line_break_in_a_cell.csv":
        wanted[0]["name"] = "Figure-\nfour, lying"
    assert [dict(row) for row in table.rows] == wanted
    assert table.sheet_rows == (2, 3, 4)


def test_values_have_their_types() -> None:
    first, second, third = read_table(FAULTS / "ok_plain.csv", SCHEMA).rows
    assert (first["hold_s"], first["given"], first["reviewed_on"], first["load_kg"]) == (30, True, "2026-11-22", None)
    assert second["given"] is False
    assert third["load_kg"] == 2.5


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"^doses\.csv: the file is not there; put it back, or correct its name\.$"):
        read_table(tmp_path / "doses.csv", SCHEMA)


def test_a_file_over_five_megabytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "doses.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("the file was read"))
    with pytest.raises(TableError, match=r"^doses\.csv: the file is larger than 5 MB; split it"):
        read_table(path, SCHEMA)


def test_many_faults_are_counted_not_listed(tmp_path: Path) -> None:
    header, row, *_ = plain()
    rows = [header] + [[f"id_{i}", row[1], "bsae", *row[3:]] for i in range(MAX_TOLD + 7)]
    with pytest.raises(TableError) as raised:
        read_table(write(tmp_path / "doses.csv", rows), SCHEMA)
    assert len(raised.value.problems) == MAX_TOLD + 1
    assert raised.value.problems[-1] == "doses.csv: and 7 more faults; mend these first."


@pytest.mark.parametrize(("change", "message"), [
    ({"primarykey": "id"}, "the keyword 'primarykey' is not known here; did you mean 'primaryKey'"),
    ({"relations": ["hold_s => hold_max_s"]}, "the relation 'hold_s => hold_max_s' is not understood"),
    ({"relations": ["hold_s <= hold_mx_s"]}, "did you mean 'hold_max_s'"),
    ({"missingValues": ["", "NA"]}, "missingValues must be"),
])
def test_an_unknown_schema_keyword_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemaError, match=message.replace("[", r"\[")):
        read_table(FAULTS / "ok_plain.csv", {**SCHEMA, **change})


@pytest.mark.parametrize(("field", "message"), [
    ({"name": "given", "type": "bool"}, "the type 'bool' is not known; did you mean 'boolean'"),
    ({"name": "given", "type": "boolean", "required": True}, "the keyword 'required' is not known"),
    ({"name": "given", "type": "boolean", "constraints": {"max": 3}}, "the keyword 'max' is not known"),
])
def test_an_unknown_field_keyword_is_refused(field: dict[str, Any], message: str) -> None:
    fields = [field if column["name"] == "given" else column for column in SCHEMA["fields"]]
    with pytest.raises(SchemaError, match=message):
        read_table(FAULTS / "ok_plain.csv", {**SCHEMA, "fields": fields})


def test_every_mutation_of_one_byte_is_read_or_told(tmp_path: Path) -> None:
    """No byte, wherever it falls, brings anything but rows or sentences."""
    data = (FAULTS / "ok_plain.csv").read_bytes()
    path = tmp_path / "doses.csv"
    answers: list[list[str]] = []
    for position in range(len(data)):
        for byte in (0x00, 0x22, 0x2C, 0x3B, 0x0A, 0xFF, 0x39):
            path.write_bytes(data[:position] + bytes([byte]) + data[position + 1:])
            try:
                read_table(path, SCHEMA)
            except TableError as error:
                answers.append(error.problems)
    assert len(answers) > 500
    assert all(line.startswith("doses.csv") and line[-1] in ".?" for problems in answers for line in problems or [""])
