"""An exercise whose row fills in every column of a dose, laid into a copy of the tables.

Contract-relax 6 s and 20 s at the end of a hold of ten minutes, 4 kg, effort 6 of 10, two repetitions left, three
times a day, a repetition more on one side, and a code of three digits. Nobody should do it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.data_files import table_file

ID, CODE, NAME = "wide_stretch", "E123", "Wide stretch"
Row = dict[str, str]
#: What differs from the figure-four stretch, whose other cells it takes.
EXERCISE: Row = {
    "id": ID, "code": CODE, "name": NAME, "reps_min": "2", "reps_max": "4", "extra_reps": "1", "hold_min_s": "600",
    "hold_max_s": "600", "contract_s": "6", "relax_s": "20", "contract_times": "2", "load": "an ankle weight",
    "load_min_kg": "4", "load_max_kg": "4", "rpe_min": "6", "rpe_max": "6", "reps_left_min": "2",
    "reps_left_max": "3", "times_per_day_min": "3", "times_per_day_max": "3"}
STEPS = {"contract": ("Press the leg against your hands.", "Press against your hands"),
         "relax": ("Let go and stay in the stretch.", "Let go, stay there")}


def add_wide_exercise(folder: Path, **changes: str) -> None:
    """Lay it into the tables of ``folder``, with its levels, steps, a stop rule and drawings; ``changes``: cells."""
    model = "figure_four_stretch"
    _add(folder, "exercises", [{**row, **EXERCISE, **changes} for row in rows(folder, "exercises")
                               if row["id"] == model])
    for table in ("exercise_levels", "exercise_structures", "exercise_steps", "exercise_cautions", "poses"):
        own = [{**row, "exercise": ID} for row in rows(folder, table) if row["exercise"] == model]
        if table == "exercise_cautions":
            own = [{**row, "id": row["id"].replace(model, ID)} for row in own]
        if table == "exercise_steps":
            base = [row for row in own if row["level"] == "base"]
            held = max(number for number, row in enumerate(base, start=1) if row["phase"] == "hold")
            added = [{**base[0], "phase": phase, "text": text, "cue": cue} for phase, (text, cue) in STEPS.items()]
            steps = [*base[:held], *added, *base[held:]]
            own = [row for row in own if row["level"] != "base"]
            own += [{**row, "step": str(number)} for number, row in enumerate(steps, start=1)]
        _add(folder, table, own)


def rows(folder: Path, table: str) -> list[Row]:
    """The rows of a table as they are written."""
    with table_file(folder, table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change_exercise(folder: Path, exercise: str, **cells: str) -> None:
    """Write other cells into the row of an exercise."""
    all_rows = [{**row, **cells} if row["id"] == exercise else row for row in rows(folder, "exercises")]
    _write(folder, "exercises", all_rows)


def _add(folder: Path, table: str, more: list[Row]) -> None:
    _write(folder, table, [*rows(folder, table), *more])


def _write(folder: Path, table: str, all_rows: list[Row]) -> None:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(all_rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(all_rows)
    table_file(folder, table).write_text(written.getvalue(), encoding="utf-8", newline="\n")
