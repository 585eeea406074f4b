"""The arithmetic of appraising tests and trials, with the interval of every estimate.

Probabilities, sensitivity, specificity and risks are proportions from 0 to 1 (0.3 is 30 %). An interval covers the
level asked for, 0.95 unless told. All functions are pure and need no more than the standard library, so that they run
in the browser as well; the tests hold them against scipy and statsmodels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

from .borders import finite
from .errors import StretchlibError
from .student_t import t_quantile


class Estimate(NamedTuple):
    """A value with the two ends of its interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"


class Ratios(NamedTuple):
    """The likelihood ratios of a positive and of a negative result."""

    positive: Estimate
    negative: Estimate


class Needed(NamedTuple):
    """Number needed to treat. ``value`` is for one more success; below zero it is a number needed to harm.

    Where the difference may be nil (``crosses`` is true) the interval does not lie between ``low`` and ``high``: it
    runs from ``high`` to infinity, and from minus infinity to ``low`` (Altman 1998).
    """

    value: float
    low: float
    high: float
    crosses: bool

    def __str__(self) -> str:
        if self.crosses:
            return f"{self.value:.3g} ({self.high:.3g} to help, through no difference, to {-self.low:.3g} to harm)"
        return f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"


def wilson_interval(successes: float, total: float, level: float = 0.95) -> Estimate:
    """The share ``successes / total`` with Wilson's score interval (Wilson 1927), which never leaves 0 to 1.

    Raises :class:`StretchlibError` unless 0 <= successes <= total and total > 0.
    """
    finite(successes=successes, total=total)
    if not (total > 0 and 0 <= successes <= total):
        raise StretchlibError(f"A share needs 0 <= successes <= total and a total above 0, not {successes:g} of "
                              f"{total:g}; check which number is which.")
    z = _z(level)
    share, spread = successes / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    # At 0 and at all the ends are exact; rounding must not put an interval beside its own estimate.
    return Estimate(share, 0.0 if successes == 0 else middle - half, 1.0 if successes == total else middle + half)


def likelihood_ratios(true_positive: float, false_positive: float, false_negative: float, true_negative: float,
                      level: float = 0.95) -> Ratios:
    """Both likelihood ratios from the four counts of a study, with log intervals (Simel 1991).

    Raises :class:`StretchlibError` for a count below 0, for a study without people with or without the condition, and
    where a count of zero leaves a ratio of nought or infinity, which has no interval.
    """
    counts = (true_positive, false_positive, false_negative, true_negative)
    finite(true_positive=true_positive, false_positive=false_positive, false_negative=false_negative,
           true_negative=true_negative)
    if any(count < 0 for count in counts):
        raise StretchlibError(f"Counts of people are 0 or more, not {', '.join(f'{count:g}' for count in counts)}; "
                              "give true positives, false positives, false negatives, true negatives.")
    if 0 in counts:
        raise StretchlibError("A count of zero gives a ratio of nought or infinity without an interval; "
                              "read sensitivity and specificity with wilson_interval instead.")
    ill, well = true_positive + false_negative, false_positive + true_negative
    return Ratios(_ratio(true_positive, ill, false_positive, well, level),
                  _ratio(false_negative, ill, true_negative, well, level))


def likelihood_ratio(sensitivity: float, specificity: float, result: str = "positive") -> float:
    """The likelihood ratio of a ``positive`` or ``negative`` result, from two published numbers, without interval.

    Infinity where a positive result is impossible without the condition. Raises :class:`StretchlibError` for a value
    outside 0 to 1, for another result, and where the result can never happen.
    """
    sensitivity, specificity = _share("sensitivity", sensitivity), _share("specificity", specificity)
    if result not in ("positive", "negative"):
        raise StretchlibError(f"A result is positive or negative, not {result!r}; write one of the two.")
    with_it, without = (sensitivity, 1 - specificity) if result == "positive" else (1 - sensitivity, specificity)
    if without == 0:
        if with_it == 0:
            raise StretchlibError(f"With sensitivity {sensitivity:g} and specificity {specificity:g} the test is never "
                                  f"{result}; check the two numbers.")
        return math.inf
    return with_it / without


def post_test_probability(pre_test: float, ratio: float | Estimate) -> Estimate:
    """The probability after a result with this likelihood ratio: odds times ratio, turned back into a probability.

    A ratio with an interval gives the interval of the probability (the pre-test probability is taken as known);
    a plain number gives its value three times. Raises :class:`StretchlibError` for a probability outside 0 to 1 or a
    ratio below 0.
    """
    pre_test = _share("pre-test probability", pre_test)
    ends = ratio if isinstance(ratio, Estimate) else Estimate(ratio, ratio, ratio)
    for end in ends:
        finite(likelihood_ratio=0 if end == math.inf else end)
    if any(end < 0 for end in ends):
        raise StretchlibError(f"A likelihood ratio is 0 or more, not {min(ends):g}; below 1 it lowers the probability.")
    return Estimate(*(_after(pre_test, end) for end in ends))


def risk_difference(successes: int, treated: int, control_successes: int, control: int,
                    level: float = 0.95) -> Estimate:
    """Share of successes with treatment minus share without, with Newcombe's interval (method 10, 1998)."""
    first = wilson_interval(successes, treated, level)
    second = wilson_interval(control_successes, control, level)
    difference = first.value - second.value
    return Estimate(difference,
                    difference - math.hypot(first.value - first.low, second.high - second.value),
                    difference + math.hypot(first.high - first.value, second.value - second.low))


