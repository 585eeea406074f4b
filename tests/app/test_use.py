"""A lecturer's own rows, as a lecturer meets them: the folder is put in use, shown, updated, moved and left again."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.app import cli, course_file, doctor
from stretchlib.tables import catalogue, paths
from tests.data_files import table_file
from tools.checks import NBVAL, ROOT, environment

Say = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course's own tables for this test, which an update may change; the learner's folder lies beside them."""
    data = tmp_path / "course" / "data"
    shutil.copytree(ROOT / "data", data)
    monkeypatch.setattr(paths, "beside_or_inside", {"data": data, "notebooks": ROOT / "notebooks"}.__getitem__)
    monkeypatch.setenv("STRETCHLIB_COURSE", str(tmp_path / "course" / "my_course"))
    monkeypatch.delenv("STRETCHLIB_MY_ROWS")
    catalogue._root_of.cache_clear()
    return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder where a spreadsheet program keeps a lecturer's files."""
    folder = tmp_path / "OneDrive - Hochschule für Gesundheit" / "Kurs" / "my rows"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def say(course: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command: its exit code, and the lines of what it says and of what it complains."""
    def run(*words: object) -> tuple[int, list[str], list[str]]:
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out.splitlines(), said.err.splitlines()
    return run


def write(path: Path, *lines: str, encoding: str = "utf-8-sig") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding=encoding)


def add_exercise(course: Path, folder: Path) -> None:
    """Lay the bridge down once more under another id, as a lecturer would who copies its rows."""
    for table, column in {"exercises": "id", "exercise_levels": "exercise", "exercise_steps": "exercise",
                          "exercise_structures": "exercise", "exercise_cautions": "exercise",
                          "poses": "exercise"}.items():
        with table_file(course, table).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row[column] == "bridge"]
        for row in rows:
            row[column] = "long_bridge"
            if table == "exercises":
                row |= {"code": "E71", "name": "Long bridge", "hold_max_s": "20", "from_article": "false"}
                row |= {key: "" for key in row if key.startswith("article_")}
            elif table == "exercise_cautions":
                row["id"] = f"long_{row['id']}"
        with (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


def test_own_rows_are_in_everything_that_a_command_makes(course: Path, folder: Path, say: Say, tmp_path: Path) -> None:
    add_exercise(course, folder)
    with (folder / "exercises.csv").open("a", encoding="utf-8") as file:  # a dose of the course's is changed beside it
        writer = csv.DictWriter(file, columns_of(folder / "exercises.csv"))
        writer.writerow({"id": "figure_four_stretch", "hold_max_s": "45"})
    write(folder / "questions" / "questions.csv", "id;hidden", "Q98;TRUE")
    write(folder / "translations_de.csv", "table,row,column,english,text", "exercises,long_bridge,name,,Lange Brücke")
    code, said, complaints = say("use", folder)
    assert (code, complaints) == (0, [])
    assert said[0].startswith(f"{folder} is in use from now on. Some rows that you see are your lecturer's own, from the "
                              "folder my rows: exercises (1 changed, 1 new);")
    assert "questions (1 taken out)" in said[0]
    with course_file.in_use():
        assert "long_bridge" in set(sl.load("exercises")["id"])
        assert sl.Session.from_exercise("long_bridge").exercise == "long_bridge"
        assert "Long bridge" in repr(sl.guide("long_bridge"))
        assert "Q98" not in set(sl.load("questions")["id"]) | set(sl.load("options")["question"])
        assert str(sl.rows_in_use()).startswith("Some rows that you see are your lecturer's own")
        assert [row["id"] for row in catalogue.rows("exercises")][-1] == "long_bridge", "new rows come after"
        with paths.spoken("de"):
            assert catalogue.row("exercises", "long_bridge")["name"] == "Lange Brücke"
            assert catalogue.row("exercises", "bridge")["name"] == "Brücke"
    handout = tmp_path / "handout.html"
    assert say("publish", "handout", "long_bridge", "--to", handout)[0] == 0
    assert "Long bridge" in handout.read_text(encoding="utf-8")
    bank = tmp_path / "bank.csv"
    assert say("publish", "csv", "--to", bank)[0] == 0
    assert "\nQ98," not in bank.read_text(encoding="utf-8-sig")
    code, said, _ = say("check", "--language", "de")
    assert code == 0
    assert any("exercise_steps" in line or "exercise_levels" in line for line in said) or said
    assert say("use", "--none")[0] == 0
    with course_file.in_use():
        assert "long_bridge" not in set(sl.load("exercises")["id"])


def columns_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
