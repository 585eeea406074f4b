"""The wrong numbers and words: every single change that a table is put through, and how large it is."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stretchlib.tables import catalogue
from tools.checks import ROOT

from .sides import exchanged

#: Shapes, paths and postures: a seeded sample of ``SAMPLE`` changes, each larger than what a fact prints.
GEOMETRY = ("hip_models", "hip_points", "hip_wraps", "carried_points", "carried_wraps", "drawn_points",
            "body_segments", "poses", "plates", "plate_muscles", "muscle_sections", "area_outlines")
SAMPLE = 200
#: Table -> the column that holds points as a list in one cell.
POINTS = {"muscle_sections": "points_mm", "area_outlines": "path"}
#: How far a number of a shape is moved, by what its column's name ends with: least and most.
REACH = {"_mm": (4, 12), "_deg": (8, 20), "_rad": (.15, .4), "_x": (.04, .12), "_y": (.04, .12), "_z": (.04, .12),
         "_h": (.03, .08), "_forward": (.02, .05), "dot_along": (.15, .4), "dot_across": (.2, .5),
         "thigh": (.3, .9)}


@dataclass(frozen=True)
class Change:
    """Cells of one table to be written anew: (row from 0, column) -> text."""

    table: str
    kind: str  # "number", or "word" where left, origin or abduction was taken for its opposite
    cells: tuple[tuple[int, str, str], ...]

    @property
    def places(self) -> set[tuple[str, int, str]]:
        """The cells as a trace names them."""
        return {(self.table, row, column) for row, column, _ in self.cells}

    def __str__(self) -> str:
        row, column, text = self.cells[0]
        was = grid(self.table)[row][column]
        more = f" and {len(self.cells) - 1} cells more" if len(self.cells) > 1 else ""
        return f"{file_of(self.table)}, row {row + 2}, column {column}: {_short(was)!r} became {_short(text)!r}{more}"

    @contextmanager
    def written(self, folder: Path) -> Iterator[None]:
        """While this lasts, the table in ``folder`` stands with the change."""
        path = folder / file_of(self.table)
        before = path.read_bytes()
        rows = [dict(row) for row in grid(self.table)]
        for row, column, text in self.cells:
            rows[row][column] = text
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8")
        try:
            yield
        finally:
            path.write_bytes(before)


def _short(text: str) -> str:
    return text if len(text) < 60 else f"{text[:57]}..."


def file_of(table: str) -> str:
    """Where a table lies in the data folder."""
    return str(catalogue.catalogue().resources[table]["path"])


@cache
def grid(table: str) -> list[dict[str, str]]:
    """The cells of a table as they stand in the file."""
    with (ROOT / "data" / file_of(table)).open(encoding="utf-8-sig", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def changes(table: str, seed: int = 1) -> list[Change]:
    """Every change of a teaching table; of a shape and of the words of any table, a seeded sample."""
    draw = random.Random(f"{seed} {table}")
    words = _sample(list(_words(table)), draw)
    if table not in GEOMETRY:
        return [*_numbers(table), *words]
    cells = [(row, column) for row, record in enumerate(grid(table)) for column in _columns(table) if record[column]]
    moved = [Change(table, "number", ((row, column, _moved(grid(table)[row][column], column, draw)),))
             for row, column in (draw.choice(cells) for _ in range(SAMPLE) if cells)]
    return [*moved, *_points(table, draw), *words, *_sample(list(_sides(table)), draw, 20)]


def _sample(pool: list[Change], draw: random.Random, most: int = SAMPLE) -> list[Change]:
    return pool if len(pool) <= most else draw.sample(pool, most)


@cache
def _columns(table: str) -> tuple[str, ...]:
    fields = catalogue.catalogue().resources[table]["schema"]["fields"]
    return tuple(field["name"] for field in fields if field["type"] in ("integer", "number"))


def _numbers(table: str) -> Iterator[Change]:
    """One more and one less in the last digit that is written."""
    for row, record in enumerate(grid(table)):
        for column in _columns(table):
            if record[column]:
                digits = len(record[column].partition(".")[2])
                for by in (1, -1):
                    text = f"{float(record[column]) + by / 10 ** digits:.{digits}f}"
                    yield Change(table, "number", ((row, column, text),))


def _moved(text: str, column: str, draw: random.Random) -> str:
    reach = next((reach for end, reach in REACH.items() if column.endswith(end) or f"{end}_" in column), None)
    by = draw.choice((1, -1)) * (draw.uniform(*reach) if reach else 1)
    return f"{float(text) + by:.0f}" if reach is None else f"{float(text) + by:.4g}"


def _points(table: str, draw: random.Random) -> list[Change]:
    """Muscle bellies and areas of the body hold their points in one cell: a coordinate of one of them is moved."""
    if table not in POINTS:
        return []
    column = POINTS[table]
    moved = []
    for _ in range(SAMPLE):
        row = draw.randrange(len(grid(table)))
        numbers = list(re.finditer(r"-?[0-9.]+", grid(table)[row][column]))
        match = draw.choice(numbers)
        text = match.string[:match.start()] + _moved(match[0], "points_mm", draw) + match.string[match.end():]
        moved.append(Change(table, "number", ((row, column, text),)))
    return moved


def _words(table: str) -> Iterator[Change]:
    """Left for right, origin for insertion, abduction for adduction: the first such word of a cell."""
    fields = catalogue.catalogue().resources[table]["schema"]["fields"]
    texts = [field["name"] for field in fields if field["type"] == "string"]
    for row, record in enumerate(grid(table)):
        for column in texts:
            text = exchanged(record[column])
            if text:
                yield Change(table, "word", ((row, column, text),))


def _sides(table: str) -> Iterator[Change]:
    """A posture with left and right exchanged; a muscle whose origin and insertion are exchanged."""
    rows = grid(table)
    for row, record in enumerate(rows):
        pairs = [(name, opposite) for name in record
                 if name.startswith("left_") and (opposite := name.replace("left_", "right_")) in record]
        cells = [(row, column, record[partner]) for pair in pairs for column, partner in (pair, pair[::-1])
                 if record[column] != record[partner]]
        if cells and "left_mm" not in record:
            yield Change(table, "word", tuple(cells))
    if table == "hip_points":
        ends: dict[tuple[str, str], list[int]] = {}
        for row, record in enumerate(rows):
            ends.setdefault((record["model"], record["part"]), []).append(row)
        for first, *_, last in (own for own in ends.values() if len(own) > 1):
            yield Change(table, "word", tuple((row, column, rows[source][column]) for row, source in (
                (first, last), (last, first)) for column in ("x_mm", "y_mm", "z_mm")))
