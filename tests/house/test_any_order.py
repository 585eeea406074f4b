"""Cells run in any order, and names that no cell has made: a sentence, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from any_order import NOTEBOOKS

from tools.checks import ROOT, environment


def in_any_order(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tests.any_order", *words], cwd=ROOT, env=environment(), text=True,
                          capture_output=True, check=False)


def test_each_notebook_in_one_random_order_sends_sentences() -> None:
    run = in_any_order("--orders", "1")
    assert run.stdout == ""
    assert run.returncode == 0
    assert run.stderr.count(": 1 orders, ") == len(NOTEBOOKS)


def test_a_traceback_is_told(tmp_path: Path) -> None:
    path = tmp_path / "wrong.ipynb"
    cells = [{"cell_type": "code", "source": source} for source in ("timre.table()", "1 / 0")]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    run = in_any_order(str(path), "--orders", "1")
    assert run.returncode == 1
    assert "ZeroDivisionError" in run.stdout
    assert "timre" not in run.stdout


def test_the_sentence_names_the_name_and_the_fault_of_a_module_stays_whole(tmp_path: Path) -> None:
    code = """if True:
        from tests.any_order import shell
        made = shell()
        made.run_cell("timre.table()")
        assert made.sent.pop() == ("NameError", "The name 'timre' is not known: run the cells above this one first, "
                                   "from the top, or look whether it is spelled as there.")
        made.run_cell("import textwrap; del textwrap.TextWrapper; textwrap.fill('a')")
        kind, text = made.sent.pop()
        assert "Traceback" in text and "TextWrapper" in text
        made.run_cell("import stretchlib; stretchlib.load_nothing()")
        assert "has no 'load_nothing'" in made.sent.pop()[1]
    """
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=False,
                         env={**environment(), "IPYTHONDIR": str(tmp_path)})
    assert run.returncode == 0, run.stderr[-2000:]
