"""A record of a journal: its line with its checksum, its time, and the day it belongs to."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from .borders import finite
from .errors import StretchlibError

FORMAT, VERSION = "stretchlib journal", 1
HEADER = json.dumps({"format": FORMAT, "version": VERSION}) + "\n"
_WAITED_S = 60.0  # of two notebooks that write at once one waits: its time is a little older than what stands before


def backwards(times: Sequence[str], name: str) -> Iterator[str]:
    """A sentence where the clock was set back by more than a minute between two records; they stay in their order."""
    # ISO texts of one offset sort as times do, which spares reading them all.
    if list(times) == sorted(times) and len({time[-6:] for time in times}) < 2:
        return
    for first, second in pairwise(times):
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
    finite(practice_done=done, practice_planned=planned)
    if planned <= 0 or done < 0:
        raise StretchlibError(f"Practice done of planned needs a plan above 0 and a count of 0 or more, not {done:g} "
                              f"of {planned:g}.")
    return 100 * done / planned
