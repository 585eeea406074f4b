"""A room as the tests reach it: by itself, or beside a real deck as ``present --votes`` serves it."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.checks import ROOT, environment

START_S = 120


@dataclass(frozen=True)
class Served:
    """The addresses of a room that is open, and what its wall asks with."""

    room: str
    code: str
    slides: str
    key: str

    def wall(self, action: str, **more: Any) -> Any:
        """What the slides ask of the room; returns what they are told."""
        about = {"question": "Q1", "stem": "Does it?", "options": ["Yes", "No", "In part", "Nobody knows"],
                 "language": "en", "do": action, **more}
        request = urllib.request.Request(f"{self.slides}votes/wall", json.dumps(about).encode(),
                                         {"X-Votes-Key": self.key, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@contextmanager
def served_by(module: str, *words: str, **env: str) -> Iterator[Served]:
    """A room that ``python -m module`` opens in a process of its own, which says first of all where it is."""
    process = subprocess.Popen([sys.executable, "-m", module, *words], env={**environment(), **env}, text=True,
                               stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout is not None
        yield Served(**json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait(30)


def room_alone() -> AbstractContextManager[Served]:
    """A room without a deck."""
    return served_by("tests.audit.votes.served")


@contextmanager
def room_of_deck(folder: Path) -> Iterator[Served]:
    """The class deck with votes, its page loaded once: its kernel runs beside the votes, as in class."""
    log = folder / "present.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "stretchlib", "present", "--no-browser", "--port", "18900", "--votes-at",
             "127.0.0.1", "--votes-port", "18950"],
            env={**environment(), "STRETCHLIB_COURSE": str(folder / "course")}, stdout=out, stderr=out)
    try:
        until = time.monotonic() + START_S
        while not (match := re.search(r"phones: (http://\S+) .*\n.* on (http://\S+/)", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.3)
        with urllib.request.urlopen(_when_ready(match[2], until), timeout=START_S) as answer:
            page = answer.read().decode()
        store = re.search(r'id="sdv-data">(.*?)</script>', page, re.DOTALL)
        assert store is not None, "the slides know no room"
        data = json.loads(store[1])
        yield Served(match[1], data["code"], match[2], data["key"])
    finally:
        process.terminate()
        process.wait(30)


def _when_ready(slides: str, until: float) -> str:
    while True:
        try:
            urllib.request.urlopen(f"{slides}voila/static/voila.js", timeout=5).close()
            return slides
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.3)


async def _serve() -> None:
    from tornado.web import Application

    from stretchlib.publish.votes.room import Room
    from stretchlib.publish.votes.wall import Wall

    room = Room("127.0.0.1")
    room.open(18_300)
    wall = Wall(room)
    slides = Application(wall.handlers()).listen(0, "127.0.0.1")
    (listening,) = slides._sockets.values()
    print(json.dumps({"room": f"http://{room.typed}", "code": room.code, "key": wall.key,
                      "slides": f"http://127.0.0.1:{listening.getsockname()[1]}/"}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
