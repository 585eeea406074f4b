"""Windows, as far as it can be had without it: its names, its locks, its line ends, its lengths."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest
from start_place import Place

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.cases import case_ids, load_case
from stretchlib.core import files
from stretchlib.core.errors import StretchlibError
from stretchlib.core.files import windows_fault
from stretchlib.learner import copies as course
from stretchlib.learner import locked_file
from stretchlib.learner.journal import Journal
from stretchlib.tables import catalogue
from tools.checks import ROOT

MAX_PATH = 260  # with the zero at the end; longer ones want a setting of the system
A_PLACE = r"C:\Users\a.student.of.the.third.year\OneDrive - A University of Applied Sciences\Semester 3\course"
git = pytest.mark.skipif(not shutil.which("git") or not (ROOT / ".git").exists(), reason="this is no git checkout")


def tracked() -> list[str]:
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return said.decode("utf-8").split("\0")[:-1]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules that write files believe that this is Windows; the rest of Python does not."""
    believed = types.SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})
    believed.name = "nt"
    for name in ("fchmod", "geteuid", "getuid", "fork"):
        vars(believed).pop(name, None)
    for module in (files, locked_file):
        monkeypatch.setattr(module, "os", believed)


# Names


@pytest.mark.parametrize("name", [
    "con", "CON", "nul.md", "Aux.txt", "prn .html", "com1.csv", "LPT9", "com\u00b9.txt", "conout$", "nul.tar.gz",
    "a<b.md", "a>b", "hips: my topic.md", 'said "so".html', "a/b", "a\\b", "a|b", "why?.svg", "*.csv", "a\tb", "a\0b",
    "ends with a dot.", "ends with a space ", "..."])
def test_a_name_that_windows_cannot_keep_is_told(name: str) -> None:
    assert windows_fault(name)


@pytest.mark.parametrize("name", [
    "handout.html", "my topic (2).md", "Übung für Ana.html", "console.txt", "com.csv", "com10", "null.md", ".new-a1",
    "auxiliary", "journal.jsonl", "a;b,c=d&e'f.csv", "\u8170\u75db.html"])
def test_other_names_are_left_alone(name: str) -> None:
    assert windows_fault(name) is None


@pytest.mark.skipif(not hasattr(PureWindowsPath, "is_reserved"), reason="this Python does not say so any more")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ["con", "nul.md", "com1", "com10", "console", "aux.a.b", "prn .html", "com\u00b9"])
def test_python_knows_the_same_devices(name: str) -> None:
    assert PureWindowsPath(name).is_reserved() == bool(windows_fault(name))


def _session() -> sl.Session:
    return sl.Session.from_exercise("bridge")


WRITERS: dict[str, Callable[[Path], object]] = {
    "handout": lambda path: sl.publish.handout(["bridge"], path),
    "figure": lambda path: sl.publish.figure("plot_session", _session(), path=path.with_suffix(".svg")),
    "result": lambda path: sl.results.result("my word", []).save(path),
    "topic": lambda path: sl.appraised_topic.topic("hips", question="Does it help?").save(path),
    "journal": lambda path: Journal(path).append("note", text="mine"),
    "export": lambda path: Journal().export(path),
}


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", ["nul.md", "hips: my topic.md"])
def test_nothing_is_lost_in_a_device_or_a_hidden_part(kind: str, name: str, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "mine" / "journal.jsonl"))
    with pytest.raises(StretchlibError, match=r"could not be written.*Windows") as raised:
        WRITERS[kind](tmp_path / "out" / name if kind == "journal" else tmp_path / name)
    assert "\n" not in str(raised.value)
    assert [path.name for path in tmp_path.iterdir() if path.name != "mine"] == []


@pytest.mark.usefixtures("windows")
def test_plain_names_are_written_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    for kind in WRITERS.keys() - {"journal"}:
        WRITERS[kind](tmp_path / f"{kind} für Ana.html")
    assert len(list(tmp_path.glob("* für Ana.*"))) == len(WRITERS)  # the topic is two files


@git
def test_every_tracked_name_can_stand_on_windows_once() -> None:
    names = tracked()
    assert len(names) > 300
    every = {str(parent) for name in names for parent in (Path(name), *Path(name).parents)} - {"."}
    assert [name for name in every if windows_fault(Path(name).name)] == []
    assert len({name.casefold() for name in every}) == len(every)


