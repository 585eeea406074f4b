"""The learner's journal: one JSON object a line, added to and never rewritten, in a file that stays theirs.

Practices, answers, reviews, cases, notes and settings stand in ``my_course/journal.jsonl`` beside the notebooks;
``STRETCHLIB_JOURNAL`` names another place. No name and no identifier of a person is kept, and pain scores only where
the learner turned them on. Every record carries a checksum: a line that was cut or changed is told and left where it
is, and all whole records are read. A file of a newer format than this version knows is refused and not touched.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .course import EDITIONS, write_atomically
from .errors import StretchlibError, one_of
from .journal_file import add_lines, read_bytes, stamp, told
from .journal_reading import Records, read
from .journal_records import HEADER, day, done_of_planned, is_time, line, now, parsed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Journal", "current", "day", "done_of_planned", "now"]
KINDS = ("practice", "answer", "review", "case", "note", "setting")
_SOME_TIME = "2026-01-05T09:00:00+01:00"
_PAIN = ("pain", "pain_before", "pain_after")


class Journal:
    """A journal file; ``path=None`` keeps the records in memory only. Nothing is written before the first record."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path)
        self._read: tuple[object, Records] = (None, Records())  # the state of the file, and what stands in it

    def append(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Write one record and return it once it is safe on the disk.

        ``kind`` is one of :data:`KINDS`; ``fields`` are plain JSON values, ``at`` only where the time is
        not now. Whoever gives an ``id`` may append the same record again: it counts once. Raises
        :class:`StretchlibError` in one sentence for anything that cannot be kept, and then nothing of it has been
        written.
        """
        one_of(kind, KINDS, "kind of record")
        if "check" in fields or not isinstance(fields.get("id", ""), str) or not is_time(fields.get("at", _SOME_TIME)):
            raise StretchlibError("A record gets its checksum (check) from the journal, its id is text, and its time "
                                  f"(at) one with an offset, as {_SOME_TIME}; change those fields.")
        if any(name in fields for name in _PAIN) and not self.setting("pain_scores", False):
            raise StretchlibError("Pain scores are kept only where you turned them on; "
                                  "call journal.current().set('pain_scores', True) first.")
        if "id" in fields:
            here = self._records().get(fields["id"])
            if here is not None:
                return dict(here)
        record = {"id": secrets.token_hex(8), "kind": kind, "at": fields.get("at") or now(), **fields}
        self._write([record])
        return record

    def set(self, name: str, value: Any) -> dict[str, Any]:
        """Keep a setting, such as ``pain_scores``; the newest counts."""
        return self.append("setting", name=name, value=value)

    def setting(self, name: str, default: Any = None) -> Any:
        """The newest value of a setting."""
        return next((one["value"] for one in reversed(self.records("setting")) if one.get("name") == name), default)

    def records(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The whole records, oldest first, of one ``kind`` or of all. Raises for a file of a newer format."""
        if kind is not None:
            one_of(kind, KINDS, "kind of record")
        return [dict(one) for one in self._records().of(kind)]

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each line that could not be read, and for each time that runs backwards."""
        return self._records().problems

    def frame(self, kind: str) -> pd.DataFrame:
        """The records of one kind as a DataFrame: ``at`` as written, ``day`` the local day of the record."""
        import pandas as pd

        rows = [{**one, "day": day(one)} for one in self.records(kind)]
        table = pd.DataFrame(rows).drop(columns=["id", "kind"], errors="ignore")
        return table if rows else pd.DataFrame(columns=["at", "day"])

    def export(self, path: str | os.PathLike[str]) -> Path:
        """Write all whole records into one file that :meth:`import_from` reads, its owner's alone; returns its path.

        Raises :class:`StretchlibError` where that is not possible; a file that stood there is then unchanged.
        """
        target = Path(path)
        if self.path is not None and target.resolve() == self.path.resolve():
            raise StretchlibError(f"{target} is the journal itself; give another name to export to.")
        text = HEADER + "".join(map(line, self._records().of()))
        try:
            write_atomically(target, text.encode("ascii"), mode=0o600)
        except OSError as error:
            raise told(target, "written", error) from None
        return target

    def import_from(self, path: str | os.PathLike[str]) -> tuple[int, int]:
        """Add the records of an exported file: (new ones, those that were here already). Faulty lines are left out.

        Raises :class:`StretchlibError` for a file that is no journal or of a newer format.
        """
        other = Journal(path)
        if not Path(path).is_file():
            raise StretchlibError(f"{path} is not there; give the name of an exported journal.")
        theirs, mine = other.records(), {one["id"] for one in self._records().of()}  # all read in one go
        fresh = [one for one in theirs if one["id"] not in mine]
        if fresh:
            self._write(fresh)
        return len(fresh), len(theirs) - len(fresh)

    def delete_everything(self) -> None:
        """Delete the journal and whatever lies beside it under its name. There is no way back."""
        self._read = (None, Records())
        if self.path is None:
            return
        for file in (self.path, *self.path.parent.glob(f"{self.path.name}.*")):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise StretchlibError(f"{file} could not be deleted ({error.strerror}); "
                                      "close what uses it and try again.") from None

    def _write(self, records: list[dict[str, Any]]) -> None:
        try:
            lines = [line(one) for one in records]
        except (TypeError, ValueError):
            raise StretchlibError("A record holds a value that JSON cannot write; give text, numbers, lists or "
                                  "dicts of them.") from None
        if self.path is None:
            self._read[1].add(list(map(parsed, lines)))
            return
        self._records()  # a newer format is refused before a byte is added
        before, after = add_lines(self.path, HEADER, "".join(lines))
        known, found = self._read
        if known == before:  # nobody else wrote meanwhile: what was read and what was written is the file
            found.add(list(map(parsed, lines)))
            self._read = (after, found)

    def _records(self) -> Records:
        if self.path is None:
            return self._read[1]
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
        told = ", ".join(f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in count.items() if number)
        return f"Journal: {told or 'empty'}"


_CURRENT: dict[str, Journal] = {}


def current() -> Journal:
    """The learner's journal: ``STRETCHLIB_JOURNAL``, else ``journal.jsonl`` in the learner's folder, else in memory.

    A notebook that runs outside a learner's folder, as in a test or in the repository, gets a journal in memory:
    nobody's practice is mixed into the course's own files.
    """
    place = os.environ.get("STRETCHLIB_JOURNAL", "") or str(_learners_file() or "")
    if place not in _CURRENT:
        _CURRENT[place] = Journal(place or None)
    return _CURRENT[place]


def _learners_file() -> Path | None:
    """``journal.jsonl`` of the learner's folder that holds the working directory, if there is one."""
    here = Path.cwd()
    if sys.platform == "emscripten":  # in the browser every notebook lies on the learner's own drive
        return here / "journal.jsonl"
    for folder in (here, *here.parents):
        if (folder / EDITIONS).exists():
            return folder / "journal.jsonl"
    return None
