"""What the learner works with in the page; the only importer of ipywidgets and anywidget."""

from __future__ import annotations

from .case.player import CasePlayer, case
from .explorer.explore_hip import HipExplorer
from .explorer.explorer import Explorer
from .explorer.explorers import explore_forward_bend, explore_hip, explore_post_test
from .forms.page_form import PageForm, appraise_topic, set_goals
from .forms.practice_form import PracticeNote, note_practice
from .forms.week_form import WeekPlanner, plan_week
from .hip_or_spine.balance import HipOrSpine, hip_or_spine
from .quiz.boards import claim_board, rate_trial, trap_gallery
from .quiz.quiz import Quiz, quiz
from .quiz.revise import Revision, revise
from .quiz.votes import Votes, votes
from .timer.timer import Timer, timer

__all__ = [
    "CasePlayer", "Explorer", "HipExplorer", "HipOrSpine", "PageForm", "PracticeNote", "Quiz", "Revision", "Timer",
    "Votes", "WeekPlanner",
    "appraise_topic", "case", "claim_board", "explore_forward_bend", "explore_hip", "explore_post_test",
    "hip_or_spine", "note_practice", "plan_week", "quiz", "rate_trial", "revise", "set_goals", "timer",
    "trap_gallery", "votes",
]
