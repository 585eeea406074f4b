"""The course outside the notebook: on paper, on a phone, in a school's systems. Each from the same rows and figures.

``handout(programme, path)`` and the others write one file and return its path.
"""

from __future__ import annotations

from ..core.lazy import lazy_names

_NAMES = {"handout": "pages/handout", "pocket": "pages/pocket", "moodle": "bank/moodle", "anki": "bank/anki",
          "bank_csv": "bank/table", "figure": "pages/figure_file", "summary": "pages/summary",
          "notebook_paper": "pages/notebook_paper", "labs": "pages/labs", "collect": "class_results"}

__all__ = sorted(_NAMES)
__getattr__ = lazy_names(__name__, _NAMES)
