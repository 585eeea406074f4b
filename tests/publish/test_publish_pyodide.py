"""A folder for ``publish site --offline``: refused in one sentence where no cell of the site would run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stretchlib.app import cli
from stretchlib.core.errors import StretchlibError
from stretchlib.publish.site.pyodide import look_at, missing_wheels

PACKAGES = {
    "micropip": ("micropip-1-py3-none-any.whl", []), "jedi": ("jedi-1-py3-none-any.whl", ["parso"]),
    "parso": ("parso-1-py3-none-any.whl", []), "ipython": ("ipython-1-py3-none-any.whl", ["prompt_toolkit"]),
    "prompt-toolkit": ("prompt_toolkit-1-py3-none-any.whl", ["ipython"]), "numpy": ("numpy-1-wasm32.whl", []),
    "pandas": ("pandas-1-wasm32.whl", ["numpy", "Python.Dateutil"]), "python-dateutil": ("dateutil-1.whl", ["six"]),
    "six": ("six-1.whl", []), "matplotlib": ("matplotlib-1-wasm32.whl", ["numpy"]), "scipy": ("scipy-1.whl", ["numpy"])}
WHEELS = {file for name, (file, _) in PACKAGES.items() if name != "scipy"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small distribution with everything in it, and its list."""
    for name in ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", *WHEELS):
        (tmp_path / name).touch()
    listed(tmp_path, {name: {"file_name": file, "depends": depends} for name, (file, depends) in PACKAGES.items()})
    return tmp_path


def listed(folder: Path, packages: Any) -> None:
    (folder / "pyodide-lock.json").write_text(json.dumps({"packages": packages}), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(StretchlibError) as caught:
        look_at(folder)
    sentence = str(caught.value)
    assert sentence.endswith("from the project's releases.")
    assert "npm" not in sentence
    assert "\n" not in sentence
    return sentence


def test_a_whole_distribution_is_taken_without_what_the_course_has_no_use_for(folder: Path) -> None:
    look_at(folder)
    assert not (folder / "scipy-1.whl").exists()


@pytest.mark.parametrize("wheel", sorted(WHEELS))
def test_each_wheel_that_is_needed_is_missed_by_its_name(folder: Path, wheel: str) -> None:
    (folder / wheel).unlink()
    assert missing_wheels(folder) == [wheel]
    assert f"without what the course needs ({wheel} missing), and no cell would run" in refusal(folder)


def test_the_core_alone_is_refused(folder: Path) -> None:
    for wheel in WHEELS:
        (folder / wheel).unlink()
    assert "(micropip-1-py3-none-any.whl, ipython-1-py3-none-any.whl, jedi-1-py3-none-any.whl and 7 more missing)" in (
        refusal(folder))


def test_a_package_that_the_list_does_not_know_is_named(folder: Path) -> None:
    listed(folder, {name: {"file_name": file, "depends": depends} for name, (file, depends) in PACKAGES.items()
                    if name != "pandas"})
    assert "(pandas missing)" in refusal(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"packages": 3}', '{"packages": {"numpy": 3}}', "[" * 100_000])
def test_a_list_that_is_none_is_told(folder: Path, text: str) -> None:
    (folder / "pyodide-lock.json").write_text(text, encoding="utf-8")
    assert "cannot be read as the list of a Pyodide distribution" in refusal(folder)


def test_a_folder_without_pyodide_is_told(tmp_path: Path) -> None:
    assert "is no Pyodide distribution (pyodide.mjs, pyodide-lock.json, " in refusal(tmp_path)


def test_the_command_refuses_before_it_builds(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("jupyterlite_core", reason="no JupyterLite here")
    (folder / "pandas-1-wasm32.whl").unlink()
    assert cli.main(["publish", "site", "--to", str(tmp_path / "out"), "--offline", str(folder)]) == 1
    assert "pandas-1-wasm32.whl missing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
