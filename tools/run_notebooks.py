"""Run notebooks from a fresh kernel, save them clean, then hold them against themselves with nbval.

``python -m tools.run_notebooks [NAME ...]`` (default: all). What changes from run to run is dropped (widget state and
view ids, times, the kernel's version), so two runs write the same bytes. nbval follows, because executing alone
swallows what goes wrong inside a widget. In another language they are made as they are laid down, and saved nowhere.
"""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from PIL import Image

from .checks import NBVAL, ROOT, TWO_AT_ONCE, environment

NOTEBOOKS = ROOT / "notebooks"
VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = re.compile(r"(data:image/png;base64,)([A-Za-z0-9+/=]+)")
COLOURS = 128  # of a saved picture, at most
OPEN, HIDDEN = "change-a-word", "hide-input"  # tags of cells: the code stays open, or is folded away
#: What ipykernel says of itself, with the lowest Python of the course: without it "save as script" writes a ``.txt``.
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
          "language_info": {"codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py",
                            "mimetype": "text/x-python", "name": "python", "nbconvert_exporter": "python",
                            "pygments_lexer": "ipython3", "version": "3.11.0"}}


def main(names: list[str]) -> int:
    """Run the named notebooks; returns nbval's exit code."""
    paths = [_find(name) for name in names] or sorted(NOTEBOOKS.glob("*.ipynb"))
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=60, kernel_name="python3",
                       resources={"metadata": {"path": str(path.parent)}}).execute(env=environment())
        path.write_text(dump(notebook), encoding="utf-8", newline="\n")
        print(f"ran {path.name}")
    command = [sys.executable, "-m", "pytest", "-q", *NBVAL, *TWO_AT_ONCE, *map(str, paths)]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def _find(name: str) -> Path:
    there = sorted(NOTEBOOKS.glob("*.ipynb"))
    paths = [path for path in there if path.name.startswith(name.removesuffix(".ipynb"))]
    if not paths:
        sys.exit(f"notebooks/ has no notebook {name!r}; it has: {', '.join(path.stem for path in there)}.")
    return paths[0]


def dump(notebook: nbformat.NotebookNode) -> str:
    """The notebook as text, without what changes from run to run."""
    notebook.metadata = {**KERNEL, **{key: notebook.metadata[key] for key in ("title", "minutes", "deck")
                                      if key in notebook.metadata}}
    decked = any("deck" in cell.metadata for cell in notebook.cells)  # whose slides show no code anyway
    count = 0
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("tags", "slideshow", "deck") if key in cell.metadata}
        if cell.cell_type == "code" and not decked:
            cell.metadata = _folded(cell.metadata)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = [_clean(output, count) for output in cell.outputs]
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _folded(metadata: dict[str, Any]) -> dict[str, Any]:
    """The metadata of a cell whose code is folded away, in JupyterLab and in viewers that know the tag of Jupyter Book;
    of one in which a student changes a word, it stays open."""
    tags = [tag for tag in metadata.get("tags", []) if tag != HIDDEN]
    if OPEN in tags:
        return {**metadata, "tags": tags}
    return {**metadata, "tags": [*tags, HIDDEN], "jupyter": {"source_hidden": True}}


def packed(picture: str) -> str:
    """A PNG in base64 packed closely, in at most :data:`COLOURS`: it is kept for long, and drawn only once.

    Beside each other nobody tells such a picture from one of 256 colours; it takes a tenth less room in the wheel.
    """
    image, small = Image.open(io.BytesIO(base64.b64decode(picture))), io.BytesIO()
    plain = image.convert("RGB")
    if plain.getcolors(COLOURS) is None:
        image = plain.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
    image.save(small, "png", optimize=True)
    return base64.b64encode(small.getvalue()).decode("ascii")


def _clean(output: Any, count: int) -> Any:
    if "data" in output:
        output["data"].pop(VIEW, None)
        output["metadata"] = {}
        for kind, text in output["data"].items():
            if kind == "text/html":
                output["data"][kind] = PICTURE.sub(lambda match: match[1] + packed(match[2]), text)
    if "execution_count" in output:
        output["execution_count"] = count
    return output


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
