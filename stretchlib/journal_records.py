"""The lines of a journal: a record with its checksum, what is whole and what is not, and the day it belongs to."""

from __future__ import annotations

import gc
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from .errors import StretchlibError

FORMAT, VERSION = "stretchlib journal", 1
HEADER = json.dumps({"format": FORMAT, "version": VERSION}) + "\n"
_MARK = b',"check":"'
_WAITED_S = 60.0  # of two notebooks that write at once one waits: its time is a little older than what stands before


def read(data: bytes, name: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """(whole records, one sentence for each line that is not) of a journal's bytes.

    Raises :class:`StretchlibError` for a newer format and for a file that is no journal.
    """
    whole: list[bytes] = []
    numbers: list[int] = []
    problems: list[str] = []
    headed = False
    if b"\r" in data:  # an editor's line ends; inside a record the character is written otherwise
        data = data.replace(b"\r\n", b"\n")
    for number, raw in enumerate(data.split(b"\n"), start=1):
        if raw[-20:-10] == _MARK and raw[-10:] == b'%08x"}' % zlib.crc32(raw[:-20]):
            whole.append(raw[:-20])
            numbers.append(number)
        elif not raw.strip(b"\x00 \r\t"):
            headed = headed or (number == 1 and b"\x00" in raw)
            if raw.strip(b" \r\t"):
                problems.append(f"{name}, line {number}: {len(raw)} empty bytes, as a crash of the computer leaves "
                                "them; nothing can be read there, and all other lines are whole.")
        elif _header(raw, name):
            headed = True
        elif number == 1 and HEADER.encode("ascii").startswith(raw.rstrip(b"\x00 \r")):
            headed = True  # the very first write was cut; what comes after it is a journal all the same
            problems.append(f"{name}, line 1: the heading was cut; no record stood there.")
        else:
            problems.append(_cut(name, number))
    if not headed and not whole and problems:
        raise StretchlibError(f"{name} is no journal of this course; give another name, nothing was changed.")
    records = _parsed(whole)
    if records is None:  # a right checksum on a line that is no record of ours: look at each
        parsed = [(number, _parsed([raw])) for number, raw in zip(numbers, whole, strict=True)]
        problems += [_cut(name, number) for number, one in parsed if one is None]
        records = [record for _, one in parsed for record in one or ()]
    if len({one["id"] for one in records}) < len(records):  # the same record written by two at once counts once
        records = list({one["id"]: one for one in records}.values())
    return records, (*problems, *backwards(records, name))


def _cut(name: str, number: int) -> str:
    return (f"{name}, line {number}: this record was cut or changed and is left out; all other records are read.")


def _parsed(whole: list[bytes]) -> list[dict[str, Any]] | None:
    """The records of these lines, or ``None`` where one of them is no record.

    All lines in one go: a third of the time of one by one. Nearly always a line whose checksum fits was written by us.
    """
    collecting = gc.isenabled()
    gc.disable()  # none of the new records is garbage, and looking for it takes as long as the reading
    try:
        records: list[dict[str, Any]] = json.loads("[" + b"},".join(whole).decode("ascii") + "}]") if whole else []
        sound = len(records) == len(whole) and all(
            type(one["id"]) is type(one["kind"]) is type(one["at"]) is str for one in records)
    except (ValueError, KeyError, TypeError):
        return None
    finally:
        if collecting:
            gc.enable()
    return records if sound else None


def _header(raw: bytes, name: str) -> bool:
    """Whether a line is the header; raises :class:`StretchlibError` for a newer format."""
    try:
        found = json.loads(raw)
    except ValueError:
        return False
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return False
    if not isinstance(found.get("version"), int) or found["version"] > VERSION:
        raise StretchlibError(f"{name} was written by a newer version of the course (format {found.get('version')}); "
                              "update the course to read it, nothing was changed.")
    return True


def backwards(records: list[dict[str, Any]], name: str) -> Iterator[str]:
    """A sentence where the clock was set back by more than a minute between two records; they stay in their order."""
    # ISO texts of one offset sort as times do, which spares reading them all.
    times = [one["at"] for one in records]
    if times == sorted(times) and len({time[-6:] for time in times}) < 2:
        return
    for one, two in pairwise(records):
        first, second = one["at"], two["at"]
        if first != second and _time(first) - _time(second) > _WAITED_S:
            yield (f"{name}: the clock ran back between {first} and {second}; the records stay in the order "
                   "in which they were written.")


def _time(text: str) -> float:
    """Seconds since 1970 of a time with its offset; 0 where the text is no such time."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def line(record: Mapping[str, Any]) -> str:
    """A record as one line, its last entry the checksum of all bytes before it. Raises for what JSON cannot write."""
    text = json.dumps(record, ensure_ascii=True, allow_nan=False, separators=(",", ":"))[:-1]
    if "\\ud" in text:  # perhaps half of a pair of characters, which no page, file or message can hold
        whole = re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", json.dumps(record, ensure_ascii=False))
        text = json.dumps(json.loads(whole), ensure_ascii=True, separators=(",", ":"))[:-1]
    return f'{text},"check":"{zlib.crc32(text.encode("ascii")):08x}"}}\n'


def parsed(text: str) -> dict[str, Any]:
    """The record of a line as :func:`line` writes it, without its checksum."""
    found: dict[str, Any] = json.loads(text)
    del found["check"]
    return found


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
    if not planned > 0 or not done >= 0:
        raise StretchlibError(f"Practice done of planned needs a plan above 0 and a count of 0 or more, not {done:g} "
                              f"of {planned:g}.")
    return 100 * done / planned
