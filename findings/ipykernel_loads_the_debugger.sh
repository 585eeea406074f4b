#!/usr/bin/env bash
# Every kernel of ipykernel loads the whole of debugpy as it starts, 100 modules, though nobody has asked for the debugger and
# most notebooks never do: a kernel's own memory is a quarter larger for it, 35 MB in place of 28. A line in
# `ipython_kernel_config.py` of the profile, which is read before, is enough to do without.
# Seen with ipykernel 7.1.0 and debugpy 1.8.17. Linux; needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check ipykernel==7.1.0 debugpy==1.8.17
cd "$folder"
PATH="$folder/venv/bin:$PATH" JUPYTER_PREFER_ENV_PATH=1 python - <<'PY' 2>/dev/null
import os
import sys
from importlib.metadata import version
from pathlib import Path

from jupyter_client.manager import start_new_kernel

LOOK = """import sys
lines = dict(line.split(":") for line in open("/proc/self/smaps_rollup").read().splitlines()[1:])
print(int(lines["Anonymous"].split()[0]) / 1024, sum(name.startswith(("debugpy", "_pydev", "pydev")) for name in sys.modules))"""
print(*(f"{name} {version(name)}" for name in ("ipykernel", "debugpy")))
seen = {}
for name, line in (("as it is", ""), ("without", "import sys\nsys.modules['debugpy'] = None\n")):
    profile = Path(name.replace(" ", "_"), "profile_default")
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text(line)
    manager, client = start_new_kernel(kernel_name="python3", env=os.environ | {"IPYTHONDIR": str(profile.parent.absolute())})
    texts = []
    client.execute_interactive(LOOK, output_hook=lambda message: texts.append(message["content"].get("text", "")), timeout=60)
    seen[name] = [float(word) for word in "".join(texts).split()]
    print(f"{name:10}{seen[name][0]:.0f} MB of its own, {seen[name][1]:.0f} modules of the debugger")
    client.stop_channels()
    manager.shutdown_kernel(now=True)
fits = seen["as it is"][1] > 50 and seen["without"][1] <= 1 and seen["as it is"][0] > seen["without"][0] + 4
print("as seen" if fits else "changed")
sys.exit(0 if fits else 1)
PY
