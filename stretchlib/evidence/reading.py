"""Reading results: what an interval says, and what a rate means in people. Proportions run from 0 to 1."""

from __future__ import annotations

import math

from ..core.errors import StretchlibError
from ..core.numbers import finite, whole

MOST_PEOPLE = 10 ** 12

#: What an interval of a change can say, where a change below zero is an improvement.
READINGS = ("direction open", "less, and enough to be worth it", "less, but less than agreed", "less, size open",
            "more")


def read_interval(low: float, high: float, worth: float) -> str:
    """One of :data:`READINGS`: what the interval from ``low`` to ``high`` of a change says.

    ``worth`` (above 0) is the smallest lessening that was agreed to be worth having, in the same unit. Look first
    whether zero lies inside, then where ``-worth`` lies. Raises :class:`StretchlibError` for ends in the wrong order.
    """
    low, high, worth = finite(lower_end=low, upper_end=high, worthwhile_change=worth)
    if not low <= high or not worth > 0:
        raise StretchlibError(f"An interval runs from its lower to its upper end and a worthwhile change is above 0, "
                              f"not {low:g} to {high:g} with {worth:g}; swap or mend them.")
    if low <= 0 <= high:
        return READINGS[0]
    if low > 0:
        return READINGS[4]
    if high <= -worth:
        return READINGS[1]
    return READINGS[2] if low > -worth else READINGS[3]


#: What an interval of a difference between groups can say, where neither way is better.
DIFFERENCES = ("shown", "open", "ruled out")


def read_difference(low: float, high: float, matters: float) -> str:
    """One of :data:`DIFFERENCES`: what the interval from ``low`` to ``high`` of a difference between groups says.

    ``matters`` (above 0) is the smallest difference that would matter, in the same unit. An interval that holds zero
    rules a difference out only where it stays within it; a wider one leaves the question open. Raises
    :class:`StretchlibError` for ends in the wrong order.
    """
    low, high, matters = finite(lower_end=low, upper_end=high, difference_that_matters=matters)
    if not low <= high or not matters > 0:
        raise StretchlibError(f"An interval runs from its lower to its upper end and a difference that matters is "
                              f"above 0, not {low:g} to {high:g} with {matters:g}; swap or mend them.")
    if -matters < low and high < matters:
        return DIFFERENCES[2]
    return DIFFERENCES[1] if low <= 0 <= high else DIFFERENCES[0]


def treated_for_one(treated: float, control: float) -> int:
    """Number needed to treat from two shares of success, rounded up as is the custom.

    Raises :class:`StretchlibError` where treatment does not have the larger share.
    """
    treated, control = _share(treated), _share(control)
    difference = treated - control
    if difference <= 0:
        raise StretchlibError(f"A number needed to treat asks for more successes with treatment than without, "
                              f"not {treated:g} against {control:g}.")
    return math.ceil(round(1 / difference, 9))  # 1 / (0.7 - 0.6) is 10, not 10.000000000000002


def extra_events(base: float, risk_ratio: float) -> float:
    """How much a risk ratio adds to a base share, in the unit of ``base``. Both are 0 or more."""
    base, risk_ratio = finite(base_share=base, risk_ratio=risk_ratio)
    if base < 0 or risk_ratio < 0:
        raise StretchlibError(f"A share and a risk ratio are 0 or more, not {base:g} and {risk_ratio:g}; "
                              "below 1 a risk ratio lowers the share.")
    return base * (risk_ratio - 1)


def expected_count(total: int, share: float) -> int:
    """How many of ``total`` a share means, to the nearest whole."""
    return round(_people(total) * _share(share))


def false_positives(total: int, prevalence: float, specificity: float) -> int:
    """How many of ``total`` people test positive without having the condition, to the nearest whole."""
    return round(_people(total) * (1 - _share(prevalence)) * (1 - _share(specificity)))


def regress_to_mean(first: float, mean: float, correlation: float) -> float:
    """The second score expected after ``first`` with no treatment at all, where both scores spread alike.

    Raises :class:`StretchlibError` for a correlation outside -1 to 1.
    """
    first, mean, correlation = finite(first_score=first, mean=mean, correlation=correlation)
    if not -1 <= correlation <= 1:
        raise StretchlibError(f"A correlation lies between -1 and 1, not {correlation:g}; give one within.")
    return mean + correlation * (first - mean)


def _people(total: int) -> int:
    return whole("A number of people", total, 0, MOST_PEOPLE)


def _share(value: float) -> float:
    (value,) = finite(share=value)
    if not 0 <= value <= 1:
        raise StretchlibError(f"A share is a proportion from 0 to 1, not {value:g}; write 0.3 for 30 %.")
    return value
