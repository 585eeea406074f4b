"""Every table, opened and saved in a spreadsheet program: it is read as it was, or each change is told and no other.

LibreOffice is run; what Excel does is made up of what its makers say of it, for it cannot be run here.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from stretchlib.authoring.check_decimals import decimal_faults
from stretchlib.core.errors import TableError
from stretchlib.tables import catalogue, reader
from stretchlib.tables.reader import read_table
from tests.excel import saved_by_excel
from tools.checks import ROOT

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TABLES = {name: ROOT / "data" / resource["path"] for name, resource in catalogue.catalogue().resources.items()}
TOLD = re.compile(r"[\w.]+\.csv, row (?P<row>\d+), column (?P<column>\w+): ")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _every_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_TOLD", 10**6)  # they are all looked at, not the first forty of a file


def grid(path: Path, separator: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=separator))


def saved_by_libreoffice(folder: Path, language: int, special: bool, separator: str) -> Path:
    """All tables, opened by the import of a language (1033 English, 1031 German), with "detect special numbers" or
    without, and saved as the program offers it: as shown, in UTF-8. One start of the program for all of them."""
    if OFFICE is None:
        reason = "no LibreOffice was found: install it (Debian: libreoffice-calc-nogui)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    saved, opened = folder / "saved", folder / "opened"
    opened.mkdir()
    for name, path in TABLES.items():
        shutil.copy(path, opened / f"{name}.csv")
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
         f"--infilter=CSV:44,34,76,1,,{language},false,{str(special).lower()}", "--convert-to",
         f"csv:Text - txt - csv (StarCalc):{ord(separator)},34,76,1,,{language},false,true,false",
         "--outdir", str(saved), *map(str, sorted(opened.iterdir()))], check=True, capture_output=True, timeout=400)
    return saved


def silent_or_wrong(name: str, path: Path, separator: str) -> list[str]:
    """What of a saved table stays changed though each cell that is told has been mended, and what is told in vain."""
    schema = catalogue.catalogue().resource(name)["schema"]
    before, after = grid(TABLES[name]), grid(path, separator)
    for _ in range(3):
        try:
            table = read_table(path, schema, catalogue.class_of(name))
            problems = list(decimal_faults(table)) if name == "questions" else []
        except TableError as error:
            problems = error.problems
        if not problems:
            wanted = catalogue.catalogue().table(name)
            return [f"{name}, row {number}, column {column}: {old[column]!r} became {new[column]!r} in silence"
                    for old, new, number in zip(wanted.rows, table.rows, table.sheet_rows, strict=True)
                    for column in old if old[column] != new[column]]
        places = {problem: TOLD.match(problem) for problem in problems}
        vain = [problem for problem, at in places.items() if at is None]
        for problem, at in places.items():
            row, column = (int(at["row"]) - 1, before[0].index(at["column"])) if at else (0, 0)
            if after[row][column] == before[row][column]:
                vain.append(problem)
            after[row][column] = before[row][column]  # as the lecturer mends it
        if vain:
            return vain
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(after)
    return [f"{name}: not in order after three rounds of mending"]


@pytest.mark.parametrize(("language", "special", "separator"), [
    (1033, False, ","), (1033, True, ","), (1031, False, ";"), (1031, True, ";")],
    ids=["english", "english_special", "german", "german_special"])
def test_libreoffice_changes_no_cell_in_silence(tmp_path: Path, language: int, special: bool, separator: str) -> None:
    saved = saved_by_libreoffice(tmp_path, language, special, separator)
    assert sorted(path.stem for path in saved.iterdir()) == sorted(TABLES)
    changed = [name for name in TABLES if grid(TABLES[name]) != grid(saved / f"{name}.csv", separator)]
    assert len(changed) > 5, "the program was at work"
    assert [line for name in TABLES for line in silent_or_wrong(name, saved / f"{name}.csv", separator)] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_excel_changes_no_cell_in_silence(tmp_path: Path, language: str) -> None:
    separator = {"en": ",", "de": ";"}[language]
    wrong = []
    for name, path in TABLES.items():
        saved = tmp_path / f"{name}.csv"
        saved.write_text(saved_by_excel(grid(path), language), encoding="utf-8", newline="")
        wrong += silent_or_wrong(name, saved, separator)
    assert wrong == []
