"""``stretchlib doctor``: is everything in order here? One line a check, and how to mend what is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ..core.errors import StretchlibError
from ..learner import copies
from ..learner.journal import Journal, day
from ..learner.journal_order import FIRST_DAY
from ..learner.unforeseen import write_log
from ..tables import catalogue, paths
from ..tables.older import lent_lines
from . import course_file

START = "run `python start.py` in the course's folder"
FIRST_START_S = 120.0


class Finding(NamedTuple):
    """What one check found. ``state``: ok, note (the course works without it) or mend; ``fix`` is empty when ok."""

    state: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.state:<5}{self.message}" + (f": {self.fix}" if self.fix else "")


def examine() -> int:
    """Make every check and print each as it comes; returns 1 where something is to be mended, else 0."""
    worst = 0
    for check in CHECKS:
        try:
            findings = list(check())
        except StretchlibError as error:
            findings = [Finding("mend", str(error))]
        except Exception as error:  # a check that cannot be made must not hide the others
            findings = [Finding("mend", f"Something unforeseen happened in the check of {check.__name__} ({error!r})",
                             write_log())]
        for finding in findings:
            print(finding, flush=True)
            worst |= finding.state == "mend"
    print("Mend what is marked, then run this again." if worst else "Everything is in order.")
    return int(worst)


def python() -> Iterator[Finding]:
    """The Python this runs in."""
    version = f"Python {sys.version.split()[0]} in {sys.prefix}"
    if sys.version_info >= (3, 11):  # noqa: UP036  # what an installer let through
        yield Finding("ok", version)
    else:
        yield Finding("mend", version, "Python 3.11 or newer is needed, see python.org")


def packages() -> Iterator[Finding]:
    """Every package of the course is there, in a version that the course was made for."""
    try:
        needs = metadata.requires("stretchlib") or []
    except metadata.PackageNotFoundError:
        yield Finding("mend", "stretchlib is not installed in this Python", START)
        return
    if find_spec("packaging") is None:
        yield Finding("mend", "The packages of the course are not installed", START)
        return
    requirement, any_of = import_module("packaging.requirements").Requirement, []
    for need in map(requirement, needs):
        extra = need.marker is not None and not need.marker.evaluate({"extra": ""})
        if extra and not need.marker.evaluate({"extra": "lab"}):
            continue  # for those who build or test the course
        try:
            version = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            yield Finding("mend", f"{need.name} is not installed", START)
            continue
        if not need.specifier.contains(version, prereleases=True):
            yield Finding("mend", f"{need.name} {version} is not in the range {need.specifier}", START)
        else:
            any_of.append(f"{need.name} {version}")
    if any_of:
        yield Finding("ok", "Packages: " + ", ".join(any_of))


def data() -> Iterator[Finding]:
    """The tables are found and without faults."""
    from ..authoring.check import check_data

    with course_file.in_use():
        problems, english = check_data(), catalogue.catalogue().english
        for problem in problems[:5]:
            yield Finding("mend", problem)
        if len(problems) > 5:
            yield Finding("mend", f"and {len(problems) - 5} more faults in the data", "run `stretchlib check`")
        if not problems:
            yield Finding("ok", f"Data: {len(english.resources)} tables in {english.root}")


def rows() -> Iterator[Finding]:
    """Whose rows are in use, and what an update of the course did to a lecturer's own."""
    from ..authoring.updates import update_lines
    from ..tables.in_use import describe

    with course_file.in_use():
        english = catalogue.catalogue().english
        yield Finding("ok", describe(english).removesuffix(".") + (f", {english.mine}" if english.mine else ""))
        for line in [*lent_lines(english.lent), *(update_lines(english) if english.mine else ())]:
            yield Finding("note", line.removesuffix("."))


def notebooks() -> Iterator[Finding]:
    """The course's notebooks are found, and each can be read."""
    editions = copies.editions()
    broken = [name for name, content in editions.items() if copies.fingerprint(content) is None]
    if broken or copies.first() not in editions:
        yield Finding("mend", f"Notebooks that cannot be read: {', '.join(broken) or copies.first()}",
                      "fetch the course again")
    else:
        yield Finding("ok", f"Notebooks: {len(editions)} in {paths.notebooks_root()}")


