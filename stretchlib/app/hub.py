"""A student's server on a JupyterHub: ``python -m stretchlib.app.hub`` in place of ``jupyterhub-singleuser``.

It runs as the student, so their copies are theirs: laid down in ``STRETCHLIB_COURSE`` and kept apart from the person's
own settings, as ``start`` does. Then JupyterHub's server takes over with the words it was given.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

from ..core.errors import StretchlibError
from ..learner import copies
from . import cli


def main() -> None:
    """Lay the copies down and serve. A fault is told in the hub's log and the server starts all the same."""
    try:
        folder = copies.course_dir()
        done = copies.lay_down(folder)
        cli.private_jupyter(folder)
        cli.trust([copy.path for copy in done if copy.path.suffix == ".ipynb"])
    except StretchlibError as error:  # a full disk, most often: from inside their server the student can make room
        print(error, file=sys.stderr, flush=True)
    os.environ["JUPYTER_RUNTIME_DIR"] = str(Path.home() / ".run")  # short, for a socket's path ends at 107 letters
    sys.argv[1:] = [*cli.quiet_words(), *sys.argv[1:]]
    import_module("jupyterhub.singleuser").main()


if __name__ == "__main__":
    main()
