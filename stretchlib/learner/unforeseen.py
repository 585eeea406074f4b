"""What nobody foresaw is a fault of the course and told as one: where its log is, and whom to show it to."""

from __future__ import annotations

import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from . import copies

PRIVATE = ".jupyter"
LOG = "last_problem.log"


def write_log() -> str:
    """Write the current exception where it can be found; returns what to do with it."""
    for inside in (True, False):
        with suppress(Exception):
            folder = copies.course_dir() / PRIVATE if inside else Path(tempfile.gettempdir())
            folder.mkdir(parents=True, exist_ok=True)
            (folder / LOG).write_text(traceback.format_exc(), encoding="utf-8")
            return f"show {folder / LOG} to your teacher, and try again."
    return "try again, and tell your teacher what you did."
