"""Run tests where there is no network but the computer's own: ``python -m tests.no_network [WORDS]``.

A network namespace of its own holds one interface, ``lo``. Words are those of ``tools.run_tests``; without any the
whole suite runs in it. It needs Linux
and the right to make a namespace (root, or a system that gives it to everyone).
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from tools.checks import ROOT, environment

#: Set inside: what must fetch packages to be tested skips and says so.
ALONE = "STRETCHLIB_TESTS_ALONE"
#: Brings loopback up inside the new namespace, then runs what follows.
INSIDE = 'ip link set lo up && exec "$@"'


def alone() -> list[str]:
    """The words before a command that is to run without a network, or nothing where this system does not let us."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return []
    for rights in ([], ["--map-root-user"]):
        words = ["unshare", *rights, "--net", "sh", "-c", INSIDE, "sh"]
        if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
            return words
    return []


def main(words: list[str]) -> int:
    """Run the checks with ``words`` in the namespace; returns their exit code."""
    before = alone()
    if not before:
        print("This system makes no network namespace for us: run it as root on Linux, with unshare and ip installed.",
              file=sys.stderr)
        return 2
    return subprocess.run([*before, sys.executable, "-m", "tools.run_tests", *(words or ["--all"])], cwd=ROOT,
                          env={**environment(), ALONE: "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
