"""The students of the trial: each opens a server through the hub and runs notebook 01, and their memory is read.

Needs tornado, which comes with JupyterHub. Times in seconds, memory in MB (2**20 bytes). PSS counts memory that several
processes share once in all, in equal parts; a peak is the most a process held at any moment, shared or not.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import subprocess
import time
import uuid
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from datetime import date
from importlib import metadata
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

NOTEBOOK = "my_course/01_hip_anatomy.ipynb"
PATIENCE_S = 600  # for one answer; the whole trial has its own end


class TrialFault(Exception):
    """The trial cannot go on; the text says where."""


class Student:
    """One student, who speaks to the hub as their browser would, with the trial's token in place of a password."""

    def __init__(self, hub: str, token: str, name: str) -> None:
        self.name, self.hub, self.headers = name, hub, {"Authorization": f"token {token}"}
        self.first_picture_s, self.cells_s = 0.0, list[float]()

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One request; the answer's JSON, or its text. Raises :class:`TrialFault` on an error."""
        text = None if method == "GET" else json.dumps(body or {})
        request = HTTPRequest(self.hub + path, method, self.headers, text, request_timeout=PATIENCE_S)
        try:
            answer = (await AsyncHTTPClient().fetch(request)).body.decode()
        except (HTTPClientError, OSError) as error:
            raise TrialFault(f"{self.name}: {method} {path} came to {error}.") from None
        return json.loads(answer) if answer.startswith(("{", "[")) else answer

    async def open_server(self) -> float:
        """From the request to the ready server."""
        await self.ask("POST", f"/hub/api/users/{self.name}")
        begin = time.monotonic()
        await self.ask("POST", f"/hub/api/users/{self.name}/server")
        while True:  # not the hub's own progress stream: the proxy ends an answer that is silent for 20 seconds
            servers = (await self.ask("GET", f"/hub/api/users/{self.name}"))["servers"]
            if "" not in servers:
                raise TrialFault(f"{self.name}: the server did not start.")
            if servers[""]["ready"]:
                return time.monotonic() - begin
            await asyncio.sleep(1)

    async def run_notebook(self) -> float:
        """Run every code cell of the student's own copy, in their order; from the kernel's start to the last answer.

        Notes when the first picture was there, from the kernel's start too, and how long each cell took.
        """
        user = f"/user/{self.name}"
        begin = time.monotonic()
        notebook = (await self.ask("GET", f"{user}/api/contents/{NOTEBOOK}"))["content"]
        session = await self.ask("POST", f"{user}/api/sessions", {
            "path": NOTEBOOK, "name": NOTEBOOK, "type": "notebook", "kernel": {"name": "python3"}})
        channels = f"{user}/api/kernels/{session['kernel']['id']}/channels?session_id={uuid.uuid4()}"
        request = HTTPRequest(self.hub.replace("http", "ws", 1) + channels, headers=self.headers)
        socket = await websocket_connect(request, max_message_size=2**28)
        try:
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    pressed = time.monotonic()
                    pictures = await self._run_cell(socket, "".join(cell["source"]))
                    self.cells_s.append(time.monotonic() - pressed)
                    if pictures and not self.first_picture_s:
                        self.first_picture_s = pictures - begin
        finally:
            socket.close()
        return time.monotonic() - begin

    async def _run_cell(self, socket: Any, code: str) -> float:
        """Until the kernel is idle again; the moment at which the cell's first picture came, 0 where it has none."""
        asked = uuid.uuid4().hex
        await socket.write_message(json.dumps({
            "channel": "shell", "parent_header": {}, "metadata": {}, "buffers": [],
            "header": {"msg_id": asked, "msg_type": "execute_request", "username": self.name, "session": asked,
                       "version": "5.3", "date": ""},
            "content": {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                        "allow_stdin": False, "stop_on_error": True}}))
        missing, picture = {"execute_reply", "idle"}, 0.0
        while missing:
            text = await asyncio.wait_for(socket.read_message(), PATIENCE_S)
            if text is None:
                raise TrialFault(f"{self.name}: the kernel's connection closed in {code.splitlines()[0]!r}.")
            if isinstance(text, bytes):
                continue  # a widget's message with buffers
            message = json.loads(text)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "error":
                raise TrialFault(f"{self.name}: {code.splitlines()[0]!r} gave {message['content']['evalue']}.")
            if not picture and "<img" in message["content"].get("data", {}).get("text/html", ""):
                picture = time.monotonic()
            missing -= {message["msg_type"], message["content"].get("execution_state")}
        return picture


