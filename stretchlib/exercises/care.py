"""What of an exercise or a clinical test asks for care with a feature of a person: how it lies, turns, and holds.

The columns of ``patient_features.csv`` say what asks for care; nothing here names an exercise, a test or a feature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..tables import catalogue
from ..tables.rows import Row

#: Kinds of exercise in which a muscle at work is held; a held stretch strains nobody's blood pressure.
HELD = ("strength", "motor control")
#: Columns of a drawn posture whose sum is how far the trunk is turned.
TURNS = ("lumbar_turn_right_deg", "thorax_turn_right_deg")
Rows = Mapping[str, Iterable[Row]]


def exercise_reason(feature: Row, exercise: Row, tables: Rows) -> str:
    """Why an exercise asks for care with this feature, in words for who edits the tables; empty where it does not.

    ``tables`` holds the rows of ``poses``, ``exercise_levels`` and ``exercise_steps``.
    """
    mine = {name: [row for row in tables[name] if row["exercise"] == exercise["id"]]
            for name in ("poses", "exercise_levels", "exercise_steps")}
    longest, limit = exercise["hold_max_s"], feature["hold_s"]
    if limit is not None and longest is not None and exercise["category"] in HELD \
            and float(str(longest)) >= float(str(limit)):
        return f"it is held for up to {longest} s"
    texts = [exercise["start_position"]]
    texts += [row[column] for row in mine["exercise_levels"] for column in ("description", "posture")]
    texts += [row["text"] for row in mine["exercise_steps"]]
    return _drawn(feature, mine["poses"]) or _said(feature, texts)


def test_reason(feature: Row, test: Row, poses: Iterable[Row]) -> str:
    """Why a clinical test asks for care with this feature; empty where it does not. ``poses``: the rows of that
    table."""
    patient = [row for row in poses if row["test"] == test["id"] and row["role"] == "patient"]
    return _drawn(feature, patient) or _said(feature, [test["patient_position"]])


def test_care(test: str) -> Iterator[str]:
    """What is told with a clinical test, an id of ``clinical_tests.csv``, of whom it has to be changed for."""
    poses = catalogue.rows("poses")
    as_written = catalogue.catalogue().table("clinical_tests").rows  # phrases are looked for in English
    row = next(one for one in as_written if one["id"] == test)
    for feature in catalogue.rows("patient_features"):
        if feature["test_care"] and test_reason(feature, row, poses):
            yield str(feature["test_care"])


def _drawn(feature: Row, poses: Iterable[Row]) -> str:
    turn = feature["drawn_turn_deg"]
    for row in poses:
        if feature["drawn_start"] is not None and row["start"] == feature["drawn_start"]:
            return f"it is drawn {row['start']}"
        turned = abs(sum(float(str(row[column])) for column in TURNS))
        if turn is not None and turned >= float(str(turn)):
            return f"it is drawn with the trunk turned by {turned:.0f} degrees"
    return ""


def _said(feature: Row, texts: Iterable[object]) -> str:
    phrases = [phrase for phrase in str(feature["phrases"] or "").split("; ") if phrase]
    for text in texts:
        for phrase in phrases:
            if phrase.lower() in str(text or "").lower():
                return f"its texts say {phrase!r}"
    return ""
