"""A number as a student types it: decimal comma or point, spaces of any width, minus signs of any length, a unit."""

from __future__ import annotations

import math
import re

_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
# Digits may stand in groups of three with spaces between; the unit begins where the number ends.
_TYPED = re.compile(r"([-+]?) ?(\d{1,3}(?: \d{3})+(?!\d)|\d+|(?=[.,]\d))([.,]\d+)?[.,]? ?([^\d\s].*)?", re.DOTALL)
_SAME = (("%", "percent", "per cent", "pct", "prozent"), ("deg", "degree", "degrees", "\u00b0", "grad"),
         ("s", "sec", "secs", "second", "seconds", "sekunde", "sekunden"),
         ("min", "mins", "minute", "minutes", "minuten"),
         ("mm", "millimetre", "millimetres", "millimeter", "millimeters"),
         ("people", "person", "persons", "patients", "personen", "menschen"),
         ("per 100", "/100", "in 100", "of 100"))
_LONGEST = 200  # characters; more than this is no number with a unit


def read_number(text: str) -> tuple[float, str] | None:
    """(value, unit as typed or empty) of a typed text, or None where it is no number with at most a unit."""
    if len(text) > _LONGEST:
        return None
    plain = " ".join(text.translate(_MINUS).split())  # split() knows thin and no-break spaces too
    found = _TYPED.fullmatch(plain)
    if found is None or not plain.isprintable():
        return None
    sign, whole, rest, unit = found.groups(default="")
    if not _a_unit(unit):
        return None
    value = float(f"{sign}{whole.replace(' ', '') or '0'}{rest.replace(',', '.')}")
    return (value, unit) if math.isfinite(value) else None


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

