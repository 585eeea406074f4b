"""What the learner works with in the page; the only importer of ipywidgets and anywidget."""

from __future__ import annotations

from .explorer import Explorer
from .explorers import explore_forward_bend, explore_hip
from .timer import Timer, timer

__all__ = ["Explorer", "Timer", "explore_forward_bend", "explore_hip", "timer"]
