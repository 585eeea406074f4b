"""Run the cells of a notebook in random orders: ``python -m tests.any_order [NAME ...] [--orders 50] [--seed 0]``.

Each error must be one sentence, as the kernel would send it; a traceback is told and makes the exit code 1. Fifty
orders of every notebook take about ten minutes of a processor; the everyday tests run one order of each.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.checks import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[str]:
    """The code cells of a notebook."""
    notebook_cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in notebook_cells if cell["cell_type"] == "code"]


def shell() -> Any:
    """A shell as the kernel has one, which keeps the errors it would send and draws no picture."""
    from IPython.core.interactiveshell import InteractiveShell

    made = InteractiveShell.instance()
    made.display_formatter.active_types = ["text/plain"]
    made.history_manager.end_session()
    made.history_manager.enabled = False
    made.sent = []
    made._showtraceback = lambda kind, error, lines: made.sent.append((kind.__name__, "\n".join(lines)))
    # As the course's own profile does when a kernel starts; ``reset`` forgets the names and keeps the handler.
    made.extension_manager.load_extension("stretchlib")
    return made


def run(path: Path, orders: int, seed: int) -> list[str]:
    """What was sent that is no sentence, a line each."""
    made, wrong, sentence_count = shell(), [], 0
    for number in range(seed, seed + orders):
        made.reset(new_session=True)
        mixed = list(cells(path))
        random.Random(f"{path.stem} {number}").shuffle(mixed)
        for source in mixed:
            made.sent.clear()
            with contextlib.redirect_stdout(io.StringIO()):
                made.run_cell(source)
            for kind, text in made.sent:
                sentence_count += 1
                if "Traceback" in text or not re.fullmatch(r"[^\n]+[.?]", text):
                    wrong.append(f"{path.stem}, order {number}: {source!r}: {kind}: {text[-600:]}")
    print(f"{path.stem}: {orders} orders, {sentence_count} sentences, {len(wrong)} tracebacks", file=sys.stderr)
    return wrong


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--orders", type=int, default=50)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    os.environ["MPLBACKEND"] = "agg"
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name).absolute() for name in given.names if name.endswith(".ipynb")]
        paths += [path for path in NOTEBOOKS if any(path.stem.startswith(name) for name in given.names)]
        os.chdir(folder)
        os.environ["IPYTHONDIR"] = folder
        for path in paths or NOTEBOOKS:
            wrong += run(path, given.orders, given.seed)
        os.chdir(ROOT)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
