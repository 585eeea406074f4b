"""The arithmetic of appraising tests and raters, with the interval of every estimate.

Probabilities, sensitivity and specificity are proportions from 0 to 1 (0.3 is 30 %). An interval covers the
level asked for, 0.95 unless told. All functions are pure and need no more than the standard library, so that they run
in the browser as well; the tests hold them against scipy and statsmodels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Real
from statistics import NormalDist
from typing import Any, NamedTuple

from ..core.errors import StretchlibError
from ..core.numbers import finite
from ..tables.phrases import say

SMALLEST = 1e-15  # of a count that is not 0; its inverse is the largest
FARTHEST = 300.0  # of a ratio's logarithm from that of 1


class Estimate(NamedTuple):
    """A value with the two ends of its interval. A value without end is told by the least that it may be."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if math.isinf(self.value):
            return say("estimate.infinite", low=f"{self.low:.3g}")
        return say("estimate.interval", **{name: f"{end:.3g}" for name, end in self._asdict().items()})


class OneSided(Estimate):
    """A probability that a ratio of 0 or without end put at 0 or 1: no study makes a result certain, so that it is told
    by the least or the most that it may be."""

    def __str__(self) -> str:
        if self.value == self.high:
            return say("estimate.at_least", low=f"{self.low:.3g}")
        return say("estimate.at_most", high=f"{self.high:.3g}")


class Ratios(NamedTuple):
    """The likelihood ratios of a positive and of a negative result."""

    positive: Estimate
    negative: Estimate


def wilson_interval(successes: float, total: float, level: float = 0.95) -> Estimate:
    """The share ``successes / total`` with Wilson's score interval (Wilson 1927), which never leaves 0 to 1.

    Raises :class:`StretchlibError` unless 0 <= successes <= total and total is at least 1e-15.
    """
    successes, total = finite(successes=successes, total=total)
    if not (total >= SMALLEST and 0 <= successes <= total):
        raise StretchlibError(f"A share needs 0 <= successes <= total and a total above 0, not {successes:g} of "
                              f"{total:g}; check which number is which.")
    z = _z(level)
    share, spread = successes / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    # At 0 and at all the ends are exact; rounding must not put an interval beside its own estimate.
    return Estimate(share, 0.0 if successes == 0 else max(0.0, min(share, middle - half)),
                    1.0 if successes == total else min(1.0, max(share, middle + half)))


def likelihood_ratios(true_positive: float, false_positive: float, false_negative: float, true_negative: float,
                      level: float = 0.95) -> Ratios:
    """Both likelihood ratios from the four counts of a study, each with its interval.

    The interval is that of the ratio's logarithm (Simel 1991). Where a count of 0 makes the ratio 0 or infinite it is
    the score interval (Miettinen and Nurminen 1985), open on one side: at most ``high``, or at least ``low``.
    Raises :class:`StretchlibError` for a count below 0, for a study without people with or without the condition, and
    where nobody had a positive or nobody a negative result.
    """
    counts = finite(true_positive=true_positive, false_positive=false_positive, false_negative=false_negative,
                    true_negative=true_negative)
    true_positive, false_positive, false_negative, true_negative = counts
    if any(count and not SMALLEST <= count <= 1 / SMALLEST for count in counts):
        raise StretchlibError(f"Counts of people are 0 or more and no longer than 15 digits, not "
                              f"{', '.join(f'{count:g}' for count in counts)}; "
                              "give true positives, false positives, false negatives, true negatives.")
    ill, well = true_positive + false_negative, false_positive + true_negative
    for number, people in ((ill, "with the condition"), (well, "without the condition"),
                           (true_positive + false_positive, "with a positive result"),
                           (false_negative + true_negative, "with a negative result")):
        if number == 0:
            raise StretchlibError(f"The study has nobody {people}, so the ratios cannot be told; give true positives, "
                                  "false positives, false negatives, true negatives.")
    return Ratios(_ratio(true_positive, ill, false_positive, well, level),
                  _ratio(false_negative, ill, true_negative, well, level))


def likelihood_ratio(sensitivity: float, specificity: float, result: str = "positive") -> float:
    """The likelihood ratio of a ``positive`` or ``negative`` result, from two published numbers, without interval.

    Infinity where a positive result is impossible without the condition; :func:`likelihood_ratios` tells the least that
    it may be, from the counts. Raises :class:`StretchlibError` for a value
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
    a plain number gives its value three times. Raises :class:`StretchlibError` for a probability outside 0 to 1, for a
    ratio below 0, and for an infinite one without the least that it may be: no study makes a result certain. After
    a ratio with an interval that is infinite or 0 the text form is "at least" or "at most" its one end.
    """
    pre_test = _share("pre-test probability", pre_test)
    ends = ratio if isinstance(ratio, Estimate) else Estimate(ratio, ratio, ratio)
    ends = Estimate(*(math.inf if isinstance(end, Real) and end == math.inf else finite(likelihood_ratio=end)[0]
                      for end in ends))
    if ends.low == math.inf:
        raise StretchlibError("An infinite likelihood ratio would make a result certain, which no study can show; give "
                              "it with its interval, as likelihood_ratios works it out from the four counts.")
    if any(end < 0 for end in ends):
        raise StretchlibError(f"A likelihood ratio is 0 or more, not {min(ends):g}; below 1 it lowers the probability.")
    after = Estimate(*(_after(pre_test, end) for end in ends))
    one_sided = after.low < after.high and (math.isinf(ends.value) or ends.value == 0)
    return OneSided(*after) if one_sided else after


