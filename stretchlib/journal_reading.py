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
from typing import Any

from .errors import StretchlibError
from .journal_records import FORMAT, HEADER, VERSION, backwards

#: How every line begins that this library writes: id, kind and time as plain text.
_HEAD = re.compile(rb'\{"id":"([^"\\]*)","kind":"([a-z]+)","at":"([^"\\]*)"')


class Records:
    """The whole records of a journal, oldest first. The same id counts once, as it was written last."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.problems: tuple[str, ...] = ()
        self._heads: list[tuple[bytes, ...]] = []  # id, kind, time
        self._bodies: list[bytes | dict[str, Any] | None] = []  # as on the disk, then parsed; None is no record
        self._numbers: list[int] = []  # of their lines
        self._places: dict[bytes, int] = {}  # of their ids

    def add(self, records: Sequence[dict[str, Any]]) -> None:
        """Add records that were written after these."""
        before = [head[2].decode() for head in self._heads[-1:]]
        self.problems += tuple(backwards([*before, *(one["at"] for one in records)], self.name))
        for one in records:
            place = self._places.setdefault(_id(one["id"]), len(self._heads))
            if place == len(self._heads):
                self._keep(_head(one), one, 0)
            else:
                self._heads[place], self._bodies[place] = _head(one), one

    def of(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Those of one kind, or all. They are the journal's own: a caller copies what it hands on."""
        asked = kind and kind.encode()
        wanted = [place for place, head in enumerate(self._heads) if asked in (None, head[1])]
        self._parse([place for place in wanted if type(self._bodies[place]) is bytes])
        return [body for body in map(self._bodies.__getitem__, wanted) if type(body) is dict]

    def get(self, one: str) -> dict[str, Any] | None:
        """The record of this id."""
        place = self._places.get(_id(one))
        if place is None:
            return None
        self._parse([place] if type(self._bodies[place]) is bytes else [])
        body = self._bodies[place]
        return body if isinstance(body, dict) else None

    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(head[1].decode() for head in self._heads)

    def _keep(self, head: tuple[bytes, ...], body: bytes | dict[str, Any], number: int) -> None:
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

    def _parse(self, places: list[int]) -> None:
        """Nearly always a line whose checksum fits was written by us: all lines in one go take a third of the time."""
        raw: list[Any] = [self._bodies[place] for place in places]
        found: list[Any] | None = _parsed(raw)
        if found is None:  # a right checksum on a line that is no record of ours: look at each
            found = [one[0] if one else None for one in (_parsed([text]) for text in raw)]
            self.problems += tuple(_cut(self.name, self._numbers[place])
                                   for place, one in zip(places, found, strict=True) if one is None)
        for place, one in zip(places, found, strict=True):
            self._bodies[place] = one


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
    problems: list[str] = []
    headed = False
    if b"\r" in data:  # an editor's line ends; inside a record the character is written otherwise
        data = data.replace(b"\r\n", b"\n")
    heads, bodies, numbers, head_of = found._heads, found._bodies, found._numbers, _HEAD.match
    for number, raw in enumerate(data.split(b"\n"), start=1):
        text = raw[:-20]
        if raw[-20:] == b',"check":"%08x"}' % zlib.crc32(text):
            if head := head_of(text):  # nearly every line: nothing is called that need not be
                heads.append(head.groups())
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
        elif _header(raw, name):
            headed = True
        elif number == 1 and HEADER.encode("ascii").startswith(raw.rstrip(b"\x00 \r")):
            headed = True  # the very first write was cut; what comes after it is a journal all the same
            problems.append(f"{name}, line 1: the heading was cut; no record stood there.")
        else:
            problems.append(_cut(name, number))
    if not headed and not found._heads and problems:
        raise StretchlibError(f"{name} is no journal of this course; give another name, nothing was changed.")
    found._index()
    found.problems = (*problems, *backwards([head[2].decode() for head in found._heads], name))
    return found


def _id(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # half of a pair of characters, from a file that we did not write


def _head(record: dict[str, Any]) -> tuple[bytes, ...]:
    return tuple(_id(record[key]) for key in ("id", "kind", "at"))


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
