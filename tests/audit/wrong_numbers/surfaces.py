"""What a reader sees, as texts that can be shown again: the cells of the notebooks.

A cell is held against its saved output, as nbval does. Whatever stands in no notebook (see :mod:`.products`) is held
against itself before the change.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
from IPython.core.formatters import DisplayFormatter

FORMS = ("text/plain", "text/html")
OPTIONS = ("display.max_colwidth", 50, "display.max_columns", 20, "display.width", 80)  # as in a kernel

#: It tells whose rows are seen, and in a proof these are those of a copy: nothing that a row could tell.
TELLS_THE_FOLDER = "sl.rows_in_use()"


@dataclass(frozen=True)
class Surface:
    """Something shown. ``saved`` is the text that a notebook keeps of it; ``None`` where none does. ``draw`` gives the
    figure, where it is one."""

    name: str
    show: Callable[[], str]
    saved: str | None = None
    draw: Callable[[], Any] | None = None


def cells(notebook: Path) -> Iterator[Surface]:
    """The cells of a notebook that keep a text, each with the earlier cells whose names it uses."""
    before: list[tuple[str, set[str], set[str]]] = []  # source, names it makes, names it uses
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
        made = {node.id for node in nodes if isinstance(node.ctx, ast.Store)} | _imported(source)
        used = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
        wanted, needed = set(used), []
        for earlier, makes, uses in reversed(before):
            if makes & wanted or "set_option" in earlier:
                needed.append(earlier)
                wanted |= uses
        saved = _saved(cell["outputs"])
        if saved and source != TELLS_THE_FOLDER:
            yield Surface(f"{notebook.name}, cell {number}", partial(run, [*reversed(needed), source]), saved)
        before.append((source, made, used))


def _imported(source: str) -> set[str]:
    return {(alias.asname or alias.name).split(".")[0] for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names}


def _saved(outputs: Iterable[Mapping[str, Any]]) -> str:
    texts = []
    for output in outputs:
        texts += ["".join(output["text"])] if "text" in output else [_bundle(output.get("data", {}))]
    return "\n".join(texts)


def _bundle(data: Mapping[str, Any]) -> str:
    """The texts of one output. A figure's HTML is its picture and, once more, its facts."""
    texts = ["".join(data[form]) for form in FORMS if form in data]
    return "\n".join(text for text in texts if "data:image" not in text)


def run(sources: list[str]) -> str:
    """The texts of the last of these cells, run after the others, as a notebook would keep them."""
    space: dict[str, Any] = {}
    pd.set_option(*OPTIONS)
    for source in sources[:-1]:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(source, space)
    tree = ast.parse(sources[-1])
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), space)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), space) if last else None
    texts = [printed.getvalue(), "" if value is None else text_of(value)]
    return "\n".join(text for text in texts if text)


def text_of(value: Any) -> str:
    """The text forms of a value on a page."""
    if hasattr(value, "_ipython_display_"):
        outputs: list[str] = []

        def display(*values: Any, raw: bool = False, **_: Any) -> None:
            outputs.extend(_bundle(value) if raw else text_of(value) for value in values)

        with mock.patch("IPython.display.display", display):
            value._ipython_display_()
        return "\n".join(outputs)
    if hasattr(value, "facts") and not isinstance(value, pd.DataFrame):
        return repr(value)
    from stretchlib.app import kernel  # as a kernel has it, which tells a table's language

    _FORMATTER.formatters["text/html"].for_type(pd.DataFrame, kernel.table_html)
    return _bundle(_FORMATTER.format(value, include=FORMS)[0])


_FORMATTER = DisplayFormatter()


def plain(text: str) -> str:
    """A text without what differs from run to run."""
    return re.sub(r"model_id': '\w+'|0x[0-9a-f]+", "", text)
