"""Peak memory of a kernel that has run a notebook as a student does, widgets included."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from jupyter_client.manager import start_new_kernel

from tools.checks import ROOT, environment

from .rows import Row

PEAK = "print(open('/proc/self/status').read())"  # VmHWM: the largest part of it that was ever in memory


def peak_mb(cells: Sequence[str]) -> float:
    """Megabytes that a fresh kernel has taken at most when it has run these cells."""
    manager, client = start_new_kernel(kernel_name="python3", env=environment())
    texts: list[str] = []
    try:
        for cell in (*cells, PEAK):
            texts.clear()
            reply = client.execute_interactive(
                cell, output_hook=lambda message: texts.append(message["content"].get("text", "")), timeout=120)
            if reply["content"]["status"] != "ok":
                raise SystemExit(f"{cell!r} gave {reply['content']['evalue']}.")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return int(re.findall(r"VmHWM:\s+(\d+)", "".join(texts))[0]) / 1024


def code_cells(notebook: str) -> list[str]:
    """The code cells of a notebook of the course."""
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def of_a_kernel() -> Iterator[Row]:
    """The kernel after notebook 01, beside one that has imported what the notebook needs."""
    imports = peak_mb(["import stretchlib as sl, numpy, pandas, matplotlib.pyplot, ipywidgets, anywidget"])
    peak = peak_mb(code_cells("01_hip_anatomy"))
    yield Row("kernel-memory", "peak memory of the kernel after notebook 01", peak, 170, "MB",
              detail=f"a kernel that only imports: {imports:.0f} MB")
