"""What the learner works with in the page; the only importer of ipywidgets and anywidget."""

from __future__ import annotations

from .case import CasePlayer, case
from .explorer import Explorer
from .explorers import explore_forward_bend, explore_hip
from .quiz import Quiz, quiz
from .revise import Revision, revise
from .timer import Timer, timer
from .votes import Votes, votes

__all__ = [
    "CasePlayer", "Explorer", "Quiz", "Revision", "Timer", "Votes",
    "case", "explore_forward_bend", "explore_hip", "quiz", "revise", "timer", "votes",
]
