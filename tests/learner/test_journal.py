"""The journal: what goes in comes out, stays its owner's, and survives what happens to files and clocks."""

from __future__ import annotations

import errno
import json
import os
import random
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.session import Session
from stretchlib.learner import journal, journal_records, locked_file
from stretchlib.learner.journal import Journal, day, done_of_planned
from stretchlib.learner.journal_records import HEADER, VERSION, line
from tools.checks import ROOT, environment

PRACTICE = Session.from_exercise("figure_four_stretch").rehearse()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my course é" / "journal.jsonl"


def filled(file: Path, count: int = 3) -> Journal:
    book = Journal(file)
    for number in range(count):
        book.append("answer", question=f"Q{number:02d}", response={"1": "é 漢 \n\"x\""}, points=0.5)
    return book


def sentence(error: pytest.ExceptionInfo[StretchlibError]) -> str:
    """What was told, seen to be one sentence."""
    text = str(error.value)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def at_clock(monkeypatch: pytest.MonkeyPatch, *times: str) -> None:
    """The computer's clock shows these times, one a record."""
    times_left = iter(times)
    monkeypatch.setattr(journal, "now", lambda: next(times_left))


# In and out


def test_what_is_appended_is_read_by_the_next_one(file: Path) -> None:
    written = [Journal(file).append("practice", **PRACTICE), Journal(file).append("note", text="é\n\u2028 \x00")]
    assert Journal(file).records() == written
    assert Journal(file).records("note") == written[1:]
    assert repr(Journal(file)) == "Journal: 1 practice, 1 note"
    assert Journal(file).problems == ()


@given(st.dictionaries(st.text(min_size=1), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)))
def test_property_every_json_value_comes_back(fields: dict[str, Any]) -> None:
    record = {"id": "0", "kind": "note", "at": "2026-01-05T09:00:00+00:00", "origin": "0" * 16, "fields": fields}
    kept = journal_records.read((HEADER + line(record)).encode("utf-8"), "journal.jsonl")
    assert kept.of() == [record]
    assert kept.problems == ()


def test_the_record_that_is_told_is_the_one_on_the_disk(file: Path) -> None:
    book = Journal(file)
    for number in range(3):
        returned = book.append("note", number=number, pair=(1, 2))
        assert json.loads(file.read_text("utf-8").splitlines()[-1])["id"] == returned["id"]
        assert book.records() == Journal(file).records(), "what is kept in mind is what is in the file"


def test_a_time_may_be_given(file: Path) -> None:
    at = "2026-01-05T09:00:00+01:00"
    Journal(file).append("review", at=at)
    (record,) = Journal(file).records()
    assert (list(record)[:4], record["at"]) == (["id", "kind", "at", "origin"], at)


def test_records_are_copies(file: Path) -> None:
    book = filled(file)
    book.records()[0]["points"] = 99
    assert book.records()[0]["points"] == 0.5


def test_a_journal_in_memory_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = Journal()
    book.append("practice", **PRACTICE)
    assert [record["exercise"] for record in book.records()] == ["figure_four_stretch"]
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_before_the_first_record(file: Path) -> None:
    assert Journal(file).records() == []
    assert not file.parent.exists()


def test_the_same_id_counts_once(file: Path) -> None:
    first_book, two = Journal(file), Journal(file)
    first = first_book.append("practice", id="a1", **PRACTICE)
    assert two.append("practice", id="a1", **PRACTICE) == first
    locked_file.add_lines(file, HEADER, line(first))  # two kernels that both looked before either wrote
    assert [record["id"] for record in Journal(file).records()] == ["a1"]


@pytest.mark.parametrize("fields", [{"at": "x"}, {"at": 5}, {"at": "2026-01-05T09:00:00"}, {"check": "x"}, {"id": 7},
                                    {"origin": "0" * 16}])
def test_what_the_journal_gives_itself_is_refused(fields: dict[str, Any], file: Path) -> None:
    with pytest.raises(StretchlibError) as raised:
        Journal(file).append("note", **fields)
    assert "from the journal" in sentence(raised)
    assert not file.exists()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object(), b"x"])
def test_a_value_that_json_cannot_write_is_refused_whole(value: Any, file: Path) -> None:
    book = filled(file)
    before = file.read_bytes()
    with pytest.raises(StretchlibError) as raised:
        book.append("note", value=value)
    assert "JSON cannot write" in sentence(raised)
    assert file.read_bytes() == before


