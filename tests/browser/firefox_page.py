"""A page in the Firefox of this computer, driven over WebDriver BiDi: https://www.w3.org/TR/webdriver-bidi/.

Playwright 1.65 speaks BiDi too, but its first command to a page is one that Firefox ESR 153 does not have.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websocket import create_connection

START_S = 60
ANSWER_S = 60
A4_CM = {"width": 21.0, "height": 29.7}
# No first pages, no updates, no reports; what is not on this computer meets a closed port.
PREFERENCES = {
    "app.normandy.enabled": False, "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False, "browser.shell.checkDefaultBrowser": False, "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False, "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


def find_firefox() -> str | None:
    """The Firefox to drive, by its usual names on the PATH."""
    return next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


class FirefoxPage:
    """One page. ``errors``: what it wrote to the console as an error or a warning, and what nobody caught."""

    def __init__(self, connection: Any, version: str) -> None:
        self.version = version
        self.errors: list[str] = []
        self._connection = connection
        self._number = 0
        self._page = self._send("browsingContext.create", type="tab")["context"]
        self._send("session.subscribe", events=["log.entryAdded"], contexts=[self._page])

    def open(self, address: str) -> None:
        """Load an address and wait until all of it is there."""
        self.errors.clear()
        self._send("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def resize(self, width: int, height: int) -> None:
        """Give the page a window of this many CSS pixels."""
        self._send("browsingContext.setViewport", context=self._page, viewport={"width": width, "height": height})

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, which may be a promise, as JSON carries it."""
        answer = self._send("script.evaluate", target={"context": self._page}, awaitPromise=True,
                            expression=f"Promise.resolve({expression}).then(value => JSON.stringify(value))")
        if answer["type"] != "success":
            raise AssertionError(answer["exceptionDetails"]["text"])
        text = answer["result"].get("value")
        return None if text is None else json.loads(text)

    def press(self, *keys: str) -> None:
        """Press keys one after the other; WebDriver's own letters for those without one, such as ``\\ue004`` (Tab)."""
        moves = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._send("input.performActions", context=self._page,
                   actions=[{"type": "key", "id": "keys", "actions": moves}])

    def print_pdf(self, target: Path) -> Path:
        """Print the page on A4, with the margins that its stylesheet names."""
        answer = self._send("browsingContext.print", context=self._page, page=A4_CM, shrinkToFit=False)
        target.write_bytes(base64.b64decode(answer["data"]))
        return target

    def screenshot(self, target: Path) -> Path:
        """What the window shows, as a PNG."""
        answer = self._send("browsingContext.captureScreenshot", context=self._page)
        target.write_bytes(base64.b64decode(answer["data"]))
        return target

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._connection.recv())
            if message.get("method") == "log.entryAdded" and message["params"]["level"] in ("error", "warn"):
                self.errors.append(str(message["params"]["text"]))
            if message.get("id") == self._number:
                if message["type"] != "success":
                    raise AssertionError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]


@contextmanager
def firefox_page(program: str) -> Iterator[FirefoxPage]:
    """A page in a Firefox without a window, with a profile of its own; then the end of both."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        log = profile / "firefox.log"
        with log.open("wb") as out:
            running = subprocess.Popen([program, "--headless", "--no-remote", "--profile", folder,
                                        "--remote-debugging-port", "0"], stdout=out, stderr=out)
        try:
            connection = create_connection(_address(running, log) + "/session", timeout=ANSWER_S,
                                           suppress_origin=True)  # Firefox refuses programs that name one
            connection.send(json.dumps({"id": 0, "method": "session.new", "params": {"capabilities": {}}}))
            started = json.loads(connection.recv())
            yield FirefoxPage(connection, str(started["result"]["capabilities"]["browserVersion"]))
            connection.close()
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _address(running: subprocess.Popen[bytes], log: Path) -> str:
    """Where a starting Firefox says that it listens."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and running.poll() is None:
        listening = re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(errors="replace"))
        if listening:
            return listening[1]
        time.sleep(0.1)
    raise AssertionError(f"Firefox did not start: {log.read_text(errors='replace')[-1000:]}")
