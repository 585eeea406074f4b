"""The learner's journal: one JSON object a line, added to and never rewritten, in a file that stays theirs.

Practices, answers, reviews, cases, notes and settings stand in ``my_course/journal.jsonl`` beside the notebooks;
``STRETCHLIB_JOURNAL`` names another place. No name and no identifier of a person is kept, and pain scores only where
the learner turned them on. Every record carries a checksum: a line that was cut or changed is told and left where it
is, and all whole records are read. A file of a newer format than this version knows is refused and not touched.

Every file has a random id, its origin, and every record carries the one of the file it was first written in: so
records of several computers and phones can stand in one file and be read in the order in which they were made.
"""

from __future__ import annotations

import itertools
import os
import secrets
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError, one_of
from ..core.files import write_atomically
from ..tables.phrases import say
from .copies import EDITIONS
from .journal_order import instant, is_misdated
from .journal_records import (
    Records,
    day,
    done_of_planned,
    header,
    is_time,
    line,
    new_origin,
    now,
    read,
    with_claim_id,
    with_origin,
)
from .locked_file import Stamp, add_lines, busy, lying_beside, read_bytes, stamp, unusable

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Journal", "current", "day", "done_of_planned", "keep", "now"]
KINDS = ("practice", "answer", "review", "case", "note", "setting")
_EXAMPLE_TIME = "2026-01-05T09:00:00+01:00"
_CARRIED = ("origin", "n")  # what a record of another journal brings along
_PAIN = ("pain", "pain_before", "pain_after")


