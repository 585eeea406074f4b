#!/usr/bin/env bash
# matplotlib's texts keep what drew them: as long as a figure is kept after it was saved, so are all pixels of the picture
# (4 bytes each), although the saved file holds them already. A second save at another resolution keeps other pixels. Taking
# the renderer from each text gives them back.
# Seen with matplotlib 3.11.2. Needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "matplotlib==${MATPLOTLIB:-3.11.2}" "numpy==2.3.5"
MPLCONFIGDIR="$folder" "$folder/venv/bin/python" - <<'PY'
import gc
import io
import sys

import matplotlib
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text


def kept():
    gc.collect()
    return sum(4 * renderer.width * renderer.height for renderer in gc.get_objects() if isinstance(renderer, RendererAgg))


print("matplotlib", matplotlib.__version__)
figures = []
for _ in range(5):
    figure = Figure(figsize=(8, 6))
    figure.add_subplot().set_title("title")
    figure.savefig(io.BytesIO(), format="png", dpi=110)
    figures.append(figure)
saved = kept()
for figure in figures:
    for text in figure.findobj(Text):
        text._renderer = None
forgotten = kept()
print(f"5 saved figures of 880 x 660 keep {saved / 1e6:.1f} MB of pixels; once their texts forget: {forgotten / 1e6:.1f} MB")
seen = saved >= 5 * 4 * 880 * 660 and forgotten == 0
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
