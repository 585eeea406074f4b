"""Four locales made for the purpose, and the tests of text, numbers, files and dates in each of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.checks import file_of_test

from . import running

#: Language and character set: a decimal comma, the dotted i, two bytes that are not UTF-8, and none at all, of which
#: Python makes UTF-8 by itself (test_locales.py forbids it to).
LOCALES = {"de_DE.UTF-8": ("de_DE", "UTF-8"), "tr_TR.ISO-8859-9": ("tr_TR", "ISO-8859-9"),
           "ja_JP.EUC-JP": ("ja_JP", "EUC-JP"), "C": None}
#: What reads or writes text, numbers, files or dates.
TOUCHED = ("appraised_topic", "bad_input", "cases", "claims", "cli", "command_lines", "course", "datasets", "faults",
           "glossary", "journal", "language", "locales", "notes", "practice_log", "programme", "publish_class",
           "publish_pages", "publish_marking", "publish_systems", "questions", "quiz", "results", "review", "revision",
           "round_trip", "scoring", "second_opinion", "session", "slides", "start", "tables", "teaching", "texts",
           "timer_journal", "wrong_text")
TESTS = [file_of_test(name) for name in TOUCHED]


def locales(names: Sequence[str], folder: Path) -> running.Results:
    """The tests of :data:`TOUCHED` where the whole process has taken the locale on, and Python its character set."""
    for name in names or LOCALES:
        words = ["-m", "not slow", "-p", "tests.audit.anywhere.take_locale", *TESTS]
        run = running.pytest(words, settings=made(name, folder))
        yield name, [str(run), f"{run.minutes:.0f} min"], run.faults


def made(name: str, folder: Path) -> Mapping[str, str]:
    """The settings of a locale, compiled into ``folder`` where it is not the system's own. Raises RuntimeError."""
    settings = {"LC_ALL": name, "LANG": name, "PYTHONUTF8": "0"}
    if LOCALES[name] is None:
        return {"LC_ALL": name, "LANG": name}
    language, characters = LOCALES[name] or ("", "")
    if not (folder / name).exists():
        if not shutil.which("localedef"):
            raise RuntimeError("no localedef is here; on Debian the package locales brings what it reads")
        run = subprocess.run(["localedef", "-c", "-i", language, "-f", characters, str(folder / name)],
                             capture_output=True, text=True, check=False)
        if not (folder / name / "LC_CTYPE").exists():
            raise RuntimeError(f"{name} could not be made: {run.stderr.strip()[-200:]}")
    return {**settings, "LOCPATH": str(folder)}
