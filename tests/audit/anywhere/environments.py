"""Other Pythons with the locked packages, and the oldest Python with the lowest version of each range."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.checks import ROOT, environment

from . import running

PYTHONS = ("3.11", "3.12", "3.13")
NEEDED = ("numpy", "pandas", "matplotlib", "ipywidgets", "anywidget", "fsrs")  # what pyproject.toml names


def versions(names: Sequence[str], folder: Path) -> running.Results:
    """Everyday tests and notebooks with the locked packages, in each Python that is found."""
    for name in names or PYTHONS:
        python = find(name)
        if python is None:
            yield name, ["not found here", "", ""], []
            continue
        made = environment_of(python, folder / name)
        install(made, "--require-hashes", "-r", "requirements.lock")
        install(made, "--require-hashes", "-r", "tests/requirements.lock")
        yield tested(made, f"Python {version_of(made)}, locked packages")


def lowest(names: Sequence[str], folder: Path) -> running.Results:
    """The same with the lowest version of each range in ``pyproject.toml``, on the oldest Python."""
    oldest = (names or PYTHONS)[0]
    python = find(oldest)
    if python is None:
        yield oldest, ["not found here", "", ""], []
        return
    made = environment_of(python, folder / f"lowest-{oldest}")
    pins = folder / "lowest.txt"
    asked = ["--resolution", "lowest-direct", "--python-version", oldest, "--all-extras", "--group", "build"]
    uv("pip", "compile", "-q", *asked, "--output-file", str(pins), "pyproject.toml")
    install(made, "-r", str(pins))
    pins_by_name = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", pins.read_text(encoding="utf-8"), re.M))
    versions = ", ".join(f"{name} {pins_by_name[name]}" for name in NEEDED)
    yield tested(made, f"Python {version_of(made)}, {versions}")


def tested(python: Path, name: str) -> running.Result:
    """The row of one environment."""
    install(python, "--no-deps", "--no-build-isolation", "-e", ".")
    tests, notebooks = running.pytest(running.EVERYDAY, python), running.pytest(running.NOTEBOOKS, python)
    minutes = f"{tests.minutes + notebooks.minutes:.0f} min"
    return name, [str(tests), str(notebooks), minutes], [*tests.faults, *notebooks.faults]


def find(name: str) -> str | None:
    """A Python such as 3.13: the one that runs this, one that pyenv keeps, or one that uv finds."""
    if name == f"{sys.version_info.major}.{sys.version_info.minor}":
        return str(getattr(sys, "_base_executable", sys.executable))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted(pyenv.glob(f"versions/{name}.*/bin/python"))
    if kept:
        return str(kept[-1])
    asked = uv("python", "find", "--no-python-downloads", name, check=False)
    return asked.stdout.strip() if asked.returncode == 0 else None


def environment_of(python: str, folder: Path) -> Path:
    """An empty environment; one that stands there already is used again."""
    made = folder / "bin" / "python"
    if not made.exists():
        uv("venv", "-q", "--python", python, str(folder))
    return made


def install(python: Path, *words: str) -> None:
    """Install into that environment; raises RuntimeError with what was said where that does not work."""
    uv("pip", "install", "-q", "--python", str(python), *words)


def version_of(python: Path) -> str:
    asked = [str(python), "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def uv(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run uv at the root; raises RuntimeError in its words where it fails and that is no answer."""
    run = subprocess.run(["uv", *words], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if check and run.returncode:
        raise RuntimeError(f"uv {' '.join(words)}: {run.stderr.strip()}")
    return run
