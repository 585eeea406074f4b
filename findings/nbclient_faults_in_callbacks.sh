#!/usr/bin/env bash
# nbclient runs a notebook "without an error" where a widget's callback raised one: an exception inside `interact` or inside a
# captured Output widget becomes an output of the widget, and neither the cell nor the run fails. So a broken slider
# passes where every cell is run to test it; only a comparison of the saved outputs can see it.
# Seen with nbclient 0.10.2, ipykernel 7.1.0 and ipywidgets 8.1.8. Needs python3 (3.11 or newer) with venv. Exits with 1 if
# that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check nbclient==0.10.2 nbformat==5.10.4 ipykernel==7.1.0 ipywidgets==8.1.8
cd "$folder"
PATH="$folder/venv/bin:$PATH" JUPYTER_PREFER_ENV_PATH=1 python - <<'PY'
import sys
from importlib.metadata import version

import nbclient
from nbformat.v4 import new_code_cell, new_notebook

print(*(f"{name} {version(name)}" for name in ("nbclient", "ipykernel", "ipywidgets")))
cells = {
    "interact": "import ipywidgets\ndef draw(x): raise ValueError('lost')\n_ = ipywidgets.interact(draw, x=(0, 3))",
    "captured": "import ipywidgets\nout = ipywidgets.Output()\nbutton = ipywidgets.Button()\n"
                "@out.capture()\ndef press(_): raise ValueError('lost')\nbutton.on_click(press)\nbutton.click()",
    "plain": "raise ValueError('lost')",
}
failed = {}
for name, source in cells.items():
    try:
        nbclient.execute(new_notebook(cells=[new_code_cell(source)]), kernel_name="python3")
    except nbclient.exceptions.CellExecutionError:
        failed[name] = True
    else:
        failed[name] = False
    print(f"{name:10}{'the run fails' if failed[name] else 'the run ends without an error'}")
seen = failed == {"interact": False, "captured": False, "plain": True}
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
