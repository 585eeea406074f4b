"""The measurements that need no browser, each a row or more."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from tests.data_files import table_file
from tools.checks import NBVAL, ROOT, TWO_AT_ONCE, environment

from .rows import Row, row, spread

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


def clocked(run: Callable[[], object], times: int = REPEATS) -> list[float]:
    """Milliseconds of ``times`` runs."""
    milliseconds = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return milliseconds


def bare_import() -> Iterator[Row]:
    """Processor time of ``import stretchlib``, and what heavy comes with it."""
    code = ("import sys, time; a = time.process_time(); import stretchlib; print(1000 * (time.process_time() - a))")
    heavy = child("import sys, stretchlib; print(sorted({'numpy', 'pandas', 'matplotlib', 'ipywidgets', 'anywidget'}"
                  " & set(sys.modules)))")
    yield row("import", "import stretchlib, processor time", repeated(code), 50,
              detail=f"heavy modules with it: {heavy}")


def load_and_check() -> Iterator[Row]:
    """Check of the whole folder, then each table as a DataFrame, in a fresh Python that has imported pandas."""
    code = ("import time, pandas; a = time.{0}(); import stretchlib as sl; assert not sl.check.check_data()\n"
            "for name in dir(sl):\n    if name.startswith('load_'): getattr(sl, name)()\n"
            "print(1000 * (time.{0}() - a))")
    used, waited = (repeated(code.format(clock)) for clock in ("process_time", "perf_counter"))
    yield row("load", "all tables checked and loaded after pandas, processor time", used, 150,
              detail=f"by the clock {median(waited):.0f} ms")


def check_alone() -> Iterator[Row]:
    """Check of the whole folder in a fresh Python, import included: processor time, and by the clock."""
    code = ("import time; a = time.{0}(); from stretchlib.authoring.check import check_data; assert not check_data()\n"
            "print(1000 * (time.{0}() - a))")
    used, waited = (repeated(code.format(clock)) for clock in ("process_time", "perf_counter"))
    yield row("check", "check of all of data/, import included", waited, 1000,
              detail=f"processor time {median(used):.0f} ms")


def refuse_a_huge_file() -> Iterator[Row]:
    """Time and memory to refuse a table of 100 MB of real rows."""
    row = "figure_four_stretch,base,1,hold,A sentence that goes on for a while and says nothing at all,cue\n"
    with tempfile.TemporaryDirectory() as folder:
        path = table_file(Path(folder), "exercise_steps")
        with path.open("w", encoding="utf-8") as file:
            for _ in range(100):
                file.write(row * (1_000_000 // len(row) + 1))
        # VmHWM, because the largest memory that ``resource`` tells begins with that of the parent.
        code = ("import re, sys, time; from pathlib import Path\n"
                "from stretchlib.core.errors import TableError\n"
                "from stretchlib.tables import catalogue, reader\n"
                "schema = catalogue.catalogue().resources['exercise_steps']['schema']\n"
                "a = time.perf_counter()\n"
                "try: reader.read_table(Path(sys.argv[1]), schema)\n"
                "except TableError: pass\n"
                "took = time.perf_counter() - a\n"
                "most = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]\n"
                "print(f'{1000 * took:.2f} {int(most) / 1024:.1f}')")
        size = path.stat().st_size / 1e6
        took, memory = child(code, str(path)).split()
    yield Row("huge", f"a table of {size:.0f} MB refused", float(took), 100, "ms")
    yield Row("huge-memory", "memory of the whole process", float(memory), 50, "MB")


def beside_frictionless() -> Iterator[Row]:
    """The check of all tables by this library and by frictionless, turn by turn."""
    import json
    import warnings

    warnings.simplefilter("ignore")
    from frictionless import Resource, Schema

    from stretchlib.authoring.check import check_data
    from stretchlib.tables import catalogue

    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))

    def ours() -> None:
        catalogue._folders.clear()
        assert not check_data(ROOT / "data")

    def theirs() -> None:
        for table in package["resources"]:
            fields = [{k: v for k, v in field.items() if k not in ("unit", "example", "listOf")}
                      for field in table["schema"]["fields"]]
            plain = {k: v for k, v in table["schema"].items() if k not in ("relations", "foreignKeys")}
            schema = Schema.from_descriptor({**plain, "fields": fields})
            resource = Resource(path=table["path"], basepath=str(ROOT / "data"), schema=schema, encoding="utf-8")
            assert resource.validate().valid

    first, second = clocked(ours), clocked(theirs)
    yield Row("tables", "all tables checked, links and relations too", median(first), 150, "ms", spread(first),
              f"frictionless {median(second):,.0f} ms, fields and keys alone", median(second) / median(first))


def one_notebook() -> Iterator[Row]:
    """Wall-clock of nbval over the shortest and the longest notebook, kernel start included."""
    for name in ("00_start_here", "05_stretch_and_strengthen"):
        command = [sys.executable, "-m", "pytest", "-q", *NBVAL, str(ROOT / "notebooks" / f"{name}.ipynb")]
        times = clocked(partial(subprocess.run, command, cwd=ROOT, env=environment(), check=True, capture_output=True),
                        times=3)
        yield row(f"nbval-{name[:2]}", f"nbval over {name}", [time / 1000 for time in times], 6, "s")


def all_notebooks() -> Iterator[Row]:
    """Wall-clock of nbval over every notebook, two at once, kernel starts included."""
    command = [sys.executable, "-m", "pytest", "-q", *NBVAL, *TWO_AT_ONCE, str(ROOT / "notebooks")]
    times = clocked(lambda: subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True), 3)
    yield row("nbval-all", "nbval over all notebooks, two cores", [time / 1000 for time in times], 40, "s")


def wheel() -> Iterator[Row]:
    """Size of the wheel."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)],
                       check=True, capture_output=True)
        yield Row("wheel", "the wheel", next(Path(folder).glob("*.whl")).stat().st_size / 1e6, 6, "MB")


def second_start() -> Iterator[Row]:
    """``python start.py --version`` in a checkout that is set up."""
    if not (ROOT / ".venv" / "complete.txt").is_file():
        raise SystemExit("This checkout is not set up; run python start.py check first.")
    run = clocked(lambda: subprocess.run([sys.executable, str(ROOT / "start.py"), "--version"], check=True,
                                         capture_output=True))
    yield row("start", "a second start, before JupyterLab", run, 3000)


def figures() -> Iterator[Row]:
    """First draw of one exercise panel and of each plate, in fresh Pythons that have imported what they need."""
    code = ("import sys, time, stretchlib as sl; sl.plot_dose; from stretchlib.figures import person, plates\n"
            "a = time.{0}(); {1}; print(1000 * (time.{0}() - a))")
    drawn = [("panel", "an exercise panel, first draw", "sl.plot_exercise('bridge', 'end').png()", 120)]
    drawn += [(f"plate-{plate}", f"the plate {plate}, first draw", f"sl.plot_muscle_map({plate!r}).png()", 400)
              for plate in ("deep_rotators", "gluteal_peel", "adductors")]
    for key, label, call, limit in drawn:
        waited, used = (repeated(code.format(clock, call), times=7) for clock in ("perf_counter", "process_time"))
        yield row(key, label, waited, limit, detail=f"processor time {median(used):.0f} ms")
