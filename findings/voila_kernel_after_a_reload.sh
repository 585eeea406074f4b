#!/usr/bin/env bash
# Voila leaks a kernel with every reload of a single notebook: its page asks `voila/api/shutdown/KERNEL` to end the kernel as it
# is left, and the server that sent the page answers 403, because it never set the cookie that it now misses (voila #1458).
# Here a page is fetched, and its own request is made as it makes it, with all cookies that it was given.
# Seen with voila 0.5.13. Needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check voila==0.5.13 ipykernel==7.1.0
cd "$folder"
export PATH="$folder/venv/bin:$PATH" JUPYTER_PREFER_ENV_PATH=1 HOME="$folder"
unset JUPYTER_PATH JUPYTER_CONFIG_PATH JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR
python -c "
import nbformat
from nbformat.v4 import new_code_cell, new_notebook
nb = new_notebook(cells=[new_code_cell('print(1)')], metadata={'kernelspec': {'name': 'python3', 'display_name': '', 'language': 'python'}})
nbformat.write(nb, 'page.ipynb')"
port="$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
voila page.ipynb --no-browser --port="$port" --Voila.ip=127.0.0.1 >voila.log 2>&1 &
server=$!
python - "$port" <<'PY'
import http.cookiejar
import re
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import version
from pathlib import Path

address = f"http://127.0.0.1:{sys.argv[1]}"


def kernels():
    """The processes of kernels of this server: those whose words name this folder's Python."""
    here = str(Path.cwd() / "venv")
    words = [path.read_text() for path in Path("/proc").glob("[0-9]*/cmdline")]
    return sum("ipykernel_launcher" in line and here in line for line in words)


jar = http.cookiejar.CookieJar()
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
answers = []
for _ in range(2):
    for _ in range(120):
        try:
            page = browser.open(address, timeout=120).read().decode()
            break
        except urllib.error.URLError:
            time.sleep(1)
    kernel = re.search(r'kernelId"?\s*:\s*"([0-9a-f-]{36})"', page)[1]
    try:
        token = next((cookie.value for cookie in jar if cookie.name == "_xsrf"), "")
        request = urllib.request.Request(f"{address}/voila/api/shutdown/{kernel}", data=b"", headers={"X-XSRFToken": token})
        answers.append(browser.open(request, timeout=60).status)
    except urllib.error.HTTPError as error:
        answers.append(error.code)
time.sleep(5)
left = kernels()
print(f"voila {version('voila')}: shutdown is answered by {answers}; {left} kernels are left after 2 pages were left")
seen = answers == [403, 403] and left == 2
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
