"""Jupyter is loaded without a check that takes a second to load, and nothing that we run asks for it."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tools.checks import ROOT, environment

SCHEMAS = ("jupyter_events", "jupyter_server", "jupyterlab", "jupyterlab_server", "nbformat", "voila")


def test_the_start_of_jupyterlab_and_the_reading_of_a_notebook_do_not_load_it() -> None:
    code = ("import sys\nfrom stretchlib.app.cli import main\nassert main(['check']) == 0\n"  # any command
            "import jupyterlab.labapp, nbformat, jupyter_events.validators\n"
            "assert sys.modules['rfc3987_syntax'] is None and 'lark' not in sys.modules\n"
            "nbformat.validate(nbformat.v4.new_notebook())\n"
            "from jupyter_events.validators import JUPYTER_EVENTS_SCHEMA_VALIDATOR\n"
            "print(len(JUPYTER_EVENTS_SCHEMA_VALIDATOR.format_checker.checkers))")
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout.split()[-1]) > 10  # the other formats are checked as before


@pytest.mark.parametrize("package", SCHEMAS)
def test_no_schema_of_jupyter_has_an_address_in_any_script(package: str) -> None:
    spec = find_spec(package)
    schemas = [path for location in (spec and spec.submodule_search_locations) or () for ending in ("*.json", "*.y*ml")
               for path in Path(location).rglob(ending)]
    assert schemas
    asks = re.compile(r"""["']?format["']?\s*:\s*["']?iri\b""")
    assert not [path for path in schemas if asks.search(path.read_text(encoding="utf-8", errors="replace"))]
