"""Student's t distribution: its quantile, without SciPy, so that intervals of means run in the browser as well."""

from __future__ import annotations

import math

from .borders import finite
from .errors import StretchlibError

_TINY = 1e-300


def t_quantile(probability: float, freedom: float) -> float:
    """The value below which ``probability`` (0.5 to under 1) of a t distribution lies; ``freedom`` above 0.

    Bisection on the distribution function; agrees with SciPy to 1e-9 of the value.
    """
    finite(probability=probability, degrees_of_freedom=freedom)
    if not (0.5 <= probability < 1 and freedom > 0):
        raise StretchlibError(f"A quantile is asked for a probability from 0.5 to under 1 and for more than 0 degrees "
                              f"of freedom, not {probability:g} and {freedom:g}; choose within.")
    low, high = 0.0, 1.0
    while t_probability(high, freedom) < probability:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_probability(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def t_probability(value: float, freedom: float) -> float:
    """The share of a t distribution with ``freedom`` degrees below ``value`` (0 or more)."""
    square = value * value
    return 1 - 0.5 * _beta(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square))


def _beta(a: float, b: float, x: float, rest: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22).

    ``rest`` is ``1 - x``, told apart: taken from an ``x`` near 1 it would have lost its digits.
    """
    if x == 0 or rest == 0:
        return 0.0 if x == 0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest))
    # The fraction converges fast below this point; above it the mirrored one does.
    return front * _fraction(a, b, x) / a if x < (a + 1) / (a + b + 2) else 1 - front * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction by Lentz's method."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, 500):
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / _away(1 + step * d)
            c = _away(1 + step / c)
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return total


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
