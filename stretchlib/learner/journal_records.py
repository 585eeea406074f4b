"""A record of a journal: its line with its checksum, its time, the day it belongs to; and all records of a file."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from ..core.errors import StretchlibError
from ..core.numbers import finite
from .journal_order import WAITED_S, end_of_tomorrow, in_order, instant, is_misdated, runs

FORMAT, VERSION = "stretchlib journal", 1
HEADER = json.dumps({"format": FORMAT, "version": VERSION}) + "\n"  # of a file of before, and how every header begins
ORIGIN = re.compile(r"[0-9a-f]{16}")
POCKET_CLAIM = re.compile(r"claim_([CO][0-9]+)")


def header(origin: str) -> str:
    """The first line of a journal file with its random id."""
    return json.dumps({"format": FORMAT, "version": VERSION, "origin": origin}) + "\n"


def new_origin() -> str:
    """A random id for a journal file."""
    return secrets.token_hex(8)


def origin_of(first_id: str) -> str:
    """The id of a file of before, which has none: made from its first record, so that every copy has the same."""
    return hashlib.sha256(first_id.encode("utf-8", "replace")).hexdigest()[:16]


def is_origin(value: object) -> bool:
    """Whether this is the id of a journal file or of a page's store."""
    return isinstance(value, str) and ORIGIN.fullmatch(value) is not None


def with_origin(record: Mapping[str, Any], origin: str, number: int | None = None) -> dict[str, Any]:
    """The record with this origin and its number there (``n``), which stand behind its id, kind and time, where they
    are found quickest. A number that it has already stays where none is given."""
    head = {name: record[name] for name in ("id", "kind", "at")}
    number = record.get("n") if number is None else number
    return {**head, "origin": origin, **({} if number is None else {"n": number}),
            **{name: value for name, value in record.items() if name not in head and name not in ("origin", "n")}}


