"""A small course for tests: a few rows of each table of ``data/`` with all that they link to, in order for ``check``.

It is made anew from the real tables, so it follows every change of the schema; what it holds is named in ``KEPT``. A
test of the reader, of the check, of a language or of publishing uses a copy of it, the fixture ``data_copy``; a
changed clinical row then breaks the tests of that row alone.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

from stretchlib.authoring import languages
from stretchlib.authoring.check import COUNTED, NUMBERED
from stretchlib.tables import catalogue, translations
from stretchlib.tables.paths import TRANSLATIONS
from tools.checks import ROOT

Row = dict[str, str]
#: Table -> the rows that stay, by their first key column; of tables that are not named, all whose links stay.
KEPT = {
    "exercises": {"figure_four_stretch", "ball_squeeze", "side_lying_leg_lift", "bridge", "graded_walking"},
    "programmes": {"six_months_off_work"},
    "claims": {"C07", "C17", "C24", "C29", "C33", "O01", "O02", "O03"},
    "questions": {"Q25", "Q28", "Q31", "Q51", "Q52", "Q54", "Q98", "Q125", "Q136", "Q151", "Q303"},
    "glossary": {"abduction", "adduction", "anterior"},
}
CASES = ("numb_saddle", "pelvic_pain_after_birth", "six_months_off_work")


def read(path: Path) -> list[Row]:
    """The rows of a table as they are written."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Course:
    """The tables of a data folder while rows are taken out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        self.resources = {resource["name"]: resource for resource in package["resources"]}
        self.rows = {name: read(folder / resource["path"]) for name, resource in self.resources.items()}
        self.columns = {name: [field["name"] for field in resource["schema"]["fields"]]
                        for name, resource in self.resources.items()}

    def take_out_links(self) -> None:
        """Remove rows that link to nothing, until none does; of a list of ids the lost ones alone."""
        before = -1
        while before != (before := sum(map(len, self.rows.values()))):
            for name, resource in self.resources.items():
                for link in resource["schema"].get("foreignKeys", []):
                    target = link["reference"]
                    there = {row[target["fields"]] for row in self.rows[target["resource"]]} | {""}
                    self.rows[name] = [row for row in self.rows[name] if row[link["fields"]] in there]
                for field in resource["schema"]["fields"]:
                    if "listOf" in field:
                        of, column = field["listOf"], field["name"]
                        there = {row[of["field"]] for row in self.rows[of["resource"]]}
                        for row in self.rows[name]:
                            row[column] = of["separator"].join(
                                key for key in row[column].split(of["separator"]) if key in there)

    def count_anew(self) -> None:
        """Rows that belong together count from 1 again."""
        for name, (together, column) in COUNTED.items():
            reached: Counter[tuple[str, ...]] = Counter()
            for row in self.rows[name]:
                group = tuple(row[part] for part in together)
                reached[group] += 1
                row[column] = str(reached[group])
        for name, numbered in NUMBERED.items():
            for together, column in numbered:
                reached = Counter()
                for row in sorted((row for row in self.rows[name] if row[column]), key=lambda row: int(row[column])):
                    group = tuple(row[part] for part in together)
                    reached[group] += 1
                    row[column] = str(reached[group])

    def write(self) -> None:
        for name, resource in self.resources.items():
            with (self.folder / resource["path"]).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, self.columns[name], lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows[name])


def make(folder: Path) -> Path:
    """Write the small course into ``folder``, which is not there yet."""
    shutil.copytree(ROOT / "data", folder)
    for path in (folder / "clinic" / "cases").glob("*.toml"):
        if path.stem not in CASES:
            path.unlink()
    course = Course(folder)
    for name, kept in KEPT.items():
        course.rows[name] = [row for row in course.rows[name] if row[course.columns[name][0]] in kept]
    course.take_out_links()
    course.count_anew()
    course.write()
    texts = {key for text in languages.every_text(catalogue.in_folder(folder)) for key in (text, text._replace(row=""))}
    for name in course.rows:
        if name.startswith(TRANSLATIONS):
            course.rows[name] = [row for row in course.rows[name] if translations.Text(
                row["table"], row["row"], row["column"], row["english"]) in texts]
    course.write()
    return folder
