"""What was verified stands in a page that can be read, and its long tables where their commands write them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests import record
from tools.checks import ROOT

PAGE = ROOT / "docs" / "verification.md"


def test_the_page_is_short_and_leads_to_every_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    assert {f"verification/{path.name}" for path in record.FOLDER.glob("*.md")} == \
        set(re.findall(r"\]\((verification/\w+\.md)\)", text))


def test_a_command_finds_the_file_of_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "FOLDER", Path(shutil.copytree(record.FOLDER, tmp_path / "verification")))
    for path in record.FOLDER.glob("*.md"):
        for mark in re.findall(r"<!-- ([^:]+(?:: \w+)?) -->", path.read_text(encoding="utf-8")):
            if not mark.endswith(("end", "left")):
                before = path.read_text(encoding="utf-8")
                record.write(mark, {})
                assert path.read_text(encoding="utf-8") == before, mark
