"""Put the calculations through their mutants: does the test of the module notice?

Each mutant is tested in a fork of this process, which has everything but the library loaded, so it needs a system
that forks. Nothing is written: the changed source is handed to the import of the module.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.util
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from tools.checks import ROOT, file_of_test

from .mutants import Mutant, path_of

HIP = tuple(file_of_test(name) for name in ("hip_asked", "hip_errors", "hip_geometry", "hip"))
#: Module -> the tests that must notice.
TESTS = {
    **dict.fromkeys(("hip.model", "hip.inputs"), HIP),
    "hip.jumps": ("tests/hip/test_hip_asked.py", "tests/hip/test_hip_jumps.py"),
    **dict.fromkeys(("hip.geometry", "hip.solver"), ("tests/hip/test_hip_geometry.py", "tests/hip/test_hip.py")),
    "hip.wrapping": ("tests/hip/test_hip_wrapping.py", *HIP),
    "hip.wording": ("tests/hip/test_hip_words.py",),
    "hip.spine": ("tests/hip/test_spine.py",),
    **dict.fromkeys(("exercises.session", "exercises.pacing"), ("tests/exercises/test_session.py",)),
    **dict.fromkeys(("evidence.statistics", "evidence.reading"), ("tests/evidence/test_appraisal.py",)),
    "questions.marking": ("tests/questions/test_scoring.py",),
    **dict.fromkeys(("questions.computed", "questions.templates"),
                    ("tests/questions/test_made_numbers.py", "tests/questions/test_made_items.py")),
    "learner.calibration": ("tests/learner/test_confidence.py",),
    "questions.bank": ("tests/questions/test_questions.py",),
    "questions.typed_numbers": ("tests/questions/test_typed_numbers.py", "tests/questions/test_scoring.py"),
    **dict.fromkeys(("learner.revision", "learner.answers"), ("tests/learner/test_revision.py",)),
    "exercises.programme_rules": ("tests/exercises/test_programme.py",),
    "exercises.programme": ("tests/exercises/test_programme.py",),
    "learner.kept_plan": ("tests/learner/test_kept_plan.py",),
    "learner.practice_log": ("tests/learner/test_practice_tables.py", "tests/learner/test_practice_log.py"),
    "evidence.invented_people": ("tests/evidence/test_cohort.py", "tests/learner/test_practice_log.py"),
}
#: A mutant whose tests take so many times as long, and some seconds more, runs for ever, which is noticed.
TIMES, SECONDS = 3, 2


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module from a changed source."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != f"stretchlib.{self.mutant.module}":
            return None
        return importlib.util.spec_from_file_location(name, self.get_filename(name), loader=self)

    def get_filename(self, name: str) -> str:
        return str(path_of(self.mutant.module))

    def get_data(self, path: Any) -> bytes:
        return self.mutant.source.encode()

    def path_stats(self, path: Any) -> Any:
        raise OSError  # no compiled file is read or written for it


class _Quick:
    """A plugin: single examples come before drawn ones, and an example that fails need not be made smaller."""

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        settings.register_profile("mutants", settings.default, phases=(Phase.explicit, Phase.generate))
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items.sort(key=lambda item: hasattr(item.obj, "hypothesis"))


def _test(mutant: Mutant, seconds: float) -> int:
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (round(seconds), round(seconds) + 1))
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    os.environ["CI"] = "1"  # the same examples each time
    sys.meta_path.insert(0, _Changed(mutant))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    words = ["-x", "-q", "-m", "not slow", "-o", "addopts=", "-W", "ignore", "--tb=no", "--rootdir", str(ROOT)]
    for plugin in ("cacheprovider", "unraisableexception", "threadexception", "faulthandler"):
        words += ["-p", f"no:{plugin}"]
    # File after file, so that a mutant that the first one notices never waits for the others to be read.
    return int(any(pytest.main([*words, str(ROOT / test)], plugins=[_Quick()]) for test in TESTS[mutant.module]))


def load_all() -> None:
    """Load what the tests import, the library left out, so that each fork begins with it."""
    for name in ("hypothesis", "matplotlib.figure", "numpy", "pandas", "pytest", "statsmodels.stats.weightstats",
                 "ipywidgets", "fsrs",
                 "scipy.spatial.transform"):
        importlib.import_module(name)
    if any(name.split(".")[0] == "stretchlib" for name in sys.modules):
        raise RuntimeError("stretchlib is loaded already, so that no fork would see a mutant of it")
    gc.freeze()  # what is loaded stays, so that no fork looks through it


def allowed(module: str) -> float:
    """Seconds of the processor that the tests of a module may take with a mutant, from those they take without.

    Raises :class:`RuntimeError` where they fail with the module as it is: each mutant would seem to be noticed.
    """
    child = _forked(Mutant(module, "none", 1, "", "", path_of(module).read_text(encoding="utf-8")), 600)
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"The tests of {module} fail with the module as it is; mend that first.")
    return SECONDS + TIMES * (used.ru_utime + used.ru_stime)


def tried(chosen: Iterable[Mutant], seconds: float, at_once: int = 2) -> Iterator[tuple[Mutant, bool]]:
    """(mutant, whether the tests of its module fail with it or take more than ``seconds``), as each is done."""
    waiting, running = list(chosen)[::-1], {}
    while waiting or running:
        while waiting and len(running) < at_once:
            mutant = waiting.pop()
            running[_forked(mutant, seconds)] = mutant
        child, status = os.wait()
        yield running.pop(child), os.waitstatus_to_exitcode(status) != 0


def _forked(mutant: Mutant, seconds: float) -> int:
    child = os.fork()
    if child == 0:
        os._exit(_test(mutant, seconds))
    return child
