"""A record of a journal: its line with its checksum, its time, and the day it belongs to."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from ..core.errors import StretchlibError
from ..core.numbers import finite
from .journal_order import WAITED_S, instant

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


def is_number(value: object) -> bool:
    """Whether this can be the number of a record in its origin, as a page can hold it too."""
    return type(value) is int and 0 < value < 10**15


def backwards(times: Sequence[str], name: str, instants: Sequence[float | None] | None = None) -> Iterator[str]:
    """A sentence where the clock was set back by more than a minute between two records of one origin.

    ``instants``: those of the ``times``, where they have been read already.
    """
    # ISO texts of one offset sort as times do, which spares reading them all.
    if instants is None and list(times) == sorted(times) and len({time[-6:] for time in times}) < 2:
        return
    moments = [moment or 0.0 for moment in (map(instant, times) if instants is None else instants)]
    for place, (first, second) in enumerate(pairwise(moments)):
        if first - second > WAITED_S:
            yield (f"{name}: the clock ran back between {times[place]} and {times[place + 1]}; the records stay in the "
                   "order in which they were written.")


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
    done, planned = finite(practice_done=done, practice_planned=planned)
    if planned <= 0 or done < 0:
        raise StretchlibError(f"Practice done of planned needs a plan above 0 and a count of 0 or more, not {done:g} "
                              f"of {planned:g}.")
    return 100 * done / planned
