"""A checkout whose uv and whose environment's Python are stand-ins, for the tests of start.py."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from tools.checks import ROOT

CODED = sys.getfilesystemencoding()  # a path is written as this locale spells it
FAKE_UV = """#!/bin/sh
echo "uv $*" >> "$CALLS"
case "$1" in
  venv) mkdir -p "$4/bin"; cp "$FAKE_PYTHON" "$4/bin/python";;
  pip)
    while [ -e "$WAIT" ]; do sleep 0.05; done
    if [ -e "$FAIL" ]; then cat "$FAIL"; exit 2; fi;;
esac
"""
FAKE_PYTHON = """#!/bin/sh
echo "python $*" >> "$CALLS"
env > "$CALLS.env"
pwd > "$CALLS.pwd"
if [ -e "$CODE" ]; then exit "$(cat "$CODE")"; fi
"""


class Place:
    """A checkout with stand-ins, in a folder with a space and an accent."""

    def __init__(self, tmp_path: Path) -> None:
        self.root = tmp_path / "Kurs für Ana"
        for folder in ("tests", "deploy"):
            (self.root / folder).mkdir(parents=True)
        shutil.copy(ROOT / "start.py", self.root)
        for name in ("pyproject.toml", "requirements.lock", "tests/requirements.lock", "deploy/requirements.lock"):
            (self.root / name).write_text(name)
        tools = tmp_path / "bin"
        tools.mkdir()
        for path, text in ((tools / "uv", FAKE_UV), (tmp_path / "python", FAKE_PYTHON)):
            path.write_text(text)
            path.chmod(0o755)
        self.calls, self.wait, self.fail, self.code = (tmp_path / name for name in ("calls", "wait", "fail", "code"))
        self.env = {**os.environ, "CALLS": str(self.calls), "WAIT": str(self.wait), "FAIL": str(self.fail),
                    "CODE": str(self.code), "FAKE_PYTHON": str(tmp_path / "python"), "HOME": str(tmp_path / "home"),
                    "PATH": os.pathsep.join([str(tools), "/usr/bin", "/bin"]), "PYTHONDONTWRITEBYTECODE": "1"}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(self.root / "start.py"), *words]

    def run(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*words), env=self.env, cwd=cwd or self.root, capture_output=True,
                              encoding=CODED, timeout=600, check=False)

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Start it in a group of its own, and wait until it fetches packages."""
        self.wait.touch()
        before = self.said().count("uv pip")
        # Whatever began these tests in the background may have had them ignore Ctrl-C, and a child inherits that.
        heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            child = subprocess.Popen(self.command(*words), env=self.env, cwd=self.root, text=True,
                                     start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        finally:
            signal.signal(signal.SIGINT, heeded)
        wait_for(lambda: self.said().count("uv pip") > before)
        return child

    def said(self) -> str:
        return self.calls.read_text(encoding=CODED) if self.calls.exists() else ""

    def calls_of(self, *words: str) -> list[str]:
        """What was called in this one run."""
        self.calls.unlink(missing_ok=True)
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return self.said().splitlines()

    def load(self) -> ModuleType:
        """start.py as a module, for what cannot be had from outside."""
        spec = importlib.util.spec_from_file_location("start_copy", self.root / "start.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def wait_for(ready: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def one_sentence(text: str) -> str:
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    assert "Traceback" not in text
    assert lines[0].endswith(".")
    return lines[0]
