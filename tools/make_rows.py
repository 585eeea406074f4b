"""Write a class for the rows of each table, from the schema in datapackage.json: ``python -m tools.make_rows``.

The files are ``stretchlib/tables/rows/<subject>.py``, and ``__init__.py`` says which class belongs to which table.
"""

from __future__ import annotations

import json
import keyword
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stretchlib.tables.paths import TRANSLATIONS
from stretchlib.tables.rows.base import REVIEW_COLUMNS, ReviewedRow, Row

ROOT = Path(__file__).resolve().parents[1]
ROWS = ROOT / "stretchlib" / "tables" / "rows"
TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "date": "date"}
NOTICE = "\n\nWritten by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.\n"
#: Table -> its class, where that is not the singular of its name.
CLASSES = {"glossary": "GlossaryTerm", "hip_or_spine_people": "HipOrSpinePerson",
           "invented_cohorts": "CohortParameter", "test_accuracy": "AccuracyStudy",
           "test_poses": "ClinicalTestPose", "translations_de": "Translation", "words": "Phrase"}
#: Table -> subject, for a table that lies in no folder of a subject.
SUBJECTS = {name: subject for subject, names in {
    "words": "words translations_de review_forms",
    "sources": "references",
    "anatomy": "structures nerve_roots muscle_parts plates plate_muscles muscle_sections sciatic_variants landmarks",
    "hip_model": "hip_models hip_points hip_parts hip_wraps published_arms stretch_positions back_motion",
    "exercises": "exercises exercise_levels exercise_structures exercise_steps exercise_cautions programmes "
                 "programme_items programme_rules",
    "clinic": "red_flags clinical_tests clinical_test_steps test_accuracy lab_steps patient_features case_questions "
              "case_examinations case_actions",
    "evidence": "claims claim_links claim_numbers claim_sides hip_back_links glossary trials trial_reports "
                "trial_ratings pedro_items published_shares topic_sections invented_cohorts",
    "questions": "objectives questions options question_parameters question_values calibration_example",
    "people": "body_segments exercise_poses test_poses"}.items() for name in names.split()}
FOLDERS = {"translations": "words"}  # folders of data/ that are older than the subjects


def class_name(table: str) -> str:
    """The class of a table's rows: the singular of its name, such as ``ExerciseLevel``."""
    if table in CLASSES:
        return CLASSES[table]
    *words, last = table.split("_")
    last = last[:-3] + "y" if last.endswith("ies") else last.removesuffix("s")
    return "".join(word.capitalize() for word in (*words, last))


def subject_of(resource: Mapping[str, Any]) -> str:
    """The subject of a table: the folder that its file lies in."""
    folder = resource["path"].rpartition("/")[0].partition("/")[0]
    return SUBJECTS[resource["name"]] if folder in ("", *FOLDERS) else folder


def type_of(field: Mapping[str, Any]) -> str:
    """How the values of a column are typed; an empty cell is ``""`` in a column of texts."""
    if "listOf" in field:
        return "tuple[str, ...]"
    required = field.get("constraints", {}).get("required") or field["type"] == "string"
    return TYPES[field["type"]] + ("" if required else " | None")


def row_class(resource: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the class of one table."""
    fields = resource["schema"]["fields"]
    names = [field["name"] for field in fields]
    for name in names:
        if keyword.iskeyword(name) or hasattr(Row, name):
            raise SystemExit(f"{resource['path']}: Python or every row uses the word {name!r}; rename the column.")
    reviewed = set(REVIEW_COLUMNS) <= set(names)
    yield "@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)"
    yield f"class {class_name(resource['name'])}({(ReviewedRow if reviewed else Row).__name__}):"
    heading = resource["title"].rstrip(".")
    yield f'    """A row of {resource["path"]}: {heading[:1].lower()}{heading[1:]}."""'
    yield ""
    yield f'    TABLE: ClassVar[str] = "{resource["name"]}"'
    quoted = ", ".join(f'"{name}"' for name in names)
    yield from textwrap.wrap(f"COLUMNS: ClassVar[tuple[str, ...]] = ({quoted},)", 118, initial_indent="    ",
                             subsequent_indent=" " * 8)
    yield ""
    for field in fields:
        if not reviewed or field["name"] not in REVIEW_COLUMNS:
            yield f"    {field['name']}: {type_of(field)}"


def module(subject: str, resources: list[Mapping[str, Any]]) -> str:
    """The text of the file of one subject."""
    body = "\n\n\n".join("\n".join(row_class(resource)) for resource in resources)
    bases = ", ".join(base for base in ("ReviewedRow", "Row") if f"({base}):" in body)
    dates = "from datetime import date\n" if ": date" in body else ""
    return (f'"""Rows of the tables of data/{subject}/.{NOTICE}"""\n\nfrom __future__ import annotations\n\n'
            f"from dataclasses import dataclass\n{dates}from typing import ClassVar\n\nfrom .base import {bases}\n\n\n"
            f"{body}\n")


def files() -> dict[str, str]:
    """Each file by its name, with the text that it must have."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    subjects: dict[str, list[Mapping[str, Any]]] = {}
    resources = [resource for resource in package["resources"] if not _later_language(resource["name"])]
    for resource in resources:
        subjects.setdefault(subject_of(resource), []).append(resource)
    written = {f"{subject}.py": module(subject, resources) for subject, resources in sorted(subjects.items())}
    homes = "\n".join(f'    "{resource["name"]}": ("{subject}", "{class_name(resource["name"])}"),'
                      for subject, resources in sorted(subjects.items()) for resource in resources)
    names = textwrap.fill(", ".join(f'"{resource["name"]}"' for resource in resources), 118,
                          initial_indent="    ", subsequent_indent="    ")
    written["__init__.py"] = (
        f'"""A class for the rows of each table; a subject is imported when it is first read.{NOTICE}"""\n\n'
        "from __future__ import annotations\n\nfrom typing import Literal\n\nfrom .base import ReviewedRow, Row\n\n"
        '__all__ = ["HOMES", "ReviewedRow", "Row", "TableName"]\n\n'
        f"TableName = Literal[\n{names}]\n\n"
        f"#: Table -> the module of its rows and their class.\nHOMES: dict[str, tuple[str, str]] = {{\n{homes}\n}}\n")
    return written


def _later_language(table: str) -> bool:
    """Whether a table is a translation beyond the first, whose class all have."""
    return table.startswith(TRANSLATIONS) and table not in CLASSES


def main() -> None:
    """Write the files, and remove the one of a subject that is gone."""
    texts = files()
    for name, text in texts.items():
        (ROWS / name).write_text(text, encoding="utf-8")
    for file in ROWS.glob("*.py"):
        if file.name not in (*texts, "base.py"):
            file.unlink()


if __name__ == "__main__":
    main()
