"""The measures of 26 hips as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..tables import catalogue
from . import measures, people

if TYPE_CHECKING:
    import pandas as pd

#: The measures, in the order of the table's columns; degrees and mm as the names end.
MEASURES = (*measures.Thigh._fields, *measures.Pelvis._fields)


@catalogue.derived
def measured() -> NDArray[np.float64]:
    """(person, measure) of the 26, in the order of :data:`MEASURES`."""
    def of_person(person: int) -> list[float]:  # one after the other: together their bones take 5 MB
        parts = measures.of_bones(people.points("femur", person), people.points("pelvis", person))
        return [value for part in parts for value in part]

    return np.array([of_person(person) for person in range(1, people.PEOPLE + 1)])


def hips() -> pd.DataFrame:
    """Ten measures of the hips of 26 people, a row a person from 1 to 26; degrees and mm, rounded to a tenth.

    How each is measured: :func:`stretchlib.hip.measures.thigh` and ``pelvis``. Published values stand in
    ``load_published_hips()``. The 26 are no sample of a population, and who they were is not known here.
    """
    import pandas as pd

    people_numbers = pd.RangeIndex(1, people.PEOPLE + 1, name="person")
    return pd.DataFrame(np.round(measured(), 1), columns=list(MEASURES), index=people_numbers)
