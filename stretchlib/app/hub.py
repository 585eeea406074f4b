"""A student's server on a JupyterHub: ``python -m stretchlib.app.hub`` in place of ``jupyterhub-singleuser``.

It runs as the student, so their copies are theirs: laid down in ``STRETCHLIB_COURSE`` and kept apart from the person's
own settings, as ``start`` does. Then JupyterHub's server takes over with the words it was given.
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path

from ..core.errors import StretchlibError
from ..learner import copies
from . import cli

HAND_IN = "hand_in"  # where a student puts a result file for the lecturer, who collects from all homes


def main() -> None:
    """Lay the copies down and serve. A fault is told in the hub's log and the server starts all the same."""
    try:
        folder = copies.course_dir()
        done = copies.lay_down(folder)
        cli.private_jupyter(folder)
        cli.trust([copy.path for copy in done if copy.path.suffix == ".ipynb"])
        (folder / HAND_IN).mkdir(exist_ok=True)
        lay_down_fonts()
    except (StretchlibError, OSError) as error:
        print(error, file=sys.stderr, flush=True)  # most often a full disk: from inside the student can make room
    os.environ["JUPYTER_RUNTIME_DIR"] = str(Path.home() / ".run")  # short, for a socket's path ends at 107 letters
    # Voila's part of the server, for which no student asks, would load all that turns notebooks into pages: 10 MB each.
    sys.argv[1:] = [*cli.quiet_words(), "--ServerApp.jpserver_extensions=voila.server_extension=False", *sys.argv[1:]]
    import_module("jupyterhub.singleuser").main()


def lay_down_fonts() -> None:
    """Give the student matplotlib's list of fonts, where the installation holds one: making it takes a second of work.

    Raises :class:`OSError` where the home cannot be written.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    own = os.environ.get("MPLCONFIGDIR") or Path(cache, "matplotlib")
    for fonts in Path(sys.prefix, "share", "matplotlib").glob("fontlist-*.json"):
        if not Path(own, fonts.name).exists():
            Path(own).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(fonts, Path(own, fonts.name))


if __name__ == "__main__":
    main()
