"""Whatever a computer is set to, files are UTF-8, numbers have a point, and a name it lacks is told in a sentence.

``python -m tests.audit.anywhere locales`` runs the tests of text, numbers, files and dates in four locales.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.core.files import refuse_name
from stretchlib.learner.journal import Journal
from tests.audit.anywhere import locales
from tools.checks import ROOT, environment

#: Python's own settings for a computer with nothing but ASCII; elsewhere UTF-8 mode would take over.
ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
NAMES = [name for name, made in locales.LOCALES.items() if made]
WORK = """
import json, locale, sys
from pathlib import Path
locale.setlocale(locale.LC_ALL, "")
import stretchlib as sl
from stretchlib.learner.journal import Journal
from stretchlib.authoring.check import check_data
from stretchlib.tables import phrases, reviews
folder = Path(sys.argv[1])
said = "\\u00dcbung \\u8170 \\u0131\\u0130 \\U0001f9b4 1,5"
book = Journal(folder / "journal.jsonl")
book.append("note", text=said, share=0.5)
book.export(folder / "export.jsonl")
sl.publish.handout(["bridge"], folder / "handout.html")
sl.publish.bank_csv(folder / "bank.csv", "05")
sl.publish.moodle(folder / "bank.xml", "05")
sl.publish.figure("plot_session", sl.Session.from_exercise("bridge"), path=folder / "figure.svg")
sl.results.result("\\u00dcbung", []).save(folder / "result.json")
sl.appraised_topic.topic("hips", question=said).save(folder / "topic")
found = {"encoding": locale.getencoding(), "point": f"{1.5:g} {float('2.5')} {locale.str(1.5)}",
         "faults": check_data(), "kept": book.records()[-1]["text"] == said == Journal(book.path).records()[-1]["text"],
         "months": reviews.months_after("2026-01-31", 1).isoformat(),
         "back": sl.results.read_result(folder / "result.json").code_word == "\\u00dcbung",
         "words": phrases.words()["publish.pocket_title"], "upper": "i".upper() + "I".lower()}
(folder / "found.json").write_bytes(json.dumps(found).encode())
"""
SAME = ("handout.html", "bank.csv", "bank.xml", "figure.svg", "topic.md", "topic.html")


def work(folder: Path, settings: Mapping[str, str]) -> dict[str, object]:
    folder.mkdir()
    env = {**environment(), "STRETCHLIB_LANGUAGE": "de", "STRETCHLIB_JOURNAL": str(folder / "own.jsonl"),
           "SOURCE_DATE_EPOCH": "1790000000", **settings}  # an export carries its time
    run = subprocess.run([sys.executable, "-c", WORK, str(folder)], cwd=ROOT, env=env, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode("utf-8", "replace")
    report: dict[str, object] = json.loads((folder / "found.json").read_bytes())
    return report


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """What is written under UTF-8."""
    folder = tmp_path_factory.mktemp("plain") / "work"
    return folder, work(folder, {"PYTHONUTF8": "1"})


@pytest.mark.parametrize("name", ["ASCII", *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES)])
def test_the_same_bytes_are_written_in_every_locale(
        name: str, plain: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    if name == "ASCII":
        settings: Mapping[str, str] = ASCII
    else:
        try:
            settings = locales.made(name, tmp_path)
        except RuntimeError as error:
            pytest.skip(f"this system cannot make the locale: {error}")
    report, (folder, expected) = work(tmp_path / "work", settings), plain
    if name != "de_DE.UTF-8":
        assert report["encoding"] != "UTF-8"
    assert report["point"] == ("1.5 2.5 1.5" if name in ("ASCII", "ja_JP.EUC-JP") else "1.5 2.5 1,5")  # it was taken on
    same = {key: value for key, value in expected.items() if key not in ("encoding", "point")}
    assert {key: report[key] for key in same} == same
    assert same["kept"] is same["back"] is True
    assert same["faults"] == []
    for file in SAME:
        assert (tmp_path / "work" / file).read_bytes() == (folder / file).read_bytes(), file


def test_the_command_line_speaks_in_a_terminal_that_knows_ascii_alone(tmp_path: Path) -> None:
    target = tmp_path / "Übung.html"
    settings = {**environment(), **ASCII, "STRETCHLIB_LANGUAGE": "de"}
    for words, message in ((["check"], "tables are in order"), (["publish", "handout", "brücke"], "no exercise 'br"),
                           (["publish", "handout", "bridge", "--to", str(target)], "bung.html is written")):
        command = [os.fsencode(argument) for argument in (sys.executable, "-m", "stretchlib", *words)]
        run = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, check=False)
        said = (run.stdout + run.stderr).decode("ascii")
        assert message in said
        assert "Traceback" not in said
    assert target.read_text(encoding="utf-8").count("Übung")


def test_a_name_that_the_locale_lacks_is_told(tmp_path: Path) -> None:
    code = ("import sys\nfrom pathlib import Path\nimport stretchlib as sl\n"
            "from stretchlib.learner.journal import Journal\n"
            "from stretchlib.core.errors import StretchlibError\n"
            "for write in (lambda: sl.publish.handout(['bridge'], 'f\\u00fcr.html'),\n"
            "              lambda: Journal(Path('f\\u00fcr.jsonl')).append('note', text='x'),\n"
            "              lambda: sl.results.result('', []).save('f\\u00fcr.json'),\n"
            "              lambda: sl.appraised_topic.topic('hips', question='x').save('f\\u00fcr')):\n"
            "    try:\n        write()\n    except StretchlibError as error:\n        print(ascii(str(error)))\n")
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**environment(), **ASCII},
                         capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    assert len(lines) == 4, run.stderr
    assert all("could not be written" in line and "this computer's locale has no" in line for line in lines)
    assert list(tmp_path.iterdir()) == []


def test_no_file_and_no_program_is_read_in_the_locale_of_the_day() -> None:
    """A text that names no encoding is read and written in the locale's: cp1252 on many a Windows."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--preview", "--select", "PLW1514",
               "stretchlib", "tools", "deploy", "start.py"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout
    folders = [*(ROOT / "stretchlib").rglob("*.py"), *(ROOT / "tools").glob("*.py"), ROOT / "start.py"]
    calls = [(path.name, call) for path in folders for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(call, ast.Call)]
    assert [(name, call.lineno) for name, call in calls if any(
        keyword.arg in ("text", "universal_newlines") and getattr(keyword.value, "value", None) is True
        for keyword in call.keywords)] == []  # a program's words, too: give the encoding


def test_a_name_that_no_system_has_is_told(tmp_path: Path) -> None:
    for name in ("a\0b.jsonl", "half \ud800.jsonl"):
        with pytest.raises(OSError, match=r"no system allows|has no"):
            refuse_name(tmp_path / name)
        with pytest.raises(StretchlibError, match="could not be written"):
            Journal(tmp_path / name).append("note", text="x")
    assert list(tmp_path.iterdir()) == []
