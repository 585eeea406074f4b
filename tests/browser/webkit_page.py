"""A page in the WebKitGTK of this computer, driven over WebDriver: https://www.w3.org/TR/webdriver2/.

``WebKitWebDriver`` starts the MiniBrowser that comes with it, in a window on a screen of its own (Xvfb).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_S = 60
ANSWER_S = 60
SCREEN = "1600x1300x24"
# The buttons above the page would keep the window wider than a phone.
SMALL_BUTTONS = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }"
#: Kept by the page itself, because an automated WebKitGTK tells its console to nobody.
LISTEN = """globalThis.pageErrors ??= (() => { const errors = []; const keep = (text) => errors.push(String(text));
  addEventListener('error', ({ message, target }) => keep(message ?? `not loaded: ${target.outerHTML}`), true);
  addEventListener('unhandledrejection', ({ reason }) => keep(reason));
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => keep(`refused: ${blockedURI}`));
  for (const level of ['error', 'warn']) { const write = console[level];
    console[level] = (...words) => { keep(words.join(' ')); write.apply(console, words); }; }
  return errors; })()"""


def find_webkit() -> tuple[str, str] | None:
    """The driver of WebKitGTK and the screen it needs, or nothing where one of them is missing."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    return (driver, screen) if driver and screen else None


class WebKitPage:
    """One page in its window."""

    def __init__(self, driver: str, folder: Path) -> None:
        self._driver, self._folder = driver, folder
        options = {"args": ["--automation"]}
        started = self._ask("POST", "/session",
                            {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self._session = f"/session/{started['sessionId']}"
        self.version = str(started["capabilities"]["browserVersion"])

    @property
    def errors(self) -> list[str]:
        """What the page wrote to the console as an error or a warning, and what nobody caught, since it was opened."""
        return list(self.evaluate(LISTEN))

    def open(self, address: str) -> None:
        """Load an address and wait until all of it is there; of a file a copy that listens from its first line on."""
        if address.startswith("file:"):
            source = Path(urllib.request.url2pathname(address.removeprefix("file://")))
            copy = self._folder / source.name
            copy.write_text(listening(source.read_text(encoding="utf-8")), encoding="utf-8")
            address = copy.as_uri()
        self._ask("POST", f"{self._session}/url", {"url": address})
        self.evaluate(LISTEN)

    def resize(self, width: int, height: int) -> None:
        """Give the page a window of this many CSS pixels."""
        outer, deadline = height, time.monotonic() + ANSWER_S
        while (inner := self.evaluate("[innerWidth, innerHeight]")) != [width, height]:
            assert time.monotonic() < deadline, f"the window has {inner} pixels inside and not {[width, height]}"
            self._ask("POST", f"{self._session}/window/rect", {"width": width, "height": outer})
            time.sleep(0.2)  # the page hears of its new size a little later
            outer += height - self.evaluate("innerHeight")  # the window takes some of it for itself

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, which may be a promise, as JSON carries it."""
        script = (f"const done = arguments[0]; Promise.resolve({expression}).then(value => done({{value}}), "
                  "error => done({error: String(error)}));")
        answer = self._ask("POST", f"{self._session}/execute/async", {"script": script, "args": []})
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer.get("value")

    def press(self, *keys: str) -> None:
        """Press keys one after the other; WebDriver's own letters for those without one, such as ``\\ue004`` (Tab)."""
        moves = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("POST", f"{self._session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": moves}]})

    def screenshot(self, target: Path) -> Path:
        """What the window shows, as a PNG."""
        target.write_bytes(base64.b64decode(self._ask("GET", f"{self._session}/screenshot")))
        return target

    def close(self) -> None:
        """End the session and its browser."""
        self._ask("DELETE", self._session)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._driver + path, method=method, data=data)
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode(errors='replace')[:500]}") from None


def listening(page: str) -> str:
    """The text of a page with :data:`LISTEN` before its other scripts; its policy, where it has one, allows that."""
    digest = base64.b64encode(hashlib.sha256(LISTEN.encode()).digest()).decode()
    page = re.sub(r"(<meta http-equiv=.Content-Security-Policy.[^>]*script-src )", rf"\1'sha256-{digest}' ", page)
    head = re.compile(r"(<head>(?:\s*<meta [^>]*>)*)")
    return head.sub(lambda start: f"{start[1]}<script>{LISTEN}</script>", page, count=1)


@contextmanager
def webkit_page(driver: str, screen: str) -> Iterator[WebKitPage]:
    """A page in a WebKitGTK on a screen of its own, with settings of its own; then the end of all three."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "gtk-3.0").mkdir()
        (folder / "gtk-3.0" / "gtk.css").write_text(SMALL_BUTTONS, encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        running: list[subprocess.Popen[bytes]] = []
        try:
            running.append(subprocess.Popen([screen, "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"],
                                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
            assert running[0].stdout is not None
            display = running[0].stdout.readline().decode().strip()
            own = {"DISPLAY": f":{display}", "XDG_CONFIG_HOME": name, "XDG_DATA_HOME": name, "XDG_CACHE_HOME": name}
            with (folder / "driver.log").open("wb") as log:
                running.append(subprocess.Popen([driver, f"--port={port}"], env=os.environ | own, stdout=log,
                                                stderr=log))
            _wait_for(port)
            page = WebKitPage(f"http://127.0.0.1:{port}", folder)
            yield page
            page.close()
        finally:
            for program in reversed(running):
                program.terminate()
                try:
                    program.wait(20)
                except subprocess.TimeoutExpired:
                    program.kill()
                    program.wait()


def _wait_for(port: int) -> None:
    """Wait until something listens on a port of this computer."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("WebKitWebDriver did not start")