def test_an_unknown_kind_is_told(file: Path) -> None:
    with pytest.raises(StretchlibError, match="did you mean 'practice'"):
        Journal(file).append("practise")
    with pytest.raises(StretchlibError, match="no kind of record 'pain'"):
        Journal(file).records("pain")


def test_a_frame_has_the_local_day_and_no_ids(file: Path) -> None:
    book = Journal(file)
    assert list(book.frame("practice").columns) == ["at", "day"]
    book.append("practice", **PRACTICE)
    table = book.frame("practice")
    assert table["day"].tolist() == ["2026-01-05"], "the day on which it was begun"
    assert not {"id", "kind", "check"} & set(table.columns)


def test_export_and_import_give_the_same_records_once(file: Path, tmp_path: Path) -> None:
    book = filled(file)
    carried = book.export(tmp_path / "carried.jsonl")
    imported = Journal(tmp_path / "other" / "journal.jsonl")
    kept = imported.append("note", text="mine", at="2026-01-05T09:00:00+01:00")
    assert imported.import_from(carried) == (3, 0)
    assert imported.import_from(carried) == (0, 3)
    assert imported.records() == [kept, *book.records()]


def test_an_import_of_a_spoilt_file_takes_what_is_whole(file: Path, tmp_path: Path) -> None:
    carried = filled(file).export(tmp_path / "carried.jsonl")
    carried.write_bytes(carried.read_bytes()[:-5])
    assert Journal(tmp_path / "new.jsonl").import_from(carried) == (2, 0)


def test_import_and_export_to_wrong_places_are_told(file: Path, tmp_path: Path) -> None:
    book = filled(file)
    with pytest.raises(StretchlibError) as raised:
        book.import_from(tmp_path / "nothing.jsonl")
    assert "is not there" in sentence(raised)
    with pytest.raises(StretchlibError) as raised:
        book.import_from(ROOT / "README.md")
    assert "is no journal of this course" in sentence(raised)
    with pytest.raises(StretchlibError) as raised:
        book.export(file)
    assert "is the journal itself" in sentence(raised)
    with pytest.raises(StretchlibError) as raised:
        book.export(tmp_path)
    assert "it is a folder" in sentence(raised)
    assert len(book.records()) == 3


def test_deleting_everything_leaves_nothing(file: Path) -> None:
    book = filled(file)
    book.export(file.with_name("journal.jsonl.bak"))
    book.delete_everything()
    assert list(file.parent.iterdir()) == []
    assert book.records() == []
    book.append("note", text="a new start")
    assert len(Journal(file).records()) == 1


# Whose it is


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a learner's folder to its owner by other means")
def test_only_the_owner_can_read_it(file: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        book = filled(file)
        carried = book.export(tmp_path / "carried.jsonl")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, carried)] == [0o600, 0o600]
    file.chmod(0o644)  # as a copy from a memory stick is
    book.append("note", text="x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_name_and_no_identifier_is_kept(file: Path) -> None:
    import getpass
    import platform

    book = Journal(file)
    book.append("practice", **PRACTICE)
    book.append("answer", question="Q01", seed=0, response="1", page="1", confidence=50, points=1.0, right=True,
                quiz="01")
    book.set("programme", "code")
    text = file.read_text("utf-8")
    names = {getpass.getuser(), platform.node(), str(Path.home()), str(file.parent)} - {""}
    assert not [name for name in names if len(name) > 2 and name in text]
    keys = {key for record in book.records() for key in record}
    assert not keys & {"user", "username", "email", "host", "address", "person", "learner", "path"}


@pytest.mark.parametrize("score", ["pain", "pain_before", "pain_after"])
def test_pain_scores_are_kept_only_where_they_were_turned_on(score: str, file: Path) -> None:
    book = Journal(file)
    with pytest.raises(StretchlibError) as raised:
        book.append("note", **{score: 3})
    assert "only where you turned them on" in sentence(raised)
    assert not file.exists()
    book.set("pain_scores", True)
    assert book.append("note", **{score: 3})[score] == 3
    book.set("pain_scores", False)
    with pytest.raises(StretchlibError):
        Journal(file).append("note", **{score: 3})


def test_tests_and_notebooks_outside_a_learners_folder_have_one_in_memory(tmp_path: Path,
                                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_CURRENT", {})
    for folder in (ROOT / "notebooks", tmp_path):
        monkeypatch.chdir(folder)
        assert journal.current().path is None
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "mine.jsonl"))
    assert journal.current().path == tmp_path / "mine.jsonl"
    assert journal.current() is journal.current()


