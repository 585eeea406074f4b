"""stretchlib: what links the hip to back pain, and what does not.

Start with ``sl.anatomy()``, ``sl.load_exercises()``, ``sl.plot_dose("figure_four_stretch")`` and
``sl.timer("figure_four_stretch")``. Education, not advice.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Public name -> the module that holds it; nothing is imported before its name is used.
_NAMES = {
    **dict.fromkeys(
        ("load_structures", "load_nerve_roots", "load_exercises", "load_exercise_levels",
         "load_exercise_structures", "load_exercise_steps", "load_exercise_cautions", "load_red_flags",
         "load_references", "load_words"), "datasets"),
    "anatomy": "notes",
    "Session": "session",
    "red_flags": "safety",
    "sources": "references",
    "guide": "guides",
    "dose_table": "guides",
    "plot_session": "figures",
    "plot_dose": "figures",
    "timer": "widgets",
}
_MODULES = ("datasets", "notes", "references", "safety", "session", "figures", "widgets", "check", "course")

__all__ = sorted((*_NAMES, *_MODULES, "__version__"))


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        value = getattr(import_module(f".{_NAMES[name]}", __name__), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"stretchlib has no {name!r}; dir(stretchlib) lists what there is.")


def __dir__() -> list[str]:
    return list(__all__)
