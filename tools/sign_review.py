"""Enter a signature of a review form into a table.

``python -m tools.sign_review red_flags "A. Muster, physiotherapist" 2026-12-01 --except saddle_numbness`` signs every
row of the table but those named by their keys (several columns joined by "/"); ``--only`` signs just those.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from datetime import date
from pathlib import Path

from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError, one_of
from stretchlib.tables import catalogue, paths
from stretchlib.tables.translations import row_key


def sign(table: str, by: str, on: str, *, only: list[str] | None = None, but: list[str] | None = None) -> int:
    """Write ``by`` and ``on`` into the rows of a table of the data in use; returns how many were signed.

    Raises :class:`StretchlibError` for a table that is not signed, an unknown row, a day that is none or in the future.
    """
    tables = {name: resource for name, resource in catalogue.catalogue().resources.items()
             if any(field["name"] == "reviewed_by" for field in resource["schema"]["fields"])}
    one_of(table, tables, "table with reviews")
    schema = tables[table]["schema"]
    keys = [row_key(row, schema) for row in catalogue.rows(table)]
    for name in [*(only or ()), *(but or ())]:
        one_of(name, keys, f"row of {table}.csv")
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise StretchlibError(f"The day of a signature is written as 2026-12-01, not {on!r}.") from None
    if day > date.today() or not by.strip():
        raise StretchlibError("A signature has a name and a day that has come; give both.")
    file = Path(str(paths.data_root())) / tables[table]["path"]
    grid = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    head = [name.strip() for name in grid[0]]
    mine = [row for row in grid[1:] if any(cell.strip() for cell in row)]
    chosen = [row for row, key in zip(mine, keys, strict=True) if key not in (but or ()) and key in (only or keys)]
    for row in chosen:
        row[head.index("reviewed_by")], row[head.index("reviewed_on")] = by.strip(), day.isoformat()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(grid)
    file.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    return len(chosen)


def main(words: list[str]) -> int:
    """Sign, then check the data; returns 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.sign_review", description="Enter a signature into a table.")
    parser.add_argument("table")
    parser.add_argument("by", help="name and profession")
    parser.add_argument("on", help="the day, such as 2026-12-01")
    parser.add_argument("--only", nargs="*", metavar="ROW", help="sign these rows alone")
    parser.add_argument("--except", dest="but", nargs="*", metavar="ROW", help="sign all rows but these")
    asked = parser.parse_args(words)
    try:
        print(f"{sign(asked.table, asked.by, asked.on, only=asked.only, but=asked.but)} rows of {asked.table} signed.")
    except StretchlibError as error:
        print(error, file=sys.stderr)
        return 1
    problems = check_data()
    print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
