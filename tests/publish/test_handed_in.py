"""A class's files as they are handed in: folders of folders, Moodle's zips, twice, under one code word, and worse."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stretchlib import publish
from stretchlib.core.errors import StretchlibError
from stretchlib.learner.results import Result, result
from stretchlib.publish import handed_in
from stretchlib.publish.class_results import Collected


def answer(question: str, response: Any, right: bool, *, points: float | None = None) -> dict[str, Any]:
    return {"question": question, "at": "2026-01-05T09:00:00+01:00", "quiz": "01", "seed": 0, "confidence": 75,
            "points": float(right) if points is None else points, "right": right, "response": response}


def made(word: str, *answers: dict[str, Any], journal: str = "", day: int = 5, **changed: Any) -> Result:
    number = f"{int(journal, 36):016x}" if journal else ""
    return replace(result(word, answers), journal=number, written_at=f"2026-01-{day:02}T10:00:00+01:00", **changed)


def text(given: Result) -> bytes:
    return json.dumps(given.as_dict()).encode()


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        for name, each in files.items():
            archive.writestr(name, each)
    return content.getvalue()


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return tmp_path / "class"
    return write


def right_of(collected: Collected, question: str = "Q01") -> tuple[int, int]:
    (row,) = [row for row in collected.rows if row["question"] == question]
    return row["right"], row["learners"]


def test_folders_of_folders_and_zips_of_moodle(put: Callable[[str, bytes], Path]) -> None:
    folder = put("Group A/Monday/a.json", text(made("a", answer("Q01", "d", True))))
    student = zipped({"mine/b.json": text(made("b", answer("Q01", "a", False)))})
    put("Group B/Course-Task-4711.zip", zipped({
        "Anna Meyer_123_assignsubmission_file_/mine.json": text(made("c", answer("Q01", "d", True))),
        "Bo Öz_124_assignsubmission_file_/handed in.ZIP": student, "__MACOSX/._mine.json": b"x",
        "Cy Li_125_assignsubmission_onlinetext_/onlinetext.html": b"<p>Here it is</p>", ".DS_Store": b"x"}))
    collected = publish.collect(folder)
    assert right_of(collected) == (2, 3)
    (skipped,) = collected.skipped
    assert "Course-Task-4711.zip/Cy Li_125_assignsubmission_onlinetext_/onlinetext.html is cut" in skipped
    assert right_of(publish.collect(folder / "Group B" / "Course-Task-4711.zip")) == (1, 2), "a zip by itself"


def test_same_word_and_journal_keep_the_first_try(put: Callable[[str, bytes], Path]) -> None:
    folder = put("first.json", text(made("heron", answer("Q01", "a", False), journal="h", day=5)))
    put("again.json", text(made("heron", answer("Q01", "d", True), answer("Q02", "x", True), journal="h", day=6)))
    collected = publish.collect(folder)
    assert (collected.files, collected.learners) == (2, 1)
    assert (right_of(collected), right_of(collected, "Q02")) == ((0, 1), (1, 1)), "what is new in it counts"
    assert collected.notes == ("again.json comes from the same learner as first.json: of each question the first try "
                               "counts.",)
    assert collected.skipped == ()


def test_same_word_and_another_journal_are_two_learners_and_both_are_named(put: Callable[[str, bytes], Path]) -> None:
    folder = put("a.json", text(made("heron", answer("Q01", "a", False), journal="x")))
    put("b.json", text(made("heron", answer("Q01", "d", True), journal="y")))
    put("c.json", text(made("", answer("Q01", "d", True), journal="z")))
    put("d.json", text(made("owl", answer("Q01", "d", True), journal="z")))
    collected = publish.collect(folder)
    assert (collected.learners, right_of(collected)) == (4, (3, 4))
    assert collected.notes == (
        "a.json, b.json have the code word heron and come from different journals: all are counted.",
        "c.json, d.json come from one journal under different code words: all are counted.")


def test_another_edition_is_counted_and_named(put: Callable[[str, bytes], Path]) -> None:
    folder = put("old.json", text(made("a", answer("Q01", "gone", False), course="0.0.9")))
    collected = publish.collect(folder)
    assert collected.notes == ("old.json was written with edition 0.0.9 of the course, and this is 0.1.0: its "
                               "questions may have had other words.",)
    gone = next(row for row in collected.options if row["option"] == "gone")
    assert (gone["option_text"], gone["chosen"]) == ("not in this edition", 1)


def test_which_option_was_chosen_with_shares_and_intervals(put: Callable[[str, bytes], Path]) -> None:
    for number, pick in enumerate(["d", "d", "d", "a"]):
        folder = put(f"{number}.json", text(made(f"w{number}", answer("Q01", pick, pick == "d"),
                                                 answer("Q04", ["c", "e"] if number else ["c"], False),
                                                 answer("Q08", "85.2", True), answer("Q27", ["a", "b"], False))))
    options = publish.collect(folder).options
    superior = [row for row in options if row["question"] == "Q01"]
    assert [(row["option"], row["chosen"], row["is_right"]) for row in superior] == [
        ("d", 3, True), ("a", 1, False), ("b", 0, False), ("c", 0, False)]
    assert superior[0]["option_text"] == "Superior border of the greater trochanter"
    assert (superior[0]["share"], superior[0]["share_low"], superior[0]["share_high"]) == (0.75, 0.301, 0.954)
    several = {row["option"]: (row["chosen"], row["learners"]) for row in options if row["question"] == "Q04"}
    assert several == {"a": (0, 4), "b": (0, 4), "c": (4, 4), "d": (0, 4), "e": (3, 4)}
    assert [(row["option"], row["chosen"]) for row in options if row["question"] == "Q08"] == [("85.2", 4)]
    assert not [row for row in options if row["question"] == "Q27"], "an order has no option that is chosen"


def test_questions_that_few_answered_stand_apart_and_objectives_in_words(put: Callable[[str, bytes], Path]) -> None:
    for number in range(6):
        answers = [answer("Q01", "d", True), *([answer("Q02", "x", False)] if number < 4 else [])]
        folder = put(f"{number}.json", text(made(f"w{number}", *answers)))
    rows = publish.collect(folder).rows
    assert [(row["question"], row["few_answers"]) for row in rows] == [("Q01", ""), ("Q02", "few")]
    assert rows[0]["objective_text"].startswith("Describe origin, insertion, nerve supply")
    assert (rows[0]["share_right"], rows[0]["share_low"], rows[0]["share_high"]) == (1.0, 0.61, 1.0)
    assert "Q02" not in " ".join(publish.collect(folder).picture().facts)


def test_in_a_class_of_two_nothing_is_rare(put: Callable[[str, bytes], Path]) -> None:
    for number in range(2):
        folder = put(f"{number}.json", text(made(f"w{number}", answer("Q01", "d", True))))
    assert publish.collect(folder).rows[0]["few_answers"] == ""


def test_a_zip_that_grows_without_end_is_left_at_its_limit(put: Callable[[str, bytes], Path],
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_in, "LARGEST", 200_000)
    monkeypatch.setattr(handed_in, "MOST_BYTES", 500_000)
    good = text(made("a", answer("Q01", "d", True)))
    folder = put("bomb.zip", zipped({"a.json": good, **{f"b{number}.json": b"0" * 300_000 for number in range(5)}}))
    put("a.json", text(made("b", answer("Q01", "d", True))))
    collected = publish.collect(folder)
    assert collected.files == 2
    assert sum("is larger than" in sentence for sentence in collected.skipped) == 2
    assert sum("the zips unpack to more than" in sentence for sentence in collected.skipped) == 3


def test_zips_within_zips_end(put: Callable[[str, bytes], Path]) -> None:
    inner = zipped({"a.json": text(made("a", answer("Q01", "d", True)))})
    deep = zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": inner})})})
    folder = put("deep.zip", deep)
    put("b.json", text(made("b", answer("Q01", "d", True))))
    collected = publish.collect(folder)
    assert collected.files == 1
    assert "deep.zip/1.zip/2.zip/3.zip lies too deep in other zips" in collected.skipped[0]


def test_a_path_in_a_zip_leads_nowhere(put: Callable[[str, bytes], Path], tmp_path: Path) -> None:
    good = text(made("a", answer("Q01", "d", True)))
    names = ["../../outside.json", "/etc/outside.json", "C:\\outside.json", "x/../../\x1b[31moutside.json"]
    folder = put("z.zip", zipped({name: good[:-1] + b" " * at + b"}" for at, name in enumerate(names)}))
    before = sorted(tmp_path.rglob("*"))
    collected = publish.collect(folder)
    assert sorted(tmp_path.rglob("*")) == before, "nothing was written"
    assert (collected.files, len(collected.skipped)) == (1, 3), "four copies of one file"
    assert "\x1b" not in "".join([*collected.skipped, *collected.notes, repr(collected)])


@pytest.mark.parametrize(("spoil", "reason"), [
    (lambda whole: whole[:-40], "is cut or is no zip"), (lambda whole: b"", "is cut or is no zip"),
    (lambda whole: b"PK\x03\x04" + b"\0" * 50, "is cut or is no zip"),
    (lambda whole: whole.replace(b"stretchlib result", b"stretchlib resulT"), "is cut; ask for a fresh file")])
def test_a_faulty_zip_is_named_and_the_rest_is_read(put: Callable[[str, bytes], Path], spoil: Callable[[bytes], bytes],
                                                    reason: str) -> None:
    whole = zipped({"a.json": text(made("a", answer("Q01", "d", True)))}, zipfile.ZIP_STORED)
    folder = put("faulty.zip", spoil(whole))
    put("b.json", text(made("b", answer("Q01", "d", True))))
    collected = publish.collect(folder)
    assert collected.files == 1
    assert "faulty.zip" in collected.skipped[0]
    assert reason in collected.skipped[0]


def with_bytes(whole: bytes, of_file: int, of_list: int, values: bytes) -> bytes:
    """A zip of a single entry, with other bytes at a position of the entry's head and of its line in the list."""
    changed = bytearray(whole)
    for signature, at in ((b"PK\x03\x04", of_file), (b"PK\x01\x02", of_list)):
        start = whole.index(signature) + at
        changed[start:start + len(values)] = values
    return bytes(changed)


