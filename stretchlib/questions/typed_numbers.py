"""A number as a student types it: decimal comma or point, thousands in groups, minus signs of any length, a unit."""

from __future__ import annotations

import math
import re

_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
# The unit begins where the number ends.
_TYPED = re.compile(r"([-+]?) ?((?:\d|[ .,'](?=\d))+)[.,]? ?([^\d\s].*)?", re.DOTALL)
_DECIMAL = re.compile(r"(\d*)(?:[.,](\d+))?")
# Groups of three with one and the same mark between them, not after a leading 0; another mark begins the decimals.
_GROUPED = re.compile(r"((?!0)\d{1,3}([ .,'])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc", "'"))
_SAME = (("%", "percent", "per cent", "pct", "prozent"), ("deg", "degree", "degrees", "\u00b0", "grad"),
         ("s", "sec", "secs", "second", "seconds", "sekunde", "sekunden"),
         ("min", "mins", "minute", "minutes", "minuten"),
         ("mm", "millimetre", "millimetres", "millimeter", "millimeters"),
         ("people", "person", "persons", "patients", "personen", "menschen"),
         ("per 100", "/100", "in 100", "of 100"))
_MEASURES = ("%", "deg", "s", "min", "mm")  # after a number of the question they are its own; others count things
_LONGEST = 200  # characters; more than this is no number with a unit
_FAR = 100  # times the right answer; what lies farther off is not what was meant, where another reading lies nearer


def read_number(text: str) -> tuple[float, str] | None:
    """(value, unit as typed or empty) of a typed text, or None where it is no number with at most a unit.

    Where a mark may stand before decimals or before thousands, it stands before decimals: see :func:`read_values`.
    """
    typed = read_values(text)
    return typed and (typed[0][0], typed[1])


def read_values(text: str) -> tuple[tuple[float, ...], str] | None:
    """(values, unit as typed or empty) of a typed text, or None where it is no number with at most a unit.

    "1,024" and "1.024" have two values, first that of a decimal mark: 1.024, then that of a mark between groups of
    three digits: 1024. Every other number has one: "1 024" and "1,024,000" are groups, "0,024" and "10,24" decimals.
    """
    if len(text) > _LONGEST:
        return None
    plain = " ".join(text.translate(_MINUS).split())  # split() knows thin and no-break spaces too
    plain = re.sub(r"\d", lambda digit: str(int(digit[0])), plain.translate(_APOSTROPHES))
    parts = _TYPED.fullmatch(plain)
    if parts is None or not plain.isprintable():
        return None
    sign, numeral, unit = parts.groups(default="")
    values = [float(f"{sign}{re.sub('[^0-9]', '', match[1]) or '0'}.{match[match.re.groups] or '0'}")
              for pattern in (_DECIMAL, _GROUPED) if (match := pattern.fullmatch(numeral))]
    if not values or not all(map(math.isfinite, values)) or not _a_unit(unit):
        return None
    return tuple(values), unit


def meant(values: tuple[float, ...], answer: float, tolerance: float) -> float | None:
    """The value that was meant by a student who was asked for ``answer``, or None: ask which.

    Of two values the one that lies within 100 times the answer, up or down, counts; where both do, nobody can tell.
    """
    near = [value for value in values if abs(value - answer) <= tolerance
            or abs(answer) / _FAR <= abs(value) <= abs(answer) * _FAR]
    if len(near) > 1:
        return None
    return near[0] if near else values[0]


def _a_unit(unit: str) -> bool:
    plain = re.fullmatch(r"[^\d+*=?<>,;-]*", unit) is not None
    return len(unit) <= 30 and (plain or _folded(unit) == "per 100")  # the one unit that holds a number itself


def _folded(unit: str) -> str:
    plain = unit.casefold().strip(" .")
    return next((names[0] for names in _SAME if plain in names), plain)


def same_unit(typed: str, wanted: str) -> bool:
    """Whether two units are one: by letters, without case, or by a common other name; a plural s is no other unit."""
    first, second = _folded(typed), _folded(wanted)
    return first == second or (min(len(first), len(second)) > 3 and first.rstrip("s") == second.rstrip("s"))


def names_unit(question: str, unit: str) -> bool:
    """Whether the text of a question says in which unit its number is asked for, as "Total time (s)?" or "How many
    minutes?"; "Hold it for 30 s" does not."""
    words, length = question.split(), len(unit.split())
    counts = _folded(unit) not in _MEASURES
    for start, word in enumerate(words):
        named = " ".join(words[start:start + length]).strip("(),.:;?!")
        own = word.startswith("(") or start == 0 or not words[start - 1][-1].isdigit()
        if (own or counts) and same_unit(named, unit):
            return True
        if counts and named.casefold().startswith(unit.casefold()):  # "Beinen" where the unit is "Beine"
            return True
    return False
