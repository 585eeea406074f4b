"""The faults that are no fault of a single table: each in its place, with the exact sentence that it is told by.

``faults/elsewhere.json`` holds two lists. ``data``: in a file of the data folder one text replaced by another, and all
that the check says then. ``calls``: what a person asks for, with the file it concerns, and the sentence. The faults of
a single table are ``faults/*.csv`` (``test_tables.py``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.app import cli
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import copies
from stretchlib.publish.deck import present
from tools.checks import ROOT

FAULTS: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "tests" / "faults" / "elsewhere.json").read_text(encoding="utf-8"))
KNOWN = {"sl": sl, "course": copies, "present": present, "cli": cli, "Path": Path, "Journal": sl.journal.Journal}


def told_by_the_check(folder: Path, fault: dict[str, Any]) -> list[str]:
    """What the check says after the change; the place of the folder is left out.

    Of the tables of phrases, which grow with every change, ``{row}`` stands in the sentence for the changed row.
    """
    path = folder / fault["file"]
    if fault["old"] is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert fault["old"] in text
        path.write_text(text.replace(fault["old"], fault["new"], 1), encoding="utf-8")
        if any("{row}" in line for line in fault["told"]):
            row = text[:text.index(fault["old"])].count("\n") + 1
            fault["told"] = [line.replace("{row}", str(row)) for line in fault["told"]]
    return [line.replace(str(folder), "DATA") for line in check_data(folder)]


def told_by_the_call(fault: dict[str, Any]) -> str:
    """The sentence of a call; ``file`` and ``text`` say what is written before."""
    if "file" in fault:
        Path(fault["file"]).parent.mkdir(parents=True, exist_ok=True)
        Path(fault["file"]).write_text(fault["text"], encoding="utf-8")
    with pytest.raises(StretchlibError) as raised:
        eval(fault["call"], dict(KNOWN))
    return str(raised.value)


@pytest.mark.parametrize("fault", FAULTS["data"], ids=lambda fault: f"{fault['file']}: {fault['new']}"[:60])
def test_a_fault_of_the_data_has_its_exact_sentences(whole_data_copy: Path, fault: dict[str, Any]) -> None:
    assert told_by_the_check(whole_data_copy, fault) == fault["told"]


@pytest.mark.parametrize("fault", FAULTS["calls"], ids=lambda fault: fault["call"][:60])
def test_a_fault_of_a_call_has_its_exact_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                  fault: dict[str, Any]) -> None:
    monkeypatch.chdir(tmp_path)
    assert told_by_the_call(fault) == fault["told"]


def test_the_corpus_reaches_every_part() -> None:
    calls = " ".join(fault["call"] for fault in FAULTS["calls"])
    for part in ("Journal", "read_result", "collect", "handout", "moodle", "timer", "case", "explore_hip",
                 "present", "plot_", "anatomy", "glossary"):
        assert part in calls, part
    assert {fault["file"].split("/")[0] for fault in FAULTS["data"]} >= {"clinic", "anatomy", "questions", "evidence",
                                                                     "datapackage.json"}
    assert len(FAULTS["data"]) + len(FAULTS["calls"]) >= 80
