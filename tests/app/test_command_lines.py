"""Every command line that a paper of the project shows is one that the program takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from stretchlib.app import cli
from tools.checks import ROOT

PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")),
          *sorted((ROOT / "deploy").rglob("*.md"))]
# In a block of code to the end of the line or to a comment; in running text between backticks.
SHOWN = re.compile(r"^python start\.py(.*?)(?:\s#.*)?$|`(?:python start\.py|(?=publish ))([^`]*)`", re.MULTILINE)


def command_lines() -> list[tuple[Path, str]]:
    return [(paper, (match[1] or match[2] or "").strip()) for paper in PAPERS
            for match in SHOWN.finditer(paper.read_text(encoding="utf-8"))]


def test_there_are_command_lines() -> None:
    assert len(command_lines()) > 20


@pytest.mark.parametrize(("paper", "words"), command_lines(),
                         ids=lambda value: value.stem if isinstance(value, Path) else value)
def test_a_command_line_is_understood(paper: Path, words: str) -> None:
    given = shlex.split(words)
    if not given or given[0] == "test":  # start.py itself knows these
        return
    if given[0] == "publish" and len(given) == 2 and given[1] in ("handout", "moodle", "figure", "collect"):
        return  # named, not shown
    if "--help" not in given:
        cli._parser().parse_args(given)  # ends with SystemExit where it does not understand
