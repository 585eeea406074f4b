"""A flat copy from before each subject had a folder becomes a folder of own rows: what differs, and nothing else."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stretchlib.app import cli
from stretchlib.authoring.convert import FOLDED, RENAMED
from stretchlib.tables import catalogue
from tools.checks import ROOT

Rows = list[dict[str, str]]
#: Table that is columns now -> a column that is filled in of each of its rows, and those whose name stayed.
POSITIONED = {"core_questions": "core_position", "mixed_form": "mixed_position", "traps": "trap_position",
              "claim_packs": "pack"}
UNNAMED = {"traps": ("trap",), "claim_packs": ("pack",)}


def flat_copy(folder: Path) -> Path:
    """The data of today as they lay then: in one folder, under the old names, with the tables that are columns now."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    tables: dict[str, Rows] = {}
    fields: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in package["resources"]:
        with (ROOT / "data" / resource["path"]).open(encoding="utf-8", newline="") as file:
            tables[resource["name"]] = list(csv.DictReader(file))
        fields[resource["name"]] = {field["name"]: field for field in resource["schema"]["fields"]}
    for name, moved in FOLDED.items():
        back = {new: old for old, new in moved.columns.items()}
        if moved.table == "poses":
            dropped = {"exercise_poses": ("test", "casting", "role"), "test_poses": ("exercise", "level")}[name]
            kept = [column for column in fields["poses"] if column not in dropped]
            rows = [row for row in tables["poses"] if bool(row["exercise"]) is (name == "exercise_poses")]
        else:
            kept = [*moved.columns.values(), *UNNAMED.get(name, ())]
            rows = [row for row in tables[moved.table] if row[POSITIONED[name]]]
        tables[name] = [{back.get(column, column): row[column] for column in kept} for row in rows]
        fields[name] = {back.get(column, column): {**fields[moved.table][column], "name": back.get(column, column)}
                        for column in kept}
    del tables["poses"]
    for column in ("core_position", "mixed_position", "trap_position", "trap"):
        for row in tables["questions"]:
            del row[column]
    for column in ("pack", "pack_theme", "pack_position", "core_position"):
        for row in tables["claims"]:
            del row[column]
    for name, moved in RENAMED.items():
        back = {new: old for old, new in moved.columns.items()}
        tables[name] = [{back.get(column, column): cell for column, cell in row.items()} for row in tables[name]]
        fields[name] |= {old: {**fields[name][new], "name": old} for old, new in moved.columns.items()}
    folder.mkdir(parents=True)
    resources = []
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        resources.append({"name": name, "path": f"{name}.csv",
                          "schema": {"fields": [fields[name][column] for column in rows[0]], "missingValues": [""]}})
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    shutil.copytree(ROOT / "data" / "anatomy", folder / "anatomy", ignore=shutil.ignore_patterns("*.csv", "*.npz"))
    shutil.copytree(ROOT / "data" / "clinic" / "cases", folder / "cases")
    return folder


def edit(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def convert(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str], list[str]]]:
    def run(*words: object) -> tuple[int, list[str], list[str]]:
        capsys.readouterr()
        code = cli.main(["use", "--convert", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()
    return run


def test_only_what_differs_comes_over_under_the_names_of_today(
        tmp_path: Path, convert: Callable[..., tuple[int, list[str], list[str]]]) -> None:
    copy = flat_copy(tmp_path / "my old copy")
    edit(copy, "exercises", "Bridge,", "Glute bridge,")
    edit(copy, "traps", "a number of two tests quoted for one", "two tests taken for one")
    edit(copy, "claims", '"P1 (opening), sentence 1"', '"Page 1, sentence 1"')
    edit(copy, "exercise_poses", '"On the back, knees bent, feet flat"', '"Lie on your back, knees bent"')
    edit(copy, "words", "timer.start,Start,", "timer.start,Go,")
    edit(copy, "words", "timer.start,Go,", "old.phrase,Code {code},\ntimer.start,Go,")
    note = copy / "anatomy" / "piriformis.md"
    note.write_text(note.read_text(encoding="utf-8").replace("# Piriformis", "# My piriformis", 1), encoding="utf-8")
    code, said, complaints = convert(copy)
    folder = tmp_path / "my old copy my rows"
    assert (code, complaints) == (0, [])
    assert said[0] == ("words.csv: the course fills in other values, or has no such phrase any more, in 1 of the rows: "
                       "old.phrase; left out.")
    assert sorted(said[1:7]) == sorted([
        *(f"  {name}: 1 row differs from the course of today" for name in (
            "exercises", "questions", "claims", "poses", "words")),
        "  anatomy/piriformis.md: differs from the course of today"])
    assert said[7].startswith(f"{folder} is written. It was compared with the course of today: a row that you never ")
    assert said[8] == f'Then put it in use with: python start.py use "{folder}".'
    own = catalogue.in_folder(ROOT / "data", folder)
    assert own.row("exercises", "bridge")["name"] == "Glute bridge"
    assert next(row["trap"] for row in own.rows("questions") if row["trap_position"] == 1) == "two tests taken for one"
    assert own.row("claims", "C01")["paragraph"] == "Page 1, sentence 1"
    assert {row.key[4] for row in own.my_rows("poses")} == {"exerciser"}
    assert sorted(path.name for path in folder.iterdir() if path.suffix == ".csv") == [
        "claims.csv", "exercises.csv", "poses.csv", "questions.csv", "words.csv"]


def test_what_is_no_flat_copy_is_refused(
        tmp_path: Path, convert: Callable[..., tuple[int, list[str], list[str]]]) -> None:
    assert convert(ROOT / "data")[2] == [
        f"{ROOT / 'data'} is no copy with all tables in one folder: it has no exercises.csv. A copy whose tables lie "
        f'in folders by subject needs no converting: python start.py use "{ROOT / "data"}".']
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "exercises.csv").write_text("id\nbridge\n", encoding="utf-8")
    assert "is missing or no table descriptor" in convert(copy)[2][0]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear Ana", encoding="utf-8")
    assert convert(copy, "--to", tmp_path / "full")[2] == [
        f"{tmp_path / 'full'} is there already: name an empty folder with --to."]


def test_a_fault_of_the_copy_is_told_with_its_row_and_nothing_is_written(
        tmp_path: Path, convert: Callable[..., tuple[int, list[str], list[str]]]) -> None:
    copy = flat_copy(tmp_path / "copy")
    edit(copy, "exercises", ",stretch,", ",strech,")
    code, said, complaints = convert(copy, "--to", tmp_path / "new")
    assert (code, said) == (1, [])
    assert complaints[0].startswith("exercises.csv, row 2, column category: ")
    assert not (tmp_path / "new").exists()
