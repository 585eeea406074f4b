#!/usr/bin/env bash
# WebKitGTK counts all of a select's chosen text, which it does not show, into the width of the page where the select is
# an item of a grid or flex box; `contain: paint` on it ends that, `overflow: hidden` does not.
# Seen with WebKitGTK 2.50.6 (Debian webkit2gtk-driver, xvfb). Needs python3, and no package. Exits with 1 if changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
Xvfb -displayfd 3 -screen 0 1200x900x24 -nolisten tcp 3>"$folder/display" >/dev/null 2>&1 &
while [ ! -s "$folder/display" ]; do sleep 0.2; done
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
DISPLAY=":$(cat "$folder/display")" WebKitWebDriver --port="$port" >/dev/null 2>&1 &
python3 - "$port" "$folder" <<'PY'
import json
import pathlib
import sys
import time
import urllib.request

port, folder = sys.argv[1:]


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method, data=data)
    return json.load(urllib.request.urlopen(request, timeout=60))["value"]


for _ in range(50):
    try:
        ask("GET", "/status")
        break
    except OSError:
        time.sleep(0.2)
started = ask("POST", "/session", {"capabilities": {"alwaysMatch": {
    "webkitgtk:browserOptions": {"args": ["--automation"]}}}})
session = f"/session/{started['sessionId']}"
print("WebKitGTK", started["capabilities"]["browserVersion"])
page = pathlib.Path(folder, "page.html")
wide = {}
for box, extra in (("block", ""), ("grid", ""), ("flex", ""), ("grid", "overflow: hidden"), ("grid", "contain: paint")):
    page.write_text(f"""<!doctype html><meta charset="utf-8"><title>select</title>
        <div style="display: {box}"><select style="inline-size: 300px; {extra}">
        <option>{"A long choice " * 30}</option></select></div>""")
    ask("POST", f"{session}/url", {"url": page.as_uri()})
    script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    wide[box, extra] = ask("POST", f"{session}/execute/sync", {"script": script, "args": []})
    print(f"{box:6}{extra or 'plain':18}the page scrolls sideways by {wide[box, extra]} px")
ask("DELETE", session)
seen = [value > 0 for value in wide.values()] == [False, True, True, True, False]
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