def folder() -> Iterator[Finding]:
    """The learner's folder can be written; nothing is left in it."""
    course = copies.course_dir()
    there = next(path for path in (course, *course.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        yield Finding("mend", f"Your course's folder {course} cannot be written ({error.strerror})",
                      "make it writable, or name another in STRETCHLIB_COURSE")
    else:
        yield Finding("ok", f"Your course is kept in {course}")


def records() -> Iterator[Finding]:
    """The learner's records can be read; what is left out of them, and why."""
    path = Path(os.path.expanduser(os.environ.get("STRETCHLIB_JOURNAL", "") or copies.course_dir() / "journal.jsonl"))
    if not os.path.lexists(path):
        yield Finding("ok", f"Your records begin with the first practice or answer, in {path}")
        return
    book = Journal(path)
    misdated = book.misdated()  # reads every kind, so that every faulty line is told
    for problem in book.problems[:5]:
        yield Finding("note", problem.removesuffix("."))
    if len(book.problems) > 5:
        yield Finding("note", f"and {len(book.problems) - 5} more lines of {path.name} like these")
    for wrong, when, outermost in (
            ([each for each in map(day, misdated) if each >= FIRST_DAY.isoformat()], "later than tomorrow, up to", max),
            ([each for each in map(day, misdated) if each < FIRST_DAY.isoformat()], "before 2020, back to", min)):
        if wrong:
            yield Finding("note", f"{len(wrong)} of your records are dated {when} {outermost(wrong)}; they are "
                          "kept, and left out of weeks and due dates",
                          "set the clock of the device they come from right")
    yield Finding("ok", f"{book!r} in {path}")


def browser() -> Iterator[Finding]:
    """There is a browser that JupyterLab can open."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        yield Finding("note", "No browser was found",
                      "start with --no-browser and open the printed address in one yourself")
    else:
        yield Finding("ok", "A browser was found")


def fonts() -> Iterator[Finding]:
    """matplotlib has looked through the fonts, which else delays the first figure."""
    matplotlib = import_module("matplotlib")
    cache = Path(matplotlib.get_cachedir())
    if any(cache.glob("fontlist-*.json")):
        yield Finding("ok", f"matplotlib's list of fonts is in {cache}")
    else:
        yield Finding("note", "matplotlib has no list of fonts yet", "the first figure takes up to a minute longer")


def kernel() -> Iterator[Finding]:
    """A kernel starts, and in it the library can be imported."""
    begun = time.monotonic()
    private = copies.course_dir() / ".jupyter"
    with tempfile.TemporaryDirectory() as runtime:
        env = {**os.environ, "JUPYTER_RUNTIME_DIR": runtime, "JUPYTER_PREFER_ENV_PATH": "1"}
        env.setdefault("IPYTHONDIR", str(Path(runtime) / "ipython"))
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            env.setdefault(name, str(private if private.is_dir() else Path(runtime)))
        try:
            done = subprocess.run([sys.executable, "-P", "-c", _KERNEL], env=env, capture_output=True,
                                  encoding="utf-8", errors="replace", timeout=FIRST_START_S + 30, check=False)
            output = done.stdout.strip() or done.stderr.strip() or "no answer"
            said = json.loads(output.splitlines()[-1]) if done.stdout.strip() else output.splitlines()[-1][-200:]
        except (subprocess.TimeoutExpired, ValueError):
            said = "no answer"
    if said == "42":
        yield Finding("ok", f"The kernel starts, and answered after {time.monotonic() - begun:.0f} s")
    else:
        yield Finding("mend", f"The kernel does not start ({said})",
                      f"look whether a firewall keeps programs of this computer apart; else delete .venv and {START}")


_KERNEL = f"""
import json
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="python3", startup_timeout={FIRST_START_S})
answer = []
def hear(message):
    if message["msg_type"] == "stream":
        answer.append(message["content"]["text"])
    elif message["msg_type"] == "error":
        answer.append(message["content"]["evalue"])
try:
    client.execute_interactive("import stretchlib; print(6 * 7)", timeout={FIRST_START_S}, output_hook=hear)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps("".join(answer).strip()))
"""

CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    python, packages, data, rows, notebooks, folder, records, browser, fonts, kernel)
