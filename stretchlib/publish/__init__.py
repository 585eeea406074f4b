"""The course outside the notebook: on paper, on a phone, in a school's systems. Each from the same rows and figures.

``handout(programme, path)`` and the others write one file and return its path.
"""

from __future__ import annotations

from ..core.lazy import lazy_names

_NAMES = {"handout": "paper", "pocket": "pocket_page", "moodle": "moodle_xml", "anki": "anki_deck",
          "bank_csv": "bank_table", "figure": "figure_file", "collect": "class_results"}

__all__ = sorted(_NAMES)
__getattr__ = lazy_names(__name__, _NAMES)
