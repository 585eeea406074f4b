"""A number that a person gives to a call: finite, and within its borders, else one sentence that says which."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any

from .errors import StretchlibError

LARGEST = 1e300  # beyond this a sum or a square is no number any more

def finite(**named: Any) -> tuple[float, ...]:
    """The values as floats, once each is one finite number. Raises :class:`StretchlibError` that names it.

    Calculate with what is returned: a small whole number of NumPy keeps its 8 bits, where 200 + 100 is 44.
    """
    for name, value in named.items():
        if not _is_finite(value) or not -LARGEST <= _plain(value) <= LARGEST:
            raise StretchlibError(f"The {_words(name)} must be one finite number, not {_short(value)}; give a number.")
    return tuple(float(value) for value in named.values())


def within(label: str, value: Any, low: float, high: float, unit: str = "") -> float:
    """The value, once it is a number from ``low`` to ``high``; ``label`` begins the sentence. Nothing is clamped."""
    span = f"{_short(low)} to {_short(high)} {unit}".rstrip()
    if not _is_finite(value):
        raise StretchlibError(f"{label} takes a number from {span}, not {_short(value)}; give a number.")
    plain = _plain(value)
    if not low <= plain <= high:
        raise StretchlibError(f"{label} goes from {span}, and {_short(value)} is outside; give a value within.")
    return plain


def whole(label: str, value: Any, low: int, high: int, unit: str = "") -> int:
    """As :func:`within`, for a number without a fraction."""
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise StretchlibError(f"{label} takes a whole number from {low} to {high}, not {_short(value)}; "
                              "give a whole number.")
    return int(within(label, int(value), low, high, unit))


def checked_seed(value: Any) -> int:
    """A seed: the same one gives the same order and the same numbers again."""
    return whole("The seed", value, 0, 999_999_999)


def _is_finite(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number too long for a float is a number all the same
        return True


def _plain(value: Real | Any) -> int | float:
    """A number as Python's own, whose range no sum leaves."""
    return int(value) if isinstance(value, Integral) else float(value)


def _short(value: Any) -> str:
    """The value as a message writes it, in at most 60 characters."""
    if isinstance(value, Real) and not isinstance(value, (bool, Integral)):
        return f"{float(value):g}"
    try:
        text = repr(value if not isinstance(value, Integral) or isinstance(value, bool) else int(value))
    except ValueError:  # Python writes out no whole number of more than some thousand digits
        return "a number of thousands of digits"
    text = " ".join(text.split())  # NumPy writes a table on several lines
    return text if len(text) <= 60 else f"{text[:57]}..."


def _words(name: str) -> str:
    return name.replace("_", " ")