def test_the_learners_folder_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stretchlib.learner import copies

    monkeypatch.setattr(journal, "_CURRENT", {})
    copies.lay_down(tmp_path)
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert journal.current().path == tmp_path / "journal.jsonl"


# Faults of files


def test_cut_at_every_byte_of_its_last_record(file: Path) -> None:
    filled(file, 2)
    start = file.stat().st_size
    book = filled(file, 1)
    whole, every = file.read_bytes(), book.records()
    for length in range(start, len(whole)):
        file.write_bytes(whole[:length])
        cut = Journal(file)
        kept = every if length == len(whole) - 1 else every[:2]  # all but the end of the line: nothing is missing
        assert cut.records() == kept, length
        assert len(cut.problems) == (start < length < len(whole) - 1)
        assert all(problem.startswith("journal.jsonl, line 4: ") and "\n" not in problem for problem in cut.problems)
        added = cut.append("note", text="after the crash")
        assert Journal(file).records() == [*kept, added] == cut.records()
        assert file.read_bytes().startswith(whole[:length]), "what a crash left is never changed"


def test_cut_at_every_byte_of_its_first_write(file: Path) -> None:
    book = filled(file, 1)
    whole, first = file.read_bytes(), book.records()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        cut = Journal(file)
        kept = first if length == len(whole) - 1 else []
        assert cut.records() == kept, length
        added = cut.append("note", text="after the crash")
        assert Journal(file).records() == [*kept, added]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_filled_with_zeros_from_any_byte_on(count: int, file: Path) -> None:
    filled(file, count + 1)
    whole = file.read_bytes()
    start = len(b"".join(whole.splitlines(keepends=True)[:count + 1])) if count else 0
    every = Journal(file).records()
    for length in range(start, len(whole), 7):
        file.write_bytes(whole[:length] + bytes(len(whole) - length))
        book = Journal(file)
        assert book.records() == every[:count], length
        assert len(book.problems) in (1, 2)
        assert all(problem.endswith(".") and "\n" not in problem for problem in book.problems)
        added = book.append("note", text="after")
        assert Journal(file).records() == [*every[:count], added]


def test_a_changed_record_is_told_and_left_where_it_is(file: Path) -> None:
    filled(file)
    text = file.read_text("utf-8").replace('"points":0.5', '"points":1.5', 1)
    file.write_text(text, "utf-8", newline="\n")
    book = Journal(file)
    assert [record["question"] for record in book.records()] == ["Q01", "Q02"]
    assert book.problems == ("journal.jsonl, line 2: this record was cut or changed and is left out; "
                             "all other records are read.",)
    book.append("note", text="x")
    assert file.read_text("utf-8").startswith(text)


@pytest.mark.parametrize("content", [
    '{"at":"2026"', '{"id":1,"kind":"note","at":"2026"', '["a"', 'x', '{"a":[{}]},{"b":1', '{"id":"1","kind":"note"'])
def test_a_right_checksum_on_something_else_stops_nothing(content: str, file: Path) -> None:
    import zlib

    book = filled(file)
    with file.open("a", encoding="utf-8", newline="\n") as out:
        out.write(f'{content},"check":"{zlib.crc32(content.encode()):08x}"}}\n')
    assert Journal(file).records() == book.records()
    assert len(Journal(file).records()) == 3
    assert len(Journal(file).problems) == 1


@pytest.mark.parametrize("tail", [',"x"', ',"x":[', '},{"id":"2","kind":"note","at":"2026"', ',"kind":1'])
def test_a_line_that_only_begins_as_a_record_is_told(tail: str, file: Path) -> None:
    import zlib

    content = f'{{"id":"1","kind":"note","at":"{filled(file).records()[-1]["at"]}"{tail}'
    with file.open("a", encoding="utf-8", newline="\n") as out:
        out.write(f'{content},"check":"{zlib.crc32(content.encode()):08x}"}}\n')
    book = Journal(file)
    assert len(book.records("answer")) == 3
    assert book.records("note") == []
    assert book.problems == (f"{file.name}, line 5: this record was cut or changed and is left out; "
                             "all other records are read.",)


