"""The course outside the notebook: on paper, on a phone, in a school's systems. Each from the same rows and figures.

``handout(programme, path)`` and the others write one file and return its path.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_NAMES = {"handout": "paper", "pocket": "pocket_page", "moodle": "moodle_xml", "anki": "anki_deck",
          "bank_csv": "bank_table", "figure": "figure_file", "collect": "class_results"}

__all__ = sorted(_NAMES)

def __getattr__(name: str) -> Any:

    if name in _NAMES:
        return getattr(import_module(f".{_NAMES[name]}", __name__), name)
    raise AttributeError(f"stretchlib.publish has no {name!r}; it has {', '.join(__all__)}.")
