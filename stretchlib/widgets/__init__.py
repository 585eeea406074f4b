"""What the learner works with in the page; the only importer of ipywidgets and anywidget."""

from __future__ import annotations

from .boards import claim_board, rate_trial, trap_gallery
from .case import CasePlayer, case
from .explorer import Explorer
from .explorers import explore_forward_bend, explore_hip, explore_post_test
from .quiz import Quiz, quiz
from .revise import Revision, revise
from .timer import Timer, timer
from .votes import Votes, votes

__all__ = [
    "CasePlayer", "Explorer", "Quiz", "Revision", "Timer", "Votes",
    "case", "claim_board", "explore_forward_bend", "explore_hip", "explore_post_test", "quiz", "rate_trial", "revise",
    "timer", "trap_gallery", "votes",
]
