"""Reading a journal's file: every line held against its checksum at once, and parsed when its kind is first asked for.

Of 100,000 records the checksums take a third of the time that the parsing takes, and who asks for practices needs no
answer parsed.
"""

from __future__ import annotations

import gc
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from ..core.errors import StretchlibError
from .journal_order import end_of_tomorrow, in_order, instant, is_misdated, runs
from .journal_records import FORMAT, HEADER, VERSION, backwards, is_number, is_origin, origin_of

#: How every line begins that this library writes: id, kind and time as plain text, the origin and the number in it
#: (neither in a file of before).
_HEAD = re.compile(rb'\{"id":"([^"\\]*)","kind":"([a-z]+)","at":"([^"\\]*)"(?:,"origin":"([0-9a-f]{16})"'
                   rb'(?:,"n":([1-9][0-9]{0,14})(?=,|$))?)?')
_Head = tuple[bytes, bytes, bytes, bytes | None, bytes | None]  # id, kind, time, origin, number


class Records:
    """The whole records of a journal, oldest first (see :mod:`.journal_order`). The same id counts once, as it was
    written last.

    ``origin`` is the random id of the file: of its heading, else made from its first record; ``None`` where there is
    neither.
    """

    def __init__(self, name: str = "", origin: str | None = None) -> None:
        self.name = name
        self.origin = origin
        self._faults: list[str] = []  # a sentence for each line that could not be read
        self._heads: list[_Head] = []
        self._bodies: list[bytes | dict[str, Any] | None] = []  # as on the disk, then parsed; None is no record
        self._numbers: list[int] = []  # of their lines
        self._places: dict[bytes, int] = {}  # of their ids
        self._highest: dict[bytes, int] = {}  # the highest number of each origin, 0 where it has none
        self._as_written = True  # whether the places are the order already
        self._instants: list[float | None] | None = None  # of the times, once they were asked for
        self._order: tuple[list[int], list[float]] | None = None  # once it was asked for
        self._ran_back: tuple[str, ...] | None = None

    def add(self, records: Sequence[dict[str, Any]]) -> None:
        """Add records that were written after these."""
        for record in records:
            head = _head(record)
            self._ran_back = None
            place = self._places.setdefault(head[0], len(self._heads))
            if place == len(self._heads):
                self._keep(head, record, 0)
                self._put_last(place, head)
            else:
                self._heads[place], self._bodies[place] = head, record
                self._instants = self._order = None
                self._as_written = False
            origin = head[3] or self._mine
            self._highest[origin] = max(self._highest.get(origin, 0), int(head[4] or 0))

    def of(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Those of one kind, or all, each with its origin. They are the journal's own: a caller copies what it hands
        on."""
        asked = kind and kind.encode()
        wanted = [place for place, head in enumerate(self._heads) if asked in (None, head[1])]
        if wanted and not self._as_written:
            wanted = [place for place in self._in_order() if asked in (None, self._heads[place][1])]
        self._parse([place for place in wanted if type(self._bodies[place]) is bytes])
        return [body for body in map(self._bodies.__getitem__, wanted) if type(body) is dict]

    def get(self, record_id: str) -> dict[str, Any] | None:
        """The record of this id."""
        place = self._places.get(_id(record_id))
        if place is None:
            return None
        self._parse([place] if type(self._bodies[place]) is bytes else [])
        body = self._bodies[place]
        return body if isinstance(body, dict) else None

    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(head[1].decode() for head in self._heads)

    def next_number(self) -> int:
        """The number of the next record that is written into this file."""
        return self._highest.get(self._mine, 0) + 1

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each line that could not be read, and for each time that runs backwards in one origin."""
        if self._ran_back is None:
            self._ran_back = tuple(self._backwards())
        return (*self._faults, *self._ran_back)

    def _backwards(self) -> Iterator[str]:
        times = [head[2].decode("utf-8", "replace") for head in self._heads]
        if len(self._highest) < 2 and _never_falls(times):
            return
        moments = self._moments()
        for run in runs(moments, self._origins(), self._in_origin())[0]:
            yield from backwards([times[place] for place in run], self.name, [moments[place] for place in run])

    @property
    def _mine(self) -> bytes:
        return _id(self.origin or "")

    def _in_order(self) -> Sequence[int]:
        """The places, oldest first."""
        if self._order is None:
            self._order = in_order(self._moments(), self._origins(), self._in_origin())
        return self._order[0]

    def _moments(self) -> list[float | None]:
        if self._instants is None:
            self._instants = [instant(head[2].decode("utf-8", "replace")) for head in self._heads]
        return self._instants

    def _origins(self) -> list[bytes]:
        mine = self._mine
        return [head[3] or mine for head in self._heads]

    def _in_origin(self) -> list[int | None]:
        return [None if head[4] is None else int(head[4]) for head in self._heads]

    def _put_last(self, place: int, head: _Head) -> None:
        """Bring the order up to date, where the newest record is the last one of all: nearly always."""
        origin, number = head[3] or self._mine, None if head[4] is None else int(head[4])
        follows = number is None or number > self._highest.get(origin, 0)
        if self._as_written and follows and number is not None and (
                not place or (self._highest.get(origin) and len(self._highest) == 1)):
            self._instants = None
            return
        self._as_written = False
        at = head[2].decode("utf-8", "replace")
        moment = instant(at)
        if self._instants is not None:
            self._instants.append(moment)
        if self._order is None or moment is None or not follows or is_misdated(at[:10]):
            self._order = None
            return
        order, instants = self._order
        if order and instants[order[-1]] < moment <= end_of_tomorrow():
            order.append(place)
            instants.append(moment)
        else:
            self._order = None

    def _keep(self, head: _Head, body: bytes | dict[str, Any], number: int) -> None:
        self._heads.append(head)
        self._bodies.append(body)
        self._numbers.append(number)

    def _index(self) -> None:
        self._places = {head[0]: place for place, head in enumerate(self._heads)}
        if len(self._places) < len(self._heads):  # the same record written by two at once, or after an error
            last = list(self._places.values())
            self._heads = [self._heads[place] for place in last]
            self._bodies = [self._bodies[place] for place in last]
            self._numbers = [self._numbers[place] for place in last]
            self._places = {head[0]: place for place, head in enumerate(self._heads)}
        numbers = self._in_origin()
        for origin, number in zip(self._origins(), numbers, strict=True):
            if (number or 0) >= self._highest.get(origin, 0):
                self._highest[origin] = number or 0
        known = [number for number in numbers if number is not None]
        if len(self._highest) > 1 or 0 < len(known) < len(numbers):
            self._as_written = False
        elif known:
            self._as_written = all(first < second for first, second in pairwise(known))
        else:
            self._as_written = _never_falls([head[2].decode("utf-8", "replace") for head in self._heads])

    def _belong(self) -> None:
        """Records that name no origin have the one of their file: of its heading, else made from the first of them."""
        if self.origin is None:
            first = next((head[0] for head in self._heads if head[3] is None), None)
            self.origin = None if first is None else origin_of(first.decode("utf-8", "replace"))
        for head, body in zip(self._heads, self._bodies, strict=True):
            if type(body) is dict and not head[3]:  # parsed already, for its entries stand in another order than ours
                body["origin"] = self.origin

    def _parse(self, places: list[int]) -> None:
        """Nearly always a line whose checksum fits was written by us: all lines in one go take a third of the time."""
        raw: list[Any] = [self._bodies[place] for place in places]
        found: list[Any] | None = _parsed(raw)
        if found is None:  # a right checksum on a line that is no record of ours: look at each
            found = [one[0] if one else None for one in (_parsed([text]) for text in raw)]
            self._faults += [_cut(self.name, self._numbers[place])
                             for place, one in zip(places, found, strict=True) if one is None]
        for place, one in zip(places, found, strict=True):
            self._bodies[place] = one
            if one is not None and not self._heads[place][3]:
                one["origin"] = self.origin


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """None of what is read is garbage, and looking for it takes as long as the reading."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_nothing_collected()
def read(data: bytes, name: str) -> Records:
    """The whole records of a journal's bytes, and in ``problems`` one sentence for each line that is none.

    A line whose checksum fits and that is no record all the same is told when its kind is asked for. Raises
    :class:`StretchlibError` for a newer format and for a file that is no journal.
    """
    found = Records(name)
    problems = found._faults
    headed = False
    if b"\r" in data:  # an editor's line ends; inside a record the character is written otherwise
        data = data.replace(b"\r\n", b"\n")
    heads, bodies, numbers, head_of = found._heads, found._bodies, found._numbers, _HEAD.match
    for number, raw in enumerate(data.split(b"\n"), start=1):
        text = raw[:-20]
        if raw[-20:] == b',"check":"%08x"}' % zlib.crc32(text):
            if head := head_of(text):  # nearly every line: nothing is called that need not be
                groups: Any = head.groups()
                if groups[3] is None and b'"origin"' in text:  # not where we write it
                    groups = (*groups[:3], *_origin_in(text))
                elif groups[4] is None and b'"n":' in text:
                    groups = (*groups[:4], _origin_in(text)[1])
                heads.append(groups)
                bodies.append(text)
                numbers.append(number)
            elif one := _parsed([text]):  # an id that is no plain text, or another order of entries
                found._keep(_head(one[0]), one[0], number)
            else:
                problems.append(_cut(name, number))
        elif not raw.strip(b"\x00 \r\t"):
            headed = headed or (number == 1 and b"\x00" in raw)
            if raw.strip(b" \r\t"):
                problems.append(f"{name}, line {number}: {len(raw)} empty bytes, as a crash of the computer leaves "
                                "them; nothing can be read there, and all other lines are whole.")
        elif (heading := _header(raw, name)) is not None:
            headed = True
            if found.origin is None and is_origin(heading.get("origin")):
                found.origin = heading["origin"]
        elif number == 1 and _begins_header(raw.rstrip(b"\x00 \r")):
            headed = True  # the very first write was cut; what comes after it is a journal all the same
            problems.append(f"{name}, line 1: the heading was cut; no record stood there.")
        else:
            problems.append(_cut(name, number))
    if not headed and not found._heads and problems:
        raise StretchlibError(f"{name} is no journal of this course; give another name, nothing was changed.")
    found._belong()
    found._index()
    return found


def _never_falls(times: Sequence[str]) -> bool:
    """Whether these times rise, as far as their texts tell: those of one offset sort as the times do."""
    return all(first <= second for first, second in pairwise(times)) and len({time[-6:] for time in times}) < 2


def _id(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # half of a pair of characters, from a file that we did not write


def _head(record: dict[str, Any]) -> _Head:
    origin: Any = record.get("origin")
    number = record.get("n")
    return (_id(record["id"]), _id(record["kind"]), _id(record["at"]), _id(origin) if is_origin(origin) else None,
            str(number).encode() if is_number(number) else None)


def _origin_in(text: bytes) -> tuple[bytes | None, bytes | None]:
    """The origin and the number of a record that holds them elsewhere than we write them."""
    records = _parsed([text])
    return _head(records[0])[3:] if records else (None, None)


def _cut(name: str, number: int) -> str:
    return (f"{name}, line {number}: this record was cut or changed and is left out; all other records are read.")


def _parsed(whole: Sequence[bytes]) -> list[dict[str, Any]] | None:
    """The records of these lines, or ``None`` where one of them is no record."""
    try:
        with _nothing_collected():
            records: list[dict[str, Any]] = json.loads("[" + b"},".join(whole).decode("ascii") + "}]") if whole else []
        sound = len(records) == len(whole) and all(
            type(one["id"]) is type(one["kind"]) is type(one["at"]) is str for one in records)
    except (ValueError, KeyError, TypeError):
        return None
    return records if sound else None


def _header(raw: bytes, name: str) -> dict[str, Any] | None:
    """What a heading says, ``None`` where the line is none; raises :class:`StretchlibError` for a newer format."""
    try:
        found = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return None
    if not isinstance(found.get("version"), int) or found["version"] > VERSION:
        raise StretchlibError(f"{name} was written by a newer version of the course (format {found.get('version')}); "
                              "update the course to read it, nothing was changed.")
    return found


def _begins_header(raw: bytes) -> bool:
    """Whether this is the beginning of a heading that was cut, with or without an origin."""
    whole = HEADER.encode("ascii")
    return whole.startswith(raw) or raw.startswith(whole[:-2] + b",")