class Journal:
    """A journal file; ``path=None`` keeps the records in memory only. Nothing is written before the first record."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path)
        self._read: tuple[Stamp | None, Records] = (None, Records())  # the state of the file, and what stands in it
        self._waiting: dict[str, dict[str, Any]] = {}  # by id: what keep() could not write yet
        self._memory_noted = False
        self._alone = threading.RLock()  # several threads of one kernel may use one journal

    def append(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Write one record and return it once it is safe on the disk.

        ``kind`` is one of :data:`KINDS`; ``fields`` are plain JSON values, ``at`` only where the time is
        not now. Whoever gives an ``id`` may append the same record again: it counts once. Raises
        :class:`StretchlibError` in one sentence for anything that cannot be kept, and then nothing of it has been
        written.
        """
        return self._append(self._made(kind, fields), "id" in fields)

    def _append(self, record: dict[str, Any], perhaps_here: bool) -> dict[str, Any]:
        with self._alone:
            here = self._records().get(record["id"]) if perhaps_here else None
            written = dict(here) if here is not None else self._write([record])[0]
            self._waiting.pop(record["id"], None)
            return written

    def keep(self, kind: str, **fields: Any) -> tuple[bool, str]:
        """As :meth:`append`, for a page: (whether the record is kept, what the learner is to be told).

        Whatever goes wrong, nothing is raised. A record that could not be written waits here: it counts among
        :meth:`records`, is written with the next one that can be, and stands in what :meth:`export` writes.
        """
        fields = {"id": secrets.token_hex(8), "at": now(), **fields}
        try:
            self._made(kind, fields)
            self._waiting[fields["id"]] = {"kind": kind, **fields}
            self._write_waiting()
        except (StretchlibError, OSError) as error:
            return False, str(error)
        except Exception as error:  # of whatever kind: a learner is told of everything that is not kept
            return False, say("keeping.unforeseen", error=f"{type(error).__name__}: {error}"[:200])
        return True, self.memory_note()

    def memory_note(self) -> str:
        """Once, of a journal in memory: that its records end with the kernel, and how to name a file. Else empty."""
        if self.path is not None or self._memory_noted:
            return ""
        self._memory_noted = True
        return say("keeping.memory")

    def _made(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A record of these fields. Raises :class:`StretchlibError` for what no journal can keep."""
        one_of(kind, KINDS, "kind of record")
        if ({"check", "origin", "n"} & set(fields) or not isinstance(fields.get("id", ""), str)
                or not is_time(fields.get("at", _EXAMPLE_TIME))):
            raise StretchlibError("A record gets its checksum (check), its origin and its number there (n) from the "
                                  f"journal, its id is text, and its time (at) one with an offset, as {_EXAMPLE_TIME}; "
                                  "change those fields.")
        if any(name in fields for name in _PAIN) and not self.setting("pain_scores", False):
            raise StretchlibError("Pain scores are kept only where you turned them on; "
                                  "call journal.current().set('pain_scores', True) first.")
        record = {"id": secrets.token_hex(8), "kind": kind, "at": fields.get("at") or now(), "origin": "", **fields}
        _lines([record])
        return record

    def _write_waiting(self) -> None:
        """Write what waits. Each is tried, and then the first trouble is raised."""
        trouble: Exception | None = None
        for fields in list(self._waiting.values()):
            carried = {name: value for name, value in fields.items() if name in _CARRIED}
            plain = {name: value for name, value in fields.items() if name not in ("kind", *_CARRIED)}
            try:
                self._append({**self._made(fields["kind"], plain), **carried}, True)
            except Exception as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble

    def set(self, name: str, value: Any) -> dict[str, Any]:
        """Keep a setting, such as ``pain_scores``; the newest counts."""
        return self.append("setting", name=name, value=value)

    def setting(self, name: str, default: Any = None) -> Any:
        """The newest value of a setting, wherever it was made; one of a wrong clock only where no other is."""
        values = [record for record in self.records("setting") if record.get("name") == name and "value" in record]
        believed = [record for record in values if not is_misdated(day(record))]
        return (believed or values)[-1]["value"] if values else default

    def records(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The whole records, oldest first, of one ``kind`` or of all. Raises for a file of a newer format.

        Of several origins (a computer, a phone) they come in the order of their instants; within one origin in the
        order of writing, which their numbers tell, whatever its clock did.
        """
        if kind is not None:
            one_of(kind, KINDS, "kind of record")
        with self._alone:
            kept = self._records()
            waiting = [record for record in self._waiting.values() if kind in (None, record["kind"])]
            number = itertools.count(kept.next_number())
            return [*map(with_claim_id, kept.of(kind)),
                    *(with_origin(record, record["origin"]) if record.get("origin") else
                      with_origin(record, kept.origin or "", next(number)) for record in waiting)]

    def misdated(self) -> list[dict[str, Any]]:
        """The records that are dated later than tomorrow or before 2020, as a wrong clock dates them. They are kept,
        and no week, no due date and no sum counts them."""
        return [record for record in self.records() if is_misdated(day(record))]

    @property
    def origin(self) -> str:
        """The random id of this journal; empty before the first record."""
        return self._records().origin or ""

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each line that could not be read, and for each time that runs backwards in one origin."""
        return self._records().problems

    def frame(self, kind: str) -> pd.DataFrame:
        """The records of one kind as a DataFrame: ``at`` as written, ``day`` the local day of the record."""
        import pandas as pd

        rows = [{**record, "day": day(record)} for record in self.records(kind)]
        table = pd.DataFrame(rows).drop(columns=["id", "kind", "origin", "n"], errors="ignore")
        return table if rows else pd.DataFrame(columns=["at", "day"])

    def export(self, path: str | os.PathLike[str]) -> Path:
        """Write all whole records into one file that :meth:`import_from` reads, its owner's alone; returns its path.

        Each record keeps its origin. Raises :class:`StretchlibError` where that is not possible; a file that stood
        there is then unchanged.
        """
        target = Path(path)
        if self.path is not None and target.resolve() == self.path.resolve():
            raise StretchlibError(f"{target} is the journal itself; give another name to export to.")
        text = self.text()
        try:
            write_atomically(target, text.encode("ascii"), mode=0o600)
        except OSError as error:
            raise unusable(target, "written", error) from None
        return target

    def text(self) -> str:
        """All whole records as the text of a journal, with those that could not be written yet."""
        origin = self._records().origin or new_origin()
        return header(origin) + "".join(line(with_origin(record, record["origin"] or origin))
                                        for record in self.records())

    def rescued(self) -> str:
        """As :meth:`text`, for a page that offers to save it: only what waits where the file cannot be read."""
        try:
            return self.text()
        except (StretchlibError, OSError):
            origin = new_origin()
            return header(origin) + "".join(line(with_origin(record, record.get("origin") or origin))
                                            for record in self._waiting.values())

    def import_from(self, path: str | os.PathLike[str]) -> tuple[int, int]:
        """Add the records of an exported file: (new ones, those that were here already). Faulty lines are left out.

        The order in which files are imported makes no difference, and importing twice changes nothing. Raises
        :class:`StretchlibError` for a file that is no journal or of a newer format.
        """
        source = Journal(path)
        if not Path(path).is_file():
            raise StretchlibError(f"{path} is not there; give the name of an exported journal.")
        theirs, mine = source.records(), self._records()
        fresh = [record for record in theirs if mine.get(record["id"]) is None]
        changed = [record for record in theirs if (here := mine.get(record["id"])) and _later(record, here)]
        if fresh or changed:
            self._write([*fresh, *changed])
        return len(fresh), len(theirs) - len(fresh)

    def delete_everything(self) -> None:
        """Delete the journal and whatever lies beside it under its name. There is no way back."""
        self._read = (None, Records())
        self._waiting.clear()
        if self.path is None:
            return
        for file in (self.path, *lying_beside(self.path)):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise StretchlibError(f"{file} could not be deleted ({error.strerror}); "
                                      "close what uses it and try again.") from None

    def take_over(self, source: Journal) -> None:
        """Take what another journal holds in memory and forget it there: all of a journal without a file, of one with a
        file what could not be written into it. What cannot be written here waits, as in :meth:`keep`.

        Records that the source had from elsewhere keep their origin; its own belong to this one from now on.
        """
        with source._alone:
            own = source._records().origin if source.path is None else None
            records = source.records() if source.path is None else list(source._waiting.values())
            if not records:
                return
            for record in records:
                mine = own is not None and record.get("origin") in (own, "")
                self._waiting.setdefault(record["id"], {name: value for name, value in record.items()
                                                        if not (mine and name in _CARRIED)})
            if source.path is None:
                source.delete_everything()
            source._waiting.clear()
        with suppress(Exception):  # told with the next record, which meets the same trouble
            self._write_waiting()

    def _write(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Write records, each with an origin, and return them as they were written."""
        with self._alone:
            for _ in range(9):
                kept = self._records()  # a newer format is refused before a byte is added
                origin = kept.origin or new_origin()
                number = itertools.count(kept.next_number() if kept.origin else 1)
                whole = [with_origin(record, record["origin"]) if record["origin"] else
                         with_origin(record, origin, next(number)) for record in records]
                lines = _lines(whole)
                if self.path is None:
                    kept.origin = origin
                    kept.add_lines(lines)
                    return whole
                # A heading of before says nothing of an origin: where no record does either, another one says it.
                begins = self._read[0] is None or self._read[0][1] == 0
                heading = header(origin)
                text = "".join(lines) if begins or kept.origin else heading + "".join(lines)
                stamps = add_lines(self.path, heading, text, begins)
                if stamps is not None:
                    if self._read[0] == stamps[0]:  # nobody else wrote meanwhile: what was read and what was written
                        kept.origin = origin        # is the file
                        kept.add_lines(lines)
                        self._read = (stamps[1], kept)
                    return whole
            raise busy(self.path or Path())

    def _records(self) -> Records:
        if self.path is None:
            return self._read[1]
        with self._alone:
            try:
                now_there = stamp(self.path.stat())
            except (OSError, ValueError):  # not there, or of a name that no file here can have: adding to it tells why
                self._read = (None, Records(self.path.name))
                return self._read[1]
            if self._read[0] != now_there:
                self._read = (now_there, read(read_bytes(self.path), self.path.name))
            return self._read[1]

    def __repr__(self) -> str:
        kept = self._records().counts()
        count = {kind: kept[kind] for kind in KINDS}
        content = ", ".join(f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in count.items() if number)
        only = "" if self.path is not None or not content else f". {say('keeping.memory')}"
        return f"Journal: {content or 'empty'}{only}"


def _lines(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """The records as lines. Raises :class:`StretchlibError` for a value that no file of JSON can hold."""
    try:
        return [line(record) for record in records]
    except (TypeError, ValueError, RecursionError):
        raise StretchlibError("A record holds a value that JSON cannot write; give text, numbers, lists or dicts of "
                              "them.") from None


def _later(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Which of two records with one id counts, whichever came first into the file: that of the later instant."""

    def key(record: Mapping[str, Any]) -> tuple[float, str, int]:
        plain = {name: value for name, value in record.items() if name != "n"}
        return instant(record["at"]) or 0.0, line(with_origin(plain, record["origin"])), record.get("n") or 0

    return key(first) > key(second)


_CURRENT: dict[str, Journal] = {}


def current() -> Journal:
    """The learner's journal: ``STRETCHLIB_JOURNAL``, else ``journal.jsonl`` in the learner's folder, else in memory.

    A notebook that runs outside a learner's folder, as in a test or in the repository, gets a journal in memory:
    nobody's practice is mixed into the course's own files. Once a file is named, what was in memory goes into it; once
    another is named, what could not be written into the first.
    """
    named = os.environ.get("STRETCHLIB_JOURNAL", "")
    file = os.path.expanduser(named) or str(_learners_file() or "")
    book = _CURRENT.setdefault(file, Journal(file or None))
    for earlier in list(_CURRENT.values()):
        if earlier is not book:
            book.take_over(earlier)
    return book


def keep(kind: str, **fields: Any) -> tuple[bool, str]:
    """:meth:`Journal.keep` of the learner's journal; that there is none to be found is told in the same way, and then
    the record is held in memory until a file is named."""
    try:
        return current().keep(kind, **fields)
    except Exception as error:
        _CURRENT.setdefault("", Journal()).keep(kind, **fields)
        return False, say("keeping.unforeseen", error=f"{type(error).__name__}: {error}"[:200])


def _learners_file() -> Path | None:
    """``journal.jsonl`` of the learner's folder that holds the working directory, if there is one."""
    here = Path.cwd()
    if sys.platform == "emscripten":  # in the browser every notebook lies on the learner's own drive
        return here / "journal.jsonl"
    for folder in (here, *here.parents):
        if (folder / EDITIONS).exists():
            return folder / "journal.jsonl"
    return None