def test_a_record_that_is_written_twice_counts_once_as_it_was_last(file: Path) -> None:
    book = filled(file)
    twice = {**book.records()[1], "mark": "newer"}
    with file.open("a", encoding="utf-8", newline="\n") as out:
        out.write(line({key: value for key, value in twice.items() if key != "check"}))
    again = Journal(file).records()
    assert [record.get("mark") for record in again] == [None, "newer", None]
    assert Journal(file).records("answer") == again


@pytest.mark.parametrize("data", [b"dear diary\n", b"\x89PNG\r\n\x1a\n\x00\x00", b'{"format": "another journal"}\n',
                                  b"\xff\xfe" + "x".encode("utf-16-le")])
def test_a_file_that_is_no_journal_is_refused_untouched(data: bytes, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(data)
    for act in (lambda: Journal(file).records(), lambda: Journal(file).append("note", text="x")):
        with pytest.raises(StretchlibError) as raised:
            act()
        assert "is no journal of this course" in sentence(raised)
    assert file.read_bytes() == data


@pytest.mark.parametrize("version", [VERSION + 1, 99, "2", None])
def test_a_newer_format_is_refused_untouched(version: Any, file: Path) -> None:
    book = filled(file)
    lines = file.read_text("utf-8").splitlines()
    data = "\n".join([json.dumps({"format": "stretchlib journal", "version": version}), *lines[1:], "new things", ""])
    file.write_text(data, "utf-8", newline="\n")
    for act in (book.records, lambda: book.append("note", text="x"), lambda: Journal(file).set("a", 1),
                lambda: book.export(file.with_name("out.jsonl")), lambda: Journal().import_from(file)):
        with pytest.raises(StretchlibError) as raised:
            act()
        assert "newer version of the course" in sentence(raised)
        assert "nothing was changed" in sentence(raised)
    assert file.read_text("utf-8") == data
    assert not file.with_name("out.jsonl").exists()


def test_lines_that_a_windows_editor_ended_are_whole(file: Path) -> None:
    book = filled(file)
    every = book.records()
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert Journal(file).records() == every
    assert Journal(file).problems == ()


def no_such(number: int) -> Any:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))
    return refuse


@pytest.mark.parametrize(("number", "why"), [(errno.EACCES, "it is read-only or belongs to somebody else"),
                                             (errno.EROFS, "the disk is read-only"), (errno.EISDIR, "it is a folder"),
                                             (errno.EIO, "check the place")])
