"""A class's result files: one table, one picture that tells what it draws, and a name for each file left out."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from stretchlib import publish
from stretchlib.app import cli
from stretchlib.core.errors import StretchlibError
from stretchlib.figures import plot_class
from stretchlib.learner.results import result


def answer(question: str, right: bool, confidence: int | None = 75) -> dict[str, Any]:
    return {"question": question, "at": "2026-01-05T09:00:00+01:00", "quiz": "01", "seed": 0, "confidence": confidence,
            "points": float(right), "right": right, "response": "a"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three learners; one of them answers Q01 again after the solution was shown."""
    class_folder = tmp_path / "class é"
    class_folder.mkdir()
    result("one", [answer("Q01", True, 95), answer("Q02", True)]).save(class_folder / "a.json")
    result("two", [answer("Q01", False, 25), answer("Q01", True), answer("Q02", True)]).save(class_folder / "b.json")
    result("", [answer("Q01", False, None), answer("Q_new", False)]).save(class_folder / "c.json")
    return class_folder


def test_each_learner_counts_once_a_question_with_the_first_answer(folder: Path) -> None:
    collected = publish.collect(folder)
    rows = {row["question"]: row for row in collected.rows}
    assert (collected.files, collected.skipped) == (3, ())
    assert (rows["Q01"]["learners"], rows["Q01"]["right"], rows["Q01"]["share_right"]) == (3, 1, 0.333)
    assert rows["Q01"]["mean_confidence_percent"] == 60.0
    assert (rows["Q02"]["learners"], rows["Q02"]["right"]) == (2, 2)
    assert (rows["Q_new"]["objective"], rows["Q_new"]["question_text"]) == ("", "not in this edition")
    apart = [(bool(row["few_answers"]), row["share_right"]) for row in collected.rows]
    assert apart == sorted(apart), "the least right first, and behind them what few answered"


def test_a_damaged_a_foreign_and_a_copied_file_are_named(folder: Path) -> None:
    (folder / "foreign.txt").write_text("Dear teacher", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\x00\xff")
    text = (folder / "a.json").read_text(encoding="ascii")
    (folder / "changed.json").write_text(text.replace("true", "false", 1), encoding="ascii")
    (folder / "cut.json").write_text(text[:200], encoding="ascii")
    shutil.copy(folder / "b.json", folder / "z copy of b.json")
    (folder / ".hidden").write_text("x", encoding="ascii")
    collected = publish.collect(folder)
    assert collected.files == 3
    assert len(collected.skipped) == 5
    for name in ("foreign.txt", "picture.png", "changed.json", "cut.json", "z copy of b.json"):
        assert sum(name in sentence for sentence in collected.skipped) == 1, name
    assert "copy of b.json" in next(sentence for sentence in collected.skipped if sentence.startswith("z copy"))


@pytest.mark.parametrize("fill", [None, "foreign"])
def test_a_folder_without_results_is_told(tmp_path: Path, fill: str | None) -> None:
    if fill:
        (tmp_path / "notes.txt").write_text(fill, encoding="ascii")
    with pytest.raises(StretchlibError, match="holds no result file"):
        publish.collect(tmp_path)
    with pytest.raises(StretchlibError, match="cannot be read as a folder"):
        publish.collect(tmp_path / "nowhere")


def test_the_command_writes_table_and_picture(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (folder / "foreign.txt").write_text("x", encoding="ascii")
    assert cli.main(["publish", "collect", str(folder)]) == 0
    printed = capsys.readouterr()
    assert "3 files of 3 learners counted, 1 left out" in printed.out
    assert "foreign.txt" in printed.err
    rows = list(csv.DictReader(io.StringIO((tmp_path / "class.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert {row["question"] for row in rows} == {"Q01", "Q02", "Q_new"}
    assert (tmp_path / "class_options.csv").read_text(encoding="utf-8-sig").startswith("question,option,option_text,")
    assert (tmp_path / "class.png").read_bytes().startswith(b"\x89PNG")


def test_the_picture_tells_what_it_draws() -> None:
    rows = [{"question": "Q1", "objective": "LO1", "objective_text": "Describe the hip", "learners": 10, "right": 9},
            {"question": "Q2", "objective": "LO1", "objective_text": "Describe the hip", "learners": 10, "right": 4},
            {"question": "Q3", "objective": "LO2", "learners": 4, "right": 1},
            {"question": "Q4", "objective": "LO2", "learners": 1, "right": 1, "few_answers": "few"}]
    diagram = plot_class(rows)
    assert diagram.facts == (
        "LO2: 25 % right, from one question: Q3 (1 of 4), perhaps 5 to 70 %.",
        "LO1: Describe the hip: 65 % right in all, 2 questions from 40 to 90 %; least Q2 (4 of 10), perhaps 17 to 69 "
        "%.")
    assert "1 questions that few answered are in the table alone" in diagram.note
    moved = next(line for line in diagram.figure.axes[0].lines if line.get_gid() == "dot|LO1|Q1 (9 of 10)")
    moved.set_xdata([55])
    assert "from 40 to 55 %" in diagram.facts[1]
    reach = next(line for line in diagram.figure.axes[0].lines if line.get_gid() == "reach|LO1|Q2 (4 of 10)")
    reach.set_xdata([3, 98])
    assert "perhaps 3 to 98 %" in diagram.facts[1]
    with pytest.raises(StretchlibError, match="no answer to draw"):
        plot_class([])
