"""Importing the library changes nothing in a kernel; ``%load_ext stretchlib`` and the course's profile do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from stretchlib.app.kernel import lay_down_profile
from tools.checks import environment

#: What of a shell an extension may change: handlers of exceptions, formatters of types, hooks, magics, transformers.
STATE = """
def state():
    shell = get_ipython()
    return [shell.custom_exceptions, shell.CustomTB, shell.pylab_gui_select,
            [(kind, dict(formatter.type_printers), dict(formatter.deferred_printers))
             for kind, formatter in shell.display_formatter.formatters.items()],
            {event: list(callbacks) for event, callbacks in shell.events.callbacks.items()},
            {kind: sorted(magics) for kind, magics in shell.magics_manager.magics.items()},
            list(shell.input_transformers_post), list(shell.input_transformers_cleanup), list(shell.ast_transformers),
            __import__("sys").excepthook, __import__("sys").displayhook]
before = state()
"""


class Kernel:
    """A kernel of its own, and what a cell shows there."""

    def __init__(self, ipython: Path) -> None:
        self.manager, self.client = start_new_kernel(
            kernel_name="python3", env={**environment(), "IPYTHONDIR": str(ipython)})

    def run(self, cell: str) -> str:
        """The text of all that a cell shows, an error's among it."""
        texts: list[str] = []

        def keep(message: dict[str, Any]) -> None:
            content = message["content"]
            texts.extend(filter(None, (content.get("data", {}).get("text/html") or content.get("data", {}).get(
                "text/plain"), content.get("text"), "\n".join(content.get("traceback", [])))))

        self.client.execute_interactive(cell, output_hook=keep, timeout=60)
        return "\n".join(texts)


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    yield from fresh(tmp_path)


@pytest.fixture
def course_kernel(tmp_path: Path) -> Iterator[Kernel]:
    lay_down_profile(tmp_path)
    yield from fresh(tmp_path)


def fresh(ipython: Path) -> Iterator[Kernel]:
    kernel = Kernel(ipython)
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


SENTENCE = "The name 'bridge' is not known: run the cells above this one first"


def test_importing_the_library_changes_nothing_and_the_extension_explains_names(kernel: Kernel) -> None:
    kernel.run(STATE)
    assert kernel.run("import stretchlib as sl; sl.load_exercises, sl.anatomy, sl.hip, sl.journal; state() == before") \
        == "True"
    assert "Traceback" in kernel.run("bridge")
    assert "<div lang=" not in kernel.run("sl.load_exercises()")
    assert kernel.run("%load_ext stretchlib") == ""
    assert kernel.run("bridge").startswith(SENTENCE)
    assert kernel.run("sl.load_exercises()").startswith('<div lang="en">')
    assert "Traceback" in kernel.run("sl.hip.sweep.__globals__.clear(); sl.hip.sweep('piriformis')"), \
        "a fault of a module is shown in full"


def test_a_kernel_of_the_courses_profile_begins_with_the_extension(course_kernel: Kernel) -> None:
    assert course_kernel.run("bridge").startswith(SENTENCE)
    assert course_kernel.run("dir()").count("stretchlib") == 0, "it leaves no name behind"


def test_a_kernel_of_the_courses_profile_keeps_no_results_and_no_debugger(course_kernel: Kernel) -> None:
    course_kernel.run("'a picture'")
    assert course_kernel.run("sorted(name for name in dir() if name.startswith('_') and name[1:].isdigit())") == "[]"
    assert course_kernel.run("len(Out)") == "0"
    assert course_kernel.run("import sys; [name for name in sys.modules if name.startswith(('debugpy.', '_pydevd'))]") \
        == "[]"


def test_a_kernel_of_ones_own_profile_keeps_both(kernel: Kernel) -> None:
    kernel.run("'a picture'")
    assert kernel.run("len(Out)") == "1"
    assert kernel.run("import sys; 'debugpy.server' in sys.modules") == "True"