@git
def test_paths_are_short_enough_without_a_setting_of_the_system() -> None:
    copies = [f"my_course\\.ipynb_checkpoints\\{Path(name).stem} (new edition 2026-12-31, 12)-checkpoint.ipynb"
              for name in course.editions()]
    own = max(len(name) for name in (*tracked(), *copies))
    assert len(A_PLACE) + 1 + own < MAX_PATH


def test_names_that_the_data_give_to_files_can_stand_on_windows() -> None:
    names = [*(f"{row['id']}.md" for row in catalogue.rows("structures")), *(f"{name}.toml" for name in case_ids()),
             *(f"stretchlib_{row['plate']}.png" for row in catalogue.rows("plate_muscles"))]
    assert [name for name in names if windows_fault(name)] == []
    for group in (names[:len(catalogue.rows("structures"))], [*course.editions()]):
        assert len({name.casefold() for name in group}) == len(group)


# Locks


class Locks(types.ModuleType):
    """What ``msvcrt`` does for the journal and for start.py: one byte, taken by one handle at a time."""

    LK_UNLCK, LK_NBLCK = 0, 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[tuple[int, int], int] = {}  # (file, byte) -> handle
        self.refuses: int | None = None  # the error of a drive that knows no locks

    def locking(self, handle: int, mode: int, count: int) -> None:
        assert count == 1
        key = os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR)
        if self.refuses is not None:
            raise OSError(self.refuses, os.strerror(self.refuses))
        if mode == self.LK_UNLCK:
            if self.held.pop(key, None) != handle:
                raise OSError(errno.EACCES, "not locked by this handle")
        elif self.held.setdefault(key, handle) != handle:
            raise OSError(errno.EACCES, "locked")


@pytest.fixture
def locks(monkeypatch: pytest.MonkeyPatch) -> Locks:
    made = Locks()
    monkeypatch.setitem(sys.modules, "msvcrt", made)
    monkeypatch.setattr(locked_file, "fcntl", None)
    return made


@pytest.mark.usefixtures("windows")
def test_the_journal_takes_and_gives_back_a_lock_that_keeps_no_reader_out(tmp_path: Path, locks: Locks) -> None:
    book = Journal(tmp_path / "journal.jsonl")
    taken = []
    was = locks.locking
    locks.locking = lambda handle, mode, count: (was(handle, mode, count), taken.append((mode, *locks.held)))[0]
    for number in range(3):
        book.append("note", text=str(number))
    assert [mode for mode, *_ in taken] == [2, 0] * 3
    assert {key[1] for _, *keys in taken for key in keys} == {1 << 30}
    assert locks.held == {}
    assert [record["text"] for record in Journal(book.path).records()] == ["0", "1", "2"]


@pytest.mark.usefixtures("windows")
def test_a_journal_that_another_notebook_holds_is_told(tmp_path: Path, locks: Locks,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locked_file, "WAIT_S", 0.03)
    book = Journal(tmp_path / "journal.jsonl")
    book.append("note", text="first")
    before = book.path.read_bytes()
    locks.held[book.path.stat().st_ino, 1 << 30] = -1
    with pytest.raises(StretchlibError, match="is being written by another notebook"):
        book.append("note", text="second")
    assert book.path.read_bytes() == before
    locks.held.clear()
    book.append("note", text="second")
    assert [record["text"] for record in book.records()] == ["first", "second"]


@pytest.mark.usefixtures("windows")
def test_a_drive_without_locks_still_keeps_what_is_written(tmp_path: Path, locks: Locks) -> None:
    locks.refuses = errno.EINVAL
    book = Journal(tmp_path / "journal.jsonl")
    book.append("note", text="kept")
    assert [record["text"] for record in Journal(book.path).records()] == ["kept"]


