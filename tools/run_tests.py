"""Run the checks: ``python start.py test`` (everyday), ``--all`` (what CI runs), other words go to pytest.

Everyday leaves out what is marked ``slow``. One pytest run holds unit tests, notebooks against their saved
outputs, the static checks and the browser, so that one summary tells all.
"""

from __future__ import annotations

import subprocess
import sys

from .checks import NBVAL, ROOT, TWO_AT_ONCE, environment


def main(words: list[str]) -> int:
    """Run pytest with these words; returns its exit code."""
    everything = "--all" in words
    words = [word for word in words if word != "--all"]
    chosen = [] if everything else ["-m", "not slow"]
    targets = [] if any(not word.startswith("-") for word in words) else ["tests", "notebooks"]
    command = [sys.executable, "-m", "pytest", *NBVAL, *TWO_AT_ONCE, *chosen, *targets, *words]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
