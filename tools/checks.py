"""The arguments with which notebooks are held against their saved outputs: one place for CI and for authors."""

from __future__ import annotations

import os
from pathlib import Path

from stretchlib.app.kernel import lay_down_profile
from stretchlib.tables.my_rows import NO_ROWS

ROOT = Path(__file__).resolve().parent.parent
IPYTHON = ROOT / ".ipython"  # whose kernels begin as those of a student do

NBVAL = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", str(ROOT / "tests" / "nbval_sanitize.cfg"),
         "--nbval-cell-timeout=60", "--nbval-kernel-startup-timeout=120"]
DAY = "2026-11-30"  # the day by which saved outputs call a review due; move it when reviews are renewed
#: Plain ``-n 2`` parts the cells of one notebook and fails. The order is that of ``tests/conftest.py``: the long first.
TWO_AT_ONCE = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]


def environment() -> dict[str, str]:
    """The environment of every check: bytecode kept, no rows, folder or language of one's own, one day for reviews."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "STRETCHLIB_DATA", "STRETCHLIB_COURSE", "STRETCHLIB_JOURNAL",
                "STRETCHLIB_LANGUAGE")
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    lay_down_profile(IPYTHON)
    return {**env, "STRETCHLIB_MY_ROWS": NO_ROWS, "STRETCHLIB_TODAY": DAY, "MPLBACKEND": "agg",
            "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(IPYTHON)}


def file_of_test(name: str) -> str:
    """The path from the root of the checkout to the test module ``test_<name>.py``, in whichever folder it lies."""
    (path,) = (ROOT / "tests").rglob(f"test_{name}.py")
    return path.relative_to(ROOT).as_posix()
