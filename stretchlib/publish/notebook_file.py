"""A notebook as a page takes it: read, with outputs, and with its language named by the page and not by each cell."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from ..core.errors import StretchlibError
from ..core.kernel_transport import ENCRYPTED, encrypting_words
from ..tables.translated_notebooks import without_marks

VIEW = "application/vnd.jupyter.widget-view+json"  # a widget, which lives on no paper
RUN_S = 300  # of one cell
_EXTENSION = "%load_ext stretchlib"
_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


def read_notebook(path: Path) -> Any:
    """The notebook in a file. Raises :class:`StretchlibError` for a file that is none."""
    nbformat = import_module("nbformat")
    try:
        content = nbformat.read(path, as_version=4)
        without_marks(content)
    except Exception as error:  # whatever nbformat meets, the reader can do one thing
        raise StretchlibError(f"{path.name} cannot be read as a notebook ({type(error).__name__}); "
                              "take a fresh copy.") from None
    return content


def read_with_outputs(path: Path) -> Any:
    """As :func:`read_notebook`; a notebook of which no cell was ever run, as one in another language, is run first.

    It runs where no answers are kept, so that nothing of a person gets on paper; the file stays as it is. Raises
    :class:`StretchlibError` for a cell that ends in an error, too.
    """
    content = read_notebook(path)
    code = [cell for cell in content.cells if cell.cell_type == "code"]
    if code and not any(cell.outputs or cell.execution_count for cell in code):
        _run(content, path.name)
        for output in (output for cell in code for output in cell.outputs):
            output.get("data", {}).pop(VIEW, None)
    return content


def _run(content: Any, name: str) -> None:
    """Run a notebook in place, in a kernel of its own that begins as those of the course do."""
    try:
        nbclient, nbformat = import_module("nbclient"), import_module("nbformat")
    except ImportError:
        raise StretchlibError("nbclient is not installed here: install stretchlib[lab], then try again.") from None
    run_content = nbformat.from_dict({**content, "cells": [nbformat.v4.new_code_cell(_EXTENSION), *content.cells]})
    with tempfile.TemporaryDirectory() as folder, _folders_in(folder):
        client = nbclient.NotebookClient(run_content, timeout=RUN_S, kernel_name="python3", store_widget_state=False,
                                         resources={"metadata": {"path": folder}})
        if encrypting_words():
            client.config.KernelManager.transport_encryption = ENCRYPTED.partition("=")[2]
        try:
            client.execute()
        except (nbclient.exceptions.CellControlSignal, nbclient.exceptions.DeadKernelError) as error:
            raise StretchlibError(f"{name} has no outputs, and to run it ended in an error ({type(error).__name__}): "
                                  "open it, run all its cells, and mend the one that says why.") from None
    content.cells[:] = run_content.cells[1:]


@contextmanager
def _folders_in(folder: str) -> Iterator[None]:
    """Within it Jupyter, IPython and kernels write below ``folder`` alone, and find no journal."""
    changed = {**{name: str(Path(folder, name)) for name in _FOLDERS}, "JUPYTER_PREFER_ENV_PATH": "1"}
    before = {name: os.environ.get(name) for name in (*changed, "STRETCHLIB_JOURNAL")}
    os.environ.update(changed)
    os.environ.pop("STRETCHLIB_JOURNAL", None)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
