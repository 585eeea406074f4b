"""A person in each exercise, drawn from the joint angles of ``data/people/poses.csv``."""

from __future__ import annotations

from matplotlib.axes import Axes

from ...core.errors import StretchlibError, drawn_from, one_of
from ...tables import catalogue, reviews
from ...tables.phrases import say, term
from ..diagram import Diagram
from .body import builds
from .sheet import sheet


def plot_exercise(exercise: str, moment: str | None = None, level: str = "base", *, person: str | None = None,
                  ax: Axes | None = None) -> Diagram:
    """Draw a person in ``exercise``: ``moment`` "start" or "end", or both side by side (``None``).

    ``level`` is the one that a beginner is shown, unless another is chosen; start and end belong to that level.
    ``person`` is a build of ``data/people/body_segments.csv``; each exercise has one of its own by default. Raises
    :class:`StretchlibError` for what is not drawn. Returns a :class:`Diagram`.
    """
    exercise_row = catalogue.row("exercises", exercise)
    here = [row for row in catalogue.rows("poses") if row["exercise"] == exercise]
    drawn = sorted({str(row["level"]) for row in here})
    if level not in drawn:
        raise StretchlibError(f"{exercise_row['name']} is not drawn at level {level!r}; "
                              f"use one of: {', '.join(drawn)}.")
    who = person or builds()[(int(str(exercise_row["code"])[1:]) - 1) % len(builds())]
    one_of(who, builds(), "person")
    casts = {str(row["moment"]): [row] for row in here if (row["level"], row["build"]) == (level, who)}
    title = next(row["title"] for row in catalogue.rows("exercise_levels")
                 if (row["exercise"], row["level"]) == (exercise, level))
    last = casts[moment if moment in casts else "end"][0]
    note = say("person.note", certainty=term("certainty", last["certainty"]), review=reviews.review_state(last))
    with drawn_from(f"poses.csv, {exercise}", "props, contacts, relations, highlight or arrows"):
        return sheet(casts, moment, f"{exercise_row['name']}, {title}", note, ax)
