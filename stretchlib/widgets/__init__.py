"""What the learner works with in the page; the only importer of ipywidgets and anywidget."""

from __future__ import annotations

from .timer import Timer, timer

__all__ = ["Timer", "timer"]