def number_needed_to_treat(successes: int, treated: int, control_successes: int, control: int,
                           level: float = 0.95) -> Needed:
    """How many people are treated for one more success, not rounded: the inverse of :func:`risk_difference`.

    Raises :class:`StretchlibError` for impossible counts and where both shares are the same.
    """
    difference = risk_difference(successes, treated, control_successes, control, level)
    if difference.value == 0:
        raise StretchlibError("Both groups have the same share of successes, so no number needed to treat exists; "
                              "read the interval of risk_difference instead.")
    ends = sorted(math.inf if end == 0 else 1 / end for end in (difference.low, difference.high))
    return Needed(1 / difference.value, ends[0], ends[1], difference.low < 0 < difference.high)


def mean_difference(mean: float, sd: float, n: int, control_mean: float, control_sd: float, control_n: int,
                    level: float = 0.95) -> Estimate:
    """Mean of the treated minus mean of the control, with Welch's interval, in the unit of the means.

    Raises :class:`StretchlibError` for a group under 2 people, a standard deviation below 0, or two of exactly 0.
    """
    finite(mean=mean, sd=sd, number_of_people=n, control_mean=control_mean, control_sd=control_sd,
           number_of_controls=control_n)
    if min(n, control_n) < 2:
        raise StretchlibError(f"A spread needs at least 2 people in each group, not {min(n, control_n)}.")
    if not (sd >= 0 and control_sd >= 0 and sd + control_sd > 0):
        raise StretchlibError(f"Standard deviations are 0 or more and not both 0, not {sd:g} and {control_sd:g}; "
                              "check that neither is a standard error or an interval.")
    first, second = sd * sd / n, control_sd * control_sd / control_n
    freedom = (first + second) ** 2 / (first ** 2 / (n - 1) + second ** 2 / (control_n - 1))
    half = t_quantile(0.5 + _level(level) / 2, freedom) * math.sqrt(first + second)
    difference = mean - control_mean
    return Estimate(difference, difference - half, difference + half)


def cohen_kappa(table: Sequence[Sequence[float]], level: float = 0.95) -> Estimate:
    """Agreement of two raters beyond chance (Cohen 1960), interval by Fleiss, Cohen and Everitt (1969).

    ``table[i][j]``: how often the first rater said i and the second j; square, two classes or more. Raises
    :class:`StretchlibError` for another shape, a count below 0, or where both raters only ever gave one answer.
    """
    size = len(table)
    if size < 2 or any(len(row) != size for row in table) or any(not cell >= 0 for row in table for cell in row):
        raise StretchlibError("Agreement needs a square table of counts, 0 or more, with at least two answers; "
                              "give one row and one column for each answer.")
    total = sum(map(sum, table))
    if total <= 0:
        raise StretchlibError("Agreement needs at least one pair of ratings; the table holds none.")
    share = [[cell / total for cell in row] for row in table]
    rows = [sum(row) for row in share]
    columns = [sum(row[j] for row in share) for j in range(size)]
    agreed = sum(share[i][i] for i in range(size))
    chance = sum(a * b for a, b in zip(rows, columns, strict=True))
    if math.isclose(chance, 1):
        raise StretchlibError("Both raters gave the same one answer throughout, so agreement beyond chance "
                              "cannot be told; report the plain share instead.")
    kappa = (agreed - chance) / (1 - chance)
    same = sum(share[i][i] * (1 - (rows[i] + columns[i]) * (1 - kappa)) ** 2 for i in range(size))
    other = sum(share[i][j] * (columns[i] + rows[j]) ** 2 for i in range(size) for j in range(size) if i != j)
    spread = same + (1 - kappa) ** 2 * other - (kappa - chance * (1 - kappa)) ** 2
    half = _z(level) * math.sqrt(max(spread, 0) / total) / (1 - chance)
    return Estimate(kappa, kappa - half, kappa + half)


def _ratio(first: float, first_total: float, second: float, second_total: float, level: float) -> Estimate:
    ratio = (first / first_total) / (second / second_total)
    half = _z(level) * math.sqrt(1 / first - 1 / first_total + 1 / second - 1 / second_total)
    return Estimate(ratio, ratio * math.exp(-half), ratio * math.exp(half))


def _after(pre_test: float, ratio: float) -> float:
    if math.isinf(ratio):
        return 1.0 if pre_test > 0 else 0.0
    return pre_test * ratio / (1 - pre_test + pre_test * ratio) if pre_test < 1 or ratio > 0 else 0.0


def _share(name: str, value: float) -> float:
    finite(**{name: value})
    if not 0 <= value <= 1:
        raise StretchlibError(f"The {name} is a proportion from 0 to 1, not {value:g}; write 0.3 for 30 %.")
    return float(value)


def _level(level: float) -> float:
    finite(level_of_an_interval=level)
    if not 0 < level < 1:
        raise StretchlibError(f"The level of an interval lies between 0 and 1, not {level:g}; write 0.95 for 95 %.")
    return level


def _z(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + _level(level) / 2)