@pytest.mark.parametrize(("at", "values", "reason"), [
    ((6, 8), b"\x01", "packed.zip/a.json is locked by a password; ask for it without."),
    ((8, 10), b"\x09", "packed.zip/a.json is packed in a way that is not read here; ask for it unpacked."),  # Deflate64
    ((4, 6), b"\x63", "packed.zip is packed in a way that is not read here; unpack it and give the folder.")])
def test_a_zip_that_is_locked_or_packed_otherwise_is_named(put: Callable[[str, bytes], Path], at: tuple[int, int],
                                                          values: bytes, reason: str) -> None:
    put("packed.zip", with_bytes(zipped({"a.json": text(made("a", answer("Q01", "d", True)))}), *at, values))
    folder = put("b.json", text(made("b", answer("Q01", "d", True))))
    collected = publish.collect(folder)
    assert (collected.files, collected.skipped) == (1, (reason,))


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_whatever_is_broken_in_a_zip_the_rest_is_read(tmp_path: Path, packing: int) -> None:
    whole = zipped({"a.json": b'{"of": "a result file"}' * 5, "b.json": b'{"of": "another"}' * 5}, packing)
    path = tmp_path / "broken.zip"
    for at in range(len(whole)):
        for value in (0, 255):
            path.write_bytes(whole[:at] + bytes([value]) + whole[at + 1:])
            assert all(each.name.startswith("broken.zip") for each in handed_in.handed_in(path)), (at, value)


def test_an_entry_without_a_name_is_named(put: Callable[[str, bytes], Path]) -> None:
    whole = with_bytes(zipped({"a.json": b"{}"}, zipfile.ZIP_STORED), 30, 46, b"\0")  # a name ends at a zero byte
    put("nameless.zip", whole)
    folder = put("b.json", text(made("b", answer("Q01", "d", True))))
    (skipped,) = publish.collect(folder).skipped
    assert skipped.startswith("nameless.zip")


def test_too_many_files_in_a_zip(put: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_in, "MOST_FILES", 3)
    folder = put("many.zip", zipped({f"{number}.json": b"{}" for number in range(4)}))
    with pytest.raises(StretchlibError, match=r"many\.zip holds more than 3 files"):
        publish.collect(folder)