def cohen_kappa(table: Sequence[Sequence[float]] | Any, level: float = 0.95) -> Estimate:
    """Agreement of two raters beyond chance (Cohen 1960), interval by Fleiss, Cohen and Everitt (1969).

    ``table[i][j]``: how often the first rater said i and the second j; square, two classes or more; lists, an array, or
    a DataFrame whose rows and columns hold the answers in one order. Raises :class:`StretchlibError` for another shape
    or order, a count below 0, or where both raters only ever gave one answer.
    """
    table = _without_labels(table) if hasattr(table, "to_numpy") and hasattr(table, "columns") else table
    table = [list(row) if isinstance(row, Iterable) else [] for row in table] if isinstance(table, Iterable) else []
    size = len(table)
    if size < 2 or any(len(row) != size for row in table):
        raise StretchlibError("Agreement needs a square table of counts, with at least two answers; "
                              "give one row and one column for each answer.")
    table = [[finite(count_of_pairs=cell)[0] for cell in row] for row in table]
    for cell in (cell for row in table for cell in row):
        if cell < 0:
            raise StretchlibError(f"A count of pairs is 0 or more, not {cell:g}; check the table.")
    total = sum(map(sum, table))
    if total < SMALLEST:
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
    different = sum(share[i][j] * (columns[i] + rows[j]) ** 2 for i in range(size) for j in range(size) if i != j)
    spread = same + (1 - kappa) ** 2 * different - (kappa - chance * (1 - kappa)) ** 2
    half = _z(level) * math.sqrt(max(spread, 0) / total) / (1 - chance)
    return Estimate(kappa, kappa - half, kappa + half)


def _ratio(first: float, first_total: float, second: float, second_total: float, level: float) -> Estimate:
    if second == 0:
        return Estimate(math.inf, _least_ratio(first, first_total, second_total, level), math.inf)
    if first == 0:
        least = _least_ratio(second, second_total, first_total, level)
        return Estimate(0.0, 0.0, 1 / least if least else math.inf)
    ratio = (first / first_total) / (second / second_total)
    half = _z(level) * math.sqrt(1 / first - 1 / first_total + 1 / second - 1 / second_total)
    return Estimate(ratio, ratio * math.exp(-half), ratio * math.exp(half) if half < FARTHEST else math.inf)


def _least_ratio(first: float, first_total: float, second_total: float, level: float) -> float:
    """The lower end of the ratio of ``first / first_total`` to ``0 / second_total``, by Miettinen and Nurminen's score.

    The score statistic falls as the ratio grows: the ratio at which it is as large as the level allows. 0 where the
    groups hold a person or less together.
    """
    total = first_total + second_total
    if total <= 1:
        return 0.0
    mine, weight, other_weight = first / total, first_total / total, second_total / total

    def statistic(ratio: float) -> float:
        # The likeliest shares of both groups that stand in this ratio.
        part = weight + (mine + other_weight) / ratio
        share = min(1.0, 2 * mine / (part + math.sqrt(max(0.0, part * part - 4 * mine / ratio))))
        spread = share * (1 - share) / weight + ratio * share * (1 - share / ratio) / other_weight
        # No spread at all, which a count of next to nothing leaves, speaks against the ratio without limit.
        return first / first_total * math.sqrt((total - 1) / spread) if spread > 0 else math.inf

    limit, low, high = _z(level), -FARTHEST, FARTHEST
    for _ in range(80):  # halvings; the logarithm is then exact
        middle = (low + high) / 2
        low, high = (middle, high) if statistic(math.exp(middle)) > limit else (low, middle)
    return math.exp(high)


def _after(pre_test: float, ratio: float) -> float:
    if math.isinf(ratio):
        return 1.0 if pre_test > 0 else 0.0
    return pre_test * ratio / (1 - pre_test + pre_test * ratio) if pre_test < 1 or ratio > 0 else 0.0


def _without_labels(table: Any) -> Any:
    """The counts of a DataFrame, which itself is gone through by its column names."""
    rows, columns = list(getattr(table, "index", table.columns)), list(table.columns)
    if len(rows) == len(columns) and rows != columns and set(rows) & set(columns):
        raise StretchlibError(f"The rows of the table are {', '.join(map(str, rows))}, its columns "
                              f"{', '.join(map(str, columns))}; put the same answers in the same order in both.")
    return table.to_numpy()


def _share(name: str, value: float) -> float:
    (value,) = finite(**{name: value})
    if not 0 <= value <= 1:
        raise StretchlibError(f"The {name} is a proportion from 0 to 1, not {value:g}; write 0.3 for 30 %.")
    return value


def _z(level: float) -> float:
    """Half the width of a normal distribution's middle ``level``, in standard deviations."""
    (level,) = finite(level_of_an_interval=level)
    if not 0.5 < 0.5 + level / 2 < 1:  # nor so near to an end that no number lies between
        raise StretchlibError(f"The level of an interval lies between 0 and 1, not {level:.16g}; write 0.95 for 95 %.")
    return NormalDist().inv_cdf(0.5 + level / 2)
