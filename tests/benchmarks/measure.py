"""The measurements that need no browser. Each returns a line of text."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tools.checks import NBVAL, ROOT, environment

REPEATS = 9


def child(code: str, *words: str) -> str:
    """What a fresh Python prints for ``code``."""
    run = subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, env=environment(), capture_output=True,
                         text=True, check=True)
    return run.stdout.strip()


def repeated(code: str, *words: str, times: int = REPEATS) -> list[float]:
    """The numbers that ``times`` fresh Pythons print, after one that fills the caches."""
    child(code, *words)
    return [float(child(code, *words)) for _ in range(times)]


def told(values: list[float], unit: str) -> str:
    """Median and range."""
    return f"median {median(values):.1f} {unit} (from {min(values):.1f} to {max(values):.1f}, {len(values)} runs)"


def clocked(run: Callable[[], object], times: int = REPEATS) -> list[float]:
    """Milliseconds of ``times`` runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        found.append(1000 * (time.perf_counter() - begun))
    return found


def bare_import() -> str:
    """Processor time of ``import stretchlib``, and what heavy comes with it."""
    code = ("import sys, time; a = time.process_time(); import stretchlib; print(1000 * (time.process_time() - a))")
    heavy = child("import sys, stretchlib; print(sorted({'numpy', 'pandas', 'matplotlib', 'ipywidgets', 'anywidget'}"
                  " & set(sys.modules)))")
    return f"{told(repeated(code), 'ms')}; heavy modules imported: {heavy}"


def load_and_check() -> str:
    """Check of the whole folder, then each table as a DataFrame, in a fresh Python that has imported pandas."""
    code = ("import time, pandas; a = time.perf_counter(); import stretchlib as sl; assert not sl.check.check_data()\n"
            "for name in dir(sl):\n    if name.startswith('load_'): getattr(sl, name)()\n"
            "print(1000 * (time.perf_counter() - a))")
    return told(repeated(code), "ms")


def check_alone() -> str:
    """Check of the whole folder in a fresh Python, import included: processor time, and by the clock."""
    code = ("import time; a = time.{0}(); from stretchlib.check import check_data; assert not check_data()\n"
            "print(1000 * (time.{0}() - a))")
    used, waited = (repeated(code.format(clock)) for clock in ("process_time", "perf_counter"))
    return f"processor time {told(used, 'ms')}; by the clock {told(waited, 'ms')}"


def refuse_a_huge_file() -> str:
    """Time and memory to refuse a table of 100 MB of real rows."""
    row = "figure_four_stretch,base,1,hold,A sentence that goes on for a while and says nothing at all,cue\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exercise_steps.csv"
        with path.open("w", encoding="utf-8") as file:
            for _ in range(100):
                file.write(row * (1_000_000 // len(row) + 1))
        code = ("import sys, time, resource; from pathlib import Path\n"
                "from stretchlib import datasets, tables, errors\n"
                "schema = datasets.resources()['exercise_steps']['schema']\n"
                "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; a = time.perf_counter()\n"
                "try: tables.read_table(Path(sys.argv[1]), schema)\n"
                "except errors.TableError: pass\n"
                "took = time.perf_counter() - a\n"
                "print(f'{1000 * took:.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}')")
        size = path.stat().st_size / 1e6
        took, memory = child(code, str(path)).split()
    return f"{size:.0f} MB refused in {took} ms; the whole process took {memory} MB"


def beside_frictionless() -> str:
    """The check of all tables by this library and by frictionless, turn by turn."""
    import json
    import warnings

    warnings.simplefilter("ignore")
    from frictionless import Resource, Schema

    from stretchlib import datasets
    from stretchlib.check import check_data

    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))

    def ours() -> None:
        datasets._READ.clear()
        assert not check_data(ROOT / "data")

    def theirs() -> None:
        for table in package["resources"]:
            fields = [{k: v for k, v in field.items() if k not in ("unit", "example", "listOf")}
                      for field in table["schema"]["fields"]]
            plain = {k: v for k, v in table["schema"].items() if k not in ("relations", "foreignKeys")}
            schema = Schema.from_descriptor({**plain, "fields": fields})
            resource = Resource(path=table["path"], basepath=str(ROOT / "data"), schema=schema, encoding="utf-8")
            assert resource.validate().valid

    one, other = clocked(ours), clocked(theirs)
    return f"ours {told(one, 'ms')}; frictionless {told(other, 'ms')}; ratio {median(other) / median(one):.1f}"


def one_notebook() -> str:
    """Wall-clock of nbval over the shortest and the longest notebook, kernel start included."""
    lines = []
    for name in ("00_start_here", "05_stretch_and_strengthen"):
        command = [sys.executable, "-m", "pytest", "-q", *NBVAL, str(ROOT / "notebooks" / f"{name}.ipynb")]
        found = clocked(lambda command=command: subprocess.run(  # type: ignore[misc]
            command, cwd=ROOT, env=environment(), check=True, capture_output=True), times=3)
        lines.append(f"{name} {median(found) / 1000:.1f} s")
    return ", ".join(lines)


def wheel() -> str:
    """Size of the wheel."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)],
                       check=True, capture_output=True)
        return f"{next(Path(folder).glob('*.whl')).stat().st_size / 1e6:.2f} MB"


def second_start() -> str:
    """``python start.py --version`` in a checkout that is set up."""
    if not (ROOT / ".venv" / "complete.txt").is_file():
        return "not measured: this checkout is not set up; run python start.py check first"
    run = clocked(lambda: subprocess.run([sys.executable, str(ROOT / "start.py"), "--version"], check=True,
                                         capture_output=True))
    return told(run, "ms")


def figures() -> str:
    """First draw of one exercise panel and of each plate, in fresh Pythons that have imported what they need."""
    code = ("import sys, time, stretchlib as sl; sl.plot_dose; from stretchlib.figures import person, plates\n"
            "a = time.perf_counter(); {}; print(1000 * (time.perf_counter() - a))")
    panel = repeated(code.format("sl.plot_exercise('bridge', 'end').png()"), times=5)
    lines = [f"exercise panel {told(panel, 'ms')}"]
    for plate in ("deep_rotators", "gluteal_peel", "adductors"):
        lines.append(f"{plate} {told(repeated(code.format(f'sl.plot_muscle_map({plate!r}).png()'), times=5), 'ms')}")
    return "; ".join(lines)
