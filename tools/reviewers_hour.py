"""A reviewer's hour: the sixty rows that a wrong word would hurt most, one page with a box to sign for each.

:mod:`.make_review_forms` writes the page with the forms, and a test holds it in step with the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stretchlib.evidence.pain_areas import mapped_studies, share_told
from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row
from stretchlib.tables.rows.clinic import RedFlag
from stretchlib.tables.rows.evidence import BodyArea, PainArea, PainSource, StructureLink
from stretchlib.tables.rows.exercises import Exercise, ExerciseCaution
from stretchlib.tables.translations import row_key

NAME = "one_hour"
ROWS = 60  # one a minute
URGENT = ("emergency", "same day")
TITLES = {"red_flags": "Red flags that send a person to a doctor at once or on the same day",
          "pain_areas": "Shares that a map of pain draws", "structure_links": "Words to say to a person",
          "exercise_cautions": "When to stop an exercise, and who is not to do it"}


class HourRow(NamedTuple):
    """A row of the hour: its table, its key there, what is to be signed, and the call that draws it or shows it."""

    table: str
    key: str
    text: str
    picture: str


def hour_rows() -> list[HourRow]:
    """The sixty rows: every urgent red flag, every share of the first study on a map, every sentence to say; the
    first stop rule of each exercise; then contraindications, the first of each exercise before any second."""
    rows = [_flag(row) for row in catalogue.rows(RedFlag) if row.urgency in URGENT]
    for source in catalogue.rows(PainSource):
        rows += [_share(row) for row in catalogue.rows(PainArea)
                 if row.drawn and row.source_of_pain == source.id and row.study in mapped_studies(source.id)[:1]]
    rows += [HourRow("structure_links", _key(row), row.text, f'sl.structure("{row.structure}")')
             for row in catalogue.rows(StructureLink) if row.question == "say"]
    rows += [_caution(row) for row in _in_turn("stop rule", most=1)]
    return [*rows, *map(_caution, _in_turn("contraindication"))][:ROWS]


def page() -> Iterator[str]:
    """The lines of the page."""
    rows = hour_rows()
    yield f"""# A reviewer's hour

The {len(rows)} rows of the course that a wrong word would hurt most, one a minute. Made from the data by
`python -m tools.make_review_forms`; [how to review](README.md), and the forms with every row. The calls draw or show
a row as a student sees it, after `import stretchlib as sl` in a notebook. Sign each row with your initials, or write
what is to change.
"""
    for table, title in TITLES.items():
        mine = [row for row in rows if row.table == table]
        yield f"## {title}\n"
        yield f"{len(mine)} rows of `{table}`.\n"
        yield "| | row | it says | picture | initials |\n| --- | --- | --- | --- | --- |"
        yield from (f"| {rows.index(row) + 1} | {row.key} | {_cell(row.text)} | `{row.picture}` | &nbsp; |"
                    for row in mine)
        yield ("\nTo enter what was signed, with the keys of the rows behind `--only`: "
               f"`python -m tools.sign_review {table} \"Name, profession\" DAY --only ROW ROW`\n")
    yield ("| name | profession and registration number | date | signature |\n| --- | --- | --- | --- |\n"
           "| &nbsp; | | | |\n")


def _flag(row: RedFlag) -> HourRow:
    picture = 'sl.plot_muscle_map("saddle")' if "saddle" in row.id else "sl.red_flags()"
    return HourRow("red_flags", _key(row), f"{row.question} {row.suspected}: {row.urgency}.", picture)


def _share(row: PainArea) -> HourRow:
    area = ", ".join(filter(None, (catalogue.row(BodyArea, row.area).name, row.part)))
    share = share_told(row).replace("|", " ")
    return HourRow("pain_areas", _key(row), f"{area}: {share} ({row.people_are})",
                   f'sl.plot_pain_map("{row.source_of_pain}", "{row.study}")')


def _caution(row: ExerciseCaution) -> HourRow:
    return HourRow("exercise_cautions", _key(row), f"{row.kind}: {row.text}", f'sl.plot_exercise("{row.exercise}")')


def _in_turn(kind: str, most: int | None = None) -> list[ExerciseCaution]:
    """The cautions of a kind, the first of each exercise, then the second of each, ``most`` an exercise."""
    ranked = []
    for position, exercise in enumerate(catalogue.rows(Exercise)):
        mine = [row for row in catalogue.rows(ExerciseCaution) if (row.exercise, row.kind) == (exercise.id, kind)]
        ranked += [(rank, position, row) for rank, row in enumerate(mine[:most])]
    return [row for _, _, row in sorted(ranked, key=lambda entry: entry[:2])]


def _key(row: Row) -> str:
    return row_key(row, catalogue.catalogue().resources[row.TABLE]["schema"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
