"""A short text that holds whole numbers, for paper: it says which group of it was misread, and never guesses.

Five bits a character in Crockford's alphabet, in groups of five: four characters of data and one that checks them and
the place of the group. Any one wrong character and any two changed about are seen. Small letters, spaces, O for 0 and
I or L for 1 are read as meant.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from ..core.errors import StretchlibError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
DATA, GROUP, SUM_BITS = 4, 5, 10


def pack(numbers: Iterable[tuple[int, int]]) -> str:
    """The code of ``(number, bits)`` pairs. Raises :class:`StretchlibError` for a number that needs more bits."""
    bits = ""
    for number, width in numbers:
        if not 0 <= number < 1 << width:
            raise StretchlibError(f"The code of a programme has no room for the number {number}; "
                                  f"it holds 0 to {(1 << width) - 1} there.")
        bits += format(number, f"0{width}b")
    bits += format(_sum(bits), f"0{SUM_BITS}b")
    bits += "0" * (-len(bits) % (5 * DATA))
    values = [int(bits[start:start + 5], 2) for start in range(0, len(bits), 5)]
    groups = [values[start:start + DATA] for start in range(0, len(values), DATA)]
    return "-".join("".join(ALPHABET[value] for value in [*group, _check(group, place)])
                    for place, group in enumerate(groups))


class Reader:
    """Takes the numbers of a code one after another. Raises :class:`StretchlibError` saying what is faulty."""

    def __init__(self, code: str) -> None:
        self._bits = "".join(format(value, "05b") for value in _values(code))
        self._at = 0

    def take(self, width: int) -> int:
        """The next number of ``width`` bits."""
        if self._at + width > len(self._bits):
            raise StretchlibError(f"The code ends too early: it has {self.groups} groups and needs more; look for "
                                  "those left out at its end.")
        self._at += width
        return int(self._bits[self._at - width:self._at], 2)

    @property
    def groups(self) -> int:
        """How many groups the code has."""
        return len(self._bits) // (5 * DATA)

    def finish(self) -> None:
        """Hold all that was taken against the sum at the end of the code."""
        taken = self._bits[:self._at]
        needed = -(-(self._at + SUM_BITS) // (5 * DATA))
        if needed < self.groups:
            raise StretchlibError(f"The code has {self.groups} groups, and its first says {needed}; leave out what "
                                  "does not belong to it.")
        if self.take(SUM_BITS) != _sum(taken) or "1" in self._bits[self._at:]:
            raise StretchlibError("Each group of the code is whole, but they do not belong together; copy all of "
                                  "them from one sheet.")


def _values(code: str) -> list[int]:
    words = "".join(one if one.isalnum() else " " for one in code.upper()).split()
    words = [word.translate(_READ_AS) for word in words]
    text = "".join(words)
    if not text:
        raise StretchlibError("There is no code here; type the groups of letters and digits from the sheet.")
    for place, sign in enumerate(text):
        if sign not in ALPHABET:
            raise StretchlibError(f"Group {place // GROUP + 1} of the code holds {sign!r}, which is in no code; "
                                  "compare it with the sheet.")
    if len(text) % GROUP:
        odd = [place for place, word in enumerate(words, start=1) if len(word) != GROUP]
        where = f"group {odd[0]} has {len(words[odd[0] - 1])}" if len(words) > 1 else f"this has {len(text)} in all"
        raise StretchlibError(f"Every group of the code has {GROUP} letters and digits, and {where}; compare it with "
                              "the sheet.")
    found: list[int] = []
    faulty = []
    for place in range(len(text) // GROUP):
        *group, check = (ALPHABET.index(sign) for sign in text[place * GROUP:(place + 1) * GROUP])
        if check != _check(group, place):
            faulty.append(str(place + 1))
        found += group
    if faulty:
        which = f"Groups {', '.join(faulty)}" if len(faulty) > 1 else f"Group {faulty[0]}"
        raise StretchlibError(f"{which} of the code: misread, or in another place on the sheet; compare, and type "
                              "again.")
    return found


def _sum(bits: str) -> int:
    return zlib.crc32(bits.encode("ascii")) & ((1 << SUM_BITS) - 1)


def _check(group: Sequence[int], place: int) -> int:
    """Each value, and the place, times another power of 2 in the field of 32 elements; so every change shows."""
    total = 0
    for power, value in enumerate([*group, (place + 1) % 32], start=1):
        for _ in range(power):
            value = value << 1 ^ (0b100101 if value & 16 else 0)
        total ^= value
    return total
