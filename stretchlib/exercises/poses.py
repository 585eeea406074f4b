"""The table of drawn postures in two: those of the exercises, and those of the clinical tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tables import frames

if TYPE_CHECKING:
    import pandas as pd


def load_exercise_poses() -> pd.DataFrame:
    """The rows of ``load_poses()`` that show an exercise, without the columns of the clinical tests."""
    poses = frames.load("poses")
    drawn = poses[poses["exercise"] != ""].reset_index(drop=True)
    return drawn.drop(columns=["test", "casting", "role", "holds"])


def load_test_poses() -> pd.DataFrame:
    """The rows of ``load_poses()`` that show patient or examiner, without the columns of the exercises."""
    poses = frames.load("poses")
    return poses[poses["test"] != ""].reset_index(drop=True).drop(columns=["exercise", "level"])