def test_start_sets_the_course_up_and_guards_it(tmp_path: Path, locks: Locks, monkeypatch: pytest.MonkeyPatch) -> None:
    system = types.ModuleType("os")
    vars(system).update({**vars(os), "name": "nt"})
    monkeypatch.setitem(sys.modules, "os", system)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    copy = Place(tmp_path)
    calls, again = [], []

    def call(command: list[object], **_: object) -> int:
        calls.append(list(map(str, command)))
        if "venv" in calls[-1]:
            start.PYTHON.parent.mkdir(parents=True)
            start.PYTHON.touch()
            with pytest.raises(SystemExit) as raised:  # a second window, in the middle of it
                copy.load().main([])
            again.append(str(raised.value))
        return 0

    class Child:
        def __init__(self, command: list[object], **_: object) -> None:
            calls.append(list(map(str, command)))

        def __enter__(self) -> Child:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def wait(self) -> int:
            return 0

    start = copy.load()
    monkeypatch.setattr(start, "subprocess", types.SimpleNamespace(call=call, Popen=Child, DEVNULL=-3))
    monkeypatch.setattr(start, "signal", types.SimpleNamespace(signal=lambda *_: None, SIGTERM=15))
    monkeypatch.setattr(start.shutil, "which", lambda _: None)
    assert start.main([]) == 0
    assert again == ["The course is being set up or is open in another window: wait or close it, then start again."]
    python = str(copy.root / ".venv" / "Scripts" / "python.exe")
    assert [command[0] for command in calls[1:]] == [python] * 4
    assert calls[-1][1:] == ["-P", "-m", "stretchlib", "start"]
    assert start.environment()["PATH"].startswith(str(copy.root / ".venv" / "Scripts"))
    calls.clear()
    assert start.main(["doctor"]) == 0  # whole: nothing is built again
    assert len(calls) == 1


# Line ends


@git
def test_a_checkout_made_on_windows_is_the_same(tmp_path: Path) -> None:
    clone = ["git", "-c", "core.autocrlf=true", "clone", "-q", "--depth", "1", ROOT.as_uri(), str(tmp_path / "copy")]
    subprocess.run(clone, check=True, capture_output=True)
    said = subprocess.run(["git", "ls-files", "--eol"], cwd=tmp_path / "copy", capture_output=True, text=True,
                          encoding="utf-8", check=True).stdout
    ends = {name: said.split()[:2] for said, name in re.findall(r"^(.+?)\t(.+)$", said, flags=re.MULTILINE)}
    assert ends["tests/faults/ok_crlf.csv"] == ["i/crlf", "w/crlf"]
    assert [name for name, (kept, here) in ends.items() if kept[1:] != here[1:]] == []


def test_tables_notes_and_cases_with_the_line_ends_of_windows_are_read_as_before(whole_data_copy: Path) -> None:
    before = _all_of_the_data()
    for path in (path for path in whole_data_copy.rglob("*") if path.suffix in (".csv", ".md", ".toml", ".json")):
        content = path.read_bytes()
        assert b"\r" not in content, path.name
        path.write_bytes(content.replace(b"\n", b"\r\n"))
    assert check_data() == []
    assert _all_of_the_data() == before


def _all_of_the_data() -> list[object]:
    tables = [[*catalogue.rows(name)] for name in catalogue.catalogue().resources]
    notes = [repr(sl.anatomy(str(row["id"]))) for row in catalogue.rows("structures")]
    return [tables, notes, [load_case(name) for name in case_ids()]]


def test_a_copy_with_the_line_ends_of_windows_counts_as_unchanged(tmp_path: Path) -> None:
    course.lay_down(tmp_path)
    for path in tmp_path.glob("*.ipynb"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert course.lay_down(tmp_path) == []


@pytest.mark.slow
def test_the_library_asks_for_nothing_that_windows_lacks() -> None:
    run = subprocess.run([sys.executable, "-m", "mypy", "--platform", "win32", "--cache-dir", os.devnull], cwd=ROOT,
                         capture_output=True, text=True, check=False)
    errors = set(re.findall(r"^(\S+?):\d+: error: (.+?)(?:;|  \[)", run.stdout, flags=re.MULTILINE))
    guarded = {f'Module has no attribute "{name}"' for name in ("fchmod", "flock", "LOCK_EX", "LOCK_NB", "LOCK_UN")}
    unused = 'Unused "type: ignore" comment'  # of the lines for Windows, which other systems cannot know
    locked = str(Path("stretchlib", "learner", "locked_file.py"))
    assert errors == {(locked, message) for message in (*guarded, unused)}, run.stdout
