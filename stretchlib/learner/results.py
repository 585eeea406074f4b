"""A learner's answers as one plain file for a class: readable by anyone, with checksums, without a name.

The checksums show that a file was changed after it was written and where. They prevent nothing: whoever knows how
can write fitting ones. A result is for talking about answers in class, not for a mark that counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..core.errors import StretchlibError
from ..core.files import write_atomically
from ..questions.marking import CONFIDENCE
from ..tables.phrases import say
from . import journal
from .answers import Answer
from .journal_order import is_misdated
from .journal_records import now, with_claim_id

if TYPE_CHECKING:
    import pandas as pd

FORMAT, VERSION = "stretchlib result", 2
LARGEST = 20_000_000  # bytes; a learner's answers of a whole course take some hundred thousand
_HEAD = ("format", "version", "note", "code_word", "journal", "written_at", "course")
_CODE = re.compile(r"[\w][\w \-]{0,39}")
_JOURNAL = re.compile(r"([0-9a-f]{16})?")


@dataclass(frozen=True)
class Result:
    """Answers for a class. ``code_word`` is what the learner chose to be known by, or empty; ``journal`` a number that
    all results of one journal share, from which nobody finds the journal, or empty."""

    answers: tuple[Mapping[str, Any], ...]  # question, day, quiz, seed, confidence, points, right, response
    code_word: str = ""
    journal: str = ""
    written_at: str = ""
    course: str = __version__
    path: Path | None = field(default=None, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """The file's content, checksums included."""
        head = {"format": FORMAT, "version": VERSION, "note": say("result.note"), "code_word": self.code_word,
                "journal": self.journal, "written_at": self.written_at, "course": self.course}
        answers = [{**answer, "check": _check(answer)} for answer in self.answers]
        return {**head, "answers": answers, "checks": _checks(head, answers)}

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the file whole or not at all; returns its path. Raises :class:`StretchlibError` where it cannot be
        written."""
        target = Path(path)
        try:
            write_atomically(target, (json.dumps(self.as_dict(), indent=1) + "\n").encode("ascii"))
        except OSError as error:
            raise StretchlibError(f"{target} could not be written ({error.strerror or error}); "
                                  "choose another place.") from None
        return target

    def table(self) -> pd.DataFrame:
        """The answers as a DataFrame, a row an answer; ``code_word`` stands before them."""
        import pandas as pd

        table = pd.DataFrame([dict(answer) for answer in self.answers], columns=list(_FIELDS))
        table.insert(0, "code_word", self.code_word)
        return table

    def __repr__(self) -> str:
        count, right = len(self.answers), sum(bool(answer["right"]) for answer in self.answers)
        who = say("result.code_word", code=self.code_word) if self.code_word else say("result.no_code_word")
        answers = say("result.answer") if count == 1 else say("result.answers", count=count)
        return say("result.told", answers=answers, right=right, who=who)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_whole_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_.-]{0,40}", value) is not None


def _line(text: str) -> str:
    """A text as one line of at most 200 characters, without what no page or table can show."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", " ", text)[:200]


def _is_response(value: Any) -> bool:
    """A text, or texts in a list or under names: nothing deeper."""
    flat = [value] if isinstance(value, str) else value if isinstance(value, list) else None
    if isinstance(value, dict):
        flat = [*value, *(text for each in value.values() for text in (each if isinstance(each, list) else [each]))]
    return value is None or (flat is not None and all(isinstance(text, str) and text == _line(text) for text in flat))


#: What an answer holds, and what each part must be.
_FIELDS: dict[str, Callable[[Any], bool]] = {
    "question": lambda value: _is_name(value) and bool(value),
    "day": _is_day,
    "quiz": _is_name,
    "seed": _is_whole_number,
    "confidence": lambda value: value is None or (_is_whole_number(value) and value in CONFIDENCE),
    "points": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1,
    "right": lambda value: isinstance(value, bool),
    "response": _is_response,
}


def result(code_word: str = "", answers: Iterable[Answer] | None = None) -> Result:
    """The journal's answers (or those given) as a :class:`Result`, to look at before :meth:`Result.save`.

    ``code_word``: up to 40 letters, digits, spaces, hyphens and underscores of the learner's own choosing; without one
    the file says nothing of who answered. Of written answers the ticked criteria are kept and not the text. A record
    that is no whole answer is left out. Raises :class:`StretchlibError` for a code word of another shape.
    """
    code = code_word.strip()
    if code and not _CODE.fullmatch(code):
        raise StretchlibError(f"A code word has up to 40 letters, digits, spaces, hyphens and underscores and starts "
                              f"with a letter or a digit, not {code_word[:60]!r}; choose another.")
    book = journal.current() if answers is None else None
    kept = (answers or ()) if book is None else [record for record in book.records("answer")
                                                 if not is_misdated(journal.day(record))]
    entries = [{"question": answer.get("question"), "day": journal.day(answer) if "at" in answer else "",
                "quiz": answer.get("quiz") or "", "seed": answer.get("seed", 0), "confidence": answer.get("confidence"),
                "points": answer.get("points"), "right": answer.get("right"),
                "response": _without_text(answer.get("response"))} for answer in kept]
    whole = tuple(entry for entry in entries if all(fits(entry[name]) for name, fits in _FIELDS.items()))
    return Result(whole, code, _journal_number(book.origin if book else ""), now())


