"""The result file: what is in it, that it comes back whole, and that a change is named in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.learner import journal, results
from stretchlib.learner.answers import first_tries
from stretchlib.learner.results import Result, read_result, result

ANSWERS: list[dict[str, Any]] = [
    {"id": "a1", "kind": "answer", "at": "2026-03-02T23:50:00-08:00", "question": "Q01", "quiz": "01", "seed": 0,
     "confidence": 75, "points": 1.0, "right": True, "response": "b", "page": "2"},
    {"id": "a2", "kind": "answer", "at": "2026-03-03T08:00:00-08:00", "question": "Q03", "quiz": "revision", "seed": 4,
     "confidence": 25, "points": 0.667, "right": False, "response": {"a": "b"}, "page": {}},
    {"id": "a3", "kind": "answer", "at": "2026-03-03T08:10:00-08:00", "question": "Q08", "quiz": "", "seed": 0,
     "confidence": None, "points": 0.5, "right": False,
     "response": {"text": "Dear Anna Example,\nyour back ...", "criteria": ["k"]}}]


def written(folder: Path, **how: Any) -> Path:
    return result(answers=ANSWERS, **how).save(folder / "result.json")


def test_it_comes_back_as_it_went(tmp_path: Path) -> None:
    made = result("blue heron 7", ANSWERS)
    back = read_result(made.save(tmp_path / "r.json"))
    assert back == made
    assert back.code_word == "blue heron 7"
    days = [answer["day"] for answer in back.answers]
    assert days == ["2026-03-02", "2026-03-03", "2026-03-03"], "the learner's own days"
    assert repr(back) == "Result: 3 answers, 1 right, code word blue heron 7"
    assert list(back.table().columns)[:3] == ["code_word", "question", "day"]
    assert back.table()["points"].sum() == pytest.approx(2.167)


def test_the_file_says_what_the_checksums_do_not_do_and_holds_no_name(tmp_path: Path) -> None:
    text = written(tmp_path).read_text(encoding="ascii")
    content = json.loads(text)
    assert "they do not prevent one" in content["note"]
    assert "prevent nothing" in (results.__doc__ or "")
    assert content["code_word"] == ""
    assert "Anna" not in text, "a written text may name people and stays with the learner"
    assert '"a1"' not in text, "no number that leads back to the journal"
    assert "T23:50" not in text, "the day is told and not the hour"
    assert set(content["answers"][0]) == {*results._FIELDS, "check"}


def test_the_journal_is_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    assert repr(result()) == "Result: 0 answers, 0 right, no code word"
    assert read_result(result().save(tmp_path / "empty.json")).answers == ()
    mine = {name: value for name, value in ANSWERS[0].items() if name not in ("id", "kind", "at")}
    journal.current().append("answer", **mine)
    journal.current().append("answer", half="of a record")
    assert [answer["question"] for answer in result().answers] == ["Q01"]


def test_results_of_a_journal_share_a_number_that_does_not_lead_back_to_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = []
    for name in ("a", "a", "b"):
        monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / f"{name}.jsonl"))
        journal.current().append("answer", **{part: value for part, value in ANSWERS[0].items()
                                              if part not in ("id", "kind", "at")})
        read = read_result(result().save(tmp_path / "r.json"))
        assert journal.current().origin not in (tmp_path / "r.json").read_text(encoding="ascii")
        numbers.append(read.journal)
    assert numbers[0] == numbers[1] != numbers[2]
    assert result(answers=ANSWERS).journal == "", "answers that were given are of no journal"


def test_an_answer_kept_as_that_of_a_pocket_claim_is_read_as_one_to_the_claim(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    names = ["claim_C03", "C03", "claim_O01", "claim_", "claim_C03x", "Q01"]
    mine = {name: value for name, value in ANSWERS[0].items() if name not in ("id", "kind", "at")}
    for name in names:
        journal.current().append("answer", **{**mine, "question": name})
    claims = ["C03", "C03", "O01", "claim_", "claim_C03x", "Q01"]
    assert [record["question"] for record in journal.current().records("answer")] == claims
    assert [answer["question"] for answer in result().answers] == claims
    assert [answer["question"] for _, answer in first_tries(journal.current().records("answer"))] == [
        "C03", *claims[2:]], "the second answer to C03 on a day says nothing about memory, whichever board asked"
    before = Result(tuple({**answer, "question": name} for answer, name in zip(result().answers, names, strict=True)))
    assert [answer["question"] for answer in read_result(before.save(tmp_path / "r.json")).answers] == claims
    elsewhere = journal.Journal(tmp_path / "elsewhere.jsonl")
    export = journal.current().export(tmp_path / "export.jsonl")
    assert elsewhere.import_from(export) == (6, 0)
    assert journal.current().import_from(export) == (0, 6)
    assert [record["question"] for record in elsewhere.records()] == claims


@pytest.mark.parametrize("word", ["=cmd()", "a" * 41, "two\nlines", "me@home.example", "-x", "<b>"])
def test_a_code_word_of_another_shape_is_told(word: str) -> None:
    with pytest.raises(StretchlibError, match="A code word has up to 40"):
        result(word, ANSWERS)


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "points": (lambda f: f["answers"][1].update(points=1.0), "answer 2 (question Q03, 2026-03-03) does not fit"),
    "right": (lambda f: f["answers"][2].update(right=True), "answer 3 (question Q08, 2026-03-03) does not fit"),
    "day": (lambda f: f["answers"][0].update(day="2026-02-01"), "answer 1 (question Q01, 2026-02-01) does not fit"),
    "impossible": (lambda f: f["answers"][0].update(points=7), "answer 1 has a points that no answer has"),
    "truth": (lambda f: f["answers"][0].update(points=True), "answer 1 has a points that no answer has"),
    "nested": (lambda f: f["answers"][0].update(response=[["x"]]), "answer 1 has a response that no answer has"),
    "taken out": (lambda f: f["answers"].pop(), "an answer was added, taken out or moved"),
    "twice": (lambda f: f["answers"].append(f["answers"][0]), "an answer was added, taken out or moved"),
    "moved": (lambda f: f["answers"].reverse(), "an answer was added, taken out or moved"),
    "no answer": (lambda f: f["answers"].append("Q09"), "answer 4 has not the parts of an answer"),
    "code word": (lambda f: f.update(code_word="other"), "the part 'code_word' does not fit its checksum"),
    "journal": (lambda f: f.update(journal="0" * 16), "the part 'journal' does not fit its checksum"),
    "time": (lambda f: f.update(written_at=[]), "the part 'written_at' does not fit its checksum"),
    "note": (lambda f: f.update(note="Signed."), "the part 'note' does not fit its checksum"),
    "added": (lambda f: f.update(grade="A"), "the part 'grade' was added"),
    "missing": (lambda f: f.pop("course"), "the part 'course' was taken out"),
    "no answers": (lambda f: f.update(answers=None), "its answers are missing"),
    "no checks": (lambda f: f.pop("checks"), "its checksums are missing"),
    "checks": (lambda f: f["checks"].update(answers="0" * 16), "an answer was added, taken out or moved"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_named(tmp_path: Path, name: str) -> None:
    change, reason = CHANGES[name]
    path = written(tmp_path)
    content = json.loads(path.read_text(encoding="ascii"))
    change(content)
    path.write_text(json.dumps(content), encoding="ascii")
    with pytest.raises(StretchlibError) as caught:
        read_result(path)
    assert str(caught.value).startswith("result.json was changed after it was written: ")
    assert reason in str(caught.value)
    assert str(caught.value).endswith("; ask for a fresh file.")


def test_another_layout_of_the_same_json_is_no_change(tmp_path: Path) -> None:
    path = written(tmp_path)
    content = json.loads(path.read_text(encoding="ascii"))
    path.write_text(json.dumps(dict(reversed(content.items())), ensure_ascii=False, indent=8), encoding="utf-8")
    assert len(read_result(path).answers) == 3


@given(st.data())
def test_no_changed_character_passes_unseen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Any one character replaced: refused in one sentence, or read as the very same answers."""
    made = result("word", ANSWERS)
    text = json.dumps(made.as_dict())
    offset = data.draw(st.integers(0, len(text) - 1))
    path = tmp_path_factory.getbasetemp() / "changed.json"
    path.write_text(text[:offset] + data.draw(st.sampled_from('0a",{}[]: \\')) + text[offset + 1:], encoding="utf-8")
    message = ""
    try:
        assert read_result(path) == made
    except StretchlibError as error:
        message = str(error)
    assert "\n" not in message


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "is cut or is no JSON"), (b"{", "is cut or is no JSON"), (b"\x00" * 50, "is cut or is no JSON"),
    (b"[]", "is no result file"), (b'{"format": "other"}', "is no result file"),
    (b"[" * 100_000, "is cut or is no JSON"),
    (b'{"format": "stretchlib result", "format": "x"}', "is cut or is no JSON"),
    (b'{"format": "stretchlib result", "version": 3}', "has format 3, and this version of the course reads 2; update"),
    (b'{"format": "stretchlib result", "version": 1}', "has format 1, and this version of the course reads 2; ask"),
    (b'{"format": "stretchlib result", "version": "1"}', "has format '1'"),
    (b'{"format": "stretchlib result", "version": ' + b"9" * 5000 + b"}", "is cut or is no JSON"),
    (b" " * (results.LARGEST + 1), "is larger than 20 MB")])
def test_what_is_no_result_is_told_in_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content)
    with pytest.raises(StretchlibError) as caught:
        read_result(path)
    assert reason in str(caught.value)
    assert str(caught.value).startswith("r.json ")
    assert "\n" not in str(caught.value)


def test_a_place_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StretchlibError, match="could not be read"):
        read_result(tmp_path / "none.json")
    with pytest.raises(StretchlibError, match="choose another place"):
        Result(()).save(tmp_path / "no" / "folder.json")
