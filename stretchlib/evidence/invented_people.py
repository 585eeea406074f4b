"""Invented groups of people, drawn by seed from the stated numbers of ``invented_cohorts``: nobody was measured.

They show what a log alone cannot tell: how an extreme score moves back towards the mean with nothing done, and how two
things go together because both hang on a third.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from ..core.errors import one_of
from ..core.numbers import checked_seed
from ..tables import catalogue
from ..tables.rows.people import CohortParameter

if TYPE_CHECKING:
    import pandas as pd

#: The numbers that each group is drawn from; they stand in ``invented_cohorts``.
NUMBERS = {
    "two_scores": ("people", "mean", "sd", "correlation", "joins_from", "seed"),
    "walkers": ("people", "share_walking", "minutes_walking", "minutes_not_walking", "minutes_sd", "pain_walking",
                "pain_not_walking", "pain_sd", "effect", "seed"),
}


def numbers(cohort: str) -> dict[str, float]:
    """What a cohort is drawn from, by name. Raises :class:`StretchlibError` for an unknown one."""
    rows = catalogue.rows(CohortParameter)
    one_of(cohort, dict.fromkeys(row.cohort for row in rows), "invented cohort")
    return {row.parameter: row.value for row in rows if row.cohort == cohort}


def two_scores(seed: int | None = None) -> pd.DataFrame:
    """Pain (0 to 10) of each person twice, a week apart, with nothing done between; ``joined``: came on a bad day."""
    import pandas as pd

    given = numbers("two_scores")
    dice = random.Random(int(given["seed"]) if seed is None else checked_seed(seed))
    r, rows = given["correlation"], []
    for person in range(1, int(given["people"]) + 1):
        usual, one_day, another = (dice.gauss(0, 1) for _ in range(3))
        first, second = (_score(given["mean"] + given["sd"] * (r ** 0.5 * usual + (1 - r) ** 0.5 * day))
                         for day in (one_day, another))
        rows.append({"person": person, "first": first, "second": second, "joined": first >= given["joins_from"]})
    return pd.DataFrame(rows)


def walkers(seed: int | None = None) -> pd.DataFrame:
    """Minutes of stretching a week and pain (0 to 10) of people who walk and of people who do not.

    Walking goes with more stretching and with less pain; stretching itself changes the pain by ``effect`` a minute,
    which is 0 in the table.
    """
    import pandas as pd

    given = numbers("walkers")
    dice = random.Random(int(given["seed"]) if seed is None else checked_seed(seed))
    rows = []
    for person in range(1, int(given["people"]) + 1):
        walks = dice.random() < given["share_walking"]
        kind = "walking" if walks else "not_walking"
        minutes = max(0.0, dice.gauss(given[f"minutes_{kind}"], given["minutes_sd"]))
        pain = _score(dice.gauss(given[f"pain_{kind}"] + given["effect"] * minutes, given["pain_sd"]))
        rows.append({"person": person, "walks": walks, "minutes": round(minutes, 1), "pain": pain})
    return pd.DataFrame(rows)


def _score(value: float) -> float:
    """A pain score to a tenth, on its scale of 0 to 10."""
    return round(min(10.0, max(0.0, value)), 1)