def with_claim_id(record: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the record. An answer kept as one to ``claim_C03``, as the pocket page once called that claim, is one
    to ``C03``, as the course calls it everywhere."""
    question = record.get("question")
    claim = POCKET_CLAIM.fullmatch(question) if isinstance(question, str) else None
    return {**record, "question": claim[1]} if claim else dict(record)


def line(record: Mapping[str, Any]) -> str:
    """A record as one line, its last entry the checksum of all bytes before it. Raises for what JSON cannot write."""
    text = json.dumps(record, ensure_ascii=True, allow_nan=False, separators=(",", ":"))[:-1]
    if "\\ud" in text:  # perhaps half of a pair of characters, which no page, file or message can hold
        whole = re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", json.dumps(record, ensure_ascii=False))
        text = json.dumps(json.loads(whole), ensure_ascii=True, separators=(",", ":"))[:-1]
    return f'{text},"check":"{zlib.crc32(text.encode("ascii")):08x}"}}\n'


def parsed(raw: bytes) -> dict[str, Any] | None:
    """The record of a line without its checksum; ``None`` where the line was cut or changed, or is no record."""
    text = raw[:-20]
    if raw[-20:] != b',"check":"%08x"}' % zlib.crc32(text):
        return None
    try:
        record: dict[str, Any] = json.loads(text.decode("ascii") + "}")
        return record if all(isinstance(record[name], str) for name in ("id", "kind", "at")) else None
    except (ValueError, KeyError):
        return None


def now() -> str:
    """The time with its offset from Greenwich, to the second, as the clock of this computer has it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def is_time(value: object) -> bool:
    """Whether this is the text of a time with its offset."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


def day(record: Mapping[str, Any]) -> str:
    """The calendar day of a record where and when it was made: its own offset, never today's, so that travel or a
    change of the clock neither loses nor repeats a day."""
    return str(record.get("started_at") or record["at"])[:10]


def done_of_planned(done: float, planned: float) -> float:
    """Practice done of planned, per cent. Raises :class:`StretchlibError` for a plan of nothing or a count below 0."""
    done, planned = finite(practice_done=done, practice_planned=planned)
    if planned <= 0 or done < 0:
        raise StretchlibError(f"Practice done of planned needs a plan above 0 and a count of 0 or more, not {done:g} "
                              f"of {planned:g}.")
    return 100 * done / planned


class Records:
    """The whole records of a journal. The same id counts once, as it was written last.

    ``origin`` is the random id of the file: of its heading, else made from its first record; ``None`` where there is
    neither. ``faults``: one sentence for each line that could not be read.
    """

    def __init__(self, name: str = "", origin: str | None = None) -> None:
        self.name = name
        self.origin = origin
        self.faults: list[str] = []
        self._by_id: dict[str, dict[str, Any]] = {}
        self._highest: dict[str, int] = {}  # the highest number of each origin
        self._oldest_first: list[dict[str, Any]] | None = None  # once the order was asked for
        self._newest = float("-inf")  # the instant by which the last of them is ordered

    def add(self, record: dict[str, Any]) -> None:
        """Add a record that was written after these; it names its origin."""
        origin, number = record["origin"], _number(record)
        highest = self._highest.get(origin, 0)
        if self._oldest_first is not None:  # nearly always the newest record is the last one
            made = None if record["id"] in self._by_id or is_misdated(record["at"][:10]) else instant(record["at"])
            if made is not None and self._newest < made <= end_of_tomorrow() and (number is None or number > highest):
                self._oldest_first.append(record)
                self._newest = made
            else:
                self._oldest_first = None
        self._by_id[record["id"]] = record
        self._highest[origin] = max(highest, number or 0)

    def add_lines(self, lines: Iterable[str]) -> None:
        """Add records as they were written, see :func:`line`, after these."""
        for record in filter(None, (parsed(text.rstrip("\n").encode("ascii")) for text in lines)):
            self.add(record)

    def of(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Those of one kind, or all, oldest first (see :mod:`.journal_order`), each with its origin. They are the
        journal's own: a caller copies what it hands on."""
        if self._oldest_first is None:
            records = list(self._by_id.values())
            order, instants = in_order(*_columns(records))
            self._oldest_first = [records[index] for index in order]
            self._newest = instants[order[-1]] if order else float("-inf")
        return [record for record in self._oldest_first if kind in (None, record["kind"])]

    def get(self, record_id: str) -> dict[str, Any] | None:
        """The record of this id."""
        return self._by_id.get(record_id)

    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(record["kind"] for record in self._by_id.values())

    def next_number(self) -> int:
        """The number of the next record that is written into this file."""
        return self._highest.get(self.origin or "", 0) + 1

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each line that could not be read, and for each time at which the clock of one origin was
        set back by more than a minute."""
        records = list(self._by_id.values())
        columns = _columns(records)
        return (*self.faults, *(
            f"{self.name}: the clock ran back between {records[first]['at']} and {records[second]['at']}; the records "
            "stay in the order in which they were written."
            for run in runs(*columns)[0] for first, second in pairwise(run)
            if (columns[0][first] or 0.0) - (columns[0][second] or 0.0) > WAITED_S))


def read(data: bytes, name: str) -> Records:
    """The whole records of the bytes of a journal that is called ``name``, each line held against its checksum.

    Raises :class:`StretchlibError` for a newer format and for a file that is no journal.
    """
    kept, records, headed = Records(name), [], False
    # A line ending in CR LF was written by an editor: inside a record these characters are escaped.
    for number, raw in enumerate(data.replace(b"\r\n", b"\n").split(b"\n"), start=1):
        if (record := parsed(raw)) is not None:
            records.append(record)
        elif not raw.strip(b"\x00 \r\t"):
            headed = headed or (number == 1 and b"\x00" in raw)
            if raw.strip(b" \r\t"):
                kept.faults.append(f"{name}, line {number}: {len(raw)} empty bytes, as a crash of the computer leaves "
                                   "them; nothing can be read there, and all other lines are whole.")
        elif (heading := _heading(raw, name)) is not None:
            headed = True
            if kept.origin is None and is_origin(heading.get("origin")):
                kept.origin = heading["origin"]
        elif number == 1 and _begins_heading(raw.rstrip(b"\x00 \r")):
            headed = True  # the very first write was cut; what comes after it is a journal all the same
            kept.faults.append(f"{name}, line 1: the heading was cut; no record stood there.")
        else:
            kept.faults.append(f"{name}, line {number}: this record was cut or changed and is left out; all other "
                               "records are read.")
    if not headed and not records and kept.faults:
        raise StretchlibError(f"{name} is no journal of this course; give another name, nothing was changed.")
    for record in records:
        if not is_origin(record.get("origin")):  # of a file of before: it belongs to the file it stands in
            kept.origin = kept.origin or origin_of(record["id"])
            record["origin"] = kept.origin
        kept.add(record)
    return kept


def _columns(records: Sequence[Mapping[str, Any]]) -> tuple[list[float | None], list[str], list[int | None]]:
    """(instants in seconds since 1970, origins, numbers within them) of records."""
    return ([instant(record["at"]) for record in records], [record["origin"] for record in records],
            [_number(record) for record in records])


def _number(record: Mapping[str, Any]) -> int | None:
    """The number of a record in its origin, if it has one that a page can hold too."""
    number = record.get("n")
    return number if type(number) is int and 0 < number < 10**15 else None


def _heading(raw: bytes, name: str) -> dict[str, Any] | None:
    """What a heading says, ``None`` where the line is none; raises :class:`StretchlibError` for a newer format."""
    try:
        heading = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(heading, dict) or heading.get("format") != FORMAT:
        return None
    if not isinstance(heading.get("version"), int) or heading["version"] > VERSION:
        raise StretchlibError(f"{name} was written by a newer version of the course (format {heading.get('version')}); "
                              "update the course to read it, nothing was changed.")
    return heading


def _begins_heading(raw: bytes) -> bool:
    """Whether this is the beginning of a heading that was cut, with or without an origin."""
    whole = HEADER.encode("ascii")
    return whole.startswith(raw) or raw.startswith(whole[:-2] + b",")
