"""A real start of JupyterLab and of the slides: a kernel runs, and no warning of eavesdroppers is printed."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from stretchlib.app import cli
from stretchlib.core.kernel_transport import ENCRYPTED, encrypting_words
from tests.own_loop import run_in_own_loop
from tools.checks import environment

zmq = pytest.importorskip("zmq", reason="no Jupyter here")
jupyter_client = pytest.importorskip("jupyter_client", reason="no Jupyter here")
TOKEN = "of-this-test"
START_S = 240


@contextmanager
def served(folder: Path, *words: str) -> Iterator[tuple[str, Path]]:
    """``python -m stretchlib`` with these words on a free port: its address and what it prints; then its end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "printed.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "stretchlib", *words, "--no-browser", "--port", str(port)], stdout=out, stderr=out,
            env={**environment(), "STRETCHLIB_COURSE": str(folder / "course"), "JUPYTER_TOKEN": TOKEN})
    try:
        yield f"http://127.0.0.1:{port}", log
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(30)


def asked(url: str, log: Path, **how: Any) -> Any:
    """What the server answers, once it does."""
    deadline = time.monotonic() + START_S
    while True:
        try:
            request = urllib.request.Request(url, headers={"Authorization": f"token {TOKEN}"}, **how)
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < deadline, f"it did not start: {log.read_text()[-2000:]}"
            time.sleep(0.3)


async def run(url: str, kernel: str, code: str) -> str:
    """What a cell prints in a kernel, by the server's own socket."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    socket_ = await websocket_connect(HTTPRequest(
        f"{url.replace('http', 'ws')}/api/kernels/{kernel}/channels?token={TOKEN}", request_timeout=START_S))
    await socket_.write_message(json.dumps({
        "channel": "shell", "header": {"msg_id": "1", "msg_type": "execute_request", "session": "a", "username": "a",
                                       "version": "5.3"},
        "parent_header": {}, "metadata": {}, "content": {"code": code, "silent": False}}))
    while True:
        message = json.loads(await asyncio.wait_for(socket_.read_message(), START_S) or "{}")
        if message.get("msg_type") in ("stream", "error"):
            socket_.close()
            return str(message["content"].get("text", message["content"]))


def test_a_kernel_of_the_course_runs_and_warns_of_no_eavesdropper(tmp_path: Path) -> None:
    with served(tmp_path, "start") as (url, log):
        kernel = json.loads(asked(f"{url}/api/kernels", log, method="POST", data=b'{"name": "python3"}'))["id"]
        assert run_in_own_loop(run(url, kernel, "print(6 * 7)")) == "42\n"
        (connection,) = (tmp_path / "course" / ".jupyter" / "runtime").glob(f"kernel-{kernel}.json")
        assert bool(json.loads(connection.read_text()).get("curve_publickey")) == bool(encrypting_words())
        printed = log.read_text()
    assert "eavesdropping" not in printed
    assert "without encryption" not in printed


def test_the_slides_run_and_warn_of_no_eavesdropper(tmp_path: Path) -> None:
    notebook = {"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None,
                           "source": "print(6 * 7 * 1000)"}],
                "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}},
                "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "tiny.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with served(tmp_path, "present", "tiny") as (url, log):
        assert "42000" in asked(f"{url}/", log)
        printed = log.read_text()
    assert "eavesdropping" not in printed
    assert "without encryption" not in printed


def test_where_a_part_of_jupyter_cannot_encrypt_nothing_is_told(monkeypatch: pytest.MonkeyPatch,
                                                                 tmp_path: Path) -> None:
    notebook = tmp_path / "a.ipynb"
    monkeypatch.setattr(zmq, "has", lambda name: name == "curve")
    monkeypatch.setattr(jupyter_client.KernelManager, "transport_encryption", "disabled", raising=False)
    assert encrypting_words() == [ENCRYPTED]
    assert ENCRYPTED in cli.lab_words(tmp_path, notebook)
    assert ENCRYPTED not in cli.quiet_words(), "a hub's kernels keep their sockets in the student's own folder"
    monkeypatch.setattr(zmq, "has", lambda name: False)
    assert encrypting_words() == []
    assert ENCRYPTED not in cli.lab_words(tmp_path, notebook)
    monkeypatch.setattr(zmq, "has", lambda name: True)
    monkeypatch.delattr(jupyter_client.KernelManager, "transport_encryption")
    assert encrypting_words() == [], "an older Jupyter would warn of a word that it does not know"
    monkeypatch.setitem(sys.modules, "zmq", None)
    assert encrypting_words() == []
