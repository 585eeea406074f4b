"""The workbook of every subject of the course, opened and saved by LibreOffice, is read back unchanged."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from stretchlib.authoring.workbook import sheets, write
from stretchlib.authoring.workbook.read import read_workbook

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = pytest.mark.slow


def test_every_table_comes_back_from_libreoffice_as_it_was(tmp_path: Path) -> None:
    if OFFICE is None:
        reason = "no LibreOffice was found: install it (Debian: libreoffice-calc-nogui)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    written = [write.edit(subject, tmp_path / "written") for subject in sheets.subjects()]
    saved = tmp_path / "saved"
    subprocess.run([OFFICE, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to",
                    "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved), *map(str, written)], check=True,
                   capture_output=True, timeout=900)
    for path in written:
        assert (saved / path.name).read_bytes() != path.read_bytes(), "it was saved anew"
        proposal = read_workbook(saved / path.name)
        assert (proposal.sentences(), proposal.faults, proposal.notices) == ([], [], []), path.name
        assert set(proposal.tables) >= set(sheets.tables_of(path.stem)), path.name