def test_a_file_that_cannot_be_opened_is_told(number: int, why: str, file: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    book = filled(file)
    before = file.read_bytes()
    monkeypatch.setattr(os, "open", no_such(number))
    with pytest.raises(StretchlibError) as raised:
        book.append("note", text="x")
    assert why in sentence(raised)
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert len(book.records()) == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_told(file: Path) -> None:
    book = filled(file)
    file.chmod(0o400)
    with pytest.raises(StretchlibError) as raised:
        book.append("note", text="x")
    assert "it is read-only" in sentence(raised)
    assert len(Journal(file).records()) == 3


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    for act in (lambda: Journal(tmp_path).append("note", text="x"), lambda: Journal(tmp_path).records()):
        with pytest.raises(StretchlibError) as raised:
            act()
        assert "it is a folder" in sentence(raised)


@pytest.mark.parametrize("room", [0, 1, 40, 150])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_file_as_it_was(room: int, number: int, file: Path,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    book = filled(file)
    before = file.read_bytes()
    write, left = os.write, [room]

    def full(target: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(number, os.strerror(number))
        written = write(target, data[:left[0]])
        left[0] -= written
        return written

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StretchlibError) as raised:
        book.append("practice", **PRACTICE)
    assert "make room and try again" in sentence(raised)
    assert file.read_bytes() == before
    monkeypatch.undo()
    book.append("practice", **PRACTICE)
    assert len(Journal(file).records()) == 4


def test_a_disk_that_is_full_only_when_it_is_put_through(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = filled(file)
    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", no_such(errno.ENOSPC))
    with pytest.raises(StretchlibError, match="the disk is full"):
        book.append("note", text="x")
    with pytest.raises(StretchlibError, match="the disk is full"):
        book.export(file.with_name("out.jsonl"))
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["journal.jsonl"]


LIMITED = """
import resource, sys
from stretchlib.learner.journal import Journal
from stretchlib.core.errors import StretchlibError
book = Journal(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
for number in range(100):
    try:
        book.append("note", text="x" * 90)
    except StretchlibError as error:
        print(number, error)
        break
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of this kind")
def test_a_real_limit_of_the_file_system(file: Path) -> None:
    run = subprocess.run([sys.executable, "-c", LIMITED, str(file)], env=environment(), capture_output=True, text=True,
                         check=True, timeout=60)
    count, said = run.stdout.strip().split(" ", 1)
    assert 0 < int(count) < 20
    assert "could not be written" in said
    assert len(Journal(file).records()) == int(count)
    assert Journal(file).problems == ()


WRITER = """
import sys
from stretchlib.learner.journal import Journal
book = Journal(sys.argv[1])
for number in range(int(sys.argv[3])):
    book.append("note", writer=sys.argv[2], number=number, text="x" * 300)
"""


def test_two_writers_lose_nothing_of_each_other(file: Path) -> None:
    count = 60
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(file), name, str(count)], env=environment())
               for name in ("one", "two")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    book = Journal(file)
    assert book.problems == ()
    for name in ("one", "two"):
        assert [record["number"] for record in book.records() if record["writer"] == name] == list(range(count))
    assert file.read_bytes().count(b'"format"') == 1


@pytest.mark.skipif(locked_file.fcntl is None, reason="locks of this kind are not there")
def test_a_writer_that_never_ends_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    book = filled(file)
    monkeypatch.setattr(locked_file, "WAIT_S", 0.05)
    with file.open("rb") as locked:
        fcntl.flock(locked, fcntl.LOCK_EX)
        with pytest.raises(StretchlibError) as raised:
            book.append("note", text="x")
    assert "is being written by another notebook" in sentence(raised)
    book.append("note", text="x")
    assert len(Journal(file).records()) == 4


def test_a_file_that_is_gone_meanwhile_begins_anew(file: Path) -> None:
    book = filled(file)
    file.unlink()
    assert book.records() == []
    book.append("note", text="x")
    assert Journal(file).records() == book.records()
    assert len(book.records()) == 1


def test_a_hundred_thousand_records(file: Path) -> None:
    record = {"id": "", "kind": "practice", "at": "2026-01-05T09:00:00+01:00", **PRACTICE}
    file.parent.mkdir()
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADER)
        out.writelines(line({**record, "id": f"{number:016x}"}) for number in range(100_000))
    book = Journal(file)
    added = book.append("note", text="one more")
    assert len(book.records()) == 100_001
    assert book.records()[-1] == added
    assert book.problems == ()


@given(st.binary(max_size=40), st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_property_spoilt_bytes_cost_only_the_lines_they_fall_in(noise: bytes, offset: int, dice: random.Random) -> None:
    records = [{"id": str(number), "kind": "note", "at": "2026-01-05T09:00:00+00:00", "origin": "0" * 16,
                "text": "x" * dice.randint(0, 90)}
               for number in range(6)]
    lines = [line(record).encode("ascii") for record in records]
    data = HEADER.encode("ascii") + b"".join(lines)
    start = len(HEADER) + offset % (len(data) - len(HEADER))
    spoilt = data[:start] + noise + data[start + len(noise):]
    ends = [len(HEADER) + sum(map(len, lines[:number + 1])) for number in range(6)]
    safe = [record for record, raw, end in zip(records, lines, ends, strict=True)
            if end <= start or end - len(raw) > start + len(noise)]
    kept = journal_records.read(spoilt, "journal.jsonl")
    assert [record for record in safe if record not in kept.of()] == []
    assert [record for record in kept.of() if record not in records] == []
    assert len(kept.of()) == 6 or kept.problems


# Clocks and days


def test_a_clock_that_ran_back_is_told_and_the_order_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_clock(monkeypatch, "2026-03-02T09:00:00+01:00", "2026-03-01T09:00:00+01:00", "2026-03-03T09:00:00+01:00")
    book = filled(file)
    assert [record["question"] for record in book.records()] == ["Q00", "Q01", "Q02"]
    problems = ("journal.jsonl: the clock ran back between 2026-03-02T09:00:00+01:00 and 2026-03-01T09:00:00+01:00; "
                "the records stay in the order in which they were written.",)
    assert book.problems == problems == Journal(file).problems


def test_a_notebook_that_waited_for_another_is_no_clock_that_ran_back(file: Path,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    at_clock(monkeypatch, "2026-03-02T09:00:05+01:00", "2026-03-02T09:00:00+01:00", "2026-03-02T09:00:06+01:00")
    assert filled(file).problems == () == Journal(file).problems


def test_the_hour_that_comes_twice_is_no_clock_that_ran_back(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_clock(monkeypatch, "2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00", "2026-10-25T03:00:00+01:00")
    book = filled(file)
    assert book.problems == () == Journal(file).problems
    assert book.frame("answer")["day"].tolist() == ["2026-10-25"] * 3


def test_a_file_from_the_future_is_read_and_added_to(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_clock(monkeypatch, "2126-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00")
    book = filled(file)
    os.utime(file, (4_900_000_000, 4_900_000_000))
    assert len(Journal(file).records()) == 3
    assert len(book.problems) == 1


def test_a_time_that_is_none_stops_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_clock(monkeypatch, "yesterday", "2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+01:00")
    book = filled(file)
    assert len(book.records()) == 3 == len(Journal(file).records())


@pytest.mark.parametrize(("times", "days"), [
    # Home, then a flight west over the date line and back: each practice keeps the day it was done on.
    (["2026-03-07T23:30:00+09:00", "2026-03-07T08:00:00-08:00", "2026-03-08T23:59:59-08:00",
      "2026-03-10T00:00:00+09:00"], ["2026-03-07", "2026-03-07", "2026-03-08", "2026-03-10"]),
    # The night in which an hour is left out, and the one in which an hour comes twice.
    (["2026-03-28T23:59:59+01:00", "2026-03-29T00:00:00+01:00", "2026-03-29T23:59:59+02:00",
      "2026-03-30T00:00:00+02:00"], ["2026-03-28", "2026-03-29", "2026-03-29", "2026-03-30"]),
    (["2026-10-24T23:59:59+02:00", "2026-10-25T00:30:00+02:00", "2026-10-25T23:59:59+01:00",
      "2026-10-26T00:00:00+01:00"], ["2026-10-24", "2026-10-25", "2026-10-25", "2026-10-26"]),
])
def test_travel_and_clock_changes_neither_lose_nor_repeat_a_day(times: list[str], days: list[str], file: Path) -> None:
    book = Journal(file)
    for time in times:
        book.append("practice", **{**PRACTICE, "started_at": time})
    assert [day(record) for record in book.records()] == days
    assert book.frame("practice")["day"].tolist() == days


def test_the_day_does_not_depend_on_where_it_is_read(file: Path) -> None:
    Journal(file).append("practice", **{**PRACTICE, "started_at": "2026-03-07T23:30:00+09:00"})
    code = f"from stretchlib.learner.journal import Journal, day\nprint(day(Journal({str(file)!r}).records()[0]))"
    for zone in ("UTC", "America/Los_Angeles", "Pacific/Kiritimati"):
        run = subprocess.run([sys.executable, "-c", code], env={**environment(), "TZ": zone}, capture_output=True,
                             text=True, check=True, timeout=60)
        assert run.stdout.strip() == "2026-03-07"


def test_times_carry_their_offset(file: Path) -> None:
    at = Journal(file).append("note", text="x")["at"]
    assert datetime.fromisoformat(at).utcoffset() is not None
    assert len(at) == len("2026-01-05T09:00:00+01:00")


def test_done_of_planned() -> None:
    assert done_of_planned(18, 28) == pytest.approx(64.2857, abs=1e-4)
    assert done_of_planned(0, 3) == 0
    assert done_of_planned(6, 3) == 200
    for done, planned in ((1, 0), (-1, 3), (1, -3), (float("nan"), 3), (1, float("nan"))):
        with pytest.raises(StretchlibError, match=r"needs a plan above 0|must be one finite number"):
            done_of_planned(done, planned)
