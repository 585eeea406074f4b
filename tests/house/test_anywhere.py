"""The commands of ``python -m tests.audit.anywhere``: they count rightly, see what fails, and have a table each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import record
from tests.audit.anywhere import __main__ as command
from tests.audit.anywhere import environments, locales, running, zones
from tools.checks import ROOT


@pytest.mark.parametrize(("said", "output", "faults"), [
    ("....\n12 passed in 1.0s\n", "12 passed, 0 failed", []),
    ("FAILED tests/a.py::b - no\nERROR tests/c.py\n1 failed, 12 passed, 3 skipped, 1 error in 1.0s",
     "12 passed, 3 skipped, 2 failed", ["tests/a.py::b - no", "tests/c.py"]),
    ("ERROR: file or directory not found: tests/gone.py\n\nno tests ran in 0.01s", "0 passed, 1 failed", None),
    ("", "0 passed, 1 failed", None),
    ("5 skipped in 1s", "0 passed, 5 skipped, 1 failed", None),
])
def test_a_run_is_counted_and_one_that_passed_nothing_failed(said: str, output: str, faults: list[str] | None) -> None:
    run = running.read(said, "trouble")
    assert str(run) == output
    if faults is None:
        assert "nothing passed" in run.faults[0]
    else:
        assert list(run.faults) == faults


def test_a_real_run_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "test_two.py"
    file.write_text("import os\ndef test_a(): assert os.environ['TZ'] == 'Asia/Kolkata'\ndef test_b(): assert 0\n",
                    encoding="utf-8")
    run = running.pytest([str(file), "--rootdir", str(tmp_path)], settings={"TZ": "Asia/Kolkata"})
    assert run.passed == 1
    assert [fault.partition(" - ")[0].rpartition("::")[2] for fault in run.faults] == ["test_b"]


def test_every_part_has_its_table_and_its_list(tmp_path: Path) -> None:
    file = tmp_path / "tables.md"
    file.write_bytes((record.FOLDER / "anywhere.md").read_bytes())
    name = "Python 9.9, of nobody"
    for part in command.PARTS:
        record.write(f"anywhere: {part}", {name: ["one", "two"]}, {name: ["x: y"]}, file)
    text = file.read_text(encoding="utf-8")
    assert text.count(f"| {name} | one | two |") == text.count(f"- {name}: x: y") == len(
        command.PARTS)
    for part in command.PARTS:
        record.write(f"anywhere: {part}", {name: ["three"]}, {name: []}, file)
    text = file.read_text(encoding="utf-8")
    assert text.count(f"| {name} | three |") == len(command.PARTS)
    assert "of nobody: x" not in text


@pytest.mark.parametrize("part", [locales, zones])
def test_what_is_run_there_exists(part: object) -> None:
    named = part.TESTS  # type: ignore[attr-defined]
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_the_pythons_tried_are_those_that_the_project_allows() -> None:
    lowest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert lowest
    assert environments.PYTHONS[0] == lowest[1]


def test_a_python_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environments, "find", lambda name: None)
    assert list(environments.versions(["3.12"], tmp_path)) == [("3.12", ["not found here", "", ""], [])]
    assert list(environments.lowest([], tmp_path)) == [("3.11", ["not found here", "", ""], [])]