async def all_at_once(hub: subprocess.Popen[bytes], address: str, token: str, count: int) -> dict[str, Any]:
    """Let ``count`` students open servers, then run the notebook; what was measured, by the keys of results.json."""
    AsyncHTTPClient.configure(None, max_clients=count)  # else tornado lets ten ask and the others wait
    await until_answered(hub, address)
    people = [Student(address, token, f"student{number:02}") for number in range(1, count + 1)]
    starts = await together(person.open_server() for person in people)
    print(f"{count} servers are ready, the slowest after {max(starts):.0f} s.", flush=True)
    times = await together(person.run_notebook() for person in people)
    print(f"{count} notebooks are through, the slowest after {max(times):.0f} s.", flush=True)
    parts = memory(pid for pid, _ in family(hub.pid))
    mine = [sum(part.pss for part in parts if part.whose == person.name) for person in people]
    pictures = [person.first_picture_s for person in people]
    cells = [seconds for person in people for seconds in person.cells_s]
    kernels = [part.peak for part in parts if part.kernel]
    servers = [part.peak for part in parts if part.whose and not part.kernel]
    if not len(kernels) == len(servers) == count:
        raise TrialFault(f"Of {count} students {len(servers)} servers and {len(kernels)} kernels were found.")
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "students": count, "notebook": Path(NOTEBOOK).name, "date": date.today().isoformat(),
        "cores": len(os.sched_getaffinity(0)), "memory_gb": round(pages * size / 2**30),
        "python": platform.python_version(), "jupyterhub": metadata.version("jupyterhub"),
        "server_start_median_s": round(median(starts), 1), "server_start_slowest_s": round(max(starts), 1),
        "first_picture_median_s": round(median(pictures), 1), "first_picture_slowest_s": round(max(pictures), 1),
        "cell_median_s": round(median(cells), 2), "cell_p95_s": round(quantiles(cells, n=20)[-1], 2),
        "notebook_median_s": round(median(times), 1), "notebook_slowest_s": round(max(times), 1),
        "student_pss_median_mb": round(median(mine)), "server_peak_mb": round(max(servers)),
        "kernel_peak_mb": round(max(kernels)),
        "hub_pss_mb": round(sum(part.pss for part in parts if not part.whose)),
        "all_pss_mb": round(sum(part.pss for part in parts)),
    }


async def together(tasks: Iterable[Coroutine[Any, Any, float]]) -> list[float]:
    """All at once; where one fails the others are ended, and its fault is told."""
    running = [asyncio.ensure_future(coroutine) for coroutine in tasks]
    try:
        return list(await asyncio.gather(*running))
    finally:
        for task in running:
            task.cancel()


async def until_answered(hub: subprocess.Popen[bytes], address: str) -> None:
    """Wait for the hub's first answer, two minutes at most."""
    for _ in range(240):
        if hub.poll() is not None:
            raise TrialFault("JupyterHub did not start.")
        try:
            await AsyncHTTPClient().fetch(f"{address}/hub/api/", request_timeout=5)
            return
        except (HTTPClientError, OSError):
            await asyncio.sleep(0.5)
    raise TrialFault("JupyterHub does not answer.")


def born(pid: int) -> str:
    """When a process began, in the kernel's ticks; "" where there is none. With its number this names one process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except OSError:
        return ""


def family(pid: int) -> set[tuple[int, str]]:
    """A process and all that descend from it, each as its number and when it began."""
    processes, left = set(), [pid]
    while left:
        parent = left.pop()
        if when := born(parent):
            processes.add((parent, when))
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):  # it ended meanwhile
                left += map(int, task.read_text().split())
    return processes


class Part(NamedTuple):
    """The memory of one process."""

    whose: str  # the student's name, "" for the hub and its proxy
    kernel: bool  # an open notebook, else the student's server
    pss: float  # MB
    peak: float  # MB


def memory(pids: Iterable[int]) -> list[Part]:
    """The memory of each process that is still there."""
    parts = []
    for pid in pids:
        process_dir = Path(f"/proc/{pid}")
        with suppress(OSError):  # it ended meanwhile
            words = dict(word.partition("=")[::2] for word in (process_dir / "environ").read_text().split("\0"))
            parts.append(Part(
                words.get("JUPYTERHUB_USER", ""), "ipykernel_launcher" in (process_dir / "cmdline").read_text(),
                kilobytes((process_dir / "smaps_rollup").read_text(), "Pss") / 1024,
                kilobytes((process_dir / "status").read_text(), "VmHWM") / 1024))
    return parts


def kilobytes(text: str, name: str) -> int:
    """The figure of one line of a /proc file, such as ``VmHWM:   123 kB``; 0 where there is none."""
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name}:")), 0)