def _journal_number(origin: str) -> str:
    return hashlib.sha256(f"result of {origin}".encode()).hexdigest()[:16] if origin else ""


def _without_text(response: Any) -> Any:
    if isinstance(response, Mapping) and "text" in response:
        return {"criteria": list(response.get("criteria", []))}
    return _line(response) if isinstance(response, str) else response


def _check(part: Any) -> str:
    """16 hex digits of SHA-256 over the part as sorted JSON."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def _checks(head: Mapping[str, Any], answers: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """A checksum for each part of the head, and one for the row of answers as a whole."""
    return {**{name: _check(head[name]) for name in _HEAD}, "answers": _check([answer["check"] for answer in answers])}


def read_result(path: str | os.PathLike[str]) -> Result:
    """Read a result file and hold it against its checksums.

    Raises :class:`StretchlibError`, one sentence, for a file that is no result, of a newer format, faulty, or changed
    after it was written: then it says which part was changed.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise StretchlibError(f"{path.name} is larger than {LARGEST // 1_000_000} MB, which no result file is; "
                                  "ask for a fresh file.")
        return replace(parse_result(path.read_bytes(), path.name), path=path)
    except OSError as error:
        raise StretchlibError(f"{path.name} could not be read ({error.strerror or error}); check its name.") from None


def parse_result(text: bytes, name: str) -> Result:
    """As :func:`read_result`, of what was read already from a file of this name."""
    try:
        content = json.loads(text, object_pairs_hook=_unrepeated)
    except (ValueError, RecursionError):
        raise StretchlibError(f"{name} is cut or is no JSON text; ask for a fresh file.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise StretchlibError(f"{name} is no result file of this course; give a file that Result.save wrote.")
    version = content.get("version")
    if not _is_whole_number(version) or version != VERSION:
        older = version in range(1, VERSION)
        raise StretchlibError(f"{name} has format {version!r:.20}, and this version of the course reads {VERSION}; "
                              f"{'ask for a file from this version' if older else 'update the course to read it'}.")
    changed = _changed(content)
    if changed:
        raise StretchlibError(f"{name} was changed after it was written: {changed}; ask for a fresh file.")
    answers = tuple(with_claim_id({part: answer[part] for part in _FIELDS}) for answer in content["answers"])
    return Result(answers, content["code_word"], content["journal"], content["written_at"], content["course"])


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; one that names a part twice is faulty, because readers would differ in what they see."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a part stands twice")
    return dict(pairs)


def _changed(content: Mapping[str, Any]) -> str:
    """Which part does not fit its checksum, in a few words; empty where all do."""
    checks, answers = content.get("checks"), content.get("answers")
    if not isinstance(checks, dict) or set(checks) != {*_HEAD, "answers"}:
        return "its checksums are missing"
    if not isinstance(answers, list):
        return "its answers are missing"
    parts = {*_HEAD, "answers", "checks"}
    if set(content) != parts:
        change = "added" if set(content) - parts else "taken out"
        return f"the part {sorted(set(content) ^ parts)[0]!r:.40} was {change}"
    for name in _HEAD:  # the version was looked at before
        if (name != "version" and not isinstance(content[name], str)) or checks[name] != _check(content[name]):
            return f"the part {name!r} does not fit its checksum"
    if content["code_word"] and not _CODE.fullmatch(content["code_word"]):
        return "the part 'code_word' is no code word"
    if not _JOURNAL.fullmatch(content["journal"]):
        return "the part 'journal' is no number of a journal"
    for number, answer in enumerate(answers, start=1):
        if not isinstance(answer, dict) or set(answer) != {*_FIELDS, "check"}:
            return f"answer {number} has not the parts of an answer"
        wrong = [name for name, fits in _FIELDS.items() if not fits(answer[name])]
        if wrong:
            return f"answer {number} has a {wrong[0]} that no answer has"
        if answer["check"] != _check({part: answer[part] for part in _FIELDS}):
            return f"answer {number} (question {answer['question']}, {answer['day']}) does not fit its checksum"
    if checks["answers"] != _check([answer["check"] for answer in answers]):
        return "an answer was added, taken out or moved"
    return ""
