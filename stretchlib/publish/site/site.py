"""The whole course as static files: JupyterLab and Python run in the visitor's browser, nothing is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata, util
from pathlib import Path
from typing import Any

from ...authoring.check import refuse_faulty
from ...core.errors import StretchlibError
from ...learner import copies
from ...tables import paths
from .pyodide import look_at
from .wheels import BUNDLED, own_wheel, packed_wheel

INSTALL = "%pip install -q stretchlib\n%load_ext stretchlib"
_EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager", "anywidget")
_SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
             "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}


def site(target: Path, *, pyodide: Path | None = None) -> Path:
    """Build the site into the new or empty folder ``target`` for any static host, sub-path included; returns it.

    ``pyodide``: a folder with a full Pyodide distribution that goes into the site, for a school without internet; else
    the browser fetches Pyodide from its public host. Needs the extra ``publish`` and no network. Raises
    :class:`StretchlibError` for a folder that holds something already, one that is no Pyodide or lacks wheels that the
    course needs, where the tables are not in order, and where the build does not work.
    """
    if util.find_spec("jupyterlite_core") is None or util.find_spec("jupyterlite_pyodide_kernel") is None:
        raise StretchlibError("JupyterLite is not installed here: install stretchlib[publish], then try again.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StretchlibError(f"{target} holds something already: give a new folder, or empty that one.")
    refuse_faulty()
    if pyodide is not None:
        look_at(pyodide)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheels = work / "wheels"
        wheels.mkdir()
        listed = [own_wheel(_project(), wheels), *(packed_wheel(name, wheels) for name in BUNDLED)]
        lite = work / "lite"
        _contents(lite / "files")
        (lite / "overrides.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
        (lite / "jupyter_lite_config.json").write_text(json.dumps(_config(listed)), encoding="utf-8")
        if pyodide is not None:
            shutil.copytree(pyodide, lite / "static" / "pyodide")
        built = work / "built" / "site"  # alone in its folder: JupyterLite dates whatever lies beside its output
        _build(lite, built)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(built, target, dirs_exist_ok=True)
    return target


def _project() -> Path:
    root = paths.notebooks_root()
    return Path(str(root)).parent


def _contents(folder: Path) -> None:
    """The notebooks, each with a first cell that installs the course from the site itself and loads its extension."""
    folder.mkdir(parents=True)
    for name, content in copies.editions().items():
        notebook = json.loads(content)
        notebook["cells"].insert(0, {
            "cell_type": "code", "id": "install-in-the-browser", "execution_count": None, "outputs": [],
            "metadata": {"tags": ["install"]}, "source": INSTALL})
        notebook["metadata"]["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)",
                                              "language": "python"}
        (folder / name).write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def _config(wheels: list[Path]) -> dict[str, Any]:
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    return {
        "LiteBuildConfig": {"apps": ["lab"], "no_sourcemaps": True, "no_unused_shared_packages": True,
                            "contents": ["files"], "output_archive": None,
                            "ignore_sys_prefix": ["federated_extensions"],
                            "federated_extensions": [str(extensions / name) for name in _EXTENSIONS]},
        "PipliteAddon": {"piplite_urls": [str(wheel) for wheel in wheels]},
    }


def _build(lite: Path, target: Path) -> None:
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(lite), "--output-dir", str(target)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}
    run = subprocess.run(command, cwd=lite, env=env, capture_output=True, encoding="utf-8", errors="replace",
                         check=False)
    if run.returncode or not (target / "lab" / "index.html").is_file():
        faults = [line for line in (run.stdout + run.stderr).splitlines() if "Error" in line]
        raise StretchlibError(f"The site could not be built ({' '.join(faults[-1:])}): JupyterLite "
                              f"{metadata.version('jupyterlite-core')} is installed; 0.8.6 is what was tried.")
