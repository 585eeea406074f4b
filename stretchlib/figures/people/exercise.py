"""A person in each exercise, drawn from the joint angles of ``data/people/poses.csv``."""

from __future__ import annotations

from matplotlib.axes import Axes

from ...core.errors import StretchlibError, drawn_from, one_of
from ...stage.body import builds
from ...tables import catalogue, reviews
from ...tables.phrases import say, term
from ...tables.rows.exercises import Exercise, ExerciseLevel
from ...tables.rows.people import Pose
from ..diagram import Diagram
from .sheet import sheet


def plot_exercise(exercise: str, moment: str | None = None, level: str = "base", *, person: str | None = None,
                  ax: Axes | None = None) -> Diagram:
    """Draw a person in ``exercise``: ``moment`` "start" or "end", or both side by side (``None``).

    ``level`` is the one that a beginner is shown, unless another is chosen; start and end belong to that level.
    ``person`` is a build of ``data/people/body_segments.csv``; each exercise has one of its own by default. Raises
    :class:`StretchlibError` for what is not drawn. Returns a :class:`Diagram`.
    """
    row = catalogue.row(Exercise, exercise)
    poses = [pose for pose in catalogue.rows(Pose) if pose.exercise == exercise]
    drawn = sorted({pose.level for pose in poses})
    if level not in drawn:
        raise StretchlibError(f"{row.name} is not drawn at level {level!r}; use one of: {', '.join(drawn)}.")
    who = person or builds()[(int(row.code[1:]) - 1) % len(builds())]
    one_of(who, builds(), "person")
    casts = {pose.moment: [pose] for pose in poses if (pose.level, pose.build) == (level, who)}
    title = next(level_row.title for level_row in catalogue.rows(ExerciseLevel)
                 if (level_row.exercise, level_row.level) == (exercise, level))
    last = casts[moment if moment in casts else "end"][0]
    note = say("person.note", certainty=term("certainty", last.certainty), review=reviews.review_state(last))
    with drawn_from(f"poses.csv, {exercise}", "props, contacts, relations, highlight or arrows"):
        return sheet(casts, moment, f"{row.name}, {title}", note, ax)
