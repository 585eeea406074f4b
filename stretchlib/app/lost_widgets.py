"""The widgets of a saved notebook that live in no kernel: how they are told, and what stands in their place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..core.document import Document, Paragraph, strong
from ..core.still import STILL_CLASS
from ..tables.catalogue import current_language
from ..tables.phrases import say

VIEW = "application/vnd.jupyter.widget-view+json"
NOTE_CLASS = "stretchlib-run-all"


def leave_out(notebook: Any, living: Collection[str] | None) -> None:
    """Take out of a notebook each widget that is not ``living``, and say above the still how to go on.

    With ``None`` for ``living`` every widget stays.
    """
    for cell in notebook["cells"]:
        lost = [] if living is None else _lost(cell, living)
        if lost:
            kept = (output for i, output in enumerate(cell["outputs"]) if i not in lost and not _is_note(output))
            cell["outputs"] = [_note(), *kept]


def has_lost(notebook: Any, living: Collection[str] = ()) -> bool:
    """Whether a notebook holds widgets that are not ``living``."""
    return any(_lost(cell, living) for cell in notebook["cells"])


def _lost(cell: Any, living: Collection[str]) -> list[int]:
    """The numbers of a cell's outputs that stand for a widget which is not ``living``.

    A notebook of the course is handed out without widgets: there the words behind a still stand for one. Below the note
    that they were left out, what stands behind a still is something else, such as a value that the cell returned.
    """
    noted = any(map(_is_note, cell.get("outputs", ())))
    datas = [output.get("data", {}) for output in cell.get("outputs", ())]
    behind = [False, *(STILL_CLASS in "".join(data.get("text/html", "")) for data in datas)]
    return [i for i, data in enumerate(datas) if
            (data[VIEW].get("model_id") not in living if VIEW in data
             else not noted and behind[i] and set(data) == {"text/plain"})]


def _is_note(output: Any) -> bool:
    return f'class="{NOTE_CLASS}"' in "".join(output.get("data", {}).get("text/html", ""))


def _note() -> dict[str, Any]:
    document = Document((Paragraph(strong(say("lab.run_all"))),), current_language())
    return {"output_type": "display_data", "metadata": {},
            "data": {"text/html": f'<div class="{NOTE_CLASS}">{document.html()}</div>', "text/plain": document.plain()}}
