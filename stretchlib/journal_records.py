"""The lines of a journal: a record with its checksum, what is whole and what is not, and the day it belongs to."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from .errors import StretchlibError

FORMAT, VERSION = "stretchlib journal", 1
HEADER = json.dumps({"format": FORMAT, "version": VERSION}) + "\n"


def read(data: bytes, name: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """(whole records, one sentence for each line that is not) of a journal's bytes.

    Raises :class:`StretchlibError` for a newer format and for a file that is no journal.
    """
    records: list[dict[str, Any]] = []
    problems: list[str] = []
    headed = False
    for number, raw in enumerate(data.split(b"\n"), start=1):
        if not raw.strip(b"\x00 \r\t"):
            if raw.strip(b" \r\t"):
                problems.append(f"{name}, line {number}: {len(raw)} empty bytes, as a crash of the computer leaves "
                                "them; nothing can be read there, and all other lines are whole.")
            continue
        record = _parsed(raw.strip(b"\x00"))
        if record is not None and record.get("format") == FORMAT:
            headed = True
            if not isinstance(record.get("version"), int) or record["version"] > VERSION:
                raise StretchlibError(f"{name} was written by a newer version of the course (format "
                                      f"{record.get('version')}); update the course to read it, nothing was changed.")
        elif record is not None and _whole(record):
            records.append(record)
        else:
            problems.append(f"{name}, line {number}: this record was cut or changed and is left out; "
                            "all other records are read.")
    if not headed and not records and problems:
        raise StretchlibError(f"{name} is no journal of this course; give another name, nothing was changed.")
    return records, (*problems, *_backwards(records, name))


def _backwards(records: list[dict[str, Any]], name: str) -> Iterator[str]:
    """A sentence where the clock was set back between two records; their order stays that of writing."""
    # ISO texts of one offset sort as times do, which spares reading them all.
    for one, two in pairwise(records):
        first, second = one["at"], two["at"]
        if first > second and (first[-6:] == second[-6:] or _time(first) > _time(second)):
            yield (f"{name}: the clock ran back between {first} and {second}; the records stay in the order "
                   "in which they were written.")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _parsed(raw: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _whole(record: dict[str, Any]) -> bool:
    """Whether the checksum fits; it is taken off. A kind of a later version is kept, not understood."""
    check = record.pop("check", None)
    if not all(isinstance(record.get(name), str) for name in ("id", "kind", "at")) or check != _check(record):
        return False
    try:
        _time(record["at"][:19])
    except ValueError:
        return False
    return True


def _check(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":"))
    return f"{zlib.crc32(text.encode('ascii')):08x}"


def line(record: Mapping[str, Any]) -> str:
    # Through JSON and back: tuples become lists, so that what is read has the checksum of what was written.
    plain = json.loads(json.dumps(record, ensure_ascii=True, allow_nan=False))
    return json.dumps({**plain, "check": _check(plain)}, ensure_ascii=True, separators=(",", ":")) + "\n"


def now() -> str:
    """The time with its offset from Greenwich, to the second, as the clock of this computer has it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


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
