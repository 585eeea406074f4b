#!/usr/bin/env bash
# nbconvert's own option for notebooks of strangers, `HTMLExporter(sanitize_html=True)`, takes the paragraphs that nbconvert itself
# has just made of Markdown for unsafe: a reader sees "<p>" and "</p>" as text, and in place of each picture its tag. It
# does not leave out what it does not allow but shows it.
# Seen with nbconvert 7.16.6 and 7.17.2. Needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "nbconvert==${NBCONVERT:-7.16.6}"
JUPYTER_PREFER_ENV_PATH=1 "$folder/venv/bin/python" - <<'PY'
import re
import sys

import nbconvert
from nbformat.v4 import new_markdown_cell, new_notebook

print("nbconvert", nbconvert.__version__)
notebook = new_notebook(cells=[new_markdown_cell("The hip **moves**.\n\n![a hip](hip.png)")])
shown = {}
for sanitize in (False, True):
    page, _ = nbconvert.HTMLExporter(sanitize_html=sanitize, embed_images=False).from_notebook_node(notebook)
    shown[sanitize] = " ".join(re.search(r'data-mime-type="text/markdown">(.*?)</div>', page, re.S)[1].split())
    print(f"sanitize_html={sanitize}: {shown[sanitize]}")
seen = shown[False].startswith("<p>The hip <strong>") and shown[True].startswith("&lt;p&gt;The hip <strong>") \
    and "&lt;img" in shown[True]
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
