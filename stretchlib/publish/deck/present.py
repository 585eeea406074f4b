"""Show a notebook as slides with live widgets, offline: Voila serves it, a template of our own lays it out."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from collections.abc import Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from ...core.errors import StretchlibError
from ...core.files import write_atomically, write_where_changed
from ...core.kernel_transport import encrypting_words
from ...tables import phrases
from ...tables.credit import credit
from ...tables.translated_notebooks import without_marks
from ...widgets.shared.bundle import module, text
from ..notebook_file import read_notebook
from . import slides

TEMPLATE = "deck"
_EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]
_FILES = ("index.html.j2", "conf.json", "deck.js", "parts.js", "deck.css", "notes.html")


def present(notebook: Path, *, port: int = 8866, browser: bool = True, short: bool = False,
            votes: Mapping[str, Any] | None = None) -> None:
    """Serve ``notebook`` as slides on this computer until it is stopped, and open it in the browser.

    ``short`` leaves out the slides marked to be cut first. ``votes``, the arguments of
    :func:`stretchlib.publish.votes.present.open_room`, opens a vote page in the room's network as well. Jupyter's own
    folders must stand in the environment already (:func:`stretchlib.app.cli.private_jupyter`). Raises
    :class:`StretchlibError` where Voila is not installed and for a deck that cannot be laid out.
    """
    try:
        voila = import_module("voila.app")
    except ImportError:
        raise StretchlibError("Voila is not installed here: install stretchlib[lab], then start again.") from None
    read(notebook)  # a fault is told before a server stands
    lay_template(Path(os.environ["JUPYTER_DATA_DIR"]))
    room = import_module("stretchlib.publish.votes.present").open_room(**votes) if votes is not None else None
    port = free_port(port)
    address = f"http://127.0.0.1:{port}/" + ("?short" if short else "")
    print(f"Presenting {notebook.name} on {address}", flush=True)
    print("Keys: Page Down and Page Up (or a clicker), F full screen, N notes window, B black, Shift + C a new class.\n"
          "To end it press Ctrl-C in this window.", flush=True)
    if browser:
        webbrowser.open(address)
    words = ["--no-browser", f"--port={port}", f"--template={TEMPLATE}", "--Voila.ip=127.0.0.1",
             "--VoilaExecutor.allow_errors=True",  # one failing cell must not cut off the rest
             "--KernelRestarter.restart_limit=0", "--KernelRestarter.time_to_dead=1.0",  # a dead kernel is said dead
             "--Voila.log_level=ERROR", *encrypting_words()]
    app = voila.Voila()
    app.initialize([str(notebook), *words])
    app.voila_configuration.file_allowlist = []
    app.voila_configuration.prelaunch_hook = prelaunch
    app.voila_configuration.extension_allowlist = _EXTENSIONS
    app.voila_configuration.show_tracebacks = True  # ours are one sentence; else a setting of Voila is told
    if room is None:
        app.start()
    else:
        room.serve(app)


def prelaunch(request: Any, notebook: Any, cwd: str) -> Any:
    """What Voila asks before it runs a notebook: its cells are put on slides."""
    _ = request.xsrf_token  # sets the cookie without which the page may not end its kernel (voila #1458)
    return prepared(notebook)


def read(notebook: Path) -> Any:
    """The notebook with its cells on slides. Raises :class:`StretchlibError` for a file that is none."""
    return prepared(read_notebook(notebook))


def prepared(notebook: Any) -> Any:
    """The notebook with its cells on slides, its credit line, and the deck's own words in the language that is set."""
    without_marks(notebook)
    slides.prepare(notebook)
    notebook.metadata.setdefault("credit", credit())
    notebook.metadata.pop("room", None)  # only a room that is open is on the slides
    notebook.metadata["deck_words"] = {key: text for key, text in phrases.words().items() if key.startswith("lecture.")}
    return notebook


def lay_template(data: Path) -> Path:
    """Write the template where Jupyter looks for one, below its data folder; returns its folder."""
    folder = data / "voila" / "templates" / TEMPLATE
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        content = (files("stretchlib") / "publish" / "deck" / name).read_bytes()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content:
            write_atomically(folder / name, content)
    write_where_changed(folder / "wall.js", module("publish/votes/wall_start.js"))
    write_where_changed(folder / "wall.css", text("publish/votes/wall.css"))
    return folder


def free_port(first: int) -> int:
    """The first port from ``first`` on that nothing listens on."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise StretchlibError(f"The ports {first} to {first + 49} are all in use: close what uses them, or choose another.")
