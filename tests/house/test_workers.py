"""A worker of pytest that ends in the middle of a test: the run ends too, and names the test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.checks import ROOT, TWO_AT_ONCE, environment


def test_a_worker_that_ends_is_named(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_handlecrashitem\n", encoding="utf-8")
    (tmp_path / "test_ends.py").write_text("import os\n\ndef test_it():\n    os._exit(3)\n", encoding="utf-8")
    (tmp_path / "test_goes_on.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", *TWO_AT_ONCE, "-c", "/dev/null", "--rootdir",
                          str(tmp_path), str(tmp_path)], cwd=ROOT, env=environment(), text=True, capture_output=True,
                         timeout=300, check=False)
    assert run.returncode == 1
    assert "a worker of pytest ended in" in run.stdout
    assert "test_ends.py::test_it" in run.stdout
