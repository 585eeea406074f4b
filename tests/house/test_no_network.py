"""The product asks nothing of any network: every notebook with each call of the system's network watched."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from no_network import alone

from tools.checks import ROOT, environment

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Runs the cells as the kernel does, in order, and tells every look-up and connection that Python makes.
WATCHED = """
import contextlib, io, json, os, sys
asked = []
def watch(event, words):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "urllib.",
                         "http.client", "ftplib", "smtplib", "webbrowser")):
        asked.append((event, repr(words[1:])))
sys.addaudithook(watch)
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for path in sys.argv[1:]:
    shell.reset(new_session=True)
    for cell in json.load(open(path, encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                found = shell.run_cell("".join(cell["source"]))
            assert found.success, (path, cell["source"], found.error_in_exec)
shell.history_manager.end_session()
print(json.dumps(asked))
"""


def asked(folder: Path, *paths: Path) -> list[list[str]]:
    run = subprocess.run([sys.executable, "-c", WATCHED, *map(str, paths)], cwd=folder, text=True, capture_output=True,
                         env={**environment(), "IPYTHONDIR": str(folder)}, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return list(json.loads(run.stdout.splitlines()[-1]))


def test_the_first_notebook_asks_for_nothing(tmp_path: Path) -> None:
    assert asked(tmp_path, NOTEBOOKS[0]) == []


@pytest.mark.slow
def test_no_notebook_asks_for_anything(tmp_path: Path) -> None:
    assert len(NOTEBOOKS) > 8
    assert asked(tmp_path, *NOTEBOOKS) == []


def test_the_watch_sees_a_request(tmp_path: Path) -> None:
    path = tmp_path / "asks.ipynb"
    cells = ["import socket, contextlib",
             "with contextlib.suppress(OSError):\n    socket.getaddrinfo('host.invalid', 80)",
             "with contextlib.suppress(OSError):\n    socket.create_connection(('127.0.0.1', 9), timeout=1)"]
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": code} for code in cells]}), encoding="utf-8")
    events = {event for event, _ in asked(tmp_path, path)}
    assert {"socket.getaddrinfo", "socket.connect"} <= events


def test_the_library_names_no_way_to_a_network() -> None:
    """Where its own code may meet one: the ports that it serves on, of the slides and, if asked for, of the votes."""
    importers = {path.relative_to(ROOT).as_posix() for path in (ROOT / "stretchlib").rglob("*.py")
             for word in ("import socket", "urllib.request", "http.client", "requests", "aiohttp", "httpx")
             if f"import {word.removeprefix('import ')}" in path.read_text(encoding="utf-8")}
    assert importers == {f"stretchlib/publish/{name}.py" for name in ("deck/present", "votes/door", "votes/room")}


def test_the_command_leaves_loopback_and_nothing_else() -> None:
    before = alone()
    if not before:
        pytest.skip("this system makes no network namespace for us")
    code = """if True:
        import socket
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=5).close()
        for place in (("192.0.2.1", 80), ("host.invalid", 80)):
            try:
                socket.create_connection(place, timeout=5)
            except OSError as error:
                print(type(error).__name__)
        print([name for _, name in socket.if_nameindex()])
    """
    run = subprocess.run([*before, sys.executable, "-c", code], text=True, capture_output=True, check=False)
    assert run.stdout.splitlines() == ["OSError", "gaierror", "['lo']"], run.stderr
